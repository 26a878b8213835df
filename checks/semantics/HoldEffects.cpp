// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/HoldEffects.h"

#include "semantics/LockNames.h"
#include "semantics/Naming.h"
#include "semantics/SpinLocks.h"

#include "clang/AST/Attr.h"

using namespace clang;

namespace cotidy {

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
    // What had to be awaited was waited for by the coroutine alone.
    if (Part.Type.OfAnyMutex && isa_and_nonnull<CoawaitExpr>(strip(R.Made)))
      R.Type.What = Hold::AsyncLock;
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
      Uses.handedOver(S, U.calls().site(Construct));
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
    return Uses.assigned(S, *Assign);
  if (Calls.run(S, Site) || spinLock(S, E) || Uses.called(S, Site))
    return;
  helper(S, Site);
  Uses.passed(S, Site);
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

} // namespace cotidy
