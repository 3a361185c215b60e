# Set-up happens by itself; every target may be run again.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help demo test lint lock clean bench-scan bench-planted bench-rules bench-claims bench-model bench-ledger faults-scan faults-rules faults-ledger speech-model broadcasts

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

# -- set-up ----------------------------------------------------------------------------------

$(BIN)/python:
	@echo "== making a virtual environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "The venv module is missing; on Debian: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/.run: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "== installing what running needs (locked, with hashes)"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements/test.txt pyproject.toml | $(BIN)/python
	@echo "== installing what testing needs (locked, with hashes)"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/test.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.run

$(VENV)/.bench: requirements/bench.txt $(VENV)/.test
	@echo "== installing what the measurements are held against"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/bench.txt
	@touch $@

$(VENV)/.train: requirements/train.txt | $(BIN)/python
	@echo "== installing what training the demo speech model needs"
	@$(BIN)/python -m pip install --quiet -r requirements/train.txt
	@$(BIN)/python -m pip install --quiet --no-deps openai-whisper==20250625
	@touch $@

$(VENV)/.browser: | $(BIN)/python
	@sh .ci/browser
	@touch $@

# -- the two commands ------------------------------------------------------------------------

demo: $(VENV)/.run ## Scan a sample broadcast offline: flags, report, ledger
	@$(BIN)/python -m samples.demo

test: $(VENV)/.test $(VENV)/.browser lint ## Everything that must hold
	@$(BIN)/python -m pytest -n 2 --dist loadgroup
	@$(BIN)/boshen rules test

lint: $(VENV)/.test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# -- measurements ----------------------------------------------------------------------------

bench-scan: $(VENV)/.test ## Wall time and memory of a scan, against bare faster-whisper
	@$(BIN)/python -m bench.scan

bench-planted: $(VENV)/.test $(VENV)/.train ## Planted claims found through sound, in broadcasts of fresh seeds too (SEEDS=; espeak-ng)
	@$(BIN)/python -m bench.planted --shipped $(if $(SEEDS),--seeds $(SEEDS))

bench-rules: $(VENV)/.bench ## The rules: own tests, labelled text, rooms, hidden terms, speed (SHORT= LONG= TRANSCRIPTS= HIDDEN=)
	@$(BIN)/python -m bench.rules $(if $(SHORT),--short "$(SHORT)") $(if $(LONG),--long "$(LONG)") $(if $(TRANSCRIPTS),--transcripts "$(TRANSCRIPTS)")
	@$(if $(HIDDEN),$(BIN)/python -m bench.hidden_terms "$(HIDDEN)")
	@$(BIN)/python -m bench.rules_speed

bench-claims: $(VENV)/.test ## Approved selling points: 100,000 of them beside RapidFuzz, and claims changed in one thing (SEED= CATALOGUE=)
	@$(BIN)/python -m bench.claims $(if $(SEED),--seed $(SEED)) $(if $(CATALOGUE),--catalogue "$(CATALOGUE)")

bench-ledger: $(VENV)/.test ## The ledger: appending, verifying a million entries, vectors and proofs, tampering, bad bundles (SEED=)
	@$(BIN)/python -m bench.ledger
	@$(BIN)/python -m bench.ledger_vectors $(if $(SEED),--seed $(SEED))
	@$(BIN)/python -m bench.ledger_tamper
	@$(BIN)/python -m bench.ledger_bundles

faults-ledger: $(VENV)/.test ## Eight writers killed for a minute on both databases; long walks over selection and review
	@$(BIN)/python -m bench.ledger_writers
	@BOSHEN_STEPS=20000 $(BIN)/python -m pytest -q tests/integration/ledger/test_selection_machine.py tests/integration/ledger/test_review_machine.py

faults-rules: $(VENV)/.test ## 100,000 hostile utterances
	@$(BIN)/python -m bench.hostile

faults-scan: $(VENV)/.test ## kill -9 at 20 random moments of a scan; 400 malformed recordings
	@$(BIN)/python -m bench.kill_scan
	@BOSHEN_FAULT_FILES=400 $(BIN)/python -m pytest tests/faults

# -- how the samples are made ----------------------------------------------------------------

TRAINING ?= .cache/speech-model
HOURS ?= 268

speech-model: $(VENV)/.test $(VENV)/.train ## Train the demo speech model anew (hours; may be stopped)
	@sh samples/recipe/make-model "$(TRAINING)" "$(HOURS)"

bench-model: $(VENV)/.test $(VENV)/.train ## Error rates of the demo speech model
	@$(BIN)/python -m samples.recipe.evaluate samples/speech_model $(if $(TRANSCRIPTS),--transcripts "$(TRANSCRIPTS)")

broadcasts: $(VENV)/.test $(VENV)/.train ## Speak the sample broadcasts anew (espeak-ng)
	@for name in beauty food; do $(BIN)/python -m samples.recipe.broadcast samples/broadcasts/$$name.script.yaml; done
	@$(BIN)/python -m samples.recipe.broadcast --fresh 42 --out samples/broadcasts/fresh.ogg

lock: ## Lock the dependencies anew
	@$(BIN)/python -m pip install --quiet uv
	@sh requirements/lock

clean: ## Remove what the targets made
	rm -rf $(VENV) .cache out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
