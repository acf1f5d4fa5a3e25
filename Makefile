# make run     the portal on http://127.0.0.1:8080, with people and places to try it out
# make test    every test, on SQLite and on Postgres, with a browser
# make check   formatting, lints, and the licences of everything that is used
# make faults  what happens when things go wrong, with 200 kills
# make bench   the measurements
.POSIX:
.PHONY: run test check faults bench clean-var tools

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
	PRACTISE_KILLS=200 tests/support/with-postgres.sh cargo test --locked faults::

check: node_modules/.package-lock.json
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	cargo test --locked --test practise_tests -- licences::

bench: node_modules/.package-lock.json
	tests/support/with-postgres.sh cargo bench --locked

clean-var:
	rm -rf var
