"""Cards of the right panel: units, depots, garrisons, what is known of the enemy, what if a road is cut."""
