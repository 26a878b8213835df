// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/HeldResources.h"

#include "semantics/HoldEffects.h"
#include "semantics/HoldTests.h"
#include "semantics/PathFlow.h"

using namespace clang;

namespace cotidy {

namespace {

/// The solution over the control flow: what is held before each block, then what is held at each suspension.
class Flow {
public:
  Flow(Unit &U, const Coroutine &C, std::vector<std::unique_ptr<HeldResource>> &Resources)
      : U(U), C(C), Body(*C.Index), Types(U), Table(U.ast(), Resources), Effects(U, C, Types, Table),
        Tests(U, Body, Types, Table) {
    for (const Suspension &At : Body.suspensions())
      if (U.awaitables().maySuspend(At.E))
        Suspensions[At.E] = &At;
  }

  std::vector<HeldAwait> awaits() {
    if (Suspensions.empty() || C.Decl->isDependentContext() || !Effects.any())
      return {};
    CFG::BuildOptions Options;
    Options.AddImplicitDtors = true;
    Options.AddTemporaryDtors = true;
    Options.AddEHEdges = true;
    Options.AddCXXDefaultInitExprInCtors = false;
    Options.PruneTriviallyFalseEdges = true;
    Options.setAllAlwaysAdd();
    std::unique_ptr<CFG> Graph =
        CFG::buildCFG(C.Decl, const_cast<Stmt *>(C.Decl->getBody()), &U.ast(), Options);
    if (!Graph)
      return {};
    solve(*Graph);
    llvm::sort(Awaits, [](const HeldAwait &A, const HeldAwait &B) {
      return A.At < B.At; // the index is in the order of the source
    });
    return std::move(Awaits);
  }

private:
  void solve(const CFG &Graph) {
    PathFlow<HoldState> Flow(Body, U.ast(), Graph);
    HoldState Entry;
    Effects.enter(Entry);
    Flow.solve(
        std::move(Entry), [&](HoldState &S, const CFGElement &Element) { Effects.run(S, Element); },
        [&](HoldState &S, const CFGBlock &From, const CFGBlock &To, bool First) {
          if (const Expr *Condition = conditionOf(From))
            if (std::optional<HoldTest> Test = Tests.of(Condition))
              Table.learn(S, Test->Resource, First == Test->OwnedIfTrue);
          if (const auto *Handler = dyn_cast_or_null<CXXCatchStmt>(To.getLabel()))
            caught(S, *Handler);
        });
    for (const CFGBlock *Block : Graph)
      record(*Block, Flow.before(*Block));
  }

  /// What was declared in the try block is gone in its handlers. Whether a statement of a transaction that
  /// failed has left it open is not known.
  void caught(HoldState &S, const CXXCatchStmt &Handler) const {
    const auto *Try = dyn_cast_or_null<CXXTryStmt>(Body.parent(&Handler));
    for (unsigned R = 0; R != Table.size(); ++R)
      if (!isLock(Table[R].Type.What) ||
          (Try && Table[R].Made && (Table[R].Owner || isa<CXXBindTemporaryExpr>(Table[R].Made)) &&
           Body.contains(Try->getTryBlock(), Table[R].Made)))
        Table.drop(S, R);
  }

  void record(const CFGBlock &Block, PathFlow<HoldState>::Paths &States) {
    for (const CFGElement &Element : Block) {
      if (std::optional<CFGStmt> Statement = Element.getAs<CFGStmt>())
        if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(Statement->getStmt()))
          if (const Suspension *At = Suspensions.lookup(Suspend)) {
            HoldState Any;
            for (const auto &[Known, Held] : States)
              Any.join(Held);
            record(Any, *At);
          }
      for (auto &[Known, Held] : States)
        Effects.run(Held, Element);
    }
  }

  void record(const HoldState &S, const Suspension &At) {
    HeldAwait Found{&At, {}};
    for (unsigned R = Table.size(); R-- != 0;)
      if (Table.isHeld(S, R) && !Table[R].Unknown && !isHandedTo(At, Table[R]))
        Found.Held.push_back({&Table[R], Table.liveTakes(S, R)});
    if (!Found.Held.empty())
      Awaits.push_back(std::move(Found));
  }

  /// An operation that is given the guard or its mutex, as a condition's wait is, gives it back while it
  /// waits.
  bool isHandedTo(const Suspension &At, const HeldResource &R) {
    if (!isLock(R.Type.What))
      return false;
    return llvm::any_of(Body.calls(), [&](const Expr *E) {
      // Making a guard takes the lock, and gives nothing back.
      if (!Body.contains(At.E, E) || (isa<CXXConstructExpr>(E) && Types.owner(E->getType())))
        return false;
      const CallSite &Site = U.calls().site(E);
      return llvm::any_of(Site.Args, [&](const Expr *Arg) {
        const CXXRecordDecl *Class = pointeeClass(Arg->getType());
        Place Given = Class ? placeOf(withoutMove(Arg)) : Place();
        if (Given.empty())
          return false;
        return llvm::any_of(R.Mutexes, [&](const LockedMutex &M) { return M.Where == Given; }) ||
               ((R.Type.Owner == Class->getDefinition() || Types.owner(Arg->getType())) && Given == R.Where);
      });
    });
  }

  Unit &U;
  const Coroutine &C;
  const BodyIndex &Body;
  Holdings Types;
  HoldTable Table;
  HoldEffects Effects;
  HoldTests Tests;
  llvm::DenseMap<const Expr *, const Suspension *> Suspensions;
  std::vector<HeldAwait> Awaits;
};

struct HeldFacts : Session::Facts {
  explicit HeldFacts(Session &) {}
  llvm::DenseMap<const FunctionDecl *, std::unique_ptr<HeldResources>> Known;
};

} // namespace

HeldResources::HeldResources(Unit &U, const Coroutine &C) { Awaits = Flow(U, C, Resources).awaits(); }

HeldResources::~HeldResources() = default;

const HeldResources &HeldResources::of(Unit &U, const Coroutine &C) {
  std::unique_ptr<HeldResources> &Slot = U.session().facts<HeldFacts>().Known[C.Decl];
  if (!Slot)
    Slot = std::make_unique<HeldResources>(U, C);
  return *Slot;
}

} // namespace cotidy
