// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Names of checks as users write them.

#ifndef COTIDY_TOOL_NAMES_H
#define COTIDY_TOOL_NAMES_H

#include "core/Check.h"

#include <string>
#include <vector>

namespace cotidy {

/// The full name of a check, `async-await-in-loop`.
std::string fullName(const CheckInfo &Info);

/// The check with this name, given with or without `async-`; null if there is none.
const CheckInfo *findCheck(llvm::StringRef Name);

llvm::StringRef name(Profile In);

/// ` (did you mean 'async-await-in-loop'?)`, or nothing if no check's name is near.
std::string didYouMean(llvm::StringRef Name);

/// The checks that are on when nobody says otherwise, as a list of globs.
std::string recommendedChecks();

/// The parts of a list as clang-tidy writes them: separated by commas or line ends, without blanks around.
std::vector<std::string> splitGlobs(llvm::StringRef List);

/// The globs of \p List that match no check of ours.
std::vector<std::string> unknownGlobs(llvm::ArrayRef<std::string> Globs);

} // namespace cotidy

#endif
