// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef COTIDY_TOOL_SCAN_WRITESNOTHING_H
#define COTIDY_TOOL_SCAN_WRITESNOTHING_H

namespace clang {
class CompilerInvocation;
}

namespace cotidy {

/// Takes out of \p Invocation every file that it would have the compiler write, and every library that it
/// would have it load: a compile database is not to be trusted.
void takeOutputsOut(clang::CompilerInvocation &Invocation);

} // namespace cotidy

#endif
