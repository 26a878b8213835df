// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/LocalWaits.h"

#include "semantics/Assertions.h"
#include "semantics/Fate.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Pauses.h"
#include "semantics/VariablePaths.h"

using namespace clang;

namespace cotidy {

namespace {

/// What \p Part names and declares.
Names namesIn(const Stmt *Part, const BodyIndex &Body) {
  Names Found;
  for (const Stmt *S : Body.nodes()) {
    if (S != Part && !Body.contains(Part, S))
      continue;
    if (const ValueDecl *Used = usedBy(S); isa_and_nonnull<VarDecl, FieldDecl>(Used))
      Found.insert(Used);
    if (const auto *Declaration = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declaration->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D))
          Found.insert(Var);
  }
  return Found;
}

/// \p From, and the locals that they are made from, to the last.
Names withOrigins(const Names &From, const BodyIndex &Body) {
  Names All = From;
  SmallVector<const ValueDecl *, 8> Open(From.begin(), From.end());
  while (!Open.empty()) {
    const auto *Var = dyn_cast<VarDecl>(Open.pop_back_val());
    if (!Var || !Var->isLocalVarDecl() || !Var->getInit())
      continue;
    for (const ValueDecl *D : namesIn(Var->getInit(), Body))
      if (All.insert(D).second)
        Open.push_back(D);
  }
  return All;
}

/// Whether \p Use is what a method is called on that goes on until nothing is left to do: whoever runs a
/// context waits for what was started on any executor of it.
bool isRun(const Stmt *Use, const BodyIndex &Body) {
  const auto *Member = dyn_cast_or_null<MemberExpr>(Body.meaningfulParent(Use));
  return Member && isNamedBy(*Member->getMemberDecl(),
                             {"run", "join", "wait", "loop", "exec", "drain", "process", "poll"});
}

/// A local that cannot be copied: no mere handle.
bool ownsWork(const ValueDecl &D) {
  const auto *Var = dyn_cast<VarDecl>(&D);
  const CXXRecordDecl *Class = Var && Var->isLocalVarDecl() ? Var->getType()->getAsCXXRecordDecl() : nullptr;
  if (!Class || !Class->hasDefinition() || Class->hasTrivialDestructor())
    return false;
  return Class->defaultedCopyConstructorIsDeleted() ||
         llvm::any_of(Class->ctors(),
                      [](const CXXConstructorDecl *C) { return C->isCopyConstructor() && C->isDeleted(); });
}

/// Whether \p Use is in what makes a timer.
bool makesTimer(Unit &U, const Stmt *Use, const BodyIndex &Body) {
  for (const auto *Made = Body.enclosing<CXXConstructExpr>(Use); Made;
       Made = Body.enclosing<CXXConstructExpr>(Made))
    if (U.awaitables().model(Made->getType(), TypeKind::Timer) ||
        hasWord(Made->getConstructor()->getParent(), {"timer"}))
      return true;
  return false;
}

} // namespace

Names namesBehind(const Stmt *Part, const BodyIndex &Body) { return withOrigins(namesIn(Part, Body), Body); }

namespace {

/// The work that one call has set going on a local, and the places later in the scope of the local that may
/// wait for it.
class Waits {
public:
  Waits(Unit &U, const CallExpr &Start, const VarDecl &Local, const BodyIndex &Body)
      : U(U), Body(Body), Local(Local), Statement(Body.statementOf(&Start)), Scope(scopeOf(Local, Body)),
        Named(namesIn(Statement, Body)), Origins(withOrigins(Named, Body)) {}

  /// What owns the executor or the tasks may wait at its own end, and so may what is not seen.
  bool mayBeImplied() const {
    return !Scope || llvm::any_of(Named, [&](const ValueDecl *D) {
      return D != &Local && D != handle() && ownsWork(*D);
    });
  }

  /// The uses that may wait, or show that somebody has.
  SmallVector<const Stmt *, 4> found() const {
    SmallVector<const Stmt *, 4> Found;
    for (const Stmt *S : Body.nodes())
      if (mayWait(S))
        Found.push_back(S);
    return Found;
  }

  /// What holds the work and may be dropped all the same: `auto reading = start(read(buffer));`
  const VarDecl *handle() const { return runningHandle(U, Statement); }

private:
  static const CompoundStmt *scopeOf(const VarDecl &Local, const BodyIndex &Body) {
    if (llvm::is_contained(Body.function().parameters(), &Local))
      return dyn_cast_or_null<CompoundStmt>(Body.root());
    for (const Stmt *S : Body.nodes())
      if (const auto *Declaration = dyn_cast<DeclStmt>(S);
          Declaration && llvm::is_contained(Declaration->decls(), &Local))
        return dyn_cast_or_null<CompoundStmt>(Body.parent(Declaration));
    return nullptr;
  }

  bool isAfter(const Stmt *S) const {
    return Body.contains(Scope, S) && Body.isBefore(Statement, S) && !Body.contains(Statement, S);
  }

  bool mayWait(const Stmt *S) const {
    const ValueDecl *Uses = usedBy(S);
    return Uses && (Named.contains(Uses) || (Origins.contains(Uses) && isRun(S, Body))) && isAfter(S) &&
           !makesTimer(U, S, Body) && !(Uses == &Local && isReturnedUnawaited(S));
  }

  /// Whether \p Use only hands the local out at the end of the function, and nothing before that could have
  /// waited for the work, but for a time.
  bool isReturnedUnawaited(const Stmt *Use) const {
    const Stmt *End = Body.statementOf(Use);
    if (!isa<ReturnStmt, CoreturnStmt>(End))
      return false;
    const auto IsBetween = [&](const Stmt *S) {
      return isAfter(S) && (Body.isBefore(S, End) || Body.contains(End, S));
    };
    SmallVector<const Expr *, 2> Pauses;
    for (const Suspension &At : Body.suspensions())
      if (IsBetween(At.E)) {
        const CallSite *Pause = merePause(U, Body, At, *Statement);
        if (!Pause || Pause->Object)
          return false;
        Pauses.push_back(At.E);
      }
    return llvm::none_of(Body.calls(), [&](const Expr *Call) {
      const FunctionDecl *Callee = U.calls().site(Call).Callee;
      const bool IsMove = Callee && Callee->isInStdNamespace() && Body.contains(End, Call);
      return isa<CallExpr>(Call) && IsBetween(Call) && !IsMove &&
             llvm::none_of(Pauses, [&](const Expr *Pause) { return Body.contains(Pause, Call); });
    });
  }

  Unit &U;
  const BodyIndex &Body;
  const VarDecl &Local;
  const Stmt *Statement;
  const CompoundStmt *Scope;
  const Names Named;
  const Names Origins;
};

/// Whether the work runs, and nothing may have waited for it.
struct Running {
  bool Still = false;

  bool join(const Running &Other) {
    const bool More = Other.Still && !Still;
    Still |= Other.Still;
    return More;
  }
};

/// Looks for a path on which a local ends before anything may have waited.
class Leaving : VariablePaths<Running> {
public:
  Leaving(Unit &U, const BodyIndex &Body, const VarDecl &Local, const VarDecl &Handle,
          ArrayRef<const Stmt *> Waits)
      : VariablePaths(Body, U.ast()), U(U), Local(Local), Handle(Handle), Waits(Waits.begin(), Waits.end()) {
    for (const Suspension &At : Body.suspensions())
      if (const CallSite *Site = U.calls().operation(At.Operand);
          Site && !merePause(U, Body, At, *Handle.getInit()))
        Awaited.insert(Site);
  }

  bool found() {
    follow(Running());
    return Leaves;
  }

private:
  void declared(Running &Work, const VarDecl &Var) override { Work.Still |= &Var == &Handle; }

  void used(Running &Work, const VarDecl &, const DeclRefExpr &Use) override {
    if (Waits.contains(&Use))
      Work.Still = false;
  }

  /// On its way out the function may wait for much that has no name in common with the work.
  void called(Running &Work, const CallExpr &Call) override {
    constexpr llvm::StringLiteral EndWords[] = {"wait",  "join", "cancel", "stop",
                                                "drain", "sync", "block",  "close"};
    const CallSite &Site = U.calls().site(&Call);
    if (hasWord(Site.Callee, EndWords) || Awaited.contains(&Site))
      Work.Still = false;
  }

  void lifeEnded(Running &Work, const VarDecl &Var, const Stmt *Trigger) override {
    Leaves |= &Var == &Local && Work.Still && !(Trigger && isInAssertion(U, *Trigger));
  }

  void functionLeft(Running &Work, const Stmt &End) override {
    Leaves |= isa<ParmVarDecl>(Local) && Work.Still && !isInAssertion(U, End);
  }

  Unit &U;
  const VarDecl &Local;
  const VarDecl &Handle;
  const llvm::SmallPtrSet<const Stmt *, 4> Waits;
  llvm::SmallPtrSet<const CallSite *, 4> Awaited; ///< but for what only lets time pass
  bool Leaves = false;
};

} // namespace

bool mayBeWaitedFor(Unit &U, const CallExpr &Start, const VarDecl &Local, const BodyIndex &Body) {
  const Waits Of(U, Start, Local, Body);
  if (Of.mayBeImplied())
    return true;
  const SmallVector<const Stmt *, 4> Found = Of.found();
  if (Found.empty())
    return false;
  // Where a handle tells what is waited for, each path has to.
  const VarDecl *Handle = Of.handle();
  const bool Followed = llvm::all_of(Found, [](const Stmt *S) { return isa<DeclRefExpr>(S); });
  return !Handle || !Followed || !Leaving(U, Body, Local, *Handle, Found).found();
}

} // namespace cotidy
