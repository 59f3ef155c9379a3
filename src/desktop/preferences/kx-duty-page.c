#include "desktop/preferences/kx-duty-page.h"

#include "core/rules/kx-duty-rules.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-preferences-rows.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-guarded-act.h"
#include "models/kx-display.h"

struct _KxDutyPage
{
  KxSubpage parent_instance;

  KxDesk *desk;               /* owned; NULL when disposed */
  char *office, *id;          /* owned; id of the row, be it a new one */
  gboolean fresh;             /* it is made here */
  AdwPreferencesGroup *group; /* borrowed, as what follows */
  AdwComboRow *one, *other, *rule;
  GtkEditable *note;
  KxGuardedAct *act;
};

G_DEFINE_FINAL_TYPE (KxDutyPage, kx_duty_page, KX_TYPE_SUBPAGE)

/* The code that is chosen; -1: none yet. */
static int
chosen (AdwComboRow *row)
{
  return (int) adw_combo_row_get_selected (row) - 1;
}

static char *
dup_note (KxDutyPage *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->note)));
}

static void
need (GPtrArray *findings, gboolean given, const char *field, const char *message)
{
  KxFinding *finding;

  if (given)
    return;
  finding = kx_finding_new (KX_FAILS, field, field, message);
  finding->cite.source = KX_SOURCE_PROGRAM;
  g_ptr_array_add (findings, finding);
}

/* The op for what is chosen; NULL: nothing differs from what there is. */
static KxOp *
make_op (KxDutyPage *self)
{
  g_autoptr (GPtrArray) acts = kx_act_new ();
  g_autoptr (KxRecord) row =
      self->fresh ? NULL : kx_desk_get_row (self->desk, &kx_duty_pair_entity, self->id);
  g_autoptr (KxRecord) fields = kx_record_new (&kx_duty_pair_entity, NULL, NULL);
  g_autofree char *note = dup_note (self);

  kx_duty_pair_set_rule (kx_duty_pair (fields), chosen (self->rule));
  if (*note != '\0')
    kx_duty_pair_set_note (kx_duty_pair (fields), note);
  else if (!self->fresh)
    kx_record_put_null (fields, kx_duty_pair_f_note);
  if (row != NULL)
    return kx_act_change (acts, row, fields) > 0 ? g_ptr_array_steal_index (acts, 0) : NULL;
  if (!self->fresh)
    return NULL;
  kx_duty_pair_set_office (kx_duty_pair (fields), self->office);
  kx_duty_pair_set_duty_a (kx_duty_pair (fields), chosen (self->one));
  kx_duty_pair_set_duty_b (kx_duty_pair (fields), chosen (self->other));
  kx_act_create (acts, self->id, g_steal_pointer (&fields));
  return g_ptr_array_steal_index (acts, 0);
}

static void
check (KxDutyPage *self)
{
  GPtrArray *own;

  if (self->desk == NULL || self->act == NULL)
    return;
  own = kx_findings_new ();
  need (own, chosen (self->one) >= 0 && chosen (self->other) >= 0, "duty_b",
        N_ ("Both duties must be chosen"));
  need (own, chosen (self->rule) >= 0, "rule", N_ ("The rule must be chosen"));
  kx_guarded_act_set_op (self->act, own->len == 0 ? make_op (self) : NULL, own);
}

static void
on_done (KxDutyPage *self)
{
  kx_preferences_toast (GTK_WIDGET (self),
                        self->fresh ? _ ("The rule was entered") : _ ("The rule was changed"));
  kx_subpage_close (KX_SUBPAGE (self));
}

static AdwComboRow *
add_choice (KxDutyPage *self, guint index, int code, gboolean sensitive)
{
  const KxField *field = &kx_duty_pair_entity.fields[index];
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *row = adw_combo_row_new ();

  gtk_string_list_append (names, _ ("Not chosen"));
  for (guint i = 0; i < kx_field_n_codes (field); i++)
    gtk_string_list_append (names, kx_display_code (field, (int) i));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), kx_display_label (field));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), (guint) (code + 1));
  gtk_widget_set_sensitive (row, sensitive);
  kx_a11y_name_rows (row);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (check), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, row);
  return ADW_COMBO_ROW (row);
}

static void
follow (KxDesk *desk, const KxEntity *entity, KxDutyPage *self)
{
  if (self->desk != NULL && entity == &kx_duty_pair_entity)
    check (self);
}

static void
dispose (GObject *object)
{
  g_clear_object (&KX_DUTY_PAGE (object)->desk);
  G_OBJECT_CLASS (kx_duty_page_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_free (KX_DUTY_PAGE (object)->office);
  g_free (KX_DUTY_PAGE (object)->id);
  G_OBJECT_CLASS (kx_duty_page_parent_class)->finalize (object);
}

static void
kx_duty_page_class_init (KxDutyPageClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static void
kx_duty_page_init (KxDutyPage *self)
{
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  kx_subpage_add (KX_SUBPAGE (self), self->group);
}

static void
fill (KxDutyPage *self, int one, int other)
{
  g_autoptr (KxRecord) row =
      self->fresh ? NULL : kx_desk_get_row (self->desk, &kx_duty_pair_entity, self->id);
  gboolean open = self->fresh && one < 0;
  GtkWidget *note = adw_entry_row_new (), *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->one = add_choice (self, kx_duty_pair_f_duty_a, one, open);
  self->other = add_choice (self, kx_duty_pair_f_duty_b, other, open);
  self->rule = add_choice (self, kx_duty_pair_f_rule,
                           row != NULL ? kx_record_get (row, kx_duty_pair_f_rule).CODE
                           : open      ? -1
                                       : kx_duty_proposed (one, other),
                           TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (note),
                                 kx_display_label (&kx_duty_pair_entity.fields[kx_duty_pair_f_note]));
  kx_a11y_name_rows (note);
  if (row != NULL && kx_record_has (row, kx_duty_pair_f_note))
    gtk_editable_set_text (GTK_EDITABLE (note), kx_record_get (row, kx_duty_pair_f_note).LONG_TEXT);
  g_signal_connect_object (note, "changed", G_CALLBACK (check), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, note);
  self->note = GTK_EDITABLE (note);
  self->act = kx_guarded_act_new (self->desk, _ ("_Enter the rule"));
  gtk_widget_set_margin_top (GTK_WIDGET (self->act), 12);
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->act));
  adw_preferences_group_add (self->group, card);
  g_signal_connect_object (self->act, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
}

KxSubpage *
kx_duty_page_new (KxDesk *desk, const char *office, const char *id, int one, int other)
{
  KxDutyPage *self = g_object_new (KX_TYPE_DUTY_PAGE, NULL);

  self->desk = g_object_ref (desk);
  self->office = g_strdup (office);
  self->fresh = id == NULL;
  self->id = id != NULL ? g_strdup (id) : kx_act_new_id ();
  kx_subpage_set_title (KX_SUBPAGE (self), id != NULL ? _ ("Change a rule") : _ ("Add a rule"));
  if (one >= 0 && kx_duty_is_floor (one, other))
    adw_preferences_group_set_description (
        self->group, _ ("A floor of the program: an office can ask for more here, never for less."));
  fill (self, one, other);
  check (self);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (follow), self, 0);
  return KX_SUBPAGE (self);
}
