// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds awaiters that register a callback for their coroutine and cannot take it back: if the coroutine is
// destroyed first, the callback resumes freed memory.

#include "semantics/Access.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/Naming.h"
#include "semantics/TaskStarts.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {
namespace {

class AwaiterNotCancellable : public FunctionCheck {
public:
  using FunctionCheck::FunctionCheck;

  static constexpr CheckInfo Info{"awaiter-not-cancellable",
                                  "finds awaiters whose callback outlives the coroutine it resumes",
                                  FixKind::None, Profile::LibraryAuthors, Instantiations::Every};

  void checkFunction(const FunctionDecl &F) override {
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    if (!Method || simpleName(F) != "await_suspend" || F.getNumParams() != 1 ||
        !isHandle(F.getParamDecl(0)->getType()) || canTakeBack(*Method->getParent()))
      return;
    const BodyIndex &Body = unit().body(F);
    for (const Expr *E : Body.calls()) {
      const CallSite &Site = unit().calls().site(E);
      // What the call gives back may be how it is taken back.
      if (!isa<CallExpr>(E) || !Site.Callee || isPromise(Site.ObjectClass) ||
          !(E->getType()->isVoidType() || Body.isDiscarded(E) || isStatus(*E, Body)) || resumedHandle(*E) ||
          (llvm::none_of(Site.Args,
                         [&](const Expr *Arg) { return keepsCoroutine(*Arg, *F.getParamDecl(0)); }) &&
           !isGivenToCallback(Site, *F.getParamDecl(0))))
        continue;
      report(
          Finding(
              Method->getLocation(),
              "this awaiter leaves a callback with " + describe(*Site.Callee, Site.ObjectClass) +
                  " and cannot take it back, so that it resumes freed memory if the coroutine is destroyed "
                  "first; deregister it in the awaiter's destructor")
              .note(E->getExprLoc(), "registered here"),
          F);
      return;
    }
  }

private:
  /// What a coroutine's promise keeps goes with the coroutine.
  static bool isPromise(const CXXRecordDecl *Class) {
    return Class && !methodsNamed(*Class, "unhandled_exception").empty() &&
           !methodsNamed(*Class, "final_suspend").empty();
  }

  /// Whether what \p Call gives is only compared: it says whether the call went well.
  static bool isStatus(const Expr &Call, const BodyIndex &Body) {
    const Stmt *Up = Body.meaningfulParent(&Call);
    const auto *Binary = dyn_cast_or_null<BinaryOperator>(Up);
    const auto *Unary = dyn_cast_or_null<UnaryOperator>(Up);
    return Call.getType()->isIntegralOrEnumerationType() &&
           (isa_and_nonnull<IfStmt>(Up) || (Binary && Binary->isComparisonOp()) ||
            (Unary && Unary->getOpcode() == UO_LNot));
  }

  /// `std::function<void()>` and its like, made of one thing that is called.
  static bool isCallback(const Expr *E) {
    const auto *Made = dyn_cast<CXXConstructExpr>(E);
    const CXXRecordDecl *Class = Made ? Made->getConstructor()->getParent() : nullptr;
    return Class && Made->getNumArgs() == 1 && !isHandle(E->getType()) &&
           !methodsNamed(*Class, "operator()").empty();
  }

  /// Whether a member of \p Class, or its own destructor, may do so.
  static bool canTakeBack(const CXXRecordDecl &Class) {
    if (!Class.hasDefinition() || Class.isDependentContext() || Class.hasUserDeclaredDestructor() ||
        Class.getNumBases() != 0)
      return true;
    return llvm::any_of(Class.fields(), [](const FieldDecl *Field) { return endsMore(Field->getType()); });
  }

  /// Whether the end of a \p T may do more than give back the memory of its own values.
  static bool endsMore(QualType T, unsigned Depth = 4) {
    const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
    if (!Class || !Class->hasDefinition())
      return false;
    if (!Depth)
      return true;
    if (Class->isInStdNamespace() && isHolderOfValues(*Class)) {
      const auto *Holder = dyn_cast<ClassTemplateSpecializationDecl>(Class);
      return Holder && llvm::any_of(Holder->getTemplateArgs().asArray(), [&](const TemplateArgument &Arg) {
               return Arg.getKind() == TemplateArgument::Type && endsMore(Arg.getAsType(), Depth - 1);
             });
    }
    if (Class->hasTrivialDestructor())
      return false;
    if (Class->isInStdNamespace())
      return simpleName(*Class) != "allocator";
    const CXXDestructorDecl *End = Class->getDestructor();
    return !End || End->isUserProvided() || llvm::any_of(Class->bases(), [&](const CXXBaseSpecifier &B) {
      return endsMore(B.getType(), Depth - 1);
    }) || llvm::any_of(Class->fields(), [&](const FieldDecl *F) {
      return endsMore(F->getType(), Depth - 1);
    });
  }

  /// A container, a string, a value that may be missing.
  static bool isHolderOfValues(const CXXRecordDecl &Class) {
    constexpr llvm::StringLiteral Names[] = {"expected", "optional", "pair"};
    return !methodsNamed(Class, "begin").empty() || llvm::is_contained(Names, simpleName(Class));
  }

  /// `start(callback, handle.address())`, `start(callback, this)`, `start(&request, callback)` of a request
  /// that is a member: what a plain function is to be called with.
  bool isGivenToCallback(const CallSite &Site, const ParmVarDecl &Handle) const {
    if (runsTasks(unit(), Site.ObjectClass)) // an executor may call it at once
      return false;
    auto IsCallback = [](const Expr *Arg) { return Arg->getType()->isFunctionPointerType(); };
    auto IsCoroutine = [&](const Expr *Arg) {
      const auto *Address = dyn_cast<CXXMemberCallExpr>(strip(Arg));
      const auto *Of = Address && simpleName(*Address->getMethodDecl()) == "address"
                           ? dyn_cast<DeclRefExpr>(strip(Address->getImplicitObjectArgument()))
                           : nullptr;
      const auto *Pointer = dyn_cast<UnaryOperator>(strip(Arg));
      const auto *Member = Pointer && Pointer->getOpcode() == UO_AddrOf
                               ? dyn_cast<MemberExpr>(strip(Pointer->getSubExpr()))
                               : nullptr;
      return isa<CXXThisExpr>(strip(Arg)) || (Of && Of->getDecl() == &Handle) ||
             (Member && isa<FieldDecl>(Member->getMemberDecl()) &&
              isa<CXXThisExpr>(strip(Member->getBase())));
    };
    return llvm::any_of(cast<CallExpr>(Site.E)->arguments(), IsCallback) &&
           llvm::any_of(Site.Args, IsCoroutine);
  }

  /// A lambda that has the handle or the awaiter, and nothing that tells it whether they are still there; or
  /// a callback made of the handle itself.
  static bool keepsCoroutine(const Expr &Arg, const ParmVarDecl &Handle) {
    const Expr *Given = strip(&Arg);
    const bool IsBox = isCallback(Given);
    while (const auto *Made = dyn_cast<CXXConstructExpr>(Given)) { // the box of a callback
      if (Made->getNumArgs() == 0)
        return false;
      Given = strip(Made->getArg(0));
    }
    if (const auto *Name = dyn_cast<DeclRefExpr>(Given))
      return IsBox && Name->getDecl() == &Handle;
    const auto *Lambda = dyn_cast<LambdaExpr>(Given);
    // One that refers to everything around it is there to run before that is gone.
    if (!Lambda || Lambda->getCaptureDefault() == LCD_ByRef)
      return false;
    bool Keeps = false;
    for (const LambdaCapture &Capture : Lambda->captures()) {
      Keeps |= Capture.capturesThis() || (Capture.capturesVariable() && Capture.getCapturedVar() == &Handle);
      if (Capture.capturesVariable() && isSmartPointer(Capture.getCapturedVar()->getType()))
        return false;
    }
    return Keeps;
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(awaiter_not_cancellable, cotidy::AwaiterNotCancellable)
