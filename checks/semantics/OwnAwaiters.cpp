// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/OwnAwaiters.h"

#include "semantics/Limits.h"
#include "semantics/Naming.h"
#include "semantics/PeerWords.h"

using namespace clang;

namespace cotidy {

namespace {

/// What a request to the system is called that a peer has to answer; accepting is none.
constexpr llvm::StringLiteral ExchangeWords[] = {"connect", "recv", "send"};

/// One look at the class of an awaiter.
class Look {
public:
  Look(Unit &U, const CXXRecordDecl &Class) : U(U), Class(Class) {}

  /// What it starts; none if it limits that.
  std::optional<StartedOperation> operation();
  /// Whether it prepares requests of other kinds as well, so that who makes it says which.
  bool isForSeveral() const { return PreparesOthers; }

private:
  void lookAt(const CXXRecordDecl &Part);
  void lookAt(const CXXMethodDecl &Method);
  void addCall(const CallSite &Site, StringRef In);
  void addNamed(const DeclRefExpr &Name);
  bool asksSystem(const CallSite &Site, StringRef In);

  Unit &U;
  const CXXRecordDecl &Class;
  std::optional<StartedOperation> Found;
  bool IsLimited = false;
  bool PreparesOthers = false;
};

std::optional<StartedOperation> Look::operation() {
  lookAt(Class);
  return IsLimited ? std::nullopt : Found;
}

void Look::lookAt(const CXXRecordDecl &Part) {
  if (hasWord(&Part, TimeWords) || llvm::any_of(Part.fields(), [](const FieldDecl *F) {
        return isTime(F->getType()) || hasWord(F, TimeWords);
      }))
    IsLimited = true;
  for (const CXXMethodDecl *Method : Part.methods())
    lookAt(*Method);
  for (const CXXBaseSpecifier &Base : Part.bases())
    if (const CXXRecordDecl *Inherited = classOf(Base.getType()); Inherited && Inherited->hasDefinition())
      lookAt(*Inherited->getDefinition());
}

void Look::lookAt(const CXXMethodDecl &Method) {
  const BodyIndex *Body = U.visibleBody(&Method);
  if (!Body)
    return;
  const StringRef Name = isa<CXXConstructorDecl>(Method) ? "await_suspend" : simpleName(Method);
  for (const Expr *E : Body->calls())
    addCall(U.calls().site(E), Name);
  if (Name == "await_suspend")
    for (const Stmt *S : Body->nodes())
      if (const auto *Named = dyn_cast<DeclRefExpr>(S))
        addNamed(*Named);
}

void Look::addCall(const CallSite &Site, StringRef In) {
  if (Site.does(CallKind::Sleep) || Site.does(CallKind::Deadline) || Site.does(CallKind::Cancel))
    IsLimited = true;
  // A timer that no model names is told when it is to come.
  if (In == "await_suspend") {
    if (llvm::any_of(Site.Args, [](const Expr *Arg) { return isTime(Arg->getType()); }))
      IsLimited = true;
    if (const FunctionModel *Io = Site.does(CallKind::Io))
      Found = {Io, &Site};
    else if (Site.Callee && isNamedBy(*Site.Callee, {"prep"}))
      PreparesOthers = true;
  }
  if (!Found && asksSystem(Site, In))
    Found = {Site.does(CallKind::Blocks), &Site};
}

/// `recv(fd, ...)` of a descriptor that does not block. One that nobody asks about what came of it wakes
/// somebody up.
bool Look::asksSystem(const CallSite &Site, StringRef In) {
  const FunctionModel *Asks = Site.does(CallKind::Blocks);
  if (!Asks || Asks->Category != BlockingCategory::Socket || !Asks->Resource ||
      !hasWord(Site.Callee, ExchangeWords))
    return false;
  return In == "await_resume" || In == "await_ready";
}

/// A function that is handed to one that calls it: `Request(prepare_recv, fd, buffer)`.
void Look::addNamed(const DeclRefExpr &Name) {
  const auto *Function = dyn_cast<FunctionDecl>(Name.getDecl());
  if (!Function || Found)
    return;
  for (const FunctionModel *Model : U.models().functions(*Function))
    if (Model->Does == CallKind::Io)
      Found = {Model, nullptr};
}

} // namespace

std::optional<StartedOperation> startedOperation(Unit &U, const CXXRecordDecl &Class,
                                                 const FunctionDecl *Maker) {
  const CXXRecordDecl *Definition = Class.getDefinition();
  if (!Definition)
    return std::nullopt;
  Look At(U, *Definition);
  const std::optional<StartedOperation> Found = At.operation();
  return At.isForSeveral() && !hasWord(Maker, ExchangeWords) ? std::nullopt : Found;
}

std::optional<StartedOperation> startedOperation(Unit &U, const CallSite &Site) {
  if (!isa<CallExpr>(Site.E) || Site.isModelled() || !Site.Callee)
    return std::nullopt;
  const AwaitableInfo *Awaiter = U.awaitables().info(Site.E->getType());
  return Awaiter && Awaiter->ByProtocol && !Awaiter->Model ? startedOperation(U, *Awaiter->Class, Site.Callee)
                                                           : std::nullopt;
}

} // namespace cotidy
