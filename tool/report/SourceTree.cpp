// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "SourceTree.h"

#include "Paths.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"

using namespace llvm;

namespace cotidy {

SourceTree::SourceTree() : Root(versionedRoot(currentFolder())) {
  if (Root.empty())
    Root = currentFolder();
}

std::optional<std::string> SourceTree::relative(StringRef File) const {
  if (!isBelow(File, Root))
    return std::nullopt;
  return File.drop_front(StringRef(Root).rtrim('/').size()).ltrim('/').str();
}

std::string SourceTree::shown(StringRef File) const {
  return json::fixUTF8(relative(File).value_or(File.str()));
}

const SourceTree::Source &SourceTree::read(StringRef File) {
  auto [Slot, New] = Known.try_emplace(File);
  Source &S = Slot->second;
  if (!New || File.empty())
    return S;
  if (ErrorOr<std::unique_ptr<MemoryBuffer>> Read = MemoryBuffer::getFile(File))
    S.Buffer = std::move(*Read);
  S.Starts.push_back(0);
  if (S.Buffer)
    for (auto [Offset, C] : enumerate(S.Buffer->getBuffer()))
      if (C == '\n')
        S.Starts.push_back(Offset + 1);
  return S;
}

StringRef SourceTree::text(StringRef File) {
  const Source &S = read(File);
  return S.Buffer ? S.Buffer->getBuffer() : StringRef();
}

StringRef SourceTree::line(StringRef File, uint64_t Line) {
  const Source &S = read(File);
  if (Line == 0 || Line > S.Starts.size())
    return {};
  StringRef Rest = text(File).substr(S.Starts[Line - 1]);
  return Rest.take_until([](char C) { return C == '\n'; }).rtrim('\r');
}

size_t SourceTree::lines(StringRef File) { return read(File).Starts.size(); }

Place SourceTree::place(StringRef File, uint64_t Offset) {
  const Source &S = read(File);
  uint64_t Line = upper_bound(S.Starts, Offset) - S.Starts.begin();
  return {File.str(), Offset, std::max<uint64_t>(Line, 1), Offset - (Line ? S.Starts[Line - 1] : Offset) + 1};
}

uint64_t SourceTree::utf16Column(const Place &P) {
  uint64_t Column = 1;
  for (unsigned char C : line(P.File, P.Line).take_front(P.Column ? P.Column - 1 : 0))
    Column += (C & 0xc0) == 0x80 ? 0 : C >= 0xf0 ? 2 : 1;
  return Column;
}

uint64_t SourceTree::length(const ScanFinding &F) {
  for (const Span &S : F.Highlights)
    if (S.File == F.At.File && S.Offset == F.At.Offset && S.Length)
      return S.Length;
  StringRef Rest = text(F.At.File).substr(F.At.Offset);
  return std::max<size_t>(1, Rest.take_while([](char C) { return isAlnum(C) || C == '_'; }).size());
}

} // namespace cotidy
