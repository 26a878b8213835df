// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "AnalysisFlags.h"

#include "Paths.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

using namespace llvm;

namespace cotidy {

namespace {

std::string absolute(StringRef Path) { return absolutePath(Path, currentFolder()); }

std::string usualCacheFolder() {
  if (std::optional<std::string> Folder = sys::Process::GetEnv("COTIDY_CACHE_DIR");
      Folder && !Folder->empty())
    return *Folder;
  SmallString<128> Folder;
  if (!sys::path::cache_directory(Folder))
    return {};
  sys::path::append(Folder, "cotidy");
  return Folder.str().str();
}

} // namespace

CacheFolderFlag::CacheFolderFlag(cl::SubCommand &Sub)
    : Folder("cache-dir",
             cl::desc("where results are kept (default: $COTIDY_CACHE_DIR, or cotidy in the "
                      "user's cache folder)"),
             cl::value_desc("folder"), cl::sub(Sub), cl::cat(ownOptions())) {}

std::string CacheFolderFlag::folder() const { return Folder.empty() ? usualCacheFolder() : absolute(Folder); }

LoudnessFlags::LoudnessFlags(cl::SubCommand &Sub)
    : Verbose("verbose", cl::desc("say of each unit and check what it took"), cl::sub(Sub),
              cl::cat(ownOptions())),
      Quiet("q", cl::desc("say nothing but warnings and errors"), cl::sub(Sub), cl::cat(ownOptions())) {}

Loudness LoudnessFlags::loudness() const {
  return Quiet ? Loudness::Quiet : Verbose ? Loudness::Verbose : Loudness::Normal;
}

AnalysisFlags::AnalysisFlags(cl::SubCommand &Sub)
    : Build("p", cl::desc("folder of the compile database; searched for upwards if not given"),
            cl::value_desc("build"), cl::sub(Sub), cl::cat(ownOptions())),
      Checks("checks", cl::desc("globs of checks, added to the profile and the configuration"),
             cl::value_desc("globs"), cl::sub(Sub), cl::cat(ownOptions())),
      ConfigFile("config-file", cl::desc("read this file and no .clang-tidy"), cl::value_desc("file"),
                 cl::sub(Sub), cl::cat(ownOptions())),
      Models("models", cl::desc("a model file, over the built-in ones; may be repeated"),
             cl::value_desc("file"), cl::sub(Sub), cl::cat(ownOptions())),
      SystemHeaders("system-headers", cl::desc("analyse and report system headers as well"), cl::sub(Sub),
                    cl::cat(ownOptions())),
      HeaderFilter("header-filter", cl::desc("report in headers that match (default: all)"),
                   cl::value_desc("regex"), cl::sub(Sub), cl::cat(ownOptions())),
      Generated("generated", cl::desc("report in generated files as well"), cl::sub(Sub),
                cl::cat(ownOptions())),
      UnitsAlone("no-whole-program", cl::desc("say of each unit what it shows alone, as the plugin does"),
                 cl::sub(Sub), cl::cat(ownOptions())),
      Jobs("j", cl::Prefix, cl::desc("units at a time (default: one for each core)"), cl::value_desc("n"),
           cl::sub(Sub), cl::cat(ownOptions())),
      Timeout("timeout", cl::desc("seconds a unit may take (default: 600; 0: any)"), cl::value_desc("n"),
              cl::init(UnitLimits().Seconds), cl::sub(Sub), cl::cat(ownOptions())),
      MemoryLimit("memory-limit", cl::desc("MiB of memory a unit may use (default: 8192; 0: any)"),
                  cl::value_desc("n"), cl::init(UnitLimits().Mebibytes), cl::sub(Sub), cl::cat(ownOptions())),
      NoCache("no-cache", cl::desc("analyse every unit anew, and keep no result"), cl::sub(Sub),
              cl::cat(ownOptions())),
      CacheFolder(Sub),
      CacheSize("cache-size", cl::desc("MiB the kept results may take (default: 2048; 0: any)"),
                cl::value_desc("n"), cl::init(CacheSettings().Mebibytes), cl::sub(Sub),
                cl::cat(ownOptions())),
      Says(Sub) {}

ScanOptions AnalysisFlags::options(ArrayRef<std::string> Files, const Invocation &Call) const {
  ScanOptions Options;
  Options.Analysis.Checks = Checks;
  Options.Analysis.ConfigFile = ConfigFile.empty() ? "" : absolute(ConfigFile);
  Options.Analysis.HeaderFilter = HeaderFilter;
  Options.Analysis.SystemHeaders = SystemHeaders;
  for (const std::string &Model : Models)
    Options.Analysis.Models.push_back(absolute(Model));
  Options.BuildPath = Build;
  for (const std::string &File : Files)
    Options.Files.push_back(StringRef(File).starts_with("*") ? File
                                                             : absolute(File)); // a glob for any folder
  Options.Flags = Call.Flags;
  Options.WholeProgram = !UnitsAlone;
  Options.Generated = Generated;
  Options.Jobs = Jobs;
  Options.Limits = {Timeout, MemoryLimit};
  Options.Cache.Use = !NoCache;
  Options.Cache.Folder = CacheFolder.folder();
  Options.Cache.Mebibytes = CacheSize;
  Options.Says = Says.loudness();
  return Options;
}

} // namespace cotidy
