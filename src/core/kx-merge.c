#include "core/kx-merge.h"

#include <string.h>

#define BIT(field) (G_GUINT64_CONSTANT (1) << (field))
/* Beyond it the table of the longest common part grows too large; then it is a conflict. */
#define MOST_LINES 2000

void
kx_merge_clear (KxMerge *merge)
{
  g_clear_pointer (&merge->patch, kx_record_free);
}

typedef struct
{
  char **lines;
  guint n;
} Lines;

static Lines
split (const char *text)
{
  Lines lines = { g_strsplit (text, "\n", -1), 0 };

  lines.n = g_strv_length (lines.lines);
  return lines;
}

/* For each line of `base` the line of `side` it is matched with by a longest common subsequence, or -1. */
static int *
match_lines (Lines base, Lines side)
{
  guint width = side.n + 1;
  g_autofree guint16 *longest = g_new0 (guint16, (gsize) (base.n + 1) * width);
  int *match = g_new (int, base.n + 1);
  guint i = 0, j = 0;

  for (guint a = base.n; a-- > 0;)
    for (guint b = side.n; b-- > 0;)
      longest[a * width + b] = g_str_equal (base.lines[a], side.lines[b])
                                   ? (guint16) (longest[(a + 1) * width + b + 1] + 1)
                                   : MAX (longest[(a + 1) * width + b], longest[a * width + b + 1]);
  for (guint a = 0; a < base.n; a++)
    match[a] = -1;
  match[base.n] = (int) side.n;
  while (i < base.n && j < side.n)
    {
      if (g_str_equal (base.lines[i], side.lines[j]))
        match[i++] = (int) j++;
      else if (longest[(i + 1) * width + j] >= longest[i * width + j + 1])
        i++;
      else
        j++;
    }
  return match;
}

static gboolean
same_run (Lines a, guint a_from, guint a_to, Lines b, guint b_from, guint b_to)
{
  if (a_to - a_from != b_to - b_from)
    return FALSE;
  for (guint i = 0; i < a_to - a_from; i++)
    if (!g_str_equal (a.lines[a_from + i], b.lines[b_from + i]))
      return FALSE;
  return TRUE;
}

static void
append_run (GPtrArray *out, Lines lines, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    g_ptr_array_add (out, lines.lines[i]);
}

/* Walks from one line that all three share to the next; between them at most one side may differ from the
 * base. */
static gboolean
merge_lines (Lines base, Lines ours, Lines theirs, GPtrArray *out)
{
  g_autofree int *in_ours = match_lines (base, ours);
  g_autofree int *in_theirs = match_lines (base, theirs);
  guint b = 0, o = 0, t = 0;

  for (guint next = 0; next <= base.n; next++)
    {
      guint o_next, t_next;

      if (in_ours[next] < 0 || in_theirs[next] < 0)
        continue;
      o_next = (guint) in_ours[next];
      t_next = (guint) in_theirs[next];
      if (same_run (base, b, next, theirs, t, t_next) || same_run (ours, o, o_next, theirs, t, t_next))
        append_run (out, ours, o, o_next);
      else if (same_run (base, b, next, ours, o, o_next))
        append_run (out, theirs, t, t_next);
      else
        return FALSE;
      if (next < base.n)
        g_ptr_array_add (out, base.lines[next]);
      b = next + 1;
      o = o_next + 1;
      t = t_next + 1;
    }
  return TRUE;
}

char *
kx_merge_text (const char *base, const char *ours, const char *theirs)
{
  g_autoptr (GPtrArray) out = g_ptr_array_new ();
  Lines b = split (base), o = split (ours), t = split (theirs);
  char *merged = NULL;

  if (MAX (b.n, MAX (o.n, t.n)) <= MOST_LINES && merge_lines (b, o, t, out))
    {
      g_ptr_array_add (out, NULL);
      merged = g_strjoinv ("\n", (char **) out->pdata);
    }
  g_strfreev (b.lines);
  g_strfreev (o.lines);
  g_strfreev (t.lines);
  return merged;
}

static gboolean
changed_since (const KxRecord *row, const KxOp *op, guint field)
{
  return row->stamps != NULL && row->stamps[field].seq > op->base;
}

/* Changed after the person looked, and not by the same device: its own chained changes never meet themselves.
 */
static gboolean
is_concurrent (const KxRecord *row, const KxOp *op, guint field)
{
  return changed_since (row, op, field) &&
         (op->device == NULL || g_strcmp0 (row->stamps[field].device, op->device) != 0);
}

/* The last change came from the same device, but was merged with another's: the text holds lines that this
 * device has not seen. */
static gboolean
holds_more (const KxRecord *row, const KxOp *op, guint field)
{
  return row->entity->fields[field].kind == KX_LONG_TEXT && changed_since (row, op, field) &&
         op->was != NULL && kx_record_mentions (op->was, field) && !kx_record_same (row, op->was, field);
}

static void
merge_set (const KxRecord *row, const KxOp *op, guint field, KxMerge *merge)
{
  KxCodes now = kx_record_get (row, field).CODES, named = kx_record_get (op->fields, field).CODES;
  KxCodes then = { op->kind == KX_OP_ADD ? now.bits | named.bits : now.bits & ~named.bits };

  /* A concurrent add outlives a remove: the remover did not know of it. */
  if (op->kind == KX_OP_REMOVE && changed_since (row, op, field))
    {
      gboolean told = op->was != NULL && kx_record_mentions (op->was, field);
      KxCodes known = told ? kx_record_get (op->was, field).CODES : now;

      then.bits |= now.bits & named.bits & ~known.bits;
    }
  if (then.bits != now.bits)
    kx_record_put (merge->patch, field, (KxValue){ .CODES = then });
}

static void
merge_field (const KxRecord *row, const KxOp *op, guint field, KxMerge *merge)
{
  g_autofree char *text = NULL;

  if (kx_record_same (row, op->fields, field))
    return;
  if (!is_concurrent (row, op, field) && !holds_more (row, op, field))
    {
      kx_record_take (merge->patch, op->fields, field);
      return;
    }
  if (row->entity->fields[field].kind == KX_LONG_TEXT && op->was != NULL && kx_record_has (op->was, field) &&
      kx_record_has (row, field) && kx_record_has (op->fields, field))
    text = kx_merge_text (kx_record_get (op->was, field).LONG_TEXT, kx_record_get (row, field).LONG_TEXT,
                          kx_record_get (op->fields, field).LONG_TEXT);
  if (text == NULL || g_utf8_strlen (text, -1) > kx_field_max_chars (&row->entity->fields[field]))
    {
      merge->conflicts |= BIT (field);
      return;
    }
  merge->merged |= BIT (field);
  if (!g_str_equal (text, kx_record_get (row, field).LONG_TEXT))
    kx_record_put (merge->patch, field, (KxValue){ .LONG_TEXT = text });
}

KxMerge
kx_merge_op (const KxRecord *row, const KxOp *op)
{
  KxMerge merge = { .patch = kx_record_new (row->entity, row->id, row->space) };
  gboolean set = op->kind == KX_OP_ADD || op->kind == KX_OP_REMOVE;

  for (guint i = 0; i < row->entity->n_fields; i++)
    {
      if (is_concurrent (row, op, i))
        merge.concurrent |= BIT (i);
      if (op->fields == NULL || !kx_record_mentions (op->fields, i))
        continue;
      if (set && row->entity->fields[i].kind == KX_CODES)
        merge_set (row, op, i, &merge);
      else if (!set)
        merge_field (row, op, i, &merge);
    }
  return merge;
}

gint64
kx_merge_base (const KxRecord *row, const KxOp *op)
{
  gint64 newest = 0;

  if (op->device == NULL || op->base >= row->seq)
    return op->base;
  for (guint i = 0; i < row->entity->n_fields; i++)
    {
      if (is_concurrent (row, op, i))
        return op->base;
      newest = MAX (newest, row->stamps != NULL ? row->stamps[i].seq : 0);
    }
  /* A change that left no stamp (to the trash and back, or the row itself made by another) is nobody's own.
   */
  return newest == row->seq || (newest == 0 && op->base == 0) ? row->seq : op->base;
}
