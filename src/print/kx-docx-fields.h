/* Fields in the text of a paragraph: {{agency.name}}, {{guards.sentence}}. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gsize from, until; /* bytes of the text, braces included */
  char *name;        /* owned */
} KxDocxField;

/* (element-type KxDocxField) in their order. Free with g_array_unref(). */
GArray *kx_docx_fields_list (const char *text);

/* Borrowed. */
const KxDocxField *kx_docx_fields_get (GArray *fields, guint i);

/* "guards" of "guards.sentence"; NULL: it has no dot. Free with g_free(). */
char *kx_docx_fields_dup_list (const char *name);

G_END_DECLS
