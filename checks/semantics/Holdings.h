// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which types own something that others must wait for, and what their methods do to it: by model, by Clang's
// thread safety attributes, or by structure, so that in-house guards and mutexes need no model.

#ifndef COTIDY_SEMANTICS_HOLDINGS_H
#define COTIDY_SEMANTICS_HOLDINGS_H

#include "semantics/Awaitables.h"
#include "semantics/Calls.h"
#include "semantics/MutexClasses.h"

#include "llvm/ADT/DenseMap.h"
#include <optional>

namespace cotidy {

class Unit;

enum class Hold { ThreadLock, AsyncLock, Transaction, Lease };

inline bool isLock(Hold What) { return What == Hold::ThreadLock || What == Hold::AsyncLock; }

/// What an object of a type owns, or what a mutex gives.
struct Holding {
  Hold What;
  /// The lock belongs to the thread that took it: giving it back on another one is undefined.
  bool ThreadOwned = false;
  /// The owner is inside an optional, a container or a variant, or behind a smart pointer.
  bool Wrapped = false;
  /// The class of the owner itself.
  const clang::CXXRecordDecl *Owner = nullptr;
  /// Nothing says which mutex the owner is for: a thread's, unless it was awaited.
  bool OfAnyMutex = false;
};

/// What happens to a holding at one point of the code.
enum class Change {
  None,
  Take,
  Try,  ///< taken only if it was free; the result tells
  Drop, ///< given back or disowned
};

class Holdings {
public:
  explicit Holdings(Unit &U) : U(U), MutexTypes(U) {}

  /// What an object of type \p T owns for its lifetime; none for pointers and for types that only may.
  std::optional<Holding> owner(clang::QualType T);
  std::optional<Holding> owner(const clang::CXXRecordDecl &Class);
  /// What locking an object of type \p T by hand takes, or beginning a transaction on it; none if it is no
  /// mutex.
  std::optional<Holding> mutex(clang::QualType T);
  std::optional<Holding> mutex(const clang::CXXRecordDecl &Class);

  /// What a method called on the owner of \p H does to it, and what a call does to a mutex.
  Change change(const CallSite &Site, const Holding &H);
  /// Whether a call only asks whether \p H is owned.
  static bool isTest(const CallSite &Site);

  MutexClasses &mutexes() { return MutexTypes; }
  Unit &unit() { return U; }

private:
  std::optional<Holding> classifyOwner(const clang::CXXRecordDecl &Class);
  std::optional<Holding> guardOf(std::optional<MutexClass> Mutex, const clang::CXXRecordDecl &Guard) const;
  bool isOfAwaitedLocks(const TypeModel &Guard) const;
  std::optional<Holding> keptIn(const clang::ClassTemplateSpecializationDecl &Class);
  Change byBody(const clang::FunctionDecl &Method);

  Unit &U;
  llvm::DenseMap<const clang::CXXRecordDecl *, std::optional<Holding>> Owners;
  MutexClasses MutexTypes;
};

} // namespace cotidy

#endif
