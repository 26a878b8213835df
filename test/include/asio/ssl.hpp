// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef MOCK_ASIO_SSL
#define MOCK_ASIO_SSL
#include <asio.hpp>
#define MOCK_ASIO_BEGIN namespace asio {
#define MOCK_ASIO_END }
#define MOCK_ERROR_CODE std::error_code
#include <bits/asio_ssl.inc>
#undef MOCK_ASIO_BEGIN
#undef MOCK_ASIO_END
#undef MOCK_ERROR_CODE
#endif
