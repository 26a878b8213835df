// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds operations that a coroutine starts with a callback though they can be awaited: the coroutine goes on
// before they are done, and their errors go past its try blocks.

#include "semantics/Callbacks.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Naming.h"

using namespace clang;

namespace cotidy {
namespace {

class MixedCompletion : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{"mixed-completion",
                                  "finds callbacks in a coroutine for what it could await", FixKind::None,
                                  Profile::Strict, Instantiations::Any};

  void checkCoroutine(const Coroutine &C) override {
    if (C.InTest)
      return;
    for (const Expr *Call : C.Index->calls()) {
      const CallSite &Site = unit().calls().site(Call);
      if (isAwaited(C, Call) || isOneOf(Site.Callee, IgnoredCallees))
        continue;
      const std::string Form = awaitableForm(unit(), Site);
      if (!Form.empty())
        report(Finding(
                   Call->getBeginLoc(),
                   llvm::formatv("{0} is given a callback in a coroutine: the coroutine goes on before it is "
                                 "done, and what it throws or reports goes past its callers; await {1}",
                                 describe(*Site.Callee, Site.ObjectClass), Form)
                       .str()),
               *C.Decl);
    }
  }

private:
  static bool isAwaited(const Coroutine &C, const Expr *Call) {
    return llvm::any_of(C.Index->suspensions(),
                        [&](const Suspension &At) { return C.Index->contains(At.E, Call); });
  }

  const std::vector<std::string> IgnoredCallees =
      list("IgnoredCallees", "", "qualified names of functions that may be given callbacks");
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(mixed_completion, cotidy::MixedCompletion)
