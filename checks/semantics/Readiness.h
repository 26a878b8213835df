// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// When a call that can block does not: what it waits for is there already, its descriptor never makes it
// wait, or it waits for no time worth the name.

#ifndef COTIDY_SEMANTICS_READINESS_H
#define COTIDY_SEMANTICS_READINESS_H

#include "semantics/Unit.h"

namespace cotidy {

class Readiness {
public:
  explicit Readiness(Unit &U) : U(U) {}

  /// Whether the call \p Site in \p Body, which by \p Model blocks as \p Category says, is known not to.
  bool isReady(const BodyIndex &Body, const CallSite &Site, const FunctionModel &Model,
               BlockingCategory Category);

  /// Whether the body shows that it uses descriptors only when there is something: it waits for that, or
  /// expects the answer "try again".
  bool polls(const BodyIndex &Body);

  /// Whether what the call works on is a descriptor or a handle: whether it blocks was decided when that was
  /// made.
  static bool isDescriptor(const CallSite &Site, const FunctionModel &Model);

private:
  bool ownerPolls(const clang::ValueDecl &Descriptor);
  bool isPolledBefore(const BodyIndex &Body, const CallSite &Site);
  bool isAwaitedBefore(const BodyIndex &Body, const CallSite &Site, const clang::ValueDecl &Socket);
  bool isNonBlocking(const BodyIndex &Body, const clang::Expr &Used, const clang::ValueDecl &Descriptor);

  Unit &U;
};

} // namespace cotidy

#endif
