// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/OwnHops.h"

#include "semantics/Naming.h"
#include "semantics/TemplateArguments.h"

#include "clang/Analysis/AnalysisDeclContext.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr llvm::StringLiteral RunWords[] = {"defer", "dispatch", "enqueue",  "execute", "post",
                                            "push",  "run",      "schedule", "submit"};

bool isThread(QualType T) {
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  return Class && Class->isInStdNamespace() &&
         (simpleName(*Class) == "thread" || simpleName(*Class) == "jthread");
}

/// The call that is handed the handle, itself or in a lambda; null if none is, or more than one.
const Expr *takerOf(const BodyIndex &Awaiter, const ParmVarDecl &Handle) {
  const Expr *Taker = nullptr;
  for (const DeclRefExpr *Use : Awaiter.uses(Handle)) {
    const Expr *Around = nullptr;
    const auto *Lambda = Awaiter.enclosing<LambdaExpr>(Use);
    const Stmt *Handed = Lambda ? static_cast<const Stmt *>(Lambda) : Use;
    for (const Stmt *Up = Awaiter.parent(Handed); isa_and_nonnull<Expr>(Up) && !Around;
         Up = Awaiter.parent(Up))
      if (const auto *Call = dyn_cast<CallExpr>(Up); Call && !isa<CXXOperatorCallExpr>(Call))
        Around = Call;
      else if (const auto *Made = dyn_cast<CXXConstructExpr>(Up); Made && isThread(Made->getType()))
        Around = Made;
    if (!Around || (Taker && Taker != Around))
      return nullptr;
    Taker = Around;
  }
  return Taker;
}

} // namespace

std::optional<OwnHop> ownHop(Unit &U, const BodyIndex &Body, const Suspension &At) {
  const auto *Await = dyn_cast<CoawaitExpr>(At.E);
  const CXXMethodDecl *Method = Await ? suspendMethod(*Await) : nullptr;
  const BodyIndex *Awaiter = Method ? U.visibleBody(Method) : nullptr;
  // What gives a result or goes on with another coroutine is no hop.
  if (!Awaiter || Method->getNumParams() != 1 || isHandle(Method->getReturnType()) ||
      !Await->getType()->isVoidType())
    return std::nullopt;
  const Expr *Taker = takerOf(*Awaiter, *Method->getParamDecl(0));
  if (!Taker)
    return std::nullopt;
  const CallSite &Site = U.calls().site(Taker);
  // With a time it is a timer, and in a container a list of those who wait for an event.
  if (!Site.Callee || llvm::any_of(Site.Args, [](const Expr *Arg) { return isTime(Arg->getType()); }))
    return std::nullopt;
  OwnHop Hop;
  const FunctionModel *Offload = Site.does(CallKind::Offload);
  Hop.IsOffload = Offload && Offload->BlockingPool.value_or(true);
  if (!Hop.IsOffload &&
      (AnalysisDeclContext::isInStdNamespace(Site.Callee) || !isNamedBy(*Site.Callee, RunWords)))
    return std::nullopt;
  if (Site.Object)
    Hop.Executors.push_back(Site.Object);
  Hop.Executors.append(Site.Args.begin(), Site.Args.end());
  Hop.Executors.push_back(At.Operand);
  for (const Stmt *Part : Body.nodes())
    if (isa<DeclRefExpr, MemberExpr>(Part) && Body.contains(At.Operand, Part))
      Hop.Executors.push_back(cast<Expr>(Part));
  return Hop;
}

bool ownsThreads(const CXXRecordDecl &Class) {
  return Class.hasDefinition() && llvm::any_of(Class.fields(), [](const FieldDecl *Field) {
           const QualType Element = firstTypeArgument(Field->getType()->getAsCXXRecordDecl());
           return isThread(Field->getType()) || (!Element.isNull() && isThread(Element));
         });
}

} // namespace cotidy
