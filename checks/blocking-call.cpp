// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds calls in coroutines that stop the thread, and with it every other coroutine that runs on it.

#include "semantics/BlockingText.h"
#include "semantics/CallChains.h"
#include "semantics/CallSummaries.h"
#include "semantics/Consumption.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Deadlines.h"
#include "semantics/FixTemplates.h"
#include "semantics/Hops.h"
#include "semantics/Naming.h"
#include "semantics/Preparations.h"
#include "semantics/StartUp.h"
#include "semantics/TestSleeps.h"

using namespace clang;

namespace cotidy {
namespace {

/// The option that turns a category on or off.
struct Kind {
  BlockingCategory Category;
  const char *Option;
  bool Default;
  const char *Help;
};
using B = BlockingCategory;
constexpr Kind Kinds[] = {
    {B::Sleep, "Sleep", true, "report sleeps of the thread"},
    {B::Wait, "Wait", true, "report waits for futures, condition variables, latches and semaphores"},
    {B::Join, "Join", true, "report joins of threads"},
    {B::SyncWait, "SyncWait", true, "report waits for asynchronous work to be done"},
    {B::Lock, "Lock", false, "report locks of thread mutexes that may have to wait"},
    {B::Dns, "Dns", true, "report look-ups of names and addresses"},
    {B::Socket, "Socket", true, "report synchronous network calls"},
    {B::Process, "Process", true, "report starting and waiting for processes"},
    {B::Database, "Database", true, "report synchronous database calls"},
    {B::File, "File", true, "report reading, writing, syncing and copying files"},
    {B::FileMeta, "FileMetadata", false, "report opening, listing and asking about files"},
    {B::Console, "Console", false, "report reading and writing the terminal"},
    {B::BusyWait, "BusyWait", true, "report loops that spin until another thread is done"},
};

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
      "the functions it calls",
      FixKind::Offered, Profile::Recommended, Instantiations::Any};

  void checkCoroutine(const Coroutine &C) override {
    Hops Where(unit(), C);
    llvm::SmallPtrSet<const Stmt *, 8> Reported;
    SmallVector<BlockingSite, 4> Calls = session().facts<Blocking>().in(*C.Decl);
    llvm::erase_if(Calls, [&](const BlockingSite &Call) {
      return !isWanted(Call, C) || Where.mayRunElsewhere(Call.At) ||
             (Call.Category == BlockingCategory::SyncWait && Where.drivesLoop()) ||
             (isPreparation(Call.Category) && isBeforeService(unit(), C, Call.At));
    });
    for (const BlockingSite &Call : Calls) {
      if (!Reported.insert(Call.At).second || isRunAfter(unit(), *C.Index, Call, Calls))
        continue;
      Finding Blocked = finding(Call);
      offerAwait(Blocked, Call, C);
      report(std::move(Blocked), *C.Decl);
    }
    if (session().isPartOfProgram())
      askProgram(C, Where, Reported);
  }

private:
  const std::vector<std::string> IgnoredCallees =
      list("IgnoredCallees", "", "qualified names of functions that are taken not to block");
  SmallVector<BlockingCategory, 16> Enabled;

  /// A test may do what it likes with its thread, but a coroutine that sleeps or waits in it hangs the test.
  static bool isForTests(BlockingCategory Category) {
    return Category == BlockingCategory::Sleep || Category == BlockingCategory::SyncWait;
  }

  /// What a program looks up and reads before it begins to serve.
  static bool isPreparation(BlockingCategory Category) {
    return Category == BlockingCategory::Dns || Category == BlockingCategory::File;
  }

  static SourceLocation placeOf(const Stmt *At) {
    return isa<Expr>(At) ? cast<Expr>(At)->getExprLoc() : At->getBeginLoc();
  }

  bool isWanted(const BlockingSite &Call, const Coroutine &C) const {
    if (C.InTest && !isForTests(Call.Category))
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

  /// The calls of which only other units know whether they block.
  void askProgram(const Coroutine &C, Hops &Where, llvm::SmallPtrSetImpl<const Stmt *> &Reported) {
    auto &Summaries = session().facts<CallSummaries>();
    BlockingQuestion Every{C.Decl, nullptr, nullptr, /*Dispatched=*/false, {}, IgnoredCallees};
    if (!C.InTest)
      Every.Categories.push_back(B::None);
    for (BlockingCategory Category : Enabled)
      if (C.InTest ? isForTests(Category) : Category != B::SyncWait || !Where.drivesLoop())
        Every.Categories.push_back(Category);
    for (const Blocking::Edge &Call : Summaries.leavesFrom(*C.Decl)) {
      if (isOneOf(Call.To, IgnoredCallees) || Where.mayRunElsewhere(Call.At) ||
          !Reported.insert(Call.At).second)
        continue;
      BlockingQuestion Asks = Every;
      Asks.At = Call.At;
      Asks.To = Call.To;
      Asks.Dispatched = Call.Dispatched;
      if (Call.OwnStack)
        llvm::erase_if(Asks.Categories, [](BlockingCategory Kind) { return Kind == B::SyncWait; });
      if (isBeforeService(unit(), C, Call.At))
        llvm::erase_if(Asks.Categories, isPreparation);
      if (session().facts<Blocking>().isGivenAddress(*C.Decl, Call.At))
        llvm::erase_if(Asks.Categories, [](BlockingCategory Kind) { return Kind == B::Dns; });
      Finding Open(placeOf(Call.At), nameOfCall(unit(), Call.To, Call.At));
      Open.Highlights.push_back(Call.At->getSourceRange());
      Open.Question = Summaries.ask(Asks);
      Open.Hidden = true;
      report(std::move(Open), *C.Decl);
    }
  }

  Finding finding(const BlockingSite &Call) const {
    const std::string Blocker = blockerOf(unit(), Call);
    const bool Direct = Call.Chain.empty();
    const std::string Text =
        (Direct ? Blocker : nameOfCall(unit(), Call.Callee, Call.At) + " calls " + Blocker + ", which") +
        " " + consequenceOf(Call.Category, Direct && Call.Model ? StringRef(Call.Model->Twin) : StringRef());
    Finding Blocked(placeOf(Call.At), Text);
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
      if (Site.Args.empty() || !isDuration(Site.Args.front()->getType()) ||
          (C.InTest && TestSleeps(unit(), *C.Decl).wouldHope(E)))
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
