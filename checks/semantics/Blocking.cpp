// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Blocking.h"

#include "semantics/Objects.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/MapVector.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether what the call works on is a descriptor or a handle: whether it blocks was decided when that was
/// made.
bool isDescriptor(const CallSite &Site, const FunctionModel &Model) {
  const Expr *Resource = Site.resource(Model);
  if (!Resource && !Site.Args.empty())
    Resource = Site.Args.front();
  return Resource &&
         (Resource->getType()->isIntegralOrEnumerationType() || Resource->getType()->isPointerType());
}

enum class Mark { None, Blocking, NonBlocking };

/// What the author of \p F says of it: [[clang::blocking]], [[clang::nonblocking]], or the annotations that
/// say the same to compilers without them. See cotidy.h.
Mark markOf(const FunctionDecl &F) {
  for (const FunctionDecl *D : F.redecls()) {
    for (const FunctionEffectWithCondition &Effect : D->getFunctionEffects()) {
      if (Effect.Cond.getCondition())
        continue;
      if (Effect.Effect.kind() == FunctionEffect::Kind::Blocking)
        return Mark::Blocking;
      if (Effect.Effect.kind() == FunctionEffect::Kind::NonBlocking)
        return Mark::NonBlocking;
    }
    for (const auto *Annotation : D->specific_attrs<AnnotateAttr>()) {
      if (Annotation->getAnnotation() == "cotidy::blocking")
        return Mark::Blocking;
      if (Annotation->getAnnotation() == "cotidy::nonblocking")
        return Mark::NonBlocking;
    }
  }
  return Mark::None;
}

/// The words of a name: `NonBlocking`, `non_blocking` and `O_NONBLOCK` all hold "nonblock".
bool holdsWord(StringRef Name, StringRef Wanted) {
  std::string Letters;
  for (char C : Name)
    if (C != '_')
      Letters += llvm::toLower(C);
  return StringRef(Letters).contains(Wanted);
}

StringRef simpleName(const NamedDecl &D) {
  return D.getDeclName().isIdentifier() ? D.getName() : StringRef();
}

/// Whether \p E is made of a name that says "non-blocking", macros included.
bool mentionsNonBlocking(const Expr &E, const ASTContext &AST) {
  SourceLocation Loc = E.getBeginLoc();
  if (Loc.isMacroID() &&
      holdsWord(Lexer::getImmediateMacroName(Loc, AST.getSourceManager(), AST.getLangOpts()), "nonblock"))
    return true;
  const NamedDecl *Named = nullptr;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&E))
    Named = Ref->getDecl();
  else if (const auto *Member = dyn_cast<MemberExpr>(&E))
    Named = Member->getMemberDecl();
  if (Named && holdsWord(simpleName(*Named), "nonblock"))
    return true;
  return llvm::any_of(E.children(), [&](const Stmt *Child) {
    return isa_and_nonnull<Expr>(Child) && mentionsNonBlocking(*cast<Expr>(Child), AST);
  });
}

bool isConstantFalse(const Expr &E, const ASTContext &AST) {
  bool Value = true;
  return !E.isValueDependent() && E.EvaluateAsBooleanCondition(Value, AST) && !Value;
}

bool isBefore(const Stmt *A, const Stmt *B, const ASTContext &AST) {
  return AST.getSourceManager().isBeforeInTranslationUnit(A->getBeginLoc(), B->getBeginLoc());
}

/// `poll`, `wait_readable`, `read_awaiter`: a name for waiting until a descriptor is ready.
bool waitsForReadiness(StringRef Name) {
  return llvm::any_of(ArrayRef<StringRef>{"poll", "wait", "ready", "readable", "writable", "event"},
                      [&](StringRef Word) { return holdsWord(Name, Word); });
}

/// Whether a name's words say that it logs: `log_line`, `Logger`, `writeLog`; not `login`.
bool isLogName(StringRef Name) {
  SmallVector<std::string, 4> Words(1);
  for (size_t I = 0; I != Name.size(); ++I) {
    char C = Name[I];
    bool Boundary = !llvm::isAlpha(C) || (llvm::isUpper(C) && I != 0 && llvm::isLower(Name[I - 1]));
    if (Boundary)
      Words.emplace_back();
    if (llvm::isAlpha(C))
      Words.back() += llvm::toLower(C);
  }
  return llvm::any_of(Words, [](StringRef Word) {
    return Word == "log" || Word == "logger" || Word == "logging" || Word == "spdlog";
  });
}

/// Logging is never reported: where its lines go is decided elsewhere.
bool isLogging(const FunctionDecl &F) {
  if (isLogName(simpleName(F)))
    return true;
  for (const DeclContext *Scope = F.getDeclContext(); Scope; Scope = Scope->getParent())
    if (const auto *Named = dyn_cast<NamedDecl>(Scope); Named && isLogName(simpleName(*Named)))
      return true;
  return false;
}

/// Whether a built-in model speaks for the namespace of \p F: then its bodies are not followed, wherever its
/// headers are.
bool isModelledLibrary(const FunctionDecl &F) {
  for (const DeclContext *Scope = F.getDeclContext(); Scope; Scope = Scope->getParent()) {
    const auto *Namespace = dyn_cast<NamespaceDecl>(Scope);
    if (!Namespace || Namespace->isAnonymousNamespace())
      continue;
    for (const std::shared_ptr<const Library> &L : ModelSet::builtin()->libraries())
      if (llvm::any_of(L->Namespaces, [&](StringRef Name) { return ModelSet::isNamed(*Namespace, Name); }))
        return true;
  }
  return false;
}

/// Whether every call in \p E only looks: methods that cannot change their object.
bool onlyReads(const Stmt *E, bool &Asks) {
  if (!E)
    return true;
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call->getDirectCallee());
    if (!Method || !Method->isConst())
      return false;
    Asks = true;
  }
  if (isa<CoroutineSuspendExpr, LambdaExpr>(E))
    return false;
  if (const auto *Unary = dyn_cast<UnaryOperator>(E); Unary && Unary->isIncrementDecrementOp())
    return false;
  if (const auto *Binary = dyn_cast<BinaryOperator>(E); Binary && Binary->isAssignmentOp())
    return false;
  return llvm::all_of(E->children(), [&](const Stmt *Child) { return onlyReads(Child, Asks); });
}

} // namespace

/// The definition of \p F if its body is the user's own plain code; null if it is unknown or speaks for
/// itself.
const FunctionDecl *Blocking::follow(const FunctionDecl *F) {
  const FunctionDecl *Definition = F ? F->getDefinition() : nullptr;
  if (!Definition || Definition->hasSkippedBody() || Definition->isDefaulted() ||
      Definition->isInvalidDecl() || Definition->isDependentContext() || !Definition->getBody())
    return nullptr;
  const SourceManager &Sources = U.ast().getSourceManager();
  if (Sources.isInSystemHeader(Sources.getExpansionLoc(Definition->getLocation())))
    return nullptr;
  if (isa<CoroutineBodyStmt>(Definition->getBody())) {
    const Coroutine *C = U.coroutine(*Definition);
    if (!C || C->Async) // reported in itself
      return nullptr;
  }
  return isModelledLibrary(*Definition) || isLogging(*Definition) ? nullptr : Definition;
}

const FunctionDecl *Blocking::target(const CallSite &Site) {
  const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
  if (!Method || !Method->isVirtual() || isa<CXXConstructExpr>(Site.E))
    return follow(Site.Callee);
  const auto *Call = dyn_cast<CXXMemberCallExpr>(Site.E);
  const auto *Member = Call ? dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens()) : nullptr;
  if (!Member)
    return nullptr;
  if (!Member->hasQualifier())
    Method =
        const_cast<CXXMethodDecl *>(Method)->getDevirtualizedMethod(Member->getBase(), /*IsAppleKext=*/false);
  return follow(Method);
}

/// What a function that runs its argument now calls: a lambda, a function or a function object.
void Blocking::addCallables(const Expr *Arg, const Stmt *At, Direct &To) {
  auto Add = [&](const FunctionDecl *F) {
    if (const FunctionDecl *Body = follow(F))
      To.Calls.push_back({At, Body});
  };
  if (const auto *Unary = dyn_cast<UnaryOperator>(Arg); Unary && Unary->getOpcode() == UO_AddrOf)
    Arg = strip(Unary->getSubExpr());
  if (const auto *Ref = dyn_cast<DeclRefExpr>(Arg))
    if (const auto *F = dyn_cast<FunctionDecl>(Ref->getDecl()))
      return Add(F);
  const CXXRecordDecl *Class = classOf(Arg->getType());
  if (!Class || !Class->hasDefinition())
    return;
  DeclarationName Call = U.ast().DeclarationNames.getCXXOperatorName(OO_Call);
  for (const NamedDecl *Found : Class->lookup(Call)) {
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(Found))
      for (const FunctionDecl *F : Template->specializations())
        Add(F);
    else
      Add(dyn_cast<FunctionDecl>(Found));
  }
}

/// A wait that cannot be long: something earlier in the body found \p Object ready, or awaited it.
bool Blocking::isKnownReady(const BodyIndex &Body, const CallSite &Site, const ValueDecl &Object) {
  for (const Suspension &At : Body.suspensions())
    if (isBefore(At.E, Site.E, U.ast()))
      for (const DeclRefExpr *Use : Body.uses(Object))
        if (Body.contains(At.E, Use))
          return true;
  return llvm::any_of(Body.calls(), [&](const Expr *E) {
    const CallSite &Other = U.calls().site(E);
    if (&Other == &Site || !Other.Callee || namedObject(Other.Object) != &Object ||
        !isBefore(E, Site.E, U.ast()))
      return false;
    return holdsWord(simpleName(*Other.Callee), "ready") ||
           llvm::any_of(U.models().functions(*Other.Callee, Other.ObjectClass),
                        [](const FunctionModel *M) { return M->Does == CallKind::Blocks && M->Deadline; });
  });
}

/// Whether the descriptor or socket is made non-blocking in this body, or by another method of the class it
/// is a member of.
bool Blocking::isNonBlocking(const BodyIndex &Body, const ValueDecl &Descriptor) {
  auto SaidIn = [&](const BodyIndex &In) {
    return llvm::any_of(In.calls(), [&](const Expr *E) {
      const CallSite &Site = U.calls().site(E);
      auto Is = [&](const Expr *Arg) { return namedObject(Arg) == &Descriptor; };
      const auto *Assigned = dyn_cast_or_null<BinaryOperator>(In.meaningfulParent(E));
      bool Sets = (Assigned && Assigned->isAssignmentOp() && Is(Assigned->getLHS())) || Is(Site.Object) ||
                  llvm::any_of(Site.Args, Is);
      if (!Sets || !Site.Callee)
        return false;
      if (holdsWord(simpleName(*Site.Callee), "nonblock"))
        return Site.Args.empty() || !isConstantFalse(*Site.Args.back(), U.ast());
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
  return Class && llvm::any_of(Class->methods(), [&](const CXXMethodDecl *M) {
           const FunctionDecl *Definition = M->getDefinition();
           return Definition && Definition->getBody() && !Definition->isDefaulted() &&
                  SaidIn(U.body(*Definition));
         });
}

/// How \p Site blocks by what the models say; none if it does not.
std::optional<BlockingCategory> Blocking::category(const CallSite &Site, const FunctionModel *&Model) {
  for (const FunctionModel *M : Site.Models) {
    Model = M;
    if (M->Does == CallKind::Blocks && M->Category != BlockingCategory::Cpu)
      return M->Category;
    if (M->Does == CallKind::SyncWait)
      return M->Category == BlockingCategory::None ? BlockingCategory::SyncWait : M->Category;
    const Expr *Mutex = Site.resource(*M);
    if (M->Does == CallKind::Lock && Mutex && !U.awaitables().model(Mutex->getType(), TypeKind::AsyncMutex))
      return BlockingCategory::Lock;
  }
  Model = nullptr;
  // A guard made of mutexes alone: no tag says that it defers, tries or adopts.
  const auto *Construct = dyn_cast<CXXConstructExpr>(Site.E);
  auto IsMutex = [&](const Expr *Arg) { return U.awaitables().model(Arg->getType(), TypeKind::Mutex); };
  if (Construct && !Site.Args.empty() && U.awaitables().model(Construct->getType(), TypeKind::Guard) &&
      llvm::all_of(Site.Args, IsMutex))
    return BlockingCategory::Lock;
  // An in-house bridge: by its name, and because it takes a task.
  auto IsBridge = [&](const char *Word) { return holdsWord(simpleName(*Site.Callee), Word); };
  auto IsTask = [&](const Expr *Arg) {
    const AwaitableInfo *Info = U.awaitables().info(Arg->getType());
    return Info && Info->Kind == TypeKind::Task;
  };
  const bool GivesTask = U.awaitables().info(Site.E->getType()) != nullptr;
  if (!GivesTask && llvm::any_of(Site.Args, IsTask) &&
      (IsBridge("syncwait") || IsBridge("blockingwait") || IsBridge("blockon")))
    return BlockingCategory::SyncWait;
  return std::nullopt;
}

/// Whether the body shows that it uses descriptors only when there is something: it awaits that, or expects
/// the answer "try again".
bool Blocking::polls(const BodyIndex &Body) {
  const SourceManager &Sources = U.ast().getSourceManager();
  StringRef Text = Lexer::getSourceText(Sources.getExpansionRange(Body.root()->getSourceRange()), Sources,
                                        U.ast().getLangOpts());
  for (StringRef Answer : {"eagain", "wouldblock", "tryagain", "einprogress", "wantread", "wantwrite"})
    if (holdsWord(Text, Answer))
      return true;
  return llvm::any_of(Body.suspensions(), [&](const Suspension &At) {
    const CallSite *Site = U.calls().operation(At.Operand);
    if (Site && Site->does(CallKind::Sleep))
      return false;
    const NamedDecl *Named =
        Site && Site->Callee ? Site->Callee : static_cast<const NamedDecl *>(namedObject(At.Operand));
    return Named && waitsForReadiness(simpleName(*Named));
  });
}

/// The same of the class that \p Descriptor is a member of.
bool Blocking::ownerPolls(const ValueDecl &Descriptor) {
  const auto *Class = dyn_cast<CXXRecordDecl>(Descriptor.getDeclContext());
  return Class && llvm::any_of(Class->methods(), [&](const CXXMethodDecl *M) {
           const FunctionDecl *Definition = M->getDefinition();
           return waitsForReadiness(simpleName(*M)) || (Definition && !Definition->isDefaulted() &&
                                                        Definition->getBody() && polls(U.body(*Definition)));
         });
}

/// Whether the socket object is awaited for readiness before the call.
bool Blocking::isAwaitedBefore(const BodyIndex &Body, const CallSite &Site, const ValueDecl &Socket) {
  return llvm::any_of(Body.suspensions(), [&](const Suspension &At) {
    const CallSite *Wait = U.calls().operation(At.Operand);
    return Wait && Wait->Callee && namedObject(Wait->Object) == &Socket && isBefore(At.E, Site.E, U.ast()) &&
           waitsForReadiness(simpleName(*Wait->Callee));
  });
}

bool Blocking::isExempt(const BodyIndex &Body, const CallSite &Site, const FunctionModel &Model,
                        BlockingCategory Category) {
  const Expr *Resource = Site.resource(Model);
  const ValueDecl *Object = namedObject(Resource            ? Resource
                                        : Site.Args.empty() ? nullptr
                                                            : Site.Args.front());
  if (!Object)
    return false;
  const bool IsDescriptor = isDescriptor(Site, Model);
  switch (Category) {
  case BlockingCategory::Wait:
  case BlockingCategory::Join:
  case BlockingCategory::SyncWait:
    return isKnownReady(Body, Site, *Object);
  case BlockingCategory::Socket:
  case BlockingCategory::File:
  case BlockingCategory::Console:
    return isNonBlocking(Body, *Object) || isAwaitedBefore(Body, Site, *Object) ||
           (IsDescriptor && (polls(Body) || ownerPolls(*Object)));
  case BlockingCategory::Database: // a connection whose socket is awaited
    return llvm::any_of(Body.uses(*Object), [&](const DeclRefExpr *Use) {
      return Body.enclosing<CoroutineSuspendExpr>(Use) &&
             Body.enclosing<CoroutineSuspendExpr>(Use) != Body.enclosing<CoroutineSuspendExpr>(Site.E);
    });
  default:
    return false;
  }
}

void Blocking::addCall(const BodyIndex &Body, const CallSite &Site, Direct &To) {
  if (!Site.Callee)
    return;
  Mark Said = markOf(*Site.Callee);
  if (Said == Mark::NonBlocking)
    return;
  const FunctionModel *Model = nullptr;
  std::optional<BlockingCategory> Category = category(Site, Model);
  if (Said == Mark::Blocking)
    return To.Blocks.push_back({Site.E, Site.Callee, Category.value_or(BlockingCategory::None), Model, {}});
  if (Category) {
    if (!Model || !isExempt(Body, Site, *Model, *Category))
      To.Blocks.push_back({Site.E, Site.Callee, *Category, Model, {}, Model && isDescriptor(Site, *Model)});
    return;
  }
  if (const FunctionModel *Run = Site.does(CallKind::Run)) {
    for (const Expr *Arg : Site.Args)
      if (!Run->Callable || Arg == Site.arg(Run->Callable))
        addCallables(Arg, Site.E, To);
  } else if (const FunctionDecl *Next = Site.isModelled() ? nullptr : target(Site)) {
    To.Calls.push_back({Site.E, Next});
  }
}

/// `while (!done.load()) {}`: a loop that only asks, without end but by another thread.
void Blocking::addSpins(const BodyIndex &Body, Direct &To) {
  for (const LoopInfo &Loop : Body.loops()) {
    const Expr *Condition = nullptr;
    if (const auto *While = dyn_cast<WhileStmt>(Loop.S))
      Condition = While->getCond();
    else if (const auto *Do = dyn_cast<DoStmt>(Loop.S))
      Condition = Do->getCond();
    const auto *Block = dyn_cast_or_null<CompoundStmt>(Loop.Body);
    bool Asks = false;
    if (Condition && (isa<NullStmt>(Loop.Body) || (Block && Block->body_empty())) &&
        onlyReads(Condition, Asks) && Asks)
      To.Blocks.push_back({Loop.S, nullptr, BlockingCategory::BusyWait, nullptr, {}});
  }
}

const Blocking::Direct &Blocking::direct(const FunctionDecl &F) {
  std::unique_ptr<Direct> &Slot = Bodies[&F];
  if (Slot)
    return *Slot;
  auto Made = std::make_unique<Direct>();
  const BodyIndex &Body = U.body(F);
  for (const Expr *Call : Body.calls())
    addCall(Body, U.calls().site(Call), *Made);
  addSpins(Body, *Made);
  return *(Bodies[&F] = std::move(Made));
}

/// Breadth first, so that the chain shown is the shortest, and recursion ends.
ArrayRef<BlockingSite> Blocking::reached(const FunctionDecl &F) {
  auto Known = Summaries.find(&F);
  if (Known != Summaries.end())
    return Known->second;
  llvm::MapVector<const FunctionDecl *, CallStep> From; // how each function was reached first
  From.insert({&F, {nullptr, nullptr, nullptr}});
  SmallVector<BlockingSite, 1> Found;
  for (unsigned I = 0; I != From.size(); ++I) {
    const FunctionDecl *At = From.begin()[I].first;
    const Direct &Does = direct(*At);
    for (const BlockingSite &Call : Does.Blocks) {
      if (llvm::any_of(Found, [&](const BlockingSite &Known) { return Known.Category == Call.Category; }))
        continue;
      BlockingSite Nearest = Call;
      Nearest.Chain = {{At, Call.At, Call.Callee}};
      for (CallStep Up = From.find(At)->second; Up.Caller; Up = From.find(Up.Caller)->second)
        Nearest.Chain.insert(Nearest.Chain.begin(), Up);
      Found.push_back(std::move(Nearest));
    }
    for (const Edge &Next : Does.Calls)
      From.insert({Next.To, {At, Next.At, Next.To}});
  }
  return Summaries[&F] = std::move(Found);
}

SmallVector<BlockingSite, 4> Blocking::in(const FunctionDecl &F) {
  const Direct &Own = direct(F);
  SmallVector<BlockingSite, 4> All(Own.Blocks.begin(), Own.Blocks.end());
  const bool Polls = llvm::any_of(Own.Calls, [&](const Edge &Call) { return !reached(*Call.To).empty(); }) &&
                     polls(U.body(F));
  for (const Edge &Call : Own.Calls)
    for (BlockingSite Through : reached(*Call.To)) {
      // A helper that tries once, for a coroutine that waits until it can.
      if (Polls && Through.OnDescriptor)
        continue;
      Through.At = Call.At;
      Through.Callee = Call.To;
      All.push_back(std::move(Through));
    }
  return All;
}

bool Blocking::mayRunElsewhere(const Coroutine &C, const Stmt *At) {
  const BodyIndex &Body = *C.Index;
  // A lambda coroutine that an offload starts.
  if (const auto *Method = dyn_cast<CXXMethodDecl>(C.Decl); Method && Method->getParent()->isLambda())
    if (const auto *Outer = dyn_cast<FunctionDecl>(Method->getParent()->getDeclContext());
        Outer && Outer->getDefinition() && Outer->getDefinition()->getBody())
      for (const LambdaInfo &Lambda : U.body(*Outer->getDefinition()).lambdas())
        if (Lambda.E->getCallOperator() == Method && Lambda.Call && Lambda.Use == LambdaUse::Argument &&
            U.calls().site(Lambda.Call).does(CallKind::Offload))
          return true;

  struct HopAt {
    const Expr *E;
    bool ToPool;
  };
  SmallVector<HopAt, 2> Hops;
  for (const Suspension &S : Body.suspensions())
    if (const CallSite *Site = U.calls().operation(S.Operand))
      if (const FunctionModel *Hop = Site->does(CallKind::Hop))
        Hops.push_back({S.E, Hop->BlockingPool.value_or(false)});
  // A hop away counts if it can come before; a hop back only if it must come in between.
  auto IsCertain = [&](const Expr *Hop) {
    const Stmt *Block = Body.parent(Body.statementOf(Hop));
    return isBefore(Hop, At, U.ast()) && Body.contains(Block, At);
  };
  return llvm::any_of(Hops, [&](const HopAt &Away) {
    if (!Away.ToPool)
      return false;
    bool Precedes = isBefore(Away.E, At, U.ast());
    int Shared = Body.loopOf(At);
    while (Shared >= 0 && !Body.contains(Body.loops()[Shared].S, Away.E))
      Shared = Body.loops()[Shared].Parent;
    if (!Precedes && Shared < 0)
      return false;
    return llvm::none_of(Hops, [&](const HopAt &Back) {
      return !Back.ToPool && IsCertain(Back.E) &&
             (Precedes ? isBefore(Away.E, Back.E, U.ast()) : Body.contains(Body.loops()[Shared].S, Back.E));
    });
  });
}

} // namespace cotidy
