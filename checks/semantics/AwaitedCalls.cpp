// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/AwaitedCalls.h"

#include "semantics/Access.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

bool isTask(Unit &U, QualType T) {
  const AwaitableInfo *Info = U.awaitables().info(T);
  return Info && (Info->Kind == TypeKind::Task || Info->Kind == TypeKind::Future ||
                  Info->Kind == TypeKind::Operation);
}

bool hasAwaitedMethods(Unit &U, const CXXRecordDecl &Class) {
  return llvm::any_of(Class.methods(), [&](const CXXMethodDecl *M) {
    return U.awaitables().info(M->getReturnType()) != nullptr;
  });
}

bool holdsTasks(Unit &U, QualType Container) {
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(classOf(Container));
  return Class && Class->hasDefinition() && !methodsNamed(*Class, "begin").empty() &&
         llvm::any_of(Class->getTemplateArgs().asArray(), [&](const TemplateArgument &Element) {
           return Element.getKind() == TemplateArgument::Type && U.awaitables().info(Element.getAsType());
         });
}

SmallVector<const CallSite *, 2> awaitedCalls(Unit &U, const BodyIndex &Body, const Suspension &At,
                                              const Expr *&Handle) {
  SmallVector<const CallSite *, 2> Found;
  SmallVector<const Expr *, 4> Open = {At.Operand};
  Handle = nullptr;
  while (!Open.empty()) {
    const Expr *E = strip(Open.pop_back_val());
    // A task kept in a variable for a moment: what made it, if that was in the same iteration.
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
      if (Var && Var->getInit() && !Var->getType()->isReferenceType() && Body.parent(Var->getInit()) &&
          Body.loopOf(Body.parent(Var->getInit())) == At.Loop && U.calls().siteOf(Var->getInit())) {
        Open.push_back(Var->getInit());
        continue;
      }
    }
    const CallSite *Site = U.calls().siteOf(E);
    if (const Expr *Passed = Site ? passedOn(*Site) : nullptr) {
      Open.push_back(Passed);
      continue;
    }
    // A copy or move of a task is the task.
    const auto *Construct = Site ? dyn_cast<CXXConstructExpr>(Site->E) : nullptr;
    if (Construct && Construct->getConstructor()->isCopyOrMoveConstructor()) {
      Open.push_back(Site->Args.front());
      continue;
    }
    if (!Site) {
      Handle = E;
      continue;
    }
    // tasks[i], tasks.at(i), *it; but what begins here may be told of by a pointer: manager.get(request)
    const bool IsAccess =
        Site->Callee && givesAccess(Site->Callee->getReturnType()) && !Site->does(CallKind::Io);
    if (IsAccess) {
      Handle = E;
      continue;
    }
    Found.push_back(Site);
    if (Site->Object && isTask(U, Site->Object->getType()))
      Open.push_back(Site->Object);
    for (const Expr *Arg : Site->Args)
      if (isTask(U, Arg->getType()))
        Open.push_back(Arg);
  }
  return Found;
}

/// The body of the coroutine \p F; null if it is none, or not seen.
static const BodyIndex *coroutineBody(Unit &U, const FunctionDecl *F) {
  const FunctionDecl *Definition = F ? F->getDefinition() : nullptr;
  return Definition && !Definition->hasSkippedBody() &&
                 isa_and_nonnull<CoroutineBodyStmt>(Definition->getBody())
             ? &U.body(*Definition)
             : nullptr;
}

static bool neverSuspends(Unit &U, const FunctionDecl *F, unsigned Depth) {
  const BodyIndex *Called = Depth == 0 ? nullptr : coroutineBody(U, F);
  return Called && llvm::all_of(Called->suspensions(), [&](const Suspension &Inner) {
           const CallSite *Awaited = Inner.isYield() ? nullptr : U.calls().operation(Inner.Operand);
           return !U.awaitables().maySuspend(Inner.E) ||
                  (Awaited && !Awaited->isModelled() && neverSuspends(U, Awaited->Callee, Depth - 1));
         });
}

constexpr unsigned MaxDepth = 4;

bool neverSuspends(Unit &U, const FunctionDecl &F) { return neverSuspends(U, &F, MaxDepth); }
bool neverSuspends(Unit &U, const CallSite &Site) { return neverSuspends(U, Site.Callee, MaxDepth); }

static bool onlyComputes(Unit &U, const CallSite &Site, unsigned Depth) {
  const BodyIndex *Called = Depth == 0 ? nullptr : coroutineBody(U, Site.Callee);
  return Called && llvm::all_of(Called->suspensions(), [&](const Suspension &Inner) {
           const CallSite *Awaited = Inner.isYield() ? nullptr : U.calls().operation(Inner.Operand);
           return !U.awaitables().maySuspend(Inner.E) ||
                  (Awaited && (Awaited->does(CallKind::Yield) || Awaited->does(CallKind::Ready) ||
                               onlyComputes(U, *Awaited, Depth - 1)));
         });
}

bool onlyJoins(Unit &U, const CallSite &Site) {
  const BodyIndex *Called = coroutineBody(U, Site.Callee);
  if (!Called || llvm::any_of(Site.Args, [&](const Expr *Arg) {
        return Arg->isPRValue() && (isTask(U, Arg->getType()) || holdsTasks(U, Arg->getType()));
      }))
    return false;
  bool Joins = false;
  for (const Suspension &Inner : Called->suspensions()) {
    const Expr *Handle = nullptr;
    if (!U.awaitables().maySuspend(Inner.E))
      continue;
    if (Inner.isYield() || !awaitedCalls(U, *Called, Inner, Handle).empty() || !Handle)
      return false;
    Joins = true;
  }
  return Joins;
}

bool onlyComputes(Unit &U, const CallSite &Site) { return onlyComputes(U, Site, MaxDepth); }

} // namespace cotidy
