// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads a model file by the tables of ModelKeys.h. LLVM's YAML traits stop at the first mistake; this walks
// the nodes itself, so that a file's mistakes are all told at once.

#ifndef COTIDY_MODELS_MODELREADER_H
#define COTIDY_MODELS_MODELREADER_H

#include "models/ModelNames.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"
#include <map>
#include <set>

namespace cotidy {

template <typename T> struct ModelKey;

/// The table of a mapping and its name in messages; specialised for each in ModelKeys.h.
template <typename T> struct ModelMapping;

/// Where the keys of one mapping stand.
struct KeyPlaces {
  llvm::SMLoc Start;
  std::map<std::string, llvm::SMLoc> Keys;
  std::set<std::string> Wrong; ///< keys whose value was not understood
  llvm::SMLoc of(const std::string &Key) const {
    auto Found = Keys.find(Key);
    return Found == Keys.end() ? Start : Found->second;
  }
  bool has(const std::string &Key) const { return Keys.count(Key); }
  bool understood(const std::string &Key) const { return has(Key) && !Wrong.count(Key); }
};

/// The one of \p Known that was meant by \p Word.
std::optional<llvm::StringRef> nearest(llvm::StringRef Word, llvm::ArrayRef<llvm::StringRef> Known);

/// What a node is, for messages.
llvm::StringRef kindOf(const llvm::yaml::Node &N);

/// What is wrong with a qualified name; empty if nothing is.
llvm::StringRef mistakeInName(llvm::StringRef Name);

class ModelReader {
public:
  explicit ModelReader(llvm::MemoryBufferRef Text);

  /// Reads the one document there is. Errors read `path:line:column: what is wrong`, one a line.
  template <typename T> llvm::Error readDocument(T &Into);

  void error(llvm::SMLoc At, const llvm::Twine &What) {
    if (Document->failed()) // told already; what is left of the nodes is not to be trusted
      return;
    auto [Line, Column] = Sources.getLineAndColumn(At);
    add(Line, Column, What.str());
  }
  void error(const llvm::yaml::Node &At, const llvm::Twine &What) { error(At.getSourceRange().Start, What); }

  std::optional<std::string> scalar(llvm::yaml::Node &N, llvm::StringRef Expected);

  void read(llvm::yaml::Node &N, std::string &Into) {
    if (std::optional<std::string> Text = scalar(N, "a text"))
      Into = std::move(*Text);
  }
  void read(llvm::yaml::Node &N, unsigned &Into) {
    if (std::optional<std::string> Text = scalar(N, "a number");
        Text && llvm::StringRef(*Text).getAsInteger(10, Into))
      error(N, "expected a number, found '" + *Text + "'");
  }
  void read(llvm::yaml::Node &N, std::optional<unsigned> &Into) { read(N, Into.emplace()); }
  void read(llvm::yaml::Node &N, ArgIndex &Into);
  void read(llvm::yaml::Node &N, std::optional<ArgIndex> &Into) { read(N, Into.emplace()); }
  void read(llvm::yaml::Node &N, std::optional<bool> &Into);
  void read(llvm::yaml::Node &N, std::vector<std::string> &Into);
  template <typename E> std::enable_if_t<std::is_enum_v<E>> read(llvm::yaml::Node &N, E &Into);
  template <typename T>
  std::enable_if_t<std::is_class_v<decltype(ModelMapping<T>::Keys)>> read(llvm::yaml::Node &N, T &Into) {
    readMapping(N, Into);
  }
  template <typename T> void read(llvm::yaml::Node &N, std::vector<T> &Into);
  template <typename T> void read(llvm::yaml::Node &N, std::optional<T> &Into) {
    readMapping(N, Into.emplace());
  }

  /// Names of declarations: `ns::C::f`, `@::f`.
  void name(llvm::yaml::Node &N, std::vector<std::string> &Into);
  void names(llvm::yaml::Node &N, std::vector<std::string> &Into);

  void require(const KeyPlaces &At, llvm::StringRef What, llvm::StringRef Key) {
    if (!At.has(Key.str()))
      error(At.Start, What + " without '" + Key + "'");
  }
  /// Tells of a second entry that says the same of the same name.
  void unique(const KeyPlaces &At, llvm::StringRef What, llvm::ArrayRef<std::string> Names,
              const std::string &Rest);

  std::vector<llvm::SMLoc> RelativeNames; ///< places of names that begin with `@::`

private:
  template <typename T> void readMapping(llvm::yaml::Node &N, T &Into);
  llvm::Error told() const; ///< success if there is no mistake
  void add(unsigned Line, unsigned Column, llvm::StringRef What) {
    Errors.insert({{Line, Column}, What.str()});
  }

  std::string Path;
  llvm::SourceMgr Sources;
  std::unique_ptr<llvm::yaml::Stream> Document;
  std::multimap<std::pair<unsigned, unsigned>, std::string> Errors;
  std::map<std::string, unsigned> Known; ///< entries seen, with their line
};

template <typename E> std::enable_if_t<std::is_enum_v<E>> ModelReader::read(llvm::yaml::Node &N, E &Into) {
  std::optional<std::string> Text = scalar(N, "a word");
  if (!Text)
    return;
  std::vector<llvm::StringRef> Words;
  for (const EnumName<E> &Word : enumNames<E>()) {
    if (*Text == Word.Name) {
      Into = Word.Value;
      return;
    }
    Words.push_back(Word.Name);
  }
  if (std::optional<llvm::StringRef> Near = nearest(*Text, Words))
    return error(N, "unknown word '" + *Text + "'; did you mean '" + *Near + "'?");
  error(N, "unknown word '" + *Text + "'; expected one of " + llvm::join(Words, ", "));
}

template <typename T> void ModelReader::read(llvm::yaml::Node &N, std::vector<T> &Into) {
  auto *List = llvm::dyn_cast<llvm::yaml::SequenceNode>(&N);
  if (!List)
    return error(N, "expected a list, found " + kindOf(N));
  for (llvm::yaml::Node &Item : *List)
    readMapping(Item, Into.emplace_back());
}

template <typename T> void ModelReader::readMapping(llvm::yaml::Node &N, T &Into) {
  auto *Map = llvm::dyn_cast<llvm::yaml::MappingNode>(&N);
  if (!Map)
    return error(N, "expected " + ModelMapping<T>::Title + ": a mapping, found " + kindOf(N));
  KeyPlaces At;
  At.Start = N.getSourceRange().Start;
  for (llvm::yaml::KeyValueNode &Entry : *Map) {
    auto *Name = llvm::dyn_cast_or_null<llvm::yaml::ScalarNode>(Entry.getKey());
    if (!Name) {
      if (!Document->failed())
        error(N, "expected a key");
      return;
    }
    llvm::SmallString<32> Storage;
    llvm::StringRef Text = Name->getValue(Storage);
    llvm::SMLoc Place = Name->getSourceRange().Start;
    auto Known = llvm::find_if(ModelMapping<T>::Keys, [&](const ModelKey<T> &K) { return K.Name == Text; });
    if (Known == ModelMapping<T>::Keys.end()) {
      std::vector<llvm::StringRef> Words;
      for (const ModelKey<T> &K : ModelMapping<T>::Keys)
        Words.push_back(K.Name);
      std::optional<llvm::StringRef> Near = nearest(Text, Words);
      error(Place,
            "unknown key '" + Text + "'" +
                (Near ? "; did you mean '" + *Near + "'?" : "; known here: " + llvm::join(Words, ", ")));
      continue;
    }
    if (!At.Keys.insert({Text.str(), Place}).second) {
      error(Place, "key '" + Text + "' stands here twice");
      continue;
    }
    if (llvm::yaml::Node *Value = Entry.getValue()) {
      size_t Before = Errors.size();
      Known->Read(*this, *Value, Into);
      if (Errors.size() != Before)
        At.Wrong.insert(Text.str());
    }
  }
  if (!Document->failed())
    ModelMapping<T>::check(*this, Into, At);
}

template <typename T> llvm::Error ModelReader::readDocument(T &Into) {
  bool Any = false;
  for (llvm::yaml::Document &D : *Document) {
    llvm::yaml::Node *Root = D.getRoot();
    if (!Root || Document->failed())
      break;
    if (llvm::isa<llvm::yaml::NullNode>(Root))
      continue;
    if (Any) {
      error(*Root, "a second document; a file describes one library");
      break;
    }
    Any = true;
    readMapping(*Root, Into);
  }
  if (!Any && Errors.empty())
    add(1, 1, "empty model");
  return told();
}

} // namespace cotidy

#endif
