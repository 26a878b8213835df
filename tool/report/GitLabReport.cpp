// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "GitLabReport.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/SHA256.h"

using namespace llvm;

namespace cotidy {

/// GitLab drops the second of two entries with one fingerprint: those that are alike are numbered.
void GitLabReport::add(const ScanFinding &F, StringRef Severity, StringRef Identity) {
  std::string Print = (Identity + "\n" + Twine(++Alike[Identity])).str();
  std::array<uint8_t, 32> Digest =
      SHA256::hash(ArrayRef(reinterpret_cast<const uint8_t *>(Print.data()), Print.size()));
  Entries.push_back(json::Object{
      {"description", json::fixUTF8(F.Message)},
      {"check_name", F.Check},
      {"fingerprint", toHex(ArrayRef(Digest).take_front(16), /*LowerCase=*/true)},
      {"severity", Severity.str()},
      {"location", json::Object{{"path", Sources.shown(F.At.File)},
                                {"lines", json::Object{{"begin", std::max<uint64_t>(F.At.Line, 1)}}}}}});
}

void GitLabReport::add(const UnitResult &Unit) {
  for (const ScanFinding &F : Unit.Findings)
    add(F, F.IsError ? "major" : "minor", F.Fingerprint);
  for (const ScanFinding &F : Unit.Errors)
    add(F, "info", Sources.shown(F.At.File) + "\n" + F.Message);
  if (isIncomplete(Unit.Status)) {
    ScanFinding Whole;
    Whole.Check = "cotidy-not-analysed";
    Whole.At.File = Unit.File;
    Whole.Message = "not fully analysed: " + Unit.Reason;
    add(Whole, "info", Sources.shown(Unit.File) + "\n" + name(Unit.Status).str());
  }
}

void GitLabReport::finish(const ScanSummary &) {
  Out << formatv("{0:2}", json::Value(std::move(Entries))) << '\n';
}

} // namespace cotidy
