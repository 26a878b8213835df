// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CacheStore.h"

#include "FileFacts.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CachePruning.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace cotidy {

namespace {

/// Raised when a reader of an older program could misunderstand an entry.
constexpr int EntryVersion = 2;
constexpr StringLiteral EntryPrefix = "llvmcache-"; // LLVM's pruner looks for it

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

} // namespace

Expected<std::unique_ptr<CacheStore>> CacheStore::open(StringRef Folder) {
  if (std::error_code Problem = sys::fs::create_directories(Folder))
    return createStringError(Problem,
                             "the cache folder '" + Folder + "' cannot be used: " + Problem.message());
  std::unique_ptr<CacheStore> Store(new CacheStore(Folder));
  Expected<FileCache> Files =
      localCache("cotidy", EntryPrefix + "new", Folder,
                 [Self = Store.get()](unsigned, const Twine &, std::unique_ptr<MemoryBuffer> Entry) {
                   Self->Hit = std::move(Entry);
                 });
  if (!Files)
    return Files.takeError();
  Store->Files = std::move(*Files);
  return std::move(Store);
}

std::optional<json::Value> CacheStore::read(StringRef Key, StringRef Format) {
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

void CacheStore::write(StringRef Key, StringRef Format, json::Value Payload) {
  std::string Text;
  raw_string_ostream(Text) << json::Value(json::Object{
      {"format", Format}, {"key", Key}, {"version", EntryVersion}, {"payload", std::move(Payload)}});
  Text = seal(Text);
  SmallString<256> Path(Folder);
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

void CacheStore::prune(uint64_t Mebibytes) {
  CachePruningPolicy Policy;
  Policy.Interval = std::chrono::seconds(0);
  Policy.Expiration = std::chrono::seconds(0);
  Policy.MaxSizePercentageOfAvailableSpace = 0;
  Policy.MaxSizeBytes = Mebibytes << 20;
  if (Policy.MaxSizeBytes)
    pruneCache(Folder, Policy);
}

std::vector<std::string> CacheStore::complaints() const {
  std::vector<std::string> Lines;
  if (Invalid)
    Lines.push_back(utostr(Invalid) +
                    (Invalid == 1 ? " entry of the cache is" : " entries of the cache are") +
                    " damaged or not cotidy's, and not used");
  if (!WriteProblem.empty())
    Lines.push_back("results cannot be kept in the cache: " + WriteProblem);
  return Lines;
}

bool CacheStore::isEntry(StringRef FileName) { return FileName.starts_with(EntryPrefix); }

} // namespace cotidy
