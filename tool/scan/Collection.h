// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The first half of every command that analyses: finds the units, and the result of each.

#ifndef COTIDY_TOOL_SCAN_COLLECTION_H
#define COTIDY_TOOL_SCAN_COLLECTION_H

#include "ChangedLines.h"
#include "Console.h"
#include "ResultCache.h"
#include "ScanDatabase.h"
#include "ScanSummary.h"
#include "ScanWorker.h"
#include "program/Shard.h"

#include <deque>

namespace cotidy {

class Collection {
public:
  /// \p Program is our own path. Says what is wrong, and returns null, if what is asked for cannot be used.
  static std::unique_ptr<Collection> prepare(const ScanOptions &Options, llvm::StringRef Program,
                                             Console &Says);

  /// Leaves out the units that have nothing to do with the change.
  void restrictTo(const ChangedLines &Changes);

  /// The result of each unit, in the order of the database; unless that was not wanted, with what the whole
  /// program tells of it.
  std::vector<UnitResult> collect();

  /// The results of these units each by itself, with the text of some files as given; what is not changed may
  /// come from the cache.
  std::vector<UnitResult> analyseAgain(llvm::ArrayRef<size_t> Which, const FileTexts *Changed);

  /// Makes the cache as small as it has to be, and says what was wrong with it.
  void tidyCache();

  /// What was scanned of a shard. \p Results are those of collect().
  Shard shard(std::vector<UnitResult> Results) const;

  /// For the results, with nothing added yet.
  ScanSummary summary() const;

  /// Whether the check would be reported in the file.
  bool asksFor(llvm::StringRef Check, llvm::StringRef File);

  const UnitList &list() const { return List; }

private:
  Collection(const ScanOptions &Options, UnitList List, Console &Says);

  void keepShard();
  void summarise(llvm::ArrayRef<size_t> Wanted, llvm::MutableArrayRef<UnitResult> Results);

  const ScanOptions &Options;
  UnitList List;
  std::vector<size_t> Places; ///< of a shard: of the units in the list of all
  size_t AllUnits = 0;        ///< of a shard: of the whole scan
  std::string AllDigest;
  std::deque<UnitList> Again; ///< the cache knows units by their place
  std::vector<ScanUnit> All;  ///< before some were left out; the cache knows them by their place
  Console &Says;
  ScanConfig Config;
  TimePoint Began;
  std::unique_ptr<ResultCache> Cache; ///< may be null
};

} // namespace cotidy

#endif
