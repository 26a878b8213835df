// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ScanWorker.h"

#include "Diagnostics.h"
#include "ScanAction.h"
#include "ScanConfig.h"

#include "Compat.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace clang;

namespace cotidy {

namespace {

class OneCommand : public tooling::CompilationDatabase {
public:
  explicit OneCommand(const tooling::CompileCommand &Command) : Command(Command) {}
  std::vector<tooling::CompileCommand> getCompileCommands(StringRef) const override { return {Command}; }
  std::vector<std::string> getAllFiles() const override { return {Command.Filename}; }

private:
  tooling::CompileCommand Command;
};

/// A named module that this compiler has not built.
bool asksForModule(const ScanFinding &Error) {
  StringRef Message = Error.Message;
  return Message.starts_with("module '") && Message.ends_with("' not found");
}

void settle(UnitResult &Result, bool Ran) {
  if (any_of(Result.Errors, asksForModule)) {
    Result.Status = UnitStatus::Modules;
    Result.Reason = "it imports named modules";
  } else if (!Result.Errors.empty()) {
    Result.Status = UnitStatus::Errors;
    Result.Reason = "the compiler found " + utostr(Result.Errors.size()) +
                    (Result.Errors.size() == 1 ? " error" : " errors") +
                    "; it is analysed as far as that goes";
  } else if (!Ran) {
    Result.Status = UnitStatus::Failed;
    Result.Reason = "the compiler did not accept its command";
  } else {
    Result.Status = UnitStatus::Analysed;
  }
}

} // namespace

UnitResult analyse(const Job &J) {
  auto Config = std::make_unique<ScanConfig>(J.Analysis);
  // The parent has read the same file and complained about it.
  consumeError(Config->readConfigFile());
  bool SystemHeaders = Config->getOptions(J.Command.Filename).SystemHeaders.value_or(false);

#if COTIDY_LLVM_MAJOR >= 22
  tidy::ClangTidyContext Context(std::move(Config));
#else
  tidy::ClangTidyContext Context(std::move(Config), /*AllowEnablingAnalyzerAlphaCheckers=*/false);
#endif
  tidy::ClangTidyDiagnosticConsumer Consumer(Context);
  compat::DiagnosticOptionsPtr Options = compat::makeDiagnosticOptions();
  DiagnosticsEngine Engine(IntrusiveRefCntPtr<DiagnosticIDs>(new DiagnosticIDs), compat::argument(Options),
                           &Consumer,
                           /*ShouldOwnClient=*/false);
  compat::setDiagnosticsEngine(Context, std::move(Options), Engine);

  OneCommand Database(J.Command);
  tooling::ClangTool Tool(Database, {J.Command.Filename});
  Tool.appendArgumentsAdjuster(tooling::getStripPluginsAdjuster());
  Tool.setDiagnosticConsumer(&Consumer);
  Tool.setPrintErrorMessage(false);
  ScanActionFactory Factory(Context, SystemHeaders);
  bool Ran = Tool.run(&Factory) == 0;

  UnitResult Result;
  Result.File = J.Command.Filename;
  for (const tidy::ClangTidyError &Error : Consumer.take()) {
    ScanFinding F = convert(Error);
    (StringRef(F.Check).starts_with("async-") ? Result.Findings : Result.Errors).push_back(std::move(F));
  }
  settle(Result, Ran);
  return Result;
}

json::Value toJSON(const Job &J) {
  return json::Object{{"file", J.Command.Filename},           {"directory", J.Command.Directory},
                      {"command", J.Command.CommandLine},     {"checks", J.Analysis.Checks},
                      {"config-file", J.Analysis.ConfigFile}, {"header-filter", J.Analysis.HeaderFilter},
                      {"models", J.Analysis.Models},          {"system-headers", J.Analysis.SystemHeaders}};
}

static bool fromJSON(const json::Value &V, Job &J, json::Path At) {
  json::ObjectMapper O(V, At);
  return O && O.map("file", J.Command.Filename) && O.map("directory", J.Command.Directory) &&
         O.map("command", J.Command.CommandLine) && O.map("checks", J.Analysis.Checks) &&
         O.map("config-file", J.Analysis.ConfigFile) && O.map("header-filter", J.Analysis.HeaderFilter) &&
         O.map("models", J.Analysis.Models) && O.map("system-headers", J.Analysis.SystemHeaders);
}

int runWorker(StringRef JobPath, StringRef ResultPath) {
  sys::Process::PreventCoreFiles();
  ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFile(JobPath);
  if (!Text)
    return 1;
  Expected<json::Value> Read = json::parse((*Text)->getBuffer());
  Job J;
  json::Path::Root Root;
  if (!Read || !fromJSON(*Read, J, Root)) {
    errs() << "the job is not readable\n";
    return 1;
  }
  UnitResult Result = analyse(J);
  std::error_code Problem;
  raw_fd_ostream Out(ResultPath, Problem);
  if (Problem)
    return 1;
  Out << toJSON(Result);
  return 0;
}

} // namespace cotidy
