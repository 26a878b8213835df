// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/PathFacts.h"

#include "clang/AST/ASTContext.h"
#include "llvm/ADT/FoldingSet.h"

using namespace clang;

namespace cotidy {

namespace {

/// More would be more paths than a function is worth.
constexpr unsigned MostFacts = 6;

std::optional<bool> constant(const Expr *E) {
  const auto *Literal = dyn_cast_or_null<CXXBoolLiteralExpr>(strip(E));
  return Literal ? std::optional(Literal->getValue()) : std::nullopt;
}

void eachVariable(const Stmt *S, llvm::function_ref<void(const VarDecl &)> Do) {
  if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(S))
    if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl()))
      Do(*Var);
  if (S)
    for (const Stmt *Child : S->children())
      eachVariable(Child, Do);
}

/// `flag = true`, where nothing else is done with the result.
const BinaryOperator *flagAssignment(const BodyIndex &Body, const DeclRefExpr *Use) {
  const auto *Assign = dyn_cast_or_null<BinaryOperator>(Body.parent(Use));
  return Assign && Assign->getOpcode() == BO_Assign && Assign->getLHS() == Use && constant(Assign->getRHS())
             ? Assign
             : nullptr;
}

} // namespace

const Expr *conditionOf(const CFGBlock &Block) {
  const Stmt *Terminator = Block.getTerminatorStmt();
  if (Block.succ_size() != 2 ||
      !isa_and_nonnull<IfStmt, WhileStmt, DoStmt, ForStmt, AbstractConditionalOperator, BinaryOperator>(
          Terminator))
    return nullptr;
  return dyn_cast_or_null<Expr>(Block.getTerminatorCondition());
}

bool Answers::add(unsigned Fact, bool Answer) {
  unsigned Bit = 1u << Fact;
  if (Known & Bit)
    return bool(True & Bit) == Answer;
  Known |= Bit;
  True |= Answer ? Bit : 0;
  return true;
}

PathFacts::PathFacts(const BodyIndex &Body, const ASTContext &AST, const CFG &Graph) : Body(Body), AST(AST) {
  struct Asked {
    Key K;
    const Expr *Condition;
    unsigned Times;
  };
  SmallVector<Asked, 8> All;
  for (const CFGBlock *Block : Graph) {
    const Expr *Condition = conditionOf(*Block);
    bool Positive = true;
    std::optional<Key> K = Condition ? key(Condition, Positive) : std::nullopt;
    if (!K)
      continue;
    // A flag has its first answer where it is declared.
    const auto *Ref = dyn_cast<DeclRefExpr>(Condition);
    const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    auto *Same = llvm::find_if(All, [&](const Asked &Earlier) { return Earlier.K == *K; });
    if (Same == All.end())
      Same = &All.emplace_back(Asked{std::move(*K), Condition, 0});
    Same->Times += Var && constant(Var->getInit()) ? 2 : 1;
  }
  for (const Asked &Question : All) {
    if (Question.Times < 2 || Facts.size() == MostFacts)
      continue;
    unsigned Fact = Facts.size();
    Facts[Question.K] = Fact;
    eachVariable(Question.Condition, [&](const VarDecl &Var) { About[&Var].push_back(Fact); });
    if (const auto *Ref = dyn_cast<DeclRefExpr>(Question.Condition))
      if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl()))
        Flags[Var] = Fact;
  }
}

/// \p Condition without negations and what makes it comparable; none if its answer may change by itself.
std::optional<PathFacts::Key> PathFacts::key(const Expr *&Condition, bool &Positive) const {
  for (Condition = strip(Condition);;) {
    const auto *Not = dyn_cast_or_null<UnaryOperator>(Condition);
    if (!Not || Not->getOpcode() != UO_LNot)
      break;
    Positive = !Positive;
    Condition = strip(Not->getSubExpr());
  }
  if (!Condition || !isStable(Condition))
    return std::nullopt;
  llvm::FoldingSetNodeID Id;
  if (const auto *Equal = dyn_cast<BinaryOperator>(Condition); Equal && Equal->isEqualityOp()) {
    Positive ^= Equal->getOpcode() == BO_NE;
    strip(Equal->getLHS())->Profile(Id, AST, /*Canonical=*/true);
    strip(Equal->getRHS())->Profile(Id, AST, /*Canonical=*/true);
  } else {
    Condition->Profile(Id, AST, /*Canonical=*/true);
  }
  llvm::BumpPtrAllocator Memory;
  llvm::FoldingSetNodeIDRef Whole = Id.Intern(Memory);
  return Key(Whole.getData(), Whole.getData() + Whole.getSize());
}

bool PathFacts::isFlag(const VarDecl &Var) const {
  if (!Var.hasLocalStorage() || !Var.getType()->isScalarType())
    return false;
  return llvm::all_of(Body.uses(Var), [&](const DeclRefExpr *Use) {
    const auto *Read = dyn_cast_or_null<ImplicitCastExpr>(Body.parent(Use));
    return (Read && Read->getCastKind() == CK_LValueToRValue) || flagAssignment(Body, Use);
  });
}

bool PathFacts::isStable(const Expr *E) const {
  E = strip(E);
  if (isa<IntegerLiteral, CharacterLiteral, CXXBoolLiteralExpr, CXXNullPtrLiteralExpr>(E))
    return true;
  if (const auto *Binary = dyn_cast<BinaryOperator>(E))
    return Binary->isComparisonOp() && isStable(Binary->getLHS()) && isStable(Binary->getRHS());
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  if (!Ref)
    return false;
  const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
  return isa<EnumConstantDecl>(Ref->getDecl()) || (Var && isFlag(*Var));
}

std::optional<PathFacts::Question> PathFacts::of(const Expr *Condition) const {
  bool Positive = true;
  std::optional<Key> K = key(Condition, Positive);
  auto It = K ? Facts.find(*K) : Facts.end();
  return It == Facts.end() ? std::nullopt : std::optional(Question{It->second, Positive});
}

void PathFacts::run(Answers &A, const Stmt *S) const {
  auto Becomes = [&](const VarDecl &Var, std::optional<bool> Value) {
    auto Questions = About.find(&Var);
    if (Questions == About.end())
      return;
    for (unsigned Fact : Questions->second) {
      A.Known &= ~(1u << Fact);
      A.True &= ~(1u << Fact);
    }
    if (auto Flag = Flags.find(&Var); Value && Flag != Flags.end())
      A.add(Flag->second, *Value);
  };
  if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Declaration->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D))
        Becomes(*Var, constant(Var->getInit()));
  } else if (const auto *Assign = dyn_cast<BinaryOperator>(S); Assign && Assign->getOpcode() == BO_Assign) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(strip(Assign->getLHS())))
      if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl()))
        Becomes(*Var, constant(Assign->getRHS()));
  }
}

} // namespace cotidy
