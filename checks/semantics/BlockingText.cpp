// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "semantics/BlockingText.h"

#include "semantics/CallChains.h"

using namespace clang;

namespace cotidy {

namespace {

/// What calls of a category do, and what to do instead if the model names no awaitable form.
struct Words {
  BlockingCategory Category;
  const char *What;
  const char *Instead;
};
using B = BlockingCategory;
constexpr Words Table[] = {
    {B::Sleep, "puts this thread to sleep", "await a timer"},
    {B::Wait, "blocks this thread until another one is done", "await the result"},
    {B::Join, "blocks this thread until another one ends", "await a result of that thread"},
    {B::SyncWait, "blocks this thread until asynchronous work is done", "await that work"},
    {B::Lock, "blocks this thread until the lock is free", "use a lock that is awaited"},
    {B::Dns, "blocks this thread until a name server answers", "await a resolver"},
    {B::Socket, "blocks this thread until the peer is ready", "await the asynchronous operation"},
    {B::Process, "blocks this thread until another process is done", "run it on another thread"},
    {B::Database, "blocks this thread until the database answers", "run it on another thread"},
    {B::File, "blocks this thread until the file or device is done", "run it on another thread"},
    {B::FileMeta, "blocks this thread until the file system answers", "run it on another thread"},
    {B::Console, "blocks this thread until the terminal is done", "run it on another thread"},
    {B::BusyWait, "keeps this thread spinning", "await an event or a timer"},
};
constexpr Words Marked = {B::None, "blocks this thread", "run it on another thread"};

} // namespace

std::string blockerOf(Unit &U, const BlockingSite &Site) {
  const CallStep *Last = Site.Chain.empty() ? nullptr : &Site.Chain.back();
  return (Site.Dropped ? "the destructor of the result of " : "") +
         nameOfCall(U, Last ? Last->Callee : Site.Callee, Last ? Last->At : Site.At);
}

std::string consequenceOf(BlockingCategory Category, StringRef Twin) {
  const Words *Found = llvm::find_if(Table, [&](const Words &W) { return W.Category == Category; });
  const Words &Says = Found == std::end(Table) ? Marked : *Found;
  return std::string(Says.What) +
         (Category == B::SyncWait ? ": a deadlock if that work needs this thread"
                                  : ", and every other coroutine on it waits as long") +
         (Twin.empty() ? "; " + std::string(Says.Instead) : "; await '" + Twin.str() + "'");
}

} // namespace cotidy
