// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The options of every command that analyses units: which units, with which checks, how.

#ifndef COTIDY_TOOL_COMMANDS_ANALYSISFLAGS_H
#define COTIDY_TOOL_COMMANDS_ANALYSISFLAGS_H

#include "Command.h"

#include "scan/ScanOptions.h"

namespace cotidy {

struct CacheFolderFlag {
  explicit CacheFolderFlag(llvm::cl::SubCommand &Sub);

  /// The folder that was named, or else the usual one; empty if there is no such place.
  std::string folder() const;

  llvm::cl::opt<std::string> Folder;
};

struct LoudnessFlags {
  explicit LoudnessFlags(llvm::cl::SubCommand &Sub);

  Loudness loudness() const;

  llvm::cl::opt<bool> Verbose, Quiet;
};

struct AnalysisFlags {
  explicit AnalysisFlags(llvm::cl::SubCommand &Sub);

  /// Fills in all but what a report needs. \p Files are paths and globs as they were given.
  ScanOptions options(llvm::ArrayRef<std::string> Files, const Invocation &Call) const;

  llvm::cl::opt<std::string> Build, Checks, ConfigFile;
  llvm::cl::list<std::string> Models;
  llvm::cl::opt<bool> SystemHeaders;
  llvm::cl::opt<std::string> HeaderFilter;
  llvm::cl::opt<bool> Generated, UnitsAlone;
  llvm::cl::opt<unsigned> Jobs, Timeout, MemoryLimit;
  llvm::cl::opt<bool> NoCache;
  CacheFolderFlag CacheFolder;
  llvm::cl::opt<unsigned> CacheSize;
  LoudnessFlags Says;
};

} // namespace cotidy

#endif
