// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Limits that come with a request, or that whoever sends it sets for all of them: the answer is there in
// time, or an error is.

#ifndef COTIDY_SEMANTICS_REQUESTLIMITS_H
#define COTIDY_SEMANTICS_REQUESTLIMITS_H

#include "semantics/ResourceLimits.h"

namespace cotidy {

class RequestLimits {
public:
  RequestLimits(Unit &U, ResourceLimits &Resources) : U(U), Resources(Resources) {}

  /// Whether the operation \p Request is given something that has a time limit of its own.
  bool isLimited(const BodyIndex &Body, const CallSite &Request);

  /// Whether \p Answer, which is waited for at \p At, is what such an operation has given.
  bool isAnswerLimited(const BodyIndex &Body, const clang::Expr *Answer, const clang::Expr *At);

private:
  bool isMadeWithLimit(const clang::Expr *Made, unsigned Depth = 2);
  bool isFilledInWithLimit(const BodyIndex &Body, const clang::ValueDecl &Request, const clang::Expr *At);
  bool isSentWithLimit(const BodyIndex &Body, const clang::Expr *Made, const clang::Expr *At);

  Unit &U;
  ResourceLimits &Resources;
};

} // namespace cotidy

#endif
