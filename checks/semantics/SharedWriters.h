// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Who writes members and globals, and whether that may come while a coroutine is suspended.

#ifndef COTIDY_SEMANTICS_SHAREDWRITERS_H
#define COTIDY_SEMANTICS_SHAREDWRITERS_H

#include "semantics/SharedAccess.h"

namespace cotidy {

/// The writers of each member and global of the unit, found once.
class SharedWriters : public Session::Facts {
public:
  explicit SharedWriters(Session &S);

  struct Writer {
    const clang::FunctionDecl *In;
    TouchAt At;
  };

  /// The writes of what \p State names that may come while \p F is suspended: in functions that others can
  /// call, and that are not called from \p F alone.
  llvm::SmallVector<const Writer *, 4> besides(const clang::FunctionDecl &F, const SharedState &State) const;

  /// Whether \p F is likely to be called while another call of it is suspended, on the same object: it serves
  /// several callers, or takes or answers requests of callers elsewhere. With \p Anyone, a coroutine that
  /// others can call counts as such even if it takes nothing from them.
  bool overlapsItself(const clang::FunctionDecl &F, bool Anyone) const;

private:
  struct CallFrom {
    const clang::FunctionDecl *In;
    const clang::CoawaitExpr *Await; ///< around the call
    bool HandedOn;                   ///< it makes a task that another call is given, and that is not awaited
  };

  static CallFrom callFrom(Unit &U, const BodyIndex &Body, const clang::CallExpr &Call);
  /// Whether the work of two calls of one function may go on at the same time: a join, or work set going.
  static bool overlap(const CallFrom &One, const CallFrom &Other);
  bool runsBeside(const clang::FunctionDecl &Other, const clang::FunctionDecl &F) const;

  llvm::DenseMap<const clang::ValueDecl *, std::vector<Writer>> Writers; ///< by the last member
  llvm::DenseMap<const clang::FunctionDecl *, llvm::SmallVector<CallFrom, 2>> Callers;
  /// The function that a lambda is written in, which waits for what is done with it.
  llvm::DenseMap<const clang::FunctionDecl *, const clang::FunctionDecl *> Hosts;
};

} // namespace cotidy

#endif
