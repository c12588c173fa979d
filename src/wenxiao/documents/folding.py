"""One-to-one folding of characters: full-width to half-width, brackets to one form, traditional to simplified.

Folding keeps length, so an offset means the same before and after. The full-width comma stays as it is: between digits
it is punctuation, while the half-width comma may separate thousands.
"""

from __future__ import annotations

import re
import unicodedata

# Traditional characters of this field's forms and reports, each before its simplified form. It is a reading aid for
# the words that patterns look for, not a converter: a character that simplified text uses too (著, 乾) is left alone.
_SIMPLIFIED = (
    # numbers, money, accounts
    "萬万 億亿 圓圆 個个 兩两 雙双 隻只 額额 總总 數数 幾几 餘余 價价 幣币 錢钱 銀银 財财 資资 費费 賬账 帳帐 "
    "貸贷 債债 稅税 購购 買买 賣卖 銷销 貿贸 賃赁 償偿 賠赔 貼贴 補补 撥拨 納纳 繳缴 匯汇 貨货 單单 據据 憑凭 "
    "證证 "
    # budget and performance
    "預预 執执 際际 實实 績绩 評评 審审 計计 劃划 項项 決决 議议 結结 轉转 調调 減减 縮缩 節节 約约 縱纵 備备 "
    "註注 說说 標标 題题 稱称 級级 則则 規规 範范 準准 條条 務务 業业 責责 辦办 獎奖 勵励 罰罚 質质 達达 優优 "
    "滿满 應应 當当 "
    # organisation and people
    "國国 縣县 區区 鄉乡 鎮镇 門门 關关 機机 構构 組组 織织 團团 隊队 員员 會会 領领 導导 監监 檢检 協协 聯联 "
    "繫系 絡络 電电 話话 郵邮 編编 號号 廳厅 館馆 學学 師师 醫医 療疗 衛卫 幹干 們们 戶户 婦妇 軍军 "
    # works and things
    "產产 權权 設设 築筑 樓楼 橋桥 樑梁 線线 園园 綠绿 樹树 種种 藝艺 術术 圖图 書书 場场 庫库 廁厕 廠厂 車车 "
    "輛辆 輪轮 載载 運运 輸输 燈灯 爐炉 閘闸 溝沟 灣湾 島岛 嶺岭 岡冈 東东 雲云 陽阳 陰阴 濱滨 澤泽 潔洁 環环 "
    "災灾 險险 難难 墊垫 塊块 壓压 磚砖 鋼钢 鐵铁 網网 檔档 碼码 紙纸 體体 積积 長长 寬宽 畝亩 頃顷 廣广 層层 "
    "屬属 圍围 欄栏 裝装 換换 毀毁 維维 護护 繕缮 榮荣 寶宝 蘭兰 蓮莲 華华 漢汉 濟济 滬沪 粵粤 黨党 "
    # verbs, links and other words of reports
    "為为 與与 從从 於于 後后 對对 將将 並并 這这 還还 過过 進进 遠远 邊边 來来 見见 視视 記记 認认 識识 訓训 "
    "練练 語语 讓让 論论 詢询 該该 詳详 談谈 請请 謝谢 譯译 開开 閉闭 啟启 測测 試试 驗验 點点 問问 發发 現现 "
    "處处 錯错 誤误 報报 採采 擬拟 變变 動动 態态 勢势 續续 繼继 歷历 屆届 終终 時时 間间 較较 輕轻 選选 適适 "
    "遲迟 違违 連连 遷迁 遞递 無无 獲获 確确 擔担 擴扩 擾扰 擊击 擇择 擋挡 損损 掃扫 掛挂 搶抢 撲扑 響响 頭头 "
    "頁页 頂顶 順顺 須须 頓顿 頒颁 頻频 願愿 類类 顧顾 顯显 風风 飯饭 飲饮 養养 驟骤 興兴 舉举 艱艰 莊庄 藥药 "
    "虛虚 蟲虫 觀观 親亲 覽览 閱阅 讀读 錄录 釋释 銜衔 鍵键 鏈链 鑒鉴 陸陆 階阶 隨随 雜杂 離离 靜静 韻韵 黃黄 "
    "齊齐 齡龄 龍龙 聲声 聽听 職职 聖圣 歸归 專专 尋寻 寫写 寧宁 幫帮 帶带 強强 彈弹 復复 徵征 徹彻 憂忧 愛爱 "
    "慮虑 慶庆 懷怀 戰战 戲戏 攝摄 敵敌 斷断 暢畅 暫暂 曉晓 極极 樣样 橫横 殘残 氣气 沒没 淨净 涼凉 溫温 滅灭 "
    "滯滞 滲渗 漸渐 潛潜 潤润 瀏浏 狀状 獨独 獻献 異异 畢毕 盡尽 盤盘 礎础 穩稳 競竞 筆笔 簡简 簽签 籌筹 糧粮 "
    "糾纠 紀纪 紅红 純纯 紛纷 統统 綜综 緊紧 緒绪 緩缓 緣缘 義义 習习 聞闻 臨临 創创 劑剂 勞劳 勝胜 參参 嚴严 "
    "堅坚 夠够 奪夺 孫孙 廢废 彙汇 徑径 複复 製制 訂订 討讨 託托 許许 訴诉 診诊 詞词 謹谨 豐丰 貢贡 貧贫 賞赏 "
    "贈赠 跡迹 踐践 軌轨 軟软 輔辅 輯辑 辭辞 傳传 週周 裡里 佈布 佔占 遊游 僅仅 儲储 內内 冊册 眾众 細细 經经 "
    "給给 絕绝 曠旷 瀝沥 舊旧 偉伟 雖虽 壞坏 壯壮 鄰邻 課课 誠诚 遺遗 陝陕 鞏巩 鬧闹 齒齿 淺浅 牆墙 疊叠 礦矿 "
    "禮礼 穀谷 窮穷 綱纲 緝缉 罷罢 腦脑 腫肿 臟脏 葉叶 薦荐 藍蓝 賓宾 賢贤 賦赋 趕赶 轄辖 農农 鉛铅 銅铜 鋁铝 "
    "鋪铺 鎖锁 鏟铲 鐘钟 鑄铸 鑽钻 閣阁 闊阔 陣阵 隴陇 隱隐 霧雾 靈灵 顆颗 餅饼 駐驻 駕驾 駛驶 騰腾 驅驱 鬆松 "
    "魚鱼 鮮鲜 鳥鸟 麗丽 麥麦 "
    # people beside a benefit
    "張张 陳陈 劉刘 趙赵 吳吴 鄭郑 韓韩 馮冯 鄧邓 蔣蒋 賈贾 鄒邹 閻阎 譚谭 盧卢 蕭萧 羅罗 湯汤 鍾钟 呂吕 蘇苏 韋韦 喪丧 撫抚 卹恤 傷伤 傑杰 鳳凤 駱骆 龔龚 顏颜 賴赖 歐欧 瓊琼 瑩莹 鵬鹏 "
)

_PUNCTUATION = {
    "【": "〔", "】": "〕", "﹝": "〔", "﹞": "〕", "［": "〔", "］": "〕", "﹙": "(", "﹚": ")",
    "﹪": "%", "﹣": "-", "−": "-", "‐": "-", "‑": "-", "―": "—", "〜": "~", "∼": "~", "∕": "/", "❘": "|",
    "∶": ":", "﹕": ":", "､": "、", "｡": "。", "\u2002": " ",
    "﹤": "<", "﹥": ">", "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤",
}  # fmt: skip

# Second codes of common characters, as PDF files give them: Kangxi radicals and compatibility ideographs.
_SECOND_CODES = [*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAD9)]


def _table() -> dict[str, str]:
    table = {pair[0]: pair[1] for pair in _SIMPLIFIED.split()}
    for odd in map(chr, _SECOND_CODES):
        plain = unicodedata.normalize("NFKC", odd)
        if plain != odd:
            table[odd] = table.get(plain, plain)
    table |= {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) != "，"}
    return table | _PUNCTUATION | {"〇": "零"}


#: One character for one; no folded character folds again.
FOLDED = _table()


_ODD = re.compile(f"[{re.escape(''.join(FOLDED))}]")


def fold(text: str) -> str:
    """``text`` with every character in its one form. Only the few that occur are replaced: faster than a table for all."""
    for odd in set(_ODD.findall(text)):
        text = text.replace(odd, FOLDED[odd])
    return text
