// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Callbacks.h"

#include "semantics/AwaitedCalls.h"
#include "semantics/Crossings.h"
#include "semantics/Fate.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/TaskStarts.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr llvm::StringLiteral LaterWords[] = {"async", "post", "defer", "schedule", "enqueue", "submit"};
constexpr llvm::StringLiteral FormWords[] = {"coro", "co", "async", "awaitable", "await", "task"};

bool isOperation(const CallSite &Site) {
  return Site.does(CallKind::Io) || Site.does(CallKind::LocalIo) || Site.does(CallKind::Idle);
}

/// The words of a name without those that say how it completes.
SmallVector<std::string, 4> meaningOf(const NamedDecl &D) {
  SmallVector<std::string, 4> Words = wordsOf(simpleName(D));
  llvm::erase_if(Words, [](StringRef Word) { return Word.empty() || llvm::is_contained(FormWords, Word); });
  return Words;
}

/// Whether the callee of \p Site keeps what argument \p Place is, a callable, to call it later.
bool keepsArgument(Unit &U, const CallSite &Site, unsigned Place) {
  if (Site.Callee->getPrimaryTemplate() || Place >= Site.Callee->getNumParams())
    return false;
  const BodyIndex *Callee = U.visibleBody(Site.Callee);
  if (!Callee) {
    const QualType Taken = Site.Callee->getParamDecl(Place)->getType();
    return !Taken->isLValueReferenceType() && classOf(Taken) && isCallable(Taken) &&
           !isView(Taken.getNonReferenceType());
  }
  return llvm::any_of(Callee->uses(*Callee->function().getParamDecl(Place)), [&](const DeclRefExpr *Inner) {
    for (const Stmt *Up = Callee->parent(Inner); Up && isa<Expr>(Up); Up = Callee->parent(Up)) {
      const auto *Assign = dyn_cast<CXXOperatorCallExpr>(Up);
      if (Assign && Assign->isAssignmentOp() && Callee->contains(Assign->getArg(1), Inner))
        return isa<MemberExpr>(strip(Assign->getArg(0)));
      const auto *Add = dyn_cast<CXXMemberCallExpr>(Up);
      if (Add &&
          llvm::any_of(Add->arguments(), [&](const Expr *Arg) { return Callee->contains(Arg, Inner); }))
        return isa<MemberExpr>(strip(Add->getImplicitObjectArgument()));
    }
    return false;
  });
}

/// The variable by which the function of \p Lambda knows what \p Use in \p Body, within its captures, names.
const ValueDecl *capturedAs(const LambdaExpr &Lambda, const BodyIndex &Body, const DeclRefExpr &Use) {
  for (const LambdaCapture &Capture : Lambda.captures()) {
    const auto *Var = Capture.capturesVariable() ? dyn_cast<VarDecl>(Capture.getCapturedVar()) : nullptr;
    if (Var && (Var == Use.getDecl() || (Var->isInitCapture() && Body.contains(Var->getInit(), &Use))))
      return Var;
  }
  return nullptr;
}

/// Whether \p C calls \p Callback on some path after it has been suspended.
bool callsLate(Unit &U, const Coroutine &C, const ValueDecl &Callback) {
  llvm::SmallPtrSet<const Stmt *, 2> Calls;
  for (const DeclRefExpr *Use : C.Index->uses(Callback))
    if (const Expr *Call = callThrough(*Use, *C.Index))
      Calls.insert(Call);
  return !Calls.empty() &&
         crossing(
             U, C, [&](const Stmt &S) { return Calls.contains(&S) ? Mark::Relies : Mark::None; },
             [](const Suspension &) { return true; }, C.Index->root());
}

/// Whether \p Site gives a client of the project's own a callback that is told how it went: nothing comes of
/// the call itself, and its callee keeps the callback. What goes over elements is given a callable as well,
/// and so is what has something to tell time and again.
bool isOwnOperation(Unit &U, const BodyIndex &Body, const CallSite &Site) {
  constexpr llvm::StringLiteral OtherWords[] = {"each",      "visit", "walk",      "iterate", "traverse",
                                                "enumerate", "on",    "subscribe", "register"};
  const bool IsSetter = Site.Callee && Site.WrittenArgs == 1 && isNamedBy(*Site.Callee, {"set", "add"});
  if (Site.isModelled() || !Site.Callee || isa<CXXConstructExpr>(Site.E) ||
      Site.Callee->isOverloadedOperator() || IsSetter || isNamedBy(*Site.Callee, OtherWords) ||
      U.ast().getSourceManager().isInSystemHeader(Site.Callee->getLocation()) ||
      !(Site.E->getType()->isVoidType() || Body.isDiscarded(Site.E)))
    return false;
  for (unsigned I = 0; I < Site.Args.size(); ++I) {
    const LambdaExpr *Lambda = lambdaBehind(Site.Args[I]);
    const FunctionDecl *Handler = Lambda ? callOperator(*Lambda) : nullptr;
    if (Handler && !Handler->param_empty() && Handler->getReturnType()->isVoidType() &&
        keepsArgument(U, Site, I))
      return true;
  }
  return false;
}

unsigned stepsIn(Unit &U, const FunctionDecl &Handler) {
  if (!Handler.doesThisDeclarationHaveABody() || U.coroutine(Handler))
    return 0;
  const BodyIndex &Body = U.body(Handler);
  unsigned Most = 0;
  for (const Expr *Call : Body.calls())
    Most = std::max(Most, stepsFrom(U, Body, U.calls().site(Call)));
  return Most;
}

} // namespace

bool isCallable(QualType T) {
  T = T.getNonReferenceType();
  if (T->isFunctionType() || T->isFunctionPointerType())
    return true;
  const CXXRecordDecl *Class = classOf(T);
  return Class && Class->hasDefinition() && !methodsNamed(*Class, "operator()").empty();
}

/// A future of the project's own that nobody can await: `then` gives the next one of its kind.
static bool isOwnContinuation(const CallSite &Site) {
  constexpr llvm::StringLiteral FutureWords[] = {"async", "deferred", "future", "promise", "task"};
  const auto *Before = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Site.ObjectClass);
  const auto *After = dyn_cast_or_null<ClassTemplateSpecializationDecl>(classOf(Site.E->getType()));
  return Before && After && !Site.isModelled() && Site.Callee && simpleName(*Site.Callee) == "then" &&
         hasWord(Before, FutureWords) &&
         Before->getSpecializedTemplate()->getCanonicalDecl() ==
             After->getSpecializedTemplate()->getCanonicalDecl();
}

bool isContinuation(Unit &U, const CallSite &Site) {
  const auto *Call = dyn_cast<CXXMemberCallExpr>(Site.E);
  return Call && Site.Object &&
         ((isTask(U, Site.Object->getType()) && isTask(U, Call->getType())) || isOwnContinuation(Site)) &&
         llvm::any_of(Site.Args, [](const Expr *Arg) { return isCallable(Arg->getType()); });
}

bool endsLater(Unit &U, const CallSite &Site) {
  if (isOperation(Site) || Site.does(CallKind::Sleep) || isContinuation(U, Site))
    return true;
  return Site.Callee && !isa<CXXConstructExpr>(Site.E) && isNamedBy(*Site.Callee, LaterWords);
}

bool keepsCallback(Unit &U, const BodyIndex &Body, const CallSite &Site, const DeclRefExpr &Use) {
  if (Site.isModelled() || !Site.Callee || isa<CXXConstructExpr>(Site.E))
    return false;
  // A member that is given the callback: a queue of those who wait, or the function itself.
  if (U.ast().getSourceManager().isInSystemHeader(Site.Callee->getLocation()))
    return isa<CXXMethodDecl>(Site.Callee) && Site.Callee->getOverloadedOperator() != OO_Call &&
           isa_and_nonnull<MemberExpr>(Site.Object) && !Body.contains(Site.Object, &Use);
  const auto *Given = llvm::find_if(Site.Args, [&](const Expr *Arg) { return Body.contains(Arg, &Use); });
  // What the callback is only asked for, or a part of it, is not the callback.
  return Given != Site.Args.end() && isCallable((*Given)->getType()) &&
         keepsArgument(U, Site, Given - Site.Args.begin());
}

const Expr *callThrough(const DeclRefExpr &Use, const BodyIndex &Body) {
  const Stmt *Up = Body.meaningfulParent(&Use);
  if (const auto *Move = dyn_cast_or_null<CallExpr>(Up);
      Move && Move->getDirectCallee() && simpleName(*Move->getDirectCallee()) == "move")
    Up = Body.meaningfulParent(Move);
  const auto *Call = dyn_cast_or_null<CallExpr>(Up);
  const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Call);
  if (Operator)
    return Operator->getOperator() == OO_Call && strip(Operator->getArg(0)) != nullptr &&
                   Body.contains(Operator->getArg(0), &Use)
               ? Operator
               : nullptr;
  return Call && Body.contains(Call->getCallee(), &Use) && !isa<CXXMemberCallExpr>(Call) ? Call : nullptr;
}

bool startsCaller(Unit &U, const BodyIndex &Body, const CallExpr &Call, const DeclRefExpr &Use) {
  const CallSite &Site = U.calls().site(&Call);
  const LambdaExpr *Lambda = nullptr;
  for (const Stmt *Up = Body.parent(&Use); Up != &Call; Up = Body.parent(Up))
    if (const auto *Taker = dyn_cast<LambdaExpr>(Up))
      Lambda = Taker;
  const FunctionDecl *Started = nullptr;
  if (Lambda && startsTask(U, Body, Site) && llvm::is_contained(Site.Args, Lambda))
    Started = taskMaker(U, Lambda);
  else if (Site.Callee && (fateOf(U, Body, Call) == Fate::Started || goesOnAlone(U, Body, Call)))
    Started = Site.Callee;
  const Coroutine *C = Started ? U.coroutine(*Started) : nullptr;
  if (!C)
    return false;
  const ValueDecl *Callback = Lambda ? capturedAs(*Lambda, Body, Use) : nullptr;
  for (unsigned I = 0; !Lambda && I < Site.Args.size() && I < C->Decl->getNumParams(); ++I)
    if (Body.contains(Site.Args[I], &Use))
      Callback = C->Decl->getParamDecl(I);
  return Callback && callsLate(U, *C, *Callback);
}

unsigned stepsFrom(Unit &U, const BodyIndex &Body, const CallSite &Site) {
  if (llvm::none_of(Site.Args, [](const Expr *Arg) { return isCallable(Arg->getType()); }))
    return 0;
  unsigned Steps = 0;
  if (isContinuation(U, Site)) {
    const CallSite *Before = U.calls().siteOf(Site.Object);
    Steps = 1 + (Before ? stepsFrom(U, Body, *Before) : 0);
  } else if (endsLater(U, Site) || isOwnOperation(U, Body, Site)) {
    Steps = 1;
  }
  unsigned Within = 0;
  for (const Expr *Arg : Site.Args)
    if (const LambdaExpr *Lambda = Steps != 0 ? lambdaBehind(Arg) : nullptr)
      if (const FunctionDecl *Handler = callOperator(*Lambda))
        Within = std::max(Within, stepsIn(U, *Handler));
  return Steps + Within;
}

/// Whether the callee of \p Site is seen to do no more with what it can call than to call it, so that all is
/// done when it returns.
static bool callsAtOnce(Unit &U, const CallSite &Site) {
  const BodyIndex *Callee = U.visibleBody(Site.Callee);
  return Callee && llvm::all_of(Callee->function().parameters(), [&](const ParmVarDecl *Parameter) {
           return !isCallable(Parameter->getType()) ||
                  llvm::all_of(Callee->uses(*Parameter), [&](const DeclRefExpr *Use) {
                    return callThrough(*Use, *Callee) && !Callee->enclosing<LambdaExpr>(Use);
                  });
         });
}

std::string awaitableForm(Unit &U, const CallSite &Site) {
  const Expr *Last = Site.arg(LastArg);
  // What a default argument gives was nobody's choice here.
  const bool HasCallback = llvm::any_of(ArrayRef(Site.Args).take_front(Site.WrittenArgs),
                                        [](const Expr *Arg) { return isCallable(Arg->getType()); });
  if (!Site.Callee || !HasCallback || isa<CXXConstructExpr>(Site.E))
    return "";
  // One function for every way to complete: the last argument says which.
  const FunctionTemplateDecl *Template = Site.Callee->getPrimaryTemplate();
  if (Template && Last && lambdaBehind(Last) && (Site.does(CallKind::Io) || Site.does(CallKind::LocalIo)))
    return quoted(*Site.Callee) + " with a token to await";
  const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
  if (!Method || Method->isStatic() || !Method->getReturnType()->isVoidType() || callsAtOnce(U, Site))
    return "";
  const SmallVector<std::string, 4> Wanted = meaningOf(*Method);
  for (const Decl *D : Method->getParent()->decls()) {
    const auto *Other = dyn_cast_or_null<CXXMethodDecl>(D->getAsFunction());
    if (Other && Other != Method && !Wanted.empty() && meaningOf(*Other) == Wanted &&
        U.awaitables().info(Other->getReturnType()) &&
        llvm::none_of(Other->parameters(), [](const ParmVarDecl *P) { return isCallable(P->getType()); }))
      return describe(*Other, Method->getParent());
  }
  return "";
}

} // namespace cotidy
