"""The stations of a project's year, each as its people go through it in the browser: from the register to the approved targets."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.web.browsing import People, Person

YEAR, CODE, PROJECT = 2026, "530100-0901", "老旧小区楼道消防巡查"

GOAL = "巡查老旧小区60个，隐患复查合格率不低于90%，案件按期处置率不低于95%，居民满意度不低于90%。"
#: What the clerk writes by hand: level 1, level 2, name, nature, target, unit, points, evidence.
INDICATORS = (
    ("产出", "数量", "巡查小区数", "≥", "60", "个", "15", "巡查记录"),
    ("产出", "质量", "隐患复查合格率", "≥", "90", "%", "10", "复查记录"),
    ("产出", "成本", "巡查总成本", "≥", "100", "万元", "10", "结算单"),
    ("效益", "社会效益", "楼道堆物改善程度", "定性", "八成以上楼道无堆物", "", "30", "现场照片"),
    ("满意度", "服务对象满意度", "居民满意度", "≥", "90", "%", "10", "问卷调查"),
)


def registered(people: People) -> None:
    """The clerk adds a project to the register; its page says what comes first."""
    clerk = people["clerk"]
    clerk.goes_to("项目库")
    clerk.follows("新增项目")
    clerk.fills(
        {
            "项目名称": PROJECT,
            "项目代码": CODE,
            "项目属性": "新增",
            "预算种类": "一般公共预算",
            "起始年度": str(YEAR),
            "终止年度": str(YEAR + 1),
        }
    )
    clerk.presses("保存")
    clerk.sees("填报绩效目标", "未开始", "由您办理", within=clerk.card("需要处理"))
    clerk.sees("已列入项目库", PROJECT, CODE, "星河区网格化管理中心", "还没有分录", "本年度还没有绩效目标")


def last_row(clerk: Person) -> Locator:
    return clerk.page.locator("#rows-rows > li").last


def written(clerk: Person, row: tuple[str, ...]) -> None:
    """One indicator, by hand."""
    level1, level2, name, nature, target, unit, points, evidence = row
    clerk.presses("增加一行")
    at = last_row(clerk)
    clerk.fills({"一级指标": level1, "二级指标": level2, "三级指标": name, "指标性质": nature}, at)
    clerk.fills({"定性目标" if nature == "定性" else "指标值": target, "权重": points}, at)
    if unit:
        clerk.fills({"度量单位": unit}, at)
    at.locator("summary").click()
    clerk.fills({"佐证来源": evidence}, at)


def targets_written(people: People) -> None:
    """Goal and indicators, by hand and from the library; what is wrong is said while it is typed; the draft keeps itself."""
    clerk = people["clerk"]
    clerk.follows("填报绩效目标")
    clerk.presses("开始填报")
    clerk.fills({"年度总体目标": GOAL})
    for row in INDICATORS:
        written(clerk, row)
    check = clerk.page.locator("#check")
    clerk.sees("75", "少 15", "巡查总成本", within=check)  # the points do not add up yet, and a cost has no lower bound
    cost = clerk.page.locator("#rows-rows > li").nth(2)
    expect(cost.locator(".f-nature")).to_have_class("f f-nature remarked error")
    clerk.page.get_by_label("输入名称、行业或二级指标").fill("按期处置")
    clerk.presses("选用", clerk.row("案件按期处置率"))
    expect(clerk.field("三级指标", last_row(clerk))).to_have_value("案件按期处置率")
    clerk.fills({"指标值": "95", "权重": "15"}, last_row(clerk))
    clerk.sees("权重相符", within=check)
    clerk.sees("草稿已保存")

    clerk.page.reload()
    clerk.presses("恢复")
    expect(clerk.field("三级指标", last_row(clerk))).to_have_value("案件按期处置率")
    expect(clerk.field("年度总体目标")).to_have_value(GOAL)
    clerk.fills({"指标性质": "≤"}, cost)
    expect(cost.locator(".f-nature")).to_have_class("f f-nature")
    clerk.presses("保存并查看")
    clerk.sees("草稿", "巡查小区数", "≥60个", "≤100万元", "八成以上楼道无堆物", "权重相符")


def targets_submitted(people: People) -> None:
    """Unit, department and both offices of finance; one of them returns it first."""
    people["clerk"].steps("提交单位审核", then="单位审核")
    passed(people, "head", "审核通过，报主管部门", "部门审核")
    department = people["department"]
    department.takes_up(PROJECT, "绩效目标")
    department.steps("退回修改")
    department.sees("需要填写说明")
    department.steps("退回修改", "请补充巡查频次", then="草稿")
    clerk = people["clerk"]
    clerk.takes_up(PROJECT, "绩效目标")
    clerk.sees("请补充巡查频次")
    clerk.follows("填报")
    clerk.fills({"年度总体目标": GOAL + "每月巡查不少于一次。"})
    clerk.presses("保存并查看")
    clerk.steps("提交单位审核", then="单位审核")
    passed(people, "head", "审核通过，报主管部门", "部门审核")
    passed(people, "department", "审核通过，报财政", "业务科审核")
    passed(people, "business", "通过，送绩效科复核", "绩效科复核")
    office = people["performance"]
    office.takes_up(PROJECT, "绩效目标")
    office.steps("批复")
    office.sees("台账中没有本年度的预算")
    office.steps("批复", "预算已由区人大批准，指标文下达后登记台账", then="已批复")


def passed(people: People, login: str, words: str, then: str, what: str = "绩效目标", comment: str = "") -> None:
    """Somebody finds it among what waits and makes the step."""
    people[login].takes_up(PROJECT, what)
    people[login].steps(words, comment, then)


def entered(office: Person, kind: str, day: str, amount: str, reference: str, button: str = "记入并继续") -> None:
    """One entry of the ledger."""
    day, source = f"{YEAR}-{day}", "财政拨款"
    office.fills({"种类": kind, "资金来源": source, "日期": day, "金额（元）": amount, "文号或凭证号": reference})
    office.presses(button)
    office.sees("已记入")


def budget_entered(people: People) -> None:
    """The business office enters budget, release, receipt and payments; a wrong one is reversed and entered anew."""
    office = people["business"]
    office.looks_at(PROJECT)
    office.follows("录入第一笔")
    entered(office, "年初预算批复", "01-20", "800000", "星财预〔2026〕1号")
    entered(office, "下达", "01-26", "800000", "星财指〔2026〕18号")
    entered(office, "到位", "02-05", "800000", "拨款单0205")
    office.fills({"种类": "支付", "日期": f"{YEAR}-03-18", "金额（元）": "900000", "文号或凭证号": "支付令0318"})
    office.presses("记入台账")
    office.sees("支付 900,000 元多于到位 800,000 元，差 100,000 元")  # and nothing is entered
    entered(office, "支付", "03-18", "58000", "支付令0318", "记入台账")
    office.follows("冲销", office.row("支付令0318"))
    office.fills({"冲销日期": f"{YEAR}-03-20", "更正依据文号": "更正单1号", "冲销原因": "金额录入有误，应为85000元"})
    office.presses("冲销")
    office.sees("已冲销", "更正单1号", "-58,000.00")
    office.follows("录入分录")
    entered(office, "支付", "03-18", "85000", "支付令0318-1")
    entered(office, "追加", "06-10", "200000", "星财预〔2026〕32号")
    entered(office, "支付", "08-14", "240000", "支付令0814", "记入台账")
    office.sees("32.50 ÷ 100.00 = 32.50%", "32.50 ÷ 80.00 = 40.63%")
    people["clerk"].looks_at(PROJECT)
    people["clerk"].sees("100.00", "32.50%", "共 8 笔分录", within=people["clerk"].card("资金"))


def targets_adjusted(people: People) -> None:
    """More money, more to do: a new version goes the same way, and says what it changes."""
    clerk = people["clerk"]
    clerk.looks_at(PROJECT)
    clerk.follows("绩效指标")
    clerk.page.locator("summary", has_text="申请调整目标").click()
    clerk.fills({"调整原因": "6月追加20万元，巡查小区由60个增至72个"})
    clerk.presses("建立调整稿")
    clerk.fills({"年度总体目标": GOAL.replace("60个", "72个")})
    clerk.fills({"指标值": "72"}, clerk.page.locator("#rows-rows > li").first)
    clerk.presses("保存并查看")
    clerk.steps("提交单位审核", then="单位审核")
    passed(people, "head", "审核通过，报主管部门", "部门审核")
    passed(people, "department", "审核通过，报财政", "业务科审核")
    passed(people, "business", "通过，送绩效科复核", "绩效科复核")
    office = people["performance"]
    office.takes_up(PROJECT, "绩效目标")
    office.follows("与上一版对照")
    changed = office.row("巡查小区数")
    office.sees("60", within=changed.locator("del"))
    office.sees("72", within=changed.locator("ins"))
    office.sees("6月追加20万元", "未变")
    passed(people, "performance", "批复", "已批复")
    office.sees("第1版 · 已调整", "第2版 · 已批复")


def monitored(people: People) -> None:
    """A round of both halves of monitoring: money and targets; red, corrected, closed."""
    office, clerk = people["performance"], people["clerk"]
    office.goes_to("运行监控")
    office.follows("下达监控任务")
    office.fills({"年度": str(YEAR), "监控截至月份": "9", "开始填报": f"{YEAR}-10-08", "截止日期": f"{YEAR}-12-15"})
    office.presses("下达")
    office.sees(f"{YEAR}", PROJECT)
    clerk.takes_up(PROJECT, "运行监控")
    clerk.sees("32.50%", "红灯", "待填报")
    clerk.follows("填报")
    for name, value, forecast in (
        ("巡查小区数", "40", "66"),
        ("隐患复查合格率", "91", "92"),
        ("巡查总成本", "32.5", "96"),
        ("案件按期处置率", "96", "96"),
        ("居民满意度", "90", "90"),
    ):
        clerk.fills({f"{name} 执行情况": value, f"{name} 全年预计": forecast, f"{name} 完成可能性": "确定能"})
    clerk.fills({"楼道堆物改善程度 执行情况": "达成年度指标", "巡查小区数 完成可能性": "完全不可能"})
    clerk.presses("保存")
    clerk.steps("提交单位审核")
    clerk.sees("“巡查小区数”为红灯，请填偏差原因", "资金进度未达绿灯，请在说明中写明原因", "待填报")
    clerk.follows("填报")
    clerk.fills({"巡查小区数 偏差原因": "人员保障", "巡查小区数 原因说明": "两名巡查员离职，新聘人员10月到岗。"})
    clerk.fills({"全年预计执行数（元）": "960000", "说明": "上半年只完成一次集中支付，四季度按合同支付。"})
    clerk.presses("保存")
    clerk.steps("提交单位审核", then="单位审核")
    passed(people, "head", "审核通过，报主管部门", "部门审核", "运行监控")
    passed(people, "department", "审核通过，报财政", "财政审核", "运行监控")
    office.takes_up(PROJECT, "运行监控")
    office.sees("巡查小区数", "40个", "66个", "两名巡查员离职", "红灯", "32.50%")
    office.page.locator("summary", has_text="下达纠偏通知").click()
    office.fills({"纠偏要求": "10月底前配齐巡查员，按月报送进度。", "完成期限": f"{YEAR}-12-20"})
    office.presses("下达")
    office.sees("纠偏中", "10月底前配齐巡查员")
    expect(office.main.get_by_role("button", name="暂缓拨款")).to_have_class("danger")
    passed(people, "clerk", "提交纠偏结果", "财政审核", "运行监控", "两名巡查员10月12日到岗，已补巡查14个小区。")
    passed(people, "business", "无异常，办结", "已办结", "运行监控")
    clerk.looks_at(PROJECT)
    clerk.sees("红灯", "已办结", "已答复", within=clerk.card("运行监控"))
