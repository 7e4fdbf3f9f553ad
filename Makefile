# Two commands do everything: `make run` and `make test`. Both set up what is missing.
PYTHON ?= python3
VENV := .venv
VENV_AZ := .venv-az
VENV_DEPLOY := .venv-deploy
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test check check-commands check-deploy teams-package train bench setup lock clean

run: setup
	$(BIN)/peering-bot serve

test: setup tests/e2e/node_modules/.ready tests/deploy/node_modules/.ready
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

# What is deployed: the image's recipe, compose and Bicep files, by their linters and parsers, in an environment of their own.
check-deploy: $(VENV_DEPLOY)/.ready
	$(VENV_DEPLOY)/bin/hadolint deploy/Dockerfile
	$(VENV_DEPLOY)/bin/python tests/deploy/read_files.py deploy/compose.yaml deploy/azure/*.bicep deploy/azure/modules/*.bicep
	$(VENV_DEPLOY)/bin/checkov --quiet --compact --skip-download --framework bicep dockerfile --directory deploy

$(VENV_DEPLOY)/.ready: tests/deploy/requirements-deploy.lock
	test -x $(VENV_DEPLOY)/bin/python || $(PYTHON) -m venv $(VENV_DEPLOY)
	$(VENV_DEPLOY)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

# build/peering-bot-teams.zip, to be uploaded to Teams. Says what it needs to know.
teams-package: $(READY)
	@$(BIN)/python -m deploy.teams.package

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

# Packages that only tests use: real clients, and schemas. Without npm those tests are skipped and say so.
tests/%/node_modules/.ready: tests/%/package-lock.json
	cd tests/$* && npm ci --silent --no-audit --no-fund --ignore-scripts --omit=optional && touch node_modules/.ready

lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements.lock

clean:
	rm -rf $(VENV) .venv-az .venv-deploy bot/web/vendor build tests/e2e/node_modules tests/deploy/node_modules
