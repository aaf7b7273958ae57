"""Selection: which nominees become delegates, by the rules, proven and explained."""
