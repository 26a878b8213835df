// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Handlers.h"

#include "semantics/Assertions.h"
#include "semantics/Errors.h"
#include "semantics/Failures.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Place.h"
#include "semantics/SharedAccess.h"
#include "semantics/TemplateArguments.h"

using namespace clang;

namespace cotidy {

namespace {

/// A value that names what went wrong: an enumerator, an error, a result that holds one.
bool tellsError(Unit &U, const Expr *Value) {
  Value = Value ? strip(Value) : nullptr;
  if (!Value)
    return false;
  if (Value->getType()->isEnumeralType() || holdsError(U, Value->getType()))
    return true;
  const auto *Construct = dyn_cast<CXXConstructExpr>(Value);
  return Construct && Construct->getNumArgs() == 1 && tellsError(U, Construct->getArg(0));
}

/// A value that stands for a failure: the caller is told that there was one.
bool meansFailure(const Expr *Value) {
  Value = strip(Value);
  if (!Value)
    return false;
  if (const auto *Literal = dyn_cast<CXXBoolLiteralExpr>(Value))
    return !Literal->getValue();
  if (const auto *Minus = dyn_cast<UnaryOperator>(Value))
    return Minus->getOpcode() == UO_Minus;
  if (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(Value))
    return true;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Value)) // an enumerator, std::nullopt
    return !Ref->getType()->isArithmeticType();
  const CXXRecordDecl *Class = classOf(Value->getType());
  if (!Class || !Class->getDeclName().isIdentifier() || Class->getName() == "optional" ||
      Class->getName() == "nullopt_t")
    return Class;
  const auto *Construct = dyn_cast<CXXConstructExpr>(Value);
  return Construct && Construct->getNumArgs() == 1 && meansFailure(Construct->getArg(0));
}

/// `catch (const std::runtime_error &)`: of one sort, though a wide one.
bool isForOneSort(const CXXCatchStmt &Handler) {
  const CXXRecordDecl *Class = Handler.getExceptionDecl() ? classOf(Handler.getCaughtType()) : nullptr;
  return Class && Class->getDeclName().isIdentifier() && Class->getName() != "exception";
}

/// `task<void> fails() { throw error(); co_return; }`: who calls that expects the exception.
bool alwaysThrows(const Coroutine *C) {
  const auto *Block = C ? dyn_cast<CompoundStmt>(C->Index->root()) : nullptr;
  const auto *E = Block && !Block->body_empty() ? dyn_cast<Expr>(Block->body_front()) : nullptr;
  return E && isa<CXXThrowExpr>(strip(E));
}

/// Whether \p Use is the target of an assignment of the block that is made when \p Await has gone well.
bool isSetAfter(const DeclRefExpr &Use, const Suspension &Await, const BodyIndex &Body) {
  const auto *Assign = dyn_cast_or_null<Expr>(Body.meaningfulParent(&Use));
  return Assign && isAssigned(Body, Use) && (Body.contains(Assign, Await.E) || Body.isBefore(Await.E, &Use));
}

/// `variable = value;` of a local variable.
struct Assignment {
  const VarDecl *Var;
  const Expr *Value;
};
std::optional<Assignment> assignmentIn(const Stmt *S) {
  const auto *E = dyn_cast<Expr>(S);
  E = E ? strip(E) : nullptr;
  const auto *Plain = dyn_cast_or_null<BinaryOperator>(E);
  const auto *Own = dyn_cast_or_null<CXXOperatorCallExpr>(E);
  const bool IsPlain = Plain && Plain->getOpcode() == BO_Assign;
  if (!IsPlain && !(Own && Own->getOperator() == OO_Equal))
    return std::nullopt;
  const VarDecl *Var = localOf(IsPlain ? Plain->getLHS() : Own->getArg(0));
  if (!Var || isa<ParmVarDecl>(Var) || Var->getType()->isReferenceType())
    return std::nullopt;
  return Assignment{Var, IsPlain ? Plain->getRHS() : Own->getArg(1)};
}

/// Whether a value is not written out, but taken from a variable.
bool namesAny(const Stmt *S) {
  return isa<DeclRefExpr, MemberExpr>(S) ||
         llvm::any_of(S->children(), [](const Stmt *Child) { return Child && namesAny(Child); });
}

bool hasAwait(const BodyIndex &Body, const Expr *E) {
  return E && llvm::any_of(Body.suspensions(), [&](const Suspension &At) { return Body.contains(E, At.E); });
}

} // namespace

/// Whether \p Value, which stands for what failed, says nothing of the failure to who catches it so.
static bool isMadeUp(Unit &U, const CXXCatchStmt &Handler, const Expr *Value) {
  return isPlainValue(Value) && !tellsError(U, Value) &&
         (!Handler.getExceptionDecl() || !(isForOneSort(Handler) || meansFailure(Value)));
}

/// Whether \p S, a statement of \p Handler, sets a local variable by which nobody learns of the failure.
static bool setsInSilence(Unit &U, const Stmt *S, const CXXCatchStmt &Handler, const CXXTryStmt &Try,
                          const BodyIndex &Body) {
  const std::optional<Assignment> Set = assignmentIn(S);
  if (!Set || !isPlainValue(Set->Value) || tellsError(U, Set->Value) || namesAny(Set->Value))
    return false;
  bool Read = false, Tested = false, IsFilled = false;
  for (const DeclRefExpr *Use : Body.uses(*Set->Var)) {
    const bool Writes = isAssigned(Body, *Use);
    const auto *Assign = dyn_cast_or_null<Expr>(Body.meaningfulParent(Use));
    Read |= !Writes;
    Tested |= isTested(Body, *Use);
    IsFilled |= Writes && Body.contains(Try.getTryBlock(), Use) && hasAwait(Body, Assign);
  }
  // A flag or a code that is looked at tells; what was to be the result of the await does not.
  return !Read ||
         (IsFilled && !Tested && !Set->Var->getType()->isBooleanType() && isMadeUp(U, Handler, Set->Value));
}

bool tellsNobody(Unit &U, const CXXCatchStmt &Handler, const CXXTryStmt &Try, const BodyIndex &Body) {
  return llvm::all_of(cast<CompoundStmt>(Handler.getHandlerBlock())->body(), [&](const Stmt *S) {
    const auto *Return = dyn_cast<CoreturnStmt>(S);
    return Return ? isMadeUp(U, Handler, Return->getOperand())
                  : isa<NullStmt, ContinueStmt>(S) || setsInSilence(U, S, Handler, Try, Body);
  });
}

bool isToldAfter(const Unit &U, const CXXTryStmt &Try, const BodyIndex &Body) {
  const auto *Around = dyn_cast_or_null<CompoundStmt>(Body.parent(&Try));
  const auto *At = Around ? llvm::find(Around->body(), &Try) : nullptr;
  if (!At || At + 1 >= Around->body_end())
    return false;
  const Stmt *After = *(At + 1);
  const CompoundStmt *Block = Try.getTryBlock();
  return reportsFailure(U, After) || (!Block->body_empty() && isa<CoreturnStmt>(Block->body_back()) &&
                                      llvm::any_of(Body.calls(), [&](const Expr *E) {
                                        return isa<CallExpr>(E) && Body.contains(After, E);
                                      }));
}

bool isFailureExpected(const Unit &U, const CXXTryStmt &Try, const Suspension &Await, const BodyIndex &Body) {
  return llvm::any_of(Try.getTryBlock()->body(),
                      [&](const Stmt *S) { return Body.isBefore(Await.E, S) && reportsFailure(U, S); });
}

bool showsAfter(const CXXTryStmt &Try, const Suspension &Await, const BodyIndex &Body) {
  return llvm::any_of(Body.locals(), [&](const VarDecl *Var) {
    bool Set = false, Asked = false;
    for (const DeclRefExpr *Use : Body.uses(*Var)) {
      const bool Inside = Body.contains(&Try, Use);
      Set |= Inside && Body.contains(Try.getTryBlock(), Use) && isSetAfter(*Use, Await, Body);
      Asked |=
          !Inside && Body.isBefore(&Try, Use) && (Var->getType()->isBooleanType() || isTested(Body, *Use));
    }
    return Set && Asked;
  });
}

/// Whether a body throws an object of \p Class itself.
static bool throwsExactly(const Coroutine *C, const CXXRecordDecl &Class) {
  return C && llvm::any_of(C->Index->nodes(), [&](const Stmt *S) {
           const auto *Throw = dyn_cast<CXXThrowExpr>(S);
           const CXXRecordDecl *Thrown =
               Throw && Throw->getSubExpr() ? classOf(Throw->getSubExpr()->getType()) : nullptr;
           return Thrown && Thrown->getCanonicalDecl() == Class.getCanonicalDecl();
         });
}

bool isExpectedOutcome(Unit &U, const CXXCatchStmt &Handler, const CXXTryStmt &Try, const BodyIndex &Body) {
  const CXXRecordDecl *Class = Handler.getExceptionDecl() ? classOf(Handler.getCaughtType()) : nullptr;
  return Class && llvm::all_of(Body.suspensions(), [&](const Suspension &At) {
           if (!Body.contains(Try.getTryBlock(), At.E) || !mayThrow(U, Body, At))
             return true;
           const CallSite *Site = U.calls().operation(At.Operand);
           return Site && Site->Callee && throwsExactly(U.coroutine(*Site->Callee), *Class);
         });
}

/// Whether the last statement of \p Block gives \p Answer.
static bool endsWithAnswer(const Stmt *Block, bool Answer) {
  const auto *Statements = dyn_cast_or_null<CompoundStmt>(Block);
  const auto *Return =
      Statements && !Statements->body_empty() ? dyn_cast<CoreturnStmt>(Statements->body_back()) : nullptr;
  const auto *Value =
      Return && Return->getOperand() ? dyn_cast<CXXBoolLiteralExpr>(strip(Return->getOperand())) : nullptr;
  return Value && Value->getValue() == Answer;
}

bool isAnswerOfProbe(const CXXCatchStmt &Handler, const CXXTryStmt &Try, const BodyIndex &Body) {
  constexpr llvm::StringLiteral Words[] = {"alive", "available", "can",       "check", "healthy", "is",
                                           "ping",  "probe",     "reachable", "ready", "try"};
  const auto *Block = dyn_cast<CompoundStmt>(Body.root());
  return Block && Block->size() == 1 && Block->body_front() == &Try && isNamedBy(Body.function(), Words) &&
         endsWithAnswer(Try.getTryBlock(), true) && endsWithAnswer(Handler.getHandlerBlock(), false);
}

/// A handle of which the caller may keep a copy.
static bool isCopyable(QualType T) {
  const CXXRecordDecl *Class = T->isReferenceType() ? nullptr : classOrTemplate(T);
  if (!Class || !Class->hasDefinition())
    return false;
  if (Class->needsImplicitCopyConstructor())
    return !Class->defaultedCopyConstructorIsDeleted() && !Class->hasUserDeclaredMoveConstructor() &&
           !Class->hasUserDeclaredMoveAssignment();
  return llvm::any_of(Class->ctors(), [](const CXXConstructorDecl *Constructor) {
    return Constructor->isCopyConstructor() && !Constructor->isDeleted();
  });
}

bool isWaitForEnd(const CXXTryStmt &Try, const Suspension &Await, const BodyIndex &Body) {
  const auto *Block = dyn_cast<CompoundStmt>(Body.root());
  const auto *Handle = dyn_cast_or_null<ParmVarDecl>(localOf(withoutMove(Await.Operand)));
  return Block && Block->size() == 1 && Block->body_front() == &Try && Try.getTryBlock()->size() == 1 &&
         Handle && isCopyable(Handle->getType()) && Body.isDiscarded(Await.E);
}

bool takesBack(const CallSite &Site) {
  return Site.named() && hasWord(Site.named(), {"rollback", "roll_back", "abort"});
}

bool isMeantToThrow(Unit &U, const Suspension &At, const BodyIndex &Body) {
  return llvm::any_of(Body.calls(), [&](const Expr *Call) {
    const FunctionDecl *Callee = U.calls().site(Call).Callee;
    return Callee && Body.contains(At.Operand, Call) && alwaysThrows(U.coroutine(*Callee));
  });
}

} // namespace cotidy
