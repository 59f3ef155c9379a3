/* What has to hold in the simulation whatever happens. */
#include "sync/kx-simulation-private.h"

#include "core/entities/kx-conflict.h"
#include "core/kx-wire-feed.h"
#include "core/kx-wire-op.h"
#include "lib/kx-test-store.h"
#include "store/kx-feed.h"
#include "store/kx-row.h"
#include "store/kx-space.h"
#include "sync/kx-mirror-book.h"
#include "sync/kx-mirror-row.h"
#include "sync/kx-mirror-space.h"

#include <string.h>

static gint64
number (Simulation *sim, KxBook *book, const char *sql, const char *argument)
{
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  kx_db_get_integer (book->db, sql, &KX_ARG_TEXT (argument), argument != NULL ? 1 : 0, &n, &error);
  sim_no_error (sim, error, sql);
  return n;
}

/* Nothing that this person may not see leaves the service. */
void
sim_check_wire (Simulation *sim, SimDevice *device, const char *lines, gsize length)
{
  g_auto (GStrv) each = g_strsplit (lines, "\n", -1);

  for (guint i = 0; each[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KxWireLine) line =
          *each[i] != '\0' ? kx_wire_read_line (kx_schema_get (), each[i], strlen (each[i]), &error) : NULL;
      const char *space;

      sim_no_error (sim, error, "a line of the feed");
      if (line != NULL && line->kind == KX_WIRE_LEAVE)
        for (guint k = 0; k < device->intents->len; k++)
          ((SimIntent *) device->intents->pdata[k])->left = TRUE;
      if (line == NULL || (line->kind != KX_WIRE_ROW && line->kind != KX_WIRE_GONE))
        continue;
      space = line->kind == KX_WIRE_ROW ? line->row->space : line->space;
      if (!kx_actor_may_read (device->user->actor, space))
        sim_fail (sim, "device %u is told of %s", device->index, each[i]);
    }
}

void
sim_check_results (Simulation *sim, SimDevice *device, const char *lines)
{
  g_auto (GStrv) each = g_strsplit (lines, "\n", -1);

  for (guint i = 0; each[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KxWireResult) result =
          *each[i] != '\0' ? kx_wire_read_result (kx_schema_get (), each[i], strlen (each[i]), &error) : NULL;

      sim_no_error (sim, error, "a result");
      for (guint r = 0; result != NULL && r < result->rows->len; r++)
        if (!kx_actor_may_read (device->user->actor, ((KxRecord *) result->rows->pdata[r])->space))
          sim_fail (sim, "device %u is answered with %s", device->index, each[i]);
    }
}

/* The cursor of a generation never goes back. */
static void
check_cursor (Simulation *sim, SimDevice *device)
{
  g_auto (KxMirrorFacts) facts = { 0 };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) parts = NULL;
  gint64 seq;

  kx_mirror_book_get_facts (device->book, &facts, &error);
  sim_no_error (sim, error, "asking the mirror");
  if (device->healing && !facts.loading)
    device->flipped = device->healing = FALSE;
  if (facts.fault != NULL && !device->flipped)
    sim_fail (sim, "device %u has a fault: %s", device->index, facts.fault);
  if (facts.cursor == NULL)
    {
      device->seq = 0;
      return;
    }
  parts = g_strsplit (facts.cursor, ".", -1);
  if (g_strv_length (parts) < 3)
    sim_fail (sim, "device %u has the cursor %s", device->index, facts.cursor);
  seq = g_ascii_strtoll (parts[2], NULL, 10);
  if (g_strcmp0 (device->generation, parts[0]) == 0 && seq < device->seq)
    sim_fail (sim, "the cursor of device %u goes back from %" G_GINT64_FORMAT " to %s", device->index,
              device->seq, facts.cursor);
  g_free (device->generation);
  device->generation = g_strdup (parts[0]);
  device->seq = seq;
}

/* Two rows that were made together, or whose department was changed together, alone or apart. Where others
 * changed one of them meanwhile there is a conflict, and each keeps what it had. */
#define HALF_MADE                                                                                            \
  "SELECT short_name, count(*), group_concat(id) FROM agency WHERE short_name IS NOT NULL GROUP BY "         \
  "short_name HAVING count(*) <> 2"
#define HALF_CHANGED                                                                                         \
  "SELECT a.short_name, a.departments, b.departments FROM agency a JOIN agency b ON a.short_name = "         \
  "b.short_name WHERE coalesce(a.departments, '') <> coalesce(b.departments, '') AND NOT EXISTS "            \
  "(SELECT 1 FROM conflict c WHERE c.owner IN (a.id, b.id) AND c.field = 'departments')"
/* Of a desktop's own changes that wait or were refused the person sees what became of each. */
#define PENDING                                                                                              \
  "SELECT a.short_name FROM agency a JOIN mirror_shadow s ON s.row = a.id WHERE a.short_name IS NOT NULL"

/* Who made two rows or changed both in one act: nobody ever sees a part of it. */
static void
check_pairs (Simulation *sim, KxBook *book, const char *whose, gboolean mirror)
{
  static const char *const halves[] = { HALF_MADE, HALF_CHANGED };

  for (guint i = 0; i < G_N_ELEMENTS (halves); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT * FROM (%s) %s", halves[i],
                                              mirror ? "WHERE short_name NOT IN (" PENDING ")" : "");
      g_autoptr (GError) error = NULL;
      g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, NULL, 0, &error);

      if (rows != NULL && kx_db_rows_next (rows, &error))
        sim_fail (sim, "%s shows half of an act: %s, %s, %s", whose, kx_db_rows_text (rows, 0),
                  kx_db_rows_text (rows, 1), kx_db_rows_text (rows, 2));
      sim_no_error (sim, error, "looking for half an act");
    }
}

/* After a pull that has reached the head. Before, a first load shows its pages as they come, and the answer
 * to a push shows a row as it stands, with what others did to it. */
void
sim_check_device (Simulation *sim, SimDevice *device, gboolean pulled)
{
  g_autofree char *whose = g_strdup_printf ("device %u", device->index);

  check_cursor (sim, device);
  if (pulled && number (sim, device->book,
                        "SELECT count(*) FROM meta WHERE name IN ('mirror.staged', 'mirror.loading', "
                        "'mirror.refill')",
                        NULL) == 0)
    check_pairs (sim, device->book, whose, TRUE);
  /* Looked at once for each change: most of what a desktop does leaves the service as it is. */
  if (sim->service_changed)
    check_pairs (sim, sim->book, "the service", FALSE);
  sim->service_changed = FALSE;
}

/* All rows of a kind, canonical, by id. */
static void
append_rows (Simulation *sim, KxBook *book, const KxEntity *entity, const KxActor *actor, gboolean mirror,
             GString *out)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM \"%s\" ORDER BY id", entity->name);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, NULL, 0, &error);

  while (rows != NULL && kx_db_rows_next (rows, &error))
    g_ptr_array_add (ids, g_strdup (kx_db_rows_text (rows, 0)));
  g_clear_pointer (&rows, kx_db_rows_close);
  for (guint i = 0; error == NULL && i < ids->len; i++)
    {
      g_autoptr (KxRecord) row = mirror ? kx_mirror_row_get (book, entity, ids->pdata[i], &error)
                                        : kx_row_get (book, entity, ids->pdata[i], &error);

      if (row == NULL || (actor != NULL && !kx_actor_may_read (actor, row->space)))
        continue;
      g_string_append_printf (out, "%s ", entity->name);
      kx_wire_append_canonical (out, row);
      g_string_append_c (out, '\n');
    }
  sim_no_error (sim, error, "reading rows");
}

static char *
dump (Simulation *sim, KxBook *book, const KxActor *actor, gboolean mirror)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < book->schema->n_entities; i++)
    if (!(book->schema->entities[i]->traits & KX_LOCAL))
      append_rows (sim, book, book->schema->entities[i], actor, mirror, out);
  return g_string_free (out, FALSE);
}

/* The first line in which two texts differ, for the message. */
static char *
first_difference (const char *one, const char *two)
{
  g_auto (GStrv) a = g_strsplit (one, "\n", -1), b = g_strsplit (two, "\n", -1);

  for (guint i = 0; a[i] != NULL || b[i] != NULL; i++)
    {
      if (g_strcmp0 (a[i], b[i]) != 0)
        return g_strdup_printf ("\n  here  %s\n  there %s", a[i], b[i]);
      if (a[i] == NULL || b[i] == NULL)
        break;
    }
  return g_strdup ("nothing");
}

/* The words by which rows are found are those of the rows. */
static void
check_terms (Simulation *sim, SimDevice *device)
{
  static const char *const sql =
      "SELECT count(*) FROM agency_term t WHERE NOT EXISTS (SELECT 1 FROM agency a WHERE "
      "a.no = t.row AND a.deleted_at = 0)";
  static const char *const lacking =
      "SELECT count(*) FROM agency a WHERE a.deleted_at = 0 AND NOT EXISTS (SELECT 1 "
      "FROM agency_term t WHERE t.row = a.no)";

  if (number (sim, device->book, sql, NULL) != 0)
    sim_fail (sim, "device %u finds rows that are not there", device->index);
  if (number (sim, device->book, lacking, NULL) != 0)
    sim_fail (sim, "device %u does not find some rows", device->index);
}

/* Nothing of a space that is closed is left anywhere but in texts that wait for the person. */
static void
check_scope (Simulation *sim, SimDevice *device)
{
  static const char *const sources[] = { "SELECT DISTINCT space FROM mirror_touch",
                                         "SELECT space FROM mirror_space", NULL };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; sources[i] != NULL; i++)
    {
      g_autoptr (KxDbRows) rows = kx_db_query (device->book->db, sources[i], NULL, 0, &error);

      while (rows != NULL && kx_db_rows_next (rows, &error))
        if (!kx_actor_may_read (device->user->actor, kx_db_rows_text (rows, 0)))
          sim_fail (sim, "device %u keeps something of %s (%s)", device->index, kx_db_rows_text (rows, 0),
                    sources[i]);
      sim_no_error (sim, error, "looking for foreign rows");
    }
  if (number (sim, device->book, "SELECT count(*) FROM mirror_inbox", NULL) != 0)
    sim_fail (sim, "device %u keeps pages that have landed", device->index);
}

/* What each space holds, for messages. */
char *
sim_tell_sums (Simulation *sim, SimDevice *device)
{
  GString *out = g_string_new (NULL);
  g_autoptr (KxDbRows) rows = kx_db_query (
      device->book->db, "SELECT space, rows, sum FROM mirror_space ORDER BY space", NULL, 0, NULL);

  while (rows != NULL && kx_db_rows_next (rows, NULL))
    g_string_append_printf (out, " %s %s %016" G_GINT64_MODIFIER "x", kx_db_rows_text (rows, 0),
                            kx_db_rows_text (rows, 1), (guint64) kx_db_rows_integer (rows, 2));
  return g_string_free (out, FALSE);
}

/* The sums that are kept are those of the rows, here and there. */
static void
check_sums (Simulation *sim, SimDevice *device, const char *json)
{
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  gboolean wrong = FALSE;
  static const char *const sql =
      "SELECT coalesce(group_concat(space || rows || sum, ' '), '') FROM (SELECT * FROM "
      "mirror_space WHERE rows <> 0 ORDER BY space)";
  g_autoptr (KxDbRows) rows = kx_db_query (device->book->db, sql, NULL, 0, &error);

  if (rows != NULL && kx_db_rows_next (rows, &error))
    before = g_strdup (kx_db_rows_text (rows, 0));
  g_clear_pointer (&rows, kx_db_rows_close);
  if (!kx_book_begin (device->book, &error) ||
      !kx_mirror_space_verify (device->book, json, strlen (json), &wrong, &error))
    sim_no_error (sim, error, "computing sums");
  rows = kx_db_query (device->book->db, sql, NULL, 0, &error);
  if (rows != NULL && kx_db_rows_next (rows, &error))
    after = g_strdup (kx_db_rows_text (rows, 0));
  g_clear_pointer (&rows, kx_db_rows_close);
  kx_book_rollback (device->book);
  sim_no_error (sim, error, "computing sums");
  if (wrong || g_strcmp0 (before, after) != 0)
    sim_fail (sim, "the sums of device %u are wrong: %s, %s", device->index, before, after);
}

/* Whether a later change, before it was sent, took the place of what this one had given to a field. */
static gboolean
is_replaced (const SimDevice *device, guint i, guint field)
{
  const SimIntent *intent = device->intents->pdata[i];
  const char *op = intent->folded != NULL ? intent->folded : intent->op;

  for (guint k = i + 1; k < device->intents->len; k++)
    {
      const SimIntent *later = device->intents->pdata[k];

      if (g_strcmp0 (later->folded, op) == 0 && kx_record_mentions (later->fields, field))
        return TRUE;
    }
  return FALSE;
}

/* Whether the service has what a change came to, by whoever made it, or had it before. */
static gboolean
stands (Simulation *sim, const SimDevice *device, guint i)
{
  const SimIntent *intent = device->intents->pdata[i];
  const char *kind = kx_op_kind_name (intent->kind);
  KxDbArg args[] = { KX_ARG_TEXT (intent->row), KX_ARG_TEXT (kind), KX_ARG_NULL (KX_DB_TEXT),
                     KX_ARG_NULL (KX_DB_TEXT) };
  g_autoptr (GError) error = NULL;
  g_autoptr (KxRecord) row = kx_row_get (sim->book, intent->entity, intent->row, NULL);
  gint64 n = 1;

  if (intent->fields == NULL)
    kx_db_get_integer (sim->book->db, "SELECT count(*) FROM history WHERE row = $1 AND kind = $2", args, 2,
                       &n, &error);
  for (guint f = 0; n > 0 && intent->fields != NULL && f < intent->entity->n_fields; f++)
    {
      g_autofree char *text = kx_record_text (intent->fields, f);

      if (!kx_record_mentions (intent->fields, f) || is_replaced (device, i, f) ||
          (intent->kind == KX_OP_PATCH && row != NULL && kx_record_same (row, intent->fields, f)))
        continue;
      args[2] = KX_ARG_TEXT (intent->entity->fields[f].name);
      args[3] = text != NULL ? KX_ARG_TEXT (text) : KX_ARG_NULL (KX_DB_TEXT);
      kx_db_get_integer (
          sim->book->db,
          intent->kind == KX_OP_PATCH
              ? "SELECT count(*) FROM history WHERE row = $1 AND kind = $2 AND field = $3 AND new "
                "IS $4"
              : "SELECT count(*) FROM history WHERE row = $1 AND kind = $2 AND field = $3",
          args, intent->kind == KX_OP_PATCH ? 4 : 3, &n, &error);
    }
  sim_no_error (sim, error, "looking for what a change came to");
  return n > 0;
}

/* What became of a change that a person handed over. */
static void
check_intent (Simulation *sim, const SimDevice *device, guint i)
{
  const SimIntent *intent = device->intents->pdata[i];
  const char *op = intent->folded != NULL ? intent->folded : intent->op;
  gint64 waits = number (sim, device->book, "SELECT count(*) FROM mirror_outbox WHERE op = $1", op);
  gint64 decided = number (sim, sim->book, "SELECT count(*) FROM op_result WHERE op = $1", op);
  gint64 effects =
      number (sim, sim->book,
              "SELECT coalesce(max(n), 0) FROM (SELECT count(DISTINCT seq) AS n FROM history WHERE op = $1 "
              "GROUP BY entity, row)",
              op);

  /* What went through, and was lost by a restore after the person's access was withdrawn, is no longer the
   * device's to bring back: it kept nothing of it. What the restored service shows already, because somebody
   * else had done the same before, need not come again. */
  if (waits + decided == 0 && !intent->discarded &&
      !(sim->restored && (intent->left || (intent->kind != KX_OP_CREATE && stands (sim, device, i)))))
    sim_fail (sim, "the %s %s of %s %s by device %u is lost", kx_op_kind_name (intent->kind), op,
              intent->entity->name, intent->row, device->index);
  if (effects > 1)
    sim_fail (sim, "the op %s of device %u has had its effect %" G_GINT64_FORMAT " times", op, device->index,
              effects);
}

/* The history of a row, for the message. */
static char *
tell_history (Simulation *sim, const char *row)
{
  GString *out = g_string_new (NULL);
  g_autoptr (KxDbRows) rows =
      kx_db_query (sim->book->db,
                   "SELECT seq, kind, field, old, new, op FROM history WHERE row = $1 ORDER BY "
                   "seq, ord",
                   &KX_ARG_TEXT (row), 1, NULL);

  while (rows != NULL && kx_db_rows_next (rows, NULL))
    g_string_append_printf (out, "\n  %s %s %s: %s -> %s by %s", kx_db_rows_text (rows, 0),
                            kx_db_rows_text (rows, 1), kx_db_rows_text (rows, 2), kx_db_rows_text (rows, 3),
                            kx_db_rows_text (rows, 4), kx_db_rows_text (rows, 5));
  return g_string_free (out, FALSE);
}

/* A value that was accepted stands in the row's history, or in a conflict with it. */
static void
check_value (Simulation *sim, SimDevice *device, const SimIntent *intent, guint field)
{
  const KxField *about = &intent->entity->fields[field];
  g_autofree char *text = kx_record_text (intent->fields, field);
  KxDbArg args[] = { KX_ARG_TEXT (intent->row), KX_ARG_TEXT (about->name), KX_ARG_TEXT (text) };
  g_autoptr (GError) error = NULL;
  gint64 told = 0, kept = 0;

  if (about->kind == KX_LONG_TEXT || (about->flags & KX_SEALED) || text == NULL)
    return;
  kx_db_get_integer (sim->book->db, "SELECT count(*) FROM history WHERE row = $1 AND field = $2 AND new = $3",
                     args, 3, &told, &error);
  kx_db_get_integer (
      sim->book->db,
      "SELECT count(*) FROM conflict c WHERE c.owner = $1 AND c.field = $2 AND (c.mine = $3 OR EXISTS "
      "(SELECT 1 "
      "FROM history h WHERE h.row = c.id AND h.field = 'mine' AND (h.new = $3 OR h.old = $3)))",
      args, 3, &kept, &error);
  /* A purge takes the row's conflicts too; that the op had led to one stays told. */
  if (error == NULL && told + kept == 0)
    kx_db_get_integer (
        sim->book->db,
        "SELECT count(*) FROM history p JOIN history c ON c.op = $2 WHERE p.row = $1 AND p.kind = "
        "'purge' AND c.entity = 'conflict' AND c.kind = 'create'",
        (KxDbArg[]){ args[0], KX_ARG_TEXT (intent->op) }, 2, &kept, &error);
  sim_no_error (sim, error, "looking for a value");
  if (told + kept == 0)
    {
      g_autofree char *history = tell_history (sim, intent->row);

      sim_fail (sim, "the value %s of %s that op %s of device %u gave to %s is nowhere:%s", text, about->name,
                intent->op, device->index, intent->row, history);
    }
}

static void
check_intents (Simulation *sim, SimDevice *device)
{
  for (guint i = 0; i < device->intents->len; i++)
    {
      const SimIntent *intent = device->intents->pdata[i];

      check_intent (sim, device, i);
      if (intent->kind != KX_OP_PATCH || intent->folded != NULL || intent->discarded ||
          number (sim, sim->book, "SELECT count(*) FROM op_result WHERE op = $1", intent->op) == 0)
        continue;
      for (guint f = 0; f < intent->entity->n_fields; f++)
        if (!is_replaced (device, i, f) && kx_record_has (intent->fields, f))
          check_value (sim, device, intent, f);
    }
}

/* A conflict is between two values of two sides. */
static void
check_conflicts (Simulation *sim)
{
  sim->report->conflicts += (guint64) number (sim, sim->book, "SELECT count(*) FROM conflict", NULL);
  if (number (sim, sim->book,
              "SELECT count(*) FROM conflict WHERE kind = 'field' AND (coalesce(theirs, '') = coalesce(mine, "
              "'') OR "
              "my_author IS NULL)",
              NULL) != 0)
    sim_fail (sim, "there is a conflict of equal values, or of nobody");
  if (number (sim, sim->book,
              "SELECT count(*) FROM (SELECT owner, field, my_device FROM conflict WHERE state = 'open' GROUP "
              "BY owner, "
              "field, my_device HAVING count(*) > 1)",
              NULL) != 0)
    sim_fail (sim, "there are two open conflicts about one field from one device");
}

/* The service itself: its sums and its audit trail. */
static void
check_service (Simulation *sim)
{
  g_autofree char *fault = NULL;
  g_autoptr (GError) error = NULL;

  kx_space_verify (sim->book, &fault, &error);
  sim_no_error (sim, error, "verifying the service");
  if (fault != NULL)
    sim_fail (sim, "the sums of the service are wrong: %s", fault);
  if (number (sim, sim->book,
              "SELECT count(*) FROM (SELECT device, op, entity, row FROM audit WHERE device IS NOT NULL "
              "GROUP BY device, "
              "op, entity, row HAVING count(DISTINCT seq) > 1)",
              NULL) != 0)
    sim_fail (sim, "an op has had its effect twice");
}

void
sim_check_end (Simulation *sim)
{
  check_service (sim);
  check_conflicts (sim);
  for (guint i = 0; i < sim->devices->len; i++)
    {
      SimDevice *device = sim->devices->pdata[i];
      g_autofree char *here = NULL, *there = NULL, *whose = g_strdup_printf ("device %u", i);
      g_autoptr (GString) sums = g_string_new (NULL);
      g_autoptr (GError) error = NULL;

      if (device->revoked)
        continue;
      if (kx_sync_machine_get_state (device->machine) != KX_SYNC_IDLE)
        sim_fail (sim, "device %u rests in state %d: %s", i,
                  (int) kx_sync_machine_get_state (device->machine),
                  kx_sync_machine_get_error (device->machine) != NULL
                      ? kx_sync_machine_get_error (device->machine)->message
                      : "");
      if (number (sim, device->book, "SELECT count(*) FROM mirror_outbox WHERE state IN (0, 1)", NULL) != 0)
        sim_fail (sim, "something waits at device %u for ever", i);
      here = dump (sim, device->book, NULL, TRUE);
      there = dump (sim, sim->book, device->user->actor, FALSE);
      if (!g_str_equal (here, there))
        {
          g_autofree char *difference = first_difference (here, there);

          sim_fail (sim, "device %u differs from the service: %s", i, difference);
        }
      kx_feed_verify (sim->book, device->user->actor, NULL, sums, &error);
      sim_no_error (sim, error, "the sums of the service");
      check_sums (sim, device, sums->str);
      check_terms (sim, device);
      check_scope (sim, device);
      check_pairs (sim, device->book, whose, TRUE);
      check_intents (sim, device);
    }
}

char *
sim_digest (Simulation *sim)
{
  return dump (sim, sim->book, NULL, FALSE);
}
