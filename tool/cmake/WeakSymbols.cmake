# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# cmake -DCOMPILER=clang++ -DLLVM_BIN=folder -DOBJECTS=a.o;b.o -DOUTPUT=all.o -P WeakSymbols.cmake
# Joins objects into one whose undefined symbols are weak: a library made of it loads even where they are missing.

list(FILTER OBJECTS EXCLUDE REGEX "\\.pch$") # CMake counts the precompiled header as an object
execute_process(COMMAND ${COMPILER} -r -nostdlib -o ${OUTPUT} ${OBJECTS} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${LLVM_BIN}/llvm-nm --undefined-only --format=just-symbols ${OUTPUT}
  OUTPUT_VARIABLE names COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE "_GLOBAL_OFFSET_TABLE_\n" "" names "${names}") # the linker's own
file(WRITE ${OUTPUT}.weak "${names}")
execute_process(COMMAND ${LLVM_BIN}/llvm-objcopy --weaken-symbols=${OUTPUT}.weak ${OUTPUT} COMMAND_ERROR_IS_FATAL ANY)
