// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds awaitables that are made and then lost, and says what that does to their work.

#include "semantics/Consumption.h"
#include "semantics/CoroutineCheck.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {
namespace {

StringRef consequence(const AwaitableInfo &Info) {
  switch (Info.WhenDropped) {
  case Drop::NeverRuns:
    return "its work never runs";
  case Drop::RunsUnobserved:
    return "its work runs on unobserved and its errors are lost";
  case Drop::Blocks:
    return "its destructor blocks this thread until the work is done";
  case Drop::Terminates:
    return "its destructor ends the process";
  case Drop::Cancels:
    return "its work is cancelled here";
  case Drop::Unknown:
  case Drop::Harmless:
    break;
  }
  return "its result and errors are lost";
}

/// The type a call makes its caller's callback return: `void (...)` of std::function<void(...)> and its like.
bool takesVoidCallback(const CXXConstructExpr &Construct) {
  const auto *Class = dyn_cast<ClassTemplateSpecializationDecl>(Construct.getConstructor()->getParent());
  if (!Class || Class->getTemplateArgs().size() == 0)
    return false;
  const TemplateArgument &Signature = Class->getTemplateArgs()[0];
  const auto *Function = Signature.getKind() == TemplateArgument::Type
                             ? Signature.getAsType()->getAs<FunctionProtoType>()
                             : nullptr;
  return Function && Function->getReturnType()->isVoidType();
}

class DiscardedAwaitable : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{
      "discarded-awaitable", "finds awaitables that are never awaited, started, joined, returned or stored",
      FixKind::Offered, Profile::Recommended, Instantiations::Any};

  void checkFunction(const FunctionDecl &F) override {
    const BodyIndex &Body = unit().body(F);
    const Consumption Consumed(unit(), Body);
    for (const Expr *Call : Body.calls())
      checkExpression(*Call, Body, Consumed);
    for (const Suspension &At : Body.suspensions())
      checkExpression(*At.E, Body, Consumed);
    for (const VarDecl *Var : Body.locals())
      checkVariable(*Var, Body, Consumed);
    for (const LambdaInfo &Lambda : Body.lambdas())
      checkCallback(Lambda, Body);
  }

private:
  const bool AllowCastToVoid = option(
      "AllowCastToVoid", true, "a cast to void or std::ignore keeps awaitables that already run quiet");
  const std::vector<std::string> AllowedTypes =
      list("AllowedTypes", "", "qualified class names of awaitables that may be dropped");

  bool isLost(Loss How, const AwaitableInfo &Type) const {
    if (How == Loss::None || Type.WhenDropped == Drop::Harmless ||
        llvm::any_of(AllowedTypes,
                     [&](const std::string &Name) { return ModelSet::isNamed(*Type.Class, Name); }))
      return false;
    // Work that never begins is lost however deliberate the dropping looks.
    return How == Loss::Dropped || !AllowCastToVoid || Type.WhenDropped == Drop::NeverRuns;
  }

  void checkExpression(const Expr &E, const BodyIndex &Body, const Consumption &Consumed) {
    const AwaitableInfo *Type = E.isPRValue() ? unit().awaitables().info(E.getType()) : nullptr;
    if (!Type || !Type->MustConsume || !isLost(Consumed.of(E), *Type))
      return;
    const auto *Call = dyn_cast<CallExpr>(&E);
    // What it gives back is a handle for those who want one.
    if (Call && unit().calls().site(Call).does(CallKind::Detach))
      return;
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    const auto *Named = dyn_cast_or_null<NamedDecl>(Callee);
    std::string What = isa<CoroutineSuspendExpr>(E) ? "the awaitable that this await yields"
                       : Named && Callee->getDeclName().isIdentifier()
                           ? llvm::formatv("the awaitable returned by {0}", quoted(*Named)).str()
                           : "this awaitable";
    Finding Lost(E.getBeginLoc(),
                 llvm::formatv("{0} is dropped, so {1}; await it", What, consequence(*Type)).str());
    Lost.Highlights.push_back(E.getSourceRange());
    offerAwait(Lost, E, Body);
    report(std::move(Lost), Body.function());
  }

  void checkVariable(const VarDecl &Var, const BodyIndex &Body, const Consumption &Consumed) {
    const AwaitableInfo *Type = Consumed.held(Var.getType());
    // A variable whose destructor waits or cancels is a scope for the work, as std::async's future is.
    if (!Type || Var.getType()->isReferenceType() || Type->WhenDropped == Drop::Blocks ||
        Type->WhenDropped == Drop::Cancels || !isLost(Consumed.of(Var), *Type))
      return;
    bool Itself = unit().awaitables().info(Var.getType()) == Type;
    if (Itself && !Var.hasInit())
      return;
    report(Finding(Var.getLocation(),
                   llvm::formatv(Itself ? "{0} is never awaited, so {1}; await it"
                                        : "nothing in {0} is ever awaited; for each, {1}; await them",
                                 quoted(Var), consequence(*Type))
                       .str()),
           Body.function());
  }

  // std::function<void()> f = []() -> task<> { ... };
  void checkCallback(const LambdaInfo &Lambda, const BodyIndex &Body) {
    const AwaitableInfo *Type = unit().awaitables().info(Lambda.E->getCallOperator()->getReturnType());
    if (!Type || !Type->MustConsume || Type->WhenDropped == Drop::Harmless)
      return;
    for (const Stmt *Up = Body.parent(Lambda.E); isa_and_nonnull<Expr>(Up); Up = Body.parent(Up))
      if (const auto *Construct = dyn_cast<CXXConstructExpr>(Up); Construct && takesVoidCallback(*Construct))
        return report(
            Finding(Lambda.E->getBeginLoc(),
                    llvm::formatv("the awaitable this lambda returns is dropped by a callback of type void, "
                                  "so {0}; start it inside the lambda",
                                  consequence(*Type))
                        .str()),
            Body.function());
  }

  void offerAwait(Finding &Lost, const Expr &E, const BodyIndex &Body) {
    const Coroutine *C = unit().coroutine(Body.function());
    if (!C || !C->Async || isa<CoroutineSuspendExpr>(E) || !unit().canAwaitHere(*C, &E, E.getType()))
      return;
    // One arm of a conditional alone would change the type of the other; what is assigned may become void.
    for (const Stmt *Up = Body.parent(&E); isa_and_nonnull<Expr>(Up); Up = Body.parent(Up))
      if (isa<AbstractConditionalOperator, CXXOperatorCallExpr>(Up))
        return;
    // What the await yields must not be an awaitable again.
    if (const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(classOf(E.getType())))
      for (const TemplateArgument &Arg : Class->getTemplateArgs().asArray())
        if (Arg.getKind() == TemplateArgument::Type && unit().awaitables().info(Arg.getAsType()))
          return;
    OfferedFix Await{E.getBeginLoc(), "await it here", {}};
    const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&E);
    bool Binds = !Operator || Operator->getOperator() == OO_Call || Operator->getOperator() == OO_Subscript;
    Await.Edits.push_back(FixItHint::CreateInsertion(E.getBeginLoc(), Binds ? "co_await " : "co_await ("));
    if (!Binds)
      Await.Edits.push_back(FixItHint::CreateInsertion(
          Lexer::getLocForEndOfToken(E.getEndLoc(), 0, unit().ast().getSourceManager(),
                                     unit().ast().getLangOpts()),
          ")"));
    Lost.Offers.push_back(std::move(Await));
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(discarded_awaitable, cotidy::DiscardedAwaitable)
