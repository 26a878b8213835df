// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/ErrnoReads.h"

#include "semantics/Objects.h"
#include "semantics/Outcomes.h"
#include "semantics/SharedAccess.h"

#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

namespace {

class Finder {
public:
  Finder(Unit &U, const Coroutine &C) : U(U), C(C), Body(*C.Index) {}

  std::optional<Crossing> find() {
    const auto Read = llvm::find_if(
        Body.nodes(), [&](const Stmt *S) { return isErrno(*S) && !isAssigned(Body, *cast<Expr>(S)); });
    if (Read == Body.nodes().end())
      return std::nullopt;
    findDeciding(**Read);
    return crossing(
        U, C,
        [&](const Stmt &S) {
          if (isErrno(S))
            return isAssigned(Body, *cast<Expr>(&S)) ? Mark::Ends : Mark::Relies;
          return Deciding.contains(&S) || setsErrno(S) ? Mark::Begins : Mark::None;
        },
        // What is awaited for its result may set errno when it gives it.
        [&](const Suspension &Await) {
          return Await.E->getType()->isVoidType() || Body.isDiscarded(Await.E) || !Deciding.empty();
        });
  }

private:
  bool isErrno(const Stmt &S) const {
    const auto *E = dyn_cast<UnaryOperator>(&S);
    return E && E->getOpcode() == UO_Deref && E->getBeginLoc().isMacroID() &&
           Lexer::getImmediateMacroName(E->getBeginLoc(), U.ast().getSourceManager(),
                                        U.ast().getLangOpts()) == "errno";
  }

  bool isWithinErrno(const CallExpr &Call) const {
    const Stmt *Up = Body.meaningfulParent(&Call);
    return Up && isErrno(*Up);
  }

  /// A function of C, or a plain one of the user's that calls one.
  bool setsErrno(const Stmt &S) const {
    const auto *Call = dyn_cast<CallExpr>(&S);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (!Callee || isWithinErrno(*Call))
      return false;
    auto IsOfC = [](const FunctionDecl *F) { return F && F->isExternC() && !F->getBuiltinID(); };
    const BodyIndex *Inner = U.coroutine(*Callee) ? nullptr : U.visibleBody(Callee);
    return IsOfC(Callee) || (Inner && Callee->getReturnType()->isIntegerType() &&
                             llvm::any_of(Inner->calls(), [&](const Expr *E) {
                               return IsOfC(U.calls().site(E).Callee) &&
                                      isa_and_nonnull<ReturnStmt>(Inner->meaningfulParent(E));
                             }));
  }

  /// The condition that decides whether what is in \p S is evaluated; null if \p S is no branch.
  static const Expr *conditionFor(const Stmt &S, const Stmt &Within, const BodyIndex &Body) {
    if (const auto *If = dyn_cast<IfStmt>(&S))
      return Body.contains(If->getCond(), &Within) ? nullptr : If->getCond();
    const auto *Choice = dyn_cast<ConditionalOperator>(&S);
    return Choice && !Body.contains(Choice->getCond(), &Within) ? Choice->getCond() : nullptr;
  }

  /// `if (size < 0) throw error(errno);`: by the innermost condition on the result of a call, errno is read
  /// for that call, whatever was awaited since. A comparison with a failure's value makes any function one
  /// that sets it.
  void findDeciding(const Stmt &Read) {
    for (const Stmt *Up = Body.parent(&Read); Up; Up = Body.parent(Up)) {
      const Expr *Condition = conditionFor(*Up, Read, Body);
      if (!Condition)
        continue;
      bool OfAwait = false;
      for (const Stmt *Part : Body.nodes()) {
        if (Part != Condition && !Body.contains(Condition, Part))
          continue;
        if (isa<CallExpr>(Part))
          addDeciding(Part, Condition);
        OfAwait |= isa<CoroutineSuspendExpr>(Part);
        const auto *Ref = dyn_cast<DeclRefExpr>(Part);
        const VarDecl *Var = Ref ? localOf(Ref) : nullptr;
        for (const Expr *Value : Var ? valuesOf(*Var) : SmallVector<const Expr *, 2>()) {
          addDeciding(Value, Condition);
          OfAwait |= isa<CoroutineSuspendExpr>(Value);
        }
      }
      if (OfAwait || !Deciding.empty())
        return;
    }
  }

  void addDeciding(const Stmt *Call, const Expr *Condition) {
    const auto *Made = dyn_cast<CallExpr>(Call);
    const FunctionDecl *Callee = Made ? Made->getDirectCallee() : nullptr;
    const bool GivesNumber = Callee && Callee->getReturnType()->isSignedIntegerType() &&
                             !isa<CXXMethodDecl>(Callee) && !U.coroutine(*Callee) && !Callee->getBuiltinID();
    const auto *Compare = dyn_cast<BinaryOperator>(strip(Condition));
    if (setsErrno(*Call) || (GivesNumber && Compare && asksForNegative(*Compare, U.ast())))
      Deciding.insert(Call);
  }

  /// What \p Var is made from, and assigned.
  SmallVector<const Expr *, 2> valuesOf(const VarDecl &Var) const {
    auto Plain = [](const Expr *E) {
      const auto *List = dyn_cast_or_null<InitListExpr>(strip(E));
      return strip(List && List->getNumInits() == 1 ? List->getInit(0) : E);
    };
    SmallVector<const Expr *, 2> Values;
    if (Var.getInit())
      Values.push_back(Plain(Var.getInit()));
    for (const DeclRefExpr *Use : Body.uses(Var))
      if (const auto *Assign = dyn_cast_or_null<BinaryOperator>(Body.meaningfulParent(Use));
          Assign && Assign->getOpcode() == BO_Assign && strip(Assign->getLHS()) == Use)
        Values.push_back(strip(Assign->getRHS()));
    return Values;
  }

  Unit &U;
  const Coroutine &C;
  const BodyIndex &Body;
  llvm::SmallPtrSet<const Stmt *, 2> Deciding; ///< calls whose failure errno is read for
};

} // namespace

std::optional<Crossing> lateErrnoRead(Unit &U, const Coroutine &C) { return Finder(U, C).find(); }

} // namespace cotidy
