#include "core/kx-policy.h"

#include "core/entities/kx-office.h"
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-pack.h"
#include "core/kx-area-table.h"
#include "core/kx-calendar.h"
#include "core/kx-policy-pack.h"

#include <string.h>

/* More rows than offices and documents ever make. */
#define MOST_PACKS 500
#define MOST_OWN_VALUES 2000
/* Packs that extend one another. */
#define MOST_LAYERS 8

struct _KxPolicy
{
  const KxPolicyPack *layers[MOST_LAYERS]; /* the most special first */
  guint n_layers;
  KxParameter parameters[KX_N_POLICY];
  GString *stamp;
  KxDate from, before; /* nothing begins or ends within; 0: at no time before, or after */
};

#define KX_POLICY_LINE(name_, kind_, unit_, flags_, label_)                                                  \
  { .field = { .name = #name_,                                                                               \
               .label = label_,                                                                              \
               .kind = KX_##kind_,                                                                           \
               .digits = KX_##kind_ == KX_DECIMAL ? 2 : 0 },                                                 \
    .unit = KX_UNIT_##unit_,                                                                                 \
    .own = ((flags_) &KX_POLICY_OWN) != 0 },
static const KxPolicyLine lines[] = { KX_POLICY_PARAMETERS (KX_POLICY_LINE) };
#undef KX_POLICY_LINE

#define KX_POLICY_UNIT_ROW(name, label) label,
static const char *const unit_labels[] = { KX_POLICY_UNITS (KX_POLICY_UNIT_ROW) };
#undef KX_POLICY_UNIT_ROW

const KxPolicyLine *
kx_policy_line (KxPolicyKey key)
{
  return &lines[key];
}

gboolean
kx_policy_key_from_name (const char *name, KxPolicyKey *ret_key)
{
  for (guint i = 0; name != NULL && i < KX_N_POLICY; i++)
    if (g_str_equal (lines[i].field.name, name))
      {
        *ret_key = (KxPolicyKey) i;
        return TRUE;
      }
  return FALSE;
}

const char *
kx_policy_unit_label (KxPolicyUnit unit)
{
  return unit_labels[unit];
}

static gboolean
holds_on (const KxPolicyPack *pack, KxDate date)
{
  KxDate to = kx_policy_pack_get_valid_to (pack);

  return kx_policy_pack_get_valid_from (pack).ymd <= date.ymd && (to.ymd == 0 || to.ymd >= date.ymd);
}

/* Of two packs of one code the one that began later, and of those the one that was loaded later. */
static gboolean
is_newer (const KxRecord *row, const KxRecord *than)
{
  KxDate a = kx_record_get (row, kx_pack_f_valid_from).DATE, b;

  if (than == NULL)
    return TRUE;
  b = kx_record_get (than, kx_pack_f_valid_from).DATE;
  return a.ymd != b.ymd ? a.ymd > b.ymd : row->created_at.ms > than->created_at.ms;
}

/* Whether a pack that governs the same area as `found` governs it more closely. */
static gboolean
is_closer (const KxPolicyPack *pack, const KxPolicyPack *found)
{
  /* One area lies within the other, since both lie around the same. */
  return kx_area_code_is_within (kx_policy_pack_get_area (pack), kx_policy_pack_get_area (found));
}

/* The pack of this code that holds on the day, or, with `code` NULL, the one of the smallest area around
 * `area`. NULL: there is none. */
static const KxPolicyPack *
find_pack (GPtrArray *rows, const char *code, const char *area, KxDate date)
{
  const KxRecord *best = NULL;
  const KxPolicyPack *found = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      const KxRecord *row = rows->pdata[i];
      const KxPolicyPack *pack = kx_policy_pack_get (kx_record_get (row, kx_pack_f_contents).CONFIG, NULL);

      if (pack == NULL || !holds_on (pack, date) ||
          (code != NULL ? !g_str_equal (kx_policy_pack_get_code (pack), code)
                        : !kx_area_code_is_within (area, kx_policy_pack_get_area (pack))))
        continue;
      if (found != NULL && g_str_equal (kx_policy_pack_get_area (pack), kx_policy_pack_get_area (found))
              ? !is_newer (row, best)
              : found != NULL && !is_closer (pack, found))
        continue;
      best = row;
      found = pack;
    }
  return found;
}

/* Something begins to hold that day, or does not hold from it on. */
static void
note_change (KxPolicy *policy, KxDate date, KxDate change)
{
  if (change.ymd == 0)
    return;
  if (change.ymd <= date.ymd)
    policy->from.ymd = MAX (policy->from.ymd, change.ymd);
  else if (policy->before.ymd == 0 || change.ymd < policy->before.ymd)
    policy->before = change;
}

static void
note_changes (KxPolicy *policy, GPtrArray *packs, GPtrArray *own, KxDate date)
{
  for (guint i = 0; i < packs->len; i++)
    {
      const KxPolicyPack *pack =
          kx_policy_pack_get (kx_record_get (packs->pdata[i], kx_pack_f_contents).CONFIG, NULL);
      KxDate to = pack != NULL ? kx_policy_pack_get_valid_to (pack) : (KxDate){ 0 };

      if (pack != NULL)
        note_change (policy, date, kx_policy_pack_get_valid_from (pack));
      note_change (policy, date, to.ymd != 0 ? kx_date_add_days (to, 1) : to);
    }
  for (guint i = 0; own != NULL && i < own->len; i++)
    note_change (policy, date, kx_record_get (own->pdata[i], kx_own_value_f_from_on).DATE);
}

static void
add_layer (KxPolicy *policy, const KxPolicyPack *pack)
{
  policy->layers[policy->n_layers++] = pack;
  g_string_append_printf (policy->stamp, "%s ", kx_policy_pack_get_hash (pack));
  for (guint i = 0; i < KX_N_POLICY; i++)
    {
      const KxParameter *given = kx_policy_pack_get_parameter (pack, (KxPolicyKey) i);
      KxParameter *here = &policy->parameters[i];

      /* What a more special document says, be it that it leaves the number open, is not undone by one above
       * it; where it says nothing, the one above speaks. */
      if (given != NULL && !here->set && here->cite.source == KX_SOURCE_NONE &&
          (given->set || given->cite.source != KX_SOURCE_NONE))
        *here = *given;
    }
}

static void
add_layers (KxPolicy *policy, GPtrArray *rows, const char *area, KxDate date)
{
  const KxPolicyPack *pack = find_pack (rows, NULL, area, date);

  while (pack != NULL && policy->n_layers < MOST_LAYERS)
    {
      const char *extends = kx_policy_pack_get_extends (pack);

      add_layer (policy, pack);
      pack = extends != NULL ? find_pack (rows, extends, NULL, date) : NULL;
    }
}

/* The own value of each parameter that is in force on the day. */
static void
add_own_values (KxPolicy *policy, GPtrArray *rows, KxDate date)
{
  const KxRecord *newest[KX_N_POLICY] = { NULL };

  for (guint i = 0; i < rows->len; i++)
    {
      const KxRecord *row = rows->pdata[i];
      KxDate from = kx_record_get (row, kx_own_value_f_from_on).DATE;
      KxPolicyKey key;

      if (from.ymd <= date.ymd &&
          kx_policy_key_from_name (kx_record_get (row, kx_own_value_f_parameter).TEXT, &key) &&
          (newest[key] == NULL || from.ymd > kx_record_get (newest[key], kx_own_value_f_from_on).DATE.ymd))
        newest[key] = row;
    }
  for (guint i = 0; i < KX_N_POLICY; i++)
    {
      const char *text = newest[i] != NULL ? kx_record_get (newest[i], kx_own_value_f_value).TEXT : NULL;
      g_autofree char *since = NULL;
      KxParameter *here = &policy->parameters[i];
      KxValue value;

      if (text == NULL || !kx_policy_may_own (policy, (KxPolicyKey) i) ||
          !kx_value_from_text (&lines[i].field, text, &value))
        continue;
      /* There are few, and citations outlive what they come from. */
      if (lines[i].field.kind == KX_TEXT)
        value.TEXT = g_intern_string (value.TEXT);
      since = kx_record_text (newest[i], kx_own_value_f_from_on);
      *here = (KxParameter){ .set = TRUE,
                             .value = value,
                             .cite = { .source = KX_SOURCE_OFFICE,
                                       .document = g_intern_string (
                                           kx_record_get (newest[i], kx_own_value_f_document).TEXT),
                                       .item = g_intern_string (since),
                                       .force = KX_FORCE_OWN_VALUE } };
      g_string_append_printf (policy->stamp, "%s=%s@%s ", lines[i].field.name, text, since);
    }
}

/* `own`: (element-type KxRecord) own values, or NULL. */
static KxAnswer
put_together (KxReader *reader, const char *area, GPtrArray *own, KxDate date, KxPolicy **ret_policy)
{
  KxQuery query = { .entity = &kx_pack_entity };
  g_autoptr (GPtrArray) packs = NULL;
  KxAnswer answer = kx_reader_list (reader, &query, MOST_PACKS, &packs);

  if (answer != KX_KNOWN)
    return answer;
  *ret_policy = g_new0 (KxPolicy, 1);
  (*ret_policy)->stamp = g_string_new (NULL);
  add_layers (*ret_policy, packs, area, date);
  if (own != NULL)
    add_own_values (*ret_policy, own, date);
  note_changes (*ret_policy, packs, own, date);
  return KX_KNOWN;
}

KxAnswer
kx_policy_read (KxReader *reader, const char *office, KxDate date, KxPolicy **ret_policy)
{
  KxQuery query = { .entity = &kx_own_value_entity,
                    .terms = { { .field = kx_own_value_f_office, .value.REF = office } },
                    .n_terms = 1 };
  g_autoptr (GPtrArray) own = NULL;
  g_autoptr (KxRecord) row = NULL;
  const char *area;
  KxAnswer answer;

  *ret_policy = NULL;
  answer = kx_reader_get (reader, &kx_office_entity, office, &row);
  if (answer == KX_KNOWN)
    answer = kx_reader_list (reader, &query, MOST_OWN_VALUES, &own);
  if (answer != KX_KNOWN)
    return answer;
  area = row != NULL ? kx_record_get (row, kx_office_f_area).TEXT : NULL;
  return put_together (reader, area != NULL ? area : KX_AREA_COUNTRY_CODE, own, date, ret_policy);
}

KxAnswer
kx_policy_read_for_area (KxReader *reader, const char *area, KxDate date, KxPolicy **ret_policy)
{
  *ret_policy = NULL;
  return put_together (reader, area, NULL, date, ret_policy);
}

void
kx_policy_free (KxPolicy *policy)
{
  g_string_free (policy->stamp, TRUE);
  g_free (policy);
}

guint
kx_policy_get_n_packs (const KxPolicy *policy)
{
  return policy->n_layers;
}

const KxPolicyPack *
kx_policy_get_pack (const KxPolicy *policy, guint i)
{
  return policy->layers[i];
}

const KxParameter *
kx_policy_get (const KxPolicy *policy, KxPolicyKey key)
{
  return &policy->parameters[key];
}

gboolean
kx_policy_integer (const KxPolicy *policy, KxPolicyKey key, gint64 *ret_number)
{
  if (!policy->parameters[key].set)
    return FALSE;
  *ret_number = policy->parameters[key].value.INTEGER;
  return TRUE;
}

gboolean
kx_policy_is (const KxPolicy *policy, KxPolicyKey key)
{
  return policy->parameters[key].set && policy->parameters[key].value.BOOLEAN;
}

const char *
kx_policy_term (const KxPolicy *policy, const char *name)
{
  const char *term = NULL;

  for (guint i = 0; i < policy->n_layers && term == NULL; i++)
    term = kx_policy_pack_get_term (policy->layers[i], name);
  return term;
}

gboolean
kx_policy_may_own (const KxPolicy *policy, KxPolicyKey key)
{
  const KxParameter *here = &policy->parameters[key];

  return lines[key].own && !(here->set && here->cite.force == KX_FORCE_DUTY);
}

gboolean
kx_policy_holds_on (const KxPolicy *policy, KxDate day)
{
  return day.ymd >= policy->from.ymd && (policy->before.ymd == 0 || day.ymd < policy->before.ymd);
}

const char *
kx_policy_stamp (const KxPolicy *policy)
{
  return policy->stamp->str;
}
