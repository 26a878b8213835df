// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The command line of the driver. docs/cotidy.md is its reference.

#include "Config.h"
#include "Console.h"
#include "Paths.h"
#include "commands/CacheCommand.h"
#include "commands/ExplainCommand.h"
#include "commands/ListCommand.h"
#include "commands/ModelsCommand.h"
#include "commands/ScanCommand.h"
#include "report/Report.h"

#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace cotidy;

namespace {

struct CommandLine {
  cl::SubCommand Scan{"scan", "analyse the units of a project"};
  cl::SubCommand List{"list", "name the checks, with their options"};
  cl::SubCommand Explain{"explain", "show the page of a check"};
  cl::SubCommand Models{"models", "look at the descriptions of libraries"};
  cl::SubCommand Cache{"cache", "look at the kept results, or remove them"};

  cl::OptionCategory Category{"cotidy options"};

  cl::list<std::string> Files{cl::Positional, cl::desc("[FILES|FOLDERS|GLOBS] [-- FLAGS]"), cl::sub(Scan),
                              cl::cat(Category)};
  cl::opt<std::string> Build{"p",
                             cl::desc("folder of the compile database; searched for upwards if not given"),
                             cl::value_desc("build"), cl::sub(Scan), cl::cat(Category)};
  cl::opt<std::string> Checks{"checks",
                              cl::desc("globs of checks, added to the profile and the configuration"),
                              cl::value_desc("globs"), cl::sub(Scan), cl::cat(Category)};
  cl::opt<std::string> ConfigFile{"config-file", cl::desc("read this file and no .clang-tidy"),
                                  cl::value_desc("file"), cl::sub(Scan), cl::cat(Category)};
  cl::list<std::string> ModelFiles{"models",
                                   cl::desc("a model file, over the built-in ones; may be repeated"),
                                   cl::value_desc("file"), cl::sub(Scan), cl::cat(Category)};
  cl::opt<bool> SystemHeaders{"system-headers", cl::desc("analyse and report system headers as well"),
                              cl::sub(Scan), cl::cat(Category)};
  cl::opt<std::string> HeaderFilter{"header-filter", cl::desc("report in headers that match (default: all)"),
                                    cl::value_desc("regex"), cl::sub(Scan), cl::cat(Category)};
  cl::opt<bool> Generated{"generated", cl::desc("report in generated files as well"), cl::sub(Scan),
                          cl::cat(Category)};
  cl::list<std::string> Formats{
      "format",
      cl::desc("form of the output (text, the default, or json) and the file it goes "
               "to; may be repeated"),
      cl::value_desc("form[=file]"), cl::sub(Scan), cl::cat(Category)};
  cl::opt<ReportFormat> ListFormat{"format",
                                   cl::desc("form of the output"),
                                   cl::values(clEnumValN(ReportFormat::Text, "text", "for people (default)"),
                                              clEnumValN(ReportFormat::Json, "json", "for programs")),
                                   cl::init(ReportFormat::Text),
                                   cl::sub(List),
                                   cl::cat(Category)};
  cl::opt<std::string> Output{"output", cl::desc("write the report that names no file to this one"),
                              cl::value_desc("file"), cl::sub(Scan), cl::cat(Category)};
  cl::opt<FailOn> FailsOn{"fail-on",
                          cl::desc("what makes the exit code 1"),
                          cl::values(clEnumValN(FailOn::Any, "any", "any finding (default)"),
                                     clEnumValN(FailOn::None, "none", "nothing")),
                          cl::init(FailOn::Any),
                          cl::sub(Scan),
                          cl::cat(Category)};
  cl::opt<unsigned> Jobs{"j",
                         cl::Prefix,
                         cl::desc("units at a time (default: one for each core)"),
                         cl::value_desc("n"),
                         cl::sub(Scan),
                         cl::cat(Category)};
  cl::opt<unsigned> Timeout{"timeout",           cl::desc("seconds a unit may take (default: 600; 0: any)"),
                            cl::value_desc("n"), cl::init(UnitLimits().Seconds),
                            cl::sub(Scan),       cl::cat(Category)};
  cl::opt<unsigned> MemoryLimit{
      "memory-limit",      cl::desc("MiB of memory a unit may use (default: 8192; 0: any)"),
      cl::value_desc("n"), cl::init(UnitLimits().Mebibytes),
      cl::sub(Scan),       cl::cat(Category)};
  cl::opt<bool> NoCache{"no-cache", cl::desc("analyse every unit anew, and keep no result"), cl::sub(Scan),
                        cl::cat(Category)};
  cl::opt<std::string> CacheDir{
      "cache-dir",
      cl::desc("where results are kept (default: $COTIDY_CACHE_DIR, or cotidy in the "
               "user's cache folder)"),
      cl::value_desc("folder"),
      cl::sub(Scan),
      cl::sub(Cache),
      cl::cat(Category)};
  cl::opt<unsigned> CacheSize{
      "cache-size",        cl::desc("MiB the kept results may take (default: 2048; 0: any)"),
      cl::value_desc("n"), cl::init(CacheSettings().Mebibytes),
      cl::sub(Scan),       cl::cat(Category)};
  cl::opt<bool> Verbose{"verbose", cl::desc("say of each unit what it took"), cl::sub(Scan),
                        cl::cat(Category)};
  cl::opt<bool> Quiet{"q", cl::desc("say nothing but warnings and errors"), cl::sub(Scan), cl::cat(Category)};

  cl::opt<std::string> Check{cl::Positional, cl::desc("CHECK"), cl::Required, cl::sub(Explain),
                             cl::cat(Category)};

  cl::list<std::string> ModelWords{
      cl::Positional,
      cl::desc("validate FILE... | list | show LIBRARY | check LIBRARY|FILE [-- FLAGS] | reference"),
      cl::sub(Models), cl::cat(Category)};

  cl::list<std::string> CacheWords{cl::Positional, cl::desc("stats | clear"), cl::sub(Cache),
                                   cl::cat(Category)};

  CommandLine() {
    // LLVM registers its own options with every program that links it.
    for (cl::SubCommand *Sub : {&Scan, &List, &Explain, &Models, &Cache, &cl::SubCommand::getTopLevel()})
      cl::HideUnrelatedOptions(Category, *Sub);
  }

  /// Fails if a form of the output is not one.
  Expected<ScanOptions> scanOptions() const;
  Expected<std::vector<ReportRequest>> reports() const;
  CacheSettings cacheSettings() const;
  std::vector<std::string> modelArguments(llvm::ArrayRef<std::string> Flags) const;
};

std::string absolute(StringRef Path) { return absolutePath(Path, currentFolder()); }

Expected<std::vector<ReportRequest>> CommandLine::reports() const {
  std::vector<ReportRequest> Requests;
  for (const std::string &Word : Formats) {
    Expected<ReportRequest> Request = parseReportRequest(Word);
    if (!Request)
      return Request.takeError();
    Requests.push_back(std::move(*Request));
  }
  if (Requests.empty())
    Requests.emplace_back();
  std::vector<ReportRequest *> ToStdout;
  for (ReportRequest &Request : Requests)
    if (Request.File.empty() || Request.File == "-")
      ToStdout.push_back(&Request);
  for (ReportRequest *Request : ToStdout)
    Request->File = Output;
  if (ToStdout.size() > 1)
    return createStringError("more than one report goes to " +
                             (Output.empty() ? "standard output" : "'" + Output + "'") +
                             "; name a file for each, as in --format json=findings.json");
  return Requests;
}

Expected<ScanOptions> CommandLine::scanOptions() const {
  ScanOptions Options;
  Expected<std::vector<ReportRequest>> Requests = reports();
  if (!Requests)
    return Requests.takeError();
  Options.Reports = std::move(*Requests);
  Options.Analysis.Checks = Checks;
  Options.Analysis.ConfigFile = ConfigFile.empty() ? "" : absolute(ConfigFile);
  Options.Analysis.HeaderFilter = HeaderFilter;
  Options.Analysis.SystemHeaders = SystemHeaders;
  for (const std::string &Model : ModelFiles)
    Options.Analysis.Models.push_back(absolute(Model));
  Options.BuildPath = Build;
  for (const std::string &File : Files)
    Options.Files.push_back(StringRef(File).starts_with("*") ? File
                                                             : absolute(File)); // a glob for any folder
  Options.FailsOn = FailsOn;
  Options.Generated = Generated;
  Options.Jobs = Jobs;
  Options.Limits = {Timeout, MemoryLimit};
  Options.Cache = cacheSettings();
  Options.Cache.Use = !NoCache;
  Options.Says = Quiet ? Loudness::Quiet : Verbose ? Loudness::Verbose : Loudness::Normal;
  return Options;
}

CacheSettings CommandLine::cacheSettings() const {
  CacheSettings Settings;
  Settings.Folder = CacheDir.empty() ? defaultCacheFolder() : absolute(CacheDir);
  Settings.Mebibytes = CacheSize;
  return Settings;
}

std::vector<std::string> CommandLine::modelArguments(ArrayRef<std::string> Flags) const {
  std::vector<std::string> Arguments(ModelWords.begin(), ModelWords.end());
  if (!Flags.empty())
    Arguments.push_back("--");
  Arguments.insert(Arguments.end(), Flags.begin(), Flags.end());
  return Arguments;
}

void printVersion(raw_ostream &Out) {
  Out << "cotidy " << COTIDY_VERSION << " (LLVM " << LLVM_VERSION_STRING << ")\n";
}

/// Takes what follows `--` off the arguments.
std::optional<std::vector<std::string>> takeFlags(std::vector<const char *> &Args) {
  auto Dashes = llvm::find_if(Args, [](StringRef Arg) { return Arg == "--"; });
  if (Dashes == Args.end())
    return std::nullopt;
  std::vector<std::string> Flags(Dashes + 1, Args.end());
  Args.erase(Dashes, Args.end());
  return Flags;
}

} // namespace

int main(int Argc, const char **Argv) {
  std::vector<const char *> Args(Argv, Argv + Argc);
  std::optional<std::vector<std::string>> Flags = takeFlags(Args);
  CommandLine Line;
  cl::SetVersionPrinter(printVersion);
  const char *Overview = "cotidy finds costly and lost asynchronous work in C++20 coroutine code\n";
  if (!cl::ParseCommandLineOptions(Args.size(), Args.data(), Overview, &errs()))
    return static_cast<int>(ExitCode::Usage);

  int Result = 0;
  if (Line.Scan) {
    Expected<ScanOptions> Options = Line.scanOptions();
    if (!Options) {
      Console(Loudness::Normal).error(toString(Options.takeError()));
      return static_cast<int>(ExitCode::Usage);
    }
    Options->Flags = std::move(Flags);
    static int Anchor;
    Result = scan(*Options, sys::fs::getMainExecutable(Argv[0], &Anchor));
  } else if (Line.List) {
    Result = static_cast<int>(listChecks(Line.ListFormat));
  } else if (Line.Explain) {
    Result = static_cast<int>(explain(Line.Check));
  } else if (Line.Models) {
    Result = modelsCommand(Line.modelArguments(Flags.value_or(std::vector<std::string>())), outs(), errs());
  } else if (Line.Cache) {
    Result = static_cast<int>(cacheCommand(ArrayRef<std::string>(Line.CacheWords), Line.cacheSettings()));
  } else {
    cl::PrintHelpMessage();
    Result = static_cast<int>(ExitCode::Usage);
  }
  outs().flush();
  return Result;
}
