// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/LoopSharing.h"

#include "semantics/ClassMembers.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Place.h"
#include "semantics/Sharing.h"
#include "semantics/TaskStarts.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

namespace {

/// How many references to follow back to what they refer to.
constexpr unsigned MaxReferences = 2;

/// A place that no other iteration has: it comes from the element, or is made in the iteration.
bool isOwn(const LoopCase &Case, const Expr *Place) {
  const ValueDecl *Root = Case.Flow.rootOf(Place);
  // What the element or a counter leads to; but not an object that differs only because the loop calls it.
  if (Root && Case.Parts.isLocal(Root) ? Case.Flow.variesIn(Place) : Case.Flow.variesIn(Place, Root))
    return true;
  if (Root && Case.Flow.isCounter(Root))
    return true;
  for (unsigned I = 0; Root && Case.Parts.isLocal(Root) && I != MaxReferences; ++I) {
    const auto *Var = dyn_cast<VarDecl>(Root);
    const bool Refers = Var && Var->getInit() &&
                        (Var->getType()->isReferenceType() || Var->getType()->isPointerType() ||
                         classOf(Var->getType(), true) != classOf(Var->getType()));
    if (!Refers || Case.Flow.isAwaited(Var->getInit()) || Case.Flow.variesIn(Var->getInit()))
      return true;
    const CallSite *Made = Case.U.calls().siteOf(Var->getInit());
    if (Made && !Made->Object && Made->Args.empty())
      return false;
    Root =
        Case.Flow.rootOf(Made && !Case.Flow.rootOf(Var->getInit()) && !Made->Args.empty() ? Made->Args.front()
                                                                                          : Var->getInit());
  }
  return Root && Case.Parts.isLocal(Root);
}

/// Whether one of the parameters is a buffer of bytes, as those of streams are: a pointer with a length, or a
/// span.
bool takesBytes(const CallSite &Site) {
  constexpr llvm::StringLiteral BufferWords[] = {"span", "buffer"};
  auto IsByte = [](QualType T) { return T->isCharType() || T->isVoidType() || T->isStdByteType(); };
  const auto Parameters = Site.Callee->parameters();
  const bool HasLength =
      llvm::any_of(Parameters, [](const ParmVarDecl *P) { return P->getType()->isUnsignedIntegerType(); });
  return llvm::any_of(Parameters, [&](const ParmVarDecl *P) {
    if (P->getType()->isPointerType())
      return HasLength && IsByte(P->getType()->getPointeeType());
    const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(classOf(P->getType()));
    if (!Class)
      return hasWord(classOf(P->getType()), BufferWords);
    const TemplateArgument &Element = Class->getTemplateArgs()[0];
    return hasWord(Class, BufferWords) && Element.getKind() == TemplateArgument::Type &&
           IsByte(Element.getAsType());
  });
}

bool isIgnored(const BodyIndex &Body, const Suspension &At) {
  if (At.E->getType()->isVoidType() || Body.isDiscarded(At.E))
    return true;
  const auto *Declaration = dyn_cast_or_null<DeclStmt>(Body.meaningfulParent(At.E));
  const auto *Var =
      Declaration && Declaration->isSingleDecl() ? dyn_cast<VarDecl>(Declaration->getSingleDecl()) : nullptr;
  return Var && !isa<DecompositionDecl>(Var) &&
         llvm::all_of(Body.uses(*Var), [&](const DeclRefExpr *Use) { return Body.isDiscarded(Use); });
}

/// Whether the loop gets the object of \p Site ready for it by a call whose result nobody wants:
/// `file.seek(start); co_await file.read(size)`.
bool isPrepared(const LoopCase &Case, const CallSite &Site) {
  const Place Object = placeOf(Site.Object);
  return !Object.empty() && llvm::any_of(Case.Body.calls(), [&](const Expr *E) {
    const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
    return Call && Case.Parts.isRepeated(Call) && Case.Body.isDiscarded(Call) && Call->getMethodDecl() &&
           !Call->getMethodDecl()->isConst() && !Case.Body.enclosing<CoroutineSuspendExpr>(Call) &&
           placeOf(Case.U.calls().site(Call).Object) == Object;
  });
}

/// What a method does to its object that only makes sense in order.
constexpr llvm::StringLiteral OrderWords[] = {"append", "replay"};

/// Whether \p Method adds to a channel or queue of the project's own: what one end puts in, the other takes
/// out in that order.
bool addsToChannel(const FunctionDecl &Method, const CXXRecordDecl *Class) {
  constexpr llvm::StringLiteral PutWords[] = {"enqueue", "push", "put", "send"};
  constexpr llvm::StringLiteral TakeWords[] = {"dequeue", "pop", "receive", "recv"};
  Class = Class ? lookInto(*Class) : nullptr;
  return Class && isNamedBy(Method, PutWords) &&
         llvm::any_of(Class->methods(), [&](const CXXMethodDecl *Other) {
           return isNamedBy(*Other, TakeWords) && Other->getMinRequiredArguments() == 0;
         });
}

bool isSharedBlocked(LoopCase &Case, const CallSite &Site, const Suspension &At, const Expr *Place,
                     const CXXRecordDecl *Class, bool Mutable) {
  if (Place && isOwn(Case, Place))
    return false;
  const ValueDecl *Root = Place ? Case.Flow.rootOf(Place) : nullptr;
  const std::string Name = Root    ? named(Root)
                           : Place ? std::string("one object")
                                   : std::string("this object");
  if (isOrdered(Case.U, Class))
    return Case.blocked(Dependence::Ordered, At.loc(), "operations on " + Name + " must follow each other");
  if (!Mutable || isSharable(Case.U, Class))
    return false;
  if (Root)
    Case.Shared.insert(Root);
  if (Place == Site.Object && takesBytes(Site))
    return Case.blocked(Dependence::Ordered, At.loc(),
                        "bytes go through " + Name + ", and must stay in order");
  if (Root && Place == Site.Object && isPrepared(Case, Site))
    return Case.blocked(Dependence::Ordered, At.loc(), Name + " is made ready for each of these operations");
  if (Place == Site.Object && (isNamedBy(*Site.Callee, OrderWords) || addsToChannel(*Site.Callee, Class)))
    return Case.blocked(Dependence::Ordered, At.loc(), "what is added to " + Name + " must stay in order");
  if (isIgnored(Case.Body, At))
    return Case.doubted(Dependence::SharedEffect, At.loc(),
                        "every iteration changes " + Name +
                            " and gives no result, so the order of effects may matter");
  const bool ForElement = llvm::any_of(
      Site.Args, [&](const Expr *Arg) { return Case.Flow.variesIn(Arg) || Case.Flow.isAwaited(Arg); });
  if (!ForElement)
    return Case.doubted(Dependence::SharedEffect, At.loc(),
                        "this step on " + Name +
                            " is not given the iteration's element, so it may depend on the steps before");
  return false;
}

} // namespace

bool isForElement(const LoopCase &Case, const CallSite &Site) {
  auto Carries = [&](const Expr *E) { return E && (Case.Flow.variesIn(E) || Case.Flow.isAwaited(E)); };
  return Carries(Site.Object) || llvm::any_of(Site.Args, Carries);
}

/// Whether the coroutine lambda that \p Site calls works on what it has captured from outside of the loop,
/// and on that one step after another: as if the operation were awaited here.
static bool isBlockedByCaptured(LoopCase &Case, const CallSite &Site, const Suspension &At) {
  const BodyIndex *Inner = Case.U.visibleBody(Site.Callee);
  if (!Inner)
    return false;
  auto IsCaptured = [&](const Expr *E) {
    const VarDecl *Root = E ? rootVariable(placeOf(E)) : nullptr;
    return Root && Root->getDeclContext() != &Inner->function() && !Case.Parts.isLocal(Root) &&
           isOrdered(Case.U, classOf(E->getType(), /*ThroughPointer=*/true));
  };
  for (const Expr *E : Inner->calls()) {
    if (!Inner->enclosing<CoroutineSuspendExpr>(E))
      continue;
    const CallSite &Step = Case.U.calls().site(E);
    SmallVector<const Expr *, 4> On(Step.Args.begin(), Step.Args.end());
    On.push_back(Step.Object);
    const auto Captured = llvm::find_if(On, IsCaptured);
    if (Captured != On.end())
      return Case.blocked(Dependence::Ordered, At.loc(),
                          "operations on " + named(namedObject(*Captured)) + " must follow each other");
  }
  return false;
}

/// `co_await log.each([this](const Entry &entry) { add(entry); })`: whether a callback puts what the
/// operation finds into this object.
static bool isTakenIn(const LoopCase &Case, const Expr *Arg) {
  const LambdaExpr *Lambda = lambdaBehind(Arg);
  const FunctionDecl *Callback = Lambda ? callOperator(*Lambda) : nullptr;
  const BodyIndex *Inner = Case.U.visibleBody(Callback);
  return Inner && llvm::any_of(Inner->calls(), [&](const Expr *E) {
           const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
           const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
           return Method && !Method->isConst() &&
                  isa<CXXThisExpr>(strip(Call->getImplicitObjectArgument())) &&
                  llvm::any_of(Call->arguments(), [&](const Expr *Given) {
                    const auto *Found = dyn_cast_or_null<ParmVarDecl>(rootVariable(placeOf(Given)));
                    return Found && Found->getDeclContext() == Callback;
                  });
         });
}

bool isBlockedBySharing(LoopCase &Case, const CallSite &Site, const Suspension &At) {
  if (llvm::any_of(Site.Args, [&](const Expr *Arg) { return isTakenIn(Case, Arg); }))
    return Case.doubted(Dependence::SharedEffect, At.loc(),
                        "every iteration changes this object, so the order of effects may matter");
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  if (Method && !Method->isStatic() && !isa<CXXConstructorDecl>(Method)) {
    const CXXRecordDecl *Class = Method->getParent();
    bool Mutable = !Method->isConst();
    if (Class->isLambda()) {
      // What a lambda reaches by reference counts as its own.
      Mutable = llvm::any_of(Class->captures(), [](const LambdaCapture &Capture) {
        return Capture.capturesThis() || Capture.getCaptureKind() == LCK_ByRef;
      });
    } else if (Method->getOverloadedOperator() == OO_Call) {
      Mutable = true; // a callable of unknown contents
    }
    if (isSharedBlocked(Case, Site, At, Site.Object, Site.ObjectClass ? Site.ObjectClass : Class, Mutable) ||
        (Class->isLambda() && isBlockedByCaptured(Case, Site, At)))
      return true;
  }
  const unsigned Parameters = Site.Callee ? Site.Callee->getNumParams() : 0;
  for (unsigned I = 0; I < Site.Args.size() && I < Parameters; ++I) {
    QualType T = Site.Callee->getParamDecl(I)->getType();
    const Expr *Arg = Site.Args[I];
    const CXXRecordDecl *Class = classOf(T, /*ThroughPointer=*/true);
    const bool ByPointer = T->isPointerType() || (Class && Class != classOf(T));
    const bool ByReference = T->isReferenceType();
    if (!Class || (!ByPointer && !ByReference) ||
        (isa<CXXConstructExpr, MaterializeTemporaryExpr>(Arg) && !ByPointer))
      continue;
    const QualType Target = T->isPointerType() || ByReference ? T->getPointeeType() : T;
    const bool Mutable = ByPointer ? !(T->isPointerType() && Target.isConstQualified())
                                   : !Target.isConstQualified() && Arg->isLValue();
    if (Case.Flow.rootOf(Arg) && isSharedBlocked(Case, Site, At, Arg, Class, Mutable))
      return true;
  }
  return false;
}

} // namespace cotidy
