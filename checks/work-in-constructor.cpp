// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds constructors that set a coroutine going on the object they are still making, and destructors that
// block until one is done.

#include "semantics/BlockingKind.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Fate.h"
#include "semantics/TaskStarts.h"

using namespace clang;

namespace cotidy {
namespace {

class WorkInConstructor : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{
      "work-in-constructor",
      "finds constructors that start a coroutine on their object, and destructors that block on one",
      FixKind::None, Profile::Recommended, Instantiations::Any};

  void checkFunction(const FunctionDecl &F) override {
    const BodyIndex &Body = unit().body(F);
    for (const Expr *E : Body.calls()) {
      if (isa<CXXConstructorDecl>(F) && startsOnThis(*E, Body))
        report(Finding(E->getBeginLoc(),
                       llvm::formatv(
                           "this starts a coroutine on {0} before its constructor is done, and nothing keeps "
                           "the object until the coroutine is; make it in a static asynchronous factory",
                           quoted(*cast<CXXConstructorDecl>(F).getParent()))
                           .str()),
               F);
      // A fixture may end its test as the test itself may wait.
      else if (isa<CXXDestructorDecl>(F) && !unit().isTest(F) && blocksOnTask(*E))
        report(Finding(E->getBeginLoc(),
                       "this destructor blocks its thread until asynchronous work is done, a deadlock "
                       "if that work needs this thread; give the class a close() to await"),
               F);
    }
  }

private:
  bool blocksOnTask(const Expr &E) {
    return blockingKind(unit(), unit().calls().site(&E)).Category == BlockingCategory::SyncWait;
  }

  /// Whether \p E makes a coroutine that uses the object, and what becomes of it sets it going.
  bool startsOnThis(const Expr &E, const BodyIndex &Body) {
    const auto *Call = dyn_cast<CallExpr>(&E);
    const AwaitableInfo *Task = Call ? unit().awaitables().info(Call->getType()) : nullptr;
    if (!Task || (Task->Kind != TypeKind::Task && Task->Kind != TypeKind::Detached) || !usesThis(*Call))
      return startsMakerOfThis(E, Body);
    return Task->Starts == Start::Eager || fateOf(unit(), Body, E) == Fate::Started;
  }

  static bool usesThis(const CallExpr &Call) {
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
        Member && isa<CXXThisExpr>(Member->getImplicitObjectArgument()->IgnoreParenImpCasts()))
      return true;
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call))
      return capturesThis(*strip(Operator->getArg(0)));
    return llvm::any_of(Call.arguments(), [](const Expr *Argument) {
      return isa<CXXThisExpr>(Argument->IgnoreParenImpCasts());
    });
  }

  static bool capturesThis(const Expr &E) {
    const auto *Lambda = dyn_cast<LambdaExpr>(&E);
    return Lambda &&
           llvm::any_of(Lambda->captures(), [](const LambdaCapture &C) { return C.capturesThis(); });
  }

  /// co_spawn(executor, [this]() -> awaitable<void> { ... }, detached)
  bool startsMakerOfThis(const Expr &E, const BodyIndex &Body) {
    const CallSite &Site = unit().calls().site(&E);
    return startsTask(unit(), Body, Site) && llvm::any_of(Site.Args, [&](const Expr *Argument) {
             return capturesThis(*Argument) && taskMaker(unit(), Argument);
           });
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(work_in_constructor, cotidy::WorkInConstructor)
