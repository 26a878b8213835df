// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Findings as clang prints its warnings.

#ifndef COTIDY_TOOL_TEXTREPORT_H
#define COTIDY_TOOL_TEXTREPORT_H

#include "Report.h"

namespace cotidy {

class TextReport : public Report {
public:
  explicit TextReport(llvm::raw_ostream &Out);
  ~TextReport() override;

  void add(const UnitResult &Unit) override;
  /// Where to read on, for each check that found something.
  void finish(const ScanSummary &Summary) override;

private:
  class Printer;
  llvm::raw_ostream &Out;
  std::unique_ptr<Printer> Print;
};

} // namespace cotidy

#endif
