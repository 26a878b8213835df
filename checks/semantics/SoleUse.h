// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Objects that one coroutine at a time works on, by what the unit shows of their use.

#ifndef COTIDY_SEMANTICS_SOLEUSE_H
#define COTIDY_SEMANTICS_SOLEUSE_H

#include "semantics/Callers.h"

namespace cotidy {

class SoleUse : public Session::Facts {
public:
  explicit SoleUse(Session &S);

  /// Whether nobody else has the object of \p F, a coroutine, while it runs: it is given up to it, a local of
  /// every caller that waits for it, or a value that is handed from one to the next and not changed here.
  bool isSole(const clang::FunctionDecl &F) const { return isSole(F, MaxChain); }

private:
  static constexpr unsigned MaxChain = 4;

  bool isSole(const clang::FunctionDecl &F, unsigned Depth) const;
  bool isAwaitedOnLocal(const CallFrom &Call) const;
  void addValue(clang::QualType T);

  Unit &U;
  llvm::SmallPtrSet<const clang::CXXRecordDecl *, 8> Values; ///< classes whose objects functions return
};

} // namespace cotidy

#endif
