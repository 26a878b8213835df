// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Ownership.h"

#include "semantics/AwaitedCalls.h"
#include "semantics/BodyIndex.h"
#include "semantics/LockNames.h"
#include "semantics/Naming.h"
#include "semantics/Place.h"
#include "semantics/SmartPointers.h"
#include "semantics/TransactionNames.h"
#include "semantics/Unit.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

namespace {

/// What the constructor of an optional, a smart pointer, a container or a variant puts into it.
Ownership ofWrapper(const CallSite &Site, const Holding &H, Holdings &Types) {
  SmallVector<const Expr *, 2> Mutexes = Types.mutexes().among(Site.Args);
  if (Site.WrittenArgs == 0)
    return {};
  for (const Expr *Arg : Site.Args)
    if (std::optional<Change> Says = tagged(Arg->getType()))
      return {*Says, nullptr, Mutexes};
  if (!Mutexes.empty())
    return {Change::Take, nullptr, Mutexes};
  for (const Expr *Arg : Site.Args) // an optional made of a guard, a smart pointer made of `new`
    if (Types.owner(Arg->getType()))
      return Arg->isGLValue() ? Ownership{Change::Take, withoutMove(Arg)} : ownershipOf(Arg, H, Types);
    else if (const auto *New = dyn_cast<CXXNewExpr>(Arg))
      return ownershipOf(New->getInitializer(), H, Types);
    else if (const CallExpr *Moved = dyn_cast<CallExpr>(Arg); Moved && Types.owner(Moved->getType()))
      return {Change::Take, withoutMove(Moved)};
  return {};
}

Ownership ofConstruction(const CXXConstructExpr &Construct, const Holding &H, Holdings &Types) {
  const CallSite &Site = Types.unit().calls().site(&Construct);
  if (Construct.getConstructor()->isCopyOrMoveConstructor()) {
    const Expr *Source = withoutMove(Construct.getArg(0));
    return Source->isGLValue() ? Ownership{Change::Take, Source} : ownershipOf(Source, H, Types);
  }
  if (H.Wrapped)
    return ofWrapper(Site, H, Types);
  if (Site.does(CallKind::Release))
    return {};
  SmallVector<const Expr *, 2> Mutexes = Types.mutexes().among(Site.Args);
  if (Site.does(CallKind::TryLock))
    return {Change::Try, nullptr, Mutexes};
  for (const Expr *Arg : Site.Args)
    if (std::optional<Change> Says = tagged(Arg->getType()))
      return {*Says, nullptr, Mutexes};
  if (Site.WrittenArgs == 0 && !Site.does(CallKind::Lock) && !Site.Callee->hasAttr<AcquireCapabilityAttr>())
    return {};
  return {Change::Take, nullptr, Mutexes};
}

Ownership ofResult(const CallExpr &Call, const Holding &H, Holdings &Types) {
  const CallSite &Site = Types.unit().calls().site(&Call);
  SmallVector<const Expr *, 2> Mutexes = Types.mutexes().among(Site.Args);
  if (Mutexes.empty() && Site.Object && Site.ObjectClass && Types.mutexes().of(*Site.ObjectClass))
    Mutexes.push_back(Site.Object);
  const StringRef Name = Site.Callee ? simpleName(*Site.Callee) : StringRef();
  const bool MayBeEmpty = isLock(H.What) ? !Name.starts_with("make") : H.What == Hold::Lease;
  const bool Untested =
      Site.does(CallKind::TryLock) || Name.starts_with_insensitive("try") || (H.Wrapped && MayBeEmpty);
  return {Untested ? Change::Try : Change::Take, nullptr, Mutexes};
}

constexpr llvm::StringLiteral ConnectionWords[] = {"conn", "session", "client"};

bool isNamedAsConnection(const CXXRecordDecl &Class) { return hasWord(&Class, ConnectionWords); }

/// Whether what \p Pool is asked for by \p Getter is one of its connections, whatever the class of these is
/// called: `connection_pool<database>::get()`.
bool asksForConnection(const CXXRecordDecl &Pool, const FunctionDecl &Getter) {
  constexpr StringRef Words[] = {"acquire", "async", "borrow", "checkout", "co",   "conn",   "connection",
                                 "client",  "get",   "lease",  "obtain",   "take", "session"};
  return hasWord(&Pool, ConnectionWords) && llvm::all_of(wordsOf(simpleName(Getter)), [&](StringRef Word) {
           return llvm::is_contained(Words, Word);
         });
}

/// What is used over a network, by the operations it has or by its name.
bool isConnection(const CXXRecordDecl &Class, Unit &U) {
  const CXXRecordDecl *Definition = Class.getDefinition();
  return isNamedAsConnection(Class) || (Definition && hasAwaitedMethods(U, *Definition));
}

} // namespace

std::optional<Change> tagged(QualType T) {
  const CXXRecordDecl *Class = classOf(T);
  if (!Class || !Class->hasDefinition() || !Class->getDeclName().isIdentifier())
    return std::nullopt;
  if (Class->isEmpty() && Class->getName().starts_with("defer"))
    return Change::None;
  if (Class->isEmpty() && Class->getName().starts_with("try"))
    return Change::Try;
  if (!methodsNamed(*Class, "count").empty() || !methodsNamed(*Class, "time_since_epoch").empty())
    return Change::Try;
  return std::nullopt;
}

Ownership ownershipOf(const Expr *Init, const Holding &H, Holdings &Types) {
  Init = strip(Init);
  if (!Init)
    return {};
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Init); Cast && !Cast->isGLValue())
    return ownershipOf(Cast->getSubExpr(), H, Types);
  if (const auto *List = dyn_cast<InitListExpr>(Init))
    return List->getNumInits() == 1 ? ownershipOf(List->getInit(0), H, Types) : Ownership();
  if (const auto *Conditional = dyn_cast<AbstractConditionalOperator>(Init)) {
    Ownership Yes = ownershipOf(Conditional->getTrueExpr(), H, Types);
    return Yes.How != Change::None ? Yes : ownershipOf(Conditional->getFalseExpr(), H, Types);
  }
  // What a coroutine or awaited operation yields.
  const auto *Await = dyn_cast<CoawaitExpr>(Init);
  const Expr *Call = Await ? withoutMove(Await->getOperand()) : Init;
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(Call); Construct && !Await)
    return ofConstruction(*Construct, H, Types);
  const auto *Made = dyn_cast<CallExpr>(Call);
  if (!Made)
    return {};
  return !Await && Init->isGLValue() ? Ownership{Change::Take, withoutMove(Init)} : ofResult(*Made, H, Types);
}

std::optional<Holding> givenBy(const Expr *Init, Holdings &Types) {
  Init = strip(Init);
  // What initialises a variable of a type that a template has yet to be told has none itself.
  const bool IsTyped = Init && !Init->getType().isNull();
  const CXXRecordDecl *Given = IsTyped && Init->isPRValue() ? Init->getType()->getAsCXXRecordDecl() : nullptr;
  if (!Given || Given->isDependentContext())
    return std::nullopt;
  Unit &U = Types.unit();
  const auto *Await = dyn_cast<CoawaitExpr>(Init);
  const CallSite *Site = U.calls().operation(Await ? Await->getOperand() : Init);
  if (!Site || !Site->Callee || !Site->ObjectClass || isa<CXXConstructorDecl>(Site->Callee) ||
      U.awaitables().model(*Given, TypeKind::Permit))
    return std::nullopt;
  // Whoever asks for a connection may get none: `std::optional<lease>`.
  const CXXRecordDecl *Kept = methodsNamed(*Given, "has_value").empty() ? nullptr : ledTo(*Given);
  if (Kept)
    Given = Kept;
  if (!Given->hasDefinition() || U.awaitables().info(*Given))
    return std::nullopt;
  const CXXRecordDecl *Opened = classOf(Init->getType(), /*ThroughPointer=*/true);
  if (isTransactionBegunBy(*Site->Callee, *Opened))
    return Holding{Hold::Transaction, false, Opened != Given, Opened};
  if (!isExclusiveOwner(*Given))
    return std::nullopt;
  const CXXRecordDecl *Led = ledTo(*Given);
  if (!Kept && isNamedAsScopedLock(*Site->Callee)) {
    std::optional<MutexClass> Mutex = Types.mutexes().of(*Site->ObjectClass);
    if (Mutex && Mutex->Async)
      return Holding{Hold::AsyncLock, false, false, Given};
    // What is protected is reached through its guard: `auto locked = state.wlock(); locked->size()`.
    if (Led && !Await && !Given->isInStdNamespace() && !hasWord(Site->ObjectClass, {"weak"}))
      return Holding{Hold::ThreadLock, true, false, Given};
  }
  // What a pool of threads gives may be awaited as well: only what leads to a connection is known by that.
  if (hasWord(Site->ObjectClass, {"pool"}) &&
      (Led ? isConnection(*Led, U) || asksForConnection(*Site->ObjectClass, *Site->Callee)
           : isNamedAsConnection(*Given)))
    return Holding{Hold::Lease, false, Kept != nullptr, Given};
  return std::nullopt;
}

} // namespace cotidy
