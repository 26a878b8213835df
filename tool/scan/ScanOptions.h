// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the user asked of `cotidy scan`.

#ifndef COTIDY_TOOL_SCANOPTIONS_H
#define COTIDY_TOOL_SCANOPTIONS_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cotidy {

/// What decides the findings of a unit, beside its command.
struct AnalysisSettings {
  std::string Checks;              ///< globs added last
  std::string ConfigFile;          ///< read instead of the .clang-tidy files
  std::string HeaderFilter;        ///< empty: as configured
  std::vector<std::string> Models; ///< absolute paths
  bool SystemHeaders = false;
};

enum class ReportFormat { Text, Json, Sarif, GitHub, GitLab, JUnit, Html };

struct ReportRequest {
  ReportFormat Format = ReportFormat::Text;
  std::string File; ///< empty: standard output
};

enum class Loudness { Quiet, Normal, Verbose };

/// What a unit may use; 0 is no limit.
struct UnitLimits {
  unsigned Seconds = 600;
  unsigned Mebibytes = 8192;
};

struct CacheSettings {
  bool Use = true;
  std::string Folder;
  unsigned Mebibytes = 2048; ///< 0 is no limit
};

/// What makes the exit code 1.
enum class FailOn { New, Any, None };

/// Which of how many parts of a scan; from 1.
struct ShardNumber {
  uint64_t Which = 1, Of = 1;
};

struct ScanOptions {
  AnalysisSettings Analysis;
  std::string BuildPath;
  std::vector<std::string> Files; ///< absolute files, folders, globs, and `*...`; empty: all units
  std::optional<std::vector<std::string>> Flags; ///< after `--`
  std::vector<ReportRequest> Reports;
  std::string BaselineFile; ///< empty: findings are not compared
  FailOn FailsOn = FailOn::New;
  std::optional<ShardNumber> Shard; ///< scan this part, for others to put together
  bool WholeProgram = true;         ///< ask the other units what one alone cannot know
  bool Reproducible = false;        ///< tell nothing that differs between two runs
  bool Generated = false;           ///< show findings in generated files
  unsigned Jobs = 0;                ///< 0: one for each core
  UnitLimits Limits;
  CacheSettings Cache;
  Loudness Says = Loudness::Normal;
};

} // namespace cotidy

#endif
