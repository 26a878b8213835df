// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Reproduce.h"

#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace cotidy {

static std::string quotedForShell(StringRef Word) {
  if (!Word.empty() && all_of(Word, [](char C) { return isAlnum(C) || StringRef("_-+=./,:@%").contains(C); }))
    return Word.str();
  std::string Result = "'";
  for (char C : Word)
    Result += C == '\'' ? std::string("'\\''") : std::string(1, C);
  return Result + "'";
}

std::string reproduce(const ScanOptions &Options, const UnitList &List, const ScanUnit &U) {
  const AnalysisSettings &Analysis = Options.Analysis;
  std::vector<std::string> Words = {"cotidy", "scan", "--no-cache"};
  auto Add = [&](StringRef Option, StringRef Value) {
    if (!Value.empty())
      Words.push_back((Option + Value).str());
  };
  Add("-p=", List.BuildFolder);
  Add("--checks=", Analysis.Checks);
  Add("--config-file=", Analysis.ConfigFile);
  Add("--header-filter=", Analysis.HeaderFilter);
  for (const std::string &Model : Analysis.Models)
    Add("--models=", Model);
  if (Analysis.SystemHeaders)
    Words.push_back("--system-headers");
  Words.push_back(U.File);
  if (Options.Flags) {
    Words.push_back("--");
    append_range(Words, *Options.Flags);
  }
  std::string Line;
  for (const std::string &Word : Words)
    Line += (Line.empty() ? "" : " ") + quotedForShell(Word);
  return Line;
}

} // namespace cotidy
