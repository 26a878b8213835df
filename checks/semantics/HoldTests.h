// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Conditions that tell whether something that was tried for is held.

#ifndef COTIDY_SEMANTICS_HOLDTESTS_H
#define COTIDY_SEMANTICS_HOLDTESTS_H

#include "semantics/HoldTable.h"
#include "semantics/Unit.h"

namespace cotidy {

struct HoldTest {
  unsigned Resource;
  bool OwnedIfTrue;
};

class HoldTests {
public:
  HoldTests(Unit &U, const BodyIndex &Body, Holdings &Types, const HoldTable &Table)
      : U(U), Body(Body), Types(Types), Table(Table) {}

  /// What the condition \p E asks for; none if it asks for something else.
  std::optional<HoldTest> of(const clang::Expr *E, unsigned Depth = 4);

private:
  std::optional<HoldTest> comparison(bool Equal, const clang::Expr *Left, const clang::Expr *Right,
                                     unsigned Depth);
  std::optional<HoldTest> call(const clang::CallExpr &Call);
  bool isReassigned(const clang::VarDecl &Var) const;

  Unit &U;
  const BodyIndex &Body;
  Holdings &Types;
  const HoldTable &Table;
};

} // namespace cotidy

#endif
