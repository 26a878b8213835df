// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ReadFiles.h"

#include "Paths.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace cotidy {

namespace {

std::vector<std::string> sorted(const StringSet<> &Set) {
  std::vector<std::string> Result;
  Result.reserve(Set.size());
  for (const auto &Entry : Set)
    Result.push_back(Entry.first().str());
  llvm::sort(Result);
  return Result;
}

/// Finds of a path that is absent the first part that is, so that the many headers looked for in a folder
/// that does not have their common folder become one fact.
class AbsentParts {
public:
  StringRef first(StringRef Path) {
    StringRef Parent = sys::path::parent_path(Path);
    if (Parent.empty() || isFolder(Parent))
      return Path;
    return first(Parent);
  }

private:
  bool isFolder(StringRef Path) {
    auto [Slot, New] = Known.try_emplace(Path, false);
    if (New)
      Slot->second = sys::fs::is_directory(Path);
    return Slot->second;
  }

  StringMap<bool> Known;
};

} // namespace

json::Value toJSON(const ReadFiles &R) {
  return json::Object{{"files", R.Files}, {"absent", R.Absent}, {"listed", R.Listed}, {"settled", R.Settled}};
}

bool fromJSON(const json::Value &V, ReadFiles &R, json::Path At) {
  json::ObjectMapper O(V, At);
  return O && O.map("files", R.Files) && O.map("absent", R.Absent) && O.map("listed", R.Listed) &&
         O.map("settled", R.Settled);
}

std::vector<std::string> dependencies(const ReadFiles &R) {
  std::vector<std::string> Files;
  for (const std::string &File : R.Files)
    Files.push_back(absolutePath(File, "/"));
  llvm::sort(Files);
  Files.erase(std::unique(Files.begin(), Files.end()), Files.end());
  return Files;
}

std::string ReadRecorder::absolute(const Twine &Path) const {
  SmallString<256> Full;
  Path.toVector(Full);
  if (!makeAbsolute(Full))
    sys::path::remove_dots(Full, /*remove_dot_dot=*/false);
  return Full.str().str();
}

ErrorOr<vfs::Status> ReadRecorder::status(const Twine &Path) {
  ErrorOr<vfs::Status> Result = ProxyFileSystem::status(Path);
  if (!Result)
    Absent.insert(absolute(Path));
  else if (!Result->isDirectory())
    Files.insert(absolute(Path));
  return Result;
}

ErrorOr<std::unique_ptr<vfs::File>> ReadRecorder::openFileForRead(const Twine &Path) {
  ErrorOr<std::unique_ptr<vfs::File>> Result = ProxyFileSystem::openFileForRead(Path);
  if (!Result)
    Absent.insert(absolute(Path));
  else if (ErrorOr<vfs::Status> Status = (*Result)->status(); !Status || !Status->isDirectory())
    Files.insert(absolute(Path));
  return Result;
}

vfs::directory_iterator ReadRecorder::dir_begin(const Twine &Folder, std::error_code &Problem) {
  vfs::directory_iterator Result = ProxyFileSystem::dir_begin(Folder, Problem);
  (Problem ? Absent : Listed).insert(absolute(Folder));
  return Result;
}

bool ReadRecorder::exists(const Twine &Path) { return bool(status(Path)); }

ReadFiles ReadRecorder::take(TimePoint Since) {
  ReadFiles Result;
  AbsentParts Parts;
  StringSet<> First;
  for (const auto &Entry : Absent)
    First.insert(Parts.first(Entry.first()));
  Result.Files = sorted(Files);
  Result.Absent = sorted(First);
  Result.Listed = sorted(Listed);
  Result.Settled = all_of(Result.Files, [&](const std::string &Path) { return isOlder(Path, Since); });
  return Result;
}

} // namespace cotidy
