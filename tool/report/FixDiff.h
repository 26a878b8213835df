// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A fix as the lines it takes away and adds, with some around.

#ifndef COTIDY_TOOL_REPORT_FIXDIFF_H
#define COTIDY_TOOL_REPORT_FIXDIFF_H

#include "SourceTree.h"

namespace cotidy {

/// Edits that are near each other, as one piece of a file.
struct FixHunk {
  std::string File;
  uint64_t Line;                  ///< of the first of its lines
  std::vector<std::string> Lines; ///< each after ' ', '-' or '+', without its end, as UTF-8
};

std::vector<FixHunk> diffOf(const Fix &X, SourceTree &Sources);

} // namespace cotidy

#endif
