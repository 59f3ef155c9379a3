#include "sync/kx-mirror-book.h"

#include "core/kx-json-write.h"
#include "core/kx-wire-op.h"
#include "sync/kx-gettext.h"
#include "sync/kx-mirror-notice.h"
#include "sync/kx-mirror-offer.h"
#include "sync/kx-mirror-push.h"
#include "sync/kx-mirror-tables.h"
#include "sync/kx-mirror-upload.h"

#include <string.h>

void
kx_mirror_facts_clear (KxMirrorFacts *facts)
{
  g_clear_pointer (&facts->cursor, g_free);
  g_clear_pointer (&facts->generation, g_free);
  g_clear_pointer (&facts->device, g_free);
  g_clear_pointer (&facts->fault, g_free);
}

static gboolean
get_texts (KxBook *book, KxMirrorFacts *facts, GError **error)
{
  const struct
  {
    const char *name;
    char **place;
  } texts[] = { { KX_MIRROR_STAGED, &facts->cursor },
                { KX_MIRROR_GENERATION, &facts->generation },
                { KX_MIRROR_DEVICE, &facts->device },
                { KX_MIRROR_FAULT, &facts->fault } };
  GError *local = NULL;

  for (guint i = 0; local == NULL && i < G_N_ELEMENTS (texts); i++)
    *texts[i].place = kx_book_get_meta (book, texts[i].name, &local);
  /* Staged pages go on where they end; without any, what landed last counts. */
  if (local == NULL && facts->cursor == NULL)
    facts->cursor = kx_book_get_meta (book, KX_MIRROR_CURSOR, &local);
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

gboolean
kx_mirror_book_get_facts (KxBook *book, KxMirrorFacts *ret_facts, GError **error)
{
  g_auto (KxMirrorFacts) facts = { 0 };
  gint64 loading = 0;
  GError *local = NULL;
  gboolean refill;

  if (!get_texts (book, &facts, error) ||
      !kx_mirror_meta_get_number (book, KX_MIRROR_LOADING, &loading, error) ||
      !kx_mirror_meta_get_number (book, KX_MIRROR_ACK, &facts.ack, error) ||
      !kx_mirror_meta_get_number (book, KX_MIRROR_SYNCED_AT, &facts.synced_at.ms, error) ||
      !kx_mirror_upload_count (book, &facts.uploads, error))
    return FALSE;
  refill = kx_mirror_meta_has (book, KX_MIRROR_REFILL, &local);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  facts.loading = loading != 0 || refill;
  *ret_facts = facts;
  memset (&facts, 0, sizeof facts);
  return TRUE;
}

gboolean
kx_mirror_book_set_device (KxBook *book, const char *device, const char *generation, const char *seal_key,
                           gint64 last_n, GError **error)
{
  GError *local = NULL;
  g_autofree char *before = kx_book_get_meta (book, KX_MIRROR_DEVICE, &local);

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  return kx_book_set_meta (book, KX_MIRROR_DEVICE, device, error) &&
         kx_book_set_meta (book, KX_MIRROR_GENERATION, generation, error) &&
         kx_book_set_meta (book, KX_MIRROR_SEAL_KEY, seal_key, error) &&
         (g_strcmp0 (before, device) == 0 || kx_mirror_push_renumber (book, last_n, error));
}

KxActor *
kx_mirror_book_get_actor (KxBook *book, GError **error)
{
  g_autofree char *text = kx_book_get_meta (book, KX_MIRROR_ACTOR, error);
  g_autoptr (KxJson) json = text != NULL ? kx_json_parse (text, strlen (text), error) : NULL;
  const KxJsonNode *root, *roles;
  KxActor *actor;

  if (json == NULL)
    return NULL;
  root = kx_json_get_root (json);
  actor = kx_actor_new (kx_json_node_get_text (kx_json_node_member (root, "user"), NULL),
                        kx_json_node_get_text (kx_json_node_member (root, "name"), NULL));
  roles = kx_json_node_member (root, "roles");
  for (guint i = 0; i < kx_json_node_get_n_children (roles); i++)
    {
      const KxJsonNode *in = kx_json_node_get_child (roles, i);
      const char *name = kx_json_node_get_text (kx_json_node_member (in, "role"), NULL);

      for (int role = 0; role < KX_N_ROLES; role++)
        if (g_str_equal (kx_role_codes[role].name, name))
          kx_actor_grant (actor, role, kx_json_node_get_text (kx_json_node_member (in, "area"), NULL));
    }
  return actor;
}

gboolean
kx_mirror_book_set_actor (KxBook *book, const KxActor *actor, GError **error)
{
  g_autoptr (GString) json = g_string_new ("{");

  kx_json_write_name (json, "user");
  kx_json_write_string (json, actor->user);
  kx_json_write_name (json, "name");
  kx_json_write_string (json, actor->name != NULL ? actor->name : "");
  kx_json_write_name (json, "roles");
  g_string_append_c (json, '[');
  for (guint i = 0; i < actor->roles->len; i++)
    {
      const KxRoleIn *in = &g_array_index (actor->roles, KxRoleIn, i);

      g_string_append (json, i > 0 ? ",{" : "{");
      kx_json_write_name (json, "role");
      kx_json_write_string (json, kx_role_codes[in->role].name);
      kx_json_write_name (json, "area");
      kx_json_write_string (json, in->area);
      g_string_append_c (json, '}');
    }
  g_string_append (json, "]}");
  return kx_book_set_meta (book, KX_MIRROR_ACTOR, json->str, error) &&
         kx_book_set_meta (book, KX_MIRROR_USER, actor->user, error);
}

/* The op whose end a line of the salvage file tells; NULL: it tells of none. Free with g_free(). */
static char *
read_end (const char *line)
{
  g_autoptr (KxJson) json = kx_json_parse (line, strlen (line), NULL);
  const KxJsonNode *end = json != NULL && kx_json_node_get_type (kx_json_get_root (json)) == KX_JSON_OBJECT
                              ? kx_json_node_member (kx_json_get_root (json), "end")
                              : NULL;

  return end != NULL && kx_json_node_get_type (end) == KX_JSON_STRING
             ? g_strdup (kx_json_node_get_text (end, NULL))
             : NULL;
}

/* The ops that have no end, each as it was written last, in the order in which they came first. (element-type
 * KxWireOp) */
static GPtrArray *
read_saved (KxBook *book, const char *lines)
{
  g_auto (GStrv) each = g_strsplit (lines, "\n", -1);
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) slots = g_ptr_array_new ();
  GPtrArray *ops = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_wire_op_free);

  for (guint i = 0; each[i] != NULL; i++)
    {
      /* The last line may have been cut off by what damaged the rest. */
      KxWireOp *wire = kx_wire_read_op (book->schema, each[i], strlen (each[i]), NULL);
      g_autofree char *id = wire != NULL && wire->op != NULL ? g_strdup (wire->op->id) : read_end (each[i]);
      gpointer place = NULL;

      if (wire != NULL && wire->op == NULL)
        g_clear_pointer (&wire, kx_wire_op_free);
      if (id == NULL)
        continue;
      if (!g_hash_table_lookup_extended (places, id, NULL, &place))
        {
          place = GUINT_TO_POINTER (slots->len);
          g_hash_table_insert (places, g_steal_pointer (&id), place);
          g_ptr_array_add (slots, NULL);
        }
      if (slots->pdata[GPOINTER_TO_UINT (place)] != NULL)
        kx_wire_op_free (slots->pdata[GPOINTER_TO_UINT (place)]);
      slots->pdata[GPOINTER_TO_UINT (place)] = wire;
    }
  for (guint i = 0; i < slots->len; i++)
    if (slots->pdata[i] != NULL)
      g_ptr_array_add (ops, slots->pdata[i]);
  return ops;
}

/* Those of one act together, whatever of them is left. */
static gboolean
offer_saved (KxBook *book, GPtrArray *ops, KxTime now, GError **error)
{
  for (guint i = 0; i < ops->len;)
    {
      g_autoptr (GPtrArray) act = g_ptr_array_new ();
      const char *tx = ((KxWireOp *) ops->pdata[i])->tx;

      for (; i < ops->len && strcmp (((KxWireOp *) ops->pdata[i])->tx, tx) == 0; i++)
        g_ptr_array_add (act, ops->pdata[i]);
      if (!kx_mirror_offer_act (book, act, now, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
kx_mirror_book_salvage (KxBook *book, const char *lines, KxTime now, guint *ret_n, GError **error)
{
  g_autoptr (GPtrArray) ops = read_saved (book, lines);

  *ret_n = ops->len;
  if (!offer_saved (book, ops, now, error))
    return FALSE;
  if (*ret_n > 0)
    {
      g_autofree char *text =
          g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                        /* Translators: %u is how many changes */
                                        "The file of this computer's data was damaged and is filled anew; %u "
                                        "change that waited was kept.",
                                        "The file of this computer's data was damaged and is filled anew; %u "
                                        "changes that waited were kept.",
                                        *ret_n),
                           *ret_n);

      return kx_mirror_notice_add (book, text, now, error);
    }
  return TRUE;
}
