// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which units a scan has, and how each is parsed: the compile database, or the files and flags of the command
// line.

#ifndef COTIDY_TOOL_SCANDATABASE_H
#define COTIDY_TOOL_SCANDATABASE_H

#include "ScanOptions.h"

#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/Support/Error.h"
#include <map>

namespace cotidy {

struct ScanUnit {
  std::string File; ///< absolute
  clang::tooling::CompileCommand Command;
  bool IsCxx = true;
  std::string Refused; ///< why its command cannot be used, if it cannot
};

struct UnitList {
  std::vector<ScanUnit> Units;
  std::string BuildFolder; ///< empty without a database
  // How commands were come by or changed, a line for each.
  std::vector<std::string> Warnings, Notes;
};

/// Fails if there is no database and no file to do without one, or if it cannot be read.
llvm::Expected<UnitList> findUnits(const ScanOptions &Options);

} // namespace cotidy

#endif
