// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/FixTemplates.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringSet.h"

using namespace clang;

namespace cotidy {

namespace {

/// Calls \p Visit for each token of \p Text that is an identifier or keyword, with what is before and after
/// it.
template <typename F> void forEachWord(StringRef Text, F Visit) {
  for (size_t I = 0; I < Text.size();) {
    if (!isAsciiIdentifierStart(Text[I])) {
      ++I;
      continue;
    }
    size_t End = I;
    while (End < Text.size() && isAsciiIdentifierContinue(Text[End]))
      ++End;
    Visit(Text.slice(I, End), Text.take_front(I).rtrim(), Text.drop_front(End).ltrim());
    I = End;
  }
}

/// The length of the placeholder \p Text begins with, braces included; 0 if it begins with none.
size_t placeholderLength(StringRef Text) {
  if (!Text.starts_with("{"))
    return 0;
  size_t End = Text.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", 1);
  return End > 1 && End != StringRef::npos && Text[End] == '}' ? End + 1 : 0;
}

/// The names a template may declare for itself: every word that is neither qualified nor a member, unless the
/// language knows it.
llvm::StringSet<> ownNames(StringRef Template, const LangOptions &Lang) {
  std::string Text;
  for (; !Template.empty(); Template = Template.drop_front(std::max<size_t>(placeholderLength(Template), 1)))
    Text += placeholderLength(Template) ? '.' : Template.front();
  IdentifierTable Keywords(Lang);
  llvm::StringSet<> Names;
  forEachWord(Text, [&](StringRef Word, StringRef Before, StringRef After) {
    if (!Keywords.get(Word).isKeyword(Lang) && !Before.ends_with("::") && !After.starts_with("::") &&
        !Before.ends_with("."))
      Names.insert(Word);
  });
  return Names;
}

bool usesAny(StringRef Text, const llvm::StringSet<> &Names) {
  bool Found = false;
  forEachWord(Text, [&](StringRef Word, StringRef, StringRef) { Found |= Names.contains(Word); });
  return Found;
}

/// The names that fixes declare in each function: all of them may be applied together.
struct DeclaredNames : Session::Facts {
  explicit DeclaredNames(Session &) {}
  llvm::DenseMap<const FunctionDecl *, llvm::StringSet<>> In;
};

/// \p Name, or the same with a number if the function or a fix in it already has the word.
std::string freshName(StringRef Name, StringRef Function, const llvm::StringSet<> &Declared) {
  std::string Fresh = Name.str();
  for (unsigned I = 2; Declared.contains(Fresh) || usesAny(Function, llvm::StringSet<>{Fresh}); ++I)
    Fresh = (Name + Twine(I)).str();
  return Fresh;
}

bool holdsDirective(StringRef Text) {
  SmallVector<StringRef> Lines;
  Text.split(Lines, '\n');
  return llvm::any_of(Lines, [](StringRef Line) { return Line.ltrim().starts_with("#"); });
}

/// Whether a comment of \p Range lies outside every piece that goes into the text.
bool losesComment(SourceRange Range, ArrayRef<const FixPiece *> Used, const ASTContext &AST) {
  const SourceManager &Sources = AST.getSourceManager();
  auto [File, Begin] = Sources.getDecomposedLoc(Range.getBegin());
  unsigned End = Sources.getFileOffset(Range.getEnd());
  StringRef Buffer = Sources.getBufferData(File);
  Lexer Raw(Sources.getLocForStartOfFile(File), AST.getLangOpts(), Buffer.begin(), Buffer.begin() + Begin,
            Buffer.end());
  Raw.SetCommentRetentionState(true);
  for (Token T; !Raw.LexFromRawLexer(T) && Sources.getFileOffset(T.getLocation()) <= End;)
    if (T.is(tok::comment) && llvm::none_of(Used, [&](const FixPiece *P) {
          return P->From.isValid() &&
                 Sources.isPointWithin(T.getLocation(), P->From.getBegin(), P->From.getEnd());
        }))
      return true;
  return false;
}

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

class Renderer {
public:
  Renderer(Unit &U, const FixRequest &R, StringRef Namespace)
      : U(U), AST(U.ast()), R(R), Namespace(Namespace) {
    std::string Folder = Namespace.str();
    for (size_t At; (At = Folder.find("::")) != std::string::npos;)
      Folder.replace(At, 2, "/");
    Pieces = {{"namespace", Namespace.str(), {}}, {"path", Folder, {}}};
    Pieces.append(R.Pieces.begin(), R.Pieces.end());
    if (R.Call)
      addCall(*R.Call);
  }

  std::optional<OfferedFix> render(const FixModel &M);

private:
  bool fits(const FixModel &M) const;
  bool isVisible(StringRef Name) const;
  void addCall(const CallSite &Site);
  const FixPiece *piece(StringRef Name) const;
  std::optional<std::string> fill(StringRef Text, SmallVectorImpl<const FixPiece *> *Used) const;

  Unit &U;
  const ASTContext &AST;
  const FixRequest &R;
  StringRef Namespace;
  SmallVector<FixPiece, 12> Pieces;
};

void Renderer::addCall(const CallSite &Site) {
  auto Add = [&](StringRef Name, SourceRange Range) {
    StringRef Text = writtenText(Range, AST);
    if (!Text.empty())
      Pieces.push_back({Name, Text.str(), Range});
  };
  for (const FunctionModel *M : Site.Models) {
    if (!M->Twin.empty())
      Pieces.push_back({"twin", M->Twin, {}});
    if (const Expr *Resource = Site.resource(*M))
      Add("resource", Resource->getSourceRange());
  }
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Site.E); Member && Site.Object) {
    // Of `smart->f()` the object is what the operator gives, written as `smart->`.
    const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Site.Object);
    const Expr *Object = Operator && Operator->getOperator() == OO_Arrow ? Operator->getArg(0) : Site.Object;
    StringRef Text = writtenText(Object->getSourceRange(), AST);
    const auto *Callee = dyn_cast<MemberExpr>(Member->getCallee()->IgnoreParens());
    const bool Arrow = Callee && Callee->isArrow();
    if (!Text.empty())
      Pieces.push_back(
          {"receiver", Arrow ? ("(*" + Text + ")").str() : Text.str(), Object->getSourceRange()});
  }
  const auto *Call = dyn_cast<CallExpr>(Site.E);
  if (Call)
    Add("callee", Call->getCallee()->getSourceRange());
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
      Pieces.push_back({Name, "", {}});
    else
      Add(Name, Range);
  };
  AddOrEmpty("args", All);
  AddOrEmpty("first-args", First);
  if (Last.isValid())
    Add("last-arg", Last);
}

const FixPiece *Renderer::piece(StringRef Name) const {
  const FixPiece *Found = llvm::find_if(Pieces, [&](const FixPiece &P) { return P.Name == Name; });
  return Found == Pieces.end() ? nullptr : Found;
}

/// \p Text with its placeholders filled in; none if one of them stands for nothing here.
std::optional<std::string> Renderer::fill(StringRef Text, SmallVectorImpl<const FixPiece *> *Used) const {
  std::string Result;
  while (!Text.empty()) {
    size_t Length = placeholderLength(Text);
    if (Length == 0) {
      Result += Text.front();
      Text = Text.drop_front();
      continue;
    }
    const FixPiece *P = piece(Text.slice(1, Length - 1));
    if (!P)
      return std::nullopt;
    Result += P->Text;
    if (Used)
      Used->push_back(P);
    Text = Text.drop_front(Length);
    if (P->Text.empty() && Text.consume_front(",")) // the comma after an empty list goes
      Text = Text.ltrim();
  }
  return Result;
}

bool Renderer::isVisible(StringRef Name) const {
  std::optional<std::string> Filled = fill(Name, nullptr);
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
      Text.contains("{receiver}") != (piece("receiver") != nullptr))
    return false;
  // What to await instead is said for certain functions, or by the twin.
  if (M.For == FixFor::Twin && !Text.contains("{twin}") && M.Calls.empty())
    return false;
  // The same call with a limit on its time, or without.
  if (M.For == FixFor::Twin && Text.contains("{duration}") != R.Limited)
    return false;
  if (M.For == FixFor::JoinTwo && Text.contains("{first-name}") != (piece("first-name") != nullptr))
    return false;
  return llvm::all_of(M.Needs, [&](const std::string &Name) { return isVisible(Name); });
}

std::optional<OfferedFix> Renderer::render(const FixModel &M) {
  if (!fits(M))
    return std::nullopt;
  const SourceManager &Sources = AST.getSourceManager();
  const bool WholeStatement = !isa<Expr>(R.Replaced) || R.For == FixFor::Deadline;
  const Stmt *Statement = R.Body->statementOf(R.Replaced);
  const Stmt &Last = R.Last ? *R.Last : *R.Replaced;
  const SourceRange Range(R.Replaced->getBeginLoc(), Last.getEndLoc());
  if (writtenText(Range, AST).empty() || holdsDirective(writtenText(Range, AST)))
    return std::nullopt;

  SmallVector<const FixPiece *, 8> Used;
  StringRef Function = writtenText(R.Body->root()->getSourceRange(), AST);
  llvm::StringSet<> &Names = U.session().facts<DeclaredNames>().In[&R.Body->function()];
  std::string Name, Declared;
  const size_t Given = Pieces.size();
  const bool Limits = StringRef(M.Text).contains("{limit}");
  const std::string &Value = Limits ? R.Constant : M.Duration;
  if (R.InPlace) {
    Pieces.push_back({"duration", Value, {}});
  } else if (Limits || (StringRef(M.Text).contains("{duration}") && !piece("duration"))) {
    Name = freshName(Limits ? "max_in_flight" : "time_limit", Function, Names);
    Declared = ("constexpr " + Twine(Limits ? "unsigned " : "auto ") + Name + " = " + Value + ";").str();
    Pieces.push_back({Limits ? "limit" : "duration", Name, {}});
  }
  std::optional<std::string> Text = fill(StringRef(M.Text).rtrim(), &Used);
  Pieces.resize(Given, FixPiece{});
  if (!Text)
    return std::nullopt;
  if ((WholeStatement || !Declared.empty()) && !isa_and_nonnull<CompoundStmt>(R.Body->parent(Statement)))
    return std::nullopt;
  if (R.For != FixFor::Deadline && losesComment(Range, Used, AST))
    return std::nullopt;
  const llvm::StringSet<> Own = ownNames(M.Text, AST.getLangOpts());
  if (WholeStatement && llvm::any_of(R.Pieces, [&](const FixPiece &P) { return usesAny(P.Text, Own); }))
    return std::nullopt;

  OfferedFix Fix;
  Pieces.push_back({Limits ? "limit" : "duration", Value, {}}); // a title shows the value
  Fix.Title = fill(M.Title, nullptr).value_or(M.Title);
  Pieces.resize(Given, FixPiece{});
  for (const std::string &Template : M.Includes) {
    std::optional<std::string> Header = fill(Template, nullptr);
    if (!Header || !U.session().hasHeader(*Header))
      return std::nullopt;
    if (std::optional<FixItHint> Include = U.session().include(Range.getBegin(), *Header))
      Fix.Edits.push_back(*Include);
  }

  // Each further line of the text is indented as the statement is.
  StringRef Indent = Lexer::getIndentationForLine(Statement->getBeginLoc(), Sources);
  std::string Indented;
  for (char C : *Text) {
    Indented += C;
    if (C == '\n')
      Indented += Indent;
  }
  std::string Before = Declared.empty() ? "" : (Declared + "\n" + Indent).str();
  if (R.For == FixFor::Deadline) {
    Fix.Edits.push_back(
        FixItHint::CreateInsertion(Range.getBegin(), (Before + Indented + "\n" + Indent).str()));
  } else if (WholeStatement) {
    const CharSourceRange Whole =
        CharSourceRange::getTokenRange(Range.getBegin(), statementRange(Last, AST).getEnd());
    Fix.Edits.push_back(FixItHint::CreateReplacement(Whole, Before + Indented));
  } else {
    if (!Before.empty())
      Fix.Edits.push_back(FixItHint::CreateInsertion(Statement->getBeginLoc(), Before));
    Fix.Edits.push_back(FixItHint::CreateReplacement(Range, Indented));
  }
  if (!Name.empty())
    Names.insert(Name);
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
