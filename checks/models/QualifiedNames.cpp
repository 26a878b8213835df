// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "models/QualifiedNames.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;
using namespace llvm;

namespace cotidy {

std::pair<StringRef, StringRef> splitName(StringRef Name) {
  size_t Colons = Name.rfind("::");
  return Colons == StringRef::npos ? std::pair(StringRef(), Name)
                                   : std::pair(Name.substr(0, Colons), Name.substr(Colons + 2));
}

/// The context of a name in the source: inline and unnamed namespaces and linkage specifications left out.
static const DeclContext *namedContext(const DeclContext *DC) {
  while (DC && !DC->isTranslationUnit()) {
    if (const auto *NS = dyn_cast<NamespaceDecl>(DC)) {
      if (!NS->isInline() && !NS->isAnonymousNamespace())
        return NS;
    } else if (isa<CXXRecordDecl>(DC)) {
      return DC;
    } else if (!DC->isTransparentContext()) {
      return DC; // a function: nothing in it has a name that a model could say
    }
    DC = DC->getParent();
  }
  return nullptr;
}

bool isScope(const DeclContext *DC, StringRef Scope) {
  for (DC = namedContext(DC); DC; DC = namedContext(DC->getParent())) {
    if (!isa<NamespaceDecl, CXXRecordDecl>(DC))
      return false; // local to a function
    const IdentifierInfo *Name = cast<NamedDecl>(DC)->getIdentifier();
    if (!Name || !Scope.consume_back(Name->getName()))
      return false;
    if (!Scope.empty() && !Scope.consume_back("::"))
      return false;
    if (Scope.empty())
      return !namedContext(DC->getParent());
  }
  return Scope.empty();
}

StringRef leafOf(const NamedDecl &D, SmallString<32> &Storage) {
  if (const IdentifierInfo *Name = D.getIdentifier())
    return Name->getName();
  if (const auto *Tag = dyn_cast<TagDecl>(&D)) { // a C type may have no name but its typedef's
    const TypedefNameDecl *Named = Tag->getTypedefNameForAnonDecl();
    return Named ? Named->getName() : StringRef();
  }
  if (isa<CXXConversionDecl, CXXDeductionGuideDecl>(D))
    return {};
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&D)) {
    if (isa<CXXConstructorDecl, CXXDestructorDecl>(Method)) {
      Storage = isa<CXXDestructorDecl>(Method) ? "~" : "";
      Storage += Method->getParent()->getName();
      return Storage;
    }
  }
  if (OverloadedOperatorKind Kind = D.getDeclName().getCXXOverloadedOperator(); Kind != OO_None) {
    Storage = "operator";
    Storage += getOperatorSpelling(Kind);
    return Storage;
  }
  return {};
}

} // namespace cotidy
