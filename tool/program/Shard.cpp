// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Shard.h"

#include "Config.h"
#include "Paths.h"
#include "ResultPaths.h"
#include "scan/FileFacts.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace llvm;

namespace cotidy {

namespace {

constexpr StringLiteral Format = "cotidy-shard";
/// Raised when a reader has to change.
constexpr int64_t Version = 1;
constexpr uint64_t LargestFile = uint64_t(1) << 30;
constexpr unsigned DeepestNesting = 32;
constexpr uint64_t MostShards = 10000;

/// LLVM's reader calls itself for each bracket, so that a file of nothing else would end the program.
bool isTooDeep(StringRef Text) {
  unsigned Depth = 0;
  bool InString = false;
  for (size_t I = 0; I != Text.size(); ++I) {
    char C = Text[I];
    if (InString) {
      if (C == '\\')
        ++I;
      else if (C == '"')
        InString = false;
      if (I >= Text.size())
        break;
    } else if (C == '"') {
      InString = true;
    } else if ((C == '[' || C == '{') && ++Depth > DeepestNesting) {
      return true;
    } else if ((C == ']' || C == '}') && Depth) {
      --Depth;
    }
  }
  return false;
}

Error notUsable(StringRef Path, const Twine &Reason) {
  return createStringError("'" + printable(Path) + "' cannot be merged: " + Reason);
}

bool readResult(const json::Value &V, Shard &S, json::Path At) {
  json::ObjectMapper O(V, At);
  const json::Value *Program = V.getAsObject() ? V.getAsObject()->get("program") : nullptr;
  uint64_t Place = 0;
  UnitResult Result;
  if (!O || !O.map("place", Place) || !O.map("result", Result) || !Program ||
      !readProgram(*Program, Result, At.field("program")))
    return false;
  if (Place >= S.Units || (!S.Places.empty() && Place <= S.Places.back())) {
    At.field("place").report("not a place that is left");
    return false;
  }
  S.Places.push_back(Place);
  S.Results.push_back(std::move(Result));
  return true;
}

bool fromJSON(const json::Value &V, Shard &S, json::Path At) {
  json::ObjectMapper O(V, At);
  uint64_t Units = 0;
  if (!O || !O.map("made-by", S.Made) || !O.map("list", S.List) || !O.map("build", S.BuildFolder) ||
      !O.map("shard", S.Number.Which) || !O.map("of", S.Number.Of) || !O.map("units", Units))
    return false;
  if (S.Number.Which < 1 || S.Number.Which > S.Number.Of || S.Number.Of > MostShards) {
    At.field("shard").report("no such shard");
    return false;
  }
  S.Units = Units;
  const json::Array *Results = V.getAsObject()->getArray("results");
  if (!Results) {
    At.field("results").report("expected array");
    return false;
  }
  for (size_t I = 0; I != Results->size(); ++I)
    if (!readResult((*Results)[I], S, At.field("results").index(I)))
      return false;
  return true;
}

} // namespace

Expected<ShardNumber> parseShardNumber(StringRef Text) {
  ShardNumber N;
  auto [Which, Of] = Text.split('/');
  if (Which.getAsInteger(10, N.Which) || Of.getAsInteger(10, N.Of) || N.Which < 1 || N.Which > N.Of ||
      N.Of > MostShards)
    return createStringError("'" + Text + "' is no shard; the second of three is 2/3");
  return N;
}

std::vector<size_t> unitsOfShard(const ShardNumber &Which, size_t Units) {
  std::vector<size_t> Places;
  for (size_t Place = Which.Which - 1; Place < Units; Place += Which.Of)
    Places.push_back(Place);
  return Places;
}

std::string digestOf(ArrayRef<ScanUnit> Units, StringRef Folder) {
  std::string Text;
  for (const ScanUnit &U : Units)
    Text += relativePath(U.File, Folder) + "\n";
  return hex(digest(Text)).substr(0, 32);
}

void write(Shard S, StringRef Folder, raw_ostream &Out) {
  json::OStream J(Out);
  J.object([&] {
    J.attribute("format", Format);
    J.attribute("version", Version);
    J.attribute("made-by", "cotidy " COTIDY_VERSION ", LLVM " LLVM_VERSION_STRING);
    J.attribute("shard", S.Number.Which);
    J.attribute("of", S.Number.Of);
    J.attribute("units", S.Units);
    J.attribute("list", S.List);
    J.attribute("build", relativePath(S.BuildFolder, Folder));
    J.attributeArray("results", [&] {
      for (size_t I = 0; I != S.Results.size(); ++I) {
        UnitResult &Result = S.Results[I];
        forEachPath(Result, [&](std::string &Path) { Path = relativePath(Path, Folder); });
        Out << '\n'; // a unit for each line
        J.value(json::Object{{"place", S.Places[I]}, {"result", Result}, {"program", programJSON(Result)}});
      }
    });
  });
  Out << '\n';
}

Expected<Shard> readShard(StringRef Path, StringRef Folder) {
  sys::fs::file_status Status;
  if (std::error_code Problem = sys::fs::status(Path, Status))
    return notUsable(Path, Problem.message());
  if (!sys::fs::is_regular_file(Status) || Status.getSize() > LargestFile)
    return notUsable(Path, "it is no plain file of at most 1 GiB");
  ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFile(Path);
  if (!Text)
    return notUsable(Path, Text.getError().message());
  if (isTooDeep((*Text)->getBuffer()))
    return notUsable(Path, "it is not what 'cotidy scan --shard' writes");
  Expected<json::Value> Value = json::parse((*Text)->getBuffer());
  if (!Value)
    return notUsable(Path, toString(Value.takeError()));
  const json::Object *Object = Value->getAsObject();
  if (!Object || Object->getString("format") != Format)
    return notUsable(Path, "it is not what 'cotidy scan --shard' writes");
  if (std::optional<int64_t> Found = Object->getInteger("version"); Found != Version)
    return notUsable(Path, "its format has version " + (Found ? itostr(*Found) : "none") +
                               ", and this cotidy reads version " + itostr(Version));
  Shard S;
  json::Path::Root Root("shard");
  if (!fromJSON(*Value, S, Root))
    return notUsable(Path, toString(Root.getError()));
  for (UnitResult &Result : S.Results)
    forEachPath(Result, [&](std::string &Place) {
      if (!Place.empty())
        Place = absolutePath(Place, Folder);
    });
  if (!S.BuildFolder.empty())
    S.BuildFolder = absolutePath(S.BuildFolder, Folder);
  return S;
}

Expected<std::vector<UnitResult>> joinShards(std::vector<std::pair<std::string, Shard>> Shards) {
  const auto &[FirstPath, First] = Shards.front();
  const bool Parts = First.Number.Of == 1;
  std::vector<const std::string *> FileOf(Parts ? 0 : First.Number.Of);
  std::vector<UnitResult> Results(Parts ? 0 : First.Units);
  for (auto &[Path, S] : Shards) {
    if (S.Made != First.Made)
      return notUsable(Path, "it was made by " + S.Made + ", and '" + FirstPath + "' by " + First.Made);
    if (S.Number.Of != First.Number.Of)
      return notUsable(Path, formatv("it is one of {0} shards, and '{1}' one of {2}", S.Number.Of, FirstPath,
                                     First.Number.Of));
    if (Parts) {
      std::move(S.Results.begin(), S.Results.end(), std::back_inserter(Results));
      continue;
    }
    if (S.List != First.List || S.Units != First.Units)
      return notUsable(Path, "it is of a scan of other units than '" + FirstPath + "'");
    const std::string *&File = FileOf[S.Number.Which - 1];
    if (File)
      return notUsable(Path,
                       formatv("shard {0} of {1} is also in '{2}'", S.Number.Which, S.Number.Of, *File));
    File = &Path;
    const std::vector<size_t> Places = unitsOfShard(S.Number, S.Units);
    if (!std::equal(Places.begin(), Places.end(), S.Places.begin(), S.Places.end()))
      return notUsable(Path, "some of its units are missing");
    for (size_t I = 0; I != S.Results.size(); ++I)
      Results[S.Places[I]] = std::move(S.Results[I]);
  }
  std::vector<std::string> Missing;
  for (size_t I = 0; I != FileOf.size(); ++I)
    if (!FileOf[I])
      Missing.push_back(utostr(I + 1));
  if (!Missing.empty())
    return createStringError(formatv("of the {0} shards {1} {2} missing", First.Number.Of,
                                     join(Missing, ", "), Missing.size() == 1 ? "is" : "are"));
  return Results;
}

} // namespace cotidy
