// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CodeOwners.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace cotidy {

namespace {

constexpr uint64_t LargestFile = 3 << 20; // as GitHub has it

/// Whether one part of a path matches one of a pattern, where `*` stands for any characters and `?` for one.
bool matchesPart(StringRef Pattern, StringRef Part) {
  size_t P = 0, T = 0, Star = StringRef::npos, Mark = 0;
  while (T < Part.size()) {
    if (P < Pattern.size() && (Pattern[P] == '?' || (Pattern[P] != '*' && Pattern[P] == Part[T]))) {
      ++P;
      ++T;
    } else if (P < Pattern.size() && Pattern[P] == '*') {
      Star = P++;
      Mark = T;
    } else if (Star != StringRef::npos) {
      P = Star + 1;
      T = ++Mark;
    } else {
      return false;
    }
  }
  return Pattern.substr(P).find_first_not_of('*') == StringRef::npos;
}

/// Whether a whole path matches; `**` stands for any number of parts. Takes the product of the lengths at
/// most.
bool matches(ArrayRef<std::string> Pattern, ArrayRef<StringRef> Path) {
  std::vector<bool> Reached(Path.size() + 1); // how much of the path the pattern so far can have taken
  Reached[0] = true;
  for (const std::string &Part : Pattern) {
    std::vector<bool> Next(Path.size() + 1);
    for (size_t I = 0; I <= Path.size(); ++I) {
      if (Part == "**")
        Next[I] = Reached[I] || (I && Next[I - 1]);
      else if (I)
        Next[I] = Reached[I - 1] && matchesPart(Part, Path[I - 1]);
    }
    Reached = std::move(Next);
  }
  return Reached.back();
}

} // namespace

CodeOwners::CodeOwners(StringRef Root) {
  for (StringRef Place : {".github/CODEOWNERS", ".gitlab/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"}) {
    SmallString<256> Path(Root);
    sys::path::append(Path, Place);
    uint64_t Size = 0;
    if (!sys::fs::is_regular_file(Path) || sys::fs::file_size(Path, Size) || Size > LargestFile)
      continue;
    ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFile(Path);
    if (!Text)
      continue;
    for (StringRef Line : split((*Text)->getBuffer(), '\n'))
      addLine(Line.trim());
    return;
  }
}

void CodeOwners::addLine(StringRef Line) {
  if (Line.empty() || Line[0] == '#' || Line[0] == '[' || Line.starts_with("^["))
    return; // a heading of GitLab's names owners only for rules that have none
  std::string Pattern;
  size_t I = 0;
  for (; I < Line.size() && !isSpace(Line[I]); ++I) {
    if (Line[I] == '\\' && I + 1 < Line.size())
      ++I;
    Pattern += Line[I];
  }
  Rule R;
  SmallVector<StringRef> Words;
  SplitString(Line.substr(I), Words);
  for (StringRef Word : Words) {
    if (Word[0] == '#')
      break;
    R.Owners.push_back(json::fixUTF8(Word));
  }
  StringRef Text = Pattern;
  bool Folder = Text.consume_back("/");
  // A pattern with a slash in it begins at the root, another anywhere.
  if (!Text.consume_front("/") && !Text.contains('/'))
    R.Pattern.push_back("**");
  for (StringRef Part : split(Text, '/'))
    R.Pattern.push_back(Part.str());
  if (Folder)
    R.Pattern.push_back("*");
  // What is named is a file, or a folder with all below; `folder/*` is the files in it alone.
  if (Folder || (R.Pattern.back() != "*" && R.Pattern.back() != "**") || Text == "*")
    R.Pattern.push_back("**");
  Rules.push_back(std::move(R));
}

std::vector<std::string> CodeOwners::of(StringRef File) const {
  SmallVector<StringRef> Path;
  File.split(Path, '/');
  for (const Rule &R : reverse(Rules))
    if (matches(R.Pattern, Path))
      return R.Owners;
  return {};
}

} // namespace cotidy
