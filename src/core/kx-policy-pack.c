#include "core/kx-policy-pack.h"

#include "core/kx-calendar.h"
#include "core/kx-crypto.h"
#include "core/kx-identifier.h"
#include "core/kx-json-write.h"

#include <string.h>

G_DEFINE_QUARK (kx - policy - error - quark, kx_policy_error)

/* A document that a pack quotes from. */
typedef struct
{
  const char *key;
  KxPolicyDocument document;
} Document;

struct _KxPolicyPack
{
  gatomicrefcount refs;
  KxJson *json; /* owned; all texts are borrowed from it */
  char *text, *hash;
  const char *code, *extends, *area, *name;
  KxDate valid_from, valid_to;
  const KxJsonNode *terms;
  GArray *documents; /* (element-type Document) */
  gboolean mentioned[KX_N_POLICY];
  KxParameter parameters[KX_N_POLICY];
  GArray *suggestions[KX_N_POLICY]; /* (element-type KxSuggestion) or NULL */
};

/* Where the reading stands: a JSON pointer that grows and shrinks, and the first thing that is wrong. */
typedef struct
{
  KxPolicyPack *pack;
  GString *place;
  GError **error;
} Reading;

static gboolean
fail (Reading *r, const char *reason)
{
  g_set_error (r->error, KX_POLICY_ERROR, KX_POLICY_ERROR_BROKEN, "%s: %s",
               r->place->len > 0 ? r->place->str : "/", reason);
  return FALSE;
}

static gsize
enter (Reading *r, const char *name)
{
  gsize before = r->place->len;

  g_string_append_printf (r->place, "/%s", name);
  return before;
}

static void
leave (Reading *r, gsize before)
{
  g_string_truncate (r->place, before);
}

/* An object with no other members than these. */
static gboolean
is_object_of (Reading *r, const KxJsonNode *node, const char *const *names)
{
  if (node == NULL || kx_json_node_get_type (node) != KX_JSON_OBJECT)
    return fail (r, "an object is needed");
  for (guint i = 0; names != NULL && i < kx_json_node_get_n_children (node); i++)
    {
      const char *name = kx_json_node_get_name (kx_json_node_get_child (node, i));

      if (g_strv_contains (names, name))
        continue;
      enter (r, name);
      return fail (r, "there is no such member");
    }
  return TRUE;
}

/* FALSE: it is no text, or it is missing though it is needed. A missing one that is not needed gives NULL. */
static gboolean
read_text (Reading *r, const KxJsonNode *object, const char *name, gboolean needed, const char **ret_text)
{
  const KxJsonNode *node = kx_json_node_member (object, name);
  gsize before = enter (r, name);

  *ret_text = NULL;
  if (node == NULL && needed)
    return fail (r, "this is needed");
  if (node != NULL && kx_json_node_get_type (node) != KX_JSON_STRING)
    return fail (r, "a text is needed");
  if (node != NULL && *(*ret_text = kx_json_node_get_text (node, NULL)) == '\0')
    return fail (r, "the text is empty");
  leave (r, before);
  return TRUE;
}

static gboolean
read_date (Reading *r, const KxJsonNode *object, const char *name, gboolean needed, KxDate *ret_date)
{
  const char *text;

  if (!read_text (r, object, name, needed, &text))
    return FALSE;
  if (text == NULL || kx_date_parse (text, ret_date))
    return TRUE;
  enter (r, name);
  return fail (r, "a date as 2026-07-01 is needed");
}

/* Words of a document, which need not be there. */
static gboolean
read_quote (Reading *r, const KxJsonNode *object, const char **ret_quote)
{
  if (!read_text (r, object, "quote", FALSE, ret_quote))
    return FALSE;
  if (*ret_quote == NULL ||
      (g_utf8_strlen (*ret_quote, -1) <= KX_POLICY_QUOTE_CHARS && strpbrk (*ret_quote, "\r\n") == NULL))
    return TRUE;
  enter (r, "quote");
  return fail (r, "a quotation is one line of at most 60 characters");
}

/* KX_SOURCE_NONE: there is no such kind of document. */
static KxSource
source_of_kind (const char *kind)
{
  return g_str_equal (kind, "law")        ? KX_SOURCE_LAW
         : g_str_equal (kind, "document") ? KX_SOURCE_DOCUMENT
         : g_str_equal (kind, "analogy")  ? KX_SOURCE_ANALOGY
         : g_str_equal (kind, "office")   ? KX_SOURCE_OFFICE
         : g_str_equal (kind, "program")  ? KX_SOURCE_PROGRAM
                                          : KX_SOURCE_NONE;
}

static gboolean
read_document (Reading *r, const KxJsonNode *node)
{
  static const char *const members[] = { "title", "number", "date", "kind", "quote", NULL };
  Document document = { .key = kx_json_node_get_name (node) };
  KxPolicyDocument *read = &document.document;
  const char *kind, *quote;

  if (!is_object_of (r, node, members) || !read_text (r, node, "title", TRUE, &read->title) ||
      !read_text (r, node, "number", FALSE, &read->number) ||
      !read_date (r, node, "date", FALSE, &read->date) || !read_text (r, node, "kind", TRUE, &kind) ||
      !read_quote (r, node, &quote))
    return FALSE;
  read->kind = source_of_kind (kind);
  if (read->kind == KX_SOURCE_NONE)
    {
      enter (r, "kind");
      return fail (r, "one of law, document, analogy, office, program is needed");
    }
  g_array_append_val (r->pack->documents, document);
  return TRUE;
}

static const KxPolicyDocument *
find_document (const KxPolicyPack *pack, const char *key)
{
  for (guint i = 0; i < pack->documents->len; i++)
    if (g_str_equal (g_array_index (pack->documents, Document, i).key, key))
      return &g_array_index (pack->documents, Document, i).document;
  return NULL;
}

/* NULL of JSON is no value. */
static gboolean
read_value (Reading *r, const KxField *field, const KxJsonNode *node, gboolean *ret_set, KxValue *ret_value)
{
  KxJsonType type;

  enter (r, "value");
  if (node == NULL)
    return fail (r, "this is needed; null where there is none");
  type = kx_json_node_get_type (node);
  *ret_set = type != KX_JSON_NULL;
  if (type == KX_JSON_NULL)
    return TRUE;
  if (field->kind == KX_BOOLEAN && type == KX_JSON_BOOLEAN)
    ret_value->BOOLEAN = kx_json_node_get_boolean (node);
  else if (field->kind == KX_INTEGER && type == KX_JSON_INTEGER)
    ret_value->INTEGER = kx_json_node_get_integer (node);
  else if (field->kind == KX_TEXT && type == KX_JSON_STRING)
    ret_value->TEXT = kx_json_node_get_text (node, NULL);
  else if (field->kind != KX_DECIMAL || type != KX_JSON_STRING ||
           !kx_value_from_text (field, kx_json_node_get_text (node, NULL), ret_value))
    return fail (r, field->kind == KX_BOOLEAN   ? "true or false is needed"
                    : field->kind == KX_INTEGER ? "a whole number is needed"
                    : field->kind == KX_TEXT    ? "a text is needed"
                                                : "a decimal number as “5.00” is needed");
  if ((field->kind == KX_INTEGER && ret_value->INTEGER < 0) ||
      (field->kind == KX_DECIMAL && ret_value->DECIMAL.scaled < 0))
    return fail (r, "a number below zero means nothing here");
  return TRUE;
}

/* The document, the item and the words. */
static gboolean
read_cite (Reading *r, const KxJsonNode *node, gboolean needed, KxCite *ret_cite)
{
  const char *key;
  const KxPolicyDocument *document;

  if (!read_text (r, node, "document", needed, &key) ||
      !read_text (r, node, "item", FALSE, &ret_cite->item) || !read_quote (r, node, &ret_cite->quote))
    return FALSE;
  if (key == NULL && (ret_cite->item != NULL || ret_cite->quote != NULL))
    return fail (r, "an item or a quotation needs its document");
  if (key == NULL)
    return TRUE;
  document = find_document (r->pack, key);
  if (document == NULL)
    {
      enter (r, "document");
      return fail (r, "the pack names no such document");
    }
  ret_cite->document = document->number != NULL ? document->number : document->title;
  ret_cite->source = document->kind;
  return TRUE;
}

static gboolean
read_key (Reading *r, const KxJsonNode *node, KxPolicyKey *ret_key)
{
  return kx_policy_key_from_name (kx_json_node_get_name (node), ret_key) ||
         fail (r, "there is no such parameter");
}

static gboolean
read_parameter (Reading *r, const KxJsonNode *node)
{
  static const char *const members[] = { "value", "force", "document", "item", "quote", NULL };
  KxParameter *parameter;
  KxPolicyKey key;
  const char *force;
  gsize before;

  if (!read_key (r, node, &key) || !is_object_of (r, node, members))
    return FALSE;
  parameter = &r->pack->parameters[key];
  before = r->place->len;
  if (!read_value (r, &kx_policy_line (key)->field, kx_json_node_member (node, "value"), &parameter->set,
                   &parameter->value))
    return FALSE;
  leave (r, before);
  if (!read_cite (r, node, parameter->set, &parameter->cite) ||
      !read_text (r, node, "force", parameter->set, &force))
    return FALSE;
  parameter->cite.force = force != NULL ? kx_force_from_name (force) : KX_FORCE_NONE;
  if (force != NULL && (parameter->cite.force == KX_FORCE_NONE ||
                        parameter->cite.force == KX_FORCE_OWN_VALUE || parameter->cite.document == NULL))
    {
      enter (r, "force");
      return fail (r, "one of duty, encouraged, explore, pilot, optional, with its document, is needed");
    }
  parameter->by = r->pack->name;
  r->pack->mentioned[key] = TRUE;
  return TRUE;
}

static gboolean
read_suggestion (Reading *r, KxPolicyKey key, const KxJsonNode *node)
{
  static const char *const members[] = { "value", "document", "item", "quote", NULL };
  KxSuggestion suggestion = { 0 };
  gboolean set;
  gsize before = r->place->len;

  if (!is_object_of (r, node, members) ||
      !read_value (r, &kx_policy_line (key)->field, kx_json_node_member (node, "value"), &set,
                   &suggestion.value))
    return FALSE;
  if (!set)
    return fail (r, "an example has a value");
  leave (r, before);
  if (!read_cite (r, node, TRUE, &suggestion.cite))
    return FALSE;
  if (r->pack->suggestions[key] == NULL)
    r->pack->suggestions[key] = g_array_new (FALSE, FALSE, sizeof (KxSuggestion));
  g_array_append_val (r->pack->suggestions[key], suggestion);
  return TRUE;
}

static gboolean
read_suggestions (Reading *r, const KxJsonNode *node)
{
  KxPolicyKey key;

  if (!read_key (r, node, &key))
    return FALSE;
  if (kx_json_node_get_type (node) != KX_JSON_ARRAY)
    return fail (r, "a list is needed");
  for (guint i = 0; i < kx_json_node_get_n_children (node); i++)
    {
      g_autofree char *index = g_strdup_printf ("%u", i);
      gsize before = enter (r, index);

      if (!read_suggestion (r, key, kx_json_node_get_child (node, i)))
        return FALSE;
      leave (r, before);
    }
  return TRUE;
}

static gboolean
read_term (Reading *r, const KxJsonNode *node)
{
  return kx_json_node_get_type (node) == KX_JSON_STRING || fail (r, "a text is needed");
}

/* Calls `read` for each member of the object `name`, which may be missing. */
static gboolean
read_each (Reading *r, const char *name, gboolean (*read) (Reading *r, const KxJsonNode *node))
{
  const KxJsonNode *object = kx_json_node_member (kx_json_get_root (r->pack->json), name);
  gsize before = enter (r, name);

  if (object != NULL && !is_object_of (r, object, NULL))
    return FALSE;
  for (guint i = 0; object != NULL && i < kx_json_node_get_n_children (object); i++)
    {
      const KxJsonNode *child = kx_json_node_get_child (object, i);
      gsize inside = enter (r, kx_json_node_get_name (child));

      if (!read (r, child))
        return FALSE;
      leave (r, inside);
    }
  leave (r, before);
  return TRUE;
}

static gboolean
is_code (const char *text)
{
  return g_ascii_isupper (text[0]) && g_ascii_isupper (text[1]) && text[2] == '\0';
}

static gboolean
read_head (Reading *r)
{
  static const char *const members[] = { "$schema", "code",       "extends",     "area",
                                         "name",    "valid_from", "valid_to",    "documents",
                                         "terms",   "parameters", "suggestions", NULL };
  KxPolicyPack *pack = r->pack;
  const KxJsonNode *root = kx_json_get_root (pack->json);

  if (!is_object_of (r, root, members) || !read_text (r, root, "code", TRUE, &pack->code) ||
      !read_text (r, root, "extends", FALSE, &pack->extends) ||
      !read_text (r, root, "area", TRUE, &pack->area) || !read_text (r, root, "name", TRUE, &pack->name) ||
      !read_date (r, root, "valid_from", TRUE, &pack->valid_from) ||
      !read_date (r, root, "valid_to", FALSE, &pack->valid_to))
    return FALSE;
  pack->terms = kx_json_node_member (root, "terms");
  if (!is_code (pack->code))
    return enter (r, "code"), fail (r, "two capital letters are needed");
  if (pack->extends != NULL && (!is_code (pack->extends) || g_str_equal (pack->extends, pack->code)))
    return enter (r, "extends"), fail (r, "the code of another pack is needed");
  if (kx_identifier_check_area_code (pack->area).fault != KX_IDENTIFIER_RIGHT)
    return enter (r, "area"), fail (r, "an area code of six digits is needed");
  if (pack->valid_to.ymd != 0 && pack->valid_to.ymd < pack->valid_from.ymd)
    return enter (r, "valid_to"), fail (r, "the last day comes before the first");
  return TRUE;
}

static char *
write_compact (const KxJsonNode *root)
{
  GString *out = g_string_new (NULL);

  kx_json_write_node (out, root);
  return g_string_free (out, FALSE);
}

static gboolean
read_pack (KxPolicyPack *pack, GError **error)
{
  Reading r = { pack, g_string_new (NULL), error };
  gboolean read = read_head (&r) && read_each (&r, "documents", read_document) &&
                  read_each (&r, "terms", read_term) && read_each (&r, "parameters", read_parameter) &&
                  read_each (&r, "suggestions", read_suggestions);

  g_string_free (r.place, TRUE);
  return read;
}

KxPolicyPack *
kx_policy_pack_parse (const char *bytes, gsize length, GError **error)
{
  g_autoptr (KxPolicyPack) pack = g_new0 (KxPolicyPack, 1);
  GError *local = NULL;

  g_atomic_ref_count_init (&pack->refs);
  pack->documents = g_array_new (FALSE, FALSE, sizeof (Document));
  pack->json = kx_json_parse (bytes, length, &local);
  if (pack->json == NULL)
    {
      const char *pointer = "";
      gsize offset;

      kx_json_error_get_place (local, &offset, &pointer);
      g_set_error (error, KX_POLICY_ERROR, KX_POLICY_ERROR_BROKEN, "%s: %s", *pointer != '\0' ? pointer : "/",
                   local->message);
      g_error_free (local);
      return NULL;
    }
  if (!read_pack (pack, error))
    return NULL;
  pack->text = write_compact (kx_json_get_root (pack->json));
  pack->hash = kx_hash_text (pack->text, strlen (pack->text));
  return g_steal_pointer (&pack);
}

KxPolicyPack *
kx_policy_pack_ref (KxPolicyPack *pack)
{
  g_atomic_ref_count_inc (&pack->refs);
  return pack;
}

void
kx_policy_pack_unref (KxPolicyPack *pack)
{
  if (!g_atomic_ref_count_dec (&pack->refs))
    return;
  for (guint i = 0; i < KX_N_POLICY; i++)
    g_clear_pointer (&pack->suggestions[i], g_array_unref);
  g_array_unref (pack->documents);
  g_clear_pointer (&pack->json, kx_json_free);
  g_free (pack->text);
  g_free (pack->hash);
  g_free (pack);
}

/* Packs are few and long, and nearly each has a length of its own. */
static guint
hash_length (gconstpointer text)
{
  return (guint) strlen (text);
}

const KxPolicyPack *
kx_policy_pack_get (const char *text, GError **error)
{
  static GMutex lock;
  static GHashTable *packs;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  KxPolicyPack *pack;

  if (packs == NULL)
    packs = g_hash_table_new_full (hash_length, g_str_equal, g_free, (GDestroyNotify) kx_policy_pack_unref);
  pack = g_hash_table_lookup (packs, text);
  if (pack != NULL)
    return pack;
  pack = kx_policy_pack_parse (text, strlen (text), error);
  if (pack != NULL)
    g_hash_table_insert (packs, g_strdup (text), pack);
  return pack;
}

const char *
kx_policy_pack_get_code (const KxPolicyPack *pack)
{
  return pack->code;
}

const char *
kx_policy_pack_get_extends (const KxPolicyPack *pack)
{
  return pack->extends;
}

const char *
kx_policy_pack_get_area (const KxPolicyPack *pack)
{
  return pack->area;
}

const char *
kx_policy_pack_get_name (const KxPolicyPack *pack)
{
  return pack->name;
}

KxDate
kx_policy_pack_get_valid_from (const KxPolicyPack *pack)
{
  return pack->valid_from;
}

KxDate
kx_policy_pack_get_valid_to (const KxPolicyPack *pack)
{
  return pack->valid_to;
}

const char *
kx_policy_pack_get_text (const KxPolicyPack *pack)
{
  return pack->text;
}

const char *
kx_policy_pack_get_hash (const KxPolicyPack *pack)
{
  return pack->hash;
}

guint
kx_policy_pack_get_n_documents (const KxPolicyPack *pack)
{
  return pack->documents->len;
}

const KxPolicyDocument *
kx_policy_pack_get_document (const KxPolicyPack *pack, guint i)
{
  return &g_array_index (pack->documents, Document, i).document;
}

const KxParameter *
kx_policy_pack_get_parameter (const KxPolicyPack *pack, KxPolicyKey key)
{
  return pack->mentioned[key] ? &pack->parameters[key] : NULL;
}

const char *
kx_policy_pack_get_term (const KxPolicyPack *pack, const char *name)
{
  const KxJsonNode *term = pack->terms != NULL ? kx_json_node_member (pack->terms, name) : NULL;

  return term != NULL ? kx_json_node_get_text (term, NULL) : NULL;
}

GArray *
kx_policy_pack_get_suggestions (const KxPolicyPack *pack, KxPolicyKey key)
{
  return pack->suggestions[key];
}
