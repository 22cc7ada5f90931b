"""Takes from this process whatever a cleaner does not need, before it looks at a stranger's bytes.

A picture or a PDF may be made to take its parser over. What it then finds: no file, connection or further process,
little memory and little time. Three walls, each of which may be missing on some machine: limits (everywhere), a
network and user namespace of its own (where the kernel lets us), a filter of system calls (Linux on x86-64 and ARM64).
"""

from __future__ import annotations

import ctypes
import platform
import resource
import struct
import sys

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 25
_STANDARD_STREAMS = 3
_NO_NEW_PRIVILEGES, _DUMPABLE, _SECCOMP, _FILTER_MODE = 38, 4, 22, 2
_NEW_USER, _NEW_NETWORK, _NEW_IPC = 0x10000000, 0x40000000, 0x08000000
_REFUSED = 0x00050001  # the call answers EPERM
_ALLOWED = 0x7FFF0000
_LOAD, _EQUAL, _AT_LEAST, _ANSWER = 0x20, 0x15, 0x35, 0x06
_X32_CALLS = 0x40000000

# By number: open, openat, creat, openat2, socket, socketpair, connect, bind, sendto, sendmsg, clone, fork, vfork, clone3,
# execve, execveat, ptrace, process_vm_readv, process_vm_writev, kill, io_uring_setup, unlink, unlinkat, rename, renameat,
# setrlimit, prlimit64
_CALLS = {
    "x86_64": (
        0xC000003E,
        (
            2,
            257,
            85,
            437,
            41,
            53,
            42,
            49,
            44,
            46,
            56,
            57,
            58,
            435,
            59,
            322,
            101,
            310,
            311,
            62,
            425,
            87,
            263,
            82,
            264,
            160,
            302,
        ),
    ),
    "aarch64": (
        0xC00000B7,
        (56, 437, 198, 199, 203, 200, 206, 211, 220, 435, 221, 281, 117, 270, 271, 129, 425, 35, 38, 164, 261),
    ),
}


def confine() -> None:
    """From here on this process computes, reads its standard input, writes its standard output, and ends."""
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_DUMPABLE, 0, 0, 0, 0)
        libc.unshare(_NEW_USER | _NEW_NETWORK | _NEW_IPC)
    _limit(resource.RLIMIT_NPROC, 0)
    _limit(resource.RLIMIT_NOFILE, _STANDARD_STREAMS)
    if sys.platform == "linux":
        _filter_calls(libc)


def _limit(what: int, most: int) -> None:
    _soft, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def _filter_calls(libc: ctypes.CDLL) -> None:
    """Nothing where the machine's call numbers are not known here: limits and namespace remain."""
    known = _CALLS.get(platform.machine())
    if known is None:
        return
    steps = _program(*known)
    program = ctypes.create_string_buffer(steps, len(steps))
    header = ctypes.create_string_buffer(struct.pack("@HxxxxxxP", len(steps) // 8, ctypes.addressof(program)))
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.prctl(_SECCOMP, _FILTER_MODE, header)


def _program(architecture: int, refused: tuple[int, ...]) -> bytes:
    """Berkeley packet filter: another architecture and each refused call jump to the last step."""
    count = len(refused)
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, count + 3, architecture),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, count + 1, 0, _X32_CALLS),
    ]
    steps += [(_EQUAL, count - place, 0, number) for place, number in enumerate(refused)]
    steps += [(_ANSWER, 0, 0, _ALLOWED), (_ANSWER, 0, 0, _REFUSED)]
    return b"".join(struct.pack("@HBBI", *step) for step in steps)
