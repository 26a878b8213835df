// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef COTIDY_TOOL_COMMANDS_CHECKMODEL_H
#define COTIDY_TOOL_COMMANDS_CHECKMODEL_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace llvm {
class raw_ostream;
}

namespace cotidy {

/// `models check LIBRARY|FILE -- FLAGS`: parses the library's headers and names every entry that no
/// declaration bears, which is a mistake in the model or another version of the library. 1 if there are such,
/// 2 if none of the headers is there or they do not parse.
int checkModel(llvm::StringRef IdOrPath, llvm::ArrayRef<std::string> Flags, llvm::raw_ostream &Out,
               llvm::raw_ostream &Err);

} // namespace cotidy

#endif
