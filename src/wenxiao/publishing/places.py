"""Where an offset of a document stands, for people; the index itself is on the floor of the documents."""

from wenxiao.documents.places import PARTS, Place, Places

__all__ = ["PARTS", "Place", "Places"]
