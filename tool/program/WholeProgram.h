// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Puts the units of a program together: finds what none of them can see alone, and takes back what one of
// them could not know better.

#ifndef COTIDY_TOOL_PROGRAM_WHOLEPROGRAM_H
#define COTIDY_TOOL_PROGRAM_WHOLEPROGRAM_H

#include "scan/ScanResults.h"

#include "llvm/ADT/ArrayRef.h"

namespace cotidy {

/// Sorts the findings of a unit that was analysed alone: those that wait for an answer become untold, and
/// those that an answer may withdraw are marked.
void markProvisional(UnitResult &Unit);

/// The units without coroutine code of which nothing else is known.
std::vector<size_t> unitsWithoutSummary(llvm::ArrayRef<UnitResult> Units);

/// Those of them, by their place in \p Units, that may define a function on whose body an
/// answer hangs.
std::vector<size_t> unitsToSummarise(llvm::ArrayRef<UnitResult> Units);

/// Answers every question of \p Units. The findings of a unit stay in the order of their places.
void answerQuestions(llvm::MutableArrayRef<UnitResult> Units);

} // namespace cotidy

#endif
