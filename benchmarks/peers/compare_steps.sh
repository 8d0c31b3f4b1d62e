#!/usr/bin/env bash
# Times one training step of each family in Verisim (JMH) and in PyTorch, in alternation.
# Usage: benchmarks/peers/compare_steps.sh [ROUNDS] [THREADS] [STEPS]      STEPS: "nade maf", say; needs Debian's python3-torch and an idle machine
set -eu
cd "$(dirname "$0")/../.."
rounds=${1:-3}
threads=${2:-2}
steps=${3:-made nade eonade maf rbm vae gan}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
./mvnw -q -Dquick -pl core,models test-compile dependency:build-classpath -Dmdep.outputFile="$work/classpath" \
    -Dmdep.includeScope=test >/dev/null
classpath=models/target/test-classes:models/target/classes:core/target/test-classes:core/target/classes:$(cat "$work/classpath")

verisim() { # verisim BENCHMARK [PARAMETERS]: median and 10th percentile in microseconds
    # shellcheck disable=SC2086
    java -cp "$classpath" org.openjdk.jmh.Main "$1" ${2:-} -tu us -wi 3 -w 1 -i 5 -r 1 -f 1 -rf csv -rff "$work/jmh.csv" \
        -jvmArgs "-Xmx1g -Dverisim.threads=$threads" >/dev/null 2>&1
    awk -F'","|,' '/p0.50/ {printf "median %.0f us", $5}' "$work/jmh.csv" | tr -d '"'
}

for round in $(seq "$rounds"); do
    for step in $steps; do
        case $step in
            made) ours=$(verisim '\.MadeStepBenchmark' "-p direct=false") ;;
            nade) ours=$(verisim '\.NadeStepBenchmark' "-p activation=SIGMOID") ;;
            eonade) ours=$(verisim EonadeStepBenchmark) ;;
            maf) ours=$(verisim MafStepBenchmark) ;;
            rbm) ours=$(verisim RbmStepBenchmark "-p algorithm=cd -p offsets=none") ;;
            vae) ours=$(verisim VaeStepBenchmark) ;;
            gan) ours=$(verisim GanStepBenchmark) ;;
            *) echo "no step '$step'" >&2; exit 2 ;;
        esac
        echo "round $round  $step  verisim threads $threads: $ours"
        echo "round $round  $(python3 benchmarks/peers/pytorch_steps.py "$step" --threads "$threads" --seconds 4)"
    done
done
