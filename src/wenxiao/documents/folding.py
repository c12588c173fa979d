"""One-to-one folding of characters: full-width to half-width, brackets to one form, traditional to simplified.

Folding keeps length, so an offset means the same before and after. The full-width comma stays as it is: between digits
it is punctuation, while the half-width comma may separate thousands.
"""

from __future__ import annotations

# Traditional characters of this field's forms and reports (their simplified forms stand below, in the same order).
# It is a reading aid for the words that patterns look for, not a converter.
_TRADITIONAL = (
    "萬億圓個項戶間預執資際實總額數單據備註說標題稱門負責聯繫電話編號報評價結類備財務審計劃賬憑證條約準則規"
    "範圍務業農鄉鎮縣區級國會員養護線橋樑樓寬長體積築設產權變動態環節縮減調節餘額轉結應當繳納補償獎勵擬還未達"
    "標優開閉關啟組織領導機構監督檢查驗測試點題問發現處罰錯誤漏報採購買賣貨運輸輛車載紙張種樹綠園藝術圖書館醫療衛"
    "師學員費與從為這對將後於并時間續歷屆終過進遠運邊際來見視記認識訓練語讓議論證詢該詳誠課談請諮謀謝"
    "萊陽陰隊隨險難雜離雲電靈韻頁頂順須頓頒領頻題願類顧顯風飛餐飯館驗驚鬆魚鮮鳥鹽麗黃點齊齡龍龜聲聽職聖"
    "歸團塊壓壞壯婦孫寧審寫將專尋層屬岡島嶺巖帶幫幹幾廠廣廳彈強彙徑復德憂愛態慮慶應懷戰戲擇擊擔據擴擾攝敗敵斷"
    "傳傷債傾偉側偽優儀價儲內兩冊凍淨涼劇劍勝勞勢勻匯匱協單卻厲參叢吳呂員唄問啞嘆嚴囑圍績"
)
_SIMPLIFIED = (
    "万亿圆个项户间预执资际实总额数单据备注说标题称门负责联系电话编号报评价结类备财务审计划账凭证条约准则规"
    "范围务业农乡镇县区级国会员养护线桥梁楼宽长体积筑设产权变动态环节缩减调节余额转结应当缴纳补偿奖励拟还未达"
    "标优开闭关启组织领导机构监督检查验测试点题问发现处罚错误漏报采购买卖货运输辆车载纸张种树绿园艺术图书馆医疗卫"
    "师学员费与从为这对将后于并时间续历届终过进远运边际来见视记认识训练语让议论证询该详诚课谈请谘谋谢"
    "莱阳阴队随险难杂离云电灵韵页顶顺须顿颁领频题愿类顾显风飞餐饭馆验惊松鱼鲜鸟盐丽黄点齐龄龙龟声听职圣"
    "归团块压坏壮妇孙宁审写将专寻层属冈岛岭岩带帮干几厂广厅弹强汇径复德忧爱态虑庆应怀战戏择击担据扩扰摄败敌断"
    "传伤债倾伟侧伪优仪价储内两册冻净凉剧剑胜劳势匀汇匮协单却厉参丛吴吕员呗问哑叹严嘱围绩"
)


def _table() -> dict[int, str]:
    if len(_TRADITIONAL) != len(_SIMPLIFIED):
        raise AssertionError("the two character rows must have the same length")
    table = {ord(a): b for a, b in zip(_TRADITIONAL, _SIMPLIFIED, strict=True) if a != b}
    for code in range(0xFF01, 0xFF5F):
        table[code] = chr(code - 0xFEE0)
    table[0xFF0C] = "，"
    for odd, plain in {
        "【": "〔", "】": "〕", "﹝": "〔", "﹞": "〕", "［": "〔", "］": "〕", "﹪": "%", "﹣": "-", "−": "-", "‐": "-",
        "∶": ":", "﹕": ":", "､": "、", "｡": "。", "∕": "/", "﹙": "(", "﹚": ")", "〇": "零", "\u2002": " ", "❘": "|",
        "﹤": "<", "﹥": ">", "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤",
    }.items():  # fmt: skip
        table[ord(odd)] = plain
    return table


FOLD = _table()
