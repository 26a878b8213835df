// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a scan found, as plain data: workers write it as JSON, reports are made of it.

#ifndef COTIDY_TOOL_SCANRESULTS_H
#define COTIDY_TOOL_SCANRESULTS_H

#include "program/ProgramPart.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/JSON.h"
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace cotidy {

struct Place {
  std::string File; ///< absolute; empty if there is no place
  uint64_t Offset = 0;
  uint64_t Line = 0;   ///< from 1
  uint64_t Column = 0; ///< from 1, in bytes
};

/// Bytes to underline.
struct Span {
  std::string File;
  uint64_t Offset = 0;
  uint64_t Length = 0;
};

struct Edit {
  std::string File;
  uint64_t Offset = 0;
  uint64_t Length = 0;
  std::string Text;
};

struct Note {
  Place At;
  std::string Message;
};

struct Fix {
  bool Safe = false; ///< else offered: it changes behaviour on purpose
  std::string Title;
  Place At;
  std::vector<Edit> Edits;
};

/// How a finding compares with the baseline.
enum class FindingState {
  None, ///< there is no baseline
  New,
  Unchanged, ///< the baseline has it
};

struct ScanFinding {
  std::string Check; ///< for an error of the compiler `clang-diagnostic-error`
  bool IsError = false;
  Place At;
  std::string Message;
  std::vector<Span> Highlights;
  std::vector<Note> Notes;
  std::vector<Fix> Fixes; ///< best first
  // What stays the same when lines move.
  std::string Function;     ///< qualified name of the function it is in; empty outside of functions
  std::string Statement;    ///< the source text, white space collapsed
  bool Provisional = false; ///< other units of the program may take it back
  /// The same for the same finding of another day; made by the summary, empty before.
  std::string Fingerprint;
  FindingState State = FindingState::None;
};

enum class UnitStatus {
  Analysed,
  NoCoroutines, ///< by its includes it cannot have coroutine code: nothing to analyse
  Errors,       ///< analysed as far as the compiler's errors allow
  Modules,      ///< imports named modules
  Skipped,      ///< not C++: nothing to analyse
  Missing,      ///< the file does not exist
  Unsupported,  ///< its command is for a compiler that we do not read the commands of
  Crashed,
  TimedOut,
  OutOfMemory,
  Interrupted, ///< the scan ended before
  Failed,      ///< anything else
};

constexpr UnitStatus AllStatuses[] = {UnitStatus::Analysed,    UnitStatus::NoCoroutines, UnitStatus::Errors,
                                      UnitStatus::Modules,     UnitStatus::Skipped,      UnitStatus::Missing,
                                      UnitStatus::Unsupported, UnitStatus::Crashed,      UnitStatus::TimedOut,
                                      UnitStatus::OutOfMemory, UnitStatus::Interrupted,  UnitStatus::Failed};

llvm::StringRef name(UnitStatus Status);

/// Whether a unit with this status makes the scan incomplete.
inline bool isIncomplete(UnitStatus Status) {
  return Status != UnitStatus::Analysed && Status != UnitStatus::NoCoroutines &&
         Status != UnitStatus::Skipped;
}

/// Whether the same input would end the same way, so that the result can be kept.
inline bool isLasting(UnitStatus Status) {
  return Status == UnitStatus::Analysed || Status == UnitStatus::NoCoroutines ||
         Status == UnitStatus::Errors || Status == UnitStatus::Modules;
}

struct UnitResult {
  std::string File;
  UnitStatus Status = UnitStatus::Failed;
  std::string Reason;                ///< one clause; empty if analysed
  std::string Stack;                 ///< where the analysis crashed
  std::string Reproduce;             ///< a command that analyses this unit alone, if it ended badly
  std::vector<ScanFinding> Findings; ///< of the checks
  std::vector<ScanFinding> Errors;   ///< of the compiler
  double Seconds = 0;                ///< of the processor
  uint64_t Mebibytes = 0;            ///< at most at a time

  // Not part of the JSON.
  ProgramPart Program;
  std::vector<ScanFinding> Untold; ///< that other units of the program may confirm
  bool Cached = false;
  std::map<std::string, double>
      CheckSeconds;                      ///< if asked for; what several checks share counts for the first
  std::vector<std::string> Dependencies; ///< every file that was read, sorted
};

/// What makes a finding the same wherever it stands: neither lines nor names of files are part of it.
std::string identity(llvm::StringRef Check, llvm::StringRef Function, llvm::StringRef Statement);

/// What a unit tells its program: UnitResult::Program and UnitResult::Untold.
llvm::json::Value programJSON(const UnitResult &U);
/// \p U has its findings already.
bool readProgram(const llvm::json::Value &V, UnitResult &U, llvm::json::Path At);

/// \p Text with control characters taken out, so that no source can steer a terminal.
std::string printable(llvm::StringRef Text);

llvm::json::Value toJSON(const Edit &E);
llvm::json::Value toJSON(const Note &N);
llvm::json::Value toJSON(const Fix &F);
llvm::json::Value toJSON(const ScanFinding &F);
llvm::json::Value toJSON(const UnitResult &U);
bool fromJSON(const llvm::json::Value &V, Place &P, llvm::json::Path At);
bool fromJSON(const llvm::json::Value &V, Span &S, llvm::json::Path At);
bool fromJSON(const llvm::json::Value &V, Edit &E, llvm::json::Path At);
bool fromJSON(const llvm::json::Value &V, Note &N, llvm::json::Path At);
bool fromJSON(const llvm::json::Value &V, Fix &F, llvm::json::Path At);
bool fromJSON(const llvm::json::Value &V, ScanFinding &F, llvm::json::Path At);
bool fromJSON(const llvm::json::Value &V, UnitResult &U, llvm::json::Path At);

} // namespace cotidy

#endif
