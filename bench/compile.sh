#!/usr/bin/env bash
# What a derive costs to compile: generates crates that differ in their derives only, and measures
# the CPU time (user and system) that rustc takes to check each. `./dev bench compile` runs it.
#
# Dependencies are built before; incremental compilation is off; the crates take turns, and each
# counts with the median of its runs.
set -euo pipefail

structs=${STRUCTS:-300}
runs=${RUNS:-5}
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=${CARGO_TARGET_DIR:-$repository/target}/bench-compile
kinds=(no_derive sqlx_from_row serde_both our_safe_schema)

# A struct as users write them. Each refers to the one before it.
struct() {
    local kind=$1 number=$2
    local on_struct='' id='' name='' email='' parent=''
    case $kind in
        sqlx_from_row) on_struct='#[derive(sqlx::FromRow)]' ;;
        serde_both) on_struct='#[derive(serde::Serialize, serde::Deserialize)]' ;;
        our_safe_schema)
            on_struct="#[derive(safe_schema::SafeSchema)]
#[safe_schema(table = \"table_$number\", index(columns(name, score desc)))]"
            id='#[safe_schema(primary_key, auto_increment)]'
            name='#[safe_schema(len = 120)]'
            email='#[safe_schema(len = 254, unique)]'
            parent="#[safe_schema(references(Struct$((number > 0 ? number - 1 : 0))::id))]"
            ;;
    esac
    cat <<END
/// Number $number.
$on_struct
pub struct Struct$number {
    $id
    pub id: u64,
    $name
    pub name: String,
    $email
    pub email: Option<String>,
    $parent
    pub parent_id: Option<u64>,
    pub active: bool,
    pub score: i32,
    pub ratio: f64,
    pub payload: Vec<u8>,
    pub version: u32,
    pub note: Option<String>,
}
END
}

dependency() {
    case $1 in
        no_derive) ;;
        sqlx_from_row) echo 'sqlx = { version = "0.9", default-features = false, features = ["mysql", "runtime-tokio", "derive"] }' ;;
        serde_both) echo 'serde = { version = "1", features = ["derive"] }' ;;
        our_safe_schema) echo "safe-schema = { path = \"$repository\" }" ;;
    esac
}

generate() {
    mkdir -p "$work"
    local kind number
    {
        echo '[workspace]'
        echo 'resolver = "3"'
        printf 'members = ['
        printf '"%s", ' "${kinds[@]}"
        echo ']'
    } >"$work/Cargo.toml"
    # The versions that are tested.
    cp "$repository/Cargo.lock" "$work/Cargo.lock"
    for kind in "${kinds[@]}"; do
        mkdir -p "$work/$kind/src"
        cat >"$work/$kind/Cargo.toml" <<END
[package]
name = "$kind"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
$(dependency "$kind")
END
        for ((number = 0; number < structs; number++)); do
            struct "$kind" "$number"
        done >"$work/$kind/src/lib.rs"
    done
    # Cargo runs it in rustc's place, for members of the workspace only.
    cat >"$work/measure" <<'END'
#!/usr/bin/env bash
case " $* " in
    *" --crate-name $BENCH_KIND "*) ;;
    *) exec "$@" ;;
esac
TIMEFORMAT='%3U %3S'
{ time "$@" 2>&3; } 3>&2 2>>"$BENCH_TIMES"
END
    chmod +x "$work/measure"
}

# check KIND: checks the crate itself anew, and notes the time.
check() {
    touch "$work/$1/src/lib.rs"
    CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=$work/target RUSTC_WORKSPACE_WRAPPER=$work/measure \
        BENCH_KIND=$1 BENCH_TIMES=$work/$1/times \
        cargo check --quiet --manifest-path "$work/Cargo.toml" --package "$1"
}

# The median of the first numbers of each line, summed.
median() {
    awk '{ print $1 + $2 }' "$1" | sort -n | awk '{ all[NR] = $1 }
        END { print NR % 2 ? all[(NR + 1) / 2] : (all[NR / 2] + all[NR / 2 + 1]) / 2 }'
}

report() {
    local kind bare
    bare=$(median "$work/no_derive/times")
    echo "cargo check of $structs structs with 10 fields, CPU seconds of rustc, median of $runs:"
    echo
    printf '%-16s %8s %10s %12s %10s\n' derives seconds 'over bare' 'per 100' 'to bare'
    for kind in "${kinds[@]}"; do
        awk -v kind="$kind" -v bare="$bare" -v time="$(median "$work/$kind/times")" \
            -v structs="$structs" 'BEGIN {
                printf "%-16s %8.2f %10.2f %12.3f %9.1fx\n",
                    kind, time, time - bare, (time - bare) * 100 / structs, time / bare
            }'
    done
}

# The same as JSON, in seconds.
json() {
    local kind comma=''
    echo '['
    for kind in "${kinds[@]}"; do
        printf '%s  {"derives": "%s", "structs": %s, "seconds": %s}' \
            "$comma" "$kind" "$structs" "$(median "$work/$kind/times")"
        comma=$',\n'
    done
    printf '\n]\n'
}

generate
echo "building what the crates depend on .." >&2
for kind in "${kinds[@]}"; do check "$kind"; done
for kind in "${kinds[@]}"; do : >"$work/$kind/times"; done
for ((run = 0; run < runs; run++)); do
    for kind in "${kinds[@]}"; do check "$kind"; done
done
report
out=${SAFE_SCHEMA_BENCH_OUT:-$repository/target/bench}
mkdir -p "$out"
json >"$out/compile.json"
