"""Tokens: a program that acts for a person, within what the token is made for."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models

from wenxiao.web.core.clock import today
from wenxiao.web.core.say import said

#: What a token may be made for. ``:write`` does not include ``:read``.
SCOPES = {
    "register:read": said("读取项目库", "Read projects"),
    "register:write": said("新增、修改项目", "Write projects"),
    "ledger:read": said("读取台账", "Read the ledger"),
    "ledger:write": said("登记分录", "Write ledger entries"),
    "targets:read": said("读取绩效目标", "Read targets"),
    "targets:write": said("填报、审核绩效目标", "Write and pass targets"),
    "monitoring:read": said("读取运行监控", "Read monitoring"),
    "monitoring:write": said("填报、审核运行监控", "Write and pass monitoring"),
    "evaluations:read": said("读取自评和评价", "Read evaluations"),
    "evaluations:write": said("填报、审核自评和评价", "Write and pass evaluations"),
    "problems:read": said("读取问题整改和结果应用", "Read problems and the use of results"),
    "problems:write": said("下达、填报、审核问题整改，决定结果应用", "Write and pass problems, decide on results"),
    "documents:read": said("读取文档、审查发现和可采纳内容", "Read documents, findings and what they offer"),
    "documents:write": said("报送、研判文档，采纳其内容", "Hand documents in, triage them, take over what they offer"),
    "reports:read": said("读取绩效报告和其中的发现", "Read reports and what is found in them"),
    "reports:write": said("撰写、审定绩效报告", "Write and approve reports"),
    "releases:read": said("读取公开事项和把关结果", "Read releases and what the gate says"),
    "releases:write": said("准备、审核、发布、更正公开事项", "Prepare, approve, publish and correct releases"),
    "imports:read": said("读取导入方案和待导入文件", "Read mapping profiles and files to be read in"),
    "imports:write": said("维护导入方案，导入项目和台账", "Write mapping profiles, read in projects and entries"),
    "scores:read": said("读取网格指标、考核和佐证快照", "Read rates, scores and snapshots of the grid"),
    "grid:read": said("读取网格案件", "Read cases of the grid"),
    "grid:write": said("上报、办理网格案件", "Report cases and take steps on them"),
    "hooks:read": said("读取数据推送和发送记录", "Read webhooks and their log"),
    "hooks:write": said("新建、修改数据推送", "Write webhooks"),
    "fieldwork:read": said(
        "读取日常工作：巡查、商铺、裸地、培训、会议", "Read the field work: patrols, shops, sites, trainings, meetings"
    ),
    "territory:read": said("读取单元网格、部件和五进网格检查", "Read unit grids, components and the staffing check"),
}
_PREFIX = "wx_"


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class Token(models.Model):
    """Of a token only the hash is kept: whoever reads the database cannot use it. It holds for its person's rights, no more."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    until = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def expired(self) -> bool:
        return self.until < today()


def make(user: Any, name: str, scopes: list[str], until: date) -> str:
    """Make a token; its secret, which is shown once and kept nowhere."""
    secret = _PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(user=user, name=name, digest=_digest(secret), scopes=sorted(scopes), until=until)
    return secret


def holder(secret: str) -> Token | None:
    """The token with this secret, while it holds and its person may log in."""
    found = Token.objects.select_related("user").filter(digest=_digest(secret)).first()
    return (
        found if found and not found.expired and found.user.is_active and not found.user.must_change_password else None
    )
