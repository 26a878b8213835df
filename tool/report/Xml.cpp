// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Xml.h"

#include "llvm/Support/JSON.h"

using namespace llvm;

namespace cotidy {

std::string xmlText(StringRef Text) {
  std::string Valid = json::fixUTF8(Text), Result;
  for (size_t I = 0; I < Valid.size(); ++I) {
    char C = Valid[I];
    switch (C) {
    case '<':
      Result += "&lt;";
      continue;
    case '>':
      Result += "&gt;";
      continue;
    case '&':
      Result += "&amp;";
      continue;
    case '"':
      Result += "&quot;";
      continue;
    case '\'':
      Result += "&apos;";
      continue;
    case '\n':
      Result += "&#10;";
      continue;
    case '\t':
      Result += "&#9;";
      continue;
    }
    // U+FFFE and U+FFFF are no characters of XML either.
    if (StringRef(Valid).substr(I).starts_with("\xef\xbf\xbe") ||
        StringRef(Valid).substr(I).starts_with("\xef\xbf\xbf"))
      I += 2;
    else if (static_cast<unsigned char>(C) >= 0x20)
      Result += C;
  }
  return Result;
}

} // namespace cotidy
