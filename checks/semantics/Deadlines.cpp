// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Deadlines.h"

#include "semantics/FixTemplates.h"
#include "semantics/Objects.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

namespace {

bool isBefore(const Stmt *A, const Stmt *B, const ASTContext &AST) {
  return AST.getSourceManager().isBeforeInTranslationUnit(A->getBeginLoc(), B->getBeginLoc());
}

/// `0`, `-1`, `std::nullopt`: what stands for "no limit" where a time is expected.
bool meansForever(const Expr &E, const ASTContext &AST) {
  if (const CXXRecordDecl *Class = classOf(E.getType()); Class && Class->getIdentifier())
    return Class->getName() == "nullopt_t";
  Expr::EvalResult Result;
  return !E.isValueDependent() && E.getType()->isIntegralOrEnumerationType() &&
         E.EvaluateAsInt(Result, AST) && Result.Val.getInt() <= 0;
}

/// Whether a variable is made from something named for standard input: nobody limits how long a user may
/// think.
bool isStandardInput(const Expr *E, const ASTContext &AST) {
  SourceLocation Loc = E->getBeginLoc();
  if (Loc.isMacroID() && Lexer::getImmediateMacroName(Loc, AST.getSourceManager(), AST.getLangOpts())
                             .contains_insensitive("stdin"))
    return true;
  return llvm::any_of(E->children(), [&](const Stmt *Child) {
    return isa_and_nonnull<Expr>(Child) && isStandardInput(cast<Expr>(Child), AST);
  });
}

bool throws(const Stmt *S) { return S && (isa<CXXThrowExpr>(S) || llvm::any_of(S->children(), throws)); }

} // namespace

const BodyIndex *Deadlines::bodyOf(const FunctionDecl *F) {
  const FunctionDecl *Definition = F ? F->getDefinition() : nullptr;
  if (!Definition || Definition->hasSkippedBody() || Definition->isDefaulted() || !Definition->getBody() ||
      U.ast().getSourceManager().isInSystemHeader(Definition->getLocation()))
    return nullptr;
  return &U.body(*Definition);
}

/// Whether the body of \p F pauses: a watchdog that ends a race, or cancels what takes too long.
bool Deadlines::sleeps(const FunctionDecl *F) {
  const BodyIndex *Body = bodyOf(F);
  return Body &&
         llvm::any_of(Body->calls(), [&](const Expr *E) { return U.calls().site(E).does(CallKind::Sleep); });
}

/// A token or stop token that ends the operation in time, through every adaptor around it.
bool Deadlines::isLimitingType(QualType T, unsigned Depth) {
  const CXXRecordDecl *Class = classOf(T, /*ThroughPointer=*/true);
  if (!Class || Depth == 0)
    return false;
  for (const TypeModel *M : U.models().types(*Class))
    if (M->Is == TypeKind::StopToken ||
        (M->Is == TypeKind::Token &&
         (M->Means == TokenMeaning::Timeout || M->Means == TokenMeaning::Cancellation)))
      return true;
  if (!U.awaitables().model(*Class, TypeKind::Token))
    return false;
  const auto *Specialization = dyn_cast<ClassTemplateSpecializationDecl>(Class);
  return Specialization &&
         llvm::any_of(Specialization->getTemplateArgs().asArray(), [&](const TemplateArgument &Arg) {
           return Arg.getKind() == TemplateArgument::Type && isLimitingType(Arg.getAsType(), Depth - 1);
         });
}

bool Deadlines::isLimitedByItself(const CallSite &Site, const FunctionModel &Model) {
  if (Site.does(CallKind::Timeout))
    return true;
  for (unsigned I = 0; I != Site.Args.size(); ++I)
    if (isLimitingType(Site.Args[I]->getType()))
      return true;
  if (!Model.Deadline || *Model.Deadline >= int(Site.WrittenArgs))
    return false;
  const Expr *Limit = Site.arg(Model.Deadline);
  ArgCondition IsZero;
  IsZero.Arg = *Model.Deadline;
  IsZero.Zero = true;
  return Limit && !meansForever(*Limit, U.ast()) && !U.calls().holds({IsZero}, {}, Site);
}

/// Whether the other legs of a race or join end it: one that pauses, or one of which nothing is known. A leg
/// that waits for a peer as well is no limit, and in a join only a watchdog is one: a leg that pauses and
/// then throws.
bool Deadlines::endsInTime(const CallSite &Site, const FunctionModel &Group, const Expr *Inner) {
  SmallVector<const Expr *, 4> Legs(Site.Args.begin(), Site.Args.end());
  if (Group.Range == ReceiverArg && Site.Object)
    if (const CallSite *Made = U.calls().siteOf(Site.Object))
      Legs.append(Made->Args.begin(), Made->Args.end());
  const bool IsRace = Group.Does == CallKind::Race;
  return llvm::any_of(Legs, [&](const Expr *Leg) {
    if (Leg == Inner)
      return false;
    const CallSite *Other = U.calls().operation(Leg);
    if (!Other || !Other->Callee)
      return IsRace;
    if (Other->does(CallKind::Sleep) || Other->does(CallKind::Timeout))
      return IsRace;
    if (Other->isModelled())
      return false;
    const BodyIndex *Body = bodyOf(Other->Callee);
    return Body ? sleeps(Other->Callee) && (IsRace || throws(Body->root())) : IsRace;
  });
}

/// Whether an in-house function that is given the awaitable \p Inner limits it. Of one without a body here
/// nothing is known.
bool Deadlines::wraps(const CallSite &Site, const Expr *Inner) {
  const auto *Arg = llvm::find(Site.Args, Inner);
  const unsigned Place = Arg - Site.Args.begin();
  if (Arg == Site.Args.end() || !U.awaitables().info(Inner->getType()) ||
      Place >= Site.Callee->getNumParams())
    return false;
  const BodyIndex *Body = bodyOf(Site.Callee);
  return !Body || llvm::any_of(Body->uses(*Body->function().getParamDecl(Place)),
                               [&](const DeclRefExpr *Use) { return isLimitedAround(*Body, Use); });
}

/// Whether the call \p Site, of which \p Inner is a part, ends in time whatever becomes of \p Inner.
bool Deadlines::limits(const CallSite &Site, const Expr *Inner) {
  if (Site.does(CallKind::Timeout))
    return true;
  if (Site.does(CallKind::Spawn) || Site.does(CallKind::Detach) || Site.does(CallKind::Now))
    if (llvm::any_of(Site.Args, [&](const Expr *Arg) { return isLimitingType(Arg->getType()); }))
      return true;
  if (!Site.isModelled() && isa<CallExpr>(Site.E) && Site.Callee)
    return wraps(Site, Inner);
  const FunctionModel *Race = Site.does(CallKind::Race);
  const FunctionModel *Group = Race ? Race : Site.does(CallKind::Join);
  return Group && endsInTime(Site, *Group, Inner);
}

/// Looks from \p E outwards: adaptors, races, and what a variable it initialises is handed to later.
bool Deadlines::isLimitedAround(const BodyIndex &Body, const Expr *E) {
  const Stmt *Child = E;
  for (const Stmt *Up = Body.parent(E); Up; Child = Up, Up = Body.parent(Up)) {
    if (isa<CallExpr, CXXConstructExpr>(Up) &&
        limits(U.calls().site(cast<Expr>(Up)), strip(cast<Expr>(Child))))
      return true;
    if (const auto *Declaration = dyn_cast<DeclStmt>(Up)) {
      for (const Decl *D : Declaration->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D);
            Var && Var->getInit() && Body.contains(Var->getInit(), E) && U.awaitables().info(Var->getType()))
          for (const DeclRefExpr *Use : Body.uses(*Var))
            if (isLimitedAround(Body, Use))
              return true;
      return false;
    }
    if (!isa<Expr>(Up))
      return false;
  }
  return false;
}

/// Whether the body gives \p Resource a deadline that still holds at \p At; null: anywhere.
bool Deadlines::setsDeadline(const BodyIndex &Body, const ValueDecl &Resource, const Expr *At) {
  SmallVector<const Expr *, 2> Sets, Clears;
  for (const Expr *E : Body.calls()) {
    const CallSite &Site = U.calls().site(E);
    const FunctionModel *Sets1 = Site.does(CallKind::Deadline);
    const FunctionModel *Clears1 = Site.does(CallKind::ClearDeadline);
    const FunctionModel *Either = Sets1 ? Sets1 : Clears1;
    if (!Either || namedObject(Site.resource(*Either)) != &Resource)
      continue;
    (Sets1 ? Sets : Clears).push_back(E);
  }
  return llvm::any_of(Sets, [&](const Expr *Set) {
    return !At || llvm::none_of(Clears, [&](const Expr *Clear) {
      return isBefore(Set, Clear, U.ast()) && isBefore(Clear, At, U.ast());
    });
  });
}

/// Whether the body, or a lambda in it, cancels or closes \p Resource after a pause or when it is told to
/// stop.
bool Deadlines::cancelsLater(const BodyIndex &Body, const ValueDecl &Resource) {
  auto Cancels = [&](const BodyIndex &In) {
    return llvm::any_of(In.calls(), [&](const Expr *E) {
      const CallSite &Site = U.calls().site(E);
      const FunctionModel *Cancel = Site.does(CallKind::Cancel);
      return Cancel && namedObject(Site.resource(*Cancel)) == &Resource;
    });
  };
  if (sleeps(&Body.function()) && Cancels(Body))
    return true;
  return llvm::any_of(Body.lambdas(), [&](const LambdaInfo &Lambda) {
    const BodyIndex *Inner = bodyOf(Lambda.E->getCallOperator());
    return Inner && Cancels(*Inner);
  });
}

bool Deadlines::isLimitedResource(const BodyIndex &Body, const ValueDecl &Resource, const Expr *At) {
  if (setsDeadline(Body, Resource, At) || cancelsLater(Body, Resource))
    return true;
  // A watchdog that is given the resource.
  for (const Expr *E : Body.calls()) {
    const CallSite &Site = U.calls().site(E);
    for (unsigned I = 0; I != Site.Args.size(); ++I) {
      if (namedObject(Site.Args[I]) != &Resource || !Site.Callee || I >= Site.Callee->getNumParams())
        continue;
      const BodyIndex *Callee = bodyOf(Site.Callee);
      if (!Callee)
        continue;
      const auto &Parameter = *cast<ValueDecl>(Callee->function().getParamDecl(I)->getCanonicalDecl());
      if (cancelsLater(*Callee, Parameter) || setsDeadline(*Callee, Parameter, nullptr))
        return true;
    }
  }
  // A stream over another one: what limits the inner limits the outer.
  if (const auto *Var = dyn_cast<VarDecl>(&Resource); Var && Var->isLocalVarDecl() && Var->getInit())
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(strip(Var->getInit())))
      for (const Expr *Arg : Construct->arguments())
        if (const ValueDecl *Inner = namedObject(Arg);
            Inner && Inner != &Resource && U.awaitables().model(Inner->getType(), TypeKind::Ordered) &&
            isLimitedResource(Body, *Inner, At))
          return true;
  // A member: every method of its class may look after it.
  const auto *Field = dyn_cast<FieldDecl>(&Resource);
  const auto *Class = Field ? dyn_cast<CXXRecordDecl>(Field->getParent()) : nullptr;
  return Class && !Class->isLambda() && llvm::any_of(Class->methods(), [&](const CXXMethodDecl *M) {
           const BodyIndex *Other =
               M->getCanonicalDecl() == Body.function().getCanonicalDecl() ? nullptr : bodyOf(M);
           return Other && (setsDeadline(*Other, Resource, nullptr) || cancelsLater(*Other, Resource));
         });
}

/// The first operation on a resource in a loop, where the model says that a peer may be silent there.
bool Deadlines::isIdle(const BodyIndex &Body, const CallSite &Site, const FunctionModel &Model,
                       const ValueDecl *Resource) {
  if (const auto *Var = dyn_cast_or_null<VarDecl>(Resource);
      Var && Var->getAnyInitializer() && isStandardInput(Var->getAnyInitializer(), U.ast()))
    return true;
  const int Loop = Body.loopOf(Site.E);
  if (!Model.Idle.value_or(false) || Loop < 0)
    return false;
  return llvm::none_of(Body.calls(), [&](const Expr *E) {
    const CallSite &Other = U.calls().site(E);
    const FunctionModel *Io =
        Other.does(CallKind::Io) ? Other.does(CallKind::Io) : Other.does(CallKind::LocalIo);
    return Io && Body.contains(Body.loops()[Loop].S, E) && isBefore(E, Site.E, U.ast()) &&
           namedObject(Other.resource(*Io)) == Resource;
  });
}

SmallVector<PeerWait, 4> Deadlines::unlimited(const Coroutine &C) {
  const BodyIndex &Body = *C.Index;
  SmallVector<PeerWait, 4> Found;
  for (const Suspension &At : Body.suspensions()) {
    if (At.isYield())
      continue;
    for (const Expr *E : Body.calls()) {
      // Only what this await waits for: not what an inner one has waited for already.
      if (!Body.contains(At.E, E) || Body.enclosing<CoroutineSuspendExpr>(E) != At.E)
        continue;
      const CallSite &Site = U.calls().site(E);
      const FunctionModel *Io = Site.does(CallKind::Io);
      if (!Io || isLimitedByItself(Site, *Io) || isLimitedAround(Body, E))
        continue;
      const ValueDecl *Resource = namedObject(Site.resource(*Io));
      if (Resource && isLimitedResource(Body, *Resource, E))
        continue;
      Found.push_back({&At, &Site, Io, Resource, isIdle(Body, Site, *Io, Resource)});
    }
  }
  return Found;
}

const std::vector<Deadlines::CallFrom> &Deadlines::callsOf(const FunctionDecl &F) {
  if (!Indexed) {
    Indexed = true;
    for (const FunctionDecl *In : U.session().functions()) {
      const BodyIndex &Body = U.body(*In);
      for (const Expr *E : Body.calls())
        if (const FunctionDecl *Callee = U.calls().site(E).Callee)
          Calls[Callee->getCanonicalDecl()].push_back({In, E});
      for (const LambdaInfo &Lambda : Body.lambdas())
        if (Lambda.Use == LambdaUse::Argument)
          Calls[Lambda.E->getCallOperator()->getCanonicalDecl()].push_back({In, Lambda.E});
    }
  }
  return Calls[F.getCanonicalDecl()];
}

/// A cycle of calls is judged by its other callers.
CallerLimits Deadlines::callers(const FunctionDecl &F) {
  auto [Known, New] = Callers.try_emplace(F.getCanonicalDecl());
  if (!New)
    return Known->second.value_or(CallerLimits{true, nullptr, nullptr});
  CallerLimits To;
  for (const CallFrom &Call : callsOf(F)) {
    To.AnyCaller = true;
    const BodyIndex &Body = U.body(*Call.In);
    if (isLimitedAround(Body, Call.At))
      continue;
    // The caller limits what it hands over, or waits only so long for everything.
    const CallSite *Site = U.calls().siteOf(Call.At);
    bool Limited =
        Site && llvm::any_of(Site->Args, [&](const Expr *Arg) {
          const ValueDecl *Object = namedObject(Arg);
          return isLimitingType(Arg->getType()) || (Object && isLimitedResource(Body, *Object, Call.At));
        });
    Limited |= llvm::any_of(Body.calls(), [&](const Expr *E) {
      const FunctionModel *Wait = U.calls().site(E).does(CallKind::SyncWait);
      return Wait && Wait->Deadline;
    });
    if (Limited)
      continue;
    // Awaited in a coroutine all of whose callers limit it.
    if (U.coroutine(*Call.In) && Body.enclosing<CoroutineSuspendExpr>(Call.At) &&
        callers(*Call.In).allLimited())
      continue;
    if (!To.Unlimited) {
      To.Unlimited = Call.At;
      To.In = Call.In;
    }
  }
  Callers[F.getCanonicalDecl()] = To;
  return To;
}

bool Deadlines::wantsLimit(const Coroutine &C, const CallSite &Site, const FunctionModel &Model) {
  // The declaration that the name of the awaitable form stands for.
  const CXXRecordDecl *Class = Site.ObjectClass;
  SmallVector<const FunctionDecl *, 2> Twins;
  if (Class)
    llvm::append_range(Twins, methodsNamed(*Class, Model.Twin));
  else if (const NamedDecl *Found = findName(Model.Twin, U.ast()))
    Twins.push_back(Found->getAsFunction());
  auto IsIo = [&](const FunctionDecl *F) {
    if (!F)
      return false;
    const ModelSet::Functions Models = U.models().functions(*F, Class);
    auto Any = [&](CallKind Kind) {
      return llvm::any_of(Models, [&](const FunctionModel *M) { return M->Does == Kind; });
    };
    return Any(CallKind::Io) && !Any(CallKind::Timeout);
  };
  if (llvm::none_of(Twins, IsIo))
    return false;
  const ValueDecl *Resource = namedObject(Site.resource(Model));
  return !(Resource && isLimitedResource(*C.Index, *Resource, Site.E)) && !callers(*C.Decl).allLimited();
}

} // namespace cotidy
