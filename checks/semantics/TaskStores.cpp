// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/TaskStores.h"

#include "semantics/Access.h"
#include "semantics/BlockingKind.h"
#include "semantics/LocalWaits.h"
#include "semantics/LoopBounds.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Pauses.h"
#include "semantics/Place.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr llvm::StringLiteral EndWords[] = {"wait",     "join",  "run",  "drain", "sync",
                                            "block",    "get",   "poll", "loop",  "finish",
                                            "complete", "flush", "stop", "close", "shutdown"};

/// The same where nobody has the task: only an event loop that is run may come to its end.
constexpr llvm::StringLiteral LoopWords[] = {"wait",  "join", "run",  "drain", "sync",
                                             "block", "poll", "loop", "exec",  "process"};

/// Whether \p Store is not gone when \p F returns.
bool outlives(const Place &Store, const FunctionDecl &F) {
  if (Store.empty() || Store.front() == placeOfThis().front())
    return !Store.empty();
  const VarDecl *Var = rootVariable(Store);
  if (!Var || !Var->hasLocalStorage())
    return Var;
  return isa<ParmVarDecl>(Var) && (Var->getType()->isReferenceType() || isPointerLike(Var->getType()));
}

class Search {
public:
  explicit Search(Unit &U) : U(U) {}

  Place of(const BodyIndex &Body, const Expr &Task, unsigned Depth);

private:
  Place inCall(const BodyIndex &Body, const CallSite &Site, const Expr &Task, unsigned Depth);
  Place inUses(const BodyIndex &Body, const VarDecl &Var, unsigned Depth);

  Unit &U;
};

/// The object of a method, `this` if it is not written. What a constructor makes is known in the initialisers
/// of another alone: a part of its object.
Place objectOf(const BodyIndex &Body, const CallSite &Site) {
  if (Site.Object)
    return placeOf(Site.Object);
  if (isa<CXXConstructExpr>(Site.E) && Body.contains(Body.root(), Site.E))
    return {};
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  return Method && Method->isInstance() ? placeOfThis() : Place();
}

Place Search::inUses(const BodyIndex &Body, const VarDecl &Var, unsigned Depth) {
  for (const DeclRefExpr *Use : Body.uses(Var))
    if (Place Store = of(Body, *Use, Depth); !Store.empty())
      return Store;
  return {};
}

Place Search::inCall(const BodyIndex &Body, const CallSite &Site, const Expr &Task, unsigned Depth) {
  const auto *Given = llvm::find_if(Site.Args, [&](const Expr *Arg) { return Body.contains(Arg, &Task); });
  if (Given == Site.Args.end() || !Site.Callee)
    return {};
  const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
  if (Method && Method->getParent()->isInStdNamespace())
    return Method->isConst() || isa<CXXConstructExpr>(Site.E) ? Place() : objectOf(Body, Site);
  const unsigned Number = Given - Site.Args.begin();
  const BodyIndex *Inside =
      Depth && Number < Site.Callee->getNumParams() ? U.visibleBody(Site.Callee) : nullptr;
  if (!Inside)
    return {};
  const FunctionDecl &Callee = Inside->function();
  Place Store = inUses(*Inside, *Callee.getParamDecl(Number), Depth - 1);
  if (Store.empty())
    return {};
  // What the callee's own names stand for here.
  if (Store.front() == placeOfThis().front())
    return objectOf(Body, Site);
  for (unsigned I = 0; I < Site.Args.size() && I < Callee.getNumParams(); ++I)
    if (Store.front() == Callee.getParamDecl(I)->getCanonicalDecl())
      return outlives(Store, Callee) ? placeOf(Site.Args[I]) : Place();
  return outlives(Store, Callee) ? Store : Place();
}

Place Search::of(const BodyIndex &Body, const Expr &Task, unsigned Depth) {
  const Stmt *Up = Body.parent(&Task);
  for (; isa_and_nonnull<Expr>(Up); Up = Body.parent(Up)) {
    if (isa<CoroutineSuspendExpr, LambdaExpr>(Up))
      return {};
    const auto *Assign = dyn_cast<CXXOperatorCallExpr>(Up);
    if (Assign && Assign->getOperator() == OO_Equal)
      return Body.contains(Assign->getArg(1), &Task) ? placeOf(Assign->getArg(0)) : Place();
    if (!isa<CallExpr, CXXConstructExpr>(Up) || withoutMove(cast<Expr>(Up)) != Up)
      continue;
    const CallSite &Site = U.calls().site(cast<Expr>(Up));
    if (Place Store = inCall(Body, Site, Task, Depth); !Store.empty())
      return Store;
    // What the task gives is no longer the task: `std::cout << generator.next()`.
    if (Site.Object && Body.contains(Site.Object, &Task) && !U.awaitables().info(Site.E->getType()) &&
        !isHandle(Site.E->getType()))
      return {};
  }
  const VarDecl *Var = Depth ? declaredBy(Up) : nullptr;
  return Var ? inUses(Body, *Var, Depth - 1) : Place();
}

} // namespace

/// The object of \p Body's function in which the task that \p Made makes ends up: assigned to a member, added
/// to a container, or handed to a function that is seen to do that. Empty: none that is known.
static Place storeOf(Unit &U, const BodyIndex &Body, const Expr &Made) { return Search(U).of(Body, Made, 3); }

/// The awaits after \p Made that only let time pass: they are calls without an object, or on one that has
/// nothing to do with the task.
static SmallVector<const Expr *, 2> pausesAfter(Unit &U, const BodyIndex &Body, const Expr &Made,
                                                const Names &Known) {
  SmallVector<const Expr *, 2> Found;
  for (const Suspension &At : Body.suspensions()) {
    const CallSite *Site = merePause(U, Body, At, Made);
    const VarDecl *Object = Site && Site->Object ? rootVariable(placeOf(Site->Object)) : nullptr;
    if (Site && Body.isBefore(&Made, At.E) && (!Site->Object || (Object && !Known.contains(Object))))
      Found.push_back(At.E);
  }
  return Found;
}

/// Whether a loop in \p Block after \p Made goes by what the task or its start has: `while (!done) {}`.
static bool isPolledFor(const BodyIndex &Body, const Stmt &Block, const Expr &Made, const Names &Known) {
  return llvm::any_of(Body.loops(), [&](const LoopInfo &Loop) {
    const Expr *Condition = isa<WhileStmt, DoStmt>(Loop.S) ? conditionOf(Loop) : nullptr;
    return Condition && Body.contains(&Block, Loop.S) && Body.isBefore(&Made, Loop.S) &&
           llvm::any_of(Body.nodes(), [&](const Stmt *S) {
             const ValueDecl *Asked = usedBy(S);
             return Asked && Known.contains(Asked) && (S == Condition || Body.contains(Condition, S));
           });
  });
}

/// Whether something between \p Made and the end of \p Block may wait for the task: an await, a poll, a call
/// that blocks or that is named so, and one that has one of \p Stores.
static bool mayWaitLater(Unit &U, const BodyIndex &Body, const Stmt &Block, const Expr &Made,
                         ArrayRef<Place> Stores) {
  const Stmt *Statement = Body.statementOf(&Made);
  const VarDecl *Task = declaredBy(Statement);
  const bool IsDropped = Body.isDiscarded(&Made);
  const Names Known = namesBehind(Statement, Body);
  const SmallVector<const Expr *, 2> Pauses = pausesAfter(U, Body, Made, Known);
  if (isPolledFor(Body, Block, Made, Known))
    return true;
  const auto StoresIt = [&](const Stmt *S) {
    return Body.contains(Statement, S) ||
           (Task &&
            llvm::any_of(Body.uses(*Task), [&](const DeclRefExpr *Use) { return Body.contains(S, Use); }));
  };
  return llvm::any_of(Body.nodes(), [&](const Stmt *S) {
    if (!Body.contains(&Block, S) || !Body.isBefore(&Made, S) ||
        llvm::any_of(Pauses, [&](const Expr *Pause) { return Pause == S || Body.contains(Pause, S); }))
      return false;
    if (isa<CoroutineSuspendExpr>(S))
      return true;
    if (!isa<CallExpr>(S) || StoresIt(S))
      return false;
    const CallSite &Site = U.calls().site(cast<Expr>(S));
    const auto HasStore = [&](const Place &P) {
      return !P.empty() && llvm::any_of(Stores, [&](const Place &Store) {
        return !Store.empty() && P.front() == Store.front();
      });
    };
    const bool IsEnd =
        IsDropped ? Site.Callee && isNamedBy(*Site.Callee, LoopWords) : hasWord(Site.Callee, EndWords);
    return blockingKind(U, Site).Category != BlockingCategory::None || IsEnd ||
           HasStore(objectOf(Body, Site)) ||
           llvm::any_of(Site.Args, [&](const Expr *Arg) { return HasStore(placeOf(Arg)); });
  });
}

/// The block that declares \p Var, or is the body whose parameter or element it is.
static const Stmt *blockOf(const VarDecl &Var, const BodyIndex &Body) {
  if (isa<ParmVarDecl>(Var))
    return dyn_cast_or_null<CompoundStmt>(Body.root());
  for (const LoopInfo &Loop : Body.loops())
    if (Loop.Element == &Var && isa<CXXForRangeStmt>(Loop.S))
      return Loop.Body;
  for (const Stmt *S : Body.nodes())
    if (const auto *Declaration = dyn_cast<DeclStmt>(S);
        Declaration && llvm::is_contained(Declaration->decls(), &Var))
      return dyn_cast_or_null<CompoundStmt>(Body.parent(S));
  return nullptr;
}

bool isStoredLonger(Unit &U, const BodyIndex &Body, const Expr &Made, const VarDecl &Var) {
  const Stmt *Block = blockOf(Var, Body);
  const Place Store = Block ? storeOf(U, Body, Made) : Place();
  return outlives(Store, Body.function()) && !mayWaitLater(U, Body, *Block, Made, Store);
}

bool isStartedLonger(Unit &U, const BodyIndex &Body, const Expr &Made, const VarDecl &Var) {
  const Stmt *Block = blockOf(Var, Body);
  if (!Block)
    return false;
  // What the start is given beside the task, the executor above all, may be made to wait.
  SmallVector<Place, 4> Given;
  // So may a local that the task itself works on: `work(event, count); event.set();`
  if (Body.isDiscarded(&Made))
    for (const Expr *Arg : U.calls().site(&Made).Args)
      if (const VarDecl *Local = localOf(Arg);
          Local && Local != &Var && !isa<ParmVarDecl>(Local) && Local->getType()->isRecordType())
        Given.push_back(placeOf(Arg));
  for (const Stmt *Up = Body.parent(&Made); isa_and_nonnull<Expr>(Up); Up = Body.parent(Up))
    if (isa<CallExpr, CXXConstructExpr>(Up)) {
      const CallSite &Site = U.calls().site(cast<Expr>(Up));
      Given.push_back(objectOf(Body, Site));
      for (const Expr *Arg : Site.Args)
        if (!Body.contains(Arg, &Made))
          Given.push_back(placeOf(Arg));
    }
  return !mayWaitLater(U, Body, *Block, Made, Given);
}

} // namespace cotidy
