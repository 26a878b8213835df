// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a coroutine holds where it is suspended: locks, open transactions, leased connections. Flow-sensitive,
// over Clang's CFG, exceptions of calls in try blocks included. Held means held on some path that the
// function can take as far as its own flags tell; what was only tried for counts after a test says that it
// was got.
//
// Known limit: a lock taken or given back inside a called function counts only if its body is in this unit or
// its type, attributes or model say so.

#ifndef COTIDY_SEMANTICS_HELDRESOURCES_H
#define COTIDY_SEMANTICS_HELDRESOURCES_H

#include "core/Finding.h"
#include "core/Session.h"
#include "semantics/Coroutine.h"
#include "semantics/Holdings.h"
#include "semantics/Place.h"

namespace cotidy {

struct LockedMutex {
  std::string Name; ///< as written; empty in a macro
  Place Where;
};

/// Something that may be held, seen over the whole function.
struct HeldResource {
  Place Where;
  Holding Type;
  std::string Name;                          ///< the guard, or the mutex or connection itself, as written
  llvm::SmallVector<LockedMutex, 1> Mutexes; ///< what the guard locks; empty if not known
  const clang::VarDecl *Owner =
      nullptr; ///< the variable that is or contains the owner; null: by hand, or a member
  const clang::Expr *Made = nullptr; ///< the initialiser of the owner, or the call that took it by hand
  bool FromStart = false;            ///< the owner's declaration takes it
  bool Unknown = false;              ///< parts of it come and go by names that are not followed
  unsigned Takes = 0;                ///< places that take it
  unsigned Releases = 0;             ///< calls that give it back, moves away included
};

struct HeldHere {
  const HeldResource *What;
  llvm::SmallVector<Evidence, 2> Taken; ///< the places that took what is held
};

struct HeldAwait {
  const Suspension *At;
  llvm::SmallVector<HeldHere, 2> Held; ///< innermost first
};

class HeldResources {
public:
  HeldResources(Unit &U, const Coroutine &C);
  ~HeldResources();

  /// The suspensions with something held, in the order of the source.
  llvm::ArrayRef<HeldAwait> awaits() const { return Awaits; }

  /// The answer for \p C, made once.
  static const HeldResources &of(Unit &U, const Coroutine &C);

private:
  std::vector<std::unique_ptr<HeldResource>> Resources;
  std::vector<HeldAwait> Awaits;
};

} // namespace cotidy

#endif
