// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Settling.h"

#include "semantics/Access.h"
#include "semantics/VariablePaths.h"

#include "llvm/ADT/MapVector.h"

using namespace clang;

namespace cotidy {

namespace {

struct Promised {
  MarkedVars Open;
  MarkedVars Settled; ///< by which call
  bool join(const Promised &Other) {
    const bool More = Open.join(Other.Open);
    return Settled.join(Other.Settled) || More;
  }
};

class Search : VariablePaths<Promised> {
public:
  Search(Unit &U, const BodyIndex &Body) : VariablePaths(Body, U.ast(), Exceptions::Followed), U(U) {
    for (const Expr *E : Body.calls())
      if (const DeclRefExpr *Use = settledBy(*E)) {
        const auto *Var = dyn_cast<VarDecl>(Use->getDecl());
        if (Var && isCandidate(*Var)) {
          Settles[Use] = E;
          Vars.insert(Var);
        }
      }
  }

  SmallVector<Unsettled, 1> found() {
    Promised Entry;
    for (const VarDecl *Var : Vars)
      Entry.Open.By[Var] = nullptr;
    if (!Vars.empty())
      follow(std::move(Entry));
    return std::move(Found);
  }

private:
  bool isPromise(QualType T) const {
    const CXXRecordDecl *Class = classOf(T, /*ThroughPointer=*/true);
    return Class && U.awaitables().model(*Class, TypeKind::Promise);
  }

  static const DeclRefExpr *variableIn(const Expr *E) {
    E = strip(E);
    while (const auto *Arrow = dyn_cast_or_null<CXXOperatorCallExpr>(E)) {
      if (Arrow->getOperator() != OO_Arrow && Arrow->getOperator() != OO_Star)
        return nullptr;
      E = strip(Arrow->getArg(0));
    }
    if (const auto *Star = dyn_cast_or_null<UnaryOperator>(E))
      E = strip(Star->getSubExpr());
    return dyn_cast_or_null<DeclRefExpr>(E);
  }

  const DeclRefExpr *settledBy(const Expr &E) const {
    if (const Expr *Handle = resumedHandle(E))
      return variableIn(Handle);
    const CallSite &Site = U.calls().site(&E);
    return Site.does(CallKind::Settle) && Site.Object ? variableIn(Site.Object) : nullptr;
  }

  /// Whether this function alone is to settle it: a parameter by value, what a lambda has copied or moved
  /// into it, or a local of its own.
  bool isCandidate(const VarDecl &Var) const {
    const QualType Type = Var.getType();
    if (!isHandle(Type) && !isPromise(Type))
      return false;
    if (!Var.hasLocalStorage())
      return false;
    if (Type->isReferenceType()) // others may settle it as well, but not between two calls in a row
      return isa<ParmVarDecl>(Var) && !isPointerLike(Type.getNonReferenceType());
    const auto *Method = dyn_cast<CXXMethodDecl>(&Body.function());
    if (Var.getDeclContext() != &Body.function() && !Var.isInitCapture())
      return Method && Method->getParent()->isLambda() && isOnlyHeir(Var, *Method->getParent());
    if (Var.isInitCapture()) // a copy of a pointer or handle leaves others
      return Method && Method->getParent()->isLambda() && !isPointerLike(Type) && !isHandle(Type);
    return !isPointerLike(Type) && !isHandle(Type);
  }

  /// Whether \p Lambda alone has a copy of the enclosing function's variable, and that function does not
  /// settle it by itself.
  bool isOnlyHeir(const VarDecl &Var, const CXXRecordDecl &Lambda) const {
    const auto *Outer = dyn_cast<FunctionDecl>(Var.getDeclContext());
    if (!Outer || !Outer->doesThisDeclarationHaveABody())
      return false;
    bool ByCopy = false;
    for (const LambdaCapture &Capture : Lambda.captures())
      ByCopy |= Capture.capturesVariable() && Capture.getCapturedVar() == &Var &&
                Capture.getCaptureKind() == LCK_ByCopy;
    const BodyIndex &Around = U.body(*Outer);
    unsigned Lambdas = 0;
    for (const DeclRefExpr *Use : Around.uses(Var)) {
      const Stmt *Up = Around.meaningfulParent(Use);
      if (isa_and_nonnull<CXXConstructExpr>(Up)) // the copy that a capture makes
        Up = Around.meaningfulParent(Up);
      if (isa_and_nonnull<LambdaExpr>(Up))
        ++Lambdas;
      else if (!isAsked(Around, *Use))
        return false;
    }
    return ByCopy && Lambdas == 1;
  }

  /// promise->get_future(): a method other than one that settles it.
  bool isAsked(const BodyIndex &In, const DeclRefExpr &Use) const {
    const Stmt *Up = In.meaningfulParent(&Use);
    if (const auto *Arrow = dyn_cast_or_null<CXXOperatorCallExpr>(Up);
        Arrow && (Arrow->getOperator() == OO_Arrow || Arrow->getOperator() == OO_Star))
      Up = In.meaningfulParent(Arrow);
    const auto *Member = dyn_cast_or_null<MemberExpr>(Up);
    const auto *Call = Member ? dyn_cast_or_null<CallExpr>(In.parent(Member)) : nullptr;
    return Call && !U.calls().site(Call).does(CallKind::Settle) && !resumedHandle(*Call);
  }

  void declared(Promised &P, const VarDecl &Var) override {
    if (!Vars.contains(&Var))
      return;
    P.Settled.By.erase(&Var);
    P.Open.By[&Var] = nullptr;
  }

  void assigned(Promised &P, const VarDecl &Var, const CXXOperatorCallExpr &) override { forget(P, Var); }

  void used(Promised &P, const VarDecl &Var, const DeclRefExpr &Use) override {
    if (!Vars.contains(&Var))
      return;
    if (!Settles.contains(&Use) && !isAsked(Body, Use)) // handed on: whoever has it now settles it
      forget(P, Var);
  }

  void called(Promised &P, const CallExpr &Call) override {
    for (const auto &[Use, Settling] : Settles) {
      if (Settling != &Call)
        continue;
      const auto *Var = cast<VarDecl>(Use->getDecl());
      if (auto Before = P.Settled.By.find(Var); Before != P.Settled.By.end() && Final)
        add({Var, true, isHandle(Var->getType()), &Call, Before->second});
      P.Settled.By[Var] = &Call;
      P.Open.By.erase(Var);
    }
  }

  /// A call that should have settled something in the block may be the one that threw.
  void caught(Promised &P, const CXXCatchStmt &Handler) override {
    const auto *Try = dyn_cast_or_null<CXXTryStmt>(Body.parent(&Handler));
    for (const auto &[Use, Settling] : Settles)
      if (Try && Body.contains(Try->getTryBlock(), Settling))
        P.Settled.By.erase(cast<VarDecl>(Use->getDecl()));
  }

  static void forget(Promised &P, const VarDecl &Var) {
    P.Settled.By.erase(&Var);
    P.Open.By.erase(&Var);
  }

  /// A loop that settles something is there to run: that it may run no round is not held against it.
  void loopLeft(Promised &P, const Stmt &Loop) override {
    for (const auto &[Use, Call] : Settles)
      if (Body.contains(&Loop, Use))
        P.Open.By.erase(cast<VarDecl>(Use->getDecl()));
  }

  void functionLeft(Promised &P, const Stmt &End) override {
    for (const auto &[Use, Call] : Settles)
      if (const auto *Var = cast<VarDecl>(Use->getDecl());
          P.Open.By.contains(Var) && !Var->getType()->isReferenceType() && !isMeantByTest(End))
        add({Var, false, isHandle(Var->getType()), &End, Call});
  }

  /// `ASSERT_THROW(...)` leaves a test that has failed already.
  bool isMeantByTest(const Stmt &End) const {
    return End.getBeginLoc().isMacroID() && U.isTest(Body.function());
  }

  void add(const Unsettled &One) {
    if (llvm::none_of(Found, [&](const Unsettled &Earlier) { return Earlier.Var == One.Var; }))
      Found.push_back(One);
  }

  Unit &U;
  llvm::MapVector<const DeclRefExpr *, const Expr *> Settles; ///< the call by the use of the variable
  llvm::SmallDenseSet<const VarDecl *, 2> Vars;
  SmallVector<Unsettled, 1> Found;
};

} // namespace

SmallVector<Unsettled, 1> unsettledIn(Unit &U, const BodyIndex &Body) { return Search(U, Body).found(); }

} // namespace cotidy
