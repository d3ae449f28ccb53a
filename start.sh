#!/bin/sh
# Makes the reports and opens JupyterLab; a file dragged onto it is taken into data/raw/. See offline/start.py.
here=$(dirname -- "$(readlink -f -- "$0")")
for python in python3.13 python3.12 python3.11 python3; do
  if "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
    exec "$python" "$here/offline/start.py" "$@"
  fi
done
cat "$here/offline/no-python.txt" >&2
exit 1
