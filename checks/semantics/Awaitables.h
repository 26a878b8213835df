// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a type is to co_await: by model, or by the awaiter protocol and the promise type, so that in-house
// tasks need no model.

#ifndef COTIDY_SEMANTICS_AWAITABLES_H
#define COTIDY_SEMANTICS_AWAITABLES_H

#include "models/ModelSet.h"
#include "semantics/ClassMembers.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>
#include <optional>

namespace cotidy {

struct AwaitableInfo {
  const clang::CXXRecordDecl *Class;
  TypeKind Kind;
  const TypeModel *Model; ///< null: known by structure
  Start Starts;           ///< from the model, else from the promise's initial_suspend, or from what gives it
  Drop WhenDropped;       ///< from the model, else what laziness implies
  bool ByProtocol;        ///< has await_ready/await_suspend/await_resume or an operator co_await of its own
  bool MustConsume;       ///< dropping a prvalue of it loses work or its result (decision: by structure a
                          ///< coroutine's return type or a nodiscard class; else as the model says)
};

class Awaitables {
public:
  Awaitables(const ModelSet &Models, clang::ASTContext &AST) : Models(Models), AST(AST) {}

  /// What \p T is, through references and cv; null if it is not something asynchronous.
  const AwaitableInfo *info(clang::QualType T);
  const AwaitableInfo *info(const clang::CXXRecordDecl &Class);

  /// The promise type of coroutines that return \p Class; null if it is no coroutine type.
  const clang::CXXRecordDecl *promiseOf(const clang::CXXRecordDecl &Class) const;

  /// False only if the awaiter is known never to suspend: by model, or await_ready is always true.
  bool maySuspend(const clang::Expr *Await) const;

  /// The model entry of kind \p Kind that \p T or one of its public bases has; null if there is none.
  const TypeModel *model(clang::QualType T, TypeKind Kind) const;
  const TypeModel *model(const clang::CXXRecordDecl &Class, TypeKind Kind) const;

private:
  bool keepsMonad(const clang::CXXRecordDecl &Class) const;
  std::optional<AwaitableInfo> classify(const clang::CXXRecordDecl &Class);
  Start startOf(const clang::CXXRecordDecl &Promise) const;

  const ModelSet &Models;
  clang::ASTContext &AST;
  /// Null for what is not asynchronous. Behind a pointer: who has asked keeps the answer, and the map grows.
  llvm::DenseMap<const clang::CXXRecordDecl *, std::unique_ptr<AwaitableInfo>> Known;
};

/// Whether \p T is a coroutine's handle, or points to one.
bool isHandle(clang::QualType T);

/// The handle whose coroutine \p Call resumes; null if it resumes none.
const clang::Expr *resumedHandle(const clang::Expr &Call);

/// The await_suspend that \p Await calls; null while it depends on template parameters.
const clang::CXXMethodDecl *suspendMethod(const clang::CoroutineSuspendExpr &Await);

/// What a function always returns, if its body is one `return true;` or `return false;`.
std::optional<bool> constantResult(const clang::FunctionDecl &F);

} // namespace cotidy

#endif
