#include "models/kx-policy-list.h"

#include "core/entities/kx-own-value.h"
#include "models/kx-display.h"
#include "sync/kx-gettext.h"

#include <string.h>

/* One office enters a few dozen in its life. */
#define MOST_OWN 2000

struct _KxPolicyList
{
  KxPolicy *policy;
  KxPolicyRow rows[KX_N_POLICY];
};

/* Where the groups of kx-policy-parameters.h begin. */
static const struct
{
  KxPolicyKey first;
  const char *label;
} groups[] = {
  { KX_POLICY_cap_county, N_ ("Layout") },
  { KX_POLICY_scope_inpatient, N_ ("Scope of service") },
  { KX_POLICY_admission_assessment, N_ ("Admission") },
  { KX_POLICY_negotiation, N_ ("Agreements") },
  { KX_POLICY_tiered_review, N_ ("Handling of business") },
  { KX_POLICY_performance_check, N_ ("Supervision and evaluation") },
  { KX_POLICY_exit_mechanism, N_ ("Rectification and exit") },
  { KX_POLICY_pay_in_time, N_ ("Fees and settlement") },
  { KX_POLICY_pool_province, N_ ("Experts") },
  { KX_POLICY_confirming_body, N_ ("Cases") },
  { KX_POLICY_consortium, N_ ("Network, plan and reports") },
};

guint
kx_policy_n_groups (void)
{
  return G_N_ELEMENTS (groups);
}

const char *
kx_policy_group_label (guint group)
{
  return _ (groups[group].label);
}

static guint
group_of (KxPolicyKey key)
{
  guint group = 0;

  while (group + 1 < G_N_ELEMENTS (groups) && groups[group + 1].first <= key)
    group++;
  return group;
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  const KxRecord *x = *(KxRecord *const *) a, *y = *(KxRecord *const *) b;

  return kx_record_get (y, kx_own_value_f_from_on).DATE.ymd -
         kx_record_get (x, kx_own_value_f_from_on).DATE.ymd;
}

static void
add_suggestions (KxPolicyList *list, KxPolicyRow *row)
{
  row->suggestions = g_array_new (FALSE, FALSE, sizeof (KxSuggestion));
  for (guint i = 0; i < kx_policy_get_n_packs (list->policy); i++)
    {
      GArray *from = kx_policy_pack_get_suggestions (kx_policy_get_pack (list->policy, i), row->key);

      if (from != NULL)
        g_array_append_vals (row->suggestions, from->data, from->len);
    }
}

static void
add_row (KxPolicyList *list, KxPolicyKey key)
{
  KxPolicyRow *row = &list->rows[key];

  row->key = key;
  row->group = group_of (key);
  row->now = kx_policy_get (list->policy, key);
  row->own = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  row->may = !kx_policy_line (key)->own              ? KX_OWN_NEVER
             : kx_policy_may_own (list->policy, key) ? KX_OWN_OPEN
                                                     : KX_OWN_DECIDED;
  add_suggestions (list, row);
}

KxPolicyList *
kx_policy_list_read (KxReader *reader, const char *office, KxDate today)
{
  KxQuery query = { .entity = &kx_own_value_entity,
                    .terms = { { .field = kx_own_value_f_office, .value.REF = office } },
                    .n_terms = 1 };
  g_autoptr (GPtrArray) own = NULL;
  g_autoptr (KxPolicy) policy = NULL;
  KxPolicyList *list;

  if (kx_policy_read (reader, office, today, &policy) != KX_KNOWN ||
      kx_reader_list (reader, &query, MOST_OWN, &own) != KX_KNOWN)
    return NULL;
  list = g_new0 (KxPolicyList, 1);
  list->policy = g_steal_pointer (&policy);
  for (guint i = 0; i < KX_N_POLICY; i++)
    add_row (list, (KxPolicyKey) i);
  g_ptr_array_sort (own, compare_days);
  for (guint i = 0; i < own->len; i++)
    {
      const KxRecord *record = own->pdata[i];
      KxPolicyKey key;

      if (kx_policy_key_from_name (kx_record_get (record, kx_own_value_f_parameter).TEXT, &key))
        g_ptr_array_add (list->rows[key].own, kx_record_copy (record));
    }
  return list;
}

void
kx_policy_list_free (KxPolicyList *list)
{
  for (guint i = 0; i < KX_N_POLICY; i++)
    {
      g_ptr_array_unref (list->rows[i].own);
      g_array_unref (list->rows[i].suggestions);
    }
  kx_policy_free (list->policy);
  g_free (list);
}

const KxPolicy *
kx_policy_list_get_policy (const KxPolicyList *list)
{
  return list->policy;
}

const KxPolicyRow *
kx_policy_list_get_row (const KxPolicyList *list, KxPolicyKey key)
{
  return &list->rows[key];
}

gboolean
kx_policy_row_is_listed (const KxPolicyRow *row)
{
  return row->now->set || row->may == KX_OWN_OPEN;
}

/* "{number} days", as many as `n` are. */
static const char *
count_words (KxPolicyUnit unit, gulong n)
{
  switch (unit)
    {
    case KX_UNIT_AGENCIES:
      return g_dngettext (GETTEXT_PACKAGE, "{number} agency", "{number} agencies", n);
    case KX_UNIT_PERSONS:
      return g_dngettext (GETTEXT_PACKAGE, "{number} person", "{number} persons", n);
    case KX_UNIT_CITIES:
      return g_dngettext (GETTEXT_PACKAGE, "{number} city", "{number} cities", n);
    case KX_UNIT_PLATFORMS:
      return g_dngettext (GETTEXT_PACKAGE, "{number} platform", "{number} platforms", n);
    case KX_UNIT_INJURIES:
      return g_dngettext (GETTEXT_PACKAGE, "{number} kind of injury", "{number} kinds of injury", n);
    case KX_UNIT_DAYS:
      return g_dngettext (GETTEXT_PACKAGE, "{number} day", "{number} days", n);
    case KX_UNIT_WORKDAYS:
      return g_dngettext (GETTEXT_PACKAGE, "{number} working day", "{number} working days", n);
    case KX_UNIT_MONTHS:
      return g_dngettext (GETTEXT_PACKAGE, "{number} month", "{number} months", n);
    case KX_UNIT_PERCENT:
      return g_dngettext (GETTEXT_PACKAGE, "{number} percent", "{number} percent", n);
    case KX_UNIT_NONE:
    case KX_N_UNITS:
    default:
      return "{number}";
    }
}

char *
kx_policy_value_dup_words (KxPolicyKey key, KxValue value)
{
  const KxPolicyLine *line = kx_policy_line (key);
  g_autofree char *words = kx_display_value (&line->field, value);

  if (line->unit == KX_UNIT_NONE)
    return g_steal_pointer (&words);
  return kx_display_fill (count_words (line->unit, (gulong) MAX (value.INTEGER, 0)), "number", words, NULL);
}

char *
kx_policy_row_dup_value (const KxPolicyRow *row)
{
  if (row->now->set)
    return kx_policy_value_dup_words (row->key, row->now->value);
  return g_strdup (row->now->cite.source != KX_SOURCE_NONE ? _ ("No value: the document leaves it open")
                                                           : _ ("No value: no document speaks of it"));
}

char *
kx_policy_row_dup_authority (const KxPolicyRow *row)
{
  const KxCite *cite = &row->now->cite;

  if (cite->force == KX_FORCE_OWN_VALUE)
    return kx_display_fill (N_ ("This office's own value since {date}"), "date", cite->item, NULL);
  if (cite->source == KX_SOURCE_NONE)
    return g_strdup ("");
  if (cite->force == KX_FORCE_NONE || row->now->by == NULL)
    return g_strdup (row->now->by != NULL ? row->now->by : _ (kx_source_label (cite->source)));
  return g_strdup_printf ("%s · %s", _ (kx_force_label (cite->force)), row->now->by);
}

static gboolean
has_word (const KxPolicyRow *row, const char *word)
{
  g_autofree char *value = kx_policy_row_dup_value (row), *authority = kx_policy_row_dup_authority (row);
  const KxCite *cite = &row->now->cite;
  const char *texts[] = { _ (kx_policy_line (row->key)->field.label),
                          row->now->set ? value : NULL,
                          authority,
                          cite->document,
                          cite->item,
                          cite->quote };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *folded = texts[i] != NULL ? g_utf8_casefold (texts[i], -1) : NULL;

      if (folded != NULL && strstr (folded, word) != NULL)
        return TRUE;
    }
  return FALSE;
}

gboolean
kx_policy_row_matches (const KxPolicyRow *row, const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t", -1);

  for (char **word = words; *word != NULL; word++)
    if (**word != '\0' && !has_word (row, *word))
      return FALSE;
  return TRUE;
}

const char *
kx_policy_row_get_bar (const KxPolicyRow *row)
{
  if (row->may == KX_OWN_DECIDED)
    return _ ("A document decides this as a duty, so the office enters no value of its own.");
  if (row->may == KX_OWN_NEVER)
    return _ ("This is not for an office to settle, so it enters no value of its own.");
  return NULL;
}

const char *
kx_policy_row_own_standing (const KxPolicyRow *row, const KxRecord *own, KxDate today)
{
  if (kx_record_get (own, kx_own_value_f_from_on).DATE.ymd > today.ymd)
    return _ ("Coming");
  for (guint i = 0; i < row->own->len; i++)
    if (kx_record_get (row->own->pdata[i], kx_own_value_f_from_on).DATE.ymd <= today.ymd)
      {
        const KxRecord *latest = row->own->pdata[i];

        if (g_strcmp0 (latest->id, own->id) != 0)
          return _ ("Earlier");
        break;
      }
  return row->may == KX_OWN_OPEN ? _ ("In force") : _ ("Overruled by a document");
}

char *
kx_policy_row_dup_own (const KxPolicyRow *row, const KxRecord *own)
{
  const char *text = kx_record_get (own, kx_own_value_f_value).TEXT;
  KxValue value;

  if (text == NULL)
    return g_strdup (_ ("No own value"));
  if (!kx_value_from_text (&kx_policy_line (row->key)->field, text, &value))
    return g_strdup (text);
  return kx_policy_value_dup_words (row->key, value);
}

char *
kx_policy_document_dup_words (const KxPolicyDocument *document)
{
  g_autofree char *date = document->date.ymd != 0 ? kx_display_date (document->date) : NULL;
  GString *words = g_string_new (document->title);

  if (document->number != NULL)
    g_string_append_printf (words, " · %s", document->number);
  if (date != NULL)
    g_string_append_printf (words, " · %s", date);
  return g_string_free (words, FALSE);
}
