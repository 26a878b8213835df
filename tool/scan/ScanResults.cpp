// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ScanResults.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"

using namespace llvm;

namespace cotidy {

static constexpr std::pair<UnitStatus, StringLiteral> StatusNames[] = {
    {UnitStatus::Analysed, "analysed"},       {UnitStatus::NoCoroutines, "no-coroutines"},
    {UnitStatus::Errors, "errors"},           {UnitStatus::Modules, "modules"},
    {UnitStatus::Skipped, "skipped"},         {UnitStatus::Missing, "missing"},
    {UnitStatus::Unsupported, "unsupported"}, {UnitStatus::Crashed, "crashed"},
    {UnitStatus::TimedOut, "timed-out"},      {UnitStatus::OutOfMemory, "out-of-memory"},
    {UnitStatus::Interrupted, "interrupted"}, {UnitStatus::Failed, "failed"},
};

StringRef name(UnitStatus Status) {
  for (const auto &[Value, Name] : StatusNames)
    if (Value == Status)
      return Name;
  llvm_unreachable("every status has a name");
}

/// Without the blanks that a formatter may put anywhere.
static std::string withoutLayout(StringRef Text) {
  auto IsWord = [](char C) { return isAlnum(C) || C == '_'; };
  std::string Result;
  for (size_t I = 0; I < Text.size(); ++I)
    if (Text[I] != ' ' || (I && I + 1 < Text.size() && IsWord(Text[I - 1]) && IsWord(Text[I + 1])))
      Result += Text[I];
  return Result;
}

std::string identity(StringRef Check, StringRef Function, StringRef Statement) {
  SHA256 Digest;
  std::string Words = withoutLayout(Statement);
  for (StringRef Part : {Check, Function, StringRef(Words)}) {
    Digest.update(Part);
    Digest.update(StringRef("", 1));
  }
  return toHex(ArrayRef<uint8_t>(Digest.final()).take_front(16), /*LowerCase=*/true);
}

/// What a terminal obeys beyond ASCII: U+0080 to U+009F, and what turns the direction of text or ends lines.
static size_t unicodeControl(StringRef Text) {
  if (Text.size() >= 2 && Text[0] == '\xc2' && static_cast<unsigned char>(Text[1]) < 0xa0)
    return 2;
  for (StringRef Control : {"\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202b", "\u202c", "\u202d",
                            "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"})
    if (Text.starts_with(Control))
      return Control.size();
  return 0;
}

std::string printable(StringRef Text) {
  std::string Valid = json::isUTF8(Text) ? Text.str() : json::fixUTF8(Text), Result;
  for (StringRef Rest = Valid; !Rest.empty(); Rest = Rest.drop_front()) {
    if (size_t Length = unicodeControl(Rest)) {
      Rest = Rest.drop_front(Length - 1);
      continue;
    }
    char C = Rest[0];
    if (C == '\n' || C == '\t')
      Result += ' ';
    else if (static_cast<unsigned char>(C) >= 0x20 && C != 0x7f)
      Result += C;
  }
  return Result;
}

static void put(json::Object &O, const Place &P) {
  O["file"] = P.File;
  O["offset"] = P.Offset;
  O["line"] = P.Line;
  O["column"] = P.Column;
}

static json::Value toJSON(const Span &S) {
  return json::Object{{"file", S.File}, {"offset", S.Offset}, {"length", S.Length}};
}

json::Value toJSON(const Edit &E) {
  return json::Object{
      {"file", E.File}, {"offset", E.Offset}, {"length", E.Length}, {"text", json::fixUTF8(E.Text)}};
}

json::Value toJSON(const Note &N) {
  json::Object O{{"message", N.Message}};
  put(O, N.At);
  return O;
}

json::Value toJSON(const Fix &F) {
  json::Object O{{"kind", F.Safe ? "safe" : "offered"}, {"title", F.Title}, {"edits", F.Edits}};
  put(O, F.At);
  return O;
}

json::Value toJSON(const ScanFinding &F) {
  json::Array Highlights;
  for (const Span &S : F.Highlights)
    Highlights.push_back(toJSON(S));
  json::Object O{{"check", F.Check},       {"level", F.IsError ? "error" : "warning"},
                 {"message", F.Message},   {"highlights", std::move(Highlights)},
                 {"notes", F.Notes},       {"fixes", F.Fixes},
                 {"function", F.Function}, {"statement", F.Statement}};
  if (F.Provisional)
    O["provisional"] = true;
  if (!F.Fingerprint.empty())
    O["fingerprint"] = F.Fingerprint;
  if (F.State != FindingState::None)
    O["state"] = F.State == FindingState::New ? "new" : "unchanged";
  put(O, F.At);
  return O;
}

json::Value toJSON(const UnitResult &U) {
  return json::Object{{"file", U.File},           {"status", name(U.Status)}, {"reason", U.Reason},
                      {"stack", U.Stack},         {"reproduce", U.Reproduce}, {"seconds", U.Seconds},
                      {"mebibytes", U.Mebibytes}, {"findings", U.Findings},   {"errors", U.Errors}};
}

bool fromJSON(const json::Value &V, Place &P, json::Path At) {
  json::ObjectMapper O(V, At);
  return O && O.map("file", P.File) && O.map("offset", P.Offset) && O.map("line", P.Line) &&
         O.map("column", P.Column);
}

bool fromJSON(const json::Value &V, Span &S, json::Path At) {
  json::ObjectMapper O(V, At);
  return O && O.map("file", S.File) && O.map("offset", S.Offset) && O.map("length", S.Length);
}

bool fromJSON(const json::Value &V, Edit &E, json::Path At) {
  json::ObjectMapper O(V, At);
  return O && O.map("file", E.File) && O.map("offset", E.Offset) && O.map("length", E.Length) &&
         O.map("text", E.Text);
}

bool fromJSON(const json::Value &V, Note &N, json::Path At) {
  json::ObjectMapper O(V, At);
  return O && O.map("message", N.Message) && fromJSON(V, N.At, At);
}

bool fromJSON(const json::Value &V, Fix &F, json::Path At) {
  json::ObjectMapper O(V, At);
  std::string Kind;
  if (!O || !O.map("kind", Kind) || !O.map("title", F.Title) || !O.map("edits", F.Edits))
    return false;
  F.Safe = Kind == "safe";
  return fromJSON(V, F.At, At);
}

bool fromJSON(const json::Value &V, ScanFinding &F, json::Path At) {
  json::ObjectMapper O(V, At);
  std::string Level;
  if (!O || !O.map("check", F.Check) || !O.map("level", Level) || !O.map("message", F.Message) ||
      !O.map("highlights", F.Highlights) || !O.map("notes", F.Notes) || !O.map("fixes", F.Fixes) ||
      !O.map("function", F.Function) || !O.map("statement", F.Statement) ||
      !O.mapOptional("provisional", F.Provisional))
    return false;
  F.IsError = Level == "error";
  return fromJSON(V, F.At, At);
}

bool fromJSON(const json::Value &V, UnitResult &U, json::Path At) {
  json::ObjectMapper O(V, At);
  std::string Status;
  if (!O || !O.map("file", U.File) || !O.map("status", Status) || !O.map("reason", U.Reason) ||
      !O.map("stack", U.Stack) || !O.map("reproduce", U.Reproduce) || !O.map("seconds", U.Seconds) ||
      !O.map("mebibytes", U.Mebibytes) || !O.map("findings", U.Findings) || !O.map("errors", U.Errors))
    return false;
  for (const auto &[Value, Name] : StatusNames)
    if (Name == Status) {
      U.Status = Value;
      return true;
    }
  At.field("status").report("unknown status");
  return false;
}

json::Value programJSON(const UnitResult &U) {
  json::Value V = U.Program;
  V.getAsObject()->try_emplace("findings", U.Untold);
  return V;
}

bool readProgram(const json::Value &V, UnitResult &U, json::Path At) {
  json::ObjectMapper O(V, At);
  if (!O || !fromJSON(V, U.Program, At) || !O.map("findings", U.Untold))
    return false;
  auto IsOf = [](const std::vector<ScanFinding> &Findings) {
    return [&](const OpenQuestion &Q) { return Q.Finding < Findings.size(); };
  };
  if (all_of(U.Program.Told, IsOf(U.Findings)) && all_of(U.Program.Untold, IsOf(U.Untold)))
    return true;
  At.report("a question about no finding");
  return false;
}

} // namespace cotidy
