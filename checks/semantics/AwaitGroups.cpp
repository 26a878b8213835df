// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/AwaitGroups.h"

#include "semantics/Asides.h"
#include "semantics/AwaitedCalls.h"
#include "semantics/AwaitedEffects.h"
#include "semantics/Sharing.h"

#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace cotidy {

namespace {

class Grouping {
public:
  Grouping(Unit &U, const BodyIndex &Body, bool Lenient)
      : U(U), Body(Body), Lenient(Lenient), Between(U, Body) {}

  std::vector<AwaitGroup> find();

private:
  struct Candidate {
    AwaitStep Step;
    SmallVector<const Expr *, 2> Calls; ///< what is awaited
    std::vector<Touch> Touches;
    llvm::SmallPtrSet<const CXXRecordDecl *, 4> Pointees;
    bool Independent; ///< a model says so
  };

  void visit(const CompoundStmt &Block);
  void visit(const Stmt &Statement);
  void add(Candidate C);
  void close();
  std::optional<Candidate> candidate(const Suspension &At, const Stmt &Statement);
  static const VarDecl *resultOf(const Stmt &Statement, const Suspension &At, const FieldDecl *&Part);
  bool isUsed(const AwaitStep &Step) const;
  bool isAlwaysAwaited(const Suspension &At, const Stmt &Statement) const;
  bool doesMore(const Stmt &Statement, ArrayRef<const Suspension *> Awaits) const;
  static bool takeTurns(const Candidate &First, const Candidate &Second);
  bool isGiven(const Candidate &C, const VarDecl &Var) const;
  bool needs(const Candidate &Second, const Candidate &First) const;

  Unit &U;
  const BodyIndex &Body;
  const bool Lenient;
  SmallVector<Candidate, 4> Open;
  Asides Between; ///< the open ones
  std::vector<AwaitGroup> Found;
};

/// The variable that \p Statement declares or assigns the result of \p At to, or a \p Part of it, if that is
/// all it does.
const VarDecl *Grouping::resultOf(const Stmt &Statement, const Suspension &At, const FieldDecl *&Part) {
  if (const auto *Declaration = dyn_cast<DeclStmt>(&Statement)) {
    const auto *Var = Declaration->isSingleDecl() ? dyn_cast<VarDecl>(Declaration->getSingleDecl()) : nullptr;
    return Var && !Var->isStaticLocal() && Var->getInit() && strip(Var->getInit()) == At.E ? Var : nullptr;
  }
  const auto *E = dyn_cast<Expr>(&Statement);
  E = E ? strip(E) : nullptr;
  const Expr *To = nullptr, *From = nullptr;
  if (const auto *Binary = dyn_cast_or_null<BinaryOperator>(E); Binary && Binary->getOpcode() == BO_Assign) {
    To = Binary->getLHS();
    From = Binary->getRHS();
  } else if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(E);
             Operator && Operator->getOperator() == OO_Equal) {
    To = Operator->getArg(0);
    From = Operator->getArg(1);
  }
  const auto *Member = To ? dyn_cast<MemberExpr>(strip(To)) : nullptr;
  if (Member && !Member->isArrow()) {
    Part = dyn_cast<FieldDecl>(Member->getMemberDecl());
    To = Part ? Member->getBase() : nullptr;
  }
  const auto *Ref = To ? dyn_cast<DeclRefExpr>(strip(To)) : nullptr;
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return Var && Var->isLocalVarDecl() && !Var->isStaticLocal() && !Var->getType()->isReferenceType() &&
                 strip(From) == At.E
             ? Var
             : nullptr;
}

bool Grouping::isUsed(const AwaitStep &Step) const {
  if (Step.At->E->getType()->isVoidType() || Body.isDiscarded(Step.At->E))
    return false;
  if (!Step.Result)
    return true;
  const auto IsRead = [&](const ValueDecl &D) {
    return llvm::any_of(Body.uses(D), [&](const DeclRefExpr *Use) {
      return !Body.isDiscarded(Use) && !Body.contains(Step.Statement, Use);
    });
  };
  if (const auto *Parts = dyn_cast<DecompositionDecl>(Step.Result))
    return llvm::any_of(Parts->bindings(), [&](const BindingDecl *B) { return IsRead(*B); });
  return IsRead(*Step.Result);
}

/// Whether nothing in \p Statement decides if it comes to the await.
bool Grouping::isAlwaysAwaited(const Suspension &At, const Stmt &Statement) const {
  for (const Stmt *Up = Body.parent(At.E); Up && Up != &Statement; Up = Body.parent(Up)) {
    const auto *Binary = dyn_cast<BinaryOperator>(Up);
    if (isa<AbstractConditionalOperator>(Up) || (Binary && (Binary->isLogicalOp() || Binary->isCommaOp())))
      return false;
  }
  return true;
}

/// Whether calls happen between the awaits that are neither awaited nor given what is, and are no asides.
bool Grouping::doesMore(const Stmt &Statement, ArrayRef<const Suspension *> Awaits) const {
  const bool Calls = llvm::any_of(Body.calls(), [&](const Expr *Call) {
    return Body.contains(&Statement, Call) && llvm::none_of(Awaits, [&](const Suspension *At) {
             return Body.contains(At->E, Call) || Body.contains(Call, At->E);
           });
  });
  return Calls && !Between.isAside(Statement, Awaits);
}

std::optional<Grouping::Candidate> Grouping::candidate(const Suspension &At, const Stmt &Statement) {
  if (At.isYield() || !At.Operand || !isAlwaysAwaited(At, Statement))
    return std::nullopt;
  // A task that runs already may be awaited at any time. What only the promise makes awaitable is a request:
  // it begins here.
  const bool Held = !isa<CallExpr>(strip(At.Operand)) || U.calls().operation(At.Operand) == nullptr;
  const AwaitableInfo *Task = U.awaitables().info(At.Operand->getType());
  const bool IsRequest = !Held && !Task && classOf(At.Operand->getType());
  if (!IsRequest && (!isTask(U, At.Operand->getType()) || (Held && Task->Starts != Start::Lazy)))
    return std::nullopt;
  const Expr *Handle = nullptr;
  const SmallVector<const CallSite *, 2> Calls = awaitedCalls(U, Body, At, Handle);
  if (Handle || Calls.empty())
    return std::nullopt;
  const bool Independent =
      llvm::any_of(Calls, [](const CallSite *C) { return C->does(CallKind::Independent); });
  for (const CallSite *Call : Calls) {
    if (!Call->Callee || isa<CXXConstructExpr>(Call->E) || onlyComputes(U, *Call) || hasItsPlace(*Call) ||
        llvm::any_of(Call->Args, [&](const Expr *Arg) { return holdsTasks(U, Arg->getType()); }))
      return std::nullopt;
    if (!Independent && !Lenient && !Call->does(CallKind::Timeout) && saysEffect(*Call))
      return std::nullopt;
  }
  const FieldDecl *Part = nullptr;
  const VarDecl *Result = resultOf(Statement, At, Part);
  Candidate C{{&At, U.calls().operation(At.Operand), &Statement, Result, Part}, {}, {}, {}, Independent};
  if (!C.Step.Call)
    C.Step.Call = Calls.front();
  if (!Independent && !Lenient && !isUsed(C.Step))
    return std::nullopt;
  for (const CallSite *Call : Calls) {
    C.Calls.push_back(Call->E);
    const std::vector<Touch> More = touchesOf(U, Body, Call->E);
    C.Touches.insert(C.Touches.end(), More.begin(), More.end());
    if (!isa_and_nonnull<CXXMethodDecl>(Call->Callee) || !cast<CXXMethodDecl>(Call->Callee)->isConst())
      addPointees(U, Call->ObjectClass, C.Pointees);
  }
  return C;
}

/// Two reads in a row, of what both are given or of what nobody sees: a header and its body.
bool Grouping::takeTurns(const Candidate &First, const Candidate &Second) {
  if (!saysTaking(*First.Step.Call) || !saysTaking(*Second.Step.Call))
    return false;
  return First.Touches.empty() || Second.Touches.empty() || llvm::any_of(First.Touches, [&](const Touch &A) {
           return llvm::any_of(Second.Touches, [&](const Touch &B) { return A.Of == B.Of; });
         });
}

/// Whether what \p C awaits is made with \p Var, a part of it or what it leads to.
bool Grouping::isGiven(const Candidate &C, const VarDecl &Var) const {
  const auto IsUsed = [&](const ValueDecl &D) {
    return llvm::any_of(Body.uses(D), [&](const DeclRefExpr *Use) {
      return llvm::any_of(C.Calls, [&](const Expr *Call) { return Body.contains(Call, Use); });
    });
  };
  const Place Given = {Var.getCanonicalDecl()};
  const auto *Parts = dyn_cast<DecompositionDecl>(&Var);
  return IsUsed(Var) ||
         (Parts && llvm::any_of(Parts->bindings(), [&](const BindingDecl *B) { return IsUsed(*B); })) ||
         llvm::any_of(C.Touches, [&](const Touch &T) { return isWithin(T.Of, Given); });
}

/// `page.rows = co_await rows(id); page.total = co_await total(id);`
bool takeOtherParts(const AwaitStep &First, const AwaitStep &Second) {
  return First.Part && Second.Part && First.Part != Second.Part;
}

/// Whether \p Second may depend on what \p First gives or does.
bool Grouping::needs(const Candidate &Second, const Candidate &First) const {
  if (const VarDecl *Result = First.Step.Result;
      Result && ((Result == Second.Step.Result && !takeOtherParts(First.Step, Second.Step)) ||
                 isGiven(Second, *Result)))
    return true;
  // One handle that is awaited twice.
  if (llvm::any_of(First.Calls, [&](const Expr *Call) { return llvm::is_contained(Second.Calls, Call); }))
    return true;
  if (First.Independent && Second.Independent)
    return false;
  if (repeats(*First.Step.Call, *Second.Step.Call))
    return true;
  if (llvm::any_of(First.Pointees, [&](const CXXRecordDecl *C) { return Second.Pointees.contains(C); }))
    return !Lenient;
  if (!Lenient && takeTurns(First, Second))
    return true;
  const Touch *Shared = conflict(First.Touches, Second.Touches);
  return Shared && (!Lenient || isOrdered(U, classOf(Shared->At->getType(), /*ThroughPointer=*/true)));
}

void Grouping::close() {
  if (Open.size() > 1) {
    AwaitGroup Group;
    for (const Candidate &C : Open)
      Group.push_back(C.Step);
    Found.push_back(std::move(Group));
  }
  Open.clear();
  Between.clear();
}

void Grouping::add(Candidate C) {
  if (llvm::any_of(Open, [&](const Candidate &Before) { return needs(C, Before); }) ||
      conflict(Between.touches(), C.Touches) ||
      llvm::any_of(Between.locals(), [&](const VarDecl *Var) { return isGiven(C, *Var); }))
    close();
  Open.push_back(std::move(C));
}

void Grouping::visit(const Stmt &Statement) {
  SmallVector<const Suspension *, 4> Awaits;
  for (const Suspension &At : Body.suspensions())
    if (Body.contains(&Statement, At.E) && (At.isYield() || U.awaitables().maySuspend(At.E)))
      Awaits.push_back(&At);
  if (Awaits.empty() && !Open.empty() && Between.add(Statement))
    return;
  if (Awaits.empty() || !isa<DeclStmt, Expr, CoreturnStmt>(Statement) || doesMore(Statement, Awaits))
    return close();
  llvm::sort(Awaits, [](const Suspension *A, const Suspension *B) { return A->loc() < B->loc(); });
  for (const Suspension *At : Awaits) {
    // What is awaited inside another await's operand comes before it.
    if (llvm::any_of(Awaits,
                     [&](const Suspension *Other) { return Other != At && Body.contains(At->E, Other->E); }))
      continue;
    if (std::optional<Candidate> C = candidate(*At, Statement))
      add(std::move(*C));
    else
      close();
  }
  if (Open.empty() || !(Open.back().Step.Result || Between.add(Statement, Awaits)))
    close();
}

void Grouping::visit(const CompoundStmt &Block) {
  for (const Stmt *Statement : Block.body())
    visit(*Statement);
  close();
}

std::vector<AwaitGroup> Grouping::find() {
  if (Body.suspensions().size() < 2)
    return {};
  for (const Stmt *S : Body.nodes())
    if (const auto *Block = dyn_cast<CompoundStmt>(S))
      visit(*Block);
  return std::move(Found);
}

} // namespace

std::vector<AwaitGroup> independentAwaits(Unit &U, const BodyIndex &Body, bool Lenient) {
  return Grouping(U, Body, Lenient).find();
}

} // namespace cotidy
