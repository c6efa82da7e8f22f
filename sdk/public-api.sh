#!/usr/bin/env bash
# Writes down what others build on: PublicAPI.Unshipped.txt of each project in this folder, anew. Run it after a change of public types or members.
set -euo pipefail
cd "$(dirname "$0")"

for project in KdHost.Sdk KdHost.Testing KdHost.MLflow; do
    echo '#nullable enable' > "$project/PublicAPI.Unshipped.txt"
    dotnet restore --verbosity quiet "$project"
    dotnet format analyzers "$project" --no-restore --diagnostics RS0016
done
