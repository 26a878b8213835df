// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/LoopFixes.h"

#include "semantics/Place.h"
#include "semantics/WrittenText.h"

#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

namespace {

/// A range whose elements stay where they are: an array or a container that knows its size.
bool isSized(const Expr &Range) {
  const CXXRecordDecl *Class = classOf(Range.getType());
  return Range.isLValue() &&
         (Range.getType()->isArrayType() || (Class && !methodsNamed(*Class, "size").empty()));
}

/// Takes \p S away, with its line if it has one for itself.
FixItHint removal(const Stmt &S, const ASTContext &AST) {
  const SourceManager &Sources = AST.getSourceManager();
  const CharSourceRange Range = statementRange(S, AST);
  SourceLocation End = Lexer::getLocForEndOfToken(Range.getEnd(), 0, Sources, AST.getLangOpts());
  StringRef After = Sources.getBufferData(Sources.getFileID(End)).drop_front(Sources.getFileOffset(End));
  const size_t Blank = After.find_first_not_of(" \t");
  if (Blank != StringRef::npos && After[Blank] == '\n')
    End = End.getLocWithOffset(std::min(After.find_first_not_of(" \t", Blank + 1), After.size()));
  return FixItHint::CreateRemoval(CharSourceRange::getCharRange(Range.getBegin(), End));
}

/// The statements that belong to a collection of tasks: its declaration, room for it, the loop, the join.
class Collection {
public:
  Collection(const BodyIndex &Body, const FanOut &Found) : Body(Body), Found(Found) {}

  /// Whether they follow each other in one block, and nothing else uses the tasks.
  bool find();
  ArrayRef<const Stmt *> others() const { return Others; }

private:
  bool isRoom(const Stmt &S) const;
  bool uses(const Stmt &S) const {
    return llvm::any_of(Body.uses(*Found.Tasks),
                        [&](const DeclRefExpr *Use) { return Body.contains(&S, Use); });
  }

  const BodyIndex &Body;
  const FanOut &Found;
  SmallVector<const Stmt *, 3> Others; ///< all but the loop
};

/// `tasks.reserve(rows.size())`
bool Collection::isRoom(const Stmt &S) const {
  const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(strip(dyn_cast<Expr>(&S)));
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  return Method && Method->getDeclName().isIdentifier() && Method->getName() == "reserve" && uses(S);
}

bool Collection::find() {
  const auto *Block = dyn_cast_or_null<CompoundStmt>(Body.parent(Found.Loop->S));
  const Stmt *Join = Body.statementOf(Found.At);
  const auto *Await = Body.enclosing<CoroutineSuspendExpr>(Found.At);
  if (!Block || !Await || strip(Await->getOperand()) != Found.At || !Body.isDiscarded(Await) ||
      strip(dyn_cast<Expr>(Join)) != Await)
    return false;
  const auto *const *Loop = llvm::find(Block->body(), Found.Loop->S);
  if (std::next(Loop) == Block->body_end() || *std::next(Loop) != Join)
    return false;
  Others.push_back(Join);
  for (const auto *const *Before = Loop; Before != Block->body_begin();) {
    const Stmt *S = *--Before;
    Others.push_back(S);
    const auto *Declaration = dyn_cast<DeclStmt>(S);
    if (Declaration && Declaration->isSingleDecl() && Declaration->getSingleDecl() == Found.Tasks)
      return llvm::all_of(Body.uses(*Found.Tasks), [&](const DeclRefExpr *Use) {
        return Body.contains(Found.Loop->S, Use) ||
               llvm::any_of(Others, [&](const Stmt *Other) { return Body.contains(Other, Use); });
      });
    if (!isRoom(*S))
      return false;
  }
  return false;
}

/// `tasks.push_back(call)`, alone in the loop
bool collectsOnly(const FanOut &Found) {
  const auto *Block = dyn_cast<CompoundStmt>(Found.Loop->Body);
  if (Block && Block->size() != 1)
    return false;
  const auto *Add = dyn_cast_or_null<CXXMemberCallExpr>(
      strip(dyn_cast<Expr>(Block ? Block->body_front() : Found.Loop->Body)));
  return Add && Add->getNumArgs() == 1 && strip(Add->getArg(0)) == Found.Task->E;
}

} // namespace

bool copyLoop(FixRequest &Request, const LoopInfo &Loop, const Expr &Call, Unit &U) {
  const auto *For = dyn_cast<CXXForRangeStmt>(Loop.S);
  if (!For || For->getInit() || !isSized(*Loop.Range))
    return false;
  // What stands before the colon.
  SourceRange Element(For->getLoopVariable()->getBeginLoc(), For->getColonLoc());
  StringRef Text = writtenText(Element, U.ast());
  Text.consume_back(":");
  Request.Pieces.push_back({"element", Text.trim().str(), Element});
  return !Text.empty() && Request.copy("call", Call.getSourceRange(), U) &&
         Request.copy("range", Loop.Range->getSourceRange(), U);
}

std::optional<OfferedFix> boundFanOut(Unit &U, const Coroutine &C, const FanOut &Found,
                                      unsigned MaxInFlight) {
  const CallSite &Site = U.calls().site(Found.At);
  if (const FunctionModel *Join = Site.does(CallKind::Join)) {
    FixRequest Limit{FixFor::Limit, Join->Library, Site.Callee, C.Index, Site.E, QualType(), &Site};
    Limit.Constant = std::to_string(MaxInFlight);
    // What is given as a template argument would be lost.
    const auto *Call = dyn_cast<CallExpr>(Site.E);
    const auto *Named = Call ? dyn_cast<DeclRefExpr>(Call->getCallee()->IgnoreParenImpCasts()) : nullptr;
    if (!Named || !Named->hasExplicitTemplateArgs())
      if (std::optional<OfferedFix> Fix = render(U, Limit))
        return Fix;
  }
  const AwaitableInfo *Info = Found.Task ? U.awaitables().info(Found.Task->E->getType()) : nullptr;
  Collection Collected(*C.Index, Found);
  if (!Info || !Info->Model || !Found.Loop || !Found.Tasks || !collectsOnly(Found) || !Collected.find())
    return std::nullopt;
  FixRequest Loop{FixFor::BoundedJoin, Info->Model->Library,    Info->Class, C.Index,
                  Found.Loop->S,       Found.Task->E->getType()};
  Loop.Constant = std::to_string(MaxInFlight);
  if (!copyLoop(Loop, *Found.Loop, *Found.Task->E, U))
    return std::nullopt;
  const SourceRange Call = Found.Task->E->getSourceRange();
  Loop.Pieces.push_back({"body", ("co_await " + writtenText(Call, U.ast()) + ";").str(), Call});
  std::optional<OfferedFix> Fix = render(U, Loop);
  if (Fix)
    for (const Stmt *Other : Collected.others()) {
      if (writtenText(Other->getSourceRange(), U.ast()).empty())
        return std::nullopt;
      Fix->Edits.push_back(removal(*Other, U.ast()));
    }
  return Fix;
}

} // namespace cotidy
