# Everything a person or a machine runs. `make` alone lists it.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
# What scripts/setup.sh found or brought.
TOOLS := . .tools/env.sh;

.PHONY: help setup build demo test check bench fuzz golden

help: ## this list
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## / – /'

setup: ## cmake and libclang, which the solver is built with
	@scripts/setup.sh

build: setup ## the program, with the same profile as the tests (the solver is built once)
	$(TOOLS) cargo build --locked

demo: build ## the province scenario from files to signed tables
	$(TOOLS) cargo run --locked --quiet -- allocate scenarios/lai-chau -v

test: setup ## all tests
	$(TOOLS) cargo test --locked

check: setup ## what the machine checks: format, lints, documentation, tests
	$(TOOLS) cargo fmt --check
	$(TOOLS) cargo clippy --locked --all-targets -- -D warnings
	$(TOOLS) RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps
	$(TOOLS) cargo test --locked

bench: setup ## speed of every stage and against the direct model, with the profile of the tests
	$(TOOLS) cargo bench --locked --profile dev

fuzz: setup ## a million broken inputs through every reader (BOLERO_RANDOM_ITERATIONS changes how many a target)
	$(TOOLS) BOLERO_RANDOM_ITERATIONS=$${BOLERO_RANDOM_ITERATIONS:-170000} cargo test --locked --test fuzz

golden: setup ## write the expected tables of tests/golden anew; look at the difference before committing
	$(TOOLS) UPDATE_GOLDEN=1 cargo test --locked --test it golden
