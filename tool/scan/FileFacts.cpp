// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FileFacts.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <sys/stat.h>

using namespace llvm;

namespace cotidy {

bool isOlder(const std::string &Path, TimePoint Since) {
  struct stat Status;
  if (::stat(Path.c_str(), &Status) || !S_ISREG(Status.st_mode))
    return false;
#ifdef __APPLE__
  const timespec &Contents = Status.st_mtimespec, &Name = Status.st_ctimespec;
#else
  const timespec &Contents = Status.st_mtim, &Name = Status.st_ctim;
#endif
  using namespace std::chrono;
  auto Nanoseconds = [](const timespec &T) { return seconds(T.tv_sec) + nanoseconds(T.tv_nsec); };
  // The file system's clock may be a tick behind ours.
  return std::max(Nanoseconds(Contents), Nanoseconds(Name)) < Since.time_since_epoch() - milliseconds(10);
}

Digest digest(StringRef Text) { return BLAKE3::hash<>(arrayRefFromStringRef(Text)); }

std::string hex(const Digest &D) { return toHex(D, /*LowerCase=*/true); }

std::optional<Digest> FileFacts::contents(StringRef Path) {
  auto [Slot, New] = Contents.try_emplace(Path);
  if (New && sys::fs::is_regular_file(Path))
    if (ErrorOr<std::unique_ptr<MemoryBuffer>> Text =
            MemoryBuffer::getFile(Path, /*IsText=*/false, /*RequiresNullTerminator=*/false)) {
      Digest D = digest((*Text)->getBuffer());
      if (isOlder(Path.str(), Since))
        Slot->second = D;
    }
  return Slot->second;
}

const std::optional<FileFacts::Names> &FileFacts::names(StringRef Folder) {
  auto [Slot, New] = Folders.try_emplace(Folder);
  if (!New || !sys::fs::is_directory(Folder))
    return Slot->second;
  Names Found;
  std::error_code Problem;
  for (sys::fs::directory_iterator It(Folder, Problem), End; It != End && !Problem; It.increment(Problem))
    Found.insert(sys::path::filename(It->path()));
  Slot->second = std::move(Found);
  return Slot->second;
}

std::optional<Digest> FileFacts::listing(StringRef Folder) {
  const std::optional<Names> &Found = names(Folder);
  if (!Found)
    return std::nullopt;
  std::vector<StringRef> Sorted;
  for (const auto &Entry : *Found)
    Sorted.push_back(Entry.first());
  llvm::sort(Sorted);
  return digest(join(Sorted, StringRef("\0", 1)));
}

bool FileFacts::exists(StringRef Path) {
  StringRef Name = sys::path::filename(Path);
  if (Name == "." || Name == ".." || Name == "/")
    return sys::fs::exists(Path);
  const std::optional<Names> &Found = names(sys::path::parent_path(Path));
  return Found && Found->contains(Name);
}

} // namespace cotidy
