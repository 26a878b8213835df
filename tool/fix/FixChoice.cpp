// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FixChoice.h"

#include "llvm/Support/raw_ostream.h"
#include <cstdio>

using namespace llvm;

namespace cotidy {

namespace {

/// A line of the standard input; nothing at its end.
std::optional<std::string> readLine() {
  outs().flush();
  std::string Line;
  for (int C = std::fgetc(stdin); C != '\n'; C = std::fgetc(stdin)) {
    if (C == EOF)
      return std::nullopt;
    Line += static_cast<char>(C);
  }
  return Line;
}

void show(const ScanFinding &Finding, const FixFiles &Files) {
  outs() << '\n'
         << Files.shown(Finding.At.File) << ':' << Finding.At.Line << ": " << Finding.Message << " ["
         << Finding.Check << "]\n";
  unsigned Number = 0;
  for (const Fix &Offer : Finding.Fixes) {
    outs() << ++Number << ": " << printable(Offer.Title) << '\n';
    FixPlan Alone([](StringRef) { return std::string(); });
    if (Error Problem = Alone.add(Finding, Offer)) {
      outs() << toString(std::move(Problem)) << '\n';
      continue;
    }
    for (const auto &[File, Text] : Alone.apply(Alone.fixes()))
      printDiff(Files.shown(File), Alone.original(File), Text, outs());
  }
}

} // namespace

const Fix *FixChoice::ask(const ScanFinding &Finding) {
  show(Finding, Files);
  while (!Stopped) {
    outs() << "apply which? [";
    for (unsigned Number = 1; Number <= Finding.Fixes.size(); ++Number)
      outs() << Number << ", ";
    outs() << "n: none, a: the first, here and from now on, q: none from now on] ";
    std::optional<std::string> Answer = readLine();
    unsigned Number = 0;
    if (!Answer || *Answer == "q")
      Stopped = true;
    else if (*Answer == "n")
      return nullptr;
    else if (*Answer == "a") {
      Asks = false;
      Offered = 1;
      return &Finding.Fixes.front();
    } else if (!StringRef(*Answer).getAsInteger(10, Number) && Number && Number <= Finding.Fixes.size())
      return &Finding.Fixes[Number - 1];
  }
  return nullptr;
}

const Fix *FixChoice::choose(const ScanFinding &Finding) {
  if (Asks)
    return Stopped ? nullptr : ask(Finding);
  if (Finding.Fixes.front().Safe)
    return &Finding.Fixes.front();
  return Offered && Offered <= Finding.Fixes.size() ? &Finding.Fixes[Offered - 1] : nullptr;
}

} // namespace cotidy
