// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "core/Docs.h"

#include "core/Embedded.h"

namespace cotidy {

static std::string pageName(llvm::StringRef Check) {
  Check.consume_front("async-");
  return Check.str() + ".md";
}

std::string docsLink(llvm::StringRef Check) { return COTIDY_DOCS_URL + pageName(Check); }

llvm::StringRef docsPage(llvm::StringRef Check) {
  std::string Name = pageName(Check);
  for (const EmbeddedFile &Page : embeddedPages())
    if (Page.Name == Name)
      return Page.Text;
  return {};
}

llvm::StringRef docsReason(llvm::StringRef Check) {
  llvm::StringRef Section = docsPage(Check).split("\n## Why\n").second;
  return Section.take_front(Section.find("\n## ")).trim();
}

} // namespace cotidy
