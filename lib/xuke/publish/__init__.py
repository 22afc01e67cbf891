"""Makes of the records of runs the index of an outputs folder, and a site to hand to others."""

from xuke.publish.outputs import index
from xuke.publish.records import PublishError, Record, read_records
from xuke.publish.site import Audits, Tables, publish
from xuke.wording import LANGUAGES

__all__ = [
    "LANGUAGES",
    "Audits",
    "PublishError",
    "Record",
    "Tables",
    "index",
    "publish",
    "read_records",
]
