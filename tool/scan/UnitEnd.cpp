// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "UnitEnd.h"

#include "Reproduce.h"

#include <csignal>
#include <cstring>

using namespace llvm;

namespace cotidy {

/// What LLVM printed when it crashed: what it was doing, then the calls.
static std::string stackIn(StringRef Messages) {
  constexpr size_t LongestStack = 64;
  size_t Begin = Messages.find("Stack dump:");
  SmallVector<StringRef> Lines;
  Messages.substr(Begin == StringRef::npos ? 0 : Begin).split(Lines, '\n', -1, /*KeepEmpty=*/false);
  erase_if(Lines, [](StringRef Line) { return Line.starts_with("Stack dump"); }); // headings
  std::string Stack;
  for (StringRef Line : ArrayRef(Lines).take_front(LongestStack))
    Stack += printable(Line) + "\n";
  return Stack;
}

UnitResult notAnalysed(const ScanUnit &U, UnitStatus Status, std::string Reason) {
  UnitResult R;
  R.File = U.File;
  R.Status = Status;
  R.Reason = std::move(Reason);
  return R;
}

std::optional<UnitAnswer> answerOf(const ChildProcess &Worker) {
  if (Worker.end().How != ChildEnd::Kind::Done)
    return std::nullopt;
  Expected<json::Value> Value = json::parse(Worker.output());
  if (!Value) {
    consumeError(Value.takeError());
    return std::nullopt;
  }
  UnitAnswer Answer;
  json::Path::Root Root;
  if (!fromJSON(*Value, Answer, Root))
    return std::nullopt;
  return Answer;
}

UnitResult withoutAnswer(const ScanUnit &U, const ChildProcess &Worker, bool Expired,
                         const ScanOptions &Options, const UnitList &List) {
  const ChildEnd &End = Worker.end();
  UnitResult Result;
  auto Bad = [&](UnitStatus Status, const Twine &Reason) {
    Result = notAnalysed(U, Status, Reason.str());
    Result.Reproduce = reproduce(Options, List, U);
  };
  if (Expired) {
    Bad(UnitStatus::TimedOut, "it took longer than " + Twine(Options.Limits.Seconds) + " seconds");
  } else if (End.How == ChildEnd::Kind::OutOfMemory) {
    Bad(UnitStatus::OutOfMemory, "it needed more than " + Twine(Options.Limits.Mebibytes) + " MiB of memory");
  } else if (End.How == ChildEnd::Kind::Signal && End.Number == SIGKILL) {
    Bad(UnitStatus::Crashed, "its process was killed from outside");
  } else if (End.How == ChildEnd::Kind::Signal) {
    Bad(UnitStatus::Crashed, Twine("the analysis crashed: ") + ::strsignal(End.Number));
    Result.Stack = stackIn(Worker.messages());
  } else if (End.How == ChildEnd::Kind::Status) {
    Bad(UnitStatus::Crashed, "the analysis ended with status " + Twine(End.Number));
    Result.Stack = stackIn(Worker.messages());
  } else {
    Bad(UnitStatus::Failed, "its result is not readable");
  }
  return Result;
}

} // namespace cotidy
