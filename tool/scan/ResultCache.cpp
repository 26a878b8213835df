// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ResultCache.h"

#include "Commands.h"
#include "Config.h"
#include "Paths.h"

#include "clang/Basic/Version.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CachePruning.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/TargetParser/Host.h"

using namespace llvm;

namespace cotidy {

namespace {

/// Raised when a reader of an older program could misunderstand an entry.
constexpr int EntryVersion = 1;
constexpr StringLiteral InputsFormat = "cotidy-inputs", ResultFormat = "cotidy-unit";
constexpr StringLiteral EntryPrefix = "llvmcache-"; // LLVM's pruner looks for it
constexpr size_t MostVariants = 4;                  // a few branches of a project

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

/// The line that every entry begins with names the digest of the rest.
std::string seal(StringRef Object) {
  std::string Rest = Object.drop_front().str();
  return "{\"digest\":\"" + hex(digest(Rest)) + "\"," + Rest;
}

bool isSealed(StringRef Text) {
  StringRef Rest = Text;
  if (!Rest.consume_front("{\"digest\":\"") || Rest.size() < 66)
    return false;
  StringRef Claimed = Rest.take_front(64);
  Rest = Rest.drop_front(64);
  return Rest.consume_front("\",") && Claimed == hex(digest(Rest));
}

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
  return any_of(Result.Findings, IsForeign) || any_of(Result.Errors, IsForeign);
}

} // namespace

struct ResultCache::Known {
  explicit Known(const Unit &U, StringRef BuildFolder) : Paths(U.File, BuildFolder) {}

  Relocation Paths;
  std::string Key;
  std::vector<ReadFiles> Variants; ///< the last used first
  double Seconds = 0;
};

ResultCache::ResultCache(const CacheSettings &Settings, const AnalysisSettings &Analysis,
                         StringRef BuildFolder, TimePoint Since)
    : Settings(Settings), Config(Analysis, currentFolder()), BuildFolder(BuildFolder), Facts(Since) {}

ResultCache::~ResultCache() = default;

Expected<std::unique_ptr<ResultCache>> ResultCache::open(const CacheSettings &Settings,
                                                         const AnalysisSettings &Analysis,
                                                         StringRef BuildFolder, StringRef Program,
                                                         TimePoint Since) {
  if (std::error_code Problem = sys::fs::create_directories(Settings.Folder))
    return createStringError(Problem, "the cache folder '" + Settings.Folder +
                                          "' cannot be used: " + Problem.message());
  ErrorOr<std::unique_ptr<MemoryBuffer>> Code =
      MemoryBuffer::getFile(Program, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!Code)
    return createStringError(Code.getError(), "cannot read '" + Program + "': " + Code.getError().message());
  std::unique_ptr<ResultCache> Cache(new ResultCache(Settings, Analysis, BuildFolder, Since));
  consumeError(Cache->Config.readConfigFile()); // the scan has complained about it
  Cache->Tool = hex(digest((*Code)->getBuffer())) + " " + clang::getClangFullVersion();
  Expected<FileCache> Files =
      localCache("cotidy", EntryPrefix + "new", Settings.Folder,
                 [Self = Cache.get()](unsigned, const Twine &, std::unique_ptr<MemoryBuffer> Entry) {
                   Self->Hit = std::move(Entry);
                 });
  if (!Files)
    return Files.takeError();
  Cache->Files = std::move(*Files);
  return std::move(Cache);
}

std::string ResultCache::key(const Unit &U, const Relocation &Paths) {
  KeyText Text;
  Text.add(utostr(EntryVersion));
  Text.add(Tool);
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

std::optional<json::Value> ResultCache::read(StringRef Key, StringRef Format) {
  Hit.reset();
  Expected<AddStreamFn> Answer = Files(/*Task=*/0, Key, /*ModuleName=*/"");
  if (!Answer) {
    consumeError(Answer.takeError());
    return std::nullopt;
  }
  if (!Hit)
    return std::nullopt;
  std::unique_ptr<MemoryBuffer> Entry = std::move(Hit);
  if (isSealed(Entry->getBuffer())) {
    Expected<json::Value> Value = json::parse(Entry->getBuffer());
    if (!Value)
      consumeError(Value.takeError());
    else if (const json::Object *Object = Value->getAsObject();
             Object && Object->getString("format") == Format && Object->getString("key") == Key &&
             Object->getInteger("version") == EntryVersion && Object->get("payload"))
      return *Object->get("payload");
  }
  ++Invalid;
  return std::nullopt;
}

void ResultCache::write(StringRef Key, StringRef Format, json::Value Payload) {
  std::string Text;
  raw_string_ostream(Text) << json::Value(json::Object{
      {"format", Format}, {"key", Key}, {"version", EntryVersion}, {"payload", std::move(Payload)}});
  Text = seal(Text);
  SmallString<256> Path(Settings.Folder);
  sys::path::append(Path, EntryPrefix + Key);
  auto Fail = [&](Error Problem) { WriteProblem = toString(std::move(Problem)); };
  // LLVM's cache never replaces an entry: it takes the key for the content.
  sys::fs::remove(Path);
  Hit.reset();
  Expected<AddStreamFn> Add = Files(/*Task=*/0, Key, /*ModuleName=*/"");
  if (!Add)
    return Fail(Add.takeError());
  if (!*Add) // another scan was faster
    return;
  Expected<std::unique_ptr<CachedFileStream>> Stream = (*Add)(/*Task=*/0, /*ModuleName=*/"");
  if (!Stream)
    return Fail(Stream.takeError());
  // A full disk must cost the entry and not the scan, as it would when LLVM closes the stream.
  auto &Out = static_cast<raw_fd_ostream &>(*(*Stream)->OS);
  Out << Text;
  Out.flush();
  std::error_code Problem = Out.error();
  Out.clear_error();
#if COTIDY_LLVM_MAJOR >= 21
  if (Error Late = (*Stream)->commit())
    return Fail(std::move(Late));
#endif
  Stream->reset();
  if (Problem) {
    sys::fs::remove(Path);
    Fail(errorCodeToError(Problem));
  }
}

ResultCache::Known &ResultCache::known(const Unit &U) {
  std::unique_ptr<Known> &Slot = Units[&U];
  if (Slot)
    return *Slot;
  Slot = std::make_unique<Known>(U, BuildFolder);
  Slot->Key = key(U, Slot->Paths);
  std::optional<json::Value> Inputs = read(Slot->Key, InputsFormat);
  if (!Inputs)
    return *Slot;
  json::Value Here = Slot->Paths.expandAll(*Inputs);
  json::Path::Root Root;
  json::ObjectMapper Object(Here, Root);
  if (!Object || !Object.map("variants", Slot->Variants) || !Object.map("seconds", Slot->Seconds)) {
    Slot->Variants.clear();
    ++Invalid;
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

std::optional<UnitResult> ResultCache::find(const Unit &U) {
  Known &K = known(U);
  for (const ReadFiles &Read : K.Variants) {
    std::optional<std::string> Key = resultKey(K, Read);
    if (!Key)
      continue;
    std::optional<json::Value> Payload = read(*Key, ResultFormat);
    if (!Payload)
      continue;
    json::Value Here = K.Paths.expandAll(*Payload);
    UnitResult Result;
    std::string Places;
    json::Path::Root Root;
    json::ObjectMapper Object(Here, Root);
    if (!Object || !Object.map("result", Result) || !Object.map("places", Places) || Result.File != U.File ||
        !isLasting(Result.Status)) {
      ++Invalid;
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

void ResultCache::store(const Unit &U, const UnitResult &Result, const ReadFiles &Read) {
  if (!isLasting(Result.Status) || !Read.Settled || !WriteProblem.empty())
    return;
  Known &K = known(U);
  json::Value Plain = Result;
  std::optional<std::string> Key = resultKey(K, Read);
  if (!Key || hasMarks(Plain))
    return;
  // Marked as what is moved: a place that is written out in full stays.
  json::Object Payload{{"result", K.Paths.shortenAll(Plain)}, {"places", ""}};
  if (namesForeignFile(Result, K.Paths))
    Payload["places"] = K.Paths.places();
  write(*Key, ResultFormat, std::move(Payload));

  json::Array Variants{shortened(Read, K.Paths)};
  for (const ReadFiles &Other : K.Variants)
    if (json::Value Entry = shortened(Other, K.Paths);
        Entry != Variants.front() && Variants.size() < MostVariants)
      Variants.push_back(std::move(Entry));
  write(K.Key, InputsFormat, json::Object{{"variants", std::move(Variants)}, {"seconds", Result.Seconds}});
}

double ResultCache::earlierSeconds(const Unit &U) { return known(U).Seconds; }

void ResultCache::prune() {
  CachePruningPolicy Policy;
  Policy.Interval = std::chrono::seconds(0);
  Policy.Expiration = std::chrono::seconds(0);
  Policy.MaxSizePercentageOfAvailableSpace = 0;
  Policy.MaxSizeBytes = uint64_t(Settings.Mebibytes) << 20;
  if (Policy.MaxSizeBytes)
    pruneCache(Settings.Folder, Policy);
}

std::vector<std::string> ResultCache::complaints() const {
  std::vector<std::string> Lines;
  if (Invalid)
    Lines.push_back(utostr(Invalid) +
                    (Invalid == 1 ? " entry of the cache is" : " entries of the cache are") +
                    " damaged or not cotidy's, and not used");
  if (!WriteProblem.empty())
    Lines.push_back("results cannot be kept in the cache: " + WriteProblem);
  return Lines;
}

bool ResultCache::isEntry(StringRef FileName) { return FileName.starts_with(EntryPrefix); }

} // namespace cotidy
