#!/bin/sh
# Writes the translation template of all files in POTFILES.in: make-template.sh OUT.pot (seen from the top folder)
set -eu

cd "$(dirname "$0")/.."
if ! grep -q '^[^#]' po/POTFILES.in; then
  : >"$1"
  exit 0
fi
exec xgettext --from-code=UTF-8 --files-from=po/POTFILES.in --output="$1" --force-po --add-location=file \
  --add-comments=Translators --package-name=kangxie --copyright-holder='The Kangxie authors' \
  --keyword --keyword=Name --keyword=GenericName --keyword=Comment --keyword=Keywords --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=ngettext:1,2 \
  --keyword=g_dngettext:2,3 --flag=g_strdup_printf:1:c-format --flag=g_set_error:4:c-format \
  --flag=ngettext:1:pass-c-format --flag=ngettext:2:pass-c-format --flag=_:1:pass-c-format
