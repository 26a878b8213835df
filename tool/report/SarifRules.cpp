// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "SarifRules.h"

#include "Names.h"
#include "core/Docs.h"
#include "scan/ScanResults.h"

#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace cotidy {

namespace {

std::string sentence(StringRef Text) {
  std::string Result = json::fixUTF8(Text);
  if (!Result.empty())
    Result[0] = toUpper(Result[0]);
  if (!StringRef(Result).ends_with("."))
    Result += '.';
  return Result;
}

/// `await-in-loop` becomes `AwaitInLoop`.
std::string pascalCase(StringRef Name) {
  std::string Result;
  for (StringRef Word : split(Name, '-'))
    if (!Word.empty())
      Result += toUpper(Word[0]) + Word.drop_front().str();
  return Result;
}

/// The page without its heading.
StringRef pageBody(StringRef Check) { return docsPage(Check).split('\n').second.trim(); }

std::string reason(StringRef Check) {
  std::string Text = docsReason(Check).str();
  erase(Text, '`');
  return Text;
}

json::Object message(std::string Text) { return json::Object{{"text", std::move(Text)}}; }

} // namespace

json::Array sarifRules() {
  json::Array Rules;
  for (const CheckEntry &Entry : allChecks()) {
    const CheckInfo &Info = *Entry.Info;
    std::string Link = docsLink(Info.Name);
    Rules.push_back(json::Object{
        {"id", fullName(Info)},
        {"name", pascalCase(Info.Name)},
        {"shortDescription", message(sentence(Info.Summary))},
        {"fullDescription", message(sentence(Info.Summary))},
        {"helpUri", Link},
        {"help", json::Object{{"text", sentence(Info.Summary) + "\n\n" + reason(Info.Name) + "\n\n" + Link},
                              {"markdown", json::fixUTF8(pageBody(Info.Name))}}},
        {"defaultConfiguration", json::Object{{"level", "warning"}}},
        {"properties", json::Object{{"tags", json::Array{"coroutines", name(Info.In)}},
                                    {"precision", "high"},
                                    {"problem.severity", "warning"}}}});
  }
  return Rules;
}

int sarifRuleIndex(StringRef Check) {
  for (auto [Index, Entry] : enumerate(allChecks()))
    if (fullName(*Entry.Info) == Check)
      return Index;
  return -1;
}

json::Array sarifNotifications() {
  json::Array Descriptors;
  auto Add = [&](StringRef Id, const Twine &Short, const Twine &Help) {
    Descriptors.push_back(json::Object{{"id", Id.str()},
                                       {"name", pascalCase(Id)},
                                       {"shortDescription", message(Short.str())},
                                       {"fullDescription", message(Short.str())},
                                       {"help", message(Help.str())},
                                       {"defaultConfiguration", json::Object{{"level", "error"}}}});
  };
  Add("compile-error", "The compiler found an error.",
      "The unit is analysed as far as the error allows; does the build accept it?");
  for (UnitStatus Status : AllStatuses)
    if (isIncomplete(Status))
      Add("unit-" + name(Status).str(), "A unit was not analysed in full: " + name(Status) + ".",
          "There may be findings in it that are not in this report.");
  return Descriptors;
}

std::string sarifText(StringRef Text) {
  std::string Result;
  for (char C : Text) {
    if (C == '{' || C == '}')
      Result += C;
    else if (C == '[' || C == ']' || C == '\\')
      Result += '\\';
    Result += C;
  }
  return sentence(Result);
}

} // namespace cotidy
