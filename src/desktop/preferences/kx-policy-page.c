#include "desktop/preferences/kx-policy-page.h"

#include "core/entities/kx-own-value.h"
#include "desktop/form/kx-cite-button.h"
#include "desktop/form/kx-form-date.h"
#include "desktop/form/kx-form-draft.h"
#include "desktop/form/kx-words.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-ask.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-weak.h"
#include "desktop/preferences/kx-preferences-rows.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-guarded-act.h"
#include "desktop/record/kx-outcome.h"
#include "models/kx-display.h"
#include "store/kx-row.h"
#include "sync/kx-client-row.h"

/* What is typed of a new own value. */
typedef struct
{
  GtkEditable *value; /* NULL: it is chosen */
  AdwComboRow *choice;
  GtkSwitch *none; /* no value from that day on; NULL: there is none to end */
  GtkEditable *from_on, *document, *note;
  KxGuardedAct *act;
} Form;

struct _KxPolicyPage
{
  KxSubpage parent_instance;

  KxDesk *desk; /* owned; NULL when disposed */
  KxPolicyKey key;
  char *office, *space, *draft;                      /* owned */
  char *new_id;                                      /* owned: of the row that is being typed */
  KxPolicyList *list;                                /* owned, or NULL */
  GPtrArray *groups;                                 /* (element-type AdwPreferencesGroup) borrowed */
  AdwPreferencesGroup *now, *own, *examples, *entry; /* borrowed */
  GPtrArray *now_rows, *own_rows, *example_rows;     /* (element-type GtkWidget) borrowed */
  Form form;
  gboolean filling, ends; /* ends: the form can end an own value */
};

G_DEFINE_FINAL_TYPE (KxPolicyPage, kx_policy_page, KX_TYPE_SUBPAGE)

KxPolicyList *
kx_policy_page_read (KxDesk *desk, const char *office)
{
  KxMirror *mirror = kx_desk_get_mirror (desk);
  KxBook *book = kx_mirror_take_reader (mirror, NULL);
  KxPolicyList *list = NULL;

  if (book == NULL)
    return NULL;
  {
    g_autoptr (KxReader) reader = kx_row_reader_new (book);

    list = kx_policy_list_read (reader, office, kx_mirror_today (mirror));
  }
  kx_mirror_give_reader (mirror, book);
  return list;
}

static const KxPolicyRow *
row_of (KxPolicyPage *self)
{
  return self->list != NULL ? kx_policy_list_get_row (self->list, self->key) : NULL;
}

static gboolean
may (KxPolicyPage *self, KxOpKind kind)
{
  return kx_desk_may (self->desk, &kx_own_value_entity, kind, NULL, self->space);
}

static void
add_to (AdwPreferencesGroup *group, GPtrArray *rows, GtkWidget *row)
{
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);
}

/* What holds */

static void
add_cite (GtkWidget *row, const KxCite *cite)
{
  GtkWidget *button = kx_cite_button_new (cite);

  if (button != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
fill_now (KxPolicyPage *self, const KxPolicyRow *row)
{
  g_autofree char *value = kx_policy_row_dup_value (row), *authority = kx_policy_row_dup_authority (row);
  GtkWidget *line = kx_preferences_row_new (value, *authority != '\0' ? authority : NULL);
  const char *bar = kx_policy_row_get_bar (row);

  kx_preferences_clear_rows (self->now, self->now_rows);
  add_cite (line, &row->now->cite);
  kx_a11y_set_description (line, authority);
  add_to (self->now, self->now_rows, line);
  if (row->now->cite.source != KX_SOURCE_NONE)
    {
      g_autofree char *place = kx_words_place (&row->now->cite);
      g_autofree char *quote =
          row->now->cite.quote != NULL ? g_strdup_printf (_ ("“%s”"), row->now->cite.quote) : NULL;

      if (*place != '\0')
        add_to (self->now, self->now_rows, kx_preferences_row_new (place, quote));
    }
  if (bar != NULL)
    add_to (self->now, self->now_rows, kx_preferences_row_new (bar, NULL));
}

/* The office's own values */

typedef struct
{
  GWeakRef page;
  KxOp *op; /* owned */
} Deleting;

static void
deleting_free (gpointer data)
{
  Deleting *deleting = data;

  g_weak_ref_clear (&deleting->page);
  g_clear_pointer (&deleting->op, kx_op_free);
  g_free (deleting);
}

static void
take_deleted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxPolicyPage) self = kx_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxRecord) row = kx_client_apply_finish (KX_CLIENT (source), result, &error);

  if (self == NULL || self->desk == NULL)
    return;
  if (error != NULL)
    kx_preferences_tell (GTK_WIDGET (self), NULL, _ ("This was not deleted"), error->message);
  else
    kx_outcome_say (GTK_WIDGET (self), _ ("The own value was deleted"));
  kx_desk_sync_now (self->desk);
}

static void
take_reason (KxChoice choice, const char *reason, gpointer data)
{
  Deleting *deleting = data;
  g_autoptr (KxPolicyPage) self = g_weak_ref_get (&deleting->page);
  g_autoptr (KxDecision) decision = NULL;

  if (self == NULL || self->desk == NULL || choice != KX_ASK_ACT)
    return;
  deleting->op->reason = g_strdup (reason);
  kx_client_apply_async (kx_desk_get_client (self->desk), deleting->op, NULL, take_deleted,
                         kx_weak_new (self));
}

static void
delete_value (KxPolicyPage *self, GtkWidget *button)
{
  const char *id = g_object_get_data (G_OBJECT (button), "kx-id");
  g_autoptr (KxRecord) row = kx_desk_get_row (self->desk, &kx_own_value_entity, id);
  g_autoptr (GPtrArray) acts = kx_act_new ();
  KxQuestion question = { .question = _ ("Delete this own value?"),
                          .effect = _ ("It has not come into force; the values before it stay."),
                          .act = _ ("_Delete"),
                          .reason = _ ("Reason"),
                          .needs_reason = TRUE,
                          .destructive = TRUE };
  Deleting *deleting;

  if (row == NULL || row->deleted_at.ms != 0)
    return;
  if (!kx_desk_is_online (self->desk))
    {
      kx_outcome_say (GTK_WIDGET (self), _ ("The service must be reachable: this happens there"));
      return;
    }
  deleting = g_new0 (Deleting, 1);
  g_weak_ref_init (&deleting->page, self);
  kx_act_delete (acts, row);
  deleting->op = g_ptr_array_steal_index (acts, 0);
  kx_ask (GTK_WIDGET (self), &question, take_reason, deleting, deleting_free);
}

static void
add_delete (KxPolicyPage *self, GtkWidget *line, const KxRecord *own)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *date = kx_format_date (kx_record_get (own, kx_own_value_f_from_on).DATE);
  /* Translators: what a button does: the date of a day. */
  g_autofree char *tip = g_strdup_printf (_ ("Delete %s"), date);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tip);
  kx_a11y_set_label (button, tip);
  g_object_set_data_full (G_OBJECT (button), "kx-id", g_strdup (own->id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (delete_value), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (line), button);
}

static GtkWidget *
make_own (KxPolicyPage *self, const KxPolicyRow *row, const KxRecord *own)
{
  KxDate today = kx_mirror_today (kx_desk_get_mirror (self->desk));
  KxDate from = kx_record_get (own, kx_own_value_f_from_on).DATE;
  g_autofree char *value = kx_policy_row_dup_own (row, own), *date = kx_format_date (from);
  /* Translators: a value, and the day from which it holds. */
  g_autofree char *title = g_strdup_printf (_ ("%s from %s"), value, date);
  const char *document = kx_record_get (own, kx_own_value_f_document).TEXT;
  const char *note = kx_record_get (own, kx_own_value_f_note).LONG_TEXT;
  GString *words = g_string_new (kx_policy_row_own_standing (row, own, today));
  g_autofree char *subtitle = NULL;
  GtkWidget *line;

  if (document != NULL)
    g_string_append_printf (words, " · %s", document);
  if (note != NULL)
    g_string_append_printf (words, " · %s", note);
  subtitle = g_string_free (words, FALSE);
  line = kx_preferences_row_new (title, subtitle);
  kx_a11y_set_description (line, subtitle);
  if (from.ymd > today.ymd && may (self, KX_OP_DELETE))
    add_delete (self, line, own);
  return line;
}

static void
fill_own (KxPolicyPage *self, const KxPolicyRow *row)
{
  kx_preferences_clear_rows (self->own, self->own_rows);
  for (guint i = 0; i < row->own->len; i++)
    add_to (self->own, self->own_rows, make_own (self, row, row->own->pdata[i]));
  if (row->own->len == 0)
    add_to (self->own, self->own_rows, kx_preferences_row_new (_ ("No own value"), NULL));
  if (row->may == KX_OWN_OPEN && !may (self, KX_OP_CREATE))
    add_to (
        self->own, self->own_rows,
        kx_preferences_row_new (_ ("A leader or a policy officer of this office enters own values."), NULL));
  gtk_widget_set_visible (GTK_WIDGET (self->own), row->may == KX_OWN_OPEN || row->own->len > 0);
}

/* A new one */

/* Where a draft says what stood there before, which a new row has not: there is to be no value. */
#define NONE "none"

static const char *const choice_texts[] = { NULL, "true", "false" };

/* The value as it was typed, in the form of a stored one; "" for none yet. */
static char *
dup_value (KxPolicyPage *self)
{
  guint selected;

  if (self->form.value != NULL)
    return g_strstrip (g_strdup (gtk_editable_get_text (self->form.value)));
  selected = adw_combo_row_get_selected (self->form.choice);
  return g_strdup (selected > 0 && selected < G_N_ELEMENTS (choice_texts) ? choice_texts[selected] : "");
}

static gboolean
is_none (KxPolicyPage *self)
{
  return self->form.none != NULL && gtk_switch_get_active (self->form.none);
}

static void
put_text (KxRecord *record, guint field, GtkEditable *editable)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (editable)));

  if (*text == '\0')
    return;
  if (record->entity->fields[field].kind == KX_LONG_TEXT)
    kx_record_put (record, field, (KxValue){ .LONG_TEXT = text });
  else
    kx_record_put (record, field, (KxValue){ .TEXT = text });
}

static void
add_own_finding (GPtrArray *findings, const char *code, const char *field, const char *message)
{
  KxFinding *finding = kx_finding_new (KX_FAILS, code, field, message);

  finding->cite.source = KX_SOURCE_PROGRAM;
  g_ptr_array_add (findings, finding);
}

/* Tries what is typed. */
static void
check (KxPolicyPage *self)
{
  g_autoptr (GPtrArray) acts = NULL;
  g_autofree char *value = dup_value (self);
  GPtrArray *own = kx_findings_new ();
  const char *fault;
  KxRecord *fields;
  KxDate from;

  fault = kx_form_date_read (gtk_editable_get_text (self->form.from_on), FALSE, kx_format_today (), &from);
  if (fault != NULL)
    add_own_finding (own, "day", "from_on",
                     *gtk_editable_get_text (self->form.from_on) == '\0' ? N_ ("The first day must be given")
                                                                         : fault);
  if (*value == '\0' && !is_none (self))
    add_own_finding (own, "value", "value", N_ ("A value must be given"));
  if (own->len > 0)
    {
      kx_guarded_act_set_op (self->form.act, NULL, own);
      return;
    }
  fields = kx_record_new (&kx_own_value_entity, NULL, NULL);
  kx_own_value_set_office (kx_own_value (fields), self->office);
  kx_own_value_set_parameter (kx_own_value (fields), kx_policy_line (self->key)->field.name);
  kx_own_value_set_from_on (kx_own_value (fields), from);
  if (!is_none (self))
    kx_own_value_set_value (kx_own_value (fields), value);
  put_text (fields, kx_own_value_f_document, self->form.document);
  put_text (fields, kx_own_value_f_note, self->form.note);
  acts = kx_act_new ();
  kx_act_create (acts, self->new_id, fields);
  kx_guarded_act_set_op (self->form.act, g_ptr_array_steal_index (acts, 0), own);
}

static void
keep_draft (KxPolicyPage *self)
{
  g_autoptr (KxFormDraft) draft = kx_form_draft_new (&kx_own_value_entity, self->new_id, 0);
  g_autofree char *value = dup_value (self), *json = NULL;
  const struct
  {
    guint field;
    const char *typed;
  } typed[] = {
    { kx_own_value_f_value, value },
    { kx_own_value_f_from_on, gtk_editable_get_text (self->form.from_on) },
    { kx_own_value_f_document, gtk_editable_get_text (self->form.document) },
    { kx_own_value_f_note, gtk_editable_get_text (self->form.note) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    if (*typed[i].typed != '\0')
      kx_form_draft_put (draft, typed[i].field, typed[i].typed, NULL);
  if (is_none (self))
    kx_form_draft_put (draft, kx_own_value_f_value, value, NONE);
  if (!kx_form_draft_is_empty (draft))
    {
      draft->at = kx_format_now ();
      /* Where it belongs to, for whoever opens it from elsewhere. */
      kx_form_draft_put (draft, kx_own_value_f_parameter, kx_policy_line (self->key)->field.name, NULL);
      json = kx_form_draft_to_json (draft);
    }
  kx_mirror_put_draft (kx_desk_get_mirror (self->desk), self->draft, json);
}

static void
show_none (KxPolicyPage *self)
{
  GtkWidget *value =
      self->form.value != NULL ? GTK_WIDGET (self->form.value) : GTK_WIDGET (self->form.choice);

  gtk_widget_set_sensitive (value, !is_none (self));
}

static void
on_typed (KxPolicyPage *self)
{
  if (self->desk == NULL || self->filling || self->form.act == NULL)
    return;
  show_none (self);
  check (self);
  keep_draft (self);
}

static void
put_value (KxPolicyPage *self, const char *text)
{
  if (self->form.value != NULL)
    gtk_editable_set_text (self->form.value, text);
  else
    for (guint i = 1; i < G_N_ELEMENTS (choice_texts); i++)
      if (g_str_equal (choice_texts[i], text))
        adw_combo_row_set_selected (self->form.choice, i);
}

static void
put_typed (KxFormDraft *draft, guint field, GtkEditable *editable)
{
  const char *typed = g_hash_table_lookup (draft->typed, kx_own_value_entity.fields[field].name);

  if (typed != NULL)
    gtk_editable_set_text (editable, typed);
}

static void
take_draft (KxPolicyPage *self)
{
  g_autofree char *json = kx_mirror_dup_draft (kx_desk_get_mirror (self->desk), self->draft);
  g_autoptr (KxFormDraft) draft = json != NULL ? kx_form_draft_from_json (&kx_own_value_entity, json) : NULL;
  const char *value;

  if (draft == NULL)
    return;
  g_free (self->new_id);
  self->new_id = g_strdup (draft->row);
  value = g_hash_table_lookup (draft->typed, "value");
  if (value != NULL)
    put_value (self, value);
  put_typed (draft, kx_own_value_f_from_on, self->form.from_on);
  put_typed (draft, kx_own_value_f_document, self->form.document);
  put_typed (draft, kx_own_value_f_note, self->form.note);
  if (self->form.none != NULL && g_strcmp0 (g_hash_table_lookup (draft->was, "value"), NONE) == 0)
    gtk_switch_set_active (self->form.none, TRUE);
  show_none (self);
}

static void
clear_form (KxPolicyPage *self)
{
  self->filling = TRUE;
  if (self->form.value != NULL)
    gtk_editable_set_text (self->form.value, "");
  else
    adw_combo_row_set_selected (self->form.choice, 0);
  if (self->form.none != NULL)
    gtk_switch_set_active (self->form.none, FALSE);
  gtk_editable_set_text (self->form.from_on, "");
  gtk_editable_set_text (self->form.document, "");
  gtk_editable_set_text (self->form.note, "");
  self->filling = FALSE;
  g_free (self->new_id);
  self->new_id = kx_act_new_id ();
  on_typed (self);
}

static void
focus_value (KxPolicyPage *self)
{
  gtk_widget_grab_focus (self->form.value != NULL ? GTK_WIDGET (self->form.value)
                                                  : GTK_WIDGET (self->form.choice));
}

static void
on_done (KxPolicyPage *self)
{
  clear_form (self);
  kx_outcome_say (GTK_WIDGET (self), _ ("The own value was entered"));
  /* The button is dead again; from nowhere not even Escape leads back. */
  focus_value (self);
}

static GtkEditable *
add_entry (KxPolicyPage *self, const char *title)
{
  GtkWidget *entry = adw_entry_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (entry), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  kx_a11y_name_rows (entry);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->entry, entry);
  return GTK_EDITABLE (entry);
}

static void
add_value (KxPolicyPage *self)
{
  const KxPolicyLine *line = kx_policy_line (self->key);
  const char *unit = _ (kx_policy_unit_label (line->unit));
  g_autofree char *title = NULL;

  if (line->field.kind == KX_BOOLEAN)
    {
      const char *const words[] = { _ ("Not chosen"), _ ("Yes"), _ ("No"), NULL };
      g_autoptr (GtkStringList) names = gtk_string_list_new (words);
      GtkWidget *choice = adw_combo_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (choice), _ ("Value"));
      adw_combo_row_set_model (ADW_COMBO_ROW (choice), G_LIST_MODEL (names));
      kx_a11y_name_rows (choice);
      g_signal_connect_object (choice, "notify::selected", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->entry, choice);
      self->form.choice = ADW_COMBO_ROW (choice);
      return;
    }
  title = line->unit == KX_UNIT_NONE ? g_strdup (_ ("Value"))
                                     /* Translators: a unit, such as working days. */
                                     : g_strdup_printf (_ ("Value, in %s"), unit);
  self->form.value = add_entry (self, title);
}

static void
add_none (KxPolicyPage *self)
{
  GtkWidget *row =
      kx_preferences_row_new (_ ("No value from that day on"), _ ("The office's own value ends then."));
  GtkWidget *none = gtk_switch_new ();

  gtk_widget_set_valign (none, GTK_ALIGN_CENTER);
  kx_a11y_set_label (none, _ ("No value from that day on"));
  g_signal_connect_object (none, "notify::active", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), none);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), none);
  adw_preferences_group_add (self->entry, row);
  self->form.none = GTK_SWITCH (none);
}

static void
add_form (KxPolicyPage *self, const KxPolicyRow *row)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  KxGuardedAct *act;

  self->filling = TRUE;
  add_value (self);
  if (row->own->len > 0)
    add_none (self);
  self->form.from_on = add_entry (self, _ ("First day, such as 2026-07-01"));
  self->form.document = add_entry (self, _ ("Document of the office"));
  self->form.note = add_entry (self, _ ("Note"));
  act = kx_guarded_act_new (self->desk, _ ("_Enter the own value"));
  gtk_widget_set_margin_top (GTK_WIDGET (act), 12);
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (act));
  adw_preferences_group_add (self->entry, card);
  g_signal_connect_object (act, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
  take_draft (self);
  self->filling = FALSE;
  self->form.act = act;
  check (self);
}

/* Examples from elsewhere */

static void
use_example (KxPolicyPage *self, GtkWidget *button)
{
  put_value (self, g_object_get_data (G_OBJECT (button), "kx-value"));
  focus_value (self);
}

static void
fill_examples (KxPolicyPage *self, const KxPolicyRow *row)
{
  gboolean shown = row->suggestions->len > 0 && row->own->len == 0 && self->form.act != NULL;

  kx_preferences_clear_rows (self->examples, self->example_rows);
  for (guint i = 0; shown && i < row->suggestions->len; i++)
    {
      const KxSuggestion *suggestion = &g_array_index (row->suggestions, KxSuggestion, i);
      g_autofree char *value = kx_policy_value_dup_words (row->key, suggestion->value);
      g_autofree char *place = kx_words_place (&suggestion->cite);
      GtkWidget *line = kx_preferences_row_new (value, place), *use;

      kx_a11y_set_description (line, place);
      add_cite (line, &suggestion->cite);
      use = kx_preferences_row_add_button (line, _ ("Fill in"));
      g_object_set_data_full (G_OBJECT (use), "kx-value",
                              kx_value_to_text (&kx_policy_line (row->key)->field, suggestion->value),
                              g_free);
      g_signal_connect_object (use, "clicked", G_CALLBACK (use_example), self, G_CONNECT_SWAPPED);
      add_to (self->examples, self->example_rows, line);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->examples), shown);
}

/* All of it */

static void
refresh (KxPolicyPage *self)
{
  KxPolicyList *list = kx_policy_page_read (self->desk, self->office);
  const KxPolicyRow *row;

  if (list == NULL)
    return;
  g_clear_pointer (&self->list, kx_policy_list_free);
  self->list = list;
  row = row_of (self);
  fill_now (self, row);
  fill_own (self, row);
  if (self->form.act == NULL && row->may == KX_OWN_OPEN && may (self, KX_OP_CREATE))
    add_form (self, row);
  else if (self->form.act != NULL)
    {
      if (self->form.none == NULL && row->own->len > 0)
        add_none (self);
      check (self);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->entry), self->form.act != NULL);
  fill_examples (self, row);
}

static void
follow (KxDesk *desk, const KxEntity *entity, KxPolicyPage *self)
{
  if (self->desk != NULL && (g_str_equal (entity->name, "own_value") || g_str_equal (entity->name, "pack")))
    refresh (self);
}

static void
dispose (GObject *object)
{
  g_clear_object (&KX_POLICY_PAGE (object)->desk);
  G_OBJECT_CLASS (kx_policy_page_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxPolicyPage *self = KX_POLICY_PAGE (object);

  g_clear_pointer (&self->list, kx_policy_list_free);
  g_ptr_array_unref (self->now_rows);
  g_ptr_array_unref (self->own_rows);
  g_ptr_array_unref (self->example_rows);
  g_free (self->office);
  g_free (self->space);
  g_free (self->draft);
  g_free (self->new_id);
  G_OBJECT_CLASS (kx_policy_page_parent_class)->finalize (object);
}

static void
kx_policy_page_class_init (KxPolicyPageClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static AdwPreferencesGroup *
add_group (KxPolicyPage *self, const char *title, const char *description)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (group, description);
  kx_subpage_add (KX_SUBPAGE (self), group);
  return group;
}

static void
kx_policy_page_init (KxPolicyPage *self)
{
  self->now_rows = g_ptr_array_new ();
  self->own_rows = g_ptr_array_new ();
  self->example_rows = g_ptr_array_new ();
  self->now = add_group (self, _ ("What holds today"), NULL);
  self->own = add_group (self, _ ("Own values of this office"), NULL);
  self->examples = add_group (self, _ ("Examples from elsewhere"),
                              _ ("They govern nothing here; one is filled in and not saved."));
  self->entry =
      add_group (self, _ ("Enter an own value"),
                 _ ("It holds from its first day on, and is shown as the office's, not as a document's."));
}

KxSubpage *
kx_policy_page_new (KxDesk *desk, const KxRecord *office, KxPolicyKey key)
{
  KxPolicyPage *self = g_object_new (KX_TYPE_POLICY_PAGE, NULL);
  const KxField *field = &kx_policy_line (key)->field;

  self->desk = g_object_ref (desk);
  self->key = key;
  self->office = g_strdup (office->id);
  self->space = g_strdup (office->space);
  self->draft = g_strdup_printf ("own_value/of/%s/%s", office->id, field->name);
  self->new_id = kx_act_new_id ();
  kx_subpage_set_title (KX_SUBPAGE (self), _ (field->label));
  g_signal_connect_object (desk, "rows-changed", G_CALLBACK (follow), self, 0);
  refresh (self);
  return KX_SUBPAGE (self);
}
