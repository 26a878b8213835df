// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds locals that are handed by reference to a task that is started and not waited for before they end.

#include "semantics/Access.h"
#include "semantics/AwaitedCalls.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Fate.h"
#include "semantics/LocalWaits.h"
#include "semantics/Objects.h"
#include "semantics/Referents.h"
#include "semantics/TaskStarts.h"

using namespace clang;

namespace cotidy {
namespace {

class ResourceOutlived : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{"resource-outlived",
                                  "finds locals that a started task refers to for longer than they are there",
                                  FixKind::None, Profile::Strict, Instantiations::Any};

  void checkFunction(const FunctionDecl &F) override {
    const BodyIndex &Body = unit().body(F);
    for (const Expr *E : Body.calls()) {
      const auto *Call = dyn_cast<CallExpr>(E);
      const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
      if (!Callee)
        continue;
      // A move gives no new task, only a name of an old one.
      if (Call->isPRValue() && isTask(unit(), Call->getType()) &&
          (fateOf(unit(), Body, *Call) == Fate::Started ||
           runningHandle(unit(), Body.meaningfulParent(Call)))) {
        checkArguments(*Call, *Callee, Body);
        checkObject(*Call, Body);
      }
      const CallSite &Site = unit().calls().site(Call);
      if (startsTask(unit(), Body, Site))
        for (const Expr *Argument : Site.Args)
          checkCaptures(*Argument, *Call, Body);
    }
  }

private:
  void checkArguments(const CallExpr &Call, const FunctionDecl &Callee, const BodyIndex &Body) {
    const CallSite &Site = unit().calls().site(&Call);
    const FunctionModel *Join = Site.does(CallKind::Join);
    const unsigned Skip = isa<CXXOperatorCallExpr>(Call) && isa<CXXMethodDecl>(Callee) ? 1 : 0;
    for (unsigned N = 0; N + Skip < Call.getNumArgs() && N < Callee.getNumParams(); ++N) {
      // The start takes the tasks out of the range they are in.
      if (Join && Join->Range && Site.arg(Join->Range) == strip(Call.getArg(N + Skip)))
        continue;
      const VarDecl *Local = referredLocal(*Call.getArg(N + Skip), Callee.getParamDecl(N)->getType());
      const Coroutine *C = unit().coroutine(Callee);
      // What the task is to run on says by itself how long it lives, and ends the tasks with it.
      if (Local && !runsTasks(unit(), Local->getType()->getAsCXXRecordDecl()) &&
          isUsedLate(C, C ? C->Decl->getParamDecl(N) : nullptr))
        reportUnlessAwaited(*Local, Call.getArg(N + Skip)->getExprLoc(), Call, Body);
    }
  }

  /// `spawn(worker.run())`: the task works on the object of its method.
  void checkObject(const CallExpr &Call, const BodyIndex &Body) {
    const auto *Method = dyn_cast<CXXMemberCallExpr>(&Call);
    const VarDecl *Local = Method ? localOf(strip(Method->getImplicitObjectArgument())) : nullptr;
    const Coroutine *C = Local && isOwn(*Local) ? unit().coroutine(*Method->getMethodDecl()) : nullptr;
    if (C && firstLateRead(unit(), *C, [](const Stmt &S) { return isa<CXXThisExpr>(S); }))
      reportUnlessAwaited(*Local, Method->getExprLoc(), Call, Body);
  }

  /// `co_spawn(executor, [&buffer]() -> task { ... })`: the start keeps the lambda, and not what it refers
  /// to.
  void checkCaptures(const Expr &Argument, const CallExpr &Call, const BodyIndex &Body) {
    const auto *Lambda = dyn_cast<LambdaExpr>(&Argument);
    const FunctionDecl *Maker = Lambda ? taskMaker(unit(), Lambda) : nullptr;
    if (!Maker)
      return;
    for (const LambdaCapture &Capture : Lambda->captures()) {
      const auto *Local = Capture.capturesVariable() ? dyn_cast<VarDecl>(Capture.getCapturedVar()) : nullptr;
      if (Local && Capture.getCaptureKind() == LCK_ByRef && isOwn(*Local) &&
          isUsedLate(unit().coroutine(*Maker), Local))
        reportUnlessAwaited(*Local, Capture.getLocation(), Call, Body);
    }
  }

  void reportUnlessAwaited(const VarDecl &Local, SourceLocation At, const CallExpr &Start,
                           const BodyIndex &Body) {
    if (!mayBeWaitedFor(unit(), Start, Local, Body))
      report(Finding(At, llvm::formatv(
                             "{0} ends with its scope, and nothing there waits for the task that is started "
                             "here and refers to it; move it into the task, or await the task first",
                             quoted(Local))
                             .str())
                 .note(Local.getLocation(), "declared here"),
             Body.function());
  }

  static bool isOwn(const VarDecl &Var) { return Var.hasLocalStorage() && !Var.getType()->isReferenceType(); }

  /// The local object that an argument for a parameter of type \p Parameter leads to.
  static const VarDecl *referredLocal(const Expr &Argument, QualType Parameter) {
    const Expr *E = strip(&Argument);
    const auto *Address = dyn_cast<UnaryOperator>(E);
    const VarDecl *Local = nullptr;
    if (Parameter->isLValueReferenceType())
      Local = ownObject(E);
    else if (Address && Address->getOpcode() == UO_AddrOf)
      Local = ownObject(Address->getSubExpr());
    else if (Parameter->isPointerType())
      Local = localLedInto(E);
    else if (isView(Parameter))
      Local = ownerIn(E);
    return Local && isOwn(*Local) ? Local : nullptr;
  }

  /// The local that owns what a view made by \p E shows: a string, a container, an array, or an object with
  /// such a part.
  static const VarDecl *ownerIn(const Stmt *E) {
    const auto *Part = dyn_cast<MemberExpr>(E);
    if (Part && (Part->getType()->isPointerType() || isView(Part->getType())))
      return nullptr;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      const VarDecl *Local = localOf(Ref);
      // What a caller has given a smart pointer to, others may have as well.
      if (Local && isa<ParmVarDecl>(Local) && isPointerLike(Local->getType()))
        return nullptr;
      const CXXRecordDecl *Class = Local ? Local->getType()->getAsCXXRecordDecl() : nullptr;
      const bool Owns =
          Class && Class->hasDefinition() &&
          (!Class->hasTrivialDestructor() || llvm::any_of(Class->fields(), [](const FieldDecl *Field) {
            return Field->getType()->isArrayType(); // std::array
          }));
      return Local && (Owns || Local->getType()->isArrayType()) ? Local : nullptr;
    }
    for (const Stmt *Child : E->children())
      if (const VarDecl *Found = Child && !isa<LambdaExpr>(Child) ? ownerIn(Child) : nullptr)
        return Found;
    return nullptr;
  }

  /// False only if the coroutine is seen to be done with \p Var before its caller goes on.
  bool isUsedLate(const Coroutine *C, const VarDecl *Var) {
    return !C || firstLateRead(unit(), *C, [&](const Stmt &S) {
      const auto *Ref = dyn_cast<DeclRefExpr>(&S);
      return Ref && Ref->getDecl() == Var;
    });
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(resource_outlived, cotidy::ResourceOutlived)
