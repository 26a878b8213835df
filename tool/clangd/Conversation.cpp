// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Conversation.h"

#include "PublishedFindings.h"
#include "Reasons.h"

#include "llvm/Support/FormatVariadic.h"
#include <map>
#include <mutex>

using namespace clang::clangd;
using namespace llvm;

namespace cotidy {

namespace {

/// The editor says in its first message what a hover may be written in; clangd takes the first that it knows.
bool takesMarkdown(const json::Value &Initialize) {
  const json::Value *At = &Initialize;
  for (StringRef Key : {"capabilities", "textDocument", "hover", "contentFormat"}) {
    const json::Object *Fields = At->getAsObject();
    At = Fields ? Fields->get(Key) : nullptr;
    if (!At)
      return false;
  }
  if (const json::Array *Formats = At->getAsArray())
    for (const json::Value &Format : *Formats)
      if (std::optional<StringRef> Name = Format.getAsString(); Name == "markdown" || Name == "plaintext")
        return Name == "markdown";
  return false;
}

class Conversation final : public Transport, Transport::MessageHandler {
public:
  explicit Conversation(std::unique_ptr<Transport> Wire) : Wire(std::move(Wire)) {}

  Error loop(MessageHandler &Handler) override {
    Clangd = &Handler;
    return Wire->loop(*this);
  }

  void notify(StringRef Method, json::Value Params) override {
    if (Method == "textDocument/publishDiagnostics")
      Findings.update(Params);
    Wire->notify(Method, std::move(Params));
  }
  void call(StringRef Method, json::Value Params, json::Value ID) override {
    Wire->call(Method, std::move(Params), std::move(ID));
  }
  void reply(json::Value ID, Expected<json::Value> Result) override {
    // clangd answers from the newest tree, whose diagnostics it has published before.
    if (std::optional<HoverQuestion> Question = takeQuestion(ID); Question && Result)
      addReasons(*Result, Findings.at(Question->Uri, Question->Where), Markdown);
    Wire->reply(std::move(ID), std::move(Result));
  }

private:
  struct HoverQuestion {
    std::string Uri;
    Position Where;
  };

  bool onNotify(StringRef Method, json::Value Params) override {
    return Clangd->onNotify(Method, std::move(Params));
  }
  bool onCall(StringRef Method, json::Value Params, json::Value ID) override {
    if (Method == "initialize")
      Markdown = takesMarkdown(Params);
    else if (Method == "textDocument/hover")
      keepQuestion(ID, Params);
    return Clangd->onCall(Method, std::move(Params), std::move(ID));
  }
  bool onReply(json::Value ID, Expected<json::Value> Result) override {
    return Clangd->onReply(std::move(ID), std::move(Result));
  }

  void keepQuestion(const json::Value &ID, const json::Value &Params) {
    const json::Object *Fields = Params.getAsObject();
    const json::Object *Document = Fields ? Fields->getObject("textDocument") : nullptr;
    std::optional<StringRef> Uri = Document ? Document->getString("uri") : std::nullopt;
    std::optional<Position> Where = Fields ? positionOf(Fields->get("position")) : std::nullopt;
    if (!Uri || !Where)
      return;
    std::lock_guard<std::mutex> Guard(QuestionsLock);
    Questions.insert_or_assign(formatv("{0}", ID).str(), HoverQuestion{Uri->str(), *Where});
  }
  std::optional<HoverQuestion> takeQuestion(const json::Value &ID) {
    std::lock_guard<std::mutex> Guard(QuestionsLock);
    auto Found = Questions.find(formatv("{0}", ID).str());
    if (Found == Questions.end())
      return std::nullopt;
    HoverQuestion Question = std::move(Found->second);
    Questions.erase(Found);
    return Question;
  }

  std::unique_ptr<Transport> Wire;
  MessageHandler *Clangd = nullptr;
  PublishedFindings Findings; ///< used only to speak, which clangd does one message at a time
  bool Markdown = false;      ///< set before the first question
  std::mutex QuestionsLock;   ///< questions come on one thread, answers on others
  std::map<std::string, HoverQuestion> Questions;
};

} // namespace

std::unique_ptr<Transport> explain(std::unique_ptr<Transport> Wire) {
  return std::make_unique<Conversation>(std::move(Wire));
}

} // namespace cotidy
