// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Passes.h"

#include "semantics/AwaitedCalls.h"
#include "semantics/LoopBounds.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Place.h"

#include "clang/Analysis/AnalysisDeclContext.h"

using namespace clang;

namespace cotidy {

namespace {

/// `std::vector<int> squares(numbers.size());`, to be written over.
bool isMadeWithSize(const CXXConstructExpr &Made) {
  if (Made.getNumArgs() == 0 || (Made.getNumArgs() > 1 && !isa<CXXDefaultArgExpr>(Made.getArg(1))))
    return false;
  const auto *Size = dyn_cast<CXXMemberCallExpr>(Made.getArg(0)->IgnoreParenCasts());
  return Size && Size->getMethodDecl() && simpleName(*Size->getMethodDecl()) == "size";
}

/// A container that grows at its end and begins empty, or with as many elements as another has.
bool isSequence(const VarDecl &Var) {
  const CXXRecordDecl *Class = classOf(Var.getType());
  const auto *Made = Var.getInit() ? dyn_cast<CXXConstructExpr>(strip(Var.getInit())) : nullptr;
  return Var.isLocalVarDecl() && !Var.isStaticLocal() && !Var.getType()->isReferenceType() && Class && Made &&
         (Made->getNumArgs() == 0 || isa<CXXDefaultArgExpr>(Made->getArg(0)) || isMadeWithSize(*Made)) &&
         Class->hasDefinition() && !methodsNamed(*Class, "push_back").empty() &&
         !methodsNamed(*Class, "begin").empty();
}

/// `for (...; ...; ++i)`: by no element twice, and past none.
bool goesUpByOne(const LoopInfo &Loop) {
  const auto *For = dyn_cast<ForStmt>(Loop.S);
  const auto *Step = For && For->getInc() ? dyn_cast<UnaryOperator>(strip(For->getInc())) : nullptr;
  return Step && Step->isIncrementOp();
}

class Finder {
public:
  Finder(Unit &U, const BodyIndex &Body) : U(U), Body(Body) {}

  std::optional<InterimContainer> judge(const VarDecl &Var);

private:
  bool addUse(const DeclRefExpr &Use, const VarDecl &Var, InterimContainer &To);
  bool setOnce(Pass &Slot, const Pass &Found) const;
  std::optional<Pass> loopAround(const Stmt *S, const VarDecl &Var) const;
  std::optional<Pass> byIndex(const CXXOperatorCallExpr &Element, const VarDecl &Var) const;
  const Expr *countedBy(const LoopInfo &Loop) const;
  std::optional<Pass> algorithm(const Expr &Call) const;
  bool isInserter(const Expr *E) const;
  const CallExpr *argumentOf(const Expr *E) const;
  bool isForSize(const CallExpr &Size) const;

  Unit &U;
  const BodyIndex &Body;
};

bool Finder::setOnce(Pass &Slot, const Pass &Found) const {
  if (Slot.S && Slot.S != Found.S)
    return false;
  Slot = Found;
  return true;
}

/// The outermost loop around \p S that does not repeat the declaration of \p Var as well.
std::optional<Pass> Finder::loopAround(const Stmt *S, const VarDecl &Var) const {
  const LoopInfo *Outermost = nullptr;
  const int Declared = Var.getInit() ? Body.loopOf(Var.getInit()) : -1;
  for (int I = Body.loopOf(S); I >= 0 && I != Declared; I = Body.loops()[I].Parent)
    Outermost = &Body.loops()[I];
  if (!Outermost)
    return std::nullopt;
  return Pass{Outermost->S, Outermost, Outermost->Range};
}

/// The container whose size a for statement counts to, or that a range-for walks; null if it is none.
const Expr *Finder::countedBy(const LoopInfo &Loop) const {
  if (Loop.Range)
    return Loop.Range;
  const auto *Less = dyn_cast_or_null<BinaryOperator>(conditionOf(Loop));
  const auto *Size = Less && Less->isRelationalOp()
                         ? dyn_cast<CXXMemberCallExpr>(Less->getRHS()->IgnoreParenCasts())
                         : nullptr;
  return Size && Size->getMethodDecl() && simpleName(*Size->getMethodDecl()) == "size"
             ? Size->getImplicitObjectArgument()
             : nullptr;
}

/// The loop that comes by \p Element of \p Var in its turn, `squares[i]` or `squares[n++]`.
std::optional<Pass> Finder::byIndex(const CXXOperatorCallExpr &Element, const VarDecl &Var) const {
  if (Element.getNumArgs() != 2) // with none or several
    return std::nullopt;
  const std::optional<Pass> In = loopAround(&Element, Var);
  const Expr *Index = strip(Element.getArg(1));
  const auto *Step = dyn_cast<UnaryOperator>(Index);
  const auto *Counter = dyn_cast<DeclRefExpr>(Step ? strip(Step->getSubExpr()) : Index);
  const bool InTurn = In && Counter &&
                      (Step ? Step->isIncrementOp() && Step->isPostfix()
                            : Counter->getDecl() == In->Loop->Element && goesUpByOne(*In->Loop));
  return InTurn && Body.loopOf(&Element) >= 0 && &Body.loops()[Body.loopOf(&Element)] == In->Loop
             ? std::optional(Pass{In->S, In->Loop, countedBy(*In->Loop), /*ByIndex=*/true})
             : std::nullopt;
}

/// `std::transform(from.begin(), from.end(), ...)`, `std::ranges::transform(from, std::back_inserter(to), f)`
std::optional<Pass> Finder::algorithm(const Expr &Call) const {
  const CallSite &Site = U.calls().site(&Call);
  if (!Site.Callee || Site.Args.size() < 2 || !Body.statementOf(&Call))
    return std::nullopt;
  const Pass OfRange{Body.statementOf(&Call), nullptr, Site.Args.front()};
  if (AnalysisDeclContext::isInStdNamespace(Site.Callee) &&
      llvm::any_of(Site.Args, [&](const Expr *Arg) { return isInserter(Arg); }) &&
      isa<DeclRefExpr>(strip(Site.Args.front())))
    return OfRange;
  const CallSite *Begin = U.calls().siteOf(Site.Args.front());
  if (Site.Object || Site.Args.size() < 3 || !Begin || !Begin->Object)
    return std::nullopt;
  return Pass{OfRange.S, nullptr, Begin->Object};
}

/// `std::back_inserter(results)`
bool Finder::isInserter(const Expr *E) const {
  const CallSite *Site = U.calls().siteOf(E);
  return Site && Site->Callee && simpleName(*Site->Callee) == "back_inserter";
}

/// The call that \p E is an argument of.
const CallExpr *Finder::argumentOf(const Expr *E) const {
  const Stmt *Up = Body.meaningfulParent(E);
  while (isa_and_nonnull<CXXConstructExpr>(Up)) // a copy of an iterator
    Up = Body.meaningfulParent(Up);
  return dyn_cast_or_null<CallExpr>(Up);
}

/// `next.reserve(results.size())`, `std::vector<int> next(results.size())`, the end of a for statement: no
/// look at what is in it.
bool Finder::isForSize(const CallExpr &Size) const {
  if (llvm::any_of(Body.loops(), [&](const LoopInfo &Loop) {
        return isa<ForStmt>(Loop.S) && conditionOf(Loop) && Body.contains(conditionOf(Loop), &Size);
      }))
    return true;
  if (const auto *Made = dyn_cast_or_null<CXXConstructExpr>(Body.meaningfulParent(&Size)))
    return isMadeWithSize(*Made);
  const CallExpr *Outer = argumentOf(&Size);
  const FunctionDecl *Callee = Outer ? Outer->getDirectCallee() : nullptr;
  return Callee && simpleName(*Callee) == "reserve";
}

/// Whether \p Use is part of the one filling or walking pass.
bool Finder::addUse(const DeclRefExpr &Use, const VarDecl &Var, InterimContainer &To) {
  for (const LoopInfo &Loop : Body.loops())
    if (Loop.Range && strip(Loop.Range) == &Use)
      return setOnce(To.Walked, {Loop.S, &Loop, Loop.Range});
  const Stmt *Up = Body.meaningfulParent(&Use);
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Up)) {
    const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(Body.meaningfulParent(Member));
    const StringRef Name = simpleName(*Member->getMemberDecl());
    if (!Call)
      return false;
    if (Name == "reserve" || ((Name == "size" || Name == "capacity") && isForSize(*Call)))
      return true;
    if (Name == "push_back" || Name == "emplace_back") {
      const std::optional<Pass> In = loopAround(Call, Var);
      return In && Body.isDiscarded(Call) && setOnce(To.Filled, *In);
    }
    const CallExpr *Outer = Name == "begin" || Name == "end" ? argumentOf(Call) : nullptr;
    const Expr *Over = Outer ? writtenOver(U, U.calls().site(Outer)) : nullptr;
    if (Over && strip(Over) == &Use) {
      const std::optional<Pass> In = algorithm(*Outer);
      return In && setOnce(To.Filled, *In);
    }
    const std::optional<Pass> In = Outer ? algorithm(*Outer) : std::nullopt;
    const auto *From = In ? dyn_cast<DeclRefExpr>(strip(In->Range)) : nullptr;
    return From && From->getDecl() == &Var && setOnce(To.Walked, *In);
  }
  if (const auto *Element = dyn_cast_or_null<CXXOperatorCallExpr>(Up); Element && indexed(Element)) {
    const std::optional<Pass> In = byIndex(*Element, Var);
    const Stmt *Assign = Body.meaningfulParent(Element);
    const Expr *Into = Assign ? writtenInto(*Assign) : nullptr;
    return In && setOnce(Into && strip(Into) == &Use ? To.Filled : To.Walked, *In);
  }
  const auto *Call = dyn_cast_or_null<CallExpr>(Up);
  if (!Call)
    return false;
  if (!isInserter(Call)) {
    const std::optional<Pass> In = algorithm(*Call);
    return In && strip(In->Range) == &Use && setOnce(To.Walked, *In);
  }
  const CallExpr *Outer = argumentOf(Call);
  const std::optional<Pass> In = Outer ? algorithm(*Outer) : std::nullopt;
  return In && setOnce(To.Filled, *In);
}

std::optional<InterimContainer> Finder::judge(const VarDecl &Var) {
  if (!isSequence(Var) || holdsTasks(U, Var.getType()))
    return std::nullopt;
  InterimContainer Found{&Var, {}, {}};
  for (const DeclRefExpr *Use : Body.uses(Var))
    if (!addUse(*Use, Var, Found))
      return std::nullopt;
  const auto *Made = cast<CXXConstructExpr>(strip(Var.getInit()));
  // What is added comes after as many empty ones, and nothing can be written over where there are none.
  if (Found.Filled.Loop && isMadeWithSize(*Made) != Found.Filled.ByIndex)
    return std::nullopt;
  const Stmt *Filled = Found.Filled.S, *Walked = Found.Walked.S;
  if (!Filled || !Walked || Filled == Walked || !Body.isBefore(Filled, Walked) ||
      Body.parent(Filled) != Body.parent(Walked) || !isa_and_nonnull<CompoundStmt>(Body.parent(Filled)))
    return std::nullopt;
  // A loop around both that the declaration is not in would fill it again and again.
  return Body.loopOf(Walked) == Body.loopOf(Var.getInit()) ? std::optional(Found) : std::nullopt;
}

} // namespace

const Expr *writtenOver(Unit &U, const CallSite &Algorithm) {
  constexpr llvm::StringLiteral Names[] = {"copy", "copy_if", "move", "transform"};
  if (!Algorithm.Callee || !Algorithm.Callee->isInStdNamespace() || Algorithm.Args.size() < 3 ||
      !llvm::is_contained(Names, simpleName(*Algorithm.Callee)))
    return nullptr;
  auto Begun = [&](const Expr *At) -> const Expr * {
    const CallSite *Begin = U.calls().siteOf(At);
    return Begin && Begin->Object && Begin->Callee && simpleName(*Begin->Callee) == "begin" ? Begin->Object
                                                                                            : nullptr;
  };
  const Expr *From = Begun(Algorithm.Args.front()), *To = Begun(Algorithm.Args[2]);
  return From && To && placeOf(From) != placeOf(To) ? To : nullptr;
}

const Expr *writtenInto(const Stmt &S) {
  const auto *Plain = dyn_cast<BinaryOperator>(&S);
  const auto *Own = dyn_cast<CXXOperatorCallExpr>(&S);
  const Expr *Target = Plain && Plain->getOpcode() == BO_Assign ? Plain->getLHS()
                       : Own && Own->getOperator() == OO_Equal  ? Own->getArg(0)
                                                                : nullptr;
  return Target ? indexed(Target) : nullptr;
}

std::vector<InterimContainer> interimContainers(Unit &U, const BodyIndex &Body) {
  std::vector<InterimContainer> Found;
  Finder Find(U, Body);
  for (const VarDecl *Var : Body.locals())
    if (std::optional<InterimContainer> Container = Find.judge(*Var))
      Found.push_back(*Container);
  return Found;
}

} // namespace cotidy
