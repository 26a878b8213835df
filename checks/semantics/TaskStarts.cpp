// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/TaskStarts.h"

#include "semantics/Access.h"
#include "semantics/AwaitedCalls.h"
#include "semantics/BlockingKind.h"
#include "semantics/Naming.h"
#include "semantics/Outcomes.h"
#include "semantics/Place.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

namespace {

// Without a model, the type alone cannot tell `void start(task)` from `void run_to_its_end(task)`, two free
// functions.
constexpr llvm::StringLiteral StartWords[] = {"spawn",  "start", "launch", "detach", "schedule",
                                              "submit", "post",  "fire",   "forget", "background"};
constexpr llvm::StringLiteral WaitWords[] = {"wait", "block", "sync", "join", "run_", "push", "get", "then"};

/// A container, a queue or a box of the task: it keeps what it is given.
bool isBoxOf(const CXXRecordDecl &Class, const CXXRecordDecl &Task) {
  const auto *Box = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  return Box && llvm::any_of(Box->getTemplateArgs().asArray(), [&](const TemplateArgument &Arg) {
           const CXXRecordDecl *Inner =
               Arg.getKind() == TemplateArgument::Type ? classOf(Arg.getAsType()) : nullptr;
           return Inner && Inner->getCanonicalDecl() == Task.getCanonicalDecl();
         });
}

/// A nursery: something whose end is awaited.
bool hasAwaitedEnd(Unit &U, const CXXRecordDecl &Class) {
  return Class.hasDefinition() && llvm::any_of(Class.methods(), [&](const CXXMethodDecl *M) {
           return M->param_empty() && isTask(U, M->getReturnType());
         });
}

/// What may go on until the task is done, where nothing else of its class does.
constexpr llvm::StringLiteral DrivingWords[] = {"await", "complete", "drive", "exec",  "finish", "loop",
                                                "main",  "process",  "run",   "serve", "until"};
constexpr llvm::StringLiteral EndWords[] = {"block", "drain", "exec", "finish", "join", "loop",
                                            "poll",  "run",   "stop", "sync",   "wait"};
constexpr llvm::StringLiteral HandOutWords[] = {"dequeue", "front", "next", "pop", "pull", "take"};

/// A queue: it hands out again what it was given.
bool handsOut(const CXXRecordDecl &Class, const CXXRecordDecl &Task) {
  return Class.hasDefinition() && llvm::any_of(Class.methods(), [&](const CXXMethodDecl *M) {
           const CXXRecordDecl *Result = classOf(M->getReturnType());
           return Result && Result->getCanonicalDecl() == Task.getCanonicalDecl() &&
                  isNamedBy(*M, HandOutWords);
         });
}

/// Whether nothing in \p Body goes on until something is done.
bool isSeenToReturn(Unit &U, const BodyIndex &Body) {
  return Body.loops().empty() && llvm::none_of(Body.calls(), [&](const Expr *Call) {
           const CallSite &Site = U.calls().site(Call);
           return (Site.Callee && isNamedBy(*Site.Callee, EndWords)) ||
                  blockingKind(U, Site).Category != BlockingCategory::None;
         });
}

/// Whether \p Method, which takes a task over and gives nothing back, leaves it to be done later: it is not
/// named as what runs tasks to their end, is seen not to, or something else of its class is there for that.
bool leavesForLater(Unit &U, const CXXMethodDecl &Method) {
  if (!isNamedBy(Method, DrivingWords))
    return true;
  if (const BodyIndex *Body = U.visibleBody(&Method))
    return isSeenToReturn(U, *Body);
  const CXXRecordDecl *Class = Method.getParent()->getDefinition();
  return Class && llvm::any_of(Class->methods(), [&](const CXXMethodDecl *M) {
           return M->param_empty() && isNamedBy(*M, EndWords);
         });
}

/// Whether \p F gives back what its task gives, as a function does that waits for it.
bool givesResult(const FunctionDecl &F) {
  const FunctionTemplateDecl *Template = F.getPrimaryTemplate();
  return Template && Template->getTemplatedDecl()->getReturnType()->isDependentType();
}

bool startsByStructure(Unit &U, const BodyIndex &Body, const CallSite &Site) {
  const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee);
  if (!isa<CallExpr>(Site.E) || Site.Callee->isOverloadedOperator() ||
      !Site.Callee->getDeclName().isIdentifier() || (Method && Method->getParent()->isInStdNamespace()))
    return false;
  const bool IsNamed = hasWord(Site.Callee, StartWords);
  const QualType Result = Site.E->getType();
  if (Site.Object && isTask(U, Site.Object->getType())) // task.detach()
    return IsNamed && !U.awaitables().info(Result) && !isa<DeclRefExpr>(Site.Object);
  const CXXRecordDecl *Task = nullptr;
  for (unsigned I = 0; I < Site.Args.size() && I < Site.Callee->getNumParams(); ++I)
    if (isTask(U, Site.Args[I]->getType()) &&
        !Site.Callee->getParamDecl(I)->getType()->isLValueReferenceType())
      Task = classOf(Site.Args[I]->getType());
  if (!Task || hasWord(Site.Callee, WaitWords) || (Method && isBoxOf(*Method->getParent(), *Task)))
    return false;
  if (const AwaitableInfo *Info = U.awaitables().info(Result)) // a handle of what runs, or another task
    return Info->Starts == Start::Eager || Info->Kind == TypeKind::Future;
  if (!Result->isVoidType())
    return IsNamed && !givesResult(*Site.Callee);
  if (IsNamed)
    return true;
  if (givesResult(*Site.Callee) || (Method && handsOut(*Method->getParent(), *Task)))
    return false;
  if (U.coroutine(Body.function()))
    return true;
  const AwaitableInfo *Given = U.awaitables().info(*Task);
  return Method && (hasAwaitedEnd(U, *Method->getParent()) ||
                    (Given && Given->Starts == Start::Lazy && leavesForLater(U, *Method)));
}

constexpr llvm::StringLiteral DetachWords[] = {"detach", "forget"};

/// The argument that is a task or makes one.
const Expr *taskIn(Unit &U, const CallSite &Site) {
  for (const Expr *Arg : Site.Args)
    if (isTask(U, Arg->getType()) || taskMaker(U, Arg))
      return Arg;
  return nullptr;
}

/// The expression behind moves, and behind a local variable that holds its value.
const Expr *originOf(const Expr *E) {
  if (!E)
    return nullptr;
  E = strip(withoutMove(strip(E)));
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return Var && Var->hasLocalStorage() && Var->getInit() ? originOf(Var->getInit()) : E;
}

/// The task that \p E is, or that it was made of by what puts it on an executor or into a wrapper:
/// `task.on(pool)`, `on(pool, task)`; null if it is made of no task.
const Expr *adaptedTask(Unit &U, const Expr *E, unsigned Depth = 4) {
  E = originOf(E);
  const CallSite *Site = Depth ? U.calls().siteOf(E) : nullptr;
  if (Site && Site->Callee && !U.coroutine(*Site->Callee) && !Site->Callee->isInStdNamespace()) {
    if (Site->Object)
      if (const Expr *Task = adaptedTask(U, Site->Object, Depth - 1))
        return Task;
    for (const Expr *Arg : Site->Args)
      if (isTask(U, Arg->getType()))
        if (const Expr *Task = adaptedTask(U, Arg, Depth - 1))
          return Task;
  }
  return isTask(U, E->getType()) ? E : nullptr;
}

} // namespace

SmallVector<const FunctionDecl *, 1> callOperators(const LambdaExpr &Lambda) {
  SmallVector<const FunctionDecl *, 1> Made;
  if (const FunctionTemplateDecl *Generic = Lambda.getDependentCallOperator())
    Made.append(Generic->spec_begin(), Generic->spec_end());
  else
    Made.push_back(Lambda.getCallOperator());
  return Made;
}

const FunctionDecl *callOperator(const LambdaExpr &Lambda) {
  const SmallVector<const FunctionDecl *, 1> Made = callOperators(Lambda);
  return Made.empty() ? nullptr : Made.front();
}

const LambdaExpr *lambdaBehind(const Expr *E) {
  E = E ? strip(E) : nullptr;
  while (const auto *Made = dyn_cast_or_null<CXXConstructExpr>(E))
    E = Made->getNumArgs() != 0 ? strip(Made->getArg(0)) : nullptr;
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E ? withoutMove(E) : nullptr);
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return dyn_cast_or_null<LambdaExpr>(Var ? strip(Var->getInit()) : E);
}

const FunctionDecl *taskMaker(Unit &U, const Expr *E) {
  E = strip(E);
  const FunctionDecl *Made = nullptr;
  if (const auto *Lambda = dyn_cast_or_null<LambdaExpr>(E))
    Made = callOperator(*Lambda);
  else if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E))
    Made = dyn_cast<FunctionDecl>(Ref->getDecl());
  return Made && isTask(U, Made->getReturnType()) ? Made : nullptr;
}

bool runsTasks(Unit &U, const CXXRecordDecl *Class) {
  if (!Class || !Class->hasDefinition())
    return false;
  Awaitables &Types = U.awaitables();
  return Types.model(*Class, TypeKind::Executor) || Types.model(*Class, TypeKind::Scope) ||
         llvm::any_of(ArrayRef<StringRef>{"schedule", "execute", "post", "submit", "dispatch", "enqueue"},
                      [&](StringRef Name) { return !methodsNamed(*Class, Name).empty(); });
}

bool startsTask(Unit &U, const BodyIndex &Body, const CallSite &Site) {
  if (Site.does(CallKind::Spawn) || Site.does(CallKind::Detach))
    return true;
  if (Site.isModelled() || !Site.Callee)
    return false;
  const AwaitableInfo *Info = isa<CallExpr>(Site.E) ? U.awaitables().info(Site.E->getType()) : nullptr;
  if (Info && Info->Kind == TypeKind::Detached)
    return Site.E->isPRValue();
  return startsByStructure(U, Body, Site);
}

/// Whether what detaches a task is seen to wait for it in a coroutine of its own, and to look at what came of
/// it: `auto result = co_await std::move(task).wrap(); log(result);`
static bool looksAtResult(Unit &U, const FunctionDecl &Detaches) {
  const BodyIndex *Body = U.visibleBody(&Detaches);
  return Body && llvm::any_of(Body->lambdas(), [&](const LambdaInfo &Lambda) {
           return llvm::any_of(callOperators(*Lambda.E), [&](const FunctionDecl *Waits) {
             const BodyIndex *Inner = U.visibleBody(Waits);
             return Inner && llvm::any_of(Inner->suspensions(), [&](const Suspension &At) {
                      const VarDecl *Result = resultVariable(*Inner, At);
                      return Result && !Inner->uses(*Result).empty();
                    });
           });
         });
}

std::optional<Detaching> detaching(Unit &U, const CallSite &Site) {
  for (CallKind Kind : {CallKind::Detach, CallKind::Spawn})
    if (const FunctionModel *M = Site.does(Kind)) {
      if (M->TellsErrors == Errors::Unknown)
        return std::nullopt;
      const Expr *Task = Site.arg(M->Operand ? M->Operand : M->Callable);
      return Task ? std::optional(Detaching{M->TellsErrors, M, Task}) : std::nullopt;
    }
  if (Site.isModelled() || !isa<CallExpr>(Site.E) || !Site.Callee || !hasWord(Site.Callee, DetachWords))
    return std::nullopt;
  const Expr *Task = Site.Object ? adaptedTask(U, Site.Object) : nullptr;
  if (!Task)
    Task = taskIn(U, Site);
  const Errors Tells = looksAtResult(U, *Site.Callee) ? Errors::Reported : Errors::Unknown;
  return Task ? std::optional(Detaching{Tells, nullptr, Task}) : std::nullopt;
}

const FunctionDecl *coroutineOf(Unit &U, const Expr *E) {
  E = originOf(E);
  if (const FunctionDecl *Maker = taskMaker(U, E))
    return Maker;
  const CallSite *Site = U.calls().siteOf(E);
  if (const Expr *Operand = Site ? passedOn(*Site) : nullptr)
    return coroutineOf(U, Operand);
  return Site && isa<CallExpr>(Site->E) ? Site->Callee : nullptr;
}

} // namespace cotidy
