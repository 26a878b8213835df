// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FixFiles.h"

#include "Paths.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include <unistd.h>

using namespace llvm;

namespace cotidy {

FixFiles::FixFiles(StringRef Folder, ScanSummary &Summary) : Root(versionedRoot(Folder)), Summary(Summary) {
  if (Root.empty())
    Root = Folder.str();
}

std::string FixFiles::refusal(StringRef File) {
  SmallString<256> Real, RealRoot;
  if (sys::fs::real_path(File, Real) || !sys::fs::is_regular_file(Real))
    return "'" + printable(File) + "' is no regular file";
  // A link must not lead out of the project.
  if (sys::fs::real_path(Root, RealRoot) || !isBelow(Real, RealRoot))
    return "'" + printable(File) + "' is outside of the project in " + printable(Root);
  if (Summary.isGenerated(File))
    return "'" + printable(File) + "' is generated";
  return {};
}

std::string FixFiles::shown(StringRef File) const {
  return isBelow(File, Root) ? printable(File.drop_front(Root.size()).ltrim('/')) : printable(File);
}

Error FixFiles::write(StringRef File, StringRef Before, StringRef After) {
  auto Fail = [&](const Twine &Why) {
    return createStringError(inconvertibleErrorCode(), shown(File) + Why);
  };
  SmallString<256> Real;
  sys::fs::file_status Status;
  if (sys::fs::real_path(File, Real) || sys::fs::status(Real, Status))
    return Fail(" is not there any more");
  ErrorOr<std::unique_ptr<MemoryBuffer>> Now = MemoryBuffer::getFile(Real);
  if (!Now || (*Now)->getBuffer() != Before)
    return Fail(" has changed meanwhile and is left as it is");
  if (::access(Real.c_str(), W_OK))
    return Fail(" may not be written");
  Now->reset();
  // Written beside the file and renamed over it: what is there is always whole.
  if (Error Problem = writeToOutput(Real, [&](raw_ostream &Out) {
        Out << After;
        return Error::success();
      }))
    return Fail(" cannot be written: " + toString(std::move(Problem)));
  sys::fs::setPermissions(Real, Status.permissions());
  return Error::success();
}

} // namespace cotidy
