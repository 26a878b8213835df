// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The translation unit as the checks see it: each question answered once.

#ifndef COTIDY_SEMANTICS_UNIT_H
#define COTIDY_SEMANTICS_UNIT_H

#include "core/Session.h"
#include "semantics/Awaitables.h"
#include "semantics/Calls.h"
#include "semantics/Coroutine.h"
#include "semantics/TestCode.h"

namespace cotidy {

class Unit : public Session::Facts {
public:
  explicit Unit(Session &S);
  ~Unit() override;

  Session &session() const { return S; }
  clang::ASTContext &ast() const { return S.ast(); }
  const ModelSet &models() const { return *Models; }
  Awaitables &awaitables() { return Types; }
  Calls &calls() { return CallSites; }

  /// Whether coroutine code can be in this unit at all: it has seen std::coroutine_traits.
  bool hasCoroutines() const { return Relevant; }

  /// Every coroutine to look at, in the order of appearance; none if the models could not be read.
  llvm::ArrayRef<Coroutine> coroutines() const { return Coroutines; }
  /// The coroutine that \p F is; null if it is none.
  const Coroutine *coroutine(const clang::FunctionDecl &F) const;

  /// The index of a function's body, made at first use and kept. \p F is a definition.
  const BodyIndex &body(const clang::FunctionDecl &F);
  /// The same of the definition of \p F if it is the user's own and was parsed; null if not, or for null.
  const BodyIndex *visibleBody(const clang::FunctionDecl *F);

  /// Whether \p F is test code of a known framework: a method of a fixture, written by a test macro or in a
  /// suite, or a helper that asserts.
  bool isTest(const clang::FunctionDecl &F);

  /// Whether awaiting an operand of type \p T at \p Where in \p C would compile as far as the place and the
  /// promise go: not in a handler, not in the initialiser of a static, accepted by await_transform.
  bool canAwaitHere(const Coroutine &C, const clang::Expr *Where, clang::QualType T);

private:
  std::shared_ptr<const ModelSet> readModels() const;
  bool isAsync(const clang::FunctionDecl &F, const clang::CXXRecordDecl *Promise, const BodyIndex &Index);
  bool acceptsAwait(const clang::CXXRecordDecl &Promise, clang::QualType T) const;

  Session &S;
  std::shared_ptr<const ModelSet> Models;
  Awaitables Types;
  Calls CallSites;
  TestCode Tests;
  bool Relevant;
  std::vector<Coroutine> Coroutines;
  llvm::DenseMap<const clang::FunctionDecl *, unsigned> CoroutineOf;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<BodyIndex>> Bodies;
};

} // namespace cotidy

#endif
