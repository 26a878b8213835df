// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CallerWays.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace llvm;

namespace cotidy {

CallerWays::CallerWays(const CallGraph &Graph, size_t Units) : Graph(Graph), Callers(Graph.size()) {
  for (size_t Unit = 0; Unit != Units; ++Unit)
    if (Graph.isKnown(Unit))
      for (const CallerFact &Call : Graph.facts(Unit).Callers)
        Callers[Graph.node(Unit, Call.Of)].push_back({Unit, &Call});
}

/// Goes up from the coroutine over calls without a limit. Whoever hands the awaitable to its own caller is
/// judged by that one, so a cycle of calls is judged by its other callers.
CallerWays::Answer CallerWays::answer(size_t Unit, const QuestionFact &Q) const {
  struct Reached {
    CallGraph::Node At;
    Answer By;
  };
  SmallVector<Reached> Seen;
  DenseSet<CallGraph::Node> Known;
  auto Reach = [&](CallGraph::Node N, const Answer &By) {
    if (Known.insert(N).second)
      Seen.push_back({N, By});
  };
  Answer Best;
  auto Found = [&](Answer By, bool Certain) {
    if (!Best.Unlimited || (Certain && !Best.Certain)) {
      Best = By;
      Best.Unlimited = true;
      Best.Certain = Certain;
    }
  };
  Reach(Graph.node(Unit, Q.In), {});
  for (size_t I = 0; I != Seen.size() && !Best.Certain; ++I) {
    const Reached At = Seen[I];
    bool Called = false;
    for (const From &Caller : Callers[At.At]) {
      // What has the same name in another program is called by others.
      if (Graph.isAmbiguous(At.At) && Caller.Unit != Unit)
        continue;
      Called = true;
      if (Caller.Call->Limited || (!Q.Member.empty() && is_contained(Caller.Call->Members, Q.Member)))
        continue;
      Answer By = At.By;
      const AwaitableUse Use = Caller.Call->Use;
      if (!By.Call && Use != AwaitableUse::Dispatched) {
        By.Call = Caller.Call;
        By.Unit = Caller.Unit;
      }
      if (Use == AwaitableUse::Awaited || Use == AwaitableUse::Returned || Use == AwaitableUse::Dispatched)
        Reach(Graph.node(Caller.Unit, Caller.Call->In), By);
      else
        Found(By, /*Certain=*/true);
    }
    if (!Called)
      Found(At.By, /*Certain=*/Graph.description(At.At).Id.empty());
  }
  return Best;
}

} // namespace cotidy
