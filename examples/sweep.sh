#!/bin/sh
# Runs a sweep in parts, side by side, and puts the parts together: the bytes of one run.
#   examples/sweep.sh examples/sweep.ron out.csv [PARTS]
# Each part is one process with one thread. On a cluster, an array job runs the same line with
# the number of its task as part, on any machine that has tiller:
#   tiller sweep SPEC --partition "$TASK/$TASKS" --threads 1 --out "part-$TASK.csv"
set -eu
if [ $# -lt 2 ]; then
    echo "usage: $0 SPEC OUT [PARTS]" >&2
    exit 2
fi
spec=$1 out=$2 parts=${3:-4}
tiller=${TILLER:-tiller}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
export spec parts tiller work
line='"$tiller" sweep "$spec" --partition "$0/$parts" --threads 1 --out "$work/part-$0.csv"'
if command -v parallel >/dev/null 2>&1; then
    seq "$parts" | parallel --halt now,fail=1 sh -c "'$line'" {}
else
    # xargs is everywhere: as many processes at once as there are cores.
    seq "$parts" | xargs -P "$(nproc 2>/dev/null || echo 4)" -I{} sh -c "$line" {}
fi
{
    head -n 1 "$work/part-1.csv"
    for part in $(seq "$parts"); do
        tail -n +2 "$work/part-$part.csv"
    done
} >"$out.part"
mv "$out.part" "$out"
