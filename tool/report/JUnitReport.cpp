// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "JUnitReport.h"

#include "Xml.h"
#include "core/Docs.h"

#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace cotidy {

std::string JUnitReport::where(const Place &At) {
  return At.File.empty() ? "" : formatv("{0}:{1}:{2}: ", Sources.shown(At.File), At.Line, At.Column).str();
}

/// Its name stays when lines move, as what compares one run with another needs.
void JUnitReport::addFinding(const ScanFinding &F) {
  StringRef Number = StringRef(F.Fingerprint).rsplit(':').second;
  std::string Name = F.Check + (F.Function.empty() ? "" : " in " + F.Function) +
                     (Number.empty() || Number == "1" ? "" : " (" + Number.str() + ")");
  std::string Details = where(F.At) + F.Message + "\n";
  for (const Note &N : F.Notes)
    Details += "  " + where(N.At) + N.Message + "\n";
  Details += docsLink(F.Check);
  CasesText << formatv("    <testcase classname=\"{0}\" name=\"{1}\" file=\"{0}\" line=\"{2}\">\n",
                       xmlText(Sources.shown(F.At.File)), xmlText(Name), F.At.Line)
            << formatv("      <failure type=\"{0}\" message=\"{1}\">{2}</failure>\n", xmlText(F.Check),
                       xmlText(F.Message), xmlText(Details))
            << "    </testcase>\n";
  ++Tests;
  ++Failures;
}

void JUnitReport::addUnit(const UnitResult &Unit) {
  std::string File = xmlText(Sources.shown(Unit.File));
  CasesText << formatv("    <testcase classname=\"{0}\" name=\"analysed\" file=\"{0}\" time=\"{1:F3}\"", File,
                       Unit.Seconds);
  if (isIncomplete(Unit.Status)) {
    std::string Details;
    for (const ScanFinding &F : Unit.Errors)
      Details += where(F.At) + F.Message + "\n";
    CasesText << formatv(">\n      <error type=\"{0}\" message=\"{1}\">{2}</error>\n    </testcase>\n",
                         name(Unit.Status), xmlText(Unit.Reason), xmlText(Details + Unit.Stack));
    ++Errors;
  } else if (Unit.Status == UnitStatus::Skipped) {
    CasesText << formatv(">\n      <skipped message=\"{0}\"/>\n    </testcase>\n", xmlText(Unit.Reason));
    ++Skipped;
  } else {
    CasesText << "/>\n";
  }
  ++Tests;
  Seconds += Unit.Seconds;
}

void JUnitReport::add(const UnitResult &Unit) {
  addUnit(Unit);
  for (const ScanFinding &F : Unit.Findings)
    if (F.State != FindingState::Unchanged)
      addFinding(F);
}

void JUnitReport::finish(const ScanSummary &) {
  std::string Counts =
      formatv("name=\"cotidy\" tests=\"{0}\" failures=\"{1}\" errors=\"{2}\" skipped=\"{3}\" time=\"{4:F3}\"",
              Tests, Failures, Errors, Skipped, Seconds);
  Out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites " << Counts << ">\n  <testsuite " << Counts
      << ">\n"
      << CasesText.str() << "  </testsuite>\n</testsuites>\n";
}

} // namespace cotidy
