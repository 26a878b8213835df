// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "AwaitedWork.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"

using namespace llvm;

namespace cotidy {

AwaitedWork::AwaitedWork(const CallGraph &Graph, size_t Units) : Graph(Graph), Overriders(Graph.size()) {
  for (size_t Unit = 0; Unit != Units; ++Unit)
    if (Graph.isKnown(Unit))
      for (const CallerFact &Call : Graph.facts(Unit).Callers)
        if (Call.Use == AwaitableUse::Dispatched)
          Overriders[Graph.node(Unit, Call.In)].push_back(Graph.node(Unit, Call.Of));
}

SmallVector<CallGraph::Node> AwaitedWork::withOverriders(CallGraph::Node To) const {
  SetVector<CallGraph::Node> Reached;
  Reached.insert(To);
  for (size_t I = 0; I != Reached.size(); ++I)
    for (CallGraph::Node Other : Overriders[Reached[I]])
      Reached.insert(Other);
  return SmallVector<CallGraph::Node>(Reached.getArrayRef());
}

bool AwaitedWork::isAskedItself(CallGraph::Node To) const {
  return any_of(withOverriders(To), [&](CallGraph::Node N) {
    const FunctionFact *Body = Graph.body(N).Fact;
    return Body && Body->Coroutine;
  });
}

bool AwaitedWork::isDoneAtOnce(CallGraph::Node To, bool Dispatched) const {
  const SmallVector<CallGraph::Node> Reached =
      Dispatched ? withOverriders(To) : SmallVector<CallGraph::Node>{To};
  // The method that is overridden may be a pure one.
  bool Known = false;
  for (CallGraph::Node N : Reached) {
    const FunctionFact *Body = Graph.body(N).Fact;
    if (Body ? !Body->AtOnce : N != To || Graph.isAmbiguous(N))
      return false;
    Known |= Body != nullptr;
  }
  return Known;
}

} // namespace cotidy
