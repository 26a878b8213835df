// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/ResourceLimits.h"

#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/PeerWords.h"
#include "semantics/StandingLimits.h"
#include "semantics/TaskStarts.h"
#include "semantics/Watchdogs.h"

#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether \p T is a container of such objects: `std::map<id, std::shared_ptr<connection>>`.
bool containsMany(QualType T, const CXXRecordDecl &Owner) {
  const auto *Container = dyn_cast_or_null<ClassTemplateSpecializationDecl>(classOf(T));
  const bool IsPointer = Container != classOf(T, /*ThroughPointer=*/true);
  return Container && !IsPointer && Container->isInStdNamespace() &&
         llvm::any_of(Container->getTemplateArgs().asArray(), [&](const TemplateArgument &Arg) {
           const CXXRecordDecl *Element = Arg.getKind() == TemplateArgument::Type
                                              ? classOf(Arg.getAsType(), /*ThroughPointer=*/true)
                                              : nullptr;
           return Element && Element->getCanonicalDecl() == Owner.getCanonicalDecl();
         });
}
bool containsMany(const CXXRecordDecl &Class, const CXXRecordDecl &Owner) {
  return llvm::any_of(Class.fields(),
                      [&](const FieldDecl *Field) { return containsMany(Field->getType(), Owner); });
}

/// Whether \p Class is \p Owner, or leads there by its bases and members.
bool reaches(const CXXRecordDecl *Class, const CXXRecordDecl &Owner, unsigned Depth = 3) {
  if (!Class || !Class->hasDefinition())
    return false;
  if (Class->getCanonicalDecl() == Owner.getCanonicalDecl())
    return true;
  auto Leads = [&](QualType T) {
    return containsMany(T, Owner) || reaches(classOf(T, /*ThroughPointer=*/true), Owner, Depth - 1);
  };
  Class = Class->getDefinition();
  return Depth != 0 &&
         (llvm::any_of(Class->bases(), [&](const CXXBaseSpecifier &Base) { return Leads(Base.getType()); }) ||
          llvm::any_of(Class->fields(), [&](const FieldDecl *Field) { return Leads(Field->getType()); }));
}

enum class Layer { Any, Referred };

/// Whether \p Upper is a stream over another one of class \p Lower, through any number of layers:
/// `websocket::stream<tcp_stream>`. If it is only referred to, the upper one ends with it.
bool isLayeredOver(const CXXRecordDecl *Upper, const CXXRecordDecl *Lower, Layer Wanted) {
  const auto *Stream = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Upper);
  return Stream && Lower &&
         llvm::any_of(Stream->getTemplateArgs().asArray(), [&](const TemplateArgument &Arg) {
           if (Arg.getKind() != TemplateArgument::Type)
             return false;
           const CXXRecordDecl *Next = classOf(Arg.getAsType());
           const bool Counts = Wanted == Layer::Any || Arg.getAsType()->isLValueReferenceType();
           return Next && ((Counts && Next->getCanonicalDecl() == Lower->getCanonicalDecl()) ||
                           isLayeredOver(Next, Lower, Wanted));
         });
}

/// What \p E names, itself or by a copy that is made there: of a pointer that shares the object.
const ValueDecl *originalOf(const Expr &E) {
  const auto *Copy = dyn_cast<CXXConstructExpr>(strip(&E));
  return namedObject(Copy && Copy->getConstructor()->isCopyOrMoveConstructor() ? Copy->getArg(0) : &E);
}

/// Whether \p E names \p Resource, itself or as what the lambda that it is in has captured.
bool names(const Expr &E, const ValueDecl &Resource) {
  const ValueDecl *Named = originalOf(E);
  if (Named == &Resource)
    return true;
  const auto *Capture = dyn_cast_or_null<VarDecl>(Named);
  return Capture && Capture->isInitCapture() && Capture->getInit() &&
         originalOf(*Capture->getInit()) == &Resource;
}

/// Whether what ends the operations on \p E ends those on \p Resource: it is that, or what that is layered
/// over.
bool endsWith(const ValueDecl &Resource, const Expr &E) {
  return names(E, Resource) || isLayeredOver(classOf(Resource.getType(), /*ThroughPointer=*/true),
                                             classOf(E.getType(), /*ThroughPointer=*/true), Layer::Referred);
}

/// `stream.expires_after(5s)` of a stream without a model; what is asked of an awaitable limits that alone.
bool isDeadline(Unit &U, const CallSite &Site) {
  return !Site.isModelled() && (hasWord(Site.Callee, TimeWords) || hasWord(Site.Callee, {"limit"})) &&
         !U.awaitables().info(Site.Object->getType()) &&
         llvm::any_of(Site.Args, [](const Expr *Arg) { return isTime(Arg->getType()); });
}

/// `connection.close()` of a connection without a model
bool isClose(const CallSite &Site) {
  constexpr llvm::StringLiteral Words[] = {"abort", "cancel", "close", "shutdown"};
  return !Site.isModelled() && hasWord(Site.Callee, Words);
}

} // namespace

/// Whether the lambda gives its argument a deadline, where it is handed on together with \p Resource:
/// `visit([](auto &stream) { stream.expires_after(limit); }, streams)`.
bool ResourceLimits::setsDeadlineIn(const LambdaInfo &Lambda, const ValueDecl &Resource) {
  const CallSite &Visit = U.calls().site(Lambda.Call);
  auto IsResource = [&](const Expr *E) { return namedObject(E) == &Resource; };
  if (!(Visit.Object && IsResource(Visit.Object)) && llvm::none_of(Visit.Args, IsResource))
    return false;
  return llvm::any_of(callOperators(*Lambda.E), [&](const FunctionDecl *F) {
    const BodyIndex *Inner = U.visibleBody(F);
    return Inner && llvm::any_of(Inner->function().parameters(), [&](const ParmVarDecl *Parameter) {
             return setsDeadline(*Inner, *cast<ValueDecl>(Parameter->getCanonicalDecl()), nullptr);
           });
  });
}

/// Whether control comes to \p Later only when \p At is done: it follows, and no loop leads back.
static bool comesAfter(const BodyIndex &Body, const Expr *Later, const Expr *At) {
  if (!Body.isBefore(At, Later) || Body.statementOf(At) == Body.statementOf(Later) ||
      llvm::any_of(Body.nodes(), [](const Stmt *S) { return isa<GotoStmt>(S); }))
    return false;
  for (int I = Body.loopOf(At); I >= 0; I = Body.loops()[I].Parent)
    if (Body.contains(Body.loops()[I].S, Later))
      return false;
  return true;
}

/// Whether \p Set is a deadline of an upper layer alone, and \p At works below it: a WebSocket's limits are
/// none for what is read from the connection under it.
bool ResourceLimits::isForUpperLayer(const Expr *Set, const Expr *At) {
  const CallSite &Sets = U.calls().site(Set), &Does = U.calls().site(At);
  const FunctionModel *Io = Does.does(CallKind::Io);
  const Expr *Place = Io ? Does.resource(*Io) : nullptr;
  return Place && Sets.Object &&
         isLayeredOver(classOf(Sets.Object->getType()), classOf(Place->getType()), Layer::Any);
}

bool ResourceLimits::setsDeadline(const BodyIndex &Body, const ValueDecl &Resource, const Expr *At) {
  SmallVector<const Expr *, 2> Sets, Clears;
  for (const Expr *E : Body.calls()) {
    const CallSite &Site = U.calls().site(E);
    const FunctionModel *Sets1 = Site.does(CallKind::Deadline);
    const FunctionModel *Clears1 = Site.does(CallKind::ClearDeadline);
    const FunctionModel *Either = Sets1 ? Sets1 : Clears1;
    if (!Either && Site.Object && namedObject(Site.Object) == &Resource && isDeadline(U, Site)) {
      Sets.push_back(E);
      continue;
    }
    if (!Either || namedObject(Site.resource(*Either)) != &Resource)
      continue;
    (Sets1 ? Sets : Clears).push_back(E);
  }
  for (const LambdaInfo &Lambda : Body.lambdas())
    if (Lambda.Use == LambdaUse::Argument && setsDeadlineIn(Lambda, Resource))
      Sets.push_back(Lambda.E);
  return llvm::any_of(Sets, [&](const Expr *Set) {
    return !(At && (comesAfter(Body, Set, At) ||
                    (isa<CallExpr>(Set) && isa<CallExpr>(At) && isForUpperLayer(Set, At)))) &&
           llvm::none_of(Clears, [&](const Expr *Clear) {
             return Body.isBefore(Set, Clear) && (!At || Body.isBefore(Clear, At));
           });
  });
}

/// Whether the body takes the deadline of \p Resource away before \p At, whoever has set it.
bool ResourceLimits::clearsDeadline(const BodyIndex &Body, const ValueDecl &Resource, const Expr *At) {
  return llvm::any_of(Body.calls(), [&](const Expr *E) {
    const CallSite &Site = U.calls().site(E);
    const FunctionModel *Clear = Site.does(CallKind::ClearDeadline);
    return Clear && Body.isBefore(E, At) && namedObject(Site.resource(*Clear)) == &Resource;
  });
}

/// The member that the constructor \p Body makes from what it knows as \p Given; null if there is none.
static const FieldDecl *memberMadeFrom(const BodyIndex &Body, const ValueDecl &Given) {
  const auto *Constructor = dyn_cast<CXXConstructorDecl>(&Body.function());
  if (Constructor)
    for (const CXXCtorInitializer *Init : Constructor->inits())
      if (Init->isMemberInitializer() && originalOf(*Init->getInit()) == &Given)
        return Init->getMember()->getCanonicalDecl();
  return nullptr;
}

/// The member as which \p Helper, a local or an object made on the spot, has \p Resource since it was made:
/// `socket` of `Timed helper(stream, timer)`; null if it has not.
const FieldDecl *ResourceLimits::memberOf(const Expr &Helper, const ValueDecl &Resource) {
  const VarDecl *Local = localOf(&Helper);
  const CallSite *Made = U.calls().siteOf(Local && Local->getInit() ? Local->getInit() : &Helper);
  const BodyIndex *Constructor =
      Made && isa<CXXConstructExpr>(Made->E) ? U.visibleBody(Made->Callee) : nullptr;
  const ValueDecl *Given = Constructor ? handedOn(*Made, Resource) : nullptr;
  return Given ? memberMadeFrom(*Constructor, *Given) : nullptr;
}

/// What the callee of \p Site knows \p Resource as: its parameter, the member of the helper that it is called
/// on, or the member itself if it is given the object that it is a member of; null if it is given none.
const ValueDecl *ResourceLimits::handedOn(const CallSite &Site, const ValueDecl &Resource) {
  for (unsigned I = 0; I != Site.Args.size() && I < Site.Callee->getNumParams(); ++I)
    if (names(*Site.Args[I], Resource))
      return cast<ValueDecl>(Site.Callee->getDefinition()->getParamDecl(I)->getCanonicalDecl());
  if (const FieldDecl *Member = Site.Object ? memberOf(*Site.Object, Resource) : nullptr)
    return Member;
  const auto *Field = dyn_cast<FieldDecl>(&Resource);
  const auto *Owner = Field ? dyn_cast<CXXRecordDecl>(Field->getParent()) : nullptr;
  if (!Owner)
    return nullptr;
  const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
  const bool OfOwner = reaches(Site.ObjectClass, *Owner) ||
                       (Method && Method->isStatic() && reaches(Method->getParent(), *Owner)) ||
                       llvm::any_of(Site.Args, [&](const Expr *Arg) {
                         return reaches(classOf(Arg->getType(), /*ThroughPointer=*/true), *Owner);
                       });
  return OfOwner ? Field : nullptr;
}

/// Whether the call \p E cancels or closes \p Resource or its owner, or has that done. What a handler closes
/// was given up already.
bool ResourceLimits::cancelsBy(const BodyIndex &Body, const Expr *E, const ValueDecl &Resource,
                               unsigned Depth) {
  if (Body.inHandler(E))
    return false;
  const CallSite &Site = U.calls().site(E);
  if (const FunctionModel *Cancel = Site.does(CallKind::Cancel)) {
    const Expr *Cancelled = Site.resource(*Cancel);
    if (Cancelled && endsWith(Resource, *Cancelled))
      return true;
    const CXXRecordDecl *Class =
        Cancelled ? classOf(Cancelled->getType(), /*ThroughPointer=*/true) : Site.ObjectClass;
    const auto *Field = dyn_cast<FieldDecl>(&Resource);
    const auto *Owner = Field ? dyn_cast<CXXRecordDecl>(Field->getParent()) : nullptr;
    return Owner && reaches(Class, *Owner, /*Depth=*/1);
  }
  if (isClose(Site) && Site.Object && endsWith(Resource, *Site.Object))
    return true;
  const BodyIndex *Callee = Depth != 0 ? U.visibleBody(Site.Callee) : nullptr;
  const ValueDecl *Handed = Callee ? handedOn(Site, Resource) : nullptr;
  return Handed && cancels(*Callee, *Handed, Depth - 1);
}

/// Whether the body cancels or closes \p Resource, itself or through what it gives it to.
bool ResourceLimits::cancels(const BodyIndex &Body, const ValueDecl &Resource, unsigned Depth) {
  return llvm::any_of(Body.calls(), [&](const Expr *E) { return cancelsBy(Body, E, Resource, Depth); });
}

/// Whether the body waits for a timer and then cancels \p Resource, has a timer's callback cancel it, or
/// gives it a deadline.
bool ResourceLimits::endsAfterPause(const BodyIndex &Body, const ValueDecl &Resource) {
  if (setsDeadline(Body, Resource, nullptr) || hasWatchdog(Body, Resource, 2))
    return true;
  SmallVector<const Expr *, 2> Pauses;
  for (const Expr *E : Body.calls())
    if (Body.enclosing<CoroutineSuspendExpr>(E) &&
        (U.calls().site(E).does(CallKind::Sleep) || L.pauses(U.calls().site(E).Callee)))
      Pauses.push_back(E);
  return !Pauses.empty() && llvm::any_of(Body.calls(), [&](const Expr *E) {
    auto Precedes = [&](const Expr *Pause) { return Body.isBefore(Pause, E); };
    return llvm::any_of(Pauses, Precedes) && cancelsBy(Body, E, Resource, 2);
  });
}

/// Whether a callback in the body, or a coroutine that it starts, ends what works on \p Resource after a
/// time.
bool ResourceLimits::hasWatchdog(const BodyIndex &Body, const ValueDecl &Resource, unsigned Depth) {
  if (llvm::any_of(timedCallbacks(U, L, Body),
                   [&](const BodyIndex *Callback) { return cancels(*Callback, Resource); }))
    return true;
  return Depth != 0 && llvm::any_of(Body.lambdas(), [&](const LambdaInfo &Lambda) {
           const BodyIndex *Inner = U.visibleBody(Lambda.E->getCallOperator());
           return Inner && endsAfterPause(*Inner, Resource);
         });
}

/// A guard that is made elsewhere: a local object with a destructor, which is given a time and the resource,
/// or the object that it is a member of.
bool ResourceLimits::isGuardByShape(const CallSite &Site, const ValueDecl &Resource) {
  const auto *Constructor = dyn_cast_or_null<CXXConstructorDecl>(Site.Callee);
  if (!Constructor || Site.isModelled() || U.visibleBody(Constructor) ||
      !Constructor->getParent()->hasUserDeclaredDestructor() ||
      U.awaitables().model(*Constructor->getParent(), TypeKind::Timer) || // it closes nothing by itself
      llvm::none_of(Site.Args, [](const Expr *Arg) { return isTime(Arg->getType()); }))
    return false;
  const auto *Field = dyn_cast<FieldDecl>(&Resource);
  const auto *Owner = Field ? dyn_cast<CXXRecordDecl>(Field->getParent()) : nullptr;
  return llvm::any_of(Site.Args, [&](const Expr *Arg) {
    return namedObject(Arg) == &Resource ||
           (Owner && reaches(classOf(Arg->getType(), /*ThroughPointer=*/true), *Owner));
  });
}

/// Whether something that the body starts before \p At, and that is not over by then, ends what works on
/// \p Resource after a time: a guard, a detached coroutine, a callback.
bool ResourceLimits::isGuarded(const BodyIndex &Body, const ValueDecl &Resource, const Expr *At) {
  struct Step {
    const BodyIndex *Body;
    const ValueDecl *Resource;
    unsigned Depth;
  };
  SmallVector<Step, 8> Steps;
  llvm::DenseSet<std::pair<const BodyIndex *, const ValueDecl *>> Seen;
  auto Add = [&](const BodyIndex *Next, const ValueDecl *Known, unsigned Depth) {
    if (Next && Known && Seen.insert({Next, Known}).second)
      Steps.push_back({Next, Known, Depth});
  };
  auto Follow = [&](const BodyIndex &From, const Expr *E, const ValueDecl &Known, unsigned Depth) {
    const CallSite &Site = U.calls().site(E);
    const BodyIndex *Callee = From.enclosing<CoroutineSuspendExpr>(E) ? nullptr : U.visibleBody(Site.Callee);
    if (Callee)
      Add(Callee, handedOn(Site, Known), Depth);
  };
  for (const Expr *E : Body.calls()) {
    const bool IsLocal = Body.enclosing<DeclStmt>(E);
    const auto *Block = IsLocal ? Body.enclosing<CompoundStmt>(E) : nullptr;
    if (!Body.isBefore(E, At) || Body.contains(E, At) || (Block && !Body.contains(Block, At)))
      continue;
    if (IsLocal && isGuardByShape(U.calls().site(E), Resource))
      return true;
    Follow(Body, E, Resource, 3);
  }
  while (!Steps.empty()) {
    const Step S = Steps.pop_back_val();
    if (endsAfterPause(*S.Body, *S.Resource))
      return true;
    if (S.Depth == 0)
      continue;
    // A local guard ends with its function.
    for (const Expr *E : S.Body->calls())
      if (!isa<CXXConstructExpr>(E) || !S.Body->enclosing<DeclStmt>(E))
        Follow(*S.Body, E, *S.Resource, S.Depth - 1);
    for (const LambdaInfo &Lambda : S.Body->lambdas())
      Add(U.visibleBody(Lambda.E->getCallOperator()), S.Resource, S.Depth - 1);
    if (const FieldDecl *Member = memberMadeFrom(*S.Body, *S.Resource))
      Add(S.Body, Member, S.Depth);
  }
  return false;
}

bool ResourceLimits::isLimited(const BodyIndex &Body, const ValueDecl &Resource, const Expr *At) {
  if (setsDeadline(Body, Resource, At) || hasWatchdog(Body, Resource, 2) || isGuarded(Body, Resource, At))
    return true;
  // A watchdog that is given the resource.
  for (const Expr *E : Body.calls()) {
    const CallSite &Site = U.calls().site(E);
    for (unsigned I = 0; I != Site.Args.size(); ++I) {
      if (namedObject(Site.Args[I]) != &Resource || !Site.Callee || I >= Site.Callee->getNumParams())
        continue;
      const BodyIndex *Callee = U.visibleBody(Site.Callee);
      if (!Callee)
        continue;
      const auto &Parameter = *cast<ValueDecl>(Callee->function().getParamDecl(I)->getCanonicalDecl());
      // What is awaited by itself is over before or begins after, but may have left somebody who looks on.
      const auto *Await = Body.enclosing<CoroutineSuspendExpr>(E);
      const bool Beside = !Await || Body.contains(Await, At);
      if (Beside ? endsAfterPause(*Callee, Parameter)
                 : setsDeadline(*Callee, Parameter, nullptr) || hasWatchdog(*Callee, Parameter, 2))
        return true;
    }
  }
  // A stream over another one: what limits the inner limits the outer.
  if (const auto *Var = dyn_cast<VarDecl>(&Resource); Var && Var->isLocalVarDecl() && Var->getInit())
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(strip(Var->getInit())))
      for (const Expr *Arg : Construct->arguments())
        if (const ValueDecl *Inner = namedObject(Arg);
            Inner && Inner != &Resource && U.awaitables().model(Inner->getType(), TypeKind::Ordered) &&
            isLimited(Body, *Inner, At))
          return true;
  if (const auto *Parameter = dyn_cast<ParmVarDecl>(&Resource);
      Parameter && Parameter->getType()->isReferenceType() && hasTimedClose(U, L, Body, At))
    return true;
  const auto *Field = dyn_cast<FieldDecl>(&Resource);
  return Field && !clearsDeadline(Body, *Field, At) && isLookedAfter(*Field, Body.function());
}

/// Whether a function other than \p Except limits the member for others: a method of its own class, or one of
/// a class that holds such objects, like a server that closes the connections that are silent for too long.
bool ResourceLimits::isLookedAfter(const FieldDecl &Field, const FunctionDecl &Except) {
  const auto *Owner = dyn_cast<CXXRecordDecl>(Field.getParent());
  if (!Owner || Owner->isLambda())
    return false;
  auto [It, New] = LookedAfterBy.try_emplace(&Field);
  if (New)
    for (const FunctionDecl *F : U.session().functions()) {
      const auto *Method = dyn_cast<CXXMethodDecl>(F);
      if (!Method || !reaches(Method->getParent(), *Owner, /*Depth=*/1))
        continue;
      const BodyIndex *Other = U.visibleBody(F);
      const bool Keeps = Method->getParent()->getCanonicalDecl() == Owner->getCanonicalDecl() ||
                         containsMany(*Method->getParent(), *Owner);
      const bool Stays = Other && setsDeadline(*Other, Field, nullptr);
      if ((Stays || (Other && Keeps && endsAfterPause(*Other, Field))) && limitsOthers(U, *F, Field, Stays))
        It->second.push_back(F->getCanonicalDecl());
    }
  return llvm::any_of(It->second, [&](const FunctionDecl *F) { return F != Except.getCanonicalDecl(); });
}

} // namespace cotidy
