#include "core/rules/kx-agreement-overlap-rules.h"

#include "core/entities/kx-agreement.h"
#include "core/rules/kx-rule.h"

/* More than an office makes with one agency. */
#define MOST_AGREEMENTS 1000

#define EVERY_SCOPE G_MAXUINT64

/* What an agreement covers. */
typedef struct
{
  int first, last; /* days as KxDate.ymd */
  guint64 scopes;
} Reach;

static Reach
reach_of (const KxRecord *agreement, KxDate today)
{
  int state = kx_record_get (agreement, kx_agreement_f_state).CODE;
  Reach reach = { 0, G_MAXINT, EVERY_SCOPE };

  if (kx_record_has (agreement, kx_agreement_f_ends_on))
    reach.last = kx_record_get (agreement, kx_agreement_f_ends_on).DATE.ymd;
  /* Only what is entered from paper is drawn up with the day on which it ended. */
  if (state == kx_agreement_state_draft && kx_record_has (agreement, kx_agreement_f_ended_on))
    reach.last = MIN (reach.last, kx_record_get (agreement, kx_agreement_f_ended_on).DATE.ymd);
  if (kx_record_has (agreement, kx_agreement_f_starts_on))
    reach.first = kx_record_get (agreement, kx_agreement_f_starts_on).DATE.ymd;
  else if (state < kx_agreement_state_signed && reach.last >= today.ymd)
    reach.first = today.ymd;
  if (kx_record_has (agreement, kx_agreement_f_scopes))
    reach.scopes = kx_record_get (agreement, kx_agreement_f_scopes).CODES.bits;
  return reach;
}

/* That of the agreement as the step would leave it; FALSE: it covers nothing. */
static gboolean
get_own_reach (const KxScene *scene, Reach *ret_reach)
{
  const KxRecord *given = scene->op->fields;

  *ret_reach = reach_of (scene->after, scene->today);
  if (given != NULL && kx_record_is (given, "take_over"))
    return kx_record_get (given, kx_take_over_f_state).CODE != kx_agreement_state_ended;
  if (given != NULL && kx_record_is (given, "bridge") && kx_record_has (given, kx_bridge_f_ends_on))
    ret_reach->last = kx_record_get (given, kx_bridge_f_ends_on).DATE.ymd;
  return kx_record_get (scene->after, kx_agreement_f_state).CODE != kx_agreement_state_ended;
}

static gboolean
touches_reach (const KxScene *scene)
{
  static const guint fields[] = { kx_agreement_f_starts_on, kx_agreement_f_ends_on, kx_agreement_f_ended_on,
                                  kx_agreement_f_scopes };

  if (scene->op->kind != KX_OP_PATCH)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (scene->op->fields != NULL && kx_record_mentions (scene->op->fields, fields[i]))
      return TRUE;
  return FALSE;
}

/* One of the two goes before the other. */
static gboolean
is_sequel (const KxRecord *a, const char *a_id, const KxRecord *b)
{
  return g_strcmp0 (kx_record_get (a, kx_agreement_f_previous).REF, b->id) == 0 ||
         g_strcmp0 (kx_record_get (b, kx_agreement_f_previous).REF, a_id) == 0;
}

/* Those of the same office, agency and kind that have not ended, but this one. */
static KxAnswer
list_others (const KxScene *scene, GPtrArray **ret_rows)
{
  const guint64 not_over = (G_GUINT64_CONSTANT (1) << kx_agreement_state_ended) - 1;
  KxQuery query = {
    .entity = &kx_agreement_entity,
    .terms = { { .field = kx_agreement_f_agency,
                 .value = kx_record_get (scene->after, kx_agreement_f_agency) },
               { .field = kx_agreement_f_office,
                 .value = kx_record_get (scene->after, kx_agreement_f_office) },
               { .field = kx_agreement_f_kind, .value = kx_record_get (scene->after, kx_agreement_f_kind) },
               { .field = kx_agreement_f_state, .test = KX_ONE_OF, .value.CODES.bits = not_over } },
    .n_terms = 4,
    .except = scene->op->row
  };

  return kx_reader_list (scene->reader, &query, MOST_AGREEMENTS, ret_rows);
}

void
kx_guard_agreement_only_one (const KxScene *scene, GPtrArray *findings)
{
  const char *message = N_ ("No other agreement of this kind may cover the same scopes on the same days with "
                            "the agency, but the one before or after it");
  static const KxCite office_rule = { .source = KX_SOURCE_OFFICE };
  g_autoptr (GPtrArray) others = NULL;
  guint collide = 0;
  Reach own;

  if (!kx_record_has (scene->after, kx_agreement_f_agency) ||
      !kx_record_has (scene->after, kx_agreement_f_office) || !touches_reach (scene) ||
      !get_own_reach (scene, &own))
    return;
  if (list_others (scene, &others) != KX_KNOWN)
    {
      g_ptr_array_add (findings, kx_finding_new (KX_CANNOT_TELL, "second-agreement", "agency", message));
      return;
    }
  for (guint i = 0; i < others->len; i++)
    {
      Reach other = reach_of (others->pdata[i], scene->today);

      collide += own.first <= other.last && other.first <= own.last && (own.scopes & other.scopes) != 0 &&
                 !is_sequel (scene->after, scene->op->row, others->pdata[i]);
    }
  kx_rule_add (findings, collide == 0, "second-agreement", "agency", message, &office_rule);
}
