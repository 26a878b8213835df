// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A scan in the forms that people and other programs read.

#ifndef COTIDY_TOOL_REPORT_REPORT_H
#define COTIDY_TOOL_REPORT_REPORT_H

#include "scan/ScanSummary.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include <memory>

namespace cotidy {

class Report {
public:
  virtual ~Report();

  /// Called for each unit, in order.
  virtual void add(const UnitResult &Unit) = 0;
  /// Called once, after the last unit.
  virtual void finish(const ScanSummary &Summary) = 0;
};

/// What `FORM` or `FORM=FILE` asks for; fails if there is no such form.
llvm::Expected<ReportRequest> parseReportRequest(llvm::StringRef Word);

std::unique_ptr<Report> makeReport(ReportFormat Format, llvm::raw_ostream &Out);

/// All the reports that were asked for, with the files they go to.
class Reports {
public:
  /// Fails if a file cannot be written.
  static llvm::Expected<Reports> open(llvm::ArrayRef<ReportRequest> Requests);

  void add(const UnitResult &Unit);
  /// Fails if something of a report could not be written.
  llvm::Error finish(const ScanSummary &Summary);

private:
  struct Entry {
    std::string File; ///< empty: standard output
    std::unique_ptr<llvm::raw_fd_ostream> Owned;
    std::unique_ptr<Report> Writer;
  };
  std::vector<Entry> Entries;
};

} // namespace cotidy

#endif
