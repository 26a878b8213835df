// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads and writes model files. A mapping is described by one table of keys, from which the reader, the
// writer and the reference in docs/models.md are made. LLVM's YAML traits stop at the first mistake; this
// reader walks the nodes itself, so that a file's mistakes are all told at once.

#include "models/ModelNames.h"
#include "models/ModelSet.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <map>
#include <set>

using namespace llvm;

namespace cotidy {

namespace {

class Reader;
class Writer;

/// Where the keys of one mapping stand.
struct Places {
  SMLoc Start;
  std::map<std::string, SMLoc> Keys;
  std::set<std::string> Wrong; ///< keys whose value was not understood
  SMLoc of(const std::string &Key) const {
    auto Found = Keys.find(Key);
    return Found == Keys.end() ? Start : Found->second;
  }
  bool has(const std::string &Key) const { return Keys.count(Key); }
  bool understood(const std::string &Key) const { return has(Key) && !Wrong.count(Key); }
};

template <typename T> struct Key {
  StringLiteral Name;
  StringLiteral Help;
  std::string (*Form)();
  void (*Read)(Reader &, yaml::Node &, T &);
  void (*Write)(Writer &, StringRef, const T &);
};

/// The table of a mapping and its name in messages; specialised for each.
template <typename T> struct Mapping;

std::string join(ArrayRef<StringRef> Words) { return llvm::join(Words, ", "); }

std::optional<StringRef> nearest(StringRef Word, ArrayRef<StringRef> Known) {
  std::optional<StringRef> Best;
  unsigned BestDistance = std::max<unsigned>(2, Word.size() / 3) + 1;
  for (StringRef K : Known)
    if (unsigned D = Word.edit_distance(K); D < BestDistance) {
      Best = K;
      BestDistance = D;
    }
  return Best;
}

//===-- Reading
//-------------------------------------------------------------------------------------------------===//

class Reader {
public:
  explicit Reader(MemoryBufferRef Text) : Path(Text.getBufferIdentifier()) {
    Sources.setDiagHandler(
        [](const SMDiagnostic &D, void *Self) {
          bool At = D.getLineContents().substr(std::max(D.getColumnNo(), 0)).starts_with("@");
          static_cast<Reader *>(Self)->add(D.getLineNo(), D.getColumnNo() + 1,
                                           At ? "a name that begins with '@' must be quoted"
                                              : D.getMessage());
        },
        this);
    Document = std::make_unique<yaml::Stream>(Text.getBuffer(), Sources, /*ShowColors=*/false);
  }

  Expected<Library> library();

  void error(SMLoc At, const Twine &What) {
    if (Document->failed()) // told already; what is left of the nodes is not to be trusted
      return;
    auto [Line, Column] = Sources.getLineAndColumn(At);
    add(Line, Column, What.str());
  }
  void error(const yaml::Node &At, const Twine &What) { error(At.getSourceRange().Start, What); }

  std::optional<std::string> scalar(yaml::Node &N, StringRef Expected);

  void read(yaml::Node &N, std::string &Into) {
    if (std::optional<std::string> Text = scalar(N, "a text"))
      Into = std::move(*Text);
  }
  void read(yaml::Node &N, unsigned &Into) {
    if (std::optional<std::string> Text = scalar(N, "a number");
        Text && StringRef(*Text).getAsInteger(10, Into))
      error(N, "expected a number, found '" + *Text + "'");
  }
  void read(yaml::Node &N, std::optional<unsigned> &Into) { read(N, Into.emplace()); }
  void read(yaml::Node &N, ArgIndex &Into);
  void read(yaml::Node &N, std::optional<ArgIndex> &Into) { read(N, Into.emplace()); }
  void read(yaml::Node &N, std::optional<bool> &Into);
  void read(yaml::Node &N, std::vector<std::string> &Into);
  template <typename E> std::enable_if_t<std::is_enum_v<E>> read(yaml::Node &N, E &Into);
  template <typename T>
  std::enable_if_t<std::is_class_v<decltype(Mapping<T>::Keys)>> read(yaml::Node &N, T &Into) {
    readMapping(N, Into);
  }
  template <typename T> void read(yaml::Node &N, std::vector<T> &Into);
  template <typename T> void read(yaml::Node &N, std::optional<T> &Into) { readMapping(N, Into.emplace()); }

  /// Names of declarations: `ns::C::f`, `@::f`.
  void name(yaml::Node &N, std::vector<std::string> &Into);
  void names(yaml::Node &N, std::vector<std::string> &Into);

  void require(const Places &At, StringRef What, StringRef Key) {
    if (!At.has(Key.str()))
      error(At.Start, What + " without '" + Key + "'");
  }
  /// Tells of a second entry that says the same of the same name.
  void unique(const Places &At, StringRef What, ArrayRef<std::string> Names, const std::string &Rest);

  std::vector<SMLoc> RelativeNames; ///< places of names that begin with `@::`

private:
  template <typename T> void readMapping(yaml::Node &N, T &Into);
  void add(unsigned Line, unsigned Column, StringRef What) { Errors.insert({{Line, Column}, What.str()}); }

  std::string Path;
  SourceMgr Sources;
  std::unique_ptr<yaml::Stream> Document;
  std::multimap<std::pair<unsigned, unsigned>, std::string> Errors;
  std::map<std::string, unsigned> Known; ///< entries seen, with their line
};

StringRef kindOf(const yaml::Node &N) {
  switch (N.getType()) {
  case yaml::Node::NK_Null:
    return "nothing";
  case yaml::Node::NK_Mapping:
    return "a mapping";
  case yaml::Node::NK_Sequence:
    return "a list";
  case yaml::Node::NK_Alias:
    return "an alias";
  default:
    return "a text";
  }
}

std::optional<std::string> Reader::scalar(yaml::Node &N, StringRef Expected) {
  SmallString<64> Storage;
  if (auto *S = dyn_cast<yaml::ScalarNode>(&N))
    return S->getValue(Storage).str();
  if (auto *S = dyn_cast<yaml::BlockScalarNode>(&N))
    return S->getValue().str();
  error(N, "expected " + Expected + ", found " + kindOf(N));
  return std::nullopt;
}

constexpr std::pair<StringLiteral, ArgIndex> ArgNames[] = {
    {"last", LastArg}, {"any", AnyArg}, {"receiver", ReceiverArg}, {"callee", CalleeArg}};

void Reader::read(yaml::Node &N, ArgIndex &Into) {
  std::optional<std::string> Text = scalar(N, "an argument");
  if (!Text)
    return;
  for (auto [Name, Value] : ArgNames)
    if (*Text == Name) {
      Into = Value;
      return;
    }
  unsigned Place;
  if (StringRef(*Text).getAsInteger(10, Place) || Place > 99)
    return error(N, "expected an argument: 0 for the first, 'last', 'any', 'receiver' or 'callee'; found '" +
                        *Text + "'");
  Into = static_cast<ArgIndex>(Place);
}

void Reader::read(yaml::Node &N, std::optional<bool> &Into) {
  std::optional<std::string> Text = scalar(N, "true or false");
  if (!Text)
    return;
  if (*Text == "true" || *Text == "false")
    Into = *Text == "true";
  else
    error(N, "expected true or false, found '" + *Text + "'");
}

void Reader::read(yaml::Node &N, std::vector<std::string> &Into) {
  auto *List = dyn_cast<yaml::SequenceNode>(&N);
  if (!List)
    return error(N, "expected a list, found " + kindOf(N));
  for (yaml::Node &Item : *List)
    if (std::optional<std::string> Text = scalar(Item, "a text"))
      Into.push_back(std::move(*Text));
}

template <typename E> std::enable_if_t<std::is_enum_v<E>> Reader::read(yaml::Node &N, E &Into) {
  std::optional<std::string> Text = scalar(N, "a word");
  if (!Text)
    return;
  std::vector<StringRef> Words;
  for (const EnumName<E> &Word : enumNames<E>()) {
    if (*Text == Word.Name) {
      Into = Word.Value;
      return;
    }
    Words.push_back(Word.Name);
  }
  if (std::optional<StringRef> Near = nearest(*Text, Words))
    return error(N, "unknown word '" + *Text + "'; did you mean '" + *Near + "'?");
  error(N, "unknown word '" + *Text + "'; expected one of " + join(Words));
}

template <typename T> void Reader::read(yaml::Node &N, std::vector<T> &Into) {
  auto *List = dyn_cast<yaml::SequenceNode>(&N);
  if (!List)
    return error(N, "expected a list, found " + kindOf(N));
  for (yaml::Node &Item : *List)
    readMapping(Item, Into.emplace_back());
}

/// What is wrong with a qualified name; empty if nothing is.
StringRef mistakeInName(StringRef Name) {
  if (Name.empty())
    return "empty name";
  if (Name.contains('<') && !Name.contains("operator"))
    return "template arguments in a name; leave them out";
  if (Name.contains(' ') && !Name.contains("operator"))
    return "blank in a name";
  Name.consume_front("@");
  Name.consume_front("::");
  SmallVector<StringRef> Parts;
  Name.split(Parts, "::");
  for (StringRef Part : Parts) {
    bool Last = Part.data() == Parts.back().data();
    if (Last && (Part == "*" || Part.starts_with("operator")))
      continue;
    if (Last)
      Part.consume_front("~");
    if (Part.empty() || isDigit(Part.front()) || !all_of(Part, [](char C) { return isAlnum(C) || C == '_'; }))
      return "expected a qualified name such as ns::C::f";
  }
  return {};
}

void Reader::name(yaml::Node &N, std::vector<std::string> &Into) {
  std::optional<std::string> Text = scalar(N, "a name");
  if (!Text)
    return;
  if (StringRef Mistake = mistakeInName(*Text); !Mistake.empty())
    return error(N, Mistake + (Text->empty() ? "" : ": '" + *Text + "'"));
  StringRef Name = *Text;
  if (Name.starts_with("@::"))
    RelativeNames.push_back(N.getSourceRange().Start);
  Name.consume_front("::");
  if (is_contained(Into, Name))
    return error(N, "'" + Name + "' stands here twice");
  Into.push_back(Name.str());
}

void Reader::names(yaml::Node &N, std::vector<std::string> &Into) {
  auto *List = dyn_cast<yaml::SequenceNode>(&N);
  if (!List)
    return error(N, "expected a list of names, found " + kindOf(N));
  for (yaml::Node &Item : *List)
    name(Item, Into);
  if (Into.empty())
    error(N, "empty list of names");
}

void Reader::unique(const Places &At, StringRef What, ArrayRef<std::string> Names, const std::string &Rest) {
  unsigned Line = Sources.getLineAndColumn(At.Start).first;
  for (const std::string &Name : Names)
    if (auto [Other, New] = Known.insert({(What + "|" + Name + "|" + Rest).str(), Line}); !New)
      error(At.Start,
            "duplicate " + What + " entry for '" + Name + "'; the first is in line " + Twine(Other->second));
}

//===-- Writing
//-------------------------------------------------------------------------------------------------===//

class Writer {
public:
  explicit Writer(raw_ostream &OS, unsigned Indent = 0, StringRef First = {})
      : OS(OS), Indent(Indent), Lead(First) {}

  template <typename T> void mapping(const T &Value) {
    for (const Key<T> &K : Mapping<T>::Keys)
      K.Write(*this, K.Name, Value);
  }

  void write(StringRef Name, const std::string &Text) {
    if (!Text.empty())
      scalar(key(Name), Text) << '\n';
  }
  void write(StringRef Name, unsigned Number) { key(Name) << ' ' << Number << '\n'; }
  void write(StringRef Name, std::optional<unsigned> Number) {
    if (Number)
      write(Name, *Number);
  }
  void write(StringRef Name, ArgIndex Arg) {
    for (auto [Word, Value] : ArgNames)
      if (Arg == Value) {
        key(Name) << ' ' << Word << '\n';
        return;
      }
    key(Name) << ' ' << Arg << '\n';
  }
  void write(StringRef Name, std::optional<ArgIndex> Arg) {
    if (Arg)
      write(Name, *Arg);
  }
  void write(StringRef Name, std::optional<bool> Flag) {
    if (Flag)
      key(Name) << (*Flag ? " true\n" : " false\n");
  }
  void write(StringRef Name, const std::vector<std::string> &List) {
    if (List.empty())
      return;
    key(Name) << '\n';
    for (const std::string &Item : List)
      scalar(OS.indent(Indent + 2) << '-', Item) << '\n';
  }
  template <typename E> std::enable_if_t<std::is_enum_v<E>> write(StringRef Name, E Value) {
    if (StringRef Word = nameOf(Value); !Word.empty())
      key(Name) << ' ' << Word << '\n';
  }
  template <typename T> void write(StringRef Name, const std::vector<T> &List) {
    if (List.empty())
      return;
    key(Name) << '\n';
    for (const T &Item : List)
      Writer(OS, Indent + 4, "- ").mapping(Item);
  }
  template <typename T> void write(StringRef Name, const std::optional<T> &Value) {
    if (!Value)
      return;
    key(Name) << '\n';
    Writer(OS, Indent + 2).mapping(*Value);
  }

private:
  raw_ostream &key(StringRef Name) {
    OS.indent(Indent - Lead.size()) << Lead << Name << ':';
    Lead = {};
    return OS;
  }
  raw_ostream &scalar(raw_ostream &Out, StringRef Text) {
    if (Text.contains('\n')) {
      Out << (Text.ends_with("\n") ? " |" : " |-");
      SmallVector<StringRef> Lines;
      Text.rtrim('\n').split(Lines, '\n');
      for (StringRef Line : Lines)
        Line.empty() ? Out << '\n' : (Out << '\n').indent(Indent + 2) << Line;
      return Out;
    }
    bool Plain = !Text.empty() && (isAlpha(Text.front()) || Text.front() == '_' || Text.front() == '~') &&
                 !Text.ends_with(":") &&
                 all_of(Text, [](char C) { return isAlnum(C) || StringRef("_:./~*-").contains(C); });
    if (Plain)
      return Out << ' ' << Text;
    Out << " '";
    for (char C : Text)
      Out << (C == '\'' ? "''" : StringRef(&C, 1));
    return Out << '\'';
  }

  raw_ostream &OS;
  unsigned Indent;
  StringRef Lead; ///< "- " before the first key of a list's mapping
};

//===-- Forms, for the reference
//--------------------------------------------------------------------------------===//

std::string form(const std::string *) { return "text"; }
std::string form(const std::vector<std::string> *) { return "list of texts"; }
std::string form(const unsigned *) { return "number"; }
std::string form(const std::optional<unsigned> *) { return "number"; }
std::string form(const ArgIndex *) { return "argument"; }
std::string form(const std::optional<ArgIndex> *) { return "argument"; }
std::string form(const std::optional<bool> *) { return "true, false"; }
template <typename E> std::enable_if_t<std::is_enum_v<E>, std::string> form(const E *) { return "word"; }
template <typename T> std::string form(const std::vector<T> *) {
  return ("list of " + Mapping<T>::Title + "s").str();
}
template <typename T> std::string form(const std::optional<T> *) { return Mapping<T>::Title.str(); }

//===-- Keys
//----------------------------------------------------------------------------------------------------===//

template <typename T, typename V> T ownerOf(V T::*);
template <typename T, typename V> V valueOf(V T::*);

template <auto Member> constexpr auto key(StringLiteral Name, StringLiteral Help) {
  using T = decltype(ownerOf(Member));
  using V = decltype(valueOf(Member));
  return Key<T>{Name, Help, [] { return form(static_cast<const V *>(nullptr)); },
                [](Reader &R, yaml::Node &N, T &Into) { R.read(N, Into.*Member); },
                [](Writer &W, StringRef Name, const T &From) { W.write(Name, From.*Member); }};
}

/// A list of qualified names.
template <auto Member> constexpr auto nameList(StringLiteral Name, StringLiteral Help) {
  using T = decltype(ownerOf(Member));
  return Key<T>{Name, Help, [] { return std::string("list of names"); },
                [](Reader &R, yaml::Node &N, T &Into) { R.names(N, Into.*Member); },
                [](Writer &W, StringRef Name, const T &From) { W.write(Name, From.*Member); }};
}

/// The short form of a list of one name; never written.
template <auto Member> constexpr auto oneName(StringLiteral Name, StringLiteral Help) {
  using T = decltype(ownerOf(Member));
  return Key<T>{Name, Help, [] { return std::string("name"); },
                [](Reader &R, yaml::Node &N, T &Into) { R.name(N, Into.*Member); },
                [](Writer &, StringRef, const T &) {}};
}

template <> struct Mapping<ArgCondition> {
  static constexpr StringLiteral Title = "condition";
  static constexpr std::array Keys = {
      key<&ArgCondition::Arg>("arg", "the argument in question"),
      oneName<&ArgCondition::Types>("type", "its class, as it is before a conversion to a base"),
      nameList<&ArgCondition::Types>("types", "one of several classes"),
      key<&ArgCondition::Zero>("zero", "a constant zero duration or count, or null"),
      key<&ArgCondition::Flags>("flags", "one of these names (enumerator, variable, macro) is part of it"),
      key<&ArgCondition::Text>("text", "a string literal that begins with one of these, whatever the case"),
      key<&ArgCondition::Callable>("callable", "a lambda, function object or function"),
  };
  static void check(Reader &R, const ArgCondition &, const Places &At) {
    R.require(At, Title, "arg");
    if (At.Keys.size() - At.has("arg") == 0)
      R.error(At.Start, "condition that asks for nothing; add 'type', 'zero', 'flags', 'text' or 'callable'");
  }
};

template <typename T> std::string textOf(const T &Value) {
  std::string Text;
  raw_string_ostream OS(Text);
  Writer(OS).mapping(Value);
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

template <> struct Mapping<TypeModel> {
  static constexpr StringLiteral Title = "type";
  static constexpr std::array Keys = {
      oneName<&TypeModel::Names>("name", "the class or class template"),
      nameList<&TypeModel::Names>("names", "several of them"),
      key<&TypeModel::Is>("is", "what it is"),
      key<&TypeModel::Starts>("starts", "when its work begins"),
      key<&TypeModel::WhenDropped>("when-dropped", "what becomes of the work if it is destroyed unconsumed"),
      key<&TypeModel::Once>("once", "it may be awaited only once"),
      key<&TypeModel::Means>("means", "`token`: what it makes of an operation"),
      key<&TypeModel::Of>("of", "`guard`: the template argument that is the mutex, from 0"),
      key<&TypeModel::Capacity>("capacity",
                                "`bounded-queue`: the constructor argument with the capacity, from 0"),
      key<&TypeModel::Note>("note", "one clause a message may quote"),
  };
  static void check(Reader &R, const TypeModel &T, const Places &At) {
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
};

/// In a twin's name: the last component of the function's.
constexpr StringLiteral FunctionPlaceholder = "{function}";

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
       {K::Spawn, K::Detach, K::Offload, K::Run, K::BoundedJoin, K::Join, K::SyncWait, K::Timeout}},
      {"deadline",
       {K::Timeout, K::Deadline, K::Io, K::LocalIo, K::Idle, K::Acquire, K::Lock, K::TryLock, K::Pull,
        K::Push, K::SyncWait, K::Blocks, K::Sleep}},
      {"losers", {K::Race, K::Timeout}},
      {"errors", {K::Detach, K::Spawn, K::Join, K::BoundedJoin, K::Run}},
      {"when-dropped", {K::Spawn}},
      {"blocking-pool", {K::Hop, K::Offload}},
      {"idempotent", {K::Io}},
      {"idle", {K::Io}},
      {"twin", {K::Blocks, K::SyncWait, K::Lock, K::Busy}},
  };
  return Uses;
}

template <> struct Mapping<FunctionModel> {
  static constexpr StringLiteral Title = "function";
  static constexpr std::array Keys = {
      oneName<&FunctionModel::Names>(
          "name", "`ns::f`, `ns::C::f`, `ns::C::C`, `ns::C::~C`, `ns::C::*` or a function object"),
      nameList<&FunctionModel::Names>("names", "several of them"),
      key<&FunctionModel::Does>("does", "what a call does"),
      key<&FunctionModel::Category>("category", "how it blocks"),
      key<&FunctionModel::Operand>("operand", "the awaitable it takes; every awaitable argument if absent"),
      key<&FunctionModel::Range>("range", "the range of operands or elements"),
      key<&FunctionModel::Bound>("bound", "the limit on how many run at once"),
      key<&FunctionModel::Callable>("callable", "what it runs"),
      key<&FunctionModel::Deadline>("deadline", "what limits the waiting time"),
      key<&FunctionModel::Resource>("resource", "what it works on; the receiver if absent"),
      key<&FunctionModel::Arguments>("arguments",
                                     "the entry counts only for calls with this many written arguments"),
      key<&FunctionModel::RaceLosers>("losers", "what becomes of the operands that were not first"),
      key<&FunctionModel::TellsErrors>("errors", "who is told of an error of the work"),
      key<&FunctionModel::WhenDropped>("when-dropped",
                                       "what becomes of the work if the result is destroyed unconsumed"),
      key<&FunctionModel::BlockingPool>("blocking-pool", "the threads it leads to may block"),
      key<&FunctionModel::Idempotent>("idempotent", "the operation may be sent twice"),
      key<&FunctionModel::Idle>("idle", "it waits by design as long as nothing has come yet"),
      key<&FunctionModel::Twin>(
          "twin", "the awaitable form's name; `{function}` is the last component of this one's"),
      key<&FunctionModel::When>("when", "the entry counts only if all of these hold"),
      key<&FunctionModel::Unless>("unless", "and none of these"),
      key<&FunctionModel::Note>("note", "one clause a message may quote"),
  };
  static void check(Reader &R, const FunctionModel &F, const Places &At) {
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
  static void checkCount(Reader &R, const FunctionModel &F, std::optional<ArgIndex> Arg, SMLoc At) {
    if (Arg && F.Arguments && *Arg >= int(*F.Arguments))
      R.error(At, "argument " + Twine(*Arg) + " of a call with " + Twine(*F.Arguments));
  }
};

template <> struct Mapping<FixModel> {
  static constexpr StringLiteral Title = "fix";
  static constexpr std::array Keys = {
      key<&FixModel::For>("for", "what it replaces"),
      key<&FixModel::Title>("title", "imperative; what an editor shows"),
      key<&FixModel::Collects>("collects",
                               "`join`, `bounded-join`: each result is added to `{results}`, in order"),
      nameList<&FixModel::Awaits>("awaits",
                                  "the task types it takes; every task type of the library if absent"),
      nameList<&FixModel::Calls>("calls", "`limit`, `twin`, `timeout`, `deadline`, `detach`: the functions "
                                          "it is for; every one that fits if absent"),
      key<&FixModel::When>("when", "conditions on the arguments of the replaced call"),
      key<&FixModel::Unless>("unless", "and none of these"),
      key<&FixModel::Text>("text", "the new text, with placeholders"),
      key<&FixModel::Duration>("duration", "the value of `{duration}` where there is none to copy"),
      key<&FixModel::Includes>("includes", "`<a/b.hpp>` or `\"a.h\"`"),
      key<&FixModel::Needs>("needs", "qualified names that must be declared"),
  };
  static void check(Reader &R, const FixModel &F, const Places &At);
};

/// Tells of placeholders that do not exist or that this kind of fix has no meaning for.
void checkPlaceholders(Reader &R, SMLoc At, FixFor For, StringRef Text, ArrayRef<StringRef> Only = {}) {
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
                    (Near ? "; did you mean '{" + *Near + "}'?" : "; known here: " + join(Words)));
  }
}

void Mapping<FixModel>::check(Reader &R, const FixModel &F, const Places &At) {
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

template <> struct Mapping<TestModel> {
  static constexpr StringLiteral Title = "tests";
  static constexpr std::array Keys = {
      nameList<&TestModel::Fixtures>("fixtures", "base classes of test classes"),
      key<&TestModel::Macros>("macros", "macros whose expansion is the test function"),
  };
  static void check(Reader &R, const TestModel &, const Places &At) {
    if (!At.has("fixtures") && !At.has("macros"))
      R.error(At.Start, "tests without 'fixtures' or 'macros'");
  }
};

template <> struct Mapping<Library> {
  static constexpr StringLiteral Title = "model";
  static constexpr std::array Keys = {
      key<&Library::Schema>("schema", "the version of this form: 1"),
      key<&Library::Id>(
          "id", "short name: lower-case letters, digits, dashes; a built-in one adds to that library"),
      key<&Library::Title>("title", "the library's name as its users say it"),
      key<&Library::Versions>("versions", "what was read to write the model"),
      key<&Library::Namespaces>("namespaces", "what a leading `@::` of a name stands for, each in turn"),
      key<&Library::Headers>("headers", "any of these headers marks a unit as a user of the library"),
      key<&Library::ExternC>("extern-c", "function names without a namespace mean C functions only"),
      key<&Library::OneThread>("one-thread", "its coroutines are resumed on the thread they began on"),
      key<&Library::Types>("types", "what its types are"),
      key<&Library::Functions>("functions", "what calls do"),
      key<&Library::Fixes>("fixes", "texts for fixes"),
      key<&Library::Tests>("tests", "how test code is recognised"),
  };
  static void check(Reader &R, const Library &L, const Places &At) {
    for (StringRef Required : {"schema", "id", "title"})
      R.require(At, Title, Required);
    if (At.has("schema") && L.Schema != 1)
      R.error(At.of("schema"), "schema " + Twine(L.Schema) + " is not known; this version reads schema 1");
    if (!all_of(L.Id, [](char C) { return isLower(C) || isDigit(C) || C == '-'; }))
      R.error(At.of("id"), "'" + L.Id + "': an id is made of lower-case letters, digits and dashes");
    for (const std::string &Space : L.Namespaces)
      if (!mistakeInName(Space).empty() || StringRef(Space).starts_with("@") ||
          StringRef(Space).ends_with("*"))
        R.error(At.of("namespaces"), "'" + Space + "' is not the name of a namespace");
    if (L.Namespaces.empty())
      for (SMLoc Place : R.RelativeNames)
        R.error(Place, "'@::' in a model without 'namespaces'");
  }
};

template <typename T> void Reader::readMapping(yaml::Node &N, T &Into) {
  auto *Map = dyn_cast<yaml::MappingNode>(&N);
  if (!Map)
    return error(N, "expected " + Mapping<T>::Title + ": a mapping, found " + kindOf(N));
  Places At;
  At.Start = N.getSourceRange().Start;
  for (yaml::KeyValueNode &Entry : *Map) {
    auto *Name = dyn_cast_or_null<yaml::ScalarNode>(Entry.getKey());
    if (!Name) {
      if (!Document->failed())
        error(N, "expected a key");
      return;
    }
    SmallString<32> Storage;
    StringRef Text = Name->getValue(Storage);
    SMLoc Place = Name->getSourceRange().Start;
    auto Known = find_if(Mapping<T>::Keys, [&](const Key<T> &K) { return K.Name == Text; });
    if (Known == Mapping<T>::Keys.end()) {
      std::vector<StringRef> Words;
      for (const Key<T> &K : Mapping<T>::Keys)
        Words.push_back(K.Name);
      std::optional<StringRef> Near = nearest(Text, Words);
      error(Place, "unknown key '" + Text + "'" +
                       (Near ? "; did you mean '" + *Near + "'?" : "; known here: " + join(Words)));
      continue;
    }
    if (!At.Keys.insert({Text.str(), Place}).second) {
      error(Place, "key '" + Text + "' stands here twice");
      continue;
    }
    if (yaml::Node *Value = Entry.getValue()) {
      size_t Before = Errors.size();
      Known->Read(*this, *Value, Into);
      if (Errors.size() != Before)
        At.Wrong.insert(Text.str());
    }
  }
  if (!Document->failed())
    Mapping<T>::check(*this, Into, At);
}

/// Puts each of the namespaces for a leading `@`.
void spellOut(std::vector<std::string> &Names, ArrayRef<std::string> Namespaces) {
  std::vector<std::string> Full;
  for (std::string &Name : Names)
    if (StringRef(Name).starts_with("@::"))
      for (const std::string &Space : Namespaces)
        Full.push_back(Space + Name.substr(1));
    else
      Full.push_back(std::move(Name));
  Names = std::move(Full);
}
void spellOut(std::vector<ArgCondition> &Conditions, ArrayRef<std::string> Namespaces) {
  for (ArgCondition &C : Conditions)
    spellOut(C.Types, Namespaces);
}

/// Gives each name an entry of its own where the twin's name depends on it.
std::vector<FunctionModel> spellOut(std::vector<FunctionModel> Functions, ArrayRef<std::string> Namespaces) {
  std::vector<FunctionModel> Full;
  const std::vector<std::string> Spaces =
      Namespaces.empty() ? std::vector<std::string>{""} : Namespaces.vec();
  for (FunctionModel &F : Functions) {
    spellOut(F.When, Namespaces);
    spellOut(F.Unless, Namespaces);
    StringRef Twin = F.Twin;
    if (!Twin.starts_with("@::") && !Twin.contains(FunctionPlaceholder)) {
      spellOut(F.Names, Namespaces);
      Full.push_back(std::move(F));
      continue;
    }
    for (const std::string &Name : F.Names)
      for (const std::string &Space : Spaces) {
        std::string Leaf = Name.substr(Name.rfind(':') + 1);
        FunctionModel &One = Full.emplace_back(F);
        One.Names = {Name[0] == '@' ? Space + Name.substr(1) : Name};
        One.Twin = Twin[0] == '@' ? Space + Twin.substr(1).str() : Twin.str();
        if (size_t At = One.Twin.find(FunctionPlaceholder.data()); At != std::string::npos)
          One.Twin.replace(At, FunctionPlaceholder.size(), Leaf);
        if (Name[0] != '@')
          break; // the twin of an absolute name is in the first namespace
      }
  }
  return Full;
}

Expected<Library> Reader::library() {
  Library L;
  bool Any = false;
  for (yaml::Document &D : *Document) {
    yaml::Node *Root = D.getRoot();
    if (!Root || Document->failed())
      break;
    if (isa<yaml::NullNode>(Root))
      continue;
    if (Any) {
      error(*Root, "a second document; a file describes one library");
      break;
    }
    Any = true;
    readMapping(*Root, L);
  }
  if (!Any && Errors.empty())
    add(1, 1, "empty model");
  if (!Errors.empty()) {
    std::string All;
    for (const auto &[Place, What] : Errors)
      All += (All.empty() ? "" : "\n") +
             (Path + ":" + Twine(Place.first) + ":" + Twine(Place.second) + ": " + What).str();
    return createStringError(inconvertibleErrorCode(), "%s", All.c_str());
  }
  for (TypeModel &T : L.Types) {
    spellOut(T.Names, L.Namespaces);
    T.Library = L.Id;
  }
  L.Functions = spellOut(std::move(L.Functions), L.Namespaces);
  for (FunctionModel &F : L.Functions) {
    if (F.Does == CallKind::SyncWait && F.Category == BlockingCategory::None)
      F.Category = BlockingCategory::SyncWait;
    if (F.Does == CallKind::Lock && F.Category == BlockingCategory::None)
      F.Category = BlockingCategory::Lock;
    F.Library = L.Id;
  }
  for (FixModel &F : L.Fixes) {
    spellOut(F.Awaits, L.Namespaces);
    spellOut(F.Calls, L.Namespaces);
    spellOut(F.When, L.Namespaces);
    spellOut(F.Unless, L.Namespaces);
    F.Library = L.Id;
  }
  if (L.Tests)
    spellOut(L.Tests->Fixtures, L.Namespaces);
  return L;
}

template <typename T> void describeKeys(raw_ostream &OS) {
  OS << "\n#### Keys of a " << Mapping<T>::Title << "\n\n| key | form | meaning |\n| --- | --- | --- |\n";
  for (const Key<T> &K : Mapping<T>::Keys)
    OS << "| `" << K.Name << "` | " << K.Form() << " | " << K.Help << " |\n";
}

template <typename E> void describeWords(raw_ostream &OS, StringRef Key) {
  OS << "\n#### Words of `" << Key << "`\n\n| word | meaning |\n| --- | --- |\n";
  for (const EnumName<E> &Word : enumNames<E>())
    OS << "| `" << Word.Name << "` | " << Word.Help << " |\n";
}

} // namespace

Expected<Library> parseLibrary(MemoryBufferRef Text) {
  // LLVM's parser recurses, and a file may come from a project that nobody has looked at.
  constexpr int Deepest = 100;
  int Depth = 0;
  unsigned Line = 1;
  for (char C : Text.getBuffer()) {
    Depth += (C == '[' || C == '{') - (C == ']' || C == '}');
    Line += C == '\n';
    if (Depth > Deepest)
      return createStringError(inconvertibleErrorCode(),
                               Text.getBufferIdentifier() + ":" + Twine(Line) + ":1: nested too deeply");
  }
  return Reader(Text).library();
}

void printLibrary(const Library &L, raw_ostream &OS) { Writer(OS).mapping(L); }

void printModelReference(raw_ostream &OS) {
  describeKeys<Library>(OS);
  describeKeys<TypeModel>(OS);
  describeWords<TypeKind>(OS, "is");
  describeWords<Start>(OS, "starts");
  describeWords<Drop>(OS, "when-dropped");
  describeWords<TokenMeaning>(OS, "means");
  describeKeys<FunctionModel>(OS);
  describeWords<CallKind>(OS, "does");
  describeWords<BlockingCategory>(OS, "category");
  describeWords<Losers>(OS, "losers");
  describeWords<Errors>(OS, "errors");
  describeKeys<ArgCondition>(OS);
  describeKeys<FixModel>(OS);
  describeWords<FixFor>(OS, "for");
  OS << "\n#### Placeholders of `text`\n\n| placeholder | stands for | in |\n| --- | --- | --- |\n";
  for (const Placeholder &P : placeholders()) {
    OS << "| `{" << P.Name << "}` | " << P.Help << " | ";
    ListSeparator Comma;
    for (FixFor For : P.In)
      OS << Comma << '`' << nameOf(For) << '`';
    OS << (P.In.empty() ? "all |\n" : " |\n");
  }
  describeKeys<TestModel>(OS);
}

} // namespace cotidy
