// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Consumption.h"

#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringSet.h"

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

} // namespace

const AwaitableInfo *Consumption::held(QualType T) const {
  const AwaitableInfo *Info = U.awaitables().info(T);
  if (Info)
    return Info->MustConsume ? Info : nullptr;
  const auto *Holder = dyn_cast_or_null<ClassTemplateSpecializationDecl>(classOf(T));
  // In-house class templates may do anything with what they hold; the standard's only hold it.
  if (!Holder || !Holder->isInStdNamespace() || Holder->getTemplateArgs().size() == 0)
    return nullptr;
  const TemplateArgument &Element = Holder->getTemplateArgs()[0];
  if (Element.getKind() != TemplateArgument::Type)
    return nullptr;
  Info = U.awaitables().info(Element.getAsType());
  return Info && Info->MustConsume ? Info : nullptr;
}

Loss Consumption::of(const Expr &E) const {
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

bool Consumption::consumes(const DeclRefExpr &Use) const {
  if (Body.isDiscarded(&Use))
    return false;
  const Stmt *Up = Body.meaningfulParent(&Use);
  // v.push_back(f())
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Up)) {
    const auto *Method = dyn_cast<CXXMethodDecl>(Member->getMemberDecl());
    return !Method || !Method->getDeclName().isIdentifier() || !leavesElements(Method->getName()) ||
           (!Method->isConst() && !Body.isDiscarded(dyn_cast_or_null<Expr>(Body.meaningfulParent(Member))));
  }
  return true;
}

Loss Consumption::of(const VarDecl &Var) const {
  if (!Var.hasLocalStorage() || isa<ParmVarDecl, DecompositionDecl>(Var) || Var.isExceptionVariable() ||
      Var.isInitCapture())
    return Loss::None;
  bool OnPurpose = Var.hasAttr<UnusedAttr>();
  for (const DeclRefExpr *Use : Body.uses(Var)) {
    if (consumes(*Use))
      return Loss::None;
    OnPurpose |= Body.isDiscarded(Use);
  }
  return OnPurpose ? Loss::Ignored : Loss::Dropped;
}

} // namespace cotidy
