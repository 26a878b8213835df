// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-in-loop %t

#include <boost/asio.hpp>
#include <exception>
#include <string>
#include <vector>

namespace asio = boost::asio;
using asio::ip::tcp;

struct Order {
  int id;
};
asio::awaitable<void> notify(const Order &order);
asio::awaitable<int> price(int id);

asio::awaitable<void> notify_all(const std::vector<Order> &orders) {
  for (const Order &order : orders)
    co_await notify(order);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the awaits of 'notify' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: the iterations are independent: each awaits 'notify' for its own 'order', and no result reaches a later await, the loop's condition or an exit
    // CHECK-NOTES: :[[@LINE-3]]:5: note: await the calls concurrently, at most 16 at a time
    // CHECK-FIXES: {{^}}  constexpr unsigned max_in_flight = 16;
    // CHECK-FIXES: auto &&input_range = orders;
    // CHECK-FIXES: const Order &order = *next_input++;
    // CHECK-FIXES: co_await notify(order);
    // CHECK-FIXES: {{.*}}run_workers(run_workers, max_in_flight){{.*}}
}

asio::awaitable<void> comment_survives(const std::vector<Order> &orders) {
  for (const auto &order : orders) {
    // every customer hears of it
    co_await notify(order);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the awaits of 'notify' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: the iterations are independent: each awaits 'notify' for its own 'order', and no result reaches a later await, the loop's condition or an exit
    // CHECK-NOTES: :[[@LINE-3]]:5: note: await the calls concurrently, at most 16 at a time
    // CHECK-FIXES: // every customer hears of it
  }
}

asio::awaitable<void> comment_would_not(const std::vector<Order> &orders) {
  for (const auto &order : orders) // every customer
    co_await notify(order);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the awaits of 'notify' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: the iterations are independent: each awaits 'notify' for its own 'order', and no result reaches a later await, the loop's condition or an exit
}

asio::awaitable<std::vector<int>> prices(const std::vector<int> &ids) {
  std::vector<int> found;
  for (int id : ids)
    found.push_back(co_await price(id));
    // CHECK-NOTES: :[[@LINE-1]]:21: warning: the awaits of 'price' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-NOTES: :[[@LINE-2]]:21: note: the iterations are independent: each awaits 'price' for its own 'id', and no result reaches a later await, the loop's condition or an exit
    // CHECK-NOTES: :[[@LINE-3]]:21: note: await the calls concurrently, at most 16 at a time
    // CHECK-FIXES: std::vector<std::optional<int>> outcomes{{.*}}
    // CHECK-FIXES: outcome.emplace(co_await price(id));
    // CHECK-FIXES: found.push_back(std::move(*outcome));
  co_return found;
}

// Their type has the name that the call gives it, as it is to be written here.
namespace shop {
using Names = std::vector<std::string>;
asio::awaitable<Names> names(int id);
} // namespace shop
asio::awaitable<std::vector<shop::Names>> all_names(const std::vector<int> &ids) {
  std::vector<shop::Names> found;
  for (int id : ids)
    found.push_back(co_await shop::names(id));
    // CHECK-NOTES: :[[@LINE-1]]:21: warning: the awaits of 'names' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-NOTES: :[[@LINE-2]]:21: note: the iterations are independent: each awaits 'names' for its own 'id', and no result reaches a later await, the loop's condition or an exit
    // CHECK-NOTES: :[[@LINE-3]]:21: note: await the calls concurrently, at most 16 at a time
    // CHECK-FIXES: std::vector<std::optional<shop::Names>> outcomes{{.*}}
  co_return found;
}

// No block to put the constant in.
asio::awaitable<void> no_block(bool wanted, const std::vector<Order> &orders) {
  if (wanted)
    for (const Order &order : orders)
      co_await notify(order);
      // CHECK-NOTES: :[[@LINE-1]]:7: warning: the awaits of 'notify' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
      // CHECK-NOTES: :[[@LINE-2]]:7: note: the iterations are independent: each awaits 'notify' for its own 'order', and no result reaches a later await, the loop's condition or an exit
}

// The name of the constant is taken.
asio::awaitable<void> name_taken(const std::vector<Order> &orders, int max_in_flight) {
  if (max_in_flight > 1) {
    for (const Order &order : orders)
      co_await notify(order);
      // CHECK-NOTES: :[[@LINE-1]]:7: warning: the awaits of 'notify' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
      // CHECK-NOTES: :[[@LINE-2]]:7: note: the iterations are independent: each awaits 'notify' for its own 'order', and no result reaches a later await, the loop's condition or an exit
      // CHECK-NOTES: :[[@LINE-3]]:7: note: await the calls concurrently, at most 16 at a time
      // CHECK-FIXES: {{^}}    constexpr unsigned max_in_flight2 = 16;
  }
}

#define AWAIT_ALL(call) co_await call
asio::awaitable<void> in_macro(const std::vector<Order> &orders) {
  for (const Order &order : orders)
    AWAIT_ALL(notify(order));
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the awaits of 'notify' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: the iterations are independent: each awaits 'notify' for its own 'order', and no result reaches a later await, the loop's condition or an exit
    // CHECK-NOTES: :[[@LINE-6]]:25: note: expanded from macro 'AWAIT_ALL'
}

// An error costs its own element alone.
asio::awaitable<int> priced_each(const std::vector<int> &ids) {
  int sum = 0, failed = 0;
  for (int id : ids) {
    try {
      sum += co_await price(id);
      // CHECK-NOTES: :[[@LINE-1]]:14: warning: the awaits of 'price' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
      // CHECK-NOTES: :[[@LINE-2]]:14: note: the iterations are independent: each awaits 'price' for its own 'id', and no result reaches a later await, the loop's condition or an exit
    } catch (const std::exception &) {
      ++failed;
    }
  }
  co_return sum - failed;
}

// Each iteration has a socket of its own.
asio::awaitable<void> scan(std::vector<tcp::endpoint> peers) {
  for (const auto &peer : peers) {
    tcp::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect(peer, asio::use_awaitable);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the awaits of 'async_connect' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: the iterations are independent: each awaits 'async_connect' for its own 'peer', and no result reaches a later await, the loop's condition or an exit
    // CHECK-NOTES: :[[@LINE+1]]:5: note: this await is a further step of the same iteration
    co_await asio::async_write(socket, asio::buffer("hello"), asio::use_awaitable);
  }
}

// What is written to each peer is only read.
asio::awaitable<void> broadcast(std::vector<tcp::socket> &peers, std::string text) {
  for (tcp::socket &peer : peers)
    co_await asio::async_write(peer, asio::buffer(text), asio::use_awaitable);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the awaits of 'async_write' run one after another: latency is their sum, N x L instead of ceil(N/c) x L with c at a time; await them together, a bounded number at once [async-await-in-loop]
    // CHECK-NOTES: :[[@LINE-2]]:5: note: the iterations are independent: each awaits 'async_write' for its own 'peer', and no result reaches a later await, the loop's condition or an exit
    // CHECK-NOTES: :[[@LINE-3]]:5: note: await the calls concurrently, at most 16 at a time
}

// ----- not reported -----

asio::awaitable<void> one_socket(tcp::socket &socket, std::vector<std::string> lines) {
  for (const auto &line : lines)
    co_await asio::async_write(socket, asio::buffer(line), asio::use_awaitable);
}

asio::awaitable<void> echo(tcp::socket socket) {
  char data[1024];
  for (;;) {
    std::size_t n = co_await socket.async_read_some(asio::buffer(data), asio::use_awaitable);
    co_await asio::async_write(socket, asio::buffer(data, n), asio::use_awaitable);
  }
}

asio::awaitable<void> listener(tcp::acceptor &acceptor, int connections) {
  for (int i = 0; i < connections; ++i) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    co_await notify(Order{i});
  }
}

asio::awaitable<void> paced(const std::vector<Order> &orders) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (const Order &order : orders) {
    co_await notify(order);
    timer.expires_after(std::chrono::seconds(1));
    co_await timer.async_wait(asio::use_awaitable);
  }
}

class Session {
public:
  asio::awaitable<std::string> request(int id);
  asio::awaitable<std::vector<std::string>> all(std::vector<int> ids) {
    std::vector<std::string> answers;
    for (int id : ids)
      answers.push_back(co_await request(id));
    co_return answers;
  }

private:
  tcp::socket socket;
};

asio::awaitable<void> of_session(Session &session, std::vector<int> ids) {
  std::string all;
  for (int id : ids)
    all = co_await session.request(id);
}
