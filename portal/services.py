"""What jobs and pages may use, as the settings say. Knows no job and no page."""

from __future__ import annotations

from crypto.vault import Vault
from portal.settings import Settings
from surveys.services import Services


def services_of(settings: Settings, vault: Vault) -> Services:
    """Without `clean`, which only a process that takes files of customers has."""
    return Services(
        vault=vault,
        base_url=settings.base_url,
        mail=settings.mail,
        recorded_channels=settings.recorded_channels,
        files_folder=settings.files_folder,
        watch_folder=settings.watch_folder,
        nightly_hour=settings.nightly_hour,
    )
