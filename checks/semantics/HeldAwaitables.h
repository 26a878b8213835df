// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Types that hold an awaitable, so that whoever drops an object of theirs drops what is in it.

#ifndef COTIDY_SEMANTICS_HELDAWAITABLES_H
#define COTIDY_SEMANTICS_HELDAWAITABLES_H

#include "semantics/Unit.h"

namespace cotidy {

/// The awaitable that must be consumed in an object of type \p T: itself, the element of a container, an
/// optional, a tuple or a smart pointer of it, or a member of a plain struct; null if there is none.
const AwaitableInfo *heldAwaitable(Unit &U, clang::QualType T);

} // namespace cotidy

#endif
