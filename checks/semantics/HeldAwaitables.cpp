// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/HeldAwaitables.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

/// In-house class templates may do anything with what they hold; the standard's only hold it.
static bool isStandardHolder(QualType T) {
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl());
  return Class && Class->isInStdNamespace();
}

/// A struct that only keeps its members together: nothing else could await them for it.
static bool isPlainStruct(const CXXRecordDecl &Class) {
  return Class.isAggregate() && !Class.isUnion() && !Class.hasUserDeclaredDestructor() &&
         llvm::none_of(Class.methods(), [](const CXXMethodDecl *M) { return !M->isImplicit(); });
}

static const AwaitableInfo *heldBy(Unit &U, const TemplateArgument &Arg) {
  if (Arg.getKind() == TemplateArgument::Pack) {
    for (const TemplateArgument &Element : Arg.pack_elements())
      if (const AwaitableInfo *Info = heldBy(U, Element))
        return Info;
    return nullptr;
  }
  if (Arg.getKind() != TemplateArgument::Type)
    return nullptr;
  if (const AwaitableInfo *Info = U.awaitables().info(Arg.getAsType());
      Info && Info->Kind != TypeKind::Monadic)
    return Info->MustConsume ? Info : nullptr;
  // vector<optional<task>>, map<int, pair<name, task>>
  return isStandardHolder(Arg.getAsType()) ? heldAwaitable(U, Arg.getAsType()) : nullptr;
}

const AwaitableInfo *heldAwaitable(Unit &U, QualType T) {
  T = T.getNonReferenceType();
  if (const auto *Array = dyn_cast_or_null<ArrayType>(T->getAsArrayTypeUnsafe()))
    return heldAwaitable(U, Array->getElementType());
  const AwaitableInfo *Info = U.awaitables().info(T);
  if (Info && Info->Kind != TypeKind::Monadic)
    return Info->MustConsume ? Info : nullptr;
  const CXXRecordDecl *Class = classOf(T);
  if (!Class)
    return nullptr;
  if (isStandardHolder(T)) {
    for (const TemplateArgument &Arg :
         cast<ClassTemplateSpecializationDecl>(Class)->getTemplateArgs().asArray())
      if (const AwaitableInfo *Element = heldBy(U, Arg))
        return Element;
    return nullptr;
  }
  if (Class->hasDefinition() && (Class->isLambda() || isPlainStruct(*Class->getDefinition())))
    for (const FieldDecl *Field : Class->getDefinition()->fields())
      if (const AwaitableInfo *Member = U.awaitables().info(Field->getType());
          Member && Member->MustConsume && Member->Kind != TypeKind::Monadic &&
          !Field->getType()->isReferenceType())
        return Member;
  return nullptr;
}

} // namespace cotidy
