// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The places where LLVM 19 and 22 are spelled differently.

#ifndef COTIDY_TOOL_COMPAT_H
#define COTIDY_TOOL_COMPAT_H

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticIDs.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Basic/FileManager.h"
#include "clang/Basic/TargetInfo.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/TextDiagnosticPrinter.h"
#include "clang/Lex/PreprocessorOptions.h"
#if COTIDY_LLVM_MAJOR >= 22
#include "clang/DependencyScanning/DependencyScanningFilesystem.h"
#include "clang/Options/Options.h"
#else
#include "clang/Driver/Options.h"
#include "clang/Tooling/DependencyScanning/DependencyScanningFilesystem.h"
#endif
#include <memory>

namespace cotidy::compat {

#if COTIDY_LLVM_MAJOR >= 22
namespace options = clang::options;
using clang::getDriverOptTable;
#else
namespace options = clang::driver::options;
using clang::driver::getDriverOptTable;
#endif

#if COTIDY_LLVM_MAJOR >= 21
using DiagnosticOptionsPtr = std::unique_ptr<clang::DiagnosticOptions>;
inline DiagnosticOptionsPtr makeDiagnosticOptions() { return std::make_unique<clang::DiagnosticOptions>(); }
inline clang::DiagnosticOptions &argument(DiagnosticOptionsPtr &Options) { return *Options; }
inline clang::DiagnosticOptions &printerArgument(DiagnosticOptionsPtr &Options) { return *Options; }
#else
using DiagnosticOptionsPtr = llvm::IntrusiveRefCntPtr<clang::DiagnosticOptions>;
inline DiagnosticOptionsPtr makeDiagnosticOptions() { return new clang::DiagnosticOptions; }
inline DiagnosticOptionsPtr argument(DiagnosticOptionsPtr &Options) { return Options; }
inline clang::DiagnosticOptions *printerArgument(DiagnosticOptionsPtr &Options) { return Options.get(); }
#endif

inline void setDiagnosticsEngine(clang::tidy::ClangTidyContext &Context, DiagnosticOptionsPtr Options,
                                 clang::DiagnosticsEngine &Engine) {
#if COTIDY_LLVM_MAJOR >= 21
  Context.setDiagnosticsEngine(std::move(Options), &Engine);
#else
  Context.setDiagnosticsEngine(&Engine);
#endif
}

/// Whether there is such a target, with such a processor.
inline bool targetExists(clang::DiagnosticsEngine &Diagnostics, const clang::TargetOptions &Asked) {
  auto Options = std::make_shared<clang::TargetOptions>(Asked);
#if COTIDY_LLVM_MAJOR >= 21
  llvm::IntrusiveRefCntPtr<clang::TargetInfo> Target(
      clang::TargetInfo::CreateTargetInfo(Diagnostics, *Options));
#else
  llvm::IntrusiveRefCntPtr<clang::TargetInfo> Target(
      clang::TargetInfo::CreateTargetInfo(Diagnostics, Options));
#endif
  return Target != nullptr;
}

#if COTIDY_LLVM_MAJOR >= 22
namespace scanning = clang::dependencies;
using DirectivesGetter = clang::DependencyDirectivesGetter;
inline void setDirectivesGetter(clang::CompilerInstance &Compiler, std::unique_ptr<DirectivesGetter> Getter) {
  Compiler.setDependencyDirectivesGetter(std::move(Getter));
}
#else
namespace scanning = clang::tooling::dependencies;
struct DirectivesGetter {
  virtual ~DirectivesGetter() = default;
  virtual std::unique_ptr<DirectivesGetter> cloneFor(clang::FileManager &) = 0;
  virtual std::optional<llvm::ArrayRef<clang::dependency_directives_scan::Directive>>
  operator()(clang::FileEntryRef File) = 0;
};
inline void setDirectivesGetter(clang::CompilerInstance &Compiler, std::unique_ptr<DirectivesGetter> Getter) {
  Compiler.getPreprocessorOpts().DependencyDirectivesForFile =
      [Shared = std::shared_ptr<DirectivesGetter>(std::move(Getter))](clang::FileEntryRef File) {
        return (*Shared)(File);
      };
}
#endif

} // namespace cotidy::compat

#endif
