// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Command.h"

#include "ExitCode.h"
#include "Names.h"
#include "core/Docs.h"

#include "llvm/Support/WithColor.h"

using namespace llvm;

namespace cotidy {

namespace {

/// Markdown, lightly: headings stand out, code is indented, comments of the page's maker are left out.
class Renderer {
public:
  explicit Renderer(raw_ostream &Out) : Out(Out) { Out.enable_colors(Out.has_colors()); }

  void line(StringRef Text) {
    if (Text.starts_with("```")) {
      InCode = !InCode;
    } else if (InCode) {
      Out << (Text.empty() ? "" : "    ") << Text << '\n';
    } else if (StringRef Heading = Text.ltrim('#');
               Heading.size() != Text.size() && Heading.starts_with(" ")) {
      Out.changeColor(raw_ostream::SAVEDCOLOR, /*Bold=*/true) << Heading.trim();
      Out.resetColor() << '\n';
    } else if (!Text.starts_with("<!--")) {
      inlined(Text);
    }
  }

private:
  void inlined(StringRef Text) {
    bool Code = false;
    for (StringRef Rest = Text; !Rest.empty(); Code = !Code) {
      auto [Piece, After] = Rest.split('`');
      if (Code)
        Out.changeColor(raw_ostream::CYAN) << Piece;
      else
        Out << Piece;
      Out.resetColor();
      Rest = After;
    }
    Out << '\n';
  }

  raw_ostream &Out;
  bool InCode = false;
};

/// `cotidy explain CHECK`: its page, set for a terminal.
ExitCode explain(StringRef Check) {
  const CheckInfo *Info = findCheck(Check);
  if (!Info) {
    errs() << "cotidy: error: there is no check '" << Check << "'" << didYouMean(Check)
           << "; 'cotidy list' names them all\n";
    return ExitCode::Usage;
  }
  StringRef Page = docsPage(Info->Name);
  Renderer Render(outs());
  while (!Page.empty()) {
    auto [Line, Rest] = Page.split('\n');
    Render.line(Line);
    Page = Rest;
  }
  outs() << '\n' << docsLink(Info->Name) << '\n';
  return ExitCode::Clean;
}

class ExplainCommand : public Command {
public:
  ExplainCommand() : Command("explain", "show the page of a check") {}

  int run(const Invocation &) override { return static_cast<int>(explain(Check)); }

private:
  cl::opt<std::string> Check{cl::Positional, cl::desc("CHECK"), cl::Required, cl::sub(Sub),
                             cl::cat(ownOptions())};
};

} // namespace

std::unique_ptr<Command> makeExplainCommand() { return std::make_unique<ExplainCommand>(); }

} // namespace cotidy
