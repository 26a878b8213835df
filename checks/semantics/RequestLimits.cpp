// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/RequestLimits.h"

#include "semantics/Objects.h"
#include "semantics/Place.h"

using namespace clang;

namespace cotidy {

namespace {

/// The local that a function returns by value, copied or moved; null if it returns something else.
const VarDecl *returnedLocal(const ReturnStmt &Return) {
  const Expr *Value = strip(Return.getRetValue());
  if (const auto *Copy = dyn_cast_or_null<CXXConstructExpr>(Value);
      Copy && Copy->getConstructor()->isCopyOrMoveConstructor())
    Value = Copy->getArg(0);
  return Value ? localOf(withoutMove(Value)) : nullptr;
}

} // namespace

/// Whether \p Made is a call of a function whose body sets a limit for what it returns.
bool RequestLimits::isMadeWithLimit(const Expr *Made, unsigned Depth) {
  const CallSite *Maker = Made ? U.calls().operation(Made) : nullptr;
  const BodyIndex *Body = Maker ? U.visibleBody(Maker->Callee) : nullptr;
  return Body && Depth != 0 && llvm::any_of(Body->nodes(), [&](const Stmt *S) {
           const auto *Return = dyn_cast<ReturnStmt>(S);
           if (!Return || !Return->getRetValue())
             return false;
           const VarDecl *Var = returnedLocal(*Return);
           return Var ? isFilledInWithLimit(*Body, *cast<ValueDecl>(Var->getCanonicalDecl()),
                                            Return->getRetValue())
                      : isMadeWithLimit(Return->getRetValue(), Depth - 1);
         });
}

/// Whether \p Request is made with a limit, or is given one before \p At: here, by a helper that fills it in,
/// or if it is a member, by another method.
bool RequestLimits::isFilledInWithLimit(const BodyIndex &Body, const ValueDecl &Request, const Expr *At) {
  if (Resources.setsDeadline(Body, Request, At))
    return true;
  if (isa<FieldDecl>(Request))
    return Resources.isLimited(Body, Request, At);
  if (const auto *Var = dyn_cast<VarDecl>(&Request);
      Var && Var->isLocalVarDecl() && isMadeWithLimit(Var->getInit()))
    return true;
  return llvm::any_of(Body.calls(), [&](const Expr *E) {
    const CallSite &Helper = U.calls().site(E);
    const BodyIndex *Inner = Body.isBefore(E, At) ? U.visibleBody(Helper.Callee) : nullptr;
    for (unsigned I = 0; Inner && I != Helper.Args.size() && I < Inner->function().getNumParams(); ++I)
      if (namedObject(Helper.Args[I]) == &Request &&
          Resources.setsDeadline(
              *Inner, *cast<ValueDecl>(Inner->function().getParamDecl(I)->getCanonicalDecl()), nullptr))
        return true;
    return false;
  });
}

bool RequestLimits::isLimited(const BodyIndex &Body, const CallSite &Request) {
  return llvm::any_of(Request.Args, [&](const Expr *Arg) {
    const ValueDecl *Given = namedObject(Arg);
    return isMadeWithLimit(Arg) || (Given && isFilledInWithLimit(Body, *Given, Request.E));
  });
}

/// Whether \p Made sends a request that has a limit, or by a sender that has one. A request that was awaited
/// has its answer: what comes after that is another wait.
bool RequestLimits::isSentWithLimit(const BodyIndex &Body, const Expr *Made, const Expr *At) {
  const CallSite *Request = Made ? U.calls().operation(Made) : nullptr;
  const FunctionModel *Io = Request ? Request->does(CallKind::Io) : nullptr;
  if (!Io || Body.enclosing<CoroutineSuspendExpr>(Request->E) != Body.enclosing<CoroutineSuspendExpr>(At))
    return false;
  const ValueDecl *Sender = namedObject(Request->resource(*Io));
  return isLimited(Body, *Request) || (Sender && Resources.isLimited(Body, *Sender, Request->E));
}

bool RequestLimits::isAnswerLimited(const BodyIndex &Body, const Expr *Answer, const Expr *At) {
  if (isSentWithLimit(Body, Answer, At))
    return true;
  const auto *Var = dyn_cast_or_null<VarDecl>(namedObject(Answer));
  if (!Var || !Var->isLocalVarDecl())
    return false;
  SmallVector<const Expr *, 2> Values = {Var->getInit()};
  for (const Stmt *S : Body.nodes())
    if (const auto *Set = dyn_cast<BinaryOperator>(S);
        Set && Set->getOpcode() == BO_Assign && localOf(Set->getLHS()) == Var)
      Values.push_back(Set->getRHS());
  return llvm::any_of(Values, [&](const Expr *Made) {
    return Made && !Body.enclosing<CoroutineSuspendExpr>(Made) && isSentWithLimit(Body, Made, Made);
  });
}

} // namespace cotidy
