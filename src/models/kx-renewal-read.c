#include "models/kx-renewal-read.h"

#include "models/kx-display.h"
#include "store/kx-row.h"
#include "sync/kx-gettext.h"

#include <string.h>

/* What else is known beside the agreement itself; columns of the statement, in this order. */
enum
{
  NAME,
  LICENCE_TO,
  LICENCE_NO_END,
  FOLLOWED,
  PUT_OUT,
  OPEN_CHANGE,
  HINDERED,
  OPEN_UNTIL,
  N_BESIDE
};

/* $1 is the agreement, $2 today. */
static const char beside[] =
    "SELECT a.name, a.licence_valid_to, a.licence_no_end, "
    "EXISTS (SELECT 1 FROM agreement n WHERE n.previous = g.id AND n.deleted_at = 0 AND n.state <> 'ended'), "
    "EXISTS (SELECT 1 FROM exit_case x WHERE x.agency = g.agency AND x.office = g.office AND x.deleted_at = "
    "0 "
    "AND x.measure = 'termination' AND x.decided_on IS NOT NULL AND (x.agreement = g.id OR (x.agreement IS "
    "NULL "
    "AND x.decided_on >= coalesce(g.signed_on, 0)))), "
    "EXISTS (SELECT 1 FROM change_case c WHERE c.agency = g.agency AND c.deleted_at = 0 AND c.state <> "
    "'closed'), "
    "EXISTS (SELECT 1 FROM rectification r WHERE r.agency = g.agency AND r.office = g.office AND "
    "r.deleted_at = "
    "0 AND (r.state = 'failed' OR (r.state IN ('issued', 'reported') AND r.due_on < $2))), "
    "(SELECT max(r.due_on) FROM rectification r WHERE r.agency = g.agency AND r.office = g.office AND "
    "r.deleted_at = 0 AND r.state IN ('issued', 'reported') AND r.due_on >= $2) "
    "FROM agreement g CROSS JOIN agency a WHERE g.id = $1 AND a.id = g.agency";

/* Why a licence keeps the agreement from being renewed in bulk, or NULL. Devices are not cured with. */
static const char *
licence_reason (const KxRecord *agreement, KxDbRows *rows, KxDate today)
{
  if (kx_record_get (agreement, kx_agreement_f_kind).CODE == kx_agreement_kind_device ||
      kx_db_rows_integer (rows, LICENCE_NO_END) != 0)
    return NULL;
  if (kx_db_rows_is_null (rows, LICENCE_TO))
    return _ ("The practice licence of the agency is not on record");
  return kx_db_rows_integer (rows, LICENCE_TO) < today.ymd
             ? _ ("The practice licence of the agency has run out")
             : NULL;
}

/* What keeps one back from a renewal as such; a bulk run does not even begin it. */
static const char *
renewal_reason (const KxRecord *agreement, KxDbRows *rows, KxDate today)
{
  if (kx_db_rows_integer (rows, FOLLOWED) != 0)
    return _ ("An agreement that follows is signed or in the making");
  if (kx_record_has (agreement, kx_agreement_f_not_renewed_on))
    return _ ("It was decided not to renew it");
  if (kx_db_rows_integer (rows, OPEN_CHANGE) != 0)
    return _ ("A change of the agency is open and has to be decided first");
  if (kx_db_rows_integer (rows, HINDERED) != 0)
    return _ ("A rectification is overdue or failed its recheck");
  return licence_reason (agreement, rows, today);
}

/* Translated and static; NULL: nothing keeps it back. */
static const char *
find_reason (const KxRecord *agreement, KxDbRows *rows, KxRenewalWay way, KxDate today)
{
  KxDate ends = kx_record_get (agreement, kx_agreement_f_ends_on).DATE;

  if (!kx_agreement_runs (agreement))
    return kx_record_get (agreement, kx_agreement_f_state).CODE == kx_agreement_state_ended
               ? _ ("It has ended")
               : _ ("It is not signed");
  if (kx_record_get (agreement, kx_agreement_f_state).CODE == kx_agreement_state_terminating)
    return _ ("It is being terminated");
  if (kx_db_rows_integer (rows, PUT_OUT) != 0)
    return _ ("A decision is in force by which it ends");
  if (ends.ymd == 0)
    return _ ("Its last day is not on record");
  if (way == KX_RENEWAL_RENEW)
    return renewal_reason (agreement, rows, today);
  return ends.ymd < today.ymd ? _ ("It is over: a new agreement follows it") : NULL;
}

/* More rows of one kind than an agreement has. */
#define MOST_PARTS 500

/* NULL with the store's error. */
static GPtrArray *
read_parts (KxBook *book, const char *id, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  const char *const *names = kx_renewal_parts ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      const KxEntity *entity = kx_schema_entity (book->schema, names[i]);
      KxQuery query = { .entity = entity, .n_terms = 1 };
      g_autoptr (GPtrArray) rows = NULL;

      if (entity == NULL)
        continue;
      query.terms[0] = (KxTerm){ .field = (guint) kx_entity_flagged (entity, KX_PARENT), .value.REF = id };
      if (kx_reader_list (reader, &query, MOST_PARTS, &rows) != KX_KNOWN)
        {
          if (kx_row_reader_get_error (reader) == NULL)
            continue;
          g_propagate_error (error, g_error_copy (kx_row_reader_get_error (reader)));
          return NULL;
        }
      g_ptr_array_extend_and_steal (all, g_steal_pointer (&rows));
    }
  return g_steal_pointer (&all);
}

static KxRenewalLine *
read_line (KxBook *book, const char *id, KxRenewalWay way, KxDate today, GError **error)
{
  g_autoptr (KxRecord) agreement = kx_row_get (book, &kx_agreement_entity, id, error);
  const KxDbArg args[] = { KX_ARG_TEXT (id), KX_ARG_INTEGER (today.ymd) };
  g_autoptr (KxDbRows) rows = NULL;
  GPtrArray *parts;
  KxRenewalLine *line;

  if (agreement == NULL || agreement->deleted_at.ms != 0)
    return NULL;
  rows = kx_db_query (book->db, beside, args, G_N_ELEMENTS (args), error);
  if (rows == NULL || !kx_db_rows_next (rows, error))
    return NULL;
  line = kx_renewal_line_new (agreement, kx_db_rows_text (rows, NAME),
                              find_reason (agreement, rows, way, today));
  if (way == KX_RENEWAL_CARRY_ON)
    return line;
  parts = read_parts (book, id, error);
  if (parts == NULL)
    {
      g_object_unref (line);
      return NULL;
    }
  kx_renewal_line_take_parts (line, parts);
  if (!kx_db_rows_is_null (rows, OPEN_UNTIL))
    kx_renewal_line_set_rectify_by (line, (KxDate){ (int) kx_db_rows_integer (rows, OPEN_UNTIL) });
  return line;
}

static int
compare_agencies (gconstpointer a, gconstpointer b)
{
  KxRenewalLine *one = *(KxRenewalLine *const *) a, *two = *(KxRenewalLine *const *) b;
  int order = g_utf8_collate (kx_renewal_line_get_agency (one), kx_renewal_line_get_agency (two));

  return order != 0
             ? order
             : strcmp (kx_renewal_line_get_agreement (one)->id, kx_renewal_line_get_agreement (two)->id);
}

GPtrArray *
kx_renewal_read (KxBook *book, GPtrArray *ids, KxRenewalWay way, KxDate today, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  GError *local = NULL;

  for (guint i = 0; i < ids->len; i++)
    {
      KxRenewalLine *line = read_line (book, ids->pdata[i], way, today, &local);

      if (local != NULL)
        {
          g_propagate_error (error, local);
          return NULL;
        }
      if (line != NULL)
        g_ptr_array_add (lines, line);
    }
  g_ptr_array_sort (lines, compare_agencies);
  return g_steal_pointer (&lines);
}
