// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/HoldCalls.h"

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

/// The place of an attribute's argument, as the caller sees it.
Place inCaller(const Expr *Named, const CallSite &Site) {
  Place P = placeOf(Named);
  if (P.empty())
    return P;
  for (unsigned I = 0; I != Site.Callee->getNumParams() && I < Site.Args.size(); ++I)
    if (P.front() == Site.Callee->getParamDecl(I)->getCanonicalDecl()) {
      Place Caller = placeOf(Site.Args[I]);
      if (!Caller.empty())
        Caller.append(P.begin() + 1, P.end());
      return Caller;
    }
  if (P.front() != placeOfThis().front() || !Site.Object)
    return P;
  Place Caller = placeOf(Site.Object);
  if (!Caller.empty())
    Caller.append(P.begin() + 1, P.end());
  return Caller;
}

} // namespace

Place placeOfObject(const CallSite &Site) {
  return Site.Object ? placeOf(Site.Object) : isa<CXXMemberCallExpr>(Site.E) ? placeOfThis() : Place();
}

std::optional<Holding> HoldCalls::mutexOf(const CallSite &Site) {
  if (Site.Object)
    return Types.mutex(Site.Object->getType());
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  if (Method && Method->isInstance() && isa<CXXMemberCallExpr>(Site.E))
    return Types.mutex(*Method->getParent());
  return std::nullopt;
}

bool HoldCalls::mayTake(const CallSite &Site) {
  if (Site.does(CallKind::Lock) || Site.does(CallKind::TryLock) || Types.begins(Site))
    return true;
  if (!Site.Callee)
    return false;
  if (Site.Callee->hasAttr<AcquireCapabilityAttr>() || Site.Callee->hasAttr<TryAcquireCapabilityAttr>())
    return true;
  std::optional<Holding> Mutex = mutexOf(Site);
  return Mutex && Types.change(Site, *Mutex) != Change::None;
}

bool HoldCalls::run(HoldState &S, const CallSite &Site) {
  return lockArguments(S, Site) || capabilities(S, Site) || transaction(S, Site) || mutex(S, Site);
}

void HoldCalls::byHand(HoldState &S, const Place &Where, const Holding &Type, Change Does, const Expr *Named,
                       const CallSite &Site) {
  if (Does == Change::None)
    return;
  unsigned R = Table.resource(Where, Type, [&](HeldResource &New) {
    New.Name = Named ? Table.mutexName(Named) : std::string("this");
    New.Mutexes = {{New.Name, New.Where}};
    New.Made = Site.E;
  });
  Table.apply(S, R, Does, Site.E, Site.E->getExprLoc());
}

/// m.lock() and m.unlock(), where m is no owner.
bool HoldCalls::mutex(HoldState &S, const CallSite &Site) {
  Place Object = placeOfObject(Site);
  if (Object.empty())
    return false;
  if (std::optional<unsigned> R = Table.known(Object); R && Table[*R].Owner)
    return false;
  std::optional<Holding> Mutex = mutexOf(Site);
  if (!Mutex)
    return false;
  byHand(S, Object, *Mutex, Types.change(Site, *Mutex), Site.Object, Site);
  return true;
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
  if (Types.begins(Site)) {
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
  if (!Open || !Types.ends(Site))
    return false;
  Table.apply(S, *Open, Change::Drop, Site.E, Site.E->getExprLoc());
  return true;
}

/// lock(a, b), pthread_mutex_lock(&m): functions that take what they lock as arguments.
bool HoldCalls::lockArguments(HoldState &S, const CallSite &Site) {
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
      byHand(S, Where, *Type, Does, Arg, Site);
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
bool HoldCalls::capabilities(HoldState &S, const CallSite &Site) {
  bool Any = false;
  auto Each = [&](const auto &Attribute, Change Does) {
    for (const Expr *Named : Attribute->args()) {
      std::optional<Holding> Type = Types.mutex(Named->getType());
      Place Where = inCaller(Named, Site);
      if (!Type || Where.empty())
        continue;
      Any = true;
      byHand(S, Where, *Type, Does, Named, Site);
    }
  };
  for (const auto *A : Site.Callee->specific_attrs<AcquireCapabilityAttr>())
    Each(A, Change::Take);
  for (const auto *A : Site.Callee->specific_attrs<ReleaseCapabilityAttr>())
    Each(A, Change::Drop);
  for (const auto *A : Site.Callee->specific_attrs<TryAcquireCapabilityAttr>())
    Each(A, Change::Try);
  return Any;
}

} // namespace cotidy
