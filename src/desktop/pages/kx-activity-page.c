#include "desktop/pages/kx-activity-page.h"

#include "core/entities/kx-conflict.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-notice.h"
#include "desktop/kx-sync-words.h"
#include "desktop/kx-text-scale.h"
#include "desktop/kx-window.h"
#include "desktop/pages/kx-activity-acts.h"
#include "desktop/pages/kx-activity-log.h"
#include "desktop/pages/kx-activity-row.h"
#include "models/kx-activity-list.h"
#include "models/kx-display.h"

/* Of an icon, a title and a sentence, each in some lines. */
#define CALM_HEIGHT 300

struct _KxActivityPage
{
  KxPage parent_instance;

  GtkStack *states;
  GtkBox *sections;
  AdwStatusPage *calm, *failed;
  GtkWidget *waiting, *log_section;
  GtkLabel *waiting_words;
  GtkListBox *log_rows;

  GtkWidget *section[KX_ACTIVITY_N_KINDS]; /* borrowed */
  GtkListBox *rows[KX_ACTIVITY_N_KINDS];   /* borrowed */
  KxDesk *desk;                            /* owned; NULL: nothing to show yet */
  KxActivityList *list;                    /* owned; NULL as well */
  GListStore *log;                         /* owned */
  KxWindow *followed;                      /* weak: whose notices are shown */
};

G_DEFINE_FINAL_TYPE (KxActivityPage, kx_activity_page, KX_TYPE_PAGE)

/* clang-format off */
static const char *const titles[] = {
  N_("Needs you"),
  N_("Refused"),
  N_("Changes without a home"),
  N_("Drafts"),
  N_("Files"),
};
static const char *const explanations[] = {
  N_("What stood stays until somebody decides; leaving it keeps both values."),
  N_("The service did not accept these changes. They are kept here until you decide."),
  N_("These changes belong to records that are no longer open to you; they are never sent."),
  N_("Typed and not handed over yet."),
  N_("Files are sent when there is a connection; until then others do not see them."),
};
/* clang-format on */

static GListModel *
get_notices (KxActivityPage *self)
{
  return self->followed != NULL ? kx_window_get_notices (self->followed) : NULL;
}

static void
show_log (KxActivityPage *self)
{
  kx_activity_log_fill (self->log, self->list != NULL ? kx_activity_list_get_notices (self->list) : NULL,
                        get_notices (self));
  gtk_widget_set_visible (self->log_section, g_list_model_get_n_items (G_LIST_MODEL (self->log)) > 0);
}

static void
add_sentence (GString *words, const char *sentence)
{
  if (words->len > 0)
    g_string_append_c (words, '\n');
  g_string_append (words, sentence);
}

/* "3 changes wait to be sent, the oldest since 10:42." and what hinders them. */
static void
show_waiting (KxActivityPage *self, const KxActivityWaiting *waiting)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *oldest = kx_format_time_short (waiting->oldest, kx_format_now ());

  if (waiting->count > 0)
    {
      g_autofree char *count = g_strdup_printf (
          ngettext ("%u change waits to be sent", "%u changes wait to be sent", waiting->count),
          waiting->count);
      g_autofree char *line =
          kx_display_fill (N_ ("{count}, the oldest since {time}."), "count", count, "time", oldest, NULL);

      add_sentence (words, line);
    }
  if (waiting->held > 0)
    {
      g_autofree char *line = g_strdup_printf (
          ngettext ("%u change waits behind a refused one of the same record.",
                    "%u changes wait behind a refused one of the same record.", waiting->held),
          waiting->held);

      add_sentence (words, line);
    }
  if (waiting->tries > 1)
    {
      g_autofree char *line = g_strdup_printf (
          ngettext ("Sending was tried %u time.", "Sending was tried %u times.", waiting->tries),
          waiting->tries);

      add_sentence (words, line);
    }
  if (waiting->last_error != NULL)
    {
      g_autofree char *line =
          kx_display_fill (N_ ("The last time it failed: {error}"), "error", waiting->last_error, NULL);

      add_sentence (words, line);
    }
  gtk_label_set_label (self->waiting_words, words->str);
  gtk_widget_set_visible (self->waiting, words->len > 0);
}

static void
show_calm (KxActivityPage *self, gboolean calm)
{
  KxSync *sync = kx_desk_get_sync (self->desk);
  gboolean stopped = sync != NULL && kx_sync_words_is_stopped (kx_sync_get_state (sync));
  KxMirrorSummary summary;
  g_autofree char *time = NULL, *words = NULL;
  const char *title = _ ("Everything is synchronized");

  kx_mirror_get_summary (kx_desk_get_mirror (self->desk), &summary);
  time = kx_format_time (summary.synced_at);
  if (summary.synced_at.ms == 0)
    {
      title = _ ("Nothing to do here");
      words = g_strdup (_ ("Nothing waits here, and nothing was synchronized yet."));
    }
  else if (stopped)
    {
      title = _ ("Nothing waits to be sent");
      words = g_strdup_printf (_ ("What others change does not come in now. Last synchronized: %s"), time);
    }
  else
    words = g_strdup_printf (_ ("Last synchronized: %s"), time);
  adw_status_page_set_title (self->calm, title);
  adw_status_page_set_description (self->calm, words);
  gtk_widget_set_visible (GTK_WIDGET (self->calm), calm);
}

static void
show_failure (KxActivityPage *self, const GError *error)
{
  g_autofree char *why = kx_display_error (error);
  g_autofree char *text = kx_display_fill (N_ ("Nothing was lost. Try again. ({error})"), "error", why, NULL);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_status_page_set_description (self->failed, escaped);
}

/* How far the file on its way is. */
static void
show_sent (KxActivityPage *self)
{
  KxSync *sync = kx_desk_get_sync (self->desk);
  double sent = 0;
  const char *sha256 = sync != NULL ? kx_sync_get_upload (sync, &sent) : NULL;
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows[KX_ACTIVITY_FILE], i)) != NULL; i++)
    kx_activity_row_show_sent (KX_ACTIVITY_ROW (row), sha256, sent);
}

static void
show_list (KxActivityPage *self)
{
  const GError *error = kx_activity_list_get_error (self->list);
  const KxActivityWaiting *waiting = kx_activity_list_get_waiting (self->list);
  gboolean calm;

  if (kx_activity_list_is_loading (self->list))
    return;
  if (error != NULL)
    show_failure (self, error);
  gtk_stack_set_visible_child_name (self->states, error != NULL ? "failed" : "list");
  kx_page_set_badge (KX_PAGE (self), kx_activity_list_get_badge (self->list));
  if (waiting == NULL)
    return;
  show_waiting (self, waiting);
  calm = !gtk_widget_get_visible (self->waiting);
  for (guint k = 0; k < KX_ACTIVITY_N_KINDS; k++)
    {
      guint n = g_list_model_get_n_items (kx_activity_list_get_kind (self->list, k));

      gtk_widget_set_visible (self->section[k], n > 0);
      calm = calm && n == 0;
    }
  show_calm (self, calm);
  show_sent (self);
  show_log (self);
}

static void
reload (gpointer page)
{
  KxActivityPage *self = page;

  if (self->list != NULL)
    kx_activity_list_reload (self->list);
}

static void
on_act (KxActivityRow *row, const char *act, KxActivityPage *self)
{
  kx_activity_act (GTK_WIDGET (self), self->desk, kx_activity_item_get (kx_activity_row_get_item (row)), act,
                   reload);
}

static void
on_activate (GtkListBox *box, GtkListBoxRow *row, KxActivityPage *self)
{
  on_act (KX_ACTIVITY_ROW (row), "open", self);
}

static GtkWidget *
make_row (gpointer item, gpointer data)
{
  KxActivityPage *self = data;
  const KxActivity *activity = kx_activity_item_get (item);
  gboolean can_choose =
      activity->conflict != NULL &&
      kx_desk_may (self->desk, &kx_conflict_entity, KX_OP_ACTION, "close", activity->conflict->space);
  GtkWidget *row = kx_activity_row_new (item, can_choose);

  g_signal_connect (row, "act", G_CALLBACK (on_act), self);
  return row;
}

/* Which line has the focus; -1: none of these. */
static int
focused_line (KxActivityPage *self, guint kind)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, KX_TYPE_ACTIVITY_ROW) : NULL;

  if (row == NULL || gtk_widget_get_parent (row) != GTK_WIDGET (self->rows[kind]))
    return -1;
  return gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
}

/* Where a line left that had the focus, the next one gets it: the list is worked off by keys. Runs before the
 * list box hears of it. */
static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, KxActivityPage *self)
{
  for (guint k = 0; k < KX_ACTIVITY_N_KINDS; k++)
    {
      int line = focused_line (self, k);
      GtkListBoxRow *next;

      if (kx_activity_list_get_kind (self->list, k) != model || line < (int) position ||
          line >= (int) (position + removed))
        continue;
      next = gtk_list_box_get_row_at_index (self->rows[k], (int) (position + removed));
      if (next == NULL && position > 0)
        next = gtk_list_box_get_row_at_index (self->rows[k], (int) position - 1);
      if (next != NULL)
        gtk_widget_grab_focus (GTK_WIDGET (next));
    }
}

static void
add_section (KxActivityPage *self, guint kind)
{
  GtkWidget *section = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *title = gtk_label_new (_ (titles[kind]));
  GtkWidget *why = gtk_label_new (_ (explanations[kind])), *rows = gtk_list_box_new ();
  /* What waits stands behind what needs a person. */
  GtkWidget *after = kind == 0                         ? GTK_WIDGET (self->calm)
                     : kind == KX_ACTIVITY_REFUSED + 1 ? self->waiting
                                                       : self->section[kind - 1];

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "title-4");
  gtk_label_set_xalign (GTK_LABEL (why), 0);
  gtk_label_set_wrap (GTK_LABEL (why), TRUE);
  gtk_widget_add_css_class (why, "dim-label");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (rows, "boxed-list");
  kx_a11y_set_label (rows, _ (titles[kind]));
  g_signal_connect (rows, "row-activated", G_CALLBACK (on_activate), self);
  gtk_box_append (GTK_BOX (section), title);
  gtk_box_append (GTK_BOX (section), why);
  gtk_box_append (GTK_BOX (section), rows);
  gtk_widget_set_visible (section, FALSE);
  gtk_box_insert_child_after (self->sections, section, after);
  self->section[kind] = section;
  self->rows[kind] = GTK_LIST_BOX (rows);
}

void
kx_activity_page_set_desk (KxActivityPage *self, KxDesk *desk)
{
  g_return_if_fail (KX_IS_ACTIVITY_PAGE (self) && self->desk == NULL);
  self->desk = g_object_ref (desk);
  self->list = kx_activity_list_new (kx_desk_get_mirror (desk));
  for (guint k = 0; k < KX_ACTIVITY_N_KINDS; k++)
    {
      GListModel *model = kx_activity_list_get_kind (self->list, k);

      g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed), self, 0);
      gtk_list_box_bind_model (self->rows[k], model, make_row, self, NULL);
    }
  if (kx_desk_get_sync (desk) != NULL)
    {
      g_signal_connect_object (kx_desk_get_sync (desk), "notify::sent", G_CALLBACK (show_sent), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (kx_desk_get_sync (desk), "notify::state", G_CALLBACK (show_list), self,
                               G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (self->list, "changed", G_CALLBACK (show_list), self, G_CONNECT_SWAPPED);
}

static void
try_again (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  reload (data);
}

static const GActionEntry actions[] = { { .name = "reload", .activate = try_again } };

static void
follow_window (KxActivityPage *self)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  if (window == NULL || window == self->followed)
    return;
  g_set_weak_pointer (&self->followed, window);
  g_signal_connect_object (kx_window_get_notices (window), "items-changed", G_CALLBACK (show_log), self,
                           G_CONNECT_SWAPPED);
}

static void
entered (KxPage *page)
{
  follow_window (KX_ACTIVITY_PAGE (page));
  reload (page);
  KX_PAGE_CLASS (kx_activity_page_parent_class)->entered (page);
}

/* A conflict that is listed gets the focus. */
static gboolean
open_row (KxPage *page, const char *entity, const char *id)
{
  KxActivityPage *self = KX_ACTIVITY_PAGE (page);
  GtkListBoxRow *row;

  if (!g_str_equal (entity, kx_conflict_entity.name))
    return FALSE;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows[KX_ACTIVITY_CONFLICT], i)) != NULL; i++)
    if (g_str_equal (kx_activity_item_get (kx_activity_row_get_item (KX_ACTIVITY_ROW (row)))->key, id))
      return gtk_widget_grab_focus (GTK_WIDGET (row));
  return TRUE;
}

static gboolean
is_loading (KxPage *page)
{
  KxActivityPage *self = KX_ACTIVITY_PAGE (page);

  return self->list != NULL && kx_activity_list_is_loading (self->list);
}

static void
constructed (GObject *object)
{
  KxProfile *profile;

  G_OBJECT_CLASS (kx_activity_page_parent_class)->constructed (object);
  profile = kx_page_get_profile (KX_PAGE (object));
  if (profile != NULL)
    {
      g_autoptr (KxDesk) desk = kx_desk_new (profile);

      kx_activity_page_set_desk (KX_ACTIVITY_PAGE (object), desk);
    }
}

static void
dispose (GObject *object)
{
  KxActivityPage *self = KX_ACTIVITY_PAGE (object);

  g_clear_weak_pointer (&self->followed);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_ACTIVITY_PAGE);
  g_clear_object (&self->list);
  g_clear_object (&self->desk);
  g_clear_object (&self->log);
  G_OBJECT_CLASS (kx_activity_page_parent_class)->dispose (object);
}

static void
kx_activity_page_class_init (KxActivityPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->constructed = constructed;
  G_OBJECT_CLASS (class)->dispose = dispose;
  KX_PAGE_CLASS (class)->entered = entered;
  KX_PAGE_CLASS (class)->open_row = open_row;
  KX_PAGE_CLASS (class)->is_loading = is_loading;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/pages/kx-activity-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KxActivityPage, states);
  gtk_widget_class_bind_template_child (widget_class, KxActivityPage, sections);
  gtk_widget_class_bind_template_child (widget_class, KxActivityPage, calm);
  gtk_widget_class_bind_template_child (widget_class, KxActivityPage, failed);
  gtk_widget_class_bind_template_child (widget_class, KxActivityPage, waiting);
  gtk_widget_class_bind_template_child (widget_class, KxActivityPage, waiting_words);
  gtk_widget_class_bind_template_child (widget_class, KxActivityPage, log_section);
  gtk_widget_class_bind_template_child (widget_class, KxActivityPage, log_rows);
}

static void
kx_activity_page_init (KxActivityPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* It asks for the height that it needs at its widest, and would be cut where its words wrap. */
  gtk_widget_set_size_request (GTK_WIDGET (self->calm), -1, kx_text_scaled (CALM_HEIGHT));
  kx_page_add_actions (KX_PAGE (self), actions, G_N_ELEMENTS (actions));
  for (guint k = 0; k < KX_ACTIVITY_N_KINDS; k++)
    add_section (self, k);
  self->log = g_list_store_new (KX_TYPE_NOTICE);
  gtk_list_box_bind_model (self->log_rows, G_LIST_MODEL (self->log), kx_activity_log_make_row, NULL, NULL);
  kx_a11y_name_mnemonics (GTK_WIDGET (self));
}
