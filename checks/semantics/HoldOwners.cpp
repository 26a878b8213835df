// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/HoldOwners.h"

using namespace clang;

namespace cotidy {

namespace {

/// What a member's declaration gives it where its constructor is silent.
const Expr *written(const Expr *Init) {
  const auto *Default = dyn_cast<CXXDefaultInitExpr>(Init);
  return Default ? Default->getExpr() : Init;
}

const Expr *memberInitialiser(const Expr *Object, const FieldDecl &Field) {
  Object = strip(Object);
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Object))
    Object = strip(Cast->getSubExpr());
  if (const auto *List = dyn_cast<InitListExpr>(Object)) {
    // Bases come before the members.
    const auto *Class = dyn_cast<CXXRecordDecl>(Field.getParent());
    unsigned I = Field.getFieldIndex() + (Class ? Class->getNumBases() : 0);
    return I < List->getNumInits() ? written(List->getInit(I)) : nullptr;
  }
  const auto *Construct = dyn_cast<CXXConstructExpr>(Object);
  const FunctionDecl *Definition = Construct ? Construct->getConstructor()->getDefinition() : nullptr;
  if (const auto *Constructor = dyn_cast_or_null<CXXConstructorDecl>(Definition))
    for (const CXXCtorInitializer *Init : Constructor->inits()) {
      if (Init->getAnyMember() == &Field)
        return written(Init->getInit());
      if (const Expr *OfBase =
              Init->isBaseInitializer() ? memberInitialiser(Init->getInit(), Field) : nullptr)
        return OfBase;
    }
  return nullptr;
}

} // namespace

Place OwnedPart::in(Place Whole) const {
  if (!Whole.empty())
    for (const FieldDecl *Field : Path)
      Whole.push_back(Field->getCanonicalDecl());
  return Whole;
}

HoldOwners::HoldOwners(Holdings &Types, const BodyIndex &Body) : Types(Types) {
  for (const VarDecl *Var : Body.locals())
    note(*Var);
  for (const ParmVarDecl *Parameter : Body.function().parameters())
    note(*Parameter);
  for (const LoopInfo &Loop : Body.loops())
    if (const auto *For = dyn_cast<CXXForRangeStmt>(Loop.S))
      if (const auto *Range =
              For->getRangeStmt() ? dyn_cast<VarDecl>(For->getRangeStmt()->getSingleDecl()) : nullptr)
        note(*Range);
}

void HoldOwners::note(const VarDecl &Var) {
  if (Var.isStaticLocal() ||
      (Var.getType()->isReferenceType() && Var.isLocalVarDecl() && !extendsTemporary(Var)))
    return;
  SmallVector<OwnedPart, 1> Found = partsOf(Var.getType().getNonReferenceType());
  if (Found.empty())
    if (std::optional<Holding> Given = givenBy(Var.getInit(), Types))
      Found.push_back({{}, *Given});
  if (Found.empty())
    return;
  if (const Expr *Init = Var.getInit())
    Initialisers.insert(strip(Init));
  Parts[&Var] = std::move(Found);
}

/// The class itself, or its members that own something.
void HoldOwners::find(QualType T, const OwnedPart &Outer, SmallVectorImpl<OwnedPart> &Found,
                      unsigned Depth) const {
  if (std::optional<Holding> H = Types.owner(T)) {
    Found.push_back({Outer.Path, *H});
    return;
  }
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition() || Class->isUnion() || Depth == 0 || T->isDependentType())
    return;
  for (const CXXBaseSpecifier &Base : Class->bases())
    find(Base.getType(), Outer, Found, Depth);
  for (const FieldDecl *Field : Class->fields()) {
    if (Field->getType()->isReferenceType() || Field->getType()->isPointerType())
      continue;
    OwnedPart Inner = Outer;
    Inner.Path.push_back(Field);
    find(Field->getType(), Inner, Found, Depth - 1);
  }
}

SmallVector<OwnedPart, 1> HoldOwners::partsOf(QualType T) const {
  SmallVector<OwnedPart, 1> Found;
  find(T, {}, Found, 3);
  return Found;
}

ArrayRef<OwnedPart> HoldOwners::parts(const VarDecl &Var) const {
  auto It = Parts.find(&Var);
  return It == Parts.end() ? ArrayRef<OwnedPart>() : It->second;
}

Ownership HoldOwners::initial(const VarDecl &Var, const OwnedPart &Part) const {
  const Expr *Init = strip(Var.getInit());
  if (!Init || Part.Path.empty())
    return ownershipOf(Init, Part.Type, Types);
  // A struct with a guard in it: from another one, from a function, or by its members' initialisers.
  const Expr *Source = withoutMove(Init);
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(Init);
      Construct && Construct->getConstructor()->isCopyOrMoveConstructor())
    Source = withoutMove(Construct->getArg(0));
  if (Source->isGLValue())
    return {Change::Take, Source};
  if (isa<CallExpr, CoawaitExpr>(Source))
    return ownershipOf(Source, Part.Type, Types);
  // A tuple or the like, made of what it is to hold.
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(Source))
    for (const Expr *Arg : Construct->arguments())
      if (classOf(Arg->getType()) == Part.Type.Owner) {
        Arg = withoutMove(Arg);
        return Arg->isGLValue() ? Ownership{Change::Take, Arg} : ownershipOf(Arg, Part.Type, Types);
      }
  for (const FieldDecl *Field : Part.Path) {
    Source = memberInitialiser(Source, *Field);
    if (!Source)
      return {};
  }
  return ownershipOf(Source, Part.Type, Types);
}

} // namespace cotidy
