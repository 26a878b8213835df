// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ChildProcess.h"

#include "Interrupt.h"

#include "clang/Basic/Stack.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/PrettyStackTrace.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Signals.h"
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <new>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

using namespace llvm;

namespace cotidy {

namespace {

/// Statuses that no analysis ends with by itself.
constexpr int OutOfMemoryStatus = 86, UnwritableStatus = 87;
constexpr size_t MostMessages = 256 * 1024;

/// A sanitizer's shadow memory is far above any limit.
constexpr bool hasSanitizer() {
#if defined(__SANITIZE_ADDRESS__)
  return true;
#elif defined(__has_feature)
  return __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
  return false;
#endif
}

void leaveOutOfMemory() { _exit(OutOfMemoryStatus); }

// RLIMIT_DATA: a limit on the address space would count mapped libraries and files too.
void limitMemory(unsigned Mebibytes) {
  std::set_new_handler(leaveOutOfMemory);
  install_bad_alloc_error_handler([](void *, const char *, bool) { leaveOutOfMemory(); });
  if (!Mebibytes || hasSanitizer())
    return;
  rlimit Limit;
  if (::getrlimit(RLIMIT_DATA, &Limit))
    return;
  Limit.rlim_cur = std::min<rlim_t>(rlim_t(Mebibytes) << 20, Limit.rlim_max);
  ::setrlimit(RLIMIT_DATA, &Limit);
}

/// The copied process becomes a child: it reads nothing, speaks through the pipes, and dies with its parent.
void settleIn(int MessagePipe, int Parent) {
#ifdef __linux__
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  if (::getppid() != Parent)
    _exit(UnwritableStatus);
  int Nothing = ::open("/dev/null", O_RDWR);
  ::dup2(Nothing, STDIN_FILENO);
  ::dup2(Nothing, STDOUT_FILENO);
  ::dup2(MessagePipe, STDERR_FILENO);
  sys::Process::PreventCoreFiles();
  // The names of exported functions are enough, and no other program is run for more.
  ::setenv("LLVM_DISABLE_SYMBOLIZATION", "1", /*overwrite=*/1);
  EnablePrettyStackTrace();
  setBugReportMsg("");
  sys::PrintStackTraceOnErrorSignal("cotidy");
  leaveInterruptsToParent(); // last: LLVM has just set handlers of its own
  clang::noteBottomOfStack();
}

/// False at the end.
bool readSome(int Pipe, std::string &To, size_t Most) {
  char Buffer[64 * 1024];
  for (;;) {
    ssize_t Count = ::read(Pipe, Buffer, sizeof Buffer);
    if (Count > 0) {
      if (To.size() < Most)
        To.append(Buffer, std::min<size_t>(Count, Most - To.size()));
      continue;
    }
    if (Count == 0)
      return false;
    if (errno != EINTR)
      return errno == EAGAIN;
  }
}

void closePipe(int &Pipe) {
  if (Pipe >= 0)
    ::close(Pipe);
  Pipe = -1;
}

} // namespace

Expected<std::unique_ptr<ChildProcess>> ChildProcess::start(function_ref<void(raw_ostream &)> Work,
                                                            unsigned Mebibytes) {
  int Out[2] = {-1, -1}, Err[2] = {-1, -1};
  int Parent = ::getpid(), Pid = -1;
  if (::pipe(Out) == 0 && ::pipe(Err) == 0)
    Pid = ::fork();
  if (Pid == 0) {
    ::close(Out[0]);
    ::close(Err[0]);
    settleIn(Err[1], Parent);
    limitMemory(Mebibytes);
    raw_fd_ostream Stream(Out[1], /*shouldClose=*/false);
    Work(Stream);
    Stream.flush();
    bool Written = !Stream.has_error();
    Stream.clear_error();
    _exit(Written ? 0 : UnwritableStatus);
  }
  std::error_code Problem = Pid < 0 ? errnoAsErrorCode() : std::error_code();
  closePipe(Out[1]);
  closePipe(Err[1]);
  std::unique_ptr<ChildProcess> Child(new ChildProcess);
  Child->Pid = Pid;
  Child->OutputPipe = Out[0];
  Child->MessagePipe = Err[0];
  Child->Started = Clock::now();
  if (Pid < 0)
    return createStringError(Problem, "its process cannot be started: " + Problem.message());
  for (int Pipe : {Out[0], Err[0]})
    ::fcntl(Pipe, F_SETFL, ::fcntl(Pipe, F_GETFL) | O_NONBLOCK);
  return std::move(Child);
}

ChildProcess::~ChildProcess() {
  if (Pid > 0) {
    kill();
    collect();
  }
  closePipe(OutputPipe);
  closePipe(MessagePipe);
}

void ChildProcess::kill() { ::kill(Pid, SIGKILL); }

void ChildProcess::collect() {
  int Status = 0;
  rusage Usage = {};
  while (::wait4(Pid, &Status, 0, &Usage) < 0 && errno == EINTR)
    ;
  Pid = -1;
  auto Seconds = [](const timeval &T) { return T.tv_sec + T.tv_usec / 1e6; };
  End.Seconds = Seconds(Usage.ru_utime) + Seconds(Usage.ru_stime);
  End.Mebibytes = Usage.ru_maxrss / 1024;
  if (WIFSIGNALED(Status)) {
    End.How = ChildEnd::Kind::Signal;
    End.Number = WTERMSIG(Status);
  } else if (WEXITSTATUS(Status) == OutOfMemoryStatus) {
    End.How = ChildEnd::Kind::OutOfMemory;
  } else if (WEXITSTATUS(Status) != 0) {
    End.How = ChildEnd::Kind::Status;
    End.Number = WEXITSTATUS(Status);
  }
}

bool ChildProcess::receive() {
  if (OutputPipe >= 0 && !readSome(OutputPipe, Output, Output.max_size()))
    closePipe(OutputPipe);
  if (MessagePipe >= 0 && !readSome(MessagePipe, Messages, MostMessages))
    closePipe(MessagePipe);
  if (OutputPipe >= 0 || MessagePipe >= 0)
    return true;
  if (Pid > 0)
    collect();
  return false;
}

void ChildProcess::wait(ArrayRef<ChildProcess *> Children, std::chrono::milliseconds AtMost) {
  SmallVector<pollfd, 32> Pipes;
  for (ChildProcess *Child : Children)
    for (int Pipe : {Child->OutputPipe, Child->MessagePipe})
      if (Pipe >= 0)
        Pipes.push_back({Pipe, POLLIN, 0});
  ::poll(Pipes.data(), Pipes.size(), AtMost.count());
}

} // namespace cotidy
