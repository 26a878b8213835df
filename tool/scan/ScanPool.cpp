// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ScanPool.h"

#include "ChildProcess.h"
#include "CoroutineScan.h"
#include "Interrupt.h"
#include "Reproduce.h"
#include "ScanWorker.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include <csignal>
#include <cstring>
#include <map>
#include <set>
#include <thread>

using namespace llvm;

namespace cotidy {

namespace {

using Clock = ChildProcess::Clock;
constexpr auto Tick = std::chrono::milliseconds(100);
/// A dependency scan that takes longer is given up: the unit is parsed.
constexpr auto ScanPatience = std::chrono::seconds(10);
/// Fewer units are not worth another process that has to read the same headers.
constexpr size_t UnitsPerScanner = 8;
constexpr size_t LongestStack = 64;

struct Worker {
  size_t Index;
  std::unique_ptr<ChildProcess> Child;
  bool Expired = false;
};

/// Looks at the dependencies of some units, one after another.
struct Scanner {
  std::vector<size_t> Units;
  std::unique_ptr<ChildProcess> Child;
  size_t Answered = 0;
  Clock::time_point LastAnswer;
};

struct ScanAnswer {
  bool Without = false;
  ReadFiles Read;
};

bool fromJSON(const json::Value &V, ScanAnswer &A, json::Path At) {
  json::ObjectMapper O(V, At);
  return O && O.map("without", A.Without) && O.map("read", A.Read);
}

template <typename T> std::optional<T> parse(StringRef Text) {
  Expected<json::Value> Value = json::parse(Text);
  if (!Value) {
    consumeError(Value.takeError());
    return std::nullopt;
  }
  T Result;
  json::Path::Root Root;
  if (!fromJSON(*Value, Result, Root))
    return std::nullopt;
  return Result;
}

UnitResult without(const Unit &U, UnitStatus Status, std::string Reason) {
  UnitResult R;
  R.File = U.File;
  R.Status = Status;
  R.Reason = std::move(Reason);
  return R;
}

/// What LLVM printed when it crashed: what it was doing, then the calls.
std::string stackIn(StringRef Messages) {
  size_t Begin = Messages.find("Stack dump:");
  SmallVector<StringRef> Lines;
  Messages.substr(Begin == StringRef::npos ? 0 : Begin).split(Lines, '\n', -1, /*KeepEmpty=*/false);
  erase_if(Lines, [](StringRef Line) { return Line.starts_with("Stack dump"); }); // headings
  std::string Stack;
  for (StringRef Line : ArrayRef(Lines).take_front(LongestStack))
    Stack += printable(Line) + "\n";
  return Stack;
}

class Pool {
public:
  Pool(const ScanRun &Run, function_ref<size_t(UnitResult)> Done)
      : Run(Run), Units(Run.List.Units), Done(Done),
        Jobs(Run.Options.Jobs ? Run.Options.Jobs : std::max(1u, std::thread::hardware_concurrency())) {}

  void run();

private:
  void sort(size_t Index);
  bool settle(size_t Index);
  void mustParse(size_t Index);
  void fillSlots();
  void startScanner(Scanner S);
  void startWorker(size_t Index);
  void wait();
  void poll(Scanner &S);
  void take(Scanner &S, StringRef Line);
  void giveUpOn(Scanner &S);
  void poll(Worker &W);
  UnitResult conclude(const Worker &W);
  void finish(size_t Index, UnitResult Result) { Finished[Index] = std::move(Result); }
  void deliver();
  void showProgress();

  const ScanRun &Run;
  ArrayRef<Unit> Units;
  function_ref<size_t(UnitResult)> Done;
  size_t Jobs;
  std::vector<size_t> ToScan;
  std::set<std::pair<double, size_t>> ToParse; ///< by what it is thought to take
  std::vector<Scanner> Scanners;
  std::vector<Worker> Workers;
  std::map<size_t, UnitResult> Finished;
  size_t Reported = 0, Findings = 0;
};

/// True if it takes no process to know the result.
bool Pool::settle(size_t Index) {
  const Unit &U = Units[Index];
  if (!sys::fs::exists(U.File))
    finish(Index, without(U, UnitStatus::Missing, "the file does not exist"));
  else if (!U.IsCxx)
    finish(Index, without(U, UnitStatus::Skipped, "it is not C++"));
  else if (!U.Refused.empty())
    finish(Index, without(U, UnitStatus::Unsupported, U.Refused));
  else if (std::optional<UnitResult> Kept = Run.Cache ? Run.Cache->find(U) : std::nullopt)
    finish(Index, std::move(*Kept));
  else
    return false;
  return true;
}

void Pool::sort(size_t Index) {
  if (settle(Index))
    return;
  const Unit &U = Units[Index];
  bool Speaks = true;
  if (!Run.Options.Analysis.SystemHeaders && sys::fs::is_regular_file(U.File))
    if (ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFile(U.File))
      Speaks = speaksOfCoroutines((*Text)->getBuffer());
  Speaks ? mustParse(Index) : ToScan.push_back(Index);
}

/// Units of which nothing is known come first, the largest of them before the others.
void Pool::mustParse(size_t Index) {
  double Seconds = Run.Cache ? Run.Cache->earlierSeconds(Units[Index]) : 0;
  uint64_t Size = 0;
  if (Seconds == 0 && !sys::fs::file_size(Units[Index].File, Size))
    Seconds = 1e6 + Size;
  ToParse.insert({Seconds, Index});
}

void Pool::startScanner(Scanner S) {
  auto Work = [&](raw_ostream &Out) {
    CoroutineScan Scan(Run.Began);
    for (size_t Index : S.Units) {
      std::optional<ReadFiles> Read = Scan.without(Units[Index].Command);
      Out << json::Value(json::Object{{"without", bool(Read)}, {"read", Read.value_or(ReadFiles())}}) << '\n';
      Out.flush();
    }
  };
  Expected<std::unique_ptr<ChildProcess>> Child = ChildProcess::start(Work, Run.Options.Limits.Mebibytes);
  if (!Child) {
    consumeError(Child.takeError());
    for (size_t Index : S.Units)
      mustParse(Index);
    return;
  }
  S.Child = std::move(*Child);
  S.LastAnswer = Clock::now();
  Scanners.push_back(std::move(S));
}

void Pool::startWorker(size_t Index) {
  auto Work = [&](raw_ostream &Out) {
    Out << toJSON(analyse(Units[Index], Run.Options.Analysis, Run.Began,
                          Run.Options.Says == Loudness::Verbose, Run.Changed));
  };
  Expected<std::unique_ptr<ChildProcess>> Child = ChildProcess::start(Work, Run.Options.Limits.Mebibytes);
  if (Child)
    Workers.push_back({Index, std::move(*Child)});
  else
    finish(Index, without(Units[Index], UnitStatus::Failed, toString(Child.takeError())));
}

void Pool::fillSlots() {
  if (!ToScan.empty()) {
    size_t Count = std::min(Jobs, (ToScan.size() + UnitsPerScanner - 1) / UnitsPerScanner);
    for (size_t First = 0; First < Count; ++First) {
      Scanner S;
      for (size_t I = First; I < ToScan.size(); I += Count)
        S.Units.push_back(ToScan[I]);
      startScanner(std::move(S));
    }
    ToScan.clear();
  }
  while (!ToParse.empty() && Scanners.size() + Workers.size() < Jobs) {
    auto Longest = std::prev(ToParse.end());
    size_t Index = Longest->second;
    ToParse.erase(Longest);
    startWorker(Index);
  }
}

void Pool::take(Scanner &S, StringRef Line) {
  size_t Index = S.Units[S.Answered++];
  S.LastAnswer = Clock::now();
  std::optional<ScanAnswer> Answer = parse<ScanAnswer>(Line);
  if (!Answer || !Answer->Without)
    return mustParse(Index);
  UnitResult Result = without(Units[Index], UnitStatus::NoCoroutines, "");
  if (Run.Cache)
    Run.Cache->store(Units[Index], Result, Answer->Read);
  Result.Dependencies = dependencies(Answer->Read);
  finish(Index, std::move(Result));
}

/// The unit at which a scanner crashed or got stuck is parsed, where the same will cost that unit alone; the
/// units after it get another scanner.
void Pool::giveUpOn(Scanner &S) {
  S.Child.reset();
  if (S.Answered == S.Units.size())
    return;
  mustParse(S.Units[S.Answered]);
  ToScan.insert(ToScan.end(), S.Units.begin() + S.Answered + 1, S.Units.end());
}

void Pool::poll(Scanner &S) {
  bool Runs = S.Child->receive();
  std::string &Output = S.Child->output();
  for (size_t End; (End = Output.find('\n')) != std::string::npos && S.Answered < S.Units.size();) {
    take(S, StringRef(Output).take_front(End));
    Output.erase(0, End + 1);
  }
  if (!Runs || Clock::now() - S.LastAnswer > ScanPatience)
    giveUpOn(S);
}

UnitResult Pool::conclude(const Worker &W) {
  const Unit &U = Units[W.Index];
  const ChildEnd &End = W.Child->end();
  UnitResult Result;
  auto Bad = [&](UnitStatus Status, const Twine &Reason) {
    Result = without(U, Status, Reason.str());
    Result.Reproduce = reproduce(Run.Options, Run.List, U);
  };
  std::optional<UnitAnswer> Answer;
  if (W.Expired) {
    Bad(UnitStatus::TimedOut, "it took longer than " + Twine(Run.Options.Limits.Seconds) + " seconds");
  } else if (End.How == ChildEnd::Kind::OutOfMemory) {
    Bad(UnitStatus::OutOfMemory,
        "it needed more than " + Twine(Run.Options.Limits.Mebibytes) + " MiB of memory");
  } else if (End.How == ChildEnd::Kind::Signal && End.Number == SIGKILL) {
    Bad(UnitStatus::Crashed, "its process was killed from outside");
  } else if (End.How == ChildEnd::Kind::Signal) {
    Bad(UnitStatus::Crashed, Twine("the analysis crashed: ") + ::strsignal(End.Number));
    Result.Stack = stackIn(W.Child->messages());
  } else if (End.How == ChildEnd::Kind::Status) {
    Bad(UnitStatus::Crashed, "the analysis ended with status " + Twine(End.Number));
    Result.Stack = stackIn(W.Child->messages());
  } else if (Answer = parse<UnitAnswer>(W.Child->output()); !Answer) {
    Bad(UnitStatus::Failed, "its result is not readable");
  } else {
    Result = std::move(Answer->Result);
  }
  Result.Seconds = End.Seconds;
  Result.Mebibytes = End.Mebibytes;
  if (Answer) {
    if (Run.Cache)
      Run.Cache->store(U, Result, Answer->Read);
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
  for (Scanner &S : Scanners)
    Children.push_back(S.Child.get());
  for (Worker &W : Workers)
    Children.push_back(W.Child.get());
  if (!Children.empty())
    ChildProcess::wait(Children, Tick);
  for (Scanner &S : Scanners)
    poll(S);
  for (Worker &W : Workers)
    poll(W);
  erase_if(Scanners, [](const Scanner &S) { return !S.Child; });
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
      State.Slowest = Units[W.Index].File;
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
  Scanners.clear();
  Workers.clear();
  for (size_t Index = Reported; Index < Units.size(); ++Index)
    if (!Finished.count(Index))
      finish(Index, without(Units[Index], UnitStatus::Interrupted, "the scan was interrupted"));
  deliver();
  Run.Says.clear();
}

} // namespace

void runUnits(const ScanRun &Run, function_ref<size_t(UnitResult)> Done) { Pool(Run, Done).run(); }

} // namespace cotidy
