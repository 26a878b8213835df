// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds awaits while a lock is held that makes threads wait.

#include "semantics/CoroutineCheck.h"
#include "semantics/HeldResources.h"
#include "semantics/LockFixes.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace clang;

namespace cotidy {
namespace {

std::string listed(ArrayRef<std::string> Names, StringRef Word) {
  std::string Text;
  for (size_t I = 0; I != Names.size(); ++I)
    Text += (I == 0 ? "" : I + 1 == Names.size() ? " " + Word.str() + " " : ", ") + Names[I];
  return Text;
}

class AwaitUnderLock : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{"await-under-lock",
                                  "finds awaits while a lock is held that other threads wait for",
                                  FixKind::Offered, Profile::Recommended, Instantiations::Any};

  void checkCoroutine(const Coroutine &C) override {
    ArrayRef<HeldAwait> Awaits = HeldResources::of(unit(), C).awaits();
    for (const HeldAwait &Await : Awaits) {
      SmallVector<const HeldHere *, 2> Locks;
      for (const HeldHere &Held : Await.Held)
        if (Held.What->Type.What == Hold::ThreadLock)
          Locks.push_back(&Held);
      if (Locks.empty())
        continue;
      Finding Found = describe(*Await.At, Locks);
      if (Locks.size() == 1 && Session::mayFix(Await.At->loc()))
        offerRelease(Found, C, Await, *Locks.front()->What, Awaits);
      report(std::move(Found), *C.Decl);
    }
  }

private:
  static Finding describe(const Suspension &At, ArrayRef<const HeldHere *> Locks) {
    SmallVector<std::string, 2> Held, Wanted;
    bool ThreadOwned = false, ByHand = true;
    auto Add = [](SmallVectorImpl<std::string> &Names, std::string Name) {
      if (!llvm::is_contained(Names, Name))
        Names.push_back(std::move(Name));
    };
    for (const HeldHere *Lock : Locks) {
      const HeldResource &R = *Lock->What;
      Held.push_back(R.Name.empty() ? "a lock" : "'" + R.Name + "'");
      for (const LockedMutex &Mutex : R.Mutexes) {
        Add(Wanted, Mutex.Name.empty() ? "the same lock" : "'" + Mutex.Name + "'");
        ByHand &= Mutex.Name == R.Name;
      }
      if (R.Mutexes.empty())
        Add(Wanted, "the same lock");
      ByHand &= !R.Mutexes.empty();
      ThreadOwned |= R.Type.ThreadOwned;
    }
    bool One = Held.size() == 1;
    Finding Found(
        At.loc(),
        llvm::formatv("{0} {1} held across this {2}; every other thread that wants {3} waits until the "
                      "coroutine is resumed{4}",
                      listed(Held, "and"), One ? "is" : "are", At.isYield() ? "co_yield" : "await",
                      !ByHand ? listed(Wanted, "or")
                      : One   ? "it"
                              : "one of them",
                      ThreadOwned ? ", and if it is resumed on another thread, the unlock is undefined" : "")
            .str());
    Found.Highlights.push_back(At.E->getSourceRange());
    for (const HeldHere *Lock : llvm::reverse(Locks))
      for (const Evidence &Step : Lock->Taken)
        Found.note(Step.Loc, Step.Text);
    return Found;
  }

  void offerRelease(Finding &Found, const Coroutine &C, const HeldAwait &Await, const HeldResource &R,
                    ArrayRef<HeldAwait> Awaits) const {
    bool First = true, Last = true;
    for (const HeldAwait &Other : Awaits)
      if (&Other != &Await && llvm::any_of(Other.Held, [&](const HeldHere &H) { return H.What == &R; }))
        (Other.At < Await.At ? First : Last) = false;
    if (std::optional<OfferedFix> Fix = releaseBefore(session().ast(), *C.Index, *Await.At, R, First, Last))
      Found.Offers.push_back(std::move(*Fix));
  }
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(await_under_lock, cotidy::AwaitUnderLock)
