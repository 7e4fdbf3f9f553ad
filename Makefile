# Two commands do everything: `make run` and `make test`. Both set up what is missing.
PYTHON ?= python3
VENV := .venv
VENV_AZ := .venv-az
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test check check-commands train bench setup lock clean

run: setup
	$(BIN)/peering-bot serve

test: setup tests/e2e/node_modules/.ready
	$(BIN)/pytest $(ARGS)

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/peering-bot knowledge check
	$(BIN)/python -m knowledge.training --check

# Every azure-cli line that the bot can print goes to azure-cli's own parser, which needs an environment of its own (700 MB).
check-commands: setup $(VENV_AZ)/.ready
	$(BIN)/python -m tests.commands.check

$(VENV_AZ)/.ready: tests/commands/requirements-az.lock
	test -x $(VENV_AZ)/bin/python || $(PYTHON) -m venv $(VENV_AZ)
	$(VENV_AZ)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

# Learns from the sentences by which people describe their problems; needed when they change. Prints how good it is.
train: setup
	$(BIN)/python -m knowledge.training

bench: setup
	$(BIN)/python -m benchmarks

setup: $(READY)
	@$(BIN)/python -m bot.web.fetch

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Peering Bot needs Python 3.11 or newer; try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

# Packages that only tests use: real clients. Without npm those tests are skipped and say so.
tests/e2e/node_modules/.ready: tests/e2e/package-lock.json
	cd tests/e2e && npm ci --silent --no-audit --no-fund --ignore-scripts --omit=optional && touch node_modules/.ready

lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements.lock

clean:
	rm -rf $(VENV) .venv-az bot/web/vendor tests/e2e/node_modules
