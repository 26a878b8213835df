// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Model files as a whole: read, with every name spelt out, and written.

#include "models/ModelKeys.h"
#include "models/ModelSet.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
using namespace llvm;

namespace cotidy {

namespace {

constexpr uint64_t LargestUserFile = 1024 * 1024;

/// Puts each of the namespaces for a leading `@`.
void spellOut(std::vector<std::string> &Names, ArrayRef<std::string> Namespaces) {
  std::vector<std::string> Full;
  for (std::string &Name : Names)
    if (StringRef(Name).starts_with("@::"))
      for (const std::string &Space : Namespaces)
        Full.push_back(Space + Name.substr(1));
    else
      Full.push_back(std::move(Name));
  Names = std::move(Full);
}
void spellOut(std::vector<ArgCondition> &Conditions, ArrayRef<std::string> Namespaces) {
  for (ArgCondition &C : Conditions)
    spellOut(C.Types, Namespaces);
}

/// Gives each name an entry of its own where the twin's name depends on it.
std::vector<FunctionModel> spellOut(std::vector<FunctionModel> Functions, ArrayRef<std::string> Namespaces) {
  std::vector<FunctionModel> Full;
  const std::vector<std::string> Spaces =
      Namespaces.empty() ? std::vector<std::string>{""} : Namespaces.vec();
  for (FunctionModel &F : Functions) {
    spellOut(F.When, Namespaces);
    spellOut(F.Unless, Namespaces);
    StringRef Twin = F.Twin;
    if (!Twin.starts_with("@::") && !Twin.contains(FunctionPlaceholder)) {
      spellOut(F.Names, Namespaces);
      Full.push_back(std::move(F));
      continue;
    }
    for (const std::string &Name : F.Names)
      for (const std::string &Space : Spaces) {
        std::string Leaf = Name.substr(Name.rfind(':') + 1);
        FunctionModel &One = Full.emplace_back(F);
        One.Names = {Name[0] == '@' ? Space + Name.substr(1) : Name};
        One.Twin = Twin[0] == '@' ? Space + Twin.substr(1).str() : Twin.str();
        if (size_t At = One.Twin.find(FunctionPlaceholder.data()); At != std::string::npos)
          One.Twin.replace(At, FunctionPlaceholder.size(), Leaf);
        if (Name[0] != '@')
          break; // the twin of an absolute name is in the first namespace
      }
  }
  return Full;
}

/// Spells every name out, and says in each entry what goes without saying in the file.
void complete(Library &L) {
  for (TypeModel &T : L.Types) {
    spellOut(T.Names, L.Namespaces);
    T.Library = L.Id;
  }
  L.Functions = spellOut(std::move(L.Functions), L.Namespaces);
  for (FunctionModel &F : L.Functions) {
    if (F.Does == CallKind::SyncWait && F.Category == BlockingCategory::None)
      F.Category = BlockingCategory::SyncWait;
    if (F.Does == CallKind::Lock && F.Category == BlockingCategory::None)
      F.Category = BlockingCategory::Lock;
    spellOut(F.UnlessZero, L.Namespaces);
    spellOut(F.PeerFrom, L.Namespaces);
    spellOut(F.LimitedBy, L.Namespaces);
    F.Library = L.Id;
  }
  for (FixModel &F : L.Fixes) {
    spellOut(F.Awaits, L.Namespaces);
    spellOut(F.Calls, L.Namespaces);
    spellOut(F.When, L.Namespaces);
    spellOut(F.Unless, L.Namespaces);
    F.Library = L.Id;
  }
  if (L.Tests)
    spellOut(L.Tests->Fixtures, L.Namespaces);
}

} // namespace

Expected<Library> parseLibrary(MemoryBufferRef Text) {
  // LLVM's parser recurses, and a file may come from a project that nobody has looked at.
  constexpr int Deepest = 100;
  int Depth = 0;
  unsigned Line = 1;
  for (char C : Text.getBuffer()) {
    Depth += (C == '[' || C == '{') - (C == ']' || C == '}');
    Line += C == '\n';
    if (Depth > Deepest)
      return createStringError(inconvertibleErrorCode(),
                               Text.getBufferIdentifier() + ":" + Twine(Line) + ":1: nested too deeply");
  }
  Library L;
  if (Error Mistakes = ModelReader(Text).readDocument(L))
    return std::move(Mistakes);
  complete(L);
  return L;
}

Expected<Library> readLibrary(StringRef Path) {
  auto Fail = [&](const Twine &Why) {
    return createStringError(inconvertibleErrorCode(), Path + ": " + Why);
  };
  sys::fs::file_status Status;
  if (std::error_code EC = sys::fs::status(Path, Status))
    return Fail(EC.message());
  if (Status.type() != sys::fs::file_type::regular_file)
    return Fail("a model must be a regular file");
  if (Status.getSize() > LargestUserFile)
    return Fail("a model may have at most 1 MiB, this has " + Twine(Status.getSize()) + " bytes");
  // Not mapped: the file may change while it is read.
  ErrorOr<std::unique_ptr<MemoryBuffer>> Text =
      MemoryBuffer::getFile(Path, /*IsText=*/true, /*RequiresNullTerminator=*/true, /*IsVolatile=*/true);
  if (!Text)
    return Fail(Text.getError().message());
  return parseLibrary(**Text);
}

void printLibrary(const Library &L, raw_ostream &OS) { ModelWriter(OS).mapping(L); }

} // namespace cotidy
