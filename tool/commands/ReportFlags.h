// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The options of every command that ends with the reports of a scan.

#ifndef COTIDY_TOOL_COMMANDS_REPORTFLAGS_H
#define COTIDY_TOOL_COMMANDS_REPORTFLAGS_H

#include "Command.h"

#include "scan/ScanOptions.h"

#include "scan/Baseline.h"

#include "llvm/Support/Error.h"

namespace cotidy {

struct ReportFlags {
  explicit ReportFlags(llvm::cl::SubCommand &Sub);

  /// Fails if a form of the output is not one.
  llvm::Error apply(ScanOptions &Options) const;

  /// Whether a report is asked for in so many words.
  bool isGiven() const { return !Formats.empty(); }

  llvm::cl::list<std::string> Formats;
  llvm::cl::opt<std::string> Output;
  llvm::cl::opt<std::string> BaselineFile;
  llvm::cl::opt<bool> NoBaseline;
  llvm::cl::opt<FailOn> FailsOn;
};

/// The baseline that is to be compared with, if there is one.
llvm::Expected<std::optional<Baseline>> readBaseline(const ScanOptions &Options);

} // namespace cotidy

#endif
