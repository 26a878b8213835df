// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Settling.h"

#include "semantics/Access.h"
#include "semantics/SettleHeirs.h"
#include "semantics/VariablePaths.h"

#include "llvm/ADT/MapVector.h"

using namespace clang;

namespace cotidy {

namespace {

/// The targets, by their number, of which something may be true on the way to a point, each with a call that
/// made it so.
struct MarkedTargets {
  llvm::SmallDenseMap<unsigned, const Expr *, 4> By;

  bool join(const MarkedTargets &Other) {
    const size_t Before = By.size();
    By.insert(Other.By.begin(), Other.By.end());
    return By.size() != Before;
  }
};

struct Promised {
  MarkedTargets Open;
  MarkedTargets Settled; ///< by which call

  bool join(const Promised &Other) {
    const bool More = Open.join(Other.Open);
    return Settled.join(Other.Settled) || More;
  }
  void forget(unsigned Number) {
    Settled.By.erase(Number);
    Open.By.erase(Number);
  }
};

class Search : VariablePaths<Promised> {
public:
  Search(Unit &U, const BodyIndex &Body) : VariablePaths(Body, U.ast(), Exceptions::Followed), U(U) {
    for (const Expr *E : Body.calls())
      if (std::optional<SettleTarget> To = settledBy(U, *E); To && isWatched(*To))
        Settles[E] = numberOf(std::move(*To));
  }

  SmallVector<Unsettled, 1> found() {
    Promised Entry;
    for (unsigned Number = 0; Number < Watched.size(); ++Number)
      if (!isDeclaredHere(Watched[Number].To))
        open(Entry, Number);
    if (!Watched.empty())
      follow(std::move(Entry));
    return std::move(Found);
  }

private:
  struct WatchedTarget {
    SettleTarget To;
    bool IsHandle;
    Duty Ours; ///< on which paths it is to be settled here
  };

  /// A promise may be settled by others as well, but not between two calls in a row. A handle is resumed
  /// time and again by whoever owns the coroutine.
  bool isWatched(const SettleTarget &To) const {
    return isPromise(U, To) || (To.Root && To.Members.empty() && isHandle(To.Root->getType()) &&
                                dutyTo(U, Body, To) != Duty::None);
  }

  unsigned numberOf(SettleTarget To) {
    for (unsigned Number = 0; Number < Watched.size(); ++Number)
      if (Watched[Number].To == To)
        return Number;
    const bool IsHandle = To.Members.empty() && isHandle(To.Root->getType());
    const Duty Ours = dutyTo(U, Body, To);
    Watched.push_back({std::move(To), IsHandle, Ours});
    return Watched.size() - 1;
  }

  /// A local, which is not there before its declaration.
  bool isDeclaredHere(const SettleTarget &To) const { return llvm::is_contained(Body.locals(), To.Root); }

  void open(Promised &P, unsigned Number) const {
    if (Watched[Number].Ours != Duty::None)
      P.Open.By[Number] = nullptr;
  }

  void declared(Promised &P, const VarDecl &Var) override {
    for (unsigned Number = 0; Number < Watched.size(); ++Number)
      if (Watched[Number].To.Root == &Var) {
        P.Settled.By.erase(Number);
        open(P, Number);
      }
  }

  void assigned(Promised &P, const VarDecl &Var, const CXXOperatorCallExpr &) override {
    forget(P, {&Var, {}});
  }

  /// Handed on as a whole: whoever has it now settles it.
  void used(Promised &P, const VarDecl &Var, const DeclRefExpr &Use) override {
    if (llvm::none_of(Watched, [&](const WatchedTarget &W) { return W.To.Root == &Var; }) ||
        isAsked(U, Body, Use) || isSettled(Use))
      return;
    const Stmt *Up = Body.meaningfulParent(&Use);
    while (const auto *Arrow = dyn_cast_or_null<CXXOperatorCallExpr>(Up)) {
      if (Arrow->getOperator() != OO_Arrow && Arrow->getOperator() != OO_Star)
        break;
      Up = Body.meaningfulParent(Up);
    }
    // What becomes of a member, the call that is given it tells.
    if (!isa_and_nonnull<MemberExpr>(Up))
      forget(P, {&Var, {}});
  }

  bool isSettled(const DeclRefExpr &Use) const {
    return llvm::any_of(Settles, [&](const auto &Settling) {
      const auto *Call = cast<CallExpr>(Settling.first);
      const auto *Method = dyn_cast<CXXMemberCallExpr>(Call);
      return Body.contains(Method ? Method->getCallee() : Call->getArg(0), &Use);
    });
  }

  void called(Promised &P, const CallExpr &Call) override {
    const auto Settling = Settles.find(&Call);
    if (Settling == Settles.end())
      return takesMember(P, Call);
    const unsigned Number = Settling->second;
    if (auto Before = P.Settled.By.find(Number);
        Before != P.Settled.By.end() && Final && isSameStill(Number, *Before->second, Call))
      add(Number, {&Watched[Number].To.named(), true, Watched[Number].IsHandle, &Call, Before->second});
    P.Settled.By[Number] = &Call;
    P.Open.By.erase(Number);
  }

  /// Of what others have as well, they may have put a new one there meanwhile: until the next round of a
  /// loop, or while the coroutine sleeps.
  bool isSameStill(unsigned Number, const Expr &Before, const Expr &After) const {
    return Watched[Number].Ours == Duty::Always ||
           (&Before != &After && llvm::none_of(Body.suspensions(), [&](const Suspension &At) {
             return Body.isBefore(&Before, At.E) && Body.isBefore(At.E, &After);
           }));
  }

  /// A call that is given an object may do anything to what is in it; one on the promise itself asks.
  void takesMember(Promised &P, const CallExpr &Call) const {
    if (const auto *Method = dyn_cast<CXXMemberCallExpr>(&Call))
      if (std::optional<SettleTarget> Of = settleTarget(Method->getImplicitObjectArgument());
          Of && (pointsElsewhere(*Method) ||
                 llvm::none_of(Watched, [&](const WatchedTarget &W) { return W.To == *Of; })))
        forget(P, *Of);
    if (isArrow(&Call))
      return;
    for (const Expr *Arg : Call.arguments())
      if (std::optional<SettleTarget> Given = settleTarget(Arg);
          Given && !(Given->Root && Given->Members.empty()))
        forget(P, *Given);
  }

  /// promise.reset(new_one): of the pointer, not of what it points to.
  static bool pointsElsewhere(const CXXMemberCallExpr &Call) {
    return isSmartPointer(Call.getImplicitObjectArgument()->getType()) && Call.getMethodDecl() &&
           !Call.getMethodDecl()->isConst();
  }

  /// A call that should have settled something in the block may be the one that threw.
  void caught(Promised &P, const CXXCatchStmt &Handler) override {
    const auto *Try = dyn_cast_or_null<CXXTryStmt>(Body.parent(&Handler));
    for (const auto &[Call, Number] : Settles)
      if (Try && Body.contains(Try->getTryBlock(), Call))
        P.Settled.By.erase(Number);
  }

  void forget(Promised &P, const SettleTarget &Whole) const {
    for (unsigned Number = 0; Number < Watched.size(); ++Number)
      if (Watched[Number].To.isWithin(Whole))
        P.forget(Number);
  }

  /// A loop that settles something is there to run: that it may run no round is not held against it, unless
  /// no round that settles comes to its end.
  void loopLeft(Promised &P, const Stmt &Loop) override {
    for (const auto &[Call, Number] : Settles)
      if (Body.contains(&Loop, Call) && P.Settled.By.contains(Number))
        P.Open.By.erase(Number);
  }

  void functionLeft(Promised &P, const Stmt &End) override {
    for (const auto &[Call, Number] : Settles)
      if (P.Open.By.contains(Number) && !isMeantByTest(End) &&
          (Watched[Number].Ours == Duty::Always || givesUp(U, Body, End, *Call)))
        add(Number, {&Watched[Number].To.named(), false, Watched[Number].IsHandle, &End, Call});
  }

  /// `ASSERT_THROW(...)` leaves a test that has failed already.
  bool isMeantByTest(const Stmt &End) const {
    return End.getBeginLoc().isMacroID() && U.isTest(Body.function());
  }

  void add(unsigned Number, const Unsettled &One) {
    if (Told.insert(Number).second)
      Found.push_back(One);
  }

  Unit &U;
  llvm::MapVector<const Expr *, unsigned> Settles; ///< the number of the target by the call
  SmallVector<WatchedTarget, 2> Watched;
  llvm::SmallDenseSet<unsigned, 2> Told;
  SmallVector<Unsettled, 1> Found;
};

} // namespace

SmallVector<Unsettled, 1> unsettledIn(Unit &U, const BodyIndex &Body) { return Search(U, Body).found(); }

} // namespace cotidy
