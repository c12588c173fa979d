"""Texts in which every figure is true: the audit has nothing to say, whatever the order and the words."""

import pytest

from wenxiao.audit.run import audit_reading
from wenxiao.reading.pipeline import read_text

TRUE = {
    "money carried in from the year before": "甲渠维护项目2025年年初预算320.50万元。上年结转转入1250.90万元。年度中追加预算6.20万元。调整后全年预算1577.60万元。全年支出1258.40万元，预算执行率79.77%（全年支出÷全年预算）。",
    "half of an amount said twice after it": "1、上门服务补贴预算280.00万元，支出280.00万元，执行率100%。\n2、图书室开放补助预算96.40万元，支出96.40万元，执行率100%。\n3、安置点运行经费为年中追加项目，追加预算140.00万元，实际执行140.00万元，执行率100%。",
    "the budget of one year beside the accounts of the year before": "2023年预算数90万元，2022年决算数120万元，减少30万元，下降25%。",
    "spending to date includes the year before": "该项目2023年安排资金150万元，累计支出285万元（含上年支出140万元）。",
    "a half-year rate before the year's amounts": "该项目上半年执行率45%，全年预算200万元，全年支出196万元，执行率98%。",
    "a half-year rate behind the year's rate": "甲项目预算1300万元，全年支出1274万元，执行率98%。受疫情影响，上半年执行率仅为40%。",
    "the excess is paid from carry-over": "2023年项目预算100万元，实际支出104万元，超支部分4万元由上年结余资金安排。",
    "two rates of two nouns with semicolons": "计划新建公厕10座，实际完成10座，完成率100%；计划改造公厕15座，实际改造12座，完成率80%。",
    "a rate of a part": "全年检查企业620家，发现隐患1280处，已整改1250处，整改率97.66%，其中重大隐患6处，整改率100%。",
    "a share of a part": "共有商户860户，签约商户774户，签约率90%，其中大型商户签约60户，签约率100%。",
    "the base of a rate is an earlier count": "全年立案15000件，结案14850件，结案率99%，按期结案14700件，按期结案率98%。",
    "the base of a percentage is no total": "支出450万元，占预算500万元的90%，其中培训费200万元、会议费100万元、印刷费150万元。",
    "the yearly plan is no total": "完成投资1800万元，为年度计划2000万元的90%，其中土建1200万元、设备400万元、其他200万元。",
    "the budget is no total": "全年共拨付资金900万元，占预算1000万元的90%，其中拨付甲公司500万元、乙公司300万元、其他单位100万元。",
    "the plan is no part": "建成停车位1260个，其中新能源车位260个，完成计划1200个的105%。",
    "budget and spending of each lot": "预算1000万元，支出950万元，执行率95%，其中一标段预算600万元、支出580万元、执行率96.67%，二标段预算400万元、支出370万元、执行率92.5%。",
    "money moved to another unit": "项目年初预算200万元，因机构改革划转40万元至乙单位，实际支出158万元，执行率98.75%。",
    "carry-over inside the budget": "项目预算100万元，其中2022年结转20万元；支出95万元，执行率95%，其中结转资金支出20万元，当年预算支出75万元。",
    "two dates": "任务总数60项，截至6月未完成20项，截至12月已完成60项。",
    "released and then received": "根据甲财社〔2023〕8号文件，提前下达资金80万元。根据甲财社〔2023〕8号文件，实际到位资金76万元，收回4万元。",
    "one document, two recipients": "根据甲财社〔2023〕5号文件，下达甲单位资金60万元。根据甲财社〔2023〕5号文件，下达乙单位资金45万元。",
    "one document, the whole and its parts": "根据甲财社〔2023〕6号文件，年初下达60万元。根据甲财社〔2023〕6号文件，其中甲单位40万元、乙单位20万元，甲单位收到40万元。",
    "more than last year": "1、甲项目预算60万元，支出58万元。\n2、乙项目预算100万元，支出98万元，比上年增加8万元。\n3、丙项目预算20万元，支出20万元。",
    "how much was paid on time is not how much was spent": "道路补贴项目自评得分为100分。补贴按时发放率为97%，工资及时发放率为98%。",
    "the rest is due next year": "甲项目预算100万元，实际支出60万元，剩余40万元根据合同约定下年支付。",
    "the work was delayed": "甲项目预算100万元，实际支出60万元，受气候影响部分工程延期。",
    "money of the year before": "1、甲项目预算10万元，支出9万元。\n2、乙项目预算20万元，支出19万元。\n3、丙项目预算30万元，支出29万元。\n4、丁项目上年结转12万元，支出12万元。",
    "the key ones of twelve": "全区共有以下12个项目，其中重点项目情况如下：\n1、甲项目预算10.00万元，支出9.00万元。\n2、乙项目预算20.00万元，支出19.00万元。\n3、丙项目预算30.00万元，支出29.00万元。",
    "the first-level ones of ten": "部门预算10个项目如下，其中一级项目3个：\n1、甲项目预算10.00万元，支出9.00万元。\n2、乙项目预算20.00万元，支出19.00万元。\n3、丙项目预算30.00万元，支出29.00万元。",
    "rows of which a row consists": "项目名称 | 预算（万元） |\n一般公共预算 | 500 |\n其中：中央 | 300 |\n省级 | 200 |\n政府性基金 | 100 |\n合计 | 600 |",
    "a cost below its limit": "项目名称 | 甲项目 |\n一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n成本指标 | 经济成本指标 | 总成本 | =100万元 | 98万元 | 10 | 10 |",
    "a problem that was solved": "一、存在的问题\n无。\n二、效益\n项目实施有效解决了垃圾清运不及时、设施不足的问题。",
    "a word that is said twice rightly": "会议专题研究研究院建设方案，支持开展理论研究研究工作者培训。",
    "scaled counts of persons": "辖区人口12.60万人，其中户籍8.20万人、流动4.40万人。",
    "another unit than the first": "全区投资由8000万元增加至1.2亿元，增长50%。",
    "a release of which part arrived": "1、甲项目总投资3000万元，其中省级补助下达1200万元，到位资金2900万元，支出2900万元。",
    "what was saved": "控制价100.00万元，中标价96.00万元，节约4.00万元，节约率4%。",
    "more than last year, by how much and how many percent": "税收收入8103万元，比上年增收1284万元，增长18.8%；非税收入16524万元，比上年减收2354万元，下降12.5%。",
    "stages of a case": "全年共受理案件1054件，其中立案996件，应结案972件，结案911件，结案率93.72%，按期结案737件，按期结案率75.82%。",
    "in time is not done": "全年派单601件，按时结案597件，超时办理4件，结案率100%，按时结案率99%。",
    "a sentence of parts of the amount before the last": "共收到直达资金10.54亿元，支出9.4亿元，支出进度89.2%。其中专项转移支付9.31亿元，财力保障资金0.15亿元，共同事权资金1.08亿元。",
    "transfers are no payments": "下达中央财政转移支付资金921.25万元。下达我县管护补助444.20万元。",
    "project spending is a list of items": "项目支出包括委员活动经费36.3万元，扫黑除恶经费1万元，信息网络经费5万元，老干部活动经费10.5万元。",
    "above the budget by": "本单位支出为1942.57万元，决算数大于预算数55.93万元，主要原因是工资调标。",
    "what should have arrived": "草原生态修复治理补助应到位240万元，实际到位71.01万元，到位率29.59%。",
    "county funds on top": "实际到账1444万元。全年发放补助资金2734.6万元（县级整合、配套资金1290.6万元）。",
    "two rates of a table": "项目名称 | 预算金额（万元） | 实际支出（万元） | 资金使用率 | 项目完成率 |\n教育专项 | 850 | 830 | 97.65% | 100% |\n医疗专项 | 620 | 600 | 96.77% | 95% |\n农业专项 | 100 | 90 | 90% | 95% |",
    "a rate that another amount explains": "项目总投资1807万元，其中中央资金850万元、地方配套957万元。目前已拨付680万元，执行率80%。",
    "what one thing costs": "补助标准为每公里3500元，达不到要求的扣2000元，其他扣1500元。",
    "instalments": "一、下达情况\n具体为下达古塔修缮工程545万元、旧桥保护工程105万元、古寺防雷工程223万元。\n二、到位情况\n古塔修缮工程控制数为545万元，分别于1月下达第一笔250万元，9月下达第二批295万元。",
    "what is still to be paid": "甲工程预算100万元，到位90万元，已支付85万元，还需拨付15万元。",
    "the opening budget of two sources": "甲项目省内安排资金312万元，年初预算合计2389万元，年中调减300万元，全年预算执行数合计2089万元。",
    "releases of two levels": "全年省级下拨护理费2.35万元；市级下拨护理费2.35万元；全年应执行数为4.7万元，实际执行率为100%。",
    "a part of the money is not what was spent": "共收到补助8200万元，其中省级安排310万元，各州市安排7890万元，执行率为100%。",
    "an amount in 万 among amounts in 万元": "下达资金1200万元，其中，东山县500万元；西河县400万元；福利院214万元；救助站86万。",
    "spending is part of a name": "安排敬老院运行项目30万元；体育彩票公益金支出项目180.4万元；农家书屋项目12万元。",
    "spending told before another budget": "从资金来源看，公共预算安排支出620.5亿元，占77.56%。中央安排用于安居工程的补助资金预算500亿元。",
    "a name that begins with 公共": "甲项目实际支出409.71万元，其中：屋面防水100.29万元、消防通道疏通163.04万元、雨污管道更新51.29万元、公共照明改造95.09万元。",
    "rows of a text table with separators": "项目名称 | 预算数（万元） | 支出数（万元）\n甲镇养护项目 | 1,078.95 | 899.30\n乙镇养护项目 | 20.00 | 19.00\n丙镇养护项目 | 30.00 | 29.00\n合计 | 1,128.95 | 947.30",
    "a rule that is carried out": "项目预算1800.00万元，到位1800.00万元，支出1800.00万元。物资轮换制度执行率为96%。",
    "receipts of the adjusted budget": "项目年初预算2000.00万元，年中追加313.09万元，支出2174.30万元，执行率94.00%。到位2174.30万元，资金到位率94.00%。",
    "the adjusted budget holds the additions": "项目年初预算1203.54万元，追加397.17万元，调整后预算1600.71万元，全年支出1600.71万元，预算执行率为100%。",
    "the rate is named by its grammar": "1、甲项目预算50.89万元，实际支出38.93万元，占预算50.89万元的76.5%。",
    "what was not spent opens another statement": "实际支出766.69万元，其中：甲163.73万元、乙334.56万元、丙268.40万元。未支出的147.56万元，系工程质保金。",
    "a unit on the next line": "1、甲项目预算294173.00元,支出294173.00\n元,执行率100%。\n2、乙项目预算20000.00元,支出20000.00元,执行率100%。\n3、丙项目预算30000.00元,支出30000.00元,执行率100%。",
    "a deadline of next year": "2023年度甲项目支出绩效自评报告\n一、存在的问题\n台账更正不及时，由养护站于2024年4月底前完成更正。",
    "the amount of the next group": "2021年传承保护资金下达42万元，资金到位率100%，甲传承补助已划拨，资金使用率100%；乙锣鼓项目资金使用33.49万元，资金使用率83.72%。",
    "months": "截至9月底支出120万元，执行率60%；截至12月底支出196万元，年度预算200万元，执行率98%。",
    "boarders are boys and girls": "学校共有学生100人，其中男生60人、女生40人、住校生30人。",
    "cases filed and then closed": "受理案件100件，其中立案60件、不予立案40件、结案50件。",
    "late is under way": "全年检查100次，其中完成整改任务60次；正在整改任务40次；延期整改任务5次。",
    "accepted ones are finished ones": "20个项目中，15个已完工，5个在建，3个已验收。",
    "a shell that is finished is still being built": "20栋楼中，12栋主体完工，8栋正在主体施工，5栋正在施工装修。",
    "out to tender is not begun": "20个项目中，12个已完工，8个未开工，5个正在招标。",
    "trees grow in the east and in the west": "绿化面积100亩，其中东区60亩、西区40亩、乔木种植30亩。",
    "supplements of two years in a bracket": "下达补助资金100万元（上年补助80万元，今年补助120万元）。",
    "some of the givers in a bracket": "到位资金500万元（中央资金300万元，省级资金150万元）。",
    "the base is the budget and what was carried over": "1、甲公园改造项目年初预算100万元，上年结转20万元，实际支出90万元，执行率75%。",
    "the rate of two years' spending": "1、甲公园改造项目预算100万元，2022年支出30万元，2023年支出50万元，累计执行率80%。",
    "the base is the budget and what the district added": "1、甲公园改造项目年初预算100万元，区级配套50万元，实际支出120万元，执行率80%。",
    "the receipts of one lot": "1、甲公园改造项目到位资金500万元。甲标段支出80万元，占到位资金的80%。",
    "the receipts of one giver": "1、甲公园改造项目到位资金500万元，其中中央资金100万元。中央资金支出80万元，占到位资金的80%。",
    "the receipts of two years": "1、甲公园改造项目2022年到位资金300万元，2023年到位资金200万元，累计支出400万元，占到位资金的80%。",
    "rounded amounts, and the rate of the exact ones": "支出合计33.34万元，其中甲事项11.11万元，乙事项11.11万元，丙事项11.11万元。甲事项预算16.91万元，支出16.12万元，执行率95.32%。",
    "amounts of another project make the spending by chance": "1、甲村路灯更新项目年初预算600.00万元，累计支付588.00万元，支出率98%。\n2、乙村路灯更新项目年初预算210.00万元，年中追加84.00万元，调整后预算294.00万元，累计支付294.00万元，执行率100%。",
    "some of the works wait for acceptance": "1、甲区公厕改造项目预算300.00万元，支出300.00万元，执行率100%。列入计划的40座公厕中，31座已完成验收，9座已完工待验收。",
}  # fmt: skip

DEFECTS = {
    "A101 of a questionnaire": ("A101", "发放问卷200份，收回190份，回收率为90%。"),
    "A101 of a share": ("A101", "本年支出2000万元，其中人员支出1200万元，占支出的75%。"),
    "A103 of a tender": ("A103", "项目控制价100.00万元，中标价96.00万元，节约4.00万元，节约率6%。"),
    "A113 by a difference": ("A113", "公务接待费支出124.00万元，比上年减少24.00万元，下降26%。"),
    "A101 of an arrival rate in a table": (
        "A101",
        "项目名称 | 预算（万元） | 到位资金（万元） | 资金到位率 |\n甲项目 | 100.00 | 80.00 | 80% |\n乙项目 | 200.00 | 150.00 | 85% |\n丙项目 | 50.00 | 50.00 | 100% |",
    ),
    "A106 of a part above its whole": ("A106", "共下达资金62539.49万元（其中：中央522665.42万元，省级9874.07万元）。"),
    "A106 with a rate beside each part": (
        "A106",
        "共投入10887.88万元，其中：中央资金8216.20万元，占75.46%；省级资金1934.48万元，占17.77%；市级资金764.00万元，占7.02%。",
    ),
    "A114 of a total row left at zero": (
        "A114",
        "项目名称 | 委托业务 |\n资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 |\n年度资金总额： | 0 | 0 | 0 |\n其中：本年财政拨款 | 80 | 79.50 | 79.50 |",
    ),
    "E106 of a doubled unit": ("E106", "甲项目预算30万元元，支出28万元，执行率93.33%。"),
    "A101 of a plan": ("A101", "全年更新设备15台，为年度计划16台的90.75%。"),
    "A101 of a satisfaction": ("A101", "电话回访600户，其中表示满意的552户，满意度为95%。"),
    "A101 behind a full rate of arrival": (
        "A101",
        "预算2144.13万元，到位2144.13万元，资金到位率100%。实际支出1522.33万元，预算执行率为74.5%，主要因结算审核未完成。",
    ),
    "A101 of an arrival": ("A101", "项目全年预算2087.91万元。实际到位资金1900.00万元，资金到位率81%。"),
    "A113 of small numbers": ("A113", "平均处置时间由27分钟减少到18分钟，下降29.33%。"),
    "A101 of the whole department": (
        "A101",
        "一、部门整体支出情况\n2023年部门整体支出预算5670.41万元，其中，基本支出3045.22万元，项目支出2625.19万元。全年实际支出5223.23万元，整体支出执行率86.41%。",
    ),
    "E105 of two first chapters": ("E105", "五、其他问题\n（一）后续工作计划\n由养护站增加巡查班次。\n（一）主要经验做法\n由主管部门提前测算需求。"),
    "A104 of two states": ("A104", "全年受理案件382起，其中办结340起、正在办理22起。"),
    "A106 with mixed commas": ("A106", "下达东河镇30万元、西山镇25万元、南坪乡20万元，北岭乡25万元，共计110万元。"),
    "A107 done first": ("A107", "任务总数50个，已完成48个，尚有5个未完成。"),
    "A107 done first, the others not begun": ("A107", "计划建设公厕20座，已建成18座，另4座尚未开工。"),
    "A108 without a title": ("A108", "年初预算100万元，追加20万元，实际支出135万元。"),
    "A110 by the project's name": ("A110", "甲区环卫项目预算200万元。经区财政局批复，甲区环卫项目预算2000万元。"),
    "A114 with the total above": ("A114", "项目名称 | 预算（万元） |\n合计 | 35.00 |\n甲项目 | 10.00 |\n乙项目 | 20.00 |"),
    "B101 without a title": ("B101", "项目全年支出450万元，预算执行率82.35%。"),
    "B103 without a title": ("B103", "年初预算100万元，追加50万元，实际支出90万元，执行率90%。"),
    "B105 without a title": ("B105", "到位资金80万元，实际支出95万元。"),
    "A101 of a named base": (
        "A101",
        "1、甲公园改造项目2023年到位资金500.00万元。甲公园改造项目资金支出400.00万元，占到位资金的85%。",
    ),
    "A101 of a base with its amount": (
        "A101",
        "1、甲公园改造项目实际支出400.00万元，占年初预算500.00万元的95%。",
    ),
    "A101 of an adjusted budget": (
        "A101",
        "1、甲公园改造项目年初预算200.00万元，7月预算调减50.00万元，实际支出140.00万元，执行率90%。",
    ),
    "A101 of a budget beside other bases": (
        "A101",
        "一、资金到位情况\n2023年项目预算资金4200.00万元。项目到位资金4074.00万元，资金到位率97%。\n二、资金使用情况\n实际支出3990.00万元，预算执行率为85.5%。",
    ),
    "A101 cut off in a row": (
        "A101",
        "项目名称 | 预算（万元） | 支出（万元） | 执行率 |\n甲项目 | 83.00 | 72.29 | 87.09% |\n乙项目 | 92.00 | 80.04 | 87.00% |",
    ),
    "A104 of measures beyond their whole": (
        "A104",
        "全年硬化道路18.0千米，其中机耕路9.8千米、生产路8.1千米、村组路1.9千米。",
    ),
    "A104 of groups beyond their whole": (
        "A104",
        "全年执行项目14个，其中：年初批复项目执行12个；年中追加项目执行2个；上级转移项目执行1个。",
    ),
    "A105 of states beyond their whole": (
        "A105",
        "12个子项目中，6个已完成验收，6个已完工待验收，1个正在施工，2个正在办理施工许可。",
    ),
    "A106 of funds in a bracket": (
        "A106",
        "省级补助资金111.24万元（省级专项资金69.03万元，省级奖补资金44.32万元）已到账。",
    ),
    "A109 of rounded parts": (
        "A109",
        "全年预算610.02元，其中：中央资金199.52万元，省级资金191.90万元，市级资金218.58万元。",
    ),
    "A112 behind another sentence": (
        "A112",
        "完成首轮走访。按每人500元的标准发放慰问金，慰问79人，共计36000元。",
    ),
    "B109 in a chapter that tells all": (
        "B109",
        "一、甲区管道改造项目\n（一）项目基本情况\n甲区管道改造项目由甲区住建局实施。预算300.00万元，支出260.00万元，执行率86.67%，主要用于支付施工单位预付款，其余4项工作仍未开展。",
    ),
    "B111 of a purchase that the money was for": (
        "B111",
        "甲经费年初预算25.00万元，实际执行15.00万元，执行率60%，节约率40%，主要用于课程服务采购。",
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", TRUE.values(), ids=TRUE.keys())
def test_nothing_is_found_in_true_text(text: str) -> None:
    assert [(f.rule.code, f.message()) for f in audit_reading(read_text(text)).findings] == []


@pytest.mark.parametrize(("code", "text"), DEFECTS.values(), ids=DEFECTS.keys())
def test_a_single_defect_is_found_and_nothing_else(code: str, text: str) -> None:
    assert [f.rule.code for f in audit_reading(read_text(text)).findings] == [code]
