// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "HtmlReport.h"

#include "Config.h"
#include "FixDiff.h"
#include "Names.h"
#include "Xml.h"
#include "core/Docs.h"
#include "core/Embedded.h"

#include "llvm/Support/Base64.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SHA256.h"

using namespace llvm;

namespace cotidy {

ArrayRef<EmbeddedFile> embeddedReportFiles(); // html/

namespace {

constexpr size_t LongestLine = 2000, MostErrors = 5;
constexpr unsigned AroundFinding = 3, AroundNote = 1;

StringRef part(StringRef Name) {
  for (const EmbeddedFile &File : embeddedReportFiles())
    if (File.Name == Name)
      return File.Text;
  llvm_unreachable("every part of the page is embedded");
}

/// What a Content-Security-Policy allows a script or style by.
std::string hashSource(StringRef Text) {
  std::array<uint8_t, 32> Digest =
      SHA256::hash(ArrayRef(reinterpret_cast<const uint8_t *>(Text.data()), Text.size()));
  return "'sha256-" + encodeBase64(Digest) + "'";
}

/// JSON in which nothing can end the element around it.
std::string jsonForHtml(json::Value Data) {
  std::string Text = formatv("{0}", Data), Result;
  for (char C : Text) {
    if (C == '<' || C == '>' || C == '&')
      Result += "\\u00" + toHex(StringRef(&C, 1), /*LowerCase=*/true);
    else
      Result += C;
  }
  return Result;
}

} // namespace

size_t HtmlReport::fileIndex(StringRef File) {
  auto [Slot, New] = FileIndex.try_emplace(File.str(), Files.size());
  if (New) {
    std::optional<std::string> Relative = Sources.relative(File);
    Files.push_back(json::Object{{"name", Sources.shown(File)},
                                 {"owners", Relative ? json::Array(Owners.of(*Relative)) : json::Array()}});
  }
  return Slot->second;
}

json::Object HtmlReport::place(const Place &At) {
  return json::Object{{"file", fileIndex(At.File)}, {"line", At.Line}, {"column", At.Column}};
}

/// The lines around a place; `mark` is the line, of these, and the UTF-16 units to mark in it.
json::Object HtmlReport::excerpt(const Place &At, uint64_t Length, unsigned Around) {
  uint64_t First = At.Line > Around ? At.Line - Around : 1;
  uint64_t Last = std::min<uint64_t>(At.Line + Around, Sources.lines(At.File));
  json::Array Lines;
  for (uint64_t Line = First; Line <= Last; ++Line)
    Lines.push_back(json::fixUTF8(Sources.line(At.File, Line).take_front(LongestLine)));
  Place End = Sources.place(At.File, At.Offset + Length);
  uint64_t From = Sources.utf16Column(At) - 1;
  uint64_t To = End.Line == At.Line ? Sources.utf16Column(End) - 1 : LongestLine;
  return json::Object{
      {"first", First}, {"lines", std::move(Lines)}, {"mark", json::Array{At.Line - First, From, To}}};
}

json::Object HtmlReport::fix(const Fix &X) {
  json::Array Hunks;
  for (const FixHunk &H : diffOf(X, Sources))
    Hunks.push_back(
        json::Object{{"file", fileIndex(H.File)}, {"line", H.Line}, {"lines", json::Array(H.Lines)}});
  return json::Object{
      {"title", json::fixUTF8(X.Title)}, {"kind", X.Safe ? "safe" : "offered"}, {"hunks", std::move(Hunks)}};
}

json::Object HtmlReport::finding(const ScanFinding &F) {
  json::Array Notes, Fixes;
  for (const Note &N : F.Notes) {
    json::Object Entry = place(N.At);
    Entry["text"] = json::fixUTF8(N.Message);
    bool Shown = N.At.File == F.At.File && N.At.Line == F.At.Line;
    if (!N.At.File.empty() && !Shown)
      Entry["excerpt"] = excerpt(N.At, 1, AroundNote);
    Notes.push_back(std::move(Entry));
  }
  for (const Fix &X : F.Fixes)
    Fixes.push_back(fix(X));
  json::Object Entry = place(F.At);
  Entry["check"] = F.Check;
  Entry["text"] = json::fixUTF8(F.Message);
  Entry["function"] = json::fixUTF8(F.Function);
  Entry["statement"] = json::fixUTF8(F.Statement);
  Entry["id"] = F.Fingerprint;
  Entry["notes"] = std::move(Notes);
  Entry["fixes"] = std::move(Fixes);
  if (F.IsError)
    Entry["error"] = true;
  if (F.State != FindingState::None)
    Entry["state"] = F.State == FindingState::New ? "new" : "unchanged";
  if (!F.At.File.empty())
    Entry["excerpt"] = excerpt(F.At, Sources.length(F), AroundFinding);
  return Entry;
}

void HtmlReport::add(const UnitResult &Unit) {
  for (const ScanFinding &F : Unit.Findings)
    Findings.push_back(finding(F));
  if (!isIncomplete(Unit.Status))
    return;
  json::Array Errors;
  for (const ScanFinding &F : ArrayRef(Unit.Errors).take_front(MostErrors))
    Errors.push_back(formatv("{0}:{1}:{2}: {3}", Sources.shown(F.At.File), F.At.Line, F.At.Column,
                             json::fixUTF8(F.Message))
                         .str());
  Incomplete.push_back(json::Object{{"file", Sources.shown(Unit.File)},
                                    {"status", name(Unit.Status)},
                                    {"reason", json::fixUTF8(Unit.Reason)},
                                    {"reproduce", json::fixUTF8(Unit.Reproduce)},
                                    {"errors", std::move(Errors)}});
}

json::Object HtmlReport::checks(const ScanSummary &Summary) const {
  json::Object Checks;
  for (const auto &[Check, Count] : Summary.byCheck()) {
    const CheckInfo *Info = findCheck(Check);
    Checks[Check] = json::Object{{"summary", Info ? Info->Summary : ""}, {"docs", docsLink(Check)}};
  }
  return Checks;
}

json::Object HtmlReport::data(const ScanSummary &Summary) {
  json::Object Data{{"version", COTIDY_VERSION},
                    {"home", COTIDY_HOME_URL},
                    {"project", json::fixUTF8(sys::path::filename(Sources.root()))},
                    {"units", Summary.units()},
                    {"muted", Summary.muted()},
                    {"checks", checks(Summary)},
                    {"files", std::move(Files)},
                    {"findings", std::move(Findings)},
                    {"incomplete", std::move(Incomplete)}};
  if (Summary.hasBaseline()) {
    json::Array Fixed;
    size_t Count = 0;
    for (const BaselineEntry &E : Summary.fixed()) {
      Count += E.Count;
      Fixed.push_back(json::Object{{"file", Sources.shown(E.File)},
                                   {"check", E.Check},
                                   {"function", json::fixUTF8(E.Function)},
                                   {"statement", json::fixUTF8(E.Statement)},
                                   {"count", E.Count}});
    }
    Data["baseline"] = json::Object{{"new", Summary.newFindings()},
                                    {"unchanged", Summary.unchanged()},
                                    {"fixedCount", Count},
                                    {"fixed", std::move(Fixed)}};
  }
  return Data;
}

void HtmlReport::finish(const ScanSummary &Summary) {
  std::string Script =
      (part("excerpt.js") + part("timeline.js") + part("overview.js") + part("report.js")).str();
  StringRef Style = part("report.css");
  std::pair<StringRef, std::string> Parts[] = {
      {"@POLICY@", xmlText("default-src 'none'; base-uri 'none'; form-action 'none'; script-src " +
                           hashSource(Script) + "; style-src " + hashSource(Style))},
      {"@TITLE@", xmlText("cotidy: " + sys::path::filename(Sources.root()).str())},
      {"@STYLE@", Style.str()},
      {"@COUNTS@", formatv("{0} findings in {1} units", Summary.findings(), Summary.units())},
      {"@DATA@", jsonForHtml(data(Summary))},
      {"@SCRIPT@", Script},
  };
  StringRef Rest = part("report.html");
  for (const auto &[Mark, Text] : Parts) {
    auto [Before, After] = Rest.split(Mark);
    Out << Before << Text;
    Rest = After;
  }
  Out << Rest;
}

} // namespace cotidy
