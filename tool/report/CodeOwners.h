// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Who owns a file, as the project's CODEOWNERS says.

#ifndef COTIDY_TOOL_REPORT_CODEOWNERS_H
#define COTIDY_TOOL_REPORT_CODEOWNERS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace cotidy {

class CodeOwners {
public:
  /// Reads the file where GitHub and GitLab look for it below \p Root; without one nobody owns anything.
  explicit CodeOwners(llvm::StringRef Root);

  /// \p File is relative to the root.
  std::vector<std::string> of(llvm::StringRef File) const;

private:
  struct Rule {
    std::vector<std::string> Pattern; ///< its parts between slashes
    std::vector<std::string> Owners;
  };
  void addLine(llvm::StringRef Line);

  std::vector<Rule> Rules; ///< the last that matches counts
};

} // namespace cotidy

#endif
