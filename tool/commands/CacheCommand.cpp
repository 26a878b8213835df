// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "AnalysisFlags.h"
#include "ExitCode.h"

#include "scan/CacheStore.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace cotidy {

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
    if (!CacheStore::isEntry(sys::path::filename(It->path())) || sys::fs::file_size(It->path(), Size) ||
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

/// `cotidy cache stats` and `cotidy cache clear`.
ExitCode runCache(ArrayRef<std::string> Words, StringRef Folder) {
  StringRef Word = Words.size() == 1 ? StringRef(Words.front()) : "";
  if (Word != "stats" && Word != "clear") {
    errs() << "cotidy: error: 'cotidy cache' takes one word, stats or clear\n";
    return ExitCode::Usage;
  }
  if (Folder.empty()) {
    errs() << "cotidy: error: there is no folder for a cache; name one with --cache-dir\n";
    return ExitCode::Usage;
  }
  if (Word == "stats") {
    Totals Sum = visitEntries(Folder, [](StringRef) { return true; });
    outs() << Folder << ": " << text(Sum) << '\n';
    return ExitCode::Clean;
  }
  size_t Left = 0;
  Totals Sum = visitEntries(Folder, [&](StringRef Path) {
    bool Removed = !sys::fs::remove(Path);
    Left += !Removed;
    return Removed;
  });
  outs() << Folder << ": removed " << text(Sum) << '\n';
  if (!Left)
    return ExitCode::Clean;
  errs() << "cotidy: error: " << Left << " files cannot be removed\n";
  return ExitCode::Usage;
}

class CacheCommand : public Command {
public:
  CacheCommand() : Command("cache", "look at the kept results, or remove them") {}

  int run(const Invocation &) override { return static_cast<int>(runCache(Words, Folder.folder())); }

private:
  cl::list<std::string> Words{cl::Positional, cl::desc("stats | clear"), cl::sub(Sub), cl::cat(ownOptions())};
  CacheFolderFlag Folder{Sub};
};

} // namespace

std::unique_ptr<Command> makeCacheCommand() { return std::make_unique<CacheCommand>(); }

} // namespace cotidy
