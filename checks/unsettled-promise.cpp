// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds bridges from callbacks that forget to answer on some path, or answer twice: whoever waits does so for
// ever, or the second answer throws.

#include "semantics/CoroutineCheck.h"
#include "semantics/Settling.h"

using namespace clang;

namespace cotidy {
namespace {

class UnsettledPromise : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{
      "unsettled-promise", "finds promises and waiting coroutines that some path settles never, or twice",
      FixKind::None, Profile::Recommended, Instantiations::Any};

  void checkFunction(const FunctionDecl &F) override {
    for (const Unsettled &Found : unsettledIn(unit(), unit().body(F)))
      Found.Twice ? reportTwice(Found, F) : reportNever(Found, F);
  }

private:
  void reportTwice(const Unsettled &Found, const FunctionDecl &F) {
    report(
        Finding(Found.At->getBeginLoc(),
                llvm::formatv(Found.IsHandle ? "{0} is resumed again on a path that has resumed it, which is "
                                               "undefined; resume it once on each path"
                                             : "{0} is settled again on a path that has settled it, which "
                                               "throws or is lost; settle it once on each path",
                              quoted(*Found.What))
                    .str())
            .note(Found.Else->getBeginLoc(), "the first time is here"),
        F);
  }

  void reportNever(const Unsettled &Found, const FunctionDecl &F) {
    // Of a member and of what a lambda has captured: the first place where this function settles it, for they
    // are declared elsewhere.
    const auto *Var = dyn_cast<VarDecl>(Found.What);
    const bool IsOwn = Var && (Var->getDeclContext() == &F || Var->isInitCapture());
    report(
        Finding(IsOwn ? Found.What->getLocation() : Found.Else->getBeginLoc(),
                llvm::formatv(Found.IsHandle
                                  ? "the coroutine behind {0} is resumed on some paths only, and waits for "
                                    "ever on the others; resume it on each"
                                  : "{0} is settled on some paths only, so whoever waits is left without an "
                                    "answer on the others; settle it on each, with an error if need be",
                              quoted(*Found.What))
                    .str())
            .note(isa<CompoundStmt>(Found.At) ? Found.At->getEndLoc() : Found.At->getBeginLoc(),
                  "one path ends here without it"),
        F);
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(unsettled_promise, cotidy::UnsettledPromise)
