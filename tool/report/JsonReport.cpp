// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "JsonReport.h"

#include "Config.h"
#include "core/Docs.h"

#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace cotidy {

void JsonReport::add(const UnitResult &Unit) {
  json::Value Entry = toJSON(Unit);
  Entry.getAsObject()->erase("findings"); // they are in a list of their own
  Units.push_back(std::move(Entry));
  for (const ScanFinding &F : Unit.Findings) {
    json::Value Value = toJSON(F);
    Value.getAsObject()->try_emplace("unit", Unit.File);
    Value.getAsObject()->try_emplace("docs", docsLink(F.Check));
    Findings.push_back(std::move(Value));
  }
}

void JsonReport::finish(const ScanSummary &Summary) {
  json::Object Statuses, Checks;
  for (UnitStatus Status : AllStatuses)
    Statuses[name(Status)] = Summary.unitsWith(Status);
  for (const auto &[Check, Count] : Summary.byCheck())
    Checks[Check] = Count;
  json::Object Whole{
      {"version", Version},
      {"tool", json::Object{{"name", "cotidy"}, {"version", COTIDY_VERSION}, {"llvm", LLVM_VERSION_STRING}}},
      {"units", std::move(Units)},
      {"findings", std::move(Findings)},
      {"counts", json::Object{{"units", Summary.units()},
                              {"findings", Summary.findings()},
                              {"muted", Summary.muted()},
                              {"by-status", std::move(Statuses)},
                              {"by-check", std::move(Checks)}}}};
  if (Summary.hasBaseline()) {
    json::Object &Counts = *Whole.getObject("counts");
    Counts["new"] = Summary.newFindings();
    Counts["unchanged"] = Summary.unchanged();
    json::Array Fixed;
    for (const BaselineEntry &E : Summary.fixed())
      Fixed.push_back(json::Object{{"file", json::fixUTF8(E.File)},
                                   {"check", E.Check},
                                   {"function", E.Function},
                                   {"statement", E.Statement},
                                   {"fingerprint", E.identity()},
                                   {"count", E.Count}});
    Whole["fixed"] = std::move(Fixed);
  }
  Out << formatv("{0:2}", json::Value(std::move(Whole))) << '\n';
}

} // namespace cotidy
