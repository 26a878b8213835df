// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is true of files during one scan, each asked of the disk once.

#ifndef COTIDY_TOOL_FILEFACTS_H
#define COTIDY_TOOL_FILEFACTS_H

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/BLAKE3.h"
#include <chrono>
#include <optional>
#include <string>

namespace cotidy {

using Digest = llvm::BLAKE3Result<>;
using TimePoint = std::chrono::system_clock::time_point;

/// Whether \p Path is an ordinary file whose contents and name have not changed since \p Since.
bool isOlder(const std::string &Path, TimePoint Since);

class FileFacts {
public:
  /// \p Since is when the scan began.
  explicit FileFacts(TimePoint Since) : Since(Since) {}

  /// The digest of the contents; nothing if it is not an ordinary file, or changes while we look.
  std::optional<Digest> contents(llvm::StringRef Path);
  /// The digest of the names of the entries; nothing if it is not a folder.
  std::optional<Digest> listing(llvm::StringRef Folder);
  bool exists(llvm::StringRef Path);

private:
  using Names = llvm::StringSet<>;
  const std::optional<Names> &names(llvm::StringRef Folder);

  TimePoint Since;
  llvm::StringMap<std::optional<Digest>> Contents;
  llvm::StringMap<std::optional<Names>> Folders;
};

Digest digest(llvm::StringRef Text);
std::string hex(const Digest &D);

} // namespace cotidy

#endif
