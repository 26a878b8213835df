// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/FanOut.h"

#include "semantics/AwaitedCalls.h"
#include "semantics/LoopBounds.h"

using namespace clang;

namespace cotidy {

namespace {

std::string textOf(const Expr *E, const ASTContext &AST) {
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E))
    return quoted(*Ref->getDecl());
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(E))
    return quoted(*Member->getMemberDecl());
  return "the range";
}

class Finder {
public:
  Finder(Unit &U, const BodyIndex &Body, unsigned MaxSize) : U(U), Body(Body), MaxSize(MaxSize) {}

  std::vector<FanOut> find();

private:
  struct Filling {
    const LoopInfo *Loop;
    const Expr *Task;
  };

  bool isLimited(const Expr *E) const;
  bool isSmall(const Expr *Range) const;
  bool isSmall(const LoopInfo &Loop) const;
  bool hasLimit(const LoopInfo &Loop) const;
  const LoopInfo *unboundedLoop(const Expr *Call) const;
  std::string rangeName(const LoopInfo &Loop) const;
  bool startsForElement(const CallSite &Site, const LoopInfo &Loop);
  const LoopFlow &flow(const LoopInfo &Loop);
  void findSpawn(const CallSite &Site);
  void findJoin(const CallSite &Site);
  std::optional<Filling> fillingOf(const VarDecl &Tasks);
  bool isBatch(const LoopInfo &Filling, const Expr *Join) const;

  Unit &U;
  const BodyIndex &Body;
  const unsigned MaxSize;
  std::vector<FanOut> Found;
  llvm::DenseMap<const Stmt *, std::unique_ptr<LoopFlow>> Flows;
};

const LoopFlow &Finder::flow(const LoopInfo &Loop) {
  std::unique_ptr<LoopFlow> &Slot = Flows[Loop.S];
  if (!Slot)
    Slot = std::make_unique<LoopFlow>(U, Body, &Loop - Body.loops().begin());
  return *Slot;
}

/// `std::views::take(n)`, `std::min(limit, names.size())`
bool Finder::isLimited(const Expr *E) const {
  return llvm::any_of(Body.calls(), [&](const Expr *Call) {
    return Body.contains(E, Call) && U.calls().site(Call).does(CallKind::Limits);
  });
}

/// A range whose size is known to be small, or limited by whoever made it.
bool Finder::isSmall(const Expr *Range) const {
  Range = strip(Range);
  if (std::optional<uint64_t> Size = constantSize(Range, Body, U.ast()))
    return *Size <= MaxSize;
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Range))
    if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
        Var && Var->getInit() && Body.parent(Var->getInit()))
      Range = Var->getInit();
  return isLimited(Range);
}

bool Finder::isSmall(const LoopInfo &Loop) const {
  if (std::optional<uint64_t> Trips = constantTrips(Loop, Body, U.ast()))
    return *Trips <= MaxSize;
  if (Loop.Range)
    return isSmall(Loop.Range);
  const Expr *Cond = conditionOf(Loop);
  return Cond && isLimited(Cond);
}

/// Something in the loop that makes the next task wait for room, or for earlier ones.
bool Finder::hasLimit(const LoopInfo &Loop) const {
  constexpr CallKind Limits[] = {CallKind::Acquire, CallKind::Lock, CallKind::Join, CallKind::BoundedJoin,
                                 CallKind::Race,    CallKind::Push, CallKind::Sleep};
  for (const Suspension &At : Body.suspensions())
    if (Body.contains(Loop.Body, At.E) && U.awaitables().maySuspend(At.E))
      return true;
  return llvm::any_of(Body.calls(), [&](const Expr *Call) {
    const CallSite &Site = U.calls().site(Call);
    const FunctionModel *Blocks = Site.does(CallKind::Blocks);
    return Body.contains(Loop.Body, Call) &&
           ((Blocks && Blocks->Category == BlockingCategory::Wait) || Site.does(CallKind::SyncWait) ||
            llvm::any_of(Limits, [&](CallKind Kind) { return Site.does(Kind); }));
  });
}

/// The innermost loop around \p Call that runs a number of times nobody knows here.
const LoopInfo *Finder::unboundedLoop(const Expr *Call) const {
  for (int I = Body.loopOf(Call); I >= 0; I = Body.loops()[I].Parent)
    if (!isSmall(Body.loops()[I]))
      return &Body.loops()[I];
  return nullptr;
}

std::string Finder::rangeName(const LoopInfo &Loop) const {
  if (Loop.Range)
    return textOf(Loop.Range, U.ast());
  // `i < names.size()`, `it != names.end()`
  const Expr *Cond = conditionOf(Loop);
  for (const Expr *Call : Body.calls()) {
    const Expr *Object = Cond && Body.contains(Cond, Call) ? U.calls().site(Call).Object : nullptr;
    const CXXRecordDecl *Class = Object ? classOf(Object->getType(), /*ThroughPointer=*/true) : nullptr;
    if (Class && !methodsNamed(*Class, "begin").empty())
      return textOf(Object, U.ast());
  }
  return "";
}

/// Whether a call in the loop is given the loop's element; a counter that is only passed on numbers workers.
bool Finder::startsForElement(const CallSite &Site, const LoopInfo &Loop) {
  const LoopFlow &Flow = flow(Loop);
  return llvm::any_of(Site.Args, [&](const Expr *Arg) { return Flow.variesIn(Arg); }) ||
         (Site.Object && Flow.variesIn(Site.Object, Flow.rootOf(Site.Object)));
}

void Finder::findSpawn(const CallSite &Site) {
  if (!Site.does(CallKind::Spawn) && !Site.does(CallKind::Detach))
    return;
  const LoopInfo *Loop = unboundedLoop(Site.E);
  if (!Loop)
    return;
  const std::string Over = rangeName(*Loop);
  const bool Arrivals = Over.empty();
  if (Arrivals) {
    const Expr *Cond = conditionOf(*Loop);
    const bool Counts = isa<CXXForRangeStmt>(Loop->S) || (Cond && flow(*Loop).steppedIn(Cond));
    const bool Waits = llvm::any_of(Body.suspensions(), [&](const Suspension &At) {
      const CallSite *Awaited = U.calls().operation(At.Operand);
      return Body.contains(Loop->Body, At.E) && Awaited &&
             (Awaited->does(CallKind::Idle) || Awaited->does(CallKind::Pull));
    });
    if (Counts || !Waits)
      return;
  } else if (hasLimit(*Loop) || !startsForElement(Site, *Loop)) {
    return;
  }
  Found.push_back({Site.E, Over, SourceLocation(), Arrivals});
}

/// The loop that fills a container of tasks with one call for each element.
std::optional<Finder::Filling> Finder::fillingOf(const VarDecl &Tasks) {
  for (const DeclRefExpr *Use : Body.uses(Tasks)) {
    const auto *Member = dyn_cast_or_null<MemberExpr>(Body.meaningfulParent(Use));
    const auto *Add = Member ? dyn_cast_or_null<CXXMemberCallExpr>(Body.parent(Member)) : nullptr;
    if (!Add || Add->getNumArgs() == 0 || cast<CXXMethodDecl>(Member->getMemberDecl())->isConst())
      continue;
    const LoopInfo *Loop = unboundedLoop(Add);
    if (!Loop || hasLimit(*Loop) || rangeName(*Loop).empty())
      continue;
    for (const Expr *Call : Body.calls())
      if (Body.contains(Add, Call) && Call != Add && isTask(U, Call->getType()) &&
          startsForElement(U.calls().site(Call), *Loop))
        return Filling{Loop, Call};
  }
  return std::nullopt;
}

/// Whether the tasks of one filling are a part that an outer loop has cut off: a chunk, a window.
bool Finder::isBatch(const LoopInfo &Filling, const Expr *Join) const {
  for (int Outer = Filling.Parent; Outer >= 0; Outer = Body.loops()[Outer].Parent) {
    const LoopInfo &Around = Body.loops()[Outer];
    if (!Body.contains(Around.Body, Join))
      continue;
    const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Filling.Range);
    return !Filling.Range || (Ref && Ref->getDecl() == Around.Element);
  }
  return false;
}

void Finder::findJoin(const CallSite &Site) {
  const FunctionModel *Join = Site.does(CallKind::Join);
  if (Site.does(CallKind::BoundedJoin) || Site.does(CallKind::Race) ||
      (!Join && !isTask(U, Site.E->getType())))
    return;
  SmallVector<const Expr *, 2> Ranges;
  if (Join && Join->Range)
    Ranges.push_back(Site.arg(Join->Range));
  else
    Ranges.append(Site.Args.begin(), Site.Args.end());
  // Without a model, a function with a number beside the tasks may take it for the limit.
  if (!Join && llvm::any_of(Site.Args, [](const Expr *Arg) { return Arg->getType()->isIntegerType(); }))
    return;
  for (const Expr *Range : Ranges) {
    while (const CallSite *Passed = Range ? U.calls().siteOf(Range) : nullptr) {
      const auto *Construct = dyn_cast<CXXConstructExpr>(Passed->E);
      if (!Passed->does(CallKind::Now) &&
          !(Construct && Construct->getConstructor()->isCopyOrMoveConstructor()))
        break;
      Range = Passed->Args.empty() ? nullptr : strip(Passed->Args.front());
    }
    if (!Range)
      continue;
    const auto *Ref = dyn_cast<DeclRefExpr>(Range);
    const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (Var && Var->hasLocalStorage() && holdsTasks(U, Range->getType())) {
      std::optional<Filling> Filled = fillingOf(*Var);
      if (Filled && !isBatch(*Filled->Loop, Site.E))
        Found.push_back({Site.E, rangeName(*Filled->Loop), Filled->Task->getExprLoc(), false});
      return;
    }
    // A join over a range and a function that makes the tasks.
    if (Join && Join->Range && Join->Callable && !isSmall(Range)) {
      Found.push_back({Site.E, textOf(Range, U.ast()), SourceLocation(), false});
      return;
    }
  }
}

std::vector<FanOut> Finder::find() {
  for (const Expr *Call : Body.calls()) {
    const CallSite &Site = U.calls().site(Call);
    findSpawn(Site);
    findJoin(Site);
  }
  return std::move(Found);
}

} // namespace

std::vector<FanOut> findFanOut(Unit &U, const BodyIndex &Body, unsigned MaxSize) {
  return Finder(U, Body, MaxSize).find();
}

} // namespace cotidy
