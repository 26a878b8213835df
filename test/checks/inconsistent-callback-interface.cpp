// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s inconsistent-callback %t
//
// When a callback may be called says who asks for it: the interface of a library is not the project's to change.

#include <drogon/drogon.h>
#include <functional>
#include <utility>

using drogon::HttpRequestPtr;
using drogon::HttpResponsePtr;
using Refuse = std::function<void(const HttpResponsePtr &)>;

HttpResponsePtr unauthorized();
bool has_token(const HttpRequestPtr &request);
class tokens {
public:
  void async_check(const HttpRequestPtr &request, Refuse done);
};

class auth_filter : public drogon::HttpFilterBase {
public:
  void doFilter(const HttpRequestPtr &request, Refuse &&refuse, std::function<void()> &&pass) override {
    if (!has_token(request)) {
      refuse(unauthorized());
      return;
    }
    known.async_check(request, std::move(refuse));
  }

private:
  tokens known;
};

class own_filter {
public:
  virtual void filter(const HttpRequestPtr &request, Refuse &&refuse) = 0;
};
class own_auth_filter : public own_filter {
public:
  void filter(const HttpRequestPtr &request, Refuse &&refuse) override {
    if (!has_token(request)) {
      refuse(unauthorized());
      // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'refuse' is called here before 'own_auth_filter::filter' returns, and later on the other path: what callers do next happens before it or after it; post it here as well [async-inconsistent-callback]
      return;
    }
    known.async_check(request, std::move(refuse));
  }

private:
  tokens known;
};
class cached_auth_filter : public auth_filter {
public:
  void doFilter(const HttpRequestPtr &request, Refuse &&refuse, std::function<void()> &&pass) override {
    if (!has_token(request)) {
      refuse(unauthorized());
      return;
    }
    cached.async_check(request, std::move(refuse));
  }

private:
  tokens cached;
};
