// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Holdings.h"

#include "semantics/BodyIndex.h"
#include "semantics/Place.h"
#include "semantics/TransactionNames.h"
#include "semantics/Unit.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

namespace {

StringRef nameOf(const FunctionDecl *F) {
  return F && F->getDeclName().isIdentifier() ? F->getName() : StringRef();
}

bool isOneOf(StringRef Name, std::initializer_list<StringRef> Names) {
  return llvm::is_contained(Names, Name);
}

/// Whether a function's name says that it may come back without what it was asked for.
bool isAttempt(const FunctionDecl *F) { return nameOf(F).starts_with_insensitive("try"); }

const CXXMethodDecl *methodWithoutArguments(const CXXRecordDecl &Class, StringRef Name) {
  for (const CXXMethodDecl *M : methodsNamed(Class, Name))
    if (M->getMinRequiredArguments() == 0)
      return M;
  return nullptr;
}

bool hasMethod(const CXXRecordDecl &Class, StringRef Name) { return !methodsNamed(Class, Name).empty(); }

bool isEmptyBody(const FunctionDecl &F) {
  const FunctionDecl *Definition = F.getDefinition();
  if (!Definition)
    Definition = F.getTemplateInstantiationPattern();
  const auto *Body = Definition ? dyn_cast_or_null<CompoundStmt>(Definition->getBody()) : nullptr;
  return Body && Body->body_empty();
}

/// An optional or a smart pointer, by structure: a template over the type it dereferences to.
const CXXRecordDecl *wrapped(const CXXRecordDecl &Class) {
  const auto *Specialization = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  if (!Specialization || Specialization->getTemplateArgs().size() == 0 ||
      Specialization->getTemplateArgs()[0].getKind() != TemplateArgument::Type || !Class.hasDefinition())
    return nullptr;
  DeclarationName Arrow = Class.getASTContext().DeclarationNames.getCXXOperatorName(OO_Arrow);
  bool Leads = Class.hasMemberName(Arrow) || !Class.lookup(Arrow).empty();
  for (const CXXBaseSpecifier &Base : Class.bases())
    if (const CXXRecordDecl *BaseClass = Base.getType()->getAsCXXRecordDecl())
      Leads |= BaseClass->hasDefinition() && !BaseClass->lookup(Arrow).empty();
  return Leads ? Specialization->getTemplateArgs()[0].getAsType()->getAsCXXRecordDecl() : nullptr;
}

void eachClassArgument(const TemplateArgument &Arg, llvm::function_ref<void(const CXXRecordDecl &)> Do) {
  if (Arg.getKind() == TemplateArgument::Pack)
    for (const TemplateArgument &Element : Arg.pack_elements())
      eachClassArgument(Element, Do);
  else if (Arg.getKind() == TemplateArgument::Type)
    if (const CXXRecordDecl *Class = Arg.getAsType()->getAsCXXRecordDecl())
      Do(*Class);
}

bool anyCall(const Stmt *S, llvm::function_ref<bool(const CallExpr &)> Wanted) {
  if (!S)
    return false;
  if (const auto *Call = dyn_cast<CallExpr>(S); Call && Wanted(*Call))
    return true;
  return llvm::any_of(S->children(), [&](const Stmt *Child) { return anyCall(Child, Wanted); });
}

/// What an argument of a guard's constructor says about taking the lock: an empty class whose name tells, or
/// a limit on how long to wait.
std::optional<Change> tagged(QualType T) {
  const CXXRecordDecl *Class = classOf(T);
  if (!Class || !Class->hasDefinition() || !Class->getDeclName().isIdentifier())
    return std::nullopt;
  if (Class->isEmpty() && Class->getName().starts_with("defer"))
    return Change::None;
  if (Class->isEmpty() && Class->getName().starts_with("try"))
    return Change::Try;
  if (hasMethod(*Class, "count") || hasMethod(*Class, "time_since_epoch"))
    return Change::Try;
  return std::nullopt;
}

bool isLockName(StringRef Name) {
  return llvm::any_of(
      ArrayRef<StringRef>{"lock", "lock_shared", "relock", "lock_upgrade", "acquire", "enter"},
      [&](StringRef Verb) { return Name.equals_insensitive(Verb); });
}

bool isUnlockName(StringRef Name) {
  return Name.starts_with_insensitive("unlock") || Name.equals_insensitive("release") ||
         Name.equals_insensitive("leave");
}

/// Whether a class says by its name that it is a lock: `Mutex`, `SpinLock`, `CriticalSection`, not `Block`.
bool isNamedAsLock(const CXXRecordDecl &Class) {
  if (!Class.getDeclName().isIdentifier())
    return false;
  StringRef Name = Class.getName();
  return Name.contains_insensitive("mutex") || Name.contains("Lock") || Name.starts_with("lock") ||
         Name.contains("_lock") || Name.contains_insensitive("spinlock") ||
         Name.contains_insensitive("critical") || Name.contains_insensitive("critsec");
}

/// The method that takes the lock by hand, and the one that gives it back: lock() and unlock() of any class,
/// Acquire() and Release() or Enter() and Leave() of one that is named as a lock. Nulls: it is no lock.
std::pair<const CXXMethodDecl *, const CXXMethodDecl *> lockPair(const CXXRecordDecl &Class) {
  static const std::pair<StringRef, StringRef> Pairs[] = {
      {"lock", "unlock"},     {"Lock", "Unlock"}, {"Lock", "UnLock"}, {"acquire", "release"},
      {"Acquire", "Release"}, {"enter", "leave"}, {"Enter", "Leave"}};
  for (const auto &[Take, Give] : Pairs)
    if (const CXXMethodDecl *Lock = methodWithoutArguments(Class, Take))
      if (const CXXMethodDecl *Unlock = methodWithoutArguments(Class, Give))
        if (Take.equals_insensitive("lock") || isNamedAsLock(Class))
          return {Lock, Unlock};
  return {nullptr, nullptr};
}

} // namespace

const CXXRecordDecl *pointeeClass(QualType T) {
  T = T.getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  return T->getAsCXXRecordDecl();
}

std::optional<Holding> Holdings::owner(QualType T) {
  const CXXRecordDecl *Class = classOf(T);
  return Class ? owner(*Class) : std::nullopt;
}

std::optional<Holding> Holdings::owner(const CXXRecordDecl &Declared) {
  const CXXRecordDecl *Class = Declared.getDefinition();
  if (!Class || Class->isDependentContext())
    return std::nullopt;
  auto [It, New] = Owners.try_emplace(Class);
  if (New) {
    std::optional<Holding> Made = classifyOwner(*Class);
    It = Owners.find(Class);
    It->second = Made;
  }
  return It->second;
}

std::optional<Holding> Holdings::mutex(QualType T) {
  const CXXRecordDecl *Class = classOf(T, /*ThroughPointer=*/true);
  return Class ? mutex(*Class) : std::nullopt;
}

std::optional<Holding> Holdings::mutex(const CXXRecordDecl &Class) {
  if (owner(Class))
    return std::nullopt;
  std::optional<Mutex> M = mutexClass(Class);
  if (!M || M->Null)
    return std::nullopt;
  return Holding{M->Async ? Hold::AsyncLock : Hold::ThreadLock, M->ThreadOwned, false, &Class};
}

std::optional<Holdings::Mutex> Holdings::mutexClass(const CXXRecordDecl &Class) {
  auto [It, New] = Mutexes.try_emplace(Class.getCanonicalDecl());
  if (New) {
    std::optional<Mutex> Made = classifyMutex(Class);
    It = Mutexes.find(Class.getCanonicalDecl());
    It->second = Made;
  }
  return It->second;
}

std::optional<Holdings::Mutex> Holdings::classifyMutex(const CXXRecordDecl &Class) {
  Awaitables &Types = U.awaitables();
  if (Types.model(Class, TypeKind::AsyncMutex))
    return Mutex{true, false, false};
  if (Types.model(Class, TypeKind::Mutex))
    return Mutex{false, true, false};
  const CXXRecordDecl *Definition = Class.getDefinition();
  if (Definition && Definition->hasAttr<CapabilityAttr>())
    return Mutex{false, false, false};
  // Made for coroutines: a lock operation is awaited, whatever else there is.
  const CXXMethodDecl *Unlock = methodWithoutArguments(Class, "unlock");
  if (Definition && Unlock && llvm::any_of(Definition->methods(), [&](const CXXMethodDecl *M) {
        return nameOf(M).contains_insensitive("lock") && Types.info(M->getReturnType());
      }))
    return Mutex{true, false, false};
  // By structure it is what the standard calls lockable.
  auto [Take, Give] = lockPair(Class);
  if (!Take || !Take->getReturnType()->isVoidType() || Types.model(Class, TypeKind::Guard) ||
      hasMethod(Class, "owns_lock"))
    return std::nullopt;
  Mutex Found{false, false, isEmptyBody(*Take) && isEmptyBody(*Give)};
  // A thin wrapper is what it wraps.
  if (Definition)
    for (const FieldDecl *Field : Definition->fields())
      if (const CXXRecordDecl *Inner = classOf(Field->getType()))
        if (std::optional<Mutex> Wrapped = mutexClass(*Inner))
          Found.ThreadOwned |= Wrapped->ThreadOwned;
  return Found;
}

/// The mutex that a class which looks like a guard is made for.
std::optional<Holdings::Mutex> Holdings::lockedBy(const CXXRecordDecl &Guard) {
  for (const CXXConstructorDecl *Constructor : Guard.ctors())
    for (const ParmVarDecl *Parameter : Constructor->parameters()) {
      QualType T = Parameter->getType();
      if (!T->isLValueReferenceType() && !T->isPointerType())
        continue;
      const CXXRecordDecl *Class = pointeeClass(T);
      if (!Class || Class->getCanonicalDecl() == Guard.getCanonicalDecl())
        continue;
      if (std::optional<Mutex> Found = mutexClass(*Class))
        return Found;
    }
  return std::nullopt;
}

SmallVector<const Expr *, 2> Holdings::mutexesAmong(ArrayRef<const Expr *> Args) {
  SmallVector<const Expr *, 2> Found;
  for (const Expr *Arg : Args)
    if (const CXXRecordDecl *Class = pointeeClass(Arg->getType()); Class && mutexClass(*Class))
      Found.push_back(Arg);
  return Found;
}

std::optional<Holding> Holdings::classifyOwner(const CXXRecordDecl &Class) {
  Awaitables &Types = U.awaitables();
  auto Locked = [&](std::optional<Mutex> M) -> std::optional<Holding> {
    if (M && M->Null)
      return std::nullopt;
    return Holding{M && M->Async ? Hold::AsyncLock : Hold::ThreadLock, !M || M->ThreadOwned, false, &Class};
  };
  if (Types.model(Class, TypeKind::Permit) || Types.model(Class, TypeKind::Mutex) ||
      Types.model(Class, TypeKind::AsyncMutex))
    return std::nullopt;
  if (Types.model(Class, TypeKind::Transaction))
    return Holding{Hold::Transaction, false, false, &Class};
  if (Types.model(Class, TypeKind::Lease))
    return Holding{Hold::Lease, false, false, &Class};

  const auto *Specialization = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  if (const TypeModel *Model = Types.model(Class, TypeKind::Guard)) {
    if (!Model->Of || !Specialization || *Model->Of >= Specialization->getTemplateArgs().size())
      return Locked(lockedBy(Class));
    std::optional<Holding> Result;
    eachClassArgument(Specialization->getTemplateArgs()[*Model->Of], [&](const CXXRecordDecl &Arg) {
      std::optional<Mutex> M = mutexClass(Arg);
      if (!M && Arg.hasDefinition() && !hasMethod(Arg, "lock") && !hasMethod(Arg, "lock_shared"))
        return; // a guard of something else
      std::optional<Holding> One = Locked(M);
      if (One && (!Result || Result->What == Hold::AsyncLock))
        Result = One;
    });
    return Result;
  }

  if (const CXXRecordDecl *Inner = wrapped(Class); Inner && Inner->hasDefinition()) {
    std::optional<Holding> H = owner(*Inner);
    if (H)
      H->Wrapped = true;
    return H;
  }

  // Without a model: it is made of a reference to a mutex, has a destructor of its own, and is no mutex
  // itself.
  const CXXDestructorDecl *Destructor = Class.getDestructor();
  bool Scoped = Class.hasAttr<ScopedLockableAttr>();
  if (Scoped || (Class.hasUserDeclaredDestructor() && !mutexClass(Class))) {
    std::optional<Mutex> M = lockedBy(Class);
    const FunctionDecl *Definition = Destructor ? Destructor->getDefinition() : nullptr;
    const Stmt *Body = Definition ? Definition->getBody() : nullptr;
    unsigned Fields = std::distance(Class.field_begin(), Class.field_end());
    bool Unlocks = Body ? anyCall(Body,
                                  [&](const CallExpr &Call) {
                                    return isUnlockName(nameOf(Call.getDirectCallee())) ||
                                           U.calls().site(&Call).does(CallKind::Unlock);
                                  })
                        : Fields <= 2 || Specialization;
    if (Scoped || (M && Unlocks && Fields <= 4)) {
      std::optional<Holding> H = Locked(M);
      if (H && !M)
        H->ThreadOwned = false;
      return H;
    }
  }

  // A transaction, by its methods; what can begin one is a connection. What a model names is what it says.
  if (!Types.model(Class, TypeKind::Ordered) && !Types.model(Class, TypeKind::Client) &&
      isTransactionByNames(Class))
    return Holding{Hold::Transaction, false, false, &Class};
  return std::nullopt;
}

bool Holdings::begins(const CallSite &Site) {
  if (Site.does(CallKind::Begin))
    return true;
  // conn.begin(), where conn has commit() and rollback() too, and nothing is returned that owns the
  // transaction
  if (!Site.ObjectClass || transactionVerb(Site.Callee) != TransactionVerb::Begin ||
      !hasTransactionMethod(*Site.ObjectClass, TransactionVerb::Commit) ||
      !hasTransactionMethod(*Site.ObjectClass, TransactionVerb::RollBack))
    return false;
  QualType T = Site.Callee->getReturnType();
  if (T->isVoidType() || T->isBooleanType())
    return true;
  const AwaitableInfo *Task = U.awaitables().info(T);
  const auto *Specialization =
      Task ? dyn_cast<ClassTemplateSpecializationDecl>(Task->Class->getCanonicalDecl()) : nullptr;
  return Task && (!Specialization || Specialization->getTemplateArgs().size() == 0 ||
                  Specialization->getTemplateArgs()[0].getKind() != TemplateArgument::Type ||
                  Specialization->getTemplateArgs()[0].getAsType()->isVoidType());
}

bool Holdings::ends(const CallSite &Site) {
  TransactionVerb Verb = Site.ObjectClass ? transactionVerb(Site.Callee) : TransactionVerb::None;
  return Site.does(CallKind::End) || Verb == TransactionVerb::Commit || Verb == TransactionVerb::RollBack;
}

Ownership Holdings::made(const Expr *Init, const Holding &H) {
  Init = strip(Init);
  if (!Init)
    return {};
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Init); Cast && !Cast->isGLValue())
    return made(Cast->getSubExpr(), H);
  if (const auto *List = dyn_cast<InitListExpr>(Init))
    return List->getNumInits() == 1 ? made(List->getInit(0), H) : Ownership();
  if (const auto *Conditional = dyn_cast<AbstractConditionalOperator>(Init)) {
    Ownership Yes = made(Conditional->getTrueExpr(), H);
    return Yes.How != Change::None ? Yes : made(Conditional->getFalseExpr(), H);
  }
  // What a coroutine or awaited operation yields.
  const Expr *Call = Init;
  if (const auto *Await = dyn_cast<CoawaitExpr>(Init))
    Call = withoutMove(Await->getOperand());

  if (const auto *Construct = dyn_cast<CXXConstructExpr>(Call); Construct && Call == Init) {
    const CallSite &Site = U.calls().site(Construct);
    if (Construct->getConstructor()->isCopyOrMoveConstructor()) {
      const Expr *Source = withoutMove(Construct->getArg(0));
      if (Source->isGLValue())
        return {Change::Take, Source};
      return made(Source, H);
    }
    auto Mutexes = mutexesAmong(Site.Args);
    if (H.Wrapped) {
      if (Site.WrittenArgs == 0)
        return {};
      if (!Mutexes.empty())
        return {Change::Take, nullptr, Mutexes};
      for (const Expr *Arg : Site.Args) // an optional made of a guard, a smart pointer made of `new`
        if (owner(Arg->getType()))
          return Arg->isGLValue() ? Ownership{Change::Take, withoutMove(Arg)} : made(Arg, H);
        else if (const auto *New = dyn_cast<CXXNewExpr>(Arg))
          return made(New->getInitializer(), H);
        else if (const CallExpr *Moved = dyn_cast<CallExpr>(Arg); Moved && owner(Moved->getType()))
          return {Change::Take, withoutMove(Moved)};
      return {};
    }
    if (Site.does(CallKind::Release))
      return {};
    if (Site.does(CallKind::TryLock))
      return {Change::Try, nullptr, Mutexes};
    for (const Expr *Arg : Site.Args)
      if (std::optional<Change> Says = tagged(Arg->getType()))
        return {*Says, nullptr, Mutexes};
    if (Site.WrittenArgs == 0 && !Site.does(CallKind::Lock) && !Site.Callee->hasAttr<AcquireCapabilityAttr>())
      return {};
    return {Change::Take, nullptr, Mutexes};
  }
  if (const auto *Made = dyn_cast<CallExpr>(Call)) {
    if (Call == Init && Init->isGLValue())
      return {Change::Take, withoutMove(Init)};
    const CallSite &Site = U.calls().site(Made);
    auto Mutexes = mutexesAmong(Site.Args);
    if (Mutexes.empty() && Site.Object && Site.ObjectClass && mutexClass(*Site.ObjectClass))
      Mutexes.push_back(Site.Object);
    bool Lock = H.What == Hold::ThreadLock || H.What == Hold::AsyncLock;
    bool Untested = Site.does(CallKind::TryLock) || isAttempt(Site.Callee) ||
                    (Lock && H.Wrapped && !nameOf(Site.Callee).starts_with("make"));
    return {Untested ? Change::Try : Change::Take, nullptr, Mutexes};
  }
  return {};
}

Change Holdings::change(const CallSite &Site, const Holding &H) {
  const FunctionDecl *Callee = Site.Callee;
  if (!Callee)
    return Change::None;
  if (H.What == Hold::Transaction)
    return ends(Site) || nameOf(Callee) == "reset" ? Change::Drop : Change::None;
  if (H.What == Hold::Lease) // a call on the lease, not on the connection it leads to
    return Site.ObjectClass && Site.ObjectClass->getDefinition() == H.Owner &&
                   (Site.does(CallKind::Release) || nameOf(Callee) == "reset")
               ? Change::Drop
               : Change::None;
  if (Site.does(CallKind::TryLock))
    return Change::Try;
  if (Site.does(CallKind::Lock))
    return Change::Take;
  if (Site.does(CallKind::Unlock) || Site.does(CallKind::Release))
    return Change::Drop;
  if (Callee->hasAttr<TryAcquireCapabilityAttr>())
    return Change::Try;
  if (Callee->hasAttr<AcquireCapabilityAttr>())
    return Change::Take;
  if (Callee->hasAttr<ReleaseCapabilityAttr>())
    return Change::Drop;
  StringRef Name = nameOf(Callee);
  if (Name.starts_with("try_lock") || Name.starts_with("tryLock") || Name.starts_with("try_acquire") ||
      Name.starts_with("TryLock"))
    return Change::Try;
  if (isLockName(Name))
    return Change::Take;
  if (isUnlockName(Name) || Name == "reset")
    return Change::Drop;
  return Change::None;
}

bool Holdings::isTest(const CallSite &Site) {
  if (isa_and_nonnull<CXXConversionDecl>(Site.Callee))
    return Site.Callee->getReturnType()->isBooleanType();
  return isOneOf(nameOf(Site.Callee), {"owns_lock", "has_value", "isLocked"});
}

} // namespace cotidy
