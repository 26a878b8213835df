// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ScanPool.h"

#include "ScanWorker.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/Threading.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>
#include <csignal>
#include <map>
#include <thread>

using namespace llvm;

namespace cotidy {

namespace {

using Clock = std::chrono::steady_clock;

struct Running {
  size_t Index;
  sys::ProcessInfo Process;
  Clock::time_point Started;
  bool Killed = false;
};

class Pool {
public:
  Pool(ArrayRef<Unit> Units, const ScanOptions &Options, StringRef Program, StringRef Folder)
      : Units(Units), Options(Options), Program(Program), Folder(Folder) {}

  void run(function_ref<void(UnitResult)> Done);

private:
  std::string file(size_t Index, StringRef Extension) const {
    return (Folder + "/" + Twine(Index) + "." + Extension).str();
  }
  bool needsProcess(size_t Index);
  void start(size_t Index);
  std::string startProcess(size_t Index);
  void poll(Running &R);
  UnitResult result(const Running &R, const sys::ProcessInfo &Ended, StringRef Problem) const;

  ArrayRef<Unit> Units;
  const ScanOptions &Options;
  StringRef Program;
  StringRef Folder;
  size_t Next = 0;
  std::vector<Running> Active;
  std::map<size_t, UnitResult> Finished;
};

UnitResult without(const Unit &U, UnitStatus Status, std::string Reason) {
  UnitResult R;
  R.File = U.File;
  R.Status = Status;
  R.Reason = std::move(Reason);
  return R;
}

/// What went wrong, or nothing.
std::string Pool::startProcess(size_t Index) {
  std::string JobPath = file(Index, "job"), ResultPath = file(Index, "json"), Messages = file(Index, "log");
  std::error_code Problem;
  raw_fd_ostream Out(JobPath, Problem);
  if (Problem)
    return "cannot write '" + JobPath + "': " + Problem.message();
  Out << toJSON(Job{Options.Analysis, Units[Index].Command});
  Out.close();
  if (Out.has_error()) {
    Problem = Out.error();
    Out.clear_error();
    return "cannot write '" + JobPath + "': " + Problem.message();
  }

  StringRef Arguments[] = {Program, WorkerFlag, JobPath, ResultPath};
  std::optional<StringRef> Redirects[] = {StringRef(), StringRef(Messages), StringRef(Messages)};
  std::string Text;
  bool Failed = false;
  sys::ProcessInfo Process =
      sys::ExecuteNoWait(Program, Arguments, std::nullopt, Redirects, /*MemoryLimit=*/0, &Text, &Failed);
  if (Failed || Process.Pid == sys::ProcessInfo::InvalidPid)
    return "its process cannot be started: " + Text;
  Active.push_back({Index, Process, Clock::now()});
  return {};
}

void Pool::start(size_t Index) {
  if (std::string Problem = startProcess(Index); !Problem.empty())
    Finished[Index] = without(Units[Index], UnitStatus::Failed, Problem);
}

/// What is left of a worker that has ended.
UnitResult Pool::result(const Running &R, const sys::ProcessInfo &Ended, StringRef Problem) const {
  const Unit &U = Units[R.Index];
  if (R.Killed)
    return without(U, UnitStatus::TimedOut, "it took longer than " + utostr(Options.TimeLimit) + " seconds");
  if (Ended.ReturnCode < 0)
    return without(U, UnitStatus::Crashed, "the analysis crashed: " + Problem.trim().str());
  ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFile(file(R.Index, "json"));
  if (!Text || Ended.ReturnCode != 0)
    return without(U, UnitStatus::Crashed, "the analysis ended with status " + itostr(Ended.ReturnCode));
  Expected<json::Value> Read = json::parse((*Text)->getBuffer());
  UnitResult Result;
  json::Path::Root Root;
  if (!Read) {
    consumeError(Read.takeError());
    return without(U, UnitStatus::Failed, "its result is not readable");
  }
  if (!fromJSON(*Read, Result, Root))
    return without(U, UnitStatus::Failed, "its result is not readable: " + toString(Root.getError()));
  return Result;
}

void Pool::poll(Running &R) {
  std::string Problem;
  sys::ProcessInfo Ended = sys::Wait(R.Process, /*SecondsToWait=*/0, &Problem, nullptr, /*Polling=*/true);
  if (Ended.Pid == 0) {
    if (Options.TimeLimit && !R.Killed &&
        Clock::now() - R.Started > std::chrono::seconds(Options.TimeLimit)) {
      R.Killed = true;
      ::kill(R.Process.Pid, SIGKILL);
    }
    return;
  }
  Finished[R.Index] = result(R, Ended, Problem);
  R.Process.Pid = sys::ProcessInfo::InvalidPid;
}

bool Pool::needsProcess(size_t Index) {
  const Unit &U = Units[Index];
  if (!sys::fs::exists(U.File)) {
    Finished[Index] = without(U, UnitStatus::Missing, "the file does not exist");
    return false;
  }
  if (!U.IsCxx) {
    Finished[Index] = without(U, UnitStatus::Skipped, "it is not C++");
    return false;
  }
  return true;
}

void Pool::run(function_ref<void(UnitResult)> Done) {
  size_t Jobs = Options.Jobs ? Options.Jobs : std::max(1u, std::thread::hardware_concurrency());
  size_t Reported = 0;
  while (Reported < Units.size()) {
    while (Next < Units.size() && Active.size() < Jobs) {
      if (needsProcess(Next))
        start(Next);
      ++Next;
    }
    for (Running &R : Active)
      poll(R);
    erase_if(Active, [](const Running &R) { return R.Process.Pid == sys::ProcessInfo::InvalidPid; });
    for (auto It = Finished.begin(); It != Finished.end() && It->first == Reported; ++Reported) {
      Done(std::move(It->second));
      It = Finished.erase(It);
    }
    if (!Active.empty())
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

} // namespace

Error runUnits(ArrayRef<Unit> Units, const ScanOptions &Options, StringRef Program,
               function_ref<void(UnitResult)> Done) {
  SmallString<128> Folder;
  if (std::error_code Problem = sys::fs::createUniqueDirectory("cotidy", Folder))
    return createStringError(Problem, "cannot make a temporary folder: " + Problem.message());
  Pool(Units, Options, Program, Folder).run(Done);
  sys::fs::remove_directories(Folder);
  return Error::success();
}

} // namespace cotidy
