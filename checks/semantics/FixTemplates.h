// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Fixes from the models' templates: fills in the placeholders with the user's code, and refuses where the
// result might not compile, or might lose a comment.

#ifndef COTIDY_SEMANTICS_FIXTEMPLATES_H
#define COTIDY_SEMANTICS_FIXTEMPLATES_H

#include "semantics/FixPieces.h"
#include "semantics/Unit.h"

namespace cotidy {

struct FixRequest {
  FixFor For;
  llvm::StringRef Library;        ///< the library whose templates may be used
  const clang::NamedDecl *Origin; ///< something of that library this code uses: gives {namespace} and {path}
  const BodyIndex *Body;          ///< the function the fix is in
  const clang::Stmt *Replaced;    ///< an expression, or a statement of a block; of FixFor::Deadline: the
                                  ///< statement before which the text goes
  clang::QualType Awaited;        ///< the task type, held against the template's `awaits`
  const CallSite *Call = nullptr; ///< the replaced call, held against `calls`, `when`, `unless`; gives
                                  ///< {receiver}, {callee}, {twin}, {resource} and the arguments
  bool Collects = false;
  llvm::SmallVector<FixPiece, 6> Pieces = {}; ///< the other placeholders; {limit} is never one of them,
                                              ///< {duration} is not where a constant is to be declared for it
  std::string Constant = {};                  ///< the value of the constant for {limit}
  bool Limited = false;                       ///< Twin: with a limit on its time
  bool InPlace = false;                       ///< {duration} is the value itself, no constant
  const clang::Stmt *Last = nullptr;          ///< JoinTwo: the statement up to which is replaced

  /// Adds the text of \p Range as it is written; false if it cannot be copied (it comes out of a macro).
  bool copy(llvm::StringRef Name, clang::SourceRange Range, Unit &U);
};

/// The fix by the first template that fits; none if there is no such template, or if the place, a macro, a
/// comment that would be lost, a name that is not visible or a header that does not exist is in the way.
std::optional<OfferedFix> render(Unit &U, const FixRequest &Request);

/// The declaration with this qualified name, inline namespaces left out; null if this unit has none.
const clang::NamedDecl *findName(llvm::StringRef QualifiedName, const clang::ASTContext &AST);

} // namespace cotidy

#endif
