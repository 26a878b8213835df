// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/OwnerUses.h"

#include "semantics/Naming.h"
#include "semantics/Ownership.h"

using namespace clang;

namespace cotidy {

namespace {

/// Puts something into an optional, a variant or a container.
bool isEmplace(const CallSite &Site) {
  return llvm::is_contained(ArrayRef<StringRef>{"emplace", "emplace_back", "emplace_front", "push_back",
                                                "push_front", "push", "insert", "try_emplace"},
                            simpleName(*Site.Callee));
}

} // namespace

bool OwnerUses::called(HoldState &S, const CallSite &Site) {
  Place Object = placeOfObject(Site);
  if (Object.empty())
    return false;
  if (std::optional<unsigned> R = Table.known(Object); R && Table[*R].Owner) {
    method(S, *R, Site);
    return true;
  }
  // A guard that is a member of something, or stands behind an optional: lock_.lock(),
  // holder.guard.unlock().
  std::optional<Holding> Owner = Site.Object ? Types.owner(Site.Object->getType()) : std::nullopt;
  if (!Owner)
    return false;
  const Change Does = Types.change(Site, *Owner);
  if (Does == Change::Drop)
    Table.loseElement(*Owner);
  if (Does != Change::None || isEmplace(Site))
    method(S, memberResource(Object, *Owner, Site.Object), Site);
  return true;
}

unsigned OwnerUses::memberResource(const Place &Where, const Holding &Type, const Expr *Named) {
  return Table.resource(Where, Type, [&](HeldResource &R) { R.Name = Table.textOf(Named); });
}

void OwnerUses::method(HoldState &S, unsigned R, const CallSite &Site) {
  const Holding Type = Table[R].Type;
  SourceLocation Loc = Site.E->getExprLoc();
  StringRef Name = simpleName(*Site.Callee);
  if (Name == "swap" && Site.Args.size() == 1)
    return Table.swap(S, R, Table.known(placeOf(Site.Args[0])), Site.E, Loc);
  if (Type.Wrapped && isEmplace(Site))
    return put(S, R, Site);
  // reset(new guard(m))
  if (Type.Wrapped && Name == "reset" && Site.WrittenArgs == 1 && isa<CXXNewExpr>(Site.Args[0]))
    return Table.take(S, R, Site.E, Loc, "is taken here", false);
  Table.apply(S, R, Types.change(Site, Type), Site.E, Loc);
}

/// What goes into a wrapper is a guard from elsewhere or is made of these arguments.
void OwnerUses::put(HoldState &S, unsigned R, const CallSite &Site) {
  const SourceLocation Loc = Site.E->getExprLoc();
  for (const Expr *Arg : Site.Args) {
    if (tagged(Arg->getType()) == Change::None)
      return;
    if (!Types.owner(Arg->getType()))
      continue;
    const Expr *Source = withoutMove(Arg);
    std::optional<unsigned> From = Source->isGLValue() ? Table.known(placeOf(Source)) : std::nullopt;
    const Ownership Made = Source->isGLValue() ? Ownership() : ownershipOf(Source, Table[R].Type, Types);
    if (From ? !Table.isHeld(S, *From) : Made.How != Change::Take)
      return;
    if (Table[R].Mutexes.empty())
      Table[R].Mutexes = From ? Table[*From].Mutexes : Table.mutexesOf(Made.Mutexes);
    if (From)
      Table.moveAway(S, Source, Site.E);
    return Table.take(S, R, Site.E, Loc, "is taken here", false);
  }
  if (Table[R].Mutexes.empty())
    Table[R].Mutexes = Table.mutexesOf(Types.mutexes().among(Site.Args));
  const bool Tried = Site.does(CallKind::TryLock) || llvm::any_of(Site.Args, [](const Expr *Arg) {
                       return tagged(Arg->getType()).has_value();
                     });
  Table.take(S, R, Site.E, Loc, "is taken here", Tried);
}

void OwnerUses::assigned(HoldState &S, const CXXOperatorCallExpr &E) {
  std::optional<Holding> Type = Types.owner(E.getArg(0)->getType());
  Place Where = Type ? placeOf(E.getArg(0)) : Place();
  if (Where.empty()) // into something that is no guard as far as we know, for example a struct with one
    return moveAwayIfMoved(S, E.getArg(1), &E);
  unsigned R = memberResource(Where, *Type, strip(E.getArg(0)));
  const Expr *Value = strip(E.getArg(1));
  Ownership Made =
      Value->isGLValue() ? Ownership{Change::Take, withoutMove(Value)} : ownershipOf(Value, *Type, Types);
  if (Made.From) {
    Table.countRelease(R, &E);
    return Table.hand(S, Table.known(placeOf(Made.From)), R, &E, E.getExprLoc());
  }
  if (Made.How == Change::None)
    return Table.apply(S, R, Change::Drop, &E, E.getExprLoc());
  if (Table[R].Mutexes.empty())
    Table[R].Mutexes = Table.mutexesOf(Made.Mutexes);
  Table.adopt(S, Made.Mutexes);
  Table.apply(S, R, Made.How, &E, E.getExprLoc());
}

void OwnerUses::moveAwayIfMoved(HoldState &S, const Expr *Arg, const void *Node) {
  if (Arg->isXValue() && withoutMove(Arg) != strip(Arg))
    Table.moveAway(S, Arg, Node);
}

void OwnerUses::passed(HoldState &S, const CallSite &Site) {
  const bool Swaps = simpleName(*Site.Callee) == "swap";
  // guard_type().swap(guard)
  if (Swaps && Site.Args.size() == 1 && Site.Object)
    if (std::optional<unsigned> R = Table.known(placeOf(Site.Args[0])))
      return Table.swap(S, *R, std::nullopt, Site.E, Site.E->getExprLoc());
  if (Swaps && Site.Args.size() == 2)
    if (std::optional<unsigned> R = Table.known(placeOf(Site.Args[0])); R && Table[*R].Owner)
      return Table.swap(S, *R, Table.known(placeOf(Site.Args[1])), Site.E, Site.E->getExprLoc());
  for (unsigned I = 0; I != Site.Args.size() && I < Site.Callee->getNumParams(); ++I)
    if (Site.Args[I]->isGLValue() && Site.Callee->getParamDecl(I)->getType()->isRValueReferenceType())
      moveAwayIfMoved(S, Site.Args[I], Site.E);
  // What waits with the lock, as a condition does, has it again afterwards; any other function may not.
  if (!isa<CXXMethodDecl>(Site.Callee) && !Body.enclosing<CoawaitExpr>(Site.E))
    handedOver(S, Site);
}

void OwnerUses::handedOver(HoldState &S, const CallSite &Site) {
  if (Site.isModelled() || !Site.Callee)
    return;
  for (unsigned I = 0; I != Site.Args.size() && I < Site.Callee->getNumParams(); ++I) {
    const Expr *Arg = Site.Args[I];
    QualType Parameter = Site.Callee->getParamDecl(I)->getType();
    if (!Arg->isGLValue() || !Parameter->isLValueReferenceType() ||
        Parameter.getNonReferenceType().isConstQualified() || !Types.owner(Arg->getType()))
      continue;
    std::optional<unsigned> R = Table.known(placeOf(Arg));
    if (R && Table.isHeld(S, *R) && isLock(Table[*R].Type.What))
      Table.doubt(S, *R, Site.E, Site.E->getExprLoc(), "is handed to a function here");
  }
}

} // namespace cotidy
