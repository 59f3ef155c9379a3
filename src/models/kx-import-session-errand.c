/* What a thread does for an import session: opens, looks, tries, takes in. */
#include "models/kx-import-session-private.h"

gboolean
kx_import_errand_has_office (const KxImportErrand *errand, const char *id)
{
  for (guint i = 0; errand->offices != NULL && i < errand->offices->len; i++)
    if (g_strcmp0 (kx_import_choice_get_id (errand->offices->pdata[i]), id) == 0)
      return TRUE;
  return FALSE;
}

/* Where several offices could be meant, the first gives the names of areas until one is chosen. */
static void
take_office (KxImportErrand *errand)
{
  /* One that was chosen before may have been lost with a role. */
  if (!kx_import_errand_has_office (errand, errand->work->office))
    g_clear_pointer (&errand->work->office, g_free);
  if (errand->work->office == NULL)
    errand->work->office = g_strdup (errand->own_office);
  if (errand->work->office == NULL && errand->offices != NULL && errand->offices->len > 0)
    errand->work->office = g_strdup (kx_import_choice_get_id (errand->offices->pdata[0]));
}

static KxImportFile *
read_again (KxImportErrand *errand, const KxImportFile *file, GError **error)
{
  KxSheetOptions options = { .encoding = errand->encoding,
                             .delimiter =
                                 errand->delimiter != NULL ? g_utf8_get_char (errand->delimiter) : 0 };

  g_clear_pointer (&errand->problem, g_free);
  return kx_import_file_read_again (file, &options, &errand->problem, error);
}

static KxImportFile *
read_first (KxImportErrand *errand, GError **error)
{
  g_autoptr (KxImportFile) file =
      errand->bytes != NULL
          ? kx_import_file_new (errand->bytes, errand->name, &errand->problem, error)
          : kx_import_file_read (errand->source, errand->cancellable, &errand->problem, error);

  if (file == NULL || file->bytes == NULL || errand->encoding == NULL)
    return g_steal_pointer (&file);
  return read_again (errand, file, error);
}

/* A sheet that was chosen before may be gone: the one that fits best is looked for then. */
static void
check_sheet (KxImportWork *work)
{
  const KxWorkbook *workbook = work->file->workbook;

  for (guint i = 0; workbook != NULL && i < kx_workbook_get_n_sheets (workbook); i++)
    if (g_strcmp0 (kx_sheet_get_name (kx_workbook_get_sheet (workbook, i)), work->sheet) == 0)
      return;
  g_clear_pointer (&work->sheet, g_free);
}

static gboolean
read_file (KxImportErrand *errand, GError **error)
{
  KxImportFile *file =
      errand->again ? read_again (errand, errand->work->file, error) : read_first (errand, error);

  if (file == NULL)
    return FALSE;
  g_clear_pointer (&errand->work->file, kx_import_file_unref);
  errand->work->file = file;
  check_sheet (errand->work);
  return TRUE;
}

gboolean
kx_import_errand_run (KxImportErrand *errand, GError **error)
{
  KxImportWork *work = errand->work;

  if (errand->activity >= KX_IMPORT_TRYING)
    return kx_import_work_run (work, errand->cancellable, error);
  if (errand->list_offices)
    {
      errand->offices = kx_import_work_list_offices (work->target, work->actor, &errand->own_office, error);
      if (errand->offices == NULL)
        return FALSE;
      take_office (errand);
    }
  if ((errand->name != NULL || errand->again) && !read_file (errand, error))
    return FALSE;
  if (work->file->workbook != NULL && !g_cancellable_is_cancelled (errand->cancellable))
    errand->look = kx_import_work_look (work);
  return TRUE;
}
