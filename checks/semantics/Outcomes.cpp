// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Outcomes.h"

#include "semantics/Naming.h"
#include "semantics/Objects.h"

using namespace clang;

namespace cotidy {

namespace {

/// What may be refused, and then be tried again: its bool says whether it went well, its number what was
/// wrong.
constexpr llvm::StringLiteral AttemptWords[] = {
    "authenticate", "call",   "connect", "deliver",   "dial",    "errc",   "errno",     "error",
    "handshake",    "invoke", "login",   "post",      "publish", "redial", "reconnect", "register",
    "request",      "rpc",    "submit",  "subscribe", "upload",  "upsert"};
/// What is asked for its state, or gives one thing after another.
constexpr llvm::StringLiteral StateWords[] = {
    "accept",  "acquire", "advance", "alive", "available", "check",   "done", "empty", "exists", "finished",
    "has",     "is",      "lock",    "next",  "poll",      "pop",     "pull", "push",  "read",   "ready",
    "receive", "recv",    "running", "state", "status",    "stopped", "take", "wait"};
constexpr llvm::StringLiteral SuccessWords[] = {"ok", "success", "succeeded", "successful"};
constexpr llvm::StringLiteral FailureWords[] = {"failed", "error", "exception"};
/// Parts of a result that say by their value how it went.
constexpr llvm::StringLiteral StatusWords[] = {"code", "errc", "status"};

class Asking {
public:
  Asking(Unit &U, const BodyIndex &Body) : U(U), Body(Body) {}

  std::optional<bool> of(const Expr &Condition) const {
    const Expr *Asked = Condition.IgnoreParenImpCasts();
    if (const auto *Not = dyn_cast<UnaryOperator>(Asked); Not && Not->getOpcode() == UO_LNot) {
      const std::optional<bool> Inner = of(*Not->getSubExpr());
      return Inner ? std::optional(!*Inner) : std::nullopt;
    }
    if (std::optional<bool> Compared = ofComparison(*Asked))
      return Compared;
    Asked = withoutConversion(*Asked);
    if (U.awaitables().model(Asked->getType(), TypeKind::Error))
      return true;
    // A result that holds a value or an error.
    if (holdsFailure(*Asked))
      return false;
    if (std::optional<bool> Told = ofMethod(*Asked))
      return Told;
    const FunctionDecl *Called = calleeOf(*Asked);
    if (!Called || !isNamedBy(*Called, AttemptWords))
      return std::nullopt;
    if (U.awaitables().model(Asked->getType(), TypeKind::Monadic)) // an optional
      return false;
    if (!Asked->getType()->isIntegralOrEnumerationType())
      return std::nullopt;
    return isNamedBy(*Called, FailureWords) || !Asked->getType()->isBooleanType();
  }

private:
  /// `co_await send(x) != status::ok`, `code != 0`, `fd < 0`
  std::optional<bool> ofComparison(const Expr &Asked) const {
    const auto *Compare = dyn_cast<BinaryOperator>(&Asked);
    if (!Compare || !Compare->isComparisonOp())
      return std::nullopt;
    if (std::optional<bool> Told = ofStatus(*Compare))
      return Told;
    const bool Differs = Compare->getOpcode() == BO_NE;
    const FunctionDecl *Called = calleeOf(*strip(Compare->getLHS()));
    if (!Called)
      return std::nullopt;
    const Expr *With = strip(Compare->getRHS());
    if (const auto *Name = dyn_cast<DeclRefExpr>(With); Name && isa<EnumConstantDecl>(Name->getDecl()))
      return Compare->isEqualityOp() && namesSuccess(*With) ? std::optional(Differs) : std::nullopt;
    if (std::optional<bool> Negative = asksForNegative(*Compare, U.ast()))
      return Negative;
    const auto *Zero = dyn_cast<IntegerLiteral>(With);
    return Zero && Zero->getValue() == 0 && Compare->isEqualityOp() && isNamedBy(*Called, AttemptWords)
               ? std::optional(Differs)
               : std::nullopt;
  }

  static bool namesSuccess(const Expr &E) {
    const auto *Name = dyn_cast<DeclRefExpr>(&E);
    return Name && isa<EnumConstantDecl>(Name->getDecl()) && isNamedBy(*Name->getDecl(), SuccessWords);
  }

  /// `reply.status != 200`, `reply.code() == 0`, of what an await gave.
  std::optional<bool> ofStatus(const BinaryOperator &Compare) const {
    const Expr *Asked = strip(Compare.getLHS());
    const auto *Getter = dyn_cast<CXXMemberCallExpr>(Asked);
    const auto *Part = dyn_cast<MemberExpr>(Getter ? strip(Getter->getCallee()) : Asked);
    if (!Part || (Getter && Getter->getNumArgs() != 0) || !Compare.isEqualityOp() ||
        !isNamedBy(*Part->getMemberDecl(), StatusWords) || !calleeOf(*strip(Part->getBase())))
      return std::nullopt;
    Expr::EvalResult With;
    const bool IsNumber =
        !Compare.getRHS()->isValueDependent() && Compare.getRHS()->EvaluateAsInt(With, U.ast());
    const int64_t Number = IsNumber ? With.Val.getInt().getExtValue() : -1;
    if (!namesSuccess(*strip(Compare.getRHS())) && Number != 0 && (Number < 200 || Number > 299))
      return std::nullopt;
    return Compare.getOpcode() == BO_NE;
  }

  /// `reply.ok()`, of what an await gave.
  std::optional<bool> ofMethod(const Expr &Asked) const {
    const auto *Call = dyn_cast<CXXMemberCallExpr>(&Asked);
    const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
    if (!Method || Call->getNumArgs() != 0 || !Method->getReturnType()->isBooleanType())
      return std::nullopt;
    const FunctionDecl *Called = calleeOf(*strip(Call->getImplicitObjectArgument()));
    if (!Called)
      return std::nullopt;
    if (isNamedBy(*Method, SuccessWords))
      return false;
    return isNamedBy(*Method, FailureWords) ? std::optional(true) : std::nullopt;
  }

  /// Whether \p Result is a value, or an error or exception in its place.
  static bool holdsFailure(const Expr &Result) {
    const CXXRecordDecl *Class = classOf(Result.getType());
    return Class && Class->hasDefinition() &&
           !(methodsNamed(*Class, "error").empty() && methodsNamed(*Class, "exception").empty());
  }

  /// What is asked whether it is set, by a conversion or a method named for that.
  static const Expr *withoutConversion(const Expr &E) {
    const Expr *Asked = strip(&E);
    const auto *Call = dyn_cast<CXXMemberCallExpr>(Asked);
    const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
    if (!Method || Call->getNumArgs() != 0)
      return Asked;
    constexpr llvm::StringLiteral Names[] = {"has_value", "hasValue", "ok"};
    const Expr *Object = strip(Call->getImplicitObjectArgument());
    return isa<CXXConversionDecl>(Method) ||
                   (holdsFailure(*Object) && llvm::is_contained(Names, simpleName(*Method)))
               ? Object
               : Asked;
  }

  /// The function, and no question for a state, whose awaited result \p E is, or is a variable with it.
  const FunctionDecl *calleeOf(const Expr &E) const {
    const VarDecl *Var = localOf(&E);
    for (const Suspension &At : Body.suspensions())
      if (!At.isYield() && (At.E == &E || (Var && resultVariable(Body, At) == Var)))
        if (const CallSite *Site = U.calls().operation(At.Operand))
          return Site->Callee && !isNamedBy(*Site->Callee, StateWords) ? Site->Callee : nullptr;
    return nullptr;
  }

  Unit &U;
  const BodyIndex &Body;
};

} // namespace

const VarDecl *resultVariable(const BodyIndex &Body, const Suspension &At) {
  const Stmt *Up = Body.meaningfulParent(At.E);
  if (const auto *Binary = dyn_cast_or_null<BinaryOperator>(Up))
    return Binary->getOpcode() == BO_Assign ? localOf(Binary->getLHS()) : nullptr;
  if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Up))
    return Operator->getOperator() == OO_Equal ? localOf(Operator->getArg(0)) : nullptr;
  return declaredBy(Up);
}

std::optional<bool> asksForNegative(const BinaryOperator &Compare, const ASTContext &AST) {
  Expr::EvalResult With;
  if (Compare.getRHS()->isValueDependent() || !Compare.getLHS()->getType()->isSignedIntegerType() ||
      !Compare.getRHS()->EvaluateAsInt(With, AST))
    return std::nullopt;
  const llvm::APSInt Number = With.Val.getInt();
  switch (Compare.getOpcode()) {
  case BO_LT:
    return Number == 0 ? std::optional(true) : std::nullopt;
  case BO_GE:
    return Number == 0 ? std::optional(false) : std::nullopt;
  case BO_EQ:
  case BO_LE:
    return Number == -1 ? std::optional(true) : std::nullopt;
  case BO_NE:
  case BO_GT:
    return Number == -1 ? std::optional(false) : std::nullopt;
  default:
    return std::nullopt;
  }
}

std::optional<bool> tellsFailure(Unit &U, const BodyIndex &Body, const Expr &Condition) {
  return Asking(U, Body).of(Condition);
}

} // namespace cotidy
