// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds tasks that are started and forgotten although they can fail: the error goes nowhere, or ends the
// process.

#include "semantics/CoroutineCheck.h"
#include "semantics/Failures.h"
#include "semantics/FixTemplates.h"
#include "semantics/Naming.h"
#include "semantics/TaskStarts.h"

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
    if (unit().isTest(F))
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

  void checkStart(const CallSite &Site, const Detaching &Start, const BodyIndex &Body) {
    // Of a callback that ignores the error, swallowed-exception speaks.
    if (Start.Tells == Errors::Reported || Start.Tells == Errors::ToCallback)
      return;
    const FunctionDecl *Task = coroutineOf(unit(), Start.Task);
    if (!Task || isOneOf(Task, AllowedTasks))
      return;
    const Escapes Out = escapesOf(unit(), *Task);
    // A library that ends the process on an error takes for granted that there is none.
    if (!Out.May || (!Out.At && (!ReportUnseenTasks || Start.Tells == Errors::Terminate)))
      return;
    Finding Forgotten(Site.E->getBeginLoc(), message(Start.Tells).str());
    if (Out.At)
      Forgotten.note(Out.At->getBeginLoc(), "an exception from here leaves the task");
    if (const CXXRecordDecl *Unkept = unkeptObject(*strip(Start.Task), Body))
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

  /// The class whose object a task works on that does nothing to keep it; null if there is none.
  static const CXXRecordDecl *unkeptObject(const Expr &Task, const BodyIndex &Body) {
    const auto *Lambda = dyn_cast<LambdaExpr>(&Task);
    const auto *Call = dyn_cast<CXXMemberCallExpr>(&Task);
    const bool UsesThis =
        Lambda ? Lambda->capture_size() == 1 && Lambda->capture_begin()->capturesThis() &&
                     Lambda->capture_begin()->getCaptureKind() == LCK_This
               : Call && isa<CXXThisExpr>(Call->getImplicitObjectArgument()->IgnoreParenImpCasts());
    const auto *Method = dyn_cast<CXXMethodDecl>(&Body.function());
    return UsesThis && Method && !Method->getParent()->isLambda() &&
                   methodsNamed(*Method->getParent(), "shared_from_this").empty()
               ? Method->getParent()
               : nullptr;
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(detached_task, cotidy::DetachedTask)
