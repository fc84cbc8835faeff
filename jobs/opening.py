"""The store of this process: opened and brought to the version of the code."""

from __future__ import annotations

from jobs.settings import Settings
from storage.engine import Store
from storage.migrate import migrate


def open_store(settings: Settings) -> Store:
    """Open the product's database, with its tables made or upgraded.

    Raises:
        Unavailable: it cannot be opened, or is of a newer Teachset.
    """
    store = Store(settings.storage_url)
    migrate(store)
    return store
