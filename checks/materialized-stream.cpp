// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds streams that are drained into a container only to be walked once: all of it is in memory, and nothing
// is handled before the last element has come.

#include "semantics/CoroutineCheck.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Passes.h"
#include "semantics/Touches.h"

#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace cotidy {
namespace {

constexpr llvm::StringLiteral PullWords[] = {"next", "fetch", "read", "receive", "pull", "pop"};

class MaterializedStream : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{"materialized-stream",
                                  "finds streams that are drained into a container only to be walked once",
                                  FixKind::None, Profile::Recommended, Instantiations::Every};

  void checkCoroutine(const Coroutine &C) override {
    if (C.InTest)
      return;
    for (const InterimContainer &Interim : interimContainers(unit(), *C.Index)) {
      const Expr *Stream = Interim.Filled.Loop ? streamOf(C, *Interim.Filled.Loop) : nullptr;
      // What handles the elements may need the stream's source for itself.
      if (!Stream || usesStream(C, Interim.Walked.S, Stream))
        continue;
      report(
          Finding(Interim.Var->getLocation(),
                  llvm::formatv("{0} holds all that the stream gives, only to be walked once: memory grows "
                                "with its length, and the first element is handled after the last has come; "
                                "handle each as it comes",
                                quoted(*Interim.Var))
                      .str())
              .note(Interim.Filled.S->getBeginLoc(), "the stream is drained here")
              .note(Interim.Walked.S->getBeginLoc(), "and its elements are walked here"),
          *C.Decl);
    }
  }

private:
  /// The generator, stream or cursor that the loop takes its elements from, one at a time, and does nothing
  /// else that waits.
  const Expr *streamOf(const Coroutine &C, const LoopInfo &Loop) {
    const Expr *Stream = nullptr;
    if (const auto *For = dyn_cast<CXXForRangeStmt>(Loop.S)) {
      const AwaitableInfo *Info = unit().awaitables().info(Loop.Range->getType());
      const bool IsGenerator =
          Info && (Info->Kind == TypeKind::Generator || Info->Kind == TypeKind::AsyncGenerator);
      Stream = IsGenerator || For->getCoawaitLoc().isValid() ? Loop.Range : nullptr;
    }
    for (const Suspension &At : C.Index->suspensions()) {
      if (!C.Index->contains(Loop.S, At.E) || (Loop.Range && C.Index->contains(Loop.Range, At.E)))
        continue;
      const CallSite *Site = At.isYield() ? nullptr : unit().calls().operation(At.Operand);
      if (Site && Stream && (stepsFrom(Stream, *Site) || pullsAgain(Stream, *Site)))
        continue;
      if (!Site || Stream || !Site->Object || (!givesNext(*Site) && !begins(*Site)))
        return nullptr;
      Stream = Site->Object;
    }
    return Stream;
  }

  /// `co_await rows.begin()`, where the loop over an asynchronous generator begins.
  bool begins(const CallSite &Site) {
    const AwaitableInfo *Info = unit().awaitables().info(Site.Object->getType());
    return Info && Info->Kind == TypeKind::AsyncGenerator && Site.Args.empty() && Site.Callee &&
           simpleName(*Site.Callee) == "begin";
  }

  /// `co_await ++row`, an iterator that began in the stream.
  bool stepsFrom(const Expr *Stream, const CallSite &Site) {
    const VarDecl *Iterator =
        Site.Object && Site.Callee && Site.Callee->getOverloadedOperator() == OO_PlusPlus
            ? localOf(Site.Object)
            : nullptr;
    const auto *Begun =
        Iterator && Iterator->getInit() ? dyn_cast<CoawaitExpr>(strip(Iterator->getInit())) : nullptr;
    const CallSite *Begin = Begun ? unit().calls().operation(Begun->getOperand()) : nullptr;
    return Begin && Begin->Object && begins(*Begin) && placeOf(Begin->Object) == placeOf(Stream);
  }

  /// The step of `for (auto row = co_await rows.next(); row; row = co_await rows.next())`
  bool pullsAgain(const Expr *Stream, const CallSite &Site) {
    return Site.Object && givesNext(Site) && placeOf(Site.Object) == placeOf(Stream);
  }

  /// `co_await rows.next()`, by model or by its name; without an element there is an end to test for.
  bool givesNext(const CallSite &Site) {
    if (Site.does(CallKind::Pull))
      return true;
    return Site.Callee && Site.WrittenArgs == 0 && isNamedBy(*Site.Callee, PullWords) &&
           (!Site.isModelled() || Site.does(CallKind::LocalIo));
  }

  bool usesStream(const Coroutine &C, const Stmt *Walk, const Expr *Stream) {
    const std::vector<Touch> Source = touchesOf(unit(), *C.Index, Stream);
    for (const Stmt *S : C.Index->nodes()) {
      const auto *E = dyn_cast<Expr>(S);
      if (E && isa<DeclRefExpr, MemberExpr>(E) && C.Index->contains(Walk, E))
        for (const Touch &Of : Source)
          if (Place Used = placeOf(E); isWithin(Used, Of.Of))
            return true;
    }
    return false;
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(materialized_stream, cotidy::MaterializedStream)
