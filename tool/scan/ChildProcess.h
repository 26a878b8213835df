// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Work in a copy of this process, so that whatever happens to it happens to that work alone.

#ifndef COTIDY_TOOL_CHILDPROCESS_H
#define COTIDY_TOOL_CHILDPROCESS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>
#include <memory>
#include <string>

namespace cotidy {

/// How a child came to its end.
struct ChildEnd {
  enum class Kind { Done, OutOfMemory, Signal, Status };
  Kind How = Kind::Done;
  int Number = 0;     ///< of the signal, or the exit status
  double Seconds = 0; ///< of the processor
  unsigned Mebibytes = 0;
};

class ChildProcess {
public:
  using Clock = std::chrono::steady_clock;

  /// Runs \p Work in a copy of this process that may use \p Mebibytes of memory (0: any number). What it
  /// writes to its stream arrives in output().
  static llvm::Expected<std::unique_ptr<ChildProcess>>
  start(llvm::function_ref<void(llvm::raw_ostream &)> Work, unsigned Mebibytes);
  /// Kills the child if it still runs.
  ~ChildProcess();
  ChildProcess(const ChildProcess &) = delete;
  ChildProcess &operator=(const ChildProcess &) = delete;

  /// Takes in what has arrived. False when the child has ended; end() then says how.
  bool receive();
  void kill();
  const ChildEnd &end() const { return End; }

  /// What has arrived; whoever reads it may take it out.
  std::string &output() { return Output; }
  const std::string &output() const { return Output; }
  /// What the child printed to its standard error, at most its first 256 KiB.
  const std::string &messages() const { return Messages; }
  Clock::time_point started() const { return Started; }

  /// Waits until one of \p Children has something to receive, a signal comes, or the time is over.
  static void wait(llvm::ArrayRef<ChildProcess *> Children, std::chrono::milliseconds AtMost);

private:
  ChildProcess() = default;
  void collect();

  int Pid = -1;
  int OutputPipe = -1, MessagePipe = -1; ///< -1 when the other end is closed
  std::string Output, Messages;
  Clock::time_point Started;
  ChildEnd End;
};

} // namespace cotidy

#endif
