// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "AffectedUnits.h"

#include "ChildProcess.h"
#include "CoroutineScan.h"
#include "Interrupt.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FileSystem.h"
#include <thread>

using namespace llvm;

namespace cotidy {

namespace {

using Clock = ChildProcess::Clock;
constexpr auto Tick = std::chrono::milliseconds(100);
/// A unit whose includes take longer to follow counts as affected, and so do those after it.
constexpr auto Patience = std::chrono::seconds(10);

/// Follows the includes of some units in a process of its own, and answers with a character for each.
struct Follower {
  std::vector<size_t> Units;
  std::unique_ptr<ChildProcess> Child;
  size_t Answered = 0;
  Clock::time_point LastAnswer = Clock::now();
};

class Search {
public:
  Search(const ScanRun &Run, const ChangedLines &Changes)
      : Run(Run), Units(Run.List.Units), Changes(Changes), Affected(Units.size(), true) {}

  std::vector<ScanUnit> run() {
    std::vector<size_t> Unknown;
    for (size_t I = 0; I < Units.size(); ++I)
      if (!Changes.hasFile(Units[I].File) && !(Run.Cache && Run.Cache->find(Units[I], Purpose::Findings)))
        Unknown.push_back(I);
    follow(Unknown);
    std::vector<ScanUnit> Result;
    for (size_t I = 0; I < Units.size(); ++I)
      if (Affected[I])
        Result.push_back(Units[I]);
    return Result;
  }

private:
  void follow(ArrayRef<size_t> Unknown);
  void answer(ArrayRef<size_t> Indexes, raw_ostream &Out);
  bool poll(Follower &F);

  const ScanRun &Run;
  ArrayRef<ScanUnit> Units;
  const ChangedLines &Changes;
  std::vector<bool> Affected;
};

void Search::answer(ArrayRef<size_t> Indexes, raw_ostream &Out) {
  CoroutineScan Scan(Run.Began);
  StringMap<bool> Known;
  auto IsChanged = [&](StringRef File) {
    auto [Slot, New] = Known.try_emplace(File, false);
    if (New)
      Slot->second = Changes.hasFile(File);
    return Slot->second;
  };
  for (size_t Index : Indexes) {
    const ScanUnit &U = Units[Index];
    bool Touched = false;
    if (U.IsCxx && U.Refused.empty() && sys::fs::exists(U.File)) {
      std::optional<ReadFiles> Read = Scan.reads(U.Command);
      Touched = !Read || any_of(Read->Files, IsChanged);
    }
    Out << (Touched ? '1' : '0');
    Out.flush();
  }
}

/// False when nothing more is to be expected.
bool Search::poll(Follower &F) {
  bool Runs = F.Child->receive();
  for (char Answer : F.Child->output()) {
    if (F.Answered < F.Units.size())
      Affected[F.Units[F.Answered++]] = Answer != '0';
    F.LastAnswer = Clock::now();
  }
  F.Child->output().clear();
  return Runs && Clock::now() - F.LastAnswer < Patience;
}

void Search::follow(ArrayRef<size_t> Unknown) {
  size_t Jobs = Run.Options.Jobs ? Run.Options.Jobs : std::max(1u, std::thread::hardware_concurrency());
  std::vector<Follower> Followers(std::min(Jobs, Unknown.size()));
  for (size_t I = 0; I < Unknown.size(); ++I)
    Followers[I % Followers.size()].Units.push_back(Unknown[I]);
  for (Follower &F : Followers) {
    Expected<std::unique_ptr<ChildProcess>> Child =
        ChildProcess::start([&](raw_ostream &Out) { answer(F.Units, Out); }, Run.Options.Limits.Mebibytes);
    if (Child)
      F.Child = std::move(*Child);
    else
      consumeError(Child.takeError());
  }
  while (!interruptedBy()) {
    SmallVector<ChildProcess *> Children;
    for (Follower &F : Followers)
      if (F.Child && !poll(F))
        F.Child.reset();
    for (Follower &F : Followers)
      if (F.Child)
        Children.push_back(F.Child.get());
    if (Children.empty())
      return;
    ChildProcess::wait(Children, Tick);
  }
}

} // namespace

std::vector<ScanUnit> affectedUnits(const ScanRun &Run, const ChangedLines &Changes) {
  return Search(Run, Changes).run();
}

} // namespace cotidy
