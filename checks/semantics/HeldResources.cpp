// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/HeldResources.h"

#include "semantics/Unit.h"

#include "clang/AST/Attr.h"
#include "clang/Analysis/CFG.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/Support/FormatVariadic.h"
#include <map>
#include <set>

using namespace clang;

namespace cotidy {

namespace {

/// A part of an object that owns something: the members on the way to it, and what it is.
struct OwnedPart {
  SmallVector<const FieldDecl *, 2> Path;
  Holding Type;
};

/// Sets of places where something was taken. A bit per place and resource.
struct State {
  llvm::BitVector Held;
  llvm::BitVector Untested;
  bool join(const State &Other) {
    State Before = *this;
    Held |= Other.Held;
    Untested |= Other.Untested;
    return Before.Held != Held || Before.Untested != Untested;
  }
};

class Analysis {
public:
  Analysis(Unit &U, const Coroutine &C, std::vector<std::unique_ptr<HeldResource>> &Resources,
           std::vector<HeldAwait> &Awaits)
      : U(U), C(C), Body(*C.Index), Types(U), Resources(Resources), Awaits(Awaits) {
    for (const Suspension &At : Body.suspensions())
      if (U.awaitables().maySuspend(At.E))
        Suspensions[At.E] = &At;
  }

  void run() {
    if (Suspensions.empty() || C.Decl->isDependentContext() || !anyCandidate())
      return;
    CFG::BuildOptions Options;
    Options.AddImplicitDtors = true;
    Options.AddTemporaryDtors = true;
    Options.AddCXXDefaultInitExprInCtors = false;
    Options.PruneTriviallyFalseEdges = true;
    Options.setAllAlwaysAdd();
    std::unique_ptr<CFG> Graph =
        CFG::buildCFG(C.Decl, const_cast<Stmt *>(C.Decl->getBody()), &U.ast(), Options);
    if (!Graph)
      return;
    solve(*Graph);
    llvm::sort(Awaits, [](const HeldAwait &A, const HeldAwait &B) {
      return A.At < B.At; // the index is in the order of the source
    });
  }

private:
  // ----- what there is -----

  bool anyCandidate() {
    for (const VarDecl *Var : Body.locals())
      noteOwner(*Var);
    for (const ParmVarDecl *Parameter : C.Decl->parameters())
      noteOwner(*Parameter);
    if (!Owners.empty() || C.Decl->hasAttr<RequiresCapabilityAttr>())
      return true;
    return llvm::any_of(Body.calls(), [&](const Expr *E) {
      const CallSite &Site = U.calls().site(E);
      if (E->isPRValue() && Types.owner(E->getType()))
        return true;
      if (Site.does(CallKind::Lock) || Site.does(CallKind::TryLock) || Types.begins(Site))
        return true;
      if (!Site.Callee)
        return false;
      if (Site.Callee->hasAttr<AcquireCapabilityAttr>() || Site.Callee->hasAttr<TryAcquireCapabilityAttr>())
        return true;
      std::optional<Holding> Mutex = mutexOf(Site);
      return Mutex && Types.change(Site, *Mutex) != Change::None;
    });
  }

  void noteOwner(const VarDecl &Var) {
    if (Var.isStaticLocal() ||
        (Var.getType()->isReferenceType() && Var.isLocalVarDecl() && !extendsTemporary(Var)))
      return;
    SmallVector<OwnedPart, 1> Parts;
    findParts(Var.getType().getNonReferenceType(), {}, Parts, 3);
    if (Parts.empty())
      return;
    if (const Expr *Init = Var.getInit())
      Initialisers.insert(strip(Init));
    Owners[&Var] = std::move(Parts);
  }

  /// The class itself, or its members that own something.
  void findParts(QualType T, SmallVector<const FieldDecl *, 2> Path, SmallVectorImpl<OwnedPart> &Parts,
                 unsigned Depth) {
    if (std::optional<Holding> H = Types.owner(T)) {
      Parts.push_back({std::move(Path), *H});
      return;
    }
    const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
    if (!Class || !Class->hasDefinition() || Class->isUnion() || Depth == 0 || T->isDependentType())
      return;
    for (const FieldDecl *Field : Class->fields()) {
      if (Field->getType()->isReferenceType() || Field->getType()->isPointerType())
        continue;
      auto Longer = Path;
      Longer.push_back(Field);
      findParts(Field->getType(), std::move(Longer), Parts, Depth - 1);
    }
  }

  std::optional<Holding> mutexOf(const CallSite &Site) {
    if (Site.Object)
      return Types.mutex(Site.Object->getType());
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
    if (Method && Method->isInstance() && isa<CXXMemberCallExpr>(Site.E))
      return Types.mutex(*Method->getParent());
    return std::nullopt;
  }

  // ----- resources -----

  unsigned resource(Place Where, const Holding &Type, llvm::function_ref<void(HeldResource &)> Describe) {
    auto [It, New] =
        ByPlace.try_emplace(std::vector<const void *>(Where.begin(), Where.end()), Resources.size());
    if (New) {
      Resources.push_back(std::make_unique<HeldResource>());
      Resources.back()->Where = std::move(Where);
      Resources.back()->Type = Type;
      Describe(*Resources.back());
      Takes.emplace_back();
    }
    return It->second;
  }

  std::optional<unsigned> known(const Place &Where) const {
    auto It = ByPlace.find(std::vector<const void *>(Where.begin(), Where.end()));
    return Where.empty() || It == ByPlace.end() ? std::nullopt : std::optional(It->second);
  }

  /// The bit for resource \p R taken at \p Node.
  unsigned bit(unsigned R, const void *Node, SourceLocation Loc, const Twine &Text) {
    auto [It, New] = Bits.try_emplace({Node, R}, Steps.size());
    if (New) {
      std::string Subject = Resources[R]->Name.empty() ? "the lock" : "'" + Resources[R]->Name + "'";
      Steps.push_back({Loc, (Subject + " " + Text).str()});
      set(Takes[R], It->second);
      ++Resources[R]->Takes;
    }
    return It->second;
  }

  static void set(llvm::BitVector &Bits, unsigned Bit) {
    if (Bits.size() <= Bit)
      Bits.resize(Bit + 1);
    Bits.set(Bit);
  }

  bool isHeld(const State &S, unsigned R) const { return S.Held.anyCommon(Takes[R]); }
  bool isUntested(const State &S, unsigned R) const { return S.Untested.anyCommon(Takes[R]); }

  void drop(State &S, unsigned R) {
    S.Held.reset(Takes[R]);
    S.Untested.reset(Takes[R]);
  }

  void take(State &S, unsigned R, const void *Node, SourceLocation Loc, const Twine &Text, bool Tried) {
    drop(S, R);
    set(Tried ? S.Untested : S.Held, bit(R, Node, Loc, Text));
  }

  void dropWithin(State &S, const Place &Outer) {
    for (unsigned R = 0; R != Resources.size(); ++R)
      if (isWithin(Resources[R]->Where, Outer))
        drop(S, R);
  }

  void countRelease(unsigned R, const void *Node) {
    if (Releases.insert({Node, R}).second)
      ++Resources[R]->Releases;
  }

  std::string textOf(const Expr *E) const {
    if (!E || E->getBeginLoc().isMacroID() || E->getEndLoc().isMacroID())
      return {};
    return Lexer::getSourceText(CharSourceRange::getTokenRange(E->getSourceRange()),
                                U.ast().getSourceManager(), U.ast().getLangOpts())
        .str();
  }

  /// The mutex of `lock(m)` or `lock(&m)` as a message shows it.
  std::string mutexName(const Expr *E) const {
    E = withoutMove(E);
    if (const auto *Unary = dyn_cast_or_null<UnaryOperator>(E);
        Unary && (Unary->getOpcode() == UO_AddrOf || Unary->getOpcode() == UO_Deref))
      E = strip(Unary->getSubExpr());
    if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(E);
        Operator && (Operator->getOperator() == OO_Arrow || Operator->getOperator() == OO_Star))
      E = strip(Operator->getArg(0));
    return textOf(E);
  }

  SmallVector<LockedMutex, 1> mutexesOf(ArrayRef<const Expr *> Mutexes) const {
    SmallVector<LockedMutex, 1> Found;
    for (const Expr *Mutex : Mutexes)
      Found.push_back({mutexName(Mutex), placeOf(Mutex)});
    return Found;
  }

  static StringRef verb(Hold What, bool Tried) {
    switch (What) {
    case Hold::Transaction:
      return "is opened here";
    case Hold::Lease:
      return "is taken from its pool here";
    default:
      return Tried ? "is tried here" : "is taken here";
    }
  }

  unsigned ownerResource(const VarDecl &Var, const OwnedPart &Part, ArrayRef<const Expr *> Mutexes) {
    Place Where = placeOf(Var);
    for (const FieldDecl *Field : Part.Path)
      Where.push_back(Field->getCanonicalDecl());
    return resource(Where, Part.Type, [&](HeldResource &R) {
      R.Name = Var.getName().str();
      for (const FieldDecl *Field : Part.Path)
        R.Name += "." + Field->getNameAsString();
      R.Mutexes = mutexesOf(Mutexes);
      R.Owner = &Var;
      R.Made = Var.getInit();
    });
  }

  // ----- what statements do -----

  void enter(State &S) {
    for (const ParmVarDecl *Parameter : C.Decl->parameters()) {
      auto It = Owners.find(Parameter);
      if (It == Owners.end())
        continue;
      for (const OwnedPart &Part : It->second) {
        // A lease that is only referred to is its owner's to give back, and an optional one need not be
        // there.
        bool Borrowed = Parameter->getType()->isReferenceType();
        if ((Borrowed && Part.Type.What == Hold::Lease) || !Part.Path.empty())
          continue;
        unsigned R = ownerResource(*Parameter, Part, {});
        take(S, R, Parameter, Parameter->getLocation(),
             Part.Type.What == Hold::Transaction ? "is open when this coroutine starts"
                                                 : "is held when this coroutine starts",
             Part.Type.Wrapped);
      }
    }
    for (const auto *Required : C.Decl->specific_attrs<RequiresCapabilityAttr>())
      for (const Expr *Mutex : Required->args()) {
        Place Where = placeOf(Mutex);
        std::optional<Holding> Type = Types.mutex(Mutex->getType());
        if (Where.empty() || !Type)
          continue;
        unsigned R = resource(Where, *Type, [&](HeldResource &New) {
          New.Name = mutexName(Mutex);
          New.Mutexes = {{New.Name, New.Where}};
        });
        take(S, R, Required, Required->getLocation(), "is held by the caller", false);
      }
  }

  void transfer(State &S, const CFGElement &Element, bool Record) {
    if (std::optional<CFGStmt> Statement = Element.getAs<CFGStmt>())
      return statement(S, Statement->getStmt(), Record);
    if (std::optional<CFGAutomaticObjDtor> End = Element.getAs<CFGAutomaticObjDtor>())
      return dropWithin(S, Place{End->getVarDecl()->getCanonicalDecl()});
    if (std::optional<CFGTemporaryDtor> End = Element.getAs<CFGTemporaryDtor>())
      return dropWithin(S, Place{End->getBindTemporaryExpr()});
  }

  void statement(State &S, const Stmt *Node, bool Record) {
    if (const auto *Declaration = dyn_cast<DeclStmt>(Node)) {
      for (const Decl *D : Declaration->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D))
          declare(S, *Var);
    } else if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(Node)) {
      if (const Suspension *At = Record ? Suspensions.lookup(Suspend) : nullptr)
        record(S, *At);
    } else if (const auto *Temporary = dyn_cast<CXXBindTemporaryExpr>(Node)) {
      temporary(S, *Temporary);
    } else if (const auto *Construct = dyn_cast<CXXConstructExpr>(Node)) {
      if (Construct->getConstructor()->isMoveConstructor() && !Initialisers.count(strip(Construct)))
        moveAway(S, Construct->getArg(0), Construct);
    } else if (const auto *Call = dyn_cast<CallExpr>(Node)) {
      call(S, *Call);
    }
  }

  void declare(State &S, const VarDecl &Var) {
    auto It = Owners.find(&Var);
    if (It == Owners.end())
      return;
    for (const OwnedPart &Part : It->second)
      own(S, Var, Part, initialiserOf(Var, Part));
  }

  /// What a part of \p Var owns from now on.
  void own(State &S, const VarDecl &Var, const OwnedPart &Part, Ownership Made) {
    if (Made.From) {
      std::optional<unsigned> Source = known(fromPlace(Made.From, Part));
      return hand(S, Source, ownerResource(Var, Part, {}), &Var, Var.getLocation());
    }
    // Known from now on even if it owns nothing yet, so that a later lock() finds it.
    unsigned R = ownerResource(Var, Part, Made.Mutexes);
    if (Made.How == Change::None)
      return drop(S, R);
    adopt(S, Made.Mutexes);
    Resources[R]->FromStart = Made.How == Change::Take;
    apply(S, R, Made.How, &Var, Var.getLocation());
  }

  static Place fromPlace(const Expr *From, const OwnedPart &Part) {
    Place P = placeOf(From);
    if (!P.empty())
      for (const FieldDecl *Field : Part.Path)
        P.push_back(Field->getCanonicalDecl());
    return P;
  }

  /// \p R takes over what \p Source owns; all that is known of an unknown source is that nothing is known.
  void hand(State &S, std::optional<unsigned> Source, unsigned R, const void *Node, SourceLocation Loc) {
    if (Source == R)
      return;
    bool Held = Source && isHeld(S, *Source), Untested = Source && isUntested(S, *Source);
    drop(S, R);
    if (!Source)
      return;
    drop(S, *Source);
    countRelease(*Source, Node);
    if (Resources[R]->Mutexes.empty())
      Resources[R]->Mutexes = Resources[*Source]->Mutexes;
    if (!Held && !Untested)
      return;
    unsigned Bit =
        bit(R, Node, Loc, llvm::formatv("takes over what '{0}' holds here", Resources[*Source]->Name).str());
    if (Held)
      set(S.Held, Bit);
    if (Untested)
      set(S.Untested, Bit);
  }

  /// A guard over a mutex that is already locked by hand takes it over.
  void adopt(State &S, ArrayRef<const Expr *> Mutexes) {
    for (const Expr *Mutex : Mutexes)
      if (std::optional<unsigned> ByHand = known(placeOf(Mutex))) {
        countRelease(*ByHand, Mutex);
        drop(S, *ByHand);
      }
  }

  /// What the initialiser of \p Var makes of one of its owning parts.
  Ownership initialiserOf(const VarDecl &Var, const OwnedPart &Part) {
    const Expr *Init = strip(Var.getInit());
    if (!Init || Part.Path.empty())
      return Types.made(Init, Part.Type);
    // A struct with a guard in it: from another one, from a function, or by its members' initialisers.
    const Expr *Source = withoutMove(Init);
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(Init);
        Construct && Construct->getConstructor()->isCopyOrMoveConstructor())
      Source = withoutMove(Construct->getArg(0));
    if (Source->isGLValue())
      return {Change::Take, Source};
    if (isa<CallExpr, CoawaitExpr>(Source))
      return Types.made(Source, Part.Type);
    for (const FieldDecl *Field : Part.Path) {
      Source = memberInitialiser(Source, *Field);
      if (!Source)
        return {};
    }
    return Types.made(Source, Part.Type);
  }

  static const Expr *memberInitialiser(const Expr *Object, const FieldDecl &Field) {
    Object = strip(Object);
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Object))
      Object = strip(Cast->getSubExpr());
    if (const auto *List = dyn_cast<InitListExpr>(Object)) {
      // Bases come before the members.
      const auto *Class = dyn_cast<CXXRecordDecl>(Field.getParent());
      unsigned I = Field.getFieldIndex() + (Class ? Class->getNumBases() : 0);
      return I < List->getNumInits() ? List->getInit(I) : nullptr;
    }
    const auto *Construct = dyn_cast<CXXConstructExpr>(Object);
    const FunctionDecl *Definition = Construct ? Construct->getConstructor()->getDefinition() : nullptr;
    if (const auto *Constructor = dyn_cast_or_null<CXXConstructorDecl>(Definition))
      for (const CXXCtorInitializer *Init : Constructor->inits())
        if (Init->getAnyMember() == &Field && !isa<CXXDefaultInitExpr>(Init->getInit()))
          return Init->getInit();
    return nullptr;
  }

  /// A guard without a name lives to the end of the full expression, unless it initialises something.
  void temporary(State &S, const CXXBindTemporaryExpr &E) {
    std::optional<Holding> Type = Types.owner(E.getType());
    if (!Type || Type->What == Hold::Transaction || Type->What == Hold::Lease)
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
        if (Types.owner(Construct->getType()))
          return;
    Ownership Made = Types.made(E.getSubExpr(), *Type);
    if (Made.How == Change::None || Made.From)
      return;
    unsigned R =
        resource(Place{&E}, *Type, [&](HeldResource &New) { New.Mutexes = mutexesOf(Made.Mutexes); });
    take(S, R, &E, E.getBeginLoc(), "is taken here, to the end of this expression", Made.How == Change::Try);
  }

  void moveAway(State &S, const Expr *From, const void *Node) {
    Place P = placeOf(withoutMove(From));
    if (P.empty())
      return;
    for (unsigned R = 0; R != Resources.size(); ++R)
      if (isWithin(Resources[R]->Where, P) && Resources[R]->Owner) {
        countRelease(R, Node);
        drop(S, R);
      }
  }

  void call(State &S, const CallExpr &E) {
    const CallSite &Site = U.calls().site(&E);
    if (!Site.Callee || withoutMove(&E) != &E)
      return;
    if (const auto *Assign = dyn_cast<CXXOperatorCallExpr>(&E); Assign && Assign->getOperator() == OO_Equal)
      return assign(S, *Assign, Site);
    if (lockArguments(S, Site) || capabilities(S, Site))
      return;

    Place Object = Site.Object ? placeOf(Site.Object) : isa<CXXMemberCallExpr>(E) ? placeOfThis() : Place();
    Place On = Object;
    for (CallKind Kind : {CallKind::Begin, CallKind::End})
      if (const FunctionModel *M = Site.does(Kind))
        if (const Expr *Connection = Site.resource(*M))
          On = placeOf(Connection);
    if (Types.begins(Site))
      return begin(S, Site, On);
    if (std::optional<unsigned> Open = known(transactionOn(On)); Open && Types.ends(Site)) {
      countRelease(*Open, &E);
      return drop(S, *Open);
    }
    if (!Object.empty()) {
      if (std::optional<unsigned> R = known(Object); R && Resources[*R]->Owner)
        return method(S, *R, Site);
      if (std::optional<Holding> Mutex = mutexOf(Site))
        return byHand(S, Object, *Mutex, Types.change(Site, *Mutex), Site.Object, Site);
      if (std::optional<Holding> Owner = memberOwner(Site))
        return memberMethod(S, Object, *Owner, Site);
    }
    arguments(S, Site);
  }

  /// The transaction that is open on a connection, apart from the connection itself.
  static Place transactionOn(Place Connection) {
    static const char Mark = 0;
    if (!Connection.empty())
      Connection.push_back(&Mark);
    return Connection;
  }

  /// A guard that is a member of something, or stands behind an optional: lock_.lock(),
  /// holder.guard.unlock().
  std::optional<Holding> memberOwner(const CallSite &Site) {
    return Site.Object ? Types.owner(Site.Object->getType()) : std::nullopt;
  }

  unsigned memberResource(const Place &Where, const Holding &Type, const Expr *Named) {
    return resource(Where, Type, [&](HeldResource &R) { R.Name = textOf(Named); });
  }

  void memberMethod(State &S, const Place &Object, const Holding &Type, const CallSite &Site) {
    if (Types.change(Site, Type) == Change::None && !isEmplace(Site))
      return;
    method(S, memberResource(Object, Type, Site.Object), Site);
  }

  static bool isEmplace(const CallSite &Site) {
    return Site.Callee->getDeclName().isIdentifier() && Site.Callee->getName() == "emplace";
  }

  void method(State &S, unsigned R, const CallSite &Site) {
    const Holding Type = Resources[R]->Type;
    const void *Node = Site.E;
    SourceLocation Loc = Site.E->getExprLoc();
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Site.E))
      Loc = Member->getExprLoc();
    StringRef Name = Site.Callee->getDeclName().isIdentifier() ? Site.Callee->getName() : StringRef();
    if (Name == "swap" && Site.Args.size() == 1)
      return swap(S, R, known(placeOf(Site.Args[0])), Node, Loc);
    if (Type.Wrapped && isEmplace(Site)) {
      if (Resources[R]->Mutexes.empty() && !Site.Args.empty())
        Resources[R]->Mutexes = mutexesOf(Site.Args[0]);
      return take(S, R, Node, Loc, "is taken here", Site.does(CallKind::TryLock));
    }
    // reset(new guard(m))
    if (Type.Wrapped && Name == "reset" && Site.WrittenArgs == 1 && isa<CXXNewExpr>(Site.Args[0]))
      return take(S, R, Node, Loc, "is taken here", false);
    apply(S, R, Types.change(Site, Type), Node, Loc);
  }

  void apply(State &S, unsigned R, Change Does, const void *Node, SourceLocation Loc) {
    switch (Does) {
    case Change::None:
      return;
    case Change::Take:
    case Change::Try:
      return take(S, R, Node, Loc, verb(Resources[R]->Type.What, Does == Change::Try), Does == Change::Try);
    case Change::Drop:
      countRelease(R, Node);
      return drop(S, R);
    }
  }

  void byHand(State &S, const Place &Where, const Holding &Type, Change Does, const Expr *Named,
              const CallSite &Site) {
    if (Does == Change::None)
      return;
    unsigned R = resource(Where, Type, [&](HeldResource &New) {
      New.Name = Named ? mutexName(Named) : std::string("this");
      New.Mutexes = {{New.Name, New.Where}};
      New.Made = Site.E;
    });
    apply(S, R, Does, Site.E, Site.E->getExprLoc());
  }

  void begin(State &S, const CallSite &Site, const Place &Where) {
    if (Where.empty())
      return;
    const FunctionModel *M = Site.does(CallKind::Begin);
    const Expr *On = M ? Site.resource(*M) : Site.Object;
    Holding Type{Hold::Transaction, false, false, nullptr};
    unsigned R = resource(transactionOn(Where), Type, [&](HeldResource &New) {
      New.Name = mutexName(On);
      New.Made = Site.E;
    });
    take(S, R, Site.E, Site.E->getExprLoc(), "begins a transaction here", false);
  }

  /// lock(a, b), pthread_mutex_lock(&m): functions that take what they lock as arguments.
  bool lockArguments(State &S, const CallSite &Site) {
    if (isa<CXXMethodDecl>(Site.Callee))
      return false;
    const FunctionModel *M = nullptr;
    Change Does = Change::None;
    for (auto [Kind, Means] :
         {std::pair(CallKind::Lock, Change::Take), std::pair(CallKind::TryLock, Change::Try),
          std::pair(CallKind::Unlock, Change::Drop)})
      if (const FunctionModel *Found = Site.does(Kind)) {
        M = Found;
        Does = Means;
      }
    if (!M)
      return false;
    auto On = [&](const Expr *Arg) {
      Place Where = placeOf(Arg);
      if (Where.empty())
        return;
      std::optional<Holding> Type = Types.mutex(Arg->getType());
      if (std::optional<Holding> Owner = Types.owner(Arg->getType()))
        Type = Owner;
      else if (!Type && M->Resource) // a C type
        Type = Holding{Hold::ThreadLock, true, false, nullptr};
      if (Type)
        byHand(S, Where, *Type, Does, Arg, Site);
    };
    if (M->Resource) {
      if (const Expr *Arg = Site.arg(M->Resource))
        On(Arg);
    } else {
      llvm::for_each(Site.Args, On);
    }
    return true;
  }

  /// acquire_capability(m) and its kin, where they name a mutex other than the object.
  bool capabilities(State &S, const CallSite &Site) {
    bool Any = false;
    auto Each = [&](const auto &Attribute, Change Does) {
      for (const Expr *Named : Attribute->args()) {
        std::optional<Holding> Type = Types.mutex(Named->getType());
        Place Where = inCaller(Named, Site);
        if (!Type || Where.empty())
          continue;
        Any = true;
        byHand(S, Where, *Type, Does, Named, Site);
      }
    };
    for (const auto *A : Site.Callee->specific_attrs<AcquireCapabilityAttr>())
      Each(A, Change::Take);
    for (const auto *A : Site.Callee->specific_attrs<ReleaseCapabilityAttr>())
      Each(A, Change::Drop);
    for (const auto *A : Site.Callee->specific_attrs<TryAcquireCapabilityAttr>())
      Each(A, Change::Try);
    return Any;
  }

  /// The place of an attribute's argument, as the caller sees it.
  Place inCaller(const Expr *Named, const CallSite &Site) {
    Place P = placeOf(Named);
    if (P.empty())
      return P;
    for (unsigned I = 0; I != Site.Callee->getNumParams() && I < Site.Args.size(); ++I)
      if (P.front() == Site.Callee->getParamDecl(I)->getCanonicalDecl()) {
        Place Caller = placeOf(Site.Args[I]);
        if (!Caller.empty())
          Caller.append(P.begin() + 1, P.end());
        return Caller;
      }
    if (P.front() != placeOfThis().front() || !Site.Object)
      return P;
    Place Caller = placeOf(Site.Object);
    if (!Caller.empty())
      Caller.append(P.begin() + 1, P.end());
    return Caller;
  }

  void assign(State &S, const CXXOperatorCallExpr &E, const CallSite &Site) {
    std::optional<Holding> Type = Types.owner(E.getArg(0)->getType());
    Place Where = Type ? placeOf(E.getArg(0)) : Place();
    if (Where.empty()) {
      // Into something that is no guard as far as we know, for example a struct with one.
      moveAwayIfMoved(S, E.getArg(1), &E);
      return;
    }
    unsigned R = memberResource(Where, *Type, strip(E.getArg(0)));
    const Expr *Value = strip(E.getArg(1));
    Ownership Made =
        Value->isGLValue() ? Ownership{Change::Take, withoutMove(Value)} : Types.made(Value, *Type);
    if (Made.From) {
      countRelease(R, &E);
      return hand(S, known(placeOf(Made.From)), R, &E, E.getExprLoc());
    }
    if (Made.How == Change::None) {
      countRelease(R, &E);
      return drop(S, R);
    }
    if (Resources[R]->Mutexes.empty())
      Resources[R]->Mutexes = mutexesOf(Made.Mutexes);
    adopt(S, Made.Mutexes);
    apply(S, R, Made.How, &E, E.getExprLoc());
  }

  void swap(State &S, unsigned R, std::optional<unsigned> Other, const void *Node, SourceLocation Loc) {
    if (!Other || *Other == R)
      return drop(S, R);
    bool Held[2] = {isHeld(S, R), isHeld(S, *Other)};
    bool Untested[2] = {isUntested(S, R), isUntested(S, *Other)};
    unsigned Pair[2] = {R, *Other};
    for (unsigned I = 0; I != 2; ++I) {
      if (Resources[Pair[I]]->Mutexes.empty())
        Resources[Pair[I]]->Mutexes = Resources[Pair[1 - I]]->Mutexes;
      drop(S, Pair[I]);
      countRelease(Pair[I], Node);
      if (!Held[1 - I] && !Untested[1 - I])
        continue;
      unsigned Bit = bit(Pair[I], Node, Loc, "is swapped here with '" + Resources[Pair[1 - I]]->Name + "'");
      if (Held[1 - I])
        set(S.Held, Bit);
      if (Untested[1 - I])
        set(S.Untested, Bit);
    }
  }

  void moveAwayIfMoved(State &S, const Expr *Arg, const void *Node) {
    if (Arg->isXValue() && withoutMove(Arg) != strip(Arg))
      moveAway(S, Arg, Node);
  }

  /// A guard handed to a function: gone if moved, of unknown state if the function can change it.
  void arguments(State &S, const CallSite &Site) {
    if (Site.Args.size() == 2 && Site.Callee->getDeclName().isIdentifier() &&
        Site.Callee->getName() == "swap")
      if (std::optional<unsigned> R = known(placeOf(Site.Args[0])); R && Resources[*R]->Owner)
        return swap(S, *R, known(placeOf(Site.Args[1])), Site.E, Site.E->getExprLoc());
    for (unsigned I = 0; I != Site.Args.size(); ++I) {
      const Expr *Arg = Site.Args[I];
      if (!Arg->isGLValue() || I >= Site.Callee->getNumParams())
        continue;
      QualType Parameter = Site.Callee->getParamDecl(I)->getType();
      if (Parameter->isRValueReferenceType()) {
        moveAwayIfMoved(S, Arg, Site.E);
        continue;
      }
      if (!Parameter->isLValueReferenceType() || Parameter.getNonReferenceType().isConstQualified() ||
          Site.isModelled() || !Types.owner(Arg->getType()))
        continue;
      std::optional<unsigned> R = known(placeOf(Arg));
      if (!R || !isHeld(S, *R) || Resources[*R]->Type.What == Hold::Transaction ||
          Resources[*R]->Type.What == Hold::Lease)
        continue;
      // What waits with the lock, as a condition does, has it again afterwards; any other function may not.
      if (isa<CXXMethodDecl>(Site.Callee) || Body.enclosing<CoawaitExpr>(Site.E))
        continue;
      unsigned Bit = bit(*R, Site.E, Site.E->getExprLoc(), "is handed to a function here");
      drop(S, *R);
      set(S.Untested, Bit);
    }
  }

  // ----- conditions -----

  struct Test {
    unsigned Resource;
    bool OwnedIfTrue;
  };

  std::optional<Test> testOf(const Expr *E, unsigned Depth = 4) {
    E = strip(E);
    if (!E || Depth == 0)
      return std::nullopt;
    if (const auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot)
      return inverted(testOf(Not->getSubExpr(), Depth - 1));
    if (const auto *Binary = dyn_cast<BinaryOperator>(E); Binary && Binary->isEqualityOp())
      return comparison(Binary->getOpcode() == BO_EQ, Binary->getLHS(), Binary->getRHS(), Depth);
    if (const auto *Rewritten = dyn_cast<CXXRewrittenBinaryOperator>(E))
      return testOf(Rewritten->getSemanticForm(), Depth - 1);
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E);
        Operator && (Operator->getOperator() == OO_EqualEqual || Operator->getOperator() == OO_ExclaimEqual))
      return comparison(Operator->getOperator() == OO_EqualEqual, Operator->getArg(0), Operator->getArg(1),
                        Depth);
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
      return testOf(Cast->getSubExpr(), Depth - 1);
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      // const bool locked = m.try_lock();
      const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
      if (Var && Var->isLocalVarDecl() && Var->getInit() && Var->getType()->isIntegralOrEnumerationType() &&
          !isReassigned(*Var))
        return testOf(Var->getInit(), Depth - 1);
      return std::nullopt;
    }
    const auto *Call = dyn_cast<CallExpr>(E);
    if (!Call)
      return std::nullopt;
    const CallSite &Site = U.calls().site(Call);
    if (!Site.Callee)
      return std::nullopt;
    const Expr *On = Site.Object;
    bool OwnedIfTrue = true;
    if (const FunctionModel *M = Site.does(CallKind::TryLock); M && !isa<CXXMethodDecl>(Site.Callee)) {
      On = M->Resource ? Site.arg(M->Resource) : Site.Args.empty() ? nullptr : Site.Args.front();
      OwnedIfTrue = Call->getType()->isBooleanType(); // C functions return 0 when they got it
    }
    Place Where = On ? placeOf(On) : isa<CXXMemberCallExpr>(Call) ? placeOfThis() : Place();
    std::optional<unsigned> R = known(Where);
    if (!R)
      return std::nullopt;
    if (Holdings::isTest(Site) || Types.change(Site, Resources[*R]->Type) == Change::Try ||
        !isa<CXXMethodDecl>(Site.Callee))
      return Test{*R, OwnedIfTrue};
    return std::nullopt;
  }

  static std::optional<Test> inverted(std::optional<Test> T) {
    if (T)
      T->OwnedIfTrue = !T->OwnedIfTrue;
    return T;
  }

  /// `m.try_lock() == false`, `pthread_mutex_trylock(&m) == 0`, `guard != nullptr`
  std::optional<Test> comparison(bool Equal, const Expr *Left, const Expr *Right, unsigned Depth) {
    Left = strip(Left);
    Right = strip(Right);
    std::optional<Test> T;
    if (const auto *Literal = dyn_cast<CXXBoolLiteralExpr>(Right)) {
      T = testOf(Left, Depth - 1);
      return Equal == Literal->getValue() ? T : inverted(T);
    }
    if (isa<CXXNullPtrLiteralExpr>(Right) || Types.owner(Left->getType())) {
      if (std::optional<unsigned> R = known(placeOf(Left)))
        return Test{*R, !Equal};
      return std::nullopt;
    }
    T = testOf(Left, Depth - 1);
    // The constant that is compared with says success: 0, thrd_success, -1.
    if (T && Right->isEvaluatable(U.ast()))
      T->OwnedIfTrue = Equal;
    return T;
  }

  bool isReassigned(const VarDecl &Var) const {
    return llvm::any_of(Body.uses(Var), [&](const DeclRefExpr *Use) {
      const auto *Assign = dyn_cast_or_null<BinaryOperator>(Body.parent(Use));
      return Assign && Assign->isAssignmentOp() && strip(Assign->getLHS()) == Use;
    });
  }

  void refine(State &S, const Test &T, bool Branch) {
    if (Branch != T.OwnedIfTrue)
      return drop(S, T.Resource);
    llvm::BitVector Got = S.Untested;
    Got &= Takes[T.Resource];
    S.Held |= Got;
    S.Untested.reset(Got);
  }

  // ----- the answer -----

  void solve(const CFG &Graph) {
    std::vector<std::optional<State>> In(Graph.getNumBlockIDs());
    // Clang numbers blocks from the exit, so the greatest comes first.
    std::set<unsigned, std::greater<unsigned>> Work;
    std::vector<const CFGBlock *> Blocks(Graph.getNumBlockIDs());
    for (const CFGBlock *Block : Graph)
      Blocks[Block->getBlockID()] = Block;
    State Entry;
    enter(Entry);
    In[Graph.getEntry().getBlockID()] = Entry;
    Work.insert(Graph.getEntry().getBlockID());
    while (!Work.empty()) {
      const CFGBlock *Block = Blocks[*Work.begin()];
      Work.erase(Work.begin());
      State S = *In[Block->getBlockID()];
      for (const CFGElement &Element : *Block)
        transfer(S, Element, /*Record=*/false);
      const Expr *Condition = Block->succ_size() == 2 ? conditionOf(*Block) : nullptr;
      std::optional<Test> T = Condition ? testOf(Condition) : std::nullopt;
      unsigned Branch = 0;
      for (const CFGBlock::AdjacentBlock &Next : Block->succs()) {
        State Out = S;
        if (T)
          refine(Out, *T, Branch == 0);
        ++Branch;
        if (!Next)
          continue;
        std::optional<State> &Into = In[Next->getBlockID()];
        bool Changed = !Into || Into->join(Out);
        if (!Into)
          Into = std::move(Out);
        if (Changed)
          Work.insert(Next->getBlockID());
      }
    }
    for (const CFGBlock *Block : Blocks)
      if (Block && In[Block->getBlockID()]) {
        State S = *In[Block->getBlockID()];
        for (const CFGElement &Element : *Block)
          transfer(S, Element, /*Record=*/true);
      }
  }

  static const Expr *conditionOf(const CFGBlock &Block) {
    const Stmt *Terminator = Block.getTerminatorStmt();
    if (!isa_and_nonnull<IfStmt, WhileStmt, DoStmt, ForStmt, AbstractConditionalOperator, BinaryOperator>(
            Terminator))
      return nullptr;
    return dyn_cast_or_null<Expr>(Block.getTerminatorCondition());
  }

  void record(const State &S, const Suspension &At) {
    HeldAwait Found{&At, {}};
    for (unsigned R = Resources.size(); R-- != 0;)
      if (isHeld(S, R) && !isHandedTo(At, *Resources[R]))
        Found.Held.push_back({Resources[R].get(), liveTakes(S, R)});
    if (!Found.Held.empty())
      Awaits.push_back(std::move(Found));
  }

  SmallVector<Evidence, 2> liveTakes(const State &S, unsigned R) const {
    SmallVector<Evidence, 2> Live;
    for (unsigned Bit = 0; Bit != Steps.size(); ++Bit)
      if (Takes[R].size() > Bit && Takes[R].test(Bit) && S.Held.size() > Bit && S.Held.test(Bit))
        Live.push_back(Steps[Bit]);
    return Live;
  }

  /// An operation that is given the guard or its mutex, as a condition's wait is, gives it back while it
  /// waits.
  bool isHandedTo(const Suspension &At, const HeldResource &R) {
    if (R.Type.What == Hold::Transaction || R.Type.What == Hold::Lease)
      return false;
    return llvm::any_of(Body.calls(), [&](const Expr *E) {
      if (!Body.contains(At.E, E))
        return false;
      const CallSite &Site = U.calls().site(E);
      return llvm::any_of(Site.Args, [&](const Expr *Arg) {
        const CXXRecordDecl *Class = pointeeClass(Arg->getType());
        Place Given = Class ? placeOf(withoutMove(Arg)) : Place();
        if (Given.empty())
          return false;
        return llvm::any_of(R.Mutexes, [&](const LockedMutex &M) { return M.Where == Given; }) ||
               ((R.Type.Owner == Class->getDefinition() || Types.owner(Arg->getType())) && Given == R.Where);
      });
    });
  }

  Unit &U;
  const Coroutine &C;
  const BodyIndex &Body;
  Holdings Types;
  std::vector<std::unique_ptr<HeldResource>> &Resources;
  std::vector<HeldAwait> &Awaits;

  llvm::DenseMap<const Expr *, const Suspension *> Suspensions;
  llvm::DenseMap<const VarDecl *, SmallVector<OwnedPart, 1>> Owners;
  llvm::SmallPtrSet<const Expr *, 8> Initialisers;
  std::map<std::vector<const void *>, unsigned> ByPlace;
  std::vector<llvm::BitVector> Takes; ///< by resource: its bits
  std::map<std::pair<const void *, unsigned>, unsigned> Bits;
  std::vector<Evidence> Steps; ///< by bit
  std::set<std::pair<const void *, unsigned>> Releases;
};

struct HeldFacts : Session::Facts {
  explicit HeldFacts(Session &) {}
  llvm::DenseMap<const FunctionDecl *, std::unique_ptr<HeldResources>> Known;
};

} // namespace

HeldResources::HeldResources(Unit &U, const Coroutine &C) { Analysis(U, C, Resources, Awaits).run(); }

HeldResources::~HeldResources() = default;

const HeldResources &HeldResources::of(Unit &U, const Coroutine &C) {
  std::unique_ptr<HeldResources> &Slot = U.session().facts<HeldFacts>().Known[C.Decl];
  if (!Slot)
    Slot = std::make_unique<HeldResources>(U, C);
  return *Slot;
}

} // namespace cotidy
