/* Where changed rows stand: each is looked for among the rows that did not change, by halving. */
#include "models/kx-row-job.h"

#include "store/kx-list-walk.h"

#include <stdlib.h>

typedef struct
{
  KxNumberSeq *known; /* owned */
  GPtrArray *ids;     /* owned */
  GArray *held;       /* owned */
} Moves;

/* A changed row: where it stood, and where it stands. */
typedef struct
{
  gint64 no;
  gboolean stood, stands;
  guint old_gap, old_order; /* unchanged rows before it, and its place among changed ones in the same gap */
  guint new_gap;
  KxListPlace place; /* of one that stands */
} Mover;

typedef struct
{
  KxBook *book;
  const KxListQuery *query;
  GArray *movers;     /* (element-type Mover) owned */
  GArray *rest;       /* (element-type gint64) owned; the unchanged rows */
  GHashTable *places; /* (element-type gint64 KxListPlace) owned; of unchanged rows */
  gboolean lost;
} Finding;

static void
moves_free (gpointer data)
{
  Moves *moves = data;

  kx_number_seq_free (moves->known);
  g_ptr_array_unref (moves->ids);
  g_array_unref (moves->held);
  g_free (moves);
}

static void
clear_mover (gpointer data)
{
  kx_list_place_clear (&((Mover *) data)->place);
}

static void
free_place (gpointer data)
{
  kx_list_place_clear (data);
  g_free (data);
}

static gint64
held_number (GArray *held, const char *id)
{
  for (guint i = 0; i < held->len; i++)
    if (g_str_equal (g_array_index (held, KxRowKnown, i).id, id))
      return g_array_index (held, KxRowKnown, i).no;
  return 0;
}

/* FALSE with an error, or with `lost`: a row is gone that nobody knows the number of. */
static gboolean
add_mover (Finding *self, const char *id, GArray *held, GError **error)
{
  Mover mover = { 0 };
  g_auto (KxListPlace) anywhere = { 0 };
  GError *local = NULL;

  if (kx_list_place_by_id (self->book, self->query, id, TRUE, &mover.place, &local))
    {
      mover.no = mover.place.no;
      mover.stands = TRUE;
    }
  else if (local == NULL && kx_list_place_by_id (self->book, self->query, id, FALSE, &anywhere, &local))
    mover.no = anywhere.no;
  else if (local == NULL)
    mover.no = held_number (held, id);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  self->lost = self->lost || mover.no == 0;
  g_array_append_val (self->movers, mover);
  return TRUE;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  gint64 x = ((const Mover *) a)->no, y = ((const Mover *) b)->no;

  return (x > y) - (x < y);
}

static Mover *
find_mover (GArray *movers, gint64 no)
{
  guint low = 0, high = movers->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (movers, Mover, middle).no < no)
        low = middle + 1;
      else
        high = middle;
    }
  return low < movers->len && g_array_index (movers, Mover, low).no == no
             ? &g_array_index (movers, Mover, low)
             : NULL;
}

/* Takes the changed rows out of the sequence and notes where they stood. */
static void
part_from_rest (Finding *self, const KxNumberSeq *known)
{
  guint n = kx_number_seq_length (known), order = 0;
  gint64 least = G_MAXINT64, greatest = G_MININT64;
  g_autofree gint64 *numbers = g_new (gint64, n + 1);

  for (guint i = 0; i < self->movers->len; i++)
    {
      least = MIN (least, g_array_index (self->movers, Mover, i).no);
      greatest = MAX (greatest, g_array_index (self->movers, Mover, i).no);
    }
  kx_number_seq_read (known, 0, n, numbers);
  for (guint i = 0; i < n; i++)
    {
      Mover *mover =
          numbers[i] >= least && numbers[i] <= greatest ? find_mover (self->movers, numbers[i]) : NULL;

      if (mover == NULL)
        {
          g_array_append_val (self->rest, numbers[i]);
          continue;
        }
      mover->stood = TRUE;
      mover->old_gap = self->rest->len;
      mover->old_order = order++;
    }
}

/* The place of an unchanged row; NULL with an error, or with `lost` when it is gone after all. */
static const KxListPlace *
place_of_rest (Finding *self, guint i, GError **error)
{
  gint64 *no = &g_array_index (self->rest, gint64, i);
  KxListPlace *place = g_hash_table_lookup (self->places, no);
  GError *local = NULL;

  if (place != NULL)
    return place;
  place = g_new0 (KxListPlace, 1);
  if (kx_list_place_by_number (self->book, self->query, *no, place, &local))
    {
      g_hash_table_insert (self->places, no, place);
      return place;
    }
  free_place (place);
  self->lost = TRUE;
  if (local != NULL)
    g_propagate_error (error, local);
  return NULL;
}

/* How many unchanged rows stand before it. The neighbours are looked at once more: a row that changed since,
 * and was not told of yet, may have led the search astray. */
static gboolean
find_gap (Finding *self, Mover *mover, GError **error)
{
  guint low = 0, high = self->rest->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const KxListPlace *place = place_of_rest (self, middle, error);

      if (place == NULL)
        return FALSE;
      if (kx_list_place_compare (self->query, place, &mover->place) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  mover->new_gap = low;
  for (guint side = 0; side < 2; side++)
    if (side == 0 ? low > 0 : low < self->rest->len)
      {
        const KxListPlace *place = place_of_rest (self, low - 1 + side, error);

        if (place == NULL)
          return FALSE;
        if ((kx_list_place_compare (self->query, place, &mover->place) < 0) != (side == 0))
          self->lost = TRUE;
      }
  return TRUE;
}

static int
compare_old (gconstpointer a, gconstpointer b)
{
  const Mover *x = *(Mover *const *) a, *y = *(Mover *const *) b;

  return (x->old_order > y->old_order) - (x->old_order < y->old_order);
}

static int
compare_new (gconstpointer a, gconstpointer b, gpointer query)
{
  const Mover *x = *(Mover *const *) a, *y = *(Mover *const *) b;

  return kx_list_place_compare (query, &x->place, &y->place);
}

/* The movers that stood, or stand, in order. (element-type Mover) */
static GPtrArray *
list_movers (Finding *self, gboolean old)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < self->movers->len; i++)
    {
      Mover *mover = &g_array_index (self->movers, Mover, i);

      if (old ? mover->stood : mover->stands)
        g_ptr_array_add (list, mover);
    }
  if (old)
    g_ptr_array_sort (list, compare_old);
  else
    g_ptr_array_sort_with_data (list, compare_new, (gpointer) self->query);
  return list;
}

static guint
gap_of (GPtrArray *movers, guint i, gboolean old)
{
  const Mover *mover = i < movers->len ? movers->pdata[i] : NULL;

  if (mover == NULL)
    return G_MAXUINT;
  return old ? mover->old_gap : mover->new_gap;
}

/* Writes what changes between two unchanged rows: those that stood there give way to those that stand there,
 * but for the ones at both ends that are the same. */
static void
write_gap (KxRowUpdate *update, Mover **old, guint n_old, Mover **new, guint n_new, guint position)
{
  guint before = 0, after = 0, least = MIN (n_old, n_new);
  g_autofree gint64 *numbers = g_new (gint64, n_new + 1);
  KxNumberSplice splice;

  while (before < least && old[before] == new[before])
    before++;
  while (after < least - before && old[n_old - 1 - after] == new[n_new - 1 - after])
    after++;
  splice = (KxNumberSplice){ position + before, n_old - before - after, n_new - before - after };
  if (splice.removed == 0 && splice.added == 0)
    return;
  for (guint i = 0; i < splice.added; i++)
    numbers[i] = new[before + i]->no;
  kx_number_seq_splice (update->to, splice.position, splice.removed, numbers, splice.added);
  g_array_append_val (update->splices, splice);
}

static void
write_update (Finding *self, KxRowUpdate *update)
{
  g_autoptr (GPtrArray) old = list_movers (self, TRUE), new = list_movers (self, FALSE);
  guint o = 0, n = 0;

  while (o < old->len || n < new->len)
    {
      guint gap = MIN (gap_of (old, o, TRUE), gap_of (new, n, FALSE)), n_old = 0, n_new = 0;

      while (gap_of (old, o + n_old, TRUE) == gap)
        n_old++;
      while (gap_of (new, n + n_new, FALSE) == gap)
        n_new++;
      write_gap (update, (Mover **) old->pdata + o, n_old, (Mover **) new->pdata + n, n_new, gap + n);
      o += n_old;
      n += n_new;
    }
  for (guint i = 0; i < new->len; i++)
    g_array_append_val (update->changed, ((Mover *) new->pdata[i])->no);
}

static gboolean
find_all (Finding *self, const Moves *moves, GError **error)
{
  for (guint i = 0; i < moves->ids->len && !self->lost; i++)
    if (!add_mover (self, moves->ids->pdata[i], moves->held, error))
      return FALSE;
  if (self->lost)
    return TRUE;
  g_array_sort (self->movers, compare_numbers);
  part_from_rest (self, moves->known);
  for (guint i = 0; i < self->movers->len && !self->lost; i++)
    {
      Mover *mover = &g_array_index (self->movers, Mover, i);
      GError *local = NULL;

      if (mover->stands && !find_gap (self, mover, &local) && local != NULL)
        {
          g_propagate_error (error, local);
          return FALSE;
        }
    }
  return TRUE;
}

static gpointer
find_moves (KxBook *book, const KxListQuery *query, GTask *task, gpointer data, GError **error)
{
  const Moves *moves = data;
  g_autoptr (KxRowUpdate) update = g_new0 (KxRowUpdate, 1);
  Finding self = { .book = book, .query = query };
  KxListQuery all = *query;
  gboolean found;

  all.n_terms = 0;
  self.movers = g_array_new (FALSE, TRUE, sizeof (Mover));
  g_array_set_clear_func (self.movers, clear_mover);
  self.rest = g_array_sized_new (FALSE, FALSE, sizeof (gint64), kx_number_seq_length (moves->known));
  self.places = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, free_place);
  update->to = kx_number_seq_copy (moves->known);
  update->splices = g_array_new (FALSE, FALSE, sizeof (KxNumberSplice));
  update->changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  found = find_all (&self, moves, error) && kx_list_count_quickly (book, &all, &update->total, error);
  update->lost = self.lost;
  if (found && !self.lost)
    write_update (&self, update);
  g_hash_table_unref (self.places);
  g_array_unref (self.movers);
  g_array_unref (self.rest);
  return found ? g_steal_pointer (&update) : NULL;
}

void
kx_row_moves_async (KxRowJob *job, KxNumberSeq *known, GPtrArray *ids, GArray *held,
                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Moves *moves = g_new0 (Moves, 1);

  *moves = (Moves){ known, ids, held };
  kx_row_job_run (job, find_moves, moves, moves_free, (GDestroyNotify) kx_row_update_free, cancellable,
                  callback, user_data);
}

KxRowUpdate *
kx_row_moves_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
