// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the code says of itself where it asserts and tests.

#ifndef COTIDY_SEMANTICS_ASSERTIONS_H
#define COTIDY_SEMANTICS_ASSERTIONS_H

#include "semantics/Unit.h"

namespace cotidy {

/// Whether \p S is in the argument or the text of a macro that asserts.
bool isInAssertion(const Unit &U, const clang::Stmt &S);

/// Whether the call \p Site is an assertion, or is in one that a macro writes.
bool isAssertion(const Unit &U, const CallSite &Site);

/// Whether \p E is what an assertion is about: `assert_true(all.empty())`, `EXPECT_TRUE(all.empty())`.
bool isAsserted(const Unit &U, const BodyIndex &Body, const clang::Expr &E);

/// Whether the name of an assertion says that what is in it is to throw or to end the process.
bool expectsFailure(llvm::StringRef Name);

/// Whether \p S always tells of a failure: it throws, ends the process or fails a test.
bool reportsFailure(const Unit &U, const clang::Stmt *S);

} // namespace cotidy

#endif
