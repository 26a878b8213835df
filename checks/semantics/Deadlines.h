// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which waits for a peer can last for ever: no time limit around the operation, on its resource, or in every
// caller.
//
// What limits a wait is looked for generously, and an object is told apart only by its name: anything that
// could be a limit counts as one.

#ifndef COTIDY_SEMANTICS_DEADLINES_H
#define COTIDY_SEMANTICS_DEADLINES_H

#include "semantics/OwnLimits.h"
#include "semantics/RequestLimits.h"
#include "semantics/ResourceLimits.h"

namespace cotidy {

/// An awaited operation on a peer.
struct PeerWait {
  const Suspension *At;
  const CallSite *Operation;        ///< in the coroutine, or in the awaiter that starts it
  const FunctionModel *Model;       ///< null: of a connection that no model names
  const clang::ValueDecl *Resource; ///< what it works on; null if that has no name
  bool Idle; ///< waits for a peer that may have nothing to say: the next request of a connection that is kept
  bool Ends; ///< by itself, but late
  const FunctionModel *Configured = nullptr; ///< what gave the resource, whose limit may be set elsewhere
};

/// Where a coroutine is called from, as far as the unit shows.
struct CallerLimits {
  bool AnyCaller = false;
  const clang::Expr *Unlimited = nullptr; ///< a call that sets no limit
  const clang::FunctionDecl *In = nullptr;

  bool allLimited() const { return AnyCaller && !Unlimited; }
};

class Deadlines : public Session::Facts {
public:
  explicit Deadlines(Session &S)
      : U(S.facts<Unit>()), Local(U), Own(U), Resources(U, Local), Requests(U, Resources) {}

  /// The waits in \p C that nothing in the function or on the resource limits, in order of appearance.
  llvm::SmallVector<PeerWait, 4> unlimited(const Coroutine &C);

  /// Whether the awaitable form of the blocking call \p Site, put in its place, would wait without a limit.
  bool wantsLimit(const Coroutine &C, const CallSite &Site, const FunctionModel &Model);

  /// Which calls of \p F set no limit to what it does with \p Resource, which may be null.
  CallerLimits callers(const clang::FunctionDecl &F, const clang::ValueDecl *Resource);

  /// Whether something in \p C tells of a peer, or of how long something may take: it shows whether there is
  /// a limit, or asks for one.
  bool tellsOfLimits(const Coroutine &C);

  /// Whether the call, or lambda, \p At in \p In sets a limit to what its callee does with \p Member of the
  /// same object, which may be null.
  bool isLimitedCall(const clang::FunctionDecl &In, const clang::Expr *At, const clang::FieldDecl *Member);

private:
  const FunctionModel *peerOperation(const CallSite &Site);
  std::optional<PeerWait> peerWait(const BodyIndex &Body, const clang::Expr *E);
  std::optional<PeerWait> awaiterWait(const BodyIndex &Body, const Suspension &At);
  bool isForTemplates(const clang::FunctionDecl &F);
  llvm::SmallVector<const clang::Expr *, 4> awaitedBy(const BodyIndex &Body, const Suspension &At);

  Unit &U;
  Limits Local;
  OwnLimits Own;
  ResourceLimits Resources;
  RequestLimits Requests;
  llvm::DenseMap<std::pair<const clang::FunctionDecl *, const clang::FieldDecl *>,
                 std::optional<CallerLimits>>
      Known;
};

} // namespace cotidy

#endif
