#include "desktop/preferences/kx-policy-preferences.h"

#include "core/entities/kx-office.h"
#include "core/entities/kx-own-value.h"
#include "desktop/form/kx-cite-button.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/preferences/kx-office-choice.h"
#include "desktop/preferences/kx-policy-page.h"
#include "desktop/preferences/kx-preferences-rows.h"

#include <string.h>

/* A search that finds more is no search yet. */
#define MOST_FOUND 40

struct _KxPolicyPreferences
{
  AdwPreferencesPage parent_instance;

  KxDesk *desk;       /* owned; NULL when disposed */
  GPtrArray *offices; /* (element-type KxRecord) owned */
  char *shown;        /* owned; id of the office; NULL: none */
  KxPolicyList *list; /* owned; NULL: not here */
  gboolean filling;

  AdwPreferencesGroup *choice_group, *packs, *search, *found, *subjects; /* borrowed */
  AdwComboRow *choice;
  GtkEditable *words;
  GPtrArray *pack_rows, *found_rows; /* (element-type GtkWidget) borrowed */
  GPtrArray *subject_rows;           /* (element-type AdwExpanderRow) borrowed; one a group */
  GPtrArray *inside;                 /* (element-type GPtrArray) owned; the rows in each of them */
};

G_DEFINE_FINAL_TYPE (KxPolicyPreferences, kx_policy_preferences, ADW_TYPE_PREFERENCES_PAGE)

static const KxRecord *
get_office (KxPolicyPreferences *self)
{
  for (guint i = 0; i < self->offices->len; i++)
    if (g_strcmp0 (((KxRecord *) self->offices->pdata[i])->id, self->shown) == 0)
      return self->offices->pdata[i];
  return NULL;
}

/* What governs */

static GtkWidget *
make_pack (const KxPolicyPack *pack)
{
  GtkWidget *row = adw_expander_row_new ();
  g_autofree char *date = kx_format_date (kx_policy_pack_get_valid_from (pack));
  /* Translators: a date. */
  g_autofree char *since = g_strdup_printf (_ ("Since %s"), date);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), kx_policy_pack_get_name (pack));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), since);
  kx_a11y_set_label (row, kx_policy_pack_get_name (pack));
  kx_a11y_set_description (row, since);
  for (guint i = 0; i < kx_policy_pack_get_n_documents (pack); i++)
    {
      const KxPolicyDocument *document = kx_policy_pack_get_document (pack, i);
      g_autofree char *words = kx_policy_document_dup_words (document);

      adw_expander_row_add_row (ADW_EXPANDER_ROW (row),
                                kx_preferences_row_new (words, _ (kx_source_label (document->kind))));
    }
  return row;
}

static void
fill_packs (KxPolicyPreferences *self)
{
  const KxPolicy *policy = self->list != NULL ? kx_policy_list_get_policy (self->list) : NULL;
  guint n = policy != NULL ? kx_policy_get_n_packs (policy) : 0;

  kx_preferences_clear_rows (self->packs, self->pack_rows);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self->pack_rows, make_pack (kx_policy_get_pack (policy, i)));
  if (n == 0)
    g_ptr_array_add (self->pack_rows,
                     kx_preferences_row_new (_ ("No policy is here"),
                                             _ ("Nothing is limited; the office's own values alone count.")));
  for (guint i = 0; i < self->pack_rows->len; i++)
    adw_preferences_group_add (self->packs, self->pack_rows->pdata[i]);
}

/* Parameters */

static void
open_parameter (KxPolicyPreferences *self, KxPolicyKey key)
{
  const KxRecord *office = get_office (self);

  if (office != NULL)
    kx_subpage_present (kx_policy_page_new (self->desk, office, key), GTK_WIDGET (self));
}

static void
open_row (KxPolicyPreferences *self, GtkWidget *row)
{
  open_parameter (self, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "kx-key")));
}

/* Says what holds; the row stays, and with it the focus. */
static void
update_row (GtkWidget *line, const KxPolicyRow *row)
{
  g_autofree char *value = kx_policy_row_dup_value (row), *authority = kx_policy_row_dup_authority (row);
  g_autofree char *words = *authority != '\0' ? g_strdup_printf ("%s · %s", value, authority) : NULL;
  GtkWidget *place = g_object_get_data (G_OBJECT (line), "kx-cite");
  GtkWidget *cite = kx_cite_button_new (&row->now->cite);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (line), words != NULL ? words : value);
  kx_a11y_set_description (line, words != NULL ? words : value);
  adw_bin_set_child (ADW_BIN (place), cite);
}

static GtkWidget *
make_row (KxPolicyPreferences *self, const KxPolicyRow *row)
{
  GtkWidget *line = kx_preferences_row_new (_ (kx_policy_line (row->key)->field.label), NULL);
  GtkWidget *place = adw_bin_new ();

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (line), TRUE);
  g_object_set_data (G_OBJECT (line), "kx-key", GUINT_TO_POINTER (row->key));
  g_object_set_data (G_OBJECT (line), "kx-cite", place);
  adw_action_row_add_suffix (ADW_ACTION_ROW (line), place);
  kx_preferences_row_add_arrow (line);
  g_signal_connect_object (line, "activated", G_CALLBACK (open_row), self, G_CONNECT_SWAPPED);
  update_row (line, row);
  return line;
}

/* TRUE when `rows` are already those of these parameters, which are then said anew. */
static gboolean
update_rows (GPtrArray *rows, GPtrArray *wanted)
{
  if (rows->len != wanted->len || rows->len == 0)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (GPOINTER_TO_UINT (g_object_get_data (rows->pdata[i], "kx-key")) !=
        ((const KxPolicyRow *) wanted->pdata[i])->key)
      return FALSE;
  for (guint i = 0; i < rows->len; i++)
    update_row (rows->pdata[i], wanted->pdata[i]);
  return TRUE;
}

/* There are many: a subject is filled when it is opened first. */
static void
fill_subject (KxPolicyPreferences *self, guint group)
{
  AdwExpanderRow *subject = self->subject_rows->pdata[group];
  GPtrArray *inside = self->inside->pdata[group];
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();

  for (guint key = 0; self->list != NULL && key < KX_N_POLICY; key++)
    {
      const KxPolicyRow *row = kx_policy_list_get_row (self->list, (KxPolicyKey) key);

      if (row->group == group && kx_policy_row_is_listed (row))
        g_ptr_array_add (wanted, (gpointer) row);
    }
  if ((!adw_expander_row_get_expanded (subject) && inside->len == 0) || update_rows (inside, wanted))
    return;
  for (guint i = 0; i < inside->len; i++)
    adw_expander_row_remove (subject, inside->pdata[i]);
  g_ptr_array_set_size (inside, 0);
  for (guint i = 0; i < wanted->len; i++)
    {
      g_ptr_array_add (inside, make_row (self, wanted->pdata[i]));
      adw_expander_row_add_row (subject, inside->pdata[i]);
    }
}

static void
count_subject (KxPolicyPreferences *self, guint group)
{
  guint listed = 0, set = 0;
  g_autofree char *words = NULL, *all = NULL;

  for (guint key = 0; self->list != NULL && key < KX_N_POLICY; key++)
    {
      const KxPolicyRow *row = kx_policy_list_get_row (self->list, (KxPolicyKey) key);

      if (row->group != group || !kx_policy_row_is_listed (row))
        continue;
      listed++;
      set += row->now->set;
    }
  all = g_strdup_printf (ngettext ("%u parameter", "%u parameters", listed), listed);
  /* Translators: how many parameters there are, and how many of them have a value. */
  words = g_strdup_printf (_ ("%s, %u with a value"), all, set);
  adw_expander_row_set_subtitle (self->subject_rows->pdata[group], words);
  kx_a11y_set_description (self->subject_rows->pdata[group], words);
}

static void
on_expanded (KxPolicyPreferences *self, GParamSpec *pspec, GtkWidget *subject)
{
  guint group;

  if (self->desk != NULL && g_ptr_array_find (self->subject_rows, subject, &group))
    fill_subject (self, group);
}

/* What stands below the parameters that were found. */
static void
add_end (KxPolicyPreferences *self, guint found)
{
  GtkWidget *row = NULL;

  if (found == 0)
    row = kx_preferences_row_new (_ ("No parameter has these words"), NULL);
  else if (found > MOST_FOUND)
    {
      guint more = found - MOST_FOUND;
      g_autofree char *title = g_strdup_printf (ngettext ("%u more", "%u more", more), more);

      row = kx_preferences_row_new (title, _ ("Type more to find fewer."));
    }
  if (row != NULL)
    g_ptr_array_add (self->found_rows, row);
}

static void
fill_found (KxPolicyPreferences *self)
{
  const char *words = gtk_editable_get_text (self->words);
  gboolean searching = *words != '\0';
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();

  gtk_widget_set_visible (GTK_WIDGET (self->found), searching);
  gtk_widget_set_visible (GTK_WIDGET (self->subjects), !searching);
  for (guint key = 0; searching && self->list != NULL && key < KX_N_POLICY; key++)
    if (kx_policy_row_matches (kx_policy_list_get_row (self->list, (KxPolicyKey) key), words))
      g_ptr_array_add (wanted, (gpointer) kx_policy_list_get_row (self->list, (KxPolicyKey) key));
  if (wanted->len <= MOST_FOUND && update_rows (self->found_rows, wanted))
    return;
  kx_preferences_clear_rows (self->found, self->found_rows);
  if (!searching)
    return;
  for (guint i = 0; i < MIN (wanted->len, MOST_FOUND); i++)
    g_ptr_array_add (self->found_rows, make_row (self, wanted->pdata[i]));
  add_end (self, wanted->len);
  for (guint i = 0; i < self->found_rows->len; i++)
    adw_preferences_group_add (self->found, self->found_rows->pdata[i]);
}

static void
on_words (KxPolicyPreferences *self)
{
  if (self->desk != NULL)
    fill_found (self);
}

static void
fill_all (KxPolicyPreferences *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->packs), self->shown != NULL);
  fill_packs (self);
  for (guint group = 0; group < self->subject_rows->len; group++)
    {
      fill_subject (self, group);
      count_subject (self, group);
    }
  fill_found (self);
}

/* The office */

static void
show_office (KxPolicyPreferences *self, const KxRecord *office)
{
  g_free (self->shown);
  self->shown = office != NULL ? g_strdup (office->id) : NULL;
  g_clear_pointer (&self->list, kx_policy_list_free);
  if (self->shown != NULL)
    self->list = kx_policy_page_read (self->desk, self->shown);
  fill_all (self);
}

static void
choose (KxPolicyPreferences *self)
{
  guint selected = adw_combo_row_get_selected (self->choice);

  if (self->desk != NULL && !self->filling && selected < self->offices->len)
    show_office (self, self->offices->pdata[selected]);
}

static guint
find_shown (KxPolicyPreferences *self)
{
  for (guint i = 0; i < self->offices->len; i++)
    if (g_strcmp0 (((KxRecord *) self->offices->pdata[i])->id, self->shown) == 0)
      return i;
  return kx_office_choice_find_own (self->desk, self->offices);
}

static void
refresh (KxPolicyPreferences *self)
{
  guint selected;

  g_ptr_array_unref (self->offices);
  self->offices = kx_office_choice_list (self->desk);
  selected = find_shown (self);
  self->filling = TRUE;
  kx_office_choice_fill (self->choice, self->offices, selected);
  self->filling = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->choice_group), self->offices->len > 1);
  show_office (self, self->offices->len > 0 ? self->offices->pdata[selected] : NULL);
}

static void
follow (KxDesk *desk, const KxEntity *entity, KxPolicyPreferences *self)
{
  static const char *const shown[] = { "office", "own_value", "pack", NULL };

  if (self->desk != NULL && g_strv_contains (shown, entity->name))
    refresh (self);
}

static void
dispose (GObject *object)
{
  g_clear_object (&KX_POLICY_PREFERENCES (object)->desk);
  G_OBJECT_CLASS (kx_policy_preferences_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  KxPolicyPreferences *self = KX_POLICY_PREFERENCES (object);

  g_ptr_array_unref (self->offices);
  g_clear_pointer (&self->list, kx_policy_list_free);
  g_ptr_array_unref (self->pack_rows);
  g_ptr_array_unref (self->found_rows);
  g_ptr_array_unref (self->subject_rows);
  g_ptr_array_unref (self->inside);
  g_free (self->shown);
  G_OBJECT_CLASS (kx_policy_preferences_parent_class)->finalize (object);
}

static void
kx_policy_preferences_class_init (KxPolicyPreferencesClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static AdwPreferencesGroup *
add_group (KxPolicyPreferences *self, const char *title, const char *description)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  if (title != NULL)
    adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (group, description);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), group);
  return group;
}

static void
add_search (KxPolicyPreferences *self)
{
  GtkWidget *entry = gtk_search_entry_new ();

  self->search =
      add_group (self, _ ("Parameters"),
                 _ ("What documents decide, and what the office entered itself. § shows the words."));
  g_object_set (entry, "placeholder-text", _ ("Search all parameters"), NULL);
  kx_a11y_set_label (entry, _ ("Search all parameters"));
  g_signal_connect_object (entry, "search-changed", G_CALLBACK (on_words), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->search, entry);
  self->words = GTK_EDITABLE (entry);
}

static void
add_subjects (KxPolicyPreferences *self)
{
  for (guint group = 0; group < kx_policy_n_groups (); group++)
    {
      GtkWidget *row = adw_expander_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), kx_policy_group_label (group));
      kx_a11y_set_label (row, kx_policy_group_label (group));
      g_ptr_array_add (self->subject_rows, row);
      g_ptr_array_add (self->inside, g_ptr_array_new ());
      g_signal_connect_object (row, "notify::expanded", G_CALLBACK (on_expanded), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->subjects, row);
    }
}

static void
kx_policy_preferences_init (KxPolicyPreferences *self)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (self);
  GtkWidget *choice = adw_combo_row_new ();

  self->offices = g_ptr_array_new ();
  self->pack_rows = g_ptr_array_new ();
  self->found_rows = g_ptr_array_new ();
  self->subject_rows = g_ptr_array_new ();
  self->inside = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  adw_preferences_page_set_name (page, "policy");
  adw_preferences_page_set_title (page, _ ("Policy"));
  adw_preferences_page_set_icon_name (page, "x-office-document-symbolic");
  self->choice_group = add_group (self, NULL, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (choice), _ ("Office shown"));
  kx_a11y_name_rows (choice);
  self->choice = ADW_COMBO_ROW (choice);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (choose), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->choice_group, choice);
  self->packs = add_group (self, _ ("What governs this office"),
                           _ ("The most special first; where it says nothing, the next one speaks."));
  add_search (self);
  self->found = add_group (self, NULL, NULL);
  self->subjects = add_group (self, NULL, NULL);
  add_subjects (self);
}

AdwPreferencesPage *
kx_policy_preferences_new (KxProfile *profile)
{
  KxPolicyPreferences *self = g_object_new (KX_TYPE_POLICY_PREFERENCES, NULL);

  self->desk = kx_desk_new (profile);
  g_signal_connect_object (self->desk, "rows-changed", G_CALLBACK (follow), self, 0);
  refresh (self);
  return ADW_PREFERENCES_PAGE (self);
}

/* The office and the name of the parameter of a draft: its key is own_value/of/OFFICE/PARAMETER. */
static char *
find_draft (KxPolicyPreferences *self, const char *id, char **ret_parameter)
{
  g_auto (GStrv) keys = kx_mirror_list_drafts (kx_desk_get_mirror (self->desk), "own_value/of/");

  for (char **key = keys; *key != NULL; key++)
    {
      g_auto (GStrv) parts = g_strsplit (*key, "/", -1);
      g_autofree char *json = kx_mirror_dup_draft (kx_desk_get_mirror (self->desk), *key);

      if (g_strv_length (parts) != 4 || json == NULL || strstr (json, id) == NULL)
        continue;
      *ret_parameter = g_strdup (parts[3]);
      return g_strdup (parts[2]);
    }
  return NULL;
}

gboolean
kx_policy_preferences_show_row (KxPolicyPreferences *self, const char *id)
{
  g_autoptr (KxRecord) row = NULL;
  g_autofree char *office = NULL, *parameter = NULL;
  KxPolicyKey key;

  g_return_val_if_fail (KX_IS_POLICY_PREFERENCES (self), FALSE);
  row = kx_desk_get_row (self->desk, &kx_own_value_entity, id);
  if (row != NULL)
    {
      office = g_strdup (kx_own_value_get_office (kx_own_value (row)));
      parameter = g_strdup (kx_own_value_get_parameter (kx_own_value (row)));
    }
  else
    office = find_draft (self, id, &parameter);
  if (office == NULL || !kx_policy_key_from_name (parameter, &key))
    return FALSE;
  for (guint i = 0; i < self->offices->len; i++)
    if (g_strcmp0 (((KxRecord *) self->offices->pdata[i])->id, office) == 0)
      {
        adw_combo_row_set_selected (self->choice, i);
        open_parameter (self, key);
        return TRUE;
      }
  return FALSE;
}
