// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Looks at the dependencies of units in processes of their own: each takes some units, one after another.

#ifndef COTIDY_TOOL_SCANNERS_H
#define COTIDY_TOOL_SCANNERS_H

#include "ChildProcess.h"
#include "ReadFiles.h"
#include "ScanDatabase.h"

#include <functional>

namespace cotidy {

class Scanners {
public:
  /// Called with each unit that was added, by its number in \p Units: what it was made of if it has no
  /// coroutine code, nothing if it may have.
  using Answered = std::function<void(size_t, std::optional<ReadFiles>)>;

  Scanners(llvm::ArrayRef<const ScanUnit *> Units, unsigned Mebibytes, TimePoint Began, Answered Done)
      : Units(Units), Mebibytes(Mebibytes), Began(Began), Done(std::move(Done)) {}

  void add(size_t Index) { Waiting.push_back(Index); }
  /// Starts at most \p Most processes for those that wait.
  void start(size_t Most);
  /// Takes the answers that have arrived.
  void poll();
  void stop() { Running.clear(); }

  size_t count() const { return Running.size(); }
  void appendTo(llvm::SmallVectorImpl<ChildProcess *> &Children) const;

private:
  struct Scanner {
    std::vector<size_t> Units;
    std::unique_ptr<ChildProcess> Child;
    size_t Answered = 0;
    ChildProcess::Clock::time_point LastAnswer;
  };

  void start(Scanner S);
  void poll(Scanner &S);
  void take(Scanner &S, llvm::StringRef Line);
  void giveUpOn(Scanner &S);

  llvm::ArrayRef<const ScanUnit *> Units;
  unsigned Mebibytes;
  TimePoint Began;
  Answered Done;
  std::vector<size_t> Waiting;
  std::vector<Scanner> Running;
};

} // namespace cotidy

#endif
