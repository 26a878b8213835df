// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds awaits that follow each other though none of them needs what another gives or does.

#include "semantics/AwaitGroups.h"
#include "semantics/CoroutineCheck.h"
#include "semantics/FixTemplates.h"
#include "semantics/LoopIndependence.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {
namespace {

std::string nameOf(const AwaitStep &Step) {
  const NamedDecl *Named = Step.Call->named();
  return Named && Named->getDeclName() ? quoted(*Named) : "the call";
}

/// `'a', 'b' and 'c'`, or `2 calls of 'a'`
std::string namesOf(const AwaitGroup &Group) {
  std::string Names = nameOf(Group.front());
  if (llvm::all_of(Group, [&](const AwaitStep &Step) { return nameOf(Step) == Names; }))
    return std::to_string(Group.size()) + " calls of " + Names;
  for (const AwaitStep &Step : llvm::drop_begin(Group))
    Names += (&Step == &Group.back() ? " and " : ", ") + nameOf(Step);
  return Names;
}

/// The template \p T is made from, or its class.
const Decl *templateOf(QualType T) {
  const CXXRecordDecl *Class = classOf(T);
  const auto *Specialization = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Class);
  return Specialization ? cast<Decl>(Specialization->getSpecializedTemplate()->getCanonicalDecl()) : Class;
}

class SequentialAwaits : public CoroutineCheck {
public:
  using CoroutineCheck::CoroutineCheck;

  static constexpr CheckInfo Info{"sequential-awaits",
                                  "finds awaits that follow each other though none needs another",
                                  FixKind::Offered, Profile::Recommended, Instantiations::Every};

  void checkCoroutine(const Coroutine &C) override {
    if (C.InTest)
      return;
    for (const AwaitGroup &Group : independentAwaits(unit(), *C.Index, Confidence == "low"))
      if (Group.size() >= MinAwaits && !isIterationOfIndependentLoop(C, Group.front().At->Loop))
        reportGroup(C, Group);
  }

private:
  /// Whether a loop around is one that async-await-in-loop reports, these awaits included.
  bool isIterationOfIndependentLoop(const Coroutine &C, int Loop) {
    for (; Loop >= 0; Loop = C.Index->loops()[Loop].Parent)
      if (judgeLoop(unit(), C, Loop, /*Lenient=*/true).isIndependent())
        return true;
    return false;
  }

  void reportGroup(const Coroutine &C, const AwaitGroup &Group) {
    Finding F(Group.front().Statement->getBeginLoc(),
              "the awaits of " + namesOf(Group) +
                  " do not need one another, and run one after another: latency is their sum instead of the "
                  "longest; await them together");
    for (const AwaitStep &Step : llvm::drop_begin(Group))
      F.note(Step.At->loc(),
             "this await of " + nameOf(Step) + " uses nothing that the awaits before it give or change");
    if (std::optional<OfferedFix> Fix = fix(C, Group))
      F.Offers.push_back(std::move(*Fix));
    report(std::move(F), *C.Decl);
  }

  /// A join in place of two declarations.
  std::optional<OfferedFix> fix(const Coroutine &C, const AwaitGroup &Group) {
    const AwaitStep &First = Group.front(), &Second = Group.back();
    const AwaitableInfo *Task = unit().awaitables().info(First.At->Operand->getType());
    if (Group.size() != 2 || !follows(C, First, Second) || !isPlain(First) || !isPlain(Second) || !Task ||
        !Task->Model || templateOf(First.At->Operand->getType()) != templateOf(Second.At->Operand->getType()))
      return std::nullopt;
    FixRequest Request{FixFor::JoinTwo, Task->Model->Library, Task->Class,
                       C.Index,         First.Statement,      First.At->Operand->getType()};
    Request.Last = Second.Statement;
    Request.Pieces.push_back({"first-name", First.Result->getName().str(), {}});
    Request.Pieces.push_back({"second-name", Second.Result->getName().str(), {}});
    if (!Request.copy("first", First.At->Operand->getSourceRange(), unit()) ||
        !Request.copy("second", Second.At->Operand->getSourceRange(), unit()))
      return std::nullopt;
    return render(unit(), Request);
  }

  /// Whether no other statement stands between the two.
  static bool follows(const Coroutine &C, const AwaitStep &First, const AwaitStep &Second) {
    const auto *Block = dyn_cast_or_null<CompoundStmt>(C.Index->parent(First.Statement));
    const auto *Here = Block ? llvm::find(Block->body(), First.Statement) : nullptr;
    return Here && Here != Block->body_end() && std::next(Here) != Block->body_end() &&
           *std::next(Here) == Second.Statement;
  }

  /// What a join may unite with the other result, into one tuple.
  static bool isTuple(QualType T) {
    const CXXRecordDecl *Class = classOf(T);
    return Class && Class->isInStdNamespace() && Class->getName() == "tuple";
  }

  /// `auto name = co_await call(...);`, or with the type that the await gives.
  static bool isPlain(const AwaitStep &Step) {
    const ASTContext &AST = Step.Result ? Step.Result->getASTContext() : Step.Call->Callee->getASTContext();
    return Step.Result && isa<DeclStmt>(Step.Statement) && !isa<DecompositionDecl>(Step.Result) &&
           Step.Result->getDeclName().isIdentifier() && !Step.Result->hasAttrs() &&
           isa<CallExpr>(strip(Step.At->Operand)) && !Step.At->E->getType()->isReferenceType() &&
           Step.At->E->isPRValue() && !isTuple(Step.At->E->getType()) &&
           AST.hasSameType(Step.Result->getType(), Step.At->E->getType().getUnqualifiedType());
  }

  const unsigned MinAwaits = option("MinAwaits", 2u, "groups of fewer awaits are quiet");
  const std::string Confidence =
      option("Confidence", "high", "'low' also reports calls that may change something, or give no result");
};

} // namespace
} // namespace cotidy

COTIDY_CHECK(sequential_awaits, cotidy::SequentialAwaits)
