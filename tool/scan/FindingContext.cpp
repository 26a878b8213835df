// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "FindingContext.h"

#include "Paths.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace clang;

namespace cotidy {

namespace {

constexpr size_t LongestStatement = 400;

class Lister : public ASTConsumer {
public:
  explicit Lister(FunctionList &To) : To(To) {}

  void HandleTranslationUnit(ASTContext &Context) override {
    Sources = &Context.getSourceManager();
    Folder = Sources->getFileManager().getVirtualFileSystem().getCurrentWorkingDirectory().get();
    for (const Decl *D : Context.getTraversalScope())
      visit(D);
  }

private:
  // Functions inside functions carry the name of the outer one: lambdas have none.
  void visit(const Decl *D) {
    if (const auto *Template = dyn_cast<TemplateDecl>(D))
      D = Template->getTemplatedDecl();
    if (!D || Sources->isInSystemHeader(Sources->getExpansionLoc(D->getLocation())))
      return;
    if (const auto *Function = dyn_cast<FunctionDecl>(D);
        Function && Function->doesThisDeclarationHaveABody())
      add(*Function);
    else if (isa<TranslationUnitDecl, NamespaceDecl, LinkageSpecDecl, ExportDecl, CXXRecordDecl>(D))
      for (const Decl *Inner : cast<DeclContext>(D)->decls())
        visit(Inner);
  }

  void add(const FunctionDecl &Function) {
    FileIDAndOffset Begin = Sources->getDecomposedExpansionLoc(Function.getBeginLoc());
    FileIDAndOffset End = Sources->getDecomposedExpansionLoc(Function.getEndLoc());
    OptionalFileEntryRef File = Sources->getFileEntryRefForID(Begin.first);
    if (File && Begin.first == End.first)
      To.Functions.push_back({absolutePath(File->getName(), Folder), Begin.second, End.second,
                              Function.getQualifiedNameAsString()});
  }

  using FileIDAndOffset = std::pair<FileID, unsigned>;
  FunctionList &To;
  std::string Folder;
  const SourceManager *Sources = nullptr;
};

} // namespace

std::unique_ptr<ASTConsumer> listFunctions(FunctionList &To) { return std::make_unique<Lister>(To); }

std::string FunctionList::around(StringRef File, uint64_t Offset) const {
  const Entry *Best = nullptr;
  for (const Entry &E : Functions)
    if (E.Begin <= Offset && Offset <= E.End && E.File == File && (!Best || E.Begin >= Best->Begin))
      Best = &E;
  return Best ? Best->Name : std::string();
}

std::string statementAt(StringRef Text, uint64_t Offset) {
  Offset = std::min<uint64_t>(Offset, Text.size());
  size_t Before = Text.take_front(Offset).find_last_of(";{}");
  size_t Begin = Before == StringRef::npos ? 0 : Before + 1;
  // A preprocessor line or a line comment ends where its line does.
  for (size_t Line = Text.find('\n', Begin); Line < Offset; Line = Text.find('\n', Begin)) {
    StringRef First = Text.slice(Begin, Line).ltrim();
    if (!First.empty() && !First.starts_with("#") && !First.starts_with("//"))
      break;
    Begin = Line + 1;
  }
  unsigned Depth = 0;
  size_t End = Offset;
  for (; End < Text.size(); ++End) {
    char C = Text[End];
    if (C == '(' || C == '[')
      ++Depth;
    else if ((C == ')' || C == ']') && Depth)
      --Depth;
    else if (!Depth && (C == ';' || C == '{' || C == '}'))
      break;
  }
  SmallVector<StringRef> Words;
  SplitString(Text.slice(Begin, End), Words, " \t\r\n\f\v");
  return join(Words, " ").substr(0, LongestStatement);
}

} // namespace cotidy
