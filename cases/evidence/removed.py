"""The words for what cleaning took out of a file. English message ids; the catalogues hold the Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from surveys.sentences import N_

PLACE = "place"
DEVICE = "device"
PEOPLE = "people"
DATES = "dates"
SOFTWARE = "software"
DESCRIPTION = "description"
PREVIEW = "preview"
COLOURS = "colours"
FURTHER = "further"
EARLIER = "earlier"
ATTACHED = "attached"
ACTIVE = "active"
LINKS = "links"
TRACES = "traces"
INVISIBLE = "invisible"
UNREADABLE = "unreadable"

WORDS: Mapping[str, str] = {
    PLACE: N_("where it was taken"),
    DEVICE: N_("camera, phone or printer"),
    PEOPLE: N_("names of people who made or changed it"),
    DATES: N_("when it was made and changed"),
    SOFTWARE: N_("programs that made it"),
    DESCRIPTION: N_("hidden titles, comments and descriptions"),
    PREVIEW: N_("preview pictures"),
    COLOURS: N_("the screen's or camera's colour profile"),
    FURTHER: N_("further pictures behind the first"),
    EARLIER: N_("earlier versions and deleted parts"),
    ATTACHED: N_("files hidden inside"),
    ACTIVE: N_("scripts and macros"),
    LINKS: N_("links to other files and computers"),
    TRACES: N_("numbers that tell which copy this is"),
    INVISIBLE: N_("invisible characters"),
    UNREADABLE: N_("embedded pictures that could not be cleaned"),
}
