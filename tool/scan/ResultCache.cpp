// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ResultCache.h"

#include "Commands.h"
#include "Config.h"
#include "Paths.h"

#include "clang/Basic/Version.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Process.h"
#include "llvm/TargetParser/Host.h"

using namespace llvm;

namespace cotidy {

namespace {

constexpr StringLiteral InputsFormat = "cotidy-inputs", ResultFormat = "cotidy-unit";
constexpr size_t MostVariants = 4; // a few branches of a project

/// What the environment adds to every command.
constexpr StringLiteral Environment[] = {"CPATH", "CPLUS_INCLUDE_PATH", "CCC_OVERRIDE_OPTIONS",
                                         "CLANG_NO_DEFAULT_CONFIG", "SDKROOT"};

/// Joins texts so that none can be taken for two.
class KeyText {
public:
  void add(StringRef Part) { Text += utostr(Part.size()) + ":" + Part.str(); }
  std::string key() const { return hex(digest(Text)); }

private:
  std::string Text;
};

std::string nativeProcessor() {
  std::string Text = sys::getHostCPUName().str();
  std::vector<std::string> Features;
  for (const auto &Feature : sys::getHostCPUFeatures())
    if (Feature.second)
      Features.push_back(Feature.first().str());
  llvm::sort(Features);
  return Text + " " + join(Features, " ");
}

json::Value shortened(const ReadFiles &Read, const Relocation &Paths) {
  return Paths.shortenAll(toJSON(Read));
}

/// Whether a place of the result lies where another checkout would have another file.
bool namesForeignFile(const UnitResult &Result, const Relocation &Paths) {
  auto IsForeign = [&](const ScanFinding &F) { return !F.At.File.empty() && !Paths.contains(F.At.File); };
  return any_of(Result.Findings, IsForeign) || any_of(Result.Errors, IsForeign) ||
         any_of(Result.Untold, IsForeign) ||
         any_of(Result.Program.Facts.Files, [&](StringRef File) { return !Paths.contains(File); });
}

} // namespace

struct ResultCache::Known {
  explicit Known(const ScanUnit &U, StringRef BuildFolder) : Paths(U.File, BuildFolder) {}

  Relocation Paths;
  std::string Key;
  std::vector<ReadFiles> Variants; ///< the last used first
  double Seconds = 0;
};

ResultCache::ResultCache(std::unique_ptr<CacheStore> Store, const CacheSettings &Settings,
                         const AnalysisSettings &Analysis, StringRef BuildFolder, TimePoint Since)
    : Store(std::move(Store)), Settings(Settings), Config(Analysis, currentFolder()),
      BuildFolder(BuildFolder), Facts(Since) {}

ResultCache::~ResultCache() = default;

Expected<std::unique_ptr<ResultCache>> ResultCache::open(const CacheSettings &Settings,
                                                         const AnalysisSettings &Analysis,
                                                         StringRef BuildFolder, StringRef Program,
                                                         TimePoint Since) {
  Expected<std::unique_ptr<CacheStore>> Store = CacheStore::open(Settings.Folder);
  if (!Store)
    return Store.takeError();
  ErrorOr<std::unique_ptr<MemoryBuffer>> Code =
      MemoryBuffer::getFile(Program, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!Code)
    return createStringError(Code.getError(), "cannot read '" + Program + "': " + Code.getError().message());
  std::unique_ptr<ResultCache> Cache(
      new ResultCache(std::move(*Store), Settings, Analysis, BuildFolder, Since));
  consumeError(Cache->Config.readConfigFile()); // the scan has complained about it
  Cache->Tool = hex(digest((*Code)->getBuffer())) + " " + clang::getClangFullVersion();
  return std::move(Cache);
}

std::string ResultCache::key(const ScanUnit &U, Purpose For, const Relocation &Paths) {
  KeyText Text;
  Text.add(Tool);
  Text.add(For == Purpose::Findings ? "findings" : "summary");
  clang::tidy::ClangTidyOptions Options = Config.getOptions(U.File);
  Options.User.reset();
  Text.add(Paths.shorten(clang::tidy::configurationAsText(Options)));
  // A filter may look at what lies above the project.
  if (Options.HeaderFilterRegex.value_or(".*") != ".*" ||
      !Options.ExcludeHeaderFilterRegex.value_or("").empty())
    Text.add(Paths.places());
  for (const std::string &Model : Config.models(U.File))
    if (std::optional<Digest> D = Facts.contents(Model))
      Text.add(hex(*D));
  for (StringRef Name : Environment)
    Text.add(sys::Process::GetEnv(Name).value_or(""));
  Text.add(Paths.shorten(U.File));
  Text.add(Paths.shorten(U.Command.Directory));
  for (const std::string &Arg : withoutOutputs(U.Command)) {
    Text.add(Paths.shorten(Arg));
    if (StringRef(Arg).ends_with("=native"))
      Text.add(nativeProcessor());
  }
  return Text.key();
}

ResultCache::Known &ResultCache::known(const ScanUnit &U, Purpose For) {
  std::unique_ptr<Known> &Slot = Units[{&U, For}];
  if (Slot)
    return *Slot;
  Slot = std::make_unique<Known>(U, BuildFolder);
  Slot->Key = key(U, For, Slot->Paths);
  std::optional<json::Value> Inputs = Store->read(Slot->Key, InputsFormat);
  if (!Inputs)
    return *Slot;
  json::Value Here = Slot->Paths.expandAll(*Inputs);
  json::Path::Root Root;
  json::ObjectMapper Object(Here, Root);
  if (!Object || !Object.map("variants", Slot->Variants) || !Object.map("seconds", Slot->Seconds)) {
    Slot->Variants.clear();
    Store->countInvalid();
  }
  return *Slot;
}

/// The key of the result that was made of \p Read, if everything else about it still holds.
std::optional<std::string> ResultCache::resultKey(const Known &K, const ReadFiles &Read) {
  KeyText Text;
  Text.add(K.Key);
  for (const std::string &Path : Read.Files) {
    std::optional<Digest> D = Facts.contents(Path);
    if (!D)
      return std::nullopt;
    Text.add(StringRef(reinterpret_cast<const char *>(D->data()), D->size()));
  }
  for (const std::string &Folder : Read.Listed) {
    std::optional<Digest> D = Facts.listing(Folder);
    if (!D)
      return std::nullopt;
    Text.add(StringRef(reinterpret_cast<const char *>(D->data()), D->size()));
  }
  if (any_of(Read.Absent, [&](StringRef Path) { return Facts.exists(Path); }))
    return std::nullopt;
  return Text.key();
}

std::optional<UnitResult> ResultCache::find(const ScanUnit &U, Purpose For) {
  Known &K = known(U, For);
  for (const ReadFiles &Read : K.Variants) {
    std::optional<std::string> Key = resultKey(K, Read);
    if (!Key)
      continue;
    std::optional<json::Value> Payload = Store->read(*Key, ResultFormat);
    if (!Payload)
      continue;
    json::Value Here = K.Paths.expandAll(*Payload);
    UnitResult Result;
    std::string Places;
    json::Path::Root Root;
    json::ObjectMapper Object(Here, Root);
    const json::Value *Program = Here.getAsObject() ? Here.getAsObject()->get("program") : nullptr;
    if (!Object || !Object.map("result", Result) || !Object.map("places", Places) || !Program ||
        !readProgram(*Program, Result, json::Path(Root).field("program")) || Result.File != U.File ||
        !isLasting(Result.Status)) {
      Store->countInvalid();
      continue;
    }
    if (!Places.empty() && Places != K.Paths.places())
      continue;
    Result.Cached = true;
    Result.Dependencies = dependencies(Read);
    return Result;
  }
  return std::nullopt;
}

void ResultCache::store(const ScanUnit &U, Purpose For, const UnitResult &Result, const ReadFiles &Read) {
  if (!isLasting(Result.Status) || !Read.Settled || !Store->canWrite())
    return;
  Known &K = known(U, For);
  json::Value Plain = Result, Program = programJSON(Result);
  std::optional<std::string> Key = resultKey(K, Read);
  if (!Key || hasMarks(Plain) || hasMarks(Program))
    return;
  // Marked as what is moved: a place that is written out in full stays.
  json::Object Payload{
      {"result", K.Paths.shortenAll(Plain)}, {"program", K.Paths.shortenAll(Program)}, {"places", ""}};
  if (namesForeignFile(Result, K.Paths))
    Payload["places"] = K.Paths.places();
  Store->write(*Key, ResultFormat, std::move(Payload));

  json::Array Variants{shortened(Read, K.Paths)};
  for (const ReadFiles &Other : K.Variants)
    if (json::Value Entry = shortened(Other, K.Paths);
        Entry != Variants.front() && Variants.size() < MostVariants)
      Variants.push_back(std::move(Entry));
  Store->write(K.Key, InputsFormat,
               json::Object{{"variants", std::move(Variants)}, {"seconds", Result.Seconds}});
}

double ResultCache::earlierSeconds(const ScanUnit &U, Purpose For) { return known(U, For).Seconds; }

} // namespace cotidy
