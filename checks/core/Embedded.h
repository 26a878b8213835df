// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Data files built into the program: models and documentation pages.

#ifndef COTIDY_CORE_EMBEDDED_H
#define COTIDY_CORE_EMBEDDED_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace cotidy {

struct EmbeddedFile {
  llvm::StringRef Name; ///< file name without folders, `asio.yaml`
  llvm::StringRef Text; ///< followed by a null byte that is not part of it
};

/// checks/models/*.yaml, sorted by name.
llvm::ArrayRef<EmbeddedFile> embeddedModels();

/// docs/checks/*.md, sorted by name.
llvm::ArrayRef<EmbeddedFile> embeddedPages();

} // namespace cotidy

#endif
