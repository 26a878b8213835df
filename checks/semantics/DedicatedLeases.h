// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Connections that one service of the program has for itself, though they come from a pool.

#ifndef COTIDY_SEMANTICS_DEDICATEDLEASES_H
#define COTIDY_SEMANTICS_DEDICATEDLEASES_H

#include "semantics/HeldResources.h"

namespace cotidy {

/// Whether \p R is a lease that stays with its coroutine over the rounds of a loop around \p At that ends
/// when it is told to: declared before the loop, taken in it only where there is none, and given back in it
/// by handlers alone. Nobody else is meant to have it, whatever is awaited.
bool isDedicated(const BodyIndex &Body, const Suspension &At, const HeldResource &R);

} // namespace cotidy

#endif
