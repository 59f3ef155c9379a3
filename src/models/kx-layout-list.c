#include "models/kx-layout-list.h"

#include "core/entities/kx-office.h"
#include "core/kx-area-table.h"
#include "models/kx-display.h"
#include "store/kx-list.h"
#include "store/kx-row.h"
#include "sync/kx-gettext.h"

#include <string.h>

#define PAUSE_MS 300
/* Counting rests this many times what it takes. */
#define REST_FACTOR 10

struct _KxLayoutList
{
  KxRowAnswer parent_instance;
  GPtrArray *lines; /* (element-type KxLayoutLine) owned */
};

static guint changed;

G_DEFINE_FINAL_TYPE (KxLayoutList, kx_layout_list, KX_TYPE_ROW_ANSWER)

static void
free_agency (gpointer data)
{
  KxLayoutAgency *agency = data;

  g_free (agency->agreement);
  g_free (agency->name);
  g_free (agency);
}

static void
free_line (gpointer data)
{
  KxLayoutLine *line = data;

  g_free (line->area);
  g_free (line->name);
  g_free (line->city);
  g_ptr_array_unref (line->agencies);
  g_free (line);
}

/* What is asked, and with what; on a thread. */
typedef struct
{
  KxDate today;
  char *area; /* owned, or NULL */
} Question;

typedef struct
{
  KxBook *book;
  KxReader *reader;
  const Question *question;
  GPtrArray *lines;
  GError **error;
} Reading;

static void
free_question (gpointer data)
{
  g_free (((Question *) data)->area);
  g_free (data);
}

static gboolean
fail (Reading *r)
{
  const GError *error = kx_row_reader_get_error (r->reader);

  if (error != NULL)
    g_propagate_error (r->error, g_error_copy (error));
  else
    g_set_error_literal (r->error, G_IO_ERROR, G_IO_ERROR_FAILED,
                         _ ("The agreements of a place are not on this computer"));
  return FALSE;
}

static gboolean
read_agencies (Reading *r, KxLayoutLine *line)
{
  static const char sql[] =
      "SELECT g.id, a.name, g.state FROM agreement g CROSS JOIN agency a WHERE g.counts_area = $1 AND "
      "g.counts_toward = $2 AND g.kind = 'rehabilitation' AND g.deleted_at = 0 AND g.state <> 'ended' AND "
      "a.id = g.agency ORDER BY a.name_sort, g.id";
  const char *toward = kx_agreement_counts_toward_codes[line->toward].name;
  const KxDbArg args[] = { KX_ARG_TEXT (line->area), KX_ARG_TEXT (toward) };
  g_autoptr (KxDbRows) rows = kx_db_query (r->book->db, sql, args, G_N_ELEMENTS (args), r->error);
  GError *local = NULL;

  if (rows == NULL)
    return FALSE;
  while (kx_db_rows_next (rows, &local))
    {
      KxLayoutAgency *agency = g_new0 (KxLayoutAgency, 1);
      const char *state = kx_db_rows_text (rows, 2);

      agency->agreement = g_strdup (kx_db_rows_text (rows, 0));
      agency->name = g_strdup (kx_db_rows_text (rows, 1));
      agency->runs = g_strcmp0 (state, "signed") == 0 || g_strcmp0 (state, "terminating") == 0;
      g_ptr_array_add (line->agencies, agency);
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (r->error, local);
  return FALSE;
}

static gboolean
add_line (Reading *r, const KxPolicy *policy, int toward, const char *area, const char *city)
{
  KxLayoutLine *line = g_new0 (KxLayoutLine, 1);
  KxLayoutPlace place = { toward, area };

  line->area = g_strdup (area);
  line->name = toward == kx_agreement_counts_toward_city_level
                   ? kx_display_fill (N_ ("{city}, city level"), "city", city, NULL)
                   : kx_display_area (area, FALSE);
  line->city = g_strdup (city);
  line->toward = toward;
  line->agencies = g_ptr_array_new_with_free_func (free_agency);
  g_ptr_array_add (r->lines, line);
  if (kx_layout_count (r->reader, policy, &place, NULL, &line->count) != KX_KNOWN)
    return fail (r);
  return read_agencies (r, line);
}

/* Places beside the counties of the table in which agreements count: zones of the office's own. */
static GPtrArray *
list_zones (Reading *r, const char *city)
{
  g_autofree char *prefix = kx_area_prefix (city), *end = g_strconcat (prefix, "\xf4\x8f\xbf\xbf", NULL);
  const KxDbArg args[] = { KX_ARG_TEXT (prefix), KX_ARG_TEXT (end) };
  g_autoptr (KxDbRows) rows =
      kx_db_query (r->book->db,
                   "SELECT DISTINCT counts_area FROM agreement WHERE deleted_at = 0 AND counts_toward = "
                   "'county' AND counts_area >= $1 AND counts_area < $2 ORDER BY counts_area",
                   args, G_N_ELEMENTS (args), r->error);
  g_autoptr (GPtrArray) zones = g_ptr_array_new_with_free_func (g_free);
  GError *local = NULL;

  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    g_ptr_array_add (zones, g_strdup (kx_db_rows_text (rows, 0)));
  if (local == NULL)
    return g_steal_pointer (&zones);
  g_propagate_error (r->error, local);
  return NULL;
}

static gboolean
is_asked_for (const Reading *r, const char *area)
{
  return r->question->area == NULL || kx_area_code_is_within (area, r->question->area) ||
         kx_area_code_is_within (r->question->area, area);
}

static gboolean
add_counties (Reading *r, const KxPolicy *policy, const char *city, const char *name)
{
  g_autoptr (GPtrArray) counties = kx_area_table_list_children (city, r->question->today), zones = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; counties != NULL && i < counties->len; i++)
    {
      const KxArea *county = counties->pdata[i];

      g_hash_table_add (seen, (gpointer) county->code);
      if (county->kind == KX_AREA_PLAIN && is_asked_for (r, county->code) &&
          !add_line (r, policy, kx_agreement_counts_toward_county, county->code, name))
        return FALSE;
    }
  zones = list_zones (r, city);
  for (guint i = 0; zones != NULL && i < zones->len; i++)
    if (!g_hash_table_contains (seen, zones->pdata[i]) && is_asked_for (r, zones->pdata[i]) &&
        !add_line (r, policy, kx_agreement_counts_toward_county, zones->pdata[i], name))
      return FALSE;
  return zones != NULL;
}

/* The office whose own values count for a city: its centre before others. NULL: none is known. */
static const char *
find_office (GPtrArray *offices, const char *city)
{
  const char *found = NULL;

  for (guint i = 0; i < offices->len; i++)
    {
      const KxRecord *office = offices->pdata[i];

      if (g_strcmp0 (kx_record_get (office, kx_office_f_area).TEXT, city) == 0 &&
          (found == NULL || kx_record_get (office, kx_office_f_kind).CODE == kx_office_kind_centre))
        found = office->id;
    }
  return found;
}

static gboolean
add_city (Reading *r, GPtrArray *offices, const char *city)
{
  const char *office = find_office (offices, city);
  g_autoptr (KxPolicy) policy = NULL;
  g_autofree char *name = kx_display_area (city, FALSE);
  KxAnswer answer = office != NULL ? kx_policy_read (r->reader, office, r->question->today, &policy)
                                   : kx_policy_read_for_area (r->reader, city, r->question->today, &policy);

  if (answer != KX_KNOWN)
    return fail (r);
  return add_line (r, policy, kx_agreement_counts_toward_city_level, city, name) &&
         add_counties (r, policy, city, name);
}

/* NULL: not within a city. */
static const char *
city_of (const char *code)
{
  const KxArea *area = kx_area_table_lookup (code);

  while (area != NULL && area->level > KX_AREA_CITY)
    area = kx_area_table_get_parent (area);
  return area != NULL && area->level == KX_AREA_CITY ? area->code : NULL;
}

static int
compare_codes (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Whether the person may read agreements of an office there; one who looks at a part of it only has roles in
 * that part. */
static gboolean
may_read (const Reading *r, const KxActor *actor, const char *area)
{
  KxRoles open = kx_drawer_roles (kx_agreement_entity.drawer);

  return actor == NULL || actor->system || (kx_actor_roles (actor, area) & open) != 0 ||
         (r->question->area != NULL && (kx_actor_roles (actor, r->question->area) & open) != 0);
}

/* Cities in which an office works whose agreements the person may read. (element-type utf8) */
static GPtrArray *
list_cities (const Reading *r, GPtrArray *offices, const KxActor *actor)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *cities = g_ptr_array_new ();

  for (guint i = 0; i < offices->len; i++)
    {
      const char *area = kx_record_get (offices->pdata[i], kx_office_f_area).TEXT;
      const char *city = area != NULL ? city_of (area) : NULL;

      if (city != NULL && is_asked_for (r, city) && may_read (r, actor, area) &&
          g_hash_table_add (seen, (gpointer) city))
        g_ptr_array_add (cities, (gpointer) city);
    }
  g_ptr_array_sort (cities, compare_codes);
  return cities;
}

static gpointer
find (KxBook *book, const KxListQuery *query, GTask *task, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (free_line), offices = NULL, cities = NULL;
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  Reading r = { book, reader, data, lines, error };
  KxQuery all = { .entity = &kx_office_entity };

  if (kx_reader_list (reader, &all, 5000, &offices) != KX_KNOWN)
    return fail (&r), NULL;
  cities = list_cities (&r, offices, query->actor);
  for (guint i = 0; i < cities->len; i++)
    if (!add_city (&r, offices, cities->pdata[i]))
      return NULL;
  return g_steal_pointer (&lines);
}

static void
take (KxRowAnswer *base, gpointer result, gint64 took)
{
  KxLayoutList *self = KX_LAYOUT_LIST (base);

  if (result == NULL)
    return;
  g_ptr_array_unref (self->lines);
  self->lines = result;
  g_signal_emit (self, changed, 0);
}

static void
ask (KxRowAnswer *base, KxRowQuestion *ret_question)
{
  Question *question = g_new0 (Question, 1);

  question->today = kx_row_source_get_today (kx_row_answer_get_source (base));
  question->area = g_strdup (kx_row_answer_get_filter (base)->area);
  *ret_question = (KxRowQuestion){ find, question, free_question, (GDestroyNotify) g_ptr_array_unref };
}

static void
on_rows_changed (KxRowSource *source, const KxEntity *entity, GPtrArray *ids, KxLayoutList *self)
{
  static const char *const counted[] = { "agreement", "agency", "own_value", "pack", "office", NULL };

  if (g_strv_contains (counted, entity->name))
    kx_row_answer_start_soon (KX_ROW_ANSWER (self));
}

static void
kx_layout_list_finalize (GObject *object)
{
  g_ptr_array_unref (KX_LAYOUT_LIST (object)->lines);
  G_OBJECT_CLASS (kx_layout_list_parent_class)->finalize (object);
}

static void
kx_layout_list_class_init (KxLayoutListClass *klass)
{
  KxRowAnswerClass *answer_class = KX_ROW_ANSWER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kx_layout_list_finalize;
  answer_class->ask = ask;
  answer_class->take = take;
  answer_class->pause_ms = PAUSE_MS;
  answer_class->rest_factor = REST_FACTOR;
  changed =
      g_signal_new ("changed", KX_TYPE_LAYOUT_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_layout_list_init (KxLayoutList *self)
{
  self->lines = g_ptr_array_new_with_free_func (free_line);
}

KxLayoutList *
kx_layout_list_new (KxRowSource *source)
{
  KxLayoutList *self;

  g_return_val_if_fail (KX_IS_ROW_SOURCE (source), NULL);
  self = g_object_new (KX_TYPE_LAYOUT_LIST, "source", source, NULL);
  g_signal_connect_object (source, "rows-changed", G_CALLBACK (on_rows_changed), self, 0);
  kx_row_answer_start (KX_ROW_ANSWER (self));
  return self;
}

void
kx_layout_list_set_area (KxLayoutList *self, const char *area)
{
  g_return_if_fail (KX_IS_LAYOUT_LIST (self));
  if (kx_row_answer_set_area (KX_ROW_ANSWER (self), area))
    kx_row_answer_start (KX_ROW_ANSWER (self));
}

GPtrArray *
kx_layout_list_get_lines (KxLayoutList *self)
{
  g_return_val_if_fail (KX_IS_LAYOUT_LIST (self), NULL);
  return self->lines;
}

gint64
kx_layout_line_get_free (const KxLayoutLine *line)
{
  return !line->count.limited ? -1 : MAX (line->count.limit - (gint64) line->count.used, 0);
}

gboolean
kx_layout_line_is_over (const KxLayoutLine *line)
{
  return line->count.limited && line->count.used > line->count.limit;
}

char *
kx_layout_line_dup_words (const KxLayoutLine *line, int change)
{
  gint64 used = MAX ((gint64) line->count.used + change, 0), limit = line->count.limit;
  g_autofree char *taken = g_strdup_printf ("%" G_GINT64_FORMAT, used);
  g_autofree char *most = g_strdup_printf ("%" G_GINT64_FORMAT, limit);
  g_autofree char *apart = g_strdup_printf ("%" G_GINT64_FORMAT, used > limit ? used - limit : limit - used);

  if (!line->count.limited)
    return kx_display_fill (N_ ("{used} taken, no limit"), "used", taken, NULL);
  return kx_display_fill (used > limit    ? N_ ("{used} of {limit} taken, {n} beyond the limit")
                          : used == limit ? N_ ("{used} of {limit} taken, full")
                                          : N_ ("{used} of {limit} taken, {n} free"),
                          "used", taken, "limit", most, "n", apart, NULL);
}
