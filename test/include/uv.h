// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Stand-in for libuv: operations on a peer, which call back.
#ifndef UV_H
#define UV_H

struct sockaddr;
struct uv_buf_t;
struct uv_connect_t;
struct uv_handle_t;
struct uv_pipe_t;
struct uv_stream_t;
struct uv_tcp_t;
struct uv_timer_t;
struct uv_udp_send_t;
struct uv_udp_t;
struct uv_write_t;

extern "C" {
typedef void (*uv_alloc_cb)(uv_handle_t *, unsigned long, uv_buf_t *);
typedef void (*uv_connect_cb)(uv_connect_t *, int);
typedef void (*uv_read_cb)(uv_stream_t *, long, const uv_buf_t *);
typedef void (*uv_timer_cb)(uv_timer_t *);
typedef void (*uv_udp_send_cb)(uv_udp_send_t *, int);
typedef void (*uv_write_cb)(uv_write_t *, int);

void uv_pipe_connect(uv_connect_t *, uv_pipe_t *, const char *, uv_connect_cb);
int uv_pipe_connect2(uv_connect_t *, uv_pipe_t *, const char *, unsigned long, unsigned, uv_connect_cb);
int uv_read_start(uv_stream_t *, uv_alloc_cb, uv_read_cb);
int uv_tcp_connect(uv_connect_t *, uv_tcp_t *, const sockaddr *, uv_connect_cb);
int uv_timer_start(uv_timer_t *, uv_timer_cb, unsigned long, unsigned long);
int uv_udp_send(uv_udp_send_t *, uv_udp_t *, const uv_buf_t *, unsigned, const sockaddr *, uv_udp_send_cb);
int uv_write(uv_write_t *, uv_stream_t *, const uv_buf_t *, unsigned, uv_write_cb);
int uv_write2(uv_write_t *, uv_stream_t *, const uv_buf_t *, unsigned, uv_stream_t *, uv_write_cb);
}

#endif
