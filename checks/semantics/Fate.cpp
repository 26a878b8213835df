// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Fate.h"

#include "semantics/Assertions.h"
#include "semantics/BlockingKind.h"
#include "semantics/Conversions.h"
#include "semantics/Crossings.h"
#include "semantics/Drops.h"
#include "semantics/HeldAwaitables.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Place.h"
#include "semantics/TaskStarts.h"

using namespace clang;

namespace cotidy {

namespace {

// Without a model or a body to look into, a name may say that a call is done with a task when it returns.
constexpr llvm::StringLiteral WaitWords[] = {"wait", "block", "sync", "join", "get", "result", "run_until"};

/// Whether \p F is declared to give back what the task it takes gives: `T run(task<T> work)`.
bool givesResultOf(Unit &U, const FunctionDecl &F) {
  const FunctionDecl *Pattern = F.getTemplateInstantiationPattern();
  const auto *Result =
      Pattern ? Pattern->getReturnType().getNonReferenceType()->getAs<TemplateTypeParmType>() : nullptr;
  return Result && Pattern->getNumParams() == F.getNumParams() &&
         llvm::any_of(llvm::zip(Pattern->parameters(), F.parameters()), [&](const auto &Both) {
           const auto &[Written, Made] = Both;
           const auto *Task =
               Written->getType().getNonReferenceType()->template getAs<TemplateSpecializationType>();
           return Task && U.awaitables().info(Made->getType()) &&
                  llvm::any_of(Task->template_arguments(), [&](const TemplateArgument &Arg) {
                    return Arg.getKind() == TemplateArgument::Type &&
                           Arg.getAsType().getCanonicalType() == QualType(Result, 0).getCanonicalType();
                  });
         });
}

/// Whether the call \p E waits for an event that the function it is in has for itself: `done.wait()`.
bool waitsForOwnEvent(Unit &U, const BodyIndex &Body, const Expr &E) {
  const CallSite &Site = U.calls().site(&E);
  const VarDecl *Event = Site.Object ? localOf(Site.Object) : nullptr;
  return Event && !isa<ParmVarDecl>(Event) && !Site.isModelled() && hasWord(Site.Callee, {"wait"}) &&
         !U.awaitables().info(E.getType()) && !Body.enclosing<CoroutineSuspendExpr>(&E);
}

/// Whether \p Site, which is given a task or called on one, comes back when the task is done: it blocks, or
/// its function does.
bool waitsFor(Unit &U, const BodyIndex &Body, const CallSite &Site, const Expr &Task) {
  auto Waits = [&](const CallSite &Call) {
    const BlockingCategory How = blockingKind(U, Call).Category;
    return How == BlockingCategory::SyncWait || How == BlockingCategory::Wait;
  };
  if (Waits(Site))
    return true;
  const AwaitableInfo *Result = U.awaitables().info(Site.E->getType());
  if (!Site.Callee || (Result && Result->Kind != TypeKind::Monadic)) // an optional is there already
    return false;
  if (const auto *To = dyn_cast<CXXConversionDecl>(Site.Callee))
    return givesValue(*To);
  if (givesResultOf(U, *Site.Callee))
    return true;
  if (const BodyIndex *Inside = U.visibleBody(Site.Callee);
      Inside && llvm::any_of(Inside->calls(), [&](const Expr *E) {
        const CallSite &Call = U.calls().site(E);
        return Waits(Call) || runsToEnd(Call) || waitsForOwnEvent(U, *Inside, *E);
      }))
    return true;
  return !Site.isModelled() && Site.Object && Body.contains(Site.Object, &Task) &&
         hasWord(Site.Callee, WaitWords);
}

} // namespace

bool runsToEnd(const CallSite &Site) {
  return isa_and_nonnull<CXXMethodDecl>(Site.Callee) && Site.WrittenArgs == 0 &&
         isNamedBy(*Site.Callee, {"run", "wait", "join", "drain"});
}

/// Whether the destructor of \p Class destroys a coroutine that is not done, or might, for all that is seen.
static bool endsWithTask(Unit &U, const CXXRecordDecl &Class) {
  const CXXDestructorDecl *End = Class.hasDefinition() ? Class.getDestructor() : nullptr;
  if (!End || End->isTrivial())
    return false;
  const BodyIndex *Body = U.visibleBody(End);
  const auto AsksDone = [&](const Expr *Cond) {
    return llvm::any_of(Body->calls(), [&](const Expr *E) {
      const FunctionDecl *Callee = U.calls().site(E).Callee;
      return Callee && isNamedBy(*Callee, {"done"}) && Body->contains(Cond, E);
    });
  };
  return !Body || llvm::any_of(Body->calls(), [&](const Expr *E) {
    const CallSite &Site = U.calls().site(E);
    const auto *If = Body->enclosing<IfStmt>(E);
    return Site.Object && isHandle(Site.Object->getType()) && isNamedBy(*Site.Callee, {"destroy"}) &&
           !(If && AsksDone(If->getCond()));
  });
}

/// Whether the work of an object of \p Type has begun and goes on when the object is dropped.
static bool outlivesHandle(Unit &U, const AwaitableInfo &Type) {
  if (Type.Starts != Start::Eager)
    return false;
  if (Type.Model)
    return Type.WhenDropped == Drop::RunsUnobserved || Type.WhenDropped == Drop::Harmless;
  const Drop End = endOf(U, Type);
  return End != Drop::Blocks && End != Drop::Terminates && !endsWithTask(U, *Type.Class);
}

const VarDecl *runningHandle(Unit &U, const Stmt *S) {
  const VarDecl *Var = declaredBy(S);
  const AwaitableInfo *Type = Var ? U.awaitables().info(Var->getType()) : nullptr;
  return Type && Var->hasLocalStorage() && !Var->getType()->isReferenceType() && outlivesHandle(U, *Type)
             ? Var
             : nullptr;
}

bool goesOnAlone(Unit &U, const BodyIndex &Body, const Expr &Call) {
  const AwaitableInfo *Made = U.awaitables().info(Call.getType());
  return Made && Body.isDiscarded(&Call) && outlivesHandle(U, *Made);
}

/// `auto task = work(); return task;`, and nothing else is done with it.
static bool isReturnedByName(const BodyIndex &Body, const Stmt &Declares, const Expr &Call) {
  const VarDecl *Task = declaredBy(&Declares);
  if (!Task || Task->getType()->isReferenceType() || !Task->getInit() || strip(Task->getInit()) != &Call ||
      Body.uses(*Task).size() != 1)
    return false;
  const Stmt *End = Body.statementOf(Body.uses(*Task).front());
  const auto *Return = dyn_cast<ReturnStmt>(End);
  const auto *Coreturn = dyn_cast<CoreturnStmt>(End);
  const Expr *Value = Return ? Return->getRetValue() : Coreturn ? Coreturn->getOperand() : nullptr;
  while (const auto *Made = Value ? dyn_cast<CXXConstructExpr>(withoutMove(Value)) : nullptr)
    Value = Made->getNumArgs() == 1 && Made->getConstructor()->isCopyOrMoveConstructor() ? Made->getArg(0)
                                                                                         : nullptr;
  return Value && withoutMove(Value) == Body.uses(*Task).front();
}

Fate fateOf(Unit &U, const BodyIndex &Body, const Expr &Call) {
  const AwaitableInfo *Made = U.awaitables().info(Call.getType());
  const bool GoesOn = Made && Made->Kind == TypeKind::Detached && Made->Starts == Start::Eager;
  if (Body.isDiscarded(&Call))
    return GoesOn ? Fate::Started : Fate::Dropped;
  Fate Found = GoesOn ? Fate::Started : Fate::Kept;
  for (const Stmt *Up = Body.parent(&Call); Up; Up = Body.parent(Up)) {
    if (isa<CoroutineSuspendExpr, DependentCoawaitExpr>(Up))
      return Fate::AwaitedHere;
    if (isa<ReturnStmt, CoreturnStmt>(Up))
      return Found == Fate::Kept ? Fate::Returned : Found;
    if (!isa<Expr>(Up))
      return Found == Fate::Kept && isReturnedByName(Body, *Up, Call) ? Fate::Returned : Found;
    if (!isa<CallExpr, CXXConstructExpr>(Up))
      continue;
    const CallSite &Site = U.calls().site(cast<Expr>(Up));
    if (waitsFor(U, Body, Site, Call))
      return Fate::WaitedFor;
    if (startsTask(U, Body, Site))
      Found = Fate::Started;
  }
  return Found;
}

/// The member of the object that \p E names, kept by value; null if it is something else.
static const FieldDecl *ownMember(const Expr *E) {
  const auto *Member = dyn_cast_or_null<MemberExpr>(strip(E));
  const auto *Field = Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  return Field && isa<CXXThisExpr>(strip(Member->getBase())) && Field->getType()->isRecordType() ? Field
                                                                                                 : nullptr;
}

bool endsWithObject(Unit &U, const BodyIndex &Body, const Expr &Call) {
  constexpr llvm::StringLiteral SetWords[] = {"taskset", "task_set", "nursery"};
  for (const Stmt *Up = Body.parent(&Call); isa_and_nonnull<Expr>(Up); Up = Body.parent(Up)) {
    if (const auto *Assign = dyn_cast<CXXOperatorCallExpr>(Up);
        Assign && Assign->getOperator() == OO_Equal && Body.contains(Assign->getArg(1), &Call)) {
      const FieldDecl *Keeps = ownMember(Assign->getArg(0));
      const AwaitableInfo *Info = Keeps ? U.awaitables().info(Keeps->getType()) : nullptr;
      return Info && Info->WhenDropped == Drop::Cancels;
    }
    const auto *Adds = dyn_cast<CXXMemberCallExpr>(Up);
    const FieldDecl *Set = Adds ? ownMember(Adds->getImplicitObjectArgument()) : nullptr;
    if (const CXXRecordDecl *Class = Set ? Set->getType()->getAsCXXRecordDecl() : nullptr) {
      const AwaitableInfo *Held = heldAwaitable(U, Set->getType());
      return hasWord(Class, SetWords) || (Held && Held->WhenDropped == Drop::Cancels);
    }
  }
  return false;
}

/// Whether \p Await awaits a variable that the coroutine has asserted something of before: that it is done,
/// for nothing else could be asked of it.
static bool isAssertedDone(Unit &U, const BodyIndex &Body, const Expr &Await) {
  const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(&Await);
  const auto *Ref = Suspend ? dyn_cast<DeclRefExpr>(strip(Suspend->getOperand())) : nullptr;
  return Ref && llvm::any_of(Body.uses(*Ref->getDecl()), [&](const DeclRefExpr *Use) {
           const auto *Asks = Body.enclosing<CXXMemberCallExpr>(Use);
           return Asks && Asks->getMethodDecl() && Asks->getMethodDecl()->isConst() &&
                  Body.isBefore(Use, Ref) && isAsserted(U, Body, *Asks);
         });
}

const Stmt *firstLateRead(Unit &U, const Coroutine &C, llvm::function_ref<bool(const Stmt &)> Reads,
                          bool Begun) {
  const AwaitableInfo *Task = U.awaitables().info(C.Decl->getReturnType());
  if (!Begun && (!Task || Task->Starts != Start::Eager)) {
    const auto *First = llvm::find_if(C.Index->nodes(), [&](const Stmt *S) { return Reads(*S); });
    return First == C.Index->nodes().end() ? nullptr : *First;
  }
  std::optional<Crossing> Late = crossing(
      U, C, [&](const Stmt &S) { return Reads(S) ? Mark::Relies : Mark::None; },
      [&](const Suspension &At) { return !isAssertedDone(U, *C.Index, *At.E); }, C.Index->root());
  return Late ? Late->Relies : nullptr;
}

} // namespace cotidy
