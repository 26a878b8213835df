// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Takes the places of a checkout out of text, and puts those of another one in.

#ifndef COTIDY_TOOL_RELOCATION_H
#define COTIDY_TOOL_RELOCATION_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/JSON.h"
#include <string>
#include <utility>
#include <vector>

namespace cotidy {

class Relocation {
public:
  /// For a unit of the project that is built in \p BuildFolder, which may be empty.
  Relocation(llvm::StringRef File, llvm::StringRef BuildFolder);

  std::string shorten(llvm::StringRef Text) const;
  std::string expand(llvm::StringRef Text) const;
  llvm::json::Value shortenAll(const llvm::json::Value &V) const;
  llvm::json::Value expandAll(const llvm::json::Value &V) const;

  bool contains(llvm::StringRef Path) const;
  /// All places, for what must not move.
  std::string places() const;

private:
  std::vector<std::pair<std::string, std::string>> Places; ///< folder and its mark, the longer folder first
};

/// Whether \p Text has a character that stands for a place, and so cannot be told from one.
bool hasMarks(const llvm::json::Value &V);

} // namespace cotidy

#endif
