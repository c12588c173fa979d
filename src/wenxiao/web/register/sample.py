"""Projects of the sample district."""

from __future__ import annotations

from wenxiao.web.register.models import Project, ProjectYear
from wenxiao.web.sample import YEAR, World

#: Code, name, unit, attribute, fund, special bond, first and last year, what it is for.
PROJECTS = (
    ("530100-0001", "网格监督员购买服务项目", "201001", "continuing", "general", False, 2024, 2027, "购买网格巡查服务，覆盖全区216个网格，发现、上报和核查城市管理问题。"),
    ("530100-0002", "网格指挥平台运行维护项目", "201001", "continuing", "general", False, 2025, 2027, "平台软硬件维护、数据更新和安全加固。"),
    ("530100-0003", "道路清扫保洁服务项目", "201002", "continuing", "general", False, 2024, 2026, "城区主次干道和背街小巷清扫保洁。"),
    ("530100-0004", "生活垃圾分类收运项目", "201002", "new", "general", False, 2026, 2028, "分类收集点建设和分类运输。"),
    ("530100-0005", "临溪河综合治理工程", "202001", "continuing", "government", True, 2024, 2026, "河道清淤、岸坡修复和截污管敷设。"),
    ("530100-0006", "河道日常管护项目", "202001", "continuing", "general", False, 2024, 2027, "河道保洁、巡查和水质监测。"),
    ("530100-0007", "雨污管网改造项目", "202002", "new", "general", False, 2026, 2027, "老城片区雨污管网分流改造。"),
    ("530100-0008", "校舍维修改造项目", "203001", "new", "general", False, 2026, 2026, "教学楼屋面防水、门窗更换和线路改造。"),
    ("530100-0009", "公共图书馆免费开放项目", "203002", "continuing", "general", False, 2024, 2027, "场馆免费开放、图书购置和阅读推广。"),
    ("530100-0010", "基本公共卫生服务项目", "204001", "continuing", "general", False, 2024, 2027, "居民健康档案、预防接种和慢性病管理。"),
)  # fmt: skip


def load(world: World) -> None:
    for code, name, unit, attribute, fund, bond, begins, ends, purpose in PROJECTS:
        where = world.organisations[unit]
        project = Project.objects.create(
            code=code,
            name=name,
            unit=where,
            attribute=attribute,
            fund=fund,
            bond=bond,
            begins=begins,
            ends=ends,
            purpose=purpose,
        )
        for year in range(max(begins, YEAR - 1), YEAR + 1):
            world.years[code, year] = ProjectYear.objects.create(project=project, year=year, unit=where)
