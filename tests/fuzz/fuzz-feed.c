/* What a desktop reads from a service, and the cursor that it gives back: each line is a row, an op, a result
 * or a cursor in turn. What is read is written again so that it reads the same. */
#include "core/kx-wire-feed.h"
#include "core/kx-wire-op.h"
#include "store/kx-feed-cursor.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length);

/* The canonical text is a fixed point, whatever was sent. */
static void
check_row (const KxRecord *row)
{
  g_autofree char *once = kx_wire_canonical (row), *twice = NULL;
  g_autoptr (KxJson) json = kx_json_parse (once, strlen (once), NULL);
  g_autoptr (KxRecord) again = NULL;

  g_assert_nonnull (json);
  again = kx_wire_read_record (row->entity, kx_json_get_root (json), NULL);
  g_assert_nonnull (again);
  twice = kx_wire_canonical (again);
  g_assert_cmpstr (once, ==, twice);
}

static void
check_line (const char *line, gsize length)
{
  g_autoptr (KxWireLine) read = kx_wire_read_line (kx_schema_get (), line, length, NULL);
  g_autoptr (KxWireResult) result = kx_wire_read_result (kx_schema_get (), line, length, NULL);

  if (read != NULL && read->row != NULL)
    {
      g_assert_true (read->bytes >= line && read->bytes + read->size <= line + length);
      check_row (read->row);
    }
  for (guint i = 0; result != NULL && i < result->rows->len; i++)
    check_row (result->rows->pdata[i]);
  for (guint i = 0; result != NULL && i < result->findings->len; i++)
    {
      const KxFinding *finding = result->findings->pdata[i];
      g_autofree char *filled = kx_finding_fill (finding, finding->message);

      g_assert_nonnull (filled);
    }
}

static void
check_op (const char *line, gsize length)
{
  g_autoptr (KxWireOp) op = kx_wire_read_op (kx_schema_get (), line, length, NULL), again = NULL;
  g_autoptr (GString) once = g_string_new (NULL), twice = g_string_new (NULL);

  if (op == NULL || op->op == NULL)
    return;
  kx_wire_append_op (once, op->n, op->tx, op->tx_size, op->op);
  again = kx_wire_read_op (kx_schema_get (), once->str, once->len - 1, NULL);
  g_assert_nonnull (again);
  kx_wire_append_op (twice, again->n, again->tx, again->tx_size, again->op);
  g_assert_cmpstr (once->str, ==, twice->str);
}

static void
check_cursor (const char *line, gsize length)
{
  g_autofree char *text = g_strndup (line, length), *once = NULL, *twice = NULL;
  g_autoptr (KxFeedCursor) cursor = kx_feed_cursor_new (text), again = NULL;

  if (cursor == NULL)
    return;
  once = kx_feed_cursor_to_text (cursor);
  again = kx_feed_cursor_new (once);
  g_assert_nonnull (again);
  twice = kx_feed_cursor_to_text (again);
  g_assert_cmpstr (once, ==, twice);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length)
{
  const char *at = (const char *) bytes;

  while (length > 0)
    {
      const char *end = memchr (at, '\n', length);
      gsize size = end != NULL ? (gsize) (end - at) : length;

      check_line (at, size);
      check_op (at, size);
      check_cursor (at, size);
      size += end != NULL;
      at += size;
      length -= size;
    }
  return 0;
}
