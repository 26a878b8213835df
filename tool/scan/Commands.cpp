// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Commands.h"

#include "Compat.h"
#include "Config.h"
#include "Paths.h"

#include "clang/Driver/Types.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <set>

using namespace llvm;
using clang::tooling::CompileCommand;

namespace cotidy {

namespace {

using Arguments = std::vector<std::string>;

/// Options that would turn a warning into an error, or need files of the compiler that the command is for.
constexpr StringLiteral Unwanted[] = {
    "-Werror",       "-pedantic-errors",    "-Wfatal-errors",       "-fprofile-use",
    "-fplugin",      "-fprofile-instr-use", "-fprofile-sample-use", "-fpass-plugin",
    "-resource-dir="};

/// The options whose value clang may refuse although it knows their name.
bool hasValue(StringRef Arg) {
  return Arg.starts_with("-m") || Arg.starts_with("-f") || Arg.starts_with("-std=") ||
         Arg.starts_with("--std=") || Arg.starts_with("-O") || Arg.starts_with("-g");
}

/// Goes as far as the target, and parses nothing.
class TryTarget : public clang::tooling::ToolAction {
public:
  bool runInvocation(std::shared_ptr<clang::CompilerInvocation> Invocation, clang::FileManager *,
                     std::shared_ptr<clang::PCHContainerOperations>,
                     clang::DiagnosticConsumer *Diagnostics) override {
    compat::DiagnosticOptionsPtr Options = compat::makeDiagnosticOptions();
    clang::DiagnosticsEngine Engine(IntrusiveRefCntPtr<clang::DiagnosticIDs>(new clang::DiagnosticIDs),
                                    compat::argument(Options), Diagnostics, /*ShouldOwnClient=*/false);
    return compat::targetExists(Engine, Invocation->getTargetOpts());
  }
};

/// Takes out what clang's own option table does not know, and every file but the unit's own: another word
/// that clang takes for a file is the value of such an option, or of no use to a parse.
std::vector<std::string> dropUnknown(CompileCommand &Command) {
  Arguments &Args = Command.CommandLine;
  std::vector<const char *> Pointers;
  for (const std::string &Arg : drop_begin(Args))
    Pointers.push_back(Arg.c_str());
  unsigned MissingIndex, MissingCount;
  opt::InputArgList Parsed = compat::getDriverOptTable().ParseArgs(
      Pointers, MissingIndex, MissingCount, opt::Visibility(compat::options::ClangOption));
  std::set<unsigned> LeftOut;
  std::vector<std::string> Dropped;
  for (const opt::Arg *A : Parsed.filtered(compat::options::OPT_UNKNOWN)) {
    LeftOut.insert(A->getIndex() + 1);
    Dropped.push_back(A->getAsString(Parsed));
  }
  std::set<unsigned> OtherFiles;
  bool HasOwn = false;
  for (const opt::Arg *A : Parsed.filtered(compat::options::OPT_INPUT))
    if (absolutePath(A->getValue(), Command.Directory) == Command.Filename)
      HasOwn = true;
    else
      OtherFiles.insert(A->getIndex() + 1);
  if (HasOwn)
    LeftOut.merge(OtherFiles);
  Arguments Kept;
  for (size_t I = 0; I < Args.size(); ++I)
    if (!LeftOut.count(I))
      Kept.push_back(std::move(Args[I]));
  Args = std::move(Kept);
  return Dropped;
}

/// The header that a precompiled one was made of, if it lies beside it.
std::string textualHeader(StringRef Precompiled, StringRef Directory) {
  for (StringRef Suffix : {".pch", ".gch"})
    if (StringRef Header = Precompiled;
        Header.consume_back(Suffix) && sys::fs::exists(absolutePath(Header, Directory)))
      return Header.str();
  return {};
}

bool hasPrecompiled(StringRef Header, StringRef Directory) {
  std::string Path = absolutePath(Header, Directory);
  return sys::fs::exists(Path + ".pch") || sys::fs::exists(Path + ".gch");
}

/// The driver would take a precompiled header that lies beside an included one; the frontend's own option
/// does not.
class TextualIncludes {
public:
  explicit TextualIncludes(Arguments &Out) : Out(Out) {}
  void add(StringRef Header) {
    if (!Header.empty() && Seen.insert(Header.str()).second)
      Out.insert(Out.end(), {"-Xclang", "-include", "-Xclang", Header.str()});
  }

private:
  Arguments &Out;
  std::set<std::string> Seen;
};

/// Without precompiled headers, and without what would write the diagnostics to a file.
Arguments withTextualHeaders(const Arguments &Args, StringRef Directory) {
  Arguments Out;
  TextualIncludes Includes(Out);
  auto At = [&](size_t I) { return I < Args.size() ? StringRef(Args[I]) : StringRef(); };
  for (size_t I = 0; I < Args.size(); ++I) {
    bool Frontend = At(I) == "-Xclang" && At(I + 2) == "-Xclang";
    StringRef Option = Frontend ? At(I + 1) : At(I);
    StringRef Value = Frontend ? At(I + 3) : At(I + 1);
    size_t Last = I + (Frontend ? 3 : 1);
    if (Option == "-diagnostic-log-file" || Option == "-serialize-diagnostic-file")
      ; // of the frontend only, but clang's tooling takes them from the driver's command too, and writes
    else if (Option == "-include-pch")
      Includes.add(textualHeader(Value, Directory));
    else if (Option == "-include" && (Frontend || hasPrecompiled(Value, Directory)))
      Includes.add(Value);
    else {
      Out.push_back(Args[I]);
      continue;
    }
    I = Last;
  }
  return Out;
}

bool isUnwanted(StringRef Arg) {
  return any_of(Unwanted, [&](StringRef Prefix) { return Arg.starts_with(Prefix); });
}

/// From a compiler without a folder clang would look for the standard library in "/../lib": no place by its
/// name.
std::string withFolder(StringRef Program) {
  return Program.contains('/') ? Program.str() : COTIDY_LLVM_ROOT "/bin/" + Program.str();
}

bool namesStandard(StringRef Arg) { return Arg.starts_with("-std=") || Arg.starts_with("--std="); }

} // namespace

bool KnownValues::accepts(ArrayRef<std::string> Target, ArrayRef<std::string> Options) {
  Arguments Args = {"clang++"};
  append_range(Args, Target);
  append_range(Args, Options);
  auto [Slot, New] = Accepted.try_emplace(join(Args, "\n"), false);
  if (!New)
    return Slot->second;
  append_range(Args, Arguments{"-fsyntax-only", "-x", "c++", "/empty.cpp"});
  IntrusiveRefCntPtr<vfs::InMemoryFileSystem> Files(new vfs::InMemoryFileSystem);
  Files->addFile("/empty.cpp", 0, MemoryBuffer::getMemBuffer(""));
  IntrusiveRefCntPtr<clang::FileManager> Manager(new clang::FileManager(clang::FileSystemOptions(), Files));
  TryTarget Try;
  clang::DiagnosticConsumer Silent; // counts and says nothing
  clang::tooling::ToolInvocation Invocation(Args, &Try, Manager.get(),
                                            std::make_shared<clang::PCHContainerOperations>());
  Invocation.setDiagnosticConsumer(&Silent);
  return Slot->second = Invocation.run() && !Silent.getNumErrors();
}

std::vector<std::string> KnownValues::drop(Arguments &Args) {
  Arguments Target, Options;
  for (size_t I = 1; I < Args.size(); ++I) {
    StringRef Arg = Args[I];
    if (Arg == "-target" && I + 1 < Args.size())
      append_range(Target, Arguments{Args[I], Args[I + 1]});
    else if (Arg.starts_with("--target=") || Arg == "-m32" || Arg == "-m64")
      Target.push_back(Args[I]);
    else if (hasValue(Arg))
      Options.push_back(Args[I]);
  }
  if (accepts(Target, Options))
    return {};
  std::vector<std::string> Dropped;
  erase_if(Args, [&](const std::string &Arg) {
    bool Bad = is_contained(Options, Arg) && !accepts(Target, Arg);
    if (Bad)
      Dropped.push_back(Arg);
    return Bad;
  });
  return Dropped;
}

bool speaksMsvc(const CompileCommand &Command) {
  const Arguments &Args = Command.CommandLine;
  if (Args.empty())
    return false;
  StringRef Program = Args.front();
  Program = Program.substr(Program.find_last_of("/\\") + 1);
  Program.consume_back_insensitive(".exe");
  return is_contained(Args, "--driver-mode=cl") || Program.equals_insensitive("cl") ||
         Program.ends_with_insensitive("clang-cl");
}

std::vector<std::string> withoutOutputs(const CompileCommand &Command) {
  using namespace clang::tooling;
  return combineAdjusters(getClangStripOutputAdjuster(),
                          getClangStripDependencyFileAdjuster())(Command.CommandLine, Command.Filename);
}

CommandChanges adjust(CompileCommand &Command, KnownValues &Values) {
  CommandChanges Changes;
  Arguments &Args = Command.CommandLine;
  if (!Args.empty())
    Args.front() = withFolder(Args.front());
  erase_if(Args, isUnwanted);
  for (size_t I = 1; I < Args.size(); ++I)
    if (Args[I] == "-resource-dir" && I + 1 < Args.size())
      Args.erase(Args.begin() + I, Args.begin() + I + 2);
  Args = withTextualHeaders(Args, Command.Directory);
  Changes.Dropped = dropUnknown(Command);
  append_range(Changes.Dropped, Values.drop(Args));
  Changes.AddedStandard = isCxx(Command) && none_of(Args, namesStandard);
  if (Changes.AddedStandard)
    Args.insert(Args.begin() + 1, "-std=c++20");
  Args.insert(Args.begin() + 1, std::string("-resource-dir=") + COTIDY_RESOURCE_DIR);
  return Changes;
}

bool isCxx(const CompileCommand &Command) {
  const Arguments &Args = Command.CommandLine;
  for (size_t I = 1; I < Args.size(); ++I) {
    StringRef Language = Args[I];
    if (!Language.consume_front("-x") && !Language.consume_front("--language="))
      continue;
    if (Language.empty() && I + 1 < Args.size())
      Language = Args[I + 1];
    return Language.contains("c++");
  }
  using namespace clang::driver::types;
  StringRef Extension = sys::path::extension(Command.Filename).ltrim(".");
  ID Type = lookupTypeForExtension(Extension);
  // A header without a language is C to clang, but here its user's.
  return Type == TY_INVALID || Extension == "h" || clang::driver::types::isCXX(Type);
}

} // namespace cotidy
