// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a call means, according to the models in force.

#ifndef COTIDY_SEMANTICS_CALLS_H
#define COTIDY_SEMANTICS_CALLS_H

#include "models/ModelSet.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"
#include <memory>

namespace cotidy {

/// A call, a construction or an overloaded operator, seen alike.
struct CallSite {
  const clang::Expr *E = nullptr;              ///< CallExpr or CXXConstructExpr
  const clang::FunctionDecl *Callee = nullptr; ///< null if not known (dependent, through a pointer)
  const clang::Expr *Object = nullptr; ///< what a method is called on, stripped; null: none or implicit this
  const clang::CXXRecordDecl *ObjectClass = nullptr;  ///< its static class, through pointers
  llvm::SmallVector<const clang::Expr *, 4> Args;     ///< stripped, without the object, defaults included
  unsigned WrittenArgs = 0;                           ///< how many of them are not defaults
  llvm::SmallVector<const FunctionModel *, 2> Models; ///< the entries whose conditions hold

  /// What the call is known by: the callee, or the variable that is a function object; null if not known.
  const clang::NamedDecl *named() const;

  /// The first entry of kind \p Kind; null if the call does not do that.
  const FunctionModel *does(CallKind Kind) const;
  bool isModelled() const { return !Models.empty(); }
  /// The argument an index of a model names; null if there is none such.
  const clang::Expr *arg(std::optional<ArgIndex> Index) const;
  /// What the operation works on: the argument `resource` names, else the object.
  const clang::Expr *resource(const FunctionModel &M) const;

  void add(const clang::Expr *Arg);
};

/// Resolves calls, each once.
class Calls {
public:
  Calls(const ModelSet &Models, clang::ASTContext &AST) : Models(Models), AST(AST) {}

  /// \p E is a CallExpr or a CXXConstructExpr.
  const CallSite &site(const clang::Expr *E);
  /// The call that \p E is, through parentheses and the like; null if it is none.
  const CallSite *siteOf(const clang::Expr *E);
  /// siteOf, after looking through calls that only hand their argument on (moves, adaptors of kind `now`).
  const CallSite *operation(const clang::Expr *E);

  /// Whether all of \p When and none of \p Unless are true of the call.
  bool holds(llvm::ArrayRef<ArgCondition> When, llvm::ArrayRef<ArgCondition> Unless,
             const CallSite &Site) const;

private:
  bool holds(const ArgCondition &C, const CallSite &Site) const;

  const ModelSet &Models;
  clang::ASTContext &AST;
  llvm::DenseMap<const clang::Expr *, std::unique_ptr<CallSite>> Sites;
};

/// The class of \p T, through references and, if asked for, one pointer or smart pointer; null if it is none.
const clang::CXXRecordDecl *classOf(clang::QualType T, bool ThroughPointer = false);

/// Whether \p E is a constant that stands for nothing: a zero duration or count, or null.
bool isZero(const clang::Expr &E, const clang::ASTContext &AST);

/// A duration or a point of time of the standard library.
bool isTime(clang::QualType T);

} // namespace cotidy

#endif
