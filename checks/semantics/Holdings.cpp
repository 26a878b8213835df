// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Holdings.h"

#include "semantics/LockNames.h"
#include "semantics/SmartPointers.h"
#include "semantics/TransactionCalls.h"
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

/// Whether a method of a lease is called so as to give it back before its end: `reset`, `release`,
/// `return_without_reset`.
bool isGivingBack(StringRef Name) {
  return Name == "reset" || Name.starts_with_insensitive("return") ||
         Name.starts_with_insensitive("release") || Name.starts_with_insensitive("give");
}

bool isRemoval(StringRef Name) {
  return isOneOf(Name, {"clear", "erase", "pop", "pop_back", "pop_front", "resize", "extract"});
}

bool hasMethod(const CXXRecordDecl &Class, StringRef Name) { return !methodsNamed(Class, Name).empty(); }

void eachClassArgument(const TemplateArgument &Arg, llvm::function_ref<void(const CXXRecordDecl &)> Do) {
  if (Arg.getKind() == TemplateArgument::Pack)
    for (const TemplateArgument &Element : Arg.pack_elements())
      eachClassArgument(Element, Do);
  else if (Arg.getKind() == TemplateArgument::Type)
    if (const CXXRecordDecl *Class = Arg.getAsType()->getAsCXXRecordDecl())
      Do(*Class);
}

/// A container, or a union that knows what it holds, by structure: any number of objects of its arguments.
bool keepsItsArguments(const CXXRecordDecl &Class) {
  return (hasMethod(Class, "clear") && hasMethod(Class, "begin")) ||
         hasMethod(Class, "valueless_by_exception");
}

bool anyCall(const Stmt *S, llvm::function_ref<bool(const CallExpr &)> Wanted) {
  if (!S)
    return false;
  if (const auto *Call = dyn_cast<CallExpr>(S); Call && Wanted(*Call))
    return true;
  return llvm::any_of(S->children(), [&](const Stmt *Child) { return anyCall(Child, Wanted); });
}

} // namespace

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
  std::optional<MutexClass> M = MutexTypes.of(Class);
  if (!M || M->Null)
    return std::nullopt;
  return Holding{M->Async ? Hold::AsyncLock : Hold::ThreadLock, M->ThreadOwned, false, &Class};
}

/// What an optional, a smart pointer, a container or a variant owns by what is in it.
std::optional<Holding> Holdings::keptIn(const ClassTemplateSpecializationDecl &Class) {
  std::optional<Holding> Kept;
  auto Add = [&](const CXXRecordDecl &Argument) {
    if (!Kept && Argument.hasDefinition())
      Kept = owner(Argument);
  };
  if (Class.getTemplateArgs().size() == 0)
    return std::nullopt;
  if (const TemplateArgument *Led = pointeeOf(Class)) {
    eachClassArgument(*Led, Add);
  } else if (keepsItsArguments(Class)) {
    for (const TemplateArgument &Argument : Class.getTemplateArgs().asArray())
      eachClassArgument(Argument, Add);
    if (Kept && !isLock(Kept->What))
      return std::nullopt;
  }
  if (Kept)
    Kept->Wrapped = true;
  return Kept;
}

/// What \p Guard owns if it locks \p Mutex; none: of a mutex that is not known.
std::optional<Holding> Holdings::guardOf(std::optional<MutexClass> Mutex, const CXXRecordDecl &Guard) const {
  if (Mutex && Mutex->Null)
    return std::nullopt;
  return Holding{Mutex && Mutex->Async ? Hold::AsyncLock : Hold::ThreadLock, !Mutex || Mutex->ThreadOwned,
                 false, &Guard, !Mutex};
}

/// Whether every mutex that the library of a guard has is awaited.
bool Holdings::isOfAwaitedLocks(const TypeModel &Guard) const {
  const Library *Home = U.models().library(Guard.Library);
  auto Has = [&](TypeKind Kind) {
    return Home && llvm::any_of(Home->Types, [&](const TypeModel &T) { return T.Is == Kind; });
  };
  return Has(TypeKind::AsyncMutex) && !Has(TypeKind::Mutex);
}

std::optional<Holding> Holdings::classifyOwner(const CXXRecordDecl &Class) {
  Awaitables &Types = U.awaitables();
  auto Locked = [&](std::optional<MutexClass> M) { return guardOf(M, Class); };
  if (Types.model(Class, TypeKind::Permit) || Types.model(Class, TypeKind::Mutex) ||
      Types.model(Class, TypeKind::AsyncMutex))
    return std::nullopt;
  if (Types.model(Class, TypeKind::Transaction))
    return Holding{Hold::Transaction, false, false, &Class};
  if (Types.model(Class, TypeKind::Lease))
    return Holding{Hold::Lease, false, false, &Class};

  const auto *Specialization = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  if (const TypeModel *Model = Types.model(Class, TypeKind::Guard)) {
    if (!Model->Of || !Specialization || *Model->Of >= Specialization->getTemplateArgs().size()) {
      const std::optional<MutexClass> Named = MutexTypes.lockedBy(Class);
      return Locked(Named || !isOfAwaitedLocks(*Model) ? Named : MutexClass{true, false, false});
    }
    std::optional<Holding> Result;
    eachClassArgument(Specialization->getTemplateArgs()[*Model->Of], [&](const CXXRecordDecl &Arg) {
      std::optional<MutexClass> M = MutexTypes.of(Arg);
      if (!M && Arg.hasDefinition() && !hasMethod(Arg, "lock") && !hasMethod(Arg, "lock_shared"))
        return; // a guard of something else
      std::optional<Holding> One = Locked(M);
      if (One && (!Result || Result->What == Hold::AsyncLock))
        Result = One;
    });
    return Result;
  }

  if (Specialization && Specialization->hasDefinition())
    if (std::optional<Holding> Kept = keptIn(*Specialization))
      return Kept;

  // Without a model: it is made of a reference to a mutex, has a destructor of its own, and is no mutex
  // itself.
  const CXXDestructorDecl *Destructor = Class.getDestructor();
  bool Scoped = Class.hasAttr<ScopedLockableAttr>();
  if (Scoped || (Class.hasUserDeclaredDestructor() && !MutexTypes.of(Class))) {
    std::optional<MutexClass> M = MutexTypes.lockedBy(Class);
    const FunctionDecl *Definition = Destructor ? Destructor->getDefinition() : nullptr;
    const Stmt *Body = Definition ? Definition->getBody() : nullptr;
    unsigned Fields = std::distance(Class.field_begin(), Class.field_end());
    bool Unlocks = Body ? anyCall(Body,
                                  [&](const CallExpr &Call) {
                                    return lockVerb(Call.getDirectCallee()) == LockVerb::Unlock ||
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

/// What a method of an in-house guard does, where its name does not tell: read from its body.
Change Holdings::byBody(const FunctionDecl &Method) {
  const FunctionDecl *Definition = Method.getDefinition();
  const Stmt *Body = Definition ? Definition->getBody() : nullptr;
  auto Calls = [&](LockVerb Verb, CallKind Kind) {
    return anyCall(Body, [&](const CallExpr &Call) {
      return lockVerb(Call.getDirectCallee()) == Verb || U.calls().site(&Call).does(Kind);
    });
  };
  const bool Locks = Calls(LockVerb::Lock, CallKind::Lock),
             Unlocks = Calls(LockVerb::Unlock, CallKind::Unlock);
  if (Locks == Unlocks)
    return Change::None;
  return Locks ? Change::Take : Change::Drop;
}

Change Holdings::change(const CallSite &Site, const Holding &H) {
  const FunctionDecl *Callee = Site.Callee;
  if (!Callee)
    return Change::None;
  const StringRef Name = nameOf(Callee);
  if (H.What == Hold::Transaction)
    return endsTransaction(Site) || Name == "reset" ? Change::Drop : Change::None;
  const bool OnOwner = Site.ObjectClass && Site.ObjectClass->getDefinition() == H.Owner;
  const bool OnBox = H.Wrapped && Site.ObjectClass && hasMethod(*Site.ObjectClass, "has_value");
  if (H.What == Hold::Lease) // a call on the lease, not on the connection it leads to
    return (OnOwner || OnBox) && (Site.does(CallKind::Release) || isGivingBack(Name)) ? Change::Drop
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
  if (H.Wrapped && !OnOwner && isRemoval(Name)) // what is left in the container is not known
    return Name == "clear" ? Change::Drop : Change::Try;
  switch (lockVerb(Callee)) {
  case LockVerb::TryLock:
    return Change::Try;
  case LockVerb::Lock:
    return Change::Take;
  case LockVerb::Unlock:
    return Change::Drop;
  case LockVerb::None:
    break;
  }
  if (Name == "reset")
    return Change::Drop;
  return OnOwner && !U.awaitables().model(*H.Owner, TypeKind::Guard) && isa<CXXMethodDecl>(Callee)
             ? byBody(*Callee)
             : Change::None;
}

bool Holdings::isTest(const CallSite &Site) {
  if (isa_and_nonnull<CXXConversionDecl>(Site.Callee))
    return Site.Callee->getReturnType()->isBooleanType();
  return isOneOf(nameOf(Site.Callee),
                 {"owns_lock", "has_value", "isLocked", "is_locked", "locked", "acquired", "owns"});
}

} // namespace cotidy
