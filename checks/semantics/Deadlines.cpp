// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Deadlines.h"

#include "semantics/Callers.h"
#include "semantics/FixTemplates.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/OwnConnections.h"
#include "semantics/Place.h"
#include "semantics/Watchdogs.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether what a variable is made from is named for standard input: nobody limits how long a user may think.
bool namesStandardInput(const Expr *E, const ASTContext &AST) {
  SourceLocation Loc = E->getBeginLoc();
  if (Loc.isMacroID() && Lexer::getImmediateMacroName(Loc, AST.getSourceManager(), AST.getLangOpts())
                             .contains_insensitive("stdin"))
    return true;
  return llvm::any_of(E->children(), [&](const Stmt *Child) {
    return isa_and_nonnull<Expr>(Child) && namesStandardInput(cast<Expr>(Child), AST);
  });
}

} // namespace

/// Whether a variable is standard input, or a parameter that callers give it to.
bool Deadlines::isStandardInput(const BodyIndex &Body, const ValueDecl *Resource) {
  auto IsMadeSo = [&](const ValueDecl *Made) {
    const auto *Var = dyn_cast_or_null<VarDecl>(Made);
    return Var && Var->getAnyInitializer() && namesStandardInput(Var->getAnyInitializer(), U.ast());
  };
  const auto *Parameter = dyn_cast_or_null<ParmVarDecl>(Resource);
  if (!Parameter)
    return IsMadeSo(Resource);
  return llvm::any_of(U.session().facts<Callers>().of(Body.function()), [&](const CallFrom &Call) {
    const CallSite *Site = U.calls().siteOf(Call.At);
    const unsigned Place = Parameter->getFunctionScopeIndex();
    return Site && Place < Site->Args.size() && IsMadeSo(namedObject(Site->Args[Place]));
  });
}

/// The first operation on a resource in a loop, where the model says that a peer may be silent there, or
/// there is none to say.
bool Deadlines::isIdle(const BodyIndex &Body, const CallSite &Site, const FunctionModel *Model,
                       const ValueDecl *Resource) {
  if (isStandardInput(Body, Resource))
    return true;
  const int Loop = Body.loopOf(Site.E);
  if ((Model && !Model->Idle.value_or(false)) || Loop < 0)
    return false;
  auto WorksOnIt = [&](const CallSite &Other) {
    const FunctionModel *Io =
        Other.does(CallKind::Io) ? Other.does(CallKind::Io) : Other.does(CallKind::LocalIo);
    if (!Io && !isOwnConnectionCall(U, Other))
      return false;
    const Expr *Place = Io ? Other.resource(*Io) : Other.Object;
    return (Place ? namedObject(Place) : nullptr) == Resource;
  };
  return llvm::none_of(Body.calls(), [&](const Expr *E) {
    return Body.contains(Body.loops()[Loop].S, E) && Body.isBefore(E, Site.E) && WorksOnIt(U.calls().site(E));
  });
}

/// What an awaited call waits for: an operation on a peer, or that of a plain function which only hands it
/// on, `auto receive() { return socket.async_read_some(...); }`.
std::optional<PeerWait> Deadlines::peerWait(const BodyIndex &Body, const Expr *E) {
  const CallSite &Site = U.calls().site(E);
  if (const FunctionModel *Io = Site.does(CallKind::Io)) {
    // A request that has a limit of its own.
    auto IsLimited = [&](const Expr *Arg) {
      const ValueDecl *Given = namedObject(Arg);
      return Given && Resources.setsDeadline(Body, *Given, E);
    };
    if (Local.isLimitedByItself(Site, *Io) || llvm::any_of(Site.Args, IsLimited))
      return std::nullopt;
    return PeerWait{nullptr, &Site, Io, namedObject(Site.resource(*Io)), false};
  }
  if (isOwnConnectionCall(U, Site)) {
    if (llvm::any_of(Site.Args, [&](const Expr *Arg) { return Local.isLimitingType(Arg->getType()); }))
      return std::nullopt;
    return PeerWait{nullptr, &Site, nullptr, Site.Object ? namedObject(Site.Object) : nullptr, false};
  }
  const BodyIndex *Wrapper =
      Site.isModelled() || !U.awaitables().info(E->getType()) ? nullptr : U.visibleBody(Site.Callee);
  if (!Wrapper || isa<CoroutineBodyStmt>(Site.Callee->getDefinition()->getBody()))
    return std::nullopt;
  for (const Stmt *S : Wrapper->nodes()) {
    const auto *Return = dyn_cast<ReturnStmt>(S);
    const CallSite *Inner =
        Return && Return->getRetValue() ? U.calls().operation(Return->getRetValue()) : nullptr;
    const FunctionModel *Io = Inner ? Inner->does(CallKind::Io) : nullptr;
    if (!Io || Local.isLimitedByItself(*Inner, *Io))
      continue;
    const ValueDecl *Resource = namedObject(Inner->resource(*Io));
    if (Resource && Resources.isLimited(*Wrapper, *Resource, Inner->E))
      continue;
    const auto *Parameter = dyn_cast_or_null<ParmVarDecl>(Resource);
    if (Parameter && Parameter->getFunctionScopeIndex() < Site.Args.size())
      Resource = namedObject(Site.Args[Parameter->getFunctionScopeIndex()]);
    return PeerWait{nullptr, &Site, Io, Resource, false};
  }
  return std::nullopt;
}

/// What an awaiter of the user's own waits for: the operation on a peer that its await_suspend starts, unless
/// the class looks after a limit.
std::optional<PeerWait> Deadlines::awaiterWait(const BodyIndex &Body, const Suspension &At) {
  const CXXRecordDecl *Class = classOf(At.Operand->getType());
  if (!Class || !Class->hasDefinition())
    return std::nullopt;
  std::optional<PeerWait> Found;
  for (const CXXMethodDecl *Method : Class->methods()) {
    const BodyIndex *Own = U.visibleBody(Method);
    if (!Own)
      continue;
    const bool Starts = simpleName(*Method) == "await_suspend";
    for (const Expr *E : Own->calls()) {
      const CallSite &Site = U.calls().site(E);
      if (Site.does(CallKind::Sleep) || Site.does(CallKind::Deadline) || Site.does(CallKind::Cancel))
        return std::nullopt;
      const FunctionModel *Io = Starts ? Site.does(CallKind::Io) : nullptr;
      if (Io && !Local.isLimitedByItself(Site, *Io))
        Found = PeerWait{&At, &Site, Io, nullptr, false};
    }
  }
  if (!Found)
    return std::nullopt;
  // The awaiter is given the socket where it is made.
  for (const Stmt *Part : Body.nodes()) {
    const auto *Given = dyn_cast<Expr>(Part);
    if (Given && !Found->Resource && Body.contains(At.E, Given) &&
        U.awaitables().model(Given->getType(), TypeKind::Ordered))
      Found->Resource = namedObject(Given);
  }
  return Found;
}

/// The local variable that \p At awaits; null if it awaits something else.
static const VarDecl *awaitedLocal(const Suspension &At) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(withoutMove(At.Operand));
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return Var && Var->isLocalVarDecl() ? Var : nullptr;
}

/// The calls whose end \p At waits for: in its operand, and in what initialised the variable it names.
SmallVector<const Expr *, 4> Deadlines::awaitedBy(const BodyIndex &Body, const Suspension &At) {
  const VarDecl *Local = awaitedLocal(At);
  const Stmt *Made = Local ? Local->getInit() : nullptr;
  SmallVector<const Expr *, 4> Found;
  for (const Expr *E : Body.calls()) {
    // Not what an inner await has waited for already, or an operation around it waits for.
    const auto *Inside = Body.enclosing<CoroutineSuspendExpr>(E);
    const auto IsIo = [&](const Expr *Other) { return U.calls().site(Other).does(CallKind::Io); };
    if (IsIo(E) && llvm::any_of(Body.calls(), [&](const Expr *Other) {
          return Other != E && IsIo(Other) && Body.contains(Other, E) && Body.contains(At.E, Other);
        }))
      continue;
    if ((Inside == At.E && Body.contains(At.E, E)) || (Made && !Inside && Body.contains(Made, E)))
      Found.push_back(E);
  }
  return Found;
}

SmallVector<PeerWait, 4> Deadlines::unlimited(const Coroutine &C) {
  const BodyIndex &Body = *C.Index;
  SmallVector<PeerWait, 4> Found;
  for (const Suspension &At : Body.suspensions()) {
    if (At.isYield())
      continue;
    const VarDecl *Kept = awaitedLocal(At);
    for (const Expr *E : awaitedBy(Body, At)) {
      std::optional<PeerWait> Wait = peerWait(Body, E);
      if (!Wait || Local.isLimitedAround(Body, E) ||
          (Wait->Resource && Resources.isLimited(Body, *Wait->Resource, E)) ||
          (Kept && Resources.isLimited(Body, *Kept, At.E)))
        continue;
      Wait->At = &At;
      Wait->Idle = isIdle(Body, *Wait->Operation, Wait->Model, Wait->Resource);
      Found.push_back(*Wait);
    }
    if (std::optional<PeerWait> Wait = awaiterWait(Body, At);
        Wait && !(Wait->Resource && Resources.isLimited(Body, *Wait->Resource, At.E)))
      Found.push_back(*Wait);
  }
  return Found;
}

/// Whether a method of the class that was never instantiated may call the private method \p F.
static bool isForTemplates(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (!Method || Method->getAccess() != AS_private)
    return false;
  return llvm::any_of(Method->getParent()->decls(), [](const Decl *D) {
    const auto *Template = dyn_cast<FunctionTemplateDecl>(D);
    return Template && Template->getTemplatedDecl()->hasBody();
  });
}

bool Deadlines::isLimitedCall(const FunctionDecl &In, const Expr *At, const FieldDecl *Member) {
  const BodyIndex &Body = U.body(In);
  if (Local.isLimitedAround(Body, At))
    return true;
  // The caller limits what it hands over, or waits only so long for everything.
  const CallSite *Site = U.calls().siteOf(At);
  if (Site && llvm::any_of(Site->Args, [&](const Expr *Arg) {
        const ValueDecl *Object = namedObject(Arg);
        if (Local.isLimitingType(Arg->getType()) || (Object && Resources.isLimited(Body, *Object, At)))
          return true;
        return !Object && Arg->isLValue() && U.awaitables().model(Arg->getType(), TypeKind::Ordered) &&
               hasTimedClose(U, Local, Body, At);
      }))
    return true;
  if (llvm::any_of(Body.calls(), [&](const Expr *E) {
        const FunctionModel *Wait = U.calls().site(E).does(CallKind::SyncWait);
        return Wait && Wait->Deadline;
      }))
    return true;
  return (Member && Resources.isLimited(Body, *Member, At)) ||
         (isa<LambdaExpr>(At) && hasTimedClose(U, Local, Body, At));
}

/// A cycle of calls is judged by its other callers.
CallerLimits Deadlines::callers(const FunctionDecl &F, const ValueDecl *Resource) {
  // Only a member means the same in a caller.
  const auto *Member = dyn_cast_or_null<FieldDecl>(Resource);
  auto [It, New] = Known.try_emplace({F.getCanonicalDecl(), Member});
  if (!New)
    return It->second.value_or(CallerLimits{true, nullptr, nullptr});
  CallerLimits To;
  const ArrayRef<CallFrom> Calls = U.session().facts<Callers>().of(F);
  const bool IsHanded = llvm::any_of(Calls, [](const CallFrom &Call) { return isa<LambdaExpr>(Call.At); });
  for (const CallFrom &Call : Calls) {
    To.AnyCaller = true;
    // What a template does is known of its instantiations, and of a lambda those who write it are asked.
    if (Call.In->isDependentContext() || (IsHanded && !isa<LambdaExpr>(Call.At)))
      continue;
    // A test that hangs is seen to.
    if (U.isTest(*Call.In) || isLimitedCall(*Call.In, Call.At, Member))
      continue;
    // Awaited in a coroutine, or handed on by a lambda, all of whose callers limit it.
    const BodyIndex &Body = U.body(*Call.In);
    const bool Awaited = U.coroutine(*Call.In) && Body.enclosing<CoroutineSuspendExpr>(Call.At);
    if ((Awaited || Body.enclosing<ReturnStmt>(Call.At)) && callers(*Call.In, Member).allLimited())
      continue;
    if (!To.Unlimited) {
      To.Unlimited = Call.At;
      To.In = Call.In;
    }
  }
  To.AnyCaller |= isForTemplates(F);
  Known[{F.getCanonicalDecl(), Member}] = To;
  return To;
}

bool Deadlines::wantsLimit(const Coroutine &C, const CallSite &Site, const FunctionModel &Model) {
  if (Model.Category == BlockingCategory::File)
    return false;
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
  return !(Resource && Resources.isLimited(*C.Index, *Resource, Site.E)) &&
         !callers(*C.Decl, Resource).allLimited();
}

} // namespace cotidy
