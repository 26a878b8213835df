// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Readiness.h"

#include "semantics/ChildProcesses.h"
#include "semantics/Durations.h"
#include "semantics/EarlierWaits.h"
#include "semantics/KernelFiles.h"
#include "semantics/MemoryDatabases.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Place.h"

#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

namespace {

/// `O_NONBLOCK`, `set_non_blocking`, `FIONBIO`
bool saysNonBlocking(StringRef Text) { return holdsWord(Text, "nonblock") || holdsWord(Text, "fionbio"); }

/// Whether \p E is made of a name that says "non-blocking", macros included.
bool mentionsNonBlocking(const Expr &E, const ASTContext &AST) {
  SourceLocation Loc = E.getBeginLoc();
  if (Loc.isMacroID() &&
      saysNonBlocking(Lexer::getImmediateMacroName(Loc, AST.getSourceManager(), AST.getLangOpts())))
    return true;
  if (const ValueDecl *Named = usedBy(&E); Named && saysNonBlocking(simpleName(*Named)))
    return true;
  return llvm::any_of(E.children(), [&](const Stmt *Child) {
    return isa_and_nonnull<Expr>(Child) && mentionsNonBlocking(*cast<Expr>(Child), AST);
  });
}

/// Whether \p Method is a constructor that makes \p Field so: `Waker() : fd(eventfd(0, EFD_NONBLOCK)) {}`.
bool isMadeNonBlocking(const CXXMethodDecl &Method, const FieldDecl &Field, const ASTContext &AST) {
  const auto *Constructor = dyn_cast_or_null<CXXConstructorDecl>(Method.getDefinition());
  return Constructor && llvm::any_of(Constructor->inits(), [&](const CXXCtorInitializer *Init) {
           return Init->getMember() && Init->getMember()->getCanonicalDecl() == Field.getCanonicalDecl() &&
                  mentionsNonBlocking(*Init->getInit(), AST);
         });
}

StringRef textOf(Unit &U, const BodyIndex &Body) {
  const SourceManager &Sources = U.ast().getSourceManager();
  return Lexer::getSourceText(Sources.getExpansionRange(Body.root()->getSourceRange()), Sources,
                              U.ast().getLangOpts());
}

bool isConstantFalse(const Expr &E, const ASTContext &AST) {
  bool Value = true;
  return !E.isValueDependent() && E.EvaluateAsBooleanCondition(Value, AST) && !Value;
}

/// `poll`, `wait_readable`, `read_awaiter`: a name for waiting until a descriptor is ready.
bool waitsForReadiness(StringRef Name) {
  return llvm::any_of(ArrayRef<StringRef>{"poll", "wait", "ready", "readable", "writable", "event"},
                      [&](StringRef Word) { return holdsWord(Name, Word); });
}

/// Whether an awaiter that is made on the spot bears such a name, its own or one that was given to it:
/// `co_await wait_for_file(descriptor, true, false)`.
bool isReadinessAwaiter(const Expr &Made) {
  if (const CXXRecordDecl *Class = Made.getType()->getAsCXXRecordDecl();
      Class && waitsForReadiness(simpleName(*Class)))
    return true;
  const auto *Alias = Made.getType()->getAs<TypedefType>();
  return Alias && waitsForReadiness(Alias->getDecl()->getName());
}

/// The longest pause, in seconds, that costs no more than a switch to another thread and back does.
constexpr double BriefPause = 50e-6;

/// Whether \p Site is so short a pause that an await of a timer would take longer. In a loop that counts
/// nothing it polls, and so takes as long as what it waits for.
bool isBriefPause(Unit &U, const BodyIndex &Body, const CallSite &Site, const FunctionModel &Model) {
  const Expr *Pause = Site.arg(Model.Deadline);
  const std::optional<double> Seconds = Pause ? constantSeconds(*Pause, U.ast()) : std::nullopt;
  if (!Seconds || *Seconds > BriefPause)
    return false;
  const int Loop = Body.loopOf(Site.E);
  const Stmt *Around = Loop >= 0 ? Body.loops()[Loop].S : nullptr;
  const auto *Counts = dyn_cast_or_null<ForStmt>(Around);
  return !Around || isa<CXXForRangeStmt>(Around) || (Counts && Counts->getInc());
}

} // namespace

bool Readiness::isDescriptor(const CallSite &Site, const FunctionModel &Model) {
  const Expr *Resource = Site.resource(Model);
  if (!Resource && !Site.Args.empty())
    Resource = Site.Args.front();
  return Resource &&
         (Resource->getType()->isIntegralOrEnumerationType() || Resource->getType()->isPointerType());
}

/// Whether the descriptor or socket that \p Used names is made non-blocking in this body, itself or by what
/// it is a member of, or by another method of the class it is a member of.
bool Readiness::isNonBlocking(const BodyIndex &Body, const Expr &Used, const ValueDecl &Descriptor) {
  const auto *Member = dyn_cast<MemberExpr>(withoutMove(&Used));
  const ValueDecl *Owner = Member ? namedObject(Member->getBase()) : nullptr;
  auto SaidIn = [&](const BodyIndex &In) {
    return llvm::any_of(In.calls(), [&](const Expr *E) {
      const CallSite &Site = U.calls().site(E);
      auto Is = [&](const Expr *Arg) {
        const ValueDecl *Named = Arg ? namedObject(Arg) : nullptr;
        return Named == &Descriptor || (Owner && Named == Owner);
      };
      const auto *Assigned = dyn_cast_or_null<BinaryOperator>(In.meaningfulParent(E));
      bool Sets = (Assigned && Assigned->isAssignmentOp() && Is(Assigned->getLHS())) || Is(Site.Object) ||
                  llvm::any_of(Site.Args, Is);
      if (!Sets || !Site.Callee)
        return false;
      if (holdsWord(simpleName(*Site.Callee), "nonblock"))
        return Site.Args.empty() || !isConstantFalse(*Site.Args.back(), U.ast());
      if (holdsWord(simpleName(*Site.Callee), "blocking")) // `socket.set_blocking(false)`
        return !Site.Args.empty() && isConstantFalse(*Site.Args.back(), U.ast());
      // An own setter: `flags |= O_NONBLOCK; fcntl(descriptor, F_SETFL, flags);`
      if (const BodyIndex *Setter = Site.isModelled() ? nullptr : U.visibleBody(Site.Callee))
        if (saysNonBlocking(textOf(U, *Setter)))
          return true;
      return llvm::any_of(Site.Args, [&](const Expr *Arg) { return mentionsNonBlocking(*Arg, U.ast()); });
    });
  };
  if (const auto *Var = dyn_cast<VarDecl>(&Descriptor);
      Var && Var->getAnyInitializer() && mentionsNonBlocking(*Var->getAnyInitializer(), U.ast()))
    return true;
  if (SaidIn(Body))
    return true;
  const auto *Field = dyn_cast<FieldDecl>(&Descriptor);
  const auto *Class = Field ? dyn_cast<CXXRecordDecl>(Field->getParent()) : nullptr;
  if (!Class)
    return false;
  if (const Expr *Default = Field->getInClassInitializer(); Default && mentionsNonBlocking(*Default, U.ast()))
    return true;
  return llvm::any_of(Class->methods(), [&](const CXXMethodDecl *M) {
    const BodyIndex *Other = U.visibleBody(M);
    return Other && (SaidIn(*Other) || isMadeNonBlocking(*M, *Field, U.ast()));
  });
}

bool Readiness::polls(const BodyIndex &Body) {
  StringRef Text = textOf(U, Body);
  for (StringRef Answer : {"eagain", "wouldblock", "tryagain", "inprogress", "wantread", "wantwrite"})
    if (holdsWord(Text, Answer))
      return true;
  return llvm::any_of(Body.suspensions(), [&](const Suspension &At) {
    const CallSite *Site = U.calls().operation(At.Operand);
    if (Site && Site->does(CallKind::Sleep))
      return false;
    if (Site && isa<CXXConstructExpr>(Site->E))
      return isReadinessAwaiter(*At.Operand);
    const NamedDecl *Named =
        Site && Site->Callee ? Site->Callee : static_cast<const NamedDecl *>(namedObject(At.Operand));
    return Named && waitsForReadiness(simpleName(*Named));
  });
}

/// The same of the class that \p Descriptor is a member of.
bool Readiness::ownerPolls(const ValueDecl &Descriptor) {
  const auto *Class = dyn_cast<CXXRecordDecl>(Descriptor.getDeclContext());
  return Class && llvm::any_of(Class->methods(), [&](const CXXMethodDecl *M) {
           const BodyIndex *Body = U.visibleBody(M);
           return waitsForReadiness(simpleName(*M)) || (Body && polls(*Body));
         });
}

/// Whether a plain `poll` comes before the call; it is told of itself if it waits.
bool Readiness::isPolledBefore(const BodyIndex &Body, const CallSite &Site) {
  auto IsPoll = [](const FunctionModel *M) {
    return M->Does == CallKind::Blocks && M->Category == BlockingCategory::Socket && M->Deadline;
  };
  return llvm::any_of(Body.calls(), [&](const Expr *E) {
    const CallSite &Other = U.calls().site(E);
    return Other.Callee && Body.isBefore(E, Site.E) &&
           llvm::any_of(U.models().functions(*Other.Callee, Other.ObjectClass), IsPoll);
  });
}

/// Whether what is awaited is told of the descriptor and of no data: all that can be waited for is that it is
/// ready.
static bool isToldOnlyOf(ArrayRef<const Expr *> Told, const ValueDecl &Descriptor) {
  bool IsGiven = false;
  for (const Expr *E : Told) {
    const Expr *Arg = strip(E);
    const bool Is = isa<DeclRefExpr, MemberExpr>(Arg) && namedObject(Arg) == &Descriptor;
    if (!Is && !Arg->getType()->isArithmeticType() && !Arg->getType()->isEnumeralType() &&
        !isTime(Arg->getType()))
      return false;
    IsGiven |= Is;
  }
  return IsGiven;
}

/// Whether the socket object, or the descriptor, is awaited for readiness before the call.
bool Readiness::isAwaitedBefore(const BodyIndex &Body, const CallSite &Site, const ValueDecl &Socket) {
  return llvm::any_of(Body.suspensions(), [&](const Suspension &At) {
    if (!Body.isBefore(At.E, Site.E))
      return false;
    const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(strip(At.Operand));
    if (const auto *List = dyn_cast<InitListExpr>(strip(Cast ? Cast->getSubExpr() : At.Operand))) {
      const InitListExpr *Written = List->getSyntacticForm() ? List->getSyntacticForm() : List;
      return isToldOnlyOf(Written->inits(), Socket); // `io_event{descriptor, flags}`
    }
    const CallSite *Wait = U.calls().operation(At.Operand);
    return Wait && Wait->Callee &&
           ((!Wait->isModelled() && isToldOnlyOf(Wait->Args, Socket)) ||
            (namedObject(Wait->Object) == &Socket && waitsForReadiness(simpleName(*Wait->Callee))));
  });
}

bool Readiness::isReady(const BodyIndex &Body, const CallSite &Site, const FunctionModel &Model,
                        BlockingCategory Category) {
  if (Category == BlockingCategory::Sleep && isBriefPause(U, Body, Site, Model))
    return true;
  if (Category == BlockingCategory::File && isOnKernelFile(U, Body, Site))
    return true;
  if (Category == BlockingCategory::Database && U.session().facts<MemoryDatabases>().opensOne(*Site.E))
    return true;
  const Expr *Resource = Site.resource(Model);
  const Expr *Whole = Resource ? withoutMove(Resource) : nullptr;
  if (const Expr *Container = Whole ? indexed(Whole) : nullptr)
    Whole = strip(Container);
  const auto *Named = dyn_cast_or_null<DeclRefExpr>(Whole);
  const EarlierWaits Earlier(U, Body);
  if (Category == BlockingCategory::SyncWait && Named && Earlier.wasAwaited(*Named->getDecl()))
    return true;
  const CallSite *Made = Resource ? U.calls().operation(Resource) : nullptr;
  if (Made && (Made->does(CallKind::Ready) || Earlier.isSettledBefore(Site, *Made)))
    return true;
  const Expr *WaitsFor = Resource || Site.Args.empty() ? Resource : Site.Args.front();
  const ValueDecl *Object = namedObject(WaitsFor);
  if (!Object)
    return false;
  const bool IsDescriptor = isDescriptor(Site, Model);
  switch (Category) {
  case BlockingCategory::SyncWait:
    // An event loop that was awaited on is not done.
    if (const CXXRecordDecl *Class = classOf(WaitsFor->getType(), /*ThroughPointer=*/true);
        !Class || !U.awaitables().info(*Class))
      return false;
    [[fallthrough]];
  case BlockingCategory::Wait:
  case BlockingCategory::Join:
    // What a call makes here is not what its arguments are.
    return (isa<DeclRefExpr>(withoutMove(WaitsFor)) || !placeOf(WaitsFor).empty()) &&
           (Earlier.madeReady(Site, *WaitsFor) || Earlier.holdsElement(Site));
  case BlockingCategory::Socket:
  case BlockingCategory::File:
  case BlockingCategory::Console:
    return isNonBlocking(Body, *WaitsFor, *Object) || isAwaitedBefore(Body, Site, *Object) ||
           isAwaitedThrough(U, Body, Site, *WaitsFor) || isOfAwaitedChild(U, Body, Site) ||
           (IsDescriptor && (polls(Body) || isPolledBefore(Body, Site) || ownerPolls(*Object)));
  case BlockingCategory::Process:
    return isOfAwaitedChild(U, Body, Site);
  case BlockingCategory::Database: // a connection whose socket is awaited, and that cannot be awaited itself
    return U.session().facts<MemoryDatabases>().has(*Object) ||
           (Model.Twin.empty() && llvm::any_of(Body.uses(*Object), [&](const DeclRefExpr *Use) {
              const auto *Await = Body.enclosing<CoroutineSuspendExpr>(Use);
              return Await && Await != Body.enclosing<CoroutineSuspendExpr>(Site.E);
            }));
  default:
    return false;
  }
}

} // namespace cotidy
