// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds failures of asynchronous work that end in an empty handler: the request looks served, the dashboard
// is green, and a request to stop is eaten as well.

#include "semantics/CoroutineCheck.h"
#include "semantics/Errors.h"
#include "semantics/Failures.h"
#include "semantics/TaskStarts.h"

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

/// Whether a handler tells nobody: it is empty, goes on with the loop, or answers with a value made up on the
/// spot. That something failed is an answer where exceptions alone are caught, and any value is where it is
/// one sort of them; who takes whatever comes has eaten a request to stop with it.
bool tellsNobody(Unit &U, const CXXCatchStmt &Handler) {
  return llvm::all_of(cast<CompoundStmt>(Handler.getHandlerBlock())->body(), [&](const Stmt *S) {
    const auto *Return = dyn_cast<CoreturnStmt>(S);
    if (!Return)
      return isa<NullStmt, ContinueStmt>(S);
    const Expr *Value = Return->getOperand();
    return isPlainValue(Value) && !tellsError(U, Value) &&
           (!Handler.getExceptionDecl() || !(isForOneSort(Handler) || meansFailure(Value)));
  });
}

bool isFalse(const Expr *E) {
  const auto *Literal = dyn_cast<CXXBoolLiteralExpr>(strip(E));
  return Literal && !Literal->getValue();
}

/// Whether the statement after \p Try tells of a failure: it throws, ends the process or fails a test. If the
/// block leaves the coroutine when all goes well, what calls anything there is for the rest.
bool isToldAfter(const CXXTryStmt &Try, const BodyIndex &Body) {
  const auto *Around = dyn_cast_or_null<CompoundStmt>(Body.parent(&Try));
  const auto *At = Around ? llvm::find(Around->body(), &Try) : nullptr;
  if (!At || At + 1 >= Around->body_end())
    return false;
  const auto *After = dyn_cast<Expr>(*(At + 1));
  const auto *Call = After ? dyn_cast<CallExpr>(strip(After)) : nullptr;
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if ((After && isa<CXXThrowExpr>(strip(After))) || (Callee && Callee->isNoReturn()) ||
      (Call && Call->getNumArgs() == 1 && isFalse(Call->getArg(0))))
    return true;
  const CompoundStmt *Block = Try.getTryBlock();
  return !Block->body_empty() && isa<CoreturnStmt>(Block->body_back()) &&
         llvm::any_of(Body.calls(),
                      [&](const Expr *E) { return isa<CallExpr>(E) && Body.contains(*(At + 1), E); });
}

/// `task<void> fails() { throw error(); co_return; }`: who calls that expects the exception.
bool alwaysThrows(const Coroutine *C) {
  const auto *Block = C ? dyn_cast<CompoundStmt>(C->Index->root()) : nullptr;
  const auto *E = Block && !Block->body_empty() ? dyn_cast<Expr>(Block->body_front()) : nullptr;
  return E && isa<CXXThrowExpr>(strip(E));
}

class SwallowedException : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{"swallowed-exception",
                                  "finds handlers around awaits that drop the exception without a word",
                                  FixKind::None, Profile::Recommended, Instantiations::Any};

  void checkFunction(const FunctionDecl &F) override {
    if (unit().isTest(F))
      return;
    const BodyIndex &Body = unit().body(F);
    for (const Expr *E : Body.calls())
      checkStart(unit().calls().site(E), Body);
    if (const Coroutine *C = unit().coroutine(F); C && C->Async)
      checkHandlers(*C);
  }

private:
  const bool AllowValues = option("AllowValues", false, "a handler that answers with a value is quiet");

  /// co_spawn(executor, work(), [](std::exception_ptr) {})
  void checkStart(const CallSite &Site, const BodyIndex &Body) {
    const std::optional<Detaching> Start = detaching(unit(), Site);
    const auto *Lambda = dyn_cast_or_null<LambdaExpr>(Site.arg(LastArg));
    const CXXMethodDecl *Callback = Lambda ? Lambda->getCallOperator() : nullptr;
    if (!Start || Start->Tells != Errors::ToCallback || !Callback || Callback->getNumParams() == 0 ||
        !unit().body(*Callback).uses(*Callback->getParamDecl(0)).empty())
      return;
    const FunctionDecl *Task = coroutineOf(unit(), Start->Task);
    if (Task && !escapesOf(unit(), *Task).May)
      return;
    report(
        Finding(Lambda->getBeginLoc(),
                "this callback ignores the error of the task, so nobody learns that its work was not done; "
                "report it there"),
        Body.function());
  }

  void checkHandlers(const Coroutine &C) {
    for (const Stmt *S : C.Index->nodes()) {
      const auto *Try = dyn_cast<CXXTryStmt>(S);
      const Suspension *Await = Try && !isToldAfter(*Try, *C.Index) ? firstAwait(*Try, *C.Index) : nullptr;
      for (unsigned N = 0; Await && N < Try->getNumHandlers(); ++N)
        checkHandler(*Try, *Try->getHandler(N), *Await, C);
    }
  }

  /// The first await whose failure matters: not a pause, and nothing that only ends a connection.
  const Suspension *firstAwait(const CXXTryStmt &Try, const BodyIndex &Body) const {
    for (const Suspension &At : Body.suspensions()) {
      const CallSite *Site = unit().calls().operation(At.Operand);
      if (Body.contains(Try.getTryBlock(), At.E) && Body.enclosing<CXXTryStmt>(At.E) == &Try &&
          mayThrow(unit(), Body, At) && !(Site && endsSomething(*Site)) && !isMeantToThrow(At, Body))
        return &At;
    }
    return nullptr;
  }

  bool isMeantToThrow(const Suspension &At, const BodyIndex &Body) const {
    return llvm::any_of(Body.calls(), [&](const Expr *Call) {
      const FunctionDecl *Callee = unit().calls().site(Call).Callee;
      return Callee && Body.contains(At.Operand, Call) && alwaysThrows(unit().coroutine(*Callee));
    });
  }

  void checkHandler(const CXXTryStmt &Try, const CXXCatchStmt &Handler, const Suspension &Await,
                    const Coroutine &C) {
    const auto *Block = cast<CompoundStmt>(Handler.getHandlerBlock());
    const bool GoesOn = llvm::none_of(Block->body(), [](const Stmt *S) { return !isa<NullStmt>(S); });
    if (!catchesAll(Handler) || !tellsNobody(unit(), Handler) || (GoesOn && isToldAfter(Try, *C.Index)) ||
        (AllowValues && llvm::any_of(Block->body(), [](const Stmt *S) { return isa<CoreturnStmt>(S); })))
      return;
    report(
        Finding(Handler.getBeginLoc(),
                "this handler drops every failure of the awaits before it, a request to stop included, and "
                "tells nobody; report it and rethrow, or catch only what is expected")
            .note(Await.loc(), "what fails here is lost"),
        *C.Decl);
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(swallowed_exception, cotidy::SwallowedException)
