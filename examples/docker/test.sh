#!/usr/bin/env bash
# Starts three replicas before their database, kills the one that migrates, and looks at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export COMPOSE_PROJECT_NAME=safe-schema-test
base=safe-schema-test-base:bookworm
replicas=(one two three)
rows=${SAFE_SCHEMA_DOCKER_ROWS:-800000}

say() { printf '\n== %s\n' "$*" >&2; }
shout() { printf '\n!!!!!! %s\n' "$@" >&2; }
fail() { shout "$@"; exit 1; }

compose() {
    if docker compose version >/dev/null 2>&1; then
        docker compose -f compose.yaml -f test.compose.yaml "$@"
    else
        docker-compose -f compose.yaml -f test.compose.yaml "$@"
    fi
}

# wait_for SECONDS WHAT COMMAND...
wait_for() {
    local deadline=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        [ $SECONDS -lt $deadline ] || fail "in vain waited for: $what"
        sleep 0.2
    done
}

in_database() { compose exec -T database "$@"; }
sql() { in_database mariadb -N notes -e "$1"; }

clean_up() {
    local ended=$?
    [ $ended = 0 ] || compose logs --no-color 2>&1 | tail -n 80 | cut -c1-240 >&2 || true
    compose down --volumes --timeout 1 >/dev/null 2>&1 || true
    docker image rm -f safe-schema-test-notes safe-schema-test-database "$base" >/dev/null 2>&1 || true
    rm -rf "$work"
    exit $ended
}

# --- images ------------------------------------------------------------------

build_base() {
    ! docker image inspect "$base" >/dev/null 2>&1 || return 0
    say "the base image, of Debian's packages"
    command -v debootstrap >/dev/null || fail "install debootstrap"
    debootstrap --variant=minbase --include=mariadb-server bookworm "$work/root" \
        http://deb.debian.org/debian >"$work/debootstrap.log" 2>&1 ||
        { tail "$work/debootstrap.log" >&2; fail "debootstrap failed"; }
    tar -C "$work/root" -c --exclude=./proc --exclude=./sys --exclude=./var/cache/apt . |
        docker import - "$base" >/dev/null
    rm -rf "$work/root"
}

build_service() {
    say "the service, built here"
    cargo build --locked
    mkdir "$work/notes"
    cp "${CARGO_TARGET_DIR:-target}/debug/notes" "$work/notes/"
    printf 'FROM %s\nCOPY notes /usr/local/bin/notes\nUSER nobody\nCMD ["notes"]\n' "$base" \
        >"$work/notes/Dockerfile"
    docker build -q -t safe-schema-test-notes "$work/notes"
}

# The database as an earlier version of the service left it: made with the image, so that the
# volume begins with it.
build_database() {
    say "the database of an earlier version, $rows rows"
    mkdir "$work/database"
    cat >"$work/database/seed.sql" <<SQL
CREATE DATABASE notes;
CREATE USER notes IDENTIFIED BY 'notes';
GRANT ALL ON notes.* TO notes;
CREATE TABLE notes.notes (
    id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,
    title VARCHAR(250) NOT NULL,
    views INT UNSIGNED NOT NULL
) CHARACTER SET utf8mb4;
INSERT INTO notes.notes (title, views) SELECT REPEAT('note', 50), seq FROM notes.seq_1_to_$rows;
SQL
    cat >"$work/database/Dockerfile" <<END
FROM $base
COPY seed.sql /seed.sql
RUN mkdir -p /run/mysqld && chown mysql /run/mysqld
RUN (mariadbd --user=mysql --skip-networking & \\
    until mariadb-admin ping --silent; do sleep 0.2; done; \\
    mariadb </seed.sql && mariadb-admin shutdown && wait)
CMD ["mariadbd", "--user=mysql", "--bind-address=0.0.0.0"]
END
    docker build -q -t safe-schema-test-database "$work/database"
}

# --- the trial ---------------------------------------------------------------

waits_for_the_database() { docker logs "$(compose ps -q "$1")" 2>&1 | grep -q "not up yet"; }

# The host that runs the ALTER, by what the server runs and what the journal says of its connection.
altering() {
    migrating=$(sql "SELECT j.host FROM information_schema.PROCESSLIST p
        JOIN _safe_schema_journal j ON j.connection = p.ID AND j.state = 'started'
        WHERE p.INFO LIKE 'ALTER TABLE%notes%' AND j.table_name LIKE '%notes'" 2>/dev/null) &&
        [ -n "$migrating" ]
}
is_restarted() { [ "$(docker inspect -f '{{.RestartCount}}' "$(compose ps -q "$1")")" -ge 1 ]; }
is_healthy() { [ "$(docker inspect -f '{{.State.Health.Status}}' "$(compose ps -q "$1")")" = healthy ]; }

start_in_the_worst_order() {
    say "three replicas, and no database"
    compose up -d --no-build "${replicas[@]}"
    local replica started=$SECONDS
    for replica in "${replicas[@]}"; do
        wait_for 60 "$replica waits for the database" waits_for_the_database "$replica"
    done
    while [ $((SECONDS - started)) -lt 10 ]; do sleep 0.2; done # the time without a database
    say "the database"
    compose up -d --no-build database
}

kill_the_one_that_migrates() {
    wait_for 120 "a running ALTER" altering
    say "$migrating is killed in the middle of its ALTER"
    local container
    container=$(compose ps -q "$migrating")
    # Not `docker kill`, after which the restart policy does not hold.
    docker exec -u 0 "$container" bash -c 'kill -KILL $(pidof notes)'
    altering || fail "the ALTER was over before the kill: set SAFE_SCHEMA_DOCKER_ROWS above $rows"
    wait_for 60 "$migrating is restarted" is_restarted "$migrating"
}

equal() { [ "$2" = "$3" ] || fail "$1: '$2' instead of '$3'"; }

look_at_the_end() {
    local replica
    for replica in "${replicas[@]}"; do
        wait_for 180 "$replica is healthy" is_healthy "$replica"
    done
    say "who did what"
    for replica in "${replicas[@]}"; do
        compose logs --no-color "$replica" 2>&1 | grep -E "another migration|the database is as declared|step (table|done)" |
            cut -c1-200 || true
    done
    say "what the journal says of it"
    sql "SELECT at, host, process, step, state, LEFT(REPLACE(statement, '\n', ' '), 90)
         FROM _safe_schema_journal ORDER BY id"
    equal "type of views" "$(sql "SELECT COLUMN_TYPE FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = 'notes' AND TABLE_NAME = 'notes' AND COLUMN_NAME = 'views'")" "bigint(20) unsigned"
    equal "tables" "$(sql "SELECT GROUP_CONCAT(TABLE_NAME ORDER BY TABLE_NAME) FROM information_schema.TABLES
        WHERE TABLE_SCHEMA = 'notes' AND TABLE_NAME <> '_safe_schema_journal'")" "authors,comments,notes"
    equal "rows" "$(sql "SELECT CONCAT(COUNT(*), ' ', SUM(views)) FROM notes")" "$rows $((rows * (rows + 1) / 2))"
    # Done, or seen to be done by the next one. That row has no statement: the one of its start has.
    equal "statements done, and how often" "$(sql "SELECT s.table_name, COUNT(*)
        FROM _safe_schema_journal e JOIN _safe_schema_journal s
          ON s.run = e.run AND s.step = e.step AND s.state = 'started'
        WHERE e.state IN ('done', 'settled') GROUP BY s.statement, s.table_name ORDER BY 1")" \
        "$(printf '%s\t1\n' authors comments notes)"
    equal "statements sent" "$(sql "SELECT COUNT(*) FROM _safe_schema_journal WHERE state = 'started'")" 3
    say "all three are healthy, and each statement was done once"
}

if ! docker info >/dev/null 2>&1; then
    shout "docker info does not answer: NOTHING WAS TRIED with containers"
    exit 0
fi
work=$(mktemp -d)
trap clean_up EXIT
build_base
build_service
build_database
start_in_the_worst_order
kill_the_one_that_migrates
look_at_the_end
