// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The resources of one function, and what is held of them at one point of it. Says how a state changes, not
// which statements change it.

#ifndef COTIDY_SEMANTICS_HOLDTABLE_H
#define COTIDY_SEMANTICS_HOLDTABLE_H

#include "semantics/HeldResources.h"

#include "llvm/ADT/BitVector.h"
#include <map>
#include <set>

namespace cotidy {

/// Sets of places where something was taken. A bit per place and resource.
struct HoldState {
  llvm::BitVector Held;
  llvm::BitVector Untested; ///< tried for, and nobody has asked yet whether it was got
  /// Adds what is held in \p Other; whether that is more.
  bool join(const HoldState &Other);
};

class HoldTable {
public:
  HoldTable(const clang::ASTContext &AST, std::vector<std::unique_ptr<HeldResource>> &Resources)
      : AST(AST), Resources(Resources) {}

  unsigned size() const { return Resources.size(); }
  HeldResource &operator[](unsigned R) { return *Resources[R]; }
  const HeldResource &operator[](unsigned R) const { return *Resources[R]; }

  /// The resource at \p Where, made and described when it is first met.
  unsigned resource(Place Where, const Holding &Type, llvm::function_ref<void(HeldResource &)> Describe);
  std::optional<unsigned> known(const Place &Where) const;

  bool isHeld(const HoldState &S, unsigned R) const { return S.Held.anyCommon(Takes[R]); }
  bool isUntested(const HoldState &S, unsigned R) const { return S.Untested.anyCommon(Takes[R]); }
  /// The places that took what is held of \p R.
  llvm::SmallVector<Evidence, 2> liveTakes(const HoldState &S, unsigned R) const;

  /// \p Node takes \p R at \p Loc; "'guard' \p Text" is what a note says of it.
  void take(HoldState &S, unsigned R, const void *Node, clang::SourceLocation Loc, const llvm::Twine &Text,
            bool Tried);
  void apply(HoldState &S, unsigned R, Change Does, const void *Node, clang::SourceLocation Loc);
  void drop(HoldState &S, unsigned R) const;
  void dropWithin(HoldState &S, const Place &Outer) const;
  /// \p R is handed to somebody who may give it back: from now on nothing is known.
  void doubt(HoldState &S, unsigned R, const void *Node, clang::SourceLocation Loc, const llvm::Twine &Text);
  /// A test has told whether \p R was got.
  void learn(HoldState &S, unsigned R, bool Got) const;
  /// \p R takes over what \p Source owns; of an unknown source nothing is known.
  void hand(HoldState &S, std::optional<unsigned> Source, unsigned R, const void *Node,
            clang::SourceLocation Loc);
  void swap(HoldState &S, unsigned R, std::optional<unsigned> Other, const void *Node,
            clang::SourceLocation Loc);
  /// A guard over a mutex that is already locked by hand takes it over.
  void adopt(HoldState &S, llvm::ArrayRef<const clang::Expr *> Mutexes);
  /// What \p From owns goes where it cannot be followed.
  void moveAway(HoldState &S, const clang::Expr *From, const void *Node);
  void countRelease(unsigned R, const void *Node);
  /// One of the owners in a container is given back by a name of its own: what else is in it is not known.
  void loseElement(const Holding &Element);

  /// As written; empty in a macro.
  std::string textOf(const clang::Expr *E) const;
  /// The mutex of `lock(m)` or `lock(&m)` as a message shows it.
  std::string mutexName(const clang::Expr *E) const;
  llvm::SmallVector<LockedMutex, 1> mutexesOf(llvm::ArrayRef<const clang::Expr *> Mutexes) const;

private:
  unsigned bit(unsigned R, const void *Node, clang::SourceLocation Loc, const llvm::Twine &Text);

  const clang::ASTContext &AST;
  std::vector<std::unique_ptr<HeldResource>> &Resources;
  std::map<std::vector<const void *>, unsigned> ByPlace;
  std::vector<llvm::BitVector> Takes; ///< by resource: its bits
  std::map<std::pair<const void *, unsigned>, unsigned> Bits;
  std::vector<Evidence> Steps; ///< by bit
  std::set<std::pair<const void *, unsigned>> Releases;
};

} // namespace cotidy

#endif
