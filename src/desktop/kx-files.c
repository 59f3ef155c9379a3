#include "desktop/kx-files.h"

#include "desktop/kx-gettext.h"

typedef struct
{
  GtkFileChooserNative *dialog; /* owned: while it is shown nobody else holds it */
  GtkWidget *over;              /* weak */
  KxFilesChosen chosen;
  gpointer data;
  GDestroyNotify free_data;
} Choice;

static gboolean answer_waits;
static GFile *next_answer;

static void
free_choice (Choice *choice)
{
  if (choice->free_data != NULL)
    choice->free_data (choice->data);
  g_clear_weak_pointer (&choice->over);
  g_clear_object (&choice->dialog);
  g_free (choice);
}

static void
give (Choice *choice, GListModel *files)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (chosen, g_list_model_get_item (files, i));
  if (choice->over != NULL)
    choice->chosen (chosen, choice->data);
  free_choice (choice);
}

static void
take_response (GtkNativeDialog *dialog, int response, Choice *choice)
{
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  give (choice, files);
}

static void
add_kinds (GtkFileChooser *chooser, const KxFileKind *kinds)
{
  for (; kinds != NULL && kinds->name != NULL; kinds++)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
      g_auto (GStrv) patterns = g_strsplit (kinds->patterns, " ", -1);

      gtk_file_filter_set_name (filter, kinds->name);
      for (char **pattern = patterns; *pattern != NULL; pattern++)
        if (g_str_has_prefix (*pattern, "*."))
          /* Suffixes are compared without regard to capitals: offices have .XLS too. */
          gtk_file_filter_add_suffix (filter, *pattern + 2);
        else
          gtk_file_filter_add_pattern (filter, *pattern);
      gtk_file_chooser_add_filter (chooser, filter);
    }
}

static Choice *
begin (GtkWidget *over, const char *title, GtkFileChooserAction action, KxFilesChosen chosen, gpointer data,
       GDestroyNotify free_data)
{
  Choice *choice = g_new0 (Choice, 1);
  GtkRoot *root = gtk_widget_get_root (over);
  const char *accept = action == GTK_FILE_CHOOSER_ACTION_SAVE   ? _ ("_Save")
                       : action == GTK_FILE_CHOOSER_ACTION_OPEN ? _ ("_Open")
                                                                : _ ("_Choose");

  *choice = (Choice){ .chosen = chosen, .data = data, .free_data = free_data };
  g_set_weak_pointer (&choice->over, over);
  choice->dialog = gtk_file_chooser_native_new (title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                                action, accept, _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (choice->dialog), TRUE);
  return choice;
}

static void
show (Choice *choice)
{
  g_autoptr (GListStore) answer = NULL;

  if (answer_waits)
    {
      answer_waits = FALSE;
      answer = g_list_store_new (G_TYPE_FILE);
      if (next_answer != NULL)
        g_list_store_append (answer, next_answer);
      g_clear_object (&next_answer);
      give (choice, G_LIST_MODEL (answer));
      return;
    }
  g_signal_connect (choice->dialog, "response", G_CALLBACK (take_response), choice);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (choice->dialog));
}

void
kx_files_open (GtkWidget *over, const char *title, const KxFileKind *kinds, gboolean many,
               KxFilesChosen chosen, gpointer data, GDestroyNotify free_data)
{
  Choice *choice = begin (over, title, GTK_FILE_CHOOSER_ACTION_OPEN, chosen, data, free_data);

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (choice->dialog), many);
  add_kinds (GTK_FILE_CHOOSER (choice->dialog), kinds);
  show (choice);
}

void
kx_files_save (GtkWidget *over, const char *title, const char *name, const KxFileKind *kinds,
               KxFilesChosen chosen, gpointer data, GDestroyNotify free_data)
{
  Choice *choice = begin (over, title, GTK_FILE_CHOOSER_ACTION_SAVE, chosen, data, free_data);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (choice->dialog), name);
  add_kinds (GTK_FILE_CHOOSER (choice->dialog), kinds);
  show (choice);
}

void
kx_files_choose_folder (GtkWidget *over, const char *title, KxFilesChosen chosen, gpointer data,
                        GDestroyNotify free_data)
{
  show (begin (over, title, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, chosen, data, free_data));
}

void
kx_files_show (GtkWidget *over, GFile *file)
{
  GtkRoot *root = gtk_widget_get_root (over);
  g_autofree char *uri = g_file_get_uri (file);

  gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, uri, GDK_CURRENT_TIME);
}

void
kx_files_answer_next (GFile *file)
{
  answer_waits = TRUE;
  g_set_object (&next_answer, file);
}
