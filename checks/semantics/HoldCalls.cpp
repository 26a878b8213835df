// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/HoldCalls.h"

#include "semantics/TransactionCalls.h"

#include "clang/AST/Attr.h"

using namespace clang;

namespace cotidy {

namespace {

/// The transaction that is open on a connection, apart from the connection itself.
Place transactionOn(Place Connection) {
  static const char Mark = 0;
  if (!Connection.empty())
    Connection.push_back(&Mark);
  return Connection;
}

/// The mutex that a method is called on; none if it is none.
std::optional<Holding> mutexOf(Holdings &Types, const CallSite &Site) {
  if (Site.Object)
    return Types.mutex(Site.Object->getType());
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  if (Method && Method->isInstance() && isa<CXXMemberCallExpr>(Site.E))
    return Types.mutex(*Method->getParent());
  return std::nullopt;
}

/// lock(a, b), pthread_mutex_lock(&m): functions that take what they lock as arguments.
bool lockArguments(Holdings &Types, const CallSite &Site, HandChanges &Changes) {
  if (isa<CXXMethodDecl>(Site.Callee))
    return false;
  const FunctionModel *M = nullptr;
  Change Does = Change::None;
  for (auto [Kind, Means] :
       {std::pair(CallKind::Lock, Change::Take), std::pair(CallKind::TryLock, Change::Try),
        std::pair(CallKind::Unlock, Change::Drop)})
    if (const FunctionModel *Found = Site.does(Kind)) {
      M = Found;
      Does = Means;
    }
  if (!M)
    return false;
  auto On = [&](const Expr *Arg) {
    Place Where = placeOf(Arg);
    if (Where.empty())
      return;
    std::optional<Holding> Type = Types.mutex(Arg->getType());
    if (std::optional<Holding> Owner = Types.owner(Arg->getType()))
      Type = Owner;
    else if (!Type && M->Resource) // a C type
      Type = Holding{Hold::ThreadLock, true, false, nullptr};
    if (Type)
      Changes.push_back({Where, *Type, Does, Arg});
  };
  if (M->Resource) {
    if (const Expr *Arg = Site.arg(M->Resource))
      On(Arg);
  } else {
    llvm::for_each(Site.Args, On);
  }
  return true;
}

/// acquire_capability(m) and its kin, where they name a mutex other than the object.
bool capabilities(Holdings &Types, const CallSite &Site, HandChanges &Changes) {
  auto Each = [&](const auto &Attribute, Change Does) {
    for (const Expr *Named : Attribute->args()) {
      std::optional<Holding> Type = Types.mutex(Named->getType());
      Place Where = inCaller(placeOf(Named), Site);
      if (Type && !Where.empty())
        Changes.push_back({Where, *Type, Does, Named});
    }
  };
  for (const auto *A : Site.Callee->specific_attrs<AcquireCapabilityAttr>())
    Each(A, Change::Take);
  for (const auto *A : Site.Callee->specific_attrs<ReleaseCapabilityAttr>())
    Each(A, Change::Drop);
  for (const auto *A : Site.Callee->specific_attrs<TryAcquireCapabilityAttr>())
    Each(A, Change::Try);
  return !Changes.empty();
}

} // namespace

Place placeOfObject(const CallSite &Site) {
  return Site.Object ? placeOf(Site.Object) : isa<CXXMemberCallExpr>(Site.E) ? placeOfThis() : Place();
}

Place inCaller(const Place &P, const CallSite &Site) {
  if (P.empty())
    return P;
  auto Within = [&](Place Caller) {
    if (!Caller.empty())
      Caller.append(P.begin() + 1, P.end());
    return Caller;
  };
  for (unsigned I = 0; I != Site.Callee->getNumParams() && I < Site.Args.size(); ++I)
    if (P.front() == Site.Callee->getParamDecl(I)->getCanonicalDecl())
      return Within(placeOf(Site.Args[I]));
  // In a lambda `this` and the captured variables are the caller's own.
  const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
  if (P.front() != placeOfThis().front() || !Method || Method->getParent()->isLambda() || !Site.Object)
    return P;
  return Within(placeOf(Site.Object));
}

std::optional<HandChanges> changesByHand(Holdings &Types, const CallSite &Site) {
  HandChanges Changes;
  if (!Site.Callee)
    return std::nullopt;
  if (lockArguments(Types, Site, Changes) || capabilities(Types, Site, Changes))
    return Changes;
  Place Object = placeOfObject(Site);
  std::optional<Holding> Mutex = mutexOf(Types, Site);
  if (!Mutex || Object.empty())
    return std::nullopt;
  if (Change Does = Types.change(Site, *Mutex); Does != Change::None)
    Changes.push_back({Object, *Mutex, Does, Site.Object});
  return Changes;
}

bool HoldCalls::mayTake(const CallSite &Site) {
  if (Site.does(CallKind::Lock) || Site.does(CallKind::TryLock) || beginsTransaction(Types.unit(), Site))
    return true;
  std::optional<HandChanges> Changes = changesByHand(Types, Site);
  return Changes && !Changes->empty();
}

bool HoldCalls::run(HoldState &S, const CallSite &Site) {
  if (transaction(S, Site))
    return true;
  std::optional<unsigned> Owner = Table.known(placeOfObject(Site));
  if (Owner && Table[*Owner].Owner)
    return false;
  std::optional<HandChanges> Changes = changesByHand(Types, Site);
  if (!Changes)
    return false;
  for (const HandChange &Change : *Changes)
    apply(S, Change, Site);
  return true;
}

void HoldCalls::apply(HoldState &S, const HandChange &Change, const CallSite &Site) {
  unsigned R = Table.resource(Change.Where, Change.Type, [&](HeldResource &New) {
    New.Name = Change.Named ? Table.mutexName(Change.Named) : std::string("this");
    New.Mutexes = {{New.Name, New.Where}};
    New.Made = Site.E;
  });
  Table.apply(S, R, Change.Does, Site.E, Site.E->getExprLoc());
}

bool HoldCalls::transaction(HoldState &S, const CallSite &Site) {
  const Expr *On = Site.Object;
  Place Where = placeOfObject(Site);
  for (CallKind Kind : {CallKind::Begin, CallKind::End})
    if (const FunctionModel *M = Site.does(Kind))
      if (const Expr *Connection = Site.resource(*M)) {
        On = Connection;
        Where = placeOf(Connection);
      }
  Where = transactionOn(Where);
  if (beginsTransaction(Types.unit(), Site)) {
    if (Where.empty())
      return true;
    unsigned R = Table.resource(Where, {Hold::Transaction, false, false, nullptr}, [&](HeldResource &New) {
      New.Name = Table.mutexName(On);
      New.Made = Site.E;
    });
    Table.take(S, R, Site.E, Site.E->getExprLoc(), "begins a transaction here", false);
    return true;
  }
  std::optional<unsigned> Open = Table.known(Where);
  if (!Open || !endsTransaction(Site))
    return false;
  Table.apply(S, *Open, Change::Drop, Site.E, Site.E->getExprLoc());
  return true;
}

} // namespace cotidy
