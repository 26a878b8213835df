// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/FixPieces.h"

#include "semantics/TemplateWords.h"
#include "semantics/WrittenText.h"

#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

namespace {

StringRef spacesBefore(StringRef Line) {
  return Line.take_while([](char C) { return C == ' ' || C == '\t'; });
}

/// Adds \p Text to \p To, each further line of it with \p New in place of \p Old at its beginning.
void addMoved(std::string &To, StringRef Text, StringRef Old, StringRef New) {
  SmallVector<StringRef> Lines;
  Text.split(Lines, '\n');
  To += Lines.front();
  const bool Moves = !Text.contains("R\""); // the lines of a raw string are its value
  for (StringRef Line : llvm::drop_begin(Lines)) {
    To += '\n';
    if (Moves && Line.consume_front(Old) && !Line.empty())
      To += New;
    To += Line;
  }
}

} // namespace

void FixPieces::addCall(const CallSite &Site) {
  auto AddText = [&](StringRef Name, SourceRange Range) {
    StringRef Text = writtenText(Range, AST);
    if (!Text.empty())
      add(Name, Text.str(), Range);
  };
  for (const FunctionModel *M : Site.Models) {
    if (!M->Twin.empty())
      add("twin", M->Twin);
    if (const Expr *Resource = Site.resource(*M))
      AddText("resource", Resource->getSourceRange());
  }
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Site.E); Member && Site.Object) {
    // Of `smart->f()` the object is what the operator gives, written as `smart->`.
    const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Site.Object);
    const Expr *Object = Operator && Operator->getOperator() == OO_Arrow ? Operator->getArg(0) : Site.Object;
    StringRef Text = writtenText(Object->getSourceRange(), AST);
    const auto *Callee = dyn_cast<MemberExpr>(Member->getCallee()->IgnoreParens());
    const bool Arrow = Callee && Callee->isArrow();
    if (!Text.empty())
      add("receiver", Arrow ? ("(*" + Text + ")").str() : Text.str(), Object->getSourceRange());
  }
  const auto *Call = dyn_cast<CallExpr>(Site.E);
  if (Call)
    AddText("callee", Call->getCallee()->getSourceRange());
  // The arguments as written, with what is between them.
  SourceRange All, First, Last;
  const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Call);
  const bool HasObject = Operator && Operator->getOperator() == OO_Call; // its first argument
  const auto *Construct = dyn_cast<CXXConstructExpr>(Site.E);
  const unsigned Count = Call ? Call->getNumArgs() : Construct ? Construct->getNumArgs() : 0;
  for (unsigned I = HasObject; I < Count; ++I) {
    const Expr *Arg = Call ? Call->getArg(I) : Construct->getArg(I);
    SourceRange Range = Arg->getSourceRange();
    if (isa<CXXDefaultArgExpr>(Arg) || Range.isInvalid())
      break;
    First = Last.isValid() ? SourceRange(All.getBegin(), Last.getEnd()) : SourceRange();
    All = All.isValid() ? SourceRange(All.getBegin(), Range.getEnd()) : Range;
    Last = Range;
  }
  auto AddOrEmpty = [&](StringRef Name, SourceRange Range) {
    if (Range.isInvalid())
      add(Name, "");
    else
      AddText(Name, Range);
  };
  AddOrEmpty("args", All);
  AddOrEmpty("first-args", First);
  if (Last.isValid())
    AddText("last-arg", Last);
}

const FixPiece *FixPieces::find(StringRef Name) const {
  const FixPiece *Found = llvm::find_if(Pieces, [&](const FixPiece &P) { return P.Name == Name; });
  return Found == Pieces.end() ? nullptr : Found;
}

StringRef FixPieces::indentation(const FixPiece &P) const {
  if (P.From.isInvalid())
    return {};
  const size_t At = writtenText(P.From, AST).find(P.Text);
  const SourceLocation Begin = P.From.getBegin().getLocWithOffset(At == StringRef::npos ? 0 : At);
  return Lexer::getIndentationForLine(Begin, AST.getSourceManager());
}

std::optional<std::string> FixPieces::fill(StringRef Text, StringRef Indent,
                                           SmallVectorImpl<SourceRange> *Used) const {
  std::string Result = Indent.str();
  while (!Text.empty()) {
    size_t Length = placeholderLength(Text);
    if (Length == 0) {
      Result += Text.front();
      Text = Text.drop_front();
      continue;
    }
    const FixPiece *P = find(Text.slice(1, Length - 1));
    if (!P)
      return std::nullopt;
    addMoved(Result, P->Text, indentation(*P),
             spacesBefore(StringRef(Result).take_back(Result.size() - (Result.rfind('\n') + 1))).str());
    if (Used)
      Used->push_back(P->From);
    Text = Text.drop_front(Length);
    if (P->Text.empty() && Text.consume_front(",")) // the comma after an empty list goes
      Text = Text.ltrim();
  }
  return Result.substr(Indent.size());
}

} // namespace cotidy
