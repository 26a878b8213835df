// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/TaskOrder.h"

#include "semantics/AwaitedCalls.h"
#include "semantics/Callbacks.h"
#include "semantics/Naming.h"
#include "semantics/TemplateArguments.h"

#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringSet.h"

using namespace clang;

namespace cotidy {

namespace {

bool isComparingAlgorithm(const NamedDecl &D) {
  static const llvm::StringSet<> Names = {"sort",          "stable_sort", "partial_sort",   "nth_element",
                                          "min_element",   "max_element", "minmax_element", "is_sorted",
                                          "lower_bound",   "upper_bound", "equal_range",    "make_heap",
                                          "binary_search", "merge",       "inplace_merge"};
  return D.isInStdNamespace() && Names.contains(simpleName(D));
}

/// The range that an algorithm's first argument is, or begins: `v` of `v.begin()` and `std::begin(v)`.
QualType rangeOf(Unit &U, const Expr *First) {
  const CallSite *Begin = U.calls().siteOf(First);
  const NamedDecl *Name = Begin ? Begin->named() : nullptr;
  if (!Name || !simpleName(*Name).contains("begin"))
    return First->getType();
  if (Begin->Object)
    return Begin->Object->getType();
  return Begin->Args.empty() ? QualType() : Begin->Args[0]->getType();
}

} // namespace

bool comparesTasks(Unit &U, const CallSite &Site) {
  const NamedDecl *Name = Site.named();
  if (!Name || !isComparingAlgorithm(*Name) || Site.Args.empty() ||
      llvm::any_of(ArrayRef(Site.Args).take_front(Site.WrittenArgs),
                   [](const Expr *Arg) { return isCallable(Arg->getType()); }))
    return false;
  const QualType Range = rangeOf(U, Site.Args[0]);
  return !Range.isNull() && holdsTasks(U, Range);
}

bool ordersTasks(Unit &U, QualType T) {
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(classOf(T));
  if (!Class || !Class->isInStdNamespace() || Class->getTemplateArgs().size() < 2)
    return false;
  if (const QualType Element = firstTypeArgument(Class); Element.isNull() || !isTask(U, Element))
    return false;
  return llvm::any_of(Class->getTemplateArgs().asArray().drop_front(), [](const TemplateArgument &Arg) {
    const CXXRecordDecl *Order =
        Arg.getKind() == TemplateArgument::Type ? Arg.getAsType()->getAsCXXRecordDecl() : nullptr;
    return Order && Order->isInStdNamespace() &&
           (simpleName(*Order) == "less" || simpleName(*Order) == "greater");
  });
}

} // namespace cotidy
