// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Stand-in for liburing: what an awaiter asks the kernel for.
#ifndef LIBURING_H
#define LIBURING_H

struct io_uring_sqe;
struct __kernel_timespec;
struct msghdr;
struct sockaddr;

extern "C" {
static inline void io_uring_prep_connect(io_uring_sqe *, int, const sockaddr *, unsigned) {}
static inline void io_uring_prep_recv(io_uring_sqe *, int, void *, unsigned long, int) {}
static inline void io_uring_prep_recv_multishot(io_uring_sqe *, int, void *, unsigned long, int) {}
static inline void io_uring_prep_recvmsg(io_uring_sqe *, int, msghdr *, unsigned) {}
static inline void io_uring_prep_recvmsg_multishot(io_uring_sqe *, int, msghdr *, unsigned) {}
static inline void io_uring_prep_send(io_uring_sqe *, int, const void *, unsigned long, int) {}
static inline void io_uring_prep_send_bundle(io_uring_sqe *, int, unsigned long, int) {}
static inline void io_uring_prep_send_zc(io_uring_sqe *, int, const void *, unsigned long, int, unsigned) {}
static inline void io_uring_prep_send_zc_fixed(io_uring_sqe *, int, const void *, unsigned long, int,
                                               unsigned, unsigned) {}
static inline void io_uring_prep_sendmsg(io_uring_sqe *, int, const msghdr *, unsigned) {}
static inline void io_uring_prep_sendmsg_zc(io_uring_sqe *, int, const msghdr *, unsigned) {}
static inline void io_uring_prep_sendto(io_uring_sqe *, int, const void *, unsigned long, int,
                                        const sockaddr *, unsigned) {}
static inline void io_uring_prep_accept(io_uring_sqe *, int, sockaddr *, unsigned *, int) {}
static inline void io_uring_prep_read(io_uring_sqe *, int, void *, unsigned, unsigned long) {}
static inline void io_uring_prep_link_timeout(io_uring_sqe *, __kernel_timespec *, unsigned) {}
}

#endif
