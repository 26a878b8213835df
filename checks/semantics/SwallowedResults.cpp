// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/SwallowedResults.h"

#include "semantics/Drops.h"
#include "semantics/Naming.h"
#include "semantics/Place.h"
#include "semantics/TemplateArguments.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether an object of \p Class calls back for no result: `void (...)` of std::function<void(...)> and its
/// like.
bool callsForNothing(const CXXRecordDecl *Class) {
  const QualType Signature = firstTypeArgument(Class);
  const auto *Function = Signature.isNull() ? nullptr : Signature->getAs<FunctionProtoType>();
  return Function && Function->getReturnType()->isVoidType();
}

/// Whether \p Site makes such an object in a container of the standard: `handlers.emplace(name, callback)`.
bool emplacesForNothing(const CallSite &Site) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  const auto *Holder = Method ? dyn_cast<ClassTemplateSpecializationDecl>(Method->getParent()) : nullptr;
  return Holder && Holder->isInStdNamespace() && simpleName(*Method).contains("emplace") &&
         llvm::any_of(Holder->getTemplateArgs().asArray(), [](const TemplateArgument &Arg) {
           return Arg.getKind() == TemplateArgument::Type && callsForNothing(classOf(Arg.getAsType()));
         });
}

/// What calling an object or function of type \p T gives; null if that depends on the arguments.
QualType resultOf(QualType T) {
  T = T.getNonReferenceType();
  if (const auto *Function = (T->isPointerType() ? T->getPointeeType() : T)->getAs<FunctionProtoType>())
    return Function->getReturnType();
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition())
    return QualType();
  const CXXMethodDecl *Only = nullptr;
  for (const CXXMethodDecl *M : methodsNamed(*Class, "operator()"))
    if (M->isTemplated() || std::exchange(Only, M))
      return QualType();
  return Only ? Only->getReturnType() : QualType();
}

} // namespace

std::optional<SwallowedResult> swallowedResult(Unit &U, const Expr &Call) {
  const CallSite &Site = U.calls().site(&Call);
  const auto *Construct = dyn_cast<CXXConstructExpr>(&Call);
  const Expr *Callable = nullptr;
  if (Construct && Site.Args.size() == 1 && callsForNothing(Construct->getConstructor()->getParent()))
    Callable = Site.Args[0];
  else if (emplacesForNothing(Site) && !Site.Args.empty())
    Callable = Site.Args.back();
  // What is run elsewhere gives its result to nobody, unless the call returns something for it, or starts the
  // task that it is given.
  else if (const FunctionModel *M = Site.does(CallKind::Offload);
           M && M->Callable && (Construct || Call.getType()->isVoidType()) && !Site.does(CallKind::Spawn) &&
           !Site.does(CallKind::Detach))
    Callable = Site.arg(M->Callable);
  else if (const FunctionModel *M = Site.does(CallKind::Run); M && M->TellsErrors == Errors::Dropped)
    Callable = Site.arg(M->Callable);
  QualType Result = Callable ? resultOf(Callable->getType()) : QualType();
  const AwaitableInfo *Type = Result.isNull() ? nullptr : U.awaitables().info(Result);
  return Type && Type->MustConsume ? std::optional(SwallowedResult{Callable, Type}) : std::nullopt;
}

Finding findingOf(Unit &U, const SwallowedResult &Swallowed) {
  return Finding(Swallowed.Callable->getBeginLoc(),
                 llvm::formatv("the awaitable this {0} returns is dropped by its caller, which expects "
                               "nothing, so {1}; start it inside a callback that returns void",
                               isa<LambdaExpr>(withoutMove(Swallowed.Callable)) ? "lambda" : "callback",
                               consequenceOf(endOf(U, *Swallowed.Type)))
                     .str());
}

} // namespace cotidy
