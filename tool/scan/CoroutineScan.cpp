// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CoroutineScan.h"

#include "Compat.h"
#include "WritesNothing.h"

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MemoryBuffer.h"
#include <cstring>

using namespace llvm;
using namespace clang;

namespace cotidy {

namespace {

/// What the unit is read through: the scanner's own file system, which minimizes each file once.
using ScanFiles = compat::scanning::DependencyScanningWorkerFilesystem;

/// Whether a file has to do with named modules, whose contents this scan does not follow.
bool usesModules(ArrayRef<dependency_directives_scan::Directive> Directives) {
  using namespace dependency_directives_scan;
  return any_of(Directives, [](const Directive &D) {
    return D.Kind == cxx_import_decl || D.Kind == cxx_module_decl || D.Kind == cxx_export_import_decl ||
           D.Kind == cxx_export_module_decl;
  });
}

/// Sets \p Modules when it meets one.
class OwnDirectives final : public compat::DirectivesGetter {
public:
  OwnDirectives(IntrusiveRefCntPtr<ScanFiles> Files, bool &Modules)
      : Files(std::move(Files)), Modules(Modules) {}

  std::optional<ArrayRef<dependency_directives_scan::Directive>> operator()(FileEntryRef File) override {
    if (ErrorOr<compat::scanning::EntryRef> Entry = Files->getOrCreateFileSystemEntry(File.getName()))
      if (Files->ensureDirectiveTokensArePopulated(*Entry)) {
        auto Directives = Entry->getDirectiveTokens();
        Modules |= Directives && usesModules(*Directives);
        return Directives;
      }
    return std::nullopt;
  }
  std::unique_ptr<compat::DirectivesGetter> cloneFor(FileManager &) override {
    return std::make_unique<OwnDirectives>(Files, Modules);
  }

private:
  IntrusiveRefCntPtr<ScanFiles> Files;
  bool &Modules;
};

class FollowIncludes : public PreprocessOnlyAction {
public:
  FollowIncludes(IntrusiveRefCntPtr<ScanFiles> Files, bool &Modules)
      : Files(std::move(Files)), Modules(Modules) {}

protected:
  bool BeginInvocation(CompilerInstance &Compiler) override {
    compat::setDirectivesGetter(Compiler, std::make_unique<OwnDirectives>(Files, Modules));
    return true;
  }

private:
  IntrusiveRefCntPtr<ScanFiles> Files;
  bool &Modules;
};

class FollowIncludesFactory : public tooling::FrontendActionFactory {
public:
  FollowIncludesFactory(IntrusiveRefCntPtr<ScanFiles> Files, bool InAnyLanguage)
      : Files(std::move(Files)), InAnyLanguage(InAnyLanguage) {}

  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<FollowIncludes>(Files, Modules);
  }
  bool runInvocation(std::shared_ptr<CompilerInvocation> Invocation, FileManager *Manager,
                     std::shared_ptr<PCHContainerOperations> Containers,
                     DiagnosticConsumer *Diagnostics) override {
    HasCoroutines = Invocation->getLangOpts().Coroutines;
    // Every check asks for the language first.
    if (!HasCoroutines && !InAnyLanguage)
      return true;
    takeOutputsOut(*Invocation);
    Invocation->getDiagnosticOpts().IgnoreWarnings = true;
    Invocation->getPreprocessorOpts().SetUpStaticAnalyzer = true; // as for the parse
    return FrontendActionFactory::runInvocation(std::move(Invocation), Manager, std::move(Containers),
                                                Diagnostics);
  }

  bool HasCoroutines = true, Modules = false;

private:
  IntrusiveRefCntPtr<ScanFiles> Files;
  bool InAnyLanguage;
};

} // namespace

struct CoroutineScan::Followed {
  ReadFiles Read;
  bool HasCoroutines;
};

struct CoroutineScan::Shared {
  bool speaks(StringRef Path) {
    auto [Slot, New] = Speaks.try_emplace(Path, true);
    if (New)
      if (ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFile(Path))
        Slot->second = speaksOfCoroutines((*Text)->getBuffer());
    return Slot->second;
  }

  compat::scanning::DependencyScanningFilesystemSharedCache Cache;
  StringMap<bool> Speaks;
};

bool speaksOfCoroutines(StringRef Text) {
  // A task needs a promise or an awaiter, and those need a handle, even where no coroutine is in sight.
  constexpr llvm::StringLiteral Words[] = {"co_await",         "co_return",        "co_yield",
                                           "coroutine_handle", "coroutine_traits", "await_ready",
                                           "promise_type"};
  // A unit's headers are megabytes: StringRef::find takes three times as long.
  return any_of(Words, [&](StringRef Word) {
    return ::memmem(Text.data(), Text.size(), Word.data(), Word.size()) != nullptr;
  });
}

CoroutineScan::CoroutineScan(TimePoint Since) : Since(Since), Kept(std::make_unique<Shared>()) {}
CoroutineScan::~CoroutineScan() = default;

std::optional<CoroutineScan::Followed> CoroutineScan::follow(const tooling::CompileCommand &Command,
                                                             bool InAnyLanguage) {
  IntrusiveRefCntPtr<vfs::FileSystem> Disk = vfs::createPhysicalFileSystem();
  if (Disk->setCurrentWorkingDirectory(Command.Directory))
    return std::nullopt;
  IntrusiveRefCntPtr<ScanFiles> Minimized(new ScanFiles(Kept->Cache, Disk));
  IntrusiveRefCntPtr<ReadRecorder> Recorder(new ReadRecorder(Minimized));
  // Counted: the compiler instance keeps it as well.
  IntrusiveRefCntPtr<FileManager> Manager(new FileManager(FileSystemOptions(), Recorder));
  FollowIncludesFactory Factory(Minimized, InAnyLanguage);

  std::vector<std::string> Arguments =
      tooling::getClangSyntaxOnlyAdjuster()(Command.CommandLine, Command.Filename);
  tooling::ToolInvocation Invocation(std::move(Arguments), &Factory, Manager.get(),
                                     std::make_shared<PCHContainerOperations>());
  DiagnosticConsumer Silent; // counts and says nothing
  Invocation.setDiagnosticConsumer(&Silent);
  if (!Invocation.run() || Silent.getNumErrors() || Factory.Modules)
    return std::nullopt;
  return Followed{Recorder->take(Since), Factory.HasCoroutines};
}

std::optional<ReadFiles> CoroutineScan::reads(const tooling::CompileCommand &Command) {
  std::optional<Followed> Whole = follow(Command, /*InAnyLanguage=*/true);
  return Whole ? std::optional(std::move(Whole->Read)) : std::nullopt;
}

std::optional<ReadFiles> CoroutineScan::without(const tooling::CompileCommand &Command) {
  std::optional<Followed> Whole = follow(Command, /*InAnyLanguage=*/false);
  if (!Whole ||
      (Whole->HasCoroutines && any_of(Whole->Read.Files, [&](StringRef Path) { return Kept->speaks(Path); })))
    return std::nullopt;
  return std::move(Whole->Read);
}

} // namespace cotidy
