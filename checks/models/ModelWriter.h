// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Writes a model by the tables of ModelKeys.h, in the form that ModelReader reads.

#ifndef COTIDY_MODELS_MODELWRITER_H
#define COTIDY_MODELS_MODELWRITER_H

#include "models/ModelNames.h"

#include "llvm/Support/raw_ostream.h"

namespace cotidy {

template <typename T> struct ModelKey;
template <typename T> struct ModelMapping;

class ModelWriter {
public:
  explicit ModelWriter(llvm::raw_ostream &OS, unsigned Indent = 0, llvm::StringRef First = {})
      : OS(OS), Indent(Indent), Lead(First) {}

  template <typename T> void mapping(const T &Value) {
    for (const ModelKey<T> &K : ModelMapping<T>::Keys)
      K.Write(*this, K.Name, Value);
  }

  void write(llvm::StringRef Name, const std::string &Text) {
    if (!Text.empty())
      scalar(key(Name), Text) << '\n';
  }
  void write(llvm::StringRef Name, unsigned Number) { key(Name) << ' ' << Number << '\n'; }
  void write(llvm::StringRef Name, std::optional<unsigned> Number) {
    if (Number)
      write(Name, *Number);
  }
  void write(llvm::StringRef Name, ArgIndex Arg);
  void write(llvm::StringRef Name, std::optional<ArgIndex> Arg) {
    if (Arg)
      write(Name, *Arg);
  }
  void write(llvm::StringRef Name, std::optional<bool> Flag) {
    if (Flag)
      key(Name) << (*Flag ? " true\n" : " false\n");
  }
  void write(llvm::StringRef Name, const std::vector<std::string> &List);
  template <typename E> std::enable_if_t<std::is_enum_v<E>> write(llvm::StringRef Name, E Value) {
    if (llvm::StringRef Word = nameOf(Value); !Word.empty())
      key(Name) << ' ' << Word << '\n';
  }
  template <typename T> void write(llvm::StringRef Name, const std::vector<T> &List) {
    if (List.empty())
      return;
    key(Name) << '\n';
    for (const T &Item : List)
      ModelWriter(OS, Indent + 4, "- ").mapping(Item);
  }
  template <typename T> void write(llvm::StringRef Name, const std::optional<T> &Value) {
    if (!Value)
      return;
    key(Name) << '\n';
    ModelWriter(OS, Indent + 2).mapping(*Value);
  }

private:
  llvm::raw_ostream &key(llvm::StringRef Name);
  llvm::raw_ostream &scalar(llvm::raw_ostream &Out, llvm::StringRef Text);

  llvm::raw_ostream &OS;
  unsigned Indent;
  llvm::StringRef Lead; ///< "- " before the first key of a list's mapping
};

} // namespace cotidy

#endif
