// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/WrittenText.h"

#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

StringRef writtenText(SourceRange Range, const ASTContext &AST) {
  if (Range.isInvalid() || Range.getBegin().isMacroID() || Range.getEnd().isMacroID())
    return {};
  return Lexer::getSourceText(CharSourceRange::getTokenRange(Range), AST.getSourceManager(),
                              AST.getLangOpts());
}

CharSourceRange statementRange(const Stmt &S, const ASTContext &AST) {
  const SourceManager &Sources = AST.getSourceManager();
  SourceLocation Last = S.getEndLoc();
  std::optional<Token> Next = Lexer::findNextToken(Last, Sources, AST.getLangOpts());
  StringRef Ends = writtenText(SourceRange(Last), AST);
  if (Next && Next->is(tok::semi) && Ends != ";" && Ends != "}")
    Last = Next->getLocation();
  return CharSourceRange::getTokenRange(S.getBeginLoc(), Last);
}

StringRef indentationStep(const Stmt &S, const CompoundStmt &Block, const ASTContext &AST) {
  const SourceManager &Sources = AST.getSourceManager();
  StringRef Step = Lexer::getIndentationForLine(S.getBeginLoc(), Sources);
  return Step.consume_front(Lexer::getIndentationForLine(Block.getRBracLoc(), Sources)) && !Step.empty()
             ? Step
             : "  ";
}

bool holdsDirective(StringRef Text) {
  SmallVector<StringRef> Lines;
  Text.split(Lines, '\n');
  return llvm::any_of(Lines, [](StringRef Line) { return Line.ltrim().starts_with("#"); });
}

bool isByMacro(SourceLocation Loc, const ASTContext &AST, llvm::function_ref<bool(StringRef)> Named) {
  const SourceManager &Sources = AST.getSourceManager();
  for (; Loc.isMacroID(); Loc = Sources.getImmediateMacroCallerLoc(Loc))
    if (Named(Lexer::getImmediateMacroName(Loc, Sources, AST.getLangOpts())))
      return true;
  return false;
}

/// Whether \p Is holds for a token of \p Range that lies outside all of \p Apart.
static bool anyToken(SourceRange Range, ArrayRef<SourceRange> Apart, const ASTContext &AST,
                     llvm::function_ref<bool(const Token &)> Is) {
  const SourceManager &Sources = AST.getSourceManager();
  auto [File, Begin] = Sources.getDecomposedLoc(Range.getBegin());
  unsigned End = Sources.getFileOffset(Range.getEnd());
  StringRef Buffer = Sources.getBufferData(File);
  Lexer Raw(Sources.getLocForStartOfFile(File), AST.getLangOpts(), Buffer.begin(), Buffer.begin() + Begin,
            Buffer.end());
  Raw.SetCommentRetentionState(true);
  for (Token T; !Raw.LexFromRawLexer(T) && Sources.getFileOffset(T.getLocation()) <= End;)
    if (Is(T) && llvm::none_of(Apart, [&](SourceRange Part) {
          return Part.isValid() && Sources.isPointWithin(T.getLocation(), Part.getBegin(), Part.getEnd());
        }))
      return true;
  return false;
}

bool losesComment(SourceRange Range, ArrayRef<SourceRange> Kept, const ASTContext &AST) {
  return anyToken(Range, Kept, AST, [](const Token &T) { return T.is(tok::comment); });
}

bool writesCoKeyword(SourceRange Range, ArrayRef<SourceRange> Apart, const ASTContext &AST) {
  return Range.getBegin().isFileID() && anyToken(Range, Apart, AST, [](const Token &T) {
           return T.is(tok::raw_identifier) &&
                  (T.getRawIdentifier() == "co_await" || T.getRawIdentifier() == "co_return" ||
                   T.getRawIdentifier() == "co_yield");
         });
}

} // namespace cotidy
