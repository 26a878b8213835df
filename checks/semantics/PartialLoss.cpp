// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/PartialLoss.h"

#include "semantics/PathFlow.h"

#include "llvm/ADT/BitVector.h"

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

/// Which variables hold an awaitable that nobody has consumed.
struct Pending {
  llvm::BitVector Vars;
  bool join(const Pending &Other) {
    llvm::BitVector Before = Vars;
    Vars |= Other.Vars;
    return Vars != Before;
  }
};

class Search {
public:
  Search(Unit &U, const BodyIndex &Body, const Consumption &Consumed, Holders Which)
      : U(U), Body(Body), Consumed(Consumed) {
    SmallVector<const VarDecl *, 8> All(Body.locals());
    if (Which == Holders::Filled)
      All.insert(All.begin(), Body.function().param_begin(), Body.function().param_end());
    for (const VarDecl *Var : All)
      if (Which == Holders::Initialised ? isInitialised(*Var) : isFilled(*Var)) {
        Index[Var] = Vars.size();
        Vars.push_back(Var);
      }
  }

  SmallVector<PartialLoss, 1> losses() {
    if (Vars.empty())
      return {};
    CFG::BuildOptions Options;
    Options.AddLifetime = true;
    Options.AddInitializers = true;
    Options.PruneTriviallyFalseEdges = true;
    Options.setAllAlwaysAdd();
    const FunctionDecl &F = Body.function();
    std::unique_ptr<CFG> Graph = CFG::buildCFG(&F, const_cast<Stmt *>(F.getBody()), &U.ast(), Options);
    if (!Graph)
      return {};
    PathFlow<Pending> Flow(Body, U.ast(), *Graph);
    Pending None;
    None.Vars.resize(Vars.size());
    for (const VarDecl *Var : Vars)
      if (isa<ParmVarDecl>(Var))
        None.Vars.set(Index.lookup(Var));
    SmallVector<PartialLoss, 1> Found;
    Flow.solve(
        None, [&](Pending &P, const CFGElement &Element) { run(P, Element, nullptr); },
        [&](Pending &P, const CFGBlock &From, const CFGBlock &To, bool First) {
          if (!First)
            leaveLoop(P, From.getTerminatorStmt());
          if (&To == &Graph->getExit())
            leaveFunction(P, From, Found);
        });
    for (const CFGBlock *Block : Graph->const_reverse_nodes())
      for (auto &[Known, P] : Flow.before(*Block))
        for (const CFGElement &Element : *Block)
          run(P, Element, &Found);
    llvm::sort(Found, [&](const PartialLoss &A, const PartialLoss &B) {
      return Index.lookup(A.Var) < Index.lookup(B.Var);
    });
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
    const AwaitableInfo *Type = Consumed.held(Var.getType());
    const bool Itself = Type && U.awaitables().info(Var.getType()) == Type;
    const CXXRecordDecl *Class = classOf(Var.getType());
    if (!Type || !Class || !Var.hasLocalStorage() || Var.getType()->isReferenceType() ||
        Var.isExceptionVariable() || Var.isInitCapture() || isa<DecompositionDecl>(Var) ||
        !(Itself || (Class->isInStdNamespace() && !isa<ParmVarDecl>(Var))) ||
        (Itself && !isa<ParmVarDecl>(Var) && makesOne(Var.getInit())))
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

  /// tasks.push_back(f())
  bool fills(const DeclRefExpr &Use) const {
    const auto *Member = dyn_cast_or_null<MemberExpr>(Body.meaningfulParent(&Use));
    const IdentifierInfo *Method = Member ? Member->getMemberDecl()->getIdentifier() : nullptr;
    return Method && (Method->getName().starts_with("push") || Method->getName().starts_with("emplace") ||
                      Method->getName() == "insert");
  }

  bool leavesEarly() const {
    return llvm::any_of(Body.nodes(), [](const Stmt *S) {
      return isa<ReturnStmt, CoreturnStmt, BreakStmt, ContinueStmt, GotoStmt>(S);
    });
  }

  void run(Pending &P, const CFGElement &Element, SmallVectorImpl<PartialLoss> *Found) {
    if (std::optional<CFGLifetimeEnds> End = Element.getAs<CFGLifetimeEnds>()) {
      if (std::optional<unsigned> Var = known(End->getVarDecl())) {
        if (P.Vars.test(*Var) && Found)
          lose(*Found, *Var, End->getTriggerStmt(), false);
        P.Vars.reset(*Var);
      }
      return;
    }
    std::optional<CFGStmt> Statement = Element.getAs<CFGStmt>();
    if (!Statement)
      return;
    if (const auto *Declaration = dyn_cast<DeclStmt>(Statement->getStmt())) {
      for (const Decl *D : Declaration->decls())
        if (std::optional<unsigned> Var = known(dyn_cast<VarDecl>(D)))
          P.Vars[*Var] = makesOne(Vars[*Var]->getInit());
    } else if (const auto *Use = dyn_cast<DeclRefExpr>(Statement->getStmt())) {
      std::optional<unsigned> Var = known(dyn_cast<VarDecl>(Use->getDecl()));
      if (Var && fills(*Use))
        P.Vars.set(*Var);
      // Whoever asks a container or an optional whether there is something in it knows what it holds.
      else if (Var && (Consumed.consumes(*Use) || (isBox(*Vars[*Var]) && !Consumed.assignment(*Use))))
        P.Vars.reset(*Var);
    } else if (const auto *Assign = dyn_cast<CXXOperatorCallExpr>(Statement->getStmt());
               Assign && Assign->getOperator() == OO_Equal) {
      const auto *To = dyn_cast<DeclRefExpr>(strip(Assign->getArg(0)));
      std::optional<unsigned> Var = To ? known(dyn_cast<VarDecl>(To->getDecl())) : std::nullopt;
      if (!Var)
        return;
      if (P.Vars.test(*Var) && Found)
        lose(*Found, *Var, Assign, true);
      P.Vars[*Var] = makesOne(Assign->getArg(1));
    }
  }

  /// A loop that consumes something is there to run: that it may run no round is not held against it.
  void leaveLoop(Pending &P, const Stmt *Loop) const {
    if (isa_and_nonnull<ForStmt, WhileStmt, CXXForRangeStmt>(Loop))
      for (unsigned Var = 0; Var != Vars.size(); ++Var)
        for (const DeclRefExpr *Use : Body.uses(*Vars[Var]))
          if (Body.contains(Loop, Use) && Consumed.consumes(*Use))
            P.Vars.reset(Var);
  }

  bool isBox(const VarDecl &Var) const { return !U.awaitables().info(Var.getType()); }

  /// Parameters live as long as the function: what is still in one is lost where it returns.
  void leaveFunction(const Pending &P, const CFGBlock &Block, SmallVectorImpl<PartialLoss> &Found) const {
    const Stmt *Last = nullptr;
    for (const CFGElement &Element : Block)
      if (std::optional<CFGStmt> Statement = Element.getAs<CFGStmt>())
        Last = Statement->getStmt();
    if (Block.hasNoReturnElement() || isa_and_nonnull<CXXThrowExpr>(Last))
      return;
    for (unsigned Var : P.Vars.set_bits())
      if (isa<ParmVarDecl>(Vars[Var]))
        lose(Found, Var, isa_and_nonnull<ReturnStmt, CoreturnStmt>(Last) ? Last : Body.root(), false);
  }

  std::optional<unsigned> known(const VarDecl *Var) const {
    auto It = Index.find(Var);
    return It == Index.end() ? std::nullopt : std::optional(It->second);
  }

  void lose(SmallVectorImpl<PartialLoss> &Found, unsigned Var, const Stmt *At, bool Overwritten) const {
    if (llvm::none_of(Found, [&](const PartialLoss &Earlier) { return Earlier.Var == Vars[Var]; }))
      Found.push_back({Vars[Var], At, Overwritten});
  }

  Unit &U;
  const BodyIndex &Body;
  const Consumption &Consumed;
  SmallVector<const VarDecl *, 4> Vars;
  llvm::DenseMap<const VarDecl *, unsigned> Index;
};

} // namespace

SmallVector<PartialLoss, 1> partialLosses(Unit &U, const BodyIndex &Body, const Consumption &Consumed,
                                          Holders Which) {
  return Search(U, Body, Consumed, Which).losses();
}

} // namespace cotidy
