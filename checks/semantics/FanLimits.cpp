// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/FanLimits.h"

#include "semantics/AwaitedCalls.h"
#include "semantics/ClassMembers.h"
#include "semantics/FewByNature.h"
#include "semantics/LoopBounds.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Place.h"
#include "semantics/Services.h"
#include "semantics/TaskStarts.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr llvm::StringLiteral LimitWords[] = {"limit", "max",    "flight",   "window", "permit",
                                              "slot",  "active", "capacity", "budget", "concurren"};
/// Words of names that ask for room, and say whether there is any.
constexpr llvm::StringLiteral RoomWords[] = {"admit", "acquire", "allow", "quota", "throttl"};
constexpr llvm::StringLiteral WorkerWords[] = {"worker",     "thread",  "concurren", "parallel", "fiber",
                                               "cores",      "cpu",     "limit",     "max",      "pool",
                                               "shard",      "smp",     "consumer",  "producer", "client",
                                               "connection", "session", "listen",    "instance"};

/// Words of ranges that have an element for each of those who do the work, which takes one piece after
/// another, or for each part that things are divided into once.
constexpr llvm::StringLiteral PlaceWords[] = {"shard", "slot", "worker"};

constexpr llvm::StringLiteral EndWords[] = {"stop", "close", "shutdown", "disconnect", "abort", "cancel"};

bool isInitializerList(QualType T) {
  const CXXRecordDecl *Class = classOf(T);
  return Class && Class->isInStdNamespace() && Class->getIdentifier() &&
         Class->getName() == "initializer_list";
}

/// Whether a name in \p Within has one of \p Words in it.
bool namesOne(const BodyIndex &Body, const Stmt *Within, ArrayRef<llvm::StringLiteral> Words) {
  return llvm::any_of(Body.nodes(),
                      [&](const Stmt *S) { return hasWord(usedBy(S), Words) && Body.contains(Within, S); });
}

/// `active.size() >= max_active`, `!limiter.try_acquire()`
bool asksForRoom(Unit &U, const BodyIndex &Body, const Expr *Cond) {
  const auto *Compared = dyn_cast_or_null<BinaryOperator>(strip(Cond));
  return (Compared && Compared->isComparisonOp() && namesOne(Body, Compared, LimitWords)) ||
         llvm::any_of(Body.calls(), [&](const Expr *Call) {
           return Body.contains(Cond, Call) && hasWord(U.calls().site(Call).Callee, RoomWords);
         });
}

/// `[&](auto &) { return running < max_running; }`
bool letsIn(Unit &U, const Expr *Callable) {
  const LambdaExpr *Lambda = Callable ? lambdaBehind(Callable) : nullptr;
  const FunctionDecl *Function = Lambda ? callOperator(*Lambda) : nullptr;
  const BodyIndex *Inside = U.visibleBody(Function);
  return Inside && llvm::any_of(Inside->nodes(), [&](const Stmt *S) {
           const auto *Return = dyn_cast<ReturnStmt>(S);
           return Return && Return->getRetValue() && asksForRoom(U, *Inside, Return->getRetValue());
         });
}

/// Whether a container has as many elements as before when its method \p Name is called, or none.
bool addsNone(StringRef Name) {
  return llvm::is_contained(
      ArrayRef<StringRef>{"back", "begin", "clear", "empty", "end", "front", "reserve", "size"}, Name);
}

/// Whether \p Made, what a container is constructed from, gives it no elements: nothing but an allocator.
bool isMadeEmpty(const Expr *Made) {
  const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(strip(Made));
  if (!Construct)
    return false;
  unsigned Written = 0;
  for (const Expr *Arg : Construct->arguments()) {
    const CXXRecordDecl *Class = classOf(Arg->getType());
    if (Arg->isDefaultArgument())
      continue;
    if (++Written > 1 || Arg->getType()->isIntegerType() || (Class && !methodsNamed(*Class, "begin").empty()))
      return false;
  }
  return true;
}

/// Whether the function that \p Body is of, or one around it, is no coroutine and reads a clock twice: it
/// measures how long something takes that it has chosen itself.
bool measuresTime(Unit &U, const BodyIndex &Body) {
  for (const DeclContext *Scope = &Body.function(); Scope; Scope = Scope->getParent()) {
    const auto *Function = dyn_cast<FunctionDecl>(Scope);
    const BodyIndex *Inside = U.visibleBody(Function);
    if (!Inside || U.coroutine(*Function))
      continue;
    const auto Reads = llvm::count_if(Inside->calls(), [&](const Expr *Call) {
      const auto *Method = dyn_cast_or_null<CXXMethodDecl>(U.calls().site(Call).Callee);
      return Method && Method->isStatic() && simpleName(*Method) == "now" &&
             hasWord(Method->getParent(), {"clock"});
    });
    if (Reads >= 2)
      return true;
  }
  return false;
}

} // namespace

/// `std::views::take(n)`, `std::min(limit, names.size())`, `take_while` as long as there is room, itself or
/// as a variable's initialiser
bool FanLimits::isLimited(const Expr *E) const {
  auto Cuts = [&](const Expr *Part) {
    return llvm::any_of(Body.calls(), [&](const Expr *Call) {
      const CallSite &Site = U.calls().site(Call);
      const FunctionModel *Limits = Body.contains(Part, Call) ? Site.does(CallKind::Limits) : nullptr;
      return Limits && (!Limits->Callable || letsIn(U, Site.arg(Limits->Callable)));
    });
  };
  return Cuts(E) || llvm::any_of(Body.locals(), [&](const VarDecl *Var) {
           return Var->getInit() && Body.parent(Var->getInit()) && Cuts(Var->getInit()) &&
                  llvm::any_of(Body.uses(*Var),
                               [&](const DeclRefExpr *Use) { return Body.contains(E, Use); });
         });
}

/// `if (names.size() > max_batch) throw too_many();` before the first task is made
bool FanLimits::isCheckedBefore(const Expr *Range) const {
  const Place Of = placeOf(Range);
  if (Of.empty())
    return false;
  auto IsItsSize = [&](const Expr *E) {
    const CallSite *Site = U.calls().siteOf(E);
    return Site && Site->Object && Site->Callee && simpleName(*Site->Callee) == "size" &&
           placeOf(Site->Object) == Of;
  };
  return llvm::any_of(Body.nodes(), [&](const Stmt *S) {
    const auto *If = dyn_cast<IfStmt>(S);
    const auto *Compared = If ? dyn_cast<BinaryOperator>(strip(If->getCond())) : nullptr;
    if (!Compared || (Compared->getOpcode() != BO_GT && Compared->getOpcode() != BO_GE) ||
        !Body.isBefore(If, Range) || Body.loopOf(If) >= 0 || !IsItsSize(Compared->getLHS()) ||
        llvm::none_of(Body.nodes(), [&](const Stmt *Leaves) {
          return isa<CoreturnStmt, ReturnStmt, CXXThrowExpr>(Leaves) && Body.contains(If->getThen(), Leaves);
        }))
      return false;
    Expr::EvalResult Most;
    if (!Compared->getRHS()->isValueDependent() && Compared->getRHS()->EvaluateAsInt(Most, U.ast()))
      return Most.Val.getInt().getLimitedValue() <= MaxSize;
    return namesOne(Body, Compared->getRHS(), LimitWords);
  });
}

/// `std::views::iota(0u, parallelism)`, itself or as a variable's initialiser: a degree of concurrency that
/// somebody chose
bool FanLimits::countsWorkers(const Expr *Range) const {
  const VarDecl *Var = localOf(Range);
  if (Var && !isa<ParmVarDecl>(Var) && Var->getInit())
    Range = Var->getInit();
  const CallSite *Made = U.calls().siteOf(Range);
  return Made && !Made->Args.empty() &&
         llvm::all_of(Made->Args, [](const Expr *Arg) { return Arg->getType()->isIntegerType(); }) &&
         namesOne(Body, Range, WorkerWords);
}

/// `small_vector<replica, 3>`: its author expects no more than fit into the object.
static std::optional<uint64_t> expectedSize(QualType T) {
  constexpr llvm::StringLiteral InlineWords[] = {"small", "inline", "inplace", "static"};
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(classOf(T));
  if (!Class || !hasWord(Class, InlineWords) || !hasWord(Class, {"vector"}))
    return std::nullopt;
  for (const TemplateArgument &Argument : Class->getTemplateArgs().asArray())
    if (Argument.getKind() == TemplateArgument::Integral && !Argument.getIntegralType()->isBooleanType())
      return Argument.getAsIntegral().getLimitedValue();
  return std::nullopt;
}

bool FanLimits::isSmall(const Expr *Range) const { return isSmall(Range, 3); }

bool FanLimits::isSmall(const Expr *Range, unsigned Depth) const {
  Range = strip(Range);
  if (std::optional<uint64_t> Size = constantSize(Range, Body, U.ast()))
    return *Size <= MaxSize;
  if (std::optional<uint64_t> Expected = Range ? expectedSize(Range->getType()) : std::nullopt)
    return *Expected <= MaxSize;
  const auto *View = dyn_cast_or_null<CXXOperatorCallExpr>(Range); // `names | transform(f)`
  if (View && View->getOperator() == OO_Pipe && isSmall(View->getArg(0), Depth))
    return true;
  const CallSite *Made = U.calls().siteOf(Range);
  const NamedDecl *Named = Made ? Made->named() : usedBy(Range);
  return Range && (isInitializerList(Range->getType()) || isLimited(Range) || isCheckedBefore(Range) ||
                   countsWorkers(Range) || hasWord(Named, PlaceWords) || isFewByNature(*Range) ||
                   isAdmitted(Range, Depth));
}

bool FanLimits::isAdmitted(const Expr *Range, unsigned Depth) const {
  const VarDecl *Filled = Depth ? localOf(Range) : nullptr;
  if (!Filled || isa<ParmVarDecl>(Filled) || Filled->getType()->isReferenceType() ||
      !isMadeEmpty(Filled->getInit()))
    return false;
  bool Adds = false;
  for (const DeclRefExpr *Use : Body.uses(*Filled)) {
    if (llvm::any_of(Body.loops(),
                     [&](const LoopInfo &Loop) { return Loop.Range && strip(Loop.Range) == Use; }))
      continue;
    const auto *Member = dyn_cast_or_null<MemberExpr>(Body.meaningfulParent(Use));
    const auto *Element = dyn_cast_or_null<CXXOperatorCallExpr>(Body.meaningfulParent(Use));
    // Of a map, the element is added by that.
    if (Element && Element->getOperator() == OO_Subscript &&
        !methodsNamed(*classOf(Filled->getType()), "push_back").empty())
      continue;
    if (!Member)
      return false;
    if (addsNone(simpleName(*Member->getMemberDecl())))
      continue;
    if (!isAddedToFew(Use, Body.loopOf(Filled->getInit()), Depth))
      return false;
    Adds = true;
  }
  return Adds;
}

bool FanLimits::isAddedToFew(const Expr *Use, int Outside, unsigned Depth) const {
  int Around = Body.loopOf(Use);
  if (Around == Outside)
    return false;
  for (; Around != Outside && Around >= 0; Around = Body.loops()[Around].Parent) {
    const LoopInfo &Loop = Body.loops()[Around];
    const Expr *Cond = conditionOf(Loop);
    if ((Loop.Range && isLimited(Loop.Range)) || (Cond && asksForRoom(U, Body, Cond)))
      return true;
    if (!isSmall(Loop, Depth - 1) && !(Cond && namesOne(Body, Cond, WorkerWords)))
      return false;
  }
  return true;
}

bool FanLimits::areNear(const Expr *First, const Expr *Last) const {
  std::optional<uint64_t> Distance = constantDistance(First, Last, Body, U.ast());
  return Distance && *Distance <= MaxSize;
}

bool FanLimits::isSmall(const LoopInfo &Loop, unsigned Depth) const {
  if (std::optional<uint64_t> Trips = constantTrips(Loop, Body, U.ast()))
    return *Trips <= MaxSize;
  if (Loop.Range)
    return isSmall(Loop.Range, Depth);
  const Expr *Cond = conditionOf(Loop), *Walked = walkedBy(Loop);
  return (Walked && (isSmall(Walked, Depth) || isCutShort(Loop))) || (Cond && isLimited(Cond));
}

/// `i < amount && next < names.size()`: beside the end of what it walks, the loop has a number of rounds that
/// somebody chose.
bool FanLimits::isCutShort(const LoopInfo &Loop) const {
  const auto *Both = dyn_cast_or_null<BinaryOperator>(strip(conditionOf(Loop)));
  if (!Both || Both->getOpcode() != BO_LAnd || !Loop.Element)
    return false;
  return llvm::any_of(ArrayRef<const Expr *>{Both->getLHS(), Both->getRHS()}, [&](const Expr *Part) {
    const auto *Compared = dyn_cast<BinaryOperator>(strip(Part));
    const Expr *Most = Compared && (Compared->getOpcode() == BO_LT || Compared->getOpcode() == BO_LE)
                           ? strip(Compared->getRHS())
                           : nullptr;
    return Most && Most->getType()->isIntegerType() && localOf(Compared->getLHS()) == Loop.Element &&
           isa_and_nonnull<ParmVarDecl, FieldDecl>(usedBy(Most));
  });
}

const Expr *FanLimits::walkedBy(const LoopInfo &Loop) const {
  const Expr *Cond = conditionOf(Loop);
  for (const Expr *Call : Body.calls()) {
    const Expr *Object = Cond && Body.contains(Cond, Call) ? U.calls().site(Call).Object : nullptr;
    const CXXRecordDecl *Class = Object ? classOf(Object->getType(), /*ThroughPointer=*/true) : nullptr;
    if (Class && !methodsNamed(*Class, "begin").empty())
      return Object;
  }
  return nullptr;
}

const LoopInfo *FanLimits::unboundedLoop(const Expr *Call) const {
  if (Body.enclosing<ReturnStmt>(Call) || Body.enclosing<CoreturnStmt>(Call)) // once
    return nullptr;
  for (int I = Body.loopOf(Call); I >= 0; I = Body.loops()[I].Parent)
    if (!isSmall(Body.loops()[I]))
      return &Body.loops()[I];
  return nullptr;
}

bool FanLimits::endsElement(StringRef Method) {
  return llvm::any_of(EndWords, [&](StringRef Word) { return Method.contains_insensitive(Word); });
}

bool FanLimits::waitsForRoom(Unit &U, const BodyIndex &Body, const Stmt *Within) {
  constexpr CallKind Limits[] = {CallKind::Acquire, CallKind::Lock, CallKind::Join, CallKind::BoundedJoin,
                                 CallKind::Race,    CallKind::Push, CallKind::Sleep};
  for (const Suspension &At : Body.suspensions())
    if (Body.contains(Within, At.E) && U.awaitables().maySuspend(At.E))
      return true;
  return llvm::any_of(Body.calls(), [&](const Expr *Call) {
    const CallSite &Site = U.calls().site(Call);
    const FunctionModel *Blocks = Site.does(CallKind::Blocks);
    return Body.contains(Within, Call) &&
           ((Blocks && Blocks->Category == BlockingCategory::Wait) || Site.does(CallKind::SyncWait) ||
            llvm::any_of(Limits, [&](CallKind Kind) { return Site.does(Kind); }));
  });
}

bool FanLimits::hasLimit(const LoopInfo &Loop, const LoopFlow &Flow) const {
  if (waitsForRoom(U, Body, Loop.Body))
    return true;
  for (const Stmt *S : Flow.parts().nodes())
    if (const auto *If = dyn_cast<IfStmt>(S); If && asksForRoom(U, Body, If->getCond()))
      return true;
    else if (const auto *While = dyn_cast<WhileStmt>(S); While && asksForRoom(U, Body, While->getCond()))
      return true;
  // `if (++started == 10) break;`
  return llvm::any_of(Flow.parts().jumps(), [&](const Stmt *Jump) {
    return !isa<ContinueStmt, CXXThrowExpr>(Jump) && Flow.parts().leaves(Jump, Loop.Body) &&
           llvm::any_of(Flow.parts().deciders(Jump), [&](const Stmt *Cond) { return Flow.steppedIn(Cond); });
  });
}

bool FanLimits::numbersWorkers(const LoopInfo &Loop, const Expr *Call) const {
  const Expr *Cond = conditionOf(Loop);
  return (Cond && namesOne(Body, Cond, WorkerWords)) || namesOne(Body, Call, WorkerWords) ||
         measuresTime(U, Body);
}

bool FanLimits::limitsItself(const CallSite &Site) const {
  // `serve(peer).start()`
  const bool IsOfTask = Site.Object && isTask(U, Site.Object->getType());
  if (const CallSite *Made = IsOfTask ? U.calls().siteOf(Site.Object) : nullptr;
      Made && isa<CallExpr>(Made->E))
    return limitsItself(*Made);
  if (Site.Object && isa<CXXMemberCallExpr>(Site.E) && Site.Callee && endsElement(simpleName(*Site.Callee)))
    return true;
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Site.Object);
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (const auto *Made = Var ? dyn_cast_or_null<CXXConstructExpr>(strip(Var->getInit())) : nullptr)
    if (llvm::any_of(Made->arguments(), [](const Expr *Arg) { return Arg->getType()->isIntegerType(); }))
      return true;
  const FunctionDecl *Definition = Site.Callee ? Site.Callee->getDefinition() : nullptr;
  const Coroutine *Called = Definition ? U.coroutine(*Definition) : nullptr;
  if (!Called)
    return false;
  if (mustRunBesideOthers(U, *Called) || (isa_and_nonnull<LambdaExpr>(Site.Object) && neverSuspends(U, Site)))
    return true;
  // The first thing it awaits is a permit: a call without arguments on what it shares with the others.
  for (const Suspension &At : Called->Index->suspensions()) {
    const CallSite *Awaited = U.calls().operation(At.Operand);
    if (!U.awaitables().maySuspend(At.E))
      continue;
    if (!Awaited || At.Loop >= 0)
      return false;
    return Awaited->does(CallKind::Acquire) || Awaited->does(CallKind::Lock) ||
           (!Awaited->isModelled() && Awaited->Object && Awaited->Args.empty() &&
            !isa<CXXConstructExpr>(Awaited->E));
  }
  return false;
}

} // namespace cotidy
