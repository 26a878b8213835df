// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s stale-read-across-await %t
//
// Locals that lead into shared state: pointers, views, what an owner points to, and names of a pair.

#include <inhouse/task.h>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

using inhouse::task;

task<void> step(int n = 0);

struct Peer {
  int id = 0;
};

// Everything may be taken away.
class Hub {
public:
  void drop(int id) {
    current.reset();
    maybe.reset();
    name.clear();
    by_id.erase(id);
  }
  task<void> pointee() {
    Peer *peer = current.get();
    co_await step();
    peer->id = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'peer' leads into 'current', which 'Hub::drop' may change during the suspension before this use; look the element up again after the await, or copy it before [async-stale-read-across-await]
  }
  task<void> through_reference() {
    auto &peer = *current;
    co_await step();
    peer.id = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'peer' leads into 'current', which 'Hub::drop' may change during the suspension before this use; look the element up again after the await, or copy it before [async-stale-read-across-await]
  }
  task<void> part_of_pointee() {
    int &id = current->id;
    co_await step();
    id = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'id' leads into 'current', which 'Hub::drop' may change during the suspension before this use; look the element up again after the await, or copy it before [async-stale-read-across-await]
  }
  task<void> value() {
    auto &peer = *maybe;
    co_await step();
    peer.id = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'peer' leads into 'maybe', which 'Hub::drop' may change during the suspension before this use; look the element up again after the await, or copy it before [async-stale-read-across-await]
  }
  task<void> view() {
    std::string_view text = name;
    co_await step();
    co_await step(text.size());
    // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'text' leads into 'name', which 'Hub::drop' may change during the suspension before this use; look the element up again after the await, or copy it before [async-stale-read-across-await]
  }
  task<void> names_of_a_pair(int id) {
    auto [at, added] = by_id.try_emplace(id);
    co_await step();
    at->second.id = 2;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: '[at, added]' leads into 'by_id', which 'Hub::drop' may change during the suspension before this use; look the element up again after the await, or copy it before [async-stale-read-across-await]
  }

  // Looked up again, used before, copied.
  task<void> again() {
    Peer *peer = current.get();
    co_await step(peer->id);
    peer = current.get();
    peer->id = 1;
  }
  task<void> whether_added(int id) {
    auto [at, added] = by_id.try_emplace(id);
    at->second.id = 2;
    co_await step();
    if (added)
      co_await step(id);
  }
  task<void> text_of_its_own() {
    std::string text = name;
    co_await step();
    co_await step(text.size());
  }
  task<void> number() {
    int id = current->id;
    co_await step();
    co_await step(id);
  }

private:
  std::unique_ptr<Peer> current;
  std::optional<Peer> maybe;
  std::string name;
  std::map<int, Peer> by_id;
};

// Elements are only added.
class Growing {
public:
  void add(int id) {
    hashed.emplace(id, Peer{id});
    owned.push_back(std::make_unique<Peer>());
    plain.push_back(Peer{id});
    pointers.push_back(new Peer);
    text += "x";
  }
  task<void> iterator(int id) {
    auto at = hashed.find(id);
    co_await step();
    at->second.id = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'at' leads into 'hashed', which 'Growing::add' may change during the suspension before this use; look the element up again after the await, or copy it before [async-stale-read-across-await]
  }
  task<void> pointer_into_vector() {
    Peer *peer = &plain.back();
    co_await step();
    peer->id = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'peer' leads into 'plain', which 'Growing::add' may change during the suspension before this use; look the element up again after the await, or copy it before [async-stale-read-across-await]
  }
  task<void> pointer_into_hashed(int id) {
    Peer *peer = &hashed[id];
    co_await step();
    peer->id = 1;
  }
  task<void> pointee(int at) {
    Peer &peer = *owned[at];
    co_await step();
    peer.id = 1;
  }
  task<void> pointee_by_get(int at) {
    Peer *peer = owned[at].get();
    co_await step();
    peer->id = 1;
  }
  task<void> copied_pointer(int at) {
    Peer *peer = pointers[at];
    co_await step();
    peer->id = 1;
  }

private:
  std::unordered_map<int, Peer> hashed;
  std::vector<std::unique_ptr<Peer>> owned;
  std::vector<Peer> plain;
  std::vector<Peer *> pointers;
  std::string text;
};

// A walk is reported once, and its element where the walk does not go on.
class Walked {
public:
  void add(int id) { peers.push_back(Peer{id}); }
  task<void> all() {
    for (Peer &peer : peers) {
    // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: this loop walks 'peers' across a suspension, and 'Walked::add' may change it meanwhile, after which its iterator leads nowhere; walk a copy [async-stale-read-across-await]
      co_await step(peer.id);
      peer.id = 1;
    }
  }
  task<void> first() {
    for (Peer &peer : peers)
      if (peer.id > 3) {
        co_await step(peer.id);
        peer.id = 1;
        // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'peer' leads into 'peers', which 'Walked::add' may change during the suspension before this use; look the element up again after the await, or copy it before [async-stale-read-across-await]
        break;
      }
  }

private:
  std::vector<Peer> peers;
};

// What a method of the object gives out leads as far as what it returns.

class Sessions {
public:
  void end(int id) {
    sessions.erase(id);
    links.erase(id);
    raw.erase(id);
  }
  void begin(int id) { links.emplace(id, std::make_unique<Peer>()); }
  task<void> through_find(int id) {
    Peer *peer = find(id);
    co_await step();
    if (peer)
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'peer' leads into 'sessions', which 'Sessions::end' may change during the suspension before this use; look the element up again after the await, or copy it before [async-stale-read-across-await]
      peer->id = 1;
  }
  task<void> through_reference(int id) {
    Peer &peer = get(id);
    co_await step();
    peer.id = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'peer' leads into 'sessions', which 'Sessions::end' may change during the suspension before this use; look the element up again after the await, or copy it before [async-stale-read-across-await]
  }
  task<void> through_link(int id) {
    Peer *peer = link(id);
    co_await step();
    peer->id = 1;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'peer' leads into 'links', which 'Sessions::end' may change during the suspension before this use; look the element up again after the await, or copy it before [async-stale-read-across-await]
  }

  // A copy of the value, of a pointer, and one that is found again.
  task<void> value(int id) {
    Peer peer = get(id);
    co_await step();
    peer.id = 1;
  }
  task<void> copied_pointer(int id) {
    Peer *peer = copy(id);
    co_await step();
    peer->id = 1;
  }
  task<void> finds_again(int id) {
    Peer *peer = find(id);
    co_await step();
    peer = find(id);
    if (peer)
      peer->id = 1;
  }

private:
  Peer *find(int id) {
    auto at = sessions.find(id);
    return at == sessions.end() ? nullptr : &at->second;
  }
  Peer &get(int id) { return sessions.at(id); }
  Peer *link(int id) { return links.at(id).get(); }
  Peer *copy(int id) { return raw.at(id); }
  std::map<int, Peer> sessions;
  std::map<int, std::unique_ptr<Peer>> links;
  std::map<int, Peer *> raw;
};
