"""The tables. What a person wrote or is stands apart from the journal and can be erased.

Cases, plan steps, steps and votes are projections: `doan audit verify` rebuilds them from the journal.
"""

from models.store.tables.access import *
from models.store.tables.address_book import *
from models.store.tables.auditing import *
from models.store.tables.base import *
from models.store.tables.chain import *
from models.store.tables.doing import *
from models.store.tables.drafts import *
from models.store.tables.erasable import *
from models.store.tables.figures import *
from models.store.tables.installation import *
from models.store.tables.people import *
from models.store.tables.projections import *
