// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the functions of a unit do, for those who call them from other units, and what the unit has to ask
// those. Ways inside the unit stay as they are: the program goes on where they leave it.

#ifndef COTIDY_SEMANTICS_CALLSUMMARIES_H
#define COTIDY_SEMANTICS_CALLSUMMARIES_H

#include "semantics/Blocking.h"
#include "semantics/Deadlines.h"
#include "semantics/UnitFacts.h"

namespace cotidy {

struct BlockingQuestion {
  const clang::FunctionDecl *In;
  const clang::Stmt *At; ///< the call, in \c In
  const clang::FunctionDecl *To;
  bool Dispatched; ///< to \c To or to what overrides it
  llvm::SmallVector<BlockingCategory, 16> Categories;
  std::vector<std::string> Ignored;
};
struct LimitQuestion {
  const clang::FunctionDecl *In;
  const clang::FieldDecl *Member; ///< may be null
  bool WantsCaller;
  const FunctionModel *Configured; ///< what gave the resource, which is configured elsewhere; may be null
  llvm::SmallVector<const clang::FunctionDecl *, 2> Awaits; ///< what no model names, if that is all it awaits
};

struct WaitingQuestion {
  const clang::FunctionDecl *In;
  const clang::FunctionDecl *To; ///< what it awaits
  bool Dispatched;               ///< to \c To or to what overrides it
};

class CallSummaries : public Session::Facts {
public:
  explicit CallSummaries(Session &S);

  /// The calls of \p F on whose way another unit takes over.
  llvm::SmallVector<Blocking::Edge, 8> leavesFrom(const clang::FunctionDecl &F);

  /// The number of the question.
  unsigned ask(const BlockingQuestion &Q);
  unsigned ask(const LimitQuestion &Q);
  unsigned ask(const WaitingQuestion &Q);

  /// Everything there is to tell.
  UnitFacts take();

private:
  bool leavesUnit(const clang::FunctionDecl &F);
  unsigned function(const clang::FunctionDecl &F);
  FactPlace place(clang::SourceLocation Loc);
  void describeBody(const clang::FunctionDecl &F, unsigned Number);
  bool isForWriter(const LambdaInfo &Lambda, const clang::FunctionDecl &Made);
  void addCallers(const clang::FunctionDecl &In);
  void addOverridden(const clang::FunctionDecl &F);
  void addOverrides(const clang::FunctionDecl &F);
  void addCaller(const BodyIndex &Body, const clang::FunctionDecl &Of, const clang::Expr *At);
  AwaitableUse useOf(const BodyIndex &Body, const clang::Expr *At);
  void dropUseless();

  Unit &U;
  Blocking &Blocks;
  Deadlines &Limits;
  UnitFacts Facts;
  llvm::DenseMap<const clang::FunctionDecl *, unsigned> Numbers;
  std::vector<const clang::FunctionDecl *> Decls; ///< by number
  std::vector<bool> OfLambda;                     ///< of the callers: they write the lambda that is called
  llvm::SmallPtrSet<const clang::FunctionDecl *, 8> Handed; ///< lambdas that are arguments
  llvm::DenseMap<clang::FileID, unsigned> Files;
  llvm::DenseMap<const clang::FunctionDecl *, bool> Leaving;
  /// In each function the questions whether a call blocks, by their numbers.
  llvm::DenseMap<const clang::FunctionDecl *, llvm::SmallVector<std::pair<unsigned, const clang::Stmt *>, 4>>
      Asked;
};

} // namespace cotidy

#endif
