"""Ways from anywhere to the screens that stand beside a battle; each is loaded when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.ui.app import App


class Ways:
    """Shows screens over the one on top."""

    def __init__(self, app: App) -> None:
        self._app = app

    def records(self) -> None:
        """The records of matches played."""
        from game.ui.screens.records import Records

        self._app.push(Records(self._app))

    def editor(self) -> None:
        """The list of scenarios, to edit one or make one."""
        from game.ui.editor.opening import Open, desk_of

        self._app.push(Open(self._app, lambda draft: self._app.push(desk_of(self._app, draft))))

    def settings(self) -> None:
        """The settings."""
        from game.ui.screens.setting import Setting

        self._app.push(Setting(self._app))

    def encyclopedia(self) -> None:
        """The encyclopedia at its first page."""
        from game.ui.screens.encyclopedia import open_page

        open_page(self._app, "")

    def credits(self) -> None:
        """Credits and sources."""
        from game.ui.screens.encyclopedia import open_page

        open_page(self._app, "credits")
