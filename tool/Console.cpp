// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Console.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"
#include <sys/ioctl.h>
#include <unistd.h>

using namespace llvm;

namespace cotidy {

namespace {

using Clock = std::chrono::steady_clock;
constexpr unsigned BarWidth = 24;
constexpr auto Pause = std::chrono::milliseconds(200);

double seconds(Clock::duration D) { return std::chrono::duration<double>(D).count(); }

std::string minutes(double Seconds) {
  unsigned Whole = Seconds;
  return formatv("{0}:{1}{2}", Whole / 60, Whole % 60 < 10 ? "0" : "", Whole % 60);
}

/// How wide the terminal is. LLVM knows only what the environment says of it.
unsigned columns() {
  winsize Size;
  bool Known = ioctl(STDERR_FILENO, TIOCGWINSZ, &Size) == 0 && Size.ws_col;
  return Known ? Size.ws_col : 80;
}

} // namespace

Console::Console(Loudness How)
    : How(How), Draws(How != Loudness::Quiet && sys::Process::StandardErrIsDisplayed()),
      Started(Clock::now()) {}

void Console::say(const Twine &Text) {
  clear();
  errs() << "cotidy: " << Text << '\n';
}

void Console::error(const Twine &Text) { say("error: " + Text); }
void Console::warning(const Twine &Text) { say("warning: " + Text); }

void Console::note(const Twine &Text) {
  if (How != Loudness::Quiet)
    say(Text);
}

void Console::detail(const Twine &Text) {
  if (How == Loudness::Verbose)
    say(Text);
}

void Console::show(const Progress &State) {
  Clock::time_point Now = Clock::now();
  if (!Draws || (Drawn && Now - LastDrawn < Pause) || !State.Total)
    return;
  unsigned Filled = BarWidth * State.Done / State.Total;
  double Elapsed = seconds(Now - Started), Speed = Elapsed > 0 ? State.Done / Elapsed : 0;
  std::string Line = formatv("[{0}{1}] {2}/{3} units, {4} finding{5}", std::string(Filled, '='),
                             std::string(BarWidth - Filled, ' '), State.Done, State.Total, State.Findings,
                             State.Findings == 1 ? "" : "s");
  if (State.Done)
    Line += formatv(", {0:F1}/s, {1} left", Speed, minutes((State.Total - State.Done) / Speed));
  if (!State.Slowest.empty())
    Line += formatv(", {0:F0} s in {1}", State.SlowestSeconds, sys::path::filename(State.Slowest));
  clear();
  errs() << StringRef(Line).take_front(columns() - 1);
  errs().flush();
  Drawn = true;
  LastDrawn = Now;
}

void Console::clear() {
  if (Drawn)
    errs() << "\r\x1b[K";
  Drawn = false;
}

} // namespace cotidy
