// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Baseline.h"

#include "Paths.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace cotidy {

namespace {

constexpr unsigned Version = 1;
constexpr uint64_t LargestFile = uint64_t(64) << 20;

auto key(const BaselineEntry &E) { return std::tie(E.File, E.Check, E.Function, E.Statement); }

/// \p Path as seen from \p Folder, with `..` where it is not below it.
std::string relative(StringRef Path, StringRef Folder) {
  std::string Up;
  for (; !isBelow(Path, Folder); Folder = sys::path::parent_path(Folder))
    Up += "../";
  Path.consume_front(Folder.rtrim('/'));
  return json::fixUTF8(Up + Path.ltrim('/').str());
}

std::string folderOf(StringRef Path) {
  return sys::path::parent_path(absolutePath(Path, currentFolder())).str();
}

/// What can be told of a JSON text before it is parsed.
struct Outline {
  unsigned Depth = 0;               ///< at most
  std::vector<unsigned> EntryLines; ///< of what should be the entries
};

Outline outline(StringRef Text) {
  Outline Result;
  unsigned Depth = 0, Line = 1;
  bool InString = false;
  for (size_t I = 0; I < Text.size(); ++I) {
    char C = Text[I];
    Line += C == '\n';
    if (C == '"')
      InString = !InString;
    else if (InString)
      I += C == '\\';
    else if (C == '{' || C == '[') {
      Result.Depth = std::max(Result.Depth, ++Depth);
      if (Depth == 3) // within the list in the whole
        Result.EntryLines.push_back(Line);
    } else if ((C == '}' || C == ']') && Depth)
      --Depth;
  }
  return Result;
}

bool fromJSON(const json::Value &V, BaselineEntry &E, json::Path At) {
  json::ObjectMapper O(V, At);
  int64_t Count = 1;
  if (!O || !O.map("file", E.File) || !O.map("check", E.Check) || !O.map("function", E.Function) ||
      !O.map("statement", E.Statement) || !O.mapOptional("count", Count))
    return false;
  E.Count = Count;
  if (Count > 0 && E.Count == Count)
    return true;
  At.field("count").report("not a number of findings");
  return false;
}

/// The entries with their files as they are written; fails with the line and what is wrong.
Expected<std::vector<BaselineEntry>> parse(StringRef Text) {
  auto Fail = [](unsigned Line, const Twine &Why) {
    return createStringError(inconvertibleErrorCode(), Twine(Line) + ": " + Why);
  };
  Outline Shape = outline(Text);
  if (Shape.Depth > 8) // the parser would run out of stack
    return Fail(1, "the file is nested too deeply");
  Expected<json::Value> Whole = json::parse(Text);
  if (!Whole) { // "[LINE:COLUMN, byte=OFFSET]: MESSAGE"
    std::string Message = toString(Whole.takeError());
    unsigned Line = 1;
    StringRef Rest = Message;
    Rest.consume_front("[");
    Rest.consumeInteger(10, Line);
    return Fail(Line, Rest.split("]: ").second);
  }
  const json::Object *Fields = Whole->getAsObject();
  std::optional<int64_t> Format = Fields ? Fields->getInteger("version") : std::nullopt;
  const json::Array *List = Fields ? Fields->getArray("findings") : nullptr;
  if (!Format)
    return Fail(1, "there is no 'version'");
  if (Format != Version)
    return Fail(1, "this is version " + Twine(*Format) + " of the format, and this cotidy reads version " +
                       Twine(Version));
  if (!List)
    return Fail(1, "there are no 'findings'");
  std::vector<BaselineEntry> Entries(List->size());
  for (size_t I = 0; I < List->size(); ++I) {
    json::Path::Root Root("entry");
    if (!fromJSON((*List)[I], Entries[I], Root))
      return Fail(List->size() == Shape.EntryLines.size() ? Shape.EntryLines[I] : 1,
                  toString(Root.getError()));
  }
  return Entries;
}

} // namespace

std::string findBaseline(StringRef Folder) {
  std::string Root = versionedRoot(Folder);
  for (StringRef Above = Folder; !Above.empty(); Above = sys::path::parent_path(Above)) {
    SmallString<256> Path(Above);
    sys::path::append(Path, Baseline::FileName);
    if (sys::fs::exists(Path))
      return Path.str().str();
    if (Root.empty() || Above == Root)
      break;
  }
  return {};
}

Expected<Baseline> Baseline::read(StringRef Path) {
  auto Fail = [&](const Twine &Why) {
    return createStringError(inconvertibleErrorCode(), "cannot read the baseline '" + Path + "': " + Why);
  };
  sys::fs::file_status Status;
  if (std::error_code Problem = sys::fs::status(Path, Status))
    return Fail(Problem.message());
  if (!sys::fs::is_regular_file(Status) || Status.getSize() > LargestFile)
    return Fail("it is not a regular file of at most 64 MiB");
  ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFile(Path);
  if (!Text)
    return Fail(Text.getError().message());
  Expected<std::vector<BaselineEntry>> Entries = parse((*Text)->getBuffer());
  if (!Entries)
    return createStringError(inconvertibleErrorCode(),
                             Path + ":" + printable(toString(Entries.takeError())) +
                                 "; the baseline is damaged, or not one of cotidy's");
  Baseline Result;
  for (BaselineEntry &E : *Entries) {
    E.File = absolutePath(E.File, folderOf(Path));
    Result.Entries.push_back(std::move(E));
  }
  sort(Result.Entries, [](const auto &A, const auto &B) { return key(A) < key(B); });
  return Result;
}

// A line for each entry, so that a change is a small diff and two of them merge.
Error Baseline::write(StringRef Path) const {
  std::string Folder = folderOf(Path);
  return writeToOutput(Path, [&](raw_ostream &Out) {
    Out << "{\n  \"version\": " << Version << ",\n  \"findings\": [";
    StringRef Separator = "\n";
    for (const BaselineEntry &E : Entries) {
      Out << Separator << "    { \"file\": " << json::Value(relative(E.File, Folder))
          << ", \"check\": " << json::Value(E.Check) << ", \"function\": " << json::Value(E.Function)
          << ", \"statement\": " << json::Value(E.Statement);
      if (E.Count > 1)
        Out << ", \"count\": " << E.Count;
      Out << " }";
      Separator = ",\n";
    }
    Out << "\n  ]\n}\n";
    return Error::success();
  });
}

void Baseline::add(BaselineEntry E) {
  auto At = lower_bound(Entries, E, [](const auto &A, const auto &B) { return key(A) < key(B); });
  if (At != Entries.end() && key(*At) == key(E))
    At->Count += E.Count;
  else
    Entries.insert(At, std::move(E));
}

namespace {

/// The files of a scan whose every finding would be known.
class Coverage {
public:
  explicit Coverage(ArrayRef<UnitResult> Results) {
    for (const UnitResult &Unit : Results) {
      StringSet<> &Files = isIncomplete(Unit.Status) ? Doubtful : Read;
      Files.insert(Unit.File);
      for (const std::string &File : Unit.Dependencies)
        Files.insert(File);
    }
  }

  bool covers(StringRef File) const { return Read.contains(File) && !Doubtful.contains(File); }

private:
  StringSet<> Read, Doubtful;
};

} // namespace

Comparison compare(const Baseline &Before, MutableArrayRef<UnitResult> Results,
                   function_ref<bool(const BaselineEntry &)> IsAskedFor) {
  Comparison Result;
  std::vector<BaselineEntry> Left = Before.Entries;
  StringMap<SmallVector<BaselineEntry *, 1>> ByIdentity;
  for (BaselineEntry &E : Left)
    ByIdentity[E.identity()].push_back(&E);
  auto Take = [&](ScanFinding &F, function_ref<bool(const BaselineEntry &)> Fits) {
    auto Alike = ByIdentity.find(identity(F.Check, F.Function, F.Statement));
    if (Alike == ByIdentity.end())
      return false;
    auto *Entry = find_if(Alike->second, [&](BaselineEntry *E) { return E->Count && Fits(*E); });
    if (Entry == Alike->second.end())
      return false;
    --(*Entry)->Count;
    F.State = FindingState::Unchanged;
    ++Result.Unchanged;
    return true;
  };

  std::vector<ScanFinding *> Unmatched;
  for (UnitResult &Unit : Results)
    for (ScanFinding &F : Unit.Findings)
      if (!Take(F, [&](const BaselineEntry &E) { return E.File == F.At.File; }))
        Unmatched.push_back(&F);

  Coverage Files(Results);
  auto IsGone = [&](const BaselineEntry &E) {
    return IsAskedFor(E) && (Files.covers(E.File) || !sys::fs::exists(E.File));
  };
  for (ScanFinding *F : Unmatched)
    if (!Take(*F, IsGone)) {
      F->State = FindingState::New;
      ++Result.New;
    }
  for (BaselineEntry &E : Left)
    if (E.Count)
      (IsGone(E) ? Result.Fixed : Result.Unknown).push_back(E);
  return Result;
}

} // namespace cotidy
