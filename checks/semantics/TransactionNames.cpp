// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/TransactionNames.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace cotidy {

TransactionVerb transactionVerb(const FunctionDecl *F) {
  if (!F || !F->getDeclName().isIdentifier())
    return TransactionVerb::None;
  std::string Plain = F->getName().lower();
  Plain.erase(std::remove(Plain.begin(), Plain.end(), '_'), Plain.end());
  StringRef Name = Plain;
  Name.consume_front("async");
  Name.consume_back("async");
  Name.consume_back("coro");
  auto Is = [&](ArrayRef<StringRef> Words) { return llvm::is_contained(Words, Name); };
  if (Is({"begin", "begintransaction", "starttransaction", "transaction"}))
    return TransactionVerb::Begin;
  if (Is({"commit", "committransaction"}))
    return TransactionVerb::Commit;
  if (Is({"rollback", "rollbacktransaction", "abort", "aborttransaction"}))
    return TransactionVerb::RollBack;
  return Is({"close", "closetransaction"}) ? TransactionVerb::Close : TransactionVerb::None;
}

bool hasTransactionMethod(const CXXRecordDecl &Class, TransactionVerb Verb) {
  const CXXRecordDecl *Definition = Class.getDefinition();
  if (!Definition)
    return false;
  for (const CXXMethodDecl *Method : Definition->methods())
    if (!Method->isStatic() && transactionVerb(Method) == Verb)
      return true;
  for (const CXXBaseSpecifier &Base : Definition->bases())
    if (const CXXRecordDecl *BaseClass = Base.getType()->getAsCXXRecordDecl())
      if (hasTransactionMethod(*BaseClass, Verb))
        return true;
  return false;
}

static bool isNamedAsTransaction(const NamedDecl &D) {
  StringRef Name = D.getDeclName().isIdentifier() ? D.getName() : StringRef();
  return Name.contains_insensitive("transaction") || Name.ends_with("Tx") || Name.ends_with("Txn");
}

bool isTransactionByNames(const CXXRecordDecl &Class) {
  return hasTransactionMethod(Class, TransactionVerb::Commit) &&
         !hasTransactionMethod(Class, TransactionVerb::Begin) &&
         (hasTransactionMethod(Class, TransactionVerb::RollBack) || isNamedAsTransaction(Class));
}

bool isTransactionBegunBy(const FunctionDecl &F, const CXXRecordDecl &Class) {
  return transactionVerb(&F) == TransactionVerb::Begin &&
         (isNamedAsTransaction(F) || isNamedAsTransaction(Class)) &&
         llvm::any_of(ArrayRef<TransactionVerb>{TransactionVerb::Commit, TransactionVerb::RollBack,
                                                TransactionVerb::Close},
                      [&](TransactionVerb End) { return hasTransactionMethod(Class, End); });
}

} // namespace cotidy
