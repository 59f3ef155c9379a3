/* The feed as it travels, one line of JSON each. */
#pragma once

#include "core/kx-wire-record.h"

G_BEGIN_DECLS

/* What a space holds: rows, those in the trash counted too, and the sum modulo 2^64 of their kx_wire_sum().
 */
typedef struct
{
  char *space; /* owned by who has the list */
  gint64 count;
  guint64 sum;
} KxWireSpace;

typedef enum
{
  KX_WIRE_ROW,    /* a row as it stands */
  KX_WIRE_GONE,   /* a row that is no more, or stands in another space now */
  KX_WIRE_JOIN,   /* a space is open from here on; its rows follow */
  KX_WIRE_LEAVE,  /* a space is closed: nothing of it may stay */
  KX_WIRE_COMMIT, /* all since the last one holds together */
  KX_WIRE_OTHER   /* of a newer service: passed over */
} KxWireLineKind;

typedef struct
{
  KxWireLineKind kind;
  const KxEntity *entity; /* of ROW and GONE; NULL: this program does not know it */
  KxRecord *row;          /* owned; of ROW with a known entity */
  const char *bytes;      /* of ROW: the canonical bytes, borrowed from the line */
  gsize size;
  char *id, *space; /* owned; of GONE; the space of JOIN and LEAVE */
  gboolean moved;   /* of GONE: it stands in another space */
  char *cursor;     /* owned; of COMMIT, as the members that follow */
  gboolean more;    /* there is more to be asked for now */
  gint64 acked;     /* the last op of this device of which the service has forgotten the result */
  GArray *spaces;   /* (element-type KxWireSpace) owned */
} KxWireLine;

/* Reads one line, without its end. `line` has to outlive what is returned. NULL with KX_WIRE_ERROR. */
KxWireLine *kx_wire_read_line (const KxSchema *schema, const char *line, gsize length, GError **error);

void kx_wire_line_free (KxWireLine *line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxWireLine, kx_wire_line_free)

/* Lists of spaces. (element-type KxWireSpace) Free with g_array_unref(). */
GArray *kx_wire_spaces_new (void);

/* Each appends one line, with its end. */
void kx_wire_append_row_line (GString *out, const KxRecord *row);
void kx_wire_append_gone_line (GString *out, const char *entity, const char *id, const char *space,
                               gboolean moved);
void kx_wire_append_space_line (GString *out, gboolean join, const char *space);

/* `spaces` may be NULL: none. */
void kx_wire_append_commit_line (GString *out, const char *cursor, gboolean more, gint64 acked,
                                 GArray *spaces);

G_END_DECLS
