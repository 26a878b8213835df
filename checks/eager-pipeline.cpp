// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds containers that one stage of a pipeline builds only for the next to walk: each stage costs a pass,
// its allocations and a copy of every element, where one pass would do.

#include "semantics/CoroutineCheck.h"
#include "semantics/LoopBounds.h"
#include "semantics/Passes.h"

using namespace clang;

namespace cotidy {
namespace {

class EagerPipeline : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{"eager-pipeline",
                                  "finds containers that are built between two stages and used once",
                                  FixKind::None, Profile::Strict, Instantiations::Every};

  void checkCoroutine(const Coroutine &C) override {
    if (C.InTest)
      return;
    for (const InterimContainer &Interim : interimContainers(unit(), *C.Index)) {
      const Expr *Next =
          Interim.Filled.Range && !suspends(C, Interim.Filled.S) && !suspends(C, Interim.Walked.S)
              ? filledBy(C, Interim.Walked.S, *Interim.Var)
              : nullptr;
      if (!Next || isSmall(C, Interim.Filled.Range))
        continue;
      report(
          Finding(Interim.Var->getLocation(),
                  llvm::formatv("{0} is built by one stage only for the next to walk it once: that costs a "
                                "pass, its allocations and a copy of every element; join the stages in one "
                                "pass, or make this one a lazy view",
                                quoted(*Interim.Var))
                      .str())
              .note(Interim.Filled.S->getBeginLoc(), "filled here")
              .note(Interim.Walked.S->getBeginLoc(),
                    "walked here, by the stage that fills the next container"),
          *C.Decl);
    }
  }

private:
  static bool suspends(const Coroutine &C, const Stmt *S) {
    return llvm::any_of(C.Index->suspensions(),
                        [&](const Suspension &At) { return C.Index->contains(S, At.E); });
  }

  /// What the pass \p S adds elements to, other than \p Var.
  const Expr *filledBy(const Coroutine &C, const Stmt *S, const VarDecl &Var) {
    auto Other = [&](const Expr *To) {
      const auto *Ref = To ? dyn_cast<DeclRefExpr>(strip(To)) : nullptr;
      return Ref && Ref->getDecl() != &Var;
    };
    for (const Stmt *Node : C.Index->nodes())
      if (const Expr *To = C.Index->contains(S, Node) ? writtenInto(*Node) : nullptr; Other(To))
        return To;
    for (const Expr *Call : C.Index->calls()) {
      if (!C.Index->contains(S, Call))
        continue;
      const CallSite &Site = unit().calls().site(Call);
      const StringRef Name =
          Site.Callee && Site.Callee->getDeclName().isIdentifier() ? Site.Callee->getName() : StringRef();
      const Expr *To = Name == "push_back" || Name == "emplace_back"      ? Site.Object
                       : Name == "back_inserter" && Site.Args.size() == 1 ? Site.Args.front()
                                                                          : writtenOver(unit(), Site);
      if (Other(To))
        return To;
    }
    return nullptr;
  }

  bool isSmall(const Coroutine &C, const Expr *Range) {
    std::optional<uint64_t> Size = constantSize(Range, *C.Index, unit().ast());
    return Size && *Size <= MaxSize;
  }

  const unsigned MaxSize = option("MaxSize", 64u, "ranges known to have no more elements are quiet");
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(eager_pipeline, cotidy::EagerPipeline)
