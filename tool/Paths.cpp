// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Paths.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace cotidy {

std::string currentFolder() {
  SmallString<256> Folder;
  sys::fs::current_path(Folder);
  return Folder.str().str();
}

std::string absolutePath(StringRef Path, StringRef Folder) {
  SmallString<256> Full;
  if (!sys::path::is_absolute(Path))
    Full = Folder;
  sys::path::append(Full, Path);
  sys::path::remove_dots(Full, /*remove_dot_dot=*/true);
  return Full.str().str();
}

bool isBelow(StringRef Path, StringRef Folder) {
  Folder = Folder.rtrim('/');
  return Path.consume_front(Folder) && (Path.empty() || Path.starts_with("/"));
}

std::string versionedRoot(StringRef Folder) {
  for (; !Folder.empty(); Folder = sys::path::parent_path(Folder))
    for (StringRef Mark : {".git", ".hg", ".jj", ".svn"}) {
      SmallString<256> Path(Folder);
      sys::path::append(Path, Mark);
      if (sys::fs::exists(Path))
        return Folder.str();
    }
  return {};
}

} // namespace cotidy
