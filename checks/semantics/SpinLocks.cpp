// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/SpinLocks.h"

#include "semantics/Awaitables.h"
#include "semantics/Naming.h"

using namespace clang;

namespace cotidy {

namespace {

StringRef methodName(const CallExpr &Call) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call.getDirectCallee());
  return Method ? simpleName(*Method) : StringRef();
}

/// Whether \p E is the constant true or 1, or false or 0.
bool isFlag(const Expr *E, bool Value) {
  E = strip(E);
  if (const auto *Bool = dyn_cast<CXXBoolLiteralExpr>(E))
    return Bool->getValue() == Value;
  const auto *Number = dyn_cast<IntegerLiteral>(E);
  return Number && Number->getValue() == unsigned(Value);
}

const Expr *conditionOf(const Stmt *Loop) {
  if (const auto *While = dyn_cast<WhileStmt>(Loop))
    return strip(While->getCond());
  const auto *Do = dyn_cast<DoStmt>(Loop);
  return Do ? strip(Do->getCond()) : nullptr;
}

/// `flag.compare_exchange_weak(expected, true)`
bool isExchange(const CallExpr &Call) {
  return methodName(Call).starts_with("compare_exchange") && Call.getNumArgs() >= 2 &&
         isFlag(Call.getArg(1), true);
}

/// `flag.test_and_set()`, `flag.exchange(true)`
bool isSet(const CallExpr &Call) {
  const StringRef Name = methodName(Call);
  return Name == "test_and_set" ||
         (Name == "exchange" && Call.getNumArgs() >= 1 && isFlag(Call.getArg(0), true));
}

/// `lock` or `lock_shared` of a class that has the other half of it.
bool isLockOfClass(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  const StringRef Name = simpleName(F);
  return Method && Name.starts_with("lock") &&
         !methodsNamed(*Method->getParent(), ("un" + Name).str()).empty();
}

} // namespace

bool takesBySpinning(const BodyIndex &Body, const CallExpr &Call) {
  const bool Exchanges = isExchange(Call);
  if (!Exchanges && !isSet(Call))
    return false;
  return llvm::any_of(Body.loops(), [&](const LoopInfo &Loop) {
    const Expr *Condition = conditionOf(Loop.S);
    if (const auto *Not = dyn_cast_or_null<UnaryOperator>(Condition);
        Exchanges && Not && Not->getOpcode() == UO_LNot)
      Condition = strip(Not->getSubExpr());
    return Condition == &Call && llvm::none_of(Body.suspensions(), [&](const Suspension &At) {
             return Body.contains(Loop.S, At.E);
           });
  });
}

bool waitsForLock(const BodyIndex &Body, const Stmt &Spin) {
  return isLockOfClass(Body.function()) || llvm::any_of(Body.calls(), [&](const Expr *E) {
           const auto *Call = dyn_cast<CallExpr>(E);
           const int Loop = Call && (isSet(*Call) || isExchange(*Call)) ? Body.loopOf(Call) : -1;
           return Loop >= 0 && Body.contains(Body.loops()[Loop].S, &Spin);
         });
}

bool clearsFlag(const CallExpr &Call) {
  const StringRef Name = methodName(Call);
  return Name == "clear" || (Name == "store" && Call.getNumArgs() >= 1 && isFlag(Call.getArg(0), false));
}

} // namespace cotidy
