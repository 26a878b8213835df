// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Consumption.h"

#include "semantics/Assertions.h"
#include "semantics/EndedCalls.h"
#include "semantics/Failures.h"
#include "semantics/Naming.h"
#include "semantics/Place.h"
#include "semantics/TemplateArguments.h"
#include "semantics/WrittenText.h"

#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringSet.h"
#include <array>

using namespace clang;

namespace cotidy {

namespace {

/// std::ignore: what is assigned to it is lost on purpose.
bool isIgnore(const Expr *E) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  return Ref && Ref->getDecl()->isInStdNamespace() && Ref->getDecl()->getDeclName().isIdentifier() &&
         Ref->getDecl()->getName() == "ignore";
}

/// Methods of every container and smart pointer that leave what is in it where it is.
bool leavesElements(StringRef Method) {
  static const llvm::StringSet<> Names = {
      "push_back", "emplace_back", "push",  "emplace",  "insert", "push_front", "reserve",  "resize",
      "clear",     "size",         "empty", "capacity", "reset",  "has_value",  "pop_back", "shrink_to_fit"};
  return Names.contains(Method);
}

/// std::back_inserter and its like: through it a container is filled.
bool isInserter(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  return Callee && Callee->isInStdNamespace() && simpleName(*Callee).ends_with("inserter");
}

/// In-house class templates may do anything with what they hold; the standard's only hold it.
bool isStandardHolder(QualType T) {
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl());
  return Class && Class->isInStdNamespace();
}

/// Whether an initialiser puts nothing into what it makes.
bool isEmpty(const Expr *Init) {
  Init = strip(Init);
  if (const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(Init))
    return llvm::all_of(Construct->arguments(), [](const Expr *Arg) { return isa<CXXDefaultArgExpr>(Arg); });
  const auto *List = dyn_cast_or_null<InitListExpr>(Init);
  return !Init || (List && List->getNumInits() == 0);
}

/// A struct that only keeps its members together: nothing else could await them for it.
bool isPlainStruct(const CXXRecordDecl &Class) {
  return Class.isAggregate() && !Class.isUnion() && !Class.hasUserDeclaredDestructor() &&
         llvm::none_of(Class.methods(), [](const CXXMethodDecl *M) { return !M->isImplicit(); });
}

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

/// Something that somebody gives a value: nothing runs behind the future of it.
bool isPromise(const CXXRecordDecl *Class) {
  constexpr llvm::StringLiteral Setters[] = {"set_value", "setValue", "set_result"};
  return Class &&
         llvm::any_of(Setters, [&](StringRef Setter) { return !methodsNamed(*Class, Setter).empty(); });
}

/// `Task<void>`.
bool givesNothing(const CXXRecordDecl &Class) {
  const QualType Value = firstTypeArgument(&Class);
  return !Value.isNull() && Value->isVoidType();
}

/// Whether \p F, a coroutine, catches what it awaits throws and deals with it itself.
bool keepsItsErrors(Unit &U, const FunctionDecl &F) {
  const Coroutine *C = U.coroutine(F);
  return C &&
         llvm::any_of(C->Index->suspensions(),
                      [&](const Suspension &At) { return endsFailuresOf(*C->Index, At.E); }) &&
         !escapesOf(U, F).May;
}

} // namespace

StringRef consequenceOf(Drop WhenDropped) {
  switch (WhenDropped) {
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

Finding swallowedBy(const Expr &Callable, Drop WhenDropped) {
  return Finding(Callable.getBeginLoc(),
                 llvm::formatv("the awaitable this {0} returns is dropped by its caller, which expects "
                               "nothing, so {1}; start it inside a callback that returns void",
                               isa<LambdaExpr>(withoutMove(&Callable)) ? "lambda" : "callback",
                               consequenceOf(WhenDropped))
                     .str());
}

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

const Expr *Consumption::swallowed(const Expr &Call) const {
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
  return Type && Type->MustConsume ? Callable : nullptr;
}

const AwaitableInfo *Consumption::heldBy(const TemplateArgument &Arg) const {
  if (Arg.getKind() == TemplateArgument::Pack) {
    for (const TemplateArgument &Element : Arg.pack_elements())
      if (const AwaitableInfo *Info = heldBy(Element))
        return Info;
    return nullptr;
  }
  if (Arg.getKind() != TemplateArgument::Type)
    return nullptr;
  if (const AwaitableInfo *Info = U.awaitables().info(Arg.getAsType());
      Info && Info->Kind != TypeKind::Monadic)
    return Info->MustConsume ? Info : nullptr;
  // vector<optional<task>>, map<int, pair<name, task>>
  return isStandardHolder(Arg.getAsType()) ? held(Arg.getAsType()) : nullptr;
}

const AwaitableInfo *Consumption::held(QualType T) const {
  T = T.getNonReferenceType();
  if (const auto *Array = dyn_cast_or_null<ArrayType>(T->getAsArrayTypeUnsafe()))
    return held(Array->getElementType());
  const AwaitableInfo *Info = U.awaitables().info(T);
  if (Info && Info->Kind != TypeKind::Monadic)
    return Info->MustConsume ? Info : nullptr;
  const CXXRecordDecl *Class = classOf(T);
  if (!Class)
    return nullptr;
  if (isStandardHolder(T)) {
    for (const TemplateArgument &Arg :
         cast<ClassTemplateSpecializationDecl>(Class)->getTemplateArgs().asArray())
      if (const AwaitableInfo *Element = heldBy(Arg))
        return Element;
    return nullptr;
  }
  if (Class->hasDefinition() && (Class->isLambda() || isPlainStruct(*Class->getDefinition())))
    for (const FieldDecl *Field : Class->getDefinition()->fields())
      if (const AwaitableInfo *Member = U.awaitables().info(Field->getType());
          Member && Member->MustConsume && Member->Kind != TypeKind::Monadic &&
          !Field->getType()->isReferenceType())
        return Member;
  return nullptr;
}

const AwaitableInfo *Consumption::mustConsume(const Expr &E) const {
  const AwaitableInfo *Info = U.awaitables().info(E.getType());
  if (const auto *Await = dyn_cast<CoroutineSuspendExpr>(&E); Info && Await && givesItselfBack(*Await, *Info))
    return nullptr;
  if (!Info || Info->MustConsume || Info->WhenDropped == Drop::Harmless)
    return Info && Info->MustConsume ? Info : nullptr;
  const auto *Call = dyn_cast<CallExpr>(&E);
  const CallSite *Site = Call ? &U.calls().site(Call) : nullptr;
  constexpr CallKind Combines[] = {CallKind::Join, CallKind::BoundedJoin, CallKind::Race, CallKind::Timeout};
  return Site && llvm::any_of(Combines, [&](CallKind Kind) { return Site->does(Kind); }) ? Info : nullptr;
}

Drop Consumption::whenDropped(const Expr *Made, const AwaitableInfo &Type) const {
  // What hands the awaitable on may deal with its errors: future.handle_exception(...).
  for (const CallSite *Site :
       {Made ? U.calls().siteOf(Made) : nullptr, Made ? U.calls().operation(Made) : nullptr})
    for (const FunctionModel *M : Site ? Site->Models : ArrayRef<const FunctionModel *>())
      if (M->WhenDropped != Drop::Unknown)
        return M->WhenDropped;
  // promise.get_future().via(executor)
  const Expr *Step = strip(Made);
  while (const auto *Getter = dyn_cast_or_null<CXXMemberCallExpr>(Step)) {
    if (Getter->getNumArgs() == 0 && Type.Starts != Start::Lazy && isPromise(Getter->getRecordDecl()))
      return Drop::Harmless;
    Step = strip(Getter->getImplicitObjectArgument());
  }
  const auto *Call = dyn_cast_or_null<CallExpr>(strip(Made));
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (Type.WhenDropped == Drop::RunsUnobserved && Type.Model && Callee && givesNothing(*Type.Class) &&
      keepsItsErrors(U, *Callee))
    return Drop::Harmless;
  if (Type.WhenDropped == Drop::RunsUnobserved && Callee && leavesNothing(U, *Callee))
    return Drop::Harmless;
  return Type.WhenDropped;
}

bool Consumption::givesItselfBack(const CoroutineSuspendExpr &Await, const AwaitableInfo &Type) const {
  const Expr *Operand = strip(Await.getOperand());
  // What hands the task on is such a step itself, or stands around one.
  return llvm::any_of(std::array{U.calls().siteOf(Operand), U.calls().operation(Operand)},
                      [&](const CallSite *Site) {
                        return Site && Site->ObjectClass &&
                               Site->ObjectClass->getCanonicalDecl() == Type.Class->getCanonicalDecl();
                      });
}

Loss Consumption::of(const Expr &E) const {
  const auto *Call = dyn_cast<CallExpr>(&E);
  const CallSite *Site = Call ? &U.calls().site(Call) : nullptr;
  const FunctionModel *Start = Site ? Site->does(CallKind::Spawn) : nullptr;
  // What starts a task, and does something with its errors if nobody asks for them, is there to be forgotten.
  if (Site && (Site->does(CallKind::Detach) || (Start && Start->TellsErrors != Errors::Unknown)))
    return Loss::None;
  if (Body.isDiscarded(&E)) {
    for (const Stmt *Up = Body.parent(&E); Up && isa<Expr>(Up); Up = Body.parent(Up))
      if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Up); Cast && Cast->getCastKind() == CK_ToVoid)
        return Loss::Ignored;
    return Loss::Dropped;
  }
  const auto *Assignment = dyn_cast_or_null<CXXOperatorCallExpr>(Body.meaningfulParent(&E));
  if (Assignment && Assignment->isAssignmentOp() && isIgnore(strip(Assignment->getArg(0))))
    return Loss::Ignored;
  return Loss::None;
}

bool Consumption::isExpectedToFail(SourceLocation At) const {
  if (isByMacro(At, U.ast(), expectsFailure))
    return true;
  const auto *Method = dyn_cast<CXXMethodDecl>(&Body.function());
  const auto *Outer = Method && Method->getParent()->isLambda()
                          ? dyn_cast<FunctionDecl>(Method->getParent()->getDeclContext())
                          : nullptr;
  return Outer && Outer->hasBody() &&
         llvm::any_of(U.body(*Outer->getDefinition()).lambdas(), [&](const LambdaInfo &Lambda) {
           const FunctionDecl *Taker =
               Lambda.Use == LambdaUse::Argument ? U.calls().site(Lambda.Call).Callee : nullptr;
           return Taker && Lambda.E->getCallOperator() == Method && expectsFailure(simpleName(*Taker));
         });
}

const CXXOperatorCallExpr *Consumption::assignment(const DeclRefExpr &Use) const {
  const auto *Assign = dyn_cast_or_null<CXXOperatorCallExpr>(Body.meaningfulParent(&Use));
  return Assign && Assign->getOperator() == OO_Equal && strip(Assign->getArg(0)) == &Use &&
                 Body.isDiscarded(Assign)
             ? Assign
             : nullptr;
}

bool Consumption::consumes(const DeclRefExpr &Use) const {
  if (Body.isDiscarded(&Use) || assignment(Use))
    return false;
  const Stmt *Up = Body.meaningfulParent(&Use);
  // std::move(v); std::transform(..., std::back_inserter(v), f)
  if (const auto *Call = dyn_cast_or_null<CallExpr>(Up))
    return !isInserter(*Call) && (withoutMove(Call) != &Use || !Body.isDiscarded(Call));
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Up)) {
    // v.push_back(f())
    if (const auto *Method = dyn_cast<CXXMethodDecl>(Member->getMemberDecl()))
      return !Method->getDeclName().isIdentifier() || !leavesElements(Method->getName()) ||
             // What is known to be empty has nothing to lose.
             (Method->getName() == "empty" && isAsserted(U, Body, *cast<Expr>(Body.parent(Member)))) ||
             (!Method->isConst() && !Body.isDiscarded(dyn_cast_or_null<Expr>(Body.meaningfulParent(Member))));
    // another member of a struct
    const AwaitableInfo *Struct = held(Use.getType());
    return !Struct || U.awaitables().info(Use.getType()) || held(Member->getType()) == Struct;
  }
  return true;
}

bool Consumption::isMovedFromConsumed(const VarDecl &Var) const {
  const Expr *Init = strip(Var.getInit());
  if (const auto *Move = dyn_cast_or_null<CXXConstructExpr>(Init);
      Move && Move->getConstructor()->isMoveConstructor())
    Init = withoutMove(Move->getArg(0));
  const auto *From = dyn_cast_or_null<DeclRefExpr>(Init);
  return From && llvm::any_of(Body.uses(*From->getDecl()),
                              [&](const DeclRefExpr *Use) { return Use != From && consumes(*Use); });
}

Loss Consumption::of(const ValueDecl &D) const {
  const auto *Var = dyn_cast<VarDecl>(&D);
  if (Var && isMovedFromConsumed(*Var))
    return Loss::None;
  if (Var && (!Var->hasLocalStorage() || isa<ParmVarDecl, DecompositionDecl>(Var) ||
              Var->isExceptionVariable() || Var->isInitCapture()))
    return Loss::None;
  // Of what is named only where nothing is evaluated, `decltype(work)`, the type is what was wanted.
  if (D.isReferenced() && Body.uses(D).empty())
    return Loss::None;
  bool OnPurpose = D.hasAttr<UnusedAttr>(), Filled = !Var || !isEmpty(Var->getInit());
  for (const DeclRefExpr *Use : Body.uses(D)) {
    if (consumes(*Use))
      return Loss::None;
    OnPurpose |= Body.isDiscarded(Use);
    Filled = true;
  }
  return !Filled ? Loss::None : OnPurpose ? Loss::Ignored : Loss::Dropped;
}

} // namespace cotidy
