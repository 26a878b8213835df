// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/TemplateWords.h"

#include "clang/Basic/CharInfo.h"
#include "clang/Basic/IdentifierTable.h"
#include "llvm/ADT/Twine.h"

using namespace clang;

namespace cotidy {

namespace {

/// Calls \p Visit for each token of \p Text that is an identifier or keyword, with what is before and after
/// it.
template <typename F> void forEachWord(StringRef Text, F Visit) {
  for (size_t I = 0; I < Text.size();) {
    if (!isAsciiIdentifierStart(Text[I])) {
      ++I;
      continue;
    }
    size_t End = I;
    while (End < Text.size() && isAsciiIdentifierContinue(Text[End]))
      ++End;
    Visit(Text.slice(I, End), Text.take_front(I).rtrim(), Text.drop_front(End).ltrim());
    I = End;
  }
}

} // namespace

size_t placeholderLength(StringRef Text) {
  if (!Text.starts_with("{"))
    return 0;
  size_t End = Text.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", 1);
  return End > 1 && End != StringRef::npos && Text[End] == '}' ? End + 1 : 0;
}

llvm::StringSet<> ownNames(StringRef Template, const LangOptions &Lang) {
  std::string Text;
  for (; !Template.empty(); Template = Template.drop_front(std::max<size_t>(placeholderLength(Template), 1)))
    Text += placeholderLength(Template) ? '.' : Template.front();
  IdentifierTable Keywords(Lang);
  llvm::StringSet<> Names;
  forEachWord(Text, [&](StringRef Word, StringRef Before, StringRef After) {
    if (!Keywords.get(Word).isKeyword(Lang) && !Before.ends_with("::") && !After.starts_with("::") &&
        !Before.ends_with("."))
      Names.insert(Word);
  });
  return Names;
}

bool usesAny(StringRef Text, const llvm::StringSet<> &Names) {
  bool Found = false;
  forEachWord(Text, [&](StringRef Word, StringRef, StringRef) { Found |= Names.contains(Word); });
  return Found;
}

std::string freshName(StringRef Name, StringRef Function, const llvm::StringSet<> &Taken) {
  std::string Fresh = Name.str();
  for (unsigned I = 2; Taken.contains(Fresh) || usesAny(Function, llvm::StringSet<>{Fresh}); ++I)
    Fresh = (Name + Twine(I)).str();
  return Fresh;
}

} // namespace cotidy
