// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/TransactionFixes.h"

#include "semantics/Unit.h"

#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

namespace {

class Postponed {
public:
  Postponed(Unit &U, const BodyIndex &Body, const Suspension &At, const HeldResource &R)
      : U(U), Body(Body), At(At), R(R) {}

  std::optional<OfferedFix> fix() const {
    const Stmt *Moved = Body.statementOf(At.E);
    const auto *Block = dyn_cast_or_null<CompoundStmt>(Body.parent(Moved));
    if (!Block || !isa<Expr>(Moved) || !Body.isDiscarded(At.E))
      return std::nullopt;
    const Stmt *Commit = nullptr;
    for (const Stmt *const *Next = llvm::find(Block->body(), Moved) + 1; !Commit && Next < Block->body_end();
         ++Next) {
      if (!isOwn(*Next) || !maySwap(Moved, *Next))
        return std::nullopt;
      if (commits(*Next))
        Commit = *Next;
    }
    SourceLocation From = Moved->getBeginLoc(), To = Commit ? after(Commit) : SourceLocation();
    SourceLocation End = after(Moved);
    for (SourceLocation Loc : {From, To, End, Commit ? Commit->getBeginLoc() : SourceLocation()})
      if (!Session::mayFix(Loc))
        return std::nullopt;
    const SourceManager &Sources = U.ast().getSourceManager();
    StringRef Indent = Lexer::getIndentationForLine(From, Sources);
    StringRef Text = textOf(From, End);
    // With its line, if there is nothing else on it.
    StringRef Before = textOf(
        Sources.translateLineCol(Sources.getFileID(From), Sources.getSpellingLineNumber(From), 1), From);
    if (Before == Indent && Sources.getCharacterData(End)[0] == '\n') {
      From = From.getLocWithOffset(-int(Indent.size()));
      End = End.getLocWithOffset(1);
    }
    OfferedFix Fix{At.loc(), "await it after the commit", {}};
    Fix.Edits.push_back(FixItHint::CreateRemoval(CharSourceRange::getCharRange(From, End)));
    Fix.Edits.push_back(FixItHint::CreateInsertion(To, ("\n" + Indent + Text).str()));
    return Fix;
  }

private:
  SourceLocation after(const Stmt *S) const {
    return Lexer::findLocationAfterToken(S->getEndLoc(), tok::semi, U.ast().getSourceManager(),
                                         U.ast().getLangOpts(), false);
  }

  StringRef textOf(SourceLocation Begin, SourceLocation End) const {
    return Lexer::getSourceText(CharSourceRange::getCharRange(Begin, End), U.ast().getSourceManager(),
                                U.ast().getLangOpts());
  }

  /// co_await tx.commit(); as a statement of its own.
  bool commits(const Stmt *S) const {
    const auto *E = dyn_cast<Expr>(S);
    const auto *Await = E ? dyn_cast<CoawaitExpr>(strip(E)) : nullptr;
    const CallSite *Site = E ? U.calls().operation(Await ? Await->getOperand() : E) : nullptr;
    const IdentifierInfo *Name = Site && Site->Callee ? Site->Callee->getIdentifier() : nullptr;
    return Name && Name->getName().contains_insensitive("commit") && Site->Object &&
           isWithin(R.Where, placeOf(Site->Object));
  }

  /// Whether \p S works on the transaction: what works on anything else may need the await before it.
  bool isOwn(const Stmt *S) const {
    return llvm::any_of(Body.nodes(), [&](const Stmt *Inner) {
      const auto *E = dyn_cast<Expr>(Inner);
      Place P = E && Body.contains(S, E) ? placeOf(E) : Place();
      return P.size() + 1 >= R.Where.size() && isWithin(R.Where, P);
    });
  }

  /// Whether \p Moved may run after \p Other instead of before: neither leaves, and what both use they only
  /// read.
  bool maySwap(const Stmt *Moved, const Stmt *Other) const {
    for (const Stmt *S : Body.nodes()) {
      if (!Body.contains(Other, S))
        continue;
      if (isa<ReturnStmt, CoreturnStmt, BreakStmt, ContinueStmt, GotoStmt, LabelStmt, SwitchCase,
              CXXThrowExpr, LambdaExpr>(S))
        return false;
      if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
        for (const DeclRefExpr *Use : Body.uses(*Ref->getDecl()))
          if (Body.contains(Moved, Use) && !(isRead(Use) && isRead(Ref)))
            return false;
      if (const auto *This = dyn_cast<CXXThisExpr>(S))
        for (const CXXThisExpr *Use : Body.thisUses())
          if (Body.contains(Moved, Use) && !areApart(memberOf(This), memberOf(Use)))
            return false;
    }
    return llvm::none_of(Body.lambdas(),
                         [&](const LambdaInfo &Lambda) { return Body.contains(Moved, Lambda.E); });
  }

  bool isRead(const DeclRefExpr *Use) const {
    if (isa<FunctionDecl, EnumConstantDecl>(Use->getDecl()))
      return true;
    const auto *Cast = dyn_cast_or_null<ImplicitCastExpr>(Body.parent(Use));
    return Cast && Cast->getCastKind() == CK_LValueToRValue && !Use->getType()->isPointerType();
  }

  const FieldDecl *memberOf(const CXXThisExpr *This) const {
    const auto *Member = dyn_cast_or_null<MemberExpr>(Body.meaningfulParent(This));
    return Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  }

  static bool areApart(const FieldDecl *A, const FieldDecl *B) { return A && B && A != B; }

  Unit &U;
  const BodyIndex &Body;
  const Suspension &At;
  const HeldResource &R;
};

} // namespace

std::optional<OfferedFix> awaitAfterCommit(Unit &U, const BodyIndex &Body, const Suspension &At,
                                           const HeldResource &R) {
  return Postponed(U, Body, At, R).fix();
}

} // namespace cotidy
