// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "WholeProgram.h"

#include "AwaitedWork.h"
#include "BlockingWays.h"
#include "CallerWays.h"
#include "Definitions.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

#include <set>

using namespace llvm;

namespace cotidy {

namespace {

std::vector<const UnitFacts *> factsOf(ArrayRef<UnitResult> Units) {
  std::vector<const UnitFacts *> Facts;
  for (const UnitResult &Unit : Units)
    Facts.push_back(Unit.Program.Known ? &Unit.Program.Facts : nullptr);
  return Facts;
}

class Answers {
public:
  explicit Answers(MutableArrayRef<UnitResult> Units)
      : Units(Units), Graph(factsOf(Units)), Ways(Graph), Limits(Graph, Units.size()),
        Works(Graph, Units.size()) {
    for (const UnitResult &Unit : Units)
      for (const std::string &Name : Unit.Program.Facts.LimitingCalls)
        LimitingCalls.insert(Name);
  }

  void give(size_t Unit);

private:
  Place place(size_t Unit, const FactPlace &At) const {
    return {Graph.facts(Unit).Files[At.File], At.Offset, At.Line, At.Column};
  }
  bool isPreparedToRun(size_t Unit, const QuestionFact &Q, const BlockFact &Block);
  std::optional<ScanFinding> blocking(size_t Unit, const QuestionFact &Q, ScanFinding Open);
  std::optional<ScanFinding> unlimited(size_t Unit, const QuestionFact &Q, ScanFinding Open) const;
  void addSteps(ScanFinding &To, ArrayRef<BlockingWays::Step> Steps) const;

  MutableArrayRef<UnitResult> Units;
  CallGraph Graph;
  BlockingWays Ways;
  CallerWays Limits;
  AwaitedWork Works;
  StringSet<> LimitingCalls; ///< of all units
};

/// The middle of a long way is left out, as the check leaves it out.
void Answers::addSteps(ScanFinding &To, ArrayRef<BlockingWays::Step> Steps) const {
  constexpr size_t Shown = 5;
  for (size_t I = 0; I != Steps.size(); ++I) {
    const Place At = place(Steps[I].Unit, Steps[I].At);
    if (Steps.size() > Shown && I == Shown / 2) {
      size_t Left = Steps.size() - Shown + 1;
      To.Notes.push_back({At, "through " + utostr(Left) + " more calls"});
      I += Left - 1;
    } else {
      To.Notes.push_back({At, Steps[I].Text});
    }
  }
}

/// Whether what blocks only prepares a statement, of which another finding tells that it is run.
bool Answers::isPreparedToRun(size_t Unit, const QuestionFact &Q, const BlockFact &Block) {
  if (!Q.RunBy || !StringRef(Block.Callee).contains_insensitive("prepare"))
    return false;
  std::optional<BlockingWays::Way> Run = Ways.shortest(Unit, Graph.facts(Unit).Questions[*Q.RunBy]);
  return Run && Run->End->Category == Block.Category;
}

/// Until it is answered, the message is the name of the callee.
std::optional<ScanFinding> Answers::blocking(size_t Unit, const QuestionFact &Q, ScanFinding Open) {
  std::optional<BlockingWays::Way> Way = Ways.shortest(Unit, Q);
  if (!Way || isPreparedToRun(Unit, Q, *Way->End))
    return std::nullopt;
  Open.Message += " calls " + Way->End->Name + ", which " + Way->End->Says;
  addSteps(Open, Way->Steps);
  return Open;
}

std::optional<ScanFinding> Answers::unlimited(size_t Unit, const QuestionFact &Q, ScanFinding Open) const {
  if (any_of(Q.LimitedBy, [&](const std::string &Name) { return LimitingCalls.contains(Name); }))
    return std::nullopt;
  if (!Q.Awaits.empty() &&
      all_of(Q.Awaits, [&](uint64_t To) { return Works.isAskedItself(Graph.node(Unit, To)); }))
    return std::nullopt;
  CallerWays::Answer Answer = Limits.answer(Unit, Q);
  if (!Answer.Unlimited || (Q.WantsCaller && !Answer.Call))
    return std::nullopt;
  if (Answer.Call) {
    Note Called{place(Answer.Unit, Answer.Call->At),
                Graph.facts(Unit).Functions[Q.In].Name + " is called here without a limit"};
    if (none_of(Open.Notes, [&](const Note &N) { return N.Message == Called.Message; }))
      Open.Notes.push_back(std::move(Called));
  }
  return Open;
}

/// Among those of its file by its place; the order of the files stays.
void insert(std::vector<ScanFinding> &Findings, ScanFinding F) {
  auto Last = std::find_if(Findings.rbegin(), Findings.rend(), [&](const ScanFinding &Other) {
    return Other.At.File == F.At.File && Other.At.Offset <= F.At.Offset;
  });
  auto At = Last != Findings.rend()
                ? Last.base()
                : find_if(Findings, [&](const ScanFinding &Other) { return Other.At.File == F.At.File; });
  Findings.insert(At, std::move(F));
}

void Answers::give(size_t Unit) {
  UnitResult &Result = Units[Unit];
  ProgramPart &Part = Result.Program;
  auto Answer = [&](const OpenQuestion &Open, ScanFinding F) {
    F.Provisional = false;
    const QuestionFact &Q = Part.Facts.Questions[Open.Question];
    if (Q.About == QuestionAbout::Blocking)
      return blocking(Unit, Q, std::move(F));
    if (Q.About == QuestionAbout::Waiting)
      return Works.isDoneAtOnce(Graph.node(Unit, Q.To), Q.Dispatched) ? std::nullopt
                                                                      : std::optional(std::move(F));
    return unlimited(Unit, Q, std::move(F));
  };
  std::vector<std::optional<ScanFinding>> All(std::make_move_iterator(Result.Findings.begin()),
                                              std::make_move_iterator(Result.Findings.end()));
  for (const OpenQuestion &Open : Part.Told)
    All[Open.Finding] = Answer(Open, std::move(*All[Open.Finding]));
  Result.Findings.clear();
  for (std::optional<ScanFinding> &F : All)
    if (F)
      Result.Findings.push_back(std::move(*F));
  for (const OpenQuestion &Open : Part.Untold)
    if (std::optional<ScanFinding> F = Answer(Open, Result.Untold[Open.Finding]))
      insert(Result.Findings, std::move(*F));
}

} // namespace

void markProvisional(UnitResult &Unit) {
  const UnitFacts *Facts = &Unit.Program.Facts;
  CallGraph Graph(Facts);
  CallerWays Limits(Graph, 1);
  erase_if(Unit.Program.Told, [&](const OpenQuestion &Open) {
    const QuestionFact &Q = Facts->Questions[Open.Question];
    return Q.About == QuestionAbout::Limits && Q.LimitedBy.empty() && Q.Awaits.empty() &&
           Limits.answer(0, Q).Certain;
  });
  for (const OpenQuestion &Open : Unit.Program.Told)
    Unit.Findings[Open.Finding].Provisional = true;
}

std::vector<size_t> unitsWithoutSummary(ArrayRef<UnitResult> Units) {
  std::vector<size_t> Found;
  for (size_t Unit = 0; Unit != Units.size(); ++Unit)
    if (Units[Unit].Status == UnitStatus::NoCoroutines && !Units[Unit].Program.Known)
      Found.push_back(Unit);
  return Found;
}

std::vector<size_t> unitsToSummarise(ArrayRef<UnitResult> Units) {
  std::vector<size_t> Wanted;
  std::vector<size_t> Candidates = unitsWithoutSummary(Units);
  if (Candidates.empty())
    return Wanted;
  CallGraph Graph(factsOf(Units));
  std::vector<std::pair<size_t, const QuestionFact *>> Asked;
  std::set<std::string> LimitedBy;
  for (size_t Unit = 0; Unit != Units.size(); ++Unit) {
    for (const OpenQuestion &Open : Units[Unit].Program.Untold)
      if (const QuestionFact &Q = Units[Unit].Program.Facts.Questions[Open.Question];
          Q.About == QuestionAbout::Blocking)
        Asked.push_back({Unit, &Q});
    for (const QuestionFact &Q : Units[Unit].Program.Facts.Questions)
      LimitedBy.insert(Q.LimitedBy.begin(), Q.LimitedBy.end());
  }
  std::vector<std::string> Names;
  std::vector<PureMethod> Pure;
  for (CallGraph::Node Missing : BlockingWays(Graph).missing(Asked))
    if (const FunctionFact &Fact = Graph.description(Missing); Fact.Pure)
      Pure.push_back({Graph.describedIn(Missing), StringRef(Fact.Qualified).rsplit("::").second.str()});
    else
      Names.push_back(definedName(Fact));
  for (size_t Unit : Candidates)
    if (mayDefineOneOf(Units[Unit], Names) || mayOverrideOneOf(Units[Unit], Pure) ||
        mayCallOneOf(Units[Unit], LimitedBy))
      Wanted.push_back(Unit);
  return Wanted;
}

void answerQuestions(MutableArrayRef<UnitResult> Units) {
  Answers All(Units);
  for (size_t Unit = 0; Unit != Units.size(); ++Unit)
    if (Units[Unit].Program.Known)
      All.give(Unit);
}

} // namespace cotidy
