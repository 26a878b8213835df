// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FixPlan.h"

#include "llvm/Support/MemoryBuffer.h"

using namespace llvm;
using clang::tooling::Replacement;
using clang::tooling::Replacements;

namespace cotidy {

static Error problem(const Twine &Why) { return createStringError(inconvertibleErrorCode(), Why); }

Expected<StringRef> FixPlan::read(StringRef File) {
  auto [Slot, New] = Originals.try_emplace(File);
  if (New) {
    ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFile(File);
    if (!Text) {
      Originals.erase(Slot);
      return problem("'" + File + "' cannot be read");
    }
    Slot->second = (*Text)->getBuffer().str();
  }
  return StringRef(Slot->second);
}

Error FixPlan::add(const ScanFinding &Finding, const Fix &What) {
  if (What.Edits.empty())
    return problem("it changes nothing");
  std::map<std::string, Replacements> Together = Edits;
  for (const Edit &E : What.Edits) {
    if (std::string Why = Refuse(E.File); !Why.empty())
      return problem(Why);
    Expected<StringRef> Text = read(E.File);
    if (!Text)
      return Text.takeError();
    if (E.Offset > Text->size() || E.Length > Text->size() - E.Offset)
      return problem("'" + E.File + "' has changed since it was analysed");
    if (StringRef(E.Text).contains("\xEF\xBF\xBD")) // what it had there was not text
      return problem("its text is not UTF-8");
    Replacement R(E.File, E.Offset, E.Length, E.Text);
    Replacements &There = Together[E.File];
    if (is_contained(There, R)) // two fixes want the same; both need it
      continue;
    if (Error Conflict = There.add(R)) {
      consumeError(std::move(Conflict));
      return problem("another fix changes the same place");
    }
  }
  Edits = std::move(Together);
  Fixes.push_back({&Finding, &What});
  return Error::success();
}

FileTexts FixPlan::apply(ArrayRef<PlannedFix> Which) const {
  std::map<std::string, Replacements> Chosen;
  for (const PlannedFix &F : Which)
    for (const Edit &E : F.What->Edits) {
      Replacement R(E.File, E.Offset, E.Length, E.Text);
      if (!is_contained(Chosen[E.File], R))
        consumeError(Chosen[E.File].add(R)); // it fitted with all of them
    }
  FileTexts Result;
  for (const auto &[File, There] : Chosen) {
    Expected<std::string> Text = clang::tooling::applyAllReplacements(original(File), There);
    if (!Text)
      consumeError(Text.takeError());
    else if (*Text != original(File))
      Result[File] = std::move(*Text);
  }
  return Result;
}

StringRef FixPlan::original(StringRef File) const {
  auto Found = Originals.find(File);
  return Found == Originals.end() ? StringRef() : StringRef(Found->second);
}

} // namespace cotidy
