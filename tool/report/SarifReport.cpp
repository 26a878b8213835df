// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "SarifReport.h"

#include "Config.h"
#include "SarifRules.h"
#include "Uri.h"

#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace cotidy {

namespace {

constexpr StringLiteral Schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
constexpr StringLiteral RootName = "SRCROOT";

json::Object message(StringRef Text) { return json::Object{{"text", sarifText(Text)}}; }

} // namespace

json::Object SarifReport::artifactLocation(StringRef File) {
  json::Object Location;
  if (std::optional<std::string> Relative = Sources.relative(File)) {
    Location["uri"] = uriPath(*Relative);
    Location["uriBaseId"] = RootName;
  } else {
    Location["uri"] = fileUri(File);
  }
  auto [Slot, New] = ArtifactIndex.try_emplace(File.str(), Artifacts.size());
  if (New)
    Artifacts.push_back(json::Object{{"location", json::Object(Location)}, {"sourceLanguage", "cplusplus"}});
  Location["index"] = Slot->second;
  return Location;
}

/// The end is the first byte that is not part of it.
json::Object SarifReport::region(StringRef File, uint64_t Begin, uint64_t End) {
  Place First = Sources.place(File, Begin), Last = Sources.place(File, End);
  return json::Object{{"startLine", First.Line},
                      {"startColumn", Sources.utf16Column(First)},
                      {"endLine", Last.Line},
                      {"endColumn", Sources.utf16Column(Last)}};
}

json::Object SarifReport::location(const Place &At, uint64_t Length) {
  json::Object Physical{{"artifactLocation", artifactLocation(At.File)}};
  StringRef Text = Sources.text(At.File);
  if (At.Line && At.Offset < Text.size()) {
    json::Object Region = region(At.File, At.Offset, At.Offset + Length);
    Region["snippet"] = json::Object{{"text", json::fixUTF8(Text.substr(At.Offset, Length))}};
    Physical["region"] = std::move(Region);
    Physical["contextRegion"] =
        json::Object{{"startLine", At.Line},
                     {"endLine", At.Line},
                     {"snippet", json::Object{{"text", json::fixUTF8(Sources.line(At.File, At.Line))}}}};
  } else if (At.Line) {
    Physical["region"] = json::Object{{"startLine", At.Line}};
  }
  return json::Object{{"physicalLocation", std::move(Physical)}};
}

/// The finding, then its evidence, step by step.
json::Array SarifReport::codeFlows(const ScanFinding &F) {
  json::Array Steps;
  auto Step = [&](const Place &At, uint64_t Length, StringRef Text) {
    json::Object Location = location(At, Length);
    Location["message"] = message(Text);
    Steps.push_back(json::Object{{"location", std::move(Location)}, {"executionOrder", Steps.size() + 1}});
  };
  Step(F.At, Sources.length(F), F.Message);
  for (const Note &N : F.Notes)
    if (!N.At.File.empty())
      Step(N.At, 1, N.Message);
  if (Steps.size() == 1)
    return {};
  return json::Array{
      json::Object{{"threadFlows", json::Array{json::Object{{"locations", std::move(Steps)}}}}}};
}

json::Object SarifReport::fix(const Fix &X) {
  std::map<std::string, json::Array> ByFile;
  for (const Edit &E : X.Edits)
    ByFile[E.File].push_back(
        json::Object{{"deletedRegion", region(E.File, E.Offset, E.Offset + E.Length)},
                     {"insertedContent", json::Object{{"text", json::fixUTF8(E.Text)}}}});
  json::Array Changes;
  for (auto &[File, Replacements] : ByFile)
    Changes.push_back(json::Object{{"artifactLocation", artifactLocation(File)},
                                   {"replacements", std::move(Replacements)}});
  return json::Object{{"description", message(X.Title)},
                      {"artifactChanges", std::move(Changes)},
                      {"properties", json::Object{{"kind", X.Safe ? "safe" : "offered"}}}};
}

json::Object SarifReport::result(const ScanFinding &F) {
  json::Object Location = location(F.At, Sources.length(F));
  if (!F.Function.empty())
    Location["logicalLocations"] =
        json::Array{json::Object{{"fullyQualifiedName", json::fixUTF8(F.Function)}, {"kind", "function"}}};
  json::Object Result{{"ruleId", F.Check},
                      {"level", F.IsError ? "error" : "warning"},
                      {"message", message(F.Message)},
                      {"partialFingerprints", json::Object{{"cotidy/v1", F.Fingerprint}}}};
  if (F.State != FindingState::None)
    Result["baselineState"] = F.State == FindingState::New ? "new" : "unchanged";
  if (int Index = sarifRuleIndex(F.Check); Index >= 0)
    Result["ruleIndex"] = Index;
  if (!F.At.File.empty())
    Result["locations"] = json::Array{std::move(Location)};
  if (json::Array Flows = codeFlows(F); !Flows.empty())
    Result["codeFlows"] = std::move(Flows);
  json::Array Fixes;
  for (const Fix &X : F.Fixes)
    Fixes.push_back(fix(X));
  if (!Fixes.empty())
    Result["fixes"] = std::move(Fixes);
  return Result;
}

void SarifReport::notify(StringRef Descriptor, const Twine &Message, json::Array Locations) {
  Notifications.push_back(json::Object{{"descriptor", json::Object{{"id", Descriptor.str()}}},
                                       {"level", "error"},
                                       {"message", message(Message.str())},
                                       {"locations", std::move(Locations)}});
}

void SarifReport::add(const UnitResult &Unit) {
  for (const ScanFinding &F : Unit.Findings)
    Results.push_back(result(F));
  for (const ScanFinding &F : Unit.Errors) {
    json::Array Places;
    if (!F.At.File.empty())
      Places.push_back(location(F.At, Sources.length(F)));
    notify("compile-error", F.Message, std::move(Places));
  }
  if (isIncomplete(Unit.Status))
    notify("unit-" + name(Unit.Status).str(), Unit.Reason, json::Array{location({Unit.File}, 0)});
}

void SarifReport::finish(const ScanSummary &Summary) {
  json::Object Run{
      {"tool", json::Object{{"driver", json::Object{{"name", "cotidy"},
                                                    {"semanticVersion", COTIDY_VERSION},
                                                    {"informationUri", COTIDY_HOME_URL},
                                                    {"rules", sarifRules()},
                                                    {"notifications", sarifNotifications()}}}}},
      {"invocations", json::Array{json::Object{{"executionSuccessful", Summary.incomplete() == 0},
                                               {"exitCode", static_cast<int>(Summary.exitCode())},
                                               {"toolExecutionNotifications", std::move(Notifications)}}}},
      {"originalUriBaseIds", json::Object{{RootName, json::Object{{"uri", fileUri(Sources.root() + "/")}}}}},
      {"columnKind", "utf16CodeUnits"},
      {"artifacts", std::move(Artifacts)},
      {"results", std::move(Results)}};
  json::OStream J(Out, 2);
  J.object([&] {
    J.attribute("$schema", Schema);
    J.attribute("version", "2.1.0");
    J.attribute("runs", json::Array{std::move(Run)});
  });
  Out << '\n';
}

} // namespace cotidy
