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

} // namespace cotidy

#endif
