// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/OwnConnections.h"

#include "semantics/Naming.h"
#include "semantics/PeerWords.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr llvm::StringLiteral ConnectionWords[] = {"connection", "peer",   "pipe",
                                                   "socket",     "stream", "transport"};
constexpr llvm::StringLiteral SocketWords[] = {"connection", "peer", "socket", "transport"};
/// What ends by itself, or stays in this process.
constexpr llvm::StringLiteral LocalWords[] = {"buffer", "event", "fake",   "file", "log",
                                              "memory", "mock",  "string", "test", "text"};
constexpr llvm::StringLiteral TimeWords[] = {"deadline", "expire", "keepalive", "limit", "timeout"};
constexpr llvm::StringLiteral HandleWords[] = {"descriptor", "fd", "handle", "sock"};

/// A descriptor of the system: what the class reads and writes is outside of the process.
bool isHandle(const FieldDecl &Field) {
  return (Field.getType()->isIntegerType() || Field.getType()->isPointerType()) &&
         hasWord(&Field, HandleWords);
}

/// It might keep a time limit of its own.
bool knowsTime(const CXXRecordDecl &Class) {
  return llvm::any_of(Class.fields(),
                      [](const FieldDecl *F) { return isTime(F->getType()) || hasWord(F, TimeWords); }) ||
         llvm::any_of(Class.methods(), [](const CXXMethodDecl *M) {
           return hasWord(M, TimeWords) || llvm::any_of(M->parameters(), [](const ParmVarDecl *P) {
                    return isTime(P->getType().getNonReferenceType()) || hasWord(P, TimeWords);
                  });
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
  auto Awaits = [&](ArrayRef<llvm::StringLiteral> Words) {
    return llvm::any_of(Class.methods(), [&](const CXXMethodDecl *M) {
      return isNamedBy(*M, Words) && U.awaitables().info(M->getReturnType());
    });
  };
  auto Closes = [](const CXXMethodDecl *M) {
    return isNamedBy(*M, OpeningWords) || isNamedBy(*M, EndingWords);
  };
  const bool Takes = Awaits(TakingWords), Gives = Awaits(GivingWords);
  if (Takes && Gives)
    return llvm::any_of(Class.methods(), Closes) || holdsPeer(U, Class, Depth);
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
  if (!Method || Site.isModelled() || Method->isStatic() ||
      !(isNamedBy(*Method, TakingWords) || isNamedBy(*Method, GivingWords) ||
        isNamedBy(*Method, OpeningWords)) ||
      !U.awaitables().info(Method->getReturnType()))
    return false;
  const BodyIndex *Body = U.visibleBody(Method);
  if (Body && isa<CoroutineBodyStmt>(Method->getDefinition()->getBody()))
    return false;
  const CXXRecordDecl *Class = Method->getParent()->getDefinition();
  return Class && isConnection(U, *Class);
}

bool handsOn(const FunctionDecl &F, const FunctionDecl &Callee) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  const auto *Base = dyn_cast<CXXMethodDecl>(&Callee);
  return Method && Base && Base->isVirtual() && Method->getCanonicalDecl() != Base->getCanonicalDecl() &&
         isOrOverrides(*Method, *Base);
}

} // namespace cotidy
