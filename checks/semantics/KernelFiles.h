// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Files that the kernel makes up as they are read: memory, with no device to wait for.

#ifndef COTIDY_SEMANTICS_KERNELFILES_H
#define COTIDY_SEMANTICS_KERNELFILES_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether the call \p Site works on a local stream, pointer or descriptor that \p Body opens by the constant
/// name of such a file, and by no other.
bool isOnKernelFile(Unit &U, const BodyIndex &Body, const CallSite &Site);

} // namespace cotidy

#endif
