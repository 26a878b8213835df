// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/OwnLimits.h"

using namespace clang;

namespace cotidy {

/// `configuration.health_check_interval = 0s`
bool OwnLimits::setsToZero(const BodyIndex &Body, const FunctionModel &Io) const {
  auto IsSwitch = [&](const Expr *Place) {
    const auto *Member = dyn_cast<MemberExpr>(strip(Place));
    return Member && llvm::any_of(Io.UnlessZero, [&](const std::string &Name) {
             return ModelSet::isNamed(*Member->getMemberDecl(), Name);
           });
  };
  return llvm::any_of(Body.nodes(), [&](const Stmt *S) {
    if (const auto *Assign = dyn_cast<BinaryOperator>(S))
      return Assign->getOpcode() == BO_Assign && IsSwitch(Assign->getLHS()) &&
             isZero(*strip(Assign->getRHS()), U.ast());
    const auto *Assign = dyn_cast<CXXOperatorCallExpr>(S);
    return Assign && Assign->getOperator() == OO_Equal && IsSwitch(Assign->getArg(0)) &&
           isZero(*strip(Assign->getArg(1)), U.ast());
  });
}

bool OwnLimits::hold(const FunctionModel &Io) {
  if (!Io.EndsItself.value_or(false))
    return false;
  auto [It, New] = SwitchedOff.try_emplace(&Io);
  if (New && !Io.UnlessZero.empty())
    It->second = llvm::any_of(U.session().functions(),
                              [&](const FunctionDecl *F) { return setsToZero(U.body(*F), Io); });
  return !It->second;
}

} // namespace cotidy
