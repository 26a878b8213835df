// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "ResultPaths.h"

#include "Paths.h"

using namespace llvm;

namespace cotidy {

static void forEachPath(ScanFinding &F, function_ref<void(std::string &)> Change) {
  Change(F.At.File);
  for (Span &S : F.Highlights)
    Change(S.File);
  for (Note &N : F.Notes)
    Change(N.At.File);
  for (Fix &X : F.Fixes) {
    Change(X.At.File);
    for (Edit &E : X.Edits)
      Change(E.File);
  }
}

void forEachPath(UnitResult &Result, function_ref<void(std::string &)> Change) {
  Change(Result.File);
  for (std::vector<ScanFinding> *Findings : {&Result.Findings, &Result.Errors, &Result.Untold})
    for (ScanFinding &F : *Findings)
      forEachPath(F, Change);
  for (std::string &File : Result.Program.Facts.Files)
    Change(File);
}

std::string relativePath(StringRef Path, StringRef Folder) {
  if (Folder == "/" || Path == Folder || !isBelow(Path, Folder))
    return Path.str();
  return Path.drop_front(Folder.size() + 1).str();
}

} // namespace cotidy
