#include "desktop/preferences/kx-route-page.h"

#include "core/entities/kx-route-step.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-office-act.h"
#include "desktop/preferences/kx-preferences-rows.h"
#include "desktop/preferences/kx-table-draft.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-guarded-act.h"
#include "desktop/record/kx-outcome.h"
#include "desktop/record/kx-route-lines.h"
#include "models/kx-display.h"

#include <string.h>

#define MOST_ORDINAL 99

/* How the key of a draft calls a line that is to be made. */
#define NEW_LINE "new"

struct _KxRoutePage
{
  KxSubpage parent_instance;

  KxDesk *desk; /* owned; NULL when disposed */
  KxRoute route;
  char *office, *space;              /* owned */
  GPtrArray *lines;                  /* (element-type KxRecord) owned; in their order */
  GPtrArray *rows;                   /* (element-type GtkWidget) borrowed: a row a line */
  AdwPreferencesGroup *list, *entry; /* borrowed */
  char *editing;                     /* owned; id of the line that the form changes; NULL: a new one */
  char *new_id;                      /* owned */
  char *drafts;                      /* owned; what the keys of this route's drafts begin with */
  gboolean filling;                  /* the form is being filled, nobody types */
  AdwComboRow *kind;                 /* borrowed, as what follows; NULL: it is only read */
  GtkEditable *post;
  GtkWidget *anew;
  KxGuardedAct *act;
};

G_DEFINE_FINAL_TYPE (KxRoutePage, kx_route_page, KX_TYPE_SUBPAGE)

static gboolean
may (KxRoutePage *self, KxOpKind kind)
{
  return kx_desk_may (self->desk, &kx_route_step_entity, kind, NULL, self->space);
}

static gint64
ordinal_of (KxRoutePage *self, guint i)
{
  return kx_record_get (self->lines->pdata[i], kx_route_step_f_ordinal).INTEGER;
}

static const KxRecord *
find_line (KxRoutePage *self, const char *id, guint *ret_at)
{
  for (guint i = 0; id != NULL && i < self->lines->len; i++)
    if (g_str_equal (((KxRecord *) self->lines->pdata[i])->id, id))
      {
        if (ret_at != NULL)
          *ret_at = i;
        return self->lines->pdata[i];
      }
  return NULL;
}

/* The form below */

static char *
dup_post (KxRoutePage *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->post)));
}

/* The op for what is typed; NULL: nothing differs from what there is. */
static KxOp *
make_op (KxRoutePage *self, const char *post)
{
  const KxRecord *line = find_line (self, self->editing, NULL);
  KxRecord *fields = kx_record_new (&kx_route_step_entity, NULL, NULL);
  g_autoptr (GPtrArray) acts = kx_act_new ();
  guint n = self->lines->len;

  kx_route_step_set_line (kx_route_step (fields), (int) adw_combo_row_get_selected (self->kind));
  kx_route_step_set_post (kx_route_step (fields), post);
  if (line != NULL)
    {
      n = kx_act_change (acts, line, fields);
      kx_record_free (fields);
      return n > 0 ? g_ptr_array_steal_index (acts, 0) : NULL;
    }
  kx_route_step_set_office (kx_route_step (fields), self->office);
  kx_route_step_set_record_kind (kx_route_step (fields), self->route.entity->name);
  kx_route_step_set_act (kx_route_step (fields), self->route.step->action);
  kx_route_step_set_ordinal (kx_route_step (fields), n > 0 ? ordinal_of (self, n - 1) + 1 : 1);
  kx_act_create (acts, self->new_id, fields);
  return g_ptr_array_steal_index (acts, 0);
}

static void
check (KxRoutePage *self)
{
  g_autofree char *post = NULL;
  GPtrArray *own;
  KxFinding *finding;

  if (self->desk == NULL || self->act == NULL)
    return;
  post = dup_post (self);
  own = kx_findings_new ();
  if (*post == '\0')
    {
      finding = kx_finding_new (KX_FAILS, "post", "post", N_ ("The post must be given"));
      finding->cite.source = KX_SOURCE_PROGRAM;
      g_ptr_array_add (own, finding);
    }
  kx_guarded_act_set_op (self->act, *post != '\0' ? make_op (self, post) : NULL, own);
}

/* Drafts: one of each line, and one of a line that is to be made */

/* Free with g_free(). */
static char *
dup_key (KxRoutePage *self)
{
  return g_strconcat (self->drafts, self->editing != NULL ? self->editing : NEW_LINE, NULL);
}

/* What differs from the line, or was typed for a new one; empty: nothing. */
static KxFormDraft *
make_draft (KxRoutePage *self)
{
  const KxRecord *line = find_line (self, self->editing, NULL);
  KxFormDraft *draft =
      kx_form_draft_new (&kx_route_step_entity, self->editing != NULL ? self->editing : self->new_id,
                         line != NULL ? line->seq : 0);
  const char *post = gtk_editable_get_text (self->post),
             *had = line != NULL ? kx_record_get (line, kx_route_step_f_post).TEXT : "";
  int kind = (int) adw_combo_row_get_selected (self->kind),
      was = line != NULL ? kx_record_get (line, kx_route_step_f_line).CODE : 0;

  if (kind != was || g_strcmp0 (post, had) != 0)
    {
      kx_table_draft_put_code (draft, kx_route_step_f_line, kind);
      kx_form_draft_put (draft, kx_route_step_f_post, post, had);
    }
  return draft;
}

static void
forget_draft (KxRoutePage *self)
{
  g_autofree char *key = dup_key (self);

  kx_table_draft_keep (self->desk, key, NULL);
}

static void
on_typed (KxRoutePage *self)
{
  g_autoptr (KxFormDraft) draft = NULL;
  g_autofree char *key = NULL;

  if (self->desk == NULL || self->filling)
    return;
  draft = make_draft (self);
  key = dup_key (self);
  kx_table_draft_keep (self->desk, key, draft);
  gtk_widget_set_visible (self->anew, self->editing != NULL || !kx_form_draft_is_empty (draft));
  check (self);
}

/* Puts what was typed before into the form, and says so. */
static void
take_draft (KxRoutePage *self)
{
  g_autofree char *key = dup_key (self), *words = NULL;
  g_autoptr (KxFormDraft) draft = kx_table_draft_read (self->desk, &kx_route_step_entity, key);
  const char *post = draft != NULL ? kx_table_draft_get_text (draft, kx_route_step_f_post) : NULL;

  if (draft != NULL)
    {
      if (self->editing == NULL)
        {
          g_free (self->new_id);
          self->new_id = g_strdup (draft->row);
        }
      adw_combo_row_set_selected (
          self->kind, (guint) kx_table_draft_get_code (draft, kx_route_step_f_line,
                                                       (int) adw_combo_row_get_selected (self->kind)));
      if (post != NULL)
        gtk_editable_set_text (self->post, post);
      words = kx_table_draft_dup_words (draft);
    }
  adw_preferences_group_set_description (self->entry, words);
  gtk_widget_set_visible (self->anew, self->editing != NULL || draft != NULL);
}

/* Somebody deleted a line while it was being changed here: what was typed is for a new one. */
static void
save_orphans (KxRoutePage *self)
{
  g_auto (GStrv) keys = kx_mirror_list_drafts (kx_desk_get_mirror (self->desk), self->drafts);
  g_autofree char *fresh = g_strconcat (self->drafts, NEW_LINE, NULL);

  for (char **key = keys; *key != NULL; key++)
    {
      g_autoptr (KxFormDraft) draft = kx_table_draft_read (self->desk, &kx_route_step_entity, *key),
                              there = kx_table_draft_read (self->desk, &kx_route_step_entity, fresh);

      if (g_str_equal (*key, fresh) || draft == NULL || there != NULL ||
          find_line (self, *key + strlen (self->drafts), NULL) != NULL)
        continue;
      kx_mirror_put_draft (kx_desk_get_mirror (self->desk), *key, NULL);
      g_free (draft->row);
      draft->row = kx_act_new_id ();
      draft->base = 0;
      kx_table_draft_keep (self->desk, fresh, draft);
    }
}

/* The form is for `line` from now on; NULL: for a new one. What was typed for it before is there again. */
static void
show_form (KxRoutePage *self, const KxRecord *line)
{
  g_free (self->editing);
  self->editing = line != NULL ? g_strdup (line->id) : NULL;
  g_free (self->new_id);
  self->new_id = kx_act_new_id ();
  adw_preferences_group_set_title (self->entry, line != NULL ? _ ("Change this line") : _ ("Add a line"));
  self->filling = TRUE;
  adw_combo_row_set_selected (self->kind,
                              line != NULL ? (guint) kx_record_get (line, kx_route_step_f_line).CODE : 0);
  gtk_editable_set_text (self->post, line != NULL ? kx_record_get (line, kx_route_step_f_post).TEXT : "");
  take_draft (self);
  self->filling = FALSE;
  check (self);
}

/* The page as it is come to: at the line for which something was typed, or at a new one. */
static void
show_begun (KxRoutePage *self)
{
  g_auto (GStrv) keys = kx_mirror_list_drafts (kx_desk_get_mirror (self->desk), self->drafts);
  const KxRecord *line = NULL;

  for (char **key = keys; *key != NULL; key++)
    if (g_str_equal (*key + strlen (self->drafts), NEW_LINE))
      {
        show_form (self, NULL);
        return;
      }
    else if (line == NULL)
      line = find_line (self, *key + strlen (self->drafts), NULL);
  show_form (self, line);
}

static void
come_back (gpointer page, const char *key)
{
  KxRoutePage *self = page;
  const char *line = key + strlen (self->drafts);

  if (self->desk == NULL)
    return;
  save_orphans (self);
  show_form (self, find_line (self, line, NULL));
}

/* Throws away what was typed, with an offer to bring it back. */
static void
leave_line (KxRoutePage *self)
{
  g_autofree char *key = dup_key (self);
  g_autofree char *json = kx_mirror_dup_draft (kx_desk_get_mirror (self->desk), key);

  forget_draft (self);
  if (json != NULL)
    kx_outcome_offer_draft (GTK_WIDGET (self), self, kx_desk_get_mirror (self->desk), key, json, come_back);
  show_form (self, NULL);
}

static void
on_done (KxRoutePage *self)
{
  forget_draft (self);
  kx_preferences_toast (GTK_WIDGET (self),
                        self->editing != NULL ? _ ("The line was changed") : _ ("The line was added"));
  show_form (self, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->post));
}

static void
add_form (KxRoutePage *self)
{
  const KxField *field = &kx_route_step_entity.fields[kx_route_step_f_line];
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *kind = adw_combo_row_new (), *post = adw_entry_row_new ();
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  for (guint i = 0; i < kx_field_n_codes (field); i++)
    gtk_string_list_append (names, kx_display_code (field, (int) i));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (kind), kx_display_label (field));
  adw_combo_row_set_model (ADW_COMBO_ROW (kind), G_LIST_MODEL (names));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (post),
                                 kx_display_label (&kx_route_step_entity.fields[kx_route_step_f_post]));
  kx_a11y_name_rows (kind);
  kx_a11y_name_rows (post);
  self->kind = ADW_COMBO_ROW (kind);
  self->post = GTK_EDITABLE (post);
  adw_preferences_group_add (self->entry, kind);
  adw_preferences_group_add (self->entry, post);
  self->act = kx_guarded_act_new (self->desk, _ ("_Enter the line"));
  gtk_widget_set_margin_top (GTK_WIDGET (self->act), 12);
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->act));
  adw_preferences_group_add (self->entry, card);
  self->anew = gtk_button_new_with_label (_ ("Cancel"));
  gtk_widget_set_valign (self->anew, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->anew, _ ("Throw away what was typed"));
  adw_preferences_group_set_header_suffix (self->entry, self->anew);
  g_signal_connect_object (self->anew, "clicked", G_CALLBACK (leave_line), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kind, "notify::selected", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (post, "changed", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->act, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
}

/* The order */

static void
add_place (GPtrArray *acts, const KxRecord *line, gint64 ordinal)
{
  g_autoptr (KxRecord) patch = kx_record_new (&kx_route_step_entity, NULL, NULL);

  kx_route_step_set_ordinal (kx_route_step (patch), ordinal);
  kx_act_change (acts, line, patch);
}

/* A place that nobody has; 0: none is left. */
static gint64
find_free (KxRoutePage *self)
{
  for (gint64 place = MOST_ORDINAL; place > 0; place--)
    {
      guint i = 0;

      while (i < self->lines->len && ordinal_of (self, i) != place)
        i++;
      if (i == self->lines->len)
        return place;
    }
  return 0;
}

/* Two lines change places; no two may have the same at any time. */
static void
move_line (KxRoutePage *self, const char *id, int by)
{
  g_autoptr (GPtrArray) acts = kx_act_new ();
  const KxRecord *line;
  gint64 free_place = find_free (self);
  guint at, other;

  line = find_line (self, id, &at);
  if (line == NULL || (by < 0 && at == 0) || (by > 0 && at + 1 >= self->lines->len) || free_place == 0)
    return;
  other = by < 0 ? at - 1 : at + 1;
  add_place (acts, line, free_place);
  add_place (acts, self->lines->pdata[other], ordinal_of (self, at));
  add_place (acts, line, ordinal_of (self, other));
  kx_office_act_run (GTK_WIDGET (self), self->desk, g_steal_pointer (&acts), _ ("This was not moved"),
                     by < 0 ? _ ("The line was moved up") : _ ("The line was moved down"), NULL);
}

static const char *
id_of (GtkWidget *widget)
{
  return g_object_get_data (G_OBJECT (widget), "kx-id");
}

static void
press_up (KxRoutePage *self, GtkWidget *button)
{
  move_line (self, id_of (button), -1);
}

static void
press_down (KxRoutePage *self, GtkWidget *button)
{
  move_line (self, id_of (button), 1);
}

static gboolean
press_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, KxRoutePage *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != GDK_ALT_MASK ||
      (key != GDK_KEY_Up && key != GDK_KEY_Down))
    return GDK_EVENT_PROPAGATE;
  move_line (self, id_of (row), key == GDK_KEY_Up ? -1 : 1);
  return GDK_EVENT_STOP;
}

/* The list */

static void
delete_line (KxRoutePage *self, GtkWidget *button)
{
  const KxRecord *line = find_line (self, id_of (button), NULL);
  GPtrArray *acts;

  if (line == NULL)
    return;
  acts = kx_act_new ();
  kx_act_delete (acts, line);
  kx_office_act_run (GTK_WIDGET (self), self->desk, acts, _ ("This was not deleted"),
                     _ ("The line was deleted"), kx_office_act_make_again (line));
}

static void
change_line (KxRoutePage *self, GtkWidget *row)
{
  const KxRecord *line = find_line (self, id_of (row), NULL);

  if (line == NULL || self->act == NULL)
    return;
  show_form (self, line);
  gtk_widget_grab_focus (GTK_WIDGET (self->post));
}

static void
add_button (KxRoutePage *self, GtkWidget *row, const char *icon, const char *tip, gboolean sensitive,
            void (*press) (KxRoutePage *self, GtkWidget *button))
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *name =
      g_strdup_printf ("%s: %s", tip, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (button, sensitive);
  gtk_widget_set_tooltip_text (button, tip);
  kx_a11y_set_label (button, name);
  g_object_set_data_full (G_OBJECT (button), "kx-id", g_strdup (id_of (row)), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (press), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static GtkWidget *
make_row (KxRoutePage *self, guint i)
{
  const KxRecord *line = self->lines->pdata[i];
  int kind = kx_record_get (line, kx_route_step_f_line).CODE;
  g_autofree char *title = g_strdup_printf ("%u. %s", i + 1, kx_record_get (line, kx_route_step_f_post).TEXT);
  GtkWidget *row = kx_preferences_row_new (
      title, kx_display_code (&kx_route_step_entity.fields[kx_route_step_f_line], kind));
  GtkEventController *keys;

  g_object_set_data_full (G_OBJECT (row), "kx-id", g_strdup (line->id), g_free);
  if (may (self, KX_OP_PATCH))
    {
      keys = gtk_event_controller_key_new ();
      g_signal_connect_object (keys, "key-pressed", G_CALLBACK (press_key), self, 0);
      gtk_widget_add_controller (row, keys);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_signal_connect_object (row, "activated", G_CALLBACK (change_line), self, G_CONNECT_SWAPPED);
      add_button (self, row, "go-up-symbolic", _ ("Move up (Alt+Up)"), i > 0, press_up);
      add_button (self, row, "go-down-symbolic", _ ("Move down (Alt+Down)"), i + 1 < self->lines->len,
                  press_down);
    }
  if (may (self, KX_OP_DELETE))
    add_button (self, row, "user-trash-symbolic", _ ("Delete"), TRUE, delete_line);
  return row;
}

/* The id of the line at which the focus is; NULL: at none. Free with g_free(). */
static char *
dup_focused (KxRoutePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; focus != NULL && i < self->rows->len; i++)
    if (focus == self->rows->pdata[i] || gtk_widget_is_ancestor (focus, self->rows->pdata[i]))
      return g_strdup (id_of (self->rows->pdata[i]));
  return NULL;
}

static void
refresh (KxRoutePage *self)
{
  g_autofree char *focused = dup_focused (self);

  g_clear_pointer (&self->lines, g_ptr_array_unref);
  self->lines =
      kx_route_lines_list (self->desk, self->office, self->route.entity->name, self->route.step->action);
  kx_preferences_clear_rows (self->list, self->rows);
  for (guint i = 0; i < self->lines->len; i++)
    g_ptr_array_add (self->rows, make_row (self, i));
  if (self->lines->len == 0)
    g_ptr_array_add (
        self->rows,
        kx_preferences_row_new (_ ("No line yet"),
                                _ ("Until then the slip has a line for whoever decides, and no other.")));
  for (guint i = 0; i < self->rows->len; i++)
    {
      adw_preferences_group_add (self->list, self->rows->pdata[i]);
      if (focused != NULL && g_strcmp0 (id_of (self->rows->pdata[i]), focused) == 0)
        gtk_widget_grab_focus (self->rows->pdata[i]);
    }
  if (self->act != NULL)
    save_orphans (self);
  /* Somebody deleted what is being changed here. */
  if (self->editing != NULL && find_line (self, self->editing, NULL) == NULL)
    show_form (self, NULL);
  check (self);
}

static void
follow (KxDesk *desk, const KxEntity *entity, KxRoutePage *self)
{
  if (self->desk != NULL && entity == &kx_route_step_entity)
    refresh (self);
}

static void
dispose (GObject *object)
{
  g_clear_object (&KX_ROUTE_PAGE (object)->desk);
  G_OBJECT_CLASS (kx_route_page_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxRoutePage *self = KX_ROUTE_PAGE (object);

  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_ptr_array_unref (self->rows);
  g_free (self->office);
  g_free (self->space);
  g_free (self->editing);
  g_free (self->new_id);
  g_free (self->drafts);
  G_OBJECT_CLASS (kx_route_page_parent_class)->finalize (object);
}

static void
kx_route_page_class_init (KxRoutePageClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static void
kx_route_page_init (KxRoutePage *self)
{
  self->rows = g_ptr_array_new ();
  self->list = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->entry = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->list, _ ("Lines of the slip"));
  kx_subpage_add (KX_SUBPAGE (self), self->list);
  kx_subpage_add (KX_SUBPAGE (self), self->entry);
}

KxSubpage *
kx_route_page_new (KxDesk *desk, const char *office, const char *space, const KxRoute *route)
{
  KxRoutePage *self = g_object_new (KX_TYPE_ROUTE_PAGE, NULL);
  g_autofree char *title = kx_route_dup_title (route);

  self->desk = g_object_ref (desk);
  self->route = *route;
  self->office = g_strdup (office);
  self->space = g_strdup (space);
  self->drafts = g_strdup_printf ("%s/of/%s/%s/%s/", kx_route_step_entity.name, office, route->entity->name,
                                  route->step->action);
  kx_subpage_set_title (KX_SUBPAGE (self), title);
  adw_preferences_group_set_description (
      self->list, may (self, KX_OP_CREATE) ? _ ("They stand on the slip in this order.")
                                           : _ ("To be read only: a leader or a policy officer of this "
                                                "office lays down who signs."));
  refresh (self);
  if (may (self, KX_OP_CREATE))
    {
      add_form (self);
      save_orphans (self);
      show_begun (self);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->entry), self->act != NULL);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (follow), self, 0);
  return KX_SUBPAGE (self);
}
