// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "core/Session.h"

#include "core/Check.h"

#include "clang-tidy/utils/IncludeInserter.h"
#include "clang/Lex/HeaderSearch.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/TimeProfiler.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether the compiler could not make sense of a part of \p S.
bool hasErrors(const Stmt *S) {
  if (const auto *E = dyn_cast_or_null<Expr>(S))
    return E->containsErrors();
  if (const auto *Declaration = dyn_cast_or_null<DeclStmt>(S);
      Declaration && llvm::any_of(Declaration->decls(), [](const Decl *D) { return D->isInvalidDecl(); }))
    return true;
  return S && llvm::any_of(S->children(), hasErrors);
}

/// The inserter looks for a place among the includes, and finds one before it finds the header further down
/// where the includes are not sorted. So what is included is asked for first.
class IncludeRecorder : public PPCallbacks {
public:
  using Headers = std::map<std::pair<unsigned, std::string>, std::optional<FixItHint>>;
  IncludeRecorder(const SourceManager &Sources, Headers &To) : Sources(Sources), To(To) {}

  void InclusionDirective(SourceLocation HashLoc, const Token &, StringRef Name, bool IsAngled,
                          CharSourceRange, OptionalFileEntryRef, StringRef, StringRef, const Module *, bool,
                          SrcMgr::CharacteristicKind) override {
    const std::string Spelled = (IsAngled ? "<" + Name + ">" : "\"" + Name + "\"").str();
    To.try_emplace({Sources.getFileID(HashLoc).getHashValue(), Spelled});
  }

private:
  const SourceManager &Sources;
  Headers &To;
};

} // namespace

Session::Session(tidy::ClangTidyContext &Tidy) : Tidy(Tidy) {}
Session::~Session() = default;

bool Session::adopt(Check &C) {
  Checks.push_back(&C);
  return Checks.size() == 1;
}

bool Session::watchesIncludes() const { return Includes != nullptr; }

void Session::watchIncludes(Preprocessor &PP) {
  this->PP = &PP;
  Includes = std::make_unique<tidy::utils::IncludeInserter>(tidy::utils::IncludeSorter::IS_LLVM,
                                                            /*SelfContainedDiags=*/false);
  Includes->registerPreprocessor(&PP);
  PP.addPPCallbacks(std::make_unique<IncludeRecorder>(PP.getSourceManager(), Inserted));
}

std::optional<FixItHint> Session::include(SourceLocation Loc, StringRef Header) {
  const SourceManager &Sources = AST->getSourceManager();
  const FileID File = Sources.getFileID(Sources.getExpansionLoc(Loc));
  // The inserter answers once for a header, but every fix must stand alone.
  auto [It, New] = Inserted.try_emplace({File.getHashValue(), Header.str()});
  if (New) {
    It->second = Includes->createIncludeInsertion(File, Header);
    if (It->second) // without an empty line, which would part the headers of one fix
      It->second->CodeToInsert = StringRef(It->second->CodeToInsert).trim('\n').str() + '\n';
  }
  return It->second;
}

bool Session::hasHeader(StringRef Header) const {
  HeaderSearch &Search = PP->getHeaderSearchInfo();
  for (const DirectoryLookup &Folder : Search.search_dir_range()) {
    if (!Folder.isNormalDir())
      continue;
    SmallString<256> Path(Folder.getDirRef()->getName());
    llvm::sys::path::append(Path, Header.trim("<>\""));
    if (Search.getFileMgr().getOptionalFileRef(Path))
      return true;
  }
  return false;
}

void Session::collect(const FunctionDecl &F, ASTContext &Context) {
  AST = &Context;
  const SourceManager &Sources = Context.getSourceManager();
  SourceLocation Loc = Sources.getExpansionLoc(F.getLocation());
  if (!Tidy.getOptions().SystemHeaders.value_or(false) && Sources.isInSystemHeader(Loc))
    return;
  if (F.isInvalidDecl() || (Context.getDiagnostics().hasErrorOccurred() && hasErrors(F.getBody())))
    return;
  // A lambda in the operand of an await is come by once for each part of the await.
  if (!Collected.insert(&F).second)
    return;
  Functions.push_back(&F);
  if (!F.isDependentContext())
    ++Instances[F.getLocation()];
}

// The pattern of a template is looked at only if nothing instantiates it: it knows less.
void Session::settleTemplates() {
  llvm::erase_if(Functions, [&](const FunctionDecl *F) {
    return F->isDependentContext() && Instances.count(F->getLocation());
  });
}

void Session::add(const Check &From, Finding F, const FunctionDecl &In) {
  std::optional<SourceLocation> Loc = reportLocation(F.Loc);
  if (!Loc)
    return;
  auto IsMacro = [](const FixItHint &Hint) {
    return Hint.RemoveRange.getBegin().isMacroID() || Hint.RemoveRange.getEnd().isMacroID() ||
           Hint.InsertFromRange.getBegin().isMacroID();
  };
  if (!mayFix(F.Loc) || llvm::any_of(F.SafeFix, IsMacro))
    F.SafeFix.clear();
  llvm::erase_if(F.Offers,
                 [&](const OfferedFix &O) { return !mayFix(F.Loc) || llvm::any_of(O.Edits, IsMacro); });
  assert((F.SafeFix.empty() || F.Offers.empty()) && "a warning carries fixes of one strength");
  F.Loc = *Loc;

  auto [Slot, New] = Findings.try_emplace({From.info().Name.str(), *Loc}, Pending{&From, F, {}});
  Pending &P = Slot->second;
  if (!New && P.What.Hidden && !F.Hidden)
    P.What = std::move(F);
  P.In.insert(&In);
}

void Session::finish() {
  if (!AST)
    return;
  settleTemplates();
  llvm::sort(Checks, [](const Check *A, const Check *B) { return A->info().Name < B->info().Name; });
  for (Check *C : Checks) {
    llvm::TimeTraceScope Timed("async-" + C->info().Name.str());
    C->checkUnit();
  }

  std::vector<const Pending *> Sorted;
  for (const auto &[Key, P] : Findings) {
    const FunctionDecl *Any = *P.In.begin();
    unsigned Seen = Instances.lookup(Any->getLocation());
    if (P.From->info().Agree == Instantiations::Any || P.In.size() >= Seen)
      Sorted.push_back(&P);
  }
  const SourceManager &Sources = AST->getSourceManager();
  llvm::sort(Sorted, [&](const Pending *A, const Pending *B) {
    if (A->What.Loc == B->What.Loc)
      return A->From->info().Name < B->From->info().Name;
    return Sources.isBeforeInTranslationUnit(A->What.Loc, B->What.Loc);
  });
  std::vector<OpenFinding> Open;
  for (const Pending *P : Sorted) {
    write(*P);
    if (const Finding &F = P->What; F.Question)
      Open.push_back({("async-" + P->From->info().Name).str(), F.Message, Sources.getFileOffset(F.Loc),
                      *F.Question, F.Hidden});
  }
  if (AtEnd)
    AtEnd(*this, Open);
  Findings.clear();
  Kept.clear();
}

void Session::write(const Pending &P) const {
  auto *From = const_cast<Check *>(P.From);
  const Finding &F = P.What;
  {
    DiagnosticBuilder Warning = From->diag(F.Loc, "%0") << F.Message;
    for (SourceRange Range : F.Highlights)
      Warning << Range;
    for (const FixItHint &Hint : F.SafeFix)
      Warning << Hint;
  }
  for (const Evidence &Step : F.Steps)
    From->diag(Step.Loc, "%0", DiagnosticIDs::Note) << Step.Text;
  for (const OfferedFix &Offer : F.Offers) {
    DiagnosticBuilder Note = From->diag(Offer.Loc.isValid() ? Offer.Loc : F.Loc, "%0", DiagnosticIDs::Note)
                             << Offer.Title;
    for (const FixItHint &Hint : Offer.Edits)
      Note << Hint;
  }
}

/// Where a finding at \p Loc is shown: as written if it is written in the file or in a macro's argument, else
/// where the macro is used; nowhere if a system header's macro wrote it.
std::optional<SourceLocation> Session::reportLocation(SourceLocation Loc) const {
  const SourceManager &Sources = AST->getSourceManager();
  if (Loc.isInvalid())
    return std::nullopt;
  if (Loc.isMacroID() && Sources.isInSystemMacro(Loc) && !Tidy.getOptions().SystemHeaders.value_or(false))
    return std::nullopt;
  return Sources.getFileLoc(Loc);
}

} // namespace cotidy
