// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Project.h"

#include "models/ModelSet.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <set>

using namespace llvm;

namespace cotidy {

namespace {

// A look, not a search: large trees repeat themselves.
constexpr unsigned MostFiles = 2000, DeepestFolder = 12;
constexpr uint64_t LongestHead = 16 * 1024;

bool has(StringRef Root, StringRef Name) { return sys::fs::exists(Root + "/" + Name); }

std::string head(StringRef Path) {
  sys::fs::file_status Status;
  if (sys::fs::status(Path, Status) || !sys::fs::is_regular_file(Status) || !Status.getSize())
    return {};
  ErrorOr<std::unique_ptr<MemoryBuffer>> Text =
      MemoryBuffer::getFileSlice(Path, std::min(Status.getSize(), LongestHead), 0);
  return Text ? (*Text)->getBuffer().str() : std::string();
}

void collectIncludes(StringRef Root, std::set<std::string> &Headers) {
  unsigned Files = 0;
  std::error_code Problem;
  for (sys::fs::recursive_directory_iterator It(Root, Problem, /*follow_symlinks=*/false), End;
       It != End && !Problem && Files < MostFiles; It.increment(Problem)) {
    StringRef Name = sys::path::filename(It->path()), Extension = sys::path::extension(Name);
    if (Name.starts_with(".") || It.level() > int(DeepestFolder) || has(It->path(), "CMakeCache.txt"))
      It.no_push();
    else if (Extension.starts_with(".c") || Extension.starts_with(".h")) {
      ++Files;
      std::string Text = head(It->path());
      for (StringRef Rest = Text; !Rest.empty();) {
        auto [Line, After] = Rest.split('\n');
        Rest = After;
        Line = Line.ltrim();
        if (Line.consume_front("#include <"))
          Headers.insert(Line.split('>').first.str());
      }
    }
  }
}

/// `boost/asio.hpp` stands for `boost/asio/ip/tcp.hpp` as well.
bool isOf(StringRef Included, StringRef Header) {
  return Included == Header ||
         (Included.consume_front(Header.rsplit('.').first) && Included.starts_with("/"));
}

} // namespace

Project lookAt(StringRef Root) {
  Project Found;
  Found.Build = has(Root, "CMakeLists.txt") ? BuildSystem::CMake
                : has(Root, "meson.build")  ? BuildSystem::Meson
                : has(Root, "MODULE.bazel") || has(Root, "WORKSPACE") || has(Root, "WORKSPACE.bazel")
                    ? BuildSystem::Bazel
                    : BuildSystem::None;
  StringRef Config;
  std::string Text = head((Root + "/.git/config").str());
  Config = Text;
  Found.Host = has(Root, ".gitlab-ci.yml") || Config.contains("gitlab") ? Hosting::GitLab
               : has(Root, ".github") || Config.contains("github")      ? Hosting::GitHub
                                                                        : Hosting::None;
  for (StringRef Folder : {"build", "builddir", "out", "cmake-build-debug", "cmake-build-release"})
    if (Found.BuildFolder.empty() && has(Root, (Folder + "/compile_commands.json").str()))
      Found.BuildFolder = Folder.str();
  std::set<std::string> Headers;
  collectIncludes(Root, Headers);
  for (const auto &L : ModelSet::builtin()->libraries())
    if (L->Id != "std" && any_of(L->Headers, [&](StringRef Header) {
          return any_of(Headers, [&](StringRef Included) { return isOf(Included, Header); });
        }))
      Found.Libraries.push_back(L->Id);
  llvm::sort(Found.Libraries);
  return Found;
}

} // namespace cotidy
