// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "BlockingWays.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallVector.h"

using namespace llvm;

namespace cotidy {

using Node = CallGraph::Node;

BlockingWays::BlockingWays(const CallGraph &Graph)
    : Graph(Graph), CalledBy(Graph.size()), DispatchedBy(Graph.size()), Overriders(Graph.size()),
      Overridden(Graph.size()) {
  for (Node N = 0; N != Graph.size(); ++N)
    if (CallGraph::Body Body = Graph.body(N); Body.Fact) {
      for (const CallFact &Call : Body.Fact->Calls)
        (Call.Dispatched ? DispatchedBy : CalledBy)[Graph.node(Body.Unit, Call.To)].push_back(N);
      for (uint64_t Base : Body.Fact->Overrides) {
        Overridden[N].push_back(Graph.node(Body.Unit, Base));
        Overriders[Overridden[N].back()].push_back(N);
      }
    }
}

/// Whether the method leads to what blocks whatever the object is that it is called on: so does all that
/// overrides it, of which a pure one needs some. \p Depth: units that differ may not agree on what overrides
/// what.
bool BlockingWays::allLead(Node Method, const BitVector &Leads, unsigned Depth) const {
  const bool Leading = Graph.description(Method).Pure ? !Overriders[Method].empty() : Leads[Method];
  return Depth != 0 && Leading &&
         all_of(Overriders[Method], [&](Node Other) { return allLead(Other, Leads, Depth - 1); });
}

/// Whether the user says of it that it does not block.
bool BlockingWays::isIgnored(Node N, const QuestionFact &Q) const {
  return is_contained(Q.Ignored, Graph.description(N).Qualified);
}

bool BlockingWays::isWanted(const BlockFact &Block, const QuestionFact &Q) const {
  return is_contained(Q.Categories, Block.Category) && !is_contained(Q.Ignored, Block.Callee) &&
         !(Q.Polls && Block.OnDescriptor);
}

/// Found once for each kind of question: a program has many questions and few kinds, and what they ask about
/// may reach most of the program.
const BitVector &BlockingWays::leading(const QuestionFact &Q) {
  auto [Slot, New] = Leading.try_emplace(Kind(Q.Categories, Q.Ignored, Q.Polls), Graph.size());
  BitVector &Leads = Slot->second;
  if (!New)
    return Leads;
  std::vector<Node> Next;
  auto Reach = [&](Node N) {
    if (Leads[N] || isIgnored(N, Q))
      return;
    Leads.set(N);
    Next.push_back(N);
  };
  for (Node N = 0; N != Graph.size(); ++N)
    if (CallGraph::Body Body = Graph.body(N); Body.Fact)
      if (any_of(Body.Fact->Blocks, [&](const BlockFact &Block) { return isWanted(Block, Q); }))
        Reach(N);
  while (!Next.empty()) {
    Node N = Next.back();
    Next.pop_back();
    for (Node Caller : CalledBy[N])
      Reach(Caller);
    SetVector<Node> Methods;
    Methods.insert(N);
    for (size_t I = 0; I != Methods.size(); ++I) {
      const Node Method = Methods[I];
      if (!DispatchedBy[Method].empty() && !isIgnored(Method, Q) && allLead(Method, Leads))
        for (Node Caller : DispatchedBy[Method])
          Reach(Caller);
      Methods.insert(Overridden[Method].begin(), Overridden[Method].end());
    }
  }
  return Leads;
}

std::optional<BlockingWays::Way> BlockingWays::shortest(size_t Unit, const QuestionFact &Q) {
  const BitVector &Leads = leading(Q);
  struct Reached {
    Node At;
    size_t From; ///< of the same list
    const CallFact *By;
  };
  SmallVector<Reached> Seen;
  DenseSet<Node> Known;
  auto Reach = [&](Node To, size_t From, const CallFact *By) {
    if (isIgnored(To, Q))
      return;
    SetVector<Node> Run; // a pure method is what overrides it
    Run.insert(To);
    for (size_t I = 0; I != Run.size(); ++I)
      if (Graph.description(Run[I]).Pure)
        Run.insert(Overriders[Run[I]].begin(), Overriders[Run[I]].end());
      else if (Leads[Run[I]] && Known.insert(Run[I]).second)
        Seen.push_back({Run[I], From, By});
  };
  const Node To = Graph.node(Unit, Q.To);
  if (!Q.Dispatched || allLead(To, Leads))
    Reach(To, 0, nullptr);
  for (size_t I = 0; I != Seen.size(); ++I) {
    CallGraph::Body Body = Graph.body(Seen[I].At);
    for (const BlockFact &Block : Body.Fact->Blocks) {
      if (!isWanted(Block, Q))
        continue;
      Way Found{&Block, {{Body.Unit, Block.At, Block.Step}}};
      for (size_t Up = I; Seen[Up].By; Up = Seen[Up].From) {
        CallGraph::Body Caller = Graph.body(Seen[Seen[Up].From].At);
        Found.Steps.push_back(
            {Caller.Unit, Seen[Up].By->At, Caller.Fact->Name + " calls " + Seen[Up].By->Name + " here"});
      }
      std::reverse(Found.Steps.begin(), Found.Steps.end());
      return Found;
    }
    for (const CallFact &Call : Body.Fact->Calls)
      if (const Node Callee = Graph.node(Body.Unit, Call.To); !Call.Dispatched || allLead(Callee, Leads))
        Reach(Callee, I, &Call);
  }
  return std::nullopt;
}

std::vector<Node> BlockingWays::missing(ArrayRef<std::pair<size_t, const QuestionFact *>> Asked) const {
  SetVector<Node> Reached;
  for (const auto &[Unit, Question] : Asked)
    Reached.insert(Graph.node(Unit, Question->To));
  std::vector<Node> Missing;
  for (size_t I = 0; I != Reached.size(); ++I) {
    Node N = Reached[I];
    CallGraph::Body Body = Graph.body(N);
    Reached.insert(Overriders[N].begin(), Overriders[N].end());
    if (Body.Fact)
      for (const CallFact &Call : Body.Fact->Calls)
        Reached.insert(Graph.node(Body.Unit, Call.To));
    else if (!Graph.isAmbiguous(N) && !Graph.description(N).Id.empty())
      Missing.push_back(N);
  }
  return Missing;
}

} // namespace cotidy
