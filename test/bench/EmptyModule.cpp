// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A plugin with one check that does nothing: what clang-tidy itself costs, with a plugin in it.

#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#if COTIDY_LLVM_MAJOR < 22
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif

namespace {

class EmptyCheck : public clang::tidy::ClangTidyCheck {
public:
  using ClangTidyCheck::ClangTidyCheck;
};

class EmptyModule : public clang::tidy::ClangTidyModule {
public:
  void addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
    Factories.registerCheck<EmptyCheck>("empty-check");
  }
};

clang::tidy::ClangTidyModuleRegistry::Add<EmptyModule> Registered("empty-module", "For the benchmark.");

} // namespace
