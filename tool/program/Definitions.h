// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which functions the text of a file may define, without parsing it: names before parentheses and a brace.
// More is said than is true; less only where a macro writes the name.

#ifndef COTIDY_TOOL_PROGRAM_DEFINITIONS_H
#define COTIDY_TOOL_PROGRAM_DEFINITIONS_H

#include "scan/ScanResults.h"

#include "llvm/ADT/StringSet.h"

#include <set>

namespace cotidy {

/// `load`, or `Cache::load` of a member of a class, for each function that \p Text may define.
llvm::StringSet<> definedNames(llvm::StringRef Text);

/// The name by which definedNames() may know a function.
std::string definedName(const FunctionFact &F);

/// Whether a source file of the unit may define one of them.
bool mayDefineOneOf(const UnitResult &Unit, llvm::ArrayRef<std::string> Names);

/// A method that says only what those that override it are called.
struct PureMethod {
  std::string DeclaredIn; ///< the file
  std::string Name;       ///< without its class
};

/// Whether a source file of the unit, which includes the declaration, may define one that overrides one of
/// them.
bool mayOverrideOneOf(const UnitResult &Unit, llvm::ArrayRef<PureMethod> Methods);

/// Whether one may call a function with one of these qualified names.
bool mayCallOneOf(const UnitResult &Unit, const std::set<std::string> &Names);

} // namespace cotidy

#endif
