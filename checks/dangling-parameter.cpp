// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds coroutine parameters that refer to what a caller lets go before the coroutine is done: a reference in
// the frame keeps nothing alive.

#include "semantics/CoroutineCheck.h"
#include "semantics/Fate.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Place.h"
#include "semantics/Referents.h"
#include "semantics/TaskStores.h"

using namespace clang;

namespace cotidy {
namespace {

/// The temporary of \p Argument that is gone at the end of the call's statement and that the parameter refers
/// to.
const Expr *temporaryIn(const Expr *Argument, QualType Parameter) {
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(Argument))
    Argument = Default->getExpr();
  if (Parameter->isPointerType())
    return temporaryLedInto(Argument);
  if (Parameter->isReferenceType()) {
    const Expr *E = Argument;
    while (const auto *Cast = dyn_cast<ImplicitCastExpr>(E))
      E = Cast->getSubExpr();
    return dyn_cast<MaterializeTemporaryExpr>(E);
  }
  // A view by value: made from a temporary that owns.
  if (const auto *Made = dyn_cast<MaterializeTemporaryExpr>(Argument);
      Made && Made->getType()->getAsCXXRecordDecl() &&
      Made->getType()->getAsCXXRecordDecl()->hasDefinition() &&
      !Made->getType()->getAsCXXRecordDecl()->hasTrivialDestructor())
    return Made;
  for (const Stmt *Child : Argument->children())
    if (const auto *E = dyn_cast_or_null<Expr>(Child))
      if (const Expr *Found = temporaryIn(E, Parameter))
        return Found;
  return nullptr;
}

/// A local object of the caller itself, which an argument for \p Parameter refers to.
const VarDecl *ownLocal(const Expr *Argument, QualType Parameter) {
  return Parameter->isReferenceType() ? ownObject(withoutMove(Argument)) : localLedInto(Argument);
}

/// What a method is called on; null for a pointer, and for the lambda of a call, whose captures are what
/// matters.
const Expr *objectOf(const CallExpr &Call, const CXXMethodDecl &Method) {
  const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
  const Expr *Object = Member                           ? Member->getImplicitObjectArgument()
                       : isa<CXXOperatorCallExpr>(Call) ? Call.getArg(0)
                                                        : nullptr;
  return Object && !Object->getType()->isPointerType() && !Method.getParent()->isLambda() ? Object : nullptr;
}

/// The object made for this one call of a method: `Session{id}.run()`.
const Expr *temporaryObject(const CallExpr &Call, const CXXMethodDecl &Method) {
  const Expr *Object = objectOf(Call, Method);
  if (!Object)
    return nullptr;
  while (isa<ImplicitCastExpr, ParenExpr>(Object))
    Object = cast<Expr>(*Object->child_begin());
  const auto *Kept = dyn_cast<MaterializeTemporaryExpr>(Object);
  return Kept && Kept->getStorageDuration() == SD_FullExpression ? Kept : nullptr;
}

class DanglingParameter : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{
      "dangling-parameter",
      "finds coroutine parameters that refer to what a caller lets go before the coroutine is done",
      FixKind::None, Profile::Recommended, Instantiations::Any};

  void checkFunction(const FunctionDecl &F) override {
    const BodyIndex &Body = unit().body(F);
    for (const Expr *E : Body.calls()) {
      const auto *Call = dyn_cast<CallExpr>(E);
      const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
      const Coroutine *C = Callee ? unit().coroutine(*Callee) : nullptr;
      if (C)
        checkCall(*Call, *C, Body);
    }
  }

private:
  static constexpr const char *OutlivesStatement =
      "the task of this caller goes on beyond the statement that makes the temporary";

  void checkCall(const CallExpr &Call, const Coroutine &C, const BodyIndex &Body) {
    const Fate End = fateOf(unit(), Body, Call);
    const bool GoesOn = goesOnAlone(unit(), Body, Call);
    if (End == Fate::AwaitedHere || End == Fate::WaitedFor || (End == Fate::Dropped && !GoesOn))
      return;
    if (const auto *Method = dyn_cast<CXXMethodDecl>(C.Decl))
      checkObject(Call, *Method, C, End);
    const unsigned Skip = isa<CXXOperatorCallExpr>(Call) && isa<CXXMethodDecl>(C.Decl) ? 1 : 0;
    for (unsigned N = 0; N + Skip < Call.getNumArgs() && N < C.Decl->getNumParams(); ++N) {
      const ParmVarDecl &Parameter = *C.Decl->getParamDecl(N);
      const QualType Type = Parameter.getType();
      if (!Type->isReferenceType() && !Type->isPointerType() && !isView(Type))
        continue;
      const Expr *Argument = Call.getArg(N + Skip);
      const Expr *Temporary = temporaryIn(Argument, Type);
      const VarDecl *Local = ownLocal(Argument, Type);
      if (Local && End != Fate::Returned &&
          !(GoesOn ? isStartedLonger(unit(), Body, Call, *Local)
                   : isStoredLonger(unit(), Body, Call, *Local)))
        Local = nullptr;
      if (!Temporary && !Local)
        continue;
      const Stmt *Read = firstLateRead(unit(), C, [&](const Stmt &S) {
        const auto *Ref = dyn_cast<DeclRefExpr>(&S);
        return Ref && Ref->getDecl() == &Parameter;
      });
      if (!Read)
        continue;
      report(Finding(Parameter.getLocation(),
                     llvm::formatv(
                         "{0} refers to a {1} that is gone before this coroutine reads it; take it by value",
                         quoted(Parameter), Temporary ? "temporary" : "local variable of a caller")
                         .str())
                 .note(Argument->getExprLoc(),
                       Temporary ? OutlivesStatement
                                 : llvm::formatv("this caller {0} the task, and {1} ends with it",
                                                 End == Fate::Returned ? "returns"
                                                 : GoesOn              ? "starts and drops"
                                                                       : "stores",
                                                 quoted(*Local))
                                       .str())
                 .note(Read->getBeginLoc(), "read here"),
             *C.Decl);
    }
  }

  void checkObject(const CallExpr &Call, const CXXMethodDecl &Method, const Coroutine &C, Fate End) {
    const Expr *Object = temporaryObject(Call, Method);
    const Expr *Named = Object || End != Fate::Returned ? nullptr : objectOf(Call, Method);
    const VarDecl *Local = Named ? ownObject(Named) : nullptr;
    const Stmt *Read = Object || Local
                           ? firstLateRead(unit(), C, [](const Stmt &S) { return isa<CXXThisExpr>(S); })
                           : nullptr;
    if (!Read)
      return;
    report(
        Finding(Method.getLocation(),
                llvm::formatv("the object of {0} is a {1} that is gone before this coroutine reads it; {2}",
                              quoted(Method), Object ? "temporary" : "local variable of a caller",
                              Object ? "keep the object in a variable, or await the call where it is made"
                                     : "await the call where the object is")
                    .str())
            .note((Object ? Object : Named)->getExprLoc(),
                  Object ? OutlivesStatement
                         : "this caller returns the task, and " + quoted(*Local) + " ends with it")
            .note(Read->getBeginLoc(), "read here"),
        *C.Decl);
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(dangling_parameter, cotidy::DanglingParameter)
