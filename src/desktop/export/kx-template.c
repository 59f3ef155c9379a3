#include "desktop/export/kx-template.h"

#include "desktop/export/kx-export-words.h"
#include "desktop/export/kx-save-as.h"
#include "desktop/kx-gettext.h"
#include "exchange/kx-import-template.h"
#include "models/kx-import-subjects.h"

static GBytes *
make (gpointer data, GError **error)
{
  return kx_import_write_template (data, kx_export_words (), error);
}

void
kx_template_save (GtkWidget *over, const KxEntity *entity, KxSaveDone done, gpointer data,
                  GDestroyNotify free_data)
{
  const KxFileKind kinds[] = { { _ ("Workbooks (xlsx)"), "*.xlsx" }, { NULL, NULL } };
  const KxImportSubjectWords *words = kx_import_subjects_find (entity->name);
  const KxSaveWork work = { make, (gpointer) entity, NULL, done, data, free_data };

  g_return_if_fail (words != NULL);
  kx_save_as (over, _ ("Save an empty table"), _ (words->table_name), kinds, &work);
}
