// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Blocking.h"

#include "semantics/ArgumentClasses.h"
#include "semantics/BlockingKind.h"
#include "semantics/ChildProcesses.h"
#include "semantics/EarlierWaits.h"
#include "semantics/FollowedCalls.h"
#include "semantics/Hosts.h"
#include "semantics/Naming.h"
#include "semantics/SpinLocks.h"
#include "semantics/SpinLoops.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/PointerIntPair.h"

using namespace clang;

namespace cotidy {

namespace {

/// The calls and constructions in an expression that is not written in the body: children before parents.
void addCallsIn(const Stmt *S, SmallVectorImpl<const Expr *> &Found) {
  if (!S || isa<LambdaExpr, UnaryExprOrTypeTraitExpr, CXXNoexceptExpr>(S))
    return;
  for (const Stmt *Child : S->children())
    addCallsIn(Child, Found);
  if (isa<CallExpr, CXXConstructExpr>(S))
    Found.push_back(cast<Expr>(S));
}

} // namespace

void Blocking::addEdge(const Stmt *At, const FunctionDecl *Callee, Direct &To, bool OwnStack) {
  if (const FunctionDecl *Body = followed(U, Callee))
    To.Calls.push_back({At, Body, /*Dispatched=*/false, OwnStack});
  else if (Callee && isElsewhere(U, *Callee))
    To.Leaves.push_back({At, Callee->getCanonicalDecl(), /*Dispatched=*/false, OwnStack});
}

/// What a function that runs its argument now calls: a lambda, a function or a function object.
void Blocking::addCallables(const Expr *Arg, const Stmt *At, Direct &To, bool OwnStack) {
  auto Add = [&](const FunctionDecl *F) { addEdge(At, F, To, OwnStack); };
  if (const auto *Unary = dyn_cast<UnaryOperator>(Arg); Unary && Unary->getOpcode() == UO_AddrOf)
    Arg = strip(Unary->getSubExpr());
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Arg))
    if (const auto *F = dyn_cast<FunctionDecl>(Ref->getDecl()))
      return Add(F);
  const CXXRecordDecl *Class = classOf(Arg->getType());
  if (!Class || !Class->hasDefinition())
    return;
  DeclarationName Call = U.ast().DeclarationNames.getCXXOperatorName(OO_Call);
  for (const NamedDecl *Found : Class->lookup(Call)) {
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(Found))
      for (const FunctionDecl *F : Template->specializations())
        Add(F);
    else
      Add(dyn_cast<FunctionDecl>(Found));
  }
}

/// Whether the body of the callee runs because of this call: that of a generator runs only where it is
/// iterated.
bool Blocking::runsHere(const BodyIndex &Body, const CallSite &Site, const FunctionDecl &Callee) {
  if (!isa<CoroutineBodyStmt>(Callee.getBody()))
    return true;
  const AwaitableInfo *Info = U.awaitables().info(Site.E->getType());
  return (Info && Info->Kind == TypeKind::Monadic) ||
         isa_and_nonnull<CXXForRangeStmt>(Body.meaningfulParent(Site.E));
}

/// Whether the result of a call whose work is waited for by the destructor of that result is destroyed here:
/// nothing uses it.
bool Blocking::isDroppedHere(const BodyIndex &Body, const CallSite &Site) {
  if (Body.isDiscarded(Site.E))
    return true;
  const auto *Declaration = dyn_cast_or_null<DeclStmt>(Body.meaningfulParent(Site.E));
  return Declaration && llvm::any_of(Declaration->decls(), [&](const Decl *D) {
           const auto *Var = dyn_cast<VarDecl>(D);
           return Var && Var->isLocalVarDecl() && !Var->isStaticLocal() && strip(Var->getInit()) == Site.E &&
                  Body.uses(*Var).empty();
         });
}

/// Whether the call goes on with what another that blocks has given: `file << a << b` is told once.
bool Blocking::isNext(const CallSite &Site, BlockingCategory Category, const Direct &Found) {
  const Expr *Before = Site.Object ? Site.Object : Site.Args.empty() ? nullptr : Site.Args.front();
  return llvm::any_of(Found.Blocks, [&](const BlockingSite &Known) {
    return Before && Known.At == Before && Known.Category == Category;
  });
}

/// Whether a method of the user's own that may wait for its object has nothing left to wait for.
bool Blocking::isWaitedFor(const BodyIndex &Body, const CallSite &Site) {
  const EarlierWaits Earlier(U, Body);
  return Site.ObjectClass && Site.Object &&
         ((U.awaitables().info(*Site.ObjectClass) && Earlier.madeReady(Site, *Site.Object)) ||
          Earlier.isTakenAfterWait(Site) || Earlier.holdsElement(Site));
}

/// Whether a call that works on a descriptor or handle only takes what has come, so that it waits for nothing
/// once that is ready. What puts a question to a database waits for its answer all the same.
static bool takesWhatIsThere(const CallSite &Site, BlockingCategory Category, const FunctionModel &Model) {
  return Readiness::isDescriptor(Site, Model) && (Category != BlockingCategory::Database ||
                                                  hasWord(Site.Callee, {"copy", "fetch", "reply", "result"}));
}

/// The plain function that \p Site starts on the thread of whoever starts it: on a stack of its own, so that
/// it may wait for futures, and for nothing else. Null if it starts none.
static const Expr *fibreOf(Unit &U, const CallSite &Site) {
  const FunctionModel *Starts = Site.does(CallKind::Spawn);
  const Library *Home = Starts && Starts->Callable ? U.models().library(Starts->Library) : nullptr;
  return Home && Home->OneThread.value_or(false) ? Site.arg(*Starts->Callable) : nullptr;
}

/// Adds what the call \p Site does; \p At is where that shows in the body.
void Blocking::addCall(const BodyIndex &Body, const CallSite &Site, const Expr *At, Direct &To) {
  if (!Site.Callee || lastBranch(Body, At))
    return;
  const BlockingKind Kind = blockingKind(U, Site);
  if (Kind.Is == BlockingKind::Never)
    return;
  addArguments(Body, *Site.E, At, To);
  for (const FunctionModel *M : Site.Models)
    if (M->WhenDropped == Drop::Blocks && isDroppedHere(Body, Site))
      To.Blocks.push_back({At, Site.Callee, BlockingCategory::Wait, M, {}, false, true});
  const FunctionModel *Model = Kind.Model;
  const bool Waits =
      Kind.Is == BlockingKind::Always || !Model || !Ready.isReady(Body, Site, *Model, Kind.Category);
  if (Kind.Is != BlockingKind::Unknown && Waits && !isNext(Site, Kind.Category, To))
    To.Blocks.push_back(
        {At, Site.Callee, Kind.Category, Model, {}, Model && takesWhatIsThere(Site, Kind.Category, *Model)});
  if (const Expr *Fibre = fibreOf(U, Site)) {
    addCallables(Fibre, At, To, /*OwnStack=*/true);
  } else if (const FunctionModel *Run = Site.does(CallKind::Run)) {
    if (Run->Callable == CalleeArg)
      addEdge(At, constructorMade(Site), To);
    for (const Expr *Arg : Site.Args)
      if (!Run->Callable || Arg == Site.arg(Run->Callable))
        addCallables(Arg, At, To);
  } else if (!Site.isModelled() && Kind.Is == BlockingKind::Unknown && !isWaitedFor(Body, Site)) {
    if (std::optional<BlockingSite> Found = blocksByArgument(U, Site)) {
      Found->At = At;
      To.Blocks.push_back(std::move(*Found));
    }
    const FunctionDecl *Next = certainTarget(Site);
    if (const FunctionDecl *Method = dispatchedTo(U, Site))
      To.Leaves.push_back({At, Method, /*Dispatched=*/true});
    if (const FunctionDecl *Followed = followed(U, Next); !Followed || runsHere(Body, Site, *Followed))
      addEdge(At, Next, To);
  }
}

/// Default arguments are evaluated by the caller, though not written there.
void Blocking::addArguments(const BodyIndex &Body, const Expr &Call, const Expr *At, Direct &To) {
  for (const Stmt *Arg : Call.children())
    if (const auto *Default = dyn_cast_or_null<CXXDefaultArgExpr>(Arg))
      addUnwritten(Body, Default->getExpr(), At, To);
}

void Blocking::addUnwritten(const BodyIndex &Body, const Expr *E, const Expr *At, Direct &To) {
  SmallVector<const Expr *, 4> Calls;
  addCallsIn(E, Calls);
  for (const Expr *Call : Calls)
    addCall(Body, U.calls().site(Call), At ? At : Call, To);
}

/// What runs when a variable goes: the destructor of a class of the user, or one that a model knows, unless
/// the variable was handed on or already waited for, here or by an await.
void Blocking::addDestructors(const BodyIndex &Body, Direct &To) {
  for (const VarDecl *Var : Body.locals()) {
    const CXXRecordDecl *Class = Var->getType()->getAsCXXRecordDecl();
    const CXXDestructorDecl *Destructor =
        Class && Class->hasDefinition() && Var->hasLocalStorage() && Var->getInit() ? Class->getDestructor()
                                                                                    : nullptr;
    if (!Destructor || Destructor->isTrivial())
      continue;
    auto OnlyCancels = [&](const DeclRefExpr *Use) {
      const auto *Member = dyn_cast_or_null<MemberExpr>(Body.meaningfulParent(Use));
      const auto *Call = Member ? dyn_cast_or_null<CallExpr>(Body.meaningfulParent(Member)) : nullptr;
      return Call && U.calls().site(Call).does(CallKind::Cancel);
    };
    auto IsMoved = [&](const DeclRefExpr *Use) {
      const auto *Call = dyn_cast_or_null<CallExpr>(Body.meaningfulParent(Use));
      return isa_and_nonnull<CoreturnStmt, ReturnStmt>(Body.meaningfulParent(Use)) ||
             (Call && U.calls().site(Call).does(CallKind::Now));
    };
    for (const FunctionModel *M : U.models().functions(*Destructor, Class))
      if (M->Does == CallKind::Blocks && llvm::all_of(Body.uses(*Var), OnlyCancels))
        To.Blocks.push_back({strip(Var->getInit()), Destructor, M->Category, M, {}});
    // `t.detach();`, whenever control comes to the end of its scope.
    auto IsLetGo = [&](const DeclRefExpr *Use) {
      const auto *Call = Body.enclosing<CXXMemberCallExpr>(Use);
      return Call && Call->getMethodDecl() && isNamedBy(*Call->getMethodDecl(), {"detach"}) &&
             strip(Call->getImplicitObjectArgument()) == Use &&
             Body.parent(Body.statementOf(Call)) == Body.parent(Body.statementOf(Var->getInit()));
    };
    if (llvm::none_of(Body.uses(*Var), IsMoved) && llvm::none_of(Body.uses(*Var), IsLetGo) &&
        !EarlierWaits(U, Body).isAwaited(*Var))
      addEdge(strip(Var->getInit()), Destructor, To);
  }
}

const Blocking::Direct &Blocking::direct(const FunctionDecl &F) {
  std::unique_ptr<Direct> &Slot = Bodies[&F];
  if (Slot)
    return *Slot;
  auto Made = std::make_unique<Direct>();
  const BodyIndex &Body = U.body(F);
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&F))
    for (const CXXCtorInitializer *Init : Constructor->inits()) {
      const auto *Default = dyn_cast<CXXDefaultInitExpr>(Init->getInit());
      if (Default || !Init->isWritten())
        addUnwritten(Body, Default ? Default->getExpr() : Init->getInit(), nullptr, *Made);
    }
  for (const Expr *Call : Body.calls())
    addCall(Body, U.calls().site(Call), Call, *Made);
  for (const LoopInfo &Loop : Body.loops())
    if (const auto *For = dyn_cast<CXXForRangeStmt>(Loop.S)) {
      const VarDecl *Begin =
          For->getBeginStmt() ? cast<VarDecl>(For->getBeginStmt()->getSingleDecl()) : nullptr;
      for (const Expr *E :
           {Begin ? Begin->getInit() : nullptr, For->getInc(), For->getLoopVariable()->getInit()})
        addUnwritten(Body, E, Loop.Range, *Made);
    }
  for (const Stmt *Loop : spinLoops(Body))
    Made->Blocks.push_back({Loop,
                            nullptr,
                            waitsForLock(Body, *Loop) ? BlockingCategory::Lock : BlockingCategory::BusyWait,
                            nullptr,
                            {}});
  addDestructors(Body, *Made);
  return *(Bodies[&F] = std::move(Made));
}

/// Breadth first, so that the chain shown is the shortest, and recursion ends.
ArrayRef<BlockingSite> Blocking::reached(const FunctionDecl &F) {
  auto Known = Summaries.find(&F);
  if (Known != Summaries.end())
    return Known->second;
  struct Way {
    CallStep Step;
    unsigned Caller; // its place in Ways
  };
  // A function, and whether it has a stack of its own.
  using Visit = llvm::PointerIntPair<const FunctionDecl *, 1, bool>;
  llvm::MapVector<Visit, Way> Ways; // how each was reached first; the first is F itself
  Ways.insert({Visit(&F, false), {{nullptr, nullptr, nullptr}, 0}});
  SmallVector<BlockingSite, 1> Found;
  for (unsigned I = 0; I != Ways.size(); ++I) {
    const FunctionDecl *At = Ways.begin()[I].first.getPointer();
    const bool OwnStack = Ways.begin()[I].first.getInt();
    const Direct &Does = direct(*At);
    for (const BlockingSite &Call : Does.Blocks) {
      if ((OwnStack && Call.Category == BlockingCategory::SyncWait) ||
          llvm::any_of(Found, [&](const BlockingSite &Known) { return Known.Category == Call.Category; }))
        continue;
      BlockingSite Nearest = Call;
      Nearest.Chain.insert(Nearest.Chain.begin(), {At, Call.At, Call.Callee});
      for (unsigned Up = I; Up != 0; Up = Ways.begin()[Up].second.Caller)
        Nearest.Chain.insert(Nearest.Chain.begin(), Ways.begin()[Up].second.Step);
      Found.push_back(std::move(Nearest));
    }
    for (const Edge &Next : Does.Calls)
      Ways.insert({Visit(Next.To, OwnStack || Next.OwnStack), {{At, Next.At, Next.To}, I}});
  }
  return Summaries[&F] = std::move(Found);
}

bool Blocking::isGivenAddress(const FunctionDecl &F, const Stmt *At) {
  const auto *Call = dyn_cast<Expr>(At);
  return isa_and_nonnull<CallExpr, CXXConstructExpr>(Call) &&
         hostOf(U, U.body(F), U.calls().site(Call)).IsAddress;
}

/// Whether a look-up of names is given an address on the way, so that it asks nobody.
bool Blocking::looksUpAddress(const FunctionDecl &F, const BlockingSite &Found) {
  return Found.Category == BlockingCategory::Dns &&
         (isGivenAddress(F, Found.At) || llvm::any_of(Found.Chain, [&](const CallStep &Step) {
            return isGivenAddress(*Step.Caller, Step.At);
          }));
}

SmallVector<BlockingSite, 4> Blocking::in(const FunctionDecl &F) {
  const Direct &Own = direct(F);
  SmallVector<BlockingSite, 4> All(Own.Blocks.begin(), Own.Blocks.end());
  const bool Polls =
      llvm::any_of(Own.Calls, [&](const Edge &Call) { return !reached(*Call.To).empty(); }) && polls(F);
  for (const Edge &Call : Own.Calls)
    for (BlockingSite Through : reached(*Call.To)) {
      // A helper that tries once, for a coroutine that waits until it can.
      if ((Polls && Through.OnDescriptor) ||
          (Call.OwnStack && Through.Category == BlockingCategory::SyncWait))
        continue;
      Through.At = Call.At;
      Through.Callee = Call.To;
      All.push_back(std::move(Through));
    }
  llvm::erase_if(All, [&](const BlockingSite &Found) { return looksUpAddress(F, Found); });
  return All;
}

} // namespace cotidy
