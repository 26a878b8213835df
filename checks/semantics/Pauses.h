// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Pauses of a project's own, which no model knows.

#ifndef COTIDY_SEMANTICS_PAUSES_H
#define COTIDY_SEMANTICS_PAUSES_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether \p Site only lets time pass, or others run: its name says so, or a duration is all it is given and
/// nobody gives it a reason to end sooner.
bool isOwnPause(const CallSite &Site);

/// Whether \p Site lets a time pass, and waits for nothing else: by model, or a project's own that is told
/// how long it lasts.
bool isTimedPause(const CallSite &Site);

/// The call of the await \p At, after \p Begun, if that only lets a time pass, once for each time it has
/// begun: what pauses over and over polls for the end of something. Null otherwise.
const CallSite *merePause(Unit &U, const BodyIndex &Body, const Suspension &At, const clang::Stmt &Begun);

/// Whether \p E is an awaitable that is made of a duration alone: `co_await pause{10ms}`.
bool isPauseObject(Unit &U, const clang::Expr &E);

/// Whether \p Site is what `co_yield` hands its value to: by its name only, it lets nobody else run.
bool takesYield(const CallSite &Site);

} // namespace cotidy

#endif
