// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds coroutines that rely after a suspension on what shared state was before it: while one is suspended,
// another changes the state.

#include "semantics/CoroutineCheck.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Place.h"
#include "semantics/ReaderStates.h"
#include "semantics/SharedWriters.h"
#include "semantics/SoleUse.h"

using namespace clang;

namespace cotidy {
namespace {

class StaleReadAcrossAwait : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{
      "stale-read-across-await",
      "finds shared state that is changed, or used through an iterator, because of what "
      "it was before a suspension",
      FixKind::None, Profile::Strict, Instantiations::Every};

  void checkCoroutine(const Coroutine &C) override {
    if (C.InTest || session().facts<SoleUse>().isSole(*C.Decl))
      return;
    for (const StaleRead &Stale : staleReads(unit(), C)) {
      const ValueDecl &State = *Stale.State.back();
      if (llvm::is_contained(IgnoredState, State.getQualifiedNameAsString()) || isStep(*C.Index, Stale) ||
          isCountedOff(*C.Index, Stale))
        continue;
      const SharedWriters::Writer *Other = otherWriter(C, Stale);
      const CXXMethodDecl *Unseen = Other ? nullptr : unseenRemover(C, Stale);
      if (!Other && !Unseen && !overlapsItself(C, Stale))
        continue;
      report(finding(Stale, State, Other, Unseen), *C.Decl);
    }
  }

private:
  const std::vector<std::string> IgnoredState = list(
      "IgnoredState", "", "qualified names of members and globals that one coroutine at a time works on");

  /// Whether another call of the same coroutine may come between. A loop is likely to be the only one of its
  /// kind; to read, await and write back is what any caller may do, and so is to ask for a result that is
  /// fetched by the first. Who asks whether it was done already counts on being called again.
  bool overlapsItself(const Coroutine &C, const StaleRead &Stale) const {
    const bool InLoop = llvm::any_of(
        C.Index->loops(), [&](const LoopInfo &Loop) { return C.Index->contains(Loop.S, Stale.Relies); });
    const bool IsFetched =
        Stale.Is == StaleRead::LateAct &&
        (C.Index->contains(Stale.Relies, Stale.Suspended) || isMadeBetween(*C.Index, Stale)) &&
        llvm::any_of(C.Index->coreturns(), [](const CoreturnStmt *Return) { return Return->getOperand(); });
    return Stale.Is != StaleRead::Element &&
           session().facts<SharedWriters>().overlapsItself(
               *C.Decl, (Stale.Is == StaleRead::LostUpdate || IsFetched || isDoneOnce(Stale)) && !InLoop);
  }

  /// `if (!socket) { auto made = co_await dial(); socket = made; }`
  static bool isMadeBetween(const BodyIndex &Body, const StaleRead &Stale) {
    const auto *Plain = dyn_cast<BinaryOperator>(Stale.Relies);
    const auto *Own = dyn_cast<CXXOperatorCallExpr>(Stale.Relies);
    const Expr *Value = Plain                                   ? Plain->getRHS()
                        : Own && Own->getOperator() == OO_Equal ? Own->getArg(1)
                                                                : nullptr;
    const VarDecl *Made = Value ? localOf(withoutMove(Value)) : nullptr;
    return Made && Made->getInit() && Body.isBefore(Stale.Read, Made->getInit());
  }

  /// `if (!ready) { co_await prepare(); ready = true; }`
  static bool isDoneOnce(const StaleRead &Stale) {
    return Stale.Is == StaleRead::LateAct && Stale.State.back()->getType()->isBooleanType();
  }

  /// A method that is defined elsewhere and, by its name, takes elements out of the only container of this
  /// object, which is the state that an iterator leads into.
  const CXXMethodDecl *unseenRemover(const Coroutine &C, const StaleRead &Stale) const {
    const auto *Container = dyn_cast<FieldDecl>(Stale.State.back());
    const auto *Class = Container ? dyn_cast<CXXRecordDecl>(Container->getParent()) : nullptr;
    const auto *Own = dyn_cast<CXXMethodDecl>(C.Decl);
    if (Stale.Is != StaleRead::Element || !Class || !Own || Own->getParent() != Class)
      return nullptr;
    const auto CanLose = [](const FieldDecl *F) {
      const CXXRecordDecl *Of = F->getType()->getAsCXXRecordDecl();
      return Of && Of->hasDefinition() && !methodsNamed(*Of, "erase").empty();
    };
    if (!CanLose(Container) || llvm::count_if(Class->fields(), CanLose) != 1)
      return nullptr;
    for (const CXXMethodDecl *M : Class->methods())
      if (M != Own->getCanonicalDecl() && M->getAccess() == AS_public && M->isInstance() && !M->isConst() &&
          M->getDeclName().isIdentifier() && isNamedBy(*M, RemovingWords) && !M->isDefined())
        return M;
    return nullptr;
  }

  static constexpr llvm::StringLiteral RemovingWords[] = {"clear",  "delete", "drop",   "erase",     "evict",
                                                          "expire", "purge",  "remove", "unregister"};

  /// Who may change the state meanwhile, in a way that matters.
  const SharedWriters::Writer *otherWriter(const Coroutine &C, const StaleRead &Stale) {
    for (const SharedWriters::Writer *Other : session().facts<SharedWriters>().besides(*C.Decl, Stale.State))
      switch (Stale.Is) {
      case StaleRead::LostUpdate:
        return Other;
      case StaleRead::LateAct:
        if (Other->At.What == Touch::Write || Other->At.What == Touch::Insert)
          return Other;
        break;
      case StaleRead::Element:
        if (Other->At.What != Touch::Update && !Other->At.OfElement &&
            (Other->At.What != Touch::Insert || (!Stale.Beyond && insertionMoves(Stale))))
          return Other;
        break;
      }
    return nullptr;
  }

  /// Whether the iterator, or the reference, is no longer good after an insertion.
  static bool insertionMoves(const StaleRead &Stale) {
    const CXXRecordDecl *Class = classOf(Stale.State.back()->getType());
    auto Has = [&](const char *Name) { return !methodsNamed(*Class, Name).empty(); };
    if (!Class || !Class->hasDefinition())
      return false;
    const auto *Address = dyn_cast<UnaryOperator>(strip(cast<Expr>(Stale.Read)));
    if (Has("bucket_count") || (Has("push_front") && !Has("splice"))) // hashed, or a deque
      return !Stale.Holder->getType()->isReferenceType() && !(Address && Address->getOpcode() == UO_AddrOf);
    return !Has("extract") && !Has("splice");
  }

  static Finding finding(const StaleRead &Stale, const ValueDecl &State, const SharedWriters::Writer *Other,
                         const CXXMethodDecl *Unseen) {
    const std::string Who = Other    ? describe(*Other->In)
                            : Unseen ? describe(*Unseen)
                                     : "another call of this coroutine";
    const bool Walks = Stale.Is == StaleRead::Element && Stale.Holder->isImplicit();
    std::string Text;
    switch (Stale.Is) {
    case StaleRead::LostUpdate:
      Text =
          llvm::formatv("{0} gets a value made from what it was before a suspension, so that what {1} writes "
                        "meanwhile is lost; read it again after the await, or hold an async mutex over both",
                        quoted(State), Who);
      break;
    case StaleRead::LateAct:
      Text = llvm::formatv(
          "{0} is filled because of what it was before a suspension, and {1} may have filled it "
          "meanwhile, so that work is done twice and one result is lost; look again after the "
          "await, or let the second one wait for the first",
          quoted(State), Who);
      break;
    case StaleRead::Element:
      Text = Walks ? llvm::formatv(
                         "this loop walks {0} across a suspension, and {1} may change it meanwhile, after "
                         "which its iterator leads nowhere; walk a copy",
                         quoted(State), Who)
                         .str()
                   : llvm::formatv(
                         "{0} leads into {1}, which {2} may change during the suspension before this use; "
                         "look the element up again after the await, or copy it before",
                         quoted(*Stale.Holder), quoted(State), Who)
                         .str();
      break;
    }
    Finding Found(Stale.Relies->getBeginLoc(), Text);
    if (!Walks)
      Found.note(Stale.Read->getBeginLoc(), "looked at here");
    Found.note(Stale.Suspended->getExprLoc(), "suspended here");
    if (Other)
      Found.note(Other->At.At->getBeginLoc(), "changed here");
    else if (Unseen)
      Found.note(Unseen->getLocation(), "defined elsewhere, and changes it by its name");
    return Found;
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(stale_read_across_await, cotidy::StaleReadAcrossAwait)
