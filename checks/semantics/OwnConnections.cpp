// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/OwnConnections.h"

#include "semantics/Naming.h"

using namespace clang;

namespace cotidy {

namespace {

constexpr llvm::StringLiteral ConnectionWords[] = {"connection", "peer",   "pipe",
                                                   "socket",     "stream", "transport"};
/// What ends by itself, or stays in this process.
constexpr llvm::StringLiteral LocalWords[] = {"buffer", "event", "fake",   "file", "log",
                                              "memory", "mock",  "string", "test", "text"};
constexpr llvm::StringLiteral TimeWords[] = {"deadline", "expire", "keepalive", "limit", "timeout"};
constexpr llvm::StringLiteral HandleWords[] = {"descriptor", "fd", "handle", "sock"};
constexpr llvm::StringLiteral Takes[] = {"read", "receive", "recv"};
constexpr llvm::StringLiteral Gives[] = {"send", "write"};
constexpr llvm::StringLiteral Connects[] = {"close", "connect", "disconnect", "handshake", "shutdown"};

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

bool isConnection(Unit &U, const CXXRecordDecl &Class) {
  auto Awaits = [&](ArrayRef<llvm::StringLiteral> Words) {
    return llvm::any_of(Class.methods(), [&](const CXXMethodDecl *M) {
      return isNamedBy(*M, Words) && U.awaitables().info(M->getReturnType());
    });
  };
  auto Closes = [](const CXXMethodDecl *M) { return isNamedBy(*M, Connects); };
  return hasWord(&Class, ConnectionWords) && !hasWord(&Class, LocalWords) && Awaits(Takes) && Awaits(Gives) &&
         (llvm::any_of(Class.methods(), Closes) ||
          llvm::any_of(Class.fields(), [](const FieldDecl *F) { return isHandle(*F); })) &&
         !knowsTime(Class);
}

} // namespace

bool isOwnConnectionCall(Unit &U, const CallSite &Site) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Site.Callee);
  if (!Method || Site.isModelled() || Method->isStatic() ||
      !(isNamedBy(*Method, Takes) || isNamedBy(*Method, Gives)) ||
      !U.awaitables().info(Method->getReturnType()))
    return false;
  const BodyIndex *Body = U.visibleBody(Method);
  if (Body && isa<CoroutineBodyStmt>(Method->getDefinition()->getBody()))
    return false;
  const CXXRecordDecl *Class = Method->getParent()->getDefinition();
  return Class && isConnection(U, *Class);
}

} // namespace cotidy
