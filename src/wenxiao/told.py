"""Refusals in words: what every floor raises where a person, not the program, has to do something."""

from __future__ import annotations

import errno
import os

#: What an operating system often objects to, by the name of its number; one that this system does not have is left out.
_CAUSES = {
    "EACCES": "没有权限",
    "EADDRINUSE": "端口已被占用",
    "EADDRNOTAVAIL": "本机没有这个地址",
    "EBUSY": "正被占用",
    "ECONNABORTED": "连接中断",
    "ECONNREFUSED": "对方拒绝连接",
    "ECONNRESET": "对方中断了连接",
    "EDQUOT": "超出磁盘配额",
    "EEXIST": "已有同名的文件或文件夹",
    "EFBIG": "文件太大",
    "EHOSTUNREACH": "连不上对方主机",
    "EIO": "磁盘读写出错",
    "EISDIR": "这是一个文件夹",
    "ELOOP": "链接绕成了圈",
    "EMFILE": "打开的文件太多",
    "ENAMETOOLONG": "文件名太长",
    "ENETUNREACH": "网络不通",
    "ENFILE": "系统打开的文件太多",
    "ENOENT": "没有这个文件或文件夹",
    "ENOMEM": "内存不足",
    "ENOSPC": "磁盘已满",
    "ENOTDIR": "路径中有一段不是文件夹",
    "ENOTEMPTY": "文件夹不是空的",
    "EPERM": "系统不允许这样做",
    "EROFS": "磁盘是只读的",
    "ETIMEDOUT": "对方没有应答",
}
_BY_NUMBER = {getattr(errno, name): zh for name, zh in _CAUSES.items() if hasattr(errno, name)}
#: The numbers of errors that a library raised without one.
_BY_KIND: dict[type[BaseException], int] = {
    FileNotFoundError: errno.ENOENT,
    PermissionError: errno.EACCES,
    IsADirectoryError: errno.EISDIR,
    NotADirectoryError: errno.ENOTDIR,
    FileExistsError: errno.EEXIST,
    ConnectionRefusedError: errno.ECONNREFUSED,
    ConnectionResetError: errno.ECONNRESET,
    TimeoutError: errno.ETIMEDOUT,
}


def cause(error: BaseException) -> tuple[str, str]:
    """What the operating system objects to, in Chinese and English; of any other error its kind, as its text may hold what is not ours to show."""
    kind = type(error)
    # Those of ssl and of name resolution have numbers of their own.
    if not isinstance(error, OSError) or kind.__module__ != "builtins":
        return kind.__name__, kind.__name__
    number = error.errno or _BY_KIND.get(kind)
    if number is None:
        return kind.__name__, kind.__name__
    en = error.strerror or os.strerror(number)
    return _BY_NUMBER.get(number, f"系统报告：{en}"), en


class Told(Exception):  # noqa: N818  (a refusal, not a fault)
    """Something that cannot be done, as one sentence in each language: what is wrong, where, what to do. ``str`` is the Chinese one."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh = zh
        self.en = en

    def __str__(self) -> str:
        return self.zh

    def message(self, lang: str = "zh") -> str:
        """The sentence in the language asked for: ``zh`` or ``en``."""
        return self.en if lang == "en" else self.zh


class NotAllowed(Told):
    """A step of a state machine that cannot be made."""


class NotYours(NotAllowed):
    """A step that somebody else makes."""
