// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FixDiff.h"

#include "llvm/ADT/StringExtras.h"

#include <map>

using namespace llvm;

namespace cotidy {

namespace {

constexpr uint64_t Around = 2; ///< lines shown before and after

struct Piece {
  uint64_t First, Last; ///< lines that are touched
  std::vector<Edit> Edits;
};

std::vector<Piece> pieces(StringRef File, std::vector<Edit> Edits, SourceTree &Sources) {
  llvm::sort(Edits, [](const Edit &A, const Edit &B) { return A.Offset < B.Offset; });
  std::vector<Piece> Result;
  for (Edit &E : Edits) {
    uint64_t First = Sources.place(File, E.Offset).Line, Last = Sources.place(File, E.Offset + E.Length).Line;
    if (Result.empty() || First > Result.back().Last + 2 * Around)
      Result.push_back({First, Last, {}});
    Result.back().Last = std::max(Result.back().Last, Last);
    Result.back().Edits.push_back(std::move(E));
  }
  return Result;
}

SmallVector<StringRef> linesOf(StringRef Text) {
  SmallVector<StringRef> Lines;
  Text.split(Lines, '\n');
  if (Text.ends_with("\n"))
    Lines.pop_back();
  return Lines;
}

/// The longest common subsequence stays.
std::vector<DiffLine> compare(ArrayRef<StringRef> Old, ArrayRef<StringRef> New) {
  // How many lines the rests from here on have in common.
  std::vector<std::vector<unsigned>> Common(Old.size() + 1, std::vector<unsigned>(New.size() + 1));
  for (size_t I = Old.size(); I-- > 0;)
    for (size_t J = New.size(); J-- > 0;)
      Common[I][J] =
          Old[I] == New[J] ? Common[I + 1][J + 1] + 1 : std::max(Common[I + 1][J], Common[I][J + 1]);
  std::vector<DiffLine> Lines;
  auto Add = [&](char Kind, StringRef Line) { Lines.push_back({Kind, json::fixUTF8(Line.rtrim('\r'))}); };
  size_t I = 0, J = 0;
  while (I < Old.size() || J < New.size()) {
    if (I < Old.size() && J < New.size() && Old[I] == New[J]) {
      Add(' ', Old[I++]);
      ++J;
    } else if (J == New.size() || (I < Old.size() && Common[I + 1][J] >= Common[I][J + 1])) {
      Add('-', Old[I++]);
    } else {
      Add('+', New[J++]);
    }
  }
  return Lines;
}

DiffHunk hunk(StringRef File, const Piece &P, SourceTree &Sources) {
  uint64_t Begin = P.First > Around ? P.First - Around : 1;
  uint64_t End = std::min<uint64_t>(P.Last + Around, Sources.lines(File));
  StringRef Text = Sources.text(File);
  uint64_t From = Sources.line(File, Begin).data() - Text.data();
  StringRef LastLine = Sources.line(File, End);
  StringRef Before = Text.slice(From, LastLine.data() + LastLine.size() - Text.data());
  std::string After;
  uint64_t At = From;
  for (const Edit &E : P.Edits) {
    if (E.Offset < At) // edits that overlap are not applied twice
      continue;
    After += Text.slice(At, E.Offset).str() + E.Text;
    At = E.Offset + E.Length;
  }
  After += Text.slice(At, From + Before.size());

  return {File.str(), Begin, compare(linesOf(Before), linesOf(After))};
}

} // namespace

std::vector<DiffHunk> diffOf(const Fix &X, SourceTree &Sources) {
  std::map<std::string, std::vector<Edit>> ByFile;
  for (const Edit &E : X.Edits)
    if (E.Offset + E.Length <= Sources.text(E.File).size())
      ByFile[E.File].push_back(E);
  std::vector<DiffHunk> Hunks;
  for (auto &[File, Edits] : ByFile)
    for (const Piece &P : pieces(File, std::move(Edits), Sources))
      Hunks.push_back(hunk(File, P, Sources));
  return Hunks;
}

} // namespace cotidy
