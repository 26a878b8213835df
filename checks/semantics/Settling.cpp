// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Settling.h"

#include "semantics/Access.h"
#include "semantics/PathFlow.h"

#include "llvm/ADT/MapVector.h"

using namespace clang;

namespace cotidy {

namespace {

/// What may be true of each variable.
struct States {
  llvm::SmallDenseMap<const VarDecl *, const Expr *, 2> Settled; ///< by which call
  llvm::SmallDenseSet<const VarDecl *, 2> Open;
  bool join(const States &Other) {
    const size_t Before = Settled.size() + Open.size();
    Settled.insert(Other.Settled.begin(), Other.Settled.end());
    Open.insert(Other.Open.begin(), Other.Open.end());
    return Settled.size() + Open.size() != Before;
  }
};

class Search {
public:
  Search(Unit &U, const BodyIndex &Body) : U(U), Body(Body) {
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
    if (Vars.empty())
      return {};
    CFG::BuildOptions Options;
    Options.PruneTriviallyFalseEdges = true;
    Options.setAllAlwaysAdd();
    const FunctionDecl &F = Body.function();
    std::unique_ptr<CFG> Graph = CFG::buildCFG(&F, const_cast<Stmt *>(F.getBody()), &U.ast(), Options);
    if (!Graph)
      return {};
    PathFlow<States> Flow(Body, U.ast(), *Graph);
    States Entry;
    for (const VarDecl *Var : Vars)
      Entry.Open.insert(Var);
    SmallVector<Unsettled, 1> Found;
    Flow.solve(
        Entry, [&](States &S, const CFGElement &Element) { run(S, Element, nullptr); },
        [&](States &S, const CFGBlock &From, const CFGBlock &To, bool First) {
          if (const Stmt *Loop = From.getTerminatorStmt();
              !First && isa_and_nonnull<ForStmt, WhileStmt, CXXForRangeStmt>(Loop))
            leaveLoop(S, *Loop);
          if (&To == &Graph->getExit())
            leave(S, From, Found);
        });
    for (const CFGBlock *Block : Graph->const_reverse_nodes())
      for (auto &[Known, S] : Flow.before(*Block))
        for (const CFGElement &Element : *Block)
          run(S, Element, &Found);
    return Found;
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
    if (Type->isReferenceType() || !Var.hasLocalStorage())
      return false;
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

  void run(States &S, const CFGElement &Element, SmallVectorImpl<Unsettled> *Found) const {
    std::optional<CFGStmt> Statement = Element.getAs<CFGStmt>();
    if (!Statement)
      return;
    if (const auto *Declaration = dyn_cast<DeclStmt>(Statement->getStmt())) {
      for (const Decl *D : Declaration->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D); Var && Vars.contains(Var)) {
          S.Settled.erase(Var);
          S.Open.insert(Var);
        }
      return;
    }
    const auto *Use = dyn_cast<DeclRefExpr>(Statement->getStmt());
    const auto *Var = Use ? dyn_cast<VarDecl>(Use->getDecl()) : nullptr;
    if (!Var || !Vars.contains(Var))
      return;
    if (const Expr *Call = Settles.lookup(Use)) {
      if (auto Before = S.Settled.find(Var); Before != S.Settled.end() && Found)
        add(*Found, {Var, true, isHandle(Var->getType()), Call, Before->second});
      S.Settled[Var] = Call;
      S.Open.erase(Var);
    } else if (!isAsked(Body, *Use)) { // handed on: whoever has it now settles it
      S.Settled.erase(Var);
      S.Open.erase(Var);
    }
  }

  /// A loop that settles something is there to run: that it may run no round is not held against it.
  void leaveLoop(States &S, const Stmt &Loop) const {
    for (const auto &[Use, Call] : Settles)
      if (Body.contains(&Loop, Use))
        S.Open.erase(cast<VarDecl>(Use->getDecl()));
  }

  void leave(const States &S, const CFGBlock &Block, SmallVectorImpl<Unsettled> &Found) const {
    const Stmt *Last = nullptr;
    for (const CFGElement &Element : Block)
      if (std::optional<CFGStmt> Statement = Element.getAs<CFGStmt>())
        Last = Statement->getStmt();
    if (Block.hasNoReturnElement() || isa_and_nonnull<CXXThrowExpr>(Last))
      return;
    for (const auto &[Use, Call] : Settles)
      if (const auto *Var = cast<VarDecl>(Use->getDecl()); S.Open.contains(Var))
        add(Found, {Var, false, isHandle(Var->getType()),
                    isa_and_nonnull<ReturnStmt, CoreturnStmt>(Last) ? Last : Body.root(), Call});
  }

  static void add(SmallVectorImpl<Unsettled> &Found, const Unsettled &One) {
    if (llvm::none_of(Found, [&](const Unsettled &Earlier) { return Earlier.Var == One.Var; }))
      Found.push_back(One);
  }

  Unit &U;
  const BodyIndex &Body;
  llvm::MapVector<const DeclRefExpr *, const Expr *> Settles; ///< the call by the use of the variable
  llvm::SmallDenseSet<const VarDecl *, 2> Vars;
};

} // namespace

SmallVector<Unsettled, 1> unsettledIn(Unit &U, const BodyIndex &Body) { return Search(U, Body).found(); }

} // namespace cotidy
