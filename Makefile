# make run     the portal on http://127.0.0.1:8080, with people and places to try it out
# make test    every test, on SQLite and on Postgres, with a browser
# make check   formatting, lints, and the licences of everything that is used
# make faults  what happens when things go wrong, with 504 kills, 100,000 applications, and 1,000 races on each database
# make instances  several instances behind HAProxy, replaced and killed under load: four of them
# make bench   the measurements
# make growth  the same pages with 1,000 to 100,000 applications; GROWTH_SIZES=1000,1000000 names other sizes
# make fuzz    every fuzz target for a minute, or for FUZZ_SECONDS
# make advisories  what has become known about the libraries since the list in tests/fixtures: it needs a network
.POSIX:
.PHONY: run test check faults instances bench growth fuzz advisories clean-var tools

PRACTISE = target/debug/practise

# Assets, accessibility checks and the HTML checker: exactly what the lock file names.
node_modules/.package-lock.json: package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

run: node_modules/.package-lock.json
	cargo build --locked
	$(PRACTISE) demo --if-empty
	exec $(PRACTISE) serve

tools:
	tests/support/install.sh

test: tools node_modules/.package-lock.json
	tests/support/with-postgres.sh cargo test --locked

faults: tools node_modules/.package-lock.json
	PRACTISE_KILLS=$${PRACTISE_KILLS:-420} PRACTISE_DRAFTS=$${PRACTISE_DRAFTS:-200} PRACTISE_RACES=$${PRACTISE_RACES:-1000} \
	    tests/support/with-postgres.sh cargo test --locked --profile long --test practise_tests -- --nocapture faults:: row_ contested::

instances: tools
	PRACTISE_INSTANCES=4 tests/support/with-postgres.sh cargo test --locked --test practise_tests instances:: -- --nocapture --test-threads=1

check: node_modules/.package-lock.json
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	cargo test --locked --test practise_tests -- licences::

bench: node_modules/.package-lock.json
	tests/support/with-postgres.sh cargo bench --locked

growth:
	PRACTISE_POSTGRES_BUFFERS=$${PRACTISE_POSTGRES_BUFFERS:-4GB} tests/support/with-postgres.sh cargo bench --locked --profile long --bench growth

# The program's own versions of all libraries are used. Without a sanitizer: there is no unsafe code of ours for it to look into, only that of libraries
# which are fuzzed by their own projects; with one the build takes 16 GB, and each second tries less.
FUZZ_SECONDS = 60
FUZZ_TARGETS = $$(ls fuzz/seeds)
fuzz:
	command -v cargo-fuzz >/dev/null || cargo install cargo-fuzz --locked
	cp Cargo.lock fuzz/Cargo.lock
	for target in $(FUZZ_TARGETS); do \
		mkdir -p fuzz/corpus/$$target && \
		cargo fuzz run --dev --sanitizer none $$target fuzz/corpus/$$target fuzz/seeds/$$target -- \
			-max_total_time=$(FUZZ_SECONDS) -rss_limit_mb=4096 -timeout=20 -print_final_stats=1 || exit 1; \
	done

# Not part of the tests, which need no network: they hold Cargo.lock to tests/fixtures/advisories.csv.
advisories:
	command -v cargo-audit >/dev/null || cargo install cargo-audit --locked
	cargo audit --deny unsound
	npm audit

clean-var:
	rm -rf var
