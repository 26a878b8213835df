// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/AwaitFix.h"

#include "semantics/TemplateArguments.h"

using namespace clang;

namespace cotidy {

QualType customaryValue(const Expr &E) { return firstTypeArgument(classOf(E.getType())); }

std::optional<OfferedFix> awaitHere(Unit &U, const BodyIndex &Body, const Expr &E) {
  const Coroutine *C = U.coroutine(Body.function());
  if (!C || !C->Async || isa<CoroutineSuspendExpr>(E) || !U.canAwaitHere(*C, &E, E.getType()))
    return std::nullopt;
  // One arm of a conditional alone would change the type of the other; what is assigned may become void; of
  // a comparison both sides would have to change.
  for (const Stmt *Down = &E, *Up = Body.parent(Down); isa_and_nonnull<Expr>(Up);
       Down = Up, Up = Body.parent(Up)) {
    const auto *Either = dyn_cast<AbstractConditionalOperator>(Up);
    if (isa<CXXOperatorCallExpr>(Up) || (Either && Either->getCond() != Down))
      return std::nullopt;
  }
  // What the await yields must not be an awaitable again.
  const QualType Value = customaryValue(E);
  if (!Value.isNull() && U.awaitables().info(Value))
    return std::nullopt;
  OfferedFix Await{E.getBeginLoc(), "await it here", {}};
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&E);
  const bool Binds =
      !Operator || Operator->getOperator() == OO_Call || Operator->getOperator() == OO_Subscript;
  Await.Edits.push_back(FixItHint::CreateInsertion(E.getBeginLoc(), Binds ? "co_await " : "co_await ("));
  if (!Binds)
    Await.Edits.push_back(FixItHint::CreateInsertion(
        Lexer::getLocForEndOfToken(E.getEndLoc(), 0, U.ast().getSourceManager(), U.ast().getLangOpts()),
        ")"));
  return Await;
}

} // namespace cotidy
