// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ScanPool.h"

#include "CoroutineScan.h"
#include "Interrupt.h"
#include "Scanners.h"
#include "UnitEnd.h"
#include "models/ModelSet.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include <map>
#include <set>
#include <thread>

using namespace llvm;

namespace cotidy {

namespace {

using Clock = ChildProcess::Clock;
constexpr auto Tick = std::chrono::milliseconds(100);

struct Worker {
  size_t Index;
  std::unique_ptr<ChildProcess> Child;
  bool Expired = false;
};

class Pool {
public:
  Pool(const ScanRun &Run, ArrayRef<const ScanUnit *> Units, Purpose For,
       function_ref<size_t(UnitResult)> Done)
      : Run(Run), Units(Units), For(For), Done(Done),
        Jobs(Run.Options.Jobs ? Run.Options.Jobs : std::max(1u, std::thread::hardware_concurrency())),
        ToScan(Units, Run.Options.Limits.Mebibytes, Run.Began,
               [this](size_t Index, std::optional<ReadFiles> Read) { scanned(Index, std::move(Read)); }) {}

  void run();

private:
  void sort(size_t Index);
  bool settle(size_t Index);
  void scanned(size_t Index, std::optional<ReadFiles> Read);
  void mustParse(size_t Index);
  void fillSlots();
  void startWorker(size_t Index);
  void wait();
  void poll(Worker &W);
  UnitResult conclude(const Worker &W);
  void finish(size_t Index, UnitResult Result) { Finished[Index] = std::move(Result); }
  void deliver();
  void showProgress();

  const ScanRun &Run;
  ArrayRef<const ScanUnit *> Units;
  Purpose For;
  function_ref<size_t(UnitResult)> Done;
  size_t Jobs;
  Scanners ToScan;
  std::set<std::pair<double, size_t>> ToParse; ///< by what it is thought to take
  std::vector<Worker> Workers;
  std::map<size_t, UnitResult> Finished;
  size_t Reported = 0, Findings = 0;
};

/// True if it takes no process to know the result.
bool Pool::settle(size_t Index) {
  const ScanUnit &U = *Units[Index];
  if (!sys::fs::exists(U.File))
    finish(Index, notAnalysed(U, UnitStatus::Missing, "the file does not exist"));
  else if (!U.IsCxx)
    finish(Index, notAnalysed(U, UnitStatus::Skipped, "it is not C++"));
  else if (!U.Refused.empty())
    finish(Index, notAnalysed(U, UnitStatus::Unsupported, U.Refused));
  else if (!sys::fs::is_directory(U.Command.Directory))
    finish(Index, notAnalysed(U, UnitStatus::Missing,
                              "the folder of its command, '" + printable(U.Command.Directory) +
                                  "', does not exist"));
  else if (std::optional<UnitResult> Kept = Run.Cache ? Run.Cache->find(U, For) : std::nullopt)
    finish(Index, std::move(*Kept));
  else
    return false;
  return true;
}

void Pool::sort(size_t Index) {
  if (settle(Index))
    return;
  const ScanUnit &U = *Units[Index];
  bool Speaks = true;
  if (For == Purpose::Findings && !Run.Options.Analysis.SystemHeaders && sys::fs::is_regular_file(U.File))
    if (ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFile(U.File))
      Speaks = speaksOfCoroutines((*Text)->getBuffer());
  Speaks ? mustParse(Index) : ToScan.add(Index);
}

/// Units of which nothing is known come first, the largest of them before the others.
void Pool::mustParse(size_t Index) {
  double Seconds = Run.Cache ? Run.Cache->earlierSeconds(*Units[Index], For) : 0;
  uint64_t Size = 0;
  if (Seconds == 0 && !sys::fs::file_size(Units[Index]->File, Size))
    Seconds = 1e6 + Size;
  ToParse.insert({Seconds, Index});
}

void Pool::scanned(size_t Index, std::optional<ReadFiles> Read) {
  if (!Read)
    return mustParse(Index);
  UnitResult Result = notAnalysed(*Units[Index], UnitStatus::NoCoroutines, "");
  if (Run.Cache)
    Run.Cache->store(*Units[Index], For, Result, *Read);
  Result.Dependencies = dependencies(*Read);
  finish(Index, std::move(Result));
}

void Pool::startWorker(size_t Index) {
  ModelSet::builtin(); // read once, here, and not in every worker
  auto Work = [&](raw_ostream &Out) {
    Out << toJSON(analyse(*Units[Index], Run.Options.Analysis, Run.Began, For,
                          Run.Options.Says == Loudness::Verbose, Run.Changed));
  };
  Expected<std::unique_ptr<ChildProcess>> Child = ChildProcess::start(Work, Run.Options.Limits.Mebibytes);
  if (Child)
    Workers.push_back({Index, std::move(*Child)});
  else
    finish(Index, notAnalysed(*Units[Index], UnitStatus::Failed, toString(Child.takeError())));
}

void Pool::fillSlots() {
  ToScan.start(Jobs);
  while (!ToParse.empty() && ToScan.count() + Workers.size() < Jobs) {
    auto Longest = std::prev(ToParse.end());
    size_t Index = Longest->second;
    ToParse.erase(Longest);
    startWorker(Index);
  }
}

UnitResult Pool::conclude(const Worker &W) {
  const ScanUnit &U = *Units[W.Index];
  std::optional<UnitAnswer> Answer;
  if (!W.Expired)
    Answer = answerOf(*W.Child);
  UnitResult Result =
      Answer ? std::move(Answer->Result) : withoutAnswer(U, *W.Child, W.Expired, Run.Options, Run.List);
  Result.Seconds = W.Child->end().Seconds;
  Result.Mebibytes = W.Child->end().Mebibytes;
  if (Answer) {
    if (Run.Cache)
      Run.Cache->store(U, For, Result, Answer->Read);
    Result.Dependencies = dependencies(Answer->Read);
    Result.CheckSeconds = std::move(Answer->CheckSeconds);
  }
  return Result;
}

void Pool::poll(Worker &W) {
  if (!W.Child->receive()) {
    finish(W.Index, conclude(W));
    W.Child.reset();
    return;
  }
  unsigned Seconds = Run.Options.Limits.Seconds;
  if (Seconds && !W.Expired && Clock::now() - W.Child->started() > std::chrono::seconds(Seconds)) {
    W.Expired = true;
    W.Child->kill();
  }
}

void Pool::wait() {
  SmallVector<ChildProcess *> Children;
  ToScan.appendTo(Children);
  for (Worker &W : Workers)
    Children.push_back(W.Child.get());
  if (!Children.empty())
    ChildProcess::wait(Children, Tick);
  ToScan.poll();
  for (Worker &W : Workers)
    poll(W);
  erase_if(Workers, [](const Worker &W) { return !W.Child; });
}

void Pool::deliver() {
  for (auto It = Finished.begin(); It != Finished.end() && It->first == Reported; ++Reported) {
    Findings += Done(std::move(It->second));
    It = Finished.erase(It);
  }
}

void Pool::showProgress() {
  Progress State;
  State.Done = Reported + Finished.size();
  State.Total = Units.size();
  State.Findings = Findings;
  for (const Worker &W : Workers)
    if (double Seconds = std::chrono::duration<double>(Clock::now() - W.Child->started()).count();
        Seconds > State.SlowestSeconds) {
      State.SlowestSeconds = Seconds;
      State.Slowest = Units[W.Index]->File;
    }
  Run.Says.show(State);
}

void Pool::run() {
  for (size_t Index = 0; Index < Units.size() && !interruptedBy(); ++Index)
    sort(Index);
  while (Reported < Units.size() && !interruptedBy()) {
    fillSlots();
    deliver();
    showProgress();
    wait();
    deliver();
  }
  ToScan.stop();
  Workers.clear();
  for (size_t Index = Reported; Index < Units.size(); ++Index)
    if (!Finished.count(Index))
      finish(Index, notAnalysed(*Units[Index], UnitStatus::Interrupted, "the scan was interrupted"));
  deliver();
  Run.Says.clear();
}

} // namespace

void runUnits(const ScanRun &Run, ArrayRef<const ScanUnit *> Units, Purpose For,
              function_ref<size_t(UnitResult)> Done) {
  Pool(Run, Units, For, Done).run();
}

} // namespace cotidy
