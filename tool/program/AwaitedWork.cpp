// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "AwaitedWork.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace cotidy {

AwaitedWork::AwaitedWork(const CallGraph &Graph, size_t Units)
    : Graph(Graph), Overriders(Graph.size()), Awaited(Graph.size()) {
  for (size_t Unit = 0; Unit != Units; ++Unit)
    if (Graph.isKnown(Unit))
      for (const CallerFact &Call : Graph.facts(Unit).Callers)
        (Call.Use == AwaitableUse::Dispatched ? Overriders : Awaited)[Graph.node(Unit, Call.In)].push_back(
            Graph.node(Unit, Call.Of));
}

SetVector<CallGraph::Node> AwaitedWork::withOverriders(CallGraph::Node To) const {
  SetVector<CallGraph::Node> Reached;
  Reached.insert(To);
  for (size_t I = 0; I != Reached.size(); ++I)
    Reached.insert(Overriders[Reached[I]].begin(), Overriders[Reached[I]].end());
  return Reached;
}

bool AwaitedWork::isAskedItself(CallGraph::Node To) const {
  SetVector<CallGraph::Node> Reached = withOverriders(To);
  for (size_t I = 0; I != Reached.size(); ++I) {
    const FunctionFact *Body = Graph.body(Reached[I]).Fact;
    if (Body && Body->Telling)
      return true;
    for (CallGraph::Node Next : Awaited[Reached[I]]) {
      const SetVector<CallGraph::Node> Called = withOverriders(Next);
      Reached.insert(Called.begin(), Called.end());
    }
  }
  return false;
}

bool AwaitedWork::isDoneAtOnce(CallGraph::Node To, bool Dispatched) const {
  SetVector<CallGraph::Node> Reached;
  Reached.insert(To);
  if (Dispatched)
    Reached = withOverriders(To);
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
