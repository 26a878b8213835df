// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What asks a coroutine to stop.

#ifndef COTIDY_SEMANTICS_STOPTOKENS_H
#define COTIDY_SEMANTICS_STOPTOKENS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether \p T, or what it points to, can be asked whether to stop: by model, or a class of the project's
/// own that is named a token for that and has a question without arguments.
bool isStopToken(Unit &U, clang::QualType T);

} // namespace cotidy

#endif
