// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/ThreadState.h"

#include "semantics/Access.h"
#include "semantics/ErrnoReads.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Place.h"
#include "semantics/SharedAccess.h"

using namespace clang;

namespace cotidy {

namespace {

const VarDecl *threadVariable(const Expr *E) {
  const auto *Var = dyn_cast_or_null<VarDecl>(usedBy(E));
  return Var && Var->getTLSKind() != VarDecl::TLS_None ? Var->getCanonicalDecl() : nullptr;
}

/// The variable of the thread that an lvalue \p E is, or is a part of.
const VarDecl *threadObject(const Expr *E) {
  for (E = strip(E); E; E = strip(E)) {
    if (const VarDecl *Var = threadVariable(E))
      return Var;
    if (const auto *Member = dyn_cast<MemberExpr>(E); Member && !Member->isArrow())
      E = Member->getBase();
    else if (const auto *Index = dyn_cast<ArraySubscriptExpr>(E))
      E = Index->getBase();
    else
      return nullptr;
  }
  return nullptr;
}

/// Whether \p F, a function of the user, returns a reference or pointer to a variable of the thread.
bool givesThreadObject(Unit &U, const FunctionDecl *F) {
  const BodyIndex *Body = F && (F->getReturnType()->isReferenceType() || F->getReturnType()->isPointerType())
                              ? U.visibleBody(F)
                              : nullptr;
  if (!Body || U.coroutine(*F))
    return false;
  bool Found = false;
  for (const Stmt *S : Body->nodes())
    if (const auto *Return = dyn_cast<ReturnStmt>(S)) {
      const Expr *Value = strip(Return->getRetValue());
      const auto *Address = dyn_cast_or_null<UnaryOperator>(Value);
      if (!Value ||
          !threadObject(Address && Address->getOpcode() == UO_AddrOf ? Address->getSubExpr() : Value))
        return false;
      Found = true;
    }
  return Found;
}

class Keeper {
public:
  Keeper(Unit &U, const Coroutine &C) : U(U), C(C), Body(*C.Index) {}

  SmallVector<KeptThreadState, 1> all() {
    const AwaitableInfo *Task = U.awaitables().info(C.Decl->getReturnType());
    const Library *Home = Task && Task->Model ? U.models().library(Task->Model->Library) : nullptr;
    for (const VarDecl *Var : Body.locals()) {
      if (!Var->hasLocalStorage())
        continue;
      addGuard(*Var);
      addSaved(*Var);
      if (!(Home && Home->OneThread.value_or(false)) && isThreadState(*Var))
        addCached(*Var);
    }
    addVariables();
    addCounted();
    addErrno();
    return std::move(Found);
  }

private:
  static bool always(const Suspension &) { return true; }

  bool isThreadState(const VarDecl &Var) const {
    const Expr *Init = strip(Var.getInit());
    if (!Init)
      return false;
    const auto *Address = dyn_cast<UnaryOperator>(Init);
    if (Var.getType()->isReferenceType() && threadObject(Init))
      return true;
    if (Address && Address->getOpcode() == UO_AddrOf && threadObject(Address->getSubExpr()))
      return true;
    const CallSite *Site = U.calls().siteOf(Init);
    if (!Site)
      return false;
    // A pointer that is copied out of the thread's variable leads to what all threads may share.
    return Site->does(CallKind::ThreadState) ||
           (Site->Callee && givesThreadObject(U, Site->Callee) &&
            (Site->Callee->getReturnType()->isReferenceType() ? Var.getType()->isReferenceType()
                                                              : Var.getType()->isPointerType()));
  }

  void addCached(const VarDecl &Var) {
    std::optional<Crossing> At = crossing(
        U, C,
        [&](const Stmt &S) {
          if (const auto *Declaration = dyn_cast<DeclStmt>(&S))
            return llvm::is_contained(Declaration->decls(), &Var) ? Mark::Begins : Mark::None;
          const auto *Ref = dyn_cast<DeclRefExpr>(&S);
          if (!Ref || Ref->getDecl() != &Var)
            return Mark::None;
          if (!Var.getType()->isReferenceType() && isAssigned(Body, *Ref))
            return Mark::Ends;
          const bool IsValue = !Var.getType()->isReferenceType() && !Var.getType()->isPointerType();
          return IsValue && onlyTells(*Ref) ? Mark::None : Mark::Relies;
        },
        always);
    if (At)
      Found.push_back({KeptThreadState::Cached, &Var, Var.getLocation(), nullptr, At->Suspended, At->Relies});
  }

  /// Whether \p E gets a new value here, or is emptied to be filled anew.
  bool isBegun(const Expr &E) const { return isAssigned(Body, E) || touchOf(Body, E).What == Touch::Clear; }

  /// Whether \p E is set to none, false or null here, so that what it holds later comes from whoever resumes
  /// the coroutine.
  bool isReset(const Expr &E) const {
    const auto *Assign = dyn_cast_or_null<BinaryOperator>(Body.meaningfulParent(&E));
    bool Set = true;
    return Assign && Assign->getOpcode() == BO_Assign && strip(Assign->getLHS()) == &E &&
           !Assign->getRHS()->isValueDependent() &&
           Assign->getRHS()->EvaluateAsBooleanCondition(Set, U.ast()) && !Set;
  }

  /// To print a thread's id, to assert or test what it is, or to give it to the caller, is what an old one is
  /// good for. What is decided by comparing it is decided by chance.
  bool onlyTells(const Expr &E) const {
    if (C.InTest || E.getBeginLoc().isMacroID()) // the latter in an assertion
      return true;
    const Stmt *Up = Body.parent(&E);
    bool AsItIs = true;
    for (; isa_and_nonnull<Expr>(Up); Up = Body.parent(Up)) {
      if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Up);
          Operator && Operator->getOperator() == OO_LessLess)
        return true;
      const auto *Call = dyn_cast<CallExpr>(Up);
      AsItIs &= !Call && !isa<BinaryOperator>(Up);
      if (Call && Call->getDirectCallee() && isLogging(*Call->getDirectCallee()))
        return true;
    }
    return AsItIs && isa_and_nonnull<CoreturnStmt>(Up);
  }

  void addVariables() {
    llvm::SmallPtrSet<const VarDecl *, 2> Written;
    for (const Stmt *S : Body.nodes())
      if (const auto *E = dyn_cast<Expr>(S))
        if (const VarDecl *Var = threadVariable(E); Var && isBegun(*E) && !isReset(*E))
          Written.insert(Var);
    for (const VarDecl *Var : Written) {
      std::optional<Crossing> At = crossing(
          U, C,
          [&](const Stmt &S) {
            const auto *E = dyn_cast<Expr>(&S);
            if (!E || threadVariable(E) != Var)
              return Mark::None;
            return isReset(*E) ? Mark::Ends : isBegun(*E) ? Mark::Begins : Mark::Relies;
          },
          always);
      if (At)
        Found.push_back(
            {KeptThreadState::Written, Var, At->Relies->getBeginLoc(), At->Began, At->Suspended, At->Relies});
    }
  }

  /// `++depth; co_await step(); --depth;`
  void addCounted() {
    SmallVector<Place, 2> Known;
    for (const Stmt *S : Body.nodes()) {
      const auto *First = dyn_cast<UnaryOperator>(S);
      const VarDecl *Var =
          First && First->isIncrementDecrementOp() ? threadObject(First->getSubExpr()) : nullptr;
      const Place Counted = Var ? placeOf(First->getSubExpr()) : Place();
      if (Counted.empty() || llvm::is_contained(Known, Counted))
        continue;
      Known.push_back(Counted);
      std::optional<Crossing> At = crossing(
          U, C,
          [&](const Stmt &Other) {
            const auto *Step = dyn_cast<UnaryOperator>(&Other);
            if (!Step || !Step->isIncrementDecrementOp() || placeOf(Step->getSubExpr()) != Counted)
              return Mark::None;
            return Step->isIncrementOp() == First->isIncrementOp() ? Mark::Begins : Mark::Relies;
          },
          always);
      if (At)
        Found.push_back(
            {KeptThreadState::Restored, Var, First->getBeginLoc(), nullptr, At->Suspended, At->Relies});
    }
  }

  /// `auto before = level; level = 2; co_await step(); level = before;`
  void addSaved(const VarDecl &Var) {
    const Expr *From = Var.getType()->isReferenceType() ? nullptr : strip(Var.getInit());
    const VarDecl *State = From ? threadObject(From) : nullptr;
    if (!State || placeOf(From).empty())
      return;
    const auto SetsBack = [&](const Stmt &S) {
      const auto *Plain = dyn_cast<BinaryOperator>(&S);
      const auto *Own = dyn_cast<CXXOperatorCallExpr>(&S);
      const bool IsPlain = Plain && Plain->getOpcode() == BO_Assign;
      if (!IsPlain && !(Own && Own->getOperator() == OO_Equal))
        return false;
      const Expr *To = IsPlain ? Plain->getLHS() : Own->getArg(0);
      return placeOf(To) == placeOf(From) && localOf(IsPlain ? Plain->getRHS() : Own->getArg(1)) == &Var;
    };
    std::optional<Crossing> At = crossing(
        U, C,
        [&](const Stmt &S) {
          if (const auto *Declaration = dyn_cast<DeclStmt>(&S))
            return llvm::is_contained(Declaration->decls(), &Var) ? Mark::Begins : Mark::None;
          return SetsBack(S) ? Mark::Relies : Mark::None;
        },
        always);
    // Who changes nothing meanwhile takes the state along to where the coroutine goes on.
    if (At && llvm::any_of(Body.nodes(), [&](const Stmt *S) {
          const auto *E = dyn_cast<Expr>(S);
          return E && placeOf(E) == placeOf(From) && isAssigned(Body, *E) && Body.isBefore(At->Began, E) &&
                 Body.isBefore(E, At->Suspended);
        }))
      Found.push_back(
          {KeptThreadState::Restored, State, Var.getLocation(), nullptr, At->Suspended, At->Relies});
  }

  void addErrno() {
    if (const std::optional<Crossing> At = lateErrnoRead(U, C))
      Found.push_back({KeptThreadState::Errno, nullptr,
                       U.ast().getSourceManager().getExpansionLoc(At->Relies->getBeginLoc()), At->Began,
                       At->Suspended, nullptr});
  }

  /// Whether an object of \p Class sets a state of the thread and sets it back at its end.
  bool isThreadGuard(const CXXRecordDecl &Class) const {
    if (U.awaitables().model(Class, TypeKind::ThreadBound))
      return true;
    const CXXDestructorDecl *End = Class.getDestructor();
    return End && writesThreadVariable(End) &&
           llvm::any_of(Class.ctors(),
                        [&](const CXXConstructorDecl *Begin) { return writesThreadVariable(Begin); });
  }

  bool writesThreadVariable(const FunctionDecl *F) const {
    const BodyIndex *Inner = U.visibleBody(F);
    return Inner && llvm::any_of(Inner->nodes(), [&](const Stmt *S) { return writesThreadObject(*S); });
  }

  /// `level = n`, `++level`, `std::exchange(context.tag, tag)`
  bool writesThreadObject(const Stmt &S) const {
    if (const auto *Binary = dyn_cast<BinaryOperator>(&S))
      return Binary->isAssignmentOp() && threadObject(Binary->getLHS());
    if (const auto *Unary = dyn_cast<UnaryOperator>(&S))
      return Unary->isIncrementDecrementOp() && threadObject(Unary->getSubExpr());
    if (!isa<CallExpr>(S))
      return false;
    const CallSite &Site = U.calls().site(cast<Expr>(&S));
    if (const auto *Assign = dyn_cast<CXXOperatorCallExpr>(&S); Assign && Assign->isAssignmentOp())
      return threadObject(Assign->getArg(0));
    for (unsigned I = 0; Site.Callee && I < Site.Args.size() && I < Site.Callee->getNumParams(); ++I)
      if (Site.Callee->getParamDecl(I)->getType()->isLValueReferenceType() &&
          granted(Site, I) == Grants::Object && threadObject(Site.Args[I]))
        return true;
    return false;
  }

  void addGuard(const VarDecl &Var) {
    const CXXRecordDecl *Class = Var.getType()->getAsCXXRecordDecl();
    const auto *Scope = Var.getInit() ? Body.enclosing<CompoundStmt>(strip(Var.getInit())) : nullptr;
    if (!Class || !Class->hasDefinition() || !Scope || Class->hasTrivialDestructor() ||
        !isThreadGuard(*Class) || !Body.uses(Var).empty()) // it may be ended or moved away
      return;
    for (const Suspension &At : Body.suspensions())
      if (U.awaitables().maySuspend(At.E) && Body.contains(Scope, At.E) &&
          Body.isBefore(strip(Var.getInit()), At.E)) {
        Found.push_back({KeptThreadState::Guard, &Var, Var.getLocation(), nullptr, At.E, nullptr});
        return;
      }
  }

  Unit &U;
  const Coroutine &C;
  const BodyIndex &Body;
  SmallVector<KeptThreadState, 1> Found;
};

} // namespace

SmallVector<KeptThreadState, 1> keptThreadState(Unit &U, const Coroutine &C) { return Keeper(U, C).all(); }

} // namespace cotidy
