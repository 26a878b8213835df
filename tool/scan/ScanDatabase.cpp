// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ScanDatabase.h"

#include "Commands.h"
#include "Paths.h"
#include "ResponseFiles.h"

#include "clang/Tooling/JSONCompilationDatabase.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/Path.h"
#include <set>

using namespace llvm;
using namespace clang::tooling;

namespace cotidy {

namespace {

bool hasDatabase(StringRef Folder) {
  for (StringRef Name : {"compile_commands.json", "compile_flags.txt"}) {
    SmallString<256> Path(Folder);
    sys::path::append(Path, Name);
    if (sys::fs::exists(Path))
      return true;
  }
  return false;
}

/// The nearest folder at or above \p Start that has a database, in itself or in its `build`.
std::string searchDatabase(StringRef Start) {
  for (StringRef Folder = Start; !Folder.empty(); Folder = sys::path::parent_path(Folder)) {
    SmallString<256> Build(Folder);
    sys::path::append(Build, "build");
    for (StringRef Candidate : {Folder, StringRef(Build)})
      if (hasDatabase(Candidate))
        return Candidate.str();
  }
  return {};
}

/// Commands that are known, with absolute folders and files.
class KnownCommands : public CompilationDatabase {
public:
  explicit KnownCommands(std::vector<CompileCommand> Commands) : Commands(std::move(Commands)) {}

  std::vector<CompileCommand> getAllCompileCommands() const override { return Commands; }
  std::vector<std::string> getAllFiles() const override {
    std::vector<std::string> Files;
    for (const CompileCommand &Command : Commands)
      Files.push_back(Command.Filename);
    return Files;
  }
  std::vector<CompileCommand> getCompileCommands(StringRef File) const override {
    std::vector<CompileCommand> Found;
    copy_if(Commands, std::back_inserter(Found),
            [&](const CompileCommand &Command) { return Command.Filename == File; });
    return Found;
  }

private:
  std::vector<CompileCommand> Commands;
};

class Collector {
public:
  explicit Collector(UnitList &List) : List(List) {}

  void add(CompileCommand Command) {
    ScanUnit U;
    U.File = Command.Filename;
    U.IsCxx = isCxx(Command);
    CommandChanges Changes;
    if (Command.CommandLine.empty())
      U.Refused = "its command is empty";
    else if (speaksMsvc(Command))
      U.Refused =
          "its command is for clang-cl, whose options cotidy does not read; make a compile database with "
          "clang++";
    else
      Changes = adjust(Command, Values);
    if (!Seen.insert({U.File, join(withoutOutputs(Command), "\n")}).second)
      return;
    for (const std::string &Option : Changes.Dropped)
      ++Dropped[Option];
    WithoutStandard += Changes.AddedStandard;
    U.Command = std::move(Command);
    List.Units.push_back(std::move(U));
  }

  /// One line for each kind of change.
  void remark() {
    if (!Dropped.empty()) {
      std::vector<std::string> Texts;
      for (const auto &[Option, Times] : Dropped)
        Texts.push_back(Times > 1 ? formatv("{0} ({1} units)", Option, Times).str() : Option);
      List.Warnings.push_back("options that clang does not know are left out: " + join(Texts, ", "));
    }
    if (WithoutStandard)
      List.Notes.push_back(
          formatv("no -std given{0}; C++20 is assumed",
                  List.BuildFolder.empty()
                      ? ""
                      : formatv(" for {0} of {1} units", WithoutStandard, List.Units.size()).str()));
  }

private:
  UnitList &List;
  KnownValues Values;
  std::set<std::pair<std::string, std::string>> Seen;
  std::map<std::string, unsigned> Dropped;
  unsigned WithoutStandard = 0;
};

Error problem(const Twine &Text) { return createStringError(inconvertibleErrorCode(), Text); }

bool isPattern(StringRef Asked) {
  return Asked.find_first_of("*?[") != StringRef::npos && !sys::fs::exists(Asked);
}

/// Files that are named on the command line, parsed with the flags given there.
Error addWithFlags(Collector &To, const ScanOptions &Options) {
  std::string Folder = currentFolder();
  for (const std::string &File : Options.Files) {
    if (sys::fs::is_directory(File) || isPattern(File))
      return problem(
          "'" + File +
          "' stands for several units, and without a compile database there is no list of them; name "
          "files, or a database with -p");
    CompileCommand Command;
    Command.Directory = Folder;
    Command.Filename = File;
    Command.CommandLine = {"clang++"};
    if (Options.Flags)
      append_range(Command.CommandLine, *Options.Flags);
    // After the flags, so that a header is taken as C++ unless they say otherwise.
    if (sys::path::extension(File).starts_with(".h") || sys::path::extension(File).empty())
      if (none_of(Command.CommandLine, [](StringRef Arg) { return Arg.starts_with("-x"); }))
        Command.CommandLine.insert(Command.CommandLine.begin() + 1, {"-x", "c++-header"});
    Command.CommandLine.push_back("--");
    Command.CommandLine.push_back(File);
    To.add(std::move(Command));
  }
  return Error::success();
}

Error noDatabase(StringRef Where) {
  return problem("no compile_commands.json or compile_flags.txt in " + Where +
                 "; name its folder with -p, or name files and give their flags after --");
}

/// Clang's own loader would read every response file that a command names.
Expected<std::unique_ptr<CompilationDatabase>> readDatabase(StringRef Folder, UnitList &List) {
  std::string Why;
  SmallString<256> Path(Folder);
  sys::path::append(Path, "compile_commands.json");
  bool IsJson = sys::fs::exists(Path);
  std::unique_ptr<CompilationDatabase> Database;
  if (IsJson)
    Database = JSONCompilationDatabase::loadFromFile(Path, Why, JSONCommandLineSyntax::AutoDetect);
  else
    Database = FixedCompilationDatabase::loadFromDirectory(Folder, Why);
  if (!Database)
    return problem("cannot read the compile database in '" + Folder + "': " + StringRef(Why).trim());
  if (!IsJson)
    return Database;
  std::vector<CompileCommand> Commands = Database->getAllCompileCommands();
  ResponseFiles Responses({Folder.str(), versionedRoot(Folder), currentFolder()});
  for (CompileCommand &Command : Commands) {
    Command.Directory = absolutePath(Command.Directory, Folder);
    Command.Filename = absolutePath(Command.Filename, Command.Directory);
    Responses.expand(Command);
  }
  append_range(List.Warnings, Responses.remarks());
  return inferTargetAndDriverMode(
      inferMissingCompileCommands(std::make_unique<KnownCommands>(std::move(Commands))));
}

/// The units that \p Asked stands for: a file, a folder with all below it, or a glob over whole paths.
Error addAsked(Collector &To, UnitList &List, const CompilationDatabase &Database,
               ArrayRef<CompileCommand> Commands, StringRef Asked) {
  std::function<bool(StringRef)> Matches = [&](StringRef File) { return isBelow(File, Asked); };
  bool IsFolder = sys::fs::is_directory(Asked), Pattern = isPattern(Asked);
  if (Pattern) {
    Expected<GlobPattern> Glob = GlobPattern::create(Asked, /*MaxSubPatterns=*/1024);
    if (!Glob)
      return problem("'" + Asked + "' is not a glob: " + toString(Glob.takeError()));
    Matches = [Glob = std::move(*Glob)](StringRef File) { return Glob.match(File); };
  }
  bool Found = false;
  for (const CompileCommand &Command : Commands)
    if (Matches(Command.Filename)) {
      To.add(Command);
      Found = true;
    }
  if (Found)
    return Error::success();
  if (IsFolder || Pattern)
    return problem("no unit of the compile database is " + Twine(Pattern ? "matched by" : "below") + " '" +
                   Asked + "'");
  // A header, or a file that is new.
  std::vector<CompileCommand> Inferred = Database.getCompileCommands(Asked);
  if (Inferred.empty())
    return problem("the compile database in '" + List.BuildFolder + "' has no command for '" + Asked + "'");
  List.Notes.push_back(
      (Asked + " is not in the compile database; its command is " + Inferred.front().Heuristic).str());
  Inferred.front().Filename = Asked.str();
  To.add(std::move(Inferred.front()));
  return Error::success();
}

} // namespace

Expected<UnitList> findUnits(const ScanOptions &Options) {
  UnitList List;
  Collector To(List);
  std::string Folder = Options.BuildPath;
  if (Folder.empty() && !Options.Flags)
    Folder = searchDatabase(Options.Files.empty() || isPattern(Options.Files.front())
                                ? currentFolder()
                                : sys::path::parent_path(Options.Files.front()).str());
  if (Folder.empty()) {
    if (Options.Files.empty())
      return noDatabase("this folder or those above it");
    if (!Options.Flags)
      List.Notes.push_back(
          "no compile database found; the files are parsed without flags (give them after --)");
    if (Error Problem = addWithFlags(To, Options))
      return std::move(Problem);
    To.remark();
    return List;
  }

  // -p may name the file itself.
  if (sys::path::filename(Folder) == "compile_commands.json" ||
      sys::path::filename(Folder) == "compile_flags.txt")
    Folder = sys::path::parent_path(Folder).str();
  Folder = absolutePath(Folder, currentFolder());
  if (!hasDatabase(Folder))
    return noDatabase("'" + Folder + "'");
  List.BuildFolder = Folder;
  Expected<std::unique_ptr<CompilationDatabase>> Database = readDatabase(Folder, List);
  if (!Database)
    return Database.takeError();
  std::vector<CompileCommand> Commands = (*Database)->getAllCompileCommands();

  if (Options.Files.empty()) {
    for (const CompileCommand &Command : Commands)
      To.add(Command);
    if (List.Units.empty())
      return problem("the compile database in '" + Folder + "' names no file");
  }
  for (const std::string &Asked : Options.Files)
    if (Error Problem = addAsked(To, List, **Database, Commands, Asked))
      return std::move(Problem);
  To.remark();
  return List;
}

} // namespace cotidy
