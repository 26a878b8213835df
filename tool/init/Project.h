// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a look at a project's files tells of how it is built.

#ifndef COTIDY_TOOL_INIT_PROJECT_H
#define COTIDY_TOOL_INIT_PROJECT_H

#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace cotidy {

enum class BuildSystem { None, CMake, Meson, Bazel };
enum class Hosting { None, GitHub, GitLab };

struct Project {
  BuildSystem Build = BuildSystem::None;
  Hosting Host = Hosting::None;
  std::string BuildFolder; ///< below the root, with a compile database in it; empty if there is none
  std::vector<std::string> Libraries; ///< that cotidy has a model for, sorted
};

Project lookAt(llvm::StringRef Root);

} // namespace cotidy

#endif
