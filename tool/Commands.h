// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Makes the command of another compiler one that this clang can parse the unit with.

#ifndef COTIDY_TOOL_COMMANDS_H
#define COTIDY_TOOL_COMMANDS_H

#include "clang/Tooling/CompilationDatabase.h"
#include <string>
#include <vector>

namespace cotidy {

struct CommandChanges {
  std::vector<std::string> Dropped; ///< options clang does not know
  bool AddedStandard = false;       ///< there was no -std
};

/// Drops unknown options and -Werror, replaces a precompiled header by its text, asks for C++20 if no
/// standard is named, and points to the headers of the LLVM that we were built with.
CommandChanges adjust(clang::tooling::CompileCommand &Command);

/// Whether the command compiles C++.
bool isCxx(const clang::tooling::CompileCommand &Command);

} // namespace cotidy

#endif
