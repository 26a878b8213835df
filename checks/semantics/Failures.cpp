// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Failures.h"

#include "semantics/Errors.h"
#include "semantics/Naming.h"
#include "semantics/Outcomes.h"
#include "semantics/Pauses.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether \p Handler lets what it caught, or something else, out again.
bool throwsAgain(const BodyIndex &Body, const CXXCatchStmt &Handler) {
  return llvm::any_of(Body.nodes(), [&](const Stmt *S) {
    if (!Body.contains(&Handler, S))
      return false;
    const auto *Call = dyn_cast<CallExpr>(S);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    return isa<CXXThrowExpr>(S) || (Callee && Callee->isNoReturn());
  });
}

bool isNothrow(const FunctionDecl &F) {
  const auto *Type = F.getType()->getAs<FunctionProtoType>();
  return Type && !isUnresolvedExceptionSpec(Type->getExceptionSpecType()) && Type->isNothrow();
}

/// Whether an operation's completion token makes its errors part of the result.
bool givesErrorAsValue(Unit &U, const CallSite &Site) {
  return llvm::any_of(Site.Args, [&](const Expr *Argument) {
    const TypeModel *Token = U.awaitables().model(Argument->getType(), TypeKind::Token);
    return Token && Token->Means == TokenMeaning::ErrorAsValue;
  });
}

/// Whether what an await gives says by itself whether it went well: a status beside a value, or either of
/// two.
bool saysHowItWent(Unit &U, QualType Result) {
  if (holdsError(U, Result))
    return true;
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(classOf(Result));
  if (!Class || !Class->getIdentifier())
    return Result->isEnumeralType();
  if (Class->getName().contains("expected") || Class->getName().contains("outcome"))
    return true;
  if (!Class->isInStdNamespace() || (Class->getName() != "pair" && Class->getName() != "tuple"))
    return false;
  const TemplateArgument &First = Class->getTemplateArgs()[0];
  const QualType Status = First.getKind() == TemplateArgument::Type ? First.getAsType()
                          : First.getKind() == TemplateArgument::Pack && First.pack_size()
                              ? First.pack_begin()->getAsType()
                              : QualType();
  return !Status.isNull() && Status->isEnumeralType();
}

/// `result.value()`, which throws what went wrong.
bool isUnpacked(const BodyIndex &Body, const Expr &Result) {
  const auto *Member = dyn_cast_or_null<MemberExpr>(Body.meaningfulParent(&Result));
  const auto *Getter = Member ? dyn_cast<CXXMethodDecl>(Member->getMemberDecl()) : nullptr;
  return Getter && simpleName(*Getter) == "value" && !isNothrow(*Getter);
}

/// Whether nobody asks first what an await gives: `(co_await fetch()).value()`, in one statement or in two.
bool throwsItsError(const BodyIndex &Body, const Suspension &At) {
  const VarDecl *Kept = resultVariable(Body, At);
  const ArrayRef<const DeclRefExpr *> Uses = Kept ? Body.uses(*Kept) : ArrayRef<const DeclRefExpr *>();
  return isUnpacked(Body, *At.E) || (!Uses.empty() && llvm::all_of(Uses, [&](const DeclRefExpr *Use) {
           return isUnpacked(Body, *Use);
         }));
}

/// A pause of the project's own is believed by its name and its duration unless its body is there to be
/// asked.
bool neverFails(Unit &U, const CallSite &Site) {
  for (CallKind Kind : {CallKind::Sleep, CallKind::Yield, CallKind::Hop, CallKind::Ready})
    if (Site.does(Kind))
      return true;
  return isTimedPause(Site) && !(Site.Callee && U.coroutine(*Site.Callee));
}

bool mayThrowFrom(Unit &U, const BodyIndex &Body, const Suspension &At, unsigned Depth) {
  if (const auto *Await = dyn_cast<CoroutineSuspendExpr>(At.E))
    if (const auto *Resume = dyn_cast_or_null<CallExpr>(strip(Await->getResumeExpr())))
      if (const FunctionDecl *Callee = Resume->getDirectCallee(); Callee && isNothrow(*Callee))
        return false;
  if (saysHowItWent(U, At.E->getType()))
    return throwsItsError(Body, At);
  const CallSite *Site = U.calls().operation(At.Operand);
  if (!Site)
    return true;
  if (neverFails(U, *Site) || givesErrorAsValue(U, *Site))
    return false;
  return !Depth || !Site->Callee || !U.coroutine(*Site->Callee) || escapesOf(U, *Site->Callee, Depth - 1).May;
}

} // namespace

bool catchesAll(const CXXCatchStmt &Handler) {
  const CXXRecordDecl *Class = Handler.getExceptionDecl() ? classOf(Handler.getCaughtType()) : nullptr;
  return !Handler.getExceptionDecl() ||
         (Class && Class->isInStdNamespace() && Class->getDeclName().isIdentifier() &&
          (Class->getName() == "exception" || Class->getName() == "runtime_error" ||
           Class->getName() == "system_error"));
}

/// Whether \p Handler takes an exception of class \p Thrown; of one of which nothing is known, whether it is
/// for all.
static bool takes(const CXXCatchStmt &Handler, const CXXRecordDecl *Thrown) {
  if (!Thrown || !Handler.getExceptionDecl())
    return catchesAll(Handler);
  const CXXRecordDecl *Caught = classOf(Handler.getCaughtType());
  return Caught &&
         (Caught->getCanonicalDecl() == Thrown->getCanonicalDecl() || Thrown->isDerivedFrom(Caught));
}

const CXXCatchStmt *endsFailuresOf(const BodyIndex &Body, const Stmt *S, const CXXRecordDecl *Thrown) {
  for (const auto *Try = Body.enclosing<CXXTryStmt>(S); Try; Try = Body.enclosing<CXXTryStmt>(Try)) {
    if (!Body.contains(Try->getTryBlock(), S))
      continue;
    for (unsigned N = 0; N < Try->getNumHandlers(); ++N)
      if (const CXXCatchStmt &Handler = *Try->getHandler(N);
          takes(Handler, Thrown) && !throwsAgain(Body, Handler))
        return &Handler;
  }
  return nullptr;
}

/// The class of what is thrown, where it is known whole.
static const CXXRecordDecl *thrownBy(const CXXThrowExpr &Throw) {
  const CXXRecordDecl *Class = Throw.getSubExpr() ? classOf(Throw.getSubExpr()->getType()) : nullptr;
  Class = Class ? Class->getDefinition() : nullptr;
  return Class && !Class->hasAnyDependentBases() ? Class : nullptr;
}

/// Whether \p F, a coroutine, or one that it awaits throws something that \p IsTaken denies:
/// `catch (const std::system_error &)` is enough for what a library awaits, and not for what is written here.
static bool throwsOther(Unit &U, const FunctionDecl &F,
                        llvm::function_ref<bool(const CXXRecordDecl &)> IsTaken, unsigned Depth) {
  const Coroutine *C = Depth ? U.coroutine(F) : nullptr;
  if (!C)
    return false;
  for (const Stmt *S : C->Index->nodes()) {
    const auto *Throw = dyn_cast<CXXThrowExpr>(S);
    const CXXRecordDecl *Thrown = Throw ? thrownBy(*Throw) : nullptr;
    if (Thrown && !endsFailuresOf(*C->Index, Throw, Thrown) && !IsTaken(*Thrown))
      return true;
  }
  return llvm::any_of(C->Index->suspensions(), [&](const Suspension &At) {
    const CallSite *Site = At.isYield() ? nullptr : U.calls().operation(At.Operand);
    return Site && Site->Callee &&
           throwsOther(
               U, *Site->Callee,
               [&](const CXXRecordDecl &Thrown) {
                 return endsFailuresOf(*C->Index, At.E, &Thrown) || IsTaken(Thrown);
               },
               Depth - 1);
  });
}

bool isPlainValue(const Expr *E) {
  if (!E)
    return true;
  if (isa<CallExpr, LambdaExpr, CXXThrowExpr, CXXNewExpr>(E))
    return false;
  return llvm::all_of(E->children(), [](const Stmt *Child) {
    const auto *Inner = dyn_cast_or_null<Expr>(Child);
    return !Child || (Inner && isPlainValue(Inner));
  });
}

/// The same of a plain function that only calls a coroutine and returns its task.
static Escapes escapesOfResult(Unit &U, const FunctionDecl &F, unsigned Depth) {
  const BodyIndex *Body = Depth ? U.visibleBody(&F) : nullptr;
  bool Returns = false;
  for (const Stmt *S : Body ? Body->nodes() : ArrayRef<const Stmt *>())
    if (const auto *Return = dyn_cast<ReturnStmt>(S)) {
      const CallSite *Made = Return->getRetValue() ? U.calls().operation(Return->getRetValue()) : nullptr;
      const Escapes Out = Made && Made->Callee ? escapesOf(U, *Made->Callee, Depth - 1) : Escapes();
      if (Out.May)
        return Out;
      Returns = true;
    }
  return {!Returns, nullptr};
}

bool mayThrow(Unit &U, const BodyIndex &Body, const Suspension &At) {
  return !At.isYield() && mayThrowFrom(U, Body, At, 3);
}

Escapes escapesOf(Unit &U, const FunctionDecl &F, unsigned Depth) {
  if (isNothrow(F))
    return {false, nullptr};
  const Coroutine *C = U.coroutine(F);
  if (!C)
    return escapesOfResult(U, F, Depth);
  for (const Stmt *S : C->Index->nodes())
    if (const auto *Throw = dyn_cast<CXXThrowExpr>(S);
        Throw && !endsFailuresOf(*C->Index, S, thrownBy(*Throw)))
      return {true, S};
  for (const Suspension &At : C->Index->suspensions()) {
    if (At.isYield())
      continue;
    const CallSite *Site = U.calls().operation(At.Operand);
    const bool Ends = endsFailuresOf(*C->Index, At.E);
    auto IsTaken = [&](const CXXRecordDecl &Thrown) {
      return endsFailuresOf(*C->Index, At.E, &Thrown) != nullptr;
    };
    if (Ends ? Site && Site->Callee && throwsOther(U, *Site->Callee, IsTaken, Depth)
             : mayThrowFrom(U, *C->Index, At, Depth))
      return {true, At.E};
  }
  return {false, nullptr};
}

bool endsProcess(Unit &U, const FunctionDecl &Task) {
  const AwaitableInfo *Type = U.awaitables().info(Task.getReturnType());
  const CXXRecordDecl *Promise =
      Type && Type->Kind == TypeKind::Task && !Type->Model ? U.awaitables().promiseOf(*Type->Class) : nullptr;
  return Promise &&
         llvm::any_of(methodsNamed(*Promise, "unhandled_exception"), [](const CXXMethodDecl *Method) {
           const FunctionDecl *Written = writtenDefinition(*Method);
           const auto *Body = Written ? dyn_cast_or_null<CompoundStmt>(Written->getBody()) : nullptr;
           const auto *Only = Body && Body->size() == 1 ? dyn_cast<Expr>(Body->body_front()) : nullptr;
           const auto *Call = Only ? dyn_cast<CallExpr>(strip(Only)) : nullptr;
           const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
           return Callee && (Callee->isNoReturn() || isNamedBy(*Callee, {"abort", "panic", "terminate"}));
         });
}

} // namespace cotidy
