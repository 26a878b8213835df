// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Streams that the rounds of a loop have in common, though no await is of them.

#ifndef COTIDY_SEMANTICS_LOOPSTREAMS_H
#define COTIDY_SEMANTICS_LOOPSTREAMS_H

#include "semantics/LoopCase.h"

namespace cotidy {

/// Notes a file or stream from outside of the loop that a round reads or writes between its awaits: rounds at
/// the same time would mix what is theirs. What is written once all is there can be written in order.
bool isBlockedByStream(LoopCase &Case);

} // namespace cotidy

#endif
