"""The words that official outlines (参考提纲) use to tell a writer what to write about.

A sentence made of these words alone names no fact, no place and no thing: with the form of an instruction it is guidance
that was left in the text. Only general words belong here; the name of anything real does not.
"""

from __future__ import annotations

import re

from wenxiao.quantities.alternation import alternation

_NOUNS = """
专项 项目 资金 财政 财政拨款 拨款 预算 公共财政 一般公共 政府性基金 财政专户 国有资本经营 自筹 上级 本级 配套 投入 总投入 安排 落实 到位
使用 管理 分配 拨付 支出 收支 支付 执行 成本 控制 节约 进度 质量 数量 时效 效率 效益 效果 产出 经济 社会 生态 环境 可持续 影响 满意度
经济性 效率性 有效性 效益性 可持续性 公平性 合规性 合理性 规范性 科学性 完整性 真实性 及时性 安全性 充分性 相关性 必要性 可行性
立项 依据 申报 审批 批复 论证 决策 程序 背景 性质 用途 内容 范围 概况 简介 基本 目标 指标 绩效 总体 阶段性 年度 具体 个性 共性 设定
制度 办法 规定 方案 机制 措施 政策 法规 法律 文件 标准 要求 资料 档案 组织 实施 前期 准备 招投标 招标 政府采购 合同 调整 变更 竣工 验收
日常 检查 监督 监管 监控 跟踪 考核 评价 自评 评分 结果 应用 公开 信息 机构 人员 人员机构 单位 部门 主管 地区 对象 受益 服务 群众 公众 社会公众
重点 散小差 散 小 差 滞留 闲置 沉淀 截留 挪用 挤占 虚列 套取 占用 现象 行为 问题 不足 原因 困难 偏差 偏离 未完成 经验 做法 建议 改进 后续 下一步 工作 计划
会计 核算 账务 财务 台账 凭证 手续 审核 风险 因素 发展 方向 比例 规模 水平 程度 过程 环节 方面 情况 现状 职责 分工 保障 长效 运行 维护 资产
持续 整改 责任 主体 流程 方式 方法 各项 相关 有关 其他 其它 理由 意见 事项 附件
"""
_VERBS = """
是否 有无 能否 如何 存在 产生 符合 相符 一致 明确 充分 规范 合理 合规 健全 完善 完整 及时 有效 严格 真实 准确 可行 科学 突出 公平 公正 清晰 匹配
达到 实现 完成 制订 制定 建立 执行 开展 进行 分析 说明 介绍 描述 阐述 概述 简述 总结 列举 列出 填写 反映 包括 包含 主要 主要是 主要从 其中
具体 简要 详细 逐项 逐条 分别 重点 从 对 对照 结合 按照 根据 围绕 就 应 应当 需 需要 须 请 可 作 予以 加以 量化 定性 定量 没有 未
具有 取得 带来 采取 影响 实际 预期 既定 本 该 各 等 及 以及 和 与 或 或者 的 地 后 前 中 时 上 下 是 有 为 在 将 指 性 化 人 性的 其
"""

#: One or more outline words.
OUTLINE = re.compile(f"(?:{alternation({*_NOUNS.split(), *_VERBS.split()})})+")
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def share(sentence: str) -> float:
    """Share of the Chinese characters of a sentence that outline words cover, 0 to 1."""
    runs = _HAN.findall(sentence)
    total = sum(map(len, runs))
    if not total:
        return 0.0
    return sum(len(found) for run in runs for found in OUTLINE.findall(run)) / total
