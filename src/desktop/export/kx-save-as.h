/* Files that a person asks for: where they go is asked, and they are made and written on a thread. */
#pragma once

#include "desktop/export/kx-save.h"
#include "desktop/kx-files.h"

G_BEGIN_DECLS

/* Both frees may be NULL, and are called in any case. */
typedef struct
{
  KxSaveMake make;
  gpointer make_data;
  GDestroyNotify free_make;
  KxSaveDone done; /* NULL: nobody is told */
  gpointer data;
  GDestroyNotify free_data;
} KxSaveWork;

/* Asks where to save a file called `name` at first, of `kinds` as in kx_files_save(); then as
 * kx_save_made(). `done` is not told when nothing was chosen. `work` is copied. */
void kx_save_as (GtkWidget *over, const char *title, const char *name, const KxFileKind *kinds,
                 const KxSaveWork *work);

G_END_DECLS
