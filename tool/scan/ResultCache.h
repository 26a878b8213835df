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

#include "CacheStore.h"
#include "FileFacts.h"
#include "ReadFiles.h"
#include "Relocation.h"
#include "ScanConfig.h"
#include "ScanDatabase.h"
#include "ScanWorker.h"

#include <map>

namespace cotidy {

class ResultCache {
public:
  /// Fails if the folder cannot be used.
  static llvm::Expected<std::unique_ptr<ResultCache>> open(const CacheSettings &Settings,
                                                           const AnalysisSettings &Analysis,
                                                           llvm::StringRef BuildFolder,
                                                           llvm::StringRef Program, TimePoint Since);
  ~ResultCache();

  std::optional<UnitResult> find(const ScanUnit &U, Purpose For);
  void store(const ScanUnit &U, Purpose For, const UnitResult &Result, const ReadFiles &Read);

  /// What the unit took when it was analysed last, whatever has changed since; 0 if that is not known.
  double earlierSeconds(const ScanUnit &U, Purpose For);

  /// Removes what has not been used for the longest time where the cache is too large.
  void prune() { Store->prune(Settings.Mebibytes); }

  /// What was wrong with the cache, a line for each kind.
  std::vector<std::string> complaints() const { return Store->complaints(); }

private:
  struct Known; ///< what is known of a unit

  ResultCache(std::unique_ptr<CacheStore> Store, const CacheSettings &Settings,
              const AnalysisSettings &Analysis, llvm::StringRef BuildFolder, TimePoint Since);

  Known &known(const ScanUnit &U, Purpose For);
  std::string key(const ScanUnit &U, Purpose For, const Relocation &Paths);
  std::optional<std::string> resultKey(const Known &K, const ReadFiles &Read);

  std::unique_ptr<CacheStore> Store;
  CacheSettings Settings;
  ScanConfig Config;
  std::string BuildFolder;
  std::string Tool; ///< digest of the program and the libraries
  FileFacts Facts;
  std::map<std::pair<const ScanUnit *, Purpose>, std::unique_ptr<Known>> Units;
};

} // namespace cotidy

#endif
