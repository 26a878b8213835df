// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Limits.h"

#include "semantics/Durations.h"
#include "semantics/HeldAwaitables.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/PeerWords.h"
#include "semantics/StopSources.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr llvm::StringLiteral LimitWords[] = {"deadline", "expire",  "expires", "for",   "limit",
                                              "timed",    "timeout", "until",   "within"};

/// `with_timeout(read(s), 3s)`, `Timed{read(s), 3s}`, `read(s).timeout(3s)`: what is called so, and given a
/// time besides.
bool isGivenTime(const CallSite &Site, const Expr *Inner) {
  const auto *Made = dyn_cast<CXXConstructorDecl>(Site.Callee);
  const NamedDecl &Named = Made ? static_cast<const NamedDecl &>(*Made->getParent()) : *Site.Callee;
  return isNamedBy(Named, LimitWords) &&
         llvm::any_of(Site.Args, [&](const Expr *Arg) { return Arg != Inner && isTime(Arg->getType()); });
}

bool throws(const Stmt *S) { return S && (isa<CXXThrowExpr>(S) || llvm::any_of(S->children(), throws)); }

} // namespace

bool takesTime(const ParmVarDecl *Parameter) {
  return isTime(Parameter->getType().getNonReferenceType()) || hasWord(Parameter, TimeWords);
}

/// Whether the body of \p F pauses, or waits for another one that does: a watchdog that ends a race, or
/// cancels what takes too long.
bool Limits::pauses(const FunctionDecl *F, unsigned Depth) {
  const BodyIndex *Body = U.visibleBody(F);
  if (!Body)
    return false;
  const std::pair Question(&Body->function(), Depth);
  if (const auto Known = Pausing.find(Question); Known != Pausing.end())
    return Known->second;
  const bool Answer = llvm::any_of(Body->calls(), [&](const Expr *E) {
    const CallSite &Site = U.calls().site(E);
    return Site.does(CallKind::Sleep) ||
           (Depth != 0 && !Site.isModelled() && Body->enclosing<CoroutineSuspendExpr>(E) &&
            pauses(Site.Callee, Depth - 1));
  });
  return Pausing[Question] = Answer;
}

/// A token or stop token that ends the operation in time, through every adaptor around it.
bool Limits::isLimitingType(QualType T, unsigned Depth) {
  const CXXRecordDecl *Class = classOf(T, /*ThroughPointer=*/true);
  if (!Class || Depth == 0)
    return false;
  for (const TypeModel *M : U.models().types(*Class))
    if (M->Is == TypeKind::StopToken ||
        (M->Is == TypeKind::Token &&
         (M->Means == TokenMeaning::Timeout || M->Means == TokenMeaning::Cancellation)))
      return true;
  if (!U.awaitables().model(*Class, TypeKind::Token))
    return false;
  const auto *Specialization = dyn_cast<ClassTemplateSpecializationDecl>(Class);
  return Specialization &&
         llvm::any_of(Specialization->getTemplateArgs().asArray(), [&](const TemplateArgument &Arg) {
           return Arg.getKind() == TemplateArgument::Type && isLimitingType(Arg.getAsType(), Depth - 1);
         });
}

bool Limits::isLimiting(const Expr &Token) {
  return isLimitingType(Token.getType()) && !U.session().facts<StopSources>().isWithoutDeadline(Token);
}

bool Limits::isLimitedByItself(const CallSite &Site, const FunctionModel &Model) {
  if (Site.does(CallKind::Timeout))
    return true;
  // A stop token that nobody gave stops nothing; a completion token may have its limit from the receiver.
  for (unsigned I = 0; I != Site.Args.size(); ++I)
    if (isLimiting(*Site.Args[I]) &&
        (I < Site.WrittenArgs || U.awaitables().model(Site.Args[I]->getType(), TypeKind::Token)))
      return true;
  if (!Model.Deadline || *Model.Deadline >= int(Site.WrittenArgs))
    return false;
  const Expr *Limit = Site.arg(Model.Deadline);
  ArgCondition IsZero;
  IsZero.Arg = *Model.Deadline;
  IsZero.Zero = true;
  return Limit && !meansForever(*Limit, U.ast()) && !U.calls().holds({IsZero}, {}, Site);
}

bool Limits::isLimitedByArguments(const CallSite &Site) {
  for (unsigned I = 0; I != Site.Args.size(); ++I) {
    if (isLimiting(*Site.Args[I]))
      return true;
    if (Site.Callee && I < Site.Callee->getNumParams() && takesTime(Site.Callee->getParamDecl(I)) &&
        !meansForever(*Site.Args[I], U.ast()) && (I < Site.WrittenArgs || !isZero(*Site.Args[I], U.ast())))
      return true;
  }
  return false;
}

/// Whether the other legs of a race or join end it: one that pauses, or one of which nothing is known. A leg
/// that waits for a peer as well is no limit, and in a join only a watchdog is one: a leg that pauses and
/// then throws.
bool Limits::endsInTime(const CallSite &Site, const FunctionModel &Group, const Expr *Inner) {
  SmallVector<const Expr *, 4> Legs(Site.Args.begin(), Site.Args.end());
  if (Group.Range == ReceiverArg && Site.Object)
    if (const CallSite *Made = U.calls().siteOf(Site.Object))
      Legs.append(Made->Args.begin(), Made->Args.end());
  const bool IsRace = Group.Does == CallKind::Race;
  return llvm::any_of(Legs, [&](const Expr *Leg) {
    if (Leg == Inner)
      return false;
    const CallSite *Other = U.calls().operation(Leg);
    if (!Other || !Other->Callee)
      return IsRace;
    if (Other->does(CallKind::Sleep) || Other->does(CallKind::Timeout))
      return IsRace;
    // Somebody sends, or sets the event, to end it.
    if (IsRace && Other->does(CallKind::Pull))
      return true;
    if (Other->isModelled())
      return false;
    const BodyIndex *Body = U.visibleBody(Other->Callee);
    return Body ? pauses(Other->Callee) && (IsRace || throws(Body->root())) : IsRace;
  });
}

/// Whether an in-house function or class that is given the awaitable \p Inner limits it. Of a function
/// without a body here nothing is known.
bool Limits::wraps(const CallSite &Site, const Expr *Inner) {
  const auto *Arg = llvm::find(Site.Args, Inner);
  const unsigned Place = Arg - Site.Args.begin();
  if ((Arg == Site.Args.end() && Site.Object != Inner) || !U.awaitables().info(Inner->getType()))
    return false;
  if (isGivenTime(Site, Inner))
    return true;
  if (Site.Object == Inner || !isa<CallExpr>(Site.E) || Place >= Site.Callee->getNumParams())
    return false;
  const BodyIndex *Body = U.visibleBody(Site.Callee);
  // What gives nothing to await has only started it.
  return Body ? isLimitedThrough(*Body, *Body->function().getParamDecl(Place))
              : !Site.E->getType()->isVoidType();
}

bool Limits::isLimitedThrough(const BodyIndex &Body, const VarDecl &Var) {
  if (!Followed.insert(&Var).second)
    return false;
  bool Limited =
      llvm::any_of(Body.uses(Var), [&](const DeclRefExpr *Use) { return isLimitedAround(Body, Use); }) ||
      isLimitedInLambda(Body, Var);
  Followed.erase(&Var);
  return Limited;
}

/// Whether a lambda has \p Var in its hands, and its task has a limit where it is called.
bool Limits::isLimitedInLambda(const BodyIndex &Body, const VarDecl &Var) {
  return llvm::any_of(Body.lambdas(), [&](const LambdaInfo &Lambda) {
    const BodyIndex *Own = U.visibleBody(Lambda.E->getCallOperator());
    return Own && !Own->uses(Var).empty() && llvm::any_of(Body.calls(), [&](const Expr *Call) {
             return U.calls().site(Call).Callee == Lambda.E->getCallOperator() && isLimitedAround(Body, Call);
           });
  });
}

/// Whether the call \p Site, of which \p Inner is a part, ends in time whatever becomes of \p Inner.
bool Limits::limits(const CallSite &Site, const Expr *Inner) {
  if (Site.does(CallKind::Timeout))
    return true;
  if (llvm::any_of(Site.Args, [&](const Expr *Arg) { return Arg != Inner && isLimiting(*Arg); }))
    return true;
  if (!Site.isModelled() && Site.Callee)
    return wraps(Site, Inner);
  const FunctionModel *Race = Site.does(CallKind::Race);
  const FunctionModel *Group = Race ? Race : Site.does(CallKind::Join);
  return Group && endsInTime(Site, *Group, Inner);
}

/// What the method that \p E names is called on; \p E itself if it names none.
static const Expr *calledOn(const Expr *E) {
  const auto *Method = dyn_cast<MemberExpr>(E);
  return Method ? strip(Method->getBase()) : E;
}

/// Whether \p Cond, if it asks whether a time is given, holds where there is none; empty if it asks for
/// something else.
static std::optional<bool> asksForNone(const Expr *Cond, const ASTContext &AST) {
  bool Holds = false;
  Cond = strip(Cond);
  for (const auto *Not = dyn_cast<UnaryOperator>(Cond); Not && Not->getOpcode() == UO_LNot;
       Not = dyn_cast<UnaryOperator>(Cond)) {
    Holds = !Holds;
    Cond = strip(Not->getSubExpr());
  }
  if (const auto *Compared = dyn_cast<BinaryOperator>(Cond)) {
    const bool IsNone = Compared->getOpcode() == BO_EQ || Compared->getOpcode() == BO_LE;
    if (!Compared->isComparisonOp() || Compared->getOpcode() == BO_LT || Compared->getOpcode() == BO_GE ||
        !meansForever(*Compared->getRHS(), AST))
      return std::nullopt;
    Holds ^= IsNone;
    Cond = strip(Compared->getLHS());
  }
  const ValueDecl *Asked = namedObject(Cond);
  if (!Asked || Asked->getType().getNonReferenceType()->isBooleanType() ||
      !(isTime(Asked->getType().getNonReferenceType()) || hasWord(Asked, TimeWords)))
    return std::nullopt;
  return Holds;
}

static bool isWhereNoneIsSet(const BodyIndex &Body, const Expr *E, const ASTContext &AST) {
  for (const auto *If = Body.enclosing<IfStmt>(E); If; If = Body.enclosing<IfStmt>(If)) {
    const std::optional<bool> Holds = If->getCond() ? asksForNone(If->getCond(), AST) : std::nullopt;
    const Stmt *Branch = Holds && *Holds ? If->getThen() : Holds ? If->getElse() : nullptr;
    if (Branch && Body.contains(Branch, E))
      return true;
  }
  return false;
}

/// `tasks` of `tasks.push_back(read())`, which is \p Call; null if that is nothing of the kind.
static const VarDecl *filledBy(Unit &U, const Expr &Call) {
  const auto *Method = dyn_cast<CXXMemberCallExpr>(&Call);
  const auto *Object = Method ? dyn_cast<DeclRefExpr>(strip(Method->getImplicitObjectArgument())) : nullptr;
  const auto *Tasks = Object ? dyn_cast<VarDecl>(Object->getDecl()) : nullptr;
  return Tasks && classOf(Tasks->getType()) && !U.awaitables().info(Tasks->getType()) &&
                 heldAwaitable(U, Tasks->getType().getNonReferenceType())
             ? Tasks
             : nullptr;
}

/// Looks from \p E outwards: adaptors, races, and what a variable it initialises is handed to later.
bool Limits::isLimitedAround(const BodyIndex &Body, const Expr *E) {
  if (isWhereNoneIsSet(Body, E, U.ast()))
    return true;
  const Stmt *Child = E;
  for (const Stmt *Up = Body.parent(E); Up; Child = Up, Up = Body.parent(Up)) {
    if (isa<CallExpr, CXXConstructExpr>(Up) &&
        limits(U.calls().site(cast<Expr>(Up)), calledOn(strip(cast<Expr>(Child)))))
      return true;
    if (const VarDecl *Tasks = isa<CallExpr>(Up) ? filledBy(U, *cast<Expr>(Up)) : nullptr;
        Tasks && isLimitedThrough(Body, *Tasks))
      return true;
    if (const auto *Declaration = dyn_cast<DeclStmt>(Up)) {
      for (const Decl *D : Declaration->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D);
            Var && Var->getInit() && Body.contains(Var->getInit(), E) &&
            U.awaitables().info(Var->getType()) && isLimitedThrough(Body, *Var))
          return true;
      return false;
    }
    if (!isa<Expr>(Up) || isa<CoroutineSuspendExpr>(Up)) // what is around an await has its result
      return false;
  }
  return false;
}

} // namespace cotidy
