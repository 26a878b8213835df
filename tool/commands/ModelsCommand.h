// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `cotidy models`: looks at model files, without analysing anything. Each function returns the exit code.

#ifndef COTIDY_TOOL_MODELSCOMMAND_H
#define COTIDY_TOOL_MODELSCOMMAND_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace llvm {
class raw_ostream;
}

namespace cotidy {

/// `cotidy models ARGUMENTS`: the words after `models`, flags after `--` included.
int modelsCommand(llvm::ArrayRef<std::string> Arguments, llvm::raw_ostream &Out, llvm::raw_ostream &Err);

/// `models validate FILE...`: one line for each file; 2 if one has a mistake.
int validateModels(llvm::ArrayRef<std::string> Paths, llvm::raw_ostream &Out, llvm::raw_ostream &Err);

/// `models list`: one line for each built-in library.
int listModels(llvm::raw_ostream &Out);

/// `models show LIBRARY`: the built-in model, with every `@::` spelt out; 2 if there is none.
int showModel(llvm::StringRef Id, llvm::raw_ostream &Out, llvm::raw_ostream &Err);

/// `models check LIBRARY|FILE -- FLAGS`: parses the library's headers and names every entry that no
/// declaration bears, which is a mistake in the model or another version of the library. 1 if there are such,
/// 2 if none of the headers is there or they do not parse.
int checkModel(llvm::StringRef IdOrPath, llvm::ArrayRef<std::string> Flags, llvm::raw_ostream &Out,
               llvm::raw_ostream &Err);

/// `models reference`: every key, word and placeholder, as docs/models.md has them.
int printReference(llvm::raw_ostream &Out);

} // namespace cotidy

#endif
