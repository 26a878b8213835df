// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The index of checks, as a module of clang-tidy.

#include "core/Check.h"

#include "clang-tidy/ClangTidyModule.h"
#if COTIDY_LLVM_MAJOR < 22
#include "clang-tidy/ClangTidyModuleRegistry.h"
#endif
#include <mutex>

namespace cotidy {

#define COTIDY_CHECK_ENTRY(Identifier) CheckEntry checkEntry_##Identifier();
#include "CheckIndex.inc"
#undef COTIDY_CHECK_ENTRY

llvm::ArrayRef<CheckEntry> allChecks() {
  static const std::vector<CheckEntry> Entries = {
#define COTIDY_CHECK_ENTRY(Identifier) checkEntry_##Identifier(),
#include "CheckIndex.inc"
#undef COTIDY_CHECK_ENTRY
  };
  return Entries;
}

namespace {

/// Gives the checks of one unit the same session. clang-tidy makes the checks of a unit one after another
/// from one context and drops them before it makes the next unit's; clangd does so on several threads, each
/// with its own.
class Sessions : public std::enable_shared_from_this<Sessions> {
public:
  std::shared_ptr<Session> of(clang::tidy::ClangTidyContext &Context) {
    std::lock_guard<std::mutex> Guard(Lock);
    std::weak_ptr<Session> &Slot = Open[&Context];
    std::shared_ptr<Session> S = Slot.lock();
    if (!S)
      Slot = S = std::shared_ptr<Session>(new Session(Context),
                                          [Self = shared_from_this(), Key = &Context](Session *Closed) {
                                            {
                                              std::lock_guard<std::mutex> Guard(Self->Lock);
                                              Self->Open.erase(Key);
                                            }
                                            delete Closed;
                                          });
    return S;
  }

private:
  std::mutex Lock;
  llvm::DenseMap<clang::tidy::ClangTidyContext *, std::weak_ptr<Session>> Open;
};

class AsyncModule : public clang::tidy::ClangTidyModule {
public:
  void addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
    // The factories outlive the module.
    auto Shared = std::make_shared<Sessions>();
    for (const CheckEntry &Entry : allChecks())
      Factories.registerCheckFactory(
          ("async-" + Entry.Info->Name).str(),
          [&Entry, Shared](llvm::StringRef Name, clang::tidy::ClangTidyContext *Context) {
            return Entry.Make({Name, Context, Entry.Info, Shared->of(*Context)});
          });
  }
};

clang::tidy::ClangTidyModuleRegistry::Add<AsyncModule> Registered("async-module",
                                                                  "Finds costly and lost asynchronous work.");

} // namespace
} // namespace cotidy
