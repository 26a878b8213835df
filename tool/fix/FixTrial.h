// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tries fixes before they are written: the units that read a changed file are analysed with the new text in
// its place, and a fix after which one of them has an error or a finding that it did not have is not applied.

#ifndef COTIDY_TOOL_FIX_FIXTRIAL_H
#define COTIDY_TOOL_FIX_FIXTRIAL_H

#include "FixPlan.h"

#include "scan/Collection.h"

namespace cotidy {

struct BrokenFix {
  PlannedFix Which;
  std::string Why; ///< one clause
};

struct TrialOutcome {
  std::vector<PlannedFix> Good;
  std::vector<BrokenFix> Broken;
};

/// \p Results are those that the fixes came from.
TrialOutcome tryFixes(const FixPlan &Plan, Collection &Units, llvm::ArrayRef<UnitResult> Results);

} // namespace cotidy

#endif
