# Jejak: `make demo` shows it, `make test` proves it.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := build
export GOTOOLCHAIN := local

BIN     := bin/jejak
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LISTEN  ?= 127.0.0.1:8080
ROUNDS  ?= 20
GO_SRC  := $(shell git ls-files -co --exclude-standard '*.go' '*.sql' go.mod go.sum 2>/dev/null)
WEB_SRC := $(shell git ls-files -co --exclude-standard web 2>/dev/null | grep -v '^web/e2e/')

.PHONY: build demo test check unit web-test real-data e2e crash format bench bench-peers bench-once fuzz nightly friction generate models screenshots need clean

need:
	@scripts/need.sh

build: need $(BIN) ## the web app and the binary

web/node_modules/.installed: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	@touch $@

internal/web/dist/index.html: web/node_modules/.installed $(WEB_SRC)
	cd web && npm run build

$(BIN): $(GO_SRC) internal/web/dist/index.html
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o $(BIN) ./cmd/jejak

demo: build ## a simulated brand in the browser
	$(BIN) demo --listen $(LISTEN) $(if $(DATA),--data $(DATA))

test: need ## everything: unit, race, both databases, real clients, real browser, crashes
	@scripts/test-needs.sh
	$(MAKE) --no-print-directory build
	$(MAKE) --no-print-directory web-test
	$(MAKE) --no-print-directory unit
	$(MAKE) --no-print-directory real-data
	$(MAKE) --no-print-directory e2e

web-test: web/node_modules/.installed
	cd web && npm run typecheck && npm run test

# SQLite is C turned into Go: looked into for races and pointers, it takes most of the time of many tests, and none of it is ours.
AS_GIVEN := modernc.org/...=-race=false -d=checkptr=0

unit: internal/web/dist/index.html
	scripts/with-postgres.sh go test -race -gcflags='$(AS_GIVEN)' -shuffle=on -skip '^TestReal' ./...

real-data: ## the real data sets beside the checkout, where they are; a million rows are too many for the race detector
	go test -count=1 -run '^TestReal' -v ./internal/transfer

e2e/clients/node_modules/.installed: e2e/clients/package.json e2e/clients/package-lock.json
	cd e2e/clients && npm ci --no-audit --no-fund
	@touch $@

e2e/peers/node_modules/.installed: e2e/peers/package.json e2e/peers/package-lock.json
	cd e2e/peers && npm ci --no-audit --no-fund
	@touch $@

e2e: $(BIN) e2e/clients/node_modules/.installed e2e/peers/node_modules/.installed
	JEJAK_BIN=$(CURDIR)/$(BIN) JEJAK_ROUNDS=$(ROUNDS) go test -tags e2e -count=1 -timeout 30m ./e2e/...
	cd web && JEJAK_BIN=$(CURDIR)/$(BIN) npm run e2e

crash: $(BIN) ## the kill -9 test alone: make crash ROUNDS=500
	JEJAK_BIN=$(CURDIR)/$(BIN) JEJAK_ROUNDS=$(ROUNDS) go test -tags e2e -count=1 -timeout 0 -v ./e2e/crash

check: test ## test, and the habits of the house
	@test -z "$$(go tool -modfile=tools/go.mod gofumpt -l $$(git ls-files '*.go'))" || { echo "run: make format"; exit 1; }
	go vet ./... && go vet -tags e2e ./e2e/...
	go tool -modfile=tools/go.mod golangci-lint run ./...
	cd web && npm run lint && npm run size
	$(MAKE) --no-print-directory generate
	git diff --exit-code -- web/src/api
	$(MAKE) --no-print-directory bench-once

format:
	go tool -modfile=tools/go.mod gofumpt -w $$(git ls-files '*.go')

generate: web/node_modules/.installed ## the API description and the TypeScript client made from it
	go run ./cmd/jejak openapi > web/src/api/openapi.json
	cd web && npm run generate

bench: $(BIN) ## the figures of docs/benchmarks.md
	scripts/bench.sh

EVENTS ?= 1000000,10000000,20000000
bench-peers: e2e/peers/node_modules/.installed ## the same questions of Jejak, ClickHouse and DuckDB: make bench-peers EVENTS=1000000 ENGINES=jejak,clickhouse
	go test -tags e2e,peers -count=1 -timeout 3h -v -run '^TestBenchPeers$$' ./e2e/peers -events $(EVENTS) $(if $(ENGINES),-engines $(ENGINES)) -write $(CURDIR)/docs

bench-once: e2e/peers/node_modules/.installed ## every benchmark once, so that none rots
	go test -run '^$$' -bench . -benchtime 1x ./...
	go test -tags e2e,peers -count=1 -run '^TestBenchPeers$$' ./e2e/peers -events 20000 -runs 1

fuzz: ## every fuzz target for FUZZTIME (30s)
	scripts/fuzz.sh $(or $(FUZZTIME),30s)

nightly: ## 204,000 generated questions compared with the oracle (68 a seed), and live segments with a full look: make nightly SEEDS=3000
	JEJAK_SEEDS=$(or $(SEEDS),3000) go test -count=1 -timeout 0 -v -run '^(TestAnswersAreTheOracles|TestAnswersSurviveEverything|TestAnswersKeepTheLaws)$$' ./internal/trail | grep -v seed
	JEJAK_SEEDS=$(or $(SEEDS),3000) go test -count=1 -timeout 0 -v -run '^(TestMembershipIsThatOfAFullLook|TestChangesAddUp)$$' ./internal/segment | grep -v seed

friction: ## how often planted pains are found, and nothing else: make friction SEEDS=50
	JEJAK_SEEDS=$(or $(SEEDS),50) JEJAK_PEOPLE=$(or $(PEOPLE),3000) go test -count=1 -timeout 0 -v -run TestFrictionFindsWhatIsThere ./internal/simulate

SETS ?= ../shared/data
models: ## the models of feelings made again from public sets, with all their figures; fails unless they are byte for byte those that are committed
	@made=$$(mktemp -d); trap 'rm -rf "$$made"' EXIT; \
	go run ./cmd/jejak train-sentiment --data $(SETS) --out "$$made"; \
	diff -r "$$made" internal/voice/sentiment/models && echo "the committed models are made again, byte for byte"

screenshots: $(BIN) ## the pictures of the README and the manual, from the running demo
	JEJAK_BIN=$(CURDIR)/$(BIN) node e2e/web/screenshots.mjs

clean:
	rm -rf bin web/node_modules e2e/clients/node_modules e2e/peers/node_modules internal/web/dist/assets internal/web/dist/index.html
