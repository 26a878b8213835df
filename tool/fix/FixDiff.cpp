// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FixPlan.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace cotidy {

namespace {

constexpr size_t Context = 3;
/// Beyond that a stretch between two lines that match is shown as changed as a whole.
constexpr size_t LongestSearch = 200;

using Lines = SmallVector<StringRef>;

Lines linesOf(StringRef Text) {
  Lines Result;
  while (!Text.empty()) {
    size_t End = Text.find('\n');
    End = End == StringRef::npos ? Text.size() : End + 1;
    Result.push_back(Text.take_front(End));
    Text = Text.drop_front(End);
  }
  return Result;
}

/// Lines [Old, OldEnd) become [New, NewEnd).
struct Change {
  size_t Old, OldEnd, New, NewEnd;
};

/// Edits are small and far apart: from a line that differs on, the nearest that matches again ends the
/// change.
SmallVector<Change> changes(ArrayRef<StringRef> Old, ArrayRef<StringRef> New) {
  SmallVector<Change> Result;
  size_t I = 0, J = 0;
  while (I < Old.size() || J < New.size()) {
    if (I < Old.size() && J < New.size() && Old[I] == New[J]) {
      ++I, ++J;
      continue;
    }
    Change C{I, Old.size(), J, New.size()};
    bool Found = false;
    for (size_t Distance = 1; Distance < LongestSearch && !Found; ++Distance)
      for (size_t A = 0; A <= Distance && !Found; ++A) {
        size_t OldAt = I + A, NewAt = J + Distance - A;
        if (OldAt < Old.size() && NewAt < New.size() && Old[OldAt] == New[NewAt] &&
            !Old[OldAt].trim().empty()) {
          C.OldEnd = OldAt, C.NewEnd = NewAt;
          Found = true;
        }
      }
    Result.push_back(C);
    I = C.OldEnd, J = C.NewEnd;
  }
  return Result;
}

void printLine(char Kind, StringRef Line, raw_ostream &Out) {
  if (Kind != ' ')
    Out.changeColor(Kind == '+' ? raw_ostream::GREEN : raw_ostream::RED);
  bool Ends = Line.consume_back("\n");
  Out << Kind << printable(Line);
  if (Kind != ' ')
    Out.resetColor();
  Out << '\n';
  if (!Ends)
    Out << "\\ No newline at end of file\n";
}

} // namespace

void printDiff(StringRef Name, StringRef Before, StringRef After, raw_ostream &Out) {
  Lines Old = linesOf(Before), New = linesOf(After);
  SmallVector<Change> All = changes(Old, New);
  if (All.empty())
    return;
  Out.enable_colors(Out.has_colors());
  Out << "--- a/" << printable(Name) << "\n+++ b/" << printable(Name) << '\n';
  for (size_t First = 0; First < All.size();) {
    size_t Last = First;
    while (Last + 1 < All.size() && All[Last + 1].Old - All[Last].OldEnd <= 2 * Context)
      ++Last;
    size_t Begin = All[First].Old - std::min(Context, All[First].Old);
    size_t End = std::min(Old.size(), All[Last].OldEnd + Context);
    size_t NewBegin = All[First].New - (All[First].Old - Begin);
    size_t NewEnd = All[Last].NewEnd + (End - All[Last].OldEnd);
    Out << formatv("@@ -{0},{1} +{2},{3} @@\n", Begin + (End > Begin), End - Begin,
                   NewBegin + (NewEnd > NewBegin), NewEnd - NewBegin);
    size_t At = Begin;
    for (const Change &C : ArrayRef(All).slice(First, Last - First + 1)) {
      for (; At < C.Old; ++At)
        printLine(' ', Old[At], Out);
      for (; At < C.OldEnd; ++At)
        printLine('-', Old[At], Out);
      for (size_t J = C.New; J < C.NewEnd; ++J)
        printLine('+', New[J], Out);
    }
    for (; At < End; ++At)
      printLine(' ', Old[At], Out);
    First = Last + 1;
  }
}

} // namespace cotidy
