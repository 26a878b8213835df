// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds awaits on a peer that nothing ends if the peer never answers.

#include "semantics/CallSummaries.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Deadlines.h"
#include "semantics/FixTemplates.h"
#include "semantics/Naming.h"

#include "llvm/ADT/MapVector.h"

using namespace clang;

namespace cotidy {
namespace {

class MissingTimeout : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{
      "missing-timeout",
      "finds awaits on network, pipe, process or database input and output that no "
      "deadline or cancellation ends",
      FixKind::Offered, Profile::Recommended, Instantiations::Every};

  void checkCoroutine(const Coroutine &C) override {
    if (C.InTest || isOperation(*C.Decl))
      return;
    Deadlines &Limits = session().facts<Deadlines>();
    llvm::MapVector<const ValueDecl *, SmallVector<PeerWait, 2>> ByResource;
    for (const PeerWait &Wait : Limits.unlimited(C))
      if (!isAllowed(Wait))
        ByResource[Wait.Resource].push_back(Wait);
    for (const auto &[Resource, Waits] : ByResource) {
      const CallerLimits Callers = Limits.callers(*C.Decl, Resource);
      const bool MayBeLimited =
          !ReportExportedFunctions && !Callers.Unlimited && C.Decl->isExternallyVisible();
      const bool Hidden = Callers.allLimited() || MayBeLimited;
      const FunctionModel *Configured = Waits.front().Configured;
      if (Hidden && !session().isPartOfProgram())
        continue;
      Finding Hangs = finding(Resource, Waits, Callers, C);
      if (session().isPartOfProgram()) {
        Hangs.Hidden = Hidden;
        Hangs.Question = session().facts<CallSummaries>().ask(
            LimitQuestion{C.Decl, dyn_cast_or_null<FieldDecl>(Resource), /*WantsCaller=*/Hidden, Configured,
                          openCalls(Waits)});
      }
      report(std::move(Hangs), *C.Decl);
    }
  }

private:
  /// What a model calls an operation on a peer is asked for a limit where it is called.
  bool isOperation(const FunctionDecl &F) {
    return llvm::any_of(unit().models().functions(F),
                        [](const FunctionModel *M) { return M->Does == CallKind::Io; });
  }

  /// The functions without a body here that all of \p Waits await; none if some await something else.
  static SmallVector<const FunctionDecl *, 2> openCalls(ArrayRef<PeerWait> Waits) {
    SmallVector<const FunctionDecl *, 2> Found;
    for (const PeerWait &Wait : Waits) {
      const FunctionDecl *Callee = Wait.Model ? nullptr : Wait.Operation->Callee;
      if (!Callee || Callee->isDefined())
        return {};
      Found.push_back(Callee);
    }
    return Found;
  }

  const bool ReportExportedFunctions =
      option("ReportExportedFunctions", true,
             "report functions of external linkage whose callers are all elsewhere; they might set a limit");
  const bool ReportIdleReads = option("ReportIdleReads", false,
                                      "report waits for the next message of a connection that is kept open, "
                                      "where a peer may be silent for long");
  const bool ReportSlowEnds =
      option("ReportSlowEnds", false,
             "report operations that end by themselves but late, as those of a client "
             "do that asks now and then whether its server is still there");
  const bool ReportOwnConnections =
      option("ReportOwnConnections", true,
             "report reads and writes of sockets, streams and connections that no model names");
  const std::vector<std::string> IgnoredCallees =
      list("IgnoredCallees", "", "qualified names of operations that are taken to end in time");
  const bool ReportConfigured =
      option("ReportConfigured", true, "report clients whose limit the program's configuration may set");

  bool isAllowed(const PeerWait &Wait) const {
    return (Wait.Idle && !ReportIdleReads) || (Wait.Configured && !ReportConfigured) ||
           (Wait.Ends && !ReportSlowEnds) || (!Wait.Model && !ReportOwnConnections) ||
           isOneOf(Wait.Operation->Callee, IgnoredCallees);
  }

  static std::string costs(const PeerWait &Wait) {
    if (Wait.Ends)
      return "ends late if nobody answers, by a limit that is not yours; give it a timeout";
    constexpr llvm::StringLiteral Hangs =
        "so a peer that hangs holds this coroutine and its connection for ever";
    return Wait.Configured ? ("has no time limit in the code, " + Hangs + "; " + Wait.Configured->Note).str()
                           : ("has no time limit, " + Hangs + "; give it a timeout").str();
  }

  Finding finding(const ValueDecl *Resource, ArrayRef<PeerWait> Waits, const CallerLimits &Callers,
                  const Coroutine &C) const {
    const PeerWait &First = Waits.front();
    // The name that a macro gives its variable says nothing to who uses the macro.
    const bool IsNamed = Resource && Resource != First.Operation->named() && Resource->getDeclName() &&
                         !unit().ast().getSourceManager().isMacroBodyExpansion(Resource->getLocation());
    std::string On = IsNamed ? " on " + quoted(*Resource) : "";
    Finding Hangs(First.At->loc(), quoted(*First.Operation->named()) + On + " " + costs(First));
    const bool Written = C.Index->contains(C.Index->root(), First.Operation->E);
    Hangs.Highlights.push_back((Written ? First.Operation->E : First.At->E)->getSourceRange());
    for (const PeerWait &Other : Waits.drop_front())
      Hangs.note(Other.At->loc(), quoted(*Other.Operation->named()) + " also waits here");
    if (Callers.Unlimited)
      Hangs.note(Callers.Unlimited->getExprLoc(),
                 llvm::formatv("{0} is called here without a limit", describe(*C.Decl)).str());
    offerLimit(Hangs, Waits, C);
    return Hangs;
  }

  void offerLimit(Finding &Hangs, ArrayRef<PeerWait> Waits, const Coroutine &C) const {
    // Only where each await is of the operation itself: around it the limit may belong elsewhere.
    if (llvm::any_of(Waits, [&](const PeerWait &Wait) {
          return !Wait.Model || unit().calls().siteOf(Wait.At->Operand) != Wait.Operation;
        }))
      return;
    if (std::optional<OfferedFix> Fix = render(unit(), request(FixFor::Deadline, Waits.front(), C)))
      Hangs.Offers.push_back(std::move(*Fix));
    OfferedFix Every;
    for (const PeerWait &Wait : Waits) {
      FixRequest Limit = request(FixFor::Timeout, Wait, C);
      Limit.InPlace = Waits.size() > 1; // one constant cannot be seen by all of them
      std::optional<OfferedFix> Fix;
      if (Limit.copy("call", Wait.Operation->E->getSourceRange(), unit()))
        Fix = render(unit(), Limit);
      if (!Fix)
        return;
      Every.Title = Fix->Title;
      for (const FixItHint &Edit : Fix->Edits)
        if (llvm::none_of(Every.Edits, [&](const FixItHint &Other) {
              return Other.CodeToInsert == Edit.CodeToInsert &&
                     Other.RemoveRange.getBegin() == Edit.RemoveRange.getBegin();
            }))
          Every.Edits.push_back(Edit);
    }
    Hangs.Offers.push_back(std::move(Every));
  }

  static FixRequest request(FixFor For, const PeerWait &Wait, const Coroutine &C) {
    const Stmt *Replaced = For == FixFor::Deadline ? C.Index->statementOf(Wait.At->E) : Wait.At->E;
    return {For,
            Wait.Model->Library,
            Wait.Operation->Callee,
            C.Index,
            Replaced,
            Wait.At->Operand->getType(),
            Wait.Operation,
            false,
            {},
            {}};
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(missing_timeout, cotidy::MissingTimeout)
