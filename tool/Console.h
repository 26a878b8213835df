// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the program says of its own work, on standard error, and on a terminal how far it has come.

#ifndef COTIDY_TOOL_CONSOLE_H
#define COTIDY_TOOL_CONSOLE_H

#include "scan/ScanOptions.h"

#include "llvm/ADT/Twine.h"
#include <chrono>
#include <cstddef>
#include <string>

namespace cotidy {

struct Progress {
  size_t Done = 0, Total = 0, Findings = 0;
  std::string Slowest; ///< the unit that runs for the longest time, if any does
  double SlowestSeconds = 0;
};

class Console {
public:
  explicit Console(Loudness How);

  void error(const llvm::Twine &Text);
  void warning(const llvm::Twine &Text);
  /// Left out by -q.
  void note(const llvm::Twine &Text);
  /// With --verbose only.
  void detail(const llvm::Twine &Text);

  /// Draws the bar, if standard error is a terminal and nobody asked for silence.
  void show(const Progress &State);
  void clear();

private:
  void say(const llvm::Twine &Text);

  Loudness How;
  bool Draws;
  bool Drawn = false;
  std::chrono::steady_clock::time_point Started, LastDrawn;
};

} // namespace cotidy

#endif
