# `make help` lists what can be done. Go is all that `run` and `build` need;
# `test` and `check` install what else they need (see .ci/setup).

# modernc.org/sqlite is pure Go, so a build needs no C compiler; the race
# detector alone switches cgo on.
export CGO_ENABLED = 0
export GOTOOLCHAIN = local

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
BUILD   := .build
BINARY  := $(BUILD)/xinshi

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: build ## run the demo: embedded database, simulated platform, sample shop
	@$(BINARY) demo

.PHONY: build
build: ## build .build/xinshi
	@go build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o $(BINARY) ./cmd/xinshi

.PHONY: setup
setup: ## install what the tests need: MariaDB, Chromium, CJK fonts
	@.ci/setup

.PHONY: test
test: setup ## run all tests, on SQLite and on a real MariaDB
	go test -timeout 20m ./...
	@# A module of its own, so that the client it tries out is no dependency of the product.
	cd models/wechat/testdata/peer && go test -mod=mod ./...

.PHONY: soak
soak: setup ## run the long fault suite: kills, restarts and a failing platform
	XINSHI_SOAK=1 go test ./cmd/xinshi -run TestSoak -v -timeout 20m

.PHONY: screenshots
screenshots: setup ## draw every page, in both themes, widths and languages, into .build/screenshots
	go test ./cmd/xinshi -run TestBrowser/screenshots -count=1 -screenshots $(CURDIR)/$(BUILD)/screenshots

.PHONY: race
race: setup ## run the tests of the concurrent parts under the race detector
	CGO_ENABLED=1 go test -race -short -timeout 45m ./models/... ./handlers/...

.PHONY: lint
lint: ## go vet and staticcheck
	go vet ./...
	go tool staticcheck ./...

# These two stand outside `check`: the one needs a database that is not
# everywhere reached, the other some minutes to be built.
.PHONY: vuln
vuln: ## look for known vulnerabilities in what we call (needs vuln.go.dev, or GOVULNDB)
	@.ci/vuln

.PHONY: gosec
gosec: ## look for insecure code; what is found is mended, or annotated with a reason
	go tool -modfile=.ci/tools.mod gosec -quiet -exclude-generated ./...

.PHONY: generate
generate: ## make the Go code of the views
	go tool templ generate -path ./views

.PHONY: assets
assets: ## make the style sheet and script (needs Node.js 20 and npm)
	cd static && npm install --ignore-scripts --no-save --no-audit --no-fund && npm run build

.PHONY: current
current: ## fail when generated code or compiled assets are not current
	@.ci/current

.PHONY: check
check: current lint test race ## everything CI runs
