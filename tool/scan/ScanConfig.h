// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which checks run on a file, and with which options: our profile first, then what the project's .clang-tidy
// files say of us, then the command line. A file that never heard of us, or that turns everything off with a
// bare `-*`, does not switch us off; names of other modules are passed over.

#ifndef COTIDY_TOOL_SCANCONFIG_H
#define COTIDY_TOOL_SCANCONFIG_H

#include "ScanOptions.h"

#include "clang-tidy/ClangTidyOptions.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"

namespace cotidy {

class ScanConfig : public clang::tidy::ClangTidyOptionsProvider {
public:
  /// Names of files that are not absolute are relative to \p Folder.
  ScanConfig(const AnalysisSettings &Settings, llvm::StringRef Folder) : Settings(Settings), Folder(Folder) {}

  /// The options of \p File hold for a nameless file as well: clang-tidy 19 keeps the header filter that it
  /// asks for before it names the unit.
  void setMainFile(llvm::StringRef File) { MainFile = File.str(); }

  const clang::tidy::ClangTidyGlobalOptions &getGlobalOptions() override { return Global; }
  std::vector<OptionsSource> getRawOptions(llvm::StringRef File) override;

  /// The models that \p File is analysed with beside the built-in ones.
  std::vector<std::string> models(llvm::StringRef File);

  /// Reads the file of --config-file, if there is one.
  llvm::Error readConfigFile();

  /// What was wrong with the .clang-tidy files read so far, a line for each.
  llvm::ArrayRef<std::string> complaints() const { return Complaints; }

private:
  struct ConfigFile {
    std::string Path;
    clang::tidy::ClangTidyOptions Options;
  };

  std::optional<ConfigFile> read(llvm::StringRef Path);
  const std::optional<ConfigFile> &inFolder(llvm::StringRef Folder);
  void restrict(ConfigFile &Config);
  void resolveModels(ConfigFile &Config);
  clang::tidy::ClangTidyOptions commandLine(llvm::StringRef ConfiguredModels) const;

  AnalysisSettings Settings;
  std::string Folder, MainFile;
  clang::tidy::ClangTidyGlobalOptions Global;
  llvm::StringMap<std::optional<ConfigFile>> Folders;
  std::vector<std::string> Complaints;
};

} // namespace cotidy

#endif
