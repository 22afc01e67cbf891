"""Makes of the records of runs the index of an outputs folder, and a site to hand to others."""

from xuke.publish.outputs import index
from xuke.publish.records import PublishError, Record, read_records
from xuke.publish.site import Tables, publish

__all__ = ["PublishError", "Record", "Tables", "index", "publish", "read_records"]
