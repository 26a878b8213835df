// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "CheckModel.h"

#include "Config.h"

#include "models/ModelSet.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Frontend/ASTUnit.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"
#include <set>

using namespace clang;
using namespace llvm;

namespace cotidy {

namespace {

/// Finds the declarations that names of a model mean, without instantiating anything.
class NameResolver {
public:
  NameResolver(ASTContext &AST, const ModelSet &Models) : AST(AST), Models(Models) {}

  /// How a name fails to be what the model says it is; empty if it is that.
  std::string mistake(StringRef Name, bool IsType) {
    SmallVector<StringRef> Parts;
    Name.split(Parts, "::");
    const DeclContext *Scope = AST.getTranslationUnitDecl();
    for (StringRef Part : ArrayRef(Parts).drop_back()) {
      const DeclContext *Next = inner(*Scope, Part);
      if (!Next) // told once, for the scope
        return MissingScopes.insert(Name.take_front(Part.end() - Name.begin())).second
                   ? ("no namespace or class '" + Part + "'").str()
                   : std::string();
      Scope = Next;
    }
    const auto *Class = dyn_cast<CXXRecordDecl>(Scope);
    StringRef Leaf = Parts.back();
    if (!IsType && Class && (Leaf == "*" || Leaf.ltrim('~') == Class->getName()))
      return {};
    const NamedDecl *Found = Class ? member(*Class, Leaf) : first(*Scope, Leaf, IsType);
    if (!Found)
      return "no such declaration";
    const NamedDecl *Real = real(*Found);
    if (IsType ? !isa<CXXRecordDecl, ClassTemplateDecl>(Real)
               : !isa<FunctionDecl, FunctionTemplateDecl, VarDecl, VarTemplateDecl, UnresolvedUsingValueDecl>(
                     Real))
      return IsType ? "not a class" : "not a function";
    if (!Class && !ModelSet::isNamed(*Real, Name))
      return "another name of '" + Real->getQualifiedNameAsString() + "'";
    // What the checks do with the declaration must lead back to the entry.
    const auto *Type =
        IsType ? dyn_cast<CXXRecordDecl>(
                     isa<ClassTemplateDecl>(Real) ? cast<ClassTemplateDecl>(Real)->getTemplatedDecl() : Real)
               : nullptr;
    const FunctionDecl *Function = IsType ? nullptr : Real->getAsFunction();
    bool Lost = (Type && Models.types(*Type).empty()) ||
                (Function && (!Class || Function->getDeclContext() == Class) &&
                 Models.functions(*Function, Class).empty());
    return Lost ? "declared, but look-up does not find the entry" : "";
  }

  /// Whether the namespace a name begins with is there at all.
  bool knows(StringRef Name) {
    SmallVector<StringRef> Parts;
    Name.split(Parts, "::");
    return Parts.size() < 2 || inner(*AST.getTranslationUnitDecl(), Parts.front());
  }

private:
  DeclarationName declName(StringRef Leaf) {
    StringRef Operator = Leaf;
    if (Operator.consume_front("operator"))
      for (int Kind = OO_New; Kind != NUM_OVERLOADED_OPERATORS; ++Kind)
        if (Operator == getOperatorSpelling(OverloadedOperatorKind(Kind)))
          return AST.DeclarationNames.getCXXOperatorName(OverloadedOperatorKind(Kind));
    return &AST.Idents.get(Leaf);
  }

  /// The declaration behind using-declarations and aliases of classes.
  static const NamedDecl *real(const NamedDecl &D) {
    const NamedDecl *Under = D.getUnderlyingDecl();
    if (const auto *Alias = dyn_cast<TypeAliasTemplateDecl>(Under))
      Under = Alias->getTemplatedDecl();
    if (const auto *Alias = dyn_cast<TypedefNameDecl>(Under))
      if (const CXXRecordDecl *Class = classOf(Alias->getUnderlyingType()))
        return Class;
    return Under;
  }

  static const CXXRecordDecl *classOf(QualType T) {
    if (const CXXRecordDecl *Class = T->getAsCXXRecordDecl()) {
      const CXXRecordDecl *Pattern = Class->getTemplateInstantiationPattern();
      return Pattern ? Pattern : Class;
    }
    if (const auto *Special = T->getAs<TemplateSpecializationType>())
      if (const auto *Template =
              dyn_cast_or_null<ClassTemplateDecl>(Special->getTemplateName().getAsTemplateDecl()))
        return Template->getTemplatedDecl();
    return nullptr;
  }

  const DeclContext *inner(const DeclContext &Scope, StringRef Part) {
    const NamedDecl *Found = first(Scope, Part, /*PreferType=*/true);
    if (!Found)
      return nullptr;
    const NamedDecl *Real = real(*Found);
    if (const auto *Template = dyn_cast<ClassTemplateDecl>(Real))
      Real = Template->getTemplatedDecl();
    if (const auto *Class = dyn_cast<CXXRecordDecl>(Real))
      return Class->getDefinition() ? Class->getDefinition() : Class;
    return dyn_cast<NamespaceDecl>(Real);
  }

  const NamedDecl *first(const DeclContext &Scope, StringRef Leaf, bool PreferType) {
    const NamedDecl *Any = nullptr;
    for (const NamedDecl *D : Scope.getRedeclContext()->lookup(declName(Leaf))) {
      const NamedDecl *Real = real(*D);
      bool IsType = isa<TypeDecl, ClassTemplateDecl, NamespaceDecl>(Real);
      if (!Any || IsType == PreferType)
        Any = D;
    }
    return Any;
  }

  /// A member of the class, of one of its partial specialisations or of a base.
  const NamedDecl *member(const CXXRecordDecl &Class, StringRef Leaf) {
    std::set<const CXXRecordDecl *> Seen;
    return member(Class, declName(Leaf), Seen);
  }
  const NamedDecl *member(const CXXRecordDecl &Class, DeclarationName Name,
                          std::set<const CXXRecordDecl *> &Seen) {
    if (!Seen.insert(Class.getCanonicalDecl()).second)
      return nullptr;
    SmallVector<const CXXRecordDecl *> Forms = {&Class};
    if (ClassTemplateDecl *Template = Class.getDescribedClassTemplate()) {
      SmallVector<ClassTemplatePartialSpecializationDecl *> Partial;
      Template->getPartialSpecializations(Partial);
      Forms.append(Partial.begin(), Partial.end());
      for (const ClassTemplateSpecializationDecl *Special : Template->specializations())
        Forms.push_back(Special);
    }
    for (const CXXRecordDecl *Form : Forms) {
      Form = Form->getDefinition();
      if (!Form)
        continue;
      const NamedDecl *Any = nullptr; // a function rather than a using-declaration of one
      for (const NamedDecl *D : Form->lookup(Name))
        if (!Any || isa<FunctionDecl, FunctionTemplateDecl>(D))
          Any = D;
      if (Any)
        return Any;
      for (const CXXBaseSpecifier &B : Form->bases())
        if (const CXXRecordDecl *Base = classOf(B.getType()))
          if (const NamedDecl *D = member(*Base, Name, Seen))
            return D;
    }
    return nullptr;
  }

  ASTContext &AST;
  const ModelSet &Models;
  std::set<StringRef> MissingScopes;
};

/// A unit that includes every header of the library that is there.
std::string unitFor(const Library &L) {
  std::string Text;
  raw_string_ostream OS(Text);
  for (const std::string &Header : L.Headers)
    OS << "#if __has_include(<" << Header << ">)\n#include <" << Header
       << ">\n#define COTIDY_FOUND\n#endif\n";
  OS << "#ifndef COTIDY_FOUND\n#error none of the headers of " << L.Id << " is there\n#endif\n";
  return Text;
}

} // namespace

int checkModel(StringRef IdOrPath, ArrayRef<std::string> Flags, raw_ostream &Out, raw_ostream &Err) {
  std::shared_ptr<const ModelSet> Models = ModelSet::builtin();
  const Library *L = Models->library(IdOrPath);
  if (!L) {
    Expected<std::shared_ptr<const ModelSet>> WithFile = ModelSet::create(IdOrPath.str());
    if (!WithFile) {
      Err << toString(WithFile.takeError()) << '\n';
      return 2;
    }
    Models = *WithFile;
    L = Models->libraries().back().get();
  }
  std::vector<std::string> Args = {"-std=c++20", "-w", "-resource-dir", COTIDY_RESOURCE_DIR};
  Args.insert(Args.end(), Flags.begin(), Flags.end());
  std::unique_ptr<ASTUnit> Unit =
      tooling::buildASTFromCodeWithArgs(unitFor(*L), Args, L->Id + ".cpp", "cotidy");
  if (!Unit || Unit->getDiagnostics().hasErrorOccurred()) {
    Err << "the headers of '" << L->Id << "' do not parse\n";
    return 2;
  }
  NameResolver Resolver(Unit->getASTContext(), *Models);
  std::set<std::string> Checked;
  unsigned Missing = 0, Unknown = 0;
  auto Check = [&](ArrayRef<std::string> Names, bool IsType) {
    for (const std::string &Name : Names) {
      if (!Checked.insert((IsType ? "type " : "function ") + Name).second)
        continue;
      if (!Resolver.knows(Name)) {
        ++Unknown;
        continue;
      }
      if (std::string Mistake = Resolver.mistake(Name, IsType); !Mistake.empty()) {
        Out << Name << ": " << Mistake << '\n';
        ++Missing;
      }
    }
  };
  for (const TypeModel &T : L->Types)
    Check(T.Names, /*IsType=*/true);
  for (const FunctionModel &F : L->Functions)
    Check(F.Names, /*IsType=*/false);
  Out << formatv("{0}: {1} names, {2} without a declaration, {3} in namespaces that are not there\n", L->Id,
                 Checked.size(), Missing, Unknown);
  return Missing ? 1 : 0;
}

} // namespace cotidy
