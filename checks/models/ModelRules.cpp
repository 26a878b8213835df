// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the keys of a model file ask of each other.

#include "models/ModelKeys.h"
using namespace llvm;

namespace cotidy {

namespace {

template <typename T> std::string textOf(const T &Value) {
  std::string Text;
  raw_string_ostream OS(Text);
  ModelWriter(OS).mapping(Value);
  return Text;
}
std::string textOf(ArrayRef<ArgCondition> When, ArrayRef<ArgCondition> Unless) {
  std::string Text;
  for (const ArgCondition &C : When)
    Text += "when " + textOf(C);
  for (const ArgCondition &C : Unless)
    Text += "unless " + textOf(C);
  return Text;
}

/// Which kinds of calls a key makes sense for.
struct KeyUse {
  StringLiteral Key;
  std::vector<CallKind> For;
};

ArrayRef<KeyUse> keyUses() {
  using K = CallKind;
  static const KeyUse Uses[] = {
      {"category", {K::Blocks, K::SyncWait, K::Lock, K::Busy}},
      {"bound", {K::BoundedJoin}},
      {"range", {K::Join, K::BoundedJoin, K::Race, K::Spawn, K::Detach, K::SyncWait}},
      {"callable",
       {K::Spawn, K::Detach, K::Offload, K::Run, K::BoundedJoin, K::Join, K::SyncWait, K::Timeout, K::Now,
        K::Limits}},
      {"deadline",
       {K::Timeout, K::Deadline, K::Io, K::LocalIo, K::Idle, K::Acquire, K::Lock, K::TryLock, K::Pull,
        K::Push, K::SyncWait, K::Blocks, K::Sleep}},
      {"losers", {K::Race, K::Timeout}},
      {"errors", {K::Detach, K::Spawn, K::Join, K::BoundedJoin, K::Run}},
      {"when-dropped", {K::Spawn, K::Now}},
      {"blocking-pool", {K::Hop, K::Offload}},
      {"drops-callable", {K::Now, K::Run}},
      {"idempotent", {K::Io}},
      {"idle", {K::Io}},
      {"ends-itself", {K::Io}},
      {"unless-zero", {K::Io}},
      {"peer-from", {K::LocalIo}},
      {"limited-by", {K::Configured}},
      {"twin", {K::Blocks, K::SyncWait, K::Lock, K::Busy}},
  };
  return Uses;
}

void checkCount(ModelReader &R, const FunctionModel &F, std::optional<ArgIndex> Arg, SMLoc At) {
  if (Arg && F.Arguments && *Arg >= int(*F.Arguments))
    R.error(At, "argument " + Twine(*Arg) + " of a call with " + Twine(*F.Arguments));
}

/// Tells of placeholders that do not exist or that this kind of fix has no meaning for.
void checkPlaceholders(ModelReader &R, SMLoc At, FixFor For, StringRef Text, ArrayRef<StringRef> Only = {}) {
  std::vector<StringRef> Words;
  for (const Placeholder &P : placeholders())
    if (Only.empty() ? (P.In.empty() || is_contained(P.In, For)) : is_contained(Only, P.Name))
      Words.push_back(P.Name);
  for (size_t Open = Text.find('{'); Open != StringRef::npos; Open = Text.find('{', Open + 1)) {
    // Braces of C++ hold something else than one word of letters and dashes, or nothing at all.
    StringRef Word = Text.substr(Open + 1).take_while([](char C) { return isLower(C) || C == '-'; });
    if (Word.empty() || Text.substr(Open + 1 + Word.size()).take_front() != "}" || is_contained(Words, Word))
      continue;
    bool Exists = any_of(placeholders(), [&](const Placeholder &P) { return P.Name == Word; });
    std::optional<StringRef> Near = Exists ? std::nullopt : nearest(Word, Words);
    R.error(At, (Exists ? "placeholder '{" + Word + "}' has no meaning here"
                        : "unknown placeholder '{" + Word + "}'") +
                    (Near ? "; did you mean '{" + *Near + "}'?" : "; known here: " + join(Words, ", ")));
  }
}

} // namespace

void ModelMapping<ArgCondition>::check(ModelReader &R, const ArgCondition &, const KeyPlaces &At) {
  R.require(At, Title, "arg");
  if (At.Keys.size() - At.has("arg") == 0)
    R.error(At.Start, "condition that asks for nothing; add 'type', 'zero', 'flags', 'text' or 'callable'");
}

void ModelMapping<TypeModel>::check(ModelReader &R, const TypeModel &T, const KeyPlaces &At) {
  if (!At.has("name") && !At.has("names"))
    R.error(At.Start, "type without 'name' or 'names'");
  R.require(At, Title, "is");
  auto Only = [&](const char *Key, TypeKind Kind) {
    if (At.has(Key) && At.understood("is") && T.Is != Kind)
      R.error(At.of(Key), "'" + Twine(Key) + "' is only for 'is: " + nameOf(Kind) + "'");
  };
  Only("means", TypeKind::Token);
  Only("of", TypeKind::Guard);
  Only("capacity", TypeKind::BoundedQueue);
  if (T.Is == TypeKind::Token && At.understood("is"))
    R.require(At, "token", "means");
  for (const std::string &Name : T.Names)
    if (StringRef(Name).ends_with("*") || StringRef(Name).contains("operator"))
      R.error(At.of(At.has("name") ? "name" : "names"), "'" + Name + "' does not name a class");
  R.unique(At, Title, T.Names, nameOf(T.Is).str());
}

void ModelMapping<FunctionModel>::check(ModelReader &R, const FunctionModel &F, const KeyPlaces &At) {
  if (!At.has("name") && !At.has("names"))
    R.error(At.Start, "function without 'name' or 'names'");
  R.require(At, Title, "does");
  if (!At.understood("does"))
    return;
  for (const KeyUse &Use : keyUses())
    if (At.has(Use.Key.str()) && !is_contained(Use.For, F.Does))
      R.error(At.of(Use.Key.str()), "'" + Use.Key + "' makes no sense for 'does: " + nameOf(F.Does) + "'");
  if (F.Does == CallKind::Blocks)
    R.require(At, "'does: blocks'", "category");
  if (F.Does == CallKind::BoundedJoin)
    R.require(At, "'does: bounded-join'", "bound");
  if (F.Does == CallKind::Offload || F.Does == CallKind::Run)
    R.require(At, "'does: " + nameOf(F.Does).str() + "'", "callable");
  if (F.Does == CallKind::Configured)
    R.require(At, "'does: configured'", "note");
  if (StringRef(F.Twin).starts_with("@::"))
    R.RelativeNames.push_back(At.of("twin"));
  std::string Twin = F.Twin;
  if (size_t Place = Twin.find(FunctionPlaceholder.data()); Place != std::string::npos)
    Twin.replace(Place, FunctionPlaceholder.size(), "f");
  if (!Twin.empty() && !mistakeInName(Twin).empty())
    R.error(At.of("twin"), "'" + F.Twin + "' is not a name; '{function}' may stand for the function's own");
  const std::pair<const char *, std::optional<ArgIndex>> Places[] = {
      {"operand", F.Operand},   {"range", F.Range},       {"bound", F.Bound},
      {"callable", F.Callable}, {"deadline", F.Deadline}, {"resource", F.Resource}};
  const bool IsFactory = F.Does == CallKind::Run && F.Callable == CalleeArg;
  for (auto [Name, Arg] : Places)
    if (Arg == AnyArg || (Arg == CalleeArg && !(IsFactory && StringRef(Name) == "callable")))
      R.error(At.of(Name), "'any' and 'callee' are only for conditions");
    else
      checkCount(R, F, Arg, At.of(Name));
  for (const auto *List : {&F.When, &F.Unless})
    for (const ArgCondition &C : *List)
      checkCount(R, F, C.Arg, At.of(List == &F.When ? "when" : "unless"));
  R.unique(
      At, Title, F.Names,
      (nameOf(F.Does) + "|" + Twine(F.Arguments ? int(*F.Arguments) : -1) + "|" + textOf(F.When, F.Unless))
          .str());
}

void ModelMapping<FixModel>::check(ModelReader &R, const FixModel &F, const KeyPlaces &At) {
  for (StringRef Required : {"for", "title", "text"})
    R.require(At, Title, Required);
  if (!At.understood("for"))
    return;
  bool OfLoop = F.For == FixFor::Join || F.For == FixFor::BoundedJoin;
  bool OfTime = F.For == FixFor::Twin || F.For == FixFor::Timeout || F.For == FixFor::Deadline;
  bool OfCall = OfTime || F.For == FixFor::Limit || F.For == FixFor::Detach;
  if (At.has("collects") && !OfLoop)
    R.error(At.of("collects"), "'collects' is only for 'for: join' and 'for: bounded-join'");
  if (StringRef(F.Text).contains("{results}") && !F.Collects.value_or(false))
    R.error(At.of("text"), "'{results}' needs 'collects: true'");
  for (const char *Key : {"calls", "when", "unless"})
    if (At.has(Key) && !OfCall)
      R.error(At.of(Key),
              "'" + Twine(Key) + "' is only for 'for: limit', 'twin', 'timeout', 'deadline' and 'detach'");
  if (At.has("duration") && !OfTime)
    R.error(At.of("duration"), "'duration' is only for 'for: twin', 'timeout' and 'deadline'");
  if (StringRef(F.Text).contains("{duration}") && OfTime && !At.has("duration"))
    R.error(At.of("text"), "'{duration}' needs 'duration', its value");
  checkPlaceholders(R, At.of("title"), F.For, F.Title);
  checkPlaceholders(R, At.of("text"), F.For, F.Text);
  for (const std::string &Include : F.Includes) {
    StringRef Path = Include;
    if (!(Path.consume_front("<") && Path.consume_back(">")) &&
        !(Path.consume_front("\"") && Path.consume_back("\"")))
      R.error(At.of("includes"), "'" + Include + "' is neither <file> nor \"file\"");
    checkPlaceholders(R, At.of("includes"), F.For, Path, {"path"});
  }
  for (const std::string &Name : F.Needs)
    checkPlaceholders(R, At.of("needs"), F.For, Name, {"namespace"});
}

void ModelMapping<TestModel>::check(ModelReader &R, const TestModel &, const KeyPlaces &At) {
  if (!At.has("fixtures") && !At.has("macros") && !At.has("assertions"))
    R.error(At.Start, "tests without 'fixtures', 'macros' or 'assertions'");
}

void ModelMapping<Library>::check(ModelReader &R, const Library &L, const KeyPlaces &At) {
  for (StringRef Required : {"schema", "id", "title"})
    R.require(At, Title, Required);
  if (At.has("schema") && L.Schema != 1)
    R.error(At.of("schema"), "schema " + Twine(L.Schema) + " is not known; this version reads schema 1");
  if (!all_of(L.Id, [](char C) { return isLower(C) || isDigit(C) || C == '-'; }))
    R.error(At.of("id"), "'" + L.Id + "': an id is made of lower-case letters, digits and dashes");
  for (const std::string &Space : L.Namespaces)
    if (!mistakeInName(Space).empty() || StringRef(Space).starts_with("@") || StringRef(Space).ends_with("*"))
      R.error(At.of("namespaces"), "'" + Space + "' is not the name of a namespace");
  if (L.Namespaces.empty())
    for (SMLoc Place : R.RelativeNames)
      R.error(Place, "'@::' in a model without 'namespaces'");
}

} // namespace cotidy
