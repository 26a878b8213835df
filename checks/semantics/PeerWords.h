// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What operations on a peer are called, in whatever library, and what limits them.

#ifndef COTIDY_SEMANTICS_PEERWORDS_H
#define COTIDY_SEMANTICS_PEERWORDS_H

#include "llvm/ADT/StringRef.h"

namespace cotidy {

inline constexpr llvm::StringLiteral TakingWords[] = {"read", "receive", "recv"};
inline constexpr llvm::StringLiteral GivingWords[] = {"send", "write"};
inline constexpr llvm::StringLiteral OpeningWords[] = {"connect", "handshake"};
inline constexpr llvm::StringLiteral EndingWords[] = {"close", "disconnect", "shutdown"};
/// Not "limit" alone, which as often is one of bytes or of elements.
inline constexpr llvm::StringLiteral TimeWords[] = {"deadline", "expire", "time_limit", "timelimit",
                                                    "timeout"};

} // namespace cotidy

#endif
