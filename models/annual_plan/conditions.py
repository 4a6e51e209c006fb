"""When the regulation may ask for a paper of a plan, or of what is registered for one."""

from config.regulation.codes import RequiredWhen
from models.annual_plan.request import OfTheYear
from models.request.papers.asked import AskedWhen

HOLDS: AskedWhen[OfTheYear] = {RequiredWhen.ALWAYS: lambda _: True}
