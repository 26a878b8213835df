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
#include "clang/Frontend/TextDiagnosticPrinter.h"
#if COTIDY_LLVM_MAJOR >= 22
#include "clang/Options/Options.h"
#else
#include "clang/Driver/Options.h"
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

} // namespace cotidy::compat

#endif
