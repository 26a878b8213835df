// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds calls in coroutines that stop the thread, and with it every other coroutine that runs on it.

#include "semantics/Blocking.h"
#include "semantics/CallChains.h"
#include "semantics/Consumption.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Deadlines.h"
#include "semantics/FixTemplates.h"
#include "semantics/Hops.h"
#include "semantics/Naming.h"

using namespace clang;

namespace cotidy {
namespace {

/// A category's option, what its calls do, and what to do instead if the model names no awaitable form.
struct Kind {
  BlockingCategory Category;
  const char *Option;
  bool Default;
  const char *Help;
  const char *What;
  const char *Instead;
};
using B = BlockingCategory;
constexpr Kind Kinds[] = {
    {B::Sleep, "Sleep", true, "report sleeps of the thread", "puts this thread to sleep", "await a timer"},
    {B::Wait, "Wait", true, "report waits for futures, condition variables, latches and semaphores",
     "blocks this thread until another one is done", "await the result"},
    {B::Join, "Join", true, "report joins of threads", "blocks this thread until another one ends",
     "await a result of that thread"},
    {B::SyncWait, "SyncWait", true, "report waits for asynchronous work to be done",
     "blocks this thread until asynchronous work is done", "await that work"},
    {B::Lock, "Lock", false, "report locks of thread mutexes that may have to wait",
     "blocks this thread until the lock is free", "use a lock that is awaited"},
    {B::Dns, "Dns", true, "report look-ups of names and addresses",
     "blocks this thread until a name server answers", "await a resolver"},
    {B::Socket, "Socket", true, "report synchronous network calls",
     "blocks this thread until the peer is ready", "await the asynchronous operation"},
    {B::Process, "Process", true, "report starting and waiting for processes",
     "blocks this thread until another process is done", "run it on another thread"},
    {B::Database, "Database", true, "report synchronous database calls",
     "blocks this thread until the database answers", "run it on another thread"},
    {B::File, "File", true, "report reading, writing, syncing and copying files",
     "blocks this thread until the disk is done", "run it on another thread"},
    {B::FileMeta, "FileMetadata", false, "report opening, listing and asking about files",
     "blocks this thread until the file system answers", "run it on another thread"},
    {B::Console, "Console", false, "report reading and writing the terminal",
     "blocks this thread until the terminal is done", "run it on another thread"},
    {B::BusyWait, "BusyWait", true, "report loops that spin until another thread is done",
     "keeps this thread spinning until another one is done", "await an event"},
};
constexpr Kind Marked = {B::None, "", true, "", "blocks this thread", "run it on another thread"};

const Kind &kindOf(BlockingCategory Category) {
  const Kind *Found = llvm::find_if(Kinds, [&](const Kind &K) { return K.Category == Category; });
  return Found == std::end(Kinds) ? Marked : *Found;
}

/// A duration of the standard library. A timer takes nothing else: sleep(3) counts in its own way, and what
/// sleeps until a time has none.
bool isDuration(QualType T) {
  const CXXRecordDecl *Class = classOf(T);
  return Class && Class->getIdentifier() && Class->getName() == "duration" &&
         Class->getEnclosingNamespaceContext()->getParent()->isStdNamespace();
}

class BlockingCall : public CoroutineCheck {
public:
  explicit BlockingCall(const CheckContext &Context) : CoroutineCheck(Context) {
    for (const Kind &K : Kinds)
      if (option(K.Option, K.Default, K.Help))
        Enabled.push_back(K.Category);
  }

  static constexpr CheckInfo Info{
      "blocking-call",
      "finds calls that block the thread a coroutine runs on, directly or through "
      "functions of the same translation unit",
      FixKind::Offered, Profile::Recommended, Instantiations::Any};

  void checkCoroutine(const Coroutine &C) override {
    Hops Where(unit(), C);
    llvm::SmallPtrSet<const Stmt *, 8> Reported;
    for (const BlockingSite &Call : session().facts<Blocking>().in(*C.Decl)) {
      if (!isWanted(Call, C) || Where.mayRunElsewhere(Call.At) ||
          (Call.Category == BlockingCategory::SyncWait && Where.drivesLoop()) ||
          !Reported.insert(Call.At).second)
        continue;
      Finding Blocked = finding(Call);
      offerAwait(Blocked, Call, C);
      report(std::move(Blocked), *C.Decl);
    }
  }

private:
  const std::vector<std::string> IgnoredCallees =
      list("IgnoredCallees", "", "qualified names of functions that are taken not to block");
  SmallVector<BlockingCategory, 16> Enabled;

  bool isWanted(const BlockingSite &Call, const Coroutine &C) const {
    // A test may do what it likes with its thread, but a coroutine that sleeps or waits in it hangs the test.
    if (C.InTest && Call.Category != BlockingCategory::Sleep && Call.Category != BlockingCategory::SyncWait)
      return false;
    // What is dropped on the spot is the other check's, which says the same of its destructor.
    const auto *E = dyn_cast<Expr>(Call.At);
    if (Call.Dropped && Call.Chain.empty() && E && Consumption(unit(), *C.Index).of(*E) == Loss::Dropped)
      return false;
    return (Call.Category == B::None || llvm::is_contained(Enabled, Call.Category)) &&
           !isOneOf(Call.Callee, IgnoredCallees) && llvm::none_of(Call.Chain, [&](const CallStep &Step) {
             return isOneOf(Step.Callee, IgnoredCallees);
           });
  }

  Finding finding(const BlockingSite &Call) const {
    const Kind &Says = kindOf(Call.Category);
    const FunctionDecl *Last = Call.Chain.empty() ? Call.Callee : Call.Chain.back().Callee;
    const std::string Blocker = std::string(Call.Dropped ? "the destructor of the result of " : "") +
                                nameOfCall(unit(), Last, Call.Chain.empty() ? Call.At : Call.Chain.back().At);
    std::string Text = Call.Chain.empty()
                           ? Blocker
                           : nameOfCall(unit(), Call.Callee, Call.At) + " calls " + Blocker + ", which";
    Text += std::string(" ") + Says.What;
    Text += Call.Category == BlockingCategory::SyncWait ? ": a deadlock if that work needs this thread"
                                                        : ", and every other coroutine on it waits as long";
    bool HasTwin = Call.Chain.empty() && Call.Model && !Call.Model->Twin.empty();
    Text += HasTwin ? "; await '" + Call.Model->Twin + "'" : std::string("; ") + Says.Instead;
    Finding Blocked(isa<Expr>(Call.At) ? cast<Expr>(Call.At)->getExprLoc() : Call.At->getBeginLoc(), Text);
    Blocked.Highlights.push_back(Call.At->getSourceRange());
    addChain(unit(), Blocked, Call.Chain);
    return Blocked;
  }

  void offerAwait(Finding &Blocked, const BlockingSite &Call, const Coroutine &C) const {
    const auto *E = isa<CallExpr, CXXConstructExpr>(Call.At) ? cast<Expr>(Call.At) : nullptr;
    QualType Task = C.Decl->getReturnType();
    const AwaitableInfo *Info = unit().awaitables().info(Task);
    if (!E || !Call.Chain.empty() || !Call.Model || !Info || !Info->Model || !unit().canAwaitHere(C, E, Task))
      return;
    const CallSite &Site = unit().calls().site(E);
    if (Site.Callee != Call.Callee) // a default argument
      return;
    FixRequest Await{FixFor::Twin, Call.Model->Library, Call.Callee, C.Index, E, Task, &Site, false, {}, {}};
    if (Call.Model->Twin.empty() && Call.Category == BlockingCategory::Sleep) {
      if (Site.Args.empty() || !isDuration(Site.Args.front()->getType()))
        return;
      Await.For = FixFor::Sleep;
      Await.Library = Info->Model->Library;
      Await.Origin = Info->Class;
      if (!Await.copy("duration", Site.Args.front()->getSourceRange(), unit()))
        return;
    }
    // One problem must not become another: what would wait for a peer gets a limit.
    Await.Limited = Await.For == FixFor::Twin && !Call.Model->Twin.empty() &&
                    session().facts<Deadlines>().wantsLimit(C, Site, *Call.Model);
    if (std::optional<OfferedFix> Fix = render(unit(), Await))
      Blocked.Offers.push_back(std::move(*Fix));
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(blocking_call, cotidy::BlockingCall)
