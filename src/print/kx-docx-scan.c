#include "print/kx-docx-scan.h"

#include "late/kx-late-xml.h"
#include "print/kx-docx.h"
#include "print/kx-gettext.h"

#include <string.h>

typedef xmlDoc XmlDoc;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XmlDoc, xmlFreeDoc)

/* A prefix that stands for the namespace of words, or for another, from some depth on. */
typedef struct
{
  char *prefix; /* owned; "" for names without one */
  gboolean words;
  guint depth;
} Prefix;

/* An open element; `index` -1: one that nobody asks for. */
typedef struct
{
  int index;
} Open;

typedef struct
{
  KxDocxScan *scan;
  const char *at, *end;
  GArray *prefixes, *open;
} Scanner;

static void
clear_prefix (gpointer prefix)
{
  g_free (((Prefix *) prefix)->prefix);
}

static gboolean
is_name_byte (char c)
{
  return c != '\0' && strchr (" \t\r\n/>=", c) == NULL;
}

static gsize
measure_name (const char *at)
{
  gsize n = 0;

  while (is_name_byte (at[n]))
    n++;
  return n;
}

/* The end of an opening tag, behind its ">"; a value in quotes may have one too. */
static const char *
find_tag_end (const char *at)
{
  char quote = '\0';

  for (; *at != '\0'; at++)
    if (quote != '\0')
      quote = *at == quote ? '\0' : quote;
    else if (*at == '"' || *at == '\'')
      quote = *at;
    else if (*at == '>')
      return at + 1;
  return at;
}

/* Takes the namespaces that an opening tag declares. */
static void
read_prefixes (Scanner *self, const char *at, const char *end)
{
  while (at < end)
    {
      gsize n = measure_name (at);
      const char *name = at, *value, *close;

      if (n == 0)
        {
          at++;
          continue;
        }
      at += n;
      value = at < end ? strpbrk (at, "\"'>") : NULL;
      close = value != NULL && *value != '>' ? strchr (value + 1, *value) : NULL;
      if (close == NULL)
        return;
      at = close + 1;
      if (strncmp (name, "xmlns", 5) == 0 && (n == 5 || name[5] == ':'))
        {
          g_autofree char *uri = g_strndup (value, (gsize) (close - value));
          Prefix prefix = { g_strndup (name + MIN (n, 6), n - MIN (n, 6)),
                            strstr (uri, "/wordprocessingml/") != NULL, self->open->len + 1 };

          g_array_append_val (self->prefixes, prefix);
        }
    }
}

static gboolean
is_of_words (const Scanner *self, const char *name, gsize length)
{
  for (guint i = self->prefixes->len; i > 0; i--)
    {
      const Prefix *prefix = &g_array_index (self->prefixes, Prefix, i - 1);

      if (strlen (prefix->prefix) == length && strncmp (prefix->prefix, name, length) == 0)
        return prefix->words;
    }
  return FALSE;
}

/* -1: an element that nobody asks for. */
static int
find_kind (const Scanner *self, const char *name, gsize length)
{
  static const char *const names[] = { "p", "t", "tbl", "tr", "tc" };
  const char *colon = memchr (name, ':', length), *local = colon != NULL ? colon + 1 : name;
  gsize rest = length - (gsize) (local - name);

  if (rest == strlen ("Fallback") && strncmp (local, "Fallback", rest) == 0)
    return KX_DOCX_FALLBACK;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == rest && strncmp (names[i], local, rest) == 0)
      return is_of_words (self, name, colon != NULL ? (gsize) (colon - name) : 0) ? (int) i : -1;
  return -1;
}

static int
get_parent (const Scanner *self)
{
  for (guint i = self->open->len; i > 0; i--)
    if (g_array_index (self->open, Open, i - 1).index >= 0)
      return g_array_index (self->open, Open, i - 1).index;
  return -1;
}

static void
close_element (Scanner *self, gsize end, gsize until)
{
  Open open = g_array_index (self->open, Open, self->open->len - 1);

  if (open.index >= 0)
    {
      KxDocxElement *element = &g_array_index (self->scan->elements, KxDocxElement, (guint) open.index);

      element->end = end;
      element->until = until;
      element->after = self->scan->elements->len;
    }
  while (self->prefixes->len > 0 &&
         g_array_index (self->prefixes, Prefix, self->prefixes->len - 1).depth >= self->open->len)
    g_array_set_size (self->prefixes, self->prefixes->len - 1);
  g_array_set_size (self->open, self->open->len - 1);
}

static void
open_element (Scanner *self)
{
  const char *name = self->at + 1, *end = find_tag_end (self->at);
  gsize length = measure_name (name), from = (gsize) (self->at - self->scan->xml),
        until = (gsize) (end - self->scan->xml);
  Open open = { -1 };
  int kind;

  read_prefixes (self, name + length, end - 1);
  kind = find_kind (self, name, length);
  if (kind >= 0)
    {
      KxDocxElement element = { (KxDocxKind) kind, from, until, until, until, get_parent (self), 0 };

      open.index = (int) self->scan->elements->len;
      g_array_append_val (self->scan->elements, element);
    }
  g_array_append_val (self->open, open);
  if (end[-2] == '/')
    close_element (self, until, until);
  self->at = end;
}

static void
skip (Scanner *self, const char *closing)
{
  const char *end = strstr (self->at, closing);

  self->at = end != NULL ? end + strlen (closing) : self->end;
}

/* The XML is well-formed; that has been seen to. */
static void
scan (Scanner *self)
{
  while (self->at < self->end && (self->at = strchr (self->at, '<')) != NULL)
    {
      if (g_str_has_prefix (self->at, "<?"))
        skip (self, "?>");
      else if (g_str_has_prefix (self->at, "<!--"))
        skip (self, "-->");
      else if (self->at[1] == '/')
        {
          gsize from = (gsize) (self->at - self->scan->xml);

          skip (self, ">");
          if (self->open->len > 0)
            close_element (self, from, (gsize) (self->at - self->scan->xml));
        }
      else
        open_element (self);
      if (self->at == NULL)
        return;
    }
}

/* A document type may declare entities that grow without bound; no word processor writes one. */
static xmlDoc *
parse (const KxDocxPart *part, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (part->bytes, &size);
  xmlDoc *doc = xmlReadMemory (data, (int) size, part->name, NULL,
                               XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA);

  if (doc != NULL && doc->intSubset == NULL && xmlDocGetRootElement (doc) != NULL)
    return doc;
  if (doc != NULL)
    xmlFreeDoc (doc);
  /* Translators: a part of a docx file, such as word/document.xml. */
  g_set_error (error, KX_DOCX_ERROR, KX_DOCX_ERROR_DAMAGED, _ ("The part “%s” of the document is damaged"),
               part->name);
  return NULL;
}

/* Ends with a NUL. Other encodings and marked sections, which word processors do not write, are written anew.
 */
static GBytes *
get_plain (const KxDocxPart *part, const xmlDoc *doc)
{
  gsize size;
  const char *data = g_bytes_get_data (part->bytes, &size);
  xmlChar *text = NULL;
  int length = 0;
  char *copy;

  if (g_utf8_validate_len (data, size, NULL) && g_strstr_len (data, (gssize) size, "<![CDATA[") == NULL)
    return g_bytes_new_take (g_strndup (data, size), size);
  xmlDocDumpMemoryEnc ((xmlDoc *) doc, &text, &length, "UTF-8");
  copy = g_strndup ((const char *) text, (gsize) length);
  xmlFree (text);
  return g_bytes_new_take (copy, (gsize) length);
}

KxDocxScan *
kx_docx_scan_new (const KxDocxPart *part, GError **error)
{
  g_autoptr (XmlDoc) doc = parse (part, error);
  Scanner scanner = { 0 };
  KxDocxScan *self;

  if (doc == NULL)
    return NULL;
  self = g_new0 (KxDocxScan, 1);
  self->bytes = get_plain (part, doc);
  self->xml = g_bytes_get_data (self->bytes, NULL);
  self->elements = g_array_new (FALSE, FALSE, sizeof (KxDocxElement));
  scanner =
      (Scanner){ self, self->xml, self->xml + g_bytes_get_size (self->bytes),
                 g_array_new (FALSE, FALSE, sizeof (Prefix)), g_array_new (FALSE, FALSE, sizeof (Open)) };
  g_array_set_clear_func (scanner.prefixes, clear_prefix);
  scan (&scanner);
  g_array_unref (scanner.prefixes);
  g_array_unref (scanner.open);
  return self;
}

void
kx_docx_scan_free (KxDocxScan *self)
{
  g_array_unref (self->elements);
  g_bytes_unref (self->bytes);
  g_free (self);
}

const KxDocxElement *
kx_docx_scan_get (const KxDocxScan *self, guint i)
{
  return &g_array_index (self->elements, KxDocxElement, i);
}

int
kx_docx_scan_around (const KxDocxScan *self, guint i, KxDocxKind kind)
{
  int around = kx_docx_scan_get (self, i)->parent;

  while (around >= 0 && kx_docx_scan_get (self, (guint) around)->kind != kind)
    around = kx_docx_scan_get (self, (guint) around)->parent;
  return around;
}

static void
add_bytes (KxDocxText *text, const char *bytes, gsize n, gsize place, guint owner)
{
  g_string_append_len (text->text, bytes, (gssize) n);
  for (gsize i = 0; i < n; i++)
    {
      g_array_append_val (text->places, place);
      g_array_append_val (text->owners, owner);
    }
}

/* What "&lt;" or "&#20013;" stands for; 0: nothing that may stand in XML. */
static gunichar
read_reference (const char *at, gsize length)
{
  static const struct
  {
    const char *name;
    gunichar c;
  } names[] = { { "&lt;", '<' }, { "&gt;", '>' }, { "&amp;", '&' }, { "&quot;", '"' }, { "&apos;", '\'' } };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i].name) == length && strncmp (at, names[i].name, length) == 0)
      return names[i].c;
  if (at[1] != '#')
    return 0;
  return (gunichar) (at[2] == 'x' ? g_ascii_strtoull (at + 3, NULL, 16)
                                  : g_ascii_strtoull (at + 2, NULL, 10));
}

/* The bytes of a reference all stand where it does: it is replaced whole or not at all. */
static void
read_element (const KxDocxScan *self, guint owner, KxDocxText *text)
{
  const KxDocxElement *element = kx_docx_scan_get (self, owner);
  gsize at = element->inner;

  while (at < element->end)
    {
      const char *here = self->xml + at, *semicolon;

      if (*here == '<') /* a comment */
        {
          const char *close = g_str_has_prefix (here, "<!--") ? strstr (here, "-->") : strchr (here, '>');

          at = close != NULL ? (gsize) (close - self->xml) + (*close == '-' ? 3 : 1) : element->end;
        }
      else if (*here == '&' && (semicolon = strchr (here, ';')) != NULL)
        {
          gsize length = (gsize) (semicolon - here) + 1;
          gunichar c = read_reference (here, length);
          char bytes[6];

          if (c != 0)
            add_bytes (text, bytes, (gsize) g_unichar_to_utf8 (c, bytes), at, owner);
          at += length;
        }
      else
        {
          add_bytes (text, here, 1, at, owner);
          at++;
        }
    }
}

KxDocxText *
kx_docx_scan_read (const KxDocxScan *self, guint paragraph)
{
  KxDocxText *text = g_new0 (KxDocxText, 1);

  text->text = g_string_new (NULL);
  text->places = g_array_new (FALSE, FALSE, sizeof (gsize));
  text->owners = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = paragraph + 1; i < kx_docx_scan_get (self, paragraph)->after; i++)
    if (kx_docx_scan_get (self, i)->kind == KX_DOCX_PARAGRAPH)
      i = kx_docx_scan_get (self, i)->after - 1;
    else if (kx_docx_scan_get (self, i)->kind == KX_DOCX_TEXT)
      read_element (self, i, text);
  return text;
}

void
kx_docx_text_free (KxDocxText *text)
{
  g_string_free (text->text, TRUE);
  g_array_unref (text->places);
  g_array_unref (text->owners);
  g_free (text);
}
