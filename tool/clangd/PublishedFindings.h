// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where the editor shows our findings now.

#ifndef COTIDY_TOOL_CLANGD_PUBLISHEDFINDINGS_H
#define COTIDY_TOOL_CLANGD_PUBLISHEDFINDINGS_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/JSON.h"
#include <optional>
#include <vector>

namespace cotidy {

/// Line and character from 0, in the units that editor and clangd agreed on.
using Position = std::pair<int64_t, int64_t>;

std::optional<Position> positionOf(const llvm::json::Value *Value);

struct PublishedFinding {
  std::string Check; ///< with the prefix
  Position Start, End;
  llvm::json::Value Range; ///< both, as they were published
};

class PublishedFindings {
public:
  /// Takes in the parameters of a `textDocument/publishDiagnostics`, and gives each of our diagnostics the
  /// link to its page.
  void update(llvm::json::Value &Published);

  /// The findings that cover the place, one of each check.
  llvm::SmallVector<const PublishedFinding *, 2> at(llvm::StringRef Uri, Position Where) const;

private:
  llvm::StringMap<std::vector<PublishedFinding>> ByFile; ///< by the URI, unescaped
};

} // namespace cotidy

#endif
