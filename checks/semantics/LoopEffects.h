// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which objects the iterations of a loop use and write.

#ifndef COTIDY_SEMANTICS_LOOPEFFECTS_H
#define COTIDY_SEMANTICS_LOOPEFFECTS_H

#include "semantics/LoopObjects.h"

namespace cotidy {

class LoopEffects {
public:
  struct Use {
    const clang::ValueDecl *Of;
    const clang::Expr *At;
  };
  struct Write {
    const clang::ValueDecl *To;
    const clang::Stmt *From; ///< what is computed into it
    bool Through;            ///< to what it points to
    bool ByAwait;            ///< done by an awaited operation
  };

  LoopEffects(Unit &U, const BodyIndex &Body, const LoopParts &Parts);

  llvm::ArrayRef<Use> uses() const { return Uses; }
  llvm::ArrayRef<Write> writes() const { return Writes; }

  const clang::ValueDecl *rootOf(const clang::Expr *E) const { return Objects.rootOf(E); }

private:
  void collectUses();
  void addCaptured(const CallSite &Site, const BodyIndex &Inner, const clang::MemberExpr &Member, bool Waits);
  void addCaptures(const CallSite &Site);
  void collectWrites();
  void follow(const clang::ValueDecl *To, const clang::Expr *Place, unsigned Depth);
  void followAlias(const clang::ValueDecl *To, const clang::VarDecl &Alias, bool Through, unsigned Depth);
  void write(const clang::ValueDecl *To, const clang::Stmt *From, bool Through, clang::QualType PlaceType);

  Unit &U;
  const BodyIndex &Body;
  const LoopParts &Parts;
  LoopObjects Objects;
  std::vector<Use> Uses;
  std::vector<Write> Writes;
};

} // namespace cotidy

#endif
