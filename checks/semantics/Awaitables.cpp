// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Awaitables.h"

#include "semantics/BodyIndex.h"
#include "semantics/Calls.h"
#include "semantics/CoroutineOwners.h"
#include "semantics/HandedOn.h"
#include "semantics/Naming.h"
#include "semantics/SharedPromises.h"
#include "semantics/TemplateArguments.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/CXXInheritance.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

static NamedDecl *memberNamed(const CXXRecordDecl &Class, StringRef Name) {
  return memberNamed(Class, &Class.getASTContext().Idents.get(Name));
}

namespace {

/// Whether \p T is \p Class or another specialisation of its template.
bool isSameTemplate(QualType T, const CXXRecordDecl &Class) {
  T = T.getNonReferenceType();
  if (const auto *Record = T->getAsCXXRecordDecl();
      Record && Record->getCanonicalDecl() == Class.getCanonicalDecl())
    return true;
  const auto *Specialization = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  const auto *Named = T->getAs<TemplateSpecializationType>();
  if (!Specialization || !Named)
    return false;
  const TemplateDecl *Template = Named->getTemplateName().getAsTemplateDecl();
  return Template &&
         Template->getCanonicalDecl() == Specialization->getSpecializedTemplate()->getCanonicalDecl();
}

bool hasFreeOperatorCoawait(const CXXRecordDecl &Class) {
  const ASTContext &AST = Class.getASTContext();
  DeclarationName Name = AST.DeclarationNames.getCXXOperatorName(OO_Coawait);
  const DeclContext *Scope = Class.getEnclosingNamespaceContext();
  for (const NamedDecl *Found : Scope->lookup(Name)) {
    const FunctionDecl *F = Found->getAsFunction();
    if (F && F->getNumParams() == 1 && isSameTemplate(F->getParamDecl(0)->getType(), Class))
      return true;
  }
  return false;
}

bool isAwaitableByProtocol(const CXXRecordDecl &Class) {
  const ASTContext &AST = Class.getASTContext();
  if (memberNamed(Class, AST.DeclarationNames.getCXXOperatorName(OO_Coawait)))
    return true;
  if (memberNamed(Class, "await_ready") && memberNamed(Class, "await_suspend") &&
      memberNamed(Class, "await_resume"))
    return true;
  return hasFreeOperatorCoawait(Class);
}

/// Whether an object of this class has something to end with it: a coroutine that nobody has to hold leaves
/// none behind.
bool ownsSomething(const CXXRecordDecl &Class) {
  const CXXRecordDecl *Definition = lookInto(Class);
  return Definition && !Definition->hasTrivialDestructor();
}

/// A generator whose elements are awaited: stepping it gives something awaitable.
bool stepsAreAwaited(const CXXRecordDecl &Class) {
  for (StringRef Step : {"next", "begin", "operator()"})
    for (const CXXMethodDecl *Method : methodsNamed(Class, Step))
      if (const CXXRecordDecl *Result = classOf(Method->getReturnType());
          Result && isAwaitableByProtocol(*Result))
        return true;
  return false;
}

bool isMarkedMustUse(const CXXRecordDecl &Class) {
  const CXXRecordDecl *Definition = lookInto(Class);
  return Definition &&
         (Definition->hasAttr<WarnUnusedResultAttr>() || Definition->hasAttr<CoroReturnTypeAttr>());
}

} // namespace

bool isHandle(QualType T) {
  const CXXRecordDecl *Class = classOf(T, /*ThroughPointer=*/true);
  return Class && Class->getDeclName().isIdentifier() && Class->isInStdNamespace() &&
         Class->getName() == "coroutine_handle";
}

const Expr *resumedHandle(const Expr &Call) {
  const Expr *Object = nullptr;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call)) {
    if (const CXXMethodDecl *Method = Member->getMethodDecl();
        Method && Method->getDeclName().isIdentifier() && Method->getName() == "resume")
      Object = Member->getImplicitObjectArgument();
  } else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call);
             Operator && Operator->getOperator() == OO_Call) {
    Object = Operator->getArg(0);
  }
  return Object && isHandle(Object->getType()) ? Object : nullptr;
}

const CXXMethodDecl *suspendMethod(const CoroutineSuspendExpr &Await) {
  const Expr *Suspend = Await.getSuspendExpr();
  const auto *Call = Suspend ? dyn_cast<CallExpr>(Suspend->IgnoreImplicit()->IgnoreParenImpCasts()) : nullptr;
  // Of a handle that it gives, the compiler takes the address.
  if (const auto *Address = dyn_cast_or_null<CXXMemberCallExpr>(Call))
    if (const Expr *Object = Address->getImplicitObjectArgument(); isHandle(Object->getType()))
      Call = dyn_cast<CallExpr>(strip(Object));
  return Call ? dyn_cast_or_null<CXXMethodDecl>(Call->getDirectCallee()) : nullptr;
}

std::optional<bool> constantResult(const FunctionDecl &F) {
  const FunctionDecl *Definition = writtenDefinition(F);
  const auto *Body = Definition ? dyn_cast_or_null<CompoundStmt>(Definition->getBody()) : nullptr;
  if (!Body || Body->size() != 1)
    return std::nullopt;
  const auto *Return = dyn_cast<ReturnStmt>(Body->body_front());
  const auto *Literal = Return && Return->getRetValue()
                            ? dyn_cast<CXXBoolLiteralExpr>(Return->getRetValue()->IgnoreParenImpCasts())
                            : nullptr;
  return Literal ? std::optional(Literal->getValue()) : std::nullopt;
}

/// The promise that a partial specialisation of std::coroutine_traits gives every class of the template of
/// \p Class, where no coroutine of this unit has asked for that of \p Class itself.
static const CXXRecordDecl *promiseOfTemplate(const ClassTemplateDecl &Traits, const CXXRecordDecl &Class) {
  SmallVector<ClassTemplatePartialSpecializationDecl *, 4> Partial;
  const_cast<ClassTemplateDecl &>(Traits).getPartialSpecializations(Partial);
  for (const ClassTemplatePartialSpecializationDecl *Specialization : Partial) {
    const TemplateArgument &Result = Specialization->getTemplateArgs()[0];
    if (Result.getKind() == TemplateArgument::Type && isSameTemplate(Result.getAsType(), Class))
      if (const auto *Member = dyn_cast_or_null<TypeDecl>(memberNamed(*Specialization, "promise_type")))
        return classOrTemplate(Class.getASTContext().getTypeDeclType(Member));
  }
  return nullptr;
}

const CXXRecordDecl *Awaitables::promiseOf(const CXXRecordDecl &Class) const {
  if (const auto *Member = dyn_cast_or_null<TypeDecl>(memberNamed(Class, "promise_type")))
    return AST.getTypeDeclType(Member)->getAsCXXRecordDecl();
  // Through a specialisation of std::coroutine_traits for this type.
  const NamespaceDecl *Std = nullptr;
  for (NamedDecl *Found : AST.getTranslationUnitDecl()->lookup(&AST.Idents.get("std")))
    Std = Std ? Std : dyn_cast<NamespaceDecl>(Found);
  if (!Std)
    return nullptr;
  for (NamedDecl *Found : Std->lookup(&AST.Idents.get("coroutine_traits"))) {
    const auto *Traits = dyn_cast<ClassTemplateDecl>(Found);
    if (!Traits)
      continue;
    for (const ClassTemplateSpecializationDecl *Specialization : Traits->specializations()) {
      const TemplateArgument &Result = Specialization->getTemplateArgs()[0];
      const CXXRecordDecl *Of =
          Result.getKind() == TemplateArgument::Type ? Result.getAsType()->getAsCXXRecordDecl() : nullptr;
      if (!Of || Of->getCanonicalDecl() != Class.getCanonicalDecl())
        continue;
      if (const auto *Member = dyn_cast_or_null<TypeDecl>(memberNamed(*Specialization, "promise_type")))
        return AST.getTypeDeclType(Member)->getAsCXXRecordDecl();
    }
    if (const CXXRecordDecl *Promise = promiseOfTemplate(*Traits, Class))
      return Promise;
  }
  return nullptr;
}

/// Whether a method of that name gives an awaiter that is always ready, or never; none if it is not known.
static std::optional<bool> isReadyAt(const CXXRecordDecl &Promise, StringRef Suspension) {
  for (const CXXMethodDecl *Method : methodsNamed(Promise, Suspension)) {
    const CXXRecordDecl *Awaiter = classOf(Method->getReturnType());
    if (!Awaiter)
      continue;
    for (const CXXMethodDecl *Ready : methodsNamed(*Awaiter, "await_ready"))
      if (std::optional<bool> Always = constantResult(*Ready))
        return Always;
  }
  return std::nullopt;
}

/// Whether the frame goes when the coroutine is done, whoever has a handle to it.
static bool endsItself(const CXXRecordDecl &Promise) {
  return isReadyAt(Promise, "final_suspend").value_or(false);
}

/// Whether a coroutine needs nobody who looks after it: it is set going when it is made and frees itself at
/// its end, and it keeps neither a value nor an error for anybody.
static bool looksAfterItself(const CXXRecordDecl &Promise, Start Starts) {
  const bool GoesByItself = Starts == Start::Eager || isHandedOnAt(Promise, "initial_suspend");
  return GoesByItself && endsItself(Promise) && !methodsNamed(Promise, "return_void").empty() &&
         llvm::any_of(methodsNamed(Promise, "unhandled_exception"), [](const CXXMethodDecl *Handler) {
           const FunctionDecl *Written = writtenDefinition(*Handler);
           if (!Written || !Written->getBody())
             return false;
           const BodyIndex Body(*Written);
           return llvm::none_of(Body.calls(), [](const Expr *Call) {
             const auto *Plain = dyn_cast<CallExpr>(Call);
             const FunctionDecl *Callee = Plain ? Plain->getDirectCallee() : nullptr;
             return Plain && (!Callee || simpleName(*Callee) == "current_exception");
           });
         });
}

Start Awaitables::startOf(const CXXRecordDecl &Promise) const {
  const std::optional<bool> Ready = isReadyAt(Promise, "initial_suspend");
  if (!Ready || (!*Ready && isHandedOnAt(Promise, "initial_suspend")))
    return Start::Unknown;
  return *Ready ? Start::Eager : Start::Lazy;
}

const TypeModel *Awaitables::model(QualType T, TypeKind Kind) const {
  const CXXRecordDecl *Class = classOf(T);
  return Class ? model(*Class, Kind) : nullptr;
}

const TypeModel *Awaitables::model(const CXXRecordDecl &Class, TypeKind Kind) const {
  for (const TypeModel *M : Models.types(Class))
    if (M->Is == Kind)
      return M;
  if (const CXXRecordDecl *Definition = lookInto(Class))
    for (const CXXBaseSpecifier &Base : Definition->bases())
      if (const CXXRecordDecl *BaseClass = Base.getType()->getAsCXXRecordDecl();
          BaseClass && Base.getAccessSpecifier() == AS_public)
        if (const TypeModel *M = model(*BaseClass, Kind))
          return M;
  return nullptr;
}

const AwaitableInfo *Awaitables::info(QualType T) {
  const CXXRecordDecl *Class = classOf(T);
  return Class ? info(*Class) : nullptr;
}

const AwaitableInfo *Awaitables::info(const CXXRecordDecl &Named) {
  const CXXRecordDecl *Class = Named.getCanonicalDecl();
  auto [It, New] = Known.try_emplace(Class);
  if (!New)
    return It->second.get();
  // To classify one asks for others.
  std::optional<AwaitableInfo> Made = classify(*Class);
  return (Known[Class] = Made ? std::make_unique<AwaitableInfo>(*Made) : nullptr).get();
}

/// Whether what an object holds is the result or its absence, and no way to the coroutine: that has ended by
/// the time anybody sees the object.
bool Awaitables::keepsMonad(const CXXRecordDecl &Class) const {
  const CXXRecordDecl *Definition = lookInto(Class);
  return Definition && !ownsCoroutine(Class) && llvm::any_of(Definition->fields(), [&](const FieldDecl *F) {
           return model(F->getType(), TypeKind::Monadic) != nullptr;
         });
}

std::optional<AwaitableInfo> Awaitables::classify(const CXXRecordDecl &Class) {
  AwaitableInfo Info{&Class,        TypeKind::Awaitable,          nullptr, Start::Unknown,
                     Drop::Unknown, isAwaitableByProtocol(Class), false};
  constexpr TypeKind Asynchronous[] = {TypeKind::Task,           TypeKind::Future,   TypeKind::Operation,
                                       TypeKind::AsyncGenerator, TypeKind::Detached, TypeKind::Awaitable,
                                       TypeKind::Generator,      TypeKind::Monadic};
  for (TypeKind Kind : Asynchronous)
    if ((Info.Model = model(Class, Kind)))
      break;

  const CXXRecordDecl *Promise = promiseOf(Class);
  const std::optional<Start> Later = Promise ? startOfLaterHandle(Class, *Promise) : std::nullopt;
  if (Promise)
    Info.Starts = Later ? *Later : startOf(*Promise);
  if (Info.Model) {
    Info.Kind = Info.Model->Is;
    if (Info.Model->Starts != Start::Unknown)
      Info.Starts = Info.Model->Starts;
    Info.WhenDropped = Info.Model->WhenDropped;
    Info.MustConsume = Info.Kind == TypeKind::Task || Info.Kind == TypeKind::Future ||
                       Info.Kind == TypeKind::Operation || isMarkedMustUse(Class);
  } else if (Promise) {
    // When an instance begins that no coroutine has is not known: what is deduced has no body.
    if (Info.Starts != Start::Lazy && keepsMonad(Class))
      Info.Kind = TypeKind::Monadic;
    else if (Info.ByProtocol)
      Info.Kind = TypeKind::Task;
    else if (memberNamed(*Promise, "yield_value"))
      Info.Kind = stepsAreAwaited(Class) ? TypeKind::AsyncGenerator : TypeKind::Generator;
    else if (ownsCoroutine(Class))
      Info.Kind = Info.Starts == Start::Eager && endsItself(*Promise) && !ownsSomething(Class)
                      ? TypeKind::Detached
                      : TypeKind::Task;
    else if (memberNamed(*Promise, "return_value"))
      Info.Kind = TypeKind::Monadic;
    else
      Info.Kind = ownsSomething(Class) ? TypeKind::Task : TypeKind::Detached;
    if (Info.Kind == TypeKind::Task && Later == Start::Eager)
      Info.Kind = TypeKind::Future;
    const bool LeadsToWork = Info.ByProtocol || ownsCoroutine(Class);
    if ((Info.Kind == TypeKind::Task || Info.Kind == TypeKind::Future) &&
        (!LeadsToWork || (Info.Starts == Start::Eager && endsCoroutine(Class))))
      Info.WhenDropped = Drop::Cancels;
    else if (Info.Kind == TypeKind::Task && !isMarkedMustUse(Class) &&
             looksAfterItself(*Promise, Info.Starts))
      Info.WhenDropped = Drop::Harmless;
    Info.MustConsume = Info.Kind == TypeKind::Task && !Later ? LeadsToWork : isMarkedMustUse(Class);
  } else if (Info.ByProtocol) {
    Info.MustConsume = isMarkedMustUse(Class);
  } else {
    return std::nullopt;
  }

  // Nobody has to read a stream to its end, or at all.
  const bool IsStream = Info.Kind == TypeKind::Generator || Info.Kind == TypeKind::AsyncGenerator;
  if (Info.Kind == TypeKind::Detached || IsStream || Info.WhenDropped == Drop::Harmless)
    Info.MustConsume = false;
  if (Info.WhenDropped == Drop::Unknown && Info.Kind != TypeKind::Awaitable)
    Info.WhenDropped = Info.Starts == Start::Lazy    ? Drop::NeverRuns
                       : Info.Starts == Start::Eager ? Drop::RunsUnobserved
                                                     : Drop::Unknown;
  return Info;
}

bool Awaitables::maySuspend(const Expr *Await) const {
  const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(Await);
  if (!Suspend)
    return true;
  for (const Expr *Awaited : {Suspend->getOperand(), Suspend->getCommonExpr()})
    if (Awaited && model(Awaited->getType(), TypeKind::Ready))
      return false;
  if (!Suspend->getReadyExpr())
    return true;
  const auto *Ready = dyn_cast<CallExpr>(Suspend->getReadyExpr()->IgnoreImplicit()->IgnoreParenImpCasts());
  const FunctionDecl *Callee = Ready ? Ready->getDirectCallee() : nullptr;
  return !Callee || constantResult(*Callee) != true;
}

} // namespace cotidy
