"""Choose, seat, badge, admit and report on the delegates of a congress."""
