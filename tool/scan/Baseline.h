// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Findings that a project has agreed to live with, in a file of the project. A finding is known by its check,
// its function and its statement, so that lines may move and files be renamed, but not the statement change.

#ifndef COTIDY_TOOL_SCAN_BASELINE_H
#define COTIDY_TOOL_SCAN_BASELINE_H

#include "ScanResults.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"

namespace cotidy {

struct BaselineEntry {
  std::string File; ///< absolute; in the file relative to its folder
  std::string Check;
  std::string Function;
  std::string Statement;
  unsigned Count = 1; ///< of findings that are alike

  std::string identity() const { return cotidy::identity(Check, Function, Statement); }
};

class Baseline {
public:
  static constexpr llvm::StringLiteral FileName = ".cotidy-baseline.json";

  /// Fails with file and line if it is damaged or something else.
  static llvm::Expected<Baseline> read(llvm::StringRef Path);
  /// Puts the file in the place of an older one once it is written.
  llvm::Error write(llvm::StringRef Path) const;

  /// Counts it in.
  void add(BaselineEntry E);
  void add(const ScanFinding &F) { add({F.At.File, F.Check, F.Function, F.Statement}); }

  std::vector<BaselineEntry> Entries; ///< sorted, each once
};

/// The nearest baseline at or above \p Folder, within its version-controlled tree; empty if there is none.
std::string findBaseline(llvm::StringRef Folder);

/// How findings compare with a baseline.
struct Comparison {
  size_t New = 0, Unchanged = 0;
  std::vector<BaselineEntry> Fixed;   ///< were looked for in vain
  std::vector<BaselineEntry> Unknown; ///< were not looked for
};

/// Gives each finding its state. An entry was looked for if every unit that reads its file was analysed and
/// \p IsAskedFor.
Comparison compare(const Baseline &Before, llvm::MutableArrayRef<UnitResult> Results,
                   llvm::function_ref<bool(const BaselineEntry &)> IsAskedFor);

} // namespace cotidy

#endif
