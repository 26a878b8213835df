// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/BlockingKind.h"

#include "semantics/AwaitedCalls.h"
#include "semantics/Naming.h"

#include "clang/AST/Attr.h"

using namespace clang;

namespace cotidy {

namespace {

/// What the author of \p F says of it: [[clang::blocking]], [[clang::nonblocking]], or the annotations that
/// say the same to compilers without them. See cotidy.h.
BlockingKind::Answer markOf(const FunctionDecl &F) {
  for (const FunctionDecl *D : F.redecls()) {
    for (const FunctionEffectWithCondition &Effect : D->getFunctionEffects()) {
      if (Effect.Cond.getCondition())
        continue;
      if (Effect.Effect.kind() == FunctionEffect::Kind::Blocking)
        return BlockingKind::Always;
      if (Effect.Effect.kind() == FunctionEffect::Kind::NonBlocking)
        return BlockingKind::Never;
    }
    for (const auto *Annotation : D->specific_attrs<AnnotateAttr>()) {
      if (Annotation->getAnnotation() == "cotidy::blocking")
        return BlockingKind::Always;
      if (Annotation->getAnnotation() == "cotidy::nonblocking")
        return BlockingKind::Never;
    }
  }
  return BlockingKind::Unknown;
}

/// How \p Site blocks by what the models say; none if it does not.
std::optional<BlockingCategory> byModel(Unit &U, const CallSite &Site, const FunctionModel *&Model) {
  for (const FunctionModel *M : Site.Models) {
    Model = M;
    if (M->Does == CallKind::Blocks)
      return M->Category;
    if (M->Does == CallKind::Busy)
      return BlockingCategory::Cpu;
    if (M->Does == CallKind::SyncWait)
      return M->Category == BlockingCategory::None ? BlockingCategory::SyncWait : M->Category;
    const Expr *Mutex = Site.resource(*M);
    if (M->Does == CallKind::Lock && Mutex && !U.awaitables().model(Mutex->getType(), TypeKind::AsyncMutex))
      return BlockingCategory::Lock;
  }
  Model = nullptr;
  return std::nullopt;
}

/// The same by what the callee is made for.
std::optional<BlockingCategory> byDesign(Unit &U, const CallSite &Site) {
  // A guard made of mutexes alone: no tag says that it defers, tries or adopts.
  const auto *Construct = dyn_cast<CXXConstructExpr>(Site.E);
  auto IsMutex = [&](const Expr *Arg) { return U.awaitables().model(Arg->getType(), TypeKind::Mutex); };
  if (Construct && !Site.Args.empty() && U.awaitables().model(Construct->getType(), TypeKind::Guard) &&
      llvm::all_of(Site.Args, IsMutex))
    return BlockingCategory::Lock;
  // An in-house bridge: by its name, and because it takes a task.
  auto IsBridge = [&](const char *Word) { return holdsWord(simpleName(*Site.Callee), Word); };
  auto IsTask = [&](const Expr *Arg) {
    const AwaitableInfo *Info = U.awaitables().info(Arg->getType());
    return (Info && Info->Kind == TypeKind::Task) || holdsTasks(U, Arg->getType());
  };
  const bool GivesTask = U.awaitables().info(Site.E->getType()) != nullptr;
  if (!GivesTask && llvm::any_of(Site.Args, IsTask) &&
      llvm::any_of(ArrayRef<const char *>{"syncwait", "blockingwait", "blockon", "waitforresult"}, IsBridge))
    return BlockingCategory::SyncWait;
  return std::nullopt;
}

} // namespace

BlockingKind blockingKind(Unit &U, const CallSite &Site) {
  BlockingKind Kind;
  if (!Site.Callee)
    return Kind;
  Kind.Is = markOf(*Site.Callee);
  std::optional<BlockingCategory> Category = byModel(U, Site, Kind.Model);
  if (!Category)
    Category = byDesign(U, Site);
  Kind.Category = Category.value_or(BlockingCategory::None);
  if (Category && Kind.Is == BlockingKind::Unknown)
    Kind.Is = BlockingKind::Models;
  return Kind;
}

} // namespace cotidy
