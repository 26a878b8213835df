// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Puts the contents of response files (`@FILE`) into commands. Commands are not ours: a file is read only if
// it is an ordinary one in a folder of the project.

#ifndef COTIDY_TOOL_RESPONSEFILES_H
#define COTIDY_TOOL_RESPONSEFILES_H

#include "clang/Tooling/CompilationDatabase.h"
#include <map>
#include <string>
#include <vector>

namespace cotidy {

class ResponseFiles {
public:
  /// Files outside of \p Folders are not read.
  explicit ResponseFiles(std::vector<std::string> Folders);

  void expand(clang::tooling::CompileCommand &Command);

  /// A line for each kind of file that was left out.
  std::vector<std::string> remarks() const;

private:
  void expand(std::vector<std::string> &Arguments, llvm::StringRef Directory, unsigned Depth);
  /// The arguments in the file; nothing if it is left out.
  std::vector<std::string> read(llvm::StringRef Path);
  bool isAllowed(llvm::StringRef Path) const;

  std::vector<std::string> Folders;                        ///< real paths
  std::map<std::string, std::vector<std::string>> LeftOut; ///< by the reason
};

} // namespace cotidy

#endif
