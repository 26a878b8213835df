// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Command.h"

#include "Console.h"
#include "ExitCode.h"
#include "Paths.h"
#include "init/Starters.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace cotidy {

namespace {

/// Fails if there is something by that name, a link to nothing included.
std::error_code writeNew(StringRef Path, StringRef Text) {
  if (std::error_code Problem = sys::fs::create_directories(sys::path::parent_path(Path)))
    return Problem;
  std::error_code Problem;
  raw_fd_ostream Out(Path, Problem, sys::fs::CD_CreateNew);
  if (Problem)
    return Problem;
  Out << Text;
  Out.close();
  Problem = Out.error();
  Out.clear_error();
  return Problem;
}

class InitCommand : public Command {
public:
  InitCommand() : Command("init", "write the files that a project begins with") {}

  int run(const Invocation &) override {
    Console Says(Loudness::Normal);
    std::string Root = versionedRoot(currentFolder());
    if (Root.empty())
      Root = currentFolder();
    Project Found = lookAt(Root);
    bool Failed = false;
    for (const Starter &File : startersFor(Found)) {
      std::string Path = Root + "/" + File.Path;
      if (sys::fs::exists(Path)) {
        Says.note(File.Path + " is there already and left as it is; " + File.Otherwise);
      } else if (DryRun) {
        outs() << "==> " << File.Path << " <==\n" << File.Text << '\n';
      } else if (std::error_code Problem = writeNew(Path, File.Text)) {
        Says.error("cannot write '" + File.Path + "': " + Problem.message());
        Failed = true;
      } else {
        Says.note("wrote " + File.Path);
      }
    }
    if (Found.Build != BuildSystem::CMake && Found.Build != BuildSystem::Meson)
      Says.note("no CMake or Meson project is seen here, so there is no file for CI; docs/ci.md of cotidy "
                "has examples");
    else if (Found.Host == Hosting::None)
      Says.note(
          "neither GitHub nor GitLab is seen here, so there is no file for CI; docs/ci.md of cotidy has "
          "examples");
    return static_cast<int>(Failed ? ExitCode::Usage : ExitCode::Clean);
  }

private:
  cl::opt<bool> DryRun{"dry-run", cl::desc("show the files, and write none"), cl::sub(Sub),
                       cl::cat(ownOptions())};
};

} // namespace

std::unique_ptr<Command> makeInitCommand() { return std::make_unique<InitCommand>(); }

} // namespace cotidy
