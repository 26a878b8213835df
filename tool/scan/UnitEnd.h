// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the end of a worker says of its unit.

#ifndef COTIDY_TOOL_UNITEND_H
#define COTIDY_TOOL_UNITEND_H

#include "ChildProcess.h"
#include "ScanDatabase.h"
#include "ScanWorker.h"

namespace cotidy {

/// Of a unit that was not analysed, the reason.
UnitResult notAnalysed(const ScanUnit &U, UnitStatus Status, std::string Reason);

/// What the worker answered; nothing if it did not end as it should, or its answer makes no sense.
std::optional<UnitAnswer> answerOf(const ChildProcess &Worker);

/// The result of the unit if there was no answer. \p Expired if the worker was killed for taking too long.
UnitResult withoutAnswer(const ScanUnit &U, const ChildProcess &Worker, bool Expired,
                         const ScanOptions &Options, const UnitList &List);

} // namespace cotidy

#endif
