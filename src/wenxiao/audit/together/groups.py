"""Which documents belong together, and why in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from wenxiao.audit.together.bundle import Bundle
from wenxiao.audit.together.model import Group


def groups(bundle: Bundle) -> tuple[Group, ...]:
    """Copies and versions first, then what a unit wrote in a year, projects of several units, years, districts, annexes."""
    found = [
        *(Group("copies", members, "内容完全相同，只用其中一份", "the same bytes; one of them is used") for members in bundle.copies),
        *(Group("versions", members, "文字大体相同，是同一文件的不同版本", "mostly the same text: versions of one document")
          for members in bundle.versions),
        *_units(bundle),
        *_projects(bundle),
        *_series(bundle),
        *_districts(bundle),
        *_annexes(bundle),
    ]  # fmt: skip
    return tuple(found)


def _units(bundle: Bundle) -> Iterator[Group]:
    for (_, year), members in bundle.by_unit_and_year.items():
        if len(members) > 1 and not bundle.one_document(members):
            name = bundle.documents[members[0]].identity.organisation
            types = dict.fromkeys(kind for n in members if (kind := bundle.type(n)))
            told = f"（{'、'.join(types)}）" if types else ""
            yield Group("unit", members, f"都是{name}{year}年度的材料{told}", f"all by {name} on {year}")


def _projects(bundle: Bundle) -> Iterator[Group]:
    """Projects in documents that no other group holds together."""
    named: dict[tuple[tuple[int, ...], str, str], list[str]] = defaultdict(list)
    for same in bundle.same_projects:
        members = tuple(sorted({item.document for item in same.items}))
        if not (bundle.one_document(members) or bundle.one_unit_and_year(members)):
            named[members, same.zh, same.en].append(same.items[0].project.name)
    for (members, zh, en), names in named.items():
        more_zh, more_en = (f"等 {len(names)} 个项目", f" and {len(names) - 1} more") if len(names) > 1 else ("", "")
        yield Group("project", members, f"都写到“{names[0]}”{more_zh}：{zh}", f"all on “{names[0]}”{more_en}: {en}")


def _series(bundle: Bundle) -> Iterator[Group]:
    years: dict[str, list[int]] = defaultdict(list)
    for unit, year in bundle.by_unit_and_year:
        years[unit].append(year)
    for unit, of in years.items():
        if len(of) > 1:
            members = tuple(sorted(n for year in of for n in bundle.by_unit_and_year[unit, year]))
            name = bundle.documents[members[0]].identity.organisation
            told = "、".join(map(str, sorted(of)))
            yield Group(
                "series", members, f"{name}各年度：{told}", f"{name}, several years: {told.replace('、', ', ')}"
            )


def _districts(bundle: Bundle) -> Iterator[Group]:
    found: dict[str, list[int]] = defaultdict(list)
    for n in bundle.distinct:
        district = bundle.districts[n]
        if district is not None:
            found[district].append(n)
    for district, members in found.items():
        units = {bundle.units[n] for n in members}
        if len(units) > 1:
            yield Group("district", tuple(members), f"同属{district}", f"all in {district}")


def _annexes(bundle: Bundle) -> Iterator[Group]:
    for document, annex, holder in bundle.annexes:
        yield Group(
            "annex",
            (document, holder),
            f"{bundle.name(document)} 引用的附件{annex.number}是 {bundle.name(holder)}",
            f"attachment {annex.number} that {bundle.name(document)} cites is {bundle.name(holder)}",
        )
