// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Reasons.h"

#include "core/Docs.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Regex.h"

using namespace llvm;

namespace cotidy {

/// The first paragraph of the page's reason, in one line.
static std::string shortReason(StringRef Check) {
  std::string Text = docsReason(Check).split("\n\n").first.str();
  std::replace(Text.begin(), Text.end(), '\n', ' ');
  static const Regex Scenarios(" \\(scenarios? [^)]*\\)"); // names that only the pages use
  for (std::string Before; Before != Text;) {
    Before = Text;
    Text = Scenarios.sub("", Before);
  }
  return Text;
}

static std::string reason(StringRef Check, bool Markdown) {
  std::string Why = shortReason(Check);
  if (Markdown)
    return formatv("**Why `{0}` warns**\n\n{1}\n\n[Examples, fixes and options]({2})", Check, Why,
                   docsLink(Check));
  erase(Why, '`');
  return formatv("Why {0} warns: {1}\n\n{2}", Check, Why, docsLink(Check));
}

void addReasons(json::Value &Hover, ArrayRef<const PublishedFinding *> Findings, bool Markdown) {
  if (Findings.empty())
    return;
  json::Object *Answer = Hover.getAsObject();
  if (!Answer) {
    Hover = json::Object{{"contents", json::Object{{"kind", Markdown ? "markdown" : "plaintext"}}},
                         {"range", Findings.front()->Range}};
    Answer = Hover.getAsObject();
  }
  json::Object &Contents = *Answer->getObject("contents");
  SmallVector<std::string> Parts;
  if (std::optional<StringRef> Text = Contents.getString("value"))
    Parts.push_back(Text->str());
  for (const PublishedFinding *F : Findings)
    Parts.push_back(reason(F->Check, Markdown));
  Contents["value"] = join(Parts, Markdown ? "\n\n---\n\n" : "\n\n");
}

} // namespace cotidy
