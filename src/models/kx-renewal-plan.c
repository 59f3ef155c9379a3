#include "models/kx-renewal-plan.h"

#include "core/kx-json-write.h"
#include "core/kx-json.h"
#include "models/kx-display.h"
#include "models/kx-renewal-read.h"
#include "store/kx-thread.h"
#include "store/kx-vault.h"
#include "sync/kx-client-error.h"
#include "sync/kx-gettext.h"

#include <string.h>

/* So many acts wait for the mirror at a time; it writes those that wait together. */
#define MOST_AT_ONCE 64

struct _KxRenewalPlan
{
  GObject parent_instance;
  KxMirror *mirror; /* owned */
  KxRenewalWay way;
  GListStore *lines, *left_out; /* owned; of KxRenewalLine */
  char *paper;                  /* owned */
  KxDate made_on;
  gboolean working;
};

static guint changed;

G_DEFINE_FINAL_TYPE (KxRenewalPlan, kx_renewal_plan, G_TYPE_OBJECT)

static void
tell (KxRenewalPlan *self)
{
  g_signal_emit (self, changed, 0);
}

static void
finalize (GObject *object)
{
  KxRenewalPlan *self = KX_RENEWAL_PLAN (object);

  g_object_unref (self->lines);
  g_object_unref (self->left_out);
  g_object_unref (self->mirror);
  g_free (self->paper);
  G_OBJECT_CLASS (kx_renewal_plan_parent_class)->finalize (object);
}

static void
kx_renewal_plan_class_init (KxRenewalPlanClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
  changed =
      g_signal_new ("changed", KX_TYPE_RENEWAL_PLAN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_renewal_plan_init (KxRenewalPlan *self)
{
  self->lines = g_list_store_new (KX_TYPE_RENEWAL_LINE);
  self->left_out = g_list_store_new (KX_TYPE_RENEWAL_LINE);
  self->paper = g_strdup ("");
}

KxRenewalPlan *
kx_renewal_plan_new (KxMirror *mirror, KxRenewalWay way)
{
  KxRenewalPlan *self = g_object_new (KX_TYPE_RENEWAL_PLAN, NULL);

  self->mirror = g_object_ref (mirror);
  self->way = way;
  return self;
}

KxRenewalWay
kx_renewal_plan_get_way (KxRenewalPlan *self)
{
  return self->way;
}

GListModel *
kx_renewal_plan_get_lines (KxRenewalPlan *self)
{
  return G_LIST_MODEL (self->lines);
}

GListModel *
kx_renewal_plan_get_left_out (KxRenewalPlan *self)
{
  return G_LIST_MODEL (self->left_out);
}

gboolean
kx_renewal_plan_is_working (KxRenewalPlan *self)
{
  return self->working;
}

/* The line at a place; the store keeps it. */
static KxRenewalLine *
line_at (KxRenewalPlan *self, guint i)
{
  g_autoptr (KxRenewalLine) line = g_list_model_get_item (G_LIST_MODEL (self->lines), i);

  return line;
}

static guint
n_lines (KxRenewalPlan *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->lines));
}

guint
kx_renewal_plan_count (KxRenewalPlan *self, KxRenewalOutcome outcome)
{
  guint n = 0;

  for (guint i = 0; i < n_lines (self); i++)
    n += kx_renewal_line_get_outcome (line_at (self, i)) == outcome;
  return n;
}

typedef struct
{
  KxMirror *mirror; /* owned */
  GPtrArray *ids;   /* owned */
  KxRenewalWay way;
  KxDate today;
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->mirror);
  g_ptr_array_unref (reading->ids);
  g_free (reading);
}

static void
read_on_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;
  GError *error = NULL;
  KxBook *book = kx_mirror_take_reader (reading->mirror, &error);
  GPtrArray *lines =
      book != NULL ? kx_renewal_read (book, reading->ids, reading->way, reading->today, &error) : NULL;

  if (book != NULL)
    kx_mirror_give_reader (reading->mirror, book);
  if (lines == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, lines, (GDestroyNotify) g_ptr_array_unref);
}

void
kx_renewal_plan_read_async (KxRenewalPlan *self, GPtrArray *ids, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  reading->mirror = g_object_ref (self->mirror);
  reading->ids = g_ptr_array_ref (ids);
  reading->way = self->way;
  reading->today = kx_mirror_today (self->mirror);
  g_task_set_task_data (task, reading, free_reading);
  kx_thread_run (task, read_on_thread);
  g_object_unref (task);
}

gboolean
kx_renewal_plan_read_finish (KxRenewalPlan *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GPtrArray) lines = g_task_propagate_pointer (G_TASK (result), error);
  g_autoptr (GPtrArray) in = g_ptr_array_new (), out = g_ptr_array_new ();

  if (lines == NULL)
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    {
      KxRenewalLine *line = lines->pdata[i];

      g_ptr_array_add (kx_renewal_line_get_why (line) == NULL ? in : out, line);
      g_signal_connect_object (line, "changed", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
    }
  g_list_store_splice (self->lines, 0, n_lines (self), in->pdata, in->len);
  g_list_store_splice (self->left_out, 0, g_list_model_get_n_items (G_LIST_MODEL (self->left_out)),
                       out->pdata, out->len);
  tell (self);
  return TRUE;
}

/* Where the last digits of the text begin and end; FALSE: it has none. */
static gboolean
find_digits (const char *text, gsize *ret_from, gsize *ret_to)
{
  gsize to = strlen (text), from;

  while (to > 0 && !g_ascii_isdigit (text[to - 1]))
    to--;
  for (from = to; from > 0 && g_ascii_isdigit (text[from - 1]);)
    from--;
  *ret_from = from;
  *ret_to = to;
  /* Longer ones are no count. */
  return to > from && to - from <= 9;
}

GPtrArray *
kx_renewal_plan_list_made (KxRenewalPlan *self)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n_lines (self); i++)
    if (kx_renewal_line_get_made (line_at (self, i)) != NULL)
      g_ptr_array_add (ids, g_strdup (kx_renewal_line_get_made (line_at (self, i))));
  return ids;
}

gboolean
kx_renewal_plan_number_from (KxRenewalPlan *self, const char *first)
{
  gsize from, to;
  guint64 number;

  if (!find_digits (first, &from, &to))
    return FALSE;
  number = g_ascii_strtoull (first + from, NULL, 10);
  for (guint i = 0; i < n_lines (self); i++)
    {
      KxRenewalLine *line = line_at (self, i);
      g_autofree char *text = NULL;

      if (kx_renewal_line_get_outcome (line) == KX_RENEWAL_DONE)
        continue;
      text = g_strdup_printf ("%.*s%0*" G_GUINT64_FORMAT "%s", (int) from, first, (int) (to - from), number++,
                              first + to);
      kx_renewal_line_set_number (line, text);
    }
  return TRUE;
}

void
kx_renewal_plan_end_all_on (KxRenewalPlan *self, KxDate day)
{
  for (guint i = 0; i < n_lines (self); i++)
    if (kx_renewal_line_get_outcome (line_at (self, i)) != KX_RENEWAL_DONE)
      kx_renewal_line_set_ends (line_at (self, i), day);
}

void
kx_renewal_plan_set_paper (KxRenewalPlan *self, const char *number, KxDate made_on)
{
  if (g_str_equal (self->paper, number) && self->made_on.ymd == made_on.ymd)
    return;
  g_free (self->paper);
  self->paper = g_strdup (number);
  self->made_on = made_on;
  tell (self);
}

const char *
kx_renewal_plan_get_paper (KxRenewalPlan *self, KxDate *ret_made_on)
{
  *ret_made_on = self->made_on;
  return self->paper;
}

/* Of one line that is still to be carried out; static and translated. */
static const char *
find_problem (KxRenewalPlan *self, KxRenewalLine *line)
{
  KxDate starts = kx_renewal_line_get_starts (line), ends = kx_renewal_line_get_ends (line);
  KxDate last = kx_renewal_last_day (kx_renewal_line_get_agreement (line));

  if (self->way == KX_RENEWAL_CARRY_ON)
    return ends.ymd <= last.ymd ? _ ("It must be carried on past the day on which it ends now") : NULL;
  if (starts.ymd == 0 || ends.ymd == 0)
    return _ ("The first and the last day of the new term must be given");
  if (starts.ymd > ends.ymd)
    return _ ("The first day must not be after the last");
  return starts.ymd <= last.ymd ? _ ("The new term must begin after the old one ends") : NULL;
}

char *
kx_renewal_plan_dup_problem (KxRenewalPlan *self)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);

  if (self->way == KX_RENEWAL_CARRY_ON && (*self->paper == '\0' || self->made_on.ymd == 0))
    return g_strdup (_ ("The paper must be given, with its number and day"));
  for (guint i = 0; i < n_lines (self); i++)
    {
      KxRenewalLine *line = line_at (self, i);
      const char *number = kx_renewal_line_get_number (line), *problem;

      if (kx_renewal_line_get_outcome (line) == KX_RENEWAL_DONE)
        continue;
      problem = find_problem (self, line);
      if (problem == NULL && *number != '\0' && !g_hash_table_add (numbers, (gpointer) number))
        problem = _ ("Another of them has the same number");
      /* Translators: {agency} is a name, {problem} a sentence */
      if (problem != NULL)
        return kx_display_fill (N_ ("{agency}: {problem}"), "agency", kx_renewal_line_get_agency (line),
                                "problem", problem, NULL);
    }
  return NULL;
}

static const char *const way_names[] = { [KX_RENEWAL_RENEW] = "renew", [KX_RENEWAL_CARRY_ON] = "carry_on" };

static void
begin_text (GString *out, KxRenewalWay way)
{
  g_string_append (out, "{\"way\":");
  kx_json_write_string (out, way_names[way]);
}

static void
write_line (GString *out, KxRenewalLine *line)
{
  g_string_append (out, "{\"id\":");
  kx_json_write_string (out, kx_renewal_line_get_agreement (line)->id);
  if (kx_renewal_line_get_why (line) == NULL)
    {
      g_string_append (out, ",\"number\":");
      kx_json_write_string (out, kx_renewal_line_get_number (line));
      g_string_append_printf (out, ",\"starts\":%d,\"ends\":%d", kx_renewal_line_get_starts (line).ymd,
                              kx_renewal_line_get_ends (line).ymd);
    }
  g_string_append_c (out, '}');
}

char *
kx_renewal_plan_save (KxRenewalPlan *self)
{
  GListModel *const models[] = { G_LIST_MODEL (self->lines), G_LIST_MODEL (self->left_out) };
  GString *out = g_string_new (NULL);
  const char *comma = "";

  begin_text (out, self->way);
  g_string_append (out, ",\"paper\":");
  kx_json_write_string (out, self->paper);
  g_string_append_printf (out, ",\"made_on\":%d,\"lines\":[", self->made_on.ymd);
  for (guint m = 0; m < G_N_ELEMENTS (models); m++)
    for (guint i = 0; i < g_list_model_get_n_items (models[m]); i++)
      {
        g_autoptr (KxRenewalLine) line = g_list_model_get_item (models[m], i);

        /* What went through is not done again. */
        if (kx_renewal_line_get_outcome (line) == KX_RENEWAL_DONE)
          continue;
        g_string_append (out, comma);
        write_line (out, line);
        comma = ",";
      }
  g_string_append (out, "]}");
  return g_string_free (out, FALSE);
}

/* A member of an object, of this type; NULL: there is none. */
static const KxJsonNode *
get_member (const KxJsonNode *node, const char *name, KxJsonType type)
{
  const KxJsonNode *member =
      kx_json_node_get_type (node) == KX_JSON_OBJECT ? kx_json_node_member (node, name) : NULL;

  return member != NULL && kx_json_node_get_type (member) == type ? member : NULL;
}

static const char *
get_text (const KxJsonNode *node, const char *name)
{
  const KxJsonNode *member = get_member (node, name, KX_JSON_STRING);

  return member != NULL ? kx_json_node_get_text (member, NULL) : NULL;
}

/* FALSE: it says none that is a day, or 0 for none. */
static gboolean
get_day (const KxJsonNode *node, const char *name, KxDate *ret_day)
{
  const KxJsonNode *member = get_member (node, name, KX_JSON_INTEGER);
  gint64 ymd = member != NULL ? kx_json_node_get_integer (member) : -1;

  if (ymd < 0 || ymd > G_MAXINT || (ymd != 0 && !kx_date_is_valid ((KxDate){ (int) ymd })))
    return FALSE;
  ret_day->ymd = (int) ymd;
  return TRUE;
}

static void
restore_line (KxRenewalLine *line, const KxJsonNode *node)
{
  const char *number = get_text (node, "number");
  KxDate day;

  if (number != NULL)
    kx_renewal_line_set_number (line, number);
  if (get_day (node, "starts", &day))
    kx_renewal_line_set_starts (line, day);
  if (get_day (node, "ends", &day))
    kx_renewal_line_set_ends (line, day);
}

void
kx_renewal_plan_restore (KxRenewalPlan *self, const char *text)
{
  g_autoptr (KxJson) json = kx_json_parse (text, strlen (text), NULL);
  g_autoptr (GHashTable) lines = g_hash_table_new (g_str_hash, g_str_equal);
  const KxJsonNode *root = json != NULL ? kx_json_get_root (json) : NULL;
  const KxJsonNode *saved = root != NULL ? get_member (root, "lines", KX_JSON_ARRAY) : NULL;
  const char *paper = root != NULL ? get_text (root, "paper") : NULL;
  KxDate made_on = { 0 };

  if (saved == NULL)
    return;
  get_day (root, "made_on", &made_on);
  if (paper != NULL)
    kx_renewal_plan_set_paper (self, paper, made_on);
  for (guint i = 0; i < n_lines (self); i++)
    g_hash_table_insert (lines, kx_renewal_line_get_agreement (line_at (self, i))->id, line_at (self, i));
  for (guint i = 0; i < kx_json_node_get_n_children (saved); i++)
    {
      const KxJsonNode *node = kx_json_node_get_child (saved, i);
      const char *id = get_text (node, "id");
      KxRenewalLine *line = id != NULL ? g_hash_table_lookup (lines, id) : NULL;

      if (line != NULL)
        restore_line (line, node);
    }
}

GPtrArray *
kx_renewal_plan_saved_ids (const char *text, KxRenewalWay *ret_way)
{
  g_autoptr (KxJson) json = kx_json_parse (text, strlen (text), NULL);
  const KxJsonNode *root = json != NULL ? kx_json_get_root (json) : NULL;
  const KxJsonNode *saved = root != NULL ? get_member (root, "lines", KX_JSON_ARRAY) : NULL;
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  const char *way = root != NULL ? get_text (root, "way") : NULL;

  *ret_way = g_strcmp0 (way, way_names[KX_RENEWAL_CARRY_ON]) == 0 ? KX_RENEWAL_CARRY_ON : KX_RENEWAL_RENEW;
  for (guint i = 0; saved != NULL && i < kx_json_node_get_n_children (saved); i++)
    {
      const char *id = get_text (kx_json_node_get_child (saved, i), "id");

      if (id != NULL)
        g_ptr_array_add (ids, g_strdup (id));
    }
  return ids;
}

/* What is being carried out. */
typedef struct
{
  KxClient *client; /* owned, or NULL */
  guint next;       /* the line to begin with */
  guint under_way;
  GError *error; /* owned; the first */
} Work;

/* One line of it. */
typedef struct
{
  GTask *task;                /* owned */
  KxRenewalLine *line;        /* owned */
  char id[KX_UUID_TEXT_SIZE]; /* of what is drawn up */
} Step;

static void
free_work (gpointer data)
{
  Work *work = data;

  g_clear_object (&work->client);
  g_clear_error (&work->error);
  g_free (work);
}

static void go_on (GTask *task);

static char *
dup_reasons (const KxDecision *decision)
{
  GString *reasons = g_string_new (NULL);

  for (guint i = 0; i < decision->findings->len; i++)
    {
      const KxFinding *finding = decision->findings->pdata[i];
      g_autofree char *words =
          finding->verdict == KX_FAILS ? kx_finding_fill (finding, _ (finding->message)) : NULL;

      if (words == NULL)
        continue;
      if (reasons->len > 0)
        g_string_append_c (reasons, '\n');
      g_string_append (reasons, words);
    }
  return g_string_free (reasons, FALSE);
}

/* One line came to its end; takes `error`, which is none of the line itself. */
static void
end_step (Step *step, GError *error)
{
  g_autoptr (GTask) task = step->task;
  Work *work = g_task_get_task_data (task);

  if (work->error == NULL)
    work->error = error;
  else
    g_clear_error (&error);
  work->under_way--;
  g_object_unref (step->line);
  g_free (step);
  go_on (task);
}

static void
on_submitted (GObject *mirror, GAsyncResult *result, gpointer data)
{
  Step *step = data;
  GError *error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (mirror), result, &error);

  if (decision != NULL && decision->result == KX_REJECTED)
    {
      g_autofree char *reasons = dup_reasons (decision);

      kx_renewal_line_set_outcome (step->line, KX_RENEWAL_REFUSED, reasons);
    }
  else if (decision != NULL)
    {
      kx_renewal_line_set_made (step->line, step->id);
      kx_renewal_line_set_outcome (step->line, KX_RENEWAL_DONE, NULL);
    }
  end_step (step, error);
}

static void
on_applied (GObject *client, GAsyncResult *result, gpointer data)
{
  Step *step = data;
  GError *error = NULL;
  g_autoptr (KxRecord) row = kx_client_apply_finish (KX_CLIENT (client), result, &error);

  if (g_error_matches (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_REFUSED) ||
      g_error_matches (error, KX_CLIENT_ERROR, KX_CLIENT_ERROR_CHANGED))
    {
      kx_renewal_line_set_outcome (step->line, KX_RENEWAL_REFUSED, error->message);
      g_clear_error (&error);
    }
  else if (error == NULL)
    kx_renewal_line_set_outcome (step->line, KX_RENEWAL_DONE, NULL);
  end_step (step, error);
}

static void
draw_up (KxRenewalPlan *self, Step *step)
{
  GPtrArray *ops = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);
  GPtrArray *parts = kx_renewal_line_get_parts (step->line);

  kx_random_uuid (kx_mirror_now (self->mirror), step->id);
  g_ptr_array_add (ops, kx_mirror_make_op (self->mirror, KX_OP_CREATE, &kx_agreement_entity, step->id,
                                           kx_renewal_line_draft (step->line, NULL)));
  for (guint i = 0; i < parts->len; i++)
    {
      KxRecord *copy = kx_renewal_copy_part (parts->pdata[i], step->id);
      char part[KX_UUID_TEXT_SIZE];

      kx_random_uuid (kx_mirror_now (self->mirror), part);
      g_ptr_array_add (ops, kx_mirror_make_op (self->mirror, KX_OP_CREATE, copy->entity, part, copy));
    }
  kx_mirror_submit_async (self->mirror, ops, g_task_get_cancellable (step->task), on_submitted, step);
}

static void
carry_on (KxRenewalPlan *self, KxClient *client, Step *step)
{
  const KxRecord *agreement = kx_renewal_line_get_agreement (step->line);
  KxRecord *given = kx_record_new (&kx_bridge_entity, NULL, NULL);
  g_autoptr (KxOp) op = NULL;

  kx_bridge_set_number (kx_bridge (given), self->paper);
  kx_bridge_set_made_on (kx_bridge (given), self->made_on);
  kx_bridge_set_ends_on (kx_bridge (given), kx_renewal_line_get_ends (step->line));
  op = kx_mirror_make_op (self->mirror, KX_OP_ACTION, &kx_agreement_entity, agreement->id, given);
  op->action = g_strdup ("bridge");
  op->base = agreement->seq;
  kx_client_apply_async (client, op, g_task_get_cancellable (step->task), on_applied, step);
}

static void
end_work (GTask *task)
{
  KxRenewalPlan *self = g_task_get_source_object (task);
  Work *work = g_task_get_task_data (task);

  if (!self->working)
    return;
  self->working = FALSE;
  tell (self);
  if (work->error != NULL)
    g_task_return_error (task, g_steal_pointer (&work->error));
  else if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

/* Begins as many as may be under way. Lines are looked at once each, in order. */
static void
go_on (GTask *task)
{
  KxRenewalPlan *self = g_task_get_source_object (task);
  Work *work = g_task_get_task_data (task);
  guint most = self->way == KX_RENEWAL_RENEW ? MOST_AT_ONCE : 1;

  while (work->error == NULL && !g_cancellable_is_cancelled (g_task_get_cancellable (task)) &&
         work->under_way < most && work->next < n_lines (self))
    {
      KxRenewalLine *line = line_at (self, work->next++);
      Step *step;

      if (kx_renewal_line_get_outcome (line) == KX_RENEWAL_DONE)
        continue;
      step = g_new (Step, 1);
      *step = (Step){ .task = g_object_ref (task), .line = g_object_ref (line) };
      work->under_way++;
      if (self->way == KX_RENEWAL_RENEW)
        draw_up (self, step);
      else
        carry_on (self, work->client, step);
    }
  if (work->under_way == 0)
    end_work (task);
}

void
kx_renewal_plan_carry_out_async (KxRenewalPlan *self, KxClient *client, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  g_return_if_fail (!self->working);
  work->client = client != NULL ? g_object_ref (client) : NULL;
  g_task_set_task_data (task, work, free_work);
  if (self->way == KX_RENEWAL_CARRY_ON && client == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "%s",
                               _ ("This happens at the service, which cannot be reached now"));
      return;
    }
  self->working = TRUE;
  tell (self);
  go_on (task);
}

gboolean
kx_renewal_plan_carry_out_finish (KxRenewalPlan *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
