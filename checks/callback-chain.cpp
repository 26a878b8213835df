// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds long chains of continuations and nested callbacks: each step is a hop, an error that may be lost, and
// an order that nobody sees. A coroutine is the same in a row.

#include "semantics/Callbacks.h"
#include "semantics/CoroutineCheck.h"

using namespace clang;

namespace cotidy {
namespace {

class CallbackChain : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{"callback-chain",
                                  "finds chains of continuations and callbacks that co_await would flatten",
                                  FixKind::None, Profile::Strict, Instantiations::Every};

  void checkFunction(const FunctionDecl &F) override {
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    // A handler is counted where it is handed over; callbacks in a coroutine are async-mixed-completion's.
    if ((Method && Method->getParent()->isLambda()) || unit().coroutine(F) || unit().isTest(F))
      return;
    const BodyIndex &Body = unit().body(F);
    for (const Expr *Call : Body.calls()) {
      const CallSite &Site = unit().calls().site(Call);
      const unsigned Steps = isPartOfLonger(Body, *Call) ? 0 : stepsFrom(unit(), Body, Site);
      if (Steps > MaxSteps)
        report(Finding(
                   Call->getBeginLoc(),
                   llvm::formatv("{0} steps follow each other through callbacks: each is a hop, and an error "
                                 "that may be lost; write them in a row, in a coroutine that awaits each",
                                 Steps)
                       .str()),
               F);
    }
  }

private:
  /// `first.then(f)` of `first.then(f).then(g)`
  bool isPartOfLonger(const BodyIndex &Body, const Expr &Call) {
    const auto *Member = dyn_cast_or_null<MemberExpr>(Body.meaningfulParent(&Call));
    const auto *Outer = Member ? dyn_cast_or_null<CallExpr>(Body.meaningfulParent(Member)) : nullptr;
    return Outer && isContinuation(unit(), unit().calls().site(Outer));
  }

  const unsigned MaxSteps = option("MaxSteps", 3u, "chains of no more steps are quiet");
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(callback_chain, cotidy::CallbackChain)
