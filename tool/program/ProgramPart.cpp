// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ProgramPart.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

using namespace llvm;

namespace cotidy {

static constexpr std::pair<AwaitableUse, StringLiteral> UseNames[] = {
    {AwaitableUse::Dispatched, "dispatched"}, {AwaitableUse::Awaited, "awaited"},
    {AwaitableUse::Returned, "returned"},     {AwaitableUse::Started, "started"},
    {AwaitableUse::Other, "other"},
};

static constexpr std::pair<QuestionAbout, StringLiteral> AboutNames[] = {
    {QuestionAbout::Blocking, "blocking"},
    {QuestionAbout::Limits, "limits"},
    {QuestionAbout::Waiting, "waiting"}};

// ----- out: what is empty or false is left out -----

static void put(json::Object &O, StringRef Key, const std::string &Text) {
  if (!Text.empty())
    O[Key] = Text;
}

static void put(json::Object &O, StringRef Key, const std::vector<std::string> &Texts) {
  if (!Texts.empty())
    O[Key] = Texts;
}

static void put(json::Object &O, StringRef Key, bool Is) {
  if (Is)
    O[Key] = true;
}

static json::Value toJSON(const FactPlace &P) { return json::Array{P.File, P.Offset, P.Line, P.Column}; }

static json::Value toJSON(const CallFact &C) {
  json::Object O{{"to", C.To}, {"name", C.Name}, {"at", toJSON(C.At)}};
  put(O, "dispatched", C.Dispatched);
  return O;
}

static json::Value toJSON(const BlockFact &B) {
  json::Object O{{"name", B.Name}, {"says", B.Says}, {"step", B.Step}, {"at", toJSON(B.At)}};
  put(O, "category", B.Category);
  put(O, "callee", B.Callee);
  put(O, "descriptor", B.OnDescriptor);
  return O;
}

template <typename T> static json::Array toArray(const std::vector<T> &Elements) {
  json::Array Result;
  for (const T &Element : Elements)
    Result.push_back(toJSON(Element));
  return Result;
}

static json::Value toJSON(const FunctionFact &F) {
  json::Object O{{"name", F.Name}, {"qualified", F.Qualified}};
  put(O, "id", F.Id);
  put(O, "coroutine", F.Coroutine);
  put(O, "at-once", F.AtOnce);
  put(O, "telling", F.Telling);
  put(O, "pure", F.Pure);
  if (F.Defined || F.Pure)
    O["at"] = toJSON(F.At);
  if (!F.Blocks.empty())
    O["blocks"] = toArray(F.Blocks);
  if (!F.Calls.empty())
    O["calls"] = toArray(F.Calls);
  if (!F.Overrides.empty())
    O["overrides"] = json::Array(F.Overrides);
  return O;
}

static json::Value toJSON(const CallerFact &C) {
  const auto *Use = find_if(UseNames, [&](const auto &Entry) { return Entry.first == C.Use; });
  json::Object O{{"of", C.Of}, {"in", C.In}, {"use", Use->second}, {"at", toJSON(C.At)}};
  put(O, "limited", C.Limited);
  put(O, "members", C.Members);
  return O;
}

static json::Value toJSON(const QuestionFact &Q) {
  const auto *About = find_if(AboutNames, [&](const auto &Entry) { return Entry.first == Q.About; });
  json::Object O{{"about", About->second}, {"in", Q.In}};
  if (Q.About != QuestionAbout::Limits)
    O["to"] = Q.To;
  put(O, "categories", Q.Categories);
  put(O, "dispatched", Q.Dispatched);
  put(O, "polls", Q.Polls);
  put(O, "ignored", Q.Ignored);
  put(O, "member", Q.Member);
  put(O, "wants-caller", Q.WantsCaller);
  put(O, "limited-by", Q.LimitedBy);
  if (!Q.Awaits.empty())
    O["awaits"] = json::Array(Q.Awaits);
  if (Q.RunBy)
    O["run-by"] = *Q.RunBy;
  return O;
}

static json::Value toJSON(const OpenQuestion &Q) { return json::Array{Q.Question, Q.Finding}; }

json::Value toJSON(const ProgramPart &P) {
  json::Object O{{"files", P.Facts.Files},
                 {"functions", toArray(P.Facts.Functions)},
                 {"callers", toArray(P.Facts.Callers)},
                 {"questions", toArray(P.Facts.Questions)},
                 {"told", toArray(P.Told)},
                 {"untold", toArray(P.Untold)},
                 {"known", P.Known}};
  put(O, "limiting-calls", P.Facts.LimitingCalls);
  return O;
}

// ----- in -----

/// An array of so many numbers.
static bool readNumbers(const json::Value &V, ArrayRef<uint64_t *> To, json::Path At) {
  const json::Array *Numbers = V.getAsArray();
  if (!Numbers || Numbers->size() != To.size()) {
    At.report("wrong number of elements");
    return false;
  }
  for (size_t I = 0; I != To.size(); ++I)
    if (!fromJSON((*Numbers)[I], *To[I], At.index(I)))
      return false;
  return true;
}

static bool fromJSON(const json::Value &V, FactPlace &P, json::Path At) {
  return readNumbers(V, {&P.File, &P.Offset, &P.Line, &P.Column}, At);
}

static bool fromJSON(const json::Value &V, OpenQuestion &Q, json::Path At) {
  return readNumbers(V, {&Q.Question, &Q.Finding}, At);
}

static bool fromJSON(const json::Value &V, CallFact &C, json::Path At) {
  json::ObjectMapper O(V, At);
  return O && O.map("to", C.To) && O.map("name", C.Name) && O.map("at", C.At) &&
         O.mapOptional("dispatched", C.Dispatched);
}

static bool fromJSON(const json::Value &V, BlockFact &B, json::Path At) {
  json::ObjectMapper O(V, At);
  return O && O.map("name", B.Name) && O.map("says", B.Says) && O.map("step", B.Step) && O.map("at", B.At) &&
         O.mapOptional("category", B.Category) && O.mapOptional("callee", B.Callee) &&
         O.mapOptional("descriptor", B.OnDescriptor);
}

static bool fromJSON(const json::Value &V, FunctionFact &F, json::Path At) {
  json::ObjectMapper O(V, At);
  std::optional<FactPlace> Place;
  if (!O || !O.map("name", F.Name) || !O.map("qualified", F.Qualified) || !O.mapOptional("id", F.Id) ||
      !O.mapOptional("coroutine", F.Coroutine) || !O.mapOptional("at-once", F.AtOnce) ||
      !O.mapOptional("telling", F.Telling) || !O.map("at", Place) || !O.mapOptional("blocks", F.Blocks) ||
      !O.mapOptional("calls", F.Calls) || !O.mapOptional("overrides", F.Overrides) ||
      !O.mapOptional("pure", F.Pure))
    return false;
  F.Defined = Place.has_value() && !F.Pure;
  F.At = Place.value_or(FactPlace());
  return true;
}

static bool fromJSON(const json::Value &V, CallerFact &C, json::Path At) {
  json::ObjectMapper O(V, At);
  std::string Name;
  if (!O || !O.map("of", C.Of) || !O.map("in", C.In) || !O.map("use", Name) || !O.map("at", C.At) ||
      !O.mapOptional("limited", C.Limited) || !O.mapOptional("members", C.Members))
    return false;
  const auto *Use = find_if(UseNames, [&](const auto &Entry) { return Entry.second == Name; });
  if (Use == std::end(UseNames)) {
    At.field("use").report("unknown use");
    return false;
  }
  C.Use = Use->first;
  return true;
}

static bool fromJSON(const json::Value &V, QuestionFact &Q, json::Path At) {
  json::ObjectMapper O(V, At);
  std::string About;
  if (!O || !O.map("about", About) || !O.map("in", Q.In) || !O.mapOptional("to", Q.To) ||
      !O.mapOptional("dispatched", Q.Dispatched) || !O.mapOptional("categories", Q.Categories) ||
      !O.mapOptional("polls", Q.Polls) || !O.mapOptional("ignored", Q.Ignored) ||
      !O.mapOptional("member", Q.Member) || !O.mapOptional("wants-caller", Q.WantsCaller) ||
      !O.mapOptional("limited-by", Q.LimitedBy) || !O.mapOptional("awaits", Q.Awaits) ||
      !O.map("run-by", Q.RunBy))
    return false;
  const auto *Known = find_if(AboutNames, [&](const auto &Entry) { return Entry.second == About; });
  if (Known == std::end(AboutNames)) {
    At.field("about").report("unknown question");
    return false;
  }
  Q.About = Known->first;
  return true;
}

/// Whether every number stands for something that is there.
static bool fitsTogether(const ProgramPart &P) {
  const UnitFacts &F = P.Facts;
  auto IsFunction = [&](uint64_t Number) { return Number < F.Functions.size(); };
  auto IsPlace = [&](const FactPlace &Place) { return Place.File < F.Files.size(); };
  auto IsQuestion = [&](const OpenQuestion &Q) { return Q.Question < F.Questions.size(); };
  return all_of(F.Functions,
                [&](const FunctionFact &Function) {
                  return ((!Function.Defined && !Function.Pure) || IsPlace(Function.At)) &&
                         all_of(Function.Overrides, IsFunction) &&
                         all_of(Function.Blocks, [&](const BlockFact &B) { return IsPlace(B.At); }) &&
                         all_of(Function.Calls,
                                [&](const CallFact &C) { return IsFunction(C.To) && IsPlace(C.At); });
                }) &&
         all_of(F.Callers,
                [&](const CallerFact &C) { return IsFunction(C.Of) && IsFunction(C.In) && IsPlace(C.At); }) &&
         all_of(F.Questions,
                [&](const QuestionFact &Q) {
                  return IsFunction(Q.In) && all_of(Q.Awaits, IsFunction) &&
                         (Q.About == QuestionAbout::Limits || IsFunction(Q.To)) &&
                         (!Q.RunBy || *Q.RunBy < F.Questions.size());
                }) &&
         all_of(P.Told, IsQuestion) && all_of(P.Untold, IsQuestion);
}

bool fromJSON(const json::Value &V, ProgramPart &P, json::Path At) {
  json::ObjectMapper O(V, At);
  if (!O || !O.map("files", P.Facts.Files) || !O.map("functions", P.Facts.Functions) ||
      !O.map("callers", P.Facts.Callers) || !O.map("questions", P.Facts.Questions) ||
      !O.mapOptional("limiting-calls", P.Facts.LimitingCalls) || !O.map("told", P.Told) ||
      !O.map("untold", P.Untold) || !O.map("known", P.Known))
    return false;
  if (fitsTogether(P))
    return true;
  At.report("a number stands for nothing");
  return false;
}

} // namespace cotidy
