// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Entries of JSON in a folder, by key. What is read from it is what was written, or it is not read.

#ifndef COTIDY_TOOL_CACHESTORE_H
#define COTIDY_TOOL_CACHESTORE_H

#include "llvm/Support/Caching.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"
#include <memory>
#include <string>
#include <vector>

namespace cotidy {

class CacheStore {
public:
  /// Fails if the folder cannot be used.
  static llvm::Expected<std::unique_ptr<CacheStore>> open(llvm::StringRef Folder);

  /// \p Format says what the entry is for.
  std::optional<llvm::json::Value> read(llvm::StringRef Key, llvm::StringRef Format);
  void write(llvm::StringRef Key, llvm::StringRef Format, llvm::json::Value Payload);

  /// For an entry that is whole and makes no sense.
  void countInvalid() { ++Invalid; }
  bool canWrite() const { return WriteProblem.empty(); }

  /// Removes what has not been used for the longest time until the rest takes no more than this; 0 is any.
  void prune(uint64_t Mebibytes);

  /// What was wrong with the cache, a line for each kind.
  std::vector<std::string> complaints() const;

  /// The files of a cache folder that are ours.
  static bool isEntry(llvm::StringRef FileName);

private:
  explicit CacheStore(llvm::StringRef Folder) : Folder(Folder) {}

  std::string Folder;
  llvm::FileCache Files;
  std::unique_ptr<llvm::MemoryBuffer> Hit; ///< the answer of the last look-up
  unsigned Invalid = 0;
  std::string WriteProblem;
};

} // namespace cotidy

#endif
