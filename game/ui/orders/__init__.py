"""Planning and giving orders: the planner, fires, flights, breakouts, reliefs, plans tried ahead, the list of orders."""
