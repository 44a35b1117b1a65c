# make run    writes, imports and serves the made-up county, and prints the address
# make test   the whole gate, the same here and in CI
# make bench  the figures of docs/benchmarks.md
# make accuracy  docs/accuracy.md: every layout in every format, cell by cell (with LibreOffice where installed)
# make fuzz   each fuzz target for a minute
# make windows  nianbao.exe for 64-bit Windows (Debian: gcc-mingw-w64-x86-64)

GO ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS = -s -w -X main.version=$(VERSION)
# What the program has no use for is left out.
TAGS = netgo osusergo sqlite_omit_load_extension nomsgpack
# On Linux the C library goes into the program: what is built on a new system
# runs on Kylin's older one, too.
ifeq ($(shell uname -s),Linux)
STATIC = -linkmode external -extldflags -static
endif
export CGO_ENABLED = 1

.PHONY: build run test lint bench accuracy fuzz windows clean

build:
	$(GO) build -trimpath -tags '$(TAGS)' -ldflags '$(LDFLAGS) $(STATIC)' -o nianbao ./cmd/nianbao

run: build
	./nianbao demo --dir demo

test: lint
	$(GO) test -race -count=1 -timeout 20m ./...

lint:
	@files="$$(gofmt -l aggregate cmd dashboard data)"; if [ -n "$$files" ]; then echo "gofmt needed:"; echo "$$files"; exit 1; fi
	$(GO) mod tidy -diff
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

accuracy:
	$(GO) test ./cmd/nianbao -count=1 -timeout 60m -run '^TestAccuracy$$' -v -args -accuracy $(CURDIR)/docs/accuracy.md

fuzz:
	@set -e; for p in $$($(GO) list ./...); do \
		for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz' || true); do \
			echo "== $$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f\$$" -fuzztime $${FUZZTIME:-60s} $$p; \
		done; \
	done

windows:
	CC=x86_64-w64-mingw32-gcc GOOS=windows GOARCH=amd64 $(GO) build -trimpath -tags '$(TAGS)' -ldflags '$(LDFLAGS) -linkmode external -extldflags "-static"' -o nianbao.exe ./cmd/nianbao

clean:
	rm -rf nianbao nianbao.exe demo
