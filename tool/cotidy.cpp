// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The driver: hands over to the command that was named. docs/cotidy.md is its reference.

#include "Config.h"
#include "ExitCode.h"
#include "commands/Command.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace cotidy;

static void printVersion(raw_ostream &Out) {
  Out << "cotidy " << COTIDY_VERSION << " (LLVM " << LLVM_VERSION_STRING << ")\n";
}

/// Takes what follows `--` off the arguments.
static std::optional<std::vector<std::string>> takeFlags(std::vector<const char *> &Args) {
  auto Dashes = llvm::find_if(Args, [](StringRef Arg) { return Arg == "--"; });
  if (Dashes == Args.end())
    return std::nullopt;
  std::vector<std::string> Flags(Dashes + 1, Args.end());
  Args.erase(Dashes, Args.end());
  return Flags;
}

int main(int Argc, const char **Argv) {
  std::vector<const char *> Args(Argv, Argv + Argc);
  static int Anchor;
  Invocation Call{sys::fs::getMainExecutable(Argv[0], &Anchor), takeFlags(Args)};
  const std::unique_ptr<Command> Commands[] = {
      makeBaselineCommand(), makeCacheCommand(), makeExplainCommand(), makeFixCommand(), makeInitCommand(),
      makeListCommand(),     makeMergeCommand(), makeModelsCommand(),  makeScanCommand()};
  // LLVM registers its own options with every program that links it.
  cl::HideUnrelatedOptions(ownOptions(), cl::SubCommand::getTopLevel());
  for (const std::unique_ptr<Command> &C : Commands)
    cl::HideUnrelatedOptions(ownOptions(), C->Sub);
  cl::SetVersionPrinter(printVersion);
  const char *Overview = "cotidy finds costly and lost asynchronous work in C++20 coroutine code\n";
  if (!cl::ParseCommandLineOptions(Args.size(), Args.data(), Overview, &errs()))
    return static_cast<int>(ExitCode::Usage);

  int Result = static_cast<int>(ExitCode::Usage);
  if (auto Named = llvm::find_if(Commands, [](const auto &C) { return static_cast<bool>(C->Sub); });
      Named != std::end(Commands))
    Result = (*Named)->run(Call);
  else
    cl::PrintHelpMessage();
  outs().flush();
  return Result;
}
