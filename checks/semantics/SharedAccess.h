// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// State that more than one function works on, members and globals, and what is done to it where.

#ifndef COTIDY_SEMANTICS_SHAREDACCESS_H
#define COTIDY_SEMANTICS_SHAREDACCESS_H

#include "semantics/Unit.h"

namespace cotidy {

/// The members on the way to a piece of state from the object whose method runs, from a global variable or
/// from a pointer that shares the object.
using SharedState = llvm::SmallVector<const clang::ValueDecl *, 2>;

/// The state that \p E names; empty if it is not shared: locals, constants, what each thread has its own of.
SharedState sharedState(const clang::Expr *E);

/// Whether one is the other or a part of it.
bool overlap(const SharedState &A, const SharedState &B);

/// What is done to state at one place that names it.
enum class Touch {
  Read,
  Element, ///< leads into a container: an iterator, a reference to an element
  Write,   ///< gets a new value
  Update,  ///< gets a value made from the one it has, in one step
  Clear,   ///< gets the value of nothing
  Insert,  ///< a container gets an element
  Erase,   ///< a container loses elements
  Other,   ///< handed out or moved from: anything may happen to it
};

struct TouchAt {
  Touch What = Touch::Read;
  const clang::Expr *At = nullptr;    ///< what does it: the assignment, the call, else the name
  const clang::Expr *Value = nullptr; ///< Write: the new value
  bool OfElement = false;             ///< it is an element of the container that gets the value
};

/// \p Name is a node of \p Body for which sharedState() is not empty.
TouchAt touchOf(const BodyIndex &Body, const clang::Expr &Name);

/// Whether \p E, a name, is assigned to as a whole.
bool isAssigned(const BodyIndex &Body, const clang::Expr &E);

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
  bool runsBeside(const clang::FunctionDecl &Other, const clang::FunctionDecl &F) const;

  llvm::DenseMap<const clang::ValueDecl *, std::vector<Writer>> Writers; ///< by the last member
  llvm::DenseMap<const clang::FunctionDecl *, llvm::SmallVector<const clang::FunctionDecl *, 2>> Callers;
  /// The function that a lambda is written in, which waits for what is done with it.
  llvm::DenseMap<const clang::FunctionDecl *, const clang::FunctionDecl *> Hosts;
};

} // namespace cotidy

#endif
