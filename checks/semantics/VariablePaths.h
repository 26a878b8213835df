// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What happens to a function's variables on each of its paths, as events.

#ifndef COTIDY_SEMANTICS_VARIABLEPATHS_H
#define COTIDY_SEMANTICS_VARIABLEPATHS_H

#include "semantics/PathFlow.h"
#include "semantics/Paths.h"

namespace cotidy {

/// The variables of which something may be true on the way to a point, each with an expression that made it
/// so.
struct MarkedVars {
  llvm::SmallDenseMap<const clang::VarDecl *, const clang::Expr *, 4> By;

  bool join(const MarkedVars &Other) {
    const size_t Before = By.size();
    By.insert(Other.By.begin(), Other.By.end());
    return By.size() != Before;
  }
};

/// Follows a \p State (see PathFlow) over the paths of a function. Each event may change the state; what it
/// finds out before `Final` may not be all.
template <typename State> class VariablePaths {
protected:
  VariablePaths(const BodyIndex &Body, clang::ASTContext &AST, Exceptions Follow = Exceptions::Ignored)
      : Body(Body), AST(AST), Follow(Follow) {}
  ~VariablePaths() = default;

  void follow(State Entry) {
    std::unique_ptr<clang::CFG> Graph = pathsOf(Body.function(), AST, Follow);
    if (!Graph)
      return;
    PathFlow<State> Flow(Body, AST, *Graph);
    Flow.solve(
        std::move(Entry), [&](State &S, const clang::CFGElement &Element) { run(S, Element); },
        [&](State &S, const clang::CFGBlock &From, const clang::CFGBlock &To, bool First) {
          const clang::Stmt *Loop = From.getTerminatorStmt();
          if (!First && llvm::isa_and_nonnull<clang::ForStmt, clang::WhileStmt, clang::CXXForRangeStmt>(Loop))
            loopLeft(S, *Loop);
          if (const auto *Handler = llvm::dyn_cast_or_null<clang::CXXCatchStmt>(To.getLabel()))
            caught(S, *Handler);
          // The second way out of a block that does not branch is that of an exception, as is the one past
          // all handlers.
          if (&To == &Graph->getExit() && !llvm::isa_and_nonnull<clang::CXXTryStmt>(Loop) &&
              (First || Loop || From.succ_size() == 1))
            if (const clang::Stmt *End = wayOut(From, Body.root()))
              functionLeft(S, *End);
        });
    Final = true;
    for (const clang::CFGBlock *Block : Graph->const_reverse_nodes())
      for (auto &[Known, S] : Flow.before(*Block))
        for (const clang::CFGElement &Element : *Block)
          run(S, Element);
  }

  virtual void declared(State &, const clang::VarDecl &) {}
  /// Any mention of a variable but the one on the left of an assignment.
  virtual void used(State &, const clang::VarDecl &, const clang::DeclRefExpr &) {}
  /// After both sides of an overloaded assignment to a variable.
  virtual void assigned(State &, const clang::VarDecl &, const clang::CXXOperatorCallExpr &) {}
  /// After its arguments.
  virtual void called(State &, const clang::CallExpr &) {}
  /// On the way into \p Handler.
  virtual void caught(State &, const clang::CXXCatchStmt &) {}
  /// \p Trigger leaves the scope; null if its block comes to its end.
  virtual void lifeEnded(State &, const clang::VarDecl &, const clang::Stmt *Trigger) {}
  /// \p Loop has run all its rounds, or none.
  virtual void loopLeft(State &, const clang::Stmt &Loop) {}
  virtual void functionLeft(State &, const clang::Stmt &End) {}

  const BodyIndex &Body;
  bool Final = false; ///< every state that arrives at an element is known, and each is gone through once

private:
  void run(State &S, const clang::CFGElement &Element) {
    if (std::optional<clang::CFGLifetimeEnds> End = Element.getAs<clang::CFGLifetimeEnds>())
      return lifeEnded(S, *End->getVarDecl(), End->getTriggerStmt());
    std::optional<clang::CFGStmt> Statement = Element.getAs<clang::CFGStmt>();
    if (!Statement)
      return;
    if (const auto *Declaration = llvm::dyn_cast<clang::DeclStmt>(Statement->getStmt())) {
      for (const clang::Decl *D : Declaration->decls())
        if (const auto *Var = llvm::dyn_cast<clang::VarDecl>(D))
          declared(S, *Var);
    } else if (const auto *Use = llvm::dyn_cast<clang::DeclRefExpr>(Statement->getStmt())) {
      if (const auto *Var = llvm::dyn_cast<clang::VarDecl>(Use->getDecl()); Var && !isAssignedTo(*Use))
        used(S, *Var, *Use);
    } else if (const auto *Call = llvm::dyn_cast<clang::CallExpr>(Statement->getStmt())) {
      called(S, *Call);
      const auto *Assign = llvm::dyn_cast<clang::CXXOperatorCallExpr>(Call);
      const auto *To = Assign && Assign->getOperator() == clang::OO_Equal
                           ? llvm::dyn_cast<clang::DeclRefExpr>(strip(Assign->getArg(0)))
                           : nullptr;
      if (const auto *Var = To ? llvm::dyn_cast<clang::VarDecl>(To->getDecl()) : nullptr)
        assigned(S, *Var, *Assign);
    }
  }

  bool isAssignedTo(const clang::DeclRefExpr &Use) const {
    const auto *Assign = llvm::dyn_cast_or_null<clang::CXXOperatorCallExpr>(Body.meaningfulParent(&Use));
    return Assign && Assign->getOperator() == clang::OO_Equal && strip(Assign->getArg(0)) == &Use;
  }

  clang::ASTContext &AST;
  const Exceptions Follow;
};

} // namespace cotidy

#endif
