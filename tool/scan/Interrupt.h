// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Ctrl-C and SIGTERM end a scan in good order: what is known is reported.

#ifndef COTIDY_TOOL_INTERRUPT_H
#define COTIDY_TOOL_INTERRUPT_H

namespace cotidy {

/// From now on the first of these signals is noted only; the second ends the program at once.
void noteInterrupts();

/// The signal that came, or 0.
int interruptedBy();

/// In a child: the parent decides when to end it.
void leaveInterruptsToParent();

} // namespace cotidy

#endif
