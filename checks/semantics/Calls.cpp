// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/Calls.h"

#include "semantics/BodyIndex.h"
#include "semantics/SmartPointers.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {

const CXXRecordDecl *classOf(QualType T, bool ThroughPointer) {
  if (T.isNull())
    return nullptr;
  T = T.getNonReferenceType();
  if (ThroughPointer && T->isPointerType())
    T = T->getPointeeType();
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  if (!ThroughPointer || !Class)
    return Class;
  const TemplateArgument *Pointee = pointeeOf(*Class);
  const CXXRecordDecl *Inner = Pointee ? Pointee->getAsType()->getAsCXXRecordDecl() : nullptr;
  return Inner ? Inner : Class;
}

bool isTime(QualType T) {
  const CXXRecordDecl *Class = classOf(T);
  const auto *Space = Class ? dyn_cast<NamespaceDecl>(Class->getDeclContext()) : nullptr;
  while (Space && Space->isInline())
    Space = dyn_cast<NamespaceDecl>(Space->getDeclContext());
  return Space && Space->getParent()->isStdNamespace() && Space->getName() == "chrono";
}

const NamedDecl *CallSite::named() const {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee);
  if (Method && Method->getOverloadedOperator() == OO_Call)
    if (const auto *Ref = dyn_cast_or_null<DeclRefExpr>(Object))
      return Ref->getDecl();
  return Callee;
}

const FunctionModel *CallSite::does(CallKind Kind) const {
  for (const FunctionModel *M : Models)
    if (M->Does == Kind)
      return M;
  return nullptr;
}

void CallSite::add(const Expr *Arg) {
  const auto *Default = dyn_cast<CXXDefaultArgExpr>(Arg);
  WrittenArgs += !Default;
  Args.push_back(strip(Default ? Default->getExpr() : Arg));
}

const Expr *CallSite::arg(std::optional<ArgIndex> Index) const {
  if (!Index)
    return nullptr;
  if (*Index == ReceiverArg)
    return Object;
  if (*Index == CalleeArg)
    return isa<CallExpr>(E) ? cast<CallExpr>(E)->getCallee() : nullptr;
  int I = *Index == LastArg ? int(WrittenArgs) - 1 : *Index;
  return I >= 0 && I < int(Args.size()) ? Args[I] : nullptr;
}

const Expr *CallSite::resource(const FunctionModel &M) const { return M.Resource ? arg(M.Resource) : Object; }

const CallSite *Calls::siteOf(const Expr *E) {
  E = strip(E);
  return isa_and_nonnull<CallExpr, CXXConstructExpr>(E) ? &site(E) : nullptr;
}

const CallSite *Calls::operation(const Expr *E) {
  const CallSite *Site = siteOf(E);
  while (Site) {
    const FunctionModel *Forwards = Site->does(CallKind::Now);
    const Expr *Operand = Forwards ? Site->arg(Forwards->Operand.value_or(0)) : nullptr;
    if (!Operand)
      return Site;
    Site = siteOf(Operand);
  }
  return Site;
}

/// The class of a method's object before a conversion to a base, through the pointer of an arrow.
static const CXXRecordDecl *classOfObject(const Expr &Object) {
  const QualType Type = Object.getType();
  return classOf(Type->isPointerType() ? Type->getPointeeType() : Type);
}

const CallSite &Calls::site(const Expr *E) {
  std::unique_ptr<CallSite> &Slot = Sites[E];
  if (Slot)
    return *Slot;
  auto Made = std::make_unique<CallSite>();
  CallSite &Site = *Made;
  Site.E = E;
  const VarDecl *FunctionObject = nullptr;
  unsigned FirstArg = 0;

  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    Site.Callee = Construct->getConstructor();
    for (const Expr *Arg : Construct->arguments())
      Site.add(Arg);
  } else {
    const auto *Call = cast<CallExpr>(E);
    Site.Callee = Call->getDirectCallee();
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call)) {
      Site.Object = strip(Member->getImplicitObjectArgument());
      Site.ObjectClass = classOfObject(*Site.Object);
      if (isa_and_nonnull<CXXThisExpr>(Site.Object) && cast<CXXThisExpr>(Site.Object)->isImplicit())
        Site.Object = nullptr;
    } else if (isa<CXXOperatorCallExpr>(Call) && Method && !Method->isStatic()) {
      FirstArg = 1;
      Site.Object = strip(Call->getArg(0));
      Site.ObjectClass = classOfObject(*Site.Object);
      if (const auto *Ref = dyn_cast<DeclRefExpr>(Site.Object);
          Ref && Method->getOverloadedOperator() == OO_Call)
        FunctionObject = dyn_cast<VarDecl>(Ref->getDecl());
    }
    for (unsigned I = FirstArg; I != Call->getNumArgs(); ++I) {
      const Expr *Arg = Call->getArg(I);
      Site.add(Arg);
    }
  }

  ModelSet::Functions Candidates;
  if (FunctionObject)
    Candidates = Models.variable(*FunctionObject);
  if (Candidates.empty() && Site.Callee)
    Candidates = Models.functions(*Site.Callee, Site.ObjectClass);
  for (const FunctionModel *M : Candidates)
    if ((!M->Arguments || *M->Arguments == Site.WrittenArgs) && holds(M->When, M->Unless, Site))
      Site.Models.push_back(M);
  // Look-ups above may have grown the map.
  return *(Sites[E] = std::move(Made));
}

namespace {

/// What the members of the struct \p Var are set to: by its list, and by assignments in its function.
SmallVector<const Expr *, 4> membersOf(const VarDecl &Var) {
  SmallVector<const Expr *, 4> Values;
  if (const auto *List = dyn_cast_or_null<InitListExpr>(Var.getInit()))
    llvm::copy_if(List->inits(), std::back_inserter(Values),
                  [](const Expr *Member) { return !isa<ImplicitValueInitExpr>(Member); });
  const auto *F = dyn_cast<FunctionDecl>(Var.getDeclContext());
  SmallVector<const Stmt *, 16> Open;
  for (Open.push_back(F ? F->getBody() : nullptr); !Open.empty();) {
    const Stmt *S = Open.pop_back_val();
    if (!S)
      continue;
    llvm::append_range(Open, S->children());
    const auto *Assign = dyn_cast<BinaryOperator>(S);
    const auto *Member =
        Assign && Assign->isAssignmentOp() ? dyn_cast<MemberExpr>(Assign->getLHS()->IgnoreParens()) : nullptr;
    const auto *Ref = Member ? dyn_cast<DeclRefExpr>(Member->getBase()->IgnoreParenImpCasts()) : nullptr;
    if (Ref && Ref->getDecl() == &Var)
      Values.push_back(Assign->getRHS());
  }
  return Values;
}

/// The struct whose address \p E is; null if it is nothing of the kind.
const VarDecl *structAt(const Expr &E) {
  const auto *Address = dyn_cast<UnaryOperator>(&E);
  const auto *Ref = Address && Address->getOpcode() == UO_AddrOf
                        ? dyn_cast<DeclRefExpr>(Address->getSubExpr()->IgnoreParens())
                        : nullptr;
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return Var && Var->getType()->isRecordType() ? Var : nullptr;
}

} // namespace

bool isZero(const Expr &E, const ASTContext &AST) {
  Expr::EvalResult Result;
  if (E.isValueDependent())
    return false;
  if (E.getType()->isIntegralOrEnumerationType())
    return E.EvaluateAsInt(Result, AST) && Result.Val.getInt() == 0;
  if (const VarDecl *Struct = structAt(E)) { // `timeval none = {0, 0};`
    const SmallVector<const Expr *, 4> Members = membersOf(*Struct);
    return !Members.empty() &&
           llvm::all_of(Members, [&](const Expr *Member) { return isZero(*Member, AST); });
  }
  if (E.getType()->isPointerType() || E.getType()->isNullPtrType())
    return E.isNullPointerConstant(const_cast<ASTContext &>(AST), Expr::NPC_ValueDependentIsNotNull);
  // A duration: its one number, however it is spelled (0s, seconds(0), seconds{}, duration::zero()).
  if (!E.getType()->isLiteralType(AST) || !E.EvaluateAsRValue(Result, AST) || Result.HasSideEffects ||
      !Result.Val.isStruct() || Result.Val.getStructNumFields() != 1)
    return false;
  const APValue &Count = Result.Val.getStructField(0);
  return (Count.isInt() && Count.getInt() == 0) || (Count.isFloat() && Count.getFloat().isZero());
}

namespace {

/// Whether \p Name is one of the names \p E is made of, macros included.
bool mentions(const Expr &E, StringRef Name, const ASTContext &AST) {
  const SourceManager &Sources = AST.getSourceManager();
  SourceLocation Loc = E.getBeginLoc();
  if (Loc.isMacroID() && Lexer::getImmediateMacroName(Loc, Sources, AST.getLangOpts()) == Name)
    return true;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&E); Ref && Ref->getDecl()->getDeclName().isIdentifier())
    return Ref->getDecl()->getName() == Name ||
           llvm::any_of(Ref->template_arguments(), [&](const TemplateArgumentLoc &Arg) {
             return Arg.getArgument().getKind() == TemplateArgument::Expression &&
                    mentions(*Arg.getSourceExpression(), Name, AST);
           });
  return llvm::any_of(E.children(), [&](const Stmt *Child) {
    return isa_and_nonnull<Expr>(Child) && mentions(*cast<Expr>(Child), Name, AST);
  });
}

bool isCallable(const Expr &E) {
  QualType T = E.getType().getNonReferenceType();
  if (T->isFunctionType() || T->isFunctionPointerType())
    return true;
  const CXXRecordDecl *Class = T->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition())
    return false;
  if (Class->isLambda())
    return true;
  DeclarationName Call = Class->getASTContext().DeclarationNames.getCXXOperatorName(OO_Call);
  return !Class->lookup(Call).empty();
}

} // namespace

bool Calls::holds(const ArgCondition &C, const CallSite &Site) const {
  auto HoldsFor = [&](const Expr *Arg) {
    if (!Arg)
      return false;
    const CXXRecordDecl *Class =
        C.Arg == ReceiverArg ? classOf(Arg->getType(), /*ThroughPointer=*/true) : classOfObject(*Arg);
    auto IsOfType = [&](const std::string &Name) { return Class && ModelSet::isNamed(*Class, Name); };
    auto IsMentioned = [&](const std::string &Name) {
      const VarDecl *Struct = structAt(*Arg);
      return mentions(*Arg, Name, AST) ||
             (Struct && llvm::any_of(membersOf(*Struct),
                                     [&](const Expr *Member) { return mentions(*Member, Name, AST); }));
    };
    auto BeginsIt = [&, Literal = dyn_cast<StringLiteral>(Arg)](const std::string &Start) {
      return Literal && Literal->getCharByteWidth() == 1 &&
             Literal->getString().ltrim().starts_with_insensitive(Start);
    };
    return (C.Types.empty() || llvm::any_of(C.Types, IsOfType)) &&
           (C.Flags.empty() || llvm::any_of(C.Flags, IsMentioned)) &&
           (C.Text.empty() || llvm::any_of(C.Text, BeginsIt)) && (!C.Zero || *C.Zero == isZero(*Arg, AST)) &&
           (!C.Callable || *C.Callable == isCallable(*Arg));
  };
  return C.Arg == AnyArg ? llvm::any_of(Site.Args, HoldsFor) : HoldsFor(Site.arg(C.Arg));
}

bool Calls::holds(ArrayRef<ArgCondition> When, ArrayRef<ArgCondition> Unless, const CallSite &Site) const {
  auto Holds = [&](const ArgCondition &C) { return holds(C, Site); };
  return llvm::all_of(When, Holds) && llvm::none_of(Unless, Holds);
}

} // namespace cotidy
