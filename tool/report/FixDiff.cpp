// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FixDiff.h"

#include "Diff.h"

#include <map>

using namespace llvm;

namespace cotidy {

constexpr size_t Context = 2;

/// By where they begin; of several there the first that was given is first.
using Edits = std::multimap<uint64_t, const Edit *>;

static std::string edited(StringRef Text, const Edits &All) {
  std::string Result;
  uint64_t At = 0;
  for (auto [Offset, E] : All) {
    if (Offset < At) // edits that overlap are not applied twice
      continue;
    Result += Text.slice(At, Offset).str() + E->Text;
    At = Offset + E->Length;
  }
  return Result + Text.substr(At).str();
}

std::vector<FixHunk> diffOf(const Fix &X, SourceTree &Sources) {
  std::map<std::string, Edits> ByFile;
  for (const Edit &E : X.Edits)
    if (E.Offset + E.Length <= Sources.text(E.File).size())
      ByFile[E.File].emplace(E.Offset, &E);
  std::vector<FixHunk> Hunks;
  for (const auto &[File, InFile] : ByFile) {
    StringRef Before = Sources.text(File);
    std::string After = edited(Before, InFile);
    for (const DiffHunk &Part : diff(Before, After, Context)) {
      FixHunk &Hunk = Hunks.emplace_back(FixHunk{File, Part.Old, {}});
      for (const DiffLine &Line : Part.Lines)
        Hunk.Lines.push_back(Line.Kind + json::fixUTF8(Line.Text.rtrim("\r\n")));
    }
  }
  return Hunks;
}

} // namespace cotidy
