// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/HeldResources.h"

#include "semantics/HoldEffects.h"
#include "semantics/HoldTests.h"

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
    std::vector<std::optional<HoldState>> In(Graph.getNumBlockIDs());
    // Clang numbers blocks from the exit, so the greatest comes first.
    std::set<unsigned, std::greater<unsigned>> Work;
    std::vector<const CFGBlock *> Blocks(Graph.getNumBlockIDs());
    for (const CFGBlock *Block : Graph)
      Blocks[Block->getBlockID()] = Block;
    HoldState Entry;
    Effects.enter(Entry);
    In[Graph.getEntry().getBlockID()] = Entry;
    Work.insert(Graph.getEntry().getBlockID());
    while (!Work.empty()) {
      const CFGBlock *Block = Blocks[*Work.begin()];
      Work.erase(Work.begin());
      HoldState S = *In[Block->getBlockID()];
      for (const CFGElement &Element : *Block)
        Effects.run(S, Element);
      const Expr *Condition = Block->succ_size() == 2 ? conditionOf(*Block) : nullptr;
      std::optional<HoldTest> Test = Condition ? Tests.of(Condition) : std::nullopt;
      unsigned Branch = 0;
      for (const CFGBlock::AdjacentBlock &Next : Block->succs()) {
        HoldState Out = S;
        if (Test)
          Table.learn(Out, Test->Resource, (Branch == 0) == Test->OwnedIfTrue);
        ++Branch;
        if (!Next)
          continue;
        std::optional<HoldState> &Into = In[Next->getBlockID()];
        bool Changed = !Into || Into->join(Out);
        if (!Into)
          Into = std::move(Out);
        if (Changed)
          Work.insert(Next->getBlockID());
      }
    }
    for (const CFGBlock *Block : Blocks)
      if (Block && In[Block->getBlockID()])
        record(*In[Block->getBlockID()], *Block);
  }

  static const Expr *conditionOf(const CFGBlock &Block) {
    const Stmt *Terminator = Block.getTerminatorStmt();
    if (!isa_and_nonnull<IfStmt, WhileStmt, DoStmt, ForStmt, AbstractConditionalOperator, BinaryOperator>(
            Terminator))
      return nullptr;
    return dyn_cast_or_null<Expr>(Block.getTerminatorCondition());
  }

  void record(HoldState S, const CFGBlock &Block) {
    for (const CFGElement &Element : Block) {
      if (std::optional<CFGStmt> Statement = Element.getAs<CFGStmt>())
        if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(Statement->getStmt()))
          if (const Suspension *At = Suspensions.lookup(Suspend))
            record(S, *At);
      Effects.run(S, Element);
    }
  }

  void record(const HoldState &S, const Suspension &At) {
    HeldAwait Found{&At, {}};
    for (unsigned R = Table.size(); R-- != 0;)
      if (Table.isHeld(S, R) && !isHandedTo(At, Table[R]))
        Found.Held.push_back({&Table[R], Table.liveTakes(S, R)});
    if (!Found.Held.empty())
      Awaits.push_back(std::move(Found));
  }

  /// An operation that is given the guard or its mutex, as a condition's wait is, gives it back while it
  /// waits.
  bool isHandedTo(const Suspension &At, const HeldResource &R) {
    if (R.Type.What == Hold::Transaction || R.Type.What == Hold::Lease)
      return false;
    return llvm::any_of(Body.calls(), [&](const Expr *E) {
      if (!Body.contains(At.E, E))
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
