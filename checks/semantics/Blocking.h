// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which calls stop the thread they are made on, directly or through the plain functions of the unit.
//
// What a library's function does is said by a model or an attribute; bodies are followed only in the user's
// own code. A call through a pointer, a virtual call whose target is not certain, and a body that is missing
// or skipped are unknown: they neither block nor are proven not to.

#ifndef COTIDY_SEMANTICS_BLOCKING_H
#define COTIDY_SEMANTICS_BLOCKING_H

#include "semantics/Readiness.h"

namespace cotidy {

/// One call on the way from a function to what blocks in it.
struct CallStep {
  const clang::FunctionDecl *Caller;
  const clang::Stmt *At;
  const clang::FunctionDecl *Callee; ///< null: a loop that spins
};

struct BlockingSite {
  const clang::Stmt *At; ///< in the function asked about: what blocks, or the call that leads to it
  const clang::FunctionDecl *Callee;    ///< of \c At; null: a loop that spins
  BlockingCategory Category;            ///< None: an attribute says that it blocks
  const FunctionModel *Model;           ///< of what blocks; null: an attribute or a loop
  llvm::SmallVector<CallStep, 2> Chain; ///< from Callee to what blocks; empty: \c At itself blocks
  bool OnDescriptor = false;            ///< it works on a bare descriptor, that may be a non-blocking one
  bool Dropped = false; ///< not the call blocks, but the destructor of its result, which is dropped
};

class Blocking : public Session::Facts {
public:
  struct Edge {
    const clang::Stmt *At;
    const clang::FunctionDecl *To;
    bool Dispatched = false; ///< it runs \c To or what overrides it
    bool OwnStack = false;   ///< \c To runs as a fibre, which may wait for futures as a coroutine does
  };
  /// What one body does by itself.
  struct Direct {
    llvm::SmallVector<BlockingSite, 2> Blocks;
    llvm::SmallVector<Edge, 8> Calls;
    llvm::SmallVector<Edge, 4> Leaves; ///< calls of functions whose bodies other units may have
  };

  explicit Blocking(Session &S) : U(S.facts<Unit>()), Ready(U) {}

  /// What blocks while the body of \p F runs. Of a call that leads to several, the
  /// nearest of each category.
  llvm::SmallVector<BlockingSite, 4> in(const clang::FunctionDecl &F);

  /// \p F is a definition.
  const Direct &direct(const clang::FunctionDecl &F);
  /// Whether the call \p At in \p F is given the numeric address of a host, so that no name is looked up for
  /// it.
  bool isGivenAddress(const clang::FunctionDecl &F, const clang::Stmt *At);
  /// Whether \p F waits until it can, so that a helper that works on a descriptor only tries once.
  bool polls(const clang::FunctionDecl &F) { return Ready.polls(U.body(F)); }

private:
  llvm::ArrayRef<BlockingSite> reached(const clang::FunctionDecl &F);
  bool looksUpAddress(const clang::FunctionDecl &F, const BlockingSite &Found);
  void addCall(const BodyIndex &Body, const CallSite &Site, const clang::Expr *At, Direct &To);
  void addArguments(const BodyIndex &Body, const clang::Expr &Call, const clang::Expr *At, Direct &To);
  void addUnwritten(const BodyIndex &Body, const clang::Expr *E, const clang::Expr *At, Direct &To);
  void addDestructors(const BodyIndex &Body, Direct &To);
  void addCallables(const clang::Expr *Arg, const clang::Stmt *At, Direct &To, bool OwnStack = false);
  void addEdge(const clang::Stmt *At, const clang::FunctionDecl *Callee, Direct &To, bool OwnStack = false);
  bool runsHere(const BodyIndex &Body, const CallSite &Site, const clang::FunctionDecl &Callee);
  bool isWaitedFor(const BodyIndex &Body, const CallSite &Site);
  static bool isDroppedHere(const BodyIndex &Body, const CallSite &Site);
  static bool isNext(const CallSite &Site, BlockingCategory Category, const Direct &Found);

  Unit &U;
  Readiness Ready;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<Direct>> Bodies;
  llvm::DenseMap<const clang::FunctionDecl *, llvm::SmallVector<BlockingSite, 1>> Summaries;
};

} // namespace cotidy

#endif
