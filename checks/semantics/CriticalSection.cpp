// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/CriticalSection.h"

#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Unit.h"

using namespace clang;

namespace cotidy {

namespace {

bool isSending(StringRef Name) {
  Name.consume_front("async_");
  return Name.starts_with_insensitive("write") || Name.starts_with_insensitive("send");
}

/// Data that others can see: reached through `this`, a global, or what a parameter refers to.
bool isShared(const Place &P) {
  if (P.empty() || P.front() == placeOfThis().front())
    return P.size() > 1;
  const VarDecl *Var = rootVariable(P);
  if (!Var || Var->hasGlobalStorage())
    return Var;
  return isa<ParmVarDecl>(Var) && (Var->getType()->isReferenceType() || Var->getType()->isPointerType());
}

/// What a statement by itself changes.
Place changedBy(const Stmt *S) {
  if (const auto *Assign = dyn_cast<BinaryOperator>(S); Assign && Assign->isAssignmentOp())
    return placeOf(Assign->getLHS());
  if (const auto *Step = dyn_cast<UnaryOperator>(S); Step && Step->isIncrementDecrementOp())
    return placeOf(Step->getSubExpr());
  const auto *Call = dyn_cast<CallExpr>(S);
  const auto *Method = Call ? dyn_cast_or_null<CXXMethodDecl>(Call->getDirectCallee()) : nullptr;
  if (!Method || Method->isStatic() || Method->isConst())
    return {};
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call))
    return placeOf(Member->getImplicitObjectArgument());
  return isa<CXXOperatorCallExpr>(Call) ? placeOf(Call->getArg(0)) : Place();
}

/// Operations that must follow each other on one object: to keep them so is what a lock is for.
bool isInTurn(StringRef Name) {
  Name.consume_front("async_");
  return llvm::any_of(ArrayRef<StringRef>{"write",     "send",    "push", "flush",   "read",
                                          "recv",      "receive", "put",  "append",  "connect",
                                          "reconnect", "close",   "open", "init",    "load",
                                          "drain",     "wait",    "join", "acquire", "lock"},
                      [&](StringRef Verb) { return Name.starts_with_insensitive(Verb); });
}

/// Whether what is done to \p Object is no matter of \p Lock, whose other data is changed under it: an object
/// of this call alone, while the lock is there for every call, or is used on one branch only. What a lock by
/// its name is for, it is for.
bool isOfThisCall(const BodyIndex &Body, const Suspension &At, const Expr *Object, const HeldResource &Lock) {
  const Place Where = Object ? placeOf(Object) : Place();
  auto OfThisFunction = [&](const Place &P) {
    const VarDecl *Var = rootVariable(P);
    return Var && Var->hasLocalStorage() && Var->getDeclContext() == &Body.function();
  };
  if (!OfThisFunction(Where) || Lock.Mutexes.empty() || llvm::any_of(Lock.Mutexes, [](const LockedMutex &M) {
        return llvm::any_of(ArrayRef<StringRef>{"io", "output", "send", "socket", "stream", "write"},
                            [&](StringRef Word) { return holdsWord(M.Name, Word); });
      }))
    return false;
  const auto *Branch = Body.enclosing<IfStmt>(At.E);
  return (Branch && !Body.contains(Branch, Lock.Made)) ||
         llvm::none_of(Lock.Mutexes, [&](const LockedMutex &M) { return OfThisFunction(M.Where); });
}

/// Whether \p E is read before the operation begins, for an argument that is a copy.
bool isCopied(const BodyIndex &Body, const CallSite &Site, const Expr &E) {
  for (unsigned I = 0; I != Site.Args.size() && I < Site.Callee->getNumParams(); ++I)
    if (const QualType T = Site.Callee->getParamDecl(I)->getType(); Body.contains(Site.Args[I], &E))
      return !T->isReferenceType() && !isIteratorLike(T);
  return false;
}

bool overlap(const Place &A, const Place &B) { return isWithin(A, B) || isWithin(B, A); }

/// The shared data that the local \p E names was made from, where it is changed after the await: `old` of
/// `old = balance; co_await save(old + n); balance = old + n;`.
void addCopied(const BodyIndex &Body, const Suspension &At, const Expr &E, SmallVectorImpl<Place> &To) {
  const VarDecl *Copy = localOf(&E);
  const Expr *Made = Copy && !isa<ParmVarDecl>(Copy) ? Copy->getInit() : nullptr;
  if (!Made)
    return;
  for (const Stmt *S : Body.nodes()) {
    const auto *Part = dyn_cast<Expr>(S);
    Place From = Part && Body.contains(Made, Part) ? placeOf(Part) : Place();
    if (isShared(From) && llvm::any_of(Body.nodes(), [&](const Stmt *Later) {
          return Body.isBefore(At.E, Later) && overlap(changedBy(Later), From);
        }))
      To.push_back(std::move(From));
  }
}

} // namespace

bool isUnrelated(Unit &U, const BodyIndex &Body, const Suspension &At, const HeldResource &R) {
  const CallSite *Site = U.calls().operation(At.Operand);
  const IdentifierInfo *Name = Site && Site->Callee ? Site->Callee->getIdentifier() : nullptr;
  if (!Name || !R.Made || (Site->isModelled() && !Site->does(CallKind::Io)) ||
      (isa<CXXMemberCallExpr>(Site->E) && (!Site->Object || isa<CXXThisExpr>(Site->Object))))
    return false;
  // What an operation that sends gives back says only how that went.
  if (!Body.isDiscarded(At.E) && !isSending(Name->getName()))
    return false;
  const FunctionModel *Io = Site->does(CallKind::Io);
  const bool InTurn = isInTurn(Name->getName()) ||
                      (Site->ObjectClass && U.awaitables().model(*Site->ObjectClass, TypeKind::Ordered));
  const bool OfThisCall = isOfThisCall(Body, At, Io ? Site->resource(*Io) : Site->Object, R);
  if (InTurn && !OfThisCall)
    return false;
  const auto *Block = Body.enclosing<CompoundStmt>(R.Made);
  SmallVector<Place, 4> Protected, Used;
  bool Held = false;
  for (const Stmt *S : Body.nodes()) {
    Held |= S == R.Made || Body.parent(S) == R.Made;
    if (!Held || !Body.contains(Block, S))
      continue;
    if (const auto *E = dyn_cast<Expr>(S); E && Body.contains(At.E, E)) {
      if (Place P = placeOf(E); isShared(P) && !(OfThisCall && isCopied(Body, *Site, *E)))
        Used.push_back(std::move(P));
      addCopied(Body, At, *E, Used);
    } else if (!Body.enclosing<CoroutineSuspendExpr>(S) && !isa<CoroutineSuspendExpr>(S)) {
      Place P = changedBy(S);
      auto IsLock = [&](const LockedMutex &M) { return overlap(P, M.Where); };
      if (isShared(P) && !overlap(P, R.Where) && llvm::none_of(R.Mutexes, IsLock))
        Protected.push_back(std::move(P));
    }
  }
  return !Protected.empty() && llvm::none_of(Used, [&](const Place &P) {
    return llvm::any_of(Protected, [&](const Place &Other) { return overlap(P, Other); });
  });
}

} // namespace cotidy
