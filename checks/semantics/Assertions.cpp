// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Assertions.h"

#include "semantics/Naming.h"
#include "semantics/WrittenText.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr llvm::StringLiteral AssertWords[] = {"assert", "expect", "require", "check",
                                               "verify", "test",   "fail"};
constexpr llvm::StringLiteral FailWords[] = {"fail", "failure", "unreachable"};

constexpr llvm::StringLiteral DeathWords[] = {"throw", "death"};
/// What other names speak of as well, where they are no assertions.
constexpr llvm::StringLiteral EndWords[] = {"exit", "abort", "terminat", "exception"};

bool holdsAny(StringRef Name, ArrayRef<llvm::StringLiteral> Words) {
  return llvm::any_of(Words, [&](StringRef Word) { return Name.contains_insensitive(Word); });
}

bool isFalse(const Expr *E) {
  const auto *Literal = dyn_cast<CXXBoolLiteralExpr>(strip(E));
  return Literal && !Literal->getValue();
}

} // namespace

bool isInAssertion(const Unit &U, const Stmt &S) {
  return isByMacro(S.getBeginLoc(), U.ast(), [](StringRef Macro) { return holdsAny(Macro, AssertWords); });
}

bool isAssertion(const Unit &U, const CallSite &Site) {
  return hasWord(Site.Callee, AssertWords) || isInAssertion(U, *Site.E);
}

bool isAsserted(const Unit &U, const BodyIndex &Body, const Expr &E) {
  const auto *Call = Body.enclosing<CallExpr>(&E);
  return (Call && hasWord(Call->getDirectCallee(), AssertWords)) || isInAssertion(U, E);
}

bool expectsFailure(StringRef Name) {
  if (holdsWord(Name, "nothrow")) // BOOST_CHECK_NO_THROW
    return false;
  return holdsAny(Name, DeathWords) || (holdsAny(Name, EndWords) && holdsAny(Name, AssertWords));
}

bool reportsFailure(const Unit &U, const Stmt *S) {
  if (const auto *Block = dyn_cast<CompoundStmt>(S))
    return llvm::any_of(Block->body(), [&](const Stmt *Inner) { return reportsFailure(U, Inner); });
  if (const auto *Do = dyn_cast<DoStmt>(S)) // of a macro
    return isOneRound(*Do) && reportsFailure(U, Do->getBody());
  const auto *E = dyn_cast<Expr>(S);
  if (!E)
    return false;
  const auto *Call = dyn_cast<CallExpr>(strip(E));
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return isa<CXXThrowExpr>(strip(E)) || (Callee && (Callee->isNoReturn() || isNamedBy(*Callee, FailWords))) ||
         (Call && Call->getNumArgs() == 1 && isFalse(Call->getArg(0)) && hasWord(Callee, AssertWords)) ||
         isByMacro(E->getBeginLoc(), U.ast(), [](StringRef Macro) {
           return llvm::any_of(FailWords, [&](StringRef Word) { return holdsWord(Macro, Word); });
         });
}

} // namespace cotidy
