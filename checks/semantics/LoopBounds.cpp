// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/LoopBounds.h"

#include "semantics/Objects.h"
#include "semantics/Place.h"

#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {

namespace {

std::optional<int64_t> constant(const Expr *E, const ASTContext &AST) {
  Expr::EvalResult Result;
  if (!E || E->isValueDependent() || !E->getType()->isIntegralOrEnumerationType() ||
      !E->EvaluateAsInt(Result, AST) || Result.Val.getInt().getSignificantBits() > 63)
    return std::nullopt;
  return Result.Val.getInt().getExtValue();
}

/// The same of a variable that keeps the value it is made with.
std::optional<int64_t> constant(const Expr *E, const BodyIndex &Body, const ASTContext &AST) {
  if (std::optional<int64_t> Value = constant(E, AST))
    return Value;
  const auto *Ref = E ? dyn_cast<DeclRefExpr>(strip(E)) : nullptr;
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  const bool IsRead =
      Var && Var->isLocalVarDecl() && llvm::all_of(Body.uses(*Var), [&](const DeclRefExpr *Use) {
        const auto *Cast = dyn_cast_or_null<ImplicitCastExpr>(Body.parent(Use));
        return Cast && Cast->getCastKind() == CK_LValueToRValue;
      });
  return IsRead ? constant(Var->getInit(), AST) : std::nullopt;
}

/// The elements of a braced list that \p E is, or is constructed from.
std::optional<uint64_t> listSize(const Expr *E) {
  E = strip(E);
  if (const auto *List = dyn_cast_or_null<CXXStdInitializerListExpr>(E))
    return listSize(List->getSubExpr());
  if (const auto *List = dyn_cast_or_null<InitListExpr>(E))
    return List->getNumInits();
  if (const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(E); Construct && Construct->getNumArgs() > 0)
    return isa<CXXStdInitializerListExpr>(strip(Construct->getArg(0))) ? listSize(Construct->getArg(0))
                                                                       : std::nullopt;
  return std::nullopt;
}

/// The elements of a container of the standard library that \p E makes: none, or as many as its only number
/// says.
std::optional<uint64_t> madeSize(const Expr *E, const BodyIndex &Body, const ASTContext &AST) {
  const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(strip(E));
  if (!Construct || !Construct->getConstructor()->getParent()->isInStdNamespace())
    return std::nullopt;
  const bool IsEmpty =
      llvm::all_of(Construct->arguments(), [](const Expr *Arg) { return Arg->isDefaultArgument(); });
  if (IsEmpty)
    return 0;
  std::optional<int64_t> Size = constant(Construct->getArg(0), Body, AST);
  return Size && *Size >= 0 ? std::optional<uint64_t>(*Size) : std::nullopt;
}

/// `std::views::iota(0, 10)`: a range that is made of two numbers, its ends.
std::optional<uint64_t> countedSize(const Expr *E, const BodyIndex &Body, const ASTContext &AST) {
  const auto *Call = dyn_cast_or_null<CallExpr>(E);
  if (!Call || !Call->getType()->getAsCXXRecordDecl())
    return std::nullopt;
  const unsigned Skip = isa<CXXOperatorCallExpr>(Call);
  if (Call->getNumArgs() != Skip + 2 || (Skip && cast<CXXOperatorCallExpr>(Call)->getOperator() != OO_Call))
    return std::nullopt;
  std::optional<int64_t> First = constant(Call->getArg(Skip), Body, AST);
  std::optional<int64_t> Last = constant(Call->getArg(Skip + 1), Body, AST);
  return First && Last && *First <= *Last ? std::optional<uint64_t>(*Last - *First) : std::nullopt;
}

/// The extent of an array, or of a class that is nothing but one.
std::optional<uint64_t> extent(QualType T, const ASTContext &AST) {
  if (const auto *Array = AST.getAsConstantArrayType(T))
    return Array->getZExtSize();
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition() || !Class->isAggregate() || Class->getNumBases() ||
      std::distance(Class->field_begin(), Class->field_end()) != 1)
    return std::nullopt;
  const auto *Array = AST.getAsConstantArrayType(Class->field_begin()->getType());
  return Array ? std::optional(Array->getZExtSize()) : std::nullopt;
}

/// Methods of containers that leave the number of elements as it is, const or not.
bool keepsSize(const CXXMethodDecl &Method) {
  constexpr llvm::StringLiteral Names[] = {"begin", "end", "rbegin", "rend", "data", "front", "back", "at"};
  return Method.isConst() || Method.getOverloadedOperator() == OO_Subscript ||
         (Method.getDeclName().isIdentifier() && llvm::is_contained(Names, Method.getName()));
}

/// Whether nothing but \p Range, loops and methods that change no size touch \p Var after its initialiser.
bool staysAsMade(const VarDecl &Var, const Expr *Range, const BodyIndex &Body) {
  if (Var.getType().isConstQualified())
    return true;
  return Var.hasLocalStorage() && llvm::all_of(Body.uses(Var), [&](const DeclRefExpr *Use) {
           const Stmt *Up = Body.meaningfulParent(Use);
           if (Use == Range || isa_and_nonnull<CXXForRangeStmt>(Up))
             return true;
           const auto *Member = dyn_cast_or_null<MemberExpr>(Up);
           const auto *Call = dyn_cast_or_null<CXXOperatorCallExpr>(Up);
           if (Call && Call->getOperator() == OO_Pipe) // a view of it
             return true;
           const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Member ? Member->getMemberDecl()
                                                                : Call ? Call->getDirectCallee()
                                                                       : nullptr);
           return Method && keepsSize(*Method);
         });
}

/// The value a counter has before the loop: its initialiser in the for statement.
std::optional<int64_t> startOf(const VarDecl &Counter, const ForStmt &For, const BodyIndex &Body,
                               const ASTContext &AST) {
  const auto *Init = dyn_cast_or_null<DeclStmt>(For.getInit());
  if (!Init || llvm::none_of(Init->decls(), [&](const Decl *D) { return D == &Counter; }))
    return std::nullopt;
  return constant(Counter.getInit(), Body, AST);
}

/// The step of \p Counter in each round: `++i`, `i -= 2`; 0 if it is not known.
int64_t stepOf(const Expr *Inc, const VarDecl &Counter, const BodyIndex &Body, const ASTContext &AST) {
  const Expr *Stepped = strip(Inc);
  if (const auto *Unary = dyn_cast_or_null<UnaryOperator>(Stepped);
      Unary && Unary->isIncrementDecrementOp() && localOf(Unary->getSubExpr()) == &Counter)
    return Unary->isIncrementOp() ? 1 : -1;
  const auto *Assign = dyn_cast_or_null<CompoundAssignOperator>(Stepped);
  if (!Assign || localOf(Assign->getLHS()) != &Counter)
    return 0;
  const int64_t By = constant(Assign->getRHS(), Body, AST).value_or(0);
  return Assign->getOpcode() == BO_AddAssign ? By : Assign->getOpcode() == BO_SubAssign ? -By : 0;
}

/// `ids.size()` where that never changes.
std::optional<int64_t> sizeOf(const Expr *E, const BodyIndex &Body, ASTContext &AST) {
  const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(strip(E));
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  if (!Method || !Method->getDeclName().isIdentifier() || Method->getName() != "size")
    return std::nullopt;
  return constantSize(Call->getImplicitObjectArgument(), Body, AST);
}

std::optional<uint64_t> countedTrips(const ForStmt &For, const BodyIndex &Body, ASTContext &AST) {
  const auto *Cond = dyn_cast_or_null<BinaryOperator>(strip(For.getCond()));
  const auto *Ref = Cond ? dyn_cast<DeclRefExpr>(strip(Cond->getLHS())) : nullptr;
  const auto *Counter = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  const int64_t Step = Counter ? stepOf(For.getInc(), *Counter, Body, AST) : 0;
  if (!Step)
    return std::nullopt;
  std::optional<int64_t> First = startOf(*Counter, For, Body, AST),
                         Last = constant(Cond->getRHS(), Body, AST);
  if (!Last)
    Last = sizeOf(Cond->getRHS(), Body, AST);
  if (!First || !Last)
    return std::nullopt;
  const BinaryOperatorKind Compares = Cond->getOpcode();
  const int64_t Sign = Step > 0 ? 1 : -1;
  if (Compares == (Step > 0 ? BO_LE : BO_GE))
    *Last += Sign;
  else if (Compares != (Step > 0 ? BO_LT : BO_GT) && !(Compares == BO_NE && Step == Sign))
    return std::nullopt;
  const int64_t Way = (*Last - *First) * Sign, Stride = Step * Sign;
  return Way > 0 ? (Way + Stride - 1) / Stride : 0;
}

/// `for (bool done = false; !done; done = true)`, as macros write a scope: the step ends it.
bool isOneRound(const ForStmt &For, const ASTContext &AST) {
  const Expr *Cond = strip(For.getCond());
  const auto *Not = dyn_cast_or_null<UnaryOperator>(Cond);
  const bool Negated = Not && Not->getOpcode() == UO_LNot;
  const auto *Set = dyn_cast_or_null<BinaryOperator>(strip(For.getInc()));
  const VarDecl *Flag = Cond ? localOf(Negated ? Not->getSubExpr() : Cond) : nullptr;
  if (!Flag || !Set || Set->getOpcode() != BO_Assign || localOf(Set->getLHS()) != Flag)
    return false;
  const Expr *Then = strip(Set->getRHS());
  if (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(Then))
    return !Negated;
  const std::optional<int64_t> Value = constant(Then, AST);
  return Value && (*Value != 0) == Negated;
}

/// What \p E, or the local that it names, is made from.
const Expr *madeFrom(const Expr *E) {
  E = withoutMove(E);
  const VarDecl *Var = localOf(E);
  return Var && Var->getInit() ? strip(Var->getInit()) : strip(E);
}

} // namespace

const Expr *conditionOf(const LoopInfo &Loop) {
  if (const auto *For = dyn_cast<ForStmt>(Loop.S))
    return For->getCond();
  if (const auto *While = dyn_cast<WhileStmt>(Loop.S))
    return While->getCond();
  if (const auto *Do = dyn_cast<DoStmt>(Loop.S))
    return Do->getCond();
  return nullptr;
}

std::optional<uint64_t> constantSize(const Expr *Range, const BodyIndex &Body, ASTContext &AST) {
  Range = strip(Range);
  if (!Range)
    return std::nullopt;
  if (std::optional<uint64_t> Size = extent(Range->getType().getNonReferenceType(), AST))
    return Size;
  if (std::optional<uint64_t> Size = listSize(Range))
    return Size;
  const auto *Ref = dyn_cast<DeclRefExpr>(Range);
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!Var || !Var->hasInit() || Var->getType()->isReferenceType() || !staysAsMade(*Var, Ref, Body))
    return countedSize(Range, Body, AST);
  if (std::optional<uint64_t> Listed = listSize(Var->getInit()))
    return Listed;
  if (std::optional<uint64_t> Counted = countedSize(strip(Var->getInit()), Body, AST))
    return Counted;
  return madeSize(Var->getInit(), Body, AST);
}

std::optional<uint64_t> constantDistance(const Expr *First, const Expr *Last, const BodyIndex &Body,
                                         ASTContext &AST) {
  const auto *Sum = dyn_cast_or_null<BinaryOperator>(madeFrom(Last));
  const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(madeFrom(Last));
  const bool Adds = Sum ? Sum->getOpcode() == BO_Add
                        : Operator && Operator->getOperator() == OO_Plus && Operator->getNumArgs() == 2;
  if (!Adds)
    return std::nullopt;
  const Place Begin = placeOf(Sum ? Sum->getLHS() : Operator->getArg(0));
  std::optional<int64_t> Distance = constant(Sum ? Sum->getRHS() : Operator->getArg(1), Body, AST);
  if (Begin.empty() || Begin != placeOf(withoutMove(First)) || !Distance || *Distance < 0)
    return std::nullopt;
  return *Distance;
}

const LoopInfo *loopOver(const BodyIndex &Body, const ValueDecl &D) {
  const LoopInfo *Found = llvm::find_if(Body.loops(), [&](const LoopInfo &Loop) {
    const auto *For = dyn_cast<CXXForRangeStmt>(Loop.S);
    return For && (Loop.Element == &D || (For->getBeginStmt() && For->getBeginStmt()->getSingleDecl() == &D));
  });
  return Found != Body.loops().end() ? Found : nullptr;
}

std::optional<uint64_t> constantTrips(const LoopInfo &Loop, const BodyIndex &Body, ASTContext &AST) {
  if (isa<CXXForRangeStmt>(Loop.S))
    return constantSize(Loop.Range, Body, AST);
  const Expr *Cond = conditionOf(Loop);
  if (std::optional<int64_t> Value = constant(Cond, AST); Value && *Value == 0)
    return isa<DoStmt>(Loop.S) ? 1 : 0;
  const auto *For = dyn_cast<ForStmt>(Loop.S);
  if (For && isOneRound(*For, AST))
    return 1;
  return For ? countedTrips(*For, Body, AST) : std::nullopt;
}

} // namespace cotidy
