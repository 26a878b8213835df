// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/LoopIndependence.h"

#include "semantics/AwaitedCalls.h"
#include "semantics/LoopBounds.h"
#include "semantics/LoopEnds.h"
#include "semantics/LoopSharing.h"
#include "semantics/LoopStreams.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"

#include "clang/Analysis/AnalysisDeclContext.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether \p Site calls what a `std::function` or the like holds.
bool isOfHeldFunction(const CallSite &Site) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  return Method && Method->getOverloadedOperator() == OO_Call &&
         AnalysisDeclContext::isInStdNamespace(Method);
}

std::string nameOf(const CallSite &Site) {
  const NamedDecl *Named = isOfHeldFunction(Site) ? usedBy(Site.Object) : Site.named();
  return Named && Named->getDeclName() ? quoted(*Named) : "the call";
}

constexpr llvm::StringLiteral LookUpWords[] = {"download", "fetch", "find",  "get",     "list",
                                               "load",     "look",  "query", "resolve", "search"};

/// Whether nothing tells what \p Site calls: no function, and no member that says it looks something up, as
/// whoever has put it there knows that it is to.
bool isUnknown(const CallSite &Site) {
  const auto *Held = dyn_cast_or_null<MemberExpr>(Site.Object);
  return !Site.Callee ||
         (isOfHeldFunction(Site) && !(Held && isNamedBy(*Held->getMemberDecl(), LookUpWords)));
}

constexpr llvm::StringLiteral PauseWords[] = {"sleep", "delay", "pause", "backoff", "throttle", "wait"};

/// A call that is given nothing but an amount of time, or a time or one number by a name that says it pauses.
bool isPause(const CallSite &Site, const LoopFlow &Flow) {
  if (hasWord(Site.Callee, PauseWords) &&
      llvm::any_of(Site.Args, [](const Expr *Arg) { return isTime(Arg->getType()); }))
    return true;
  return Site.WrittenArgs != 0 && llvm::all_of(Site.Args, [&](const Expr *Arg) {
           return isTime(Arg->getType()) || (Arg->getType()->isArithmeticType() &&
                                             hasWord(Site.Callee, PauseWords) && !Flow.variesIn(Arg));
         });
}

constexpr llvm::StringLiteral JoinWords[] = {"join", "wait"};

/// `workers[i].join()`, `futures[i].wait()`: what runs already is waited for.
bool isJoin(const CallSite &Site) {
  return isa_and_nonnull<CXXMethodDecl>(Site.Callee) && isNamedBy(*Site.Callee, JoinWords) &&
         llvm::all_of(Site.Args, [](const Expr *Arg) { return isTime(Arg->getType()); });
}

/// The type of \p Arg; of `tasks.begin()`, that of the container.
QualType rangeTypeOf(const Expr &Arg) {
  const auto *Call = dyn_cast<CXXMemberCallExpr>(strip(&Arg));
  return Call && Call->getMethodDecl() && isNamedBy(*Call->getMethodDecl(), {"begin", "end"})
             ? Call->getImplicitObjectArgument()->getType()
             : Arg.getType();
}

class Judge {
public:
  explicit Judge(LoopCase &Case)
      : Case(Case), U(Case.U), Body(Case.Body), Flow(Case.Flow), Parts(Case.Parts), Verdict(Case.Verdict) {}

  void judge();

private:
  bool gathersNoAwait();
  bool hasCarriedState();
  bool locksFirst(const CallSite &Site);
  bool isRelinked() const;
  bool isBlockedBy(const Suspension &At);
  bool isBlockedBy(const CallSite &Site, const Suspension &At);

  LoopCase &Case;
  Unit &U;
  const BodyIndex &Body;
  const LoopFlow &Flow;
  const LoopParts &Parts;
  LoopVerdict &Verdict;
};

bool Judge::gathersNoAwait() {
  for (const Suspension &At : Body.suspensions()) {
    if (!Parts.isRepeated(At.E))
      continue;
    if (At.isYield())
      return Case.blocked(Dependence::Yields, At.loc(), "the loop yields its elements one after another");
    if (U.awaitables().maySuspend(At.E))
      Verdict.Awaits.push_back(&At);
  }
  llvm::sort(Verdict.Awaits, [](const Suspension *A, const Suspension *B) { return A->loc() < B->loc(); });
  return Verdict.Awaits.empty() &&
         Case.blocked(Dependence::NoAwait, Case.Loop.S->getBeginLoc(), "nothing in it suspends");
}

bool Judge::hasCarriedState() {
  for (const Suspension *At : Verdict.Awaits) {
    if (const ValueDecl *Carried = Flow.carriedIn(At->Operand))
      return Case.blocked(Dependence::CarriedState, At->Operand->getExprLoc(),
                          named(Carried) +
                              " holds what an earlier iteration awaited, and goes into this await");
    for (const Stmt *Cond : Parts.deciders(At->E))
      if (const ValueDecl *Carried = Flow.carriedIn(Cond))
        return Case.blocked(
            Dependence::DecidesAwait, Cond->getBeginLoc(),
            named(Carried) + " holds what an earlier iteration awaited, and decides whether this one does");
  }
  return false;
}

/// `co_await mutex.lock()`, by model or by the shape of a mutex.
static bool isLock(const CallSite &Site) {
  return Site.does(CallKind::Lock) || (Site.Callee && Site.ObjectClass && isNamedBy(*Site.Callee, {"lock"}) &&
                                       !methodsNamed(*Site.ObjectClass, "unlock").empty());
}

/// Whether the coroutine that \p Site calls begins with an await of an asynchronous lock, and of the same one
/// in each iteration.
bool Judge::locksFirst(const CallSite &Site) {
  const BodyIndex *Inner = U.visibleBody(Site.Callee);
  if (!Inner || Inner->suspensions().empty() || !U.coroutine(Inner->function()))
    return false;
  const Suspension &First = Inner->suspensions().front();
  const CallSite *Lock = U.calls().operation(First.Operand);
  if (!Lock || !Lock->Object || !Lock->ObjectClass || !isLock(*Lock))
    return false;
  const Expr *Mutex = strip(Lock->Object);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Mutex)) {
    const auto *Parameter = dyn_cast<ParmVarDecl>(Ref->getDecl());
    const unsigned I = Parameter ? Parameter->getFunctionScopeIndex() : 0;
    const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
    return Parameter ? I < Site.Args.size() && !Flow.variesIn(Site.Args[I]) : Var && Var->hasGlobalStorage();
  }
  const auto *Member = dyn_cast<MemberExpr>(Mutex);
  return Member && isa<CXXThisExpr>(strip(Member->getBase())) &&
         (!Site.Object || !Flow.variesIn(Site.Object));
}

bool Judge::isBlockedBy(const CallSite &Site, const Suspension &At) {
  struct Row {
    CallKind Kind;
    Dependence Why;
    llvm::StringLiteral Text;
  };
  static constexpr Row Rows[] = {
      {CallKind::Sleep, Dependence::Pacing, "the loop pauses on purpose"},
      {CallKind::Yield, Dependence::Pacing, "the loop lets others run on purpose"},
      {CallKind::Acquire, Dependence::Limited, "the loop waits for a permit"},
      {CallKind::Pull, Dependence::Pull, "the next element is waited for"},
      {CallKind::Push, Dependence::Ordered, "elements are handed over in order"},
      {CallKind::Idle, Dependence::EventLoop, "the loop waits for events"},
      {CallKind::BoundedJoin, Dependence::Joined, "what is awaited is concurrent already"},
      {CallKind::Race, Dependence::Joined, "what is awaited is concurrent already"},
      {CallKind::OrderedCall, Dependence::Ordered, "these calls must follow each other"},
  };
  if (Site.does(CallKind::Independent))
    return false;
  for (const Row &R : Rows)
    if (Site.does(R.Kind))
      return Case.blocked(R.Why, At.loc(), R.Text);
  if (isLock(Site))
    return Case.blocked(Dependence::Limited, At.loc(), "the loop waits for a lock");
  const FunctionModel *Join = Site.does(CallKind::Join);
  if ((Join && Join->Range) ||
      llvm::any_of(Site.Args, [&](const Expr *Arg) { return holdsTasks(U, rangeTypeOf(*Arg)); }))
    return Case.blocked(Dependence::Joined, At.loc(), "what is awaited is concurrent already");
  if (Site.does(CallKind::Hop) || Site.does(CallKind::Ready) || neverSuspends(U, Site))
    return false;
  if (onlyComputes(U, Site))
    return Case.blocked(Dependence::Pacing, At.loc(),
                        "what is awaited computes, and lets others run on purpose");
  if (onlyJoins(U, Site))
    return Case.blocked(Dependence::Joined, At.loc(), "what is awaited is concurrent already");
  if (!Site.isModelled() && isPause(Site, Flow))
    return Case.blocked(Dependence::Pacing, At.loc(), "the loop pauses on purpose");
  if (!Site.isModelled() && isJoin(Site))
    return Case.blocked(Dependence::Joined, At.loc(), "what is awaited is concurrent already");
  if (isUnknown(Site))
    return Case.blocked(Dependence::UnknownCall, At.loc(), "what is called here is not known");
  if (locksFirst(Site))
    return Case.blocked(Dependence::Limited, At.loc(), "what is awaited waits for a lock before all else");
  if (isBlockedBySharing(Case, Site, At))
    return true;
  if (!Verdict.Call && isForElement(Case, Site) && !isa<CXXConstructExpr>(Site.E))
    Verdict.Call = &Site;
  return false;
}

bool Judge::isBlockedBy(const Suspension &At) {
  const Expr *Handle = nullptr;
  SmallVector<const CallSite *, 2> Sites = awaitedCalls(U, Body, At, Handle);
  if (Handle)
    return Case.blocked(Dependence::ExistingHandle, At.loc(), "what is awaited was made elsewhere");
  for (const CallSite *Site : Sites)
    if (isBlockedBy(*Site, At))
      return true;
  return false;
}

/// Whether the loop goes along the links of a list, and hands an element itself to what may link it anew.
bool Judge::isRelinked() const {
  const ValueDecl *Node = Flow.steppedIn(conditionOf(Case.Loop));
  if (!Node || !Node->getType()->isPointerType() || !Node->getType()->getPointeeType()->isRecordType())
    return false;
  const auto IsNode = [&](const Expr *E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(strip(E));
    return Ref && Ref->getDecl() == Node;
  };
  const bool Follows = llvm::any_of(Parts.nodes(), [&](const Stmt *S) {
    const auto *Link = dyn_cast<MemberExpr>(S);
    return Link && IsNode(Link->getBase()) &&
           Link->getType().getCanonicalType() == Node->getType().getCanonicalType();
  });
  return Follows && llvm::any_of(Body.calls(), [&](const Expr *Call) {
           const CallSite &Site = U.calls().site(Call);
           return Parts.isRepeated(Call) && !Parts.containsAwait(Call) &&
                  !Body.enclosing<CoroutineSuspendExpr>(Call) && llvm::any_of(Site.Args, IsNode);
         });
}

void Judge::judge() {
  if (gathersNoAwait() || hasBlockingProgress(Case) || hasCarriedState())
    return;
  const Suspension *First = nullptr;
  for (const Suspension *At : Verdict.Awaits) {
    const bool Known = Verdict.Call;
    if (isBlockedBy(*At))
      return;
    if (!Known && Verdict.Call)
      First = At;
  }
  if (isBlockedByStream(Case) || hasBlockingExit(Case))
    return;
  if (conditionOf(Case.Loop) && isRelinked()) {
    Case.blocked(Dependence::SharedEffect, First ? First->loc() : Case.Loop.S->getBeginLoc(),
                 "the list that it goes along is changed on the way");
    return;
  }
  if (!First) {
    Case.blocked(Dependence::NoElement, Verdict.Awaits.front()->loc(),
                 "no awaited call is for the iteration's own element");
    return;
  }
  Verdict.Awaits.erase(Verdict.Awaits.begin(), llvm::find(Verdict.Awaits, First));
  Verdict.At = First->loc();
  const ValueDecl *Element = Flow.variesIn(First->Operand);
  Verdict.Name = nameOf(*U.calls().operation(Verdict.Call->E));
  Verdict.Text = "the iterations are independent: each awaits " + Verdict.Name + " for its own " +
                 (Element ? named(Element) : std::string("element")) +
                 ", and no result reaches a later await, the loop's condition or an exit";
}

} // namespace

LoopVerdict judgeLoop(Unit &U, const Coroutine &C, unsigned Loop, bool Lenient) {
  LoopCase Case(U, *C.Index, Loop, Lenient);
  Judge(Case).judge();
  return std::move(Case.Verdict);
}

} // namespace cotidy
