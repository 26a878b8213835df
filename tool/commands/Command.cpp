// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Command.h"

namespace cotidy {

Command::~Command() = default;

llvm::cl::OptionCategory &ownOptions() {
  static llvm::cl::OptionCategory Category("cotidy options");
  return Category;
}

} // namespace cotidy
