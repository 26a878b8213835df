// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Belonging.h"

#include "semantics/AwaitedCalls.h"
#include "semantics/Naming.h"
#include "semantics/Pauses.h"
#include "semantics/TransactionNames.h"

using namespace clang;

namespace cotidy {

namespace {

/// What an expression is a part or a product of: the object of the call, the base of the member.
const Expr *originOf(const Expr *E, bool &Awaited) {
  for (E = withoutMove(E); E; E = withoutMove(E)) {
    if (const auto *Await = dyn_cast<CoawaitExpr>(E)) {
      Awaited = true;
      E = Await->getOperand();
    } else if (const auto *Member = dyn_cast<CXXMemberCallExpr>(E)) {
      E = Member->getImplicitObjectArgument();
    } else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E);
               Operator && !Operator->isAssignmentOp()) {
      E = Operator->getArg(0);
    } else if (const auto *Construct = dyn_cast<CXXConstructExpr>(E);
               Construct && Construct->getConstructor()->isCopyOrMoveConstructor()) {
      E = Construct->getArg(0);
    } else {
      return E;
    }
  }
  return nullptr;
}

/// The outermost member access or dereference that begins with \p Use.
const Expr *wholeObject(const BodyIndex &Body, const Expr *Use) {
  const Expr *Whole = Use;
  for (const Stmt *Up = Body.parent(Use); isa_and_nonnull<Expr>(Up); Up = Body.parent(Up)) {
    if (const auto *Member = dyn_cast<MemberExpr>(Up)) {
      if (!isa<FieldDecl>(Member->getMemberDecl()))
        break;
      Whole = Member;
    } else if (!isa<ImplicitCastExpr, ParenExpr>(Up)) {
      break;
    }
  }
  return Whole;
}

/// The method that is called on `this` at \p This; null if something else is done with it.
const CXXMethodDecl *ownMethod(const BodyIndex &Body, const CXXThisExpr &This) {
  const auto *Member = dyn_cast_or_null<MemberExpr>(Body.meaningfulParent(&This));
  const auto *Call = Member ? dyn_cast_or_null<CXXMemberCallExpr>(Body.meaningfulParent(Member)) : nullptr;
  return Call ? Call->getMethodDecl() : nullptr;
}

/// What a method says that works on stored data, by whatever connection it knows.
constexpr llvm::StringLiteral StoredWords[] = {"db",      "delete", "exec",   "execute", "insert", "load",
                                               "persist", "query",  "record", "row",     "save",   "select",
                                               "sql",     "store",  "update", "upsert"};
/// What a method says that talks to somebody else.
constexpr llvm::StringLiteral OutwardWords[] = {"broadcast", "email", "http",    "mail",   "notify",
                                                "publish",   "sms",   "webhook", "request"};

/// What takes a lease back.
constexpr llvm::StringLiteral ReturnWords[] = {"back", "free", "give", "put", "recycle", "release", "return"};

} // namespace

Belonging::Belonging(Unit &U, const BodyIndex &Body, const HeldResource &R) : U(U), Body(Body), Held(R) {
  Roots.push_back(R.Where);
  addSources(R.Made);
  addMade();
  llvm::erase_if(Givers, [&](const Place &Giver) { return lends(Giver); });
  Roots.append(Givers.begin(), Givers.end());
  addMade();
}

void Belonging::addMade() {
  for (bool Grown = true; Grown;) {
    Grown = false;
    for (const VarDecl *Var : Body.locals()) {
      Place Own{Var->getCanonicalDecl()};
      if (!Var->getInit() || llvm::is_contained(Roots, Own) || llvm::is_contained(Results, Own))
        continue;
      bool Awaited = false;
      const Expr *Origin = originOf(Var->getInit(), Awaited);
      Place From = Origin ? placeOf(Origin) : Place();
      auto Leads = [&](const Place &Root) { return isWithin(From, Root); };
      bool IsPart = !From.empty() && (llvm::any_of(Roots, Leads) || llvm::any_of(Results, Leads));
      // Made by a function, constructor or lambda that was given the resource.
      bool IsMade = !IsPart && Origin && touches(Origin);
      if (!IsPart && !IsMade)
        continue;
      bool Leading = Var->getType()->isReferenceType() || Var->getType()->isPointerType() || IsMade;
      (isHandle(*Var) || (Leading && !Awaited) ? Roots : Results).push_back(Own);
      Grown = true;
    }
  }
}

/// A cursor or a view of what is stored: it works on the resource, whoever has it.
bool Belonging::isHandle(const VarDecl &Var) const {
  const CXXRecordDecl *Class = classOf(Var.getType(), /*ThroughPointer=*/true);
  return Class && Class->hasDefinition() && !U.awaitables().info(*Class) &&
         hasAwaitedMethods(U, *Class->getDefinition());
}

/// The connection a transaction was opened on, the pool a connection came from.
void Belonging::addSources(const Expr *Made) {
  if (!Made)
    return;
  if (const auto *Await = dyn_cast<CoawaitExpr>(withoutMove(Made)))
    return addSources(Await->getOperand());
  const CallSite *Site = U.calls().siteOf(withoutMove(Made));
  if (!Site)
    return;
  auto Add = [&](const Expr *E, SmallVectorImpl<Place> &To) {
    Place P = E ? placeOf(E) : Place();
    if (!P.empty() && pointeeClass(E->getType()))
      To.push_back(std::move(P));
  };
  if (Site->Object)
    Add(Site->Object, Givers);
  else if (isa<CXXMemberCallExpr>(Site->E))
    Givers.push_back(placeOfThis());
  for (const Expr *Arg : Site->Args)
    Add(Arg, Roots);
  // pool.get(token).connection(): the way to it
  if (Site->Object && isa<CallExpr>(Site->Object))
    addSources(Site->Object);
}

/// `auto row = co_await db.save_on(connection, name);`: what the lease came from is handed it where that is
/// to be used. A method of the same object that is not takes another one out of the pool, and waits for it
/// while this one is kept.
bool Belonging::lends(const Place &Giver) const {
  return Held.Type.What == Hold::Lease && llvm::any_of(Body.suspensions(), [&](const Suspension &At) {
           const CallSite *Site = U.calls().operation(At.Operand);
           return Site && Site->Callee && Site->Object && placeOf(Site->Object) == Giver &&
                  !isNamedBy(*Site->Callee, ReturnWords) &&
                  llvm::any_of(Site->Args, [&](const Expr *Arg) { return overlaps(placeOf(Arg)); });
         });
}

bool Belonging::overlaps(const Place &P) const {
  return !P.empty() &&
         llvm::any_of(Roots, [&](const Place &Root) { return isWithin(P, Root) || isWithin(Root, P); });
}

/// Whether \p S names one of the roots, in a lambda's captures too.
bool Belonging::touches(const Stmt *S) const {
  for (const Place &Root : Roots) {
    if (Root == placeOfThis() || Root.front() == placeOfThis().front()) {
      for (const CXXThisExpr *This : Body.thisUses())
        if (Body.contains(S, This) && overlaps(placeOf(wholeObject(Body, This))) && !leavesAlone(*This))
          return true;
      continue;
    }
    // The first step of another place is its variable, or the function that returns it.
    const auto *D = dyn_cast<ValueDecl>(static_cast<const Decl *>(Root.front()));
    if (!D)
      continue;
    for (const DeclRefExpr *Use : Body.uses(*D))
      if (Body.contains(S, Use) && (isa<FunctionDecl>(D) || overlaps(placeOf(wholeObject(Body, Use)))))
        return true;
  }
  return false;
}

/// Whether what has the transaction or lease is a variable whose own operations are what belongs to it: who
/// is not given the variable works on something else.
bool Belonging::isGivenStatements() const {
  const CXXRecordDecl *Class =
      Held.Owner && Held.Owner->hasLocalStorage() ? classOf(Held.Owner->getType(), true) : nullptr;
  Class = Class ? Class->getDefinition() : nullptr;
  return Class && llvm::any_of(Class->methods(), [&](const CXXMethodDecl *M) {
           return transactionVerb(M) == TransactionVerb::None && !M->param_empty() &&
                  U.awaitables().info(M->getReturnType());
         });
}

/// Whether \p Method, called on `this`, may use one of the members among the roots.
bool Belonging::reaches(const CXXMethodDecl &Method, unsigned Depth) const {
  const BodyIndex *Inside = Depth && !Method.isVirtual() ? U.visibleBody(&Method) : nullptr;
  if (!Inside)
    return isNamedBy(Method, StoredWords) || (!isNamedBy(Method, OutwardWords) && !isGivenStatements());
  return llvm::any_of(Inside->thisUses(), [&](const CXXThisExpr *This) {
    if (const CXXMethodDecl *Next = ownMethod(*Inside, *This))
      return reaches(*Next, Depth - 1);
    return overlaps(placeOf(wholeObject(*Inside, This)));
  });
}

/// Whether \p This is there only for a method of its own that has nothing to do with the resource.
bool Belonging::leavesAlone(const CXXThisExpr &This) const {
  const CXXMethodDecl *Method = ownMethod(Body, This);
  return Method && !llvm::is_contained(Roots, placeOfThis()) && !reaches(*Method, 3);
}

/// Whether \p Var holds operations of the resource that have begun: `auto row = tx.get(key);`, or a container
/// that they are put in.
bool Belonging::isOwnWork(const VarDecl &Var) const {
  auto IsOwn = [&](const Expr *Made) {
    const CXXRecordDecl *Class = Made ? classOf(Made->getType()) : nullptr;
    if (!Class || !(U.awaitables().info(*Class) || hasWord(Class, {"future"})))
      return false;
    bool Awaited = false;
    const Expr *Origin = originOf(Made, Awaited);
    return !Awaited && Origin && touches(Origin);
  };
  return IsOwn(Var.getInit()) || llvm::any_of(Body.uses(Var), [&](const DeclRefExpr *Use) {
           const auto *Call = Body.enclosing<CXXMemberCallExpr>(Use);
           return Call && strip(Call->getImplicitObjectArgument()) == Use &&
                  llvm::any_of(Call->arguments(), IsOwn);
         });
}

bool Belonging::mayUse(const Suspension &At) const {
  if (touches(At.E) || llvm::any_of(Body.locals(), [&](const VarDecl *Var) {
        return llvm::any_of(Body.uses(*Var),
                            [&](const DeclRefExpr *Use) { return Body.contains(At.E, Use); }) &&
               isOwnWork(*Var);
      }))
    return true;
  bool Awaited = false;
  const Expr *Origin = originOf(At.Operand, Awaited);
  Place From = Origin ? placeOf(Origin) : Place();
  if (llvm::any_of(Results, [&](const Place &Result) { return isWithin(From, Result); }))
    return true;
  // What is awaited is only a name: a task made earlier tells by its initialiser, anything else does not.
  if (U.calls().operation(At.Operand) || isPauseObject(U, *At.Operand))
    return false;
  const auto *Ref = Origin ? dyn_cast<DeclRefExpr>(Origin) : nullptr;
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return !Var || !Var->isLocalVarDecl() || !Var->getInit() || !U.calls().operation(Var->getInit());
}

} // namespace cotidy
