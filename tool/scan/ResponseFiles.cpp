// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ResponseFiles.h"

#include "Paths.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/StringSaver.h"

using namespace llvm;

namespace cotidy {

namespace {

constexpr uint64_t Largest = 4 * 1024 * 1024;
constexpr unsigned Deepest = 8;

std::string realPath(StringRef Path) {
  SmallString<256> Real;
  return sys::fs::real_path(Path, Real) ? std::string() : Real.str().str();
}

} // namespace

ResponseFiles::ResponseFiles(std::vector<std::string> Folders) {
  for (const std::string &Folder : Folders)
    if (std::string Real = realPath(Folder); !Real.empty())
      this->Folders.push_back(std::move(Real));
}

bool ResponseFiles::isAllowed(StringRef Path) const {
  std::string Real = realPath(Path);
  sys::fs::file_status Status;
  return !sys::fs::status(Real, Status) && sys::fs::is_regular_file(Status) && Status.getSize() <= Largest &&
         any_of(Folders, [&](StringRef Folder) { return isBelow(Real, Folder); });
}

std::vector<std::string> ResponseFiles::read(StringRef Path) {
  if (!sys::fs::exists(Path)) {
    LeftOut["do not exist (any more); build the project with its response files kept"].push_back(Path.str());
    return {};
  }
  ErrorOr<std::unique_ptr<MemoryBuffer>> Text = std::make_error_code(std::errc::permission_denied);
  if (isAllowed(Path))
    Text = MemoryBuffer::getFile(Path, /*IsText=*/false, /*RequiresNullTerminator=*/false,
                                 /*IsVolatile=*/true);
  if (!Text) {
    LeftOut["are not plain files of at most 4 MiB in the project's folders"].push_back(Path.str());
    return {};
  }
  BumpPtrAllocator Memory;
  StringSaver Saver(Memory);
  SmallVector<const char *> Tokens;
  cl::TokenizeGNUCommandLine((*Text)->getBuffer(), Saver, Tokens);
  return {Tokens.begin(), Tokens.end()};
}

void ResponseFiles::expand(std::vector<std::string> &Arguments, StringRef Directory, unsigned Depth) {
  for (size_t I = 0; I < Arguments.size();) {
    StringRef Path = Arguments[I];
    if (!Path.consume_front("@")) {
      ++I;
      continue;
    }
    std::vector<std::string> Inner;
    if (Depth < Deepest)
      Inner = read(absolutePath(Path, Directory));
    expand(Inner, Directory, Depth + 1);
    Arguments.erase(Arguments.begin() + I);
    Arguments.insert(Arguments.begin() + I, Inner.begin(), Inner.end());
    I += Inner.size();
  }
}

void ResponseFiles::expand(clang::tooling::CompileCommand &Command) {
  expand(Command.CommandLine, Command.Directory, 0);
}

std::vector<std::string> ResponseFiles::remarks() const {
  std::vector<std::string> Lines;
  for (const auto &[Reason, Files] : LeftOut)
    Lines.push_back(formatv("{0} response file{1} left out, the first is {2}: they {3}", Files.size(),
                            Files.size() == 1 ? " is" : "s are", Files.front(), Reason));
  return Lines;
}

} // namespace cotidy
