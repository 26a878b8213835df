// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds clients, connections and pools that each call or iteration makes anew: every use pays for handshakes,
// look-ups or threads that one shared object would pay for once.

#include "semantics/Callers.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Fate.h"
#include "semantics/Naming.h"
#include "semantics/ShortLived.h"

using namespace clang;

namespace cotidy {
namespace {

class ConnectionPerCall : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{"connection-per-call",
                                  "finds clients, connections and pools that each call makes anew",
                                  FixKind::None, Profile::Strict, Instantiations::Every};

  void checkCoroutine(const Coroutine &C) override {
    if (C.InTest)
      return;
    for (const ShortLived &Made : shortLivedClients(unit(), C)) {
      if (isOneOfNames(*Made.Class) || (Made.Loop < 0 && runsOnce(C)))
        continue;
      Finding F(
          Made.Var->getLocation(),
          llvm::formatv("{0} is a new {1} in {2}, to be set up, used and thrown away: each pays for that "
                        "again, a connection with 2 to 3 round trips; share one, or take it from a pool",
                        quoted(*Made.Var), quoted(*Made.Class),
                        Made.Loop >= 0 ? "each iteration" : "each call of " + describe(*C.Decl))
              .str());
      if (Made.Opened)
        F.note(Made.Opened->getExprLoc(), "connected here");
      report(std::move(F), *C.Decl);
    }
  }

private:
  bool isOneOfNames(const CXXRecordDecl &Class) const {
    return llvm::any_of(Allowed, [&](const std::string &Name) { return ModelSet::isNamed(Class, Name); });
  }

  /// Whether it is the program's own, rather than called for each piece of work: by its name, or because all
  /// its callers here are plain functions that wait for it, or start it, outside loops. A lambda runs where
  /// it is written.
  bool runsOnce(const Coroutine &C) {
    constexpr llvm::StringLiteral OnceWords[] = {"main",  "run",  "start",   "serve", "init",
                                                 "setup", "demo", "example", "bench", "test"};
    if (const auto *Method = dyn_cast<CXXMethodDecl>(C.Decl); Method && Method->getParent()->isLambda())
      return true;
    if (isNamedBy(*C.Decl, OnceWords))
      return true;
    const ArrayRef<CallFrom> Calls = session().facts<Callers>().of(*C.Decl);
    return !Calls.empty() && llvm::all_of(Calls, [&](const CallFrom &Call) {
      const BodyIndex &Body = unit().body(*Call.In);
      const Fate End = fateOf(unit(), Body, *Call.At);
      return !unit().coroutine(*Call.In) && Body.loopOf(Call.At) < 0 &&
             (End == Fate::WaitedFor || End == Fate::Started);
    });
  }

  const std::vector<std::string> Allowed =
      list("AllowedTypes", "", "qualified names of classes that are cheap to make");
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(connection_per_call, cotidy::ConnectionPerCall)
