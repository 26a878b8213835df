// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Sharing.h"

using namespace clang;

namespace cotidy {

namespace {

/// How deep to look for a socket or the like in the members of a class.
constexpr unsigned MaxMemberDepth = 2;

constexpr TypeKind OrderedKinds[] = {TypeKind::Ordered, TypeKind::Transaction, TypeKind::Lease,
                                     TypeKind::FileStream, TypeKind::AsyncGenerator};
constexpr TypeKind SharableKinds[] = {TypeKind::Concurrent, TypeKind::Client,     TypeKind::Executor,
                                      TypeKind::StopToken,  TypeKind::StopSource, TypeKind::Token,
                                      TypeKind::Scope};

template <typename Kinds> bool isAny(Unit &U, const CXXRecordDecl &Class, const Kinds &Of) {
  return llvm::any_of(Of, [&](TypeKind Kind) { return U.awaitables().model(Class, Kind); });
}

/// What a model says of the class itself goes before what it says of a base.
std::optional<bool> isItselfOrdered(Unit &U, const CXXRecordDecl &Class) {
  const ModelSet::Types Models = U.models().types(Class);
  auto Says = [&](TypeKind Kind) {
    return llvm::any_of(Models, [&](const TypeModel *M) { return M->Is == Kind; });
  };
  if (Says(TypeKind::Concurrent))
    return false;
  return llvm::any_of(OrderedKinds, Says) ? std::optional(true) : std::nullopt;
}

bool isOrderedWithin(Unit &U, const CXXRecordDecl *Class, unsigned Depth) {
  if (!Class)
    return false;
  if (std::optional<bool> Said = isItselfOrdered(U, *Class))
    return *Said;
  if (U.awaitables().model(*Class, TypeKind::Concurrent))
    return false;
  // A client with one connection is both expensive to build and ordered.
  if (isAny(U, *Class, OrderedKinds))
    return true;
  if (isAny(U, *Class, SharableKinds))
    return false;
  Class = Class->getDefinition();
  if (!Class || Depth == 0)
    return false;
  auto Holds = [&](QualType T) {
    const CXXRecordDecl *Inner = classOf(T, /*ThroughPointer=*/true);
    return Inner && !U.awaitables().model(*Inner, TypeKind::Timer) && isOrderedWithin(U, Inner, Depth - 1);
  };
  return llvm::any_of(Class->fields(), [&](const FieldDecl *F) { return Holds(F->getType()); }) ||
         llvm::any_of(Class->bases(), [&](const CXXBaseSpecifier &B) { return Holds(B.getType()); });
}

} // namespace

bool isOrdered(Unit &U, const CXXRecordDecl *Class) { return isOrderedWithin(U, Class, MaxMemberDepth); }

bool isSharable(Unit &U, const CXXRecordDecl *Class) { return Class && isAny(U, *Class, SharableKinds); }

} // namespace cotidy
