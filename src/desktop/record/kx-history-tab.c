#include "desktop/record/kx-history-tab.h"

#include "desktop/form/kx-editor.h"
#include "desktop/form/kx-form-date.h"
#include "desktop/form/kx-form.h"
#include "desktop/form/kx-words.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-label.h"
#include "desktop/kx-wrap-layout.h"
#include "models/kx-display.h"
#include "sync/kx-client-row.h"

#define LINES_AT_ONCE 100

/* Who waits longer may stop it. */
#define LONG_MS 3000

/* One record's history, as far as it was asked for. */
typedef struct
{
  KxHistoryTab *tab; /* owned while an answer is awaited */
  char *id, *title;  /* owned; title NULL: the record itself */
  GPtrArray *lines;  /* (element-type KxClientChange) owned, newest first */
  gint64 before;     /* to ask on with; 0: that was all */
  gboolean asking, asked;
  gboolean stale; /* it changed while an answer was awaited */
  gboolean gone;  /* it is shown no longer; goes with the answer that is awaited */
} Source;

struct _KxHistoryTab
{
  GtkWidget parent_instance;

  KxDesk *desk; /* owned */
  const KxEntity *entity;
  GPtrArray *sources; /* (element-type Source) owned; the record itself first */
  GCancellable *cancellable;
  GCancellable *asking; /* owned; of the lines */
  guint slow;           /* source: until stopping is offered */
  KxDate wanted;        /* the day that is being looked for; 0: none */
  KxRecord *past;       /* owned; as it stood */

  GtkStack *stack;                               /* borrowed: "lines" and "past" */
  GtkEditable *day;                              /* borrowed */
  GtkWidget *fault, *note, *more, *retry, *stop; /* borrowed */
  GtkListBox *rows;                              /* borrowed */
  GtkWidget *past_box, *past_title;              /* borrowed */
};

G_DEFINE_FINAL_TYPE (KxHistoryTab, kx_history_tab, GTK_TYPE_WIDGET)

static void ask (KxHistoryTab *self, Source *source);
static void ask_anew (KxHistoryTab *self, Source *source);

static void
source_free (gpointer data)
{
  Source *source = data;

  g_ptr_array_unref (source->lines);
  g_free (source->id);
  g_free (source->title);
  g_free (source);
}

static Source *
own_source (KxHistoryTab *self)
{
  return self->sources->pdata[0];
}

/* A line and where it comes from. */
typedef struct
{
  const Source *source;
  const KxClientChange *change;
} Entry;

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *x = a, *y = b;

  if (x->change->at.ms != y->change->at.ms)
    return x->change->at.ms > y->change->at.ms ? -1 : 1;
  return x->change->seq > y->change->seq ? -1 : x->change->seq < y->change->seq;
}

/* All lines, newest first. (element-type Entry) */
static GArray *
collect_entries (KxHistoryTab *self)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));

  for (guint s = 0; s < self->sources->len; s++)
    {
      const Source *source = self->sources->pdata[s];

      for (guint i = 0; i < source->lines->len; i++)
        {
          Entry entry = { source, source->lines->pdata[i] };

          g_array_append_val (entries, entry);
        }
    }
  g_array_sort (entries, compare_entries);
  return entries;
}

static const char *
word_kind (const char *kind)
{
  static const struct
  {
    const char *kind, *words;
  } kinds[] = {
    { "create", N_ ("Made") },      { "patch", N_ ("Changed") },     { "add", N_ ("Added to a set") },
    { "remove", N_ ("Removed") },   { "delete", N_ ("Deleted") },    { "restore", N_ ("Restored") },
    { "reveal", N_ ("Looked at") }, { "link_alias", N_ ("Linked") }, { "unlink_alias", N_ ("Link undone") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kind, kinds[i].kind) == 0)
      return _ (kinds[i].words);
  return _ ("Changed");
}

static char *
word_value (KxHistoryTab *self, const KxField *field, const char *stored)
{
  g_autofree char *title = NULL;

  if (field->kind == KX_REF && stored != NULL)
    title = kx_lookup_dup_title (kx_desk_get_lookup (self->desk),
                                 kx_schema_entity (kx_schema_get (), field->target), stored);
  if (title != NULL)
    return g_steal_pointer (&title);
  title = kx_words_stored (field, stored);
  return *title != '\0' ? g_steal_pointer (&title) : g_strdup (C_ ("value", "None"));
}

/* "Beds: 120 → 150". */
static char *
word_line (KxHistoryTab *self, const KxClientChange *change)
{
  int i = change->field != NULL ? kx_entity_field (self->entity, change->field) : -1;
  const KxField *field = i >= 0 ? &self->entity->fields[i] : NULL;
  g_autofree char *old = NULL, *new = NULL;

  if (field == NULL)
    return change->field != NULL ? g_strdup (change->field) : NULL;
  if (g_strcmp0 (change->kind, "reveal") == 0)
    return g_strdup (kx_display_label (field));
  new = word_value (self, field, change->new_text);
  if (g_strcmp0 (change->kind, "create") == 0)
    /* Translators: a field's label and its value. */
    return g_strdup_printf (_ ("%s: %s"), kx_display_label (field), new);
  old = word_value (self, field, change->old_text);
  /* Translators: a field's label, its old and its new value. */
  return g_strdup_printf (_ ("%s: %s → %s"), kx_display_label (field), old, new);
}

static void
take_past (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxHistoryTab) self = data;
  g_autoptr (GError) error = NULL;
  KxRecord *past = kx_client_get_row_finish (KX_CLIENT (object), result, &error);
  GtkWidget *child;
  KxForm *form;

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_pointer (&past, kx_record_free);
      return;
    }
  gtk_widget_set_visible (self->fault, past == NULL);
  if (past == NULL)
    {
      gtk_label_set_label (GTK_LABEL (self->fault), error->message);
      return;
    }
  g_clear_pointer (&self->past, kx_record_free);
  self->past = past;
  while ((child = gtk_widget_get_first_child (self->past_box)) != NULL)
    gtk_box_remove (GTK_BOX (self->past_box), child);
  form = kx_form_new (self->entity, kx_desk_get_lookup (self->desk), NULL);
  kx_form_set_can_reveal (form, FALSE);
  kx_form_set_record (form, past);
  gtk_box_append (GTK_BOX (self->past_box), GTK_WIDGET (form));
  gtk_stack_set_visible_child_name (self->stack, "past");
}

/* `words`: what the record is shown as. */
static void
ask_past (KxHistoryTab *self, const char *id, gint64 seq, const char *words)
{
  gtk_label_set_label (GTK_LABEL (self->past_title), words);
  kx_client_get_row_async (kx_desk_get_client (self->desk), self->entity, id, seq, self->cancellable,
                           take_past, g_object_ref (self));
}

static void
press_then (GtkButton *button, KxHistoryTab *self)
{
  const char *id = g_object_get_data (G_OBJECT (button), "kx-id");
  const gint64 *seq = g_object_get_data (G_OBJECT (button), "kx-seq");

  ask_past (self, id, *seq, gtk_widget_get_tooltip_text (GTK_WIDGET (button)));
}

static GtkWidget *
make_then_button (KxHistoryTab *self, const Entry *entry, const char *moment)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("document-open-recent-symbolic");
  /* Translators: of a button; a moment follows. */
  g_autofree char *words = g_strdup_printf (_ ("The record as it stood after %s"), moment);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, words);
  kx_a11y_set_label (button, words);
  g_object_set_data_full (G_OBJECT (button), "kx-id", g_strdup (entry->source->id), g_free);
  g_object_set_data_full (G_OBJECT (button), "kx-seq", g_memdup2 (&entry->change->seq, sizeof (gint64)),
                          g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (press_then), self);
  return button;
}

/* The head of a change: when, who, what, why, and of which record where there are several. */
static GtkWidget *
add_change (KxHistoryTab *self, const Entry *entry)
{
  GtkWidget *row = gtk_list_box_row_new (), *line = kx_label_line_new (12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  const KxClientChange *change = entry->change;
  g_autofree char *moment = kx_display_time (change->at);
  g_autofree char *head = g_strdup_printf (
      "%s · %s · %s", moment, change->by_name != NULL ? change->by_name : "—", word_kind (change->kind));

  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER); /* a line alone stands beside the button's middle */
  kx_label_add (texts, head, "numeric");
  if (entry->source->title != NULL)
    kx_label_add (texts, entry->source->title, "dim-label");
  if (change->reason != NULL)
    {
      /* Translators: why a change was made. */
      g_autofree char *reason = g_strdup_printf (_ ("Reason: %s"), change->reason);

      kx_label_add (texts, reason, NULL);
    }
  kx_label_line_add (line, texts);
  kx_label_line_add (line, make_then_button (self, entry, moment));
  gtk_widget_add_css_class (line, "event");
  kx_a11y_set_label (row, head);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_append (self->rows, row);
  return texts;
}

static void
show_lines (KxHistoryTab *self)
{
  g_autoptr (GArray) entries = collect_entries (self);
  GtkWidget *child, *texts = NULL;
  const Entry *before = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_list_box_remove (self->rows, child);
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);
      g_autofree char *words = word_line (self, entry->change);

      if (before == NULL || before->source != entry->source || before->change->seq != entry->change->seq)
        texts = add_change (self, entry);
      before = entry;
      if (words != NULL)
        gtk_widget_add_css_class (kx_label_add (texts, words, "history-line"), "caption");
    }
  gtk_widget_set_visible (GTK_WIDGET (self->rows), entries->len > 0);
}

static gboolean
any_more (KxHistoryTab *self)
{
  for (guint s = 0; s < self->sources->len; s++)
    if (((Source *) self->sources->pdata[s])->before != 0)
      return TRUE;
  return FALSE;
}

static void
offer_stop (gpointer data)
{
  KxHistoryTab *self = data;

  self->slow = 0;
  gtk_widget_set_visible (self->stop, TRUE);
}

static void
press_stop (KxHistoryTab *self)
{
  g_autoptr (GCancellable) asking = g_steal_pointer (&self->asking);

  self->asking = g_cancellable_new ();
  self->wanted.ymd = 0;
  g_cancellable_cancel (asking);
}

static void
show_state (KxHistoryTab *self, const char *fault)
{
  gboolean asking = kx_history_tab_is_asking (self);
  const char *words = NULL;

  if (!asking)
    {
      g_clear_handle_id (&self->slow, g_source_remove);
      gtk_widget_set_visible (self->stop, FALSE);
    }
  else if (self->slow == 0 && !gtk_widget_get_visible (self->stop))
    self->slow = g_timeout_add_once (LONG_MS, offer_stop, self);

  if (fault != NULL)
    words = fault;
  else if (asking)
    words = _ ("Asking the service…");
  gtk_widget_set_visible (self->note, words != NULL);
  gtk_label_set_label (GTK_LABEL (self->note), words != NULL ? words : "");
  gtk_widget_set_visible (self->retry, fault != NULL);
  gtk_widget_set_visible (self->more, !asking && fault == NULL && any_more (self));
}

/* The last change up to the end of the wanted day; asks on while it may lie further back. */
static void
look_for_day (KxHistoryTab *self)
{
  Source *own = own_source (self);

  if (self->wanted.ymd == 0 || own->asking || !own->asked)
    return;
  for (guint i = 0; i < own->lines->len; i++)
    {
      const KxClientChange *change = own->lines->pdata[i];
      g_autofree char *day = kx_display_date (self->wanted), *words = NULL;

      if (kx_display_date_of (change->at).ymd > self->wanted.ymd)
        continue;
      /* Translators: a date follows. */
      words = g_strdup_printf (_ ("The record as it stood on %s"), day);
      self->wanted.ymd = 0;
      ask_past (self, own->id, change->seq, words);
      return;
    }
  if (own->before != 0)
    {
      ask (self, own);
      return;
    }
  self->wanted.ymd = 0;
  gtk_label_set_label (GTK_LABEL (self->fault), _ ("The record did not exist on that day"));
  gtk_widget_set_visible (self->fault, TRUE);
}

static void
take_lines (GObject *object, GAsyncResult *result, gpointer data)
{
  Source *source = data;
  g_autoptr (KxHistoryTab) self = source->tab;
  g_autoptr (GError) error = NULL;
  gint64 before = 0;
  g_autoptr (GPtrArray) lines = kx_client_get_history_finish (KX_CLIENT (object), result, &before, &error);

  source->asking = FALSE;
  if (source->gone)
    {
      source_free (source);
      return;
    }
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (source->stale)
    {
      ask_anew (self, source);
      return;
    }
  if (lines != NULL)
    {
      source->asked = TRUE;
      source->before = before;
      g_ptr_array_extend_and_steal (source->lines, g_steal_pointer (&lines));
      show_lines (self);
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_state (self, _ ("Stopped. Not all of the history is here."));
  else
    show_state (self, error != NULL ? error->message : NULL);
  look_for_day (self);
}

static void
ask (KxHistoryTab *self, Source *source)
{
  KxClient *client = kx_desk_get_client (self->desk);

  if (source->asking)
    return;
  if (client == NULL)
    {
      show_state (self, _ ("The history is kept by the service, which cannot be reached now."));
      return;
    }
  source->asking = TRUE;
  source->tab = g_object_ref (self);
  kx_client_get_history_async (client, self->entity, source->id, source->before, LINES_AT_ONCE, self->asking,
                               take_lines, source);
  show_state (self, NULL);
}

static void
ask_more (KxHistoryTab *self)
{
  for (guint s = 0; s < self->sources->len; s++)
    {
      Source *source = self->sources->pdata[s];

      if (source->before != 0 || !source->asked)
        ask (self, source);
    }
}

static void
ask_anew (KxHistoryTab *self, Source *source)
{
  source->stale = source->asking;
  if (source->asking)
    return;
  g_ptr_array_set_size (source->lines, 0);
  source->before = 0;
  source->asked = FALSE;
  ask (self, source);
}

/* What changed since stands above: everything is asked for anew. */
static void
follow (KxDesk *desk, const KxEntity *entity, KxHistoryTab *self)
{
  if (entity != self->entity || !kx_desk_is_online (desk))
    return;
  for (guint s = 0; s < self->sources->len; s++)
    ask_anew (self, self->sources->pdata[s]);
}

static void
press_show (KxHistoryTab *self)
{
  KxDate day;
  const char *wrong = kx_form_date_read (gtk_editable_get_text (self->day), TRUE, kx_display_today (), &day);

  gtk_widget_set_visible (self->fault, wrong != NULL);
  if (wrong != NULL)
    {
      gtk_label_set_label (GTK_LABEL (self->fault), _ (wrong));
      return;
    }
  kx_history_tab_show_day (self, day);
}

static void
press_back (KxHistoryTab *self)
{
  g_clear_pointer (&self->past, kx_record_free);
  gtk_stack_set_visible_child_name (self->stack, "lines");
  gtk_widget_grab_focus (GTK_WIDGET (self->day));
}

static void
dispose (GObject *object)
{
  KxHistoryTab *self = KX_HISTORY_TAB (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->asking);
  g_clear_handle_id (&self->slow, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (kx_history_tab_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxHistoryTab *self = KX_HISTORY_TAB (object);

  g_clear_pointer (&self->past, kx_record_free);
  g_ptr_array_unref (self->sources);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->asking);
  G_OBJECT_CLASS (kx_history_tab_parent_class)->finalize (object);
}

static void
kx_history_tab_class_init (KxHistoryTabClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
make_day_line (KxHistoryTab *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0),
            *label = gtk_label_new (_ ("As it stood on"));
  GtkWidget *show = gtk_button_new_with_label (_ ("Show"));

  /* With large letters they are wider than a narrow window. */
  gtk_widget_set_layout_manager (line, kx_wrap_layout_new (6));
  self->day = GTK_EDITABLE (gtk_entry_new ());
  gtk_editable_set_width_chars (self->day, 11);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->day), "2026-07-01");
  kx_a11y_set_label (GTK_WIDGET (self->day), _ ("As it stood on"));
  g_signal_connect_swapped (self->day, "activate", G_CALLBACK (press_show), self);
  g_signal_connect_swapped (show, "clicked", G_CALLBACK (press_show), self);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->day));
  gtk_box_append (GTK_BOX (line), show);
  return line;
}

static GtkWidget *
make_lines (KxHistoryTab *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_box_append (GTK_BOX (box), make_day_line (self));
  self->fault = kx_label_add (box, "", "error");
  gtk_widget_set_visible (self->fault, FALSE);
  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "boxed-list");
  kx_a11y_set_label (GTK_WIDGET (self->rows), _ ("History"));
  gtk_widget_set_visible (GTK_WIDGET (self->rows), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->rows));
  self->note = kx_label_add (box, "", "dim-label");
  self->retry = gtk_button_new_with_label (_ ("Try again"));
  self->more = gtk_button_new_with_label (_ ("Show earlier changes"));
  gtk_widget_set_halign (self->retry, GTK_ALIGN_START);
  gtk_widget_set_halign (self->more, GTK_ALIGN_START);
  g_signal_connect_swapped (self->retry, "clicked", G_CALLBACK (ask_more), self);
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (ask_more), self);
  self->stop = gtk_button_new_with_label (_ ("Stop"));
  gtk_widget_set_halign (self->stop, GTK_ALIGN_START);
  gtk_widget_set_visible (self->stop, FALSE);
  g_signal_connect_swapped (self->stop, "clicked", G_CALLBACK (press_stop), self);
  gtk_box_append (GTK_BOX (box), self->stop);
  gtk_box_append (GTK_BOX (box), self->retry);
  gtk_box_append (GTK_BOX (box), self->more);
  return box;
}

static GtkWidget *
make_past (KxHistoryTab *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12), *banner;
  GtkWidget *back = gtk_button_new_with_label (_ ("Back to the history"));

  banner = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->past_title = kx_label_add (banner, "", "heading");
  gtk_widget_set_hexpand (self->past_title, TRUE);
  gtk_widget_set_valign (back, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (back, "clicked", G_CALLBACK (press_back), self);
  gtk_box_append (GTK_BOX (banner), back);
  gtk_widget_add_css_class (banner, "as-of-banner");
  gtk_box_append (GTK_BOX (box), banner);
  self->past_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (box, "as-of");
  gtk_box_append (GTK_BOX (box), self->past_box);
  return box;
}

static void
kx_history_tab_init (KxHistoryTab *self)
{
  self->cancellable = g_cancellable_new ();
  self->asking = g_cancellable_new ();
  self->sources = g_ptr_array_new_with_free_func (source_free);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, make_lines (self), "lines");
  gtk_stack_add_named (self->stack, make_past (self), "past");
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
}

static Source *
add_source (KxHistoryTab *self, const char *id, const char *title)
{
  Source *source = g_new0 (Source, 1);

  source->id = g_strdup (id);
  source->title = g_strdup (title);
  source->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_client_change_free);
  g_ptr_array_add (self->sources, source);
  return source;
}

KxHistoryTab *
kx_history_tab_new (KxDesk *desk, const KxEntity *entity, const char *id)
{
  KxHistoryTab *self = g_object_new (KX_TYPE_HISTORY_TAB, NULL);

  self->desk = g_object_ref (desk);
  self->entity = entity;
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (follow), self, 0);
  ask (self, add_source (self, id, NULL));
  return self;
}

static const KxRecord *
find_record (GPtrArray *records, const char *id)
{
  for (guint i = 0; i < records->len; i++)
    if (g_str_equal (((KxRecord *) records->pdata[i])->id, id))
      return records->pdata[i];
  return NULL;
}

static void
remove_source (KxHistoryTab *self, guint index)
{
  Source *source = g_ptr_array_steal_index (self->sources, index);

  source->gone = source->asking;
  if (!source->gone)
    source_free (source);
}

void
kx_history_tab_set_others (KxHistoryTab *self, GPtrArray *records)
{
  gboolean removed = FALSE;

  g_return_if_fail (KX_IS_HISTORY_TAB (self));
  for (guint s = self->sources->len; s-- > 1;)
    if (find_record (records, ((Source *) self->sources->pdata[s])->id) == NULL)
      {
        remove_source (self, s);
        removed = TRUE;
      }
  if (removed)
    show_lines (self);
  for (guint i = 0; i < records->len; i++)
    {
      const KxRecord *record = records->pdata[i];
      g_autofree char *title = kx_display_title (record);
      gboolean known = FALSE;

      for (guint s = 1; s < self->sources->len; s++)
        known |= g_str_equal (((Source *) self->sources->pdata[s])->id, record->id);
      if (!known)
        ask (self, add_source (self, record->id, title));
    }
}

void
kx_history_tab_show_day (KxHistoryTab *self, KxDate day)
{
  g_return_if_fail (KX_IS_HISTORY_TAB (self));
  self->wanted = day;
  if (own_source (self)->asked)
    look_for_day (self);
  else
    ask (self, own_source (self));
}

gboolean
kx_history_tab_is_asking (KxHistoryTab *self)
{
  g_return_val_if_fail (KX_IS_HISTORY_TAB (self), FALSE);
  for (guint s = 0; s < self->sources->len; s++)
    if (((Source *) self->sources->pdata[s])->asking)
      return TRUE;
  return FALSE;
}

const KxRecord *
kx_history_tab_get_past (KxHistoryTab *self)
{
  g_return_val_if_fail (KX_IS_HISTORY_TAB (self), NULL);
  return self->past;
}
