/* Files that a person chooses: the one place that knows which file chooser the toolkit has. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What may be chosen, such as { _("Spreadsheets"), "*.xlsx *.xls *.csv" }; patterns are parted by blanks. */
typedef struct
{
  const char *name;
  const char *patterns;
} KxFileKind;

/* `files` has GFile elements and is empty when nothing was chosen. It is borrowed. */
typedef void (*KxFilesChosen) (GPtrArray *files, gpointer data);

/* Asks for one file or, with `many`, for several. `kinds` ends with a NULL name or is NULL; `chosen` is
 * called once unless the window goes away before; `free_data` follows in any case. */
void kx_files_open (GtkWidget *over, const char *title, const KxFileKind *kinds, gboolean many,
                    KxFilesChosen chosen, gpointer data, GDestroyNotify free_data);

/* Asks where to save; the system asks before an existing file is replaced. */
void kx_files_save (GtkWidget *over, const char *title, const char *name, const KxFileKind *kinds,
                    KxFilesChosen chosen, gpointer data, GDestroyNotify free_data);

void kx_files_choose_folder (GtkWidget *over, const char *title, KxFilesChosen chosen, gpointer data,
                             GDestroyNotify free_data);

/* Opens a file in the program that is meant for it. */
void kx_files_show (GtkWidget *over, GFile *file);

/* For tests: the next question is answered with this file without a dialog; NULL: with nothing. */
void kx_files_answer_next (GFile *file);

G_END_DECLS
