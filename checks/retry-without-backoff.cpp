// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds loops that try a failed operation again at once, or at a fixed pace: when the peer is down, all of
// its clients keep it there.

#include "semantics/CoroutineCheck.h"
#include "semantics/Retries.h"

using namespace clang;

namespace cotidy {
namespace {

class RetryWithoutBackoff : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{"retry-without-backoff",
                                  "finds loops that try a failed operation again at once, or at a fixed pace",
                                  FixKind::None, Profile::Recommended, Instantiations::Any};

  void checkCoroutine(const Coroutine &C) override {
    if (C.InTest)
      return;
    for (const Retry &Found : retriesIn(unit(), C)) {
      const std::string Said = fault(Found);
      if (!Said.empty())
        report(Finding(Found.Loop->S->getBeginLoc(), Said)
                   .note(Found.Call->E->getExprLoc(), "this is tried again")
                   .note(Found.OnError->getBeginLoc(), "a failure leads here, and on to the next attempt"),
               *C.Decl);
    }
  }

private:
  const bool RequireLimit = option("RequireLimit", false, "also retries without an end, whatever the pause");
  const bool RequireJitter =
      option("RequireJitter", true, "also retries at a fixed pace that are limited in number");

  std::string fault(const Retry &Found) const {
    const std::string What = quoted(*Found.Call->named());
    for (const FunctionModel *M : Found.Call->Models)
      if (M->Idempotent && !*M->Idempotent)
        return llvm::formatv("{0} is tried again although it may have been done, so it may be done twice; "
                             "make it idempotent by a key, or give up",
                             What)
            .str();
    if (!Found.Pauses)
      return llvm::formatv("{0} is tried again at once when it fails{1}, so a peer in trouble gets all the "
                           "load its clients can make; wait between attempts, longer each time",
                           What, Found.Limited ? "" : ", and for ever")
          .str();
    if (!Found.PauseGrows && (RequireJitter || !Found.Limited))
      return llvm::formatv("{0} is tried again {1}at a fixed pace, so all clients of a peer that was down "
                           "come back at the same time; wait longer each time, by a random part",
                           What, Found.Limited ? "" : "for ever ")
          .str();
    if (RequireLimit && !Found.Limited)
      return llvm::formatv("{0} is tried again for ever, so whoever waits for it is never told that it "
                           "fails; limit the attempts",
                           What)
          .str();
    return "";
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(retry_without_backoff, cotidy::RetryWithoutBackoff)
