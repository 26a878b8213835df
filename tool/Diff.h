// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two texts, line by line.

#ifndef COTIDY_TOOL_DIFF_H
#define COTIDY_TOOL_DIFF_H

#include "llvm/ADT/StringRef.h"
#include <vector>

namespace cotidy {

struct DiffLine {
  char Kind;            ///< ' ', '-' or '+'
  llvm::StringRef Text; ///< with its end, which the last line of a text may lack
};

/// Changes that are near each other, with the lines around them.
struct DiffHunk {
  size_t Old, New; ///< the first of its lines in either text, from 1
  std::vector<DiffLine> Lines;
  size_t count(char LeftOut) const; ///< its lines of the one text, without those of the other
};

/// What makes \p After of \p Before, with \p Context unchanged lines around each change. The lines are parts
/// of the two texts.
std::vector<DiffHunk> diff(llvm::StringRef Before, llvm::StringRef After, size_t Context);

} // namespace cotidy

#endif
