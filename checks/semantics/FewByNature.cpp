// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/FewByNature.h"

#include "semantics/BodyIndex.h"
#include "semantics/Calls.h"
#include "semantics/ClassMembers.h"
#include "semantics/Naming.h"
#include "semantics/Objects.h"
#include "semantics/Place.h"
#include "semantics/TemplateArguments.h"

using namespace clang;

namespace cotidy {

namespace {

/// What has an identifier in a cluster, and of which each costs money. Not "node" and "peer": graphs and
/// swarms have those as well.
constexpr llvm::StringLiteral MachineWords[] = {"host",   "server",     "replica", "shard",
                                                "broker", "datacenter", "machine"};
constexpr llvm::StringLiteral IdWords[] = {"id", "ident", "identifier"};
/// What belongs to the word before, in names of types.
constexpr llvm::StringLiteral TypeWords[] = {"tag", "t", "type"};
/// Parts that things are divided into once, and copies that each of them has.
constexpr llvm::StringLiteral PartWords[] = {"replica", "shard"};
/// Machines, if something in them identifies one.
constexpr llvm::StringLiteral MemberWords[] = {"node", "peer", "member", "endpoint", "host", "server"};

constexpr llvm::StringLiteral ConfigWords[] = {"config", "configuration", "settings"};
constexpr llvm::StringLiteral ClusterWords[] = {"cluster", "topology", "membership"};
constexpr llvm::StringLiteral ClusterPartWords[] = {"nodes",     "members",   "hosts",     "servers",
                                                    "peers",     "replicas",  "shards",    "brokers",
                                                    "instances", "endpoints", "hostnames", "coordinators"};

/// The words that say what a type is: without the "tag" of `host_id_tag`.
SmallVector<std::string, 4> kindWords(const NamedDecl &Type) {
  SmallVector<std::string, 4> Words = wordsOf(simpleName(Type));
  while (!Words.empty() && (Words.back().empty() || llvm::is_contained(TypeWords, Words.back())))
    Words.pop_back();
  return Words;
}

/// `host_id`, `ShardId`
bool identifiesMachine(const NamedDecl &Type) {
  const SmallVector<std::string, 4> Words = kindWords(Type);
  return Words.size() >= 2 && llvm::is_contained(IdWords, Words.back()) &&
         llvm::is_contained(MachineWords, Words[Words.size() - 2]);
}

/// Whether \p Is holds for an alias that \p T is written as, or for the class that it is.
bool isCalled(QualType T, llvm::function_ref<bool(const NamedDecl &)> Is) {
  for (const auto *Alias = T->getAs<TypedefType>(); Alias; Alias = Alias->desugar()->getAs<TypedefType>())
    if (Is(*Alias->getDecl()))
      return true;
  const CXXRecordDecl *Class = classOf(T);
  return Class && Is(*Class);
}

/// `std::vector<host_id>`, `std::pair<host_id, sink>`, `tagged<host_id_tag>`: what a class is about is its
/// first argument.
QualType aboutWhat(QualType T) {
  const QualType Written = firstWrittenArgument(T);
  return Written.isNull() ? firstTypeArgument(classOf(T)) : Written;
}

bool isMachineId(QualType T) {
  if (isCalled(T, identifiesMachine))
    return true;
  const QualType About = aboutWhat(T);
  return !About.isNull() && isCalled(About, identifiesMachine);
}

/// Whether a member of \p Class, or what a method gives that asks for nothing, identifies a machine.
bool hasMachineId(const CXXRecordDecl &Class) {
  const CXXRecordDecl *Written = lookInto(Class);
  return Written &&
         (llvm::any_of(Written->fields(), [](const FieldDecl *F) { return isMachineId(F->getType()); }) ||
          llvm::any_of(Written->methods(), [](const CXXMethodDecl *M) {
            return M->isConst() && M->param_empty() && isMachineId(M->getReturnType().getNonReferenceType());
          }));
}

} // namespace

bool isMachine(QualType T) {
  if (T->isPointerType())
    T = T->getPointeeType();
  if (isMachineId(T) || isCalled(T, [](const NamedDecl &Type) {
        const SmallVector<std::string, 4> Words = kindWords(Type);
        return !Words.empty() && llvm::is_contained(PartWords, Words.back());
      }))
    return true;
  const CXXRecordDecl *Class = classOf(T, /*ThroughPointer=*/true);
  return Class && isNamedBy(*Class, MemberWords) && hasMachineId(*Class);
}

namespace {

/// The elements of a container, or the keys of a map, through what they are wrapped in.
bool isOfMachines(QualType Container) {
  QualType Element = aboutWhat(Container);
  for (unsigned Depth = 0; Depth != 3 && !Element.isNull(); ++Depth, Element = aboutWhat(Element))
    if (isMachine(Element))
      return true;
  return false;
}

/// What \p E is taken out of: the object of a member, of a method or of an operator; null if it is a name.
const Expr *ownerOf(const Expr *E) {
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return strip(Member->getBase());
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    return strip(Call->getImplicitObjectArgument());
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E);
  return Operator ? strip(Operator->getArg(0)) : nullptr;
}

/// `config.hosts`, `settings->hosts()`, `cluster.nodes()`, themselves or as a variable's initialiser: what
/// somebody has written down or put up.
bool isSetUp(const Expr *Range) {
  if (const VarDecl *Var = localOf(Range); Var && Var->getInit() && !isa<ParmVarDecl>(Var))
    Range = strip(Var->getInit());
  for (const Expr *E = strip(withoutMove(Range)); E;) {
    const Expr *Owner = ownerOf(E);
    const CXXRecordDecl *Class =
        Owner && !isa<CXXThisExpr>(Owner) ? classOf(Owner->getType(), /*ThroughPointer=*/true) : nullptr;
    if (Class && isNamedBy(*Class, ConfigWords))
      return true;
    const CallExpr *Call = dyn_cast<CallExpr>(E);
    const NamedDecl *Asked = Call ? Call->getDirectCallee() : usedBy(E);
    if (Class && Asked && isNamedBy(*Class, ClusterWords) && isNamedBy(*Asked, ClusterPartWords))
      return true;
    E = Owner;
  }
  return false;
}

/// A member with things to be called that take arguments: who wants to be told of what happens.
bool isOfHandlers(const Expr &Range) {
  const ValueDecl *Owner = namedObject(&Range);
  const QualType Element = aboutWhat(Range.getType());
  if (!isa_and_nonnull<FieldDecl>(Owner) || Element.isNull())
    return false;
  const QualType Signature = firstTypeArgument(classOf(Element));
  const auto *Function = Signature.isNull() ? nullptr : Signature->getAs<FunctionProtoType>();
  return Function && Function->getNumParams() != 0;
}

} // namespace

bool isFewByNature(const Expr &Range) {
  const QualType Type = withoutMove(&Range)->getType();
  return isOfMachines(Type) || isSetUp(&Range) || isOfHandlers(Range);
}

} // namespace cotidy
