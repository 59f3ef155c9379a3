#include "desktop/export/kx-export-words.h"

#include "desktop/kx-gettext.h"

static const char *
translate (const char *msgid, gpointer data)
{
  return _ (msgid);
}

const KxImportWords *
kx_export_words (void)
{
  static const KxImportWords words = { translate, NULL };

  return &words;
}
