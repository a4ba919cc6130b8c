"""An exchange circle: neighbours who keep hours, credit or notes for one another."""
