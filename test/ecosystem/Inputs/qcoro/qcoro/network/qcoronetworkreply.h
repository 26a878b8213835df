// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The example includes the header by its place in QCoro's sources; the package installs it flat.
#include <qcoro/qcoronetworkreply.h>
