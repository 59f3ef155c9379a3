#include "exchange/kx-xlsx-xml.h"

#include "late/kx-late-xml.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Strict files use the second of each pair (ECMA-376 part 1, annex A; part 4). */
#define SHEET_SPACE "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define SHEET_SPACE_STRICT "http://purl.oclc.org/ooxml/spreadsheetml/main"
#define RELATION_SPACE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATION_SPACE_STRICT "http://purl.oclc.org/ooxml/officeDocument/relationships"
#define PACKAGE_SPACE "http://schemas.openxmlformats.org/package/2006/relationships"

typedef struct
{
  xmlParserCtxt *parser;
  const KxXmlHandler *handler;
  gpointer user_data;
  const char *part;
  GError *error;
} Reading;

static KxXmlSpace
find_space (const xmlChar *uri)
{
  const char *text = (const char *) uri;

  if (g_strcmp0 (text, SHEET_SPACE) == 0 || g_strcmp0 (text, SHEET_SPACE_STRICT) == 0)
    return KX_XML_SHEET;
  return g_strcmp0 (text, PACKAGE_SPACE) == 0 ? KX_XML_RELATIONS : KX_XML_OTHER;
}

static void
end_reading (Reading *reading, gboolean good)
{
  if (!good)
    xmlStopParser (reading->parser);
}

static void
start_element (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
               const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
  Reading *reading = data;
  KxXmlAttributes list = { attributes, n_attributes };

  if (reading->error == NULL)
    end_reading (reading, reading->handler->start (reading->user_data, find_space (uri), (const char *) name,
                                                   &list, &reading->error));
}

static void
end_element (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  Reading *reading = data;

  if (reading->error == NULL)
    end_reading (reading, reading->handler->end (reading->user_data, find_space (uri), (const char *) name,
                                                 &reading->error));
}

static void
take_text (void *data, const xmlChar *text, int length)
{
  Reading *reading = data;

  if (reading->error == NULL && reading->handler->text != NULL)
    end_reading (reading, reading->handler->text (reading->user_data, (const char *) text, (gsize) length,
                                                  &reading->error));
}

/* A document type may declare entities that grow without bound; no spreadsheet program writes one. */
static void
refuse_document_type (void *data, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
  Reading *reading = data;

  if (reading->error == NULL)
    g_set_error (&reading->error, KX_SHEET_ERROR, KX_SHEET_ERROR_DAMAGED,
                 /* Translators: %s is the name of a part inside a workbook file */
                 _ ("The part “%s” of the file declares a document type and is not read."), reading->part);
  xmlStopParser (reading->parser);
}

static void
set_broken (Reading *reading)
{
  if (reading->error == NULL)
    g_set_error (
        &reading->error, KX_SHEET_ERROR, KX_SHEET_ERROR_DAMAGED,
        /* Translators: %s is the name of a part inside a workbook file */
        _ ("The part “%s” of the file is damaged. Open the file in a spreadsheet program and save it again."),
        reading->part);
}

static void
take_parser_error (void *data, xmlErrorPtr problem)
{
  if (problem->level == XML_ERR_FATAL)
    set_broken (data);
}

static gboolean
feed (const char *data, gsize size, gpointer user_data, GError **error)
{
  Reading *reading = user_data;

  if (xmlParseChunk (reading->parser, data, (int) size, 0) != XML_ERR_OK && reading->error == NULL &&
      !reading->parser->wellFormed)
    set_broken (reading);
  if (reading->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reading->error));
  return FALSE;
}

static const char *const *
find_attribute (const KxXmlAttributes *attributes, const char *name)
{
  for (int i = 0; i < attributes->n; i++)
    {
      const char *const *attribute = (const char *const *) attributes->values + 5 * i;

      if (attribute[1] == NULL && g_str_equal (attribute[0], name))
        return attribute;
    }
  return NULL;
}

/* Reads a whole part through @handler. Every kind of bad XML is KX_SHEET_ERROR_DAMAGED. The parser's own
 * bounds on depth, names and lengths stay on. */
gboolean
kx_xlsx_read_xml (KxXlsxPackage *package, const char *part, const KxXmlHandler *handler, gpointer user_data,
                  GError **error)
{
  xmlSAXHandler events = { .initialized = XML_SAX2_MAGIC,
                           .startElementNs = start_element,
                           .endElementNs = end_element,
                           .characters = take_text,
                           .ignorableWhitespace = take_text,
                           .cdataBlock = take_text,
                           .internalSubset = refuse_document_type,
                           .serror = take_parser_error };
  Reading reading = { .handler = handler, .user_data = user_data, .part = part };
  gboolean good;

  reading.parser = xmlCreatePushParserCtxt (&events, &reading, NULL, 0, NULL);
  if (reading.parser == NULL)
    {
      g_set_error_literal (error, KX_SHEET_ERROR, KX_SHEET_ERROR_SYSTEM, _ ("There is not enough memory."));
      return FALSE;
    }
  xmlCtxtUseOptions (reading.parser, XML_PARSE_NONET | XML_PARSE_NOWARNING);
  good = kx_xlsx_package_read (package, part, feed, &reading, error);
  if (good)
    {
      xmlParseChunk (reading.parser, "", 0, 1);
      if (reading.error == NULL && !reading.parser->wellFormed)
        set_broken (&reading);
      good = reading.error == NULL;
    }
  if (reading.error != NULL)
    g_propagate_error (error, g_steal_pointer (&reading.error));
  if (reading.parser->myDoc != NULL)
    xmlFreeDoc (reading.parser->myDoc);
  xmlFreeParserCtxt (reading.parser);
  return good;
}

/* A copy of the attribute without a namespace, or NULL. */
char *
kx_xml_dup_attribute (const KxXmlAttributes *attributes, const char *name)
{
  const char *const *attribute = find_attribute (attributes, name);

  return attribute != NULL ? g_strndup (attribute[3], (gsize) (attribute[4] - attribute[3])) : NULL;
}

/* A copy of the attribute that names a relationship, r:id, or NULL. */
char *
kx_xml_dup_relation_id (const KxXmlAttributes *attributes)
{
  for (int i = 0; i < attributes->n; i++)
    {
      const char *const *attribute = (const char *const *) attributes->values + 5 * i;

      if (g_str_equal (attribute[0], "id") && (g_strcmp0 (attribute[2], RELATION_SPACE) == 0 ||
                                               g_strcmp0 (attribute[2], RELATION_SPACE_STRICT) == 0))
        return g_strndup (attribute[3], (gsize) (attribute[4] - attribute[3]));
    }
  return NULL;
}

/* Copies a short attribute into @buffer; FALSE when it is missing or does not fit. */
gboolean
kx_xml_copy_attribute (const KxXmlAttributes *attributes, const char *name, char *buffer, gsize size)
{
  const char *const *attribute = find_attribute (attributes, name);
  gsize length = attribute != NULL ? (gsize) (attribute[4] - attribute[3]) : size;

  if (length >= size)
    return FALSE;
  memcpy (buffer, attribute[3], length);
  buffer[length] = '\0';
  return TRUE;
}

/* Reads an attribute that is a whole number; FALSE when it is missing or none. */
gboolean
kx_xml_get_number (const KxXmlAttributes *attributes, const char *name, guint *ret_value)
{
  char text[16];
  guint64 value;

  if (!kx_xml_copy_attribute (attributes, name, text, sizeof text) ||
      !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &value, NULL))
    return FALSE;
  *ret_value = (guint) value;
  return TRUE;
}

/* Whether an attribute says yes, as "1" or "true"; a missing one says no. */
gboolean
kx_xml_get_flag (const KxXmlAttributes *attributes, const char *name)
{
  char text[8];

  return kx_xml_copy_attribute (attributes, name, text, sizeof text) &&
         (g_str_equal (text, "1") || g_str_equal (text, "true") || g_str_equal (text, "on"));
}
