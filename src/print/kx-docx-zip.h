/* The parts of a docx package: taken out, some replaced, and put together again in their order. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char *name;    /* owned: "word/document.xml" */
  GBytes *bytes; /* owned */
  gint64 mtime;  /* seconds; 0: unknown */
} KxDocxPart;

/* (element-type KxDocxPart) NULL with an error of KX_DOCX_ERROR. */
GPtrArray *kx_docx_unpack (GBytes *package, GError **error);

GBytes *kx_docx_pack (GPtrArray *parts, GError **error);

/* TRUE for the parts that carry text with fields: body, headers, footers, notes. */
gboolean kx_docx_is_text (const KxDocxPart *part);

G_END_DECLS
