// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check_cotidy %s await-in-transaction %t

#include <inhouse/async_mutex.h>
#include <inhouse/task.h>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using inhouse::async_mutex;
using inhouse::task;

// A blocking client that a model names.
namespace pqxx {
class connection {};
class transaction_base {
public:
  void exec(const std::string &);
  void commit();
  void abort();
};
template <int Level = 0> class transaction : public transaction_base {
public:
  explicit transaction(connection &);
  ~transaction();
};
using work = transaction<>;
class nontransaction : public transaction_base {
public:
  explicit nontransaction(connection &);
  ~nontransaction();
};
} // namespace pqxx

// An awaited client that a model names.
namespace boost::mysql {
class any_connection {
public:
  task<void> async_execute(const char *);
};
class pooled_connection {
public:
  pooled_connection(pooled_connection &&);
  ~pooled_connection();
  any_connection *operator->();
  void return_without_reset();
};
class connection_pool {
public:
  task<pooled_connection> async_get_connection();
};
} // namespace boost::mysql

// An in-house awaited client: known by its methods.
struct Row {
  int id;
  std::string text() const;
};
struct Statement {
  task<std::vector<Row>> execute(int);
};
template <int N> struct rank : rank<N - 1> {};
template <> struct rank<0> {};
class Transaction {
public:
  rank<3> last_statement(int);
  Transaction(Transaction &&);
  ~Transaction();
  task<std::vector<Row>> query(std::string);
  Statement prepare(std::string);
  task<void> commit();
  task<void> rollback();
};
class Database {
public:
  task<Transaction> begin();
  task<void> query(std::string);
};
class Connection {
public:
  task<void> begin();
  task<void> query(std::string);
  task<void> commit();
  task<void> rollback();
};
class Repository {
public:
  explicit Repository(Transaction &);
  task<void> save(int order);
};

struct Http {
  task<int> post(std::string);
};
task<void> audit(int order);
task<void> insert(Transaction &, int order);
task<std::vector<Row>> load(Transaction &, int order);
task<void> in_turn(task<std::vector<Row>>, task<int>);

task<void> blocking_client(pqxx::connection &connection, Http &http) {
  pqxx::work tx(connection);
  tx.exec("update stock set n = n - 1");
  co_await http.post("reserved");
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the transaction of 'tx' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
  // CHECK-NOTES: :[[@LINE-4]]:14: note: 'tx' is opened here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: await it after the commit
  // CHECK-FIXES: {{^}}  tx.commit();
  // CHECK-FIXES-NEXT: {{^}}  co_await http.post("reserved");
  // CHECK-FIXES-NEXT: {{^}}  co_await http.post("done");
  tx.commit();
  co_await http.post("done");
}

task<void> statements_by_text(boost::mysql::any_connection &connection, Http &http) {
  co_await connection.async_execute("START TRANSACTION");
  co_await connection.async_execute("UPDATE stock SET n = n - 1");
  co_await http.post("reserved");
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the transaction on 'connection' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
  // CHECK-NOTES: :[[@LINE-4]]:23: note: 'connection' begins a transaction here
  co_await connection.async_execute("COMMIT");
  co_await http.post("done");
}
task<void> leased(boost::mysql::connection_pool &pool, Http &http) {
  auto connection = co_await pool.async_get_connection();
  co_await connection->async_execute("SELECT 1");
  co_await http.post("found");
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'connection' is kept out of its pool across this await, which does not use it, and others wait for a connection meanwhile; give it back first [async-await-in-transaction]
  // CHECK-NOTES: :[[@LINE-4]]:8: note: 'connection' is taken from its pool here
  co_await connection->async_execute("BEGIN");
  co_await http.post("reserved");
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the transaction on 'connection' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
  // CHECK-NOTES: :[[@LINE-8]]:8: note: 'connection' is taken from its pool here
  // CHECK-NOTES: :[[@LINE-4]]:24: note: 'connection' begins a transaction here
  co_await connection->async_execute("COMMIT");
  co_await http.post("kept");
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'connection' is kept out of its pool across this await, which does not use it, and others wait for a connection meanwhile; give it back first [async-await-in-transaction]
  // CHECK-NOTES: :[[@LINE-13]]:8: note: 'connection' is taken from its pool here
  connection.return_without_reset();
  co_await http.post("done");
}

class Orders {
public:
  task<void> place(int order) {
    auto tx = co_await database.begin();
    co_await tx.query("insert into orders");
    co_await payments.post("charge");
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the transaction of 'tx' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-4]]:10: note: 'tx' is opened here
    co_await audit(order);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the transaction of 'tx' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-7]]:10: note: 'tx' is opened here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: await it after the commit
    // CHECK-FIXES: {{^}}    co_await tx.commit();
    // CHECK-FIXES-NEXT: {{^}}    co_await audit(order);
    // CHECK-FIXES-NEXT: {{^}}    co_await payments.post("receipt");
    co_await tx.commit();
    co_await payments.post("receipt");
  }
  task<void> results_are_no_handles(int order) {
    auto tx = co_await database.begin();
    auto rows = co_await tx.query("select");
    co_await payments.post(rows[0].text());
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the transaction of 'tx' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-4]]:10: note: 'tx' is opened here
    auto loaded = co_await load(tx, order);
    for (const Row &row : loaded)
      co_await audit(row.id);
      // CHECK-NOTES: :[[@LINE-1]]:7: warning: the transaction of 'tx' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
      // CHECK-NOTES: :[[@LINE-9]]:10: note: 'tx' is opened here
    co_await tx.rollback();
  }
  task<void> by_calls() {
    co_await connection.begin();
    co_await payments.post("charge");
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the transaction on 'connection' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-3]]:25: note: 'connection' begins a transaction here
    // CHECK-NOTES: :[[@LINE-3]]:5: note: await it after the commit
    // CHECK-FIXES: {{^}}    co_await connection.commit();
    // CHECK-FIXES-NEXT: {{^}}    co_await payments.post("charge");
    co_await connection.commit();
    co_await payments.post("receipt");
  }
  task<void> on_one_path(bool fast) {
    auto tx = co_await database.begin();
    if (fast)
      co_await tx.commit();
    co_await payments.post("charge");
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the transaction of 'tx' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-5]]:10: note: 'tx' is opened here
  }

  // Its own statements, whatever way they reach it.
  task<void> own(int order) {
    auto tx = co_await database.begin();
    co_await insert(tx, order);
    auto statement = tx.prepare("insert");
    co_await statement.execute(order);
    Repository orders(tx);
    co_await orders.save(order);
    auto pending = tx.query("select");
    auto rows = co_await std::move(pending);
    auto later = [&tx]() -> task<void> { co_await tx.query("select"); };
    co_await later();
    co_await in_turn(tx.query("select"), payments.post("x"));
    co_await tx.commit();
  }
  // A method of its own that is not given the transaction, and does not ask for its connection.
  task<void> sends_while_open(int order) {
    auto tx = co_await database.begin();
    co_await tx.query("insert");
    co_await send_mail(order);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the transaction of 'tx' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-4]]:10: note: 'tx' is opened here
    co_await helper();
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the transaction of 'tx' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-7]]:10: note: 'tx' is opened here
    co_await tell(order);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the transaction of 'tx' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-10]]:10: note: 'tx' is opened here
    co_await look_up(order);
    co_await save_row(order);
    co_await tx.commit();
  }
  task<void> sends_on_the_member(int order) {
    co_await connection.begin();
    co_await send_mail(order);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the transaction on 'connection' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-3]]:25: note: 'connection' begins a transaction here
    co_await this->tell(order);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: the transaction on 'connection' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-6]]:25: note: 'connection' begins a transaction here
    co_await looks_up(order);
    co_await connection.commit();
  }
  task<void> tell(int order) { co_await payments.post("told"); }
  task<void> look_up(int order) { co_await database.query("select"); }
  task<void> looks_up(int order) { co_await finds(order); }
  task<void> finds(int order) { co_await connection.query("select"); }
  task<void> may_use_the_member() {
    co_await connection.begin();
    co_await helper();
    co_await connection.query("insert");
    co_await connection.rollback();
  }

private:
  task<void> helper();
  task<void> send_mail(int order);
  task<void> save_row(int order);
  Database database;
  Connection connection;
  Http payments;
};

task<void> from_the_caller(Transaction &tx, Http &http) {
  co_await tx.query("insert");
  co_await http.post("charge");
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the transaction of 'tx' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
  // CHECK-NOTES: :[[@LINE-4]]:41: note: 'tx' is open when this coroutine starts
}
task<void> moved_on(Transaction tx, Http &http) {
  auto mine = std::move(tx);
  co_await http.post("charge");
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the transaction of 'mine' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
  // CHECK-NOTES: :[[@LINE-3]]:8: note: 'mine' takes over what 'tx' holds here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: await it after the commit
  // CHECK-FIXES: {{^}}  co_await mine.commit();
  // CHECK-FIXES-NEXT: {{^}}  co_await http.post("charge");
  co_await mine.commit();
  co_await http.post("receipt");
}
task<void> in_a_scope(Database &database, Http &http) {
  {
    auto tx = co_await database.begin();
    co_await tx.query("insert");
  }
  co_await http.post("receipt");
}

// ----- quiet -----

task<void> no_transaction(pqxx::connection &connection, Http &http) {
  pqxx::nontransaction session(connection);
  co_await http.post("x");
}
task<void> never_suspends(Transaction tx) {
  co_await std::suspend_never();
  co_await tx.commit();
}
task<void> unknown_awaitable(Transaction tx, task<void> given) {
  co_await std::move(given);
  co_await tx.commit();
}
task<void> async_lock(async_mutex &mutex, Http &http) {
  auto guard = co_await mutex.scoped_lock_async();
  co_await http.post("one at a time, on purpose");
}

// ----- the same by other names -----

struct OrderTransaction {
  ~OrderTransaction();
  task<void> Execute(std::string);
  task<void> CommitAsync();
};
struct Store {
  task<void> beginTransaction();
  task<void> commitTransaction();
  task<void> RollbackAsync();
  task<void> run(std::string);
};
task<void> by_its_class_name(OrderTransaction tx, Http &http) {
  co_await tx.Execute("insert");
  co_await http.post("charge");
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the transaction of 'tx' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
  // CHECK-NOTES: :[[@LINE-4]]:47: note: 'tx' is open when this coroutine starts
  // CHECK-NOTES: :[[@LINE-3]]:3: note: await it after the commit
  co_await tx.CommitAsync();
  co_await http.post("receipt");
}
task<void> by_its_method_names(Store &store, Http &http) {
  co_await store.beginTransaction();
  co_await store.run("insert");
  int sent = co_await http.post("charge");
  // CHECK-NOTES: :[[@LINE-1]]:14: warning: the transaction on 'store' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
  // CHECK-NOTES: :[[@LINE-4]]:18: note: 'store' begins a transaction here
  if (sent)
    co_await store.commitTransaction();
  else
    co_await store.RollbackAsync();
  co_await http.post("receipt");
}

// ----- asynchronous locks -----

task<void> sleep_for(int);
task<void> pause_for(std::chrono::milliseconds);
struct own_awaiter {
  bool await_ready() const;
  void await_suspend(std::coroutine_handle<>) const;
  void await_resume() const;
};
struct rest : own_awaiter {
  explicit rest(std::chrono::milliseconds);
};
struct nap_of {
  std::chrono::milliseconds length;
  bool await_ready() const;
  void await_suspend(std::coroutine_handle<>) const;
  void await_resume() const;
};
struct wait_until_ready : own_awaiter {
  explicit wait_until_ready(std::chrono::milliseconds);
};
struct Ledger {
  task<void> unrelated(int amount) {
    auto guard = co_await mutex.scoped_lock_async();
    total += amount;
    co_await audit(amount);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'guard' is held across this await, which works on none of what it protects, and every coroutine that wants it waits as long; release it first [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-4]]:10: note: 'guard' is taken here
    co_await notices.post("booked");
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'guard' is held across this await, which works on none of what it protects, and every coroutine that wants it waits as long; release it first [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-7]]:10: note: 'guard' is taken here
    co_await log.write("booked");
    co_await store(total);
    last = co_await notices.post("and its answer is kept");
  }
  task<void> pause() {
    co_await mutex.lock();
    co_await sleep_for(10);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'mutex' is held across this pause, and every coroutine that wants it waits as long; release it first [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-3]]:20: note: 'mutex' is taken here
    mutex.unlock();
  }
  task<void> own_pauses() {
    co_await mutex.lock();
    co_await pause_for(std::chrono::milliseconds(10));
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'mutex' is held across this pause, and every coroutine that wants it waits as long; release it first [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-3]]:20: note: 'mutex' is taken here
    co_await rest{std::chrono::milliseconds(10)};
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'mutex' is held across this pause, and every coroutine that wants it waits as long; release it first [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-6]]:20: note: 'mutex' is taken here
    co_await nap_of(std::chrono::milliseconds(10));
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'mutex' is held across this pause, and every coroutine that wants it waits as long; release it first [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-9]]:20: note: 'mutex' is taken here
    co_await wait_until_ready{std::chrono::milliseconds(10)};
    mutex.unlock();
  }
  task<void> its_own_data() {
    auto guard = co_await mutex.scoped_lock_async();
    pending.push_back(1);
    co_await notices.all(pending);
  }

  struct Notices {
    task<int> post(std::string);
    task<void> all(std::vector<int> &);
  };
  struct Log {
    task<void> write(std::string);
  };
  task<void> store(int);
  async_mutex mutex;
  int total = 0, last = 0;
  std::vector<int> pending;
  Notices notices;
  Log log;
};

// ----- a peer of this call is no part of what a lock of all calls protects -----

struct Peer {
  task<void> write(std::string);
  task<void> write_all(const std::vector<std::string> &);
  task<int> send(std::string);
  task<int> read();
};
struct Room {
  task<void> join(Peer &peer, std::string name) {
    auto guard = co_await mutex.scoped_lock_async();
    names.push_back(name);
    co_await peer.write(name);
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'guard' is held across this await, which works on none of what it protects, and every coroutine that wants it waits as long; release it first [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-4]]:10: note: 'guard' is taken here
    int sent = co_await peer.send(name);
    // CHECK-NOTES: :[[@LINE-1]]:16: warning: 'guard' is held across this await, which works on none of what it protects, and every coroutine that wants it waits as long; release it first [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-7]]:10: note: 'guard' is taken here
    co_await peer.write(names.back());
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'guard' is held across this await, which works on none of what it protects, and every coroutine that wants it waits as long; release it first [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-10]]:10: note: 'guard' is taken here
    co_await peer.write_all(names);
    last = co_await peer.read();
  }
  task<void> in_turn(Peer &peer) {
    auto guard = co_await write_mutex.scoped_lock_async();
    ++written;
    co_await peer.write("one after another");
  }
  task<void> its_own_peer() {
    auto guard = co_await mutex.scoped_lock_async();
    ++written;
    co_await own.write("one after another");
  }
  async_mutex mutex, write_mutex;
  std::vector<std::string> names;
  int written = 0, last = 0;
  Peer own;
};
task<void> its_lock_comes_with_it(async_mutex &mutex, Peer &peer, int &written) {
  auto guard = co_await mutex.scoped_lock_async();
  ++written;
  co_await peer.write("one after another");
}
task<void> on_one_branch(async_mutex &mutex, Peer &peer, int &written, bool tell) {
  auto guard = co_await mutex.scoped_lock_async();
  ++written;
  if (tell)
    co_await peer.write("one more");
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: 'guard' is held across this await, which works on none of what it protects, and every coroutine that wants it waits as long; release it first [async-await-in-transaction]
    // CHECK-NOTES: :[[@LINE-5]]:8: note: 'guard' is taken here
}

// ----- a pooled connection that no model names: what a pool gives, and only one has -----

class Link {
public:
  task<int> query(std::string);
};
class LinkPool {
public:
  class Handle {
  public:
    Handle(Handle &&) noexcept;
    ~Handle();
    Link *operator->();
    void release();
  };
  task<Handle> acquire();
  void put(Handle);
};
class BufferPool {
public:
  class Block {
  public:
    Block(Block &&) noexcept;
    ~Block();
    char *data();
  };
  Block take();
};

task<void> keeps_its_link(LinkPool &pool, Http &http) {
  auto link = co_await pool.acquire();
  co_await link->query("select 1");
  co_await http.post("done");
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: 'link' is kept out of its pool across this await, which does not use it, and others wait for a connection meanwhile; give it back first [async-await-in-transaction]
  // CHECK-NOTES: :[[@LINE-4]]:8: note: 'link' is taken from its pool here
}
task<void> gives_it_back(LinkPool &pool, Http &http) {
  auto link = co_await pool.acquire();
  co_await link->query("select 1");
  link.release();
  co_await http.post("done");
}
task<void> puts_it_back(LinkPool &pool, Http &http) {
  auto link = co_await pool.acquire();
  co_await link->query("select 1");
  pool.put(std::move(link));
  co_await http.post("done");
}
task<void> keeps_memory(BufferPool &pool, Http &http) {
  auto block = pool.take();
  co_await http.post(block.data());
  co_await http.post("done");
}
class ThreadPool {
public:
  class Handle {
  public:
    Handle(Handle &&) noexcept;
    ~Handle();
    task<void> join();
  };
  Handle submit(int);
};
task<void> keeps_a_thread(ThreadPool &pool, Http &http) {
  auto work = pool.submit(1);
  co_await http.post("done");
  co_await work.join();
}

// ----- a transaction that is begun and closed, with all that is read in it -----

class Cursor {
public:
  virtual task<std::string> next() = 0;
};
class View {
public:
  virtual task<int> height() = 0;
};
class Reading {
public:
  virtual ~Reading();
  virtual task<std::shared_ptr<Cursor>> cursor(std::string table) = 0;
  virtual std::unique_ptr<View> view() = 0;
  virtual task<void> close() = 0;
};
class Chain {
public:
  task<std::unique_ptr<Reading>> begin_transaction();
};
task<int> walk(Cursor &cursor);
task<int> height_of(View &view);

task<void> closes(Chain &chain, Http &http) {
  auto tx = co_await chain.begin_transaction();
  auto cursor = co_await tx->cursor("headers");
  int last = co_await walk(*cursor);
  auto view = tx->view();
  last += co_await height_of(*view);
  co_await audit(last);
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the transaction of 'tx' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
  // CHECK-NOTES: :[[@LINE-7]]:8: note: 'tx' is opened here
  co_await tx->close();
  co_await http.post("done");
}

class Stream {
public:
  task<void> close();
};
class Device {
public:
  task<std::unique_ptr<Stream>> begin();
};
task<void> closes_a_stream(Device &device, Http &http) {
  auto stream = co_await device.begin();
  co_await http.post("done");
  co_await stream->close();
}

// ----- statements by their text, on a connection that no model names -----

class Wire {
public:
  task<void> exec(std::string);
};
task<void> by_text(Wire &wire, Http &http) {
  co_await wire.exec("BEGIN");
  co_await wire.exec("update stock set n = n - 1");
  co_await http.post("reserved");
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the transaction on 'wire' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
  // CHECK-NOTES: :[[@LINE-4]]:17: note: 'wire' begins a transaction here
  co_await wire.exec("ROLLBACK TO SAVEPOINT one");
  co_await wire.exec("COMMIT;");
  co_await http.post("done");
}

// ----- a cache that an asynchronous lock fills once: the await is what the lock is for -----

class Filled {
public:
  task<int> get(Http &http) {
    auto guard = co_await mutex.scoped_lock_async();
    if (value == 0)
      value = co_await http.post("value");
    co_return value;
  }

private:
  async_mutex mutex;
  int value = 0;
};

// ----- begin and end with the word in their names -----

class DocumentSession {
public:
  task<void> beginTransaction();
  task<void> insert(std::string);
  task<void> commitTransaction();
  task<void> abortTransaction();
};
task<void> spelt_out(DocumentSession &session, Http &http) {
  co_await session.beginTransaction();
  co_await session.insert("order");
  co_await http.post("reserved");
  // CHECK-NOTES: :[[@LINE-1]]:3: warning: the transaction on 'session' stays open across this await, which is not part of it: its connection and the rows it has locked are held meanwhile; await this before it begins or after the commit [async-await-in-transaction]
  // CHECK-NOTES: :[[@LINE-4]]:20: note: 'session' begins a transaction here
  // CHECK-NOTES: :[[@LINE-3]]:3: note: await it after the commit
  co_await session.commitTransaction();
  co_await http.post("done");
}

// ----- a test holds the lock to keep others waiting -----

namespace testing {
class Test {
public:
  virtual ~Test();
  virtual void TestBody() = 0;
};
} // namespace testing
class Excludes : public testing::Test {
  void TestBody() override {
    auto holder = [this]() -> task<void> {
      auto guard = co_await mutex.scoped_lock_async();
      co_await sleep_for(10);
    };
    run(holder());
  }
  void run(task<void>);
  async_mutex mutex;
};

// ----- the transaction's own work, handed in -----

template <typename Work> task<void> in_a_transaction(DocumentSession &session, Work work) {
  co_await session.beginTransaction();
  co_await work();
  co_await session.commitTransaction();
}
task<void> hands_it_in(DocumentSession &session) {
  co_await in_a_transaction(session, [&]() -> task<void> { co_await session.insert("order"); });
}
