// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From clang-tidy's form of a finding to ours.

#ifndef COTIDY_TOOL_DIAGNOSTICS_H
#define COTIDY_TOOL_DIAGNOSTICS_H

#include "ScanResults.h"

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"

namespace cotidy {

ScanFinding convert(const clang::tidy::ClangTidyError &Error);

} // namespace cotidy

#endif
