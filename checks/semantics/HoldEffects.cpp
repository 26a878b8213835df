// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/HoldEffects.h"

#include "semantics/LockNames.h"
#include "semantics/Naming.h"
#include "semantics/SpinLocks.h"

#include "clang/AST/Attr.h"

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

bool HoldEffects::any() {
  return !Owners.empty() || C.Decl->hasAttr<RequiresCapabilityAttr>() ||
         llvm::any_of(Body.calls(), [&](const Expr *E) {
           const CallSite &Site = U.calls().site(E);
           return (E->isPRValue() && !Owners.partsOf(E->getType()).empty()) || Calls.mayTake(Site) ||
                  (isa<CallExpr>(E) && takesBySpinning(Body, *cast<CallExpr>(E))) ||
                  (Site.Callee && !Helpers.effects(*Site.Callee).empty());
         });
}

unsigned HoldEffects::ownerResource(const VarDecl &Var, const OwnedPart &Part,
                                    ArrayRef<const Expr *> Mutexes) {
  return Table.resource(Part.in(placeOf(Var)), Part.Type, [&](HeldResource &R) {
    // What the compiler has named, or a library for itself, has no name.
    R.Name = Var.isImplicit() ? std::string() : Var.getName().str();
    for (const FieldDecl *Field : Part.Path)
      if (!U.ast().getSourceManager().isInSystemHeader(Field->getLocation()) ||
          !Field->getName().starts_with("_"))
        R.Name += (R.Name.empty() ? "" : ".") + Field->getNameAsString();
    R.Mutexes = Table.mutexesOf(Mutexes);
    R.Owner = &Var;
    R.Made = Var.getInit();
  });
}

void HoldEffects::enter(HoldState &S) {
  for (const ParmVarDecl *Parameter : C.Decl->parameters())
    for (const OwnedPart &Part : Owners.parts(*Parameter)) {
      // A lease that is only referred to is its owner's to give back, and an optional one need not be there.
      bool Borrowed = Parameter->getType()->isReferenceType();
      if ((Borrowed && Part.Type.What == Hold::Lease) || !Part.Path.empty())
        continue;
      unsigned R = ownerResource(*Parameter, Part, {});
      Table.take(S, R, Parameter, Parameter->getLocation(),
                 Part.Type.What == Hold::Transaction ? "is open when this coroutine starts"
                                                     : "is held when this coroutine starts",
                 Part.Type.Wrapped);
    }
  for (const auto *Required : C.Decl->specific_attrs<RequiresCapabilityAttr>())
    for (const Expr *Mutex : Required->args()) {
      Place Where = placeOf(Mutex);
      std::optional<Holding> Type = Types.mutex(Mutex->getType());
      if (Where.empty() || !Type)
        continue;
      unsigned R = Table.resource(Where, *Type, [&](HeldResource &New) {
        New.Name = Table.mutexName(Mutex);
        New.Mutexes = {{New.Name, New.Where}};
      });
      Table.take(S, R, Required, Required->getLocation(), "is held by the caller", false);
    }
}

void HoldEffects::run(HoldState &S, const CFGElement &Element) {
  if (std::optional<CFGStmt> Statement = Element.getAs<CFGStmt>())
    return statement(S, Statement->getStmt());
  if (std::optional<CFGAutomaticObjDtor> End = Element.getAs<CFGAutomaticObjDtor>())
    return endOfScope(S, *End->getVarDecl());
  if (std::optional<CFGTemporaryDtor> End = Element.getAs<CFGTemporaryDtor>())
    return Table.dropWithin(S, Place{End->getBindTemporaryExpr()});
}

void HoldEffects::endOfScope(HoldState &S, const VarDecl &Var) {
  Table.dropWithin(S, Place{Var.getCanonicalDecl()});
  const CXXRecordDecl *Class = Var.getType()->getAsCXXRecordDecl();
  const CXXDestructorDecl *Destructor = Class ? Class->getDestructor() : nullptr;
  if (!Destructor || !Destructor->isUserProvided() || Class->isInStdNamespace())
    return;
  auto Run = [&](const FunctionDecl &F) {
    for (const HelperEffect &Effect : Helpers.effects(F))
      if (std::optional<unsigned> R = Table.known(Effect.What.Where); R && Effect.What.Does == Change::Drop)
        Table.apply(S, *R, Change::Drop, &Var, Var.getLocation());
  };
  Run(*Destructor);
  // scope_exit unlock([&] { m.unlock(); });
  for (const LambdaInfo &Lambda : Body.lambdas())
    if (Body.contains(Var.getInit(), Lambda.E))
      Run(*Lambda.E->getCallOperator());
}

void HoldEffects::statement(HoldState &S, const Stmt *Node) {
  if (const auto *Declaration = dyn_cast<DeclStmt>(Node)) {
    for (const Decl *D : Declaration->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D))
        for (const OwnedPart &Part : Owners.parts(*Var))
          own(S, *Var, Part, Owners.initial(*Var, Part));
  } else if (const auto *Temporary = dyn_cast<CXXBindTemporaryExpr>(Node)) {
    temporary(S, *Temporary);
  } else if (const auto *Construct = dyn_cast<CXXConstructExpr>(Node)) {
    if (Construct->getConstructor()->isMoveConstructor() && !Owners.isInitialiser(Construct))
      Table.moveAway(S, Construct->getArg(0), Construct);
    if (!Types.owner(Construct->getType()))
      handedOver(S, U.calls().site(Construct));
  } else if (const auto *Call = dyn_cast<CallExpr>(Node)) {
    call(S, *Call);
  } else if (const auto *Address = dyn_cast<UnaryOperator>(Node);
             Address && Address->getOpcode() == UO_AddrOf && Types.owner(Address->getSubExpr()->getType())) {
    if (std::optional<unsigned> R = Table.known(placeOf(Address)); R && Table.isHeld(S, *R))
      Table.doubt(S, *R, Address, Address->getBeginLoc(), "may be given back by another name from here on");
  }
}

/// What a part of \p Var owns from now on.
void HoldEffects::own(HoldState &S, const VarDecl &Var, const OwnedPart &Part, Ownership Made) {
  if (Made.From) {
    std::optional<unsigned> Source = Table.known(Part.in(placeOf(Made.From)));
    return Table.hand(S, Source, ownerResource(Var, Part, {}), &Var, Var.getLocation());
  }
  // Known from now on even if it owns nothing yet, so that a later lock() finds it.
  unsigned R = ownerResource(Var, Part, Made.Mutexes);
  if (Made.How == Change::None)
    return Table.drop(S, R);
  Table.adopt(S, Made.Mutexes);
  Table[R].FromStart = Made.How == Change::Take;
  Table.apply(S, R, Made.How, &Var, Var.getLocation());
}

/// A guard without a name lives to the end of the full expression, unless it initialises something.
void HoldEffects::temporary(HoldState &S, const CXXBindTemporaryExpr &E) {
  SmallVector<OwnedPart, 1> Parts = Owners.partsOf(E.getType());
  if (Parts.empty())
    return;
  const Stmt *Top = &E, *Up = Body.parent(&E);
  for (; Up && (isa<CastExpr>(Up) || isa<ParenExpr>(Up)); Up = Body.parent(Up))
    Top = Up;
  const auto *Materialized = dyn_cast_or_null<MaterializeTemporaryExpr>(Up);
  if (Materialized && Materialized->getExtendingDecl())
    return;
  // Without a place in memory of its own: the operand of a discarded expression is materialised too.
  bool Discarded = Body.isDiscarded(cast<Expr>(Top));
  if (!Materialized && !Discarded)
    return;
  if (Materialized)
    if (const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(Body.meaningfulParent(Materialized)))
      if (!Owners.partsOf(Construct->getType()).empty())
        return;
  for (const OwnedPart &Part : Parts) {
    if (!isLock(Part.Type.What))
      continue;
    Ownership Made = ownershipOf(E.getSubExpr(), Part.Type, Types);
    // Made of members, it is no guard by itself; a function's result is what the function locked.
    if (Made.How == Change::None || Made.From || (!Part.Path.empty() && !isa<CallExpr>(strip(&E))))
      continue;
    unsigned R = Table.resource(Part.in(Place{&E}), Part.Type, [&](HeldResource &New) {
      New.Mutexes = Table.mutexesOf(Made.Mutexes);
      New.Made = &E;
    });
    Table.take(S, R, &E, E.getBeginLoc(), "is taken here, to the end of this expression",
               Made.How == Change::Try);
  }
}

void HoldEffects::call(HoldState &S, const CallExpr &E) {
  const CallSite &Site = U.calls().site(&E);
  if (!Site.Callee || withoutMove(&E) != &E)
    return;
  if (const auto *Assign = dyn_cast<CXXOperatorCallExpr>(&E); Assign && Assign->getOperator() == OO_Equal)
    return assign(S, *Assign);
  if (Calls.run(S, Site) || spinLock(S, E))
    return;
  if (Place Object = placeOfObject(Site); !Object.empty()) {
    if (std::optional<unsigned> R = Table.known(Object); R && Table[*R].Owner)
      return method(S, *R, Site);
    // A guard that is a member of something, or stands behind an optional: lock_.lock(),
    // holder.guard.unlock().
    if (std::optional<Holding> Owner = Site.Object ? Types.owner(Site.Object->getType()) : std::nullopt) {
      const Change Does = Types.change(Site, *Owner);
      if (Does == Change::Drop)
        Table.loseElement(*Owner);
      if (Does != Change::None || isEmplace(Site))
        method(S, memberResource(Object, *Owner, Site.Object), Site);
      return;
    }
  }
  helper(S, Site);
  arguments(S, Site);
}

/// A flag that a loop has waited for, and that is cleared.
bool HoldEffects::spinLock(HoldState &S, const CallExpr &E) {
  const CallSite &Site = U.calls().site(&E);
  const Place Flag = placeOfObject(Site);
  std::optional<unsigned> Known = Table.known(Flag);
  if (Known && !Table[*Known].Owner && clearsFlag(E)) {
    Table.apply(S, *Known, Change::Drop, &E, E.getExprLoc());
    return true;
  }
  if (Flag.empty() || !takesBySpinning(Body, E))
    return false;
  unsigned R = Table.resource(Flag, Holding{Hold::ThreadLock}, [&](HeldResource &New) {
    New.Name = Site.Object ? Table.mutexName(Site.Object) : std::string("this");
    New.Mutexes = {{New.Name, New.Where}};
    New.Made = &E;
  });
  Table.apply(S, R, Change::Take, &E, E.getExprLoc());
  return true;
}

/// A function of this unit that locks or unlocks what this one can name.
void HoldEffects::helper(HoldState &S, const CallSite &Site) {
  for (const HelperEffect &Effect : Helpers.effects(*Site.Callee)) {
    const HandChange &What = Effect.What;
    Place Where = inCaller(What.Where, Site);
    std::optional<unsigned> R = Table.known(Where);
    if (Where.empty() || (!R && What.Does == Change::Drop))
      continue;
    if (!R)
      R = Table.resource(Where, What.Type, [&](HeldResource &New) {
        New.Name = What.Named ? Table.mutexName(What.Named) : std::string("this");
        New.Mutexes = {{New.Name, New.Where}};
        New.Made = Site.E;
      });
    if (What.Does != Change::Drop)
      Table.take(S, *R, Site.E, Site.E->getExprLoc(), "is taken by this call",
                 What.Does == Change::Try || !Effect.Certain);
    else if (Effect.Certain)
      Table.apply(S, *R, Change::Drop, Site.E, Site.E->getExprLoc());
    else if (Table.isHeld(S, *R))
      Table.doubt(S, *R, Site.E, Site.E->getExprLoc(), "may be given back by this call");
  }
}

unsigned HoldEffects::memberResource(const Place &Where, const Holding &Type, const Expr *Named) {
  return Table.resource(Where, Type, [&](HeldResource &R) { R.Name = Table.textOf(Named); });
}

void HoldEffects::method(HoldState &S, unsigned R, const CallSite &Site) {
  const Holding Type = Table[R].Type;
  SourceLocation Loc = Site.E->getExprLoc();
  StringRef Name = Site.Callee->getDeclName().isIdentifier() ? Site.Callee->getName() : StringRef();
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
void HoldEffects::put(HoldState &S, unsigned R, const CallSite &Site) {
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

void HoldEffects::assign(HoldState &S, const CXXOperatorCallExpr &E) {
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

void HoldEffects::moveAwayIfMoved(HoldState &S, const Expr *Arg, const void *Node) {
  if (Arg->isXValue() && withoutMove(Arg) != strip(Arg))
    Table.moveAway(S, Arg, Node);
}

/// A guard handed to a function: gone if moved, of unknown state if the function can change it.
void HoldEffects::arguments(HoldState &S, const CallSite &Site) {
  // guard_type().swap(guard)
  if (Site.Args.size() == 1 && Site.Object && Site.Callee->getDeclName().isIdentifier() &&
      Site.Callee->getName() == "swap")
    if (std::optional<unsigned> R = Table.known(placeOf(Site.Args[0])))
      return Table.swap(S, *R, std::nullopt, Site.E, Site.E->getExprLoc());
  if (Site.Args.size() == 2 && Site.Callee->getDeclName().isIdentifier() && Site.Callee->getName() == "swap")
    if (std::optional<unsigned> R = Table.known(placeOf(Site.Args[0])); R && Table[*R].Owner)
      return Table.swap(S, *R, Table.known(placeOf(Site.Args[1])), Site.E, Site.E->getExprLoc());
  for (unsigned I = 0; I != Site.Args.size() && I < Site.Callee->getNumParams(); ++I)
    if (Site.Args[I]->isGLValue() && Site.Callee->getParamDecl(I)->getType()->isRValueReferenceType())
      moveAwayIfMoved(S, Site.Args[I], Site.E);
  // What waits with the lock, as a condition does, has it again afterwards; any other function may not.
  if (!isa<CXXMethodDecl>(Site.Callee) && !Body.enclosing<CoawaitExpr>(Site.E))
    handedOver(S, Site);
}

/// A guard that a function, or an object that is made, can change from here on.
void HoldEffects::handedOver(HoldState &S, const CallSite &Site) {
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
