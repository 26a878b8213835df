// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/IdleReads.h"

#include "semantics/LoopBounds.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Origins.h"
#include "semantics/OwnAwaiters.h"
#include "semantics/OwnConnections.h"
#include "semantics/PeerWords.h"

#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether what an object is made from is named for standard input: nobody limits how long a user may think.
bool namesStandardInput(const Expr *E, const ASTContext &AST) {
  SourceLocation Loc = E->getBeginLoc();
  if (Loc.isMacroID() && Lexer::getImmediateMacroName(Loc, AST.getSourceManager(), AST.getLangOpts())
                             .contains_insensitive("stdin"))
    return true;
  return llvm::any_of(E->children(), [&](const Stmt *Child) {
    return isa_and_nonnull<Expr>(Child) && namesStandardInput(cast<Expr>(Child), AST);
  });
}

/// Whether the resource is a serial line or terminal, or a member of one, by its name: what is at its other
/// end speaks when it has something to say.
bool isSerialLine(const ValueDecl &Resource) {
  constexpr llvm::StringLiteral Words[] = {"serial", "tty", "uart"};
  auto IsNamed = [&](const NamedDecl *D) { return D && isNamedBy(*D, Words); };
  return IsNamed(&Resource) || IsNamed(classOf(Resource.getType(), /*ThroughPointer=*/true)) ||
         IsNamed(dyn_cast<CXXRecordDecl>(Resource.getDeclContext()));
}

/// Whether the operation is given a request that asks the peer to answer when there is something to say.
bool asksToWait(Unit &U, const BodyIndex &Body, const CallSite &Operation) {
  return llvm::any_of(Operation.Args, [&](const Expr *Arg) {
    const ValueDecl *Request = namedObject(Arg);
    return Request && llvm::any_of(Body.calls(), [&](const Expr *E) {
             const CallSite &Site = U.calls().site(E);
             return Site.does(CallKind::Idle) && Site.Object && namedObject(Site.Object) == Request;
           });
  });
}

bool isCalled(const CallSite &Site, ArrayRef<llvm::StringLiteral> Words) {
  return Site.named() && isNamedBy(*Site.named(), Words);
}

/// `again: ... goto again;` around \p At: the block that has the label, whatever comes before it.
std::optional<LoopInfo> loopByHand(const BodyIndex &Body, const Expr &At) {
  for (const Stmt *S : Body.nodes()) {
    const auto *Jump = dyn_cast<GotoStmt>(S);
    const LabelStmt *Label = Jump ? Jump->getLabel()->getStmt() : nullptr;
    const auto *Block = Label ? dyn_cast_or_null<CompoundStmt>(Body.parent(Label)) : nullptr;
    if (Block && Body.isBefore(Label, Jump) && Body.contains(Block, &At) && Body.contains(Block, Jump) &&
        !Body.isBefore(&At, Label) && Body.isBefore(&At, Jump))
      return LoopInfo{Block, Block, -1, nullptr, nullptr};
  }
  return std::nullopt;
}

/// A read on one resource, among whatever else its function does there.
class Read {
public:
  Read(Unit &U, const BodyIndex &Body, const CallSite &Site, const ValueDecl *Resource);

  /// Whether it is the first operation of a round of \p Loop.
  bool begins(const LoopInfo &Loop) const;
  /// Whether the function has asked for what it reads.
  bool isAskedFor() const;
  /// Whether nothing else is done to the resource in \p Loop but to read.
  bool isAlone(const LoopInfo &Loop) const;
  /// Whether \p Loop goes on for as long as there is a connection, and not until it has what it came for.
  bool isServedBy(const LoopInfo &Loop) const;

private:
  bool isInside(const LoopInfo &Loop, const Stmt *S) const { return Body.contains(Loop.S, S); }
  bool is(const Expr *Operation, ArrayRef<llvm::StringLiteral> Words) const {
    return isCalled(U.calls().site(Operation), Words);
  }
  bool holdsResult(const VarDecl &Var) const;
  bool countsAmounts(const Stmt &Condition) const;
  bool looksAtOutput(const Stmt &Condition) const;
  bool handsOnWhatItRead() const;

  Unit &U;
  const BodyIndex &Body;
  const Expr *At;
  const ValueDecl *Resource;
  SmallVector<const Expr *, 8> Operations; ///< on the resource, itself included
};

Read::Read(Unit &U, const BodyIndex &Body, const CallSite &Site, const ValueDecl *Resource)
    : U(U), Body(Body), At(Site.E), Resource(Resource) {
  for (const Expr *E : Body.calls()) {
    const CallSite &Other = U.calls().site(E);
    const FunctionModel *Io = Other.does(CallKind::Io);
    if (!Io)
      Io = Other.does(CallKind::LocalIo);
    if (E != At && !Io && !isOwnConnectionCall(U, Other) && !startedOperation(U, Other))
      continue;
    const Expr *Place = Io ? Other.resource(*Io) : nullptr;
    if (E == At || (Io ? (Place ? namedObject(Place) : nullptr) : ownResource(Other)) == Resource)
      Operations.push_back(E);
  }
}

bool Read::begins(const LoopInfo &Loop) const {
  return llvm::none_of(Operations, [&](const Expr *E) { return isInside(Loop, E) && Body.isBefore(E, At); });
}

bool Read::isAskedFor() const {
  return llvm::any_of(Operations, [&](const Expr *E) { return Body.isBefore(E, At) && is(E, GivingWords); });
}

bool Read::isAlone(const LoopInfo &Loop) const {
  return llvm::none_of(Operations, [&](const Expr *E) { return isInside(Loop, E) && !is(E, TakingWords); });
}

/// Whether the variable is what the read gave: `n = co_await socket.read_some(buffer)`.
bool Read::holdsResult(const VarDecl &Var) const {
  if (Var.getInit() && Body.contains(Var.getInit(), At))
    return true;
  return llvm::any_of(Body.uses(Var), [&](const DeclRefExpr *Use) {
    const auto *Assign = dyn_cast_or_null<BinaryOperator>(Body.meaningfulParent(Use));
    return Assign && Assign->getOpcode() == BO_Assign && Body.contains(Assign->getRHS(), At);
  });
}

/// `have < wanted`: a comparison of numbers, other than of what the read gave.
bool Read::countsAmounts(const Stmt &Condition) const {
  return llvm::any_of(Body.nodes(), [&](const Stmt *S) {
    const auto *Compare = dyn_cast<BinaryOperator>(S);
    if (!Compare || !Compare->isComparisonOp() || !Body.contains(&Condition, Compare) ||
        !strip(Compare->getLHS())->getType()->isIntegerType() || Body.contains(Compare, At))
      return false;
    auto IsResult = [&](const Expr *E) {
      const auto *Var = dyn_cast_or_null<VarDecl>(namedObject(E));
      return Var && holdsResult(*Var);
    };
    return !IsResult(Compare->getLHS()) && !IsResult(Compare->getRHS());
  });
}

/// Whether the condition asks what the caller's object, which the read fills, has by now.
bool Read::looksAtOutput(const Stmt &Condition) const {
  return llvm::any_of(Body.function().parameters(), [&](const ParmVarDecl *Parameter) {
    const QualType T = Parameter->getType();
    return Parameter->getCanonicalDecl() != Resource && T->isLValueReferenceType() &&
           !T->getPointeeType().isConstQualified() &&
           llvm::any_of(Body.uses(*Parameter),
                        [&](const DeclRefExpr *Use) { return Body.contains(&Condition, Use); });
  });
}

/// Whether the coroutine has more to say to its caller than whether it went well.
bool Read::handsOnWhatItRead() const {
  return llvm::any_of(Body.coreturns(), [&](const CoreturnStmt *Return) {
    const Expr *Value = Return->getOperand();
    Expr::EvalResult Constant;
    return Value && !Value->isValueDependent() && !Value->getType()->isVoidType() &&
           !Value->getType()->isBooleanType() && !U.awaitables().model(Value->getType(), TypeKind::Error) &&
           !Value->EvaluateAsRValue(Constant, U.ast());
  });
}

bool Read::isServedBy(const LoopInfo &Loop) const {
  if (isa<CXXForRangeStmt>(Loop.S) || handsOnWhatItRead())
    return false;
  // What was asked for is owed; and what the connection is used for afterwards is what the loop has read.
  if (llvm::any_of(Operations, [&](const Expr *E) {
        return !isInside(Loop, E) && (Body.isBefore(E, Loop.S) ? is(E, GivingWords) : !is(E, EndingWords));
      }))
    return false;
  const Expr *Condition = conditionOf(Loop);
  if (Condition && (countsAmounts(*Condition) || looksAtOutput(*Condition)))
    return false;
  return llvm::none_of(Body.nodes(), [&](const Stmt *S) {
    if (!isa<BreakStmt, CoreturnStmt>(S) || !isInside(Loop, S))
      return false;
    const auto *If = Body.enclosing<IfStmt>(S);
    return If && isInside(Loop, If) && looksAtOutput(*If->getCond());
  });
}

} // namespace

bool isAnswer(const CallSite &Site) { return isCalled(Site, GivingWords); }

bool isIdleRead(Unit &U, const BodyIndex &Body, const CallSite &Site, const FunctionModel *Model,
                const ValueDecl *Resource) {
  auto NamesInput = [&](const Expr &E) { return namesStandardInput(&E, U.ast()); };
  if (asksToWait(U, Body, Site) || (Resource && isMadeFrom(U, *Resource, NamesInput)))
    return true;
  const Read R(U, Body, Site, Resource);
  if (Resource && isSerialLine(*Resource) && isCalled(Site, TakingWords) && !R.isAskedFor())
    return true;
  const int Innermost = Body.loopOf(Site.E);
  const std::optional<LoopInfo> ByHand =
      Innermost < 0 ? loopByHand(Body, *Site.E) : std::optional<LoopInfo>();
  if (Innermost < 0 && !ByHand)
    return false;
  const LoopInfo &Loop = ByHand ? *ByHand : Body.loops()[Innermost];
  if (Model && Model->Idle)
    return *Model->Idle && R.begins(Loop);
  if (!isCalled(Site, TakingWords))
    return false;
  if (R.begins(Loop) && R.isServedBy(Loop))
    return true;
  // A relay reads in rounds of its own and writes elsewhere.
  const LoopInfo *Outermost = &Loop;
  while (Outermost->Parent >= 0)
    Outermost = &Body.loops()[Outermost->Parent];
  return Outermost != &Loop && R.isAlone(*Outermost) && R.isServedBy(*Outermost);
}

} // namespace cotidy
