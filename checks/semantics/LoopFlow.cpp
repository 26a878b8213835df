// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/LoopFlow.h"

#include "semantics/LoopBounds.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr unsigned MaxAliasDepth = 4;

bool isSmartPointer(QualType T) { return classOf(T) && classOf(T, /*ThroughPointer=*/true) != classOf(T); }

bool isPointerLike(QualType T) { return T.getNonReferenceType()->isPointerType() || isSmartPointer(T); }

/// What a parameter lets its function change: the argument itself, what it points to, or nothing.
enum class Grants { Nothing, Object, Pointee };

Grants granted(QualType Parameter) {
  if (Parameter->isReferenceType()) {
    if (!Parameter.getNonReferenceType().isConstQualified())
      return Grants::Object;
    return isSmartPointer(Parameter) ? Grants::Pointee : Grants::Nothing;
  }
  if (Parameter->isPointerType())
    return Parameter->getPointeeType().isConstQualified() || Parameter->isFunctionPointerType()
               ? Grants::Nothing
               : Grants::Pointee;
  return isSmartPointer(Parameter) ? Grants::Pointee : Grants::Nothing;
}

/// A method that has a const twin: it gives access, and changes nothing itself.
bool hasConstTwin(const CXXMethodDecl &Method) {
  for (const NamedDecl *Found : Method.getParent()->lookup(Method.getDeclName())) {
    const auto *Twin = dyn_cast_or_null<CXXMethodDecl>(Found->getAsFunction());
    if (Twin && Twin->isConst() && Twin->getNumParams() == Method.getNumParams())
      return true;
  }
  return false;
}

bool givesAccess(QualType Result) { return Result->isReferenceType() || isPointerLike(Result); }

/// Something operations work on, rather than data they fill: a class that is no container.
bool isResource(QualType T) {
  const CXXRecordDecl *Class = classOf(T, /*ThroughPointer=*/true);
  return Class && Class->hasDefinition() && methodsNamed(*Class, "begin").empty();
}

/// Calls that only hand on their argument, as moves do.
bool isPassThrough(const CallSite &Site) { return !Site.Args.empty() && Site.does(CallKind::Now); }

} // namespace

const ValueDecl *objectOf(const Decl *D) {
  if (const auto *Binding = dyn_cast_or_null<BindingDecl>(D))
    D = Binding->getDecomposedDecl();
  return isa_and_nonnull<VarDecl, FieldDecl>(D) ? cast<ValueDecl>(D->getCanonicalDecl()) : nullptr;
}

bool holdsTasks(Unit &U, QualType Container) {
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(classOf(Container));
  if (!Class || !Class->hasDefinition() || methodsNamed(*Class, "begin").empty() ||
      Class->getTemplateArgs().size() == 0)
    return false;
  const TemplateArgument &Element = Class->getTemplateArgs()[0];
  return Element.getKind() == TemplateArgument::Type && U.awaitables().info(Element.getAsType());
}

SmallVector<const CallSite *, 2> awaitedCalls(Unit &U, const BodyIndex &Body, const Suspension &At,
                                              const Expr *&Handle) {
  SmallVector<const CallSite *, 2> Found;
  SmallVector<const Expr *, 4> Open = {At.Operand};
  Handle = nullptr;
  while (!Open.empty()) {
    const Expr *E = strip(Open.pop_back_val());
    // A task kept in a variable for a moment: what made it, if that was in the same iteration.
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
      if (Var && Var->getInit() && !Var->getType()->isReferenceType() && Body.parent(Var->getInit()) &&
          Body.loopOf(Body.parent(Var->getInit())) == At.Loop && U.calls().siteOf(Var->getInit())) {
        Open.push_back(Var->getInit());
        continue;
      }
    }
    const CallSite *Site = U.calls().siteOf(E);
    if (Site && isPassThrough(*Site)) {
      Open.push_back(Site->Args.front());
      continue;
    }
    // A copy or move of a task is the task.
    const auto *Construct = Site ? dyn_cast<CXXConstructExpr>(Site->E) : nullptr;
    if (Construct && Construct->getConstructor()->isCopyOrMoveConstructor()) {
      Open.push_back(Site->Args.front());
      continue;
    }
    auto IsTask = [&](const Expr *Part) {
      const AwaitableInfo *Info = Part ? U.awaitables().info(Part->getType()) : nullptr;
      return Info && (Info->Kind == TypeKind::Task || Info->Kind == TypeKind::Future ||
                      Info->Kind == TypeKind::Operation);
    };
    if (!Site) {
      Handle = E;
      continue;
    }
    const bool IsAccess = Site->Callee && givesAccess(Site->Callee->getReturnType());
    if (IsAccess) { // tasks[i], tasks.at(i), *it
      Handle = E;
      continue;
    }
    Found.push_back(Site);
    if (IsTask(Site->Object))
      Open.push_back(Site->Object);
    for (const Expr *Arg : Site->Args)
      if (IsTask(Arg))
        Open.push_back(Arg);
  }
  return Found;
}

LoopFlow::LoopFlow(Unit &U, const BodyIndex &Body, unsigned Index)
    : U(U), Body(Body), Loop(Body.loops()[Index]) {
  collect();
  collectUses();
  collectWrites();
  settle();
}

void LoopFlow::collect() {
  const Stmt *Skipped[] = {nullptr, nullptr};
  if (const auto *For = dyn_cast<ForStmt>(Loop.S)) {
    Skipped[0] = For->getInit();
  } else if (const auto *For = dyn_cast<CXXForRangeStmt>(Loop.S)) {
    Skipped[0] = For->getInit();
    Skipped[1] = For->getRangeInit();
  }
  NodeSet.insert(Loop.S);
  for (const Stmt *S : Body.nodes())
    if (NodeSet.contains(Body.parent(S)) && S != Skipped[0] && S != Skipped[1]) {
      Nodes.push_back(S);
      NodeSet.insert(S);
    }
  NodeSet.erase(Loop.S);

  auto Declare = [&](const VarDecl *Var) {
    if (Var && !Var->isStaticLocal())
      Declared.insert(objectOf(Var));
  };
  if (isa<CXXForRangeStmt>(Loop.S))
    Declare(Loop.Element);
  for (const Stmt *S : Nodes) {
    if (const auto *Declaration = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declaration->decls())
        Declare(dyn_cast<VarDecl>(D));
    if (const auto *For = dyn_cast<CXXForRangeStmt>(S))
      Declare(For->getLoopVariable());
    if (const auto *Catch = dyn_cast<CXXCatchStmt>(S))
      Declare(Catch->getExceptionDecl());
    if (isa<BreakStmt, ContinueStmt, CoreturnStmt, ReturnStmt, GotoStmt, CXXThrowExpr>(S))
      Jumps.push_back(S);
  }
}

void LoopFlow::collectUses() {
  for (const Stmt *S : Nodes) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
      if (const ValueDecl *Object = objectOf(Ref->getDecl()))
        Uses.push_back({Object, Ref, false});
    } else if (const auto *Member = dyn_cast<MemberExpr>(S)) {
      if (isa<CXXThisExpr>(strip(Member->getBase())))
        if (const ValueDecl *Field = objectOf(Member->getMemberDecl()))
          Uses.push_back({Field, Member, false});
    }
  }
}

bool LoopFlow::containsAwait(const Stmt *S) const {
  return llvm::any_of(Body.suspensions(), [&](const Suspension &At) {
    return isRepeated(At.E) && U.awaitables().maySuspend(At.E) && Body.contains(S, At.E);
  });
}

/// A write to \p To by \p From, through a place of type \p PlaceType.
void LoopFlow::write(const ValueDecl *To, const Stmt *From, bool Through, QualType PlaceType) {
  const Suspension *By = nullptr;
  for (const Suspension &At : Body.suspensions())
    if (!At.isYield() && isRepeated(At.E) && Body.contains(At.Operand, From) &&
        U.awaitables().maySuspend(At.E))
      By = &At;
  if (!By) {
    Writes.push_back({To, From, Through, false});
    return;
  }
  const Expr *Handle = nullptr;
  const bool IsOperation =
      llvm::any_of(awaitedCalls(U, Body, *By, Handle), [&](const CallSite *Site) { return Site->E == From; });
  // What the operation works on is no data that flows: whether its uses must follow each other is another
  // question.
  if (IsOperation && isResource(PlaceType))
    return;
  const auto *Member = dyn_cast<CXXMemberCallExpr>(From);
  const bool IsDoneBefore =
      !IsOperation && Member && Member->getType()->isScalarType() && !Member->getType()->isPointerType();
  Writes.push_back({To, From, Through, !IsDoneBefore});
}

void LoopFlow::collectWrites() {
  for (const Use &Of : Uses)
    follow(Of.Of, Of.At, 0);
  for (const Stmt *S : Nodes) {
    if (const auto *Declaration = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declaration->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D); Var && Var->getInit())
          Writes.push_back({objectOf(Var), Var->getInit(), false, false});
    if (const auto *For = dyn_cast<CXXForRangeStmt>(S); For && For->getLoopVariable())
      Writes.push_back({objectOf(For->getLoopVariable()), For->getRangeInit(), false, false});
  }
}

void LoopFlow::followAlias(const ValueDecl *To, const VarDecl &Alias, bool Through, unsigned Depth) {
  if (Depth == MaxAliasDepth || objectOf(&Alias) == To)
    return;
  QualType T = Alias.getType();
  const bool Refers = T->isReferenceType() && !T.getNonReferenceType().isConstQualified();
  const bool Points = isPointerLike(T) && granted(T) == Grants::Pointee;
  if (!Refers && !Points && !isa<DecompositionDecl>(Alias))
    return;
  for (const Use &Of : Uses)
    if (Of.Of == objectOf(&Alias))
      follow(To, Of.At, Depth + 1);
}

/// Climbs from \p Place, which is \p To or a part of it, to what is done with it.
void LoopFlow::follow(const ValueDecl *To, const Expr *Place, unsigned Depth) {
  bool Through = false;
  bool Address = false; // a pointer to the place
  const Stmt *Child = Place;
  for (const Stmt *Up = Body.parent(Place); Up && isRepeated(Up); Child = Up, Up = Body.parent(Up)) {
    if (const auto *Cast = dyn_cast<CastExpr>(Up)) {
      if (Cast->getCastKind() == CK_LValueToRValue && !Cast->getType()->isPointerType())
        return;
      continue;
    }
    if (const auto *Member = dyn_cast<MemberExpr>(Up)) {
      Through |= Member->isArrow();
      continue;
    }
    if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(Up)) {
      if (Subscript->getBase() != Child)
        return;
      Through |= strip(Subscript->getBase())->getType()->isPointerType();
      continue;
    }
    if (const auto *Unary = dyn_cast<UnaryOperator>(Up)) {
      if (Unary->isIncrementDecrementOp())
        return write(To, Unary, Through, Unary->getType());
      Address |= Unary->getOpcode() == UO_AddrOf;
      Through |= Unary->getOpcode() == UO_Deref && !Address;
      if (Unary->getOpcode() != UO_AddrOf && Unary->getOpcode() != UO_Deref)
        return;
      continue;
    }
    if (const auto *Binary = dyn_cast<BinaryOperator>(Up)) {
      if (Binary->isAssignmentOp() && Binary->getLHS() == Child)
        return write(To, Binary, Through, Binary->getType());
      if (Binary->isAssignmentOp() && isPointerLike(Binary->getType())) // the pointer is kept elsewhere
        return;
      if (Binary->getOpcode() != BO_Comma || Binary->getRHS() != Child)
        return;
      continue;
    }
    if (const auto *Conditional = dyn_cast<AbstractConditionalOperator>(Up)) {
      if (Conditional->getCond() == Child)
        return;
      continue;
    }
    if (isa<LambdaExpr>(Up)) {
      // A capture by reference: the body may do anything with it.
      if (cast<Expr>(Child)->isLValue() || isa<CXXThisExpr>(strip(cast<Expr>(Child))))
        write(To, Up, Through, cast<Expr>(Child)->getType());
      return;
    }
    if (const auto *Declaration = dyn_cast<DeclStmt>(Up)) {
      for (const Decl *D : Declaration->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D); Var && Var->getInit() == Child)
          followAlias(To, *Var, Through, Depth);
      return;
    }
    if (const auto *For = dyn_cast<CXXForRangeStmt>(Up)) {
      if (For->getRangeInit() == Child && For->getLoopVariable())
        followAlias(To, *For->getLoopVariable(), true, Depth);
      return;
    }
    if (!isa<CallExpr, CXXConstructExpr>(Up)) {
      if (isa<Expr>(Up) && strip(cast<Expr>(Up)) != Up)
        continue;
      return;
    }

    const auto *Call = cast<Expr>(Up);
    const CallSite &Site = U.calls().site(Call);
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
    const Expr *Here = strip(cast<Expr>(Child));
    const QualType PlaceType =
        Site.Object && isa<MemberExpr>(Here) ? Site.Object->getType() : Here->getType();
    const bool IsObject = Site.Object && !isa<CXXConstructExpr>(Call) &&
                          (isa<CXXMemberCallExpr>(Call) ? Child == cast<CallExpr>(Call)->getCallee()
                                                        : strip(cast<CallExpr>(Call)->getArg(0)) == Here);
    if (IsObject && Method) {
      const OverloadedOperatorKind Operator = Method->getOverloadedOperator();
      if (Operator == OO_Star || Operator == OO_Arrow) {
        Through = true;
        continue;
      }
      if (Method->isConst() || Operator == OO_Subscript || hasConstTwin(*Method)) {
        if (!givesAccess(Method->getReturnType()))
          return;
        Through |= isSmartPointer(Site.Object->getType());
        Address |= Method->getReturnType()->isPointerType() && !Through;
        continue;
      }
      return write(To, Call, Through, PlaceType);
    }
    if (const auto *Plain = dyn_cast<CallExpr>(Call); Plain && Plain->getCallee() == Child)
      return;
    if (!Site.Callee)
      return write(To, Call, Through, PlaceType);
    if (isPassThrough(Site))
      continue;
    for (unsigned I = 0; I != Site.Args.size(); ++I) {
      if (Site.Args[I] != Here)
        continue;
      if (I >= Site.Callee->getNumParams())
        return;
      switch (granted(Site.Callee->getParamDecl(I)->getType())) {
      case Grants::Nothing:
        return;
      case Grants::Object: {
        // tie(a, b) = value
        const auto *Assign = dyn_cast_or_null<CXXOperatorCallExpr>(Body.meaningfulParent(Call));
        const bool Tied = Assign && Assign->isAssignmentOp() && strip(Assign->getArg(0)) == Call;
        return write(To, Tied ? Assign : Call, Through, PlaceType);
      }
      case Grants::Pointee:
        return write(To, Call, !Address, PlaceType);
      }
    }
    return;
  }
}

const ValueDecl *LoopFlow::rootOf(const Expr *E) const {
  while (E) {
    E = strip(E);
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      return objectOf(Ref->getDecl());
    if (const auto *Cast = dyn_cast<CastExpr>(E)) {
      E = Cast->getSubExpr();
    } else if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      if (isa<CXXThisExpr>(strip(Member->getBase())))
        return objectOf(Member->getMemberDecl());
      E = Member->getBase();
    } else if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
      E = Subscript->getBase();
    } else if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
      E = Unary->getSubExpr();
    } else if (isa<CallExpr>(E)) {
      const CallSite &Site = U.calls().site(E);
      const bool Passes = isPassThrough(Site);
      E = Passes                                                     ? Site.Args.front()
          : Site.Callee && givesAccess(Site.Callee->getReturnType()) ? Site.Object
                                                                     : nullptr;
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

/// One element of a container, chosen by nothing but the loop's own counter or element: `results[i]`.
bool LoopFlow::isElementAccess(const Expr *Place) const {
  const Stmt *Up = Body.meaningfulParent(Place);
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Up))
    Up = Body.meaningfulParent(Member);
  const Expr *Index = nullptr;
  if (const auto *Subscript = dyn_cast_or_null<ArraySubscriptExpr>(Up)) {
    Index = Subscript->getIdx();
  } else if (isa_and_nonnull<CallExpr>(Up)) {
    const CallSite &Site = U.calls().site(cast<Expr>(Up));
    if (Site.Object && Site.Args.size() == 1 && Site.Callee && givesAccess(Site.Callee->getReturnType()))
      Index = Site.Args.front();
  }
  const auto *Ref = Index ? dyn_cast<DeclRefExpr>(strip(Index)) : nullptr;
  const ValueDecl *By = Ref ? objectOf(Ref->getDecl()) : nullptr;
  return By && By != rootOf(Place) &&
         (Stepped.contains(By) || (Loop.Element && By == objectOf(Loop.Element)));
}

const ValueDecl *LoopFlow::usesAny(const Stmt *S, const DeclSet &Set, const ValueDecl *Beside) const {
  for (const Use &Of : Uses)
    if (Set.contains(Of.Of) && Of.Of != Beside && !(Of.OfElement && &Set == &Carried) &&
        Body.contains(S, Of.At))
      return Of.Of;
  return nullptr;
}

bool LoopFlow::isCounter(const ValueDecl *D) const {
  return Stepped.contains(D) && llvm::none_of(Writes, [&](const Write &W) {
           const auto *Operator = dyn_cast<CXXOperatorCallExpr>(W.From);
           return W.To == D && !W.Through && isa<CallExpr>(W.From) &&
                  !(Operator && (Operator->isAssignmentOp() || Operator->getOperator() == OO_PlusPlus ||
                                 Operator->getOperator() == OO_MinusMinus));
         });
}

bool LoopFlow::isAwaited(const Stmt *S) const { return containsAwait(S) || usesAny(S, Awaited); }

void LoopFlow::addDeciders(const Stmt *S, const Stmt *Top, SmallVectorImpl<const Stmt *> &Found) const {
  for (const Stmt *Child = S, *Up = Body.parent(S); Up && Child != Top; Child = Up, Up = Body.parent(Up)) {
    const Stmt *Decides = nullptr;
    if (const auto *If = dyn_cast<IfStmt>(Up))
      Decides = Child == If->getThen() || Child == If->getElse() ? If->getCond() : nullptr;
    else if (const auto *Switch = dyn_cast<SwitchStmt>(Up))
      Decides = Child == Switch->getBody() ? Switch->getCond() : nullptr;
    else if (const auto *Conditional = dyn_cast<AbstractConditionalOperator>(Up))
      Decides = Conditional->getCond();
    else if (const auto *Binary = dyn_cast<BinaryOperator>(Up))
      Decides = Binary->isLogicalOp() ? Binary->getLHS() : nullptr;
    else if (const auto *Try = dyn_cast<CXXTryStmt>(Up))
      Decides = Child == Try->getTryBlock() ? nullptr : Try->getTryBlock();
    else if (Up != Loop.S && isa<WhileStmt, ForStmt, DoStmt>(Up))
      Decides = conditionOf({Up, nullptr, -1, nullptr, nullptr});
    if (Decides && Decides != Child)
      Found.push_back(Decides);
  }
}

SmallVector<const Stmt *, 4> LoopFlow::deciders(const Stmt *S) const {
  SmallVector<const Stmt *, 4> Found;
  addDeciders(S, Loop.S, Found);
  // What an earlier statement of a block around S jumps away on.
  for (const Stmt *Child = S, *Up = Body.parent(S); Up && Child != Loop.S; Child = Up, Up = Body.parent(Up)) {
    const auto *Block = dyn_cast<CompoundStmt>(Up);
    if (!Block)
      continue;
    for (const Stmt *Jump : Jumps)
      for (const Stmt *Earlier : Block->body()) {
        if (Earlier == Child)
          break;
        if (Body.contains(Earlier, Jump) && leaves(Jump, Earlier))
          addDeciders(Jump, Earlier, Found);
      }
  }
  return Found;
}

/// Whether \p Jump, inside \p Around, ends that statement.
bool LoopFlow::leaves(const Stmt *Jump, const Stmt *Around) const {
  if (!isa<BreakStmt, ContinueStmt>(Jump))
    return true;
  for (const Stmt *Up = Body.parent(Jump); Up; Up = Body.parent(Up)) {
    if (isa<ForStmt, CXXForRangeStmt, WhileStmt, DoStmt>(Up) || (isa<SwitchStmt>(Up) && isa<BreakStmt>(Jump)))
      return !Body.contains(Around, Up);
    if (Up == Around)
      return true;
  }
  return true;
}

bool LoopFlow::isDecidedByAwait(const Stmt *S) const {
  return llvm::any_of(deciders(S), [&](const Stmt *Cond) { return isAwaited(Cond); });
}

/// An object from outside that each iteration writes, as a whole, before it reads it.
bool LoopFlow::isOverwritten(const ValueDecl *D) const {
  const Use *First = &*llvm::find_if(Uses, [&](const Use &Of) { return Of.Of == D; });
  const Stmt *Statement = Body.statementOf(First->At);
  if (Body.parent(Statement) != Loop.Body || !isa<CompoundStmt>(Loop.Body))
    return false;
  const Stmt *Up = Body.meaningfulParent(First->At);
  const Expr *From = nullptr;
  if (const auto *Assign = dyn_cast_or_null<BinaryOperator>(Up);
      Assign && Assign->getOpcode() == BO_Assign && strip(Assign->getLHS()) == First->At)
    From = Assign->getRHS();
  else if (const auto *Assign = dyn_cast_or_null<CXXOperatorCallExpr>(Up);
           Assign && Assign->getOperator() == OO_Equal && strip(Assign->getArg(0)) == First->At)
    From = Assign->getArg(1);
  return From && llvm::none_of(Uses, [&](const Use &Of) { return Of.Of == D && Body.contains(From, Of.At); });
}

void LoopFlow::settle() {
  // What an await gave. Through a pointer, only once it is known which of them step through the elements.
  auto AddAwaited = [&](bool Through) {
    for (bool Changed = true; Changed;) {
      Changed = false;
      for (const Write &W : Writes) {
        if ((W.Through && (!Through || Stepped.contains(W.To))) || Awaited.contains(W.To))
          continue;
        if (W.ByAwait || isAwaited(W.From) || isDecidedByAwait(W.From))
          Changed |= Awaited.insert(W.To).second;
      }
    }
  };
  AddAwaited(false);
  for (const Write &W : Writes)
    if (!W.Through && !isLocal(W.To) && !Awaited.contains(W.To))
      Stepped.insert(W.To);
  AddAwaited(true);

  for (Use &Of : Uses)
    Of.OfElement = isElementAccess(Of.At);
  for (const Decl *D : Awaited)
    if (!isLocal(D) && !isOverwritten(cast<ValueDecl>(D)))
      Carried.insert(D);
  Varying = Stepped;
  if (Loop.Element && isLocal(objectOf(Loop.Element)))
    Varying.insert(objectOf(Loop.Element));
  for (DeclSet *Set : {&Carried, &Varying})
    for (bool Changed = true; Changed;) {
      Changed = false;
      for (const Write &W : Writes)
        if (isLocal(W.To) && !Set->contains(W.To) && usesAny(W.From, *Set))
          Changed |= Set->insert(W.To).second;
    }
}

} // namespace cotidy
