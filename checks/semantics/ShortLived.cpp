// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/ShortLived.h"

#include "semantics/Access.h"
#include "semantics/AwaitedCalls.h"
#include "semantics/LoopFlow.h"
#include "semantics/Naming.h"
#include "semantics/Place.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr llvm::StringLiteral ClientWords[] = {"client", "connection", "session", "pool"};
/// What is a connection itself: one for each piece of work is common, and only one for each round a waste.
constexpr llvm::StringLiteral SocketWords[] = {"socket"};
constexpr llvm::StringLiteral OpenWords[] = {"connect", "handshake", "login", "authenticate"};

/// `client c(...)`, `auto c = std::make_shared<client>(...)`, `auto c = client::create(...)`: made here, not
/// found or handed over.
bool isMadeHere(Unit &U, const VarDecl &Var, const CXXRecordDecl &Class) {
  const Expr *Init = Var.getInit() ? strip(Var.getInit()) : nullptr;
  const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(Init);
  if (Construct && !isPointerLike(Var.getType()))
    return !Construct->getConstructor()->isCopyOrMoveConstructor();
  const CallSite *Site = U.calls().siteOf(Init);
  if (!Site || !Site->Callee || !isPointerLike(Var.getType()) || Var.getType()->isPointerType())
    return false;
  // Whatever the maker is called: a function for just this class, or a static one of it whose name says so.
  const TemplateArgumentList *Arguments = Site->Callee->getTemplateSpecializationArgs();
  if (Arguments && Arguments->size() > 0 && Arguments->get(0).getKind() == TemplateArgument::Type)
    return classOf(Arguments->get(0).getAsType()) == &Class;
  constexpr llvm::StringLiteral MakeWords[] = {"new", "create", "make"};
  const auto *Method = dyn_cast<CXXMethodDecl>(Site->Callee);
  return Method && Method->isStatic() &&
         Method->getParent()->getCanonicalDecl() == Class.getCanonicalDecl() && hasWord(Method, MakeWords);
}

class Finder {
public:
  Finder(Unit &U, const Coroutine &C) : U(U), Body(*C.Index) {}

  std::vector<ShortLived> find();

private:
  bool isUse(const DeclRefExpr &Ref) const;
  bool staysHere(const VarDecl &Var) const;
  bool servesLoop(const VarDecl &Var, int MadeIn) const;
  const Expr *opened(const VarDecl &Var) const;
  bool isForElement(const VarDecl &Var, int Loop) const;
  bool endsOnSuccess(const LoopInfo &Loop) const;

  Unit &U;
  const BodyIndex &Body;
};

/// Whether \p Ref is only operated on: a method is called, or it is passed by reference to a call made here.
bool Finder::isUse(const DeclRefExpr &Ref) const {
  const Stmt *Up = Body.meaningfulParent(&Ref);
  if (isa_and_nonnull<MemberExpr>(Up))
    return true;
  // What is made around it here stays here as well: a stream over a context.
  if (const auto *Around = dyn_cast_or_null<CXXConstructExpr>(Up)) {
    const auto *Declaration = dyn_cast_or_null<DeclStmt>(Body.meaningfulParent(Around));
    const auto *Var = Declaration && Declaration->isSingleDecl()
                          ? dyn_cast<VarDecl>(Declaration->getSingleDecl())
                          : nullptr;
    return Var && staysHere(*Var);
  }
  const auto *Call = dyn_cast_or_null<CallExpr>(Up);
  if (!Call)
    return false;
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Call))
    return Operator->getOperator() == OO_Arrow || Operator->getOperator() == OO_Star;
  // `get_lowest_layer(stream).expires_after(limit)`
  if (Call->isLValue() && isa_and_nonnull<MemberExpr>(Body.meaningfulParent(Call)))
    return true;
  const CallSite &Site = U.calls().site(Call);
  const Expr *HandedOn = passedOn(Site);
  if (!Site.Callee || (HandedOn && Body.contains(HandedOn, &Ref)))
    return false;
  // What an awaited call is given comes back when it is done; another may keep it.
  return llvm::any_of(Body.suspensions(),
                      [&](const Suspension &At) { return Body.contains(At.Operand, Call); });
}

bool Finder::staysHere(const VarDecl &Var) const {
  return llvm::all_of(Body.uses(Var), [&](const DeclRefExpr *Ref) { return isUse(*Ref); }) &&
         llvm::none_of(Body.lambdas(), [&](const LambdaInfo &Lambda) {
           return llvm::any_of(Lambda.E->captures(), [&](const LambdaCapture &Capture) {
             return Capture.capturesVariable() && Capture.getCapturedVar() == &Var;
           });
         });
}

/// Whether a loop that does not make it awaits with it, over and over.
bool Finder::servesLoop(const VarDecl &Var, int MadeIn) const {
  return llvm::any_of(Body.uses(Var), [&](const DeclRefExpr *Ref) { return Body.loopOf(Ref) != MadeIn; });
}

/// `session.open(url)` says where to, and opens it there.
bool opens(const CallSite &Site) {
  return hasWord(Site.Callee, OpenWords) ||
         (isNamedBy(*Site.Callee, {"open"}) && Site.Args.size() > (Site.Object ? 0 : 1));
}

/// The await that connects \p Var.
const Expr *Finder::opened(const VarDecl &Var) const {
  for (const Suspension &At : Body.suspensions()) {
    if (At.isYield())
      continue;
    const CallSite *Site = U.calls().operation(At.Operand);
    const Expr *Opens = Site && !Site->Object && !Site->Args.empty() ? Site->Args.front()
                        : Site                                       ? Site->Object
                                                                     : nullptr;
    if (!Opens || !Site->Callee || !opens(*Site))
      continue;
    const Place Of = placeOf(Opens);
    if (!Of.empty() && Of.front() == Var.getCanonicalDecl())
      return At.E;
  }
  return nullptr;
}

/// Whether what it is made with, or opened for, is the loop's own element: another peer each time.
bool Finder::isForElement(const VarDecl &Var, int Loop) const {
  const LoopFlow Flow(U, Body, Loop);
  const Expr *Open = opened(Var);
  return Flow.variesIn(Var.getInit()) || (Open && Flow.variesIn(Open, &Var));
}

/// Whether the rounds of \p Loop, which counts them, are attempts: it is left as soon as one has succeeded.
bool Finder::endsOnSuccess(const LoopInfo &Loop) const {
  return isa<ForStmt>(Loop.S) && llvm::any_of(Body.nodes(), [&](const Stmt *S) {
           const bool Leaves =
               isa<CoreturnStmt, ReturnStmt>(S) || (isa<BreakStmt>(S) && !Body.enclosing<SwitchStmt>(S) &&
                                                    &Body.loops()[Body.loopOf(S)] == &Loop);
           return Leaves && Body.contains(Loop.Body, S);
         });
}

std::vector<ShortLived> Finder::find() {
  std::vector<ShortLived> Found;
  for (const VarDecl *Var : Body.locals()) {
    if (Var->isStaticLocal() || Var->getType()->isReferenceType() || !Var->getInit() ||
        Var->isExceptionVariable())
      continue;
    const CXXRecordDecl *Class = classOf(Var->getType(), /*ThroughPointer=*/true);
    if (!Class)
      continue;
    const bool ByModel = U.awaitables().model(*Class, TypeKind::Client);
    const int Loop = Body.loopOf(Var->getInit());
    const bool IsClient =
        ByModel || hasWord(Class, ClientWords) || (Loop >= 0 && hasWord(Class, SocketWords));
    const Expr *Open = IsClient ? opened(*Var) : nullptr;
    if ((!ByModel && !Open) || !isMadeHere(U, *Var, *Class) || Body.uses(*Var).empty() || !staysHere(*Var))
      continue;
    if (servesLoop(*Var, Loop))
      continue;
    if (Loop >= 0) {
      // A connection for each round of an endless loop is a new try after the one before has ended.
      const LoopInfo &Around = Body.loops()[Loop];
      if (!isa<CXXForRangeStmt, ForStmt>(Around.S) || !Around.Element || isForElement(*Var, Loop) ||
          endsOnSuccess(Around))
        continue;
    }
    Found.push_back({Var, Class, Open, Loop});
  }
  return Found;
}

} // namespace

std::vector<ShortLived> shortLivedClients(Unit &U, const Coroutine &C) { return Finder(U, C).find(); }

} // namespace cotidy
