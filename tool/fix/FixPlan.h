// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The fixes that are to be applied together: no two of them are about the same place, and an edit of a header
// that several units ask for is there once.

#ifndef COTIDY_TOOL_FIX_FIXPLAN_H
#define COTIDY_TOOL_FIX_FIXPLAN_H

#include "scan/ScanWorker.h"

#include "clang/Tooling/Core/Replacement.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"
#include <functional>
#include <map>

namespace cotidy {

struct PlannedFix {
  const ScanFinding *Finding;
  const Fix *What;
};

class FixPlan {
public:
  /// \p Refuse says why a file must not be changed; nothing if it may be.
  explicit FixPlan(std::function<std::string(llvm::StringRef File)> Refuse) : Refuse(std::move(Refuse)) {}

  /// Takes the fix in, or says why it cannot be.
  llvm::Error add(const ScanFinding &Finding, const Fix &What);

  llvm::ArrayRef<PlannedFix> fixes() const { return Fixes; }
  /// The files as they would be with these fixes; only those that change.
  FileTexts apply(llvm::ArrayRef<PlannedFix> Which) const;
  /// What a file is before.
  llvm::StringRef original(llvm::StringRef File) const;

private:
  llvm::Expected<llvm::StringRef> read(llvm::StringRef File);

  std::function<std::string(llvm::StringRef)> Refuse;
  std::vector<PlannedFix> Fixes;
  std::map<std::string, clang::tooling::Replacements> Edits; ///< of all of them
  llvm::StringMap<std::string> Originals;
};

/// What is taken out and put in, as a unified diff.
void printDiff(llvm::StringRef Name, llvm::StringRef Before, llvm::StringRef After, llvm::raw_ostream &Out);

} // namespace cotidy

#endif
