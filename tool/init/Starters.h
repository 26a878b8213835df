// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The files that a project begins with.

#ifndef COTIDY_TOOL_INIT_STARTERS_H
#define COTIDY_TOOL_INIT_STARTERS_H

#include "Project.h"

namespace cotidy {

struct Starter {
  std::string Path; ///< from the root of the project
  std::string Text;
  std::string Otherwise; ///< what to do by hand if there is such a file already
};

std::vector<Starter> startersFor(const Project &Found);

} // namespace cotidy

#endif
