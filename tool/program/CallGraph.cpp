// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CallGraph.h"

using namespace llvm;

namespace cotidy {

CallGraph::CallGraph(ArrayRef<const UnitFacts *> Units) : Units(Units), NodeOf(Units.size()) {
  for (size_t Unit = 0; Unit != Units.size(); ++Unit)
    if (Units[Unit])
      for (const FunctionFact &Fact : Units[Unit]->Functions)
        add(Unit, Fact);
}

void CallGraph::add(size_t Unit, const FunctionFact &Fact) {
  Node Number = Nodes.size();
  bool New = Fact.Id.empty();
  if (!New)
    std::tie(Number, New) = [&] {
      auto [Slot, Inserted] = Named.try_emplace(Fact.Id, Number);
      return std::pair(Slot->second, Inserted);
    }();
  if (New)
    Nodes.push_back({&Fact, Unit, {}, false});
  NodeOf[Unit].push_back(Number);
  if (!Fact.Defined)
    return;
  Entry &E = Nodes[Number];
  if (!E.Definition.Fact)
    E.Definition = {Unit, &Fact};
  else if (!isSamePlace(E.Definition, Unit, Fact))
    E.Ambiguous = true;
}

bool CallGraph::isSamePlace(const Body &A, size_t Unit, const FunctionFact &B) const {
  return A.Fact->At.Offset == B.At.Offset &&
         Units[A.Unit]->Files[A.Fact->At.File] == Units[Unit]->Files[B.At.File];
}

} // namespace cotidy
