// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/LockFixes.h"

#include "semantics/WrittenText.h"

#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether \p V can only be this coroutine's own data: no reference or pointer into something shared. What a
/// parameter refers to is the caller's.
bool isOwn(const VarDecl &V) {
  if (V.isConstexpr())
    return true;
  if (!V.hasLocalStorage())
    return false;
  return isa<ParmVarDecl>(V) ? !V.getType()->isPointerType()
                             : !V.getType()->isReferenceType() && !V.getType()->isPointerType();
}

/// Whether running \p S touches nothing that a lock may protect, and no variable in \p Except.
bool touchesOnlyOwn(const Stmt *S, ArrayRef<const VarDecl *> Except) {
  if (!S)
    return true;
  if (isa<CXXThisExpr>(S))
    return false;
  if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(S))
    return touchesOnlyOwn(Suspend->getOperand(), Except);
  if (const auto *Return = dyn_cast<CoreturnStmt>(S))
    return touchesOnlyOwn(Return->getOperand(), Except);
  if (const auto *Lambda = dyn_cast<LambdaExpr>(S))
    return llvm::all_of(Lambda->capture_inits(),
                        [&](const Expr *Init) { return touchesOnlyOwn(Init, Except); });
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
    if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl()))
      return isOwn(*Var) && !llvm::is_contained(Except, Var);
    return !isa<BindingDecl>(Ref->getDecl());
  }
  return llvm::all_of(S->children(), [&](const Stmt *Child) { return touchesOnlyOwn(Child, Except); });
}

class Release {
public:
  Release(const ASTContext &AST, const BodyIndex &Body, const Suspension &At, const HeldResource &R)
      : AST(AST), Body(Body), At(At), R(R), Guard(R.Owner) {}

  std::optional<OfferedFix> fix(bool First, bool Last) {
    if (!findStatements())
      return std::nullopt;
    bool Needed = Body.loopOf(Statement) != Body.loopOf(GuardStatement) || !restIsOwn(Guard);
    if (canUnlock())
      return Needed || !First || !Last ? unlockAround() : unlockBefore();
    return Needed || !First ? std::nullopt : endScope();
  }

private:
  /// The statements of the guard and of the await, if they are such as can be edited.
  bool findStatements() {
    if (!Guard || !Guard->isLocalVarDecl() || R.Where.size() != 1 || R.Type.Wrapped || !R.FromStart ||
        R.Takes != 1 || R.Releases != 0 || At.isYield() || !Guard->getInit() ||
        Guard->getType()->isReferenceType())
      return false;
    Statement = Body.statementOf(At.E);
    Block = dyn_cast_or_null<CompoundStmt>(Body.parent(Statement));
    if (!Block || !(isa<Expr, CoreturnStmt>(Statement) || isDeclarationOfVariables(Statement)))
      return false;
    for (const Stmt *Up = Statement; Up && !GuardBlock; Up = Body.parent(Up))
      if (const auto *Outer = dyn_cast<CompoundStmt>(Up))
        for (const Stmt *Child : Outer->body())
          if (const auto *D = dyn_cast<DeclStmt>(Child);
              D && D->isSingleDecl() && D->getSingleDecl() == Guard) {
            GuardBlock = Outer;
            GuardStatement = Child;
          }
    return GuardBlock && Session::mayFix(Statement->getBeginLoc()) &&
           Session::mayFix(Statement->getEndLoc()) && Session::mayFix(GuardStatement->getBeginLoc()) &&
           touchesOnlyOwn(Statement, Guard);
  }

  static bool isDeclarationOfVariables(const Stmt *S) {
    const auto *D = dyn_cast<DeclStmt>(S);
    return D && llvm::all_of(D->decls(), [](const Decl *One) {
             return isa<VarDecl>(One) && !isa<DecompositionDecl>(One);
           });
  }

  bool canUnlock() const {
    const CXXRecordDecl *Class = R.Type.Owner;
    auto Has = [&](StringRef Name) {
      return llvm::any_of(methodsNamed(*Class, Name), [](const CXXMethodDecl *M) {
        return M->getAccess() == AS_public && M->getMinRequiredArguments() == 0;
      });
    };
    return Class && Has("lock") && Has("unlock") && !Guard->getType().isConstQualified();
  }

  /// Whether what runs between the await's statement and the end of the guard's scope touches nothing shared.
  bool restIsOwn(ArrayRef<const VarDecl *> Except) const {
    for (const Stmt *Child = Statement, *Up = Body.parent(Child); Up; Child = Up, Up = Body.parent(Up)) {
      const auto *Outer = dyn_cast<CompoundStmt>(Up);
      if (!Outer) {
        if (!isa<IfStmt, AttributedStmt>(Up)) // what else runs after a part of it is hard to say
          return false;
        continue;
      }
      const auto *At = llvm::find(Outer->body(), Child);
      for (const Stmt *const *Next = At + 1; Next < Outer->body_end(); ++Next)
        if (!touchesOnlyOwn(*Next, Except))
          return false;
      if (Outer == GuardBlock)
        return true;
    }
    return false;
  }

  SourceLocation after(const Stmt *S) const {
    const SourceManager &Sources = AST.getSourceManager();
    if (isa<DeclStmt, CompoundStmt, IfStmt, ForStmt, WhileStmt, CXXForRangeStmt, SwitchStmt, CXXTryStmt>(S)) {
      SourceLocation End = Lexer::getLocForEndOfToken(S->getEndLoc(), 0, Sources, AST.getLangOpts());
      // The body of an `if` without braces ends before its semicolon.
      SourceLocation Semicolon =
          isa<DeclStmt, CompoundStmt>(S)
              ? SourceLocation()
              : Lexer::findLocationAfterToken(S->getEndLoc(), tok::semi, Sources, AST.getLangOpts(), false);
      return Semicolon.isValid() ? Semicolon : End;
    }
    return Lexer::findLocationAfterToken(S->getEndLoc(), tok::semi, Sources, AST.getLangOpts(), false);
  }

  /// The white space before the first token of the line of \p S.
  std::string indentation(const Stmt *S) const {
    return Lexer::getIndentationForLine(S->getBeginLoc(), AST.getSourceManager()).str();
  }

  OfferedFix offer(const llvm::Twine &Title) const { return {At.loc(), Title.str(), {}}; }

  std::optional<OfferedFix> unlockBefore() const {
    OfferedFix Fix = offer("release '" + R.Name + "' before this await");
    Fix.Edits.push_back(FixItHint::CreateInsertion(Statement->getBeginLoc(),
                                                   R.Name + ".unlock();\n" + indentation(Statement)));
    return Fix;
  }

  std::optional<OfferedFix> unlockAround() const {
    SourceLocation End = after(Statement);
    if (isa<CoreturnStmt>(Statement))
      return unlockBefore();
    if (!Session::mayFix(End))
      return std::nullopt;
    OfferedFix Fix = offer("release '" + R.Name + "' for this await and take it again");
    std::string Indent = indentation(Statement);
    Fix.Edits.push_back(
        FixItHint::CreateInsertion(Statement->getBeginLoc(), R.Name + ".unlock();\n" + Indent));
    Fix.Edits.push_back(FixItHint::CreateInsertion(End, "\n" + Indent + R.Name + ".lock();"));
    return Fix;
  }

  /// The guard and what follows it, up to the await, in a block of their own.
  std::optional<OfferedFix> endScope() const {
    if (Block != GuardBlock)
      return std::nullopt;
    SmallVector<const VarDecl *, 4> Inside{Guard};
    const Stmt *Last = nullptr;
    const auto *Begin = llvm::find(Block->body(), GuardStatement);
    const auto *End = llvm::find(Block->body(), Statement);
    for (const Stmt *const *S = Begin + 1; S < End; ++S) {
      Last = *S;
      if (isa<LabelStmt, SwitchCase>(Last))
        return std::nullopt;
      const auto *Declaration = dyn_cast<DeclStmt>(Last);
      if (!Declaration)
        continue;
      if (!isDeclarationOfVariables(Declaration))
        return std::nullopt;
      for (const Decl *D : Declaration->decls()) {
        const auto *Var = cast<VarDecl>(D);
        // Its destructor would run earlier.
        if (Var->needsDestruction(AST) != QualType::DK_none)
          return std::nullopt;
        Inside.push_back(Var);
      }
    }
    SourceLocation Close = Last ? after(Last) : SourceLocation();
    if (!Session::mayFix(Close) || !touchesOnlyOwn(Statement, Inside) || !restIsOwn(Inside))
      return std::nullopt;
    OfferedFix Fix = offer("end the scope of '" + R.Name + "' before this await");
    std::string Indent = indentation(GuardStatement);
    const StringRef Step = indentationStep(*GuardStatement, *Block, AST);
    Fix.Edits.push_back(
        FixItHint::CreateInsertion(GuardStatement->getBeginLoc(), ("{\n" + Indent + Step).str()));
    indentLines(GuardStatement->getBeginLoc(), Close, Step, Fix);
    Fix.Edits.push_back(FixItHint::CreateInsertion(Close, "\n" + Indent + "}"));
    return Fix;
  }

  /// Moves the lines between \p From and \p To to the right, unless one of them is a raw string's.
  void indentLines(SourceLocation From, SourceLocation To, StringRef Step, OfferedFix &Fix) const {
    const StringRef Text = Lexer::getSourceText(CharSourceRange::getCharRange(From, To),
                                                AST.getSourceManager(), AST.getLangOpts());
    if (Text.contains("R\""))
      return;
    for (size_t At = 0; (At = Text.find('\n', At)) != StringRef::npos;)
      if (const StringRef Rest = Text.drop_front(++At); !Rest.starts_with("\n") && !Rest.starts_with("#"))
        Fix.Edits.push_back(FixItHint::CreateInsertion(From.getLocWithOffset(At), Step));
  }

  const ASTContext &AST;
  const BodyIndex &Body;
  const Suspension &At;
  const HeldResource &R;
  const VarDecl *Guard;
  const Stmt *Statement = nullptr;
  const CompoundStmt *Block = nullptr;
  const Stmt *GuardStatement = nullptr;
  const CompoundStmt *GuardBlock = nullptr;
};

} // namespace

std::optional<OfferedFix> releaseBefore(const ASTContext &AST, const BodyIndex &Body, const Suspension &At,
                                        const HeldResource &R, bool First, bool Last) {
  return Release(AST, Body, At, R).fix(First, Last);
}

} // namespace cotidy
