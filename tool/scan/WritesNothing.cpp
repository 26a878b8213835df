// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "WritesNothing.h"

#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Lex/HeaderSearchOptions.h"

using namespace clang;

namespace cotidy {

void takeOutputsOut(CompilerInvocation &Invocation) {
  Invocation.getDependencyOutputOpts() = DependencyOutputOptions();
  DiagnosticOptions &Diagnostics = Invocation.getDiagnosticOpts();
  Diagnostics.DiagnosticLogFile.clear();
  Diagnostics.DiagnosticSerializationFile.clear();
  FrontendOptions &Frontend = Invocation.getFrontendOpts();
  Frontend.OutputFile.clear();
  Frontend.StatsFile.clear();
  Frontend.TimeTracePath.clear();
  Frontend.SymbolGraphOutputDir.clear();
  Frontend.Plugins.clear();
  Frontend.LLVMArgs.clear();
  Frontend.GenerateGlobalModuleIndex = false;
  // Modules would be built on the way, into a folder of the command's choice: without maps headers stay text.
  Frontend.ModuleMapFiles.clear();
  Invocation.getHeaderSearchOpts().ImplicitModuleMaps = false;
}

} // namespace cotidy
