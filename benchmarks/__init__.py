"""What people wait for, measured: ``make bench``. Compare ratios within one run; machines differ and are noisy."""
