// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The keys of each mapping in a model file: one table for each, from which the reader, the writer and the
// reference in docs/models.md are made. What a table cannot say is checked in ModelRules.cpp.

#ifndef COTIDY_MODELS_MODELKEYS_H
#define COTIDY_MODELS_MODELKEYS_H

#include "models/ModelReader.h"
#include "models/ModelWriter.h"

#include <array>

namespace cotidy {

template <typename T> struct ModelKey {
  llvm::StringLiteral Name;
  llvm::StringLiteral Help;
  std::string (*Form)();
  void (*Read)(ModelReader &, llvm::yaml::Node &, T &);
  void (*Write)(ModelWriter &, llvm::StringRef, const T &);
};

/// What a value looks like, for the reference.
inline std::string form(const std::string *) { return "text"; }
inline std::string form(const std::vector<std::string> *) { return "list of texts"; }
inline std::string form(const unsigned *) { return "number"; }
inline std::string form(const std::optional<unsigned> *) { return "number"; }
inline std::string form(const ArgIndex *) { return "argument"; }
inline std::string form(const std::optional<ArgIndex> *) { return "argument"; }
inline std::string form(const std::optional<bool> *) { return "true, false"; }
template <typename E> std::enable_if_t<std::is_enum_v<E>, std::string> form(const E *) { return "word"; }
template <typename T> std::string form(const std::vector<T> *) {
  return ("list of " + ModelMapping<T>::Title + "s").str();
}
template <typename T> std::string form(const std::optional<T> *) { return ModelMapping<T>::Title.str(); }

template <typename T, typename V> T ownerOf(V T::*);
template <typename T, typename V> V valueOf(V T::*);

template <auto Member> constexpr auto key(llvm::StringLiteral Name, llvm::StringLiteral Help) {
  using T = decltype(ownerOf(Member));
  using V = decltype(valueOf(Member));
  return ModelKey<T>{
      Name, Help, [] { return form(static_cast<const V *>(nullptr)); },
      [](ModelReader &R, llvm::yaml::Node &N, T &Into) { R.read(N, Into.*Member); },
      [](ModelWriter &W, llvm::StringRef Name, const T &From) { W.write(Name, From.*Member); }};
}

/// A list of qualified names.
template <auto Member> constexpr auto nameList(llvm::StringLiteral Name, llvm::StringLiteral Help) {
  using T = decltype(ownerOf(Member));
  return ModelKey<T>{
      Name, Help, [] { return std::string("list of names"); },
      [](ModelReader &R, llvm::yaml::Node &N, T &Into) { R.names(N, Into.*Member); },
      [](ModelWriter &W, llvm::StringRef Name, const T &From) { W.write(Name, From.*Member); }};
}

/// The short form of a list of one name; never written.
template <auto Member> constexpr auto oneName(llvm::StringLiteral Name, llvm::StringLiteral Help) {
  using T = decltype(ownerOf(Member));
  return ModelKey<T>{Name, Help, [] { return std::string("name"); },
                     [](ModelReader &R, llvm::yaml::Node &N, T &Into) { R.name(N, Into.*Member); },
                     [](ModelWriter &, llvm::StringRef, const T &) {}};
}

template <> struct ModelMapping<ArgCondition> {
  static constexpr llvm::StringLiteral Title = "condition";
  static constexpr std::array Keys = {
      key<&ArgCondition::Arg>("arg", "the argument in question"),
      oneName<&ArgCondition::Types>("type", "its class, as it is before a conversion to a base"),
      nameList<&ArgCondition::Types>("types", "one of several classes"),
      key<&ArgCondition::Zero>("zero", "a constant zero duration or count, or null"),
      key<&ArgCondition::Flags>("flags", "one of these names (enumerator, variable, macro) is part of it"),
      key<&ArgCondition::Text>("text", "a string literal that begins with one of these, whatever the case"),
      key<&ArgCondition::Callable>("callable", "a lambda, function object or function"),
  };
  static void check(ModelReader &R, const ArgCondition &Value, const KeyPlaces &At);
};

template <> struct ModelMapping<TypeModel> {
  static constexpr llvm::StringLiteral Title = "type";
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
  static void check(ModelReader &R, const TypeModel &Value, const KeyPlaces &At);
};

template <> struct ModelMapping<FunctionModel> {
  static constexpr llvm::StringLiteral Title = "function";
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
      key<&FunctionModel::TellsErrors>("errors", "who is told of an error of the work; of a `spawn` whose "
                                                 "result nobody keeps, which then is no loss"),
      key<&FunctionModel::WhenDropped>("when-dropped",
                                       "what becomes of the work if the result is destroyed unconsumed"),
      key<&FunctionModel::BlockingPool>("blocking-pool", "the threads it leads to may block"),
      key<&FunctionModel::DropsCallable>(
          "drops-callable", "the callable is destroyed when it returns, even if the task it returns goes on"),
      key<&FunctionModel::Idempotent>("idempotent", "the operation may be sent twice"),
      key<&FunctionModel::Idle>("idle", "it waits by design as long as nothing has come yet"),
      key<&FunctionModel::EndsItself>(
          "ends-itself", "it ends, late, by a limit that the library or the system keeps of its own"),
      nameList<&FunctionModel::UnlessZero>(
          "unless-zero", "members; one of them set to zero takes the limit of `ends-itself` away"),
      nameList<&FunctionModel::PeerFrom>(
          "peer-from", "it waits for a peer if a call of one of these made what it works on"),
      nameList<&FunctionModel::LimitedBy>(
          "limited-by", "a call of one of these with a limit, anywhere in the program, limits what it gives"),
      key<&FunctionModel::Twin>(
          "twin", "the awaitable form's name; `{function}` is the last component of this one's"),
      key<&FunctionModel::When>("when", "the entry counts only if all of these hold"),
      key<&FunctionModel::Unless>("unless", "and none of these"),
      key<&FunctionModel::Note>("note", "one clause a message may quote"),
  };
  static void check(ModelReader &R, const FunctionModel &Value, const KeyPlaces &At);
};

template <> struct ModelMapping<FixModel> {
  static constexpr llvm::StringLiteral Title = "fix";
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
  static void check(ModelReader &R, const FixModel &Value, const KeyPlaces &At);
};

template <> struct ModelMapping<TestModel> {
  static constexpr llvm::StringLiteral Title = "tests";
  static constexpr std::array Keys = {
      nameList<&TestModel::Fixtures>(
          "fixtures", "base classes of test classes, and classes that test functions are handed"),
      key<&TestModel::Macros>("macros", "macros whose expansion is the test function, or a suite of them"),
      nameList<&TestModel::Assertions>("assertions",
                                       "namespaces and C functions that assertion macros expand to"),
  };
  static void check(ModelReader &R, const TestModel &Value, const KeyPlaces &At);
};

template <> struct ModelMapping<Library> {
  static constexpr llvm::StringLiteral Title = "model";
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
      key<&Library::InMemory>(
          "in-memory",
          "what opens a database in memory: names in the call, or how a string literal in it begins"),
      key<&Library::Types>("types", "what its types are"),
      key<&Library::Functions>("functions", "what calls do"),
      key<&Library::Fixes>("fixes", "texts for fixes"),
      key<&Library::Tests>("tests", "how test code is recognised"),
  };
  static void check(ModelReader &R, const Library &Value, const KeyPlaces &At);
};

} // namespace cotidy

#endif
