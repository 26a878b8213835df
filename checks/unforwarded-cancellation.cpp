// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds coroutines that are given a request to stop and do not hand it to what they await: the caller stops
// waiting, and the work goes on for nobody.

#include "semantics/AwaitedCalls.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Naming.h"
#include "semantics/StopTokens.h"

using namespace clang;

namespace cotidy {
namespace {

/// What has to be done although the coroutine is asked to stop.
constexpr llvm::StringLiteral CleanUpWords[] = {"close",   "shutdown", "rollback", "cleanup", "release",
                                                "dispose", "stop",     "cancel",   "abort",   "disconnect"};

class UnforwardedCancellation : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{
      "unforwarded-cancellation",
      "finds coroutines that do not hand the stop token they are given to what they await", FixKind::Offered,
      Profile::Recommended, Instantiations::Every};

  void checkCoroutine(const Coroutine &C) override {
    for (const ParmVarDecl *Parameter : C.Decl->parameters())
      if (Parameter->getIdentifier() && isStopToken(unit(), Parameter->getType()))
        return checkToken(*Parameter, C);
  }

private:
  const std::vector<std::string> IgnoredCallees =
      list("IgnoredCallees", "", "qualified names of functions that are to run whatever is asked");

  void checkToken(const ParmVarDecl &Token, const Coroutine &C) {
    llvm::SmallPtrSet<const CallSite *, 4> Seen;
    for (const Suspension &At : C.Index->suspensions()) {
      const Expr *Handle = nullptr;
      if (At.isYield() || isUsed(Token, *At.E, C) || asksBefore(Token, *At.E, C))
        continue;
      for (const CallSite *Site : awaitedCalls(unit(), *C.Index, At, Handle))
        if (Site->Callee && Seen.insert(Site).second && !isOneOf(Site->Callee, IgnoredCallees) &&
            !hasWord(Site->Callee, CleanUpWords))
          checkCall(*Site, Token, C);
    }
  }

  static bool isUsed(const ParmVarDecl &Token, const Stmt &In, const Coroutine &C) {
    return llvm::any_of(C.Index->uses(Token),
                        [&](const DeclRefExpr *Use) { return C.Index->contains(&In, Use); });
  }

  /// if (token.stop_requested()) co_await notify();
  static bool asksBefore(const ParmVarDecl &Token, const Expr &E, const Coroutine &C) {
    for (const auto *If = C.Index->enclosing<IfStmt>(&E); If; If = C.Index->enclosing<IfStmt>(If))
      if (isUsed(Token, *If->getCond(), C))
        return true;
    return false;
  }

  void checkCall(const CallSite &Site, const ParmVarDecl &Token, const Coroutine &C) {
    if (llvm::any_of(ArrayRef(Site.Args).take_front(Site.WrittenArgs),
                     [&](const Expr *Argument) { return isStopToken(unit(), Argument->getType()); }))
      return;
    const FunctionDecl *Taker = takesByDefault(Site) ? Site.Callee : overloadWithToken(Site);
    if (!Taker)
      return;
    Finding Kept(
        Site.E->getBeginLoc(),
        llvm::formatv("{0} could be stopped by {1}, and is not given it, so it goes on after whoever "
                      "waits has given up; pass {1} on",
                      quoted(*Site.named()), quoted(Token))
            .str());
    Kept.note(Taker->getLocation(), "it takes a stop token here");
    offerToken(Kept, Site, *Taker, Token);
    report(std::move(Kept), *C.Decl);
  }

  bool takesByDefault(const CallSite &Site) {
    for (unsigned N = Site.WrittenArgs; N < Site.Callee->getNumParams(); ++N)
      if (isStopToken(unit(), Site.Callee->getParamDecl(N)->getType()))
        return true;
    return false;
  }

  /// The overload that takes the same and a token after it; null if there is none.
  const FunctionDecl *overloadWithToken(const CallSite &Site) {
    if (!Site.Callee->getDeclName().isIdentifier() || Site.Callee->getPrimaryTemplate())
      return nullptr;
    const unsigned Count = Site.Callee->getNumParams();
    for (const NamedDecl *Other : Site.Callee->getDeclContext()->lookup(Site.Callee->getDeclName())) {
      const auto *Overload = dyn_cast<FunctionDecl>(Other);
      if (!Overload || Overload->getNumParams() != Count + 1 || Site.WrittenArgs != Count ||
          !isStopToken(unit(), Overload->getParamDecl(Count)->getType()))
        continue;
      bool Same = true;
      for (unsigned N = 0; N < Count; ++N)
        Same &= unit().ast().hasSameType(Overload->getParamDecl(N)->getType(),
                                         Site.Callee->getParamDecl(N)->getType());
      if (Same)
        return Overload;
    }
    return nullptr;
  }

  void offerToken(Finding &Kept, const CallSite &Site, const FunctionDecl &Taker, const ParmVarDecl &Token) {
    const auto *Call = dyn_cast<CallExpr>(Site.E);
    const QualType Wanted = Site.WrittenArgs < Taker.getNumParams()
                                ? Taker.getParamDecl(Site.WrittenArgs)->getType()
                                : QualType();
    if (!Call || isa<CXXOperatorCallExpr>(Call) || Wanted.isNull() ||
        !unit().ast().hasSameUnqualifiedType(Wanted.getNonReferenceType(),
                                             Token.getType().getNonReferenceType()) ||
        Wanted->isRValueReferenceType())
      return;
    const std::string Added = (Site.WrittenArgs ? ", " : "") + Token.getName().str();
    Kept.Offers.push_back({Site.E->getBeginLoc(),
                           "pass " + quoted(Token) + " on",
                           {FixItHint::CreateInsertion(Call->getRParenLoc(), Added)}});
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(unforwarded_cancellation, cotidy::UnforwardedCancellation)
