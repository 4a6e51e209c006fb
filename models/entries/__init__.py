"""What the journal can say: one class a kind of entry, with plain values and no personal data.

People appear as directory ids or case-local member numbers. Whatever a person wrote freely or handed
in stands in an erasable table under its salted digest; the entry holds that digest alone (`remarks`,
`answer`, `file`).
"""

from models.entries.base import *
from models.entries.cases import *
from models.entries.feeds import *
from models.entries.house import *
from models.entries.post import *
from models.entries.registers import *
from models.entries.steps import *
from models.entries.troubles import *
from models.entries.visits import *
from models.entries.webhooks import *
