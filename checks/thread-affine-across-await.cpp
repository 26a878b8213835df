// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds what belongs to one thread and is kept across a suspension: the coroutine may be resumed on another
// thread, and others run on this one meanwhile.

#include "semantics/CoroutineCheck.h"
#include "semantics/ThreadState.h"

using namespace clang;

namespace cotidy {
namespace {

class ThreadAffineAcrossAwait : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{"thread-affine-across-await",
                                  "finds state of one thread that a coroutine keeps across a suspension",
                                  FixKind::None, Profile::Recommended, Instantiations::Any};

  void checkCoroutine(const Coroutine &C) override {
    if (C.Index->suspensions().empty() || C.Decl->isDependentContext())
      return;
    for (const KeptThreadState &Kept : keptThreadState(unit(), C)) {
      Finding Found(Kept.Where, message(Kept));
      if (Kept.Began)
        Found.note(Kept.Began->getBeginLoc(),
                   Kept.Is == KeptThreadState::Written ? "written here" : "got here");
      Found.note(Kept.Suspended->getExprLoc(), "suspended here");
      if (Kept.Relies && Kept.Relies->getBeginLoc() != Kept.Where)
        Found.note(Kept.Relies->getBeginLoc(),
                   Kept.Is == KeptThreadState::Restored ? "set back here" : "used here");
      report(std::move(Found), *C.Decl);
    }
  }

private:
  static std::string message(const KeptThreadState &Kept) {
    const std::string Name = Kept.What ? quoted(*Kept.What) : "'errno'";
    switch (Kept.Is) {
    case KeptThreadState::Cached:
      return Name +
             " is the state of the thread before a suspension, and the coroutine may be resumed on another; "
             "get it again after the await";
    case KeptThreadState::Written:
      return Name +
             " is read after a suspension for what was written before it, while other coroutines on the "
             "thread write it too, and on another thread it is another variable; keep the value in a local";
    case KeptThreadState::Restored:
      return Name +
             " is changed before a suspension and set back after it, so that other coroutines on the thread "
             "run "
             "in that state, and the setting back comes to whichever thread resumes; keep the state in the "
             "coroutine, or set it back before the await";
    case KeptThreadState::Errno:
      return "'errno' is read after a suspension that came after the call, so it tells of whatever ran on "
             "the thread "
             "meanwhile; copy it before the await";
    case KeptThreadState::Guard:
      return Name + " guards a state of this thread across a suspension, so that other coroutines run in "
                    "that state, "
                    "and the end of it comes to whichever thread resumes; end its scope before the await";
    }
    llvm_unreachable("every kind has a message");
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(thread_affine_across_await, cotidy::ThreadAffineAcrossAwait)
