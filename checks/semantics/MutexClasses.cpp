// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/MutexClasses.h"

#include "semantics/LockNames.h"
#include "semantics/TemplateArguments.h"
#include "semantics/Unit.h"

#include "clang/AST/Attr.h"

using namespace clang;

namespace cotidy {

namespace {

bool isEmptyBody(const FunctionDecl &F) {
  const FunctionDecl *Definition = writtenDefinition(F);
  const auto *Body = Definition ? dyn_cast_or_null<CompoundStmt>(Definition->getBody()) : nullptr;
  return Body && Body->body_empty();
}

/// The class that awaiting a value of \p T is known to give; null if it is not known or no class.
const CXXRecordDecl *awaitedClass(QualType T) {
  const CXXRecordDecl *Awaiter = classOf(T);
  if (const QualType Value = firstTypeArgument(Awaiter); !Value.isNull())
    return classOf(Value);
  if (Awaiter && Awaiter->hasDefinition())
    for (const CXXMethodDecl *Resume : methodsNamed(*Awaiter, "await_resume"))
      return classOf(Resume->getReturnType());
  return nullptr;
}

} // namespace

const CXXRecordDecl *pointeeClass(QualType T) {
  T = T.getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  return T->getAsCXXRecordDecl();
}

bool isExclusiveOwner(const CXXRecordDecl &Declared) {
  const CXXRecordDecl *Class = Declared.getDefinition();
  if (!Class || !Class->hasUserDeclaredDestructor())
    return false;
  for (const CXXConstructorDecl *Constructor : Class->ctors())
    if (Constructor->isCopyConstructor())
      return Constructor->isDeleted();
  return Class->hasUserDeclaredMoveOperation();
}

std::optional<MutexClass> MutexClasses::of(const CXXRecordDecl &Class) {
  auto [It, New] = Known.try_emplace(Class.getCanonicalDecl());
  if (New) {
    std::optional<MutexClass> Made = classify(Class);
    It = Known.find(Class.getCanonicalDecl());
    It->second = Made;
  }
  return It->second;
}

std::optional<MutexClass> MutexClasses::classify(const CXXRecordDecl &Class) {
  Awaitables &Types = U.awaitables();
  if (Types.model(Class, TypeKind::AsyncMutex))
    return MutexClass{true, false, false};
  if (Types.model(Class, TypeKind::Mutex))
    return MutexClass{false, true, false};
  const CXXRecordDecl *Definition = Class.getDefinition();
  if (Definition && Definition->hasAttr<CapabilityAttr>())
    return MutexClass{false, false, false};
  // Made for coroutines: a lock operation is awaited, whatever else there is. Where nothing unlocks, it gives
  // a guard that does.
  const bool Unlocks = methodWithoutArguments(Class, "unlock");
  if (Definition && llvm::any_of(Definition->methods(), [&](const CXXMethodDecl *M) {
        if (!M->getDeclName().isIdentifier() || !M->getName().contains_insensitive("lock") ||
            !Types.info(M->getReturnType()))
          return false;
        const CXXRecordDecl *Given = awaitedClass(M->getReturnType());
        return Unlocks || (isNamedAsScopedLock(*M) && Given && isExclusiveOwner(*Given));
      }))
    return MutexClass{true, false, false};
  // By structure it is what the standard calls lockable.
  auto [Take, Give] = lockPair(Class);
  if (!Take || !Take->getReturnType()->isVoidType() || Types.model(Class, TypeKind::Guard) ||
      !methodsNamed(Class, "owns_lock").empty())
    return std::nullopt;
  MutexClass Found{false, false, isEmptyBody(*Take) && isEmptyBody(*Give)};
  // A thin wrapper is what it wraps.
  if (Definition)
    for (const FieldDecl *Field : Definition->fields())
      if (const CXXRecordDecl *Inner = classOf(Field->getType()))
        if (std::optional<MutexClass> Wrapped = of(*Inner))
          Found.ThreadOwned |= Wrapped->ThreadOwned;
  return Found;
}

std::optional<MutexClass> MutexClasses::lockedBy(const CXXRecordDecl &Guard) {
  for (const CXXConstructorDecl *Constructor : Guard.ctors())
    for (const ParmVarDecl *Parameter : Constructor->parameters()) {
      QualType T = Parameter->getType();
      if (!T->isLValueReferenceType() && !T->isPointerType())
        continue;
      const CXXRecordDecl *Class = pointeeClass(T);
      if (!Class || Class->getCanonicalDecl() == Guard.getCanonicalDecl())
        continue;
      // A value to copy, as a container's, is not locked.
      auto [Take, Give] = lockPair(*Class);
      if (T->getPointeeType().isConstQualified() && Take && !Take->isConst())
        continue;
      if (std::optional<MutexClass> Found = of(*Class))
        return Found;
    }
  return std::nullopt;
}

SmallVector<const Expr *, 2> MutexClasses::among(ArrayRef<const Expr *> Args) {
  SmallVector<const Expr *, 2> Found;
  for (const Expr *Arg : Args)
    if (const CXXRecordDecl *Class = pointeeClass(Arg->getType()); Class && of(*Class))
      Found.push_back(Arg);
  return Found;
}

} // namespace cotidy
