// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds coroutines that never suspend: each call pays for a frame and a resumption, and its callers must be
// coroutines, for what a plain function does.

#include "semantics/Callers.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/FixTemplates.h"
#include "semantics/HandedOn.h"
#include "semantics/Hops.h"
#include "semantics/TakenAddresses.h"
#include "semantics/TemplateArguments.h"

using namespace clang;

namespace cotidy {
namespace {

/// The type of what the coroutine returns is not its author's choice: an override, a callback, one of a
/// visitor's functions, which all return the same.
bool isPrescribed(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  return Method && (Method->isVirtual() || Method->getParent()->isLambda() ||
                    (Method->getOverloadedOperator() == OO_Call &&
                     methodsNamed(*Method->getParent(), "operator()").size() > 1));
}

class CoroutineWithoutAwait : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{"coroutine-without-await", "finds coroutines that never await or yield",
                                  FixKind::Offered, Profile::Strict, Instantiations::Every};

  void checkCoroutine(const Coroutine &C) override {
    if (!C.Index->suspensions().empty() || C.InTest || isPrescribed(*C.Decl) ||
        C.Decl->getTemplateInstantiationPattern() || C.Decl->isDependentContext() || isStub(C) ||
        endsOtherwise(C) || beginsElsewhere(C) || session().facts<Callers>().isForTests(*C.Decl) ||
        isKeptByName(*C.Decl))
      return;
    Finding Plain(
        C.Decl->getLocation(),
        llvm::formatv("{0} never awaits, so each call allocates a coroutine frame and resumes it for "
                      "what a plain function does; make it one, or return a value that is ready",
                      quoted(*C.Decl))
            .str());
    if (C.Index->coreturns().size() == 1)
      offerReadyValue(Plain, *C.Index->coreturns().front(), C);
    if (Plain.Offers.empty() && isNeededAsTask(*C.Decl))
      return;
    report(std::move(Plain), *C.Decl);
  }

private:
  /// Whether the coroutine is there to be begun by somebody else: on an executor that it is given, or by what
  /// its promise hands it to.
  bool beginsElsewhere(const Coroutine &C) {
    return hasExecutorTag(unit(), C) || executorOfPromise(unit(), C) ||
           (C.Promise && isHandedOnAt(*C.Promise, "initial_suspend"));
  }

  /// Whether the function is kept in a table or handed on, so that its type is that of all who are.
  bool isKeptByName(const FunctionDecl &F) { return session().facts<TakenAddresses>().contains(F); }

  /// Whether something of the unit hands its task on, to a join, a start or a variable: a plain value could
  /// not stand there.
  bool isNeededAsTask(const FunctionDecl &F) {
    return llvm::any_of(session().facts<Callers>().of(F),
                        [&](const CallFrom &Call) { return isKept(unit().body(*Call.In), *Call.At); });
  }

  /// Whether what the call gives is more than awaited, returned or dropped there.
  static bool isKept(const BodyIndex &Body, const Expr &Call) {
    const Stmt *Up = Body.meaningfulParent(&Call);
    return !Body.isDiscarded(&Call) &&
           !isa_and_nonnull<CoroutineSuspendExpr, DependentCoawaitExpr, ReturnStmt>(Up);
  }

  /// `co_return with_error(e)`: it ends in another way than with a value, by a promise that takes both.
  static bool endsOtherwise(const Coroutine &C) {
    const auto *Task = dyn_cast_or_null<ClassTemplateSpecializationDecl>(classOf(C.Decl->getReturnType()));
    const auto IsValue = [&](const TemplateArgument &Arg, const CXXRecordDecl *Class) {
      return Arg.getKind() == TemplateArgument::Type && classOf(Arg.getAsType()) == Class;
    };
    return Task && llvm::any_of(C.Index->coreturns(), [&](const CoreturnStmt *Return) {
             const auto *Call =
                 dyn_cast_or_null<CXXMemberCallExpr>(strip(cast_or_null<Expr>(Return->getPromiseCall())));
             const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
             if (!Method || Method->getNumParams() != 1)
               return false;
             const FunctionDecl *Pattern = Method->getTemplateInstantiationPattern();
             const QualType Takes = Method->getParamDecl(0)->getType();
             const QualType Written = Pattern ? Pattern->getParamDecl(0)->getType() : Takes;
             const CXXRecordDecl *Class = classOf(Takes);
             return Class && !Written.getNonReferenceType()->isTemplateTypeParmType() &&
                    llvm::none_of(Task->getTemplateArgs().asArray(),
                                  [&](const TemplateArgument &Arg) { return IsValue(Arg, Class); });
           });
  }

  /// It begins with `co_return;` or a throw: the place of something still to come.
  static bool isStub(const Coroutine &C) {
    const auto *Block = dyn_cast<CompoundStmt>(C.Index->root());
    if (!Block || Block->body_empty())
      return false;
    const auto *Return = dyn_cast<CoreturnStmt>(Block->body_front());
    const auto *E = dyn_cast<Expr>(Block->body_front());
    return (Return && !Return->getOperand()) || (E && isa<CXXThrowExpr>(E->IgnoreImplicit()));
  }

  // With one statement the whole body becomes the return of a value.
  void offerReadyValue(Finding &Plain, const CoreturnStmt &Return, const Coroutine &C) {
    const auto *Block = cast<CompoundStmt>(C.Index->root());
    const AwaitableInfo *Task = unit().awaitables().info(C.Decl->getReturnType());
    if (Block->size() != 1 || Block->body_front() != &Return || !Return.getOperand() || !Task || !Task->Model)
      return;
    FixRequest Request{FixFor::ReadyValue,     Task->Model->Library, Task->Class, C.Index, &Return,
                       C.Decl->getReturnType()};
    // The value's type as it is written: `future<std::string>`.
    const QualType Value = firstWrittenArgument(C.Decl->getReturnType());
    if (Value.isNull())
      return;
    Request.Pieces.push_back({"value", Value.getAsString(unit().ast().getPrintingPolicy()), {}});
    if (Request.copy("expression", Return.getOperand()->getSourceRange(), unit()))
      if (std::optional<OfferedFix> Fix = render(unit(), Request))
        Plain.Offers.push_back(std::move(*Fix));
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(coroutine_without_await, cotidy::CoroutineWithoutAwait)
