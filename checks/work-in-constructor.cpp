// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds constructors that set a coroutine going on the object they are still making, and destructors that
// block until one is done.

#include "semantics/AwaitedCalls.h"
#include "semantics/BlockingKind.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Fate.h"
#include "semantics/HeldAwaitables.h"
#include "semantics/Objects.h"
#include "semantics/Origins.h"
#include "semantics/StandingObjects.h"
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
    const auto *Constructor = dyn_cast<CXXConstructorDecl>(&F);
    if (Constructor)
      for (const CXXCtorInitializer *Init : Constructor->inits())
        if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(Init->getInit()))
          checkInitializer(*Default->getExpr(), *Constructor, *Init->getAnyMember());
    for (const Expr *E : Body.calls()) {
      if (Constructor && (startsOnThis(*E, Body) || callsStarter(*E)) && !stands(*E, *Constructor, Body))
        reportStart(*E, *Constructor, memberMadeFrom(*E, *Constructor, Body));
      // A fixture may end its test as the test itself may wait.
      else if (isa<CXXDestructorDecl>(F) && !unit().isTest(F) && blocksOnTask(*E, Body))
        report(Finding(E->getBeginLoc(),
                       "this destructor blocks its thread until asynchronous work is done, a deadlock "
                       "if that work needs this thread; give the class a close() to await"),
               F);
    }
  }

private:
  /// \p Member: what the coroutine is made for, if it is a member's initialiser.
  void reportStart(const Expr &E, const CXXConstructorDecl &Constructor, const FieldDecl *Member) {
    const AwaitableInfo *Task = Member ? heldAwaitable(unit(), Member->getType()) : nullptr;
    const bool EndsWithObject = Task && Task->WhenDropped == Drop::Cancels;
    if (EndsWithObject && isLast(*Member))
      return;
    report(Finding(E.getBeginLoc(),
                   llvm::formatv("this starts a coroutine on {0} before its constructor is done, and {1}; "
                                 "make it in a static asynchronous factory",
                                 quoted(*Constructor.getParent()),
                                 EndsWithObject ? "before the members after this one are made"
                                                : "nothing keeps the object until the coroutine is")
                       .str()),
           Constructor);
  }

  static bool isLast(const FieldDecl &Member) {
    return llvm::all_of(Member.getParent()->fields(), [&](const FieldDecl *Other) {
      return Other->getFieldIndex() <= Member.getFieldIndex();
    });
  }

  /// Whether all is made when \p E, the last statement of \p Constructor, starts, and the object stays until
  /// what it starts is done.
  bool stands(const Expr &E, const CXXConstructorDecl &Constructor, const BodyIndex &Body) {
    const auto *Block = dyn_cast_or_null<CompoundStmt>(Body.root());
    return Block && !Block->body_empty() && Body.contains(Block->body_back(), &E) &&
           (isEndedByAwait(unit(), *Constructor.getParent()) ||
            isOnlyStatic(unit(), *Constructor.getParent()));
  }

  /// The member that \p Constructor makes from \p E; null if there is none.
  static const FieldDecl *memberMadeFrom(const Expr &E, const CXXConstructorDecl &Constructor,
                                         const BodyIndex &Body) {
    for (const CXXCtorInitializer *Init : Constructor.inits())
      if (Body.contains(Init->getInit(), &E))
        return Init->getAnyMember();
    return nullptr;
  }

  /// `eager<void> job = run();`: the initialiser of a member, that no constructor writes.
  void checkInitializer(const Stmt &S, const CXXConstructorDecl &Constructor, const FieldDecl &Member) {
    const auto *Call = dyn_cast<CallExpr>(&S);
    const AwaitableInfo *Task = Call ? unit().awaitables().info(Call->getType()) : nullptr;
    if (Task && (Task->Kind == TypeKind::Task || Task->Kind == TypeKind::Detached) &&
        Task->Starts == Start::Eager && (Task->WhenDropped != Drop::Cancels || Task->MustConsume) &&
        usesThis(*Call))
      return reportStart(*Call, Constructor, &Member);
    if (isa<LambdaExpr>(S))
      return;
    for (const Stmt *Child : S.children())
      if (Child)
        checkInitializer(*Child, Constructor, Member);
  }

  /// `start();`, a plain method of the object that starts a coroutine on it.
  bool callsStarter(const Expr &E) {
    const auto *Call = dyn_cast<CXXMemberCallExpr>(&E);
    const bool IsOwn = Call && isa<CXXThisExpr>(Call->getImplicitObjectArgument()->IgnoreParenImpCasts());
    const BodyIndex *Method = IsOwn ? unit().visibleBody(Call->getMethodDecl()) : nullptr;
    return Method && !unit().coroutine(Method->function()) &&
           llvm::any_of(Method->calls(), [&](const Expr *Inner) { return startsOnThis(*Inner, *Method); });
  }

  bool blocksOnTask(const Expr &E, const BodyIndex &Body) {
    const CallSite &Site = unit().calls().site(&E);
    const BlockingCategory How = blockingKind(unit(), Site).Category;
    const ValueDecl *Waited = How == BlockingCategory::Wait ? namedObject(Site.Object) : nullptr;
    // The future of a coroutine, or of one that was started: `done = run();`, `done = as_future(run());`
    return How == BlockingCategory::SyncWait ||
           (Waited && isMadeFrom(unit(), *Waited, [&](const Expr &From) {
              const CallSite *Made = unit().calls().siteOf(&From);
              return Made && Made->Callee && isa<CallExpr>(Made->E) &&
                     (unit().coroutine(*Made->Callee) || Made->does(CallKind::Spawn) ||
                      llvm::any_of(Made->Args,
                                   [&](const Expr *Arg) { return isTask(unit(), Arg->getType()); }));
            }));
  }

  /// Whether \p E makes a coroutine that uses the object, and what becomes of it sets it going, for longer
  /// perhaps than the object is there.
  bool startsOnThis(const Expr &E, const BodyIndex &Body) {
    return setsGoingOnThis(E, Body) && !endsWithObject(unit(), Body, E);
  }

  bool setsGoingOnThis(const Expr &E, const BodyIndex &Body) {
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
