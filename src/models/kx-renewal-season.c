#include "models/kx-renewal-season.h"

#include "core/kx-calendar.h"
#include "models/kx-agreement-standing.h"
#include "models/kx-display.h"
#include "store/kx-list.h"
#include "sync/kx-gettext.h"

#define PAUSE_MS 300
/* Counting rests this many times what it takes. */
#define REST_FACTOR 10

struct _KxRenewalSeason
{
  KxRowAnswer parent_instance;
  KxSeasonCounts counts;
};

static guint changed;

G_DEFINE_FINAL_TYPE (KxRenewalSeason, kx_renewal_season, KX_TYPE_ROW_ANSWER)

/* $1 is today, $2 the last day of the season. What lacks is what a bulk renewal leaves out. */
static const char text[] =
    "SELECT g.not_renewed_on IS NOT NULL, "
    "EXISTS (SELECT 1 FROM agreement n WHERE n.previous = g.id AND n.deleted_at = 0 AND n.state IN "
    "('signed', "
    "'terminating')), "
    "EXISTS (SELECT 1 FROM agreement n WHERE n.previous = g.id AND n.deleted_at = 0 AND n.state IN ('draft', "
    "'in_review', 'approved', 'agency_signed')), "
    "(a.licence_no_end IS NULL OR a.licence_no_end = 0) AND (a.licence_valid_to IS NULL OR "
    "a.licence_valid_to < "
    "$1) AND g.kind <> 'device' "
    "OR EXISTS (SELECT 1 FROM change_case c WHERE c.agency = g.agency AND c.deleted_at = 0 AND c.state <> "
    "'closed') "
    "OR EXISTS (SELECT 1 FROM rectification r WHERE r.agency = g.agency AND r.office = g.office AND "
    "r.deleted_at = 0 AND (r.state = 'failed' OR (r.state IN ('issued', 'reported') AND r.due_on < $1))) "
    "FROM agreement g CROSS JOIN agency a WHERE a.id = g.agency AND g.deleted_at = 0 AND g.state = 'signed' "
    "AND "
    "g.ends_on >= $1 AND g.ends_on <= $2 AND ";

static void
count_row (KxSeasonCounts *counts, KxDbRows *rows)
{
  counts->ending++;
  if (kx_db_rows_integer (rows, 1) != 0)
    counts->ready++;
  else if (kx_db_rows_integer (rows, 0) != 0)
    counts->refused++;
  else if (kx_db_rows_integer (rows, 2) != 0)
    counts->begun++;
  else
    {
      counts->untouched++;
      counts->lacking += kx_db_rows_integer (rows, 3) != 0;
    }
}

static gpointer
count_all (KxBook *book, const KxListQuery *query, GTask *task, gpointer data, GError **error)
{
  KxDate today = *(KxDate *) data, last = kx_date_add_days (today, KX_STANDING_SOON_DAYS);
  const KxDbArg days[] = { KX_ARG_INTEGER (today.ymd), KX_ARG_INTEGER (last.ymd) };
  g_autoptr (GString) sql = g_string_new (text);
  g_autoptr (GArray) args = g_array_new (FALSE, FALSE, sizeof (KxDbArg));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree KxSeasonCounts *counts = g_new0 (KxSeasonCounts, 1);
  g_autoptr (KxDbRows) rows = NULL;
  GError *local = NULL;

  g_array_append_vals (args, days, G_N_ELEMENTS (days));
  kx_list_append_scope (&kx_agreement_entity, query->actor, "g", sql, args, texts);
  rows = kx_db_query (book->db, sql->str, (KxDbArg *) (void *) args->data, args->len, error);
  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    count_row (counts, rows);
  if (local == NULL)
    return g_steal_pointer (&counts);
  g_propagate_error (error, local);
  return NULL;
}

static void
ask (KxRowAnswer *answer, KxRowQuestion *ret_question)
{
  KxDate *today = g_new (KxDate, 1);

  *today = kx_row_source_get_today (kx_row_answer_get_source (answer));
  *ret_question = (KxRowQuestion){ count_all, today, g_free, g_free };
}

static void
take (KxRowAnswer *answer, gpointer counts, gint64 took)
{
  if (counts == NULL)
    return;
  KX_RENEWAL_SEASON (answer)->counts = *(KxSeasonCounts *) counts;
  g_free (counts);
  g_signal_emit (answer, changed, 0);
}

static void
on_rows_changed (KxRowSource *source, const KxEntity *entity, GPtrArray *ids, KxRenewalSeason *self)
{
  static const char *const counted[] = { "agreement", "agency", "change_case", "rectification", NULL };

  if (g_strv_contains (counted, entity->name))
    kx_row_answer_start_soon (KX_ROW_ANSWER (self));
}

static void
kx_renewal_season_class_init (KxRenewalSeasonClass *class)
{
  KxRowAnswerClass *answer_class = KX_ROW_ANSWER_CLASS (class);

  answer_class->ask = ask;
  answer_class->take = take;
  answer_class->pause_ms = PAUSE_MS;
  answer_class->rest_factor = REST_FACTOR;
  changed = g_signal_new ("changed", KX_TYPE_RENEWAL_SEASON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 0);
}

static void
kx_renewal_season_init (KxRenewalSeason *self)
{
}

KxRenewalSeason *
kx_renewal_season_new (KxRowSource *source)
{
  KxRenewalSeason *self;

  g_return_val_if_fail (KX_IS_ROW_SOURCE (source), NULL);
  self = g_object_new (KX_TYPE_RENEWAL_SEASON, "source", source, NULL);
  g_signal_connect_object (source, "rows-changed", G_CALLBACK (on_rows_changed), self, 0);
  kx_row_answer_start (KX_ROW_ANSWER (self));
  return self;
}

void
kx_renewal_season_set_area (KxRenewalSeason *self, const char *area)
{
  g_return_if_fail (KX_IS_RENEWAL_SEASON (self));
  if (kx_row_answer_set_area (KX_ROW_ANSWER (self), area))
    kx_row_answer_start (KX_ROW_ANSWER (self));
}

const KxSeasonCounts *
kx_renewal_season_get_counts (KxRenewalSeason *self)
{
  return &self->counts;
}

/* Leaves out what there is none of. */
static void
add_words (GPtrArray *words, const char *msgid, guint n)
{
  g_autofree char *number = g_strdup_printf ("%u", n);

  if (n > 0)
    g_ptr_array_add (words, kx_display_fill (msgid, "n", number, NULL));
}

char *
kx_renewal_season_dup_words (KxRenewalSeason *self)
{
  const KxSeasonCounts *counts = &self->counts;
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  add_words (words, N_ ("not begun: {n}"), counts->untouched);
  add_words (words, N_ ("of them something is lacking: {n}"), counts->lacking);
  add_words (words, N_ ("in the making: {n}"), counts->begun);
  add_words (words, N_ ("signed: {n}"), counts->ready);
  add_words (words, N_ ("not renewed: {n}"), counts->refused);
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" · ", (char **) words->pdata);
}
