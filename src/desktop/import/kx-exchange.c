#include "desktop/import/kx-exchange-private.h"

#include "core/entities/kx-agency.h"
#include "desktop/export/kx-template.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-gettext.h"
#include "models/kx-import-keep.h"
#include "models/kx-import-subjects.h"
#include "sync/kx-mirror-target.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (KxExchange, kx_exchange, G_TYPE_OBJECT)

void
kx_exchange_say (KxExchange *self, const char *text)
{
  if (self->window != NULL)
    kx_window_toast (self->window, text);
}

/* Whether the person is a clerk anywhere; of which office is asked when it comes to it. */
static gboolean
may_import (KxExchange *self)
{
  const KxActor *actor = self->mirror != NULL ? kx_mirror_get_actor (self->mirror) : NULL;

  if (actor == NULL)
    return FALSE;
  for (guint i = 0; i < actor->roles->len; i++)
    if (g_array_index (actor->roles, KxRoleIn, i).role == KX_ROLE_INDEX_clerk)
      return TRUE;
  return actor->system;
}

static void
update_actions (KxExchange *self)
{
  static const struct
  {
    const char *name;
    gboolean imports;
  } actions[] = { { "import", TRUE },     { "import-file", TRUE }, { "resume-import", TRUE },
                  { "paste-rows", TRUE }, { "export", FALSE },     { "copy-rows", FALSE } };
  gboolean import = may_import (self);

  if (self->window == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->window), actions[i].name);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action),
                                   actions[i].imports ? import : self->mirror != NULL);
    }
}

static KxImportAssistant *
open_assistant (KxExchange *self)
{
  g_autoptr (KxImportSession) session = NULL;
  g_autofree char *keep = NULL;
  KxImportAssistant *assistant;

  session = kx_import_session_new (kx_mirror_target (self->mirror), G_OBJECT (self->mirror),
                                   kx_mirror_get_actor (self->mirror), NULL);
  keep = g_build_filename (kx_mirror_get_dir (self->mirror), "imports", NULL);
  kx_import_session_set_keep_folder (session, keep);
  kx_import_keep (session, self->mirror);
  assistant = kx_import_assistant_new (session);
  kx_exchange_follow (self, session, assistant);
  return assistant;
}

/* What the page that is shown lists, if tables bring that in; else agencies. Static. */
static const char *
find_subject (KxExchange *self)
{
  KxListQuery query = { 0 };
  g_auto (GStrv) ids = NULL;

  if (kx_exchange_get_query (self, &query, &ids) && kx_import_subjects_find (query.entity->name) != NULL)
    return query.entity->name;
  return kx_agency_entity.name;
}

KxImportAssistant *
kx_exchange_import (KxExchange *self, const char *subject, GFile *file)
{
  KxImportAssistant *assistant;
  KxImportSession *session;
  const char *name = subject != NULL ? subject : kx_agency_entity.name;

  if (!may_import (self) || self->window == NULL)
    return NULL;
  assistant = kx_exchange_find_open (self, name);
  if (assistant == NULL)
    assistant = open_assistant (self);
  session = kx_import_assistant_get_session (assistant);
  if (!g_str_equal (kx_import_session_get_subject (session), name))
    kx_import_session_set_subject (session, name);
  if (file != NULL)
    kx_import_session_open (session, file);
  gtk_window_present (GTK_WINDOW (assistant));
  return assistant;
}

KxImportAssistant *
kx_exchange_resume (KxExchange *self, const char *key)
{
  KxImportAssistant *assistant = kx_exchange_find_kept (self, key);

  if (assistant == NULL)
    {
      assistant = kx_exchange_import (self, NULL, NULL);
      if (assistant != NULL && !kx_import_keep_resume (kx_import_assistant_get_session (assistant), key))
        kx_exchange_say (self, _ ("What was chosen in this import is not there any more"));
    }
  return assistant;
}

/* Rows that a spreadsheet put there are lines of cells parted by tabs. */
static void
pasted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxExchange) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (GBytes) bytes = NULL;
  KxImportAssistant *assistant;

  if (text == NULL || strchr (text, '\t') == NULL || strchr (text, '\n') == NULL)
    {
      kx_exchange_say (self, _ ("There are no rows to paste: copy them in the spreadsheet, titles included"));
      return;
    }
  assistant = kx_exchange_import (self, find_subject (self), NULL);
  if (assistant == NULL)
    return;
  bytes = g_bytes_new_take (text, strlen (text));
  text = NULL;
  kx_import_session_open_bytes (kx_import_assistant_get_session (assistant), bytes, _ ("Pasted rows"));
}

void
kx_exchange_paste (KxExchange *self)
{
  if (self->window != NULL)
    gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self->window)), NULL, pasted,
                                   g_object_ref (self));
}

static void
paste (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kx_exchange_paste (data);
}

static void
import (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kx_exchange_import (data, find_subject (data), NULL);
}

static void
import_file (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  kx_exchange_import (data, find_subject (data), file);
}

static void
resume (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kx_exchange_resume (data, g_variant_get_string (parameter, NULL));
}

static void
export_list (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kx_exchange_export (data);
}

static void
copy (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  kx_exchange_copy (data);
}

static void
show_file (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxExchange *self = data;

  if (self->window != NULL)
    gtk_show_uri (GTK_WINDOW (self->window), g_variant_get_string (parameter, NULL), GDK_CURRENT_TIME);
}

static void
template_saved (GFile *file, const char *problem, gpointer data)
{
  kx_exchange_say (data, problem != NULL ? problem : _ ("The empty table is saved"));
}

static void
save_template (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxExchange *self = data;

  if (self->window != NULL)
    kx_template_save (GTK_WIDGET (self->window), kx_schema_entity (kx_schema_get (), find_subject (self)),
                      template_saved, g_object_ref (self), g_object_unref);
}

/* Tables are taken where what they bring in is listed; elsewhere a file may be meant for something else. */
static gboolean
on_drop (KxExchange *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);
  KxListQuery query = { 0 };
  g_auto (GStrv) ids = NULL;

  if (files == NULL || !kx_exchange_get_query (self, &query, &ids) ||
      kx_import_subjects_find (query.entity->name) == NULL)
    return FALSE;
  return kx_exchange_import (self, query.entity->name, files->data) != NULL;
}

static void
close_anyway (KxChoice choice, const char *reason, gpointer data)
{
  KxExchange *self = data;

  if (choice != KX_ASK_ACT || self->window == NULL)
    return;
  kx_exchange_forget_imports (self);
  gtk_window_close (GTK_WINDOW (self->window));
}

/* Before the window's own question about what was typed. */
static gboolean
on_close_request (KxExchange *self)
{
  const KxQuestion question = { .question = _ ("Stop the import and close?"),
                                .effect =
                                    _ ("Rows are being taken in. Those that are in stay in, and the rest "
                                       "follows when the same file is imported again."),
                                .stay = _ ("_Keep open"),
                                .act = _ ("_Stop and close") };

  if (kx_exchange_get_n_running (self) == 0)
    return FALSE;
  kx_ask (GTK_WIDGET (self->window), &question, close_anyway, g_object_ref (self), g_object_unref);
  return TRUE;
}

static void
forget_mirror (KxExchange *self)
{
  if (self->mirror != NULL)
    g_signal_handlers_disconnect_by_data (self->mirror, self);
  g_clear_object (&self->mirror);
}

static void
dispose (GObject *object)
{
  KxExchange *self = KX_EXCHANGE (object);

  if (self->imports != NULL)
    kx_exchange_forget_imports (self);
  g_clear_weak_pointer (&self->window);
  forget_mirror (self);
  G_OBJECT_CLASS (kx_exchange_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxExchange *self = KX_EXCHANGE (object);

  g_ptr_array_unref (self->imports);
  G_OBJECT_CLASS (kx_exchange_parent_class)->finalize (object);
}

static void
kx_exchange_class_init (KxExchangeClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static void
kx_exchange_init (KxExchange *self)
{
  kx_exchange_init_imports (self);
}

static void
add_actions (KxExchange *self)
{
  static const GActionEntry entries[] = {
    { .name = "import", .activate = import },
    { .name = "import-file", .activate = import_file, .parameter_type = "s" },
    { .name = "resume-import", .activate = resume, .parameter_type = "s" },
    { .name = "paste-rows", .activate = paste },
    { .name = "export", .activate = export_list },
    { .name = "copy-rows", .activate = copy },
    { .name = "save-template", .activate = save_template },
    { .name = "show-file", .activate = show_file, .parameter_type = "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self->window), entries, G_N_ELEMENTS (entries), self);
  update_actions (self);
}

KxExchange *
kx_exchange_get (KxWindow *window)
{
  KxExchange *self = g_object_get_data (G_OBJECT (window), "kx-exchange");
  GtkDropTarget *target;

  if (self != NULL)
    return self;
  self = g_object_new (KX_TYPE_EXCHANGE, NULL);
  g_set_weak_pointer (&self->window, window);
  g_object_set_data_full (G_OBJECT (window), "kx-exchange", self, g_object_unref);
  add_actions (self);
  target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (window), GTK_EVENT_CONTROLLER (target));
  g_signal_connect_object (window, "close-request", G_CALLBACK (on_close_request), self, G_CONNECT_SWAPPED);
  return self;
}

void
kx_exchange_set_mirror (KxExchange *self, KxMirror *mirror)
{
  if (self->mirror != mirror)
    {
      kx_exchange_forget_imports (self);
      forget_mirror (self);
      if (mirror != NULL)
        /* What one may do is known a moment after the first sign-in. */
        g_signal_connect_swapped (mirror, "summary-changed", G_CALLBACK (update_actions), self);
    }
  g_set_object (&self->mirror, mirror);
  update_actions (self);
}
