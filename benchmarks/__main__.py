"""`python -m benchmarks`: all benchmarks; a table each, and one last line of JSON with every figure by name."""

from benchmarks.bench_explain import main

raise SystemExit(main())
