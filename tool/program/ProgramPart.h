// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A unit as a part of its program: what it tells other units, and its findings that they have a say in.

#ifndef COTIDY_TOOL_PROGRAM_PROGRAMPART_H
#define COTIDY_TOOL_PROGRAM_PROGRAMPART_H

#include "semantics/UnitFacts.h"

#include "llvm/Support/JSON.h"

namespace cotidy {

/// Of UnitFacts::Questions, and of the unit's findings, or of those it has not told.
struct OpenQuestion {
  uint64_t Question = 0;
  uint64_t Finding = 0;
};

struct ProgramPart {
  UnitFacts Facts;
  std::vector<OpenQuestion> Told;   ///< about findings that may be withdrawn
  std::vector<OpenQuestion> Untold; ///< about findings that are told if the answer confirms them
  bool Known = false;               ///< the unit was parsed, as far as its errors allow
};

llvm::json::Value toJSON(const ProgramPart &P);
/// Refuses what does not fit together, but for the numbers of findings.
bool fromJSON(const llvm::json::Value &V, ProgramPart &P, llvm::json::Path At);

} // namespace cotidy

#endif
