// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/LockNames.h"

#include "semantics/Awaitables.h"
#include "semantics/Naming.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace cotidy {

namespace {

std::string plainName(const FunctionDecl &F) {
  std::string Plain = simpleName(F).lower();
  llvm::erase(Plain, '_');
  return Plain;
}

/// Whether a class says by its name that it is a lock: `Mutex`, `SpinLock`, `CriticalSection`, not `Block`.
bool isNamedAsLock(const CXXRecordDecl &Class) {
  StringRef Name = simpleName(Class);
  return Name.contains_insensitive("mutex") || Name.contains("Lock") || Name.starts_with("lock") ||
         Name.contains("_lock") || Name.contains_insensitive("spinlock") ||
         Name.contains_insensitive("critical") || Name.contains_insensitive("critsec");
}

} // namespace

LockVerb lockVerb(const FunctionDecl *F) {
  const std::string Plain = F ? plainName(*F) : std::string();
  StringRef Name = Plain;
  if ((Name.contains("unlock") && !Name.ends_with("unlocked")) || Name == "release" || Name == "leave")
    return LockVerb::Unlock;
  if (Name.starts_with("try"))
    return llvm::any_of(ArrayRef<StringRef>{"lock", "acquire", "enter"},
                        [&](StringRef Word) { return Name.contains(Word); })
               ? LockVerb::TryLock
               : LockVerb::None;
  static constexpr StringRef Verbs[] = {"acquire",     "enter",        "lock",       "lockexclusive",
                                        "lockforread", "lockforwrite", "lockread",   "lockshared",
                                        "lockupgrade", "lockwrite",    "readerlock", "readlock",
                                        "relock",      "writelock",    "writerlock"};
  return llvm::is_contained(Verbs, Name) ? LockVerb::Lock : LockVerb::None;
}

bool isNamedAsScopedLock(const FunctionDecl &F) {
  const std::string Plain = plainName(F);
  StringRef Name = Plain;
  for (StringRef Colour : {"async", "co"}) {
    Name.consume_front(Colour);
    Name.consume_back(Colour);
  }
  static constexpr StringRef Names[] = {
      "guard",      "lock",      "lockexclusive", "lockguard", "lockread",   "lockshared",
      "lockunique", "lockwrite", "readlock",      "rlock",     "scopedlock", "scopedlockshared",
      "sharedlock", "ulock",     "uniquelock",    "wlock",     "writelock"};
  return llvm::is_contained(Names, Name);
}

const CXXMethodDecl *methodWithoutArguments(const CXXRecordDecl &Class, StringRef Name) {
  for (const CXXMethodDecl *M : methodsNamed(Class, Name))
    if (M->getMinRequiredArguments() == 0)
      return M;
  return nullptr;
}

std::pair<const CXXMethodDecl *, const CXXMethodDecl *> lockPair(const CXXRecordDecl &Class) {
  static const std::pair<StringRef, StringRef> Pairs[] = {
      {"lock", "unlock"},         {"Lock", "Unlock"},
      {"Lock", "UnLock"},         {"acquire", "release"},
      {"Acquire", "Release"},     {"enter", "leave"},
      {"Enter", "Leave"},         {"read_lock", "read_unlock"},
      {"readLock", "readUnlock"}, {"lock_shared", "unlock_shared"},
      {"lockForRead", "unlock"}};
  for (const auto &[Take, Give] : Pairs)
    if (const CXXMethodDecl *Lock = methodWithoutArguments(Class, Take))
      if (const CXXMethodDecl *Unlock = methodWithoutArguments(Class, Give))
        if (Take.equals_insensitive("lock") || isNamedAsLock(Class))
          return {Lock, Unlock};
  return {nullptr, nullptr};
}

} // namespace cotidy
