// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The functions of all units, each once.

#ifndef COTIDY_TOOL_PROGRAM_CALLGRAPH_H
#define COTIDY_TOOL_PROGRAM_CALLGRAPH_H

#include "semantics/UnitFacts.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"

namespace cotidy {

class CallGraph {
public:
  using Node = size_t;

  struct Body {
    size_t Unit = 0;
    const FunctionFact *Fact = nullptr;
  };

  /// Of units that are known; null stands for one that is not.
  explicit CallGraph(llvm::ArrayRef<const UnitFacts *> Units);

  size_t size() const { return Nodes.size(); }
  Node node(size_t Unit, uint64_t Function) const { return NodeOf[Unit][Function]; }
  bool isKnown(size_t Unit) const { return Units[Unit] != nullptr; }
  const UnitFacts &facts(size_t Unit) const { return *Units[Unit]; }

  /// The definition; nothing if there is none, or several that differ: they belong to different programs.
  Body body(Node N) const { return Nodes[N].Ambiguous ? Body() : Nodes[N].Definition; }
  bool isAmbiguous(Node N) const { return Nodes[N].Ambiguous; }
  /// What the first unit says that names it.
  const FunctionFact &description(Node N) const { return *Nodes[N].Described; }
  /// The file of FunctionFact::At of that description.
  const std::string &describedIn(Node N) const {
    return Units[Nodes[N].DescribedBy]->Files[Nodes[N].Described->At.File];
  }

private:
  struct Entry {
    const FunctionFact *Described;
    size_t DescribedBy; ///< the unit
    Body Definition;
    bool Ambiguous = false;
  };

  void add(size_t Unit, const FunctionFact &Fact);
  bool isSamePlace(const Body &A, size_t Unit, const FunctionFact &B) const;

  std::vector<const UnitFacts *> Units;
  std::vector<std::vector<Node>> NodeOf;
  std::vector<Entry> Nodes;
  llvm::StringMap<Node> Named;
};

} // namespace cotidy

#endif
