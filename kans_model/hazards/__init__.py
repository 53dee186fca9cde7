"""The four hazards and the one idea behind them: equations on arrays, strangers to each other."""
