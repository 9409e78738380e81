# Everything a developer and CI run. `make help` lists it. Needs Go, Python 3.11 or newer (with venv), git and make;
# the rest installs itself at a pinned version: moto into .venv, the tools into Go's caches. Kept to what GNU make 3.81
# (macOS) understands.

SHELL := bash

GO     ?= go
PYTHON ?= python3

# Tools have a module file of their own, so that what they depend on stays out of the product's go.mod. Go compiles each
# at its first use and keeps it in the build cache. sqlc goes without cgo: its parser then is WebAssembly in pure Go,
# which needs no C compiler and builds much faster.
TOOL          := $(GO) tool -modfile=tools.mod
GOLANGCI_LINT := $(TOOL) golangci-lint
SQLC          := CGO_ENABLED=0 $(TOOL) sqlc
BENCHSTAT     := $(TOOL) benchstat

VENV    := .venv
VERSION  = $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

# A release is built with BUILDFLAGS=-trimpath, which keeps the machine's paths out of the binary; Go caches packages compiled
# so apart from those of `go test`, so daily work goes without.
BUILDFLAGS ?=

PKG      ?= ./...
BENCH    ?= .
COUNT    ?= 1
OUT      ?= bin/bench.txt
FUZZTIME ?= 10s

.DEFAULT_GOAL := help

##@ Use

.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z][a-z-]*:.*## / { printf "  %-16s %s\n", $$1, $$2 }' Makefile

.PHONY: build
build: ## Build bin/manten
	$(GO) build $(BUILDFLAGS) -ldflags '-X main.version=$(VERSION)' -o bin/manten ./cmd/manten

.PHONY: demo
demo: venv build ## Run the main job on a local AWS: scan, plan, approve, apply, verify, undo
	$(GO) run $(BUILDFLAGS) ./test/demo

##@ Check

# One after the other, whatever -j says: what is cheap to find out comes before what takes long.
.PHONY: check
check: ## All that CI holds: lint, generate-check, test
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory generate-check
	@$(MAKE) --no-print-directory test

.PHONY: lint
lint: ## Lint, formatting included
	$(GOLANGCI_LINT) run $(PKG)

.PHONY: fmt
fmt: ## Format the Go code as lint wants it
	$(GOLANGCI_LINT) fmt

.PHONY: test
test: venv ## Run the tests, those against the local AWS too
	$(GO) test -timeout 30m $(PKG)

# The EC2 client alone takes minutes to compile under the race detector, so packages whose tests link it stay out.
.PHONY: race
race: venv ## Run the tests under the race detector, without those that link the EC2 client (needs a C compiler)
	@packages=$$($(GO) list -test -f '{{.ImportPath}} {{join .Deps " "}}' $(PKG) | \
		awk '$$1 ~ /\.test$$/ && !/aws-sdk-go-v2\/service\/ec2( |$$)/ { sub(/\.test$$/, "", $$1); print $$1 }') && \
	if [ -z "$$packages" ]; then echo 'race: no package has tests without the EC2 client' >&2; exit 1; fi && \
	CGO_ENABLED=1 $(GO) test -race -timeout 30m $$packages

.PHONY: fuzz
fuzz: venv ## Fuzz every target for FUZZTIME=10s
	@set -eo pipefail; \
	grep -rE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*\(' $(wildcard cmd internal test) | \
		sed -E 's|^(.*)/[^/]*\.go:func (Fuzz[A-Za-z0-9_]*)\(.*|./\1 \2|' | sort | \
	while read -r package target; do \
		echo "fuzz $$package $$target"; \
		$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$package" </dev/null; \
	done

##@ Generate

# Each part of the store that has queries has a sqlc.yaml beside them.
.PHONY: generate
generate: ## Write all generated files anew
	$(GO) generate ./...
	@set -e; for config in $(wildcard internal/store/sqlc.yaml internal/store/*/sqlc.yaml); do \
		echo "sqlc generate -f $$config"; \
		$(SQLC) generate -f "$$config"; \
	done

# Checksums of all files that are not ignored; a deleted one shows as an error. Comparing before with after is, in a clean
# checkout as in CI, `git diff --exit-code` plus untracked files; where work is going on, that work is not mistaken for staleness.
tree_state = git ls-files --cached --others --exclude-standard -z | xargs -0 cksum 2>&1 | LC_ALL=C sort

.PHONY: generate-check
generate-check: ## Fail if generating changes a file
	@mkdir -p bin
	@git rev-parse --is-inside-work-tree >/dev/null
	@$(tree_state) > bin/generate.before
	@$(MAKE) --no-print-directory generate
	@$(tree_state) > bin/generate.after
	@diff bin/generate.before bin/generate.after || \
		{ echo 'generated files are stale: run "make generate" and commit what it wrote' >&2; exit 1; }

##@ Measure

.PHONY: bench
bench: ## Run benchmarks into OUT=bin/bench.txt: BENCH=regexp PKG=./... COUNT=1 ITERATIONS=times (default: one second)
	@mkdir -p $(dir $(OUT))
	@set -o pipefail; \
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem -count $(COUNT) $(if $(ITERATIONS),-benchtime $(ITERATIONS)x) -timeout 60m $(PKG) | tee $(OUT)

.PHONY: bench-compare
bench-compare: ## Compare two results of bench, made with COUNT=6 or more: OLD=file NEW=file
	@test -n '$(OLD)' -a -n '$(NEW)' || { echo 'usage: make bench-compare OLD=file NEW=file' >&2; exit 2; }
	$(BENCHSTAT) $(OLD) $(NEW)

##@ Write

.PHONY: control
control: ## Start a control's file and test: ID=S3.25 [RESOURCE=Bucket]
	@test -n '$(ID)' || { echo 'usage: make control ID=S3.25 [RESOURCE=Bucket]' >&2; exit 2; }
	$(GO) run ./internal/scaffold control '$(ID)' -resource '$(RESOURCE)'

.PHONY: remediation
remediation: ## Start a remediation's file and test: NAME=EnableKeyRotation SERVICE=kms [RESOURCE=Key]
	@test -n '$(NAME)' -a -n '$(SERVICE)' || { echo 'usage: make remediation NAME=EnableKeyRotation SERVICE=kms [RESOURCE=Key]' >&2; exit 2; }
	$(GO) run ./internal/scaffold remediation '$(NAME)' -service '$(SERVICE)' -resource '$(RESOURCE)'

##@ Set up

.PHONY: venv
venv: $(VENV)/.complete ## Make .venv with the local AWS (moto)

# The stamp is written last: a virtual environment that was cut off while it was made is made again.
$(VENV)/.complete: test/requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or newer is needed; name it with PYTHON=...' >&2; exit 1; }
	rm -rf $(VENV)
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --requirement test/requirements.txt
	@touch $@

.PHONY: tools
tools: ## Compile the pinned tools now, not at their first use
	$(GOLANGCI_LINT) version
	$(TOOL) gofumpt -version
	$(SQLC) version
	@$(TOOL) -n benchstat

.PHONY: system-packages
system-packages: ## Install what some later tests want from Debian or Ubuntu: a browser and PostgreSQL
	$(if $(filter-out 0,$(shell id -u)),sudo) apt-get update
	$(if $(filter-out 0,$(shell id -u)),sudo) apt-get install --yes --no-install-recommends chromium postgresql

.PHONY: clean
clean: ## Remove what make built; Go's caches stay
	rm -rf bin $(VENV)
