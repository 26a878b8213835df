// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds queues without a capacity that a coroutine fills for as long as something comes: when the consumer is
// slower, they grow until memory ends.

#include "semantics/Callers.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/LoopBounds.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Queues.h"

#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

class UnboundedQueue : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{"unbounded-queue",
                                  "finds queues between coroutines that grow without a limit", FixKind::None,
                                  Profile::Recommended, Instantiations::Any};

  void checkCoroutine(const Coroutine &C) override {
    if (C.InTest)
      return;
    for (const Expr *E : C.Index->calls()) {
      const CallSite &Site = unit().calls().site(E);
      if (addsWithoutRoom(unit(), Site))
        checkPush(C, Site);
      else if (takesFromUnbounded(unit(), Site))
        checkPull(C, Site, [&](const CallSite &Other) { return addsWithoutRoom(unit(), Other); });
      else if (takesFromContainer(Site))
        checkPull(C, Site, addsToContainer);
      else if (const auto *Made = dyn_cast<CXXConstructExpr>(E))
        checkCapacity(C, *Made);
      else if (const auto *Member = dyn_cast_or_null<FieldDecl>(namedObject(Site.Object)))
        checkMember(C, *Member);
    }
  }

private:
  void checkPush(const Coroutine &C, const CallSite &Site) {
    const int Loop = C.Index->loopOf(Site.E);
    const ValueDecl *Queue = namedObject(Site.Object);
    if (Loop < 0 || !Queue || !feedsForever(C, C.Index->loops()[Loop]) ||
        waitsForQueueRoom(unit(), *C.Index, *C.Index->loops()[Loop].S) ||
        takesOut(C, *Queue, *Site.E, C.Index->loops()[Loop]))
      return;
    report(noCapacity(givenFor(*Queue, *C.Decl))
               .note(Site.E->getExprLoc(),
                     "an element is added for each that comes, and nothing waits for room"),
           *C.Decl);
  }

  /// The queue itself, where \p Queue is a reference parameter of \p F for which all calls seen give the same
  /// one.
  const ValueDecl &givenFor(const ValueDecl &Queue, const FunctionDecl &F) {
    const auto *Parameter = dyn_cast<ParmVarDecl>(&Queue);
    if (!Parameter || !Parameter->getType()->isReferenceType())
      return Queue;
    const ValueDecl *Given = nullptr;
    for (const CallFrom &Call : session().facts<Callers>().of(F)) {
      const CallSite *Site = unit().calls().siteOf(Call.At); // none: a lambda that is handed on
      const unsigned I = Parameter->getFunctionScopeIndex();
      const ValueDecl *Here = Site && I < Site->Args.size() ? namedObject(Site->Args[I]) : nullptr;
      if (!Here || (Given && Given != Here))
        return Queue;
      Given = Here;
    }
    return Given ? *Given : Queue;
  }

  /// A member, or a variable of the program, that the coroutine empties for as long as something comes:
  /// whoever calls the function that fills it sets the pace.
  void checkPull(const Coroutine &C, const CallSite &Site, llvm::function_ref<bool(const CallSite &)> Adds) {
    const int Loop = C.Index->loopOf(Site.E);
    const ValueDecl *Queue = namedObject(Site.Object);
    const auto *Var = dyn_cast_or_null<VarDecl>(Queue);
    const bool IsShared = isa_and_nonnull<FieldDecl>(Queue) || (Var && Var->hasGlobalStorage());
    if (Loop < 0 || !IsShared || !feedsForever(C, C.Index->loops()[Loop]))
      return;
    for (const FunctionDecl *F : session().functions()) {
      if (F == C.Decl || isa<CXXConstructorDecl, CXXDestructorDecl>(F) || isNamedBy(*F, EndWords))
        continue;
      const BodyIndex &Body = unit().body(*F);
      // What the consumer adds for what it has taken out, or who adds has worked off, is part of one work.
      if (calls(*C.Index, *C.Index->loops()[Loop].S, *F) || calls(Body, *Body.root(), *C.Decl))
        continue;
      for (const Expr *E : Body.calls()) {
        const CallSite &Push = unit().calls().site(E);
        if (namedObject(Push.Object) != Queue || !Adds(Push) ||
            waitsForQueueRoom(unit(), Body, *F->getBody()) || holdsCallerBack(*F, *E))
          continue;
        report(noCapacity(*Queue)
                   .note(E->getExprLoc(),
                         "each call of " + describe(*F) + " adds an element, and nothing waits for room")
                   .note(Site.E->getExprLoc(), "they are taken out one by one here"),
               *C.Decl);
        return;
      }
    }
  }

  /// Whether who calls \p F waits on after it has added: `queue.push(request); co_await answer(request);`.
  /// There are no more elements than callers.
  bool holdsCallerBack(const FunctionDecl &F, const Expr &Push) {
    const Coroutine *Adder = unit().coroutine(F);
    return Adder && llvm::any_of(Adder->Index->suspensions(), [&](const Suspension &At) {
             return !At.isYield() && Adder->Index->isBefore(&Push, At.E) &&
                    !Adder->Index->contains(At.E, &Push) && unit().awaitables().maySuspend(At.E);
           });
  }

  /// Whether the same loop takes out what it has added: `out.add(line); co_await out.flush();`.
  bool takesOut(const Coroutine &C, const ValueDecl &Queue, const Expr &Push, const LoopInfo &Loop) {
    return llvm::any_of(C.Index->suspensions(), [&](const Suspension &At) {
      const CallSite *Awaited = At.isYield() ? nullptr : unit().calls().operation(At.Operand);
      return Awaited && namedObject(Awaited->Object) == &Queue && C.Index->contains(Loop.S, At.E) &&
             C.Index->isBefore(&Push, At.E);
    });
  }

  /// Whether \p Part of \p Body calls \p F.
  bool calls(const BodyIndex &Body, const Stmt &Part, const FunctionDecl &F) {
    return llvm::any_of(Body.calls(), [&](const Expr *Call) {
      const FunctionDecl *Callee = unit().calls().site(Call).Callee;
      return Callee && Callee->getCanonicalDecl() == F.getCanonicalDecl() && Body.contains(&Part, Call);
    });
  }

  static Finding noCapacity(const ValueDecl &Queue) {
    return Finding(Queue.getLocation(),
                   llvm::formatv("{0} has no capacity: while its consumer is slower than what fills it, it "
                                 "grows by the difference until memory ends; use one that makes its producer "
                                 "wait, or drop by decision",
                                 quoted(Queue))
                       .str());
  }

  /// A loop that goes on as long as something comes: it waits for the next one, and does not walk over what
  /// is there.
  bool feedsForever(const Coroutine &C, const LoopInfo &Loop) {
    if (Loop.Range)
      return unit().awaitables().info(Loop.Range->getType()) != nullptr;
    return !constantTrips(Loop, *C.Index, unit().ast()) &&
           llvm::any_of(C.Index->suspensions(), [&](const Suspension &At) {
             return C.Index->contains(Loop.S, At.E) && unit().awaitables().maySuspend(At.E);
           });
  }

  /// Of a queue that the coroutine uses, the constructors of its owner say how large it is.
  void checkMember(const Coroutine &C, const FieldDecl &Member) {
    const auto *Owner = dyn_cast<CXXRecordDecl>(Member.getParent());
    if (!Owner)
      return;
    for (const CXXConstructorDecl *Declared : Owner->ctors()) {
      const auto *Constructor = cast_or_null<CXXConstructorDecl>(Declared->getDefinition());
      if (!Constructor)
        continue;
      for (const CXXCtorInitializer *Init : Constructor->inits())
        if (Init->getMember() == &Member && Init->isWritten())
          if (const auto *Made = dyn_cast<CXXConstructExpr>(strip(Init->getInit())))
            checkCapacity(C, *Made);
    }
  }

  /// A capacity so large that memory ends before it is reached.
  void checkCapacity(const Coroutine &C, const CXXConstructExpr &Made) {
    const Expr *Capacity = capacityOf(unit(), Made);
    Expr::EvalResult Size;
    if (!Capacity || !Capacity->getType()->isIntegerType() || Capacity->isValueDependent() ||
        !Capacity->EvaluateAsInt(Size, unit().ast()) || Size.Val.getInt().isNegative() ||
        Size.Val.getInt().getActiveBits() <= MaxCapacityBits)
      return;
    report(
        Finding(Capacity->getExprLoc(),
                "a queue of this capacity is one without a limit: memory ends before it makes its producer "
                "wait; give it as many places as bursts need"),
        *C.Decl);
  }

  /// Who adds a last element, to end the consumer.
  static constexpr llvm::StringLiteral EndWords[] = {"stop", "close", "shutdown", "finish", "end", "cancel"};
  /// Some four billion elements.
  static constexpr unsigned MaxCapacityBits = 31;
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(unbounded_queue, cotidy::UnboundedQueue)
