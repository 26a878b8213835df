// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Queues.h"

#include "semantics/Access.h"
#include "semantics/EarlierWaits.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr llvm::StringLiteral AddWords[] = {"push", "enqueue", "send", "put", "emplace", "post", "write"};
constexpr llvm::StringLiteral TakeWords[] = {"pop",  "dequeue", "receive", "recv", "take",
                                             "pull", "get",     "read",    "next"};
constexpr llvm::StringLiteral LimitWords[] = {"limit", "max",   "capacity", "bound", "full",
                                              "room",  "depth", "space",    "permit"};

bool isContainer(QualType T) {
  const CXXRecordDecl *Class = classOf(T);
  if (!Class || !Class->hasDefinition())
    return false;
  // A queue adaptor has no begin(); it is a template over what it holds, with push() and front().
  return !methodsNamed(*Class, "begin").empty() ||
         (!methodsNamed(*Class, "push").empty() && !methodsNamed(*Class, "front").empty());
}

/// What is filled at its end and emptied at its front.
bool isContainerForQueues(const CXXRecordDecl *Class) {
  constexpr llvm::StringLiteral Names[] = {"deque", "list", "queue"};
  return Class && Class->isInStdNamespace() && llvm::is_contained(Names, simpleName(*Class));
}

} // namespace

bool isUnboundedQueue(Unit &U, const CXXRecordDecl *Class) {
  if (!Class)
    return false;
  if (U.awaitables().model(*Class, TypeKind::UnboundedQueue))
    return true;
  Class = Class->getDefinition();
  const SourceManager &Sources = U.ast().getSourceManager();
  if (!Class || !U.models().types(*Class).empty() ||
      Sources.isInSystemHeader(Sources.getExpansionLoc(Class->getLocation())) ||
      llvm::none_of(Class->fields(), [](const FieldDecl *F) { return isContainer(F->getType()); }) ||
      llvm::any_of(Class->fields(), [](const FieldDecl *F) { return hasWord(F, LimitWords); }))
    return false;
  bool Adds = false, Takes = false;
  for (const Decl *D : Class->decls()) {
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(D->getAsFunction());
    if (!Method || Method->isImplicit())
      continue;
    if (isa<CXXConstructorDecl>(Method)) {
      // A number it is made with is its size.
      if (llvm::any_of(Method->parameters(),
                       [](const ParmVarDecl *P) { return P->getType()->isIntegerType(); }))
        return false;
      continue;
    }
    if (hasWord(Method, LimitWords))
      return false;
    const bool IsAwaited = U.awaitables().info(Method->getReturnType());
    Adds |=
        Method->getReturnType()->isVoidType() && Method->getNumParams() == 1 && isNamedBy(*Method, AddWords);
    Takes |= IsAwaited && isNamedBy(*Method, TakeWords);
  }
  return Adds && Takes;
}

const Expr *capacityOf(Unit &U, const CXXConstructExpr &Made) {
  const CXXRecordDecl &Class = *Made.getConstructor()->getParent();
  if (const TypeModel *Model = U.awaitables().model(Class, TypeKind::BoundedQueue))
    return Model->Capacity && *Model->Capacity < Made.getNumArgs() ? Made.getArg(*Model->Capacity) : nullptr;
  const auto Awaits = [&](ArrayRef<llvm::StringLiteral> Words) {
    return llvm::any_of(Class.methods(), [&](const CXXMethodDecl *M) {
      return isNamedBy(*M, Words) && U.awaitables().info(M->getReturnType());
    });
  };
  const Expr *Only = nullptr;
  for (const Expr *Arg : Made.arguments())
    if (Arg->getType()->isIntegerType() && std::exchange(Only, Arg))
      return nullptr;
  return Only && U.models().types(Class).empty() && Awaits(AddWords) && Awaits(TakeWords) ? Only : nullptr;
}

bool addsWithoutRoom(Unit &U, const CallSite &Site) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  const bool Adds =
      Site.does(CallKind::Push) ||
      (Method && !Site.isModelled() && Method->getReturnType()->isVoidType() && isNamedBy(*Method, AddWords));
  return Adds && Site.Object && isUnboundedQueue(U, Site.ObjectClass);
}

bool takesFromUnbounded(Unit &U, const CallSite &Site) {
  const bool Takes =
      Site.does(CallKind::Pull) || (Site.Callee && !Site.isModelled() && isNamedBy(*Site.Callee, TakeWords));
  return Takes && Site.Object && isUnboundedQueue(U, Site.ObjectClass);
}

bool addsToContainer(const CallSite &Site) {
  constexpr llvm::StringLiteral Names[] = {"push_back", "emplace_back", "push", "emplace"};
  return Site.Callee && isContainerForQueues(Site.ObjectClass) &&
         llvm::is_contained(Names, simpleName(*Site.Callee));
}

bool takesFromContainer(const CallSite &Site) {
  constexpr llvm::StringLiteral Names[] = {"pop_front", "pop"};
  return Site.Callee && isContainerForQueues(Site.ObjectClass) &&
         llvm::is_contained(Names, simpleName(*Site.Callee));
}

bool waitsForQueueRoom(Unit &U, const BodyIndex &Body, const Stmt &Part) {
  // `co_await *permits;`
  for (const Suspension &At : Body.suspensions())
    if (Body.contains(&Part, At.E) && isSemaphore(U, classOf(At.Operand->getType(), /*ThroughPointer=*/true)))
      return true;
  for (const Expr *Call : Body.calls()) {
    if (!Body.contains(&Part, Call))
      continue;
    const CallSite &Site = U.calls().site(Call);
    if (Site.does(CallKind::Acquire) || Site.does(CallKind::Join) || Site.does(CallKind::BoundedJoin) ||
        Site.does(CallKind::Sleep) || hasWord(Site.Callee, LimitWords))
      return true;
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
    if (Method && Method->isConst() && isNamedBy(*Method, {"size", "count"}) &&
        (isUnboundedQueue(U, Site.ObjectClass) || isContainerForQueues(Site.ObjectClass)))
      return true;
  }
  return llvm::any_of(
      Body.nodes(), [&](const Stmt *S) { return hasWord(usedBy(S), LimitWords) && Body.contains(&Part, S); });
}

} // namespace cotidy
