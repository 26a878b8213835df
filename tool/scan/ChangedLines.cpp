// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ChangedLines.h"

#include "Paths.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

using namespace llvm;

namespace cotidy {

namespace {

/// \p Path without links, where it exists.
std::string realPath(StringRef Path) {
  SmallString<256> Real;
  return sys::fs::real_path(Path, Real) ? Path.str() : Real.str().str();
}

/// A name as git writes it: in quotes with C's escapes if a character of it is unusual.
std::string unquoted(StringRef Name) {
  if (!Name.consume_front("\""))
    return Name.split('\t').first.str(); // where a time follows
  std::string Result;
  while (!Name.empty() && Name.front() != '"') {
    if (!Name.consume_front("\\") || Name.empty()) {
      Result += Name.empty() ? '\\' : Name.front();
      Name = Name.drop_front(!Name.empty());
      continue;
    }
    unsigned Code;
    if (Name.size() >= 3 && !Name.take_front(3).getAsInteger(8, Code)) {
      Result += static_cast<char>(Code);
      Name = Name.drop_front(3);
      continue;
    }
    size_t Known = StringRef("abtnvfr").find(Name.front());
    Result += Known == StringRef::npos ? Name.front() : "\a\b\t\n\v\f\r"[Known];
    Name = Name.drop_front();
  }
  return Result;
}

/// The file a diff means: with or without the `b/` before it.
std::string locate(StringRef Name, ArrayRef<std::string> Folders) {
  StringRef Short = Name.contains('/') ? Name.split('/').second : Name;
  for (const std::string &Folder : Folders)
    for (StringRef Candidate : {Short, Name})
      if (std::string Path = absolutePath(Candidate, Folder); sys::fs::is_regular_file(Path))
        return realPath(Path);
  return {};
}

/// Takes `START` or `START,COUNT`.
bool takeRange(StringRef &Text, uint64_t &Start, uint64_t &Count) {
  Count = 1;
  return !Text.consumeInteger(10, Start) && (!Text.consume_front(",") || !Text.consumeInteger(10, Count));
}

struct Hunk {
  uint64_t Old = 0, New = 0, OldLeft = 0, NewLeft = 0;

  bool parse(StringRef Line) {
    return Line.consume_front("@@ -") && takeRange(Line, Old, OldLeft) && Line.consume_front(" +") &&
           takeRange(Line, New, NewLeft) && Line.starts_with(" @@");
  }
  bool isOpen() const { return OldLeft || NewLeft; }
};

} // namespace

Expected<ChangedLines> ChangedLines::parse(StringRef Diff, ArrayRef<std::string> Folders) {
  ChangedLines Result;
  std::set<uint64_t> *Lines = nullptr; // of the file that is not there any more: none
  Hunk Now;
  bool Named = false;
  unsigned Number = 0;
  auto Fail = [&](const Twine &Why) {
    return createStringError(inconvertibleErrorCode(), "line " + Twine(Number) + " of the diff: " + Why);
  };
  while (!Diff.empty()) {
    StringRef Line;
    std::tie(Line, Diff) = Diff.split('\n');
    ++Number;
    if (Now.isOpen()) { // whatever it looks like, it is text of the file
      char Kind = Line.empty() || Line == "\r" ? ' ' : Line.front();
      if (Kind == '\\')
        continue;
      bool InOld = Kind == ' ' || Kind == '-', InNew = Kind == ' ' || Kind == '+';
      if ((!InOld && !InNew) || (InOld && !Now.OldLeft) || (InNew && !Now.NewLeft))
        return Fail("the part that it is in does not have the length that is given for it");
      if (Kind == '+' && Lines)
        Lines->insert(Now.New);
      Now.OldLeft -= InOld;
      Now.NewLeft -= InNew;
      Now.New += InNew;
    } else if (Line.starts_with("+++ ")) {
      std::string Name = unquoted(Line.drop_front(4).rtrim('\r'));
      std::string Path = Name == "/dev/null" ? "" : locate(Name, Folders);
      Lines = Path.empty() ? nullptr : &Result.Files[Path];
      Named = true;
    } else if (Line.starts_with("@@@")) {
      return Fail("a combined diff, of a merge, is not understood");
    } else if (Line.starts_with("@@ ")) {
      if (!Named)
        return Fail("no file was named before");
      if (!Now.parse(Line))
        return Fail("not the beginning of a part: '" + printable(Line.take_front(80)) + "'");
    } else if (Line.starts_with("diff ")) {
      Named = false;
    }
  }
  if (Now.isOpen())
    return Fail("it ends in the middle of a part");
  return Result;
}

Expected<ChangedLines> ChangedLines::since(StringRef Base, StringRef Folder) {
  auto Fail = [](const Twine &Why) { return createStringError(inconvertibleErrorCode(), Why); };
  if (Base.empty() || Base.starts_with("-"))
    return Fail("'" + printable(Base) + "' is not the name of a commit");
  std::string Root = versionedRoot(Folder);
  if (Root.empty() || !sys::fs::exists(Root + "/.git"))
    return Fail("there is no git repository here; give the diff itself with --diff");
  ErrorOr<std::string> Git = sys::findProgramByName("git");
  if (!Git)
    return Fail("git is not found; give the diff itself with --diff");

  SmallString<128> Output, Complaints;
  if (std::error_code Problem = sys::fs::createTemporaryFile("cotidy-diff", "", Output))
    return Fail("cannot make a temporary file: " + Problem.message());
  FileRemover RemoveOutput(Output);
  if (std::error_code Problem = sys::fs::createTemporaryFile("cotidy-git", "", Complaints))
    return Fail("cannot make a temporary file: " + Problem.message());
  FileRemover RemoveComplaints(Complaints);
  // Nothing that the repository or the user's configuration would have git run, and a form that does not
  // depend on either.
  StringRef Arguments[] = {*Git,
                           "-C",
                           Root,
                           "-c",
                           "core.fsmonitor=false",
                           "-c",
                           "core.quotePath=true",
                           "--no-optional-locks",
                           "diff",
                           "--no-color",
                           "--no-ext-diff",
                           "--no-textconv",
                           "--ignore-submodules",
                           "--find-renames",
                           "--src-prefix=a/",
                           "--dst-prefix=b/",
                           "--unified=0",
                           "--inter-hunk-context=0",
                           "--merge-base",
                           "--end-of-options",
                           Base,
                           "--"};
  std::optional<StringRef> Redirects[] = {StringRef(""), StringRef(Output), StringRef(Complaints)};
  std::string Problem;
  int Status = sys::ExecuteAndWait(*Git, Arguments, std::nullopt, Redirects, 0, 0, &Problem);
  if (Status) {
    if (ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFile(Complaints);
        Text && Problem.empty())
      Problem = (*Text)->getBuffer().trim().split('\n').first.str();
    return Fail("git cannot tell what changed since '" + printable(Base) + "': " + printable(Problem));
  }
  ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFile(Output);
  if (!Text)
    return Fail("cannot read what git says: " + Text.getError().message());
  return parse((*Text)->getBuffer(), {Root});
}

const std::set<uint64_t> *ChangedLines::linesOf(StringRef Path) const {
  auto Found = Files.find(Path);
  if (Found == Files.end())
    Found = Files.find(realPath(Path));
  return Found == Files.end() ? nullptr : &Found->second;
}

bool ChangedLines::hasFile(StringRef Path) const { return linesOf(Path); }

bool ChangedLines::touches(const Span &S) const {
  const std::set<uint64_t> *Lines = linesOf(S.File);
  if (!Lines)
    return false;
  ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFile(S.File);
  if (!Text)
    return false;
  StringRef Buffer = (*Text)->getBuffer();
  uint64_t First = Buffer.take_front(S.Offset).count('\n') + 1;
  uint64_t Last = First + Buffer.substr(S.Offset, S.Length).count('\n');
  auto Changed = Lines->lower_bound(First);
  return Changed != Lines->end() && *Changed <= Last;
}

bool ChangedLines::touches(const ScanFinding &F) const {
  auto IsChanged = [&](const Place &P) {
    const std::set<uint64_t> *Lines = linesOf(P.File);
    return Lines && Lines->count(P.Line);
  };
  return IsChanged(F.At) || any_of(F.Highlights, [&](const Span &S) { return touches(S); }) ||
         any_of(F.Notes, [&](const Note &N) { return IsChanged(N.At); });
}

} // namespace cotidy
