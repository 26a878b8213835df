// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/AwaitedEffects.h"

#include "semantics/Access.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Place.h"
#include "semantics/Sharing.h"

using namespace clang;

namespace cotidy {

namespace {

/// Words of names that do more than look something up.
constexpr llvm::StringLiteral EffectWords[] = {
    "abort",        "accept",     "acquire",  "add",        "advance", "append",     "apply",    "auth",
    "authenticate", "begin",      "bind",     "call",       "cancel",  "change",     "clear",    "close",
    "commit",       "connect",    "consume",  "create",     "delete",  "disconnect", "dispatch", "drain",
    "drop",         "emit",       "enqueue",  "ensure",     "erase",   "exec",       "execute",  "flush",
    "handle",       "handshake",  "init",     "initialize", "insert",  "install",    "invoke",   "join",
    "leave",        "listen",     "lock",     "log",        "login",   "logout",     "mark",     "migrate",
    "move",         "notify",     "open",     "patch",      "persist", "post",       "prepare",  "process",
    "publish",      "push",       "put",      "register",   "release", "remove",     "rename",   "replace",
    "reset",        "resize",     "rollback", "run",        "save",    "schedule",   "seek",     "send",
    "set",          "setup",      "shutdown", "signal",     "sleep",   "spawn",      "start",    "step",
    "stop",         "store",      "submit",   "subscribe",  "switch",  "sync",       "truncate", "try",
    "unlock",       "unregister", "update",   "upload",     "upsert",  "verify",     "wait",     "write",
    "yield"};

/// Words of names that take what comes next from where they look.
constexpr llvm::StringLiteral TakingWords[] = {"line", "next",    "peek", "poll", "pop",
                                               "read", "receive", "recv", "take"};

constexpr CallKind OrderedKinds[] = {
    CallKind::Spawn,  CallKind::Detach,  CallKind::Join,  CallKind::BoundedJoin, CallKind::Race,
    CallKind::Ready,  CallKind::Sleep,   CallKind::Yield, CallKind::Lock,        CallKind::TryLock,
    CallKind::Unlock, CallKind::Acquire, CallKind::Begin, CallKind::End,         CallKind::Idle,
    CallKind::Pull,   CallKind::Push,    CallKind::Hop,   CallKind::OrderedCall, CallKind::ReleasePermit,
    CallKind::Cancel};

bool saysAny(const CallSite &Site, ArrayRef<llvm::StringLiteral> Among) {
  const NamedDecl *Named = Site.named();
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Named);
  if (!Named || (Method && Method->getOverloadedOperator() == OO_Call))
    return false;
  return isNamedBy(*Named, Among);
}

/// What tells one thing that is looked up from another.
constexpr llvm::StringLiteral KeyWords[] = {"id", "key", "name", "path", "url", "uri"};

/// `readTitle(id)`: what is read is found by a key, and not where the reading before has ended.
bool isByKey(const CallSite &Site) {
  if (isa_and_nonnull<CXXMethodDecl>(Site.Callee) || Site.Args.empty())
    return false;
  return llvm::all_of(Site.Args, [](const Expr *Arg) {
    const auto *Ref = dyn_cast<DeclRefExpr>(Arg);
    return Ref && isNamedBy(*Ref->getDecl(), KeyWords) && !isPointerLike(Ref->getType());
  });
}

/// What is read and written in the order that somebody at the other end of it expects.
constexpr llvm::StringLiteral TerminalWords[] = {"console", "fifo",   "pipe",     "stderr", "stdin",
                                                 "stdio",   "stdout", "terminal", "tty"};

/// Whether \p E, what an operation works on, is a terminal or a pipe, or is got from one: `stdio().in`.
bool isTerminal(const Expr *E) {
  const ValueDecl *Named = namedObject(E);
  const CXXRecordDecl *Class = classOf(E->getType(), /*ThroughPointer=*/true);
  const auto *Call = dyn_cast<CallExpr>(strip(E));
  const FunctionDecl *Getter = Call ? Call->getDirectCallee() : nullptr;
  return (Named && isNamedBy(*Named, TerminalWords)) || (Class && isNamedBy(*Class, TerminalWords)) ||
         (Getter && isNamedBy(*Getter, TerminalWords));
}

/// Pointers to what runs the work, or is only looked at, that many objects have in common.
constexpr llvm::StringLiteral CommonWords[] = {"config",  "context", "executor", "log",
                                               "loop",    "metric",  "options",  "pool",
                                               "reactor", "runner",  "schedul",  "service"};

} // namespace

/// Whether \p Site takes something of which there are few, `pool.get()`: whoever has it earlier keeps it
/// longer.
static bool takesFromFew(const CallSite &Site) {
  constexpr llvm::StringLiteral Words[] = {"borrow", "checkout", "connection", "lease"};
  return saysAny(Site, Words) || hasWord(Site.ObjectClass, {"pool"});
}

bool saysEffect(const CallSite &Site) { return saysAny(Site, EffectWords); }

bool saysTaking(const CallSite &Site) { return saysAny(Site, TakingWords) && !isByKey(Site); }

bool hasItsPlace(const CallSite &Site) {
  return llvm::any_of(OrderedKinds, [&](CallKind Kind) { return Site.does(Kind); }) || takesFromFew(Site) ||
         saysAny(Site, TerminalWords) || (Site.Object && isTerminal(Site.Object)) ||
         llvm::any_of(Site.Args, isTerminal);
}

bool repeats(const CallSite &First, const CallSite &Second) {
  if (First.Callee->getCanonicalDecl() != Second.Callee->getCanonicalDecl())
    return false;
  if (First.Object && placeOf(First.Object) != placeOf(Second.Object))
    return false;
  for (unsigned I = 0; I != std::min(First.Args.size(), Second.Args.size()); ++I) {
    const Place Here = placeOf(First.Args[I]);
    if (Here.empty() || Here != placeOf(Second.Args[I]))
      return false;
  }
  return true;
}

void addPointees(Unit &U, const CXXRecordDecl *Class, llvm::SmallPtrSetImpl<const CXXRecordDecl *> &To) {
  Class = Class ? Class->getDefinition() : nullptr;
  if (!Class || isSharable(U, Class))
    return;
  for (const FieldDecl *F : Class->fields()) {
    const QualType T = F->getType();
    const CXXRecordDecl *Inner = classOf(T, /*ThroughPointer=*/true);
    const bool Points = T->isPointerType() || T->isReferenceType() || isSmartPointer(T);
    const bool ReadsOnly = !isSmartPointer(T) && Points && T->getPointeeType().isConstQualified();
    if (Inner && Points && !ReadsOnly && !isSharable(U, Inner) && !hasWord(Inner, CommonWords))
      To.insert(Inner->getCanonicalDecl());
  }
}

} // namespace cotidy
