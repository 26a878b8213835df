// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "models/ModelSet.h"

#include "core/Embedded.h"
#include "models/QualifiedNames.h"

#include "llvm/Support/ErrorHandling.h"

using namespace clang;
using namespace llvm;

namespace cotidy {

bool ModelSet::isNamed(const NamedDecl &D, StringRef QualifiedName) {
  auto [Scope, Leaf] = splitName(QualifiedName);
  SmallString<32> Storage;
  return leafOf(D, Storage) == Leaf && isScope(D.getDeclContext(), Scope);
}

std::shared_ptr<const ModelSet> ModelSet::builtin() {
  static const std::shared_ptr<const ModelSet> Set = [] {
    auto Made = std::make_shared<ModelSet>();
    for (const EmbeddedFile &File : embeddedModels()) {
      Expected<Library> L = parseLibrary({File.Text, File.Name});
      if (!L)
        report_fatal_error(L.takeError(), /*gen_crash_diag=*/false);
      Made->add(std::make_shared<Library>(std::move(*L)), /*Override=*/false);
    }
    return Made;
  }();
  return Set;
}

Expected<std::shared_ptr<const ModelSet>> ModelSet::create(ArrayRef<std::string> UserFiles) {
  if (UserFiles.empty())
    return builtin();
  auto Made = std::make_shared<ModelSet>(*builtin());
  Error Errors = Error::success();
  for (const std::string &Path : UserFiles) {
    Expected<Library> L = readLibrary(Path);
    if (L)
      Made->add(std::make_shared<Library>(std::move(*L)), /*Override=*/true);
    else
      Errors = joinErrors(std::move(Errors), L.takeError());
  }
  if (Errors)
    return std::move(Errors);
  return Made;
}

void ModelSet::add(std::shared_ptr<const Library> L, bool Override) {
  auto Drop = [&](auto &Index, StringRef Name) {
    auto [Scope, Leaf] = splitName(Name);
    if (auto Found = Index.find(Leaf); Found != Index.end())
      llvm::erase_if(Found->second, [Scope = Scope](const auto &Row) { return Row.Scope == Scope; });
  };
  if (Override) {
    for (const FunctionModel &F : L->Functions)
      for (const std::string &Name : F.Names)
        Drop(ByFunction, Name);
    for (const TypeModel &T : L->Types)
      for (const std::string &Name : T.Names)
        Drop(ByType, Name);
  }
  for (const FunctionModel &F : L->Functions)
    for (const std::string &Name : F.Names) {
      auto [Scope, Leaf] = splitName(Name);
      ByFunction[Leaf].push_back({Scope.str(), &F, Scope.empty() && L->ExternC.value_or(false)});
    }
  for (const TypeModel &T : L->Types)
    for (const std::string &Name : T.Names) {
      auto [Scope, Leaf] = splitName(Name);
      ByType[Leaf].push_back({Scope.str(), &T});
    }
  if (L->Tests)
    for (const std::string &Macro : L->Tests->Macros)
      TestMacros[Macro] = true;
  Libraries.push_back(std::move(L));
}

const Library *ModelSet::library(StringRef Id) const {
  for (const auto &L : llvm::reverse(Libraries))
    if (L->Id == Id)
      return L.get();
  return nullptr;
}

namespace {

/// Whether the class is \p Base or derives from it, as far as it is defined.
bool isOrDerivesFrom(const CXXRecordDecl &Class, const CXXRecordDecl &Base) {
  if (Class.getCanonicalDecl() == Base.getCanonicalDecl())
    return true;
  const CXXRecordDecl *Definition = Class.getDefinition();
  return Definition && any_of(Definition->bases(), [&](const CXXBaseSpecifier &B) {
           const CXXRecordDecl *Parent = B.getType()->getAsCXXRecordDecl();
           return Parent && isOrDerivesFrom(*Parent, Base);
         });
}

} // namespace

void ModelSet::methods(const CXXMethodDecl &M, const CXXRecordDecl &Class, StringRef Leaf,
                       Functions &Found) const {
  auto Take = [&](StringRef Key) {
    if (auto Rows = ByFunction.find(Key); Rows != ByFunction.end())
      for (const FunctionRow &Row : Rows->second)
        if (!Row.ExternC && isScope(&Class, Row.Scope))
          Found.push_back(Row.Entry);
  };
  // A constructor bears the name of its own class, which is not that of the class a base entry speaks of.
  Take(Leaf);
  if (Found.empty() && !isa<CXXConstructorDecl, CXXDestructorDecl>(M) && Class.getIdentifier())
    Take("*");
  if (!Found.empty() || Class.getCanonicalDecl() == M.getParent()->getCanonicalDecl())
    return;
  if (const CXXRecordDecl *Definition = Class.getDefinition())
    for (const CXXBaseSpecifier &B : Definition->bases())
      if (const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl())
        if (isOrDerivesFrom(*Base, *M.getParent())) {
          methods(M, *Base, Leaf, Found);
          if (!Found.empty())
            return;
        }
}

ModelSet::Functions ModelSet::functions(const FunctionDecl &F, const CXXRecordDecl *Receiver) const {
  Functions Found;
  SmallString<32> Storage;
  StringRef Leaf = leafOf(F, Storage);
  if (Leaf.empty())
    return Found;
  if (const auto *M = dyn_cast<CXXMethodDecl>(&F)) {
    if (!ByFunction.count(Leaf) && !ByFunction.count("*"))
      return Found;
    if (Receiver && isOrDerivesFrom(*Receiver, *M->getParent()))
      methods(*M, *Receiver, Leaf, Found);
    if (Found.empty())
      methods(*M, *M->getParent(), Leaf, Found);
    if (Found.empty())
      for (const CXXMethodDecl *Overridden : M->overridden_methods())
        if (Functions More = functions(*Overridden); !More.empty())
          return More;
    return Found;
  }
  if (auto Rows = ByFunction.find(Leaf); Rows != ByFunction.end())
    for (const FunctionRow &Row : Rows->second)
      // A C function is the same in whatever namespace its header is included.
      if (Row.ExternC ? F.isExternC() || F.isInExternCContext() : isScope(F.getDeclContext(), Row.Scope))
        Found.push_back(Row.Entry);
  return Found;
}

ModelSet::Functions ModelSet::variable(const VarDecl &V) const {
  Functions Found;
  if (!V.getIdentifier() || V.isLocalVarDeclOrParm())
    return Found;
  if (auto Rows = ByFunction.find(V.getName()); Rows != ByFunction.end())
    for (const FunctionRow &Row : Rows->second)
      if (!Row.ExternC && isScope(V.getDeclContext(), Row.Scope))
        Found.push_back(Row.Entry);
  return Found;
}

ModelSet::Types ModelSet::types(const CXXRecordDecl &Class) const {
  Types Found;
  SmallString<32> Storage;
  StringRef Leaf = leafOf(Class, Storage);
  if (Leaf.empty())
    return Found;
  if (auto Rows = ByType.find(Leaf); Rows != ByType.end())
    for (const TypeRow &Row : Rows->second)
      if (isScope(Class.getDeclContext(), Row.Scope))
        Found.push_back(Row.Entry);
  return Found;
}

StringRef ModelSet::namespaceOf(StringRef Id, const NamedDecl &D) const {
  StringRef First;
  for (const auto &L : Libraries) {
    if (L->Id != Id)
      continue;
    for (const std::string &Space : L->Namespaces) {
      if (First.empty())
        First = Space;
      for (const DeclContext *DC = D.getDeclContext(); DC; DC = DC->getParent())
        if (DC->isNamespace() && isScope(DC, Space))
          return Space;
    }
  }
  return First;
}

SmallVector<const FixModel *, 2> ModelSet::fixes(FixFor For, StringRef Id) const {
  SmallVector<const FixModel *, 2> Found;
  for (const auto &L : llvm::reverse(Libraries))
    if (L->Id == Id)
      for (const FixModel &F : L->Fixes)
        if (F.For == For)
          Found.push_back(&F);
  return Found;
}

bool ModelSet::isInMemoryName(StringRef Name) const {
  return any_of(Libraries, [&](const auto &L) { return is_contained(L->InMemory, Name); });
}

bool ModelSet::isInMemoryText(StringRef Text) const {
  return any_of(Libraries, [&](const auto &L) {
    return any_of(L->InMemory, [&](const std::string &Start) { return Text.starts_with(Start); });
  });
}

bool ModelSet::isTestFixture(const CXXRecordDecl &Class) const {
  return any_of(Libraries, [&](const auto &L) {
    return L->Tests &&
           any_of(L->Tests->Fixtures, [&](const std::string &Name) { return isNamed(Class, Name); });
  });
}

bool ModelSet::isForAssertions(const Decl &D) const {
  auto IsOf = [&](llvm::function_ref<bool(const std::string &)> Is) {
    return any_of(Libraries, [&](const auto &L) { return L->Tests && any_of(L->Tests->Assertions, Is); });
  };
  if (const auto *Function = dyn_cast<FunctionDecl>(&D);
      Function && Function->isExternC() &&
      IsOf([&](const std::string &Name) { return isNamed(*Function, Name); }))
    return true;
  for (const DeclContext *Scope = D.getDeclContext(); Scope; Scope = Scope->getParent())
    if (Scope->isNamespace() && IsOf([&](const std::string &Name) { return isScope(Scope, Name); }))
      return true;
  return false;
}

bool ModelSet::isTestMacro(StringRef Macro) const {
  // A project's own are named after the framework's: `CO_TEST_CASE`.
  for (size_t At = 0; At != StringRef::npos; At = Macro.find('_', At + 1))
    if (TestMacros.count(Macro.drop_front(At == 0 ? 0 : At + 1)))
      return true;
  return false;
}

} // namespace cotidy
