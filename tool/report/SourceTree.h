// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The project that is reported on: the names of its files from its root on, and their lines for excerpts.

#ifndef COTIDY_TOOL_REPORT_SOURCETREE_H
#define COTIDY_TOOL_REPORT_SOURCETREE_H

#include "scan/ScanResults.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>
#include <optional>

namespace cotidy {

class SourceTree {
public:
  /// The version-controlled tree that the current folder is in, else the current folder.
  SourceTree();

  const std::string &root() const { return Root; }

  /// \p File from the root on; none if it lies outside.
  std::optional<std::string> relative(llvm::StringRef File) const;
  /// The same, or the whole path, as UTF-8.
  std::string shown(llvm::StringRef File) const;

  /// Empty if the file cannot be read.
  llvm::StringRef text(llvm::StringRef File);
  /// The line with this number, from 1, without its end; empty if there is none.
  llvm::StringRef line(llvm::StringRef File, uint64_t Line);
  size_t lines(llvm::StringRef File);
  Place place(llvm::StringRef File, uint64_t Offset);

  /// The column of \p P as SARIF and JavaScript count, in UTF-16 units, from 1.
  uint64_t utf16Column(const Place &P);

  /// How many bytes the finding is about: what is underlined there, else the word there.
  uint64_t length(const ScanFinding &F);

private:
  struct Source {
    std::unique_ptr<llvm::MemoryBuffer> Buffer;
    std::vector<uint64_t> Starts; ///< of the lines
  };
  const Source &read(llvm::StringRef File);

  std::string Root;
  llvm::StringMap<Source> Known;
};

} // namespace cotidy

#endif
