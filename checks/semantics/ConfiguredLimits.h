// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Clients that the program gets from where it is configured: a file that nobody sees here may say how long
// they wait.

#ifndef COTIDY_SEMANTICS_CONFIGUREDLIMITS_H
#define COTIDY_SEMANTICS_CONFIGUREDLIMITS_H

#include "semantics/Limits.h"

namespace cotidy {

class ConfiguredLimits : public Session::Facts {
public:
  explicit ConfiguredLimits(Session &S) : U(S.facts<Unit>()), Local(U) {}

  /// What the model says of the call that gave the program \p WorksOn, what an operation works on; null if
  /// that is not configured elsewhere, or \p WorksOn null.
  const FunctionModel *source(const clang::Expr *WorksOn);

  /// Whether the unit itself sets a limit to all that \p Source gives.
  bool isLimited(const FunctionModel &Source);

  /// The functions that the unit calls with a limit, by their names in `limited-by`; sorted.
  llvm::ArrayRef<std::string> limitingCalls();

private:
  const FunctionModel *givenBy(const clang::Expr &Made, unsigned Depth);

  Unit &U;
  Limits Local;
  std::optional<std::vector<std::string>> Called;
};

} // namespace cotidy

#endif
