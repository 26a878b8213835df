// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tells units that cannot contain coroutine code without parsing them: clang's dependency scanner follows the
// includes over files of which it keeps the directives only, and none of the files names anything a coroutine
// is made of.

#ifndef COTIDY_TOOL_COROUTINESCAN_H
#define COTIDY_TOOL_COROUTINESCAN_H

#include "ReadFiles.h"

#include "clang/Tooling/CompilationDatabase.h"
#include <optional>

namespace cotidy {

/// Whether \p Text has a word that code with coroutines, or with the types they return, cannot do without.
bool speaksOfCoroutines(llvm::StringRef Text);

class CoroutineScan {
public:
  /// \p Since is when the scan began.
  explicit CoroutineScan(TimePoint Since);
  ~CoroutineScan();

  /// What the unit is made of; nothing if it does not preprocess.
  std::optional<ReadFiles> reads(const clang::tooling::CompileCommand &Command);

  /// What the unit is made of if it has no coroutine code; nothing if it may have, or does not preprocess.
  std::optional<ReadFiles> without(const clang::tooling::CompileCommand &Command);

private:
  struct Shared;
  struct Followed;
  std::optional<Followed> follow(const clang::tooling::CompileCommand &Command, bool InAnyLanguage);

  TimePoint Since;
  std::unique_ptr<Shared> Kept; ///< what is known of files, for all units
};

} // namespace cotidy

#endif
