// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "models/ModelWriter.h"

#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace cotidy {

void ModelWriter::write(StringRef Name, ArgIndex Arg) {
  for (auto [Word, Value] : ArgNames)
    if (Arg == Value) {
      key(Name) << ' ' << Word << '\n';
      return;
    }
  key(Name) << ' ' << Arg << '\n';
}

void ModelWriter::write(StringRef Name, const std::vector<std::string> &List) {
  if (List.empty())
    return;
  key(Name) << '\n';
  for (const std::string &Item : List)
    scalar(OS.indent(Indent + 2) << '-', Item) << '\n';
}

raw_ostream &ModelWriter::key(StringRef Name) {
  OS.indent(Indent - Lead.size()) << Lead << Name << ':';
  Lead = {};
  return OS;
}

raw_ostream &ModelWriter::scalar(raw_ostream &Out, StringRef Text) {
  if (Text.contains('\n')) {
    Out << (Text.ends_with("\n") ? " |" : " |-");
    SmallVector<StringRef> Lines;
    Text.rtrim('\n').split(Lines, '\n');
    for (StringRef Line : Lines)
      Line.empty() ? Out << '\n' : (Out << '\n').indent(Indent + 2) << Line;
    return Out;
  }
  bool Plain = !Text.empty() && (isAlpha(Text.front()) || Text.front() == '_' || Text.front() == '~') &&
               !Text.ends_with(":") &&
               all_of(Text, [](char C) { return isAlnum(C) || StringRef("_:./~*-").contains(C); });
  if (Plain)
    return Out << ' ' << Text;
  Out << " '";
  for (char C : Text)
    Out << (C == '\'' ? "''" : StringRef(&C, 1));
  return Out << '\'';
}

} // namespace cotidy
