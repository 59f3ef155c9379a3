/* The title of a record's page, its chips and banner, and which actions there are. */
#include "desktop/pages/kx-record-page-private.h"

#include "core/kx-take-over.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-window.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-letters.h"
#include "models/kx-display.h"

/* More acts than these wait for nobody who looks at one record. */
#define MOST_ACTS 1000

/* What became of the changes of this record that were made here. */
typedef struct
{
  guint waiting, refused;
} Acts;

static Acts
count_acts (KxRecordPage *self)
{
  KxMirror *mirror = kx_desk_get_mirror (self->desk);
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  g_autoptr (GPtrArray) items = book != NULL ? kx_mirror_outbox_list (book, MOST_ACTS, NULL) : NULL;
  Acts acts = { 0, 0 };

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const KxOutItem *item = items->pdata[i];

      if (item->op == NULL || g_strcmp0 (item->op->row, self->row_id) != 0)
        continue;
      if (item->state == KX_OUT_REFUSED || item->state == KX_OUT_ORPHAN)
        acts.refused++;
      else
        acts.waiting++;
    }
  if (book != NULL)
    kx_mirror_give_reader (mirror, book);
  return acts;
}

void
kx_record_page_add_chip (KxRecordPage *self, const char *icon, const char *words, const char *style)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4), *label = gtk_label_new (words);

  if (icon != NULL)
    gtk_box_append (GTK_BOX (chip), gtk_image_new_from_icon_name (icon));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (chip, words);
  gtk_box_append (GTK_BOX (chip), label);
  gtk_widget_add_css_class (chip, "chip");
  if (style != NULL)
    gtk_widget_add_css_class (chip, style);
  kx_a11y_set_label (chip, words);
  gtk_box_append (GTK_BOX (self->chips), chip);
}

void
kx_record_page_open (KxRecordPage *self, const KxEntity *entity, const char *id)
{
  KxWindow *window = kx_page_get_window (KX_PAGE (self));

  if (window != NULL && id != NULL)
    kx_window_open_row (window, entity->name, id);
}

static void
press_chip (GtkButton *button, KxRecordPage *self)
{
  kx_record_page_open (self, g_object_get_data (G_OBJECT (button), "kx-entity"),
                       g_object_get_data (G_OBJECT (button), "kx-id"));
}

static KxFieldEntry *
find_reference (KxRecordPage *self, guint field)
{
  const KxField *of = &self->kind->entity->fields[field];

  return of->kind == KX_REF && kx_record_kind_find (of->target) != NULL
             ? kx_form_get_entry (self->form, field)
             : NULL;
}

static void
press_opener (GtkButton *button, KxRecordPage *self)
{
  const KxRecord *record = kx_record_page_get_record (self);
  guint field = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "kx-field"));
  const char *target = self->kind->entity->fields[field].target;

  if (record != NULL)
    kx_record_page_open (self, kx_schema_entity (kx_schema_get (), target),
                         kx_record_get (record, field).REF);
}

void
kx_record_page_add_openers (KxRecordPage *self)
{
  for (guint i = 0; i < self->kind->entity->n_fields; i++)
    {
      KxFieldEntry *entry = find_reference (self, i);
      GtkWidget *button;
      g_autofree char *said = NULL;

      if (entry == NULL)
        continue;
      button = gtk_button_new_with_label (_ ("Open it"));
      /* Translators: what a button does, and the field it does it to. */
      said = g_strdup_printf (_ ("%s: %s"), _ ("Open it"), kx_display_label (&self->kind->entity->fields[i]));
      kx_a11y_set_label (button, said);
      gtk_widget_set_tooltip_text (button, _ ("Open that record"));
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "form-reveal");
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_set_visible (button, FALSE);
      g_object_set_data (G_OBJECT (button), "kx-field", GUINT_TO_POINTER (i));
      g_signal_connect (button, "clicked", G_CALLBACK (press_opener), self);
      g_object_set_data (G_OBJECT (entry), "kx-opener", button);
      kx_field_entry_add_beside (entry, button);
    }
}

void
kx_record_page_show_openers (KxRecordPage *self)
{
  const KxRecord *record = kx_record_page_get_record (self);

  for (guint i = 0; i < self->kind->entity->n_fields; i++)
    {
      KxFieldEntry *entry = find_reference (self, i);

      if (entry != NULL)
        gtk_widget_set_visible (g_object_get_data (G_OBJECT (entry), "kx-opener"),
                                record != NULL && kx_record_has (record, i));
    }
}

void
kx_record_page_add_link (KxRecordPage *self, const char *words, const KxEntity *entity, const char *id)
{
  GtkWidget *button = gtk_button_new (), *label = gtk_label_new (words);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_button_set_child (GTK_BUTTON (button), label);
  kx_a11y_set_label (button, words);
  gtk_widget_add_css_class (button, "chip");
  gtk_widget_add_css_class (button, "chip-link");
  gtk_widget_set_tooltip_text (button, _ ("Open that record"));
  g_object_set_data (G_OBJECT (button), "kx-entity", (gpointer) entity);
  g_object_set_data_full (G_OBJECT (button), "kx-id", g_strdup (id), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (press_chip), self);
  gtk_box_append (GTK_BOX (self->chips), button);
}

void
kx_record_page_add_owner (KxRecordPage *self, const KxRecord *record)
{
  int kind = kx_entity_field (record->entity, "owner_entity"),
      owner = kx_entity_field (record->entity, "owner");
  const char *name = kx_record_get (record, (guint) kind).TEXT,
             *id = kx_record_get (record, (guint) owner).REF;
  const KxEntity *entity = name != NULL ? kx_schema_entity (kx_schema_get (), name) : NULL;
  g_autofree char *title =
      entity != NULL && id != NULL ? kx_lookup_dup_title (kx_desk_get_lookup (self->desk), entity, id) : NULL;
  g_autofree char *words = NULL;

  if (title == NULL)
    return;
  /* Translators: a kind of record, and its title. */
  words = g_strdup_printf (_ ("%s: %s"), _ (entity->label), title);
  kx_record_page_add_link (self, words, entity, id);
}

/* What the table says of the head: a reference as a link, anything else as its words. */
static void
add_fields (KxRecordPage *self, const KxRecord *record)
{
  for (guint i = 0; i < self->kind->n_chips; i++)
    {
      guint field = self->kind->chips[i];
      const KxField *of = &record->entity->fields[field];
      const KxEntity *target = of->kind == KX_REF ? kx_schema_entity (kx_schema_get (), of->target) : NULL;
      const char *id = target != NULL ? kx_record_get (record, field).REF : NULL;
      g_autofree char *words = NULL;

      if (!kx_record_has (record, field))
        continue;
      if (id == NULL)
        {
          words = kx_display_field (record, field);
          kx_record_page_add_chip (self, NULL, words, NULL);
          continue;
        }
      words = kx_lookup_dup_title (kx_desk_get_lookup (self->desk), target, id);
      if (words != NULL)
        kx_record_page_add_link (self, words, target, id);
    }
}

static void
add_work (KxRecordPage *self)
{
  Acts acts = count_acts (self);
  guint conflicts = self->conflicts != NULL ? self->conflicts->len : 0;
  g_autofree char *words = NULL;

  if (acts.refused > 0)
    kx_record_page_add_chip (self, "dialog-error-symbolic", _ ("A change was refused: see Activity"),
                             "error");
  else if (acts.waiting > 0)
    kx_record_page_add_chip (self, "content-loading-symbolic", _ ("Waits to be sent"), NULL);
  if (conflicts == 0)
    return;
  words = g_strdup_printf (ngettext ("%u conflict", "%u conflicts", conflicts), conflicts);
  kx_record_page_add_chip (self, "dialog-warning-symbolic", words, "warning");
}

void
kx_record_page_show_head (KxRecordPage *self)
{
  const KxRecord *record = kx_record_page_get_record (self);
  g_autofree char *title = NULL;
  GtkWidget *child;

  if (self->form == NULL)
    return;
  while ((child = gtk_widget_get_first_child (self->chips)) != NULL)
    gtk_box_remove (GTK_BOX (self->chips), child);
  gtk_widget_set_visible (self->chips, record != NULL);
  /* While it is drawn up it goes along other steps. */
  if (self->path != NULL && (record == NULL || self->assistant != NULL))
    gtk_widget_set_visible (GTK_WIDGET (self->path), FALSE);
  gtk_widget_set_visible (self->switcher_line, !self->fresh && self->assistant == NULL);
  if (record == NULL)
    {
      gtk_label_set_label (self->name, _ (self->kind->fresh));
      kx_page_set_title (KX_PAGE (self), _ (self->kind->fresh));
      return;
    }
  title = kx_display_title (record);
  gtk_label_set_label (self->name, title);
  kx_page_set_title (KX_PAGE (self), title);
  if (record->deleted_at.ms != 0)
    kx_record_page_add_chip (self, "user-trash-symbolic", _ ("In the trash"), "error");
  add_fields (self, record);
  if (kx_take_over_is (record))
    kx_record_page_add_chip (
        self, NULL, kx_take_over_is_unconfirmed (record) ? _ ("Taken over, not confirmed") : _ ("Taken over"),
        kx_take_over_is_unconfirmed (record) ? "warning" : NULL);
  if (self->kind->add_chips != NULL)
    self->kind->add_chips (self, record);
  add_work (self);
  if (self->kind->show_more != NULL)
    self->kind->show_more (self, record);
  kx_record_page_show_openers (self);
  if (self->path != NULL && self->assistant == NULL)
    kx_lifecycle_path_set_record (self->path, record);
  if (self->steps != NULL)
    kx_step_list_set_record (self->steps, record);
}

void
kx_record_page_show_banner (KxRecordPage *self, KxBanner banner, const char *words)
{
  gboolean typed = banner == KX_BANNER_RESTORED || banner == KX_BANNER_KEPT;

  self->banner_state = banner;
  gtk_widget_set_visible (self->banner, banner != KX_BANNER_NONE);
  gtk_label_set_label (self->banner_words, words != NULL ? words : "");
  gtk_widget_set_visible (self->banner_throw, typed);
  gtk_widget_set_visible (self->banner_act, banner == KX_BANNER_KEPT || banner == KX_BANNER_TRASHED);
  gtk_button_set_label (GTK_BUTTON (self->banner_act),
                        banner == KX_BANNER_TRASHED ? _ ("Restore") : _ ("Go on editing"));
}

/* Whether the user's roles and the record's state allow this step. */
static gboolean
is_open (KxRecordPage *self, const KxRecord *record, KxOpKind op)
{
  int field = record->entity->state;
  guint state = field >= 0 ? (guint) kx_record_get (record, (guint) field).CODE : 0;
  const KxTransition *step = kx_lifecycle_find (record->entity->lifecycle, op, NULL, state);
  const KxActor *actor = kx_mirror_get_actor (kx_desk_get_mirror (self->desk));
  g_autofree char *area = kx_space_area (record->space);

  return actor != NULL && step != NULL && (kx_actor_roles (actor, area) & step->roles) != 0;
}

/* Only its reason is wanting, which is asked for. */
static gboolean
can_delete (KxRecordPage *self, const KxRecord *record)
{
  g_autoptr (GPtrArray) acts = kx_act_new ();
  g_autoptr (KxDecision) tried = NULL;

  if (!is_open (self, record, KX_OP_DELETE))
    return FALSE;
  tried = kx_desk_try (self->desk, kx_act_delete (acts, record));
  for (guint i = 0; i < tried->findings->len; i++)
    {
      const KxFinding *finding = tried->findings->pdata[i];

      /* What the service alone decides is asked there. */
      if (finding->verdict == KX_FAILS && g_strcmp0 (finding->field, "$reason") != 0 &&
          !(g_str_equal (finding->code, "needs-service") && kx_desk_is_online (self->desk)))
        return FALSE;
    }
  return TRUE;
}

void
kx_record_page_show_actions (KxRecordPage *self)
{
  KxPage *page = KX_PAGE (self);
  const KxRecord *record = kx_record_page_get_record (self);
  gboolean living = record != NULL && record->deleted_at.ms == 0;
  gboolean editing = self->form != NULL && kx_form_get_editing (self->form);
  gboolean may_change = living && is_open (self, record, KX_OP_PATCH);
  gboolean may_delete = living && can_delete (self, record);
  gboolean may_add = self->desk != NULL && self->kind->fresh != NULL &&
                     kx_desk_may (self->desk, self->kind->entity, KX_OP_CREATE, NULL, NULL);
  const KxRecordLetter *letter = kx_letter_find (self->kind->entity);

  kx_page_set_action_enabled (page, "edit", may_change && !editing);
  kx_page_set_action_enabled (page, "save", editing && !self->saving);
  kx_page_set_action_enabled (page, "pause", editing);
  kx_page_set_action_enabled (page, "new", may_add);
  kx_page_set_action_enabled (page, "step-on", self->assistant != NULL && !self->saving);
  kx_page_set_action_enabled (page, "step-back", self->assistant != NULL && !self->saving);
  kx_page_set_action_enabled (page, "delete", may_delete);
  kx_page_set_action_enabled (page, "restore", record != NULL && !living);
  if (self->kind->show_actions != NULL)
    self->kind->show_actions (self, record);
  if (letter != NULL)
    kx_page_set_action_enabled (page, "letter",
                                record != NULL && kx_letter_is_open (letter, record) &&
                                    kx_letter_may (letter, self->desk, record));
  kx_page_set_action_enabled (page, "copy", record != NULL);
  kx_page_set_action_enabled (page, "copy-link", record != NULL);
  kx_page_set_action_enabled (page, "previous", record != NULL);
  kx_page_set_action_enabled (page, "next", record != NULL);
  gtk_widget_set_visible (self->edit, may_change && !editing);
  gtk_widget_set_visible (self->save, editing);
  gtk_widget_set_visible (self->pause, editing);
  gtk_widget_set_visible (self->more, record != NULL);
}
