// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Errors.h"

#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/PeerWords.h"
#include "semantics/Place.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr llvm::StringLiteral EndWords[] = {"close", "shutdown", "cancel", "disconnect", "stop", "quit"};
constexpr llvm::StringLiteral IgnoredWords[] = {"ignore", "unused", "dummy", "discard", "dont_care"};

bool isError(Unit &U, QualType T) { return U.awaitables().model(T, TypeKind::Error); }

/// `std::tie(error, n)`.
bool isTie(const Stmt *S) {
  const auto *Call = dyn_cast_or_null<CallExpr>(S);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Callee->isInStdNamespace() && simpleName(*Callee) == "tie";
}

/// Whether \p Use puts something into the object and reads nothing of it.
bool isWrite(const BodyIndex &Body, const DeclRefExpr &Use) {
  const Stmt *Up = Body.meaningfulParent(&Use);
  if (const auto *Assign = dyn_cast_or_null<CXXOperatorCallExpr>(Up))
    return Assign->getOperator() == OO_Equal && strip(Assign->getArg(0)) == &Use;
  if (isTie(Up))
    return isa_and_nonnull<CXXOperatorCallExpr>(Body.meaningfulParent(Up));
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Up))
    return simpleName(*Member->getMemberDecl()) == "clear";
  return false;
}

} // namespace

bool isTested(const BodyIndex &Body, const DeclRefExpr &Use) {
  const Stmt *Down = &Use;
  const Stmt *Up = Body.parent(Down);
  for (; isa_and_nonnull<Expr>(Up); Down = Up, Up = Body.parent(Up))
    if (const auto *Either = dyn_cast<ConditionalOperator>(Up); Either && Either->getCond() == Down)
      return true;
  if (const auto *If = dyn_cast_or_null<IfStmt>(Up))
    return If->getCond() == Down;
  if (const auto *While = dyn_cast_or_null<WhileStmt>(Up))
    return While->getCond() == Down;
  if (const auto *Do = dyn_cast_or_null<DoStmt>(Up))
    return Do->getCond() == Down;
  const auto *For = dyn_cast_or_null<ForStmt>(Up);
  return For && For->getCond() == Down;
}

bool isResultTested(const BodyIndex &Body, const Suspension &At) {
  const Stmt *Up = Body.meaningfulParent(At.E);
  const auto *Declaration = dyn_cast_or_null<DeclStmt>(Up);
  const auto *Assign = dyn_cast_or_null<BinaryOperator>(Up);
  const VarDecl *To = Assign && Assign->isAssignmentOp() ? localOf(Assign->getLHS())
                      : Declaration && Declaration->isSingleDecl()
                          ? dyn_cast<VarDecl>(Declaration->getSingleDecl())
                          : nullptr;
  return To && llvm::any_of(Body.uses(*To), [&](const DeclRefExpr *Use) { return isTested(Body, *Use); });
}

bool holdsError(Unit &U, QualType T) {
  if (T.isNull() || isError(U, T))
    return !T.isNull();
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(classOf(T));
  if (!Class || !Class->isInStdNamespace())
    return false;
  return llvm::any_of(Class->getTemplateArgs().asArray(), [&](const TemplateArgument &Arg) {
    if (Arg.getKind() == TemplateArgument::Pack)
      return llvm::any_of(Arg.pack_elements(), [&](const TemplateArgument &Element) {
        return Element.getKind() == TemplateArgument::Type && isError(U, Element.getAsType());
      });
    return Arg.getKind() == TemplateArgument::Type && isError(U, Arg.getAsType());
  });
}

const VarDecl *redirectedTo(Unit &U, const CallSite &Site) {
  for (const Expr *Argument : Site.Args) {
    const TypeModel *Token = U.awaitables().model(Argument->getType(), TypeKind::Token);
    const CallSite *Made =
        Token && Token->Means == TokenMeaning::ErrorAsValue ? U.calls().siteOf(Argument) : nullptr;
    for (const Expr *Inner : Made ? ArrayRef(Made->Args) : ArrayRef<const Expr *>())
      if (const VarDecl *Code = localOf(Inner); Code && isError(U, Code->getType()) &&
                                                !isa<ParmVarDecl>(Code) &&
                                                !Code->getType()->isReferenceType())
        return Code;
  }
  return nullptr;
}

bool isRead(const BodyIndex &Body, const VarDecl &Code) {
  // What hands the variable to the operation's token is its writer.
  unsigned Others = 0;
  for (const DeclRefExpr *Use : Body.uses(Code)) {
    const auto *Call = dyn_cast_or_null<CallExpr>(Body.meaningfulParent(Use));
    const bool HandsOver =
        Call && !isa<CXXOperatorCallExpr>(Call) && Body.enclosing<CoroutineSuspendExpr>(Use);
    Others += !HandsOver && !isWrite(Body, *Use) && (!Body.isDiscarded(Use) || isCastToVoid(Body, *Use));
  }
  return Others > 0;
}

/// The error variable that \p Assign sets, itself or by std::tie, if nothing reads it.
static const VarDecl *unreadTarget(Unit &U, const BodyIndex &Body, const CXXOperatorCallExpr &Assign) {
  const Expr *Left = strip(Assign.getArg(0));
  const auto *Tie = isTie(Left) ? cast<CallExpr>(Left) : nullptr;
  for (const Expr *Target : Tie ? ArrayRef(Tie->getArgs(), Tie->getNumArgs()) : ArrayRef(Left))
    if (const VarDecl *Code = localOf(Target);
        Code && isError(U, Code->getType()) && !isa<ParmVarDecl>(Code) && !isRead(Body, *Code))
      return Code;
  return nullptr;
}

/// Whether \p Use reads another part of what it names than the error: `std::get<1>(result)`,
/// `result.second`.
static bool readsRest(Unit &U, const BodyIndex &Body, const DeclRefExpr &Use) {
  const Stmt *Up = Body.meaningfulParent(&Use);
  const auto *Call = dyn_cast_or_null<CallExpr>(Up);
  if (Call && !isa<CXXOperatorCallExpr>(Call) && withoutMove(Call) == &Use)
    Call = dyn_cast_or_null<CallExpr>(Up = Body.meaningfulParent(Call));
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Up))
    return isa<FieldDecl>(Member->getMemberDecl()) && !isError(U, Member->getType());
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Callee->isInStdNamespace() && simpleName(*Callee) == "get" && !isError(U, Call->getType());
}

/// Whether the error in \p Result, a pair or tuple that is kept whole, is never looked at, while the rest of
/// it is, and no branch depends on that.
static bool readsOnlyRest(Unit &U, const BodyIndex &Body, const VarDecl &Result) {
  return holdsError(U, Result.getType()) && !Body.uses(Result).empty() &&
         llvm::all_of(Body.uses(Result), [&](const DeclRefExpr *Use) {
           return readsRest(U, Body, *Use) && !isTested(Body, *Use);
         });
}

const ValueDecl *unreadPart(Unit &U, const BodyIndex &Body, const Suspension &At) {
  const Stmt *Up = Body.meaningfulParent(At.E);
  while (Up && !isa<DeclStmt>(Up) && isa<Expr>(Up) && isa<CXXConstructExpr>(Up))
    Up = Body.meaningfulParent(Up);
  if (const auto *Assign = dyn_cast_or_null<CXXOperatorCallExpr>(Up);
      Assign && Assign->getOperator() == OO_Equal)
    return unreadTarget(U, Body, *Assign);
  const auto *Declaration = dyn_cast_or_null<DeclStmt>(Up);
  const auto *Var =
      Declaration && Declaration->isSingleDecl() ? dyn_cast<VarDecl>(Declaration->getSingleDecl()) : nullptr;
  if (!Var || Var->hasAttr<UnusedAttr>())
    return nullptr;
  if (const auto *Parts = dyn_cast<DecompositionDecl>(Var)) {
    // Of several operations at once, whoever looks at one error has decided which of them count; and a
    // failure shows in what else there is of the result where that is tested: no bytes, a socket that is not
    // open.
    const BindingDecl *Unread = nullptr;
    for (const BindingDecl *Part : Parts->bindings()) {
      if (!isError(U, Part->getType())) {
        if (llvm::any_of(Body.uses(*Part), [&](const DeclRefExpr *Use) { return isTested(Body, *Use); }))
          return nullptr;
        continue;
      }
      if (Part->hasAttr<UnusedAttr>() ||
          llvm::any_of(Body.uses(*Part), [&](const DeclRefExpr *Use) { return !isWrite(Body, *Use); }))
        return nullptr;
      Unread = Unread ? Unread : Part;
    }
    return Unread;
  }
  const bool Unread = isError(U, Var->getType()) ? !isRead(Body, *Var) : readsOnlyRest(U, Body, *Var);
  return Unread ? Var : nullptr;
}

bool isIgnoredByName(const ValueDecl &D) {
  const StringRef Name = simpleName(D);
  return Name.starts_with("_") || hasWord(&D, IgnoredWords) || D.hasAttr<UnusedAttr>();
}

bool endsSomething(const CallSite &Site) {
  return Site.does(CallKind::Sleep) || Site.does(CallKind::Yield) || Site.does(CallKind::Hop) ||
         Site.does(CallKind::Cancel) || hasWord(Site.Callee, EndWords);
}

bool isEndedNext(Unit &U, const BodyIndex &Body, const Suspension &At) {
  const Stmt *Statement = Body.statementOf(At.E);
  const auto *Block = dyn_cast_or_null<CompoundStmt>(Body.parent(Statement));
  const auto *Here = Block ? llvm::find(Block->body(), Statement) : nullptr;
  if (!Here || Here + 1 >= Block->body_end())
    return false;
  const auto *Next = dyn_cast<Expr>(*(Here + 1));
  const auto *Await = Next ? dyn_cast<CoroutineSuspendExpr>(strip(Next)) : nullptr;
  const CallSite *Ends = Next ? U.calls().siteOf(Await ? Await->getOperand() : Next) : nullptr;
  return Ends && hasWord(Ends->Callee, EndWords);
}

/// Whether the coroutine ends after \p S: it is the last statement of every block around it, or a return is
/// next.
static bool endsAfter(const BodyIndex &Body, const Stmt *S) {
  if (Body.loopOf(S) >= 0)
    return false;
  for (const Stmt *Up = Body.parent(S); Up; S = Up, Up = Body.parent(Up)) {
    const auto *Block = dyn_cast<CompoundStmt>(Up);
    const auto *Here = Block ? llvm::find(Block->body(), S) : nullptr;
    if (!Here || Here + 1 >= Block->body_end())
      continue;
    const auto *Return = dyn_cast<CoreturnStmt>(*(Here + 1));
    return Return && !Return->getOperand();
  }
  return true;
}

bool isLastWord(Unit &U, const BodyIndex &Body, const Suspension &At) {
  const CallSite *Site = U.calls().operation(At.Operand);
  return Site && Site->named() && isNamedBy(*Site->named(), GivingWords) &&
         endsAfter(Body, Body.statementOf(At.E)) && llvm::any_of(Body.calls(), [&](const Expr *E) {
           const CallSite &Other = U.calls().site(E);
           const auto *Keeps =
               Other.Args.size() == 1 ? dyn_cast<CXXBoolLiteralExpr>(Other.Args.front()) : nullptr;
           return Keeps && !Keeps->getValue() && hasWord(Other.Callee, {"keep_alive", "keepalive"}) &&
                  Body.isBefore(E, At.E);
         });
}

bool isCastToVoid(const BodyIndex &Body, const Expr &E) {
  for (const Stmt *Up = Body.parent(&E); Up && isa<Expr>(Up); Up = Body.parent(Up))
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Up); Cast && Cast->getCastKind() == CK_ToVoid)
      return true;
  return false;
}

/// `done(size)` of a callback that the lambda has taken along, and that is told more than that it is called.
static bool callsCaptured(const Expr &E) {
  const auto *Call = dyn_cast<CXXOperatorCallExpr>(&E);
  const auto *Callback =
      Call && Call->getOperator() == OO_Call ? dyn_cast<DeclRefExpr>(strip(Call->getArg(0))) : nullptr;
  const auto *Var = Callback ? dyn_cast<VarDecl>(Callback->getDecl()) : nullptr;
  return Var && Callback->refersToEnclosingVariableOrCapture() &&
         !isa_and_nonnull<LambdaExpr>(strip(Var->getInit()));
}

const Expr *settlesIn(Unit &U, const BodyIndex &Body) {
  for (const Expr *E : Body.calls())
    if (U.calls().site(E).does(CallKind::Settle) || resumedHandle(*E) || callsCaptured(*E))
      return E;
  return nullptr;
}

} // namespace cotidy
