// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/StaleReads.h"

#include "semantics/ElementHolders.h"
#include "semantics/HeldResources.h"
#include "semantics/Objects.h"
#include "semantics/PathFlow.h"

#include "llvm/ADT/MapVector.h"

using namespace clang;

namespace cotidy {

namespace {

/// What is known of one state: by a local, or by an if statement that asked.
struct Fact {
  const void *Holder;
  unsigned State;
  bool operator<(const Fact &Other) const {
    return std::pair(Holder, State) < std::pair(Other.Holder, Other.State);
  }
};

/// The facts in force, each with the suspension that made it stale, or null.
struct Knowledge {
  std::map<Fact, const Expr *> Facts;

  bool join(const Knowledge &Other) {
    bool More = false;
    for (const auto &[F, Suspended] : Other.Facts) {
      auto [At, New] = Facts.try_emplace(F, Suspended);
      More |= New || (!At->second && Suspended);
      if (!At->second)
        At->second = Suspended;
    }
    return More;
  }
};

/// Every expression under \p S that is evaluated with it, without what is only handed to an awaited
/// operation, and without the bodies of lambdas.
void eachPart(const Stmt *S, llvm::function_ref<void(const Expr &)> Do) {
  if (!S || isa<CoroutineSuspendExpr, DependentCoawaitExpr, LambdaExpr>(S))
    return;
  if (const auto *E = dyn_cast<Expr>(S))
    Do(*E);
  for (const Stmt *Child : S->children())
    eachPart(Child, Do);
}

bool leaves(const Stmt *S) {
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(S))
    S = Block->body_empty() ? nullptr : Block->body_back();
  const auto *E = dyn_cast_or_null<Expr>(S);
  return isa_and_nonnull<ReturnStmt, CoreturnStmt, BreakStmt, ContinueStmt>(S) ||
         (E && isa<CXXThrowExpr>(E->IgnoreImplicit()));
}

class Flow {
public:
  Flow(Unit &U, const Coroutine &C) : U(U), C(C), Body(*C.Index), States(U, Body) {
    for (const HeldAwait &Held : HeldResources::of(U, C).awaits())
      if (llvm::any_of(Held.Held, [](const HeldHere &H) { return isLock(H.What->Type.What); }))
        Guarded.insert(Held.At->E);
    for (const Suspension &At : Body.suspensions())
      if (U.awaitables().maySuspend(At.E) && !Guarded.contains(At.E) && !isPermitted(At))
        Suspends.insert(At.E);
  }

  std::vector<StaleRead> run() {
    if (Suspends.empty() || States.empty())
      return {};
    CFG::BuildOptions Options;
    Options.setAllAlwaysAdd();
    std::unique_ptr<CFG> Graph =
        CFG::buildCFG(C.Decl, const_cast<Stmt *>(C.Decl->getBody()), &U.ast(), Options);
    if (!Graph)
      return {};
    PathFlow<Knowledge> Paths(Body, U.ast(), *Graph);
    Paths.solve(
        Knowledge(),
        [&](Knowledge &K, const CFGElement &Element) {
          if (auto S = Element.getAs<CFGStmt>())
            step(K, *S->getStmt());
        },
        [&](Knowledge &K, const CFGBlock &From, const CFGBlock &, bool) { branch(K, From); });
    std::vector<StaleRead> All;
    for (auto &[Where, Read] : Found)
      if (!isToldOfLoop(Read))
        All.push_back(Read);
    llvm::sort(All,
               [&](const StaleRead &A, const StaleRead &B) { return Body.isBefore(A.Relies, B.Relies); });
    return All;
  }

private:
  /// An element of a loop that is reported for its walk.
  bool isToldOfLoop(const StaleRead &Read) const {
    return llvm::any_of(Body.loops(), [&](const LoopInfo &Loop) {
      const auto *For = dyn_cast<CXXForRangeStmt>(Loop.S);
      return For && Read.Holder && For->getLoopVariable() == Read.Holder &&
             Found.find(For->getBeginStmt()->getSingleDecl()) != Found.end();
    });
  }

  /// A limit of the caller's making may be a limit of one.
  bool isPermitted(const Suspension &At) const {
    return llvm::any_of(Body.locals(), [&](const VarDecl *Var) {
      const auto *Scope = Var->hasLocalStorage() && Var->getInit()
                              ? Body.enclosing<CompoundStmt>(strip(Var->getInit()))
                              : nullptr;
      return Scope && Body.contains(Scope, At.E) && Body.isBefore(strip(Var->getInit()), At.E) &&
             U.awaitables().model(Var->getType(), TypeKind::Permit);
    });
  }

  void step(Knowledge &K, const Stmt &S) {
    if (Suspends.contains(&S)) {
      for (auto &[F, Suspended] : K.Facts)
        if (!Suspended)
          Suspended = cast<Expr>(&S);
      return;
    }
    if (const auto *Declaration = dyn_cast<DeclStmt>(&S)) {
      for (const Decl *D : Declaration->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D))
          define(K, *Var, Var->getInit());
      return;
    }
    if (const auto *Use = dyn_cast<DeclRefExpr>(&S))
      useElement(K, *Use);
    for (const StateEvent &E : States.at(S))
      touch(K, E);
    assignLocal(K, S);
  }

  void touch(Knowledge &K, const StateEvent &E) {
    const SharedState &State = States[E.State];
    switch (E.At.What) {
    case Touch::Read:
    case Touch::Element:
      // A new look.
      for (auto F = K.Facts.begin(); F != K.Facts.end();)
        F = F->second && overlap(States[F->first.State], State) && !States.isHidden(F->first.Holder)
                ? K.Facts.erase(F)
                : std::next(F);
      return;
    case Touch::Write:
      findLostUpdate(K, E);
      [[fallthrough]];
    case Touch::Insert:
      findLateAct(K, E);
      break;
    case Touch::Update:
    case Touch::Clear:
    case Touch::Erase:
    case Touch::Other:
      break;
    }
    for (auto F = K.Facts.begin(); F != K.Facts.end();)
      F = overlap(States[F->first.State], State) ? K.Facts.erase(F) : std::next(F);
  }

  void findLostUpdate(const Knowledge &K, const StateEvent &E) {
    const Expr *Within = nullptr;
    for (const Suspension &At : Body.suspensions())
      if (Suspends.contains(At.E) && Body.contains(E.At.Value, At.E))
        Within = At.E;
    eachPart(E.At.Value, [&](const Expr &Part) {
      // `n = n + co_await next()`: whether the read comes first is not said.
      const StateEvent *Name = States.named(Part);
      if (Within && Name && Name->State == E.State)
        Found.try_emplace(E.At.At,
                          StaleRead{StaleRead::LostUpdate, States[E.State], &Part, Within, E.At.At, nullptr});
      const VarDecl *Var = localOf(&Part);
      auto Known = Var && isa<DeclRefExpr>(Part) ? K.Facts.find({Var, E.State}) : K.Facts.end();
      if (Known != K.Facts.end() && Known->second && !Elements.contains(Var))
        Found.try_emplace(E.At.At, StaleRead{StaleRead::LostUpdate, States[E.State], ReadAt.lookup(Var),
                                             Known->second, E.At.At, Var});
    });
  }

  void findLateAct(const Knowledge &K, const StateEvent &E) {
    // `if (auto [at, added] = map.emplace(...); added)` looks again by itself.
    if (E.At.What == Touch::Insert && !Body.isDiscarded(E.At.At))
      return;
    for (const auto &[F, Suspended] : K.Facts) {
      const auto *If = Suspended ? Conditions.lookup(F.Holder) : nullptr;
      if (If && F.State == E.State && dependsOn(*E.At.At, *If))
        Found.try_emplace(E.At.At, StaleRead{StaleRead::LateAct, States[E.State], If->getCond(), Suspended,
                                             E.At.At, nullptr});
    }
  }

  /// Whether \p At runs only because of the answer of \p If.
  bool dependsOn(const Expr &At, const IfStmt &If) const {
    if ((If.getThen() && Body.contains(If.getThen(), &At)) ||
        (If.getElse() && Body.contains(If.getElse(), &At)))
      return true;
    const auto *Block = dyn_cast_or_null<CompoundStmt>(Body.parent(&If));
    return Block && Body.contains(Block, &At) && (leaves(If.getThen()) || leaves(If.getElse()));
  }

  void useElement(const Knowledge &K, const DeclRefExpr &Use) {
    const VarDecl *Var = holderOf(Use);
    if (!Var || !Elements.contains(Var) || (!Var->getType()->isReferenceType() && isAssigned(Body, Use)))
      return;
    for (const auto &[F, Suspended] : K.Facts)
      if (F.Holder == Var && Suspended)
        Found.try_emplace(Var, StaleRead{StaleRead::Element, States[F.State], ReadAt.lookup(Var), Suspended,
                                         &Use, Var, Beyond.contains(Var)});
  }

  void assignLocal(Knowledge &K, const Stmt &S) {
    const auto *Binary = dyn_cast<BinaryOperator>(&S);
    const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&S);
    auto Target = [](const Expr *E) {
      const VarDecl *Var = localOf(E);
      return Var && !Var->getType()->isReferenceType() ? Var : nullptr;
    };
    if (Binary && Binary->getOpcode() == BO_Assign) {
      if (const VarDecl *Var = Target(Binary->getLHS()))
        define(K, *Var, Binary->getRHS());
    } else if (Operator && Operator->getOperator() == OO_Equal) {
      if (const VarDecl *Var = Target(Operator->getArg(0)))
        define(K, *Var, Operator->getArg(1));
    }
  }

  /// \p Var gets the value \p From: it knows what that was made from.
  void define(Knowledge &K, const VarDecl &Var, const Expr *From) {
    const Knowledge Before = K;
    for (auto F = K.Facts.begin(); F != K.Facts.end();)
      F = F->first.Holder == &Var ? K.Facts.erase(F) : std::next(F);
    if (!From || !Var.hasLocalStorage())
      return;
    if (std::optional<unsigned> Walked = States.walkedBy(Var)) {
      Elements.insert(&Var);
      ReadAt[&Var] = From;
      K.Facts[{&Var, *Walked}] = nullptr;
      return;
    }
    const bool Refers = Var.getType()->isReferenceType() || isIteratorLike(Var.getType());
    eachPart(From, [&](const Expr &Part) {
      if (const StateEvent *Name = States.named(Part)) {
        const Leads By = leadsBy(Body, Var, *From, Part, *Name);
        // A reference to the state itself names it anew.
        if (By == Leads::Nowhere && (Refers || Name->At.What == Touch::Other))
          return;
        if (By != Leads::Nowhere)
          Elements.insert(&Var);
        if (By == Leads::Beyond)
          Beyond.insert(&Var);
        ReadAt[&Var] = From;
        K.Facts[{&Var, Name->State}] = nullptr;
        return;
      }
      const VarDecl *Other = isa<DeclRefExpr>(Part) ? localOf(&Part) : nullptr;
      if (!Other || Other == &Var || (Elements.contains(Other) && !Refers))
        return;
      for (const auto &[F, Suspended] : Before.Facts)
        if (F.Holder == Other && (!Refers || Elements.contains(Other))) {
          if (Refers)
            Elements.insert(&Var);
          if (Beyond.contains(Other))
            Beyond.insert(&Var);
          ReadAt.try_emplace(&Var, From);
          // That a loop goes on with a stale iterator is told of the loop, and not of each element as well.
          K.Facts[{&Var, F.State}] = States.isHidden(Other) ? nullptr : Suspended;
        }
    });
  }

  void branch(Knowledge &K, const CFGBlock &From) {
    const auto *If = dyn_cast_or_null<IfStmt>(From.getTerminatorStmt());
    if (!If || !If->getCond())
      return;
    Conditions[If] = If;
    const Knowledge Before = K;
    eachPart(If->getCond(), [&](const Expr &Part) {
      if (const StateEvent *Name = States.named(Part))
        K.Facts[{If, Name->State}] = nullptr;
      // A local that has what was read answers for the state.
      const VarDecl *Var = isa<DeclRefExpr>(Part) ? localOf(&Part) : nullptr;
      if (!Var || Elements.contains(Var))
        return;
      for (const auto &[F, Suspended] : Before.Facts)
        if (F.Holder == Var)
          K.Facts.try_emplace({If, F.State}, Suspended);
    });
  }

  Unit &U;
  const Coroutine &C;
  const BodyIndex &Body;
  StateEvents States;
  llvm::SmallPtrSet<const Stmt *, 4> Guarded, Suspends;
  llvm::SmallPtrSet<const VarDecl *, 4> Elements;       ///< locals that refer to an element
  llvm::SmallPtrSet<const VarDecl *, 4> Beyond;         ///< those that refer to what it points to
  llvm::DenseMap<const VarDecl *, const Expr *> ReadAt; ///< what a local was made from
  llvm::DenseMap<const void *, const IfStmt *> Conditions;
  llvm::MapVector<const void *, StaleRead> Found;
};

} // namespace

std::vector<StaleRead> staleReads(Unit &U, const Coroutine &C) {
  if (C.Decl->isDependentContext() || C.Index->suspensions().empty())
    return {};
  return Flow(U, C).run();
}

} // namespace cotidy
