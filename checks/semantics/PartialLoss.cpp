// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/PartialLoss.h"

#include "semantics/Assertions.h"
#include "semantics/Drops.h"
#include "semantics/HeldAwaitables.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Pauses.h"
#include "semantics/Place.h"
#include "semantics/VariablePaths.h"

#include "llvm/ADT/MapVector.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether \p E makes an awaitable, rather than none or a moved-from one's.
bool makesOne(const Expr *E) {
  E = strip(E);
  if (const auto *Box = dyn_cast_or_null<CXXConstructExpr>(E); Box && Box->getNumArgs() == 1)
    return makesOne(Box->getArg(0));
  return isa_and_nonnull<CallExpr>(E) && E->isPRValue();
}

/// A container or box of the standard library that nobody shares the tasks in it with.
bool isOnlyHolder(const CXXRecordDecl &Class) {
  return Class.isInStdNamespace() && !Class.isLambda() && simpleName(Class) != "shared_ptr";
}

/// The state: which variables hold an awaitable that nobody has consumed.
class Search : VariablePaths<MarkedVars> {
public:
  Search(Unit &U, const BodyIndex &Body, const Consumption &Consumed, Holders Which)
      : VariablePaths(Body, U.ast()), U(U), Consumed(Consumed) {
    SmallVector<const VarDecl *, 8> All(Body.locals());
    if (Which == Holders::Filled)
      All.insert(All.begin(), Body.function().param_begin(), Body.function().param_end());
    for (const VarDecl *Var : All)
      if (Which == Holders::Initialised ? isInitialised(*Var) : isFilled(*Var))
        Lost[Var] = std::nullopt;
  }

  SmallVector<PartialLoss, 1> losses() {
    if (Lost.empty())
      return {};
    MarkedVars Entry;
    for (const auto &[Var, None] : Lost)
      if (isa<ParmVarDecl>(Var))
        Entry.By[Var] = nullptr;
    follow(std::move(Entry));
    SmallVector<PartialLoss, 1> Found;
    for (const auto &[Var, Loss] : Lost)
      if (Loss)
        Found.push_back(*Loss);
    return Found;
  }

private:
  /// An awaitable made where the variable is declared, which is consumed somewhere, but not in a straight
  /// line from there; or that is assigned another one.
  bool isInitialised(const VarDecl &Var) const {
    const AwaitableInfo *Type = U.awaitables().info(Var.getType());
    if (!Type || !Type->MustConsume || !Var.isLocalVarDecl() || !Var.hasLocalStorage() ||
        Var.getType()->isReferenceType() || !makesOne(Var.getInit()))
      return false;
    const Stmt *Scope = nullptr;
    bool IsAssigned = false, IsConsumed = false, InLine = false;
    for (const Stmt *S : Body.nodes())
      if (const auto *Declaration = dyn_cast<DeclStmt>(S);
          Declaration && llvm::is_contained(Declaration->decls(), &Var))
        Scope = Body.parent(S);
    for (const DeclRefExpr *Use : Body.uses(Var)) {
      if (hasOtherName(*Use))
        return false;
      // What a macro does around its argument is for show: `EXPECT_THROW(wait(std::move(task)), error)`.
      if (Use->getBeginLoc().isMacroID() && Consumed.consumes(*Use))
        return false;
      IsAssigned |= Consumed.assignment(*Use) != nullptr;
      IsConsumed |= Consumed.consumes(*Use);
      InLine |= Consumed.consumes(*Use) && isa_and_nonnull<CompoundStmt>(Scope) &&
                Body.parent(Body.statementOf(Use)) == Scope;
    }
    return IsConsumed && Scope && (IsAssigned || !InLine || leavesEarly());
  }

  /// A parameter by value, or a local that is filled after its declaration, and consumed somewhere.
  bool isFilled(const VarDecl &Var) const {
    const AwaitableInfo *Type = heldAwaitable(U, Var.getType());
    const bool Itself = Type && U.awaitables().info(Var.getType()) == Type;
    const CXXRecordDecl *Class = classOf(Var.getType());
    if (!Type || !Class || !Var.hasLocalStorage() || Var.getType()->isReferenceType() ||
        Var.isExceptionVariable() || Var.isInitCapture() || isa<DecompositionDecl>(Var) ||
        !(Itself || isOnlyHolder(*Class)) || (Itself && !isa<ParmVarDecl>(Var) && makesOne(Var.getInit())))
      return false;
    bool IsGiven = isa<ParmVarDecl>(Var), IsConsumed = false;
    for (const DeclRefExpr *Use : Body.uses(Var)) {
      if (hasOtherName(*Use))
        return false;
      const CXXOperatorCallExpr *Assign = Consumed.assignment(*Use);
      IsGiven |= (Assign && makesOne(Assign->getArg(1))) || fills(*Use);
      IsConsumed |= Consumed.consumes(*Use);
    }
    return IsGiven && IsConsumed;
  }

  /// What reaches the variable by another name is not followed.
  bool hasOtherName(const DeclRefExpr &Use) const {
    const Stmt *Up = Body.meaningfulParent(&Use);
    const auto *Unary = dyn_cast_or_null<UnaryOperator>(Up);
    return (Unary && Unary->getOpcode() == UO_AddrOf) || isa_and_nonnull<LambdaExpr>(Up);
  }

  /// `tasks.push_back(f())`; but what is moved here out of an object that lives on, `std::move(it->second)`,
  /// was made by somebody else, who may have started it.
  bool fills(const DeclRefExpr &Use) const {
    const auto *Member = dyn_cast_or_null<MemberExpr>(Body.meaningfulParent(&Use));
    const IdentifierInfo *Method = Member ? Member->getMemberDecl()->getIdentifier() : nullptr;
    const auto *Call = Member ? dyn_cast_or_null<CallExpr>(Body.meaningfulParent(Member)) : nullptr;
    return Method &&
           (Method->getName().starts_with("push") || Method->getName().starts_with("emplace") ||
            Method->getName() == "insert") &&
           !(Call && Call->getNumArgs() == 1 && isTakenOut(*Call->getArg(0)));
  }

  static bool isTakenOut(const Expr &Value) {
    const Expr *From = withoutMove(&Value);
    return From != strip(&Value) && (isa<MemberExpr, ArraySubscriptExpr>(From) || indexed(From));
  }

  bool leavesEarly() const {
    return llvm::any_of(Body.nodes(), [](const Stmt *S) {
      return isa<ReturnStmt, CoreturnStmt, BreakStmt, ContinueStmt, GotoStmt>(S);
    });
  }

  void declared(MarkedVars &Holding, const VarDecl &Var) override {
    if (Lost.contains(&Var))
      hold(Holding, Var, Var.getInit());
  }

  void used(MarkedVars &Holding, const VarDecl &Var, const DeclRefExpr &Use) override {
    if (!Lost.contains(&Var))
      return;
    if (fills(Use))
      Holding.By[&Var] = &Use;
    // Whoever asks a container or an optional whether there is something in it knows what it holds.
    else if (Consumed.consumes(Use) || isBox(Var))
      Holding.By.erase(&Var);
  }

  void assigned(MarkedVars &Holding, const VarDecl &Var, const CXXOperatorCallExpr &Assign) override {
    if (!Lost.contains(&Var))
      return;
    if (Holding.By.contains(&Var) && Final)
      lose(Var, &Assign, true);
    hold(Holding, Var, Assign.getArg(1));
  }

  /// Where a test fails, what it has not come to is no matter: `VERIFY(a == b)` that returns.
  void lifeEnded(MarkedVars &Holding, const VarDecl &Var, const Stmt *Trigger) override {
    if (Holding.By.erase(&Var) && Final && !(Trigger && isInAssertion(U, *Trigger)))
      lose(Var, Trigger, false);
  }

  /// A loop that consumes something is there to run: that it may run no round is not held against it.
  void loopLeft(MarkedVars &Holding, const Stmt &Loop) override {
    for (const auto &[Var, Loss] : Lost)
      if (llvm::any_of(Body.uses(*Var), [&](const DeclRefExpr *Use) {
            return Body.contains(&Loop, Use) && Consumed.consumes(*Use);
          }))
        Holding.By.erase(Var);
  }

  /// Parameters live as long as the function: what is still in one is lost where it returns.
  void functionLeft(MarkedVars &Holding, const Stmt &End) override {
    if (isInAssertion(U, End))
      return;
    for (const auto &[Var, By] : Holding.By)
      if (isa<ParmVarDecl>(Var))
        lose(*Var, &End, false);
  }

  /// `if (race.is_cancelled()) co_return;`: nobody wants the work any more that the function was given.
  bool isGivenUp(const Stmt &End) const {
    const auto *If = Body.enclosing<IfStmt>(&End);
    return If && Body.contains(If->getThen(), &End) && llvm::any_of(Body.calls(), [&](const Expr *Call) {
             return Body.contains(If->getCond(), Call) &&
                    hasWord(U.calls().site(Call).Callee, {"cancel", "stop_requested"});
           });
  }

  /// `if (!prepare()) co_return false;`: what the work was to follow did not go well, and the caller is told
  /// so by a value that no path gives after the work.
  bool reportsFailure(const VarDecl &Var, const Stmt &End) const {
    const Expr *Value = returned(End);
    const auto *If = Value ? Body.enclosing<IfStmt>(&End) : nullptr;
    const AwaitableInfo *Type = heldAwaitable(U, Var.getType());
    if (!If || !Type || Type->Starts == Start::Eager || !isFailure(*Value) ||
        llvm::any_of(Body.uses(Var), [&](const DeclRefExpr *Use) {
          return Body.isBefore(Use, &End) && Consumed.consumes(*Use);
        }))
      return false;
    return llvm::any_of(Body.nodes(), [&](const Stmt *S) {
      const Expr *Other = S != &End ? returned(*S) : nullptr;
      return Other && !isFailure(*Other);
    });
  }

  static const Expr *returned(const Stmt &End) {
    if (const auto *Return = dyn_cast<CoreturnStmt>(&End))
      return Return->getOperand();
    const auto *Return = dyn_cast<ReturnStmt>(&End);
    return Return ? Return->getRetValue() : nullptr;
  }

  /// False, nothing, a number below zero, or what is named for an error.
  bool isFailure(const Expr &Value) const {
    const Expr *Plain = strip(&Value);
    if (Plain->getType()->isVoidType())
      return false;
    Expr::EvalResult Constant;
    if (!Plain->isValueDependent() && Plain->EvaluateAsRValue(Constant, U.ast()) && Constant.Val.isInt())
      return Plain->getType()->isBooleanType() ? Constant.Val.getInt().isZero()
                                               : Constant.Val.getInt().isNegative();
    const CXXRecordDecl *Class = classOf(Plain->getType());
    constexpr llvm::StringLiteral Words[] = {"error", "fail", "nullopt", "unexpected"};
    return isa<CXXNullPtrLiteralExpr>(Plain) || hasWord(Class, Words) || hasWord(usedBy(Plain), Words);
  }

  /// What is done already, or only a pause, has nothing to lose: `auto done = make_ready_future();` before it
  /// is decided.
  bool hasNothingToLose(const Expr *Value) const {
    const CallSite *Made = U.calls().operation(Value);
    return Made && (Made->does(CallKind::Ready) || Made->does(CallKind::Sleep) || isOwnPause(*Made));
  }

  void hold(MarkedVars &Holding, const VarDecl &Var, const Expr *Value) const {
    if (makesOne(Value) && !hasNothingToLose(Value))
      Holding.By[&Var] = Value;
    else
      Holding.By.erase(&Var);
  }

  bool isBox(const VarDecl &Var) const { return !U.awaitables().info(Var.getType()); }

  void lose(const VarDecl &Var, const Stmt *At, bool Overwritten) {
    std::optional<PartialLoss> &First = Lost[&Var];
    if (!First && !(isa<ParmVarDecl>(Var) && At && (isGivenUp(*At) || reportsFailure(Var, *At))))
      First = PartialLoss{&Var, At, Overwritten};
  }

  Unit &U;
  const Consumption &Consumed;
  llvm::MapVector<const VarDecl *, std::optional<PartialLoss>> Lost; ///< of each variable the first loss
};

} // namespace

Finding findingOf(const PartialLoss &Lost, bool Itself, Drop WhenDropped) {
  Finding Found(
      Lost.Var->getLocation(),
      llvm::formatv(Lost.Overwritten ? "the first awaitable in {0} is overwritten, so {1}; await it before"
                    : Itself ? "{0} is awaited on some paths only, so on the others {1}; await it on each"
                             : "what is in {0} is awaited on some paths only; of each, on the others, {1}; "
                               "await them on each",
                    quoted(*Lost.Var), consequenceOf(WhenDropped))
          .str());
  if (Lost.At)
    Found.note(isa<CompoundStmt>(Lost.At) ? Lost.At->getEndLoc() : Lost.At->getBeginLoc(),
               Lost.Overwritten ? "it is overwritten here" : "one path ends here without awaiting it");
  return Found;
}

SmallVector<PartialLoss, 1> partialLosses(Unit &U, const BodyIndex &Body, const Consumption &Consumed,
                                          Holders Which) {
  return Search(U, Body, Consumed, Which).losses();
}

} // namespace cotidy
