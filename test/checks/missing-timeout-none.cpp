// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s missing-timeout %t
//
// Where whoever sets the time limit has set none; limits that come too late, or are another layer's.

#include <asio.hpp>
#include <chrono>
#include <optional>

using asio::ip::tcp;
using asio::use_awaitable;
using seconds = std::chrono::seconds;

namespace boost::beast {
template <typename Protocol> class basic_stream {
public:
  void expires_after(seconds limit);
  void expires_never();
  asio::awaitable<void> async_connect(int to);
  template <typename Buffer> asio::awaitable<int> async_read_some(Buffer buffer);
};
namespace websocket {
struct stream_base {
  struct timeout {
    static timeout suggested(int role);
  };
};
template <typename Next> class stream : public stream_base {
public:
  Next &next_layer();
  void set_option(timeout limits);
  asio::awaitable<void> async_accept();
};
} // namespace websocket
} // namespace boost::beast
using tcp_stream = boost::beast::basic_stream<tcp>;
using web_stream = boost::beast::websocket::stream<tcp_stream>;

asio::awaitable<int> with_timeout(tcp::socket &socket, seconds limit);

asio::awaitable<int> read_within(tcp::socket &socket, unsigned timeout_sec) {
  char data[8];
  if (timeout_sec == 0)
    co_return co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  co_return co_await with_timeout(socket, seconds(timeout_sec));
}
asio::awaitable<int> read_if(tcp::socket &socket, std::optional<seconds> timeout) {
  char data[8];
  if (timeout)
    co_return co_await with_timeout(socket, *timeout);
  else
    co_return co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}
asio::awaitable<int> read_unless(tcp::socket &socket, seconds deadline) {
  char data[8];
  if (!(deadline > seconds(0)))
    co_return 0;
  co_return co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-FIXES: co_return co_await socket.async_read_some(asio::buffer(data), asio::cancel_after(time_limit, use_awaitable));
}
asio::awaitable<int> read_where_some(tcp::socket &socket, unsigned timeout_sec) {
  char data[8];
  if (timeout_sec != 0)
    co_return co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'async_read_some' on 'socket' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_return 0;
}

asio::awaitable<int> limited_later(tcp_stream &stream) {
  co_await stream.async_connect(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_connect' on 'stream' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  // CHECK-FIXES: {{^}}  stream.expires_after(time_limit);
  stream.expires_after(seconds(5));
  char data[8];
  co_return co_await stream.async_read_some(asio::buffer(data));
}
asio::awaitable<void> limited_for_the_next_round(tcp_stream &stream) {
  char data[8];
  stream.expires_after(seconds(5));
  while (co_await stream.async_read_some(asio::buffer(data)))
    stream.expires_after(seconds(5));
}

asio::awaitable<void> limited_above(web_stream &web) {
  web.set_option(web_stream::timeout::suggested(1));
  char data[8];
  co_await web.next_layer().async_read_some(asio::buffer(data));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_read_some' on 'web' has no time limit, so a peer that hangs holds this coroutine and its connection for ever; give it a timeout [async-missing-timeout]
  co_await web.async_accept();
}
asio::awaitable<void> limited_below(web_stream &web) {
  web.next_layer().expires_after(seconds(5));
  char data[8];
  co_await web.next_layer().async_read_some(asio::buffer(data));
  co_await web.async_accept();
}
