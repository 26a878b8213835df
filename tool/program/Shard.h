// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The results of some units of a scan as a file, from which `cotidy merge` makes the whole.
// docs/whole-program.md describes it. Paths below the folder the scan ran in are relative to it, so that the
// file serves other machines and checkouts. What is read is somebody else's: nothing of it is believed
// unchecked.

#ifndef COTIDY_TOOL_PROGRAM_SHARD_H
#define COTIDY_TOOL_PROGRAM_SHARD_H

#include "scan/ScanDatabase.h"
#include "scan/ScanOptions.h"
#include "scan/ScanResults.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy {

/// What `I/N` says; fails if it does not say 1 to N of N.
llvm::Expected<ShardNumber> parseShardNumber(llvm::StringRef Text);

/// The places in the list of the units of a shard: every N-th, as neighbours take about as long.
std::vector<size_t> unitsOfShard(const ShardNumber &Which, size_t Units);

struct Shard {
  ShardNumber Number;
  std::string Made;             ///< the program and its LLVM
  std::string List;             ///< digest of all units of the scan, of which these are some
  std::string BuildFolder;      ///< empty without a database
  uint64_t Units = 0;           ///< of the scan
  std::vector<uint64_t> Places; ///< of the results among them
  std::vector<UnitResult> Results;
};

/// What the shards of a scan have in common.
std::string digestOf(llvm::ArrayRef<ScanUnit> Units, llvm::StringRef Folder);

/// \p S with its paths taken relative to \p Folder.
void write(Shard S, llvm::StringRef Folder, llvm::raw_ostream &Out);

/// Fails with the reason if the file is none, or does not fit together.
llvm::Expected<Shard> readShard(llvm::StringRef Path, llvm::StringRef Folder);

/// The results of all units in the order of the scan. Fails if something is missing, there twice, or of
/// another scan. Shards that are each the only one of theirs are parts of a program, in the order they are
/// given.
llvm::Expected<std::vector<UnitResult>> joinShards(std::vector<std::pair<std::string, Shard>> Shards);

} // namespace cotidy

#endif
