#include "desktop/export/kx-template.h"

#include "desktop/export/kx-export-words.h"
#include "desktop/kx-files.h"
#include "desktop/kx-gettext.h"
#include "exchange/kx-import-template.h"
#include "models/kx-import-subjects.h"

typedef struct
{
  const KxEntity *entity;
  KxSaveDone done;
  gpointer data;
  GDestroyNotify free_data;
} Template;

static void
template_free (gpointer data)
{
  Template *template = data;

  if (template->free_data != NULL)
    template->free_data (template->data);
  g_free (template);
}

static GBytes *
make (gpointer data, GError **error)
{
  return kx_import_write_template (data, kx_export_words (), error);
}

static void
end (GFile *file, const char *problem, gpointer data)
{
  Template *template = data;

  if (template->done != NULL)
    template->done (file, problem, template->data);
  template_free (template);
}

static void
chosen (GPtrArray *files, gpointer data)
{
  Template **place = data;
  Template *template;

  if (files->len == 0)
    return;
  template = g_steal_pointer (place);
  kx_save_made (files->pdata[0], make, (gpointer) template->entity, NULL, end, template);
}

static void
free_choice (gpointer data)
{
  Template **template = data;

  g_clear_pointer (template, template_free);
  g_free (template);
}

void
kx_template_save (GtkWidget *over, const KxEntity *entity, KxSaveDone done, gpointer data,
                  GDestroyNotify free_data)
{
  const KxFileKind kinds[] = { { _ ("Workbooks (xlsx)"), "*.xlsx" }, { NULL, NULL } };
  const KxImportSubjectWords *words = kx_import_subjects_find (entity->name);
  Template **holder;

  g_return_if_fail (words != NULL);
  holder = g_new (Template *, 1);
  *holder = g_new (Template, 1);
  **holder = (Template){ entity, done, data, free_data };
  kx_files_save (over, _ ("Save an empty table"), _ (words->table_name), kinds, chosen, holder, free_choice);
}
