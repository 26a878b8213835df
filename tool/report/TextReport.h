// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Findings as clang prints its warnings, file by file, with a table of the checks at the end.

#ifndef COTIDY_TOOL_TEXTREPORT_H
#define COTIDY_TOOL_TEXTREPORT_H

#include "Report.h"

namespace cotidy {

class TextReport : public Report {
public:
  explicit TextReport(llvm::raw_ostream &Out);
  ~TextReport() override;

  void add(const UnitResult &Unit) override;
  void finish(const ScanSummary &Summary) override;

private:
  class Printer;
  struct File {
    std::string Path;
    std::vector<ScanFinding> Errors, Findings;
  };
  File &fileOf(const ScanFinding &F);
  void writeFile(const File &In);
  void writeTable() const;
  void writeHints(const ScanSummary &Summary) const;

  llvm::raw_ostream &Out;
  std::unique_ptr<Printer> Print;
  std::vector<File> Files; ///< in the order in which they first have a finding
  std::map<std::string, size_t> Known;
  struct Counts {
    size_t Findings = 0, Fixes = 0;
  };
  std::map<std::string, Counts> Checks;
};

} // namespace cotidy

#endif
