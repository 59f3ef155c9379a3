/* The shape of a read document, shared by its parser and its accessors only. */
#pragma once

#include "core/kx-json.h"

G_BEGIN_DECLS

struct _KxJsonNode
{
  const char *name; /* of a member of an object; otherwise NULL */
  union
  {
    const char *text; /* string, number */
    gint64 integer;   /* integer, boolean */
    const KxJsonNode *children;
  };
  guint32 name_length;
  guint32 length; /* bytes of text, or how many children */
  guint32 offset; /* of the value's first byte */
  KxJsonType type;
};

typedef struct _KxJsonBlock KxJsonBlock;

struct _KxJson
{
  KxJsonNode root;
  char *text;          /* all decoded strings, each ended by a NUL */
  KxJsonBlock *blocks; /* all children, the newest block first */
};

/* An array or object that is being read: what its pointer needs. */
typedef struct
{
  const char *name; /* of the member at hand, NULL in an array */
  guint index;
  gboolean inside; /* the value at hand is being read, no mark between values */
} KxJsonFrame;

typedef struct
{
  const char *at, *start, *end;
  char *text;    /* where the next decoded string goes */
  GArray *stack; /* of KxJsonNode: finished children of unfinished parents */
  KxJson *json;
  GError **error;
  int depth;
  KxJsonFrame frames[KX_JSON_DEPTH];
} KxJsonParser;

KxJsonNode *kx_json_new_nodes (KxJson *self, guint n);
void kx_json_set_error (GError **error, KxJsonErrorCode code, const char *text, gsize offset,
                        const char *pointer);

gboolean kx_json_fail (KxJsonParser *p, KxJsonErrorCode code, const char *text, const char *at);
gboolean kx_json_read_string (KxJsonParser *p, const char **ret_text, guint32 *ret_length);
gboolean kx_json_read_number (KxJsonParser *p, KxJsonNode *node);

G_END_DECLS
