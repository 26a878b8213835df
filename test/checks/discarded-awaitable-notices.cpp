// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s discarded-awaitable %t
//
// What the user is told, and nobody waits for: a dialog that runs by itself.

#include <qcoro/qcorotask.h>
#include <string>

enum class Button { Ok, Yes, No };
struct Dialogs {
  static QCoro::Task<Button> warning(std::string text);
  static QCoro::Task<Button> question(std::string text);
  static QCoro::Task<Button> information(const char *text, Button button = Button::Ok);
  QCoro::Task<> showMessage(const std::string &text);
  QCoro::Task<> showAll();
};
QCoro::Task<bool> save(std::string file);
QCoro::LazyTask<> alert(std::string text);

void tells(bool known, Dialogs &dialogs, const std::string &text) {
  if (!known) {
    Dialogs::warning("no rate for " + text);
    return;
  }
  Dialogs::information("done");
  dialogs.showMessage(text);
}

QCoro::Task<bool> tells_of_a_failure(std::string file) {
  try {
    co_return co_await save(file);
  } catch (...) {
    Dialogs::warning("cannot save " + file);
    save("backup");
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: the awaitable returned by 'save' is dropped, so its work runs on unobserved and its errors are lost; await it behind the handler [async-discarded-awaitable]
    auto copy = save("copy");
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'copy' is never awaited, so its work runs on unobserved and its errors are lost; await it behind the handler [async-discarded-awaitable]
    co_return false;
  }
}

void loses(Dialogs &dialogs) {
  Dialogs::question("really?");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'question' is dropped, so its work runs on unobserved and its errors are lost; keep it [async-discarded-awaitable]
  dialogs.showAll();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'showAll' is dropped, so its work runs on unobserved and its errors are lost; keep it [async-discarded-awaitable]
  alert("never seen");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the awaitable returned by 'alert' is dropped, so its work never runs; start it [async-discarded-awaitable]
}
