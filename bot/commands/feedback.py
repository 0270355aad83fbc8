"""What a reader thinks of stories: bounded, fading, visible in /taste and taken back there.

A taste entry is ``kind:name`` and a number within -LIMIT..LIMIT; kinds are ``theme``, ``outlet`` and ``keyword``.
Each press halves what stood there before adding a step, so that an old opinion fades as new ones come. A mute is
``story:<id>`` or ``word:<keyword>``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass
