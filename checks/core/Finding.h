// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a check says: one warning, the evidence for it, and the fixes for it.

#ifndef COTIDY_CORE_FINDING_H
#define COTIDY_CORE_FINDING_H

#include "clang/AST/Decl.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>
#include <string>

namespace cotidy {

/// One step of the evidence, shown as a note.
struct Evidence {
  clang::SourceLocation Loc;
  std::string Text;
};

/// A fix that changes behaviour on purpose: a note whose title is what the editor shows for it.
struct OfferedFix {
  clang::SourceLocation Loc; ///< the warning's place if invalid
  std::string Title;         ///< imperative: "await the calls concurrently, at most 16 at a time"
  llvm::SmallVector<clang::FixItHint, 4> Edits;
};

struct Finding {
  clang::SourceLocation Loc;
  std::string Message; ///< lower case, no full stop: the thing, what is wrong; what to do
  llvm::SmallVector<clang::SourceRange, 1> Highlights;
  llvm::SmallVector<Evidence, 4> Steps;           ///< in program order
  llvm::SmallVector<clang::FixItHint, 2> SafeFix; ///< same operations, same order, same thread
  llvm::SmallVector<OfferedFix, 2> Offers;        ///< best first; never together with SafeFix
  // Where the unit is analysed as a part of a program.
  std::optional<unsigned> Question; ///< what other units have a say in, by its number
  bool Hidden = false;              ///< told only if they confirm it

  Finding(clang::SourceLocation Loc, std::string Message) : Loc(Loc), Message(std::move(Message)) {}
  Finding &note(clang::SourceLocation At, std::string Text) {
    Steps.push_back({At, std::move(Text)});
    return *this;
  }
};

/// `'name'`, as clang quotes a declaration.
std::string quoted(const clang::NamedDecl &D);

} // namespace cotidy

#endif
