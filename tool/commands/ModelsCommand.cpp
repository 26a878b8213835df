// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `cotidy models`: looks at model files, without analysing anything. Each function returns the exit code.

#include "CheckModel.h"
#include "Command.h"

#include "models/ModelSet.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace cotidy {

namespace {

/// One line for each file; 2 if one has a mistake.
int validateModels(ArrayRef<std::string> Paths, raw_ostream &Out, raw_ostream &Err) {
  int Code = 0;
  for (const std::string &Path : Paths) {
    Expected<Library> L = readLibrary(Path);
    if (!L) {
      Err << toString(L.takeError()) << '\n';
      Code = 2;
      continue;
    }
    Out << formatv("{0}: valid: {1} types, {2} functions, {3} fixes\n", Path, L->Types.size(),
                   L->Functions.size(), L->Fixes.size());
  }
  return Code;
}

/// One line for each built-in library.
int listModels(raw_ostream &Out) {
  for (const auto &L : ModelSet::builtin()->libraries())
    Out << formatv("{0,-16} {1}\n", L->Id, L->Title);
  return 0;
}

/// The built-in model, with every `@::` spelt out; 2 if there is none.
int showModel(StringRef Id, raw_ostream &Out, raw_ostream &Err) {
  std::shared_ptr<const ModelSet> Models = ModelSet::builtin();
  if (const Library *L = Models->library(Id)) {
    printLibrary(*L, Out);
    return 0;
  }
  Err << "no built-in model '" << Id << "'; there are:";
  for (const auto &L : Models->libraries())
    Err << ' ' << L->Id;
  Err << '\n';
  return 2;
}

/// Every key, word and placeholder, as docs/models.md has them.
int printReference(raw_ostream &Out) {
  printModelReference(Out);
  return 0;
}

int runModels(ArrayRef<std::string> Arguments, raw_ostream &Out, raw_ostream &Err) {
  StringRef Command = Arguments.empty() ? StringRef() : StringRef(Arguments.front());
  ArrayRef<std::string> Rest = Arguments.drop_front(Arguments.empty() ? 0 : 1);
  if (Command == "validate" && !Rest.empty())
    return validateModels(Rest, Out, Err);
  if (Command == "show" && Rest.size() == 1)
    return showModel(Rest.front(), Out, Err);
  if (Command == "check" && !Rest.empty() && (Rest.size() == 1 || Rest[1] == "--"))
    return checkModel(Rest.front(), Rest.drop_front(std::min<size_t>(Rest.size(), 2)), Out, Err);
  if (Command == "list" && Rest.empty())
    return listModels(Out);
  if (Command == "reference" && Rest.empty())
    return printReference(Out);
  Err << "usage: cotidy models list | show LIBRARY | validate FILE... | check LIBRARY|FILE [-- FLAGS] | "
         "reference\n";
  return 2;
}

class ModelsCommand : public Command {
public:
  ModelsCommand() : Command("models", "look at the descriptions of libraries") {}

  int run(const Invocation &Call) override {
    std::vector<std::string> Arguments(Words.begin(), Words.end());
    if (Call.Flags && !Call.Flags->empty()) {
      Arguments.push_back("--");
      Arguments.insert(Arguments.end(), Call.Flags->begin(), Call.Flags->end());
    }
    return runModels(Arguments, outs(), errs());
  }

private:
  cl::list<std::string> Words{
      cl::Positional,
      cl::desc("validate FILE... | list | show LIBRARY | check LIBRARY|FILE [-- FLAGS] | reference"),
      cl::sub(Sub), cl::cat(ownOptions())};
};

} // namespace

std::unique_ptr<Command> makeModelsCommand() { return std::make_unique<ModelsCommand>(); }

} // namespace cotidy
