// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "GitHubReport.h"

#include "core/Docs.h"

#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace cotidy {

/// What would end the message, or \p Also the property, is written as a number.
static std::string escape(StringRef Text, StringRef Also = "") {
  std::string Result;
  for (char C : Text) {
    if (C == '%' || C == '\r' || C == '\n' || Also.contains(C))
      Result += "%" + toHex(StringRef(&C, 1));
    else
      Result += C;
  }
  return Result;
}

// A log is shown on a terminal as well, which nothing of this may steer.
static std::string property(StringRef Text) { return escape(printable(Text), ":,"); }

static std::string message(StringRef Text) {
  std::string Result;
  ListSeparator NextLine("%0A");
  for (StringRef Line : split(Text, '\n'))
    Result += StringRef(NextLine).str() + escape(printable(Line));
  return Result;
}

void GitHubReport::write(StringRef Level, const Place &At, uint64_t Length, StringRef Title,
                         const Twine &Message) {
  Out << "::" << Level << ' ';
  if (!At.File.empty())
    Out << "file=" << property(Sources.shown(At.File)) << ',';
  if (At.Line) {
    Place End = Sources.place(At.File, At.Offset + Length);
    Out << "line=" << At.Line << ",endLine=" << End.Line << ',';
    if (End.Line == At.Line) // GitHub takes columns of one line only
      Out << "col=" << At.Column << ",endColumn=" << End.Column << ',';
  }
  Out << "title=" << property(Title) << "::" << message(Message.str()) << '\n';
}

void GitHubReport::add(const UnitResult &Unit) {
  for (const ScanFinding &F : Unit.Findings) {
    if (F.State == FindingState::Unchanged)
      continue;
    std::string Evidence;
    for (const Note &N : F.Notes)
      Evidence += "\n" +
                  (N.At.File.empty() ? "" : Sources.shown(N.At.File) + ":" + utostr(N.At.Line) + ": ") +
                  N.Message;
    write(F.IsError ? "error" : "warning", F.At, Sources.length(F), F.Check,
          F.Message + Evidence + "\n" + docsLink(F.Check));
  }
  for (const ScanFinding &F : Unit.Errors)
    write("error", F.At, Sources.length(F), "compile error", F.Message);
  if (isIncomplete(Unit.Status))
    write("error", {Unit.File}, 0, "not fully analysed", Unit.Reason);
}

} // namespace cotidy
