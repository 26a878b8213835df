// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds joins over a whole batch whose first error throws the other results away, although the handler goes
// on without the failed one.

#include "semantics/AwaitedCalls.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Failures.h"
#include "semantics/Handlers.h"
#include "semantics/Naming.h"

using namespace clang;

namespace cotidy {
namespace {

class FailFastJoin : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{
      "fail-fast-join",
      "finds joins of a batch whose first error drops the other results, though the code goes on",
      FixKind::None, Profile::Strict, Instantiations::Every};

  void checkCoroutine(const Coroutine &C) override {
    if (C.InTest)
      return;
    for (const Suspension &At : C.Index->suspensions()) {
      const CallSite *Site = At.isYield() ? nullptr : unit().calls().operation(At.Operand);
      const CXXCatchStmt *Handler = Site && failsFast(*Site) ? endsFailuresOf(*C.Index, At.E) : nullptr;
      if (!Handler || !goesOn(*Handler, C) || isMeantToThrow(unit(), At, *C.Index))
        continue;
      report(
          Finding(Site->E->getBeginLoc(),
                  llvm::formatv("the first error of this {0} drops the results of all other operands, and "
                                "the handler goes on without them; join so that each operand keeps its own "
                                "result, and look at each",
                                Site->does(CallKind::Join) ? "join" : "bounded join")
                      .str())
              .note(Handler->getBeginLoc(), "it goes on here although one has failed"),
          *C.Decl);
    }
  }

private:
  /// A join whose awaiter sees one error only.
  bool failsFast(const CallSite &Site) {
    for (const FunctionModel *M : Site.Models)
      if ((M->Does == CallKind::Join || M->Does == CallKind::BoundedJoin) && M->TellsErrors == Errors::First)
        return M->Range || llvm::any_of(Site.Args, [&](const Expr *Argument) {
                 return isTask(unit(), Argument->getType()) || holdsTasks(unit(), Argument->getType());
               });
    return false;
  }

  /// `failed = std::current_exception();`, `errors.push_back(std::current_exception())`: what is kept is
  /// thrown again when all is cleaned up.
  static bool keepsError(const Stmt &S) {
    const auto *Kept = dyn_cast<CallExpr>(&S);
    const FunctionDecl *Callee = Kept ? Kept->getDirectCallee() : nullptr;
    return Callee && Callee->isInStdNamespace() && simpleName(*Callee) == "current_exception";
  }

  /// Whether the work goes on after the handler as it would have done: it neither leaves the coroutine, nor
  /// breaks off its loop, nor keeps the error, and something comes after it.
  static bool goesOn(const CXXCatchStmt &Handler, const Coroutine &C) {
    for (const Stmt *S : C.Index->nodes())
      if (C.Index->contains(&Handler, S) &&
          (isa<CoreturnStmt, BreakStmt, GotoStmt, CXXThrowExpr>(S) || keepsError(*S)))
        return false;
    const Stmt *Try = C.Index->parent(&Handler);
    const auto *Block = dyn_cast_or_null<CompoundStmt>(C.Index->parent(Try));
    return C.Index->loopOf(Try) >= 0 || (Block && Block->body_back() != Try);
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(fail_fast_join, cotidy::FailFastJoin)
