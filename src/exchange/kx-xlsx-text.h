/* The text of a string item: its runs joined, phonetic guides left out, escapes undone. */
#pragma once

#include "exchange/kx-xlsx-xml.h"

G_BEGIN_DECLS

typedef struct
{
  GString *text;  /* owned */
  guint phonetic; /* depth inside rPh */
  gboolean in_text;
} KxXlsxText;

void kx_xlsx_text_init (KxXlsxText *self);
void kx_xlsx_text_clear (KxXlsxText *self);
void kx_xlsx_text_restart (KxXlsxText *self);
void kx_xlsx_text_start (KxXlsxText *self, const char *name);
void kx_xlsx_text_end (KxXlsxText *self, const char *name);
gboolean kx_xlsx_text_add (KxXlsxText *self, const char *text, gsize length, GError **error);
gboolean kx_xlsx_append_bounded (GString *string, const char *text, gsize length, GError **error);
void kx_xlsx_unescape (GString *text);

G_END_DECLS
