// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "models/ModelKeys.h"
#include "models/ModelSet.h"

using namespace llvm;

namespace cotidy {

template <typename T> static void describeKeys(raw_ostream &OS) {
  OS << "\n#### Keys of a " << ModelMapping<T>::Title
     << "\n\n| key | form | meaning |\n| --- | --- | --- |\n";
  for (const ModelKey<T> &K : ModelMapping<T>::Keys)
    OS << "| `" << K.Name << "` | " << K.Form() << " | " << K.Help << " |\n";
}

template <typename E> static void describeWords(raw_ostream &OS, StringRef Key) {
  OS << "\n#### Words of `" << Key << "`\n\n| word | meaning |\n| --- | --- |\n";
  for (const EnumName<E> &Word : enumNames<E>())
    OS << "| `" << Word.Name << "` | " << Word.Help << " |\n";
}

void printModelReference(raw_ostream &OS) {
  describeKeys<Library>(OS);
  describeKeys<TypeModel>(OS);
  describeWords<TypeKind>(OS, "is");
  describeWords<Start>(OS, "starts");
  describeWords<Drop>(OS, "when-dropped");
  describeWords<TokenMeaning>(OS, "means");
  describeKeys<FunctionModel>(OS);
  describeWords<CallKind>(OS, "does");
  describeWords<BlockingCategory>(OS, "category");
  describeWords<Losers>(OS, "losers");
  describeWords<Errors>(OS, "errors");
  describeKeys<ArgCondition>(OS);
  describeKeys<FixModel>(OS);
  describeWords<FixFor>(OS, "for");
  OS << "\n#### Placeholders of `text`\n\n| placeholder | stands for | in |\n| --- | --- | --- |\n";
  for (const Placeholder &P : placeholders()) {
    OS << "| `{" << P.Name << "}` | " << P.Help << " | ";
    ListSeparator Comma;
    for (FixFor For : P.In)
      OS << Comma << '`' << nameOf(For) << '`';
    OS << (P.In.empty() ? "all |\n" : " |\n");
  }
  describeKeys<TestModel>(OS);
}

} // namespace cotidy
