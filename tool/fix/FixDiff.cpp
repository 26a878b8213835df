// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FixPlan.h"

#include "Diff.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace cotidy {

constexpr size_t Context = 3;

static void printLine(const DiffLine &Line, raw_ostream &Out) {
  if (Line.Kind != ' ')
    Out.changeColor(Line.Kind == '+' ? raw_ostream::GREEN : raw_ostream::RED);
  StringRef Text = Line.Text;
  bool Ends = Text.consume_back("\n");
  Out << Line.Kind;
  // What is shown is a patch as well: with a space for a tab it would not apply.
  interleave(split(Text, '\t'), Out, [&](StringRef Part) { Out << printable(Part); }, "\t");
  if (Line.Kind != ' ')
    Out.resetColor();
  Out << '\n';
  if (!Ends)
    Out << "\\ No newline at end of file\n";
}

void printDiff(StringRef Name, StringRef Before, StringRef After, raw_ostream &Out) {
  std::vector<DiffHunk> Hunks = diff(Before, After, Context);
  if (Hunks.empty())
    return;
  Out.enable_colors(Out.has_colors());
  Out << "--- a/" << printable(Name) << "\n+++ b/" << printable(Name) << '\n';
  for (const DiffHunk &Hunk : Hunks) {
    // Of no lines at all the one before them is named.
    size_t OldLines = Hunk.count('+'), NewLines = Hunk.count('-');
    Out << formatv("@@ -{0},{1} +{2},{3} @@\n", Hunk.Old - !OldLines, OldLines, Hunk.New - !NewLines,
                   NewLines);
    for (const DiffLine &Line : Hunk.Lines)
      printLine(Line, Out);
  }
}

} // namespace cotidy
