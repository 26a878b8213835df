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
  bool isLimited(const FunctionModel &Source) { return callsOneOf(Source.LimitedBy); }

  /// Whether the unit itself reads the configuration, which may limit what \p Source gives.
  bool isRead(const FunctionModel &Source) { return callsOneOf(Source.ConfiguredBy); }

  /// The functions that the unit calls of those in `limited-by`, with a limit, and `configured-by`; sorted.
  llvm::ArrayRef<std::string> calls();

private:
  bool callsOneOf(llvm::ArrayRef<std::string> Names);
  const FunctionModel *givenBy(const clang::Expr &Made, unsigned Depth);

  Unit &U;
  Limits Local;
  std::optional<std::vector<std::string>> Called;
};

} // namespace cotidy

#endif
