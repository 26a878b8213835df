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
  return Is({"rollback", "rollbacktransaction", "abort", "aborttransaction"}) ? TransactionVerb::RollBack
                                                                              : TransactionVerb::None;
}

bool hasTransactionMethod(const CXXRecordDecl &Class, TransactionVerb Verb) {
  const CXXRecordDecl *Definition = Class.getDefinition();
  if (!Definition)
    return false;
  for (const CXXMethodDecl *Method : Definition->methods())
    if (transactionVerb(Method) == Verb)
      return true;
  for (const CXXBaseSpecifier &Base : Definition->bases())
    if (const CXXRecordDecl *BaseClass = Base.getType()->getAsCXXRecordDecl())
      if (hasTransactionMethod(*BaseClass, Verb))
        return true;
  return false;
}

bool isTransactionByNames(const CXXRecordDecl &Class) {
  StringRef Name = Class.getDeclName().isIdentifier() ? Class.getName() : StringRef();
  return hasTransactionMethod(Class, TransactionVerb::Commit) &&
         !hasTransactionMethod(Class, TransactionVerb::Begin) &&
         (hasTransactionMethod(Class, TransactionVerb::RollBack) ||
          Name.contains_insensitive("transaction") || Name.ends_with("Tx") || Name.ends_with("Txn"));
}

} // namespace cotidy
