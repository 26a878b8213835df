// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/FixTemplates.h"

#include "semantics/TemplateWords.h"
#include "semantics/WrittenText.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringSet.h"

using namespace clang;

namespace cotidy {

namespace {

/// The names that fixes declare in each function: all of them may be applied together.
struct DeclaredNames : Session::Facts {
  explicit DeclaredNames(Session &) {}
  llvm::DenseMap<const FunctionDecl *, llvm::StringSet<>> In;
};

/// A task type whose arguments after the first are the template's defaults: only of those can a text that
/// spells the template with one argument be sure to fit.
bool hasDefaultArguments(QualType T) {
  const auto *Specialization = dyn_cast_or_null<ClassTemplateSpecializationDecl>(classOf(T));
  if (!Specialization)
    return true;
  const TemplateParameterList *Parameters =
      Specialization->getSpecializedTemplate()->getMostRecentDecl()->getTemplateParameters();
  const TemplateArgumentList &Arguments = Specialization->getTemplateArgs();
  for (unsigned I = 1; I < Arguments.size() && I < Parameters->size(); ++I) {
    const auto *Parameter = dyn_cast<TemplateTypeParmDecl>(Parameters->getParam(I));
    if (!Parameter || !Parameter->hasDefaultArgument() || Arguments[I].getKind() != TemplateArgument::Type)
      return false;
    QualType Default = Parameter->getDefaultArgument().getArgument().getAsType();
    if (!Default->isDependentType() &&
        Default.getCanonicalType() != Arguments[I].getAsType().getCanonicalType())
      return false;
  }
  return true;
}

/// Whether \p Loc is in the header itself: the library's own code can't be built on what it makes of itself.
bool isInHeader(SourceLocation Loc, StringRef Header, const SourceManager &Sources) {
  return Sources.getFilename(Sources.getExpansionLoc(Loc)).ends_with(("/" + Header.trim("<>\"")).str());
}

/// Whether what stands around the replaced expression binds tighter than an await: `call().size()`,
/// `call()[0]`.
bool bindsTighter(const FixRequest &R) {
  const auto *Replaced = dyn_cast<Expr>(R.Replaced);
  const Stmt *Up = Replaced && R.For != FixFor::Deadline ? R.Body->meaningfulParent(Replaced) : nullptr;
  const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Up);
  return isa_and_nonnull<MemberExpr, ArraySubscriptExpr>(Up) ||
         (Operator && strip(Operator->getArg(0)) == strip(Replaced) &&
          (Operator->getOperator() == OO_Subscript || Operator->getOperator() == OO_Call ||
           Operator->getOperator() == OO_Arrow));
}

class Renderer {
public:
  Renderer(Unit &U, const FixRequest &R, StringRef Namespace)
      : U(U), AST(U.ast()), R(R), Namespace(Namespace), Pieces(AST) {
    std::string Folder = Namespace.str();
    for (size_t At; (At = Folder.find("::")) != std::string::npos;)
      Folder.replace(At, 2, "/");
    Pieces.add("namespace", Namespace.str());
    Pieces.add("path", Folder);
    Pieces.add(R.Pieces);
    if (R.Call)
      Pieces.addCall(*R.Call);
  }

  std::optional<OfferedFix> render(const FixModel &M);

private:
  struct Constant {
    StringRef Placeholder;
    std::string Value;
    std::string Name;        ///< empty: none is declared
    std::string Declaration; ///< empty with it
  };

  bool fits(const FixModel &M) const;
  bool isVisible(StringRef Name) const;
  Constant constantOf(const FixModel &M) const;
  bool addIncludes(const FixModel &M, OfferedFix &To) const;
  StringRef indentation(SourceLocation Loc) const {
    return Lexer::getIndentationForLine(Loc, AST.getSourceManager());
  }
  StringRef step() const;
  std::string indented(StringRef Template, SourceLocation At) const;
  void addEdits(SourceRange Range, StringRef Text, StringRef Declaration, OfferedFix &To) const;
  /// Whether the text takes the place of a statement, or stands before one.
  bool replacesStatement() const { return !isa<Expr>(R.Replaced) || R.For == FixFor::Deadline; }
  /// Whether a value is written where it is needed: no `goto` may jump over the declaration of a constant.
  bool takesValue() const {
    return R.InPlace || llvm::any_of(R.Body->nodes(), [](const Stmt *S) { return isa<LabelStmt>(S); });
  }
  llvm::StringSet<> &declaredNames() const {
    return U.session().facts<DeclaredNames>().In[&R.Body->function()];
  }

  Unit &U;
  const ASTContext &AST;
  const FixRequest &R;
  StringRef Namespace;
  FixPieces Pieces;
};

bool Renderer::isVisible(StringRef Name) const {
  std::optional<std::string> Filled = Pieces.fill(Name);
  if (!Filled)
    return false;
  StringRef Spelled = *Filled;
  if (Spelled.consume_front("@::"))
    return findName((Namespace + "::" + Spelled).str(), AST);
  return findName(Spelled, AST);
}

bool Renderer::fits(const FixModel &M) const {
  if (M.Collects.value_or(false) != R.Collects)
    return false;
  if (!R.Awaited.isNull()) {
    const CXXRecordDecl *Task = classOf(R.Awaited);
    if (!M.Awaits.empty() && (!Task || llvm::none_of(M.Awaits, [&](const std::string &Name) {
          return ModelSet::isNamed(*Task, Name);
        })))
      return false;
    if (!hasDefaultArguments(R.Awaited))
      return false;
  }
  if (!M.Calls.empty() && (!R.Call || !R.Call->Callee || llvm::none_of(M.Calls, [&](const std::string &Name) {
        return ModelSet::isNamed(*R.Call->Callee, Name);
      })))
    return false;
  if (R.Call && !U.calls().holds(M.When, M.Unless, *R.Call))
    return false;
  // A text that does not ask for a piece of the code would lose it.
  StringRef Text = M.Text;
  if (M.For == FixFor::Twin && Text.contains("{twin}") &&
      Text.contains("{receiver}") != (Pieces.find("receiver") != nullptr))
    return false;
  // What to await instead is said for certain functions, or by the twin.
  if (M.For == FixFor::Twin && !Text.contains("{twin}") && M.Calls.empty())
    return false;
  // The same call with a limit on its time, or without.
  if (M.For == FixFor::Twin && Text.contains("{duration}") != R.Limited)
    return false;
  if (M.For == FixFor::JoinTwo && Text.contains("{first-name}") != (Pieces.find("first-name") != nullptr))
    return false;
  return llvm::all_of(M.Needs, [&](const std::string &Name) { return isVisible(Name); });
}

/// The constant a template's {limit} or {duration} is a name of, where it is to be declared.
Renderer::Constant Renderer::constantOf(const FixModel &M) const {
  const bool Limits = StringRef(M.Text).contains("{limit}");
  Constant Made{Limits ? "limit" : "duration", Limits ? R.Constant : M.Duration, "", ""};
  if (takesValue() || (!Limits && (!StringRef(M.Text).contains("{duration}") || Pieces.find("duration"))))
    return Made;
  Made.Name = freshName(Limits ? "max_in_flight" : "time_limit",
                        writtenText(R.Body->root()->getSourceRange(), AST), declaredNames());
  Made.Declaration =
      ("constexpr " + Twine(Limits ? "unsigned " : "auto ") + Made.Name + " = " + Made.Value + ";").str();
  return Made;
}

/// Adds the includes that \p M asks for; false if there is no such header.
bool Renderer::addIncludes(const FixModel &M, OfferedFix &To) const {
  for (const std::string &Template : M.Includes) {
    std::optional<std::string> Header = Pieces.fill(Template);
    const SourceLocation At = R.Replaced->getBeginLoc();
    if (!Header || !U.session().hasHeader(*Header) || isInHeader(At, *Header, AST.getSourceManager()))
      return false;
    if (std::optional<FixItHint> Include = U.session().include(At, *Header))
      To.Edits.push_back(*Include);
  }
  return true;
}

/// What one level of indentation is where the fix goes.
StringRef Renderer::step() const {
  const Stmt *Inner = R.Body->statementOf(R.Replaced);
  const auto *Block = dyn_cast_or_null<CompoundStmt>(R.Body->parent(Inner));
  return Block ? indentationStep(*Inner, *Block, AST) : "  ";
}

/// A template's text for the place of \p At: its further lines are indented as the line of \p At is, and by
/// the steps of the code there for each two spaces of their own.
std::string Renderer::indented(StringRef Template, SourceLocation At) const {
  std::string Result;
  SmallVector<StringRef> Lines;
  Template.rtrim().split(Lines, '\n');
  for (StringRef Line : Lines) {
    if (!Result.empty())
      Result += ("\n" + indentation(At)).str();
    while (Line.consume_front("  "))
      Result += step();
    Result += Line;
  }
  return Result;
}

/// Adds the edits that put \p Text, and \p Declaration before its statement, into place.
void Renderer::addEdits(SourceRange Range, StringRef Text, StringRef Declaration, OfferedFix &To) const {
  const Stmt *Statement = R.Body->statementOf(R.Replaced);
  const StringRef Indent = indentation(Statement->getBeginLoc());
  const std::string Before = Declaration.empty() ? "" : (Declaration + "\n" + Indent).str();
  if (R.For == FixFor::Deadline) {
    To.Edits.push_back(FixItHint::CreateInsertion(Range.getBegin(), (Before + Text + "\n" + Indent).str()));
  } else if (replacesStatement()) {
    const Stmt &Last = R.Last ? *R.Last : *R.Replaced;
    const CharSourceRange Whole =
        CharSourceRange::getTokenRange(Range.getBegin(), statementRange(Last, AST).getEnd());
    To.Edits.push_back(FixItHint::CreateReplacement(Whole, (Before + Text).str()));
  } else {
    if (!Before.empty())
      To.Edits.push_back(FixItHint::CreateInsertion(Statement->getBeginLoc(), Before));
    To.Edits.push_back(FixItHint::CreateReplacement(Range, Text));
  }
}

std::optional<OfferedFix> Renderer::render(const FixModel &M) {
  if (!fits(M))
    return std::nullopt;
  const SourceRange Range(R.Replaced->getBeginLoc(), (R.Last ? R.Last : R.Replaced)->getEndLoc());
  if (writtenText(Range, AST).empty() || holdsDirective(writtenText(Range, AST)))
    return std::nullopt;

  const Constant Limit = constantOf(M);
  FixPieces Named = Pieces, Valued = Pieces; // a title shows the value
  Valued.add(Limit.Placeholder, Limit.Value);
  if (takesValue() || !Limit.Name.empty())
    Named.add(Limit.Placeholder, takesValue() ? Limit.Value : Limit.Name);
  SmallVector<SourceRange, 8> Used;
  const std::optional<std::string> Text =
      Named.fill(indented(M.Text, Range.getBegin()), indentation(Range.getBegin()), &Used);
  if (!Text || (R.For != FixFor::Deadline && losesComment(Range, Used, AST)))
    return std::nullopt;
  if ((replacesStatement() || !Limit.Declaration.empty()) &&
      !isa_and_nonnull<CompoundStmt>(R.Body->parent(R.Body->statementOf(R.Replaced))))
    return std::nullopt;
  const llvm::StringSet<> Own = ownNames(M.Text, AST.getLangOpts());
  if (replacesStatement() && llvm::any_of(R.Pieces, [&](const FixPiece &P) { return usesAny(P.Text, Own); }))
    return std::nullopt;

  OfferedFix Fix;
  Fix.Title = Valued.fill(M.Title).value_or(M.Title);
  if (!addIncludes(M, Fix))
    return std::nullopt;
  addEdits(Range, bindsTighter(R) ? "(" + *Text + ")" : *Text, Limit.Declaration, Fix);
  if (!Limit.Name.empty())
    declaredNames().insert(Limit.Name);
  return Fix;
}

} // namespace

bool FixRequest::copy(StringRef Name, SourceRange Range, Unit &U) {
  StringRef Text = writtenText(Range, U.ast());
  if (Text.empty())
    return false;
  Pieces.push_back({Name, Text.str(), Range});
  return true;
}

const NamedDecl *findName(StringRef QualifiedName, const ASTContext &AST) {
  const DeclContext *Scope = AST.getTranslationUnitDecl();
  const NamedDecl *Found = nullptr;
  SmallVector<StringRef> Parts;
  QualifiedName.split(Parts, "::");
  for (StringRef Part : Parts) {
    if (!Scope)
      return nullptr;
    DeclContext::lookup_result Result = Scope->lookup(&AST.Idents.get(Part));
    if (Result.empty())
      return nullptr;
    Found = Result.front()->getUnderlyingDecl();
    if (const auto *Alias = dyn_cast<NamespaceAliasDecl>(Found))
      Found = Alias->getNamespace();
    Scope = dyn_cast<DeclContext>(Found);
    if (const auto *Template = dyn_cast<ClassTemplateDecl>(Found))
      Scope = Template->getTemplatedDecl();
  }
  return Found;
}

std::optional<OfferedFix> render(Unit &U, const FixRequest &Request) {
  const ASTContext &AST = U.ast();
  SourceLocation Begin = Request.Replaced->getBeginLoc();
  if (!Session::mayFix(Begin) || !Request.Origin || AST.getSourceManager().isInSystemHeader(Begin))
    return std::nullopt;
  Renderer R(U, Request, U.models().namespaceOf(Request.Library, *Request.Origin));
  for (const FixModel *M : U.models().fixes(Request.For, Request.Library))
    if (std::optional<OfferedFix> Fix = R.render(*M))
      return Fix;
  return std::nullopt;
}

} // namespace cotidy
