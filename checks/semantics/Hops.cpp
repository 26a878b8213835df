// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Hops.h"

#include "semantics/Access.h"
#include "semantics/BlockingKind.h"
#include "semantics/Callers.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/OwnHops.h"
#include "semantics/TaskStarts.h"

#include "clang/Analysis/CFG.h"

using namespace clang;

namespace cotidy {

bool hasExecutorTag(Unit &U, const Coroutine &C) {
  return llvm::any_of(C.Decl->parameters(), [&](const ParmVarDecl *Parameter) {
    // An empty class is a tag.
    const CXXRecordDecl *Class = classOf(Parameter->getType());
    return Class && !Parameter->getType()->isReferenceType() && Class->hasDefinition() && Class->isEmpty() &&
           U.awaitables().model(*Class, TypeKind::Executor);
  });
}

const Expr *executorOfPromise(Unit &U, const Coroutine &C) {
  const auto *Made =
      C.Promise ? dyn_cast_or_null<CXXConstructExpr>(strip(C.Body->getPromiseDecl()->getInit())) : nullptr;
  if (!Made)
    return nullptr;
  for (const Expr *Argument : Made->arguments())
    if (runsTasks(U, classOf(Argument->getType(), /*ThroughPointer=*/true)))
      return strip(Argument);
  return nullptr;
}

Hops::Hops(Unit &U, const Coroutine &C) : U(U), C(C), Offloaded(isOffloaded()) {
  for (const Suspension &At : C.Index->suspensions())
    if (Target T = targetOf(At); T != Target::None)
      To[At.E] = T;
}

/// The function in which the coroutine, a lambda, is written; null if it is none.
const BodyIndex *Hops::outerBody() const {
  const auto *Method = dyn_cast<CXXMethodDecl>(C.Decl);
  return Method && Method->getParent()->isLambda()
             ? U.visibleBody(dyn_cast<FunctionDecl>(Method->getParent()->getDeclContext()))
             : nullptr;
}

/// Whether the coroutine is a lambda that an offload starts, or begins on a pool that it is given.
bool Hops::isOffloaded() const {
  const Expr *Given = executorOfPromise(U, C);
  if (hasExecutorTag(U, C) || (Given && leadsAway(*Given)))
    return true;
  const BodyIndex *Outer = outerBody();
  return Outer && llvm::any_of(Outer->lambdas(), [&](const LambdaInfo &Lambda) {
           if (Lambda.E->getCallOperator() != C.Decl || Lambda.Use != LambdaUse::Argument)
             return false;
           // The call it is handed to, or one that takes the task which that call makes of it.
           for (const Stmt *Up = Lambda.Call; isa_and_nonnull<Expr>(Up); Up = Outer->parent(Up))
             if (isa<CallExpr, CXXConstructExpr>(Up))
               if (const FunctionModel *Offload = U.calls().site(cast<Expr>(Up)).does(CallKind::Offload))
                 return Offload->BlockingPool.value_or(true);
           return false;
         });
}

/// Whether the task that \p Task is, or that is kept in a variable, is given to a pool together with it:
/// `co_withExecutor(pool, std::move(work))`.
bool Hops::goesToPool(const BodyIndex &Caller, const Expr &Task) const {
  for (const Stmt *Up = Caller.parent(&Task); Up; Up = Caller.parent(Up)) {
    if (const auto *Declaration = dyn_cast<DeclStmt>(Up)) {
      const auto *Var =
          Declaration->isSingleDecl() ? dyn_cast<VarDecl>(Declaration->getSingleDecl()) : nullptr;
      return Var && !Caller.uses(*Var).empty() &&
             llvm::all_of(Caller.uses(*Var), [&](const DeclRefExpr *Use) {
               return !Caller.contains(Declaration, Use) && goesToPool(Caller, *Use);
             });
    }
    if (!isa<Expr>(Up))
      return false;
    if (!isa<CallExpr, CXXConstructExpr>(Up))
      continue;
    const CallSite &Site = U.calls().site(cast<Expr>(Up));
    if (!Site.does(CallKind::Now) && !Site.does(CallKind::Spawn) && !Site.does(CallKind::Detach))
      continue;
    auto IsPool = [&](const Expr *E) { return !U.awaitables().info(E->getType()) && leadsAway(*E); };
    if (llvm::any_of(Site.Args, IsPool) || (Site.Object && IsPool(Site.Object)))
      return true;
  }
  return false;
}

/// Whether every call of this coroutine that the unit shows makes a task for a pool, and it shows one.
bool Hops::isCalledForPool() const {
  const ArrayRef<CallFrom> Calls = U.session().facts<Callers>().of(*C.Decl);
  return !Calls.empty() && llvm::all_of(Calls, [&](const CallFrom &Call) {
    return isa<CallExpr>(Call.At) && goesToPool(U.body(*Call.In), *Call.At);
  });
}

bool Hops::drivesLoop() const {
  const BodyIndex *Outer = C.Index->suspensions().empty() ? outerBody() : nullptr;
  if (!Outer || U.coroutine(Outer->function()))
    return false;
  return llvm::any_of(Outer->lambdas(), [&](const LambdaInfo &Lambda) {
    if (Lambda.E->getCallOperator() != C.Decl || Lambda.Use != LambdaUse::Called)
      return false;
    for (const auto *Up = Outer->enclosing<CallExpr>(Lambda.Call); Up; Up = Outer->enclosing<CallExpr>(Up))
      if (const CallSite &Site = U.calls().site(Up);
          Site.Callee && blockingKind(U, Site).Category == BlockingCategory::SyncWait)
        return true;
    return false;
  });
}

/// Whether an executor that no model knows well is one to block on: only its name, or that of its class, can
/// tell.
bool Hops::leadsAway(const Expr &Executor) const {
  auto Says = [](StringRef Name) {
    return llvm::any_of(
        ArrayRef<StringRef>{"pool", "worker", "blocking", "background", "cpu", "compute", "newthread"},
        [&](StringRef Word) { return holdsWord(Name, Word); });
  };
  // What an executor is converted to or asked for: `KeepAlive(pool)`, `token_of(pool)`, `cpu_executor()`.
  if (const CallSite *Site = U.calls().siteOf(&Executor)) {
    if (Site->WrittenArgs == 1 && leadsAway(*Site->Args.front()))
      return true;
    if (isa<CallExpr>(Site->E) && Site->Callee && Says(simpleName(*Site->Callee)))
      return true;
  }
  const ValueDecl *Object = namedObject(&Executor);
  const CXXRecordDecl *Class = classOf(Executor.getType(), /*ThroughPointer=*/true);
  if ((Object && Says(simpleName(*Object))) || (Class && Says(simpleName(*Class))))
    return true;
  // A variable made from one.
  const auto *Var = dyn_cast_or_null<VarDecl>(Object);
  const Expr *Made = Var && Var->isLocalVarDecl() ? Var->getInit() : nullptr;
  return Made && namedObject(Made) != Object && leadsAway(*strip(Made));
}

Hops::Target Hops::targetOf(const Suspension &At) const {
  const CallSite *Site = U.calls().operation(At.Operand);
  const FunctionModel *Hop = Site ? Site->does(CallKind::Hop) : nullptr;
  if (!Hop)
    return ownTargetOf(At);
  if (Hop->BlockingPool)
    return *Hop->BlockingPool ? Target::Away : Target::Home;
  // Executors stand in the hop itself, or in what is bound into its argument.
  SmallVector<const Expr *, 4> Named(Site->Args.begin(), Site->Args.end());
  if (Site->Object)
    Named.push_back(Site->Object);
  for (const Expr *Arg : Site->Args)
    if (const CallSite *Inner = U.calls().siteOf(Arg))
      Named.append(Inner->Args.begin(), Inner->Args.end());
  return llvm::any_of(Named, [&](const Expr *E) { return leadsAway(*E); }) ? Target::Away : Target::Home;
}

/// Threads that a class has for itself run what they are given, and nothing waits for them but that.
Hops::Target Hops::ownTargetOf(const Suspension &At) const {
  const std::optional<OwnHop> Hop = ownHop(U, *C.Index, At);
  if (!Hop)
    return Target::None;
  auto IsAway = [&](const Expr *E) {
    const CXXRecordDecl *Class = classOf(E->getType(), /*ThroughPointer=*/true);
    return leadsAway(*E) || (Class && ownsThreads(*Class));
  };
  return Hop->IsOffload || llvm::any_of(Hop->Executors, IsAway) ? Target::Away : Target::Home;
}

/// Forward over the paths: what may have hopped away, and not certainly back.
void Hops::solve() {
  CFG::BuildOptions Options;
  Options.setAllAlwaysAdd();
  std::unique_ptr<CFG> Graph =
      CFG::buildCFG(C.Decl, const_cast<Stmt *>(C.Decl->getBody()), &U.ast(), Options);
  if (!Graph)
    return;
  enum : unsigned char { AtHome = 1, Gone = 2 };
  std::vector<unsigned char> In(Graph->getNumBlockIDs());
  SmallVector<const CFGBlock *, 16> Work{&Graph->getEntry()};
  In[Graph->getEntry().getBlockID()] = AtHome;
  while (!Work.empty()) {
    const CFGBlock *Block = Work.pop_back_val();
    unsigned char State = In[Block->getBlockID()];
    for (const CFGElement &Element : *Block)
      if (std::optional<CFGStmt> S = Element.getAs<CFGStmt>()) {
        auto Hop = To.find(S->getStmt());
        Away[S->getStmt()] |= (State & Gone) != 0;
        if (Hop != To.end())
          State = Hop->second == Target::Away ? Gone : AtHome;
      }
    for (const CFGBlock *Next : Block->succs())
      if (Next && (In[Next->getBlockID()] | State) != In[Next->getBlockID()]) {
        In[Next->getBlockID()] |= State;
        Work.push_back(Next);
      }
  }
}

/// `if (!executor) std::this_thread::sleep_for(time);`: where there is none, nothing else waits for the
/// thread.
bool Hops::isWithoutExecutor(const Stmt *At) const {
  for (const auto *If = C.Index->enclosing<IfStmt>(At); If; If = C.Index->enclosing<IfStmt>(If)) {
    const Expr *Cond = strip(If->getCond());
    const auto *Not = dyn_cast<UnaryOperator>(Cond);
    const bool IsNone = Not && Not->getOpcode() == UO_LNot;
    const Expr *Asked = IsNone ? strip(Not->getSubExpr()) : Cond;
    const Stmt *Branch = IsNone ? If->getThen() : If->getElse();
    if (isPointerLike(Asked->getType()) && Branch && (Branch == At || C.Index->contains(Branch, At)) &&
        runsTasks(U, classOf(Asked->getType(), /*ThroughPointer=*/true)))
      return true;
  }
  return false;
}

/// Where a template goes on after an await of what its arguments decide is for them to say.
bool Hops::isAfterUnknown(const Stmt *At) const {
  return llvm::any_of(C.Index->suspensions(), [&](const Suspension &Before) {
    return Before.Operand->isTypeDependent() && C.Index->isBefore(Before.E, At);
  });
}

bool Hops::mayRunElsewhere(const Stmt *At) {
  if (!CalledForPool)
    CalledForPool = isCalledForPool();
  if (Offloaded || *CalledForPool || isWithoutExecutor(At) || isAfterUnknown(At))
    return true;
  // A hop that only follows, in a loop, comes too late for the first round.
  if (llvm::none_of(To, [&](const auto &Hop) {
        return Hop.second == Target::Away && C.Index->isBefore(Hop.first, At);
      }))
    return false;
  if (!std::exchange(Solved, true))
    solve();
  // A loop is not in the graph itself, but what it asks for is.
  return llvm::any_of(C.Index->nodes(), [&](const Stmt *S) {
    return Away.lookup(S) && (S == At || (!isa<Expr>(At) && C.Index->contains(At, S)));
  });
}

} // namespace cotidy
