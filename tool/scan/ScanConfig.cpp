// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ScanConfig.h"

#include "Names.h"
#include "Paths.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using clang::tidy::ClangTidyOptions;

namespace cotidy {

namespace {

constexpr StringLiteral ModelsOption = "AsyncModels";
constexpr uint64_t LargestModel = 1024 * 1024;

/// The globs that speak of our checks by name.
std::string onlyOurs(StringRef Globs) {
  std::vector<std::string> Ours = splitGlobs(Globs);
  erase_if(Ours, [](StringRef Glob) { return !Glob.ltrim("-").starts_with("async-"); });
  return join(Ours, ",");
}

} // namespace

std::optional<ScanConfig::ConfigFile> ScanConfig::read(StringRef Path) {
  ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFile(Path);
  if (!Text) {
    Complaints.push_back((Path + ": " + Text.getError().message()).str());
    return std::nullopt;
  }
  std::string Complaint;
  ErrorOr<ClangTidyOptions> Options =
      clang::tidy::parseConfigurationWithDiags(**Text, [&](const SMDiagnostic &D) {
        if (Complaint.empty())
          Complaint =
              (Path + ":" + Twine(D.getLineNo()) + ":" + Twine(D.getColumnNo() + 1) + ": " + D.getMessage())
                  .str();
      });
  if (!Options) {
    Complaints.push_back(Complaint.empty() ? (Path + ": " + Options.getError().message()).str() : Complaint);
    return std::nullopt;
  }
  ConfigFile Config{Path.str(), std::move(*Options)};
  restrict(Config);
  return Config;
}

/// Keeps what may come from a file that is not about us.
void ScanConfig::restrict(ConfigFile &Config) {
  ClangTidyOptions Kept;
  if (Config.Options.Checks)
    Kept.Checks = onlyOurs(*Config.Options.Checks);
  if (Config.Options.Checks)
    for (const std::string &Glob : unknownGlobs(splitGlobs(*Kept.Checks)))
      Complaints.push_back(Config.Path + ": no check matches '" + Glob + "'" + didYouMean(Glob));
  Kept.WarningsAsErrors = Config.Options.WarningsAsErrors;
  Kept.HeaderFilterRegex = Config.Options.HeaderFilterRegex;
  Kept.ExcludeHeaderFilterRegex = Config.Options.ExcludeHeaderFilterRegex;
  Kept.SystemHeaders = Config.Options.SystemHeaders;
  Kept.InheritParentConfig = Config.Options.InheritParentConfig;
  Kept.CheckOptions = Config.Options.CheckOptions;
  Config.Options = std::move(Kept);
  resolveModels(Config);
}

/// A model named in a .clang-tidy is relative to that file; a project that is merely scanned must not make us
/// read devices or huge files.
void ScanConfig::resolveModels(ConfigFile &Config) {
  auto Option = Config.Options.CheckOptions.find(ModelsOption);
  if (Option == Config.Options.CheckOptions.end())
    return;
  SmallVector<StringRef> Paths;
  std::vector<std::string> Resolved;
  StringRef(Option->second.Value).split(Paths, ';', -1, /*KeepEmpty=*/false);
  for (StringRef Path : Paths) {
    std::string Full = absolutePath(Path.trim(), sys::path::parent_path(Config.Path));
    sys::fs::file_status Status;
    if (!sys::fs::status(Full, Status) &&
        (!sys::fs::is_regular_file(Status) || Status.getSize() > LargestModel))
      Complaints.push_back(Config.Path + ": the model '" + Full +
                           "' is not a regular file of at most 1 MiB; it is not read");
    else
      Resolved.push_back(Full);
  }
  Option->second.Value = join(Resolved, ";");
}

const std::optional<ScanConfig::ConfigFile> &ScanConfig::inFolder(StringRef Folder) {
  auto [Slot, New] = Folders.try_emplace(Folder);
  if (New) {
    SmallString<256> Path(Folder);
    sys::path::append(Path, ".clang-tidy");
    if (sys::fs::is_regular_file(Path))
      Slot->second = read(Path);
  }
  return Slot->second;
}

Error ScanConfig::readConfigFile() {
  if (Settings.ConfigFile.empty())
    return Error::success();
  // The empty name stands for every folder.
  std::optional<ConfigFile> Config = read(Settings.ConfigFile);
  if (!Config)
    return createStringError(inconvertibleErrorCode(), "%s", Complaints.back().c_str());
  Folders[""] = std::move(Config);
  return Error::success();
}

ClangTidyOptions ScanConfig::commandLine(StringRef ConfiguredModels) const {
  ClangTidyOptions Options;
  if (!Settings.Checks.empty())
    Options.Checks = Settings.Checks;
  if (!Settings.HeaderFilter.empty())
    Options.HeaderFilterRegex = Settings.HeaderFilter;
  if (Settings.SystemHeaders)
    Options.SystemHeaders = true;
  if (!Settings.Models.empty()) {
    std::vector<std::string> All = Settings.Models;
    if (!ConfiguredModels.empty())
      All.insert(All.begin(), ConfiguredModels.str());
    Options.CheckOptions[ModelsOption] = ClangTidyOptions::ClangTidyValue(join(All, ";"));
  }
  return Options;
}

std::vector<ScanConfig::OptionsSource> ScanConfig::getRawOptions(StringRef File) {
  ClangTidyOptions Profile = ClangTidyOptions::getDefaults();
  Profile.Checks = recommendedChecks();
  Profile.HeaderFilterRegex = ".*";

  std::vector<const ConfigFile *> Nearest; // first
  if (!Settings.ConfigFile.empty()) {
    if (const std::optional<ConfigFile> &Config = Folders[""])
      Nearest.push_back(&*Config);
  } else {
    std::string Path = absolutePath(File.empty() ? StringRef(MainFile) : File, Folder);
    for (StringRef Above = sys::path::parent_path(Path); !Above.empty();
         Above = sys::path::parent_path(Above))
      if (const std::optional<ConfigFile> &Config = inFolder(Above)) {
        Nearest.push_back(&*Config);
        if (!Config->Options.InheritParentConfig.value_or(false))
          break;
      }
  }

  std::vector<OptionsSource> Sources = {{Profile, "profile"}};
  std::string ConfiguredModels;
  for (const ConfigFile *Config : reverse(Nearest)) {
    Sources.push_back({Config->Options, Config->Path});
    if (auto Option = Config->Options.CheckOptions.find(ModelsOption);
        Option != Config->Options.CheckOptions.end())
      ConfiguredModels = Option->second.Value;
  }
  Sources.push_back({commandLine(ConfiguredModels), "command line"});
  return Sources;
}

std::vector<std::string> ScanConfig::models(StringRef File) {
  ClangTidyOptions Options = getOptions(File);
  std::vector<std::string> Result;
  auto Option = Options.CheckOptions.find(ModelsOption);
  if (Option == Options.CheckOptions.end())
    return Result;
  SmallVector<StringRef> Paths;
  StringRef(Option->second.Value).split(Paths, ';', -1, /*KeepEmpty=*/false);
  return {Paths.begin(), Paths.end()};
}

} // namespace cotidy
