// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds tasks that are started and forgotten although they can fail: the error goes nowhere, or ends the
// process.

#include "semantics/CoroutineCheck.h"
#include "semantics/Failures.h"
#include "semantics/Fate.h"
#include "semantics/FixTemplates.h"
#include "semantics/Naming.h"
#include "semantics/TaskStarts.h"
#include "semantics/TestCode.h"

using namespace clang;

namespace cotidy {
namespace {

StringRef message(Errors Tells) {
  switch (Tells) {
  case Errors::Dropped:
    return "an exception that leaves this detached task is dropped, so nobody learns that its work was not "
           "done; catch and report it in the task, or start it with a handler";
  case Errors::Terminate:
    return "an exception that leaves this detached task ends the process; catch and report it in the task";
  default:
    return "nobody waits for this detached task, so an exception that leaves it is lost or ends the process; "
           "catch and report it in the task";
  }
}

class DetachedTask : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{"detached-task",
                                  "finds tasks that are started and forgotten although they can fail",
                                  FixKind::Offered, Profile::Strict, Instantiations::Any};

  void checkFunction(const FunctionDecl &F) override {
    if (isTest(F))
      return;
    const BodyIndex &Body = unit().body(F);
    for (const Expr *E : Body.calls()) {
      const CallSite &Site = unit().calls().site(E);
      const std::optional<Detaching> Start = detaching(unit(), Site);
      // One that somebody keeps, to wait for it, is not detached.
      if (Start && (E->getType()->isVoidType() || Site.does(CallKind::Detach) || Body.isDiscarded(E)))
        checkStart(Site, *Start, Body);
    }
  }

private:
  const bool ReportUnseenTasks =
      option("ReportUnseenTasks", true, "also tasks whose bodies are elsewhere, which may catch everything");
  const std::vector<std::string> AllowedTasks =
      list("AllowedTasks", "", "qualified names of coroutines that may be detached");

  /// Of a suite, only the tests: what helps them runs them.
  bool isTest(const FunctionDecl &F) {
    TestCode Tests(unit().models(), unit().ast());
    for (const DeclContext *Scope = &F; Scope; Scope = Scope->getParent()) {
      const BodyIndex *Inside = unit().visibleBody(dyn_cast<FunctionDecl>(Scope));
      if ((!isa<NamespaceDecl>(Scope) && Tests.isTest(*Scope)) || (Inside && Tests.asserts(*Inside)))
        return true;
    }
    return false;
  }

  void checkStart(const CallSite &Site, const Detaching &Start, const BodyIndex &Body) {
    // Of a callback that ignores the error, swallowed-exception speaks.
    if (Start.Tells == Errors::Reported || Start.Tells == Errors::ToCallback)
      return;
    const FunctionDecl *Task = coroutineOf(unit(), Start.Task);
    if (!Task || isOneOf(Task, AllowedTasks))
      return;
    const CXXRecordDecl *Unkept = unkeptObject(Site, *strip(Start.Task), Body);
    // Who waits for a task that ends the process learns of its error no more than who does not.
    const Escapes Out = endsProcess(unit(), *Task) ? Escapes{false, nullptr} : escapesOf(unit(), *Task);
    if (!Out.May && Unkept)
      return checkObject(Site, *Unkept, *Task, Body);
    // What a scope waits for is taken for work that cannot fail, unless it is seen to.
    const bool IsInScope = Start.Tells == Errors::Terminate && !Site.does(CallKind::Detach);
    if (!Out.May || (!Out.At && (!ReportUnseenTasks || IsInScope)))
      return;
    Finding Forgotten(Site.E->getBeginLoc(), message(Start.Tells).str());
    if (Out.At)
      Forgotten.note(Out.At->getBeginLoc(), "an exception from here leaves the task");
    if (Unkept)
      Forgotten.note(
          Start.Task->getBeginLoc(),
          llvm::formatv("besides, nothing here keeps this object of {0} alive for the task", quoted(*Unkept))
              .str());
    if (Start.Model) {
      FixRequest Handler{FixFor::Detach, Start.Model->Library, Site.Callee, &Body, Site.E, {}, &Site};
      if (std::optional<OfferedFix> Fix = render(unit(), Handler))
        Forgotten.Offers.push_back(std::move(*Fix));
    }
    report(std::move(Forgotten), Body.function());
  }

  /// A task that cannot fail, and works on an object that may be gone.
  void checkObject(const CallSite &Site, const CXXRecordDecl &Unkept, const FunctionDecl &Task,
                   const BodyIndex &Body) {
    const Coroutine *C = unit().coroutine(Task);
    const Stmt *Late =
        C ? firstLateRead(unit(), *C, [](const Stmt &S) { return isa<CXXThisExpr>(S); }) : nullptr;
    if (Late)
      report(Finding(Site.E->getBeginLoc(),
                     llvm::formatv("nothing here keeps this object of {0} alive for the detached task, which "
                                   "uses it when it is resumed; let the task hold the object",
                                   quoted(Unkept))
                         .str())
                 .note(Late->getBeginLoc(), "used here"),
             Body.function());
  }

  /// What runs the task goes with the object: `co_spawn(pool_, run(), detached)`.
  bool runsOnMember(const CallSite &Site) {
    return llvm::any_of(Site.Args, [&](const Expr *Arg) {
      const auto *Member = dyn_cast<MemberExpr>(Arg);
      return Member && isa<CXXThisExpr>(strip(Member->getBase())) &&
             !Member->getMemberDecl()->getType()->isReferenceType() &&
             runsTasks(unit(), Member->getType()->getAsCXXRecordDecl());
    });
  }

  /// Whether the function itself stays until the work is done: `co_spawn(context, poll(), detached);
  /// context.run();`.
  bool runsToEndAfter(const CallSite &Site, const BodyIndex &Body) {
    return llvm::any_of(Body.calls(), [&](const Expr *E) {
      return Body.isBefore(Site.E, E) && !Body.contains(Site.E, E) && runsToEnd(unit().calls().site(E));
    });
  }

  /// Actors are their runtime's: it runs their coroutines, and none of one that is gone.
  static bool isActor(const CXXRecordDecl &Class) {
    constexpr llvm::StringLiteral Words[] = {"actor"};
    return isNamedBy(Class, Words) ||
           (Class.hasDefinition() &&
            !Class.forallBases([&](const CXXRecordDecl *Base) { return !isNamedBy(*Base, Words); }));
  }

  /// The class whose object a task works on that does nothing to keep it; null if there is none.
  const CXXRecordDecl *unkeptObject(const CallSite &Site, const Expr &Task, const BodyIndex &Body) {
    const auto *Lambda = dyn_cast<LambdaExpr>(&Task);
    const auto *Call = dyn_cast<CXXMemberCallExpr>(&Task);
    const bool UsesThis =
        Lambda ? Lambda->capture_size() == 1 && Lambda->capture_begin()->capturesThis() &&
                     Lambda->capture_begin()->getCaptureKind() == LCK_This
               : Call && isa<CXXThisExpr>(Call->getImplicitObjectArgument()->IgnoreParenImpCasts());
    const auto *Method = dyn_cast<CXXMethodDecl>(&Body.function());
    return UsesThis && Method && !runsOnMember(Site) && !runsToEndAfter(Site, Body) &&
                   !Method->getParent()->isLambda() && !isActor(*Method->getParent()) &&
                   methodsNamed(*Method->getParent(), "shared_from_this").empty()
               ? Method->getParent()
               : nullptr;
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(detached_task, cotidy::DetachedTask)
