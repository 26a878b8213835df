// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A word after `cotidy`. Each command declares its options with itself, all are made before the command line
// is read, and the one that was named runs.

#ifndef COTIDY_TOOL_COMMANDS_COMMAND_H
#define COTIDY_TOOL_COMMANDS_COMMAND_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/CommandLine.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cotidy {

/// What a command is given beside its options.
struct Invocation {
  std::string Program;                           ///< our own path
  std::optional<std::vector<std::string>> Flags; ///< what followed `--`
};

class Command {
public:
  Command(llvm::StringRef Name, llvm::StringRef Description) : Sub(Name, Description) {}
  virtual ~Command();

  /// An ExitCode, or 128 and the number of the signal that ended it.
  virtual int run(const Invocation &Call) = 0;

  llvm::cl::SubCommand Sub;
};

/// What options of ours are in, and those that LLVM's libraries bring along are not.
llvm::cl::OptionCategory &ownOptions();

std::unique_ptr<Command> makeBaselineCommand();
std::unique_ptr<Command> makeCacheCommand();
std::unique_ptr<Command> makeExplainCommand();
std::unique_ptr<Command> makeFixCommand();
std::unique_ptr<Command> makeInitCommand();
std::unique_ptr<Command> makeListCommand();
std::unique_ptr<Command> makeMergeCommand();
std::unique_ptr<Command> makeModelsCommand();
std::unique_ptr<Command> makeScanCommand();

} // namespace cotidy

#endif
