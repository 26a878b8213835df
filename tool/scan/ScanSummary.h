// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A whole scan: the results of its units, each finding once.

#ifndef COTIDY_TOOL_SCANSUMMARY_H
#define COTIDY_TOOL_SCANSUMMARY_H

#include "Baseline.h"
#include "ExitCode.h"
#include "ScanOptions.h"
#include "ScanResults.h"

#include "llvm/ADT/StringMap.h"
#include <map>
#include <set>

namespace cotidy {

class ScanSummary {
public:
  ScanSummary(const ScanOptions &Options, std::string BuildFolder, size_t UnitsOutsideBuild,
              size_t UnitsInBuild);

  /// Takes out of \p Unit what another unit has reported and what is in generated files, counts the rest and
  /// gives each finding its fingerprint.
  void add(UnitResult &Unit);

  /// Gives each finding its state; once all units are added.
  void compareWith(const Baseline &Before, llvm::MutableArrayRef<UnitResult> Results,
                   llvm::function_ref<bool(const BaselineEntry &)> IsAskedFor);

  /// Whether a file is written by a program: it lies in the build folder, or says so in its first lines.
  bool isGenerated(llvm::StringRef File);

  ExitCode exitCode() const;

  size_t findings() const { return Findings; }
  bool hasBaseline() const { return Compared.has_value(); }
  size_t newFindings() const { return Compared ? Compared->New : Findings; }
  size_t unchanged() const { return Compared ? Compared->Unchanged : 0; }
  /// What the baseline has and the scan looked for in vain.
  llvm::ArrayRef<BaselineEntry> fixed() const {
    return Compared ? llvm::ArrayRef(Compared->Fixed) : llvm::ArrayRef<BaselineEntry>();
  }
  /// What the baseline has and the scan did not look for.
  llvm::ArrayRef<BaselineEntry> unknown() const {
    return Compared ? llvm::ArrayRef(Compared->Unknown) : llvm::ArrayRef<BaselineEntry>();
  }
  size_t muted() const { return Muted; }
  size_t units() const { return Units; }
  size_t unitsWith(UnitStatus Status) const;
  size_t cached() const { return Cached; }
  size_t incomplete() const;
  /// By check, in the order of the names.
  const std::map<std::string, size_t> &byCheck() const { return Checks; }
  /// The same of new findings only.
  const std::map<std::string, size_t> &newByCheck() const { return Compared ? NewChecks : Checks; }

private:
  bool isNew(const ScanFinding &F);
  /// Whether no unit before \p Unit has a finding of the same check there: what the instances of a template
  /// are called differs, and the place is told once.
  bool isFirstAt(const ScanFinding &F, llvm::StringRef Unit);
  std::string fingerprint(const ScanFinding &F);

  FailOn FailsOn;
  bool ShowGenerated;
  std::string BuildFolder; ///< empty if the sources are in it
  size_t Findings = 0, Muted = 0, Units = 0, Cached = 0;
  std::map<UnitStatus, size_t> Statuses;
  std::map<std::string, size_t> Checks, NewChecks;
  std::optional<Comparison> Compared;
  std::set<std::tuple<std::string, std::string, uint64_t, std::string>> Seen;
  std::map<std::tuple<std::string, std::string, uint64_t>, std::string> Tellers; ///< which unit told it first
  llvm::StringMap<unsigned> Alike; ///< how many findings of a file are told apart by their order only
  llvm::StringMap<bool> Generated;
};

/// Of a scan of \p Files, with nothing added yet.
ScanSummary emptySummary(const ScanOptions &Options, llvm::StringRef BuildFolder,
                         llvm::ArrayRef<std::string> Files);

} // namespace cotidy

#endif
