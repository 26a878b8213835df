// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Findings as clang prints its warnings.

#ifndef COTIDY_TOOL_TEXTREPORT_H
#define COTIDY_TOOL_TEXTREPORT_H

#include "ScanSummary.h"

#include "llvm/Support/raw_ostream.h"
#include <memory>

namespace cotidy {

class TextReport {
public:
  explicit TextReport(llvm::raw_ostream &Out);
  ~TextReport();

  /// Called for each unit, in order.
  void add(const UnitResult &Unit);
  /// Where to read on, for each check that found something.
  void finish(const ScanSummary &Summary);

private:
  class Printer;
  llvm::raw_ostream &Out;
  std::unique_ptr<Printer> Print;
};

} // namespace cotidy

#endif
