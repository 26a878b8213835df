// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Durations.h"

#include "semantics/BodyIndex.h"
#include "semantics/Calls.h"
#include "semantics/Naming.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

namespace {

/// The seconds of one tick: the ratio that is the last template argument of the duration \p Class.
std::optional<double> tickOf(const CXXRecordDecl &Class) {
  const auto *Duration = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  if (!Duration || Duration->getTemplateArgs().size() != 2 ||
      Duration->getTemplateArgs()[1].getKind() != TemplateArgument::Type)
    return std::nullopt;
  const auto *Ratio =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(classOf(Duration->getTemplateArgs()[1].getAsType()));
  if (!Ratio || Ratio->getTemplateArgs().size() != 2)
    return std::nullopt;
  const TemplateArgument &Over = Ratio->getTemplateArgs()[0], &Under = Ratio->getTemplateArgs()[1];
  if (Over.getKind() != TemplateArgument::Integral || Under.getKind() != TemplateArgument::Integral ||
      Under.getAsIntegral() == 0)
    return std::nullopt;
  return Over.getAsIntegral().signedRoundToDouble() / Under.getAsIntegral().signedRoundToDouble();
}

} // namespace

std::optional<double> constantSeconds(const Expr &E, const ASTContext &AST) {
  const std::optional<double> Tick =
      !E.isValueDependent() && isTime(E.getType()) ? tickOf(*classOf(E.getType())) : std::nullopt;
  Expr::EvalResult Result;
  if (!Tick || !E.EvaluateAsRValue(Result, AST) || Result.HasSideEffects || !Result.Val.isStruct() ||
      Result.Val.getStructNumFields() != 1)
    return std::nullopt;
  const APValue &Count = Result.Val.getStructField(0);
  if (Count.isInt())
    return Count.getInt().roundToDouble() * *Tick;
  if (Count.isFloat())
    return Count.getFloat().convertToDouble() * *Tick;
  return std::nullopt;
}

bool meansForever(const Expr &E, const ASTContext &AST) {
  constexpr llvm::StringLiteral Words[] = {"infin", "max"};
  const Expr *Plain = strip(&E);
  if (const auto *Call = dyn_cast<CallExpr>(Plain); Call && isTime(Call->getType()))
    return hasWord(Call->getDirectCallee(), Words);
  if (const auto *Named = dyn_cast<DeclRefExpr>(Plain); Named && hasWord(Named->getDecl(), {"infin"}))
    return true;
  if (const CXXRecordDecl *Class = classOf(E.getType()); Class && Class->getIdentifier())
    return Class->getName() == "nullopt_t";
  if (E.isValueDependent())
    return false;
  llvm::APFloat Number(0.0);
  if (E.getType()->isRealFloatingType())
    return E.EvaluateAsFloat(Number, AST) && (Number.isNegative() || Number.isZero());
  Expr::EvalResult Result;
  return E.getType()->isIntegralOrEnumerationType() && E.EvaluateAsInt(Result, AST) &&
         Result.Val.getInt() <= 0;
}

} // namespace cotidy
