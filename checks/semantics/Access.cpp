// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Access.h"

using namespace clang;

namespace cotidy {

bool isSmartPointer(QualType T) { return classOf(T) && classOf(T, /*ThroughPointer=*/true) != classOf(T); }

bool isPointerLike(QualType T) { return T.getNonReferenceType()->isPointerType() || isSmartPointer(T); }

bool givesAccess(QualType Result) { return Result->isReferenceType() || isPointerLike(Result); }

bool isPassThrough(const CallSite &Site) { return !Site.Args.empty() && Site.does(CallKind::Now); }

} // namespace cotidy
