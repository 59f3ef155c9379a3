#include "core/kx-layout.h"

/* Far more than any city signs. */
#define MOST_AGREEMENTS 5000

KxPolicyKey
kx_layout_key (int toward)
{
  return toward == kx_agreement_counts_toward_city_level ? KX_POLICY_cap_city_level : KX_POLICY_cap_county;
}

/* The office may have said that a kind of institution does not count; while nobody did, each does. */
static gboolean
is_left_out (const KxPolicy *policy, const KxRecord *agency)
{
  int kind = kx_record_get (agency, kx_agency_f_kind).CODE;
  const KxParameter *rule = NULL;

  if (kx_record_get (agency, kx_agency_f_out_of_area).BOOLEAN)
    rule = kx_policy_get (policy, KX_POLICY_cap_counts_outside);
  else if (!kx_record_has (agency, kx_agency_f_kind))
    return FALSE;
  else if (kind == kx_agency_kind_community_health_centre || kind == kx_agency_kind_township_health_centre)
    rule = kx_policy_get (policy, KX_POLICY_cap_counts_community);
  else if (kind == kx_agency_kind_pneumoconiosis_station)
    rule = kx_policy_get (policy, KX_POLICY_cap_counts_stations);
  return rule != NULL && rule->set && !rule->value.BOOLEAN;
}

/* Adds the agencies of agreements in `states`; two records of one institution are one, but for `alone`
 * (nullable), which counts by itself. */
static KxAnswer
collect (KxReader *reader, const KxPolicy *policy, const KxLayoutPlace *place, guint64 states,
         const char *alone, GHashTable *agencies)
{
  KxQuery query = {
    .entity = &kx_agreement_entity,
    .terms = { { .field = kx_agreement_f_counts_area, .value.TEXT = place->area },
               { .field = kx_agreement_f_counts_toward, .value.CODE = place->toward },
               { .field = kx_agreement_f_kind, .value.CODE = kx_agreement_kind_rehabilitation },
               { .field = kx_agreement_f_state, .test = KX_ONE_OF, .value.CODES.bits = states } },
    .n_terms = 4
  };
  g_autoptr (GPtrArray) rows = NULL;
  KxAnswer answer = kx_reader_list (reader, &query, MOST_AGREEMENTS, &rows);

  for (guint i = 0; answer == KX_KNOWN && i < rows->len; i++)
    {
      const char *id = kx_record_get (rows->pdata[i], kx_agreement_f_agency).REF, *same;
      g_autoptr (KxRecord) agency = NULL;

      answer = kx_reader_get (reader, &kx_agency_entity, id, &agency);
      if (answer != KX_KNOWN || agency == NULL || is_left_out (policy, agency))
        continue;
      same = g_strcmp0 (id, alone) != 0 ? kx_record_get (agency, kx_agency_f_alias_of).REF : NULL;
      g_hash_table_add (agencies, g_strdup (same != NULL ? same : id));
    }
  return answer;
}

#define BIT(state) (G_GUINT64_CONSTANT (1) << kx_agreement_state_##state)
#define RUNNING (BIT (signed) | BIT (terminating))
#define PREPARED (BIT (draft) | BIT (in_review) | BIT (approved) | BIT (agency_signed))

static KxAnswer
count (KxReader *reader, const KxPolicy *policy, const KxLayoutPlace *place, const char *but,
       const char *alone, KxLayoutCount *ret_count)
{
  g_autoptr (GHashTable) running = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) prepared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const KxParameter *limit = kx_policy_get (policy, kx_layout_key (place->toward));
  KxAnswer answer = collect (reader, policy, place, RUNNING, alone, running);
  GHashTableIter iter;
  gpointer agency;

  if (answer == KX_KNOWN)
    answer = collect (reader, policy, place, PREPARED, alone, prepared);
  if (answer != KX_KNOWN)
    return answer;
  if (but != NULL)
    {
      g_hash_table_remove (running, but);
      g_hash_table_remove (prepared, but);
    }
  *ret_count = (KxLayoutCount){ .limited = limit->set, .limit = limit->value.INTEGER, .cite = limit->cite };
  ret_count->used = g_hash_table_size (running);
  g_hash_table_iter_init (&iter, prepared);
  while (g_hash_table_iter_next (&iter, &agency, NULL))
    ret_count->coming += !g_hash_table_contains (running, agency);
  return KX_KNOWN;
}

KxAnswer
kx_layout_count (KxReader *reader, const KxPolicy *policy, const KxLayoutPlace *place, const char *but,
                 KxLayoutCount *ret_count)
{
  return count (reader, policy, place, but, NULL, ret_count);
}

KxAnswer
kx_layout_count_unlinked (KxReader *reader, const KxPolicy *policy, const KxLayoutPlace *place,
                          const char *alone, KxLayoutCount *ret_count)
{
  return count (reader, policy, place, NULL, alone, ret_count);
}

gboolean
kx_layout_has_room (const KxLayoutCount *count)
{
  return !count->limited || count->used < count->limit;
}
