// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Deadlines.h"

#include "semantics/Callers.h"
#include "semantics/ConfiguredLimits.h"
#include "semantics/FixTemplates.h"
#include "semantics/Hosts.h"
#include "semantics/IdleReads.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Origins.h"
#include "semantics/OwnAwaiters.h"
#include "semantics/OwnConnections.h"
#include "semantics/PeerWords.h"
#include "semantics/Place.h"
#include "semantics/SmartPointers.h"
#include "semantics/Watchdogs.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

/// What the model says of an operation on a peer; null if the call is none.
const FunctionModel *Deadlines::peerOperation(const CallSite &Site) {
  if (const FunctionModel *Io = Site.does(CallKind::Io))
    return Io;
  const FunctionModel *Stream = Site.does(CallKind::LocalIo);
  const ValueDecl *Resource =
      Stream && !Stream->PeerFrom.empty() ? namedObject(Site.resource(*Stream)) : nullptr;
  auto IsPeer = [&](const Expr &Made) {
    const CallSite *Maker = U.calls().operation(&Made);
    return Maker && Maker->Callee && llvm::any_of(Stream->PeerFrom, [&](const std::string &Name) {
             return ModelSet::isNamed(*Maker->Callee, Name);
           });
  };
  return Resource && isMadeFrom(U, *Resource, IsPeer) ? Stream : nullptr;
}

/// What an awaited call waits for: an operation on a peer, or that of a plain function which only hands it
/// on, `auto receive() { return socket.async_read_some(...); }`.
std::optional<PeerWait> Deadlines::peerWait(const BodyIndex &Body, const Expr *E) {
  const CallSite &Site = U.calls().site(E);
  if (const FunctionModel *Io = peerOperation(Site)) {
    if (handsOn(Body, Site) || Local.isLimitedByItself(Site, *Io) || Requests.isLimited(Body, Site) ||
        Requests.isAnswerLimited(Body, Site.resource(*Io), E))
      return std::nullopt;
    return PeerWait{nullptr, &Site, Io, namedObject(Site.resource(*Io)), false, false};
  }
  const std::optional<StartedOperation> Started = startedOperation(U, Site);
  if (Started || isOwnConnectionCall(U, Site) || isOwnSystemCall(U, Site)) {
    if (handsOn(Body, Site) || Local.isLimitedByArguments(Site) ||
        (Started && Started->Site && Local.isLimitedByItself(*Started->Site, *Started->Does)))
      return std::nullopt;
    return PeerWait{nullptr, &Site, nullptr, ownResource(Site), false, false};
  }
  const BodyIndex *Wrapper =
      Site.isModelled() || !U.awaitables().info(E->getType()) ? nullptr : U.visibleBody(Site.Callee);
  if (!Wrapper || isa<CoroutineBodyStmt>(Site.Callee->getDefinition()->getBody()))
    return std::nullopt;
  for (const Stmt *S : Wrapper->nodes()) {
    const auto *Return = dyn_cast<ReturnStmt>(S);
    const CallSite *Inner =
        Return && Return->getRetValue() ? U.calls().operation(Return->getRetValue()) : nullptr;
    const FunctionModel *Io = Inner ? peerOperation(*Inner) : nullptr;
    if (!Io || Local.isLimitedByItself(*Inner, *Io))
      continue;
    const ValueDecl *Resource = namedObject(Inner->resource(*Io));
    if (Resource && Resources.isLimited(*Wrapper, *Resource, Inner->E))
      continue;
    const auto *Parameter = dyn_cast_or_null<ParmVarDecl>(Resource);
    if (Parameter && Parameter->getFunctionScopeIndex() < Site.Args.size())
      Resource = namedObject(Site.Args[Parameter->getFunctionScopeIndex()]);
    return PeerWait{nullptr, &Site, Io, Resource, false, false};
  }
  return std::nullopt;
}

/// What an awaiter that is made on the spot, or kept in a variable, waits for.
std::optional<PeerWait> Deadlines::awaiterWait(const BodyIndex &Body, const Suspension &At) {
  const CXXRecordDecl *Class = classOf(At.Operand->getType());
  const std::optional<StartedOperation> Started =
      !Class || isa<CallExpr>(At.Operand) ? std::nullopt : startedOperation(U, *Class);
  const CallSite *Made = U.calls().siteOf(At.Operand);
  const CallSite *Operation = Started && Started->Site ? Started->Site : Made;
  if (!Started || !Operation || (Made && Local.isLimitedByArguments(*Made)) ||
      (Started->Site && Local.isLimitedByItself(*Started->Site, *Started->Does)))
    return std::nullopt;
  PeerWait Found{&At, Operation, Started->Site ? Started->Does : nullptr, nullptr, false, false};
  // The awaiter is given the socket where it is made.
  for (const Stmt *Part : Body.nodes()) {
    const auto *Given = dyn_cast<Expr>(Part);
    if (Given && !Found.Resource && Body.contains(At.E, Given) &&
        U.awaitables().model(Given->getType(), TypeKind::Ordered))
      Found.Resource = namedObject(Given);
  }
  return Found;
}

/// What the smart pointer \p E gives its pointer from, `reply` of `reply.get()`; \p E itself if it is no such
/// call.
static const Expr *pointerOwner(const Expr *E) {
  const auto *Get = dyn_cast_or_null<CXXMemberCallExpr>(E);
  const CXXRecordDecl *Class = Get ? classOf(Get->getObjectType()) : nullptr;
  return Class && Get->getNumArgs() == 0 && Get->getType()->isPointerType() && pointeeOf(*Class)
             ? withoutMove(Get->getImplicitObjectArgument())
             : E;
}

/// The local variable that \p At awaits, itself or by the pointer it owns; null if it awaits something else.
static const VarDecl *awaitedLocal(const Suspension &At) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(pointerOwner(withoutMove(At.Operand)));
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

/// A connection to this machine is there or refused at once, and to look up this machine or an address asks
/// nobody.
static bool staysHere(Unit &U, const BodyIndex &Body, const PeerWait &Wait) {
  const CallSite &Site = *Wait.Operation;
  const bool LooksUp = hasWord(Site.Callee, {"resolve"});
  if (!LooksUp && !hasWord(Site.Callee, {"connect"}))
    return false;
  const Host To = hostOf(U, Body, Site);
  return To.IsHere || (LooksUp && To.IsAddress);
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
      if (!Wait || staysHere(U, Body, *Wait) || Local.isLimitedAround(Body, E) ||
          (Wait->Resource && Resources.isLimited(Body, *Wait->Resource, E)) ||
          (Kept && Resources.isLimited(Body, *Kept, At.E)))
        continue;
      if (Wait->Model) {
        auto &Elsewhere = U.session().facts<ConfiguredLimits>();
        Wait->Configured = Elsewhere.source(Wait->Operation->resource(*Wait->Model));
        if (Wait->Configured && Elsewhere.isLimited(*Wait->Configured))
          continue;
      }
      Wait->At = &At;
      Wait->Ends = Wait->Model && Own.hold(*Wait->Model);
      Wait->Idle = isIdleRead(U, Body, *Wait->Operation, Wait->Model, Wait->Resource);
      Found.push_back(*Wait);
    }
    if (std::optional<PeerWait> Wait = awaiterWait(Body, At);
        Wait && !(Wait->Resource && Resources.isLimited(Body, *Wait->Resource, At.E)))
      Found.push_back(*Wait);
  }
  // Of a round whose answer has no limit either, the read comes first.
  for (PeerWait &Read : Found)
    if (Read.Idle && Read.Model && !Read.Model->Idle.value_or(false) && Read.Resource)
      Read.Idle = llvm::none_of(Found, [&](const PeerWait &Other) {
        return Other.Resource == Read.Resource && Other.At->Loop == Read.At->Loop &&
               isAnswer(*Other.Operation);
      });
  return Found;
}

bool Deadlines::tellsOfLimits(const Coroutine &C) {
  const auto Tells = [&](const Expr *E) {
    const CallSite &Site = U.calls().site(E);
    return peerOperation(Site) || Site.does(CallKind::Sleep) || Site.does(CallKind::Timeout) ||
           Site.does(CallKind::Deadline) || hasWord(Site.Callee, TimeWords) ||
           (Site.Callee && llvm::any_of(Site.Callee->parameters(), takesTime)) ||
           (C.Index->enclosing<CoroutineSuspendExpr>(E) && startedOperation(U, Site));
  };
  return llvm::any_of(C.Index->calls(), Tells) ||
         llvm::any_of(C.Index->suspensions(), [&](const Suspension &At) {
           return !At.isYield() && awaiterWait(*C.Index, At).has_value();
         });
}

/// Whether \p S names \p F, or in a template a method of its name.
static bool mayName(const Stmt *S, const FunctionDecl &F) {
  if (const auto *Member = dyn_cast<MemberExpr>(S))
    return Member->getMemberDecl()->getCanonicalDecl() == F.getCanonicalDecl();
  if (const auto *Member = dyn_cast<UnresolvedMemberExpr>(S))
    return Member->getMemberName() == F.getDeclName();
  const auto *Member = dyn_cast<CXXDependentScopeMemberExpr>(S);
  return Member && Member->getMember() == F.getDeclName();
}

/// Whether a template of the class may call the method \p F once it is instantiated, or instantiated
/// otherwise.
bool Deadlines::isForTemplates(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  return Method && llvm::any_of(Method->getParent()->decls(), [&](const Decl *D) {
           const auto *Template = dyn_cast<FunctionTemplateDecl>(D);
           const FunctionDecl *Pattern = nullptr;
           return Template && Template->getTemplatedDecl()->hasBody(Pattern) &&
                  (Method->getAccess() == AS_private ||
                   llvm::any_of(U.body(*Pattern).nodes(), [&](const Stmt *S) { return mayName(S, F); }));
         });
}

/// Whether the body of the callee makes no use of the argument at \p Place.
static bool isIgnored(Unit &U, const CallSite &Site, unsigned Place) {
  const BodyIndex *Callee = U.visibleBody(Site.Callee);
  return Callee && Place < Callee->function().getNumParams() &&
         Callee->uses(*Callee->function().getParamDecl(Place)).empty();
}

bool Deadlines::isLimitedCall(const FunctionDecl &In, const Expr *At, const FieldDecl *Member) {
  const BodyIndex &Body = U.body(In);
  if (Local.isLimitedAround(Body, At))
    return true;
  // The caller limits what it hands over, or waits only so long for everything.
  const CallSite *Site = U.calls().siteOf(At);
  if (Site && llvm::any_of(Site->Args, [&](const Expr *const &Arg) {
        const ValueDecl *Object = namedObject(Arg);
        if ((Local.isLimiting(*Arg) && !isIgnored(U, *Site, &Arg - Site->Args.begin())) ||
            (Object && Resources.isLimited(Body, *Object, At)))
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
  const Callers &From = U.session().facts<Callers>();
  const ArrayRef<CallFrom> Calls = From.of(F);
  // A test that hangs is seen to.
  To.AnyCaller = isForTemplates(F) || From.isForTests(F);
  const bool IsHanded = llvm::any_of(Calls, [](const CallFrom &Call) { return isa<LambdaExpr>(Call.At); });
  for (const CallFrom &Call : Calls) {
    // Neither the function itself nor a test says how a program calls it.
    if (Call.In->getCanonicalDecl() == F.getCanonicalDecl() || From.isForTests(*Call.In))
      continue;
    To.AnyCaller = true;
    // What a template does is known of its instantiations, and of a lambda those who write it are asked.
    if (Call.In->isDependentContext() || (IsHanded && !isa<LambdaExpr>(Call.At)))
      continue;
    if (isLimitedCall(*Call.In, Call.At, Member))
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
