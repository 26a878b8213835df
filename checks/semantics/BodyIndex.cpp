// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/BodyIndex.h"

using namespace clang;

namespace cotidy {

namespace {

/// The one sub-expression of a node that has no meaning of its own; null if it has one.
const Expr *transparentChild(const Expr *E) {
  if (const auto *Paren = dyn_cast<ParenExpr>(E))
    return Paren->getSubExpr();
  if (const auto *Cast = dyn_cast<ImplicitCastExpr>(E))
    return Cast->getSubExpr();
  if (const auto *Full = dyn_cast<FullExpr>(E)) // ExprWithCleanups, ConstantExpr
    return Full->getSubExpr();
  if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
    return Temporary->getSubExpr();
  if (const auto *Bound = dyn_cast<CXXBindTemporaryExpr>(E))
    return Bound->getSubExpr();
  if (const auto *Substituted = dyn_cast<SubstNonTypeTemplateParmExpr>(E))
    return Substituted->getReplacement();
  if (const auto *Opaque = dyn_cast<OpaqueValueExpr>(E))
    return Opaque->getSourceExpr();
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E); Construct && Construct->isElidable())
    return Construct->getArg(0);
  // `task<int> answer{fetch(1)}`: the braces make nothing of their own.
  if (const auto *List = dyn_cast<InitListExpr>(E); List && List->isSemanticForm() && List->isTransparent())
    return List->getInit(0);
  return nullptr;
}

} // namespace

bool isOneRound(const DoStmt &Do) {
  const Expr *Condition = Do.getCond()->IgnoreParenImpCasts();
  const auto *Bool = dyn_cast<CXXBoolLiteralExpr>(Condition);
  const auto *Number = dyn_cast<IntegerLiteral>(Condition);
  return Do.getWhileLoc().isMacroID() || (Bool && !Bool->getValue()) || (Number && Number->getValue() == 0);
}

const Expr *strip(const Expr *E) {
  while (const Expr *Inner = E ? transparentChild(E) : nullptr)
    E = Inner;
  return E;
}

BodyIndex::BodyIndex(const FunctionDecl &F) : F(F) {
  Root = F.getBody();
  if (const auto *Coroutine = dyn_cast_or_null<CoroutineBodyStmt>(Root))
    Root = Coroutine->getBody();
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&F))
    for (const CXXCtorInitializer *Init : Constructor->inits())
      if (Init->isWritten())
        walk(Init->getInit(), nullptr, -1);
  walk(Root, nullptr, -1);
}

int BodyIndex::addLoop(const Stmt *S, const Stmt *Body, int Parent, const VarDecl *Element,
                       const Expr *Range) {
  Loops.push_back({S, Body, Parent, Element, Range});
  return Loops.size() - 1;
}

void BodyIndex::addSuspension(const Expr *E, const Expr *Operand, int Loop) {
  walk(Operand, E, Loop);
  Suspensions.push_back({E, strip(Operand), Loop});
}

void BodyIndex::walkChildren(const Stmt *S, int Loop) {
  for (const Stmt *Child : S->children())
    walk(Child, S, Loop);
}

void BodyIndex::walk(const Stmt *S, const Stmt *Up, int Loop) {
  // `if consteval` asks nothing: the branch that a coroutine runs stands in its place.
  if (const auto *If = dyn_cast_or_null<IfStmt>(S); If && If->isConsteval())
    S = If->isNegatedConsteval() ? If->getThen() : If->getElse();
  if (!S || !Parents.try_emplace(S, Up).second)
    return;
  Nodes.push_back(S);

  switch (S->getStmtClass()) {
  // Not evaluated, or not written here.
  case Stmt::UnaryExprOrTypeTraitExprClass:
  case Stmt::CXXNoexceptExprClass:
  case Stmt::RequiresExprClass:
  case Stmt::ConceptSpecializationExprClass:
  case Stmt::CXXDefaultArgExprClass:
  case Stmt::CXXDefaultInitExprClass:
  case Stmt::BlockExprClass:
    return;
  case Stmt::CXXTypeidExprClass:
    if (!cast<CXXTypeidExpr>(S)->isPotentiallyEvaluated())
      return;
    break;

  case Stmt::CoawaitExprClass:
    if (cast<CoawaitExpr>(S)->isImplicit())
      return;
    [[fallthrough]];
  case Stmt::CoyieldExprClass:
    // Only what is written: the other children are the awaiter's calls, over the same operand.
    return addSuspension(cast<Expr>(S), cast<CoroutineSuspendExpr>(S)->getOperand(), Loop);
  case Stmt::DependentCoawaitExprClass:
    return addSuspension(cast<Expr>(S), cast<DependentCoawaitExpr>(S)->getOperand(), Loop);
  case Stmt::CoreturnStmtClass:
    Coreturns.push_back(cast<CoreturnStmt>(S));
    return walk(cast<CoreturnStmt>(S)->getOperand(), S, Loop);

  case Stmt::IfStmtClass: // the branch that if constexpr leaves out is not compiled
    if (std::optional<const Stmt *> Taken = cast<IfStmt>(S)->getNondiscardedCase(F.getASTContext())) {
      walk(cast<IfStmt>(S)->getInit(), S, Loop);
      walk(cast<IfStmt>(S)->getConditionVariableDeclStmt(), S, Loop);
      walk(cast<IfStmt>(S)->getCond(), S, Loop);
      return walk(*Taken, S, Loop);
    }
    break;

  case Stmt::LambdaExprClass:
    addLambda(cast<LambdaExpr>(S));
    for (const Expr *Init : cast<LambdaExpr>(S)->capture_inits())
      walk(Init, S, Loop);
    return;

  case Stmt::InitListExprClass:
    if (const auto *List = cast<InitListExpr>(S); List->isSyntacticForm() && List->getSemanticForm())
      return walk(List->getSemanticForm(), S, Loop);
    break;
  case Stmt::CXXRewrittenBinaryOperatorClass:
    return walk(cast<CXXRewrittenBinaryOperator>(S)->getSemanticForm(), S, Loop);
  case Stmt::OpaqueValueExprClass:
    return walk(cast<OpaqueValueExpr>(S)->getSourceExpr(), S, Loop);

  case Stmt::CXXForRangeStmtClass: {
    const auto *For = cast<CXXForRangeStmt>(S);
    walk(For->getInit(), S, Loop);
    walk(For->getRangeInit(), S, Loop);
    int Index = addLoop(S, For->getBody(), Loop, For->getLoopVariable(), strip(For->getRangeInit()));
    if (For->getLoopVariable())
      Locals.push_back(For->getLoopVariable());
    return walk(For->getBody(), S, Index);
  }
  case Stmt::ForStmtClass: {
    const auto *For = cast<ForStmt>(S);
    walk(For->getInit(), S, Loop);
    const VarDecl *Counter = nullptr;
    if (const auto *Init = dyn_cast_or_null<DeclStmt>(For->getInit()); Init && !Init->decls().empty())
      Counter = dyn_cast<VarDecl>(*Init->decl_begin());
    int Index = addLoop(S, For->getBody(), Loop, Counter);
    walk(For->getConditionVariableDeclStmt(), S, Index);
    walk(For->getCond(), S, Index);
    walk(For->getBody(), S, Index);
    return walk(For->getInc(), S, Index);
  }
  case Stmt::WhileStmtClass:
    return walkChildren(S, addLoop(S, cast<WhileStmt>(S)->getBody(), Loop));
  case Stmt::DoStmtClass:
    if (isOneRound(*cast<DoStmt>(S)))
      return walkChildren(S, Loop);
    return walkChildren(S, addLoop(S, cast<DoStmt>(S)->getBody(), Loop));

  case Stmt::DeclStmtClass:
    for (const Decl *D : cast<DeclStmt>(S)->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D)) {
        Locals.push_back(Var);
        walk(Var->getInit(), S, Loop);
      }
    return;
  case Stmt::CXXCatchStmtClass:
    if (const VarDecl *Caught = cast<CXXCatchStmt>(S)->getExceptionDecl())
      Locals.push_back(Caught);
    break;

  case Stmt::DeclRefExprClass:
    Uses[cast<DeclRefExpr>(S)->getDecl()->getCanonicalDecl()].push_back(cast<DeclRefExpr>(S));
    return;
  case Stmt::CXXThisExprClass:
    ThisUses.push_back(cast<CXXThisExpr>(S));
    return;
  default:
    break;
  }

  walkChildren(S, Loop);

  const auto *Construct = dyn_cast<CXXConstructExpr>(S);
  if (isa<CallExpr>(S) ||
      (Construct && !Construct->isElidable() && !Construct->getConstructor()->isTrivial()))
    Calls.push_back(cast<Expr>(S));
}

/// Climbs from the lambda to the first node that does something with it.
void BodyIndex::addLambda(const LambdaExpr *E) {
  LambdaInfo Info{E, LambdaUse::Other, nullptr, -1};
  const Stmt *Child = E;
  for (const Stmt *Up = parent(E); Up; Child = Up, Up = parent(Up)) {
    if (const auto *Call = dyn_cast<CallExpr>(Up)) {
      const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Call);
      const bool IsObject = Operator && isa_and_nonnull<CXXMethodDecl>(Operator->getDirectCallee());
      // An object that is made from it, as a thread is, and what is done with that.
      if (const auto *Callee = dyn_cast<MemberExpr>(Child); Callee && Call->getCallee() == Child) {
        Info.Use = Callee->getMemberDecl()->getDeclName().getCXXOverloadedOperator() == OO_Call
                       ? LambdaUse::Called
                       : LambdaUse::Stored;
        break;
      }
      Info.Call = Call;
      for (unsigned I = 0; I != Call->getNumArgs(); ++I)
        if (Call->getArg(I) == Child)
          Info.Arg = int(I) - IsObject;
      Info.Use = Info.Arg < 0 ? LambdaUse::Called : LambdaUse::Argument;
      break;
    }
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(Up)) {
      // A conversion, to std::function for example: what becomes of that counts.
      if (Construct->getNumArgs() == 1 || Construct->isElidable())
        continue;
      Info.Call = Construct;
      Info.Use = LambdaUse::Argument;
      for (unsigned I = 0; I != Construct->getNumArgs(); ++I)
        if (Construct->getArg(I) == Child)
          Info.Arg = I;
      break;
    }
    if (isa<DeclStmt, InitListExpr, BinaryOperator>(Up))
      Info.Use = LambdaUse::Stored;
    if (isa<InitListExpr, BinaryOperator>(Up) || !isa<Expr>(Up))
      break;
  }
  Lambdas.push_back(Info);
}

ArrayRef<const DeclRefExpr *> BodyIndex::uses(const ValueDecl &D) const {
  auto It = Uses.find(D.getCanonicalDecl());
  if (It == Uses.end())
    return {};
  return It->second;
}

const Stmt *BodyIndex::meaningfulParent(const Stmt *S) const {
  const Stmt *Up = parent(S);
  while (Up && isa<Expr>(Up) && transparentChild(cast<Expr>(Up)))
    Up = parent(Up);
  return Up;
}

bool BodyIndex::contains(const Stmt *Ancestor, const Stmt *S) const {
  while (S && S != Ancestor)
    S = parent(S);
  return S;
}

bool BodyIndex::isBefore(const Stmt *A, const Stmt *B) const {
  return F.getASTContext().getSourceManager().isBeforeInTranslationUnit(A->getBeginLoc(), B->getBeginLoc());
}

int BodyIndex::loopOf(const Stmt *S) const {
  for (const Stmt *Child = S, *Up = parent(S); Up; Child = Up, Up = parent(Up)) {
    bool Repeated = isa<WhileStmt>(Up);
    if (const auto *Do = dyn_cast<DoStmt>(Up))
      Repeated = !isOneRound(*Do);
    else if (const auto *For = dyn_cast<ForStmt>(Up))
      Repeated = Child != For->getInit();
    else if (const auto *RangeFor = dyn_cast<CXXForRangeStmt>(Up))
      Repeated = Child == RangeFor->getBody();
    if (!Repeated)
      continue;
    const auto *Found = llvm::find_if(Loops, [&](const LoopInfo &L) { return L.S == Up; });
    assert(Found != Loops.end() && "a statement that repeats, and is in no loop");
    return Found - Loops.begin();
  }
  return -1;
}

const Stmt *BodyIndex::statementOf(const Stmt *S) const {
  for (const Stmt *Up = parent(S); Up; S = Up, Up = parent(Up)) {
    if (isa<CompoundStmt, SwitchCase, LabelStmt>(Up))
      return S;
    if (const auto *If = dyn_cast<IfStmt>(Up); If && (S == If->getThen() || S == If->getElse()))
      return S;
    if (llvm::any_of(Loops, [&](const LoopInfo &L) { return L.S == Up && L.Body == S; }))
      return S;
  }
  return S;
}

bool BodyIndex::isDiscarded(const Expr *E) const {
  for (const Stmt *Child = E, *Up = parent(E); Up; Child = Up, Up = parent(Up)) {
    if (const auto *Comma = dyn_cast<BinaryOperator>(Up); Comma && Comma->getOpcode() == BO_Comma) {
      if (Comma->getLHS() == Child)
        return true;
      continue;
    }
    if (const auto *Conditional = dyn_cast<AbstractConditionalOperator>(Up)) {
      if (Conditional->getCond() == Child)
        return false;
      continue;
    }
    if (const auto *Cast = dyn_cast<CastExpr>(Up); Cast && Cast->getCastKind() == CK_ToVoid)
      return true;
    if (const auto *Outer = dyn_cast<Expr>(Up)) {
      if (!transparentChild(Outer))
        return false;
      continue;
    }
    if (const auto *Block =
            dyn_cast<CompoundStmt>(Up)) // the last statement of a statement expression is its value
      return !isa_and_nonnull<StmtExpr>(parent(Block)) || Block->body_back() != Child;
    if (const auto *For = dyn_cast<ForStmt>(Up); For && (Child == For->getInc() || Child == For->getInit()))
      return true;
    if (const auto *If = dyn_cast<IfStmt>(Up); If && Child == If->getInit())
      return true;
    if (const auto *Switch = dyn_cast<SwitchStmt>(Up); Switch && Child == Switch->getInit())
      return true;
    return isa<SwitchCase, LabelStmt, AttributedStmt>(Up) || statementOf(Child) == Child;
  }
  return false;
}

} // namespace cotidy
