// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "TextReport.h"

#include "Compat.h"
#include "Paths.h"
#include "core/Docs.h"

#include "clang/Basic/LangOptions.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/TextDiagnosticPrinter.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Process.h"

using namespace llvm;
using namespace clang;

namespace cotidy {

/// From so many on nobody mends them all before the next change.
constexpr size_t ManyFindings = 20;

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
    Options->ShowColors = Out.has_colors() && !sys::Process::GetEnv("NO_COLOR");
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

TextReport::File &TextReport::fileOf(const ScanFinding &F) {
  auto [Slot, New] = Known.try_emplace(F.At.File, Files.size());
  if (New)
    Files.push_back({F.At.File, {}, {}});
  return Files[Slot->second];
}

void TextReport::add(const UnitResult &Unit) {
  for (const ScanFinding &F : Unit.Errors)
    fileOf(F).Errors.push_back(F);
  for (const ScanFinding &F : Unit.Findings) {
    if (F.State == FindingState::Unchanged)
      continue;
    fileOf(F).Findings.push_back(F);
    ++Checks[F.Check].Findings;
    Checks[F.Check].Fixes += !F.Fixes.empty();
  }
}

void TextReport::writeFile(const File &In) {
  Print->begin();
  for (const ScanFinding &F : In.Errors)
    Print->print(DiagnosticsEngine::Error, F.At, F.Message, F.Highlights, {});
  for (const ScanFinding &F : In.Findings) {
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
}

void TextReport::writeTable() const {
  size_t Width = 0;
  for (const auto &[Check, Count] : Checks)
    Width = std::max(Width, Check.size());
  Out << "findings  with a fix  " << left_justify("check", Width) << "  explained at\n";
  for (const auto &[Check, Count] : Checks)
    Out << format_decimal(Count.Findings, 8) << "  " << format_decimal(Count.Fixes, 10) << "  "
        << left_justify(Check, Width) << "  " << docsLink(Check) << '\n';
}

void TextReport::writeHints(const ScanSummary &Summary) const {
  Out << "\nhint: 'cotidy explain " << Checks.begin()->first
      << "' shows what a finding means and what to do\n";
  size_t Fixes = 0;
  for (const auto &[Check, Count] : Checks)
    Fixes += Count.Fixes;
  if (Fixes)
    Out << "hint: 'cotidy fix --interactive' shows " << (Fixes == 1 ? "the fix" : "the fixes")
        << " and applies what you choose\n";
  if (!Summary.hasBaseline() && Summary.findings() >= ManyFindings)
    Out << "hint: 'cotidy baseline create' keeps these findings, so that a scan shows new ones only\n";
}

void TextReport::finish(const ScanSummary &Summary) {
  for (File &In : Files) {
    llvm::sort(In.Findings, [](const ScanFinding &A, const ScanFinding &B) {
      return std::tie(A.At.Offset, A.Check, A.Message) < std::tie(B.At.Offset, B.Check, B.Message);
    });
    if (&In != &Files.front())
      Out << '\n';
    writeFile(In);
  }
  if (Checks.empty())
    return;
  Out << '\n';
  writeTable();
  writeHints(Summary);
}

} // namespace cotidy
