// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Scanners.h"

#include "CoroutineScan.h"

using namespace llvm;

namespace cotidy {

using Clock = ChildProcess::Clock;

namespace {

/// A dependency scan that takes longer is given up: the unit is parsed.
constexpr auto Patience = std::chrono::seconds(10);
/// Fewer units are not worth another process that has to read the same headers.
constexpr size_t UnitsPerScanner = 8;

struct Answer {
  bool Without = false;
  ReadFiles Read;
};

std::optional<ReadFiles> parse(StringRef Line) {
  Expected<json::Value> Value = json::parse(Line);
  if (!Value) {
    consumeError(Value.takeError());
    return std::nullopt;
  }
  json::Path::Root Root;
  json::ObjectMapper Object(*Value, Root);
  Answer A;
  if (!Object || !Object.map("without", A.Without) || !Object.map("read", A.Read) || !A.Without)
    return std::nullopt;
  return std::move(A.Read);
}

} // namespace

void Scanners::start(size_t Most) {
  if (Waiting.empty())
    return;
  size_t Count = std::min(Most, (Waiting.size() + UnitsPerScanner - 1) / UnitsPerScanner);
  std::vector<size_t> All = std::move(Waiting);
  Waiting.clear();
  for (size_t First = 0; First < Count; ++First) {
    Scanner S;
    for (size_t I = First; I < All.size(); I += Count)
      S.Units.push_back(All[I]);
    start(std::move(S));
  }
}

void Scanners::start(Scanner S) {
  auto Work = [&](raw_ostream &Out) {
    CoroutineScan Scan(Began);
    for (size_t Index : S.Units) {
      std::optional<ReadFiles> Read = Scan.without(Units[Index]->Command);
      Out << json::Value(json::Object{{"without", bool(Read)}, {"read", Read.value_or(ReadFiles())}}) << '\n';
      Out.flush();
    }
  };
  Expected<std::unique_ptr<ChildProcess>> Child = ChildProcess::start(Work, Mebibytes);
  if (!Child) {
    consumeError(Child.takeError());
    for (size_t Index : S.Units)
      Done(Index, std::nullopt);
    return;
  }
  S.Child = std::move(*Child);
  S.LastAnswer = Clock::now();
  Running.push_back(std::move(S));
}

void Scanners::take(Scanner &S, StringRef Line) {
  size_t Index = S.Units[S.Answered++];
  S.LastAnswer = Clock::now();
  Done(Index, parse(Line));
}

/// The unit at which a scanner crashed or got stuck is parsed, where the same will cost that unit alone; the
/// units after it get another scanner.
void Scanners::giveUpOn(Scanner &S) {
  S.Child.reset();
  if (S.Answered == S.Units.size())
    return;
  Done(S.Units[S.Answered], std::nullopt);
  Waiting.insert(Waiting.end(), S.Units.begin() + S.Answered + 1, S.Units.end());
}

void Scanners::poll(Scanner &S) {
  bool Runs = S.Child->receive();
  std::string &Output = S.Child->output();
  for (size_t End; (End = Output.find('\n')) != std::string::npos && S.Answered < S.Units.size();) {
    take(S, StringRef(Output).take_front(End));
    Output.erase(0, End + 1);
  }
  if (!Runs || Clock::now() - S.LastAnswer > Patience)
    giveUpOn(S);
}

void Scanners::poll() {
  for (Scanner &S : Running)
    poll(S);
  erase_if(Running, [](const Scanner &S) { return !S.Child; });
}

void Scanners::appendTo(SmallVectorImpl<ChildProcess *> &Children) const {
  for (const Scanner &S : Running)
    Children.push_back(S.Child.get());
}

} // namespace cotidy
