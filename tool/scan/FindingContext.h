// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What surrounds a finding and stays the same when lines move: the function it is in and its statement.

#ifndef COTIDY_TOOL_FINDINGCONTEXT_H
#define COTIDY_TOOL_FINDINGCONTEXT_H

#include "llvm/ADT/StringRef.h"
#include <memory>
#include <string>
#include <vector>

namespace clang {
class ASTConsumer;
}

namespace cotidy {

/// The functions with a body that are not in system headers.
struct FunctionList {
  struct Entry {
    std::string File; ///< absolute
    uint64_t Begin, End;
    std::string Name;
  };

  /// The innermost function around the place; empty if there is none.
  std::string around(llvm::StringRef File, uint64_t Offset) const;

  std::vector<Entry> Functions;
};

/// Fills \p To when the unit is parsed.
std::unique_ptr<clang::ASTConsumer> listFunctions(FunctionList &To);

/// The text of the statement at \p Offset, white space collapsed, as far as a look at the characters tells.
std::string statementAt(llvm::StringRef Text, uint64_t Offset);

} // namespace cotidy

#endif
