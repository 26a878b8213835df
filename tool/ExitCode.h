// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How the program ends. docs/cotidy.md explains the codes to users.

#ifndef COTIDY_TOOL_EXITCODE_H
#define COTIDY_TOOL_EXITCODE_H

namespace cotidy {

/// The worst that happened wins: in the order Clean, Findings, NotAnalysed, Usage.
enum class ExitCode {
  Clean = 0,
  Findings = 1,
  Usage = 2,       ///< usage or configuration
  NotAnalysed = 3, ///< some unit could not be analysed in full
};

} // namespace cotidy

#endif
