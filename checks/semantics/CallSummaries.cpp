// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/CallSummaries.h"

#include "models/ModelNames.h"
#include "semantics/AwaitedCalls.h"
#include "semantics/BlockingText.h"
#include "semantics/CallChains.h"
#include "semantics/Callers.h"
#include "semantics/ConfiguredLimits.h"
#include "semantics/FollowedCalls.h"
#include "semantics/Naming.h"
#include "semantics/Preparations.h"
#include "semantics/TaskStarts.h"

#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/SetVector.h"

using namespace clang;

namespace cotidy {

namespace {

/// Whether another unit can call the body of \p F without having it.
bool isForOthers(const FunctionDecl &F) {
  return F.isExternallyVisible() && !F.isInlined() && !F.isMain() && !F.isDependentContext() &&
         !F.getParentFunctionOrMethod() && F.getTemplateSpecializationKind() != TSK_ImplicitInstantiation;
}

/// The members of an object of \p Class whose operations an object may limit, and those of what it holds:
/// `state->socket`.
void addStreams(Unit &U, const CXXRecordDecl &Class, unsigned Depth,
                SmallVectorImpl<const FieldDecl *> &Found) {
  for (const FieldDecl *Field : Class.fields()) {
    const CXXRecordDecl *Held = classOf(Field->getType(), /*ThroughPointer=*/true);
    if (!Held)
      continue;
    if (U.awaitables().model(*Held, TypeKind::Ordered))
      Found.push_back(Field);
    else if (Depth != 0 && Held->hasDefinition() && !Held->isInStdNamespace())
      addStreams(U, *Held->getDefinition(), Depth - 1, Found);
  }
}

} // namespace

CallSummaries::CallSummaries(Session &S)
    : U(S.facts<Unit>()), Blocks(S.facts<Blocking>()), Limits(S.facts<Deadlines>()) {}

SmallVector<Blocking::Edge, 8> CallSummaries::leavesFrom(const FunctionDecl &F) {
  const Blocking::Direct &Own = Blocks.direct(F);
  SmallVector<Blocking::Edge, 8> Found;
  for (const Blocking::Edge &Call : Own.Calls)
    if (leavesUnit(*Call.To))
      Found.push_back(Call);
  Found.append(Own.Leaves.begin(), Own.Leaves.end());
  return Found;
}

bool CallSummaries::leavesUnit(const FunctionDecl &F) {
  auto Known = Leaving.find(&F);
  if (Known != Leaving.end())
    return Known->second;
  llvm::SetVector<const FunctionDecl *> Reached;
  Reached.insert(&F);
  for (unsigned I = 0; I != Reached.size(); ++I) {
    const Blocking::Direct &Does = Blocks.direct(*Reached[I]);
    if (!Does.Leaves.empty() || Leaving.lookup(Reached[I]))
      return Leaving[&F] = true;
    for (const Blocking::Edge &Call : Does.Calls)
      Reached.insert(Call.To);
  }
  for (const FunctionDecl *Inside : Reached)
    Leaving[Inside] = false;
  return false;
}

unsigned CallSummaries::ask(const BlockingQuestion &Q) {
  QuestionFact Fact;
  Fact.In = function(*Q.In);
  Fact.To = function(*Q.To);
  Fact.Dispatched = Q.Dispatched;
  Fact.Polls = Blocks.polls(*Q.In);
  for (BlockingCategory Category : Q.Categories)
    Fact.Categories.push_back(nameOf(Category).str());
  Fact.Ignored = Q.Ignored;
  const unsigned Number = Facts.Questions.size();
  Facts.Questions.push_back(std::move(Fact));
  for (const auto &[Earlier, At] : Asked[Q.In])
    if (worksOnMade(U, U.body(*Q.In), *At, *Q.At))
      Facts.Questions[Earlier].RunBy = Number;
  Asked[Q.In].push_back({Number, Q.At});
  return Number;
}

unsigned CallSummaries::ask(const LimitQuestion &Q) {
  QuestionFact Fact;
  Fact.About = QuestionAbout::Limits;
  Fact.In = function(*Q.In);
  Fact.Member = Q.Member ? Q.Member->getQualifiedNameAsString() : "";
  Fact.WantsCaller = Q.WantsCaller;
  if (Q.Configured)
    Fact.LimitedBy = Q.Configured->LimitedBy;
  for (const FunctionDecl *F : Q.Awaits)
    Fact.Awaits.push_back(function(*F));
  Facts.Questions.push_back(std::move(Fact));
  return Facts.Questions.size() - 1;
}

unsigned CallSummaries::ask(const WaitingQuestion &Q) {
  QuestionFact Fact;
  Fact.About = QuestionAbout::Waiting;
  Fact.In = function(*Q.In);
  Fact.To = function(*Q.To);
  Fact.Dispatched = Q.Dispatched;
  Facts.Questions.push_back(std::move(Fact));
  return Facts.Questions.size() - 1;
}

/// The number of \p F, which is described later if its body is here.
unsigned CallSummaries::function(const FunctionDecl &F) {
  auto [Slot, New] = Numbers.try_emplace(F.getCanonicalDecl(), Decls.size());
  if (!New)
    return Slot->second;
  Decls.push_back(&F);
  FunctionFact Fact;
  Fact.Name = describe(F);
  Fact.Qualified = F.getQualifiedNameAsString();
  SmallString<128> Id;
  if (F.isExternallyVisible() && !F.isMain() && !F.getParentFunctionOrMethod() &&
      !index::generateUSRForDecl(F.getCanonicalDecl(), Id))
    Fact.Id = Id.str().str();
  if (F.isPureVirtual()) {
    Fact.Pure = true;
    Fact.At = place(F.getCanonicalDecl()->getLocation());
  }
  Facts.Functions.push_back(std::move(Fact));
  return Decls.size() - 1;
}

FactPlace CallSummaries::place(SourceLocation Loc) {
  const SourceManager &Sources = U.ast().getSourceManager();
  Loc = Sources.getFileLoc(Loc);
  auto [File, Offset] = Sources.getDecomposedLoc(Loc);
  auto [Slot, New] = Files.try_emplace(File, Facts.Files.size());
  if (New)
    Facts.Files.push_back(Sources.getFilename(Loc).str());
  return {Slot->second, Offset, Sources.getLineNumber(File, Offset), Sources.getColumnNumber(File, Offset)};
}

void CallSummaries::describeBody(const FunctionDecl &F, unsigned Number) {
  const FunctionDecl *Definition = F.getDefinition();
  if (!Definition || !Definition->getBody())
    return;
  FunctionFact Fact = std::move(Facts.Functions[Number]); // its place moves when others are added
  Fact.Defined = true;
  Fact.Coroutine = isa<CoroutineBodyStmt>(Definition->getBody());
  Fact.AtOnce = Fact.Coroutine && neverSuspends(U, *Definition);
  const Coroutine *C = Fact.Coroutine ? U.coroutine(*Definition) : nullptr;
  Fact.Telling = C && Limits.tellsOfLimits(*C);
  Fact.At = place(Definition->getLocation());
  if (!Fact.Coroutine && followed(U, Definition)) {
    const Blocking::Direct &Does = Blocks.direct(*Definition);
    for (const BlockingSite &Site : Does.Blocks) {
      const std::string Name = nameOfCall(U, Site.Callee, Site.At);
      Fact.Blocks.push_back({nameOf(Site.Category).str(),
                             Site.Callee ? Site.Callee->getQualifiedNameAsString() : "", blockerOf(U, Site),
                             consequenceOf(Site.Category),
                             Fact.Name + (Site.Callee ? " calls " + Name + " here" : " spins here"),
                             Site.OnDescriptor, place(Site.At->getBeginLoc())});
    }
    for (ArrayRef<Blocking::Edge> Edges :
         {ArrayRef<Blocking::Edge>(Does.Calls), ArrayRef<Blocking::Edge>(Does.Leaves)})
      for (const Blocking::Edge &Call : Edges)
        if (!Call.OwnStack)
          Fact.Calls.push_back({function(*Call.To), nameOfCall(U, Call.To, Call.At),
                                place(Call.At->getBeginLoc()), Call.Dispatched});
  }
  Facts.Functions[Number] = std::move(Fact);
}

AwaitableUse CallSummaries::useOf(const BodyIndex &Body, const Expr *At) {
  if (U.coroutine(Body.function()))
    if (Body.enclosing<CoroutineSuspendExpr>(At))
      return AwaitableUse::Awaited;
  if (Body.enclosing<ReturnStmt>(At))
    return AwaitableUse::Returned;
  const auto *Outer = dyn_cast_or_null<CallExpr>(Body.meaningfulParent(At));
  return Outer && startsTask(U, Body, U.calls().site(Outer)) ? AwaitableUse::Started : AwaitableUse::Other;
}

void CallSummaries::addCaller(const BodyIndex &Body, const FunctionDecl &Of, const Expr *At) {
  const FunctionDecl &In = Body.function();
  CallerFact Fact;
  Fact.Limited = Limits.isLimitedCall(In, At, nullptr);
  const auto *Callee = dyn_cast<CXXMethodDecl>(&Of);
  const auto *Caller = dyn_cast<CXXMethodDecl>(&In);
  if (!Fact.Limited && Callee && Caller &&
      (Caller->getParent()->getCanonicalDecl() == Callee->getParent()->getCanonicalDecl() ||
       Caller->getParent()->isDerivedFrom(Callee->getParent()))) {
    SmallVector<const FieldDecl *, 4> Streams;
    addStreams(U, *Callee->getParent(), /*Depth=*/1, Streams);
    for (const FieldDecl *Member : Streams)
      if (Limits.isLimitedCall(In, At, Member))
        Fact.Members.push_back(Member->getQualifiedNameAsString());
  }
  Fact.Of = function(Of);
  Fact.In = function(In);
  Fact.Use = useOf(Body, At);
  Fact.At = place(At->getExprLoc());
  Facts.Callers.push_back(std::move(Fact));
  OfLambda.push_back(isa<LambdaExpr>(At));
}

/// Whether those are asked for callers of \p Made who hand the lambda on. Of a plain function that only makes
/// an awaitable the callee's body says more, unless a model speaks for it.
bool CallSummaries::isForWriter(const LambdaInfo &Lambda, const FunctionDecl &Made) {
  if (U.coroutine(Made))
    return true;
  return !Made.isDependentContext() && U.awaitables().info(Made.getReturnType()) && Lambda.Call &&
         U.calls().site(Lambda.Call).isModelled();
}

/// A test does not say how a program calls its functions.
void CallSummaries::addCallers(const FunctionDecl &In) {
  const BodyIndex &Body = U.body(In);
  const Callers &Known = U.session().facts<Callers>();
  std::optional<bool> IsForTests;
  auto Add = [&](const FunctionDecl *Of, const Expr *At) {
    if (!IsForTests)
      IsForTests = Known.isForTests(In);
    if (!*IsForTests)
      addCaller(Body, *Of, At);
  };
  const SourceManager &Sources = U.ast().getSourceManager();
  for (const Expr *E : Body.calls()) {
    const CallSite &Site = U.calls().site(E);
    if (isa<CallExpr>(E) && Site.Callee && !Site.isModelled() && !Site.Callee->isDependentContext() &&
        U.awaitables().info(E->getType()) &&
        !Sources.isInSystemHeader(Sources.getExpansionLoc(Site.Callee->getLocation())))
      Add(Site.Callee, E);
    for (const FunctionDecl *Of : Known.targets(*E))
      Add(Of, E);
  }
  for (const LambdaInfo &Lambda : Body.lambdas()) {
    if (Lambda.Use != LambdaUse::Argument)
      continue;
    for (const FunctionDecl *Made : callOperators(*Lambda.E))
      if (isForWriter(Lambda, *Made)) {
        Handed.insert(Made->getCanonicalDecl());
        Add(Made, Lambda.E);
      }
  }
}

/// Who calls a virtual method may call what overrides it.
void CallSummaries::addOverridden(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (!Method || !U.awaitables().info(F.getReturnType()))
    return;
  for (const CXXMethodDecl *Overridden : Method->getCanonicalDecl()->overridden_methods()) {
    CallerFact Fact;
    Fact.Of = function(F);
    Fact.In = function(*Overridden);
    Fact.Use = AwaitableUse::Dispatched;
    Fact.At = place(Overridden->getLocation());
    Facts.Callers.push_back(std::move(Fact));
    OfLambda.push_back(false);
  }
}

/// What a call of a method does that may be dispatched is only known with all that overrides it.
void CallSummaries::addOverrides(const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (!Method || U.awaitables().info(F.getReturnType()))
    return;
  const SourceManager &Sources = U.ast().getSourceManager();
  SmallVector<const CXXMethodDecl *, 4> Bases(Method->getCanonicalDecl()->overridden_methods());
  for (size_t I = 0; I != Bases.size(); ++I) {
    const CXXMethodDecl *Overridden = Bases[I];
    if (Overridden->isPureVirtual()) // it is not called in the place of what it overrides in its turn
      Bases.append(Overridden->begin_overridden_methods(), Overridden->end_overridden_methods());
    if (!Sources.isInSystemHeader(Sources.getExpansionLoc(Overridden->getLocation()))) {
      const unsigned Base = function(*Overridden);
      Facts.Functions[function(F)].Overrides.push_back(Base);
    }
  }
}

/// Leaves out what leads neither to what blocks nor out of the unit, and nobody can ask for.
void CallSummaries::dropUseless() {
  std::vector<FunctionFact> &All = Facts.Functions;
  llvm::BitVector Leads(All.size()), Kept(All.size());
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (unsigned I = All.size(); I-- != 0;)
      if (!Leads[I] && (!All[I].Defined || !All[I].Blocks.empty() ||
                        llvm::any_of(All[I].Calls, [&](const CallFact &Call) { return Leads[Call.To]; }))) {
        Leads.set(I);
        Changed = true;
      }
  }
  for (unsigned I = 0; I != All.size(); ++I) {
    llvm::erase_if(All[I].Calls, [&](const CallFact &Call) { return !Leads[Call.To]; });
    for (const CallFact &Call : All[I].Calls)
      Kept.set(Call.To);
    if (All[I].Defined && isForOthers(*Decls[I]->getDefinition()))
      Kept.set(I);
  }
  for (unsigned I = 0; I != All.size(); ++I)
    for (uint64_t Base : All[I].Overrides) {
      Kept.set(I);
      Kept.set(Base);
    }
  for (const CallerFact &Caller : Facts.Callers) {
    Kept.set(Caller.Of);
    Kept.set(Caller.In);
  }
  for (const QuestionFact &Question : Facts.Questions) {
    Kept.set(Question.In);
    if (Question.About != QuestionAbout::Limits)
      Kept.set(Question.To);
    for (uint64_t Awaited : Question.Awaits)
      Kept.set(Awaited);
  }
  std::vector<unsigned> Number(All.size());
  std::vector<FunctionFact> Few;
  for (unsigned I : Kept.set_bits()) {
    Number[I] = Few.size();
    Few.push_back(std::move(All[I]));
  }
  for (FunctionFact &F : Few) {
    for (CallFact &Call : F.Calls)
      Call.To = Number[Call.To];
    for (uint64_t &Base : F.Overrides)
      Base = Number[Base];
  }
  for (CallerFact &Caller : Facts.Callers) {
    Caller.Of = Number[Caller.Of];
    Caller.In = Number[Caller.In];
  }
  for (QuestionFact &Question : Facts.Questions) {
    Question.In = Number[Question.In];
    Question.To = Question.About == QuestionAbout::Limits ? 0 : Number[Question.To];
    for (uint64_t &Awaited : Question.Awaits)
      Awaited = Number[Awaited];
  }
  All = std::move(Few);
}

UnitFacts CallSummaries::take() {
  for (const FunctionDecl *F : U.session().functions()) {
    if (F->isDependentContext())
      continue;
    if (isForOthers(*F))
      function(*F);
    addOverrides(*F);
    if (!U.hasCoroutines())
      continue;
    addCallers(*F);
    addOverridden(*F);
  }
  for (unsigned I = 0; I != Decls.size(); ++I)
    describeBody(*Decls[I], I);
  // Of a lambda that is handed on, those who write it are asked.
  std::vector<CallerFact> Asked;
  for (size_t I = 0; I != Facts.Callers.size(); ++I)
    if (OfLambda[I] || !Handed.count(Decls[Facts.Callers[I].Of]->getCanonicalDecl()))
      Asked.push_back(std::move(Facts.Callers[I]));
  Facts.Callers = std::move(Asked);
  dropUseless();
  Facts.LimitingCalls = U.session().facts<ConfiguredLimits>().limitingCalls().vec();
  return std::move(Facts);
}

} // namespace cotidy
