// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Command.h"

#include "Compat.h"
#include "ExitCode.h"
#include "Names.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace cotidy {

namespace {

StringRef name(FixKind Kind) {
  switch (Kind) {
  case FixKind::None:
    return "none";
  case FixKind::Safe:
    return "safe";
  case FixKind::Offered:
    return "offered";
  }
  llvm_unreachable("every kind has a name");
}

/// The options of a check, as it declares them when nobody has set any.
std::vector<OptionInfo> optionsOf(const CheckEntry &Entry) {
  clang::tidy::ClangTidyContext Context(std::make_unique<clang::tidy::DefaultOptionsProvider>(
      clang::tidy::ClangTidyGlobalOptions(), clang::tidy::ClangTidyOptions()));
  std::string Name = fullName(*Entry.Info);
  std::unique_ptr<Check> Made = Entry.Make({Name, &Context, Entry.Info, std::make_shared<Session>(Context)});
  return Made->options().vec();
}

void writeJson(raw_ostream &Out) {
  json::Array Checks;
  for (const CheckEntry &Entry : allChecks()) {
    json::Array Options;
    for (const OptionInfo &O : optionsOf(Entry))
      Options.push_back(json::Object{{"name", O.Name}, {"default", O.Default}, {"help", O.Help}});
    Checks.push_back(json::Object{{"name", fullName(*Entry.Info)},
                                  {"summary", Entry.Info->Summary},
                                  {"fix", name(Entry.Info->Fix)},
                                  {"profile", name(Entry.Info->In)},
                                  {"options", std::move(Options)}});
  }
  Out << formatv("{0:2}", json::Value(std::move(Checks))) << '\n';
}

void writeText(raw_ostream &Out) {
  for (const CheckEntry &Entry : allChecks()) {
    Out << fullName(*Entry.Info) << "  (" << name(Entry.Info->In) << ", fix: " << name(Entry.Info->Fix)
        << ")\n    " << Entry.Info->Summary << '\n';
    for (const OptionInfo &O : optionsOf(Entry))
      Out << "    " << O.Name << " (default: " << (O.Default.empty() ? "empty" : O.Default) << "): " << O.Help
          << '\n';
  }
}

class ListCommand : public Command {
public:
  ListCommand() : Command("list", "name the checks, with their options") {}

  int run(const Invocation &) override {
    Format == Form::Json ? writeJson(outs()) : writeText(outs());
    return static_cast<int>(ExitCode::Clean);
  }

private:
  enum class Form { Text, Json };

  cl::opt<Form> Format{"format",
                       cl::desc("form of the output"),
                       cl::values(clEnumValN(Form::Text, "text", "for people (default)"),
                                  clEnumValN(Form::Json, "json", "for programs")),
                       cl::init(Form::Text),
                       cl::sub(Sub),
                       cl::cat(ownOptions())};
};

} // namespace

std::unique_ptr<Command> makeListCommand() { return std::make_unique<ListCommand>(); }

} // namespace cotidy
