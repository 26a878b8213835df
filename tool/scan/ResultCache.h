// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Keeps the results of units by what they were made of: this program, the options, the models, the command
// and the contents of every file that was read. Paths below the project are kept relative to it, so that a
// cache serves other checkouts and other machines. Nothing that is read from it is believed unchecked.
//
// Of a unit, its name and command lead to the lists of files its results were made of, and the list with the
// contents of the files leads to the result. Both are files of LLVM's cache.

#ifndef COTIDY_TOOL_RESULTCACHE_H
#define COTIDY_TOOL_RESULTCACHE_H

#include "FileFacts.h"
#include "ReadFiles.h"
#include "Relocation.h"
#include "ScanConfig.h"
#include "ScanDatabase.h"
#include "ScanResults.h"

#include "llvm/Support/Caching.h"

namespace cotidy {

class ResultCache {
public:
  /// Fails if the folder cannot be used.
  static llvm::Expected<std::unique_ptr<ResultCache>> open(const CacheSettings &Settings,
                                                           const AnalysisSettings &Analysis,
                                                           llvm::StringRef BuildFolder,
                                                           llvm::StringRef Program, TimePoint Since);
  ~ResultCache();

  std::optional<UnitResult> find(const Unit &U);
  void store(const Unit &U, const UnitResult &Result, const ReadFiles &Read);

  /// What the unit took when it was analysed last, whatever has changed since; 0 if that is not known.
  double earlierSeconds(const Unit &U);

  /// Removes what has not been used for the longest time where the cache is too large.
  void prune();

  /// What was wrong with the cache, a line for each kind.
  std::vector<std::string> complaints() const;

  /// The files of a cache folder that are ours.
  static bool isEntry(llvm::StringRef FileName);

private:
  struct Known; ///< what is known of a unit

  ResultCache(const CacheSettings &Settings, const AnalysisSettings &Analysis, llvm::StringRef BuildFolder,
              TimePoint Since);

  Known &known(const Unit &U);
  std::string key(const Unit &U, const Relocation &Paths);
  std::optional<std::string> resultKey(const Known &K, const ReadFiles &Read);
  std::optional<llvm::json::Value> read(llvm::StringRef Key, llvm::StringRef Format);
  void write(llvm::StringRef Key, llvm::StringRef Format, llvm::json::Value Payload);

  CacheSettings Settings;
  ScanConfig Config;
  std::string BuildFolder;
  std::string Tool; ///< digest of the program and the libraries
  llvm::FileCache Files;
  std::unique_ptr<llvm::MemoryBuffer> Hit; ///< the answer of the last look-up
  FileFacts Facts;
  std::map<const Unit *, std::unique_ptr<Known>> Units;
  unsigned Invalid = 0;
  std::string WriteProblem;
};

} // namespace cotidy

#endif
