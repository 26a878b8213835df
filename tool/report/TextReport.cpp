// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "TextReport.h"

#include "Compat.h"
#include "Paths.h"
#include "core/Docs.h"

#include "clang/Basic/LangOptions.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/TextDiagnosticPrinter.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace llvm;
using namespace clang;

namespace cotidy {

/// Hands findings to clang's own printer.
class TextReport::Printer {
public:
  explicit Printer(raw_ostream &Out)
      : Options(makeOptions(Out)), Text(Out, compat::printerArgument(Options)),
        Engine(IntrusiveRefCntPtr<DiagnosticIDs>(new DiagnosticIDs), compat::argument(Options), &Text,
               /*ShouldOwnClient=*/false),
        Files(FileSystemOptions()), Sources(Engine, Files) {
    Engine.setSourceManager(&Sources);
    Language.CPlusPlus = true;
  }

  // What is printed reaches the stream at the end of the file at the latest.
  void begin() { Text.BeginSourceFile(Language, nullptr); }
  void end() { Text.EndSourceFile(); }

  void print(DiagnosticsEngine::Level Level, const Place &At, const Twine &Message, ArrayRef<Span> Highlights,
             ArrayRef<Edit> Edits) {
    DiagnosticBuilder Builder =
        Engine.Report(location(At.File, At.Offset), Engine.getCustomDiagID(Level, "%0"));
    Builder << Message.str();
    for (const Span &S : Highlights)
      if (S.File == At.File)
        Builder << range(S.File, S.Offset, S.Length);
    for (const Edit &E : Edits)
      if (E.File == At.File && !StringRef(E.Text).contains('\n'))
        Builder << FixItHint::CreateReplacement(range(E.File, E.Offset, E.Length), E.Text);
  }

private:
  static compat::DiagnosticOptionsPtr makeOptions(raw_ostream &Out) {
    compat::DiagnosticOptionsPtr Options = compat::makeDiagnosticOptions();
    Options->ShowColors = Out.has_colors();
    return Options;
  }

  SourceLocation location(StringRef File, unsigned Offset) {
    if (File.empty())
      return {};
    auto [Slot, New] = Known.try_emplace(File);
    if (New)
      if (ErrorOr<std::unique_ptr<MemoryBuffer>> Read = MemoryBuffer::getFile(File)) {
        // Relative to the current folder where it is below it, and harmless to a terminal.
        StringRef Shown = File;
        Shown.consume_front(Folder);
        Slot->second =
            Sources.createFileID(MemoryBuffer::getMemBufferCopy((*Read)->getBuffer(), printable(Shown)));
      }
    if (Slot->second.isInvalid() || Offset > Sources.getFileIDSize(Slot->second))
      return {};
    return Sources.getLocForStartOfFile(Slot->second).getLocWithOffset(Offset);
  }

  CharSourceRange range(StringRef File, unsigned Offset, unsigned Length) {
    return CharSourceRange::getCharRange(location(File, Offset), location(File, Offset + Length));
  }

  compat::DiagnosticOptionsPtr Options;
  TextDiagnosticPrinter Text;
  DiagnosticsEngine Engine;
  FileManager Files;
  SourceManager Sources;
  LangOptions Language;
  std::string Folder = currentFolder() + "/";
  StringMap<FileID> Known;
};

TextReport::TextReport(raw_ostream &Out) : Out(Out), Print(std::make_unique<Printer>(Out)) {}
TextReport::~TextReport() = default;

void TextReport::add(const UnitResult &Unit) {
  Print->begin();
  for (const ScanFinding &F : Unit.Errors)
    Print->print(DiagnosticsEngine::Error, F.At, F.Message, F.Highlights, {});
  for (const ScanFinding &F : Unit.Findings) {
    if (F.State == FindingState::Unchanged)
      continue;
    auto Level = F.IsError ? DiagnosticsEngine::Error : DiagnosticsEngine::Warning;
    std::vector<Edit> Safe;
    for (const Fix &X : F.Fixes)
      if (X.Safe)
        Safe = X.Edits;
    Print->print(Level, F.At, F.Message + " [" + F.Check + "]", F.Highlights, Safe);
    for (const Note &N : F.Notes)
      Print->print(DiagnosticsEngine::Note, N.At, N.Message, {}, {});
    for (const Fix &X : F.Fixes)
      if (!X.Safe)
        Print->print(DiagnosticsEngine::Note, X.At, X.Title, {}, X.Edits);
  }
  Print->end();
  Out.flush();
}

void TextReport::finish(const ScanSummary &Summary) {
  if (!Summary.newByCheck().empty())
    Out << '\n';
  for (const auto &[Check, Count] : Summary.newByCheck())
    Out << Check << " (" << Count << "): " << docsLink(Check) << '\n';
}

} // namespace cotidy
