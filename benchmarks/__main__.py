"""`python -m benchmarks`: all benchmarks; a table each, and one last line of JSON with every figure by name."""

import json

from benchmarks.bench_explain import explain_figures
from benchmarks.bench_start import start_figures
from benchmarks.bench_turn import turn_figures

print(json.dumps(explain_figures() | start_figures() | turn_figures(), ensure_ascii=False))
