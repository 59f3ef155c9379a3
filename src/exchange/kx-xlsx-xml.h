/* Streaming XML for package parts: elements of a few namespaces, no document types, no entities, no network.
 */
#pragma once

#include "exchange/kx-xlsx-package.h"

G_BEGIN_DECLS

typedef enum
{
  KX_XML_OTHER,
  KX_XML_SHEET,     /* spreadsheet elements, transitional or strict */
  KX_XML_RELATIONS, /* package relationships */
} KxXmlSpace;

/* The attributes of an element, valid during the call only. */
typedef struct
{
  const unsigned char **values; /* five pointers each, as the parser hands them over */
  int n;
} KxXmlAttributes;

/* What a part's reader does at each event; @name is without prefix. FALSE and @error end the reading. */
typedef struct
{
  gboolean (*start) (gpointer user_data, KxXmlSpace space, const char *name,
                     const KxXmlAttributes *attributes, GError **error);
  gboolean (*end) (gpointer user_data, KxXmlSpace space, const char *name, GError **error);
  gboolean (*text) (gpointer user_data, const char *text, gsize length, GError **error); /* may be NULL */
} KxXmlHandler;

gboolean kx_xlsx_read_xml (KxXlsxPackage *package, const char *part, const KxXmlHandler *handler,
                           gpointer user_data, GError **error);
char *kx_xml_dup_attribute (const KxXmlAttributes *attributes, const char *name);
char *kx_xml_dup_relation_id (const KxXmlAttributes *attributes);
gboolean kx_xml_get_number (const KxXmlAttributes *attributes, const char *name, guint *ret_value);
gboolean kx_xml_get_flag (const KxXmlAttributes *attributes, const char *name);
gboolean kx_xml_copy_attribute (const KxXmlAttributes *attributes, const char *name, char *buffer,
                                gsize size);

G_END_DECLS
