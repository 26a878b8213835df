// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every header of the tests' standard library compiles, and takes lambdas and local types.
// RUN: %python %S/Inputs/all_headers.py %include_dir > %t.h
// RUN: %clangxx -std=c++20 -Wall -Werror -Wno-unused -fsyntax-only \
// RUN:   -nostdinc++ -isystem %include_dir -include %t.h %s
// RUN: %clangxx -std=c++23 -Wall -Werror -Wno-unused -fsyntax-only \
// RUN:   -nostdinc++ -isystem %include_dir -include %t.h %s

void callables(std::vector<int> numbers, std::variant<int, char> either, std::stop_token token) {
  std::for_each(numbers.begin(), numbers.end(), [](int) {});
  std::sort(numbers.begin(), numbers.end(), [](int a, int b) { return a < b; });
  std::accumulate(numbers.begin(), numbers.end(), 0, [](int a, int b) { return a + b; });
  std::thread thread([] {});
  std::jthread joining([](int) {}, 1);
  std::async(std::launch::async, [] { return 1; }).get();
  std::mutex mutex;
  std::condition_variable changed;
  std::unique_lock lock(mutex);
  changed.wait(lock, [] { return true; });
  std::once_flag once;
  std::call_once(once, [] {});
  std::function<int(int)> function = [](int x) { return x; };
  std::move_only_function<void()> moved = [] {};
  auto bound = std::bind([](int) {}, 1);
  std::visit([](auto) {}, either);
  std::packaged_task<int()> task([] { return 1; });
  std::apply([](int) {}, std::tuple(1));
  std::stop_callback stop(token, [] {});
  std::unique_ptr<int, decltype([](int *) {})> deleted(nullptr, {});
}

void types(std::map<int, std::string> map, std::vector<int> numbers) {
  struct local {
    std::string text;
  };
  std::vector<local> locals;
  locals.push_back({"a"});
  auto shared = std::make_shared<local>();
  auto lambda = [] {};
  std::vector<decltype(lambda)> lambdas;
  lambdas.emplace_back(lambda);
  for (auto &[key, value] : map)
    value = std::to_string(key);
  for (int x : numbers | std::views::transform([](int x) { return x + 1; }))
    shared->text += char(x);
  for (int x : numbers | std::views::filter([](int x) { return x > 0; }))
    shared->text += char(x);
  for (int i : std::views::iota(0, 10))
    std::this_thread::sleep_for(std::chrono::milliseconds(i));
  std::ifstream file("name");
  std::string line;
  while (std::getline(file, line))
    std::cout << line << 1 << std::endl;
}
