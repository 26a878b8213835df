// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds tasks that one path awaits and another forgets. Of a variable that is made with its task,
// discarded-awaitable speaks; this check speaks where that is off, and of parameters and of what is filled
// later.

#include "semantics/CoroutineCheck.h"
#include "semantics/Drops.h"
#include "semantics/HeldAwaitables.h"
#include "semantics/PartialLoss.h"

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"

using namespace clang;

namespace cotidy {
namespace {

class UnawaitedOnSomePath : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{"unawaited-on-some-path",
                                  "finds tasks that are awaited on one path and forgotten on another",
                                  FixKind::None, Profile::Recommended, Instantiations::Any};

  void checkFunction(const FunctionDecl &F) override {
    const BodyIndex &Body = unit().body(F);
    const Consumption Consumed(unit(), Body);
    for (const PartialLoss &Lost : partialLosses(unit(), Body, Consumed, Holders::Filled))
      checkLoss(Lost, Body);
    if (!session().tidy().isCheckEnabled("async-discarded-awaitable"))
      for (const PartialLoss &Lost : partialLosses(unit(), Body, Consumed, Holders::Initialised))
        checkLoss(Lost, Body);
  }

private:
  const std::vector<std::string> AllowedTypes =
      list("AllowedTypes", "", "qualified class names of awaitables that may be dropped");

  void checkLoss(const PartialLoss &Lost, const BodyIndex &Body) {
    const AwaitableInfo &Type = *heldAwaitable(unit(), Lost.Var->getType());
    const Drop WhenDropped = whenDropped(unit(), Lost.Var->getInit(), Type);
    if (WhenDropped == Drop::Harmless ||
        isScopeOfWork(unit(), Body, Lost.Var->getInit(), Type, WhenDropped) ||
        llvm::any_of(AllowedTypes,
                     [&](const std::string &Name) { return ModelSet::isNamed(*Type.Class, Name); }))
      return;
    report(findingOf(Lost, unit().awaitables().info(Lost.Var->getType()) == &Type, WhenDropped),
           Body.function());
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(unawaited_on_some_path, cotidy::UnawaitedOnSomePath)
