// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds locals that are handed by reference to a task that is started and not waited for before they end.

#include "semantics/AwaitedCalls.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Fate.h"
#include "semantics/Objects.h"
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
          fateOf(unit(), Body, *Call) == Fate::Started)
        checkArguments(*Call, *Callee, Body);
      const CallSite &Site = unit().calls().site(Call);
      if (startsTask(unit(), Body, Site))
        for (const Expr *Argument : Site.Args)
          checkCaptures(*Argument, *Call, Body);
    }
  }

private:
  void checkArguments(const CallExpr &Call, const FunctionDecl &Callee, const BodyIndex &Body) {
    const unsigned Skip = isa<CXXOperatorCallExpr>(Call) && isa<CXXMethodDecl>(Callee) ? 1 : 0;
    for (unsigned N = 0; N + Skip < Call.getNumArgs() && N < Callee.getNumParams(); ++N) {
      const VarDecl *Local = referredLocal(*Call.getArg(N + Skip), Callee.getParamDecl(N)->getType());
      const Coroutine *C = unit().coroutine(Callee);
      if (Local && !runsTasks(*Local) && isUsedLate(C, C ? C->Decl->getParamDecl(N) : nullptr))
        reportUnlessAwaited(*Local, Call.getArg(N + Skip)->getExprLoc(), Call, Body);
    }
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
    if (!isWaitedFor(Start, Local, Body))
      report(Finding(At, llvm::formatv(
                             "{0} ends with its scope, and nothing there waits for the task that is started "
                             "here and refers to it; move it into the task, or await the task first",
                             quoted(Local))
                             .str())
                 .note(Local.getLocation(), "declared here"),
             Body.function());
  }

  static bool isOwn(const VarDecl &Var) {
    return Var.hasLocalStorage() && !Var.getType()->isReferenceType() && !isa<ParmVarDecl>(Var);
  }

  /// The local object that an argument for a parameter of type \p Parameter leads to.
  static const VarDecl *referredLocal(const Expr &Argument, QualType Parameter) {
    const Expr *E = strip(&Argument);
    const auto *Address = dyn_cast<UnaryOperator>(E);
    const VarDecl *Local = nullptr;
    if (Parameter->isLValueReferenceType())
      Local = localOf(E);
    else if (Address && Address->getOpcode() == UO_AddrOf)
      Local = localOf(Address->getSubExpr());
    else if (isView(Parameter))
      Local = ownerIn(E);
    return Local && isOwn(*Local) ? Local : nullptr;
  }

  /// The local that owns what a view made by \p E shows: a string, a container, an array.
  static const VarDecl *ownerIn(const Stmt *E) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      const VarDecl *Local = localOf(Ref);
      const CXXRecordDecl *Class = Local ? Local->getType()->getAsCXXRecordDecl() : nullptr;
      const bool Owns = Class && Class->hasDefinition() && !Class->hasTrivialDestructor();
      return Local && (Owns || Local->getType()->isArrayType()) ? Local : nullptr;
    }
    for (const Stmt *Child : E->children())
      if (const VarDecl *Found = Child && !isa<LambdaExpr>(Child) ? ownerIn(Child) : nullptr)
        return Found;
    return nullptr;
  }

  /// What the task is to run on says by itself how long it lives, and ends the tasks with it.
  bool runsTasks(const VarDecl &Local) {
    const CXXRecordDecl *Class = Local.getType()->getAsCXXRecordDecl();
    if (!Class || !Class->hasDefinition())
      return false;
    Awaitables &Types = unit().awaitables();
    return Types.model(*Class, TypeKind::Executor) || Types.model(*Class, TypeKind::Scope) ||
           llvm::any_of(ArrayRef<StringRef>{"schedule", "execute", "post", "submit", "dispatch", "enqueue"},
                        [&](StringRef Name) { return !methodsNamed(*Class, Name).empty(); });
  }

  /// False only if the coroutine is seen to be done with \p Var before its caller goes on.
  bool isUsedLate(const Coroutine *C, const VarDecl *Var) {
    return !C || firstLateRead(unit(), *C, [&](const Stmt &S) {
      const auto *Ref = dyn_cast<DeclRefExpr>(&S);
      return Ref && Ref->getDecl() == Var;
    });
  }

  /// Whether something later in the scope of \p Local may wait for the task: it uses the local again, or what
  /// has to do with the start, as its executor, scope, handle or a signal is.
  static bool isWaitedFor(const CallExpr &Call, const VarDecl &Local, const BodyIndex &Body) {
    const Stmt *Statement = Body.statementOf(&Call);
    const CompoundStmt *Scope = nullptr;
    for (const Stmt *S : Body.nodes())
      if (const auto *Declaration = dyn_cast<DeclStmt>(S);
          Declaration && llvm::is_contained(Declaration->decls(), &Local))
        Scope = dyn_cast_or_null<CompoundStmt>(Body.parent(Declaration));
    if (!Scope)
      return true;
    llvm::SmallPtrSet<const ValueDecl *, 4> Named;
    for (const Stmt *S : Body.nodes()) {
      if (!Body.contains(Statement, S) && S != Statement)
        continue;
      if (const auto *Ref = dyn_cast<DeclRefExpr>(S); Ref && isa<VarDecl>(Ref->getDecl()))
        Named.insert(Ref->getDecl());
      if (const auto *Member = dyn_cast<MemberExpr>(S); Member && isa<FieldDecl>(Member->getMemberDecl()))
        Named.insert(Member->getMemberDecl());
      if (const auto *Declaration = dyn_cast<DeclStmt>(S))
        for (const Decl *D : Declaration->decls())
          if (const auto *Var = dyn_cast<VarDecl>(D))
            Named.insert(Var);
    }
    // What owns the executor or the tasks may wait at its own end.
    if (llvm::any_of(Named, [&](const ValueDecl *D) { return D != &Local && ownsWork(*D); }))
      return true;
    return llvm::any_of(Body.nodes(), [&](const Stmt *S) {
      const auto *Ref = dyn_cast<DeclRefExpr>(S);
      const auto *Member = dyn_cast<MemberExpr>(S);
      const ValueDecl *Uses = Ref ? Ref->getDecl() : Member ? Member->getMemberDecl() : nullptr;
      return Uses && Named.contains(Uses) && Body.contains(Scope, S) && Body.isBefore(Statement, S) &&
             !Body.contains(Statement, S);
    });
  }

  /// A local that cannot be copied: no mere handle.
  static bool ownsWork(const ValueDecl &D) {
    const auto *Var = dyn_cast<VarDecl>(&D);
    const CXXRecordDecl *Class =
        Var && Var->isLocalVarDecl() ? Var->getType()->getAsCXXRecordDecl() : nullptr;
    if (!Class || !Class->hasDefinition() || Class->hasTrivialDestructor())
      return false;
    return Class->defaultedCopyConstructorIsDeleted() ||
           llvm::any_of(Class->ctors(),
                        [](const CXXConstructorDecl *C) { return C->isCopyConstructor() && C->isDeleted(); });
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(resource_outlived, cotidy::ResourceOutlived)
