// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/OwnHops.h"

#include "semantics/Naming.h"
#include "semantics/Objects.h"
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

/// What takes a handle in the end.
struct Taken {
  const CallSite *By = nullptr;       ///< null: not seen
  bool ByOwner = false;               ///< the queue of a class that has threads of its own
  SmallVector<const Expr *, 4> Given; ///< to the calls on the way
};

/// The queue of a class with threads, which take what is in it; null if \p Container is something else, such
/// as a list of those who wait for an event.
bool feedsThreads(const Expr *Container) {
  const auto *Member = dyn_cast_or_null<MemberExpr>(Container);
  const auto *Field = Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  const auto *Owner = Field ? dyn_cast<CXXRecordDecl>(Field->getParent()) : nullptr;
  return Owner && !hasWord(Field, {"wait"}) && ownsThreads(*Owner);
}

/// Which argument of \p Site is the handle itself; none if it is wrapped in something else.
std::optional<unsigned> placeOfHandle(const CallSite &Site, const ParmVarDecl &Handle) {
  for (unsigned I = 0; I != Site.Args.size(); ++I) {
    const auto *Copy = dyn_cast<CXXConstructExpr>(Site.Args[I]);
    if (namedObject(Copy && Copy->getNumArgs() == 1 ? Copy->getArg(0) : Site.Args[I]) == &Handle)
      return I;
  }
  return std::nullopt;
}

/// Follows the handle through plain functions that hand it on.
Taken taken(Unit &U, const BodyIndex &First, const ParmVarDecl &FirstHandle) {
  constexpr unsigned MaxDepth = 4;
  const BodyIndex *In = &First;
  const ParmVarDecl *Handle = &FirstHandle;
  Taken Found;
  for (unsigned Depth = 0; Depth != MaxDepth; ++Depth) {
    const Expr *Taker = takerOf(*In, *Handle);
    const CallSite *Site = Taker ? &U.calls().site(Taker) : nullptr;
    // With a time it is a timer.
    if (!Site || !Site->Callee ||
        llvm::any_of(Site->Args, [](const Expr *Arg) { return isTime(Arg->getType()); }))
      return {};
    Found.By = Site;
    if (Site->Object)
      Found.Given.push_back(Site->Object);
    Found.Given.append(Site->Args.begin(), Site->Args.end());
    if (AnalysisDeclContext::isInStdNamespace(Site->Callee)) {
      Found.ByOwner = feedsThreads(Site->Object);
      return Found;
    }
    if (Site->isModelled() || isNamedBy(*Site->Callee, RunWords))
      return Found;
    const std::optional<unsigned> Place = placeOfHandle(*Site, *Handle);
    In = Place ? U.visibleBody(Site->Callee) : nullptr;
    if (!In || *Place >= In->function().getNumParams())
      return Found;
    Handle = In->function().getParamDecl(*Place);
  }
  return {};
}

/// An awaiter of which nothing but its name is seen, `co_await workers.enter()`.
bool isHopByName(const CallSite *Site) {
  constexpr llvm::StringLiteral HopWords[] = {"enter",    "hop",    "migrate", "reschedule",
                                              "schedule", "switch", "transfer"};
  return Site && isa<CallExpr>(Site->E) && Site->Callee && !Site->isModelled() &&
         llvm::none_of(Site->Args, [](const Expr *Arg) { return isTime(Arg->getType()); }) &&
         isNamedBy(*Site->Callee, HopWords);
}

} // namespace

std::optional<OwnHop> ownHop(Unit &U, const BodyIndex &Body, const Suspension &At) {
  const auto *Await = dyn_cast<CoawaitExpr>(At.E);
  const CXXMethodDecl *Method = Await ? suspendMethod(*Await) : nullptr;
  // What gives a result or goes on with another coroutine is no hop.
  if (!Method || Method->getNumParams() != 1 || isHandle(Method->getReturnType()) ||
      !Await->getType()->isVoidType())
    return std::nullopt;
  OwnHop Hop;
  if (const BodyIndex *Awaiter = U.visibleBody(Method)) {
    const Taken Handle = taken(U, *Awaiter, *Method->getParamDecl(0));
    if (!Handle.By)
      return std::nullopt;
    const FunctionModel *Offload = Handle.By->does(CallKind::Offload);
    Hop.IsOffload = Handle.ByOwner || (Offload && Offload->BlockingPool.value_or(true));
    if (!Hop.IsOffload && (AnalysisDeclContext::isInStdNamespace(Handle.By->Callee) ||
                           !isNamedBy(*Handle.By->Callee, RunWords)))
      return std::nullopt;
    Hop.Executors = Handle.Given;
  } else if (!isHopByName(U.calls().operation(At.Operand))) {
    return std::nullopt;
  }
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
