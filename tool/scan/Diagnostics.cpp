// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Diagnostics.h"

#include "Paths.h"

#include "llvm/Support/MemoryBuffer.h"

using namespace llvm;
using namespace clang;

namespace cotidy {

namespace {

/// A finding without a place has no path.
std::string absolute(StringRef Path, StringRef Directory) {
  return Path.empty() ? std::string() : absolutePath(Path, Directory);
}

Place placeOf(const tooling::DiagnosticMessage &Message, StringRef Directory) {
  Place P{absolute(Message.FilePath, Directory), Message.FileOffset};
  if (P.File.empty())
    return P;
  ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFile(P.File);
  if (!Text)
    return P;
  StringRef Before = (*Text)->getBuffer().take_front(P.Offset);
  P.Line = Before.count('\n') + 1;
  P.Column = Before.size() - (Before.rfind('\n') + 1) + 1;
  return P;
}

std::vector<Edit> editsOf(const tooling::DiagnosticMessage &Message, StringRef Directory) {
  std::vector<Edit> Edits;
  for (const auto &File : Message.Fix)
    for (const tooling::Replacement &R : File.second)
      Edits.push_back(
          {absolute(R.getFilePath(), Directory), R.getOffset(), R.getLength(), R.getReplacementText().str()});
  sort(Edits,
       [](const Edit &A, const Edit &B) { return std::tie(A.File, A.Offset) < std::tie(B.File, B.Offset); });
  return Edits;
}

/// A fix that hangs on the warning has no title of its own.
std::string titleOf(ArrayRef<Edit> Edits) {
  if (Edits.size() != 1)
    return "apply the fix";
  StringRef Text = StringRef(Edits.front().Text).trim();
  if (Text.empty())
    return "remove the code";
  return ((Edits.front().Length == 0 ? "insert '" : "change it to '") + printable(Text) + "'");
}

} // namespace

ScanFinding convert(const tidy::ClangTidyError &Error) {
  StringRef Directory = Error.BuildDirectory;
  ScanFinding F;
  F.Check = Error.DiagnosticName;
  F.IsError = Error.DiagLevel == tooling::Diagnostic::Error || Error.IsWarningAsError;
  F.At = placeOf(Error.Message, Directory);
  F.Message = printable(Error.Message.Message);
  for (const tooling::FileByteRange &Range : Error.Message.Ranges)
    F.Highlights.push_back({absolute(Range.FilePath, Directory), Range.FileOffset, Range.Length});
  if (std::vector<Edit> Edits = editsOf(Error.Message, Directory); !Edits.empty())
    F.Fixes.push_back({/*Safe=*/true, titleOf(Edits), F.At, Edits});
  for (const tooling::DiagnosticMessage &Message : Error.Notes) {
    Place At = placeOf(Message, Directory);
    if (std::vector<Edit> Edits = editsOf(Message, Directory); !Edits.empty())
      F.Fixes.push_back({/*Safe=*/false, printable(Message.Message), At, std::move(Edits)});
    else
      F.Notes.push_back({At, printable(Message.Message)});
  }
  return F;
}

} // namespace cotidy
