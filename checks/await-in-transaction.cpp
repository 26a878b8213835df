// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds awaits of other things while a transaction is open or a pooled connection is leased.

#include "semantics/Belonging.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/CriticalSection.h"
#include "semantics/DedicatedLeases.h"
#include "semantics/Pauses.h"
#include "semantics/TransactionFixes.h"

#include "llvm/Support/FormatVariadic.h"

using namespace clang;

namespace cotidy {
namespace {

class AwaitInTransaction : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{
      "await-in-transaction",
      "finds awaits of other work while a transaction is open or a pooled connection is kept",
      FixKind::Offered, Profile::Recommended, Instantiations::Any};

  void checkCoroutine(const Coroutine &C) override {
    for (const HeldAwait &Await : HeldResources::of(unit(), C).awaits()) {
      SmallVector<const HeldHere *, 2> Blamed;
      // To keep others waiting is what a test of an asynchronous lock holds it for.
      for (const HeldHere &Held : Await.Held)
        if (Held.What->Type.What != Hold::ThreadLock && !isDedicated(*C.Index, *Await.At, *Held.What) &&
            !(C.InTest && Held.What->Type.What == Hold::AsyncLock))
          Blamed.push_back(&Held);
      if (!Blamed.empty() && !Await.At->isYield())
        checkAwait(C, *Await.At, Blamed);
    }
  }

private:
  void checkAwait(const Coroutine &C, const Suspension &At, SmallVectorImpl<const HeldHere *> &Blamed) {
    const CallSite *Operation = unit().calls().operation(At.Operand);
    // Where the coroutine goes on is no work of its own.
    for (CallKind Kind : {CallKind::Hop, CallKind::Yield, CallKind::Ready})
      if (Operation && Operation->does(Kind))
        return;
    // What belongs to one of them belongs to all: a transaction on a leased connection uses both.
    const bool Pause = (Operation && isPause(*Operation)) || isPauseObject(unit(), *At.Operand);
    for (const HeldHere *Held : Blamed)
      if (Held->What->Type.What != Hold::AsyncLock && Belonging(unit(), *C.Index, *Held->What).mayUse(At))
        return;
    // An asynchronous lock is there to be held across awaits: not across a pause or what it does not protect.
    llvm::erase_if(Blamed, [&](const HeldHere *H) {
      return H->What->Type.What == Hold::AsyncLock && !Pause && !isUnrelated(unit(), *C.Index, At, *H->What);
    });
    if (Operation && isHandedIn(*Operation))
      llvm::erase_if(Blamed, [](const HeldHere *H) { return H->What->Type.What == Hold::Transaction; });
    if (Blamed.empty())
      return;
    // The transaction costs more than the connection it is on.
    const auto *Worst =
        llvm::find_if(Blamed, [](const HeldHere *H) { return H->What->Type.What == Hold::Transaction; });
    Finding Found(At.loc(), message(*(Worst == Blamed.end() ? Blamed.front() : *Worst)->What, Pause));
    Found.Highlights.push_back(At.E->getSourceRange());
    for (const HeldHere *Held : llvm::reverse(Blamed))
      for (const Evidence &Step : Held->Taken)
        Found.note(Step.Loc, Step.Text);
    if (Blamed.size() == 1 && Blamed.front()->What->Type.What == Hold::Transaction)
      if (std::optional<OfferedFix> Fix = awaitAfterCommit(unit(), *C.Index, At, *Blamed.front()->What))
        Found.Offers.push_back(std::move(*Fix));
    report(std::move(Found), *C.Decl);
  }

  /// `co_await work();`: what a helper is given to do between its begin and its commit is the transaction.
  static bool isHandedIn(const CallSite &Operation) {
    const auto *Call = dyn_cast<CallExpr>(Operation.E);
    const Expr *Called = isa<CXXOperatorCallExpr>(Operation.E) ? Operation.Object
                         : Call                                ? Call->getCallee()
                                                               : nullptr;
    const auto *Ref = Called ? dyn_cast<DeclRefExpr>(strip(withoutMove(Called))) : nullptr;
    return Ref && isa<ParmVarDecl>(Ref->getDecl());
  }

  static bool isPause(const CallSite &Operation) {
    const IdentifierInfo *Name = Operation.Callee ? Operation.Callee->getIdentifier() : nullptr;
    return isTimedPause(Operation) ||
           (Name && !isa<CXXMethodDecl>(Operation.Callee) && Name->getName().starts_with("sleep"));
  }

  static std::string message(const HeldResource &R, bool Pause) {
    std::string Name = R.Name.empty() ? "this" : "'" + R.Name + "'";
    if (R.Type.What == Hold::AsyncLock)
      return Name + " is held across this " +
             (Pause ? "pause" : "await, which works on none of what it protects") +
             ", and every coroutine that wants it waits as long; release it first";
    if (R.Type.What == Hold::Lease)
      return Name +
             " is kept out of its pool across this await, which does not use it, and others wait for a "
             "connection meanwhile; give it back first";
    return llvm::formatv(
               "the transaction {0} {1} stays open across this await, which is not part of it: its "
               "connection and the rows it has locked are held meanwhile; await this before it begins or "
               "after the commit",
               R.Owner ? "of" : "on", Name)
        .str();
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(await_in_transaction, cotidy::AwaitInTransaction)
