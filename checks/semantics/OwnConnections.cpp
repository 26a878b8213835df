// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/OwnConnections.h"

#include "semantics/Limits.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/PeerWords.h"
#include "semantics/WrittenText.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr llvm::StringLiteral ConnectionWords[] = {"connection", "peer", "pipe",     "socket",
                                                   "stream",     "tls",  "transport"};
constexpr llvm::StringLiteral SocketWords[] = {"connection", "peer", "socket", "transport"};
/// Options of a socket that have to do with time, and end nothing.
constexpr llvm::StringLiteral OptionWords[] = {"keepalive", "linger"};
/// What ends by itself, or stays in this process.
constexpr llvm::StringLiteral LocalWords[] = {"buffer", "event", "fake",   "file", "log",
                                              "memory", "mock",  "string", "test", "text"};
/// Their goodbye is an exchange: whoever closes waits for the other side to agree.
constexpr llvm::StringLiteral PartingWords[] = {"ssl", "tls", "websocket"};
constexpr llvm::StringLiteral HandleWords[] = {"descriptor", "fd", "handle", "sock"};

/// A descriptor of the system: what the class reads and writes is outside of the process.
bool isHandle(const FieldDecl &Field) {
  return (Field.getType()->isIntegerType() || Field.getType()->isPointerType()) &&
         hasWord(&Field, HandleWords);
}

/// `int fd`, `int client_fd`
bool isDescriptor(const ParmVarDecl &Parameter) {
  return Parameter.getType()->isIntegerType() && isNamedBy(Parameter, HandleWords);
}

/// Whether a method of the class or of one of its bases is such.
bool anyMethod(const CXXRecordDecl &Class, llvm::function_ref<bool(const CXXMethodDecl &)> Is) {
  return llvm::any_of(Class.methods(), [&](const CXXMethodDecl *M) { return Is(*M); }) ||
         llvm::any_of(Class.bases(), [&](const CXXBaseSpecifier &Base) {
           const CXXRecordDecl *Inherited = classOf(Base.getType());
           return Inherited && Inherited->hasDefinition() && anyMethod(*Inherited->getDefinition(), Is);
         });
}

bool isExchange(const CXXMethodDecl &Method) {
  return isNamedBy(Method, TakingWords) || isNamedBy(Method, GivingWords) || isNamedBy(Method, OpeningWords);
}

/// It might keep a time limit of its own. That an operation takes one is a matter of each call.
bool knowsTime(const CXXRecordDecl &Class) {
  return llvm::any_of(Class.fields(),
                      [](const FieldDecl *F) {
                        return isTime(F->getType()) || hasWord(F, TimeWords) || hasWord(F, {"keepalive"});
                      }) ||
         anyMethod(Class, [](const CXXMethodDecl &M) {
           return !isExchange(M) && !hasWord(&M, OptionWords) &&
                  (hasWord(&M, TimeWords) || llvm::any_of(M.parameters(), takesTime));
         });
}

/// Whether a method gives back what the class is a template for: a channel for values.
bool givesValues(const CXXRecordDecl &Class, const ASTContext &AST) {
  const auto *Channel = dyn_cast<ClassTemplateSpecializationDecl>(&Class);
  auto IsSame = [&](const TemplateArgument &A, const TemplateArgument &B) {
    return A.getKind() == TemplateArgument::Type && B.getKind() == TemplateArgument::Type &&
           AST.hasSameType(A.getAsType(), B.getAsType());
  };
  return Channel && llvm::any_of(Class.methods(), [&](const CXXMethodDecl *M) {
           const auto *Task = dyn_cast_or_null<ClassTemplateSpecializationDecl>(classOf(M->getReturnType()));
           return Task && isNamedBy(*M, TakingWords) &&
                  IsSame(Channel->getTemplateArgs()[0], Task->getTemplateArgs()[0]);
         });
}

bool isConnection(Unit &U, const CXXRecordDecl &Class, unsigned Depth = 1);

/// What the class reads and writes goes out of the process: by a descriptor, or by a connection that it
/// holds.
bool holdsPeer(Unit &U, const CXXRecordDecl &Class, unsigned Depth) {
  return llvm::any_of(Class.fields(), [&](const FieldDecl *F) {
    const CXXRecordDecl *Held = classOf(F->getType(), /*ThroughPointer=*/true);
    return isHandle(*F) || (Depth != 0 && Held && Held->hasDefinition() &&
                            isConnection(U, *Held->getDefinition(), Depth - 1));
  });
}

bool isConnection(Unit &U, const CXXRecordDecl &Class, unsigned Depth) {
  if (!hasWord(&Class, ConnectionWords) || hasWord(&Class, LocalWords) || knowsTime(Class) ||
      givesValues(Class, U.ast()))
    return false;
  // What a method gives whose type is deduced is known where it is called.
  auto Awaits = [&](ArrayRef<llvm::StringLiteral> Words) {
    return anyMethod(Class, [&](const CXXMethodDecl &M) {
      return isNamedBy(M, Words) &&
             (U.awaitables().info(M.getReturnType()) || M.getReturnType()->isUndeducedType());
    });
  };
  auto Closes = [](const CXXMethodDecl &M) {
    return isNamedBy(M, OpeningWords) || isNamedBy(M, EndingWords);
  };
  const bool Takes = Awaits(TakingWords), Gives = Awaits(GivingWords);
  if (Takes && Gives)
    return anyMethod(Class, Closes) || holdsPeer(U, Class, Depth);
  // One side of a socket.
  return (Takes || Gives) && hasWord(&Class, SocketWords) && holdsPeer(U, Class, Depth);
}

/// Whether \p Method is \p Base or overrides it, through any number of classes.
bool isOrOverrides(const CXXMethodDecl &Method, const CXXMethodDecl &Base) {
  return Method.getCanonicalDecl() == Base.getCanonicalDecl() ||
         llvm::any_of(Method.overridden_methods(),
                      [&](const CXXMethodDecl *Over) { return isOrOverrides(*Over, Base); });
}

} // namespace

bool isOwnConnectionCall(Unit &U, const CallSite &Site) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  if (!Method || Site.isModelled() || !(isExchange(*Method) || isNamedBy(*Method, EndingWords)) ||
      !U.awaitables().info(Method->getReturnType()))
    return false;
  // A coroutine is asked itself, and so is what an object does about itself.
  const bool OnItself = !Method->isStatic() && (!Site.Object || isa<CXXThisExpr>(Site.Object));
  if (U.visibleBody(Method) && (OnItself || isa<CoroutineBodyStmt>(Method->getDefinition()->getBody())))
    return false;
  const CXXRecordDecl *Class = Method->getParent();
  if (Site.ObjectClass && Site.ObjectClass->hasDefinition())
    Class = Site.ObjectClass;
  // `TcpStream::connect(host)` makes a connection.
  const bool Exchanges = Method->isStatic() ? isNamedBy(*Method, OpeningWords) : isExchange(*Method);
  const bool Parts = !Method->isStatic() && isNamedBy(*Method, EndingWords) && hasWord(Class, PartingWords);
  return (Exchanges || Parts) && Class->hasDefinition() && isConnection(U, *Class->getDefinition());
}

/// Whether \p F has a name of the system's for what a peer answers, and takes what that one does: a
/// descriptor, and bytes or an address.
static bool isSystemExchange(const FunctionDecl &F) {
  constexpr llvm::StringLiteral Words[] = {"connect", "recv",    "recvfrom", "recvmsg",
                                           "send",    "sendmsg", "sendto"};
  if (!isNamedBy(F, Words) || F.getNumParams() < 2 || !F.getParamDecl(0)->getType()->isIntegerType())
    return false;
  const QualType Second = F.getParamDecl(1)->getType();
  const bool AsSystem =
      Second->isPointerType() && F.getNumParams() >= 3 && F.getParamDecl(2)->getType()->isIntegerType();
  return AsSystem || (isDescriptor(*F.getParamDecl(0)) && (Second->isPointerType() || classOf(Second)));
}

bool isOwnSystemCall(Unit &U, const CallSite &Site) {
  if (!Site.Callee || Site.isModelled() || !isSystemExchange(*Site.Callee) ||
      !U.awaitables().info(Site.E->getType()) || llvm::any_of(Site.Callee->parameters(), takesTime))
    return false;
  // A coroutine is asked itself.
  const BodyIndex *Body = U.visibleBody(Site.Callee);
  if (Body && isa<CoroutineBodyStmt>(Body->function().getBody()))
    return false;
  return !writtenText(Site.E->getSourceRange(), U.ast()).contains("_LINK");
}

const ValueDecl *ownResource(const CallSite &Site) {
  const Expr *Place = Site.Object;
  const unsigned Parameters = Site.Callee ? Site.Callee->getNumParams() : 0;
  for (unsigned I = 0; I != Site.Args.size() && I < Parameters; ++I)
    if (isDescriptor(*Site.Callee->getParamDecl(I)))
      return namedObject(Site.Args[I]);
  if (Site.Callee && isSystemExchange(*Site.Callee) && !Site.Args.empty())
    return namedObject(Site.Args.front());
  if (!Place && !isa<CXXMethodDecl>(Site.Callee) && !Site.Args.empty())
    Place = Site.Args.front();
  return Place ? namedObject(Place) : nullptr;
}

/// Whether \p At awaits the end of something: `socket.async_shutdown(...)`.
static bool awaitsEnd(const Suspension &At) {
  const auto *Call = At.isYield() ? nullptr : dyn_cast<CXXMemberCallExpr>(strip(At.Operand));
  return Call && Call->getMethodDecl() && isNamedBy(*Call->getMethodDecl(), EndingWords);
}

/// Whether \p Body does nothing but call what \p Site does, with what it is given itself, but for what it
/// tells its caller by reference, `error = converted(inner);`, and an end when that has failed.
static bool isForwarder(const BodyIndex &Body, const CallSite &Site) {
  const auto *Block = dyn_cast<CompoundStmt>(Body.root());
  auto IsOfSite = [&](const Suspension &At) { return Body.contains(At.E, Site.E); };
  const bool AwaitsOnce =
      Body.loops().empty() && llvm::any_of(Body.suspensions(), IsOfSite) &&
      llvm::all_of(Body.suspensions(), [&](const Suspension &At) { return IsOfSite(At) || awaitsEnd(At); });
  return Block && (Block->size() == 1 || AwaitsOnce) &&
         llvm::all_of(Body.function().parameters(), [&](const ParmVarDecl *Parameter) {
           const QualType T = Parameter->getType();
           return (AwaitsOnce && T->isLValueReferenceType() && !T->getPointeeType().isConstQualified()) ||
                  llvm::any_of(Body.uses(*Parameter),
                               [&](const DeclRefExpr *Use) { return Body.contains(Site.E, Use); });
         });
}

bool handsOn(const BodyIndex &Body, const CallSite &Site) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Body.function());
  const auto *Base = dyn_cast<CXXMethodDecl>(Site.Callee);
  if (!Method || !Base || Method->getCanonicalDecl() == Base->getCanonicalDecl())
    return false;
  if (Base->isVirtual() && isOrOverrides(*Method, *Base))
    return true;
  const CXXRecordDecl *Class = Method->getParent();
  const bool IsInterface = Class->isLambda()
                               ? isa<CXXConstructorDecl>(Class->getDeclContext())
                               : Method->isVirtual() && simpleName(*Method) == simpleName(*Base);
  return IsInterface && isForwarder(Body, Site);
}

} // namespace cotidy
