"""The queue of documents, and what is exported of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from wenxiao.performance.document_risk import level
from wenxiao.web.core.clock import day_of
from wenxiao.web.core.paging import page
from wenxiao.web.core.policy import allowed
from wenxiao.web.core.say import english, say
from wenxiao.web.core.spreadsheets import widths, workbook
from wenxiao.web.desk.listing import chosen, current, decided

#: What a file is, told by its content.
MEDIA = {
    "text/plain": ("文本", "Text"), "text/csv": ("CSV 表格", "CSV table"), "text/html": ("网页", "Web page"),
    "multipart/related": ("网页归档", "Web archive"), "image/*": ("图片", "Picture"), "application/zip": ("压缩包", "Archive"),
    "application/pdf": ("PDF 文档", "PDF document"), "application/ofd": ("OFD 版式文档", "OFD document"), "application/rtf": ("RTF 文档", "RTF document"),
    "application/msword": ("Word 文档（.doc）", "Word document (.doc)"), "application/vnd.ms-excel": ("Excel 工作簿（.xls）", "Excel workbook (.xls)"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("Word 文档（.docx）", "Word document (.docx)"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("Excel 工作簿（.xlsx）", "Excel workbook (.xlsx)"),
    "application/vnd.oasis.opendocument.text": ("OpenDocument 文本（.odt）", "OpenDocument text (.odt)"),
    "application/vnd.oasis.opendocument.spreadsheet": ("OpenDocument 表格（.ods）", "OpenDocument spreadsheet (.ods)"),
}  # fmt: skip
LEVELS = {"high": ("error", "高", "High"), "middle": ("warning", "中", "Middle"), "low": ("", "低", "Low")}


def leveled(document: Any) -> Any:
    """A document with the words of its type and risk, and the colour of that."""
    document.colour, zh, en = LEVELS[level(document.risk)]
    document.risk_words = say(zh, en)
    document.media_words = say(*MEDIA.get(document.media_type, (document.media_type, document.media_type)))
    document.parts = [{"points": Decimal(part["points"]), "words": part["en" if english() else "zh"]} for part in document.risk_parts]  # fmt: skip
    return document


@allowed("desk.see")
def queue(request: Any) -> HttpResponse:
    filters, rows, order = chosen(request.access, request.GET)
    shown = page(rows, request.GET.get("page"))
    for document in shown:
        leveled(document)
    context = {"filters": filters, "page": shown, "order": order, "trail": f"?{request.GET.urlencode()}" if request.GET else "", "any": bool(shown) or current(request.access).exists()}  # fmt: skip
    return render(request, "desk/queue.html", context)


@allowed("desk.export")
def export(request: Any) -> HttpResponse:
    """The documents of the queue as it is filtered, as a workbook."""
    _, rows, _ = chosen(request.access, request.GET)
    heads = say("文档,文件,单位,文中单位,年度,文种,项目数,预算合计（元）,严重,警告,提示,待研判,应有未见,风险,状态,承办人,收件日期,不能读取的原因", "Document,File,Unit,Unit as named,Year,Kind,Projects,Budgets (yuan),Errors,Warnings,Notes,Open,Missing parts,Risk,State,Assigned,Received,Why it cannot be read").split(",")  # fmt: skip
    lines = (
        (
            str(d), d.name, d.unit.name if d.unit else "", d.organisation, d.fiscal_year, d.kind, d.projects, d.amount, d.errors, d.warnings,
            d.notes, d.untriaged, d.absent, d.risk, d.state_words, str(d.assigned_to or ""), day_of(d.uploaded_at), d.refused,
        )
        for d in rows.iterator()
    )  # fmt: skip
    return workbook(request, say("文档审查", "Documents"), widths(heads), lines)


@allowed("desk.export")
def export_findings(request: Any) -> HttpResponse:
    """Every finding of the documents of the queue as it is filtered, with what was decided of it."""
    _, rows, _ = chosen(request.access, request.GET)
    heads = say("文档,单位,年度,规则,规则名称,级别,发现,算式,项目,位置,原文,研判,理由,研判人,研判日期,整改问题,编号", "Document,Unit,Year,Rule,Title,Severity,Finding,Arithmetic,Project,Places,Quotes,Decision,Reason,By,On,Problem,Id").split(",")  # fmt: skip
    found = decided(request.access).filter(document__in=rows.order_by().values("pk"))
    found = found.select_related("document__unit", "by").order_by("document", "number")
    verdicts, severities = dict(found.model.Verdict.choices), severity_words()
    lang = "en" if english() else "zh"
    kept = request.access.as_of is None
    lines = (
        (
            str(f.document), f.document.unit.name if f.document.unit else "", f.document.fiscal_year, f.code,
            f.title_en if english() else f.title, severities[f.severity], f.words, "\n".join(f.arithmetic), f.project,
            "\n".join(at[lang] for at in f.places), "\n".join(at["text"] for at in f.places), str(verdicts[f.stands]),
            f.reason if kept else "", str(f.by or "") if kept else "", day_of(f.at) if f.at and kept else None,
            f.problem_id if kept else None, f.finding,
        )
        for f in found.iterator()
    )  # fmt: skip
    return workbook(request, say("审查发现", "Findings"), widths(heads), lines)


def severity_words() -> dict[str, str]:
    return {"error": say("严重", "Error"), "warning": say("警告", "Warning"), "note": say("提示", "Note")}
