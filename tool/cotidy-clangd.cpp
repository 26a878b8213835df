// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// clangd with the checks inside. Three of clangd's functions are answered here: it calls them across object
// files, so the linker's --wrap can send the calls to us. tool/CMakeLists.txt names their symbols, the same
// in every LLVM we build against.

#include "clangd/Conversation.h"

#include "core/Check.h"

#include "Config.h"
#include "clang-tidy/ClangTidyOptions.h"
#include "llvm/ADT/FunctionExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Process.h"

namespace clang::clangd {
int clangdMain(int ArgCount, char **Args);
} // namespace clang::clangd

using namespace clang;

namespace cotidy {
namespace {

/// Changes the clang-tidy options of a file; clangd's name for it is TidyProvider.
using OptionsStep = llvm::unique_function<void(tidy::ClangTidyOptions &, StringRef) const>;

} // namespace

std::optional<bool> clangdIsFastCheck(StringRef Check) __asm__("__real_" COTIDY_IS_FAST_TIDY_CHECK);
std::optional<bool> isFastCheck(StringRef Check) __asm__("__wrap_" COTIDY_IS_FAST_TIDY_CHECK);

OptionsStep clangdCombine(std::vector<OptionsStep> Steps) __asm__("__real_" COTIDY_COMBINE);
OptionsStep combine(std::vector<OptionsStep> Steps) __asm__("__wrap_" COTIDY_COMBINE);

using clangd::Transport;
std::unique_ptr<Transport>
clangdTransport(std::FILE *In, raw_ostream &Out, raw_ostream *Mirror, bool Pretty,
                clangd::JSONStreamStyle Style) __asm__("__real_" COTIDY_NEW_TRANSPORT);
std::unique_ptr<Transport>
newTransport(std::FILE *In, raw_ostream &Out, raw_ostream *Mirror, bool Pretty,
             clangd::JSONStreamStyle Style) __asm__("__wrap_" COTIDY_NEW_TRANSPORT);

// clangd runs only checks that somebody timed, and knows those of its own modules.
std::optional<bool> isFastCheck(StringRef Check) {
  if (Check.starts_with("async-"))
    return true;
  return clangdIsFastCheck(Check);
}

/// The globs in \p Checks that name our checks, each after a comma.
static std::string ownGlobs(StringRef Checks) {
  std::string Own;
  for (StringRef Rest = Checks; !Rest.empty();) {
    size_t End = Rest.find_first_of(",\n");
    StringRef Glob = Rest.take_front(End).trim();
    Rest = End == StringRef::npos ? StringRef() : Rest.drop_front(End + 1);
    if (StringRef Name = Glob;
        Name.consume_front("-") ? Name.ltrim().starts_with("async") : Name.starts_with("async"))
      Own += ("," + Glob).str();
  }
  return Own;
}

// By now Checks holds what .clang-tidy and .clangd say, or clangd's defaults. A `-*` or `*` of somebody who
// does not know us is not about us; only globs that name us are.
static void addOwnChecks(tidy::ClangTidyOptions &Options) {
  std::string Checks = Options.Checks.value_or("");
  std::string Own = ownGlobs(Checks);
  Checks += ",-async-*";
  for (const CheckEntry &Entry : allChecks())
    if (Entry.Info->In == Profile::Recommended)
      Checks += (",async-" + Entry.Info->Name).str();
  Options.Checks = Checks + Own;
}

// Called once, with the steps that make up the options of every file.
OptionsStep combine(std::vector<OptionsStep> Steps) {
  Steps.push_back([](tidy::ClangTidyOptions &Options, StringRef) { addOwnChecks(Options); });
  return clangdCombine(std::move(Steps));
}

std::unique_ptr<Transport> newTransport(std::FILE *In, raw_ostream &Out, raw_ostream *Mirror, bool Pretty,
                                        clangd::JSONStreamStyle Style) {
  return explain(clangdTransport(In, Out, Mirror, Pretty, Style));
}

/// clangd looks for clang's own headers beside itself; ours are LLVM's, wherever we are.
static bool needsResourceDir(ArrayRef<char *> Args) {
  auto NamesIt = [](StringRef Text) { return Text.contains("-resource-dir"); };
  std::optional<std::string> Environment = llvm::sys::Process::GetEnv("CLANGD_FLAGS");
  return llvm::none_of(Args, NamesIt) && !(Environment && NamesIt(*Environment)) &&
         llvm::sys::fs::is_directory(COTIDY_RESOURCE_DIR);
}

} // namespace cotidy

int main(int ArgCount, char **Args) {
  std::vector<char *> All(Args, Args + ArgCount);
  std::string ResourceDir = "--resource-dir=" COTIDY_RESOURCE_DIR;
  if (cotidy::needsResourceDir(All))
    All.insert(All.begin() + 1, ResourceDir.data());
  int Count = All.size();
  All.push_back(nullptr);
  return clangd::clangdMain(Count, All.data());
}
