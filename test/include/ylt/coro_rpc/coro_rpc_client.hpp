// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YLT_CORO_RPC_CORO_RPC_CLIENT_HPP
#define YLT_CORO_RPC_CORO_RPC_CLIENT_HPP
#include <optional>
#include <string>
#include <ylt/coro_io/coro_io.hpp>

namespace coro_rpc {

class coro_rpc_client {
public:
  [[nodiscard]] async_simple::coro::Lazy<std::error_code> connect(std::string host, std::string port);
  template <auto F, typename... A> async_simple::coro::Lazy<std::optional<int>> call(A &&...arguments);
  template <auto F, typename D, typename... A>
  async_simple::coro::Lazy<std::optional<int>> call_for(D limit, A &&...arguments);
  void close();
};
template <typename C> class coro_rpc_server_base {
public:
  std::error_code start() noexcept;
  async_simple::Future<std::error_code> async_start() noexcept;
};
using coro_rpc_server = coro_rpc_server_base<int>;

} // namespace coro_rpc
#endif
