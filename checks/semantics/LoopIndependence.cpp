// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/LoopIndependence.h"

#include "semantics/LoopBounds.h"

using namespace clang;

namespace cotidy {

namespace {

/// How deep to look for a socket or the like in the members of a class.
constexpr unsigned MaxMemberDepth = 2;

constexpr TypeKind OrderedKinds[] = {TypeKind::Ordered, TypeKind::Transaction, TypeKind::Lease,
                                     TypeKind::FileStream, TypeKind::AsyncGenerator};
constexpr TypeKind SharableKinds[] = {TypeKind::Concurrent, TypeKind::Client,     TypeKind::Executor,
                                      TypeKind::StopToken,  TypeKind::StopSource, TypeKind::Token,
                                      TypeKind::Scope};

template <typename Kinds> bool isAny(Unit &U, const CXXRecordDecl &Class, const Kinds &Of) {
  return llvm::any_of(Of, [&](TypeKind Kind) { return U.awaitables().model(Class, Kind); });
}

bool isOrdered(Unit &U, const CXXRecordDecl *Class, unsigned Depth) {
  if (!Class || isAny(U, *Class, SharableKinds))
    return false;
  if (isAny(U, *Class, OrderedKinds))
    return true;
  Class = Class->getDefinition();
  if (!Class || Depth == 0)
    return false;
  auto Holds = [&](QualType T) {
    const CXXRecordDecl *Inner = classOf(T, /*ThroughPointer=*/true);
    return Inner && !U.awaitables().model(*Inner, TypeKind::Timer) && isOrdered(U, Inner, Depth - 1);
  };
  return llvm::any_of(Class->fields(), [&](const FieldDecl *F) { return Holds(F->getType()); }) ||
         llvm::any_of(Class->bases(), [&](const CXXBaseSpecifier &B) { return Holds(B.getType()); });
}

std::string named(const ValueDecl *D) { return D && D->getDeclName() ? quoted(*D) : "it"; }

std::string nameOf(const CallSite &Site) {
  if (const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
      Method && Method->getOverloadedOperator() == OO_Call && Site.Object)
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Site.Object))
      return quoted(*Ref->getDecl());
  return Site.Callee && Site.Callee->getDeclName() ? "'" + Site.Callee->getNameAsString() + "'" : "the call";
}

class Judge {
public:
  Judge(Unit &U, const Coroutine &C, unsigned Index, bool Lenient)
      : U(U), Body(*C.Index), Loop(Body.loops()[Index]), Flow(U, Body, Index), Lenient(Lenient) {}

  LoopVerdict judge();

private:
  bool blocked(Dependence Why, SourceLocation At, const Twine &Text) {
    Verdict.Why = Why;
    Verdict.At = At;
    Verdict.Text = Text.str();
    return true;
  }
  /// A reason that may but need not be one.
  bool doubted(Dependence Why, SourceLocation At, const Twine &Text) {
    return !Lenient && blocked(Why, At, Text);
  }

  bool gathersNoAwait();
  bool hasBlockingProgress();
  bool hasBlockingExit();
  bool exitDependsOnAwait(const Stmt *Jump);
  bool hasCarriedState();
  bool isBlockedBy(const Suspension &At);
  bool isBlockedBy(const CallSite &Site, const Suspension &At);
  bool isBlockedBySharing(const CallSite &Site, const Suspension &At);
  bool isSharedBlocked(const CallSite &Site, const Suspension &At, const Expr *Place,
                       const CXXRecordDecl *Class, bool Mutable);
  bool isOwn(const Expr *Place) const;
  bool isForElement(const CallSite &Site) const;
  bool isIgnored(const Suspension &At) const;
  bool neverSuspends(const CallSite &Site);
  bool mayChangeElsewhere(const Stmt *Cond) const;

  Unit &U;
  const BodyIndex &Body;
  const LoopInfo &Loop;
  LoopFlow Flow;
  const bool Lenient;
  LoopVerdict Verdict;
  llvm::SmallPtrSet<const ValueDecl *, 4> Shared; ///< what awaited operations work on in every iteration
};

bool Judge::gathersNoAwait() {
  for (const Suspension &At : Body.suspensions()) {
    if (!Flow.isRepeated(At.E))
      continue;
    if (At.isYield())
      return blocked(Dependence::Yields, At.loc(), "the loop yields its elements one after another");
    if (U.awaitables().maySuspend(At.E))
      Verdict.Awaits.push_back(&At);
  }
  llvm::sort(Verdict.Awaits, [](const Suspension *A, const Suspension *B) { return A->loc() < B->loc(); });
  return Verdict.Awaits.empty() &&
         blocked(Dependence::NoAwait, Loop.S->getBeginLoc(), "nothing in it suspends");
}

/// What makes the loop go on: its own counter, iterator or range, or something else.
bool Judge::hasBlockingProgress() {
  const SourceLocation Begin = Loop.S->getBeginLoc();
  if (std::optional<uint64_t> Trips = constantTrips(Loop, Body, U.ast()); Trips && *Trips <= 1)
    return blocked(Dependence::FewIterations, Begin, "the loop runs once at most");
  if (const auto *For = dyn_cast<CXXForRangeStmt>(Loop.S)) {
    if (For->getCoawaitLoc().isValid())
      return blocked(Dependence::Pull, Begin, "the next element is awaited");
    const AwaitableInfo *Info = Loop.Range ? U.awaitables().info(Loop.Range->getType()) : nullptr;
    return Info && blocked(Dependence::Pull, Begin, "the range is a generator");
  }
  const Expr *Cond = conditionOf(Loop);
  const auto *For = dyn_cast<ForStmt>(Loop.S);
  const auto *While = dyn_cast<WhileStmt>(Loop.S);
  const Stmt *Declared = For     ? For->getConditionVariableDeclStmt()
                         : While ? While->getConditionVariableDeclStmt()
                                 : nullptr;
  const Stmt *Progress[] = {Cond, For ? For->getInc() : nullptr, Declared};
  for (const Stmt *Part : Progress) {
    if (!Part || !Flow.isAwaited(Part))
      continue;
    const bool Itself =
        llvm::any_of(Verdict.Awaits, [&](const Suspension *At) { return Body.contains(Part, At->E); });
    if (Itself || Flow.carriedIn(Part) || Flow.isAwaited(Part))
      return blocked(Dependence::Condition, Part->getBeginLoc(),
                     "whether there is a next iteration depends on what was awaited");
  }
  const ValueDecl *Counter = Cond ? Flow.steppedIn(Cond) : nullptr;
  if (!Counter && Declared)
    Counter = Flow.steppedIn(Declared);
  if (!Counter)
    return blocked(Dependence::EventLoop, Begin, "the loop does not count or walk over elements of its own");
  // Of `(i = next++) < size`, the one that decides which elements are this loop's.
  const ValueDecl *Source = Cond ? Flow.steppedIn(Cond, Counter) : nullptr;
  for (const ValueDecl *Stepped : {Counter, Source}) {
    const auto *Var = dyn_cast_or_null<VarDecl>(Stepped);
    if (Var && Var->hasLocalStorage() && Var->getDeclContext() != &Body.function())
      return blocked(Dependence::EventLoop, Begin,
                     named(Stepped) + " is captured, and may be shared with other coroutines");
    if (Stepped && (!Var || !Var->hasLocalStorage() || Var->getType()->isReferenceType()))
      return doubted(Dependence::EventLoop, Begin,
                     named(Stepped) + " may be changed by others while the loop waits");
  }
  return false;
}

/// Whether a condition reads state that others can change while this coroutine waits.
bool Judge::mayChangeElsewhere(const Stmt *Cond) const {
  for (const Stmt *S : Flow.nodes()) {
    if (!Body.contains(Cond, S))
      continue;
    if (const auto *This = dyn_cast<CXXThisExpr>(S)) {
      const auto *Member = dyn_cast_or_null<MemberExpr>(Body.meaningfulParent(This));
      if (!Member || !Member->getType().isConstQualified())
        return true;
    }
    const auto *Ref = dyn_cast<DeclRefExpr>(S);
    const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (Var && !Var->hasLocalStorage() && !Var->getType().isConstQualified() && !Var->isConstexpr())
      return true;
    if (Var && Shared.contains(objectOf(Var)))
      return true;
  }
  return false;
}

bool Judge::exitDependsOnAwait(const Stmt *Jump) {
  for (const Stmt *Cond : Flow.deciders(Jump)) {
    if (Flow.isAwaited(Cond))
      return true;
    if (const auto *E = dyn_cast<Expr>(Cond); E && mayChangeElsewhere(E))
      return true;
  }
  return false;
}

bool Judge::hasBlockingExit() {
  for (const Stmt *Jump : Flow.jumps()) {
    if (isa<ContinueStmt>(Jump) || !Flow.leaves(Jump, Loop.Body))
      continue;
    const auto *Throw = dyn_cast<CXXThrowExpr>(Jump);
    if (Throw && !Throw->getSubExpr()) // hands the error on, as if it had not been caught
      continue;
    if (Flow.deciders(Jump).empty() && !Throw)
      return blocked(Dependence::FewIterations, Jump->getBeginLoc(), "the loop ends in its first iteration");
    if (!exitDependsOnAwait(Jump))
      continue;
    if (!Throw)
      return blocked(Dependence::EarlyExit, Jump->getBeginLoc(), "what was awaited may end the loop here");
    if (doubted(Dependence::Throws, Jump->getBeginLoc(),
                "what was awaited may end the loop by this exception"))
      return true;
  }
  return false;
}

bool Judge::hasCarriedState() {
  for (const Suspension *At : Verdict.Awaits) {
    if (const ValueDecl *Carried = Flow.carriedIn(At->Operand))
      return blocked(Dependence::CarriedState, At->Operand->getExprLoc(),
                     named(Carried) + " holds what an earlier iteration awaited, and goes into this await");
    for (const Stmt *Cond : Flow.deciders(At->E))
      if (const ValueDecl *Carried = Flow.carriedIn(Cond))
        return blocked(Dependence::DecidesAwait, Cond->getBeginLoc(),
                       named(Carried) +
                           " holds what an earlier iteration awaited, and decides whether this one does");
  }
  return false;
}

/// A place that no other iteration has: it comes from the element, or is made in the iteration.
bool Judge::isOwn(const Expr *Place) const {
  const ValueDecl *Root = Flow.rootOf(Place);
  // What the element or a counter leads to; but not an object that differs only because the loop calls it.
  if (Root && Flow.isLocal(Root) ? Flow.variesIn(Place) : Flow.variesIn(Place, Root))
    return true;
  if (Root && Flow.isCounter(Root))
    return true;
  for (unsigned I = 0; Root && Flow.isLocal(Root) && I != MaxMemberDepth; ++I) {
    const auto *Var = dyn_cast<VarDecl>(Root);
    const bool Refers = Var && Var->getInit() &&
                        (Var->getType()->isReferenceType() || Var->getType()->isPointerType() ||
                         classOf(Var->getType(), true) != classOf(Var->getType()));
    if (!Refers || Flow.isAwaited(Var->getInit()) || Flow.variesIn(Var->getInit()))
      return true;
    const CallSite *Made = U.calls().siteOf(Var->getInit());
    if (Made && !Made->Object && Made->Args.empty())
      return false;
    Root = Flow.rootOf(Made && !Flow.rootOf(Var->getInit()) && !Made->Args.empty() ? Made->Args.front()
                                                                                   : Var->getInit());
  }
  return Root && Flow.isLocal(Root);
}

/// Whether a call is given the element, or what this iteration awaited for it.
bool Judge::isForElement(const CallSite &Site) const {
  auto Carries = [&](const Expr *E) { return E && (Flow.variesIn(E) || Flow.isAwaited(E)); };
  return Carries(Site.Object) || llvm::any_of(Site.Args, Carries);
}

bool Judge::isIgnored(const Suspension &At) const {
  if (At.E->getType()->isVoidType() || Body.isDiscarded(At.E))
    return true;
  const auto *Declaration = dyn_cast_or_null<DeclStmt>(Body.meaningfulParent(At.E));
  const auto *Var =
      Declaration && Declaration->isSingleDecl() ? dyn_cast<VarDecl>(Declaration->getSingleDecl()) : nullptr;
  return Var && !isa<DecompositionDecl>(Var) && Body.uses(*Var).empty();
}

bool Judge::isSharedBlocked(const CallSite &Site, const Suspension &At, const Expr *Place,
                            const CXXRecordDecl *Class, bool Mutable) {
  if (Place && isOwn(Place))
    return false;
  const ValueDecl *Root = Place ? Flow.rootOf(Place) : nullptr;
  const std::string Name = Root    ? named(Root)
                           : Place ? std::string("one object")
                                   : std::string("this object");
  if (cotidy::isOrdered(U, Class))
    return blocked(Dependence::Ordered, At.loc(), "operations on " + Name + " must follow each other");
  if (!Mutable || (Class && isAny(U, *Class, SharableKinds)))
    return false;
  if (Root)
    Shared.insert(Root);
  if (isIgnored(At))
    return doubted(Dependence::SharedEffect, At.loc(),
                   "every iteration changes " + Name +
                       " and gives no result, so the order of effects may matter");
  const bool ForElement =
      llvm::any_of(Site.Args, [&](const Expr *Arg) { return Flow.variesIn(Arg) || Flow.isAwaited(Arg); });
  if (!ForElement)
    return doubted(Dependence::SharedEffect, At.loc(),
                   "this step on " + Name +
                       " is not given the iteration's element, so it may depend on the steps before");
  return false;
}

bool Judge::isBlockedBySharing(const CallSite &Site, const Suspension &At) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  if (Method && !Method->isStatic() && !isa<CXXConstructorDecl>(Method)) {
    const CXXRecordDecl *Class = Method->getParent();
    bool Mutable = !Method->isConst();
    if (Class->isLambda()) {
      // What a lambda reaches by reference counts as its own.
      Mutable = llvm::any_of(Class->captures(), [](const LambdaCapture &Capture) {
        return Capture.capturesThis() || Capture.getCaptureKind() == LCK_ByRef;
      });
    } else if (Method->getOverloadedOperator() == OO_Call) {
      Mutable = true; // a callable of unknown contents
    }
    if (isSharedBlocked(Site, At, Site.Object, Site.ObjectClass ? Site.ObjectClass : Class, Mutable))
      return true;
  }
  const unsigned Parameters = Site.Callee ? Site.Callee->getNumParams() : 0;
  for (unsigned I = 0; I < Site.Args.size() && I < Parameters; ++I) {
    QualType T = Site.Callee->getParamDecl(I)->getType();
    const Expr *Arg = Site.Args[I];
    const CXXRecordDecl *Class = classOf(T, /*ThroughPointer=*/true);
    const bool ByPointer = T->isPointerType() || (Class && Class != classOf(T));
    const bool ByReference = T->isReferenceType();
    if (!Class || (!ByPointer && !ByReference) ||
        (isa<CXXConstructExpr, MaterializeTemporaryExpr>(Arg) && !ByPointer))
      continue;
    const QualType Target = T->isPointerType() || ByReference ? T->getPointeeType() : T;
    const bool Mutable = ByPointer ? !(T->isPointerType() && Target.isConstQualified())
                                   : !Target.isConstQualified() && Arg->isLValue();
    if (Flow.rootOf(Arg) && isSharedBlocked(Site, At, Arg, Class, Mutable))
      return true;
  }
  return false;
}

/// Whether the awaited coroutine is seen to do all its work at once: nothing of it could overlap.
bool Judge::neverSuspends(const CallSite &Site) {
  const FunctionDecl *Definition = Site.Callee ? Site.Callee->getDefinition() : nullptr;
  if (!Definition || Definition->hasSkippedBody() ||
      !isa_and_nonnull<CoroutineBodyStmt>(Definition->getBody()))
    return false;
  return llvm::none_of(U.body(*Definition).suspensions(),
                       [&](const Suspension &Inner) { return U.awaitables().maySuspend(Inner.E); });
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
      {CallKind::Lock, Dependence::Limited, "the loop waits for a lock"},
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
      return blocked(R.Why, At.loc(), R.Text);
  const FunctionModel *Join = Site.does(CallKind::Join);
  if ((Join && Join->Range) ||
      llvm::any_of(Site.Args, [&](const Expr *Arg) { return holdsTasks(U, Arg->getType()); }))
    return blocked(Dependence::Joined, At.loc(), "what is awaited is concurrent already");
  if (Site.does(CallKind::Hop) || Site.does(CallKind::Ready) || neverSuspends(Site))
    return false;
  if (!Site.Callee)
    return blocked(Dependence::UnknownCall, At.loc(), "what is called here is not known");
  if (isBlockedBySharing(Site, At))
    return true;
  if (!Verdict.Call && isForElement(Site) && !isa<CXXConstructExpr>(Site.E))
    Verdict.Call = &Site;
  return false;
}

bool Judge::isBlockedBy(const Suspension &At) {
  const Expr *Handle = nullptr;
  SmallVector<const CallSite *, 2> Sites = awaitedCalls(U, Body, At, Handle);
  if (Handle)
    return blocked(Dependence::ExistingHandle, At.loc(), "what is awaited was made elsewhere");
  for (const CallSite *Site : Sites)
    if (isBlockedBy(*Site, At))
      return true;
  return false;
}

LoopVerdict Judge::judge() {
  if (gathersNoAwait() || hasBlockingProgress() || hasCarriedState())
    return Verdict;
  const Suspension *First = nullptr;
  for (const Suspension *At : Verdict.Awaits) {
    const bool Known = Verdict.Call;
    if (isBlockedBy(*At))
      return Verdict;
    if (!Known && Verdict.Call)
      First = At;
  }
  if (hasBlockingExit())
    return Verdict;
  if (!First) {
    blocked(Dependence::NoElement, Verdict.Awaits.front()->loc(),
            "no awaited call is for the iteration's own element");
    return Verdict;
  }
  Verdict.Awaits.erase(Verdict.Awaits.begin(), llvm::find(Verdict.Awaits, First));
  Verdict.At = First->loc();
  const ValueDecl *Element = Flow.variesIn(First->Operand);
  Verdict.Name = nameOf(*Verdict.Call);
  Verdict.Text = "the iterations are independent: each awaits " + Verdict.Name + " for its own " +
                 (Element ? named(Element) : std::string("element")) +
                 ", and no result reaches a later await, the loop's condition or an exit";
  return Verdict;
}

} // namespace

bool isOrdered(Unit &U, const CXXRecordDecl *Class) { return isOrdered(U, Class, MaxMemberDepth); }

LoopVerdict judgeLoop(Unit &U, const Coroutine &C, unsigned Loop, bool Lenient) {
  return Judge(U, C, Loop, Lenient).judge();
}

} // namespace cotidy
