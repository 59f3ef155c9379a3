#include "models/kx-figures.h"

#include "core/entities/kx-agency.h"
#include "core/kx-area-table.h"
#include "core/kx-calendar.h"
#include "models/kx-display.h"
#include "store/kx-list.h"
#include "sync/kx-gettext.h"

#include <string.h>

/* Places of their own; the rest stands together. */
#define MOST_PLACES 15
#define PAUSE_MS 300
/* Counting rests this many times what it takes. */
#define REST_FACTOR 10

typedef enum
{
  LICENCE_EXPIRED,
  LICENCE_30,
  LICENCE_60,
  LICENCE_180,
  LICENCE_LATER,
  LICENCE_NO_END,
  LICENCE_UNKNOWN,
  N_LICENCES
} Licence;

/* What was counted; the last of each is "not given". */
typedef struct
{
  guint total;
  guint kinds[kx_agency_kind_n_codes + 1];
  guint levels[kx_agency_hospital_level_n_codes + 1];
  guint ownerships[kx_agency_ownership_n_codes + 1];
  guint licences[N_LICENCES];
  guint said_no;      /* of LICENCE_UNKNOWN: those of which somebody said that they have an end */
  GHashTable *places; /* (element-type utf8 guint*) owned; by county code, "" not given */
  KxDate today;
} Counts;

struct _KxFigures
{
  KxRowAnswer parent_instance;
  guint total;
  GPtrArray *parts[KX_N_FIGURES]; /* (element-type KxFigurePart) owned */
};

static guint changed;

G_DEFINE_FINAL_TYPE (KxFigures, kx_figures, KX_TYPE_ROW_ANSWER)

static void
counts_free (gpointer data)
{
  g_hash_table_unref (((Counts *) data)->places);
  g_free (data);
}

static void
free_part (gpointer data)
{
  KxFigurePart *part = data;

  g_free (part->label);
  g_clear_pointer (&part->filter, kx_filter_free);
  g_free (part);
}

/* Counting, on a thread. */

static void
count_code (guint *counts, const KxField *field, const char *text)
{
  int code = text != NULL ? kx_field_code (field, text, strlen (text)) : -1;

  counts[code >= 0 ? (guint) code : kx_field_n_codes (field)]++;
}

static Licence
licence_of (Counts *counts, KxDbRows *rows)
{
  int days;

  if (kx_db_rows_integer (rows, 5) != 0)
    return LICENCE_NO_END;
  if (kx_db_rows_is_null (rows, 4))
    {
      counts->said_no += !kx_db_rows_is_null (rows, 5);
      return LICENCE_UNKNOWN;
    }
  days = kx_date_difference (counts->today, (KxDate){ (int) kx_db_rows_integer (rows, 4) });
  if (days < 0)
    return LICENCE_EXPIRED;
  if (days <= 30)
    return LICENCE_30;
  if (days <= 60)
    return LICENCE_60;
  return days <= 180 ? LICENCE_180 : LICENCE_LATER;
}

static void
count_row (Counts *counts, KxDbRows *rows)
{
  const KxField *fields = kx_agency_entity.fields;
  const char *county = kx_db_rows_text (rows, 3);
  guint *place;

  counts->total++;
  count_code (counts->kinds, &fields[kx_agency_f_kind], kx_db_rows_text (rows, 0));
  count_code (counts->levels, &fields[kx_agency_f_hospital_level], kx_db_rows_text (rows, 1));
  count_code (counts->ownerships, &fields[kx_agency_f_ownership], kx_db_rows_text (rows, 2));
  counts->licences[licence_of (counts, rows)]++;
  county = county != NULL ? county : "";
  place = g_hash_table_lookup (counts->places, county);
  if (place == NULL)
    {
      place = g_new0 (guint, 1);
      g_hash_table_insert (counts->places, g_strdup (county), place);
    }
  (*place)++;
}

static gpointer
count_all (KxBook *book, const KxListQuery *query, GTask *task, gpointer data, GError **error)
{
  const Counts *asked = data;
  g_autoptr (GString) sql =
      g_string_new ("SELECT a.kind, a.hospital_level, a.ownership, a.county, a.licence_valid_to, "
                    "a.licence_no_end FROM agency a WHERE a.deleted_at = 0 AND ");
  g_autoptr (GArray) args = g_array_new (FALSE, FALSE, sizeof (KxDbArg));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (KxDbRows) rows = NULL;
  GError *local = NULL;
  Counts *counts;

  kx_list_append_scope (&kx_agency_entity, query->actor, "a", sql, args, texts);
  rows = kx_db_query (book->db, sql->str, (KxDbArg *) (void *) args->data, args->len, error);
  if (rows == NULL)
    return NULL;
  counts = g_new0 (Counts, 1);
  counts->today = asked->today;
  counts->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  while (kx_db_rows_next (rows, &local))
    count_row (counts, rows);
  if (local == NULL)
    return counts;
  g_propagate_error (error, local);
  counts_free (counts);
  return NULL;
}

/* Parts, on the main thread. */

static KxFigurePart *
add_part (GPtrArray *parts, char *label, guint count, KxFilter *filter)
{
  KxFigurePart *part = g_new0 (KxFigurePart, 1);

  *part = (KxFigurePart){ label, count, filter };
  g_ptr_array_add (parts, part);
  return part;
}

static KxFilter *
new_filter (KxFigures *self)
{
  KxFilter *filter = kx_filter_new (&kx_agency_entity);

  kx_filter_set_area (filter, kx_row_answer_get_filter (KX_ROW_ANSWER (self))->area);
  return filter;
}

static void
list_codes (KxFigures *self, KxFigure figure, guint field, const guint *counts)
{
  const KxField *description = &kx_agency_entity.fields[field];
  guint n = kx_field_n_codes (description);

  for (guint i = 0; i <= n; i++)
    {
      KxFilter *filter;

      if (counts[i] == 0)
        continue;
      filter = new_filter (self);
      if (i < n)
        kx_filter_put (filter, field, KX_ONE_OF, (KxValue){ .CODES.bits = G_GUINT64_CONSTANT (1) << i });
      else
        kx_filter_put (filter, field, KX_IS_NULL, (KxValue){ 0 });
      add_part (self->parts[figure],
                g_strdup (i < n ? kx_display_code (description, (int) i) : _ ("Not given")), counts[i],
                filter);
    }
}

static void
list_licences (KxFigures *self, const Counts *counts)
{
  static const struct
  {
    const char *label;
    int from, to; /* days from today; -1, -1: another condition */
  } spans[N_LICENCES] = { { N_ ("Run out"), -1, -1 },       { N_ ("Up to 30 days"), 0, 30 },
                          { N_ ("31 to 60 days"), 31, 60 }, { N_ ("61 to 180 days"), 61, 180 },
                          { N_ ("Longer"), 181, -1 },       { N_ ("Without end"), -1, -1 },
                          { N_ ("Not given"), -1, -1 } };

  for (guint i = 0; i < N_LICENCES; i++)
    {
      KxFilter *filter;

      if (counts->licences[i] == 0)
        continue;
      filter = new_filter (self);
      if (spans[i].from >= 0)
        kx_filter_put_from_today (filter, kx_agency_f_licence_valid_to, KX_ABOVE, spans[i].from);
      if (spans[i].to >= 0)
        kx_filter_put_from_today (filter, kx_agency_f_licence_valid_to, KX_BELOW, spans[i].to);
      if (i == LICENCE_EXPIRED)
        kx_filter_put_from_today (filter, kx_agency_f_licence_valid_to, KX_BELOW, -1);
      else if (i == LICENCE_NO_END)
        kx_filter_put (filter, kx_agency_f_licence_no_end, KX_EQUALS, (KxValue){ .BOOLEAN = TRUE });
      else if (i == LICENCE_UNKNOWN)
        {
          kx_filter_put (filter, kx_agency_f_licence_valid_to, KX_IS_NULL, (KxValue){ 0 });
          kx_filter_put (filter, kx_agency_f_licence_no_end, KX_IS_NULL, (KxValue){ 0 });
          /* These and those with a plain no are not one filter. */
          if (counts->said_no > 0)
            g_clear_pointer (&filter, kx_filter_free);
        }
      add_part (self->parts[KX_FIGURE_LICENCE], g_strdup (_ (spans[i].label)), counts->licences[i], filter);
    }
}

/* The city of a county's code, or of a zone's; of others the code itself. Free with g_free(). */
static char *
city_of (const char *code)
{
  g_autofree char *plain = g_strndup (code, strcspn (code, "-"));
  const KxArea *area = kx_area_table_lookup (plain);

  while (area != NULL && area->level > KX_AREA_CITY)
    area = kx_area_table_get_parent (area);
  return g_strdup (area != NULL ? area->code : code);
}

/* Whether all counties lie in one city: then they stand for themselves. */
static gboolean
is_one_city (GHashTable *places)
{
  g_autofree char *city = NULL;
  GHashTableIter iter;
  gpointer code;

  g_hash_table_iter_init (&iter, places);
  while (g_hash_table_iter_next (&iter, &code, NULL))
    {
      g_autofree char *other = *(char *) code != '\0' ? city_of (code) : NULL;

      if (other != NULL && city != NULL && !g_str_equal (city, other))
        return FALSE;
      if (city == NULL)
        city = g_steal_pointer (&other);
    }
  return TRUE;
}

static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const KxFigurePart *one = *(KxFigurePart *const *) a, *other = *(KxFigurePart *const *) b;

  if (one->count != other->count)
    return one->count > other->count ? -1 : 1;
  return strcmp (one->label, other->label);
}

/* The smallest places together. */
static void
join_places (GPtrArray *parts)
{
  guint rest = 0;

  if (parts->len <= MOST_PLACES)
    return;
  for (guint i = MOST_PLACES - 1; i < parts->len; i++)
    rest += ((KxFigurePart *) parts->pdata[i])->count;
  g_ptr_array_set_size (parts, MOST_PLACES - 1);
  add_part (parts, g_strdup (_ ("Other places")), rest, NULL);
}

static void
list_places (KxFigures *self, const Counts *counts)
{
  g_autoptr (GHashTable) joined = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *parts = self->parts[KX_FIGURE_PLACE];
  gboolean counties = is_one_city (counts->places);
  const guint *without = g_hash_table_lookup (counts->places, "");
  GHashTableIter iter;
  gpointer code, count;

  g_hash_table_iter_init (&iter, counts->places);
  while (g_hash_table_iter_next (&iter, &code, &count))
    if (*(char *) code != '\0')
      {
        char *place = counties ? g_strdup (code) : city_of (code);
        guint sum = *(guint *) count + GPOINTER_TO_UINT (g_hash_table_lookup (joined, place));

        g_hash_table_replace (joined, place, GUINT_TO_POINTER (sum));
      }
  g_hash_table_iter_init (&iter, joined);
  while (g_hash_table_iter_next (&iter, &code, &count))
    {
      KxFilter *filter = new_filter (self);

      kx_filter_put (filter, kx_agency_f_county, KX_WITHIN, (KxValue){ .TEXT = code });
      add_part (parts, kx_display_area (code, FALSE), GPOINTER_TO_UINT (count), filter);
    }
  g_ptr_array_sort (parts, compare_parts);
  join_places (parts);
  if (without != NULL)
    {
      KxFilter *filter = new_filter (self);

      kx_filter_put (filter, kx_agency_f_county, KX_IS_NULL, (KxValue){ 0 });
      add_part (parts, g_strdup (_ ("Not given")), *without, filter);
    }
}

static void
show (KxFigures *self, const Counts *counts)
{
  for (guint i = 0; i < KX_N_FIGURES; i++)
    g_ptr_array_set_size (self->parts[i], 0);
  self->total = counts->total;
  list_codes (self, KX_FIGURE_KIND, kx_agency_f_kind, counts->kinds);
  list_codes (self, KX_FIGURE_LEVEL, kx_agency_f_hospital_level, counts->levels);
  list_codes (self, KX_FIGURE_OWNERSHIP, kx_agency_f_ownership, counts->ownerships);
  list_licences (self, counts);
  list_places (self, counts);
  g_signal_emit (self, changed, 0);
}

static void
ask (KxRowAnswer *answer, KxRowQuestion *ret_question)
{
  Counts *asked = g_new0 (Counts, 1);

  asked->today = kx_row_source_get_today (kx_row_answer_get_source (answer));
  *ret_question = (KxRowQuestion){ count_all, asked, g_free, counts_free };
}

static void
take (KxRowAnswer *answer, gpointer counts, gint64 took)
{
  if (counts == NULL)
    return;
  show (KX_FIGURES (answer), counts);
  counts_free (counts);
}

static void
on_rows_changed (KxRowSource *source, const KxEntity *entity, GPtrArray *ids, KxFigures *self)
{
  if (entity == &kx_agency_entity)
    kx_row_answer_start_soon (KX_ROW_ANSWER (self));
}

static void
kx_figures_finalize (GObject *object)
{
  KxFigures *self = KX_FIGURES (object);

  for (guint i = 0; i < KX_N_FIGURES; i++)
    g_ptr_array_unref (self->parts[i]);
  G_OBJECT_CLASS (kx_figures_parent_class)->finalize (object);
}

static void
kx_figures_class_init (KxFiguresClass *klass)
{
  KxRowAnswerClass *answer_class = KX_ROW_ANSWER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kx_figures_finalize;
  answer_class->ask = ask;
  answer_class->take = take;
  answer_class->pause_ms = PAUSE_MS;
  answer_class->rest_factor = REST_FACTOR;
  changed = g_signal_new ("changed", KX_TYPE_FIGURES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_figures_init (KxFigures *self)
{
  for (guint i = 0; i < KX_N_FIGURES; i++)
    self->parts[i] = g_ptr_array_new_with_free_func (free_part);
}

/**
 * kx_figures_new:
 * @source: where rows are read
 *
 * Returns: (transfer full): figures; they are being counted
 */
KxFigures *
kx_figures_new (KxRowSource *source)
{
  KxFigures *self;

  g_return_val_if_fail (KX_IS_ROW_SOURCE (source), NULL);
  self = g_object_new (KX_TYPE_FIGURES, "source", source, NULL);
  g_signal_connect_object (source, "rows-changed", G_CALLBACK (on_rows_changed), self, 0);
  kx_row_answer_start (KX_ROW_ANSWER (self));
  return self;
}

void
kx_figures_set_area (KxFigures *self, const char *area)
{
  g_return_if_fail (KX_IS_FIGURES (self));
  if (kx_row_answer_set_area (KX_ROW_ANSWER (self), area))
    kx_row_answer_start (KX_ROW_ANSWER (self));
}

guint
kx_figures_get_total (KxFigures *self)
{
  g_return_val_if_fail (KX_IS_FIGURES (self), 0);
  return self->total;
}

const char *
kx_figure_title (KxFigure figure)
{
  static const char *const titles[KX_N_FIGURES] = { N_ ("Agencies by kind"), N_ ("Agencies by level"),
                                                    N_ ("Agencies by ownership"), N_ ("Agencies by place"),
                                                    N_ ("Practice licences by time left") };

  g_return_val_if_fail (figure < KX_N_FIGURES, "");
  return _ (titles[figure]);
}

GPtrArray *
kx_figures_list (KxFigures *self, KxFigure figure)
{
  g_return_val_if_fail (KX_IS_FIGURES (self) && figure < KX_N_FIGURES, NULL);
  return self->parts[figure];
}
