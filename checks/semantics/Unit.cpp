// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Unit.h"

#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace cotidy {

namespace {

bool hasCoroutineTraits(ASTContext &AST) {
  for (NamedDecl *Std : AST.getTranslationUnitDecl()->lookup(&AST.Idents.get("std")))
    if (const auto *Namespace = dyn_cast<NamespaceDecl>(Std))
      return !Namespace->lookup(&AST.Idents.get("coroutine_traits")).empty();
  return false;
}

/// A relative model path is relative to the nearest folder above the file that has a .clang-tidy.
std::string resolveModelPath(StringRef Path, StringRef File) {
  if (llvm::sys::path::is_absolute(Path))
    return Path.str();
  SmallString<256> Folder(File);
  llvm::sys::fs::make_absolute(Folder);
  while (llvm::sys::path::has_parent_path(Folder)) {
    llvm::sys::path::remove_filename(Folder);
    SmallString<256> Config(Folder), Model(Folder);
    llvm::sys::path::append(Config, ".clang-tidy");
    llvm::sys::path::append(Model, Path);
    if (llvm::sys::fs::exists(Config))
      return Model.str().str();
  }
  return Path.str();
}

} // namespace

Unit::Unit(Session &S)
    : S(S), Models(readModels()), Types(*Models, S.ast()), CallSites(*Models, S.ast()),
      Tests(*Models, S.ast()), Relevant(hasCoroutineTraits(S.ast())) {
  if (!Relevant)
    return;
  for (const FunctionDecl *F : S.functions()) {
    const auto *Body = dyn_cast_or_null<CoroutineBodyStmt>(F->getBody());
    if (!Body)
      continue;
    const BodyIndex &Index = body(*F);
    const CXXRecordDecl *Promise =
        Body->hasDependentPromiseType() ? nullptr : Body->getPromiseDecl()->getType()->getAsCXXRecordDecl();
    CoroutineOf[F->getCanonicalDecl()] = Coroutines.size();
    Coroutines.push_back({F, Body, Promise, isAsync(*F, Promise, Index), isTest(*F), &Index});
  }
}

Unit::~Unit() = default;

std::shared_ptr<const ModelSet> Unit::readModels() const {
  const auto &Options = S.tidy().getOptions().CheckOptions;
  auto Option = Options.find("AsyncModels");
  if (Option == Options.end() || Option->second.Value.empty())
    return ModelSet::builtin();
  SmallVector<StringRef> Paths;
  StringRef(Option->second.Value).split(Paths, ';', -1, /*KeepEmpty=*/false);
  std::vector<std::string> Files;
  for (StringRef Path : Paths)
    Files.push_back(resolveModelPath(Path.trim(), S.tidy().getCurrentFile()));
  llvm::Expected<std::shared_ptr<const ModelSet>> Read = ModelSet::create(Files);
  if (Read)
    return *Read;
  S.tidy().configurationDiag("AsyncModels: %0") << llvm::toString(Read.takeError());
  return ModelSet::builtin();
}

const Coroutine *Unit::coroutine(const FunctionDecl &F) const {
  const FunctionDecl *Definition = F.getDefinition();
  auto It = CoroutineOf.find(Definition ? Definition->getCanonicalDecl() : F.getCanonicalDecl());
  return It == CoroutineOf.end() ? nullptr : &Coroutines[It->second];
}

const BodyIndex &Unit::body(const FunctionDecl &F) {
  std::unique_ptr<BodyIndex> &Slot = Bodies[&F];
  if (!Slot)
    Slot = std::make_unique<BodyIndex>(F);
  return *Slot;
}

const BodyIndex *Unit::visibleBody(const FunctionDecl *F) {
  const FunctionDecl *Definition = F ? F->getDefinition() : nullptr;
  if (!Definition || Definition->hasSkippedBody() || Definition->isDefaulted() ||
      Definition->isInvalidDecl() || !Definition->getBody())
    return nullptr;
  const SourceManager &Sources = ast().getSourceManager();
  if (Sources.isInSystemHeader(Sources.getExpansionLoc(Definition->getLocation())))
    return nullptr;
  return &body(*Definition);
}

bool Unit::isAsync(const FunctionDecl &F, const CXXRecordDecl *Promise, const BodyIndex &Index) {
  const auto IsAwait = [](const Suspension &At) { return !At.isYield(); };
  if (!Promise) { // a template's pattern: its return type may tell nevertheless
    const AwaitableInfo *Info =
        F.getReturnType()->isDependentType() ? nullptr : Types.info(F.getReturnType());
    return llvm::any_of(Index.suspensions(), IsAwait) ||
           (Info && Info->Kind != TypeKind::Generator && Info->Kind != TypeKind::Monadic);
  }
  auto Transforms = methodsNamed(*Promise, "await_transform");
  if (!Transforms.empty() && llvm::all_of(Transforms, [](const CXXMethodDecl *M) { return M->isDeleted(); }))
    return false;
  const AwaitableInfo *Info = Types.info(F.getReturnType());
  if (!Info) // a coroutine that returns void or a pointer, by std::coroutine_traits
    return llvm::any_of(Index.suspensions(), IsAwait);
  // Who iterates a generator of the project's own that awaits as well gets values when others have been
  // resumed.
  if (Info->Kind == TypeKind::Generator && !Info->Model)
    return llvm::any_of(Index.suspensions(),
                        [&](const Suspension &At) { return IsAwait(At) && Types.maySuspend(At.E); });
  return Info->Kind != TypeKind::Generator && Info->Kind != TypeKind::Monadic;
}

bool Unit::isTest(const FunctionDecl &F) {
  for (const DeclContext *Scope = &F; Scope; Scope = Scope->getParent()) {
    const auto *Function = dyn_cast<FunctionDecl>(Scope);
    const BodyIndex *Body = visibleBody(Function);
    if (Tests.isTest(*Scope) || (Body && Tests.asserts(*Body)))
      return true;
  }
  return false;
}

bool Unit::acceptsAwait(const CXXRecordDecl &Promise, QualType T) const {
  auto Transforms = methodsNamed(Promise, "await_transform");
  const CXXRecordDecl *Class = classOf(T);
  if (Transforms.empty() || !Class)
    return Transforms.empty();
  const auto *Specialization = dyn_cast<ClassTemplateSpecializationDecl>(Class);
  return llvm::any_of(Transforms, [&](const CXXMethodDecl *M) {
    if (M->isDeleted() || M->getNumParams() == 0)
      return false;
    QualType Parameter = M->getParamDecl(0)->getType().getNonReferenceType();
    if (const CXXRecordDecl *Accepted = Parameter->getAsCXXRecordDecl())
      if (Accepted->getCanonicalDecl() == Class->getCanonicalDecl())
        return true;
    if (Parameter->isTemplateTypeParmType()) // constraints are not asked: a constrained one takes no other
                                             // task type
      return !M->getTrailingRequiresClause() &&
             !M->getDescribedFunctionTemplate()->hasAssociatedConstraints();
    const auto *Named = Parameter->getAs<TemplateSpecializationType>();
    const TemplateDecl *Template = Named ? Named->getTemplateName().getAsTemplateDecl() : nullptr;
    return Template && Specialization &&
           Template->getCanonicalDecl() == Specialization->getSpecializedTemplate()->getCanonicalDecl();
  });
}

bool Unit::canAwaitHere(const Coroutine &C, const Expr *Where, QualType T) {
  if (!C.Promise || C.Index->inHandler(Where))
    return false;
  if (const auto *Declaration = C.Index->enclosing<DeclStmt>(Where))
    for (const Decl *D : Declaration->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D); Var && Var->isStaticLocal())
        return false;
  const AwaitableInfo *Info = Types.info(T);
  if (!Info || (!Info->ByProtocol && !Info->Model))
    return false;
  // What the coroutine awaits elsewhere, it can await here.
  for (const Suspension &At : C.Index->suspensions())
    if (!At.isYield() &&
        ast().hasSameUnqualifiedType(At.Operand->getType().getNonReferenceType(), T.getNonReferenceType()))
      return true;
  return acceptsAwait(*C.Promise, T);
}

} // namespace cotidy
