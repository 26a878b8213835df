// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Diff.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace llvm;

namespace cotidy {

namespace {

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

} // namespace

size_t DiffHunk::count(char LeftOut) const {
  return count_if(Lines, [&](const DiffLine &Line) { return Line.Kind != LeftOut; });
}

std::vector<DiffHunk> diff(StringRef Before, StringRef After, size_t Context) {
  Lines Old = linesOf(Before), New = linesOf(After);
  SmallVector<Change> All = changes(Old, New);
  std::vector<DiffHunk> Hunks;
  for (size_t First = 0; First < All.size();) {
    size_t Last = First;
    while (Last + 1 < All.size() && All[Last + 1].Old - All[Last].OldEnd <= 2 * Context)
      ++Last;
    size_t Begin = All[First].Old - std::min(Context, All[First].Old);
    size_t End = std::min(Old.size(), All[Last].OldEnd + Context);
    DiffHunk Hunk{Begin + 1, All[First].New - (All[First].Old - Begin) + 1, {}};
    auto Add = [&](char Kind, ArrayRef<StringRef> From, size_t At, size_t To) {
      for (StringRef Line : From.slice(At, To - At))
        Hunk.Lines.push_back({Kind, Line});
    };
    size_t At = Begin;
    for (const Change &C : ArrayRef(All).slice(First, Last - First + 1)) {
      Add(' ', Old, At, C.Old);
      Add('-', Old, C.Old, C.OldEnd);
      Add('+', New, C.New, C.NewEnd);
      At = C.OldEnd;
    }
    Add(' ', Old, At, End);
    Hunks.push_back(std::move(Hunk));
    First = Last + 1;
  }
  return Hunks;
}

} // namespace cotidy
