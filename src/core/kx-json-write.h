/* JSON written straight into a text, for rows that travel by the hundred thousand: compact, and one way to
 * write each value, so that whoever reads it and writes it again gets the same bytes. */
#pragma once

#include "core/kx-date.h"
#include "core/kx-json.h"

G_BEGIN_DECLS

/* A string with its quotes. `text` is valid UTF-8. */
void kx_json_write_string (GString *out, const char *text);

/* The same, of bytes that need not end with a NUL. */
void kx_json_write_bytes (GString *out, const char *text, gsize length);

void kx_json_write_integer (GString *out, gint64 number);

/* An instant as a string: "2026-07-01T08:30:00.000Z". */
void kx_json_write_time (GString *out, KxTime time);

/* `,"name":`, without the comma behind an opening bracket. `name` holds nothing that has to be escaped. */
void kx_json_write_name (GString *out, const char *name);

/* A value that was read. Numbers stay as they were written, members keep their order. */
void kx_json_write_node (GString *out, const KxJsonNode *node);

G_END_DECLS
