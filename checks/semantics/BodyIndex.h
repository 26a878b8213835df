// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One walk over a function's body, and everything the questions about it need: awaits, calls, loops, lambdas,
// locals, and the way up from any statement. Bodies of nested lambdas are not part of it; they have their
// own.

#ifndef COTIDY_SEMANTICS_BODYINDEX_H
#define COTIDY_SEMANTICS_BODYINDEX_H

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include <vector>

namespace cotidy {

/// A place where the coroutine may be suspended: a written co_await or co_yield, not initial or final
/// suspend.
struct Suspension {
  const clang::Expr *E;       ///< CoawaitExpr, CoyieldExpr or, in a template's pattern, DependentCoawaitExpr
  const clang::Expr *Operand; ///< as written, without parentheses and implicit nodes
  int Loop;                   ///< innermost loop whose body, condition or increment it is in; -1: none

  bool isYield() const { return llvm::isa<clang::CoyieldExpr>(E); }
  /// The keyword: where a finding about this await stands.
  clang::SourceLocation loc() const { return E->getExprLoc(); }
};

struct LoopInfo {
  const clang::Stmt *S; ///< ForStmt, WhileStmt, DoStmt or CXXForRangeStmt
  const clang::Stmt *Body;
  int Parent;                    ///< the loop around it; -1: none
  const clang::VarDecl *Element; ///< loop variable of a range-for, or the first variable of a for statement
  const clang::Expr *Range;      ///< range-for: the range as written
};

/// What is done with a lambda where it is written.
enum class LambdaUse {
  Called,   ///< invoked on the spot
  Argument, ///< handed to a call
  Stored,   ///< initialises a variable, member or container
  Other,
};

struct LambdaInfo {
  const clang::LambdaExpr *E;
  LambdaUse Use;
  const clang::Expr *Call; ///< the call that invokes or receives it
  int Arg;                 ///< its argument index in that call, the object of an operator not counted
};

class BodyIndex {
public:
  explicit BodyIndex(const clang::FunctionDecl &F);

  const clang::FunctionDecl &function() const { return F; }
  /// The statements as written: of a coroutine, without what the compiler adds.
  const clang::Stmt *root() const { return Root; }

  llvm::ArrayRef<Suspension> suspensions() const { return Suspensions; }
  /// Every CallExpr, and every CXXConstructExpr that runs code of its own, children before parents.
  llvm::ArrayRef<const clang::Expr *> calls() const { return Calls; }
  llvm::ArrayRef<LoopInfo> loops() const { return Loops; }
  llvm::ArrayRef<LambdaInfo> lambdas() const { return Lambdas; }
  /// Every variable the body declares, loop variables and caught exceptions included.
  llvm::ArrayRef<const clang::VarDecl *> locals() const { return Locals; }
  llvm::ArrayRef<const clang::CXXThisExpr *> thisUses() const { return ThisUses; }
  llvm::ArrayRef<const clang::CoreturnStmt *> coreturns() const { return Coreturns; }
  /// Every reference by name to \p D in this body; captures of nested lambdas count by their initialisers.
  llvm::ArrayRef<const clang::DeclRefExpr *> uses(const clang::ValueDecl &D) const;

  /// Every statement and expression in the order of the walk: a node, then what is in it.
  llvm::ArrayRef<const clang::Stmt *> nodes() const { return Nodes; }

  const clang::Stmt *parent(const clang::Stmt *S) const { return Parents.lookup(S); }
  /// The parent that is not a parenthesis, implicit cast, cleanup or other node without a meaning of its own.
  const clang::Stmt *meaningfulParent(const clang::Stmt *S) const;
  bool contains(const clang::Stmt *Ancestor, const clang::Stmt *S) const;
  /// Whether \p A begins before \p B in the text.
  bool isBefore(const clang::Stmt *A, const clang::Stmt *B) const;
  /// Index of the innermost loop that repeats \p S (a for's initialiser and a range are not repeated); -1:
  /// none.
  int loopOf(const clang::Stmt *S) const;
  /// The statement that \p S is part of: a child of a block, or the body of a loop or branch.
  const clang::Stmt *statementOf(const clang::Stmt *S) const;
  /// Innermost statement of type \p T around \p S, itself excluded.
  template <typename T> const T *enclosing(const clang::Stmt *S) const {
    for (S = parent(S); S; S = parent(S))
      if (const auto *Found = llvm::dyn_cast<T>(S))
        return Found;
    return nullptr;
  }
  bool inHandler(const clang::Stmt *S) const { return enclosing<clang::CXXCatchStmt>(S) != nullptr; }
  /// Whether nothing uses the value of \p E: an expression statement, the left of a comma, a cast to void,
  /// each through parentheses and the arms of a conditional.
  bool isDiscarded(const clang::Expr *E) const;

private:
  void walk(const clang::Stmt *S, const clang::Stmt *Up, int Loop);
  void walkChildren(const clang::Stmt *S, int Loop);
  int addLoop(const clang::Stmt *S, const clang::Stmt *Body, int Parent,
              const clang::VarDecl *Element = nullptr, const clang::Expr *Range = nullptr);
  void addSuspension(const clang::Expr *E, const clang::Expr *Operand, int Loop);
  void addLambda(const clang::LambdaExpr *E);

  const clang::FunctionDecl &F;
  const clang::Stmt *Root = nullptr;
  std::vector<const clang::Stmt *> Nodes;
  llvm::SmallVector<Suspension, 8> Suspensions;
  llvm::SmallVector<const clang::Expr *, 16> Calls;
  llvm::SmallVector<LoopInfo, 2> Loops;
  llvm::SmallVector<LambdaInfo, 2> Lambdas;
  llvm::SmallVector<const clang::VarDecl *, 8> Locals;
  llvm::SmallVector<const clang::CXXThisExpr *, 4> ThisUses;
  llvm::SmallVector<const clang::CoreturnStmt *, 2> Coreturns;
  llvm::DenseMap<const clang::Decl *, llvm::SmallVector<const clang::DeclRefExpr *, 2>> Uses;
  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> Parents;
};

/// `do { ... } while (0)`, and whatever a macro writes for the zero: no loop, but one round.
bool isOneRound(const clang::DoStmt &Do);

/// \p E without parentheses, implicit casts, temporaries' nodes and copies of the compiler's making.
const clang::Expr *strip(const clang::Expr *E);

} // namespace cotidy

#endif
