// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef COTIDY_TOOL_REPORT_XML_H
#define COTIDY_TOOL_REPORT_XML_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace cotidy {

/// \p Text as text or attribute value of an XML document; characters that XML has no way to write are left
/// out.
std::string xmlText(llvm::StringRef Text);

} // namespace cotidy

#endif
