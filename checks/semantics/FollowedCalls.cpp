// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/FollowedCalls.h"

#include "semantics/Naming.h"

#include "llvm/Support/Path.h"

using namespace clang;

namespace cotidy {

/// \p Path as it is from the root, without dots.
static std::string absolute(const SourceManager &Sources, StringRef Path) {
  SmallString<128> Full(Path);
  Sources.getFileManager().makeAbsolutePath(Full);
  llvm::sys::path::remove_dots(Full, /*remove_dot_dot=*/true);
  return llvm::sys::path::convert_to_slash(Full);
}

/// The folder that the headers of a library or project are included from is inside its own: `include` of
/// `project/include`.
static StringRef projectOf(StringRef IncludeFolder) {
  StringRef Leaf = IncludeFolder.rsplit('/').second;
  return llvm::is_contained({"include", "inc", "src", "source"}, Leaf) ? IncludeFolder.rsplit('/').first
                                                                       : IncludeFolder;
}

/// Whether the file at \p Path is a header of \p L that somebody else wrote than the file at \p Main: a
/// project may call its namespace and folder as a library does, and the library may be the project.
static bool isHeaderOf(const Library &L, StringRef Path, StringRef Main) {
  bool HasFolder = false;
  for (StringRef Header : L.Headers) {
    const auto [Folder, Rest] = Header.split('/');
    HasFolder |= !Rest.empty();
    const std::string Inside = ("/" + Folder + (Rest.empty() ? "" : "/")).str();
    const size_t At = Path.rfind(Inside);
    if (At == StringRef::npos || (Rest.empty() && At + Inside.size() != Path.size()))
      continue;
    const StringRef Project = projectOf(Path.take_front(At));
    if (Project.empty() || !Main.starts_with(Project) || !Main.drop_front(Project.size()).starts_with("/"))
      return true;
  }
  return !HasFolder;
}

/// Whether a built-in model speaks for \p F: for its namespace, and for the header it is in. Then its body is
/// not followed.
static bool isModelledLibrary(Unit &U, const FunctionDecl &F) {
  const SourceManager &Sources = U.ast().getSourceManager();
  std::string Path;
  std::string Main;
  for (const DeclContext *Scope = F.getDeclContext(); Scope; Scope = Scope->getParent()) {
    const auto *Namespace = dyn_cast<NamespaceDecl>(Scope);
    if (!Namespace || Namespace->isAnonymousNamespace())
      continue;
    for (const std::shared_ptr<const Library> &L : ModelSet::builtin()->libraries()) {
      if (llvm::none_of(L->Namespaces, [&](StringRef Name) { return ModelSet::isNamed(*Namespace, Name); }))
        continue;
      const FileID File = Sources.getFileID(Sources.getExpansionLoc(F.getLocation()));
      const OptionalFileEntryRef Entry = Sources.getFileEntryRefForID(File);
      const OptionalFileEntryRef Begin = Sources.getFileEntryRefForID(Sources.getMainFileID());
      if (File == Sources.getMainFileID() || !Entry || !Begin)
        return false;
      if (Path.empty()) {
        Path = absolute(Sources, Entry->getName());
        Main = absolute(Sources, Begin->getName());
      }
      if (isHeaderOf(*L, Path, Main))
        return true;
    }
  }
  return false;
}

const FunctionDecl *followed(Unit &U, const FunctionDecl *F) {
  const FunctionDecl *Definition = F ? F->getDefinition() : nullptr;
  // A constructor that nobody wrote still runs the initialisers of members.
  const bool Made = isa_and_nonnull<CXXConstructorDecl>(Definition) && Definition->isDefaulted();
  if (!Definition || Definition->isDependentContext() || !Definition->getBody() ||
      (!Made && !U.visibleBody(Definition)))
    return nullptr;
  const SourceManager &Sources = U.ast().getSourceManager();
  if (Sources.isInSystemHeader(Sources.getExpansionLoc(Definition->getLocation())))
    return nullptr;
  if (isa<CoroutineBodyStmt>(Definition->getBody())) {
    const Coroutine *C = U.coroutine(*Definition);
    if (!C || C->Async) // reported in itself
      return nullptr;
  }
  return isModelledLibrary(U, *Definition) || isLogging(*Definition) ? nullptr : Definition;
}

/// Whether another unit of the program may say what a call of \p F runs, as nothing here does.
static bool isOpen(Unit &U, const FunctionDecl &F) {
  const SourceManager &Sources = U.ast().getSourceManager();
  return U.session().isPartOfProgram() && !F.isDefined() && !F.isImplicit() && !F.isDeleted() &&
         !F.isDependentContext() && F.getBuiltinID() == 0 && F.isExternallyVisible() &&
         !Sources.isInSystemHeader(Sources.getExpansionLoc(F.getLocation())) && !isModelledLibrary(U, F) &&
         !isLogging(F);
}

bool isElsewhere(Unit &U, const FunctionDecl &F) { return !F.isPureVirtual() && isOpen(U, F); }

const FunctionDecl *certainTarget(const CallSite &Site) {
  const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
  if (!Method || !Method->isVirtual() || isa<CXXConstructExpr>(Site.E))
    return Site.Callee;
  const auto *Call = dyn_cast<CXXMemberCallExpr>(Site.E);
  const auto *Member = Call ? dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens()) : nullptr;
  if (!Member)
    return nullptr;
  if (!Member->hasQualifier())
    Method =
        const_cast<CXXMethodDecl *>(Method)->getDevirtualizedMethod(Member->getBase(), /*IsAppleKext=*/false);
  return Method;
}

const FunctionDecl *dispatchedTo(Unit &U, const CallSite &Site) {
  if (!isa<CXXMethodDecl>(Site.Callee) || !U.session().isPartOfProgram() || certainTarget(Site))
    return nullptr;
  return followed(U, Site.Callee) || isOpen(U, *Site.Callee) ? Site.Callee->getCanonicalDecl() : nullptr;
}

const CXXConstructorDecl *constructorMade(const CallSite &Site) {
  const TemplateArgumentList *Arguments = Site.Callee->getTemplateSpecializationArgs();
  if (!Arguments || Arguments->size() == 0 || Arguments->get(0).getKind() != TemplateArgument::Type)
    return nullptr;
  const CXXRecordDecl *Class = classOf(Arguments->get(0).getAsType());
  const CXXConstructorDecl *Found = nullptr;
  if (!Class || !Class->hasDefinition())
    return nullptr;
  for (const CXXConstructorDecl *Constructor : Class->ctors()) {
    if (Constructor->isCopyOrMoveConstructor() || Constructor->getMinRequiredArguments() > Site.Args.size() ||
        Constructor->getNumParams() < Site.Args.size())
      continue;
    if (Found)
      return nullptr;
    Found = Constructor;
  }
  return Found;
}

} // namespace cotidy
