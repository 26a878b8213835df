// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Naming.h"

#include "core/Finding.h"
#include "models/ModelSet.h"

#include "llvm/Support/FormatVariadic.h"

using namespace clang;

namespace cotidy {

std::string describe(const FunctionDecl &F, const CXXRecordDecl *Object) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (!Method)
    return llvm::formatv("'{0}'", F.getNameAsString()).str();
  if (Method->getParent()->isLambda())
    return "this lambda";
  if (isa<CXXConstructorDecl>(F))
    return "the constructor of " + quoted(*Method->getParent());
  if (isa<CXXDestructorDecl>(F))
    return "the destructor of " + quoted(*Method->getParent());
  const CXXRecordDecl &Class = Object ? *Object : *Method->getParent();
  if (!Class.getIdentifier())
    return llvm::formatv("'{0}'", F.getNameAsString()).str();
  return llvm::formatv("'{0}::{1}'", Class.getName(), F.getNameAsString()).str();
}

bool isOneOf(const FunctionDecl *F, ArrayRef<std::string> QualifiedNames) {
  return F &&
         llvm::any_of(QualifiedNames, [&](const std::string &Name) { return ModelSet::isNamed(*F, Name); });
}

StringRef simpleName(const NamedDecl &D) {
  return D.getDeclName().isIdentifier() ? D.getName() : StringRef();
}

bool holdsWord(StringRef Name, StringRef Wanted) {
  std::string Letters;
  for (char C : Name)
    if (C != '_')
      Letters += llvm::toLower(C);
  return StringRef(Letters).contains(Wanted);
}

bool hasWord(const NamedDecl *D, ArrayRef<llvm::StringLiteral> Words) {
  if (!D)
    return false;
  const std::string Lower = simpleName(*D).lower();
  return llvm::any_of(Words, [&](StringRef Word) { return StringRef(Lower).contains(Word); });
}

SmallVector<std::string, 4> wordsOf(StringRef Name) {
  SmallVector<std::string, 4> Words(1);
  for (size_t I = 0; I != Name.size(); ++I) {
    char C = Name[I];
    bool Boundary = !llvm::isAlpha(C) || (llvm::isUpper(C) && I != 0 && llvm::isLower(Name[I - 1]));
    if (Boundary)
      Words.emplace_back();
    if (llvm::isAlpha(C))
      Words.back() += llvm::toLower(C);
  }
  return Words;
}

bool isNamedBy(const NamedDecl &D, ArrayRef<llvm::StringLiteral> Words) {
  return llvm::any_of(wordsOf(simpleName(D)),
                      [&](StringRef Word) { return llvm::is_contained(Words, Word); });
}

/// Whether a name's words say that it logs: `log_line`, `Logger`, `writeLog`; not `login`.
static bool isLogName(StringRef Name) {
  return llvm::any_of(wordsOf(Name), [](StringRef Word) {
    return Word == "log" || Word == "logger" || Word == "logging" || Word == "spdlog";
  });
}

/// Whether \p Scope is a log of what has been done, from which it can be done again: `CommitLog`, `RaftLog`,
/// or a `Log` that reads its records again. It holds data, and nobody reads it to find a fault.
static bool isLogOfRecords(const NamedDecl &Scope) {
  constexpr llvm::StringLiteral Records[] = {"ahead", "append",      "commit", "raft",
                                             "redo",  "transaction", "undo",   "wal"};
  constexpr llvm::StringLiteral Rereads[] = {"entries", "read", "recover", "replay", "restore", "truncate"};
  const auto *Class = dyn_cast<CXXRecordDecl>(&Scope);
  return Class && isNamedBy(*Class, {"log"}) &&
         (isNamedBy(*Class, Records) || llvm::any_of(Class->methods(), [&](const CXXMethodDecl *Method) {
            return isNamedBy(*Method, Rereads);
          }));
}

bool isLogging(const FunctionDecl &F) {
  if (isLogName(simpleName(F)))
    return true;
  for (const DeclContext *Scope = F.getDeclContext(); Scope; Scope = Scope->getParent())
    if (const auto *Named = dyn_cast<NamedDecl>(Scope); Named && isLogName(simpleName(*Named)))
      return !isLogOfRecords(*Named);
  return false;
}

} // namespace cotidy
