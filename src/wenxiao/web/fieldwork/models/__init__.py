"""What is done in the field and around it: patrols, re-inspections, shops, supervised sites, trainings and meetings."""

from wenxiao.web.fieldwork.models.gatherings import Attendance, Meeting, MeetingAction, Presence, Training
from wenxiao.web.fieldwork.models.inspections import Drawing, Find, Item
from wenxiao.web.fieldwork.models.patrols import Beat, Contract, Patrol, Visit
from wenxiao.web.fieldwork.models.shops import Alike, Collection, Shop
from wenxiao.web.fieldwork.models.sites import Site, SiteCheck, SitePhoto

__all__ = [
    "Alike", "Attendance", "Beat", "Collection", "Contract", "Drawing", "Find", "Item", "Meeting", "MeetingAction", "Patrol", "Presence",
    "Shop", "Site", "SiteCheck", "SitePhoto", "Training", "Visit",
]  # fmt: skip
