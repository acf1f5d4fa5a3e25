#!/bin/sh
# Runs a command with a Postgres server of its own, and ends the server afterwards.
#
#   tests/support/with-postgres.sh cargo test
#
# The command finds the server in PRACTISE_TEST_POSTGRES. If that is set already, that server is used and none is started. PRACTISE_POSTGRES_BUFFERS says
# how much the server keeps in memory, if the 64 MB that the tests need are too little.
set -eu

if [ -n "${PRACTISE_TEST_POSTGRES:-}" ]; then
    exec "$@"
fi

# The folder with initdb: as pg_config says, or the newest of Debian's, or wherever PATH leads.
binaries() {
    if command -v pg_config >/dev/null && [ -x "$(pg_config --bindir)/initdb" ]; then
        pg_config --bindir
        return
    fi
    newest=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t / -k 5 -n | tail -n 1)
    if [ -n "$newest" ] && [ -x "$newest/initdb" ]; then
        echo "$newest"
    elif command -v initdb >/dev/null; then
        dirname "$(command -v initdb)"
    else
        echo "No Postgres found: install the server's programs (initdb, pg_ctl), or set PRACTISE_TEST_POSTGRES." >&2
        exit 1
    fi
}

bin=$(binaries)
folder=$(mktemp -d "${TMPDIR:-/tmp}/practise-postgres.XXXXXX")
log=$folder/log

# Postgres refuses to run as root.
owner=
if [ "$(id -u)" -eq 0 ]; then
    owner=postgres
    id "$owner" >/dev/null 2>&1 || owner=nobody
    chown "$owner" "$folder"
fi
as_owner() {
    if [ -z "$owner" ]; then
        "$@"
    elif command -v runuser >/dev/null; then
        runuser -u "$owner" -- "$@"
    else
        setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups -- "$@"
    fi
}

stop() {
    status=$?
    trap - EXIT
    as_owner "$bin/pg_ctl" --pgdata "$folder/data" --mode immediate --silent stop >/dev/null 2>&1 || true
    rm -rf "$folder"
    exit "$status"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
printf '%s' "$password" >"$folder/password"
[ -z "$owner" ] || chown "$owner" "$folder/password"
chmod 600 "$folder/password"

cd "$folder"
as_owner "$bin/initdb" --pgdata "$folder/data" --username practise --pwfile "$folder/password" --auth password \
    --encoding UTF8 --no-locale --no-sync >"$log" 2>&1 || {
    cat "$log" >&2
    exit 1
}
cd "$OLDPWD"

# Nothing here outlives the run: no waiting for the disk.
settings="-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300 -c shared_buffers=${PRACTISE_POSTGRES_BUFFERS:-64MB}
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
tries=0
while :; do
    # From 20000 to 31999: below the ports that the system hands out itself.
    port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
    : >"$log"
    chmod 666 "$log"
    if as_owner "$bin/pg_ctl" --pgdata "$folder/data" --log "$log" --silent --wait --timeout 60 \
        --options "-p $port $(echo $settings)" start </dev/null >/dev/null 2>&1; then
        break
    fi
    tries=$((tries + 1))
    if [ "$tries" -ge 5 ]; then
        echo "Postgres did not start:" >&2
        cat "$log" >&2
        exit 1
    fi
done

export PRACTISE_TEST_POSTGRES="postgres://practise:$password@127.0.0.1:$port/postgres"
"$@"
