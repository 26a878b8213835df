// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef YLT_CORO_HTTP_CORO_HTTP_CLIENT_HPP
#define YLT_CORO_HTTP_CORO_HTTP_CLIENT_HPP
#include <string>
#include <ylt/coro_io/coro_io.hpp>

namespace cinatra {

struct resp_data {
  int status;
  std::string resp_body;
};
enum class req_content_type { html, json };
template <typename T> using Lazy = async_simple::coro::Lazy<T>;

class coro_http_client {
public:
  Lazy<resp_data> connect(std::string uri);
  Lazy<resp_data> async_get(std::string uri);
  Lazy<resp_data> async_head(std::string uri);
  Lazy<resp_data> async_options(std::string uri);
  Lazy<resp_data> async_delete(std::string uri, std::string content);
  Lazy<resp_data> async_patch(std::string uri);
  Lazy<resp_data> async_post(std::string uri, std::string content, req_content_type type);
  Lazy<resp_data> async_put(std::string uri, std::string content, req_content_type type);
  Lazy<resp_data> async_request(std::string uri, int method, std::string body);
  Lazy<resp_data> async_download(std::string uri, std::string file);
  Lazy<resp_data> async_upload(std::string uri, std::string file);
  Lazy<resp_data> async_upload_chunked(std::string uri, std::string file);
  Lazy<resp_data> async_upload_multipart(std::string uri);
  Lazy<resp_data> read_websocket();
  Lazy<resp_data> write_websocket(std::string message);
  resp_data get(std::string uri);
  resp_data post(std::string uri, std::string content, req_content_type type);
  resp_data download(std::string uri, std::string file);
  void set_conn_timeout(std::chrono::steady_clock::duration limit);
  void set_req_timeout(std::chrono::steady_clock::duration limit);
  void close();
};
class coro_http_connection {
public:
  Lazy<resp_data> read_websocket();
  Lazy<std::error_code> write_websocket(std::string message);
};
class coro_http_server {
public:
  std::error_code sync_start() noexcept;
  async_simple::Future<std::error_code> async_start();
};

namespace smtp {
struct email_data {
  std::string from_email, subject, text;
};
class client {
public:
  Lazy<bool> connect(const std::string &host, const std::string &port);
  Lazy<bool> send_email(const email_data &email);
};
} // namespace smtp
} // namespace cinatra
namespace coro_http = cinatra;
#endif
