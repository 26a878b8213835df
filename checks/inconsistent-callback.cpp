// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds functions that call their callback at once on one path and later on another: what their callers do
// after the call happens before the callback, or after it, as a cache is warm or not.

#include "semantics/Callbacks.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Naming.h"

#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace cotidy {
namespace {

class InconsistentCallback : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{"inconsistent-callback",
                                  "finds functions that call back at once on one path and later on another",
                                  FixKind::None, Profile::Strict, Instantiations::Any};

  void checkFunction(const FunctionDecl &F) override {
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    // A lambda that is a step of an operation is called later itself.
    if (unit().coroutine(F) || unit().isTest(F) ||
        (Method && (Method->getParent()->isLambda() || isOfLibrary(*Method))))
      return;
    for (const ParmVarDecl *Callback : F.parameters())
      if (isCallable(Callback->getType()) && !unit().body(F).uses(*Callback).empty())
        checkCallback(*Callback, unit().body(F), F);
  }

private:
  void checkCallback(const ParmVarDecl &Callback, const BodyIndex &Body, const FunctionDecl &F) {
    const Expr *AtOnce = nullptr;
    const Expr *Later = nullptr;
    for (const DeclRefExpr *Use : Body.uses(Callback)) {
      if (const Expr *Call = callThrough(*Use, Body)) {
        if (Body.isDiscarded(Call) || leavesWith(Call, Body))
          AtOnce = AtOnce ? AtOnce : Call;
        else
          return; // its answer is used: a predicate or a step, no notice that all is done
      } else if (const Expr *Operation = handedTo(Use, Body)) {
        Later = Later ? Later : Operation;
      } else if (!isGuard(Use, Body)) {
        return;
      }
    }
    if (!AtOnce || !Later || isToRun(*AtOnce, F) || !areAlternatives(AtOnce, Later, Body))
      return;
    report(Finding(AtOnce->getExprLoc(),
                   llvm::formatv(
                       "{0} is called here before {1} returns, and later on the other path: what callers "
                       "do next happens before it or after it; post it here as well",
                       quoted(Callback), describe(F))
                       .str())
               .note(Later->getExprLoc(), "called when this is done"),
           F);
  }

  /// Whether a library's interface asks for \p Method, and says when its callback may be called.
  bool isOfLibrary(const CXXMethodDecl &Method) {
    const SourceManager &Sources = unit().ast().getSourceManager();
    return llvm::any_of(Method.overridden_methods(), [&](const CXXMethodDecl *Asked) {
      return Sources.isInSystemHeader(Asked->getLocation()) || isOfLibrary(*Asked);
    });
  }

  /// `loop.run_in_loop(f)`, `dispatch(f)`: \p AtOnce is the work itself, and no notice that some is done.
  static bool isToRun(const Expr &AtOnce, const FunctionDecl &F) {
    const auto *Call = dyn_cast<CallExpr>(&AtOnce);
    const unsigned Object = isa<CXXOperatorCallExpr>(AtOnce) ? 1 : 0;
    const SmallVector<std::string, 4> Words = wordsOf(simpleName(F));
    return Call && Call->getNumArgs() == Object && !Words.empty() &&
           llvm::is_contained(ArrayRef<StringRef>{"dispatch", "execute", "invoke", "run"}, Words.front());
  }

  static bool leavesWith(const Expr *Call, const BodyIndex &Body) {
    return Call->getType()->isVoidType() && isa_and_nonnull<ReturnStmt>(Body.meaningfulParent(Call));
  }

  /// The call that ends later which \p Use goes into, itself or captured by a lambda.
  const Expr *handedTo(const DeclRefExpr *Use, const BodyIndex &Body) {
    for (const Stmt *Up = Body.parent(Use); Up; Up = Body.parent(Up))
      if (const auto *Call = dyn_cast<CallExpr>(Up)) {
        const CallSite &Site = unit().calls().site(Call);
        if (endsLater(unit(), Site) || keepsCallback(unit(), Body, Site, *Use) ||
            startsCaller(unit(), Body, *Call, *Use))
          return Call;
      }
    return nullptr;
  }

  /// `if (callback)`
  static bool isGuard(const DeclRefExpr *Use, const BodyIndex &Body) {
    const auto *Conversion = dyn_cast_or_null<MemberExpr>(Body.meaningfulParent(Use));
    return Conversion && isa<CXXConversionDecl>(Conversion->getMemberDecl());
  }

  /// Whether only one of the two happens: they are in different arms of a branch, or the earlier one's block
  /// leaves the function.
  static bool areAlternatives(const Expr *AtOnce, const Expr *Later, const BodyIndex &Body) {
    for (const auto *If = Body.enclosing<IfStmt>(AtOnce); If; If = Body.enclosing<IfStmt>(If)) {
      const bool InThen = Body.contains(If->getThen(), AtOnce);
      const Stmt *Arm = InThen ? If->getThen() : If->getElse();
      if (!Arm || !Body.contains(Arm, AtOnce) || Body.contains(Arm, Later))
        continue;
      const Stmt *Other = InThen ? If->getElse() : If->getThen();
      if (Other && Body.contains(Other, Later))
        return true;
      if (Body.isBefore(AtOnce, Later) && endsFunction(*Arm))
        return true;
    }
    // The other way round: the operation is started in an arm that leaves, and else it is called at once.
    for (const auto *If = Body.enclosing<IfStmt>(Later); If; If = Body.enclosing<IfStmt>(If))
      if (Body.contains(If->getThen(), Later) && !Body.contains(If, AtOnce) && Body.isBefore(Later, AtOnce) &&
          endsFunction(*If->getThen()))
        return true;
    return false;
  }

  static bool endsFunction(const Stmt &Arm) {
    const auto *Block = dyn_cast<CompoundStmt>(&Arm);
    const Stmt *Last = Block ? (Block->body_empty() ? nullptr : Block->body_back()) : &Arm;
    return isa_and_nonnull<ReturnStmt>(Last);
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(inconsistent_callback, cotidy::InconsistentCallback)
