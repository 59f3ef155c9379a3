#include "desktop/export/kx-save-as.h"

static void
work_free (gpointer data)
{
  KxSaveWork *work = data;

  if (work->free_data != NULL)
    work->free_data (work->data);
  if (work->free_make != NULL)
    work->free_make (work->make_data);
  g_free (work);
}

static void
end (GFile *file, const char *problem, gpointer data)
{
  KxSaveWork *work = data;

  if (work->done != NULL)
    work->done (file, problem, work->data);
  work_free (work);
}

/* `data` is a place for the work: what it is empty of goes on. */
static void
chosen (GPtrArray *files, gpointer data)
{
  KxSaveWork **place = data;
  KxSaveWork *work;

  if (files->len == 0)
    return;
  work = g_steal_pointer (place);
  kx_save_made (files->pdata[0], work->make, work->make_data, NULL, end, work);
}

static void
free_choice (gpointer data)
{
  KxSaveWork **place = data;

  g_clear_pointer (place, work_free);
  g_free (place);
}

void
kx_save_as (GtkWidget *over, const char *title, const char *name, const KxFileKind *kinds,
            const KxSaveWork *work)
{
  KxSaveWork **place = g_new (KxSaveWork *, 1);

  *place = g_memdup2 (work, sizeof *work);
  kx_files_save (over, title, name, kinds, chosen, place, free_choice);
}
