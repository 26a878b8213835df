// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef MOCK_STANDALONE_ASIO
#define MOCK_STANDALONE_ASIO
#include <array>
#include <chrono>
#include <coroutine>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace asio {
using error_code = std::error_code;
using system_error = std::system_error;
} // namespace asio

#define MOCK_ASIO asio
#define MOCK_ASIO_BEGIN namespace asio {
#define MOCK_ASIO_END }
#define MOCK_ERROR_CODE std::error_code
#include <bits/asio.inc>
#undef MOCK_ASIO
#undef MOCK_ASIO_BEGIN
#undef MOCK_ASIO_END
#undef MOCK_ERROR_CODE
#endif
