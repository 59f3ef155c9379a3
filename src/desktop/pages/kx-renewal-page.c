#include "desktop/pages/kx-renewal-page.h"

#include "desktop/form/kx-form-date.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-window.h"
#include "desktop/pages/kx-renewal-cell.h"
#include "desktop/record/kx-desk.h"
#include "desktop/record/kx-letter-batch-dialog.h"
#include "models/kx-activity-item.h"
#include "models/kx-display.h"
#include "sync/kx-profile.h"

/* Where what was typed is kept, for each way. */
static const char *const draft_keys[] = {
  [KX_RENEWAL_RENEW] = KX_ACTIVITY_RENEWAL, [KX_RENEWAL_CARRY_ON] = KX_ACTIVITY_CARRYING_ON
};

struct _KxRenewalPage
{
  KxPage parent_instance;

  GtkLabel *heading, *hint, *problem, *left_out_title;
  GtkWidget *settings, *first_number, *paper, *made_on, *all_end, *apply, *letters, *left_out_box;
  GtkColumnView *lines;
  GtkListView *left_out;

  KxDesk *desk;              /* owned; NULL when disposed */
  KxRenewalPlan *plan;       /* owned */
  GCancellable *cancellable; /* owned */
  gboolean ready;            /* the agreements were read */
};

G_DEFINE_FINAL_TYPE (KxRenewalPage, kx_renewal_page, KX_TYPE_PAGE)

static gboolean
carries_on (KxRenewalPage *self)
{
  return kx_renewal_plan_get_way (self->plan) == KX_RENEWAL_CARRY_ON;
}

static guint
n_lines (KxRenewalPage *self)
{
  return g_list_model_get_n_items (kx_renewal_plan_get_lines (self->plan));
}

static guint
n_left_out (KxRenewalPage *self)
{
  return g_list_model_get_n_items (kx_renewal_plan_get_left_out (self->plan));
}

/* "15 are renewed, 3 are left out"; afterwards what went through and what did not. */
static char *
dup_heading (KxRenewalPage *self)
{
  guint open = kx_renewal_plan_count (self->plan, KX_RENEWAL_OPEN);
  guint done = kx_renewal_plan_count (self->plan, KX_RENEWAL_DONE);
  guint refused = kx_renewal_plan_count (self->plan, KX_RENEWAL_REFUSED);
  g_autofree char *all = kx_format_count (open), *well = kx_format_count (done),
                  *not = kx_format_count (refused), *out = kx_format_count (n_left_out (self));

  if (!self->ready)
    return g_strdup (_ ("Looking at the agreements…"));
  if (done == 0 && refused == 0)
    return kx_display_fill (carries_on (self) ? N_ ("To be carried on: {n}, left out: {out}")
                                              : N_ ("To be renewed: {n}, left out: {out}"),
                            "n", all, "out", out, NULL);
  return kx_display_fill (
      carries_on (self) ? N_ ("Carried on: {n}, refused: {refused}, still to do: {open}, left out: {out}")
                        : N_ ("Drawn up: {n}, refused: {refused}, still to do: {open}, left out: {out}"),
      "n", well, "refused", not, "open", all, "out", out, NULL);
}

static const char *
get_hint (KxRenewalPage *self)
{
  if (!carries_on (self))
    return _ (
        "Each gets an agreement of its own that follows it, with the same terms: a draft, which is handed in "
        "and signed one by one. The old ones stay as they are.");
  return kx_desk_is_online (self->desk)
             ? _ ("One paper carries all of them on; nothing else of them changes. A superior decides it.")
             : _ ("The service cannot be reached now: this waits until it can, and what you type here is "
                  "kept.");
}

/* Nothing was typed yet: what is wanted is no mistake. */
static gboolean
is_blank (KxRenewalPage *self)
{
  KxDate made_on;

  return carries_on (self) && *kx_renewal_plan_get_paper (self->plan, &made_on) == '\0' && made_on.ymd == 0;
}

static void
show_problem (KxRenewalPage *self, const char *problem)
{
  const char *const styles[] = { is_blank (self) ? "dim-label" : "error", NULL };

  gtk_widget_set_css_classes (GTK_WIDGET (self->problem), (const char **) styles);
  gtk_label_set_text (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

static void
show (KxRenewalPage *self)
{
  g_autofree char *heading = dup_heading (self), *out = kx_format_count (n_left_out (self));
  g_autofree char *problem = self->ready ? kx_renewal_plan_dup_problem (self->plan) : NULL;
  g_autofree char *title = kx_display_fill (N_ ("Left out: {n}"), "n", out, NULL);
  guint to_do = kx_renewal_plan_count (self->plan, KX_RENEWAL_OPEN) +
                kx_renewal_plan_count (self->plan, KX_RENEWAL_REFUSED);
  gboolean works = kx_renewal_plan_is_working (self->plan);

  gtk_label_set_text (self->heading, heading);
  gtk_label_set_text (self->hint, get_hint (self));
  show_problem (self, to_do > 0 ? problem : NULL);
  gtk_label_set_text (self->left_out_title, title);
  gtk_widget_set_visible (self->left_out_box, n_left_out (self) > 0);
  gtk_widget_set_visible (self->apply, !self->ready || to_do > 0);
  /* With all done there is nothing more to be said for them. */
  gtk_widget_set_visible (self->settings, !self->ready || to_do > 0);
  gtk_widget_set_visible (self->letters,
                          !carries_on (self) && kx_renewal_plan_count (self->plan, KX_RENEWAL_DONE) > 0);
  kx_page_set_action_enabled (KX_PAGE (self), "save",
                              self->ready && to_do > 0 && problem == NULL && !works &&
                                  (!carries_on (self) || kx_desk_is_online (self->desk)));
}

/* What is still to be done is kept; with all done there is nothing to come back to. */
static void
keep (KxRenewalPage *self)
{
  gboolean to_do = kx_renewal_plan_count (self->plan, KX_RENEWAL_OPEN) +
                       kx_renewal_plan_count (self->plan, KX_RENEWAL_REFUSED) >
                   0;
  g_autofree char *json = to_do ? kx_renewal_plan_save (self->plan) : NULL;

  kx_mirror_put_draft (kx_desk_get_mirror (self->desk), draft_keys[kx_renewal_plan_get_way (self->plan)],
                       json);
}

static void
on_changed (KxRenewalPage *self)
{
  show (self);
  if (self->ready && !kx_renewal_plan_is_working (self->plan))
    keep (self);
}

static void
set_fault (GtkWidget *entry, gboolean wrong)
{
  if (wrong)
    gtk_widget_add_css_class (entry, "error");
  else
    gtk_widget_remove_css_class (entry, "error");
}

static void
on_first_number (KxRenewalPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->first_number));

  set_fault (self->first_number, *text != '\0' && !kx_renewal_plan_number_from (self->plan, text));
}

static void
on_all_end (KxRenewalPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->all_end));
  KxDate day;
  gboolean right = kx_form_date_read (text, TRUE, kx_format_today (), &day) == NULL;

  set_fault (self->all_end, *text != '\0' && !right);
  if (*text != '\0' && right)
    kx_renewal_plan_end_all_on (self->plan, day);
}

static void
on_paper (KxRenewalPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->made_on));
  KxDate day = { 0 };
  gboolean right = kx_form_date_read (text, FALSE, kx_format_today (), &day) == NULL;

  set_fault (self->made_on, *text != '\0' && !right);
  kx_renewal_plan_set_paper (self->plan, gtk_editable_get_text (GTK_EDITABLE (self->paper)),
                             right ? day : (KxDate){ 0 });
}

static void
on_carried_out (GObject *plan, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxRenewalPage) self = data;
  g_autoptr (GError) error = NULL;

  kx_renewal_plan_carry_out_finish (KX_RENEWAL_PLAN (plan), result, &error);
  if (self->desk == NULL)
    return;
  show (self);
  keep (self);
  kx_desk_sync_now (self->desk);
  /* All went through: with the letters it goes on, past all the lines. */
  if (!carries_on (self) && kx_renewal_plan_count (self->plan, KX_RENEWAL_DONE) == n_lines (self))
    gtk_widget_grab_focus (self->letters);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *why = kx_display_error (error);

      kx_ask_tell (GTK_WIDGET (self), _ ("Not all of them went through"), why);
    }
}

static void
carry_out (gboolean signed_in, gpointer data)
{
  KxRenewalPage *self = data;

  if (signed_in && self->desk != NULL && !kx_renewal_plan_is_working (self->plan))
    kx_renewal_plan_carry_out_async (self->plan, kx_desk_get_client (self->desk), self->cancellable,
                                     on_carried_out, g_object_ref (self));
}

/* Acts of the office want a session; drafts need none. */
static void
begin_carrying_out (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRenewalPage *self = data;
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  if (carries_on (self) && window != NULL)
    kx_window_need_session (window, carry_out, g_object_ref (self), g_object_unref);
  else
    carry_out (TRUE, self);
}

/* About the agreements that were just drawn up. */
static void
write_letters (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRenewalPage *self = data;
  g_autoptr (GPtrArray) ids = kx_renewal_plan_list_made (self->plan);

  if (ids->len > 0)
    gtk_window_present (
        GTK_WINDOW (kx_letter_batch_dialog_new (GTK_WIDGET (self), self->desk, ids, "renewal")));
}

static void
put_text (GtkWidget *entry, const char *text)
{
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), text))
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
on_read (GObject *plan, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxRenewalPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL, *day = NULL, *number = NULL;
  KxDate made_on;

  if (!kx_renewal_plan_read_finish (KX_RENEWAL_PLAN (plan), result, &error))
    {
      if (self->desk != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        gtk_label_set_text (self->heading, error->message);
      return;
    }
  if (self->desk == NULL)
    return;
  kept =
      kx_mirror_dup_draft (kx_desk_get_mirror (self->desk), draft_keys[kx_renewal_plan_get_way (self->plan)]);
  if (kept != NULL)
    kx_renewal_plan_restore (self->plan, kept);
  number = g_strdup (kx_renewal_plan_get_paper (self->plan, &made_on));
  day = kx_format_date (made_on);
  /* The second entry is read when the first one changes. */
  put_text (self->made_on, day);
  put_text (self->paper, number);
  self->ready = TRUE;
  on_changed (self);
  kx_page_focus_work (KX_PAGE (self));
}

static GtkListItemFactory *
make_factory (GCallback setup, GCallback bind, GCallback unbind, gpointer data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", setup, data);
  g_signal_connect (factory, "bind", bind, data);
  if (unbind != NULL)
    g_signal_connect (factory, "unbind", unbind, data);
  return factory;
}

static void
add_columns (KxRenewalPage *self)
{
  for (KxRenewalColumn c = 0; c < KX_RENEWAL_N_COLUMNS; c++)
    {
      GtkListItemFactory *factory;
      GtkColumnViewColumn *column;

      /* What is carried on keeps its number and first day. */
      if (carries_on (self) && (c == KX_RENEWAL_NUMBER || c == KX_RENEWAL_STARTS))
        continue;
      factory = make_factory (G_CALLBACK (kx_renewal_cell_setup), G_CALLBACK (kx_renewal_cell_bind),
                              G_CALLBACK (kx_renewal_cell_unbind), GUINT_TO_POINTER (c));
      column = gtk_column_view_column_new (kx_renewal_column_title (c), factory);
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_column_set_expand (column, c == KX_RENEWAL_AGENCY || c == KX_RENEWAL_OUTCOME);
      gtk_column_view_append_column (self->lines, column);
      g_object_unref (column);
    }
}

static void
setup_left_out (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_list_item_set_child (item, label);
}

static void
bind_left_out (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  KxRenewalLine *line = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);
  g_autofree char *words =
      kx_display_fill (N_ ("{agency}: {problem}"), "agency", kx_renewal_line_get_agency (line), "problem",
                       kx_renewal_line_get_why (line), NULL);

  gtk_label_set_text (GTK_LABEL (label), words);
  kx_a11y_set_cell_label (label, words);
}

/* Enter opens the agreement that is left out, where its reason can be seen to. */
static void
open_left_out (GtkListView *view, guint position, KxRenewalPage *self)
{
  g_autoptr (KxRenewalLine) line =
      g_list_model_get_item (kx_renewal_plan_get_left_out (self->plan), position);
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  if (window != NULL && line != NULL)
    kx_window_open_row (window, "agreement", kx_renewal_line_get_agreement (line)->id);
}

static void
set_up (KxRenewalPage *self, GPtrArray *ids)
{
  GtkListItemFactory *factory =
      make_factory (G_CALLBACK (setup_left_out), G_CALLBACK (bind_left_out), NULL, self);
  GtkNoSelection *rows = gtk_no_selection_new (g_object_ref (kx_renewal_plan_get_lines (self->plan)));
  GtkSingleSelection *out =
      gtk_single_selection_new (g_object_ref (kx_renewal_plan_get_left_out (self->plan)));
  gboolean carry = carries_on (self);

  /* None of them is chosen before somebody chooses it. */
  gtk_single_selection_set_autoselect (out, FALSE);
  gtk_single_selection_set_can_unselect (out, TRUE);
  gtk_single_selection_set_selected (out, GTK_INVALID_LIST_POSITION);
  kx_page_set_title (KX_PAGE (self), carry ? _ ("Carry agreements on") : _ ("Renew agreements"));
  gtk_widget_set_visible (self->first_number, !carry);
  gtk_widget_set_visible (self->paper, carry);
  gtk_widget_set_visible (self->made_on, carry);
  gtk_button_set_label (GTK_BUTTON (self->apply), carry ? _ ("_Carry them on") : _ ("_Draw them up"));
  add_columns (self);
  gtk_column_view_set_model (self->lines, GTK_SELECTION_MODEL (rows));
  gtk_list_view_set_factory (self->left_out, factory);
  gtk_list_view_set_model (self->left_out, GTK_SELECTION_MODEL (out));
  g_object_unref (factory);
  g_object_unref (rows);
  g_object_unref (out);
  g_signal_connect_object (self->plan, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  show (self);
  kx_renewal_plan_read_async (self->plan, ids, self->cancellable, on_read, g_object_ref (self));
}

/* What counts for all of them comes first. */
static void
focus_work (KxPage *page)
{
  KxRenewalPage *self = KX_RENEWAL_PAGE (page);

  gtk_widget_grab_focus (carries_on (self) ? self->paper : self->first_number);
}

static gboolean
is_loading (KxPage *page)
{
  return !KX_RENEWAL_PAGE (page)->ready;
}

static void
dispose (GObject *object)
{
  KxRenewalPage *self = KX_RENEWAL_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), KX_TYPE_RENEWAL_PAGE);
  g_clear_object (&self->plan);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (kx_renewal_page_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_object_unref (KX_RENEWAL_PAGE (object)->cancellable);
  G_OBJECT_CLASS (kx_renewal_page_parent_class)->finalize (object);
}

static void
kx_renewal_page_class_init (KxRenewalPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
  KX_PAGE_CLASS (class)->is_loading = is_loading;
  KX_PAGE_CLASS (class)->focus_work = focus_work;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/kangxie/Kangxie/ui/pages/kx-renewal-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KxRenewalPage, heading);
  gtk_widget_class_bind_template_child (widget_class, KxRenewalPage, hint);
  gtk_widget_class_bind_template_child (widget_class, KxRenewalPage, problem);
  gtk_widget_class_bind_template_child (widget_class, KxRenewalPage, left_out_title);
  gtk_widget_class_bind_template_child (widget_class, KxRenewalPage, left_out_box);
  gtk_widget_class_bind_template_child (widget_class, KxRenewalPage, settings);
  gtk_widget_class_bind_template_child (widget_class, KxRenewalPage, first_number);
  gtk_widget_class_bind_template_child (widget_class, KxRenewalPage, paper);
  gtk_widget_class_bind_template_child (widget_class, KxRenewalPage, made_on);
  gtk_widget_class_bind_template_child (widget_class, KxRenewalPage, all_end);
  gtk_widget_class_bind_template_child (widget_class, KxRenewalPage, apply);
  gtk_widget_class_bind_template_child (widget_class, KxRenewalPage, letters);
  gtk_widget_class_bind_template_child (widget_class, KxRenewalPage, lines);
  gtk_widget_class_bind_template_child (widget_class, KxRenewalPage, left_out);
  gtk_widget_class_bind_template_callback (widget_class, on_first_number);
  gtk_widget_class_bind_template_callback (widget_class, on_all_end);
  gtk_widget_class_bind_template_callback (widget_class, on_paper);
  gtk_widget_class_bind_template_callback (widget_class, open_left_out);
}

static void
kx_renewal_page_init (KxRenewalPage *self)
{
  static const GActionEntry actions[] = { { .name = "save", .activate = begin_carrying_out },
                                          { .name = "letters", .activate = write_letters } };

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  kx_page_add_actions (KX_PAGE (self), actions, G_N_ELEMENTS (actions));
  kx_page_set_action_enabled (KX_PAGE (self), "save", FALSE);
  kx_a11y_set_label (GTK_WIDGET (self->lines), _ ("Agreements to be carried out"));
  kx_a11y_set_label (GTK_WIDGET (self->left_out), _ ("Left out, with the reasons"));
}

static KxPage *
make_page (KxProfile *profile, KxDesk *desk, KxRenewalWay way, GPtrArray *ids)
{
  KxRenewalPage *self = g_object_new (KX_TYPE_RENEWAL_PAGE, "profile", profile, NULL);

  self->desk = desk;
  self->plan = kx_renewal_plan_new (kx_desk_get_mirror (desk), way);
  if (kx_desk_get_sync (desk) != NULL)
    g_signal_connect_object (kx_desk_get_sync (desk), "notify::state", G_CALLBACK (show), self,
                             G_CONNECT_SWAPPED);
  set_up (self, ids);
  kx_a11y_name_mnemonics (GTK_WIDGET (self));
  return KX_PAGE (self);
}

KxPage *
kx_renewal_page_new (KxProfile *profile, KxRenewalWay way, GPtrArray *ids)
{
  return make_page (profile, kx_desk_new (profile), way, ids);
}

KxPage *
kx_renewal_page_new_for_mirror (KxMirror *mirror, KxRenewalWay way, GPtrArray *ids)
{
  return make_page (NULL, kx_desk_new_for_mirror (mirror, NULL, NULL), way, ids);
}

KxRenewalPlan *
kx_renewal_page_get_plan (KxRenewalPage *self)
{
  return self->plan;
}
