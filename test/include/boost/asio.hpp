// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef MOCK_BOOST_ASIO
#define MOCK_BOOST_ASIO
#include <array>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <coroutine>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#define MOCK_ASIO boost::asio
#define MOCK_ASIO_BEGIN                                                                                      \
  namespace boost {                                                                                          \
  namespace asio {
#define MOCK_ASIO_END                                                                                        \
  }                                                                                                          \
  }
#define MOCK_ERROR_CODE boost::system::error_code
#include <bits/asio.inc>
#undef MOCK_ASIO
#undef MOCK_ASIO_BEGIN
#undef MOCK_ASIO_END
#undef MOCK_ERROR_CODE
#endif
