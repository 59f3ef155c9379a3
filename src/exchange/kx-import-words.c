#include "exchange/kx-import-words.h"

G_DEFINE_QUARK (kx_import_error, kx_import_error)

const char *
kx_import_say (const KxImportWords *words, const char *msgid)
{
  return words != NULL && words->translate != NULL ? words->translate (msgid, words->data) : msgid;
}

char *
kx_import_say_finding (const KxImportWords *words, const KxFinding *finding)
{
  return kx_finding_fill (finding, kx_import_say (words, finding->message));
}

void
kx_import_fail (const KxImportWords *words, GError **error, KxImportError code, const char *msgid,
                const char *name, const char *text)
{
  g_autoptr (KxFinding) finding = kx_finding_new (KX_FAILS, "", NULL, msgid);
  g_autofree char *filled = NULL;

  if (name != NULL)
    kx_finding_arg (finding, name, text);
  filled = kx_import_say_finding (words, finding);
  g_set_error_literal (error, KX_IMPORT_ERROR, (gint) code, filled);
}
