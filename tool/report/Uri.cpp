// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Uri.h"

#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace cotidy {

std::string uriPath(StringRef Path) {
  std::string Uri;
  for (char C : Path) {
    if (isAlnum(C) || StringRef("-._~/").contains(C))
      Uri += C;
    else
      Uri += "%" + toHex(StringRef(&C, 1));
  }
  return Uri;
}

std::string fileUri(StringRef Path) { return "file://" + uriPath(Path); }

} // namespace cotidy
