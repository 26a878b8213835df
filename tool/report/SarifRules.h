// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a SARIF file says of the checks and of the ways in which a unit can end, whatever was found.

#ifndef COTIDY_TOOL_REPORT_SARIFRULES_H
#define COTIDY_TOOL_REPORT_SARIFRULES_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/JSON.h"

namespace cotidy {

/// The descriptors of all checks, in the order of their names.
llvm::json::Array sarifRules();
/// The place of a check, by its full name, among them; -1 if there is none.
int sarifRuleIndex(llvm::StringRef Check);

/// The descriptors of what is said of units that were not analysed in full, by the names of their statuses,
/// and `compile-error`.
llvm::json::Array sarifNotifications();

/// \p Text as a SARIF message: a sentence, in which brackets and braces stand for themselves.
std::string sarifText(llvm::StringRef Text);

} // namespace cotidy

#endif
