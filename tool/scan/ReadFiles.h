// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the analysis of a unit took from the disk: if none of it changes, neither does the result.

#ifndef COTIDY_TOOL_READFILES_H
#define COTIDY_TOOL_READFILES_H

#include "FileFacts.h"

#include "llvm/ADT/StringSet.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <string>
#include <vector>

namespace cotidy {

/// Paths are absolute and as they were asked for, `..` and all, so that they can be moved with their folder.
struct ReadFiles {
  std::vector<std::string> Files;  ///< were read, or only asked for, and exist
  std::vector<std::string> Absent; ///< were looked for in vain; of a path the first part that is absent
  std::vector<std::string> Listed; ///< folders whose entries were listed
  bool Settled = false;            ///< every file is an ordinary one and older than the scan
};

llvm::json::Value toJSON(const ReadFiles &R);
bool fromJSON(const llvm::json::Value &V, ReadFiles &R, llvm::json::Path At);

/// The files without `..`, each once, for people and other tools.
std::vector<std::string> dependencies(const ReadFiles &R);

/// A file system that remembers what it was asked.
class ReadRecorder : public llvm::vfs::ProxyFileSystem {
public:
  explicit ReadRecorder(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Under)
      : ProxyFileSystem(std::move(Under)) {}

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine &Path) override;
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine &Path) override;
  llvm::vfs::directory_iterator dir_begin(const llvm::Twine &Folder, std::error_code &Problem) override;
  bool exists(const llvm::Twine &Path) override;

  /// \p Since is when the scan began.
  ReadFiles take(TimePoint Since);

private:
  std::string absolute(const llvm::Twine &Path) const;

  llvm::StringSet<> Files, Absent, Listed;
};

} // namespace cotidy

#endif
