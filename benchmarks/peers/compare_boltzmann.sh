#!/usr/bin/env bash
# Times steps of an RBM, annealed importance sampling and enumeration in Verisim (JMH), NumPy and PyTorch, in alternation.
# Usage: benchmarks/peers/compare_boltzmann.sh [ROUNDS] [THREADS] [WORK]      WORK: "cd ais", say; needs Debian's python3-torch and an
# idle machine
set -eu
cd "$(dirname "$0")/../.."
rounds=${1:-3}
threads=${2:-1}
work=${3:-cd pcd ais enumeration}
export OPENBLAS_NUM_THREADS=$threads
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
./mvnw -q -Dquick -pl core,models test-compile dependency:build-classpath -Dmdep.outputFile="$scratch/classpath" \
    -Dmdep.includeScope=test >/dev/null
classpath=models/target/test-classes:models/target/classes:core/target/test-classes:core/target/classes:$(cat "$scratch/classpath")

verisim() { # verisim BENCHMARK MODE [PARAMETERS]: milliseconds, the mean of single shots or the median of samples
    # shellcheck disable=SC2086
    java -cp "$classpath" org.openjdk.jmh.Main "$1" ${3:-} -tu ms -wi 3 -i 3 -w 1 -r 2 -f 1 -rf csv -rff "$scratch/jmh.csv" \
        -jvmArgs "-Xmx1g -Dverisim.threads=$threads" >/dev/null 2>&1
    awk -F'","|,' -v mode="$2" 'mode == "sample" ? /p0.50/ : NR == 2 {printf "%9.2f ms", $5}' "$scratch/jmh.csv" | tr -d '"'
}

for round in $(seq "$rounds"); do
    for name in $work; do
        case $name in
            cd | pcd) ours=$(verisim RbmStepBenchmark sample "-p algorithm=$name -p offsets=none") ;;
            ais) ours=$(verisim AnnealingBenchmark single) ;;
            enumeration) ours=$(verisim StateEnumerationBenchmark single) ;;
            *) echo "no work '$name'" >&2; exit 2 ;;
        esac
        echo "round $round  $(printf %-11s "$name") verisim:      $ours"
        echo "round $round  $(python3 benchmarks/peers/boltzmann.py numpy "$name" --threads "$threads")"
        echo "round $round  $(python3 benchmarks/peers/boltzmann.py torch "$name" --threads "$threads")"
    done
done
