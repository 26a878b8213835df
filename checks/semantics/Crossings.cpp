// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Crossings.h"

#include "semantics/PathFlow.h"
#include "semantics/Paths.h"

using namespace clang;

namespace cotidy {

namespace {

struct Since {
  const Stmt *Began = nullptr; ///< null: not on this path
  const Expr *Suspended = nullptr;

  /// One beginning is evidence enough; a suspension after it is more.
  bool join(const Since &Other) {
    if (!Other.Began || Suspended || (Began && !Other.Suspended))
      return false;
    *this = Other;
    return true;
  }
};

/// What a path comes by where \p Await suspends. The await itself is only where it is resumed without an
/// exception.
const Stmt *suspending(const Expr &Await) {
  const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(&Await);
  return Suspend ? strip(Suspend->getSuspendExpr()) : &Await;
}

} // namespace

std::optional<Crossing> crossing(Unit &U, const Coroutine &C, llvm::function_ref<Mark(const Stmt &)> MarkOf,
                                 llvm::function_ref<bool(const Suspension &)> Counts, const Stmt *Before) {
  llvm::SmallDenseMap<const Stmt *, const Expr *, 4> Suspends;
  for (const Suspension &At : C.Index->suspensions())
    if (U.awaitables().maySuspend(At.E) && Counts(At))
      Suspends[suspending(*At.E)] = At.E;
  if (Suspends.empty() || C.Decl->isDependentContext())
    return std::nullopt;
  std::unique_ptr<CFG> Graph = pathsOf(*C.Decl, U.ast(), Exceptions::Followed);
  if (!Graph)
    return std::nullopt;
  std::optional<Crossing> First;
  PathFlow<Since> Paths(*C.Index, U.ast(), *Graph);
  Paths.solve(
      Since{Before},
      [&](Since &S, const CFGElement &Element) {
        auto Statement = Element.getAs<CFGStmt>();
        if (!Statement)
          return;
        const Stmt &At = *Statement->getStmt();
        if (S.Began && !S.Suspended)
          S.Suspended = Suspends.lookup(&At);
        switch (MarkOf(At)) {
        case Mark::None:
          break;
        case Mark::Begins:
          S = {&At, nullptr};
          break;
        case Mark::Ends:
          S = {};
          break;
        case Mark::Relies:
          if (S.Suspended && (!First || C.Index->isBefore(&At, First->Relies)))
            First = Crossing{S.Began, S.Suspended, &At};
          break;
        }
      },
      [](Since &, const CFGBlock &, const CFGBlock &, bool) {});
  return First;
}

} // namespace cotidy
