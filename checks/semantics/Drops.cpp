// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Drops.h"

#include "semantics/Blocking.h"
#include "semantics/EndedCalls.h"
#include "semantics/Failures.h"
#include "semantics/Naming.h"
#include "semantics/Place.h"
#include "semantics/TemplateArguments.h"

using namespace clang;

namespace cotidy {

namespace {

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

/// `Dialogs::warning(text)`, `showMessage(text)`: the user is told something, and goes on when it is read.
/// Who leaves the answer alone waits for nothing.
bool onlyTellsUser(const CallExpr &Call, const FunctionDecl &Callee) {
  constexpr llvm::StringLiteral Names[] = {"alert",      "critical", "information",
                                           "messagebox", "toast",    "warning"};
  const StringRef Name = simpleName(Callee);
  if (!llvm::any_of(Names, [&](StringRef Notice) { return Name.equals_insensitive(Notice); }) &&
      wordsOf(Name).front() != "show")
    return false;
  const QualType First = Call.getNumArgs() ? strip(Call.getArg(0))->getType() : QualType();
  return !First.isNull() &&
         (hasWord(classOf(First), {"string"}) ||
          (First->isPointerType() && First->getPointeeType()->isAnyCharacterType()) || First->isArrayType());
}

/// Whether \p F, or a function of the user's own that it calls, blocks until something is done.
bool waits(Unit &U, const FunctionDecl *F) {
  const BodyIndex *Body = U.visibleBody(F);
  return Body && llvm::any_of(U.session().facts<Blocking>().in(Body->function()), [](const BlockingSite &At) {
           return At.Category == BlockingCategory::Wait || At.Category == BlockingCategory::SyncWait ||
                  At.Category == BlockingCategory::Join;
         });
}

/// Whether \p F asks whether a coroutine is done, and may end the process.
bool insistsOnDone(Unit &U, const FunctionDecl *F) {
  const BodyIndex *Body = U.visibleBody(F);
  const auto Calls = [&](llvm::function_ref<bool(const FunctionDecl &)> Is) {
    return Body && llvm::any_of(Body->calls(), [&](const Expr *E) {
             const FunctionDecl *Callee = U.calls().site(E).Callee;
             return Callee && Is(*Callee);
           });
  };
  return Calls([](const FunctionDecl &Callee) { return isNamedBy(Callee, {"done"}); }) &&
         Calls([](const FunctionDecl &Callee) { return Callee.isNoReturn(); });
}

} // namespace

Drop endOf(Unit &U, const AwaitableInfo &Type) {
  if (Type.Model || Type.WhenDropped != Drop::RunsUnobserved || !Type.Class->hasDefinition())
    return Type.WhenDropped;
  const CXXDestructorDecl *Destructor = Type.Class->getDestructor();
  if (waits(U, Destructor))
    return Drop::Blocks;
  return insistsOnDone(U, Destructor) ? Drop::Terminates : Type.WhenDropped;
}

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

bool isScopeOfWork(Unit &U, const BodyIndex &Body, const Expr *Made, const AwaitableInfo &Type,
                   Drop WhenDropped) {
  if (WhenDropped != Drop::Cancels || Type.Model)
    return WhenDropped == Drop::Blocks || WhenDropped == Drop::Cancels;
  return !U.coroutine(Body.function()) && Made && llvm::any_of(Body.calls(), [&](const Expr *Later) {
    return isa<CallExpr>(Later) && Body.isBefore(Made, Later) && !Body.contains(Made, Later);
  });
}

Drop whenDropped(Unit &U, const Expr *Made, const AwaitableInfo &Type) {
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
  const Drop End = endOf(U, Type);
  if (End == Drop::RunsUnobserved && Callee && givesNothing(*Type.Class) && keepsItsErrors(U, *Callee))
    return Drop::Harmless;
  if (End == Drop::RunsUnobserved && Callee && (leavesNothing(U, *Callee) || onlyTellsUser(*Call, *Callee)))
    return Drop::Harmless;
  // There is nothing left to cancel.
  if ((End == Drop::Cancels || End == Drop::Terminates) && Callee && endsAtOnce(U, *Callee))
    return leavesNothing(U, *Callee) ? Drop::Harmless : Drop::Unknown;
  return End;
}

} // namespace cotidy
