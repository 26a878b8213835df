// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CacheCommand.h"

#include "scan/ResultCache.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace cotidy {

std::string defaultCacheFolder() {
  if (std::optional<std::string> Folder = sys::Process::GetEnv("COTIDY_CACHE_DIR");
      Folder && !Folder->empty())
    return *Folder;
  SmallString<128> Folder;
  if (!sys::path::cache_directory(Folder))
    return {};
  sys::path::append(Folder, "cotidy");
  return Folder.str().str();
}

namespace {

struct Totals {
  size_t Entries = 0;
  uint64_t Bytes = 0;
};

/// Calls \p Visit for each entry; other files of the folder are none of our business.
Totals visitEntries(StringRef Folder, function_ref<bool(StringRef)> Visit) {
  Totals Sum;
  std::error_code Problem;
  for (sys::fs::directory_iterator It(Folder, Problem), End; It != End && !Problem; It.increment(Problem)) {
    uint64_t Size = 0;
    if (!ResultCache::isEntry(sys::path::filename(It->path())) || sys::fs::file_size(It->path(), Size) ||
        !Visit(It->path()))
      continue;
    ++Sum.Entries;
    Sum.Bytes += Size;
  }
  return Sum;
}

std::string text(const Totals &Sum) {
  return formatv("{0} file{1}, {2:F1} MiB", Sum.Entries, Sum.Entries == 1 ? "" : "s", Sum.Bytes / 1048576.0);
}

} // namespace

ExitCode cacheCommand(ArrayRef<std::string> Words, const CacheSettings &Settings) {
  StringRef Word = Words.size() == 1 ? StringRef(Words.front()) : "";
  if (Word != "stats" && Word != "clear") {
    errs() << "cotidy: error: 'cotidy cache' takes one word, stats or clear\n";
    return ExitCode::Usage;
  }
  if (Settings.Folder.empty()) {
    errs() << "cotidy: error: there is no folder for a cache; name one with --cache-dir\n";
    return ExitCode::Usage;
  }
  if (Word == "stats") {
    Totals Sum = visitEntries(Settings.Folder, [](StringRef) { return true; });
    outs() << Settings.Folder << ": " << text(Sum) << '\n';
    return ExitCode::Clean;
  }
  size_t Left = 0;
  Totals Sum = visitEntries(Settings.Folder, [&](StringRef Path) {
    bool Removed = !sys::fs::remove(Path);
    Left += !Removed;
    return Removed;
  });
  outs() << Settings.Folder << ": removed " << text(Sum) << '\n';
  if (!Left)
    return ExitCode::Clean;
  errs() << "cotidy: error: " << Left << " files cannot be removed\n";
  return ExitCode::Usage;
}

} // namespace cotidy
