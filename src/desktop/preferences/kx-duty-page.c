#include "desktop/preferences/kx-duty-page.h"

#include "core/rules/kx-duty-rules.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-preferences-rows.h"
#include "desktop/preferences/kx-table-draft.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-guarded-act.h"
#include "desktop/record/kx-outcome.h"
#include "models/kx-display.h"

#include <string.h>

struct _KxDutyPage
{
  KxSubpage parent_instance;

  KxDesk *desk;               /* owned; NULL when disposed */
  char *office, *id;          /* owned; id of the row, be it a new one */
  gboolean fresh;             /* it is made here */
  char *draft;                /* owned; the key under which what is typed is kept */
  int first[3];               /* the codes that were chosen when nothing was typed: two duties, the rule */
  gboolean filling;           /* the form is being filled, nobody types */
  AdwPreferencesGroup *group; /* borrowed, as what follows */
  AdwComboRow *one, *other, *rule;
  GtkEditable *note;
  GtkWidget *throw; /* shown while something is typed */
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

/* Drafts */

static const KxRecord *
read_row (KxDutyPage *self, KxRecord **ret_row)
{
  *ret_row = self->fresh ? NULL : kx_desk_get_row (self->desk, &kx_duty_pair_entity, self->id);
  return *ret_row;
}

/* What differs from what the page began with; empty: nothing. */
static KxFormDraft *
make_draft (KxDutyPage *self)
{
  static const guint fields[] = { kx_duty_pair_f_duty_a, kx_duty_pair_f_duty_b, kx_duty_pair_f_rule };
  AdwComboRow *rows[] = { self->one, self->other, self->rule };
  g_autoptr (KxRecord) row = NULL;
  const char *had = read_row (self, &row) != NULL ? kx_record_get (row, kx_duty_pair_f_note).LONG_TEXT : NULL;
  const char *note = gtk_editable_get_text (self->note);
  KxFormDraft *draft = kx_form_draft_new (&kx_duty_pair_entity, self->id, row != NULL ? row->seq : 0);
  gboolean differs = g_strcmp0 (note, had != NULL ? had : "") != 0;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    differs |= chosen (rows[i]) != self->first[i];
  for (guint i = 0; differs && i < G_N_ELEMENTS (fields); i++)
    if (chosen (rows[i]) >= 0)
      kx_table_draft_put_code (draft, fields[i], chosen (rows[i]));
  if (differs)
    kx_form_draft_put (draft, kx_duty_pair_f_note, note, had);
  return draft;
}

static void
on_typed (KxDutyPage *self)
{
  g_autoptr (KxFormDraft) draft = NULL;

  if (self->desk == NULL || self->filling)
    return;
  draft = make_draft (self);
  kx_table_draft_keep (self->desk, self->draft, draft);
  gtk_widget_set_visible (self->throw, !kx_form_draft_is_empty (draft));
  check (self);
}

static void
choose (AdwComboRow *row, int code)
{
  adw_combo_row_set_selected (row, (guint) (code + 1));
}

/* The page as it is come to: with what was typed before, which it says. */
static void
fill (KxDutyPage *self)
{
  g_autoptr (KxFormDraft) draft = kx_table_draft_read (self->desk, &kx_duty_pair_entity, self->draft);
  g_autoptr (KxRecord) row = NULL;
  const char *note =
                 read_row (self, &row) != NULL ? kx_record_get (row, kx_duty_pair_f_note).LONG_TEXT : NULL,
             *typed = draft != NULL ? kx_table_draft_get_text (draft, kx_duty_pair_f_note) : NULL;
  gboolean floor = self->first[0] >= 0 && kx_duty_is_floor (self->first[0], self->first[1]);
  g_autofree char *kept = draft != NULL ? kx_table_draft_dup_words (draft) : NULL, *words = NULL;

  if (draft != NULL && self->fresh)
    {
      g_free (self->id);
      self->id = g_strdup (draft->row);
    }
  self->filling = TRUE;
  choose (self->one, draft != NULL ? kx_table_draft_get_code (draft, kx_duty_pair_f_duty_a, self->first[0])
                                   : self->first[0]);
  choose (self->other, draft != NULL ? kx_table_draft_get_code (draft, kx_duty_pair_f_duty_b, self->first[1])
                                     : self->first[1]);
  choose (self->rule, draft != NULL ? kx_table_draft_get_code (draft, kx_duty_pair_f_rule, self->first[2])
                                    : self->first[2]);
  gtk_editable_set_text (self->note, typed != NULL ? typed : note != NULL ? note : "");
  self->filling = FALSE;
  words = g_strjoin ("\n",
                     floor ? _ ("A floor of the program: an office can ask for more here, never for less.")
                     : kept != NULL ? kept
                                    : "",
                     floor ? kept : NULL, NULL);
  adw_preferences_group_set_description (self->group, words);
  gtk_widget_set_visible (self->throw, draft != NULL);
  check (self);
}

static void
come_back (gpointer page, const char *key)
{
  if (((KxDutyPage *) page)->desk != NULL)
    fill (page);
}

/* Throws away what was typed, with an offer to bring it back. */
static void
press_throw (KxDutyPage *self)
{
  g_autofree char *json = kx_mirror_dup_draft (kx_desk_get_mirror (self->desk), self->draft);

  kx_table_draft_keep (self->desk, self->draft, NULL);
  if (json != NULL)
    kx_outcome_offer_draft (GTK_WIDGET (self), self, kx_desk_get_mirror (self->desk), self->draft, json,
                            come_back);
  fill (self);
}

static void
on_done (KxDutyPage *self)
{
  kx_table_draft_keep (self->desk, self->draft, NULL);
  kx_preferences_toast (GTK_WIDGET (self),
                        self->fresh ? _ ("The rule was entered") : _ ("The rule was changed"));
  kx_subpage_close (KX_SUBPAGE (self));
}

static AdwComboRow *
add_choice (KxDutyPage *self, guint index, gboolean sensitive)
{
  const KxField *field = &kx_duty_pair_entity.fields[index];
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *row = adw_combo_row_new ();

  gtk_string_list_append (names, _ ("Not chosen"));
  for (guint i = 0; i < kx_field_n_codes (field); i++)
    gtk_string_list_append (names, kx_display_code (field, (int) i));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), kx_display_label (field));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  gtk_widget_set_sensitive (row, sensitive);
  kx_a11y_name_rows (row);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
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
  g_free (KX_DUTY_PAGE (object)->draft);
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
add_form (KxDutyPage *self)
{
  gboolean open = self->first[0] < 0;
  GtkWidget *note = adw_entry_row_new (), *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->filling = TRUE;
  self->one = add_choice (self, kx_duty_pair_f_duty_a, open);
  self->other = add_choice (self, kx_duty_pair_f_duty_b, open);
  self->rule = add_choice (self, kx_duty_pair_f_rule, TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (note),
                                 kx_display_label (&kx_duty_pair_entity.fields[kx_duty_pair_f_note]));
  kx_a11y_name_rows (note);
  g_signal_connect_object (note, "changed", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, note);
  self->note = GTK_EDITABLE (note);
  self->act = kx_guarded_act_new (self->desk, _ ("_Enter the rule"));
  gtk_widget_set_margin_top (GTK_WIDGET (self->act), 12);
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->act));
  adw_preferences_group_add (self->group, card);
  g_signal_connect_object (self->act, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
  self->throw = gtk_button_new_with_label (_ ("Throw away what was typed"));
  gtk_widget_set_halign (self->throw, GTK_ALIGN_END);
  gtk_widget_set_margin_top (self->throw, 12);
  gtk_widget_add_css_class (self->throw, "flat");
  g_signal_connect_object (self->throw, "clicked", G_CALLBACK (press_throw), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (card), self->throw);
  self->filling = FALSE;
}

/* What it is about, behind the office: a row, two duties, or a new rule on any. Free with g_free(). */
static char *
dup_subject (const char *id, int one, int other)
{
  const KxField *field = &kx_duty_pair_entity.fields[kx_duty_pair_f_duty_a];
  g_autofree char *a = NULL, *b = NULL;

  if (id != NULL)
    return g_strdup (id);
  if (one < 0)
    return g_strdup ("new");
  a = kx_value_to_text (field, (KxValue){ .CODE = one });
  b = kx_value_to_text (field, (KxValue){ .CODE = other });
  return g_strdup_printf ("%s+%s", a, b);
}

KxSubpage *
kx_duty_page_new (KxDesk *desk, const char *office, const char *id, int one, int other)
{
  KxDutyPage *self = g_object_new (KX_TYPE_DUTY_PAGE, NULL);
  g_autofree char *subject = dup_subject (id, one, other);
  g_autoptr (KxRecord) row = NULL;

  self->desk = g_object_ref (desk);
  self->office = g_strdup (office);
  self->fresh = id == NULL;
  self->id = id != NULL ? g_strdup (id) : kx_act_new_id ();
  self->draft = g_strdup_printf ("%s/of/%s/%s", kx_duty_pair_entity.name, office, subject);
  self->first[0] = one;
  self->first[1] = other;
  self->first[2] = read_row (self, &row) != NULL ? kx_record_get (row, kx_duty_pair_f_rule).CODE
                   : one < 0                     ? -1
                                                 : kx_duty_proposed (one, other);
  kx_subpage_set_title (KX_SUBPAGE (self), id != NULL ? _ ("Change a rule") : _ ("Add a rule"));
  add_form (self);
  fill (self);
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (follow), self, 0);
  return KX_SUBPAGE (self);
}

KxSubpage *
kx_duty_page_new_for (KxDesk *desk, const char *office, const char *subject)
{
  const KxField *field = &kx_duty_pair_entity.fields[kx_duty_pair_f_duty_a];
  g_auto (GStrv) duties = g_strsplit (subject, "+", -1);
  g_autoptr (KxRecord) row = NULL;
  int one = -1, other = -1;

  if (g_strv_length (duties) == 2)
    {
      one = kx_field_code (field, duties[0], strlen (duties[0]));
      other = kx_field_code (field, duties[1], strlen (duties[1]));
      return kx_duty_page_new (desk, office, NULL, other >= 0 ? one : -1, one >= 0 ? other : -1);
    }
  if (g_str_equal (subject, "new"))
    return kx_duty_page_new (desk, office, NULL, -1, -1);
  row = kx_desk_get_row (desk, &kx_duty_pair_entity, subject);
  if (row == NULL || row->deleted_at.ms != 0)
    return NULL;
  return kx_duty_page_new (desk, office, row->id, kx_record_get (row, kx_duty_pair_f_duty_a).CODE,
                           kx_record_get (row, kx_duty_pair_f_duty_b).CODE);
}
