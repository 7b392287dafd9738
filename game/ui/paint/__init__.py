"""The painted map: ground, front, labels and counters of a scenario; `game.ui.paint.map` puts the layers together."""
