// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a function makes tasks for, one by one: the elements of a loop's range, or what an algorithm or a view
// goes through.

#ifndef COTIDY_SEMANTICS_TASKSOURCES_H
#define COTIDY_SEMANTICS_TASKSOURCES_H

#include "semantics/FanLimits.h"

namespace cotidy {

/// `every element of 'names'`
std::string everyOf(const clang::Expr *Range);

class TaskSources {
public:
  TaskSources(Unit &U, const BodyIndex &Body, unsigned MaxSize)
      : U(U), Body(Body), MaxSize(MaxSize), Limits(U, Body, MaxSize) {}

  const FanLimits &limits() const { return Limits; }
  const LoopFlow &flow(const LoopInfo &Loop);

  /// What \p Loop has an iteration for; empty if it waits for things to come, or numbers the workers that \p
  /// Call starts.
  std::string every(const LoopInfo &Loop, const clang::Expr *Call);
  /// Whether a call in the loop is given the loop's element.
  bool isFor(const CallSite &Site, const LoopInfo &Loop);
  /// `names` of `std::transform(names.begin(), names.end(), ...)`
  const clang::Expr *rangeOf(const CallSite &Algorithm) const;

  /// Where tasks are put into a container, one for each element of something without a limit.
  struct Filling {
    const LoopInfo *Loop; ///< null: an algorithm or a view does it
    std::string Over;
    clang::SourceLocation MadeAt;
    const CallSite *Task = nullptr; ///< in a loop: what makes each task
  };
  std::optional<Filling> fillingOf(const clang::ValueDecl &Tasks);
  /// The same, for what is added where \p Use names the container.
  std::optional<Filling> fillingAt(const clang::Expr *Use);
  /// What a function of this unit puts into the container of tasks that it returns.
  std::optional<Filling> fillingIn(const CallSite &Maker);
  /// `names | std::views::transform(look_up)`
  std::optional<Filling> fillingOfView(const clang::Expr *View);
  /// The same, itself or as the variable that is such a view.
  std::optional<Filling> fillingOfNamedView(const clang::Expr *View);

  /// The call that made the task \p E is, here or a statement before.
  const CallSite *madeTask(const clang::Expr *E) const;
  /// The variable, or member of *this, that \p E names.
  const clang::ValueDecl *container(const clang::Expr *E) const;
  /// \p Range without moves and conversions to a view.
  const clang::Expr *joinedRange(const clang::Expr *Range) const;

private:
  /// The range that \p Begin is the first place of; null if it is none.
  const clang::Expr *begunIn(const clang::Expr *Begin) const;
  /// Whether a container is made from the ends of another range.
  bool isOfEnds(const CallSite &Construct) const;

  Unit &U;
  const BodyIndex &Body;
  const unsigned MaxSize;
  const FanLimits Limits;
  llvm::DenseMap<const clang::Stmt *, std::unique_ptr<LoopFlow>> Flows;
};

} // namespace cotidy

#endif
