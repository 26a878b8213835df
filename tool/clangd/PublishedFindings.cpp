// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "PublishedFindings.h"

#include "core/Docs.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace cotidy {

/// Editors escape more characters of a URI than clangd, or fewer.
static std::string unescaped(StringRef Uri) {
  std::string Text;
  for (; !Uri.empty(); Uri = Uri.drop_front()) {
    if (Uri[0] == '%' && Uri.size() > 2 && isHexDigit(Uri[1]) && isHexDigit(Uri[2])) {
      Text += static_cast<char>(hexFromNibbles(Uri[1], Uri[2]));
      Uri = Uri.drop_front(2);
    } else {
      Text += Uri[0];
    }
  }
  return Text;
}

std::optional<Position> positionOf(const json::Value *Value) {
  const json::Object *Fields = Value ? Value->getAsObject() : nullptr;
  if (!Fields)
    return std::nullopt;
  std::optional<int64_t> Line = Fields->getInteger("line"), Character = Fields->getInteger("character");
  if (!Line || !Character)
    return std::nullopt;
  return Position(*Line, *Character);
}

void PublishedFindings::update(json::Value &Published) {
  json::Object &Fields = *Published.getAsObject();
  std::vector<PublishedFinding> Findings;
  for (json::Value &Diagnostic : *Fields.getArray("diagnostics")) {
    json::Object &Parts = *Diagnostic.getAsObject();
    std::optional<StringRef> Check = Parts.getString("code");
    if (!Check || !Check->starts_with("async-"))
      continue;
    Parts["codeDescription"] = json::Object{{"href", docsLink(*Check)}};
    const json::Object &Range = *Parts.getObject("range");
    Findings.push_back({Check->str(), *positionOf(Range.get("start")), *positionOf(Range.get("end")),
                        json::Value(json::Object(Range))});
  }
  std::string File = unescaped(*Fields.getString("uri"));
  if (Findings.empty())
    ByFile.erase(File);
  else
    ByFile[File] = std::move(Findings);
}

SmallVector<const PublishedFinding *, 2> PublishedFindings::at(StringRef Uri, Position Where) const {
  SmallVector<const PublishedFinding *, 2> Found;
  if (auto File = ByFile.find(unescaped(Uri)); File != ByFile.end())
    for (const PublishedFinding &F : File->second)
      if (F.Start <= Where && (Where < F.End || Where == F.Start) &&
          none_of(Found, [&](const PublishedFinding *Other) { return Other->Check == F.Check; }))
        Found.push_back(&F);
  return Found;
}

} // namespace cotidy
