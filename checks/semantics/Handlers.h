// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whether a failure that ends in a handler is known to anybody: from the handler, from what comes after, or
// because it was expected.

#ifndef COTIDY_SEMANTICS_HANDLERS_H
#define COTIDY_SEMANTICS_HANDLERS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether a handler of \p Try tells nobody: it is empty, goes on with the loop, sets a variable that nobody
/// reads, or answers with a value made up on the spot, be it by a variable that the await was to fill. That
/// something failed is an answer where exceptions alone are caught, and any value is where it is one sort of
/// them; who takes whatever comes has eaten a request to stop with it.
bool tellsNobody(Unit &U, const clang::CXXCatchStmt &Handler, const clang::CXXTryStmt &Try,
                 const BodyIndex &Body);

/// Whether the statement after \p Try tells of a failure: it throws, ends the process or fails a test. If the
/// block leaves the coroutine when all goes well, what calls anything there is for the rest.
bool isToldAfter(const Unit &U, const clang::CXXTryStmt &Try, const BodyIndex &Body);

/// Whether the block of \p Try counts it as a failure if \p Await does not throw.
bool isFailureExpected(const Unit &U, const clang::CXXTryStmt &Try, const Suspension &Await,
                       const BodyIndex &Body);

/// Whether a variable tells after \p Try whether \p Await went well, and is asked: a flag that the block
/// sets, or what a branch depends on.
bool showsAfter(const clang::CXXTryStmt &Try, const Suspension &Await, const BodyIndex &Body);

/// Whether everything in the block of \p Try whose failure \p Handler takes is seen to throw what it names,
/// and it names no more: one outcome of several.
bool isExpectedOutcome(Unit &U, const clang::CXXCatchStmt &Handler, const clang::CXXTryStmt &Try,
                       const BodyIndex &Body);

/// Whether \p Try is all that a coroutine does whose name asks a question, `ping`, `is_alive`, and answers
/// it: true at the end of the block, and false in \p Handler for whatever went wrong.
bool isAnswerOfProbe(const clang::CXXCatchStmt &Handler, const clang::CXXTryStmt &Try, const BodyIndex &Body);

/// Whether \p Try is all that a coroutine does, and only waits until the work behind its own copy of a handle
/// is done: the error stays with that work, for whoever has another copy.
bool isWaitForEnd(const clang::CXXTryStmt &Try, const Suspension &Await, const BodyIndex &Body);

/// Whether \p Site takes back what was begun: if that fails, the connection is broken and its peer takes it
/// back by itself.
bool takesBack(const CallSite &Site);

/// Whether \p At awaits what always throws.
bool isMeantToThrow(Unit &U, const Suspension &At, const BodyIndex &Body);

} // namespace cotidy

#endif
