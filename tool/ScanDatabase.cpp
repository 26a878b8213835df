// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ScanDatabase.h"

#include "Commands.h"
#include "Paths.h"

#include "clang/Tooling/JSONCompilationDatabase.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
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

class Collector {
public:
  explicit Collector(UnitList &List) : List(List) {}

  void add(CompileCommand Command) {
    Unit U;
    Command.Directory = absolutePath(Command.Directory, List.BuildFolder);
    U.File = absolutePath(Command.Filename, Command.Directory);
    Command.Filename = U.File;
    U.IsCxx = isCxx(Command);
    CommandChanges Changes = adjust(Command);
    if (!Seen.insert({U.File, join(Command.CommandLine, "\n")}).second)
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
      List.Remarks.push_back("warning: options that clang does not know are left out: " + join(Texts, ", "));
    }
    if (WithoutStandard)
      List.Remarks.push_back(
          formatv("note: no -std given{0}; C++20 is assumed",
                  List.BuildFolder.empty()
                      ? ""
                      : formatv(" for {0} of {1} units", WithoutStandard, List.Units.size()).str()));
  }

private:
  UnitList &List;
  std::set<std::pair<std::string, std::string>> Seen;
  std::map<std::string, unsigned> Dropped;
  unsigned WithoutStandard = 0;
};

/// Files that are named on the command line, parsed with the flags given there.
void addWithFlags(Collector &To, const ScanOptions &Options) {
  std::string Folder = currentFolder();
  for (const std::string &File : Options.Files) {
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
}

Error noDatabase(StringRef Where) {
  return createStringError(inconvertibleErrorCode(),
                           "no compile_commands.json or compile_flags.txt in " + Where +
                               "; name its folder with -p, or name files and give their flags after --");
}

} // namespace

Expected<UnitList> findUnits(const ScanOptions &Options) {
  UnitList List;
  Collector To(List);
  std::string Folder = Options.BuildPath;
  if (Folder.empty() && !Options.Flags)
    Folder = searchDatabase(Options.Files.empty() ? currentFolder()
                                                  : sys::path::parent_path(Options.Files.front()).str());
  if (Folder.empty()) {
    if (Options.Files.empty())
      return noDatabase("this folder or those above it");
    if (!Options.Flags)
      List.Remarks.push_back(
          "note: no compile database found; the files are parsed without flags (give them after --)");
    addWithFlags(To, Options);
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
  std::string Problem;
  std::unique_ptr<CompilationDatabase> Database = CompilationDatabase::loadFromDirectory(Folder, Problem);
  if (!Database)
    return createStringError(inconvertibleErrorCode(), "cannot read the compile database in '" + Folder +
                                                           "': " + StringRef(Problem).trim().str());

  if (Options.Files.empty()) {
    for (CompileCommand &Command : Database->getAllCompileCommands())
      To.add(std::move(Command));
    if (List.Units.empty())
      return createStringError(inconvertibleErrorCode(),
                               "the compile database in '" + Folder + "' names no file");
  }
  for (const std::string &File : Options.Files) {
    std::vector<CompileCommand> Commands = Database->getCompileCommands(File);
    if (Commands.empty())
      return createStringError(inconvertibleErrorCode(),
                               "the compile database in '" + Folder + "' has no command for '" + File + "'");
    if (!Commands.front().Heuristic.empty())
      List.Remarks.push_back("note: " + File + " is not in the compile database; its command is " +
                             Commands.front().Heuristic);
    To.add(std::move(Commands.front()));
  }
  To.remark();
  return List;
}

} // namespace cotidy
