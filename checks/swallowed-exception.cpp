// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds failures of asynchronous work that end in an empty handler: the request looks served, the dashboard
// is green, and a request to stop is eaten as well.

#include "semantics/CoroutineCheck.h"
#include "semantics/Errors.h"
#include "semantics/Failures.h"
#include "semantics/Handlers.h"
#include "semantics/TaskStarts.h"

using namespace clang;

namespace cotidy {
namespace {

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
      const Suspension *Await =
          Try && !isToldAfter(unit(), *Try, *C.Index) ? firstAwait(*Try, *C.Index) : nullptr;
      if (Await && (isFailureExpected(unit(), *Try, *Await, *C.Index) || showsAfter(*Try, *Await, *C.Index) ||
                    isWaitForEnd(*Try, *Await, *C.Index)))
        continue;
      for (unsigned N = 0; Await && N < Try->getNumHandlers(); ++N)
        checkHandler(*Try, *Try->getHandler(N), *Await, C);
    }
  }

  /// The first await whose failure matters: not a pause, and nothing that only ends a connection or a
  /// transaction.
  const Suspension *firstAwait(const CXXTryStmt &Try, const BodyIndex &Body) const {
    for (const Suspension &At : Body.suspensions()) {
      const CallSite *Site = unit().calls().operation(At.Operand);
      if (Body.contains(Try.getTryBlock(), At.E) && Body.enclosing<CXXTryStmt>(At.E) == &Try &&
          mayThrow(unit(), Body, At) && !(Site && (endsSomething(*Site) || takesBack(*Site))) &&
          !isMeantToThrow(unit(), At, Body))
        return &At;
    }
    return nullptr;
  }

  void checkHandler(const CXXTryStmt &Try, const CXXCatchStmt &Handler, const Suspension &Await,
                    const Coroutine &C) {
    const auto *Block = cast<CompoundStmt>(Handler.getHandlerBlock());
    const bool GoesOn =
        llvm::none_of(Block->body(), [](const Stmt *S) { return isa<CoreturnStmt, ContinueStmt>(S); });
    if (!catchesAll(Handler) || !tellsNobody(unit(), Handler, Try, *C.Index) ||
        (GoesOn && isToldAfter(unit(), Try, *C.Index)) || isExpectedOutcome(unit(), Handler, Try, *C.Index) ||
        isAnswerOfProbe(Handler, Try, *C.Index) ||
        (AllowValues &&
         llvm::any_of(Block->body(), [](const Stmt *S) { return !isa<NullStmt, ContinueStmt>(S); })))
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
