// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Makes the command of another compiler one that this clang can parse the unit with.

#ifndef COTIDY_TOOL_COMMANDS_H
#define COTIDY_TOOL_COMMANDS_H

#include "clang/Tooling/CompilationDatabase.h"
#include <map>
#include <string>
#include <vector>

namespace cotidy {

struct CommandChanges {
  std::vector<std::string> Dropped; ///< options clang does not know, or not with this value
  bool AddedStandard = false;       ///< there was no -std
};

/// Which options of code generation and language clang takes with the value they have, for the target they
/// are for. It asks clang's driver, and remembers.
class KnownValues {
public:
  /// Takes out of \p Arguments what clang refuses, and returns it.
  std::vector<std::string> drop(std::vector<std::string> &Arguments);

private:
  bool accepts(llvm::ArrayRef<std::string> Target, llvm::ArrayRef<std::string> Options);
  std::map<std::string, bool> Accepted;
};

/// Drops unknown options and -Werror, replaces a precompiled header by its text, asks for C++20 if no
/// standard is named, and points to the headers of the LLVM that we were built with.
CommandChanges adjust(clang::tooling::CompileCommand &Command, KnownValues &Values);

/// Whether the command is one of clang-cl or cl.
bool speaksMsvc(const clang::tooling::CompileCommand &Command);

/// The command without what decides only where the compiler's output goes: equal for the same analysis.
std::vector<std::string> withoutOutputs(const clang::tooling::CompileCommand &Command);

/// Whether the command compiles C++.
bool isCxx(const clang::tooling::CompileCommand &Command);

} // namespace cotidy

#endif
