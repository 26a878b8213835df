// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the author of a function can tell async-blocking-call, in front of its declaration. Other compilers
// than clang see nothing: they would warn on the attribute.

#ifndef COTIDY_H
#define COTIDY_H

#ifdef __clang__
/// The function blocks its thread, wherever its body is.
#define COTIDY_BLOCKING __attribute__((annotate("cotidy::blocking")))
/// It does not, or is meant to.
#define COTIDY_NONBLOCKING __attribute__((annotate("cotidy::nonblocking")))
#else
#define COTIDY_BLOCKING
#define COTIDY_NONBLOCKING
#endif

#endif
