// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The words of a model file: one table for each enum, for arguments, and for the placeholders of fixes. The
// reader, the writer and the documentation are made from them.

#ifndef COTIDY_MODELS_MODELNAMES_H
#define COTIDY_MODELS_MODELNAMES_H

#include "models/Model.h"

namespace cotidy {

template <typename E> struct EnumName {
  E Value;
  llvm::StringLiteral Name;
  llvm::StringLiteral Help; ///< one clause
};

/// Every value of the enum that can be written, in the order of the enum.
template <typename E> llvm::ArrayRef<EnumName<E>> enumNames();
template <> llvm::ArrayRef<EnumName<TypeKind>> enumNames<TypeKind>();
template <> llvm::ArrayRef<EnumName<Start>> enumNames<Start>();
template <> llvm::ArrayRef<EnumName<Drop>> enumNames<Drop>();
template <> llvm::ArrayRef<EnumName<TokenMeaning>> enumNames<TokenMeaning>();
template <> llvm::ArrayRef<EnumName<CallKind>> enumNames<CallKind>();
template <> llvm::ArrayRef<EnumName<BlockingCategory>> enumNames<BlockingCategory>();
template <> llvm::ArrayRef<EnumName<Losers>> enumNames<Losers>();
template <> llvm::ArrayRef<EnumName<Errors>> enumNames<Errors>();
template <> llvm::ArrayRef<EnumName<FixFor>> enumNames<FixFor>();

/// The word for a value; empty for one that cannot be written (None, Unknown).
template <typename E> llvm::StringRef nameOf(E Value) {
  for (const EnumName<E> &N : enumNames<E>())
    if (N.Value == Value)
      return N.Name;
  return {};
}

/// The arguments that are not given by their place.
constexpr std::pair<llvm::StringLiteral, ArgIndex> ArgNames[] = {
    {"last", LastArg}, {"any", AnyArg}, {"receiver", ReceiverArg}, {"callee", CalleeArg}};

/// In a twin's name: the last component of the function's.
constexpr llvm::StringLiteral FunctionPlaceholder = "{function}";

/// A placeholder of a fix's text, and the kinds of fixes it may stand in.
struct Placeholder {
  llvm::StringLiteral Name; ///< without braces
  llvm::StringLiteral Help;
  std::vector<FixFor> In; ///< empty: all
};
llvm::ArrayRef<Placeholder> placeholders();

} // namespace cotidy

#endif
