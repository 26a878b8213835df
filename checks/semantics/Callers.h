// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which calls of a function the unit shows. A call of a virtual method may be one of what overrides it, and
// one through a pointer or wrapper of functions one of every function of that type whose address is taken.

#ifndef COTIDY_SEMANTICS_CALLERS_H
#define COTIDY_SEMANTICS_CALLERS_H

#include "semantics/Unit.h"

namespace cotidy {

struct CallFrom {
  const clang::FunctionDecl *In;
  const clang::Expr *At; ///< the call, or the lambda where it is written
};

class Callers : public Session::Facts {
public:
  explicit Callers(Session &S);

  llvm::ArrayRef<CallFrom> of(const clang::FunctionDecl &F) const;

  /// The functions that a call may lead to which names none: their addresses are taken in this unit.
  llvm::ArrayRef<const clang::FunctionDecl *> targets(const clang::Expr &Call) const;

  /// Whether \p F is test code, or a helper in the file of the tests that only they call.
  bool isForTests(const clang::FunctionDecl &F) const;

private:
  struct OpenCall {
    CallFrom From;
    const clang::FunctionProtoType *Type;
  };

  const clang::FunctionProtoType *calledThrough(const CallSite &Site) const;
  void addOpenCalls(llvm::ArrayRef<OpenCall> Open);
  void addOverrides();

  Unit &U;
  llvm::DenseMap<const clang::FunctionDecl *, std::vector<CallFrom>> Calls;
  llvm::DenseMap<const clang::Expr *, std::vector<const clang::FunctionDecl *>> Targets;
};

} // namespace cotidy

#endif
