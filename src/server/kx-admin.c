#include "server/kx-admin.h"

#include "exchange/kx-dossier.h"
#include "exchange/kx-import-words.h"
#include "server/kx-accounts.h"
#include "server/kx-http-words.h"

#include <string.h>

#define DEMO_MARK "demonstration"

G_DEFINE_QUARK (kx_admin_error_quark, kx_admin_error)

typedef struct
{
  const char *name;
  KxAdminFunc func;
} Job;

static const Job jobs[] = {
  { "user-add", kx_admin_user_add },
  { "user-list", kx_admin_user_list },
  { "user-disable", kx_admin_user_disable },
  { "user-set-password", kx_admin_user_set_password },
  { "import", kx_admin_import },
  { "export", kx_admin_export },
  { "export-agency", kx_admin_export_agency },
  { "backup", kx_admin_backup },
  { "verify-audit", kx_admin_verify_audit },
};

static const Job *
find_job (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    if (g_str_equal (jobs[i].name, name))
      return &jobs[i];
  return NULL;
}

static JsonNode *
find_argument (const KxAdminCall *call, const char *name, JsonNodeType type)
{
  JsonNode *node = json_object_get_member (call->arguments, name);

  return node != NULL && json_node_get_node_type (node) == type ? node : NULL;
}

gboolean
kx_admin_knows (const char *job)
{
  return find_job (job) != NULL;
}

GError *
kx_admin_wrap (GError *error)
{
  static const struct
  {
    int code;
    KxAdminError kind;
  } kinds[] = {
    { KX_STORE_ERROR_NEWER, KX_ADMIN_ERROR_NEWER },     { KX_STORE_ERROR_LOCKED, KX_ADMIN_ERROR_BUSY },
    { KX_STORE_ERROR_REFUSED, KX_ADMIN_ERROR_REFUSED }, { KX_STORE_ERROR_BACKUP, KX_ADMIN_ERROR_DAMAGED },
    { KX_STORE_ERROR_BROKEN, KX_ADMIN_ERROR_DAMAGED },
  };
  KxAdminError kind = KX_ADMIN_ERROR_FAILED;
  GError *wrapped;

  if (error->domain == KX_ADMIN_ERROR)
    return error;
  for (guint i = 0; error->domain == KX_STORE_ERROR && i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].code == error->code)
      kind = kinds[i].kind;
  if (error->domain == KX_IMPORT_ERROR)
    kind = error->code == KX_IMPORT_ERROR_REFUSED || error->code == KX_IMPORT_ERROR_LIMIT ||
                   error->code == KX_IMPORT_ERROR_EMPTY
               ? KX_ADMIN_ERROR_REFUSED
               : KX_ADMIN_ERROR_UNKNOWN;
  if (error->domain == KX_DOSSIER_ERROR)
    kind = error->code == KX_DOSSIER_ERROR_DAMAGED ? KX_ADMIN_ERROR_DAMAGED : KX_ADMIN_ERROR_UNKNOWN;
  if (error->domain == KX_ACCOUNTS_ERROR)
    kind = error->code == KX_ACCOUNTS_ERROR_NONE ? KX_ADMIN_ERROR_UNKNOWN : KX_ADMIN_ERROR_REFUSED;
  wrapped = g_error_new_literal (KX_ADMIN_ERROR, (gint) kind, error->message);
  g_error_free (error);
  return wrapped;
}

JsonObject *
kx_admin_run (const char *job, const KxAdminCall *call, GError **error)
{
  const Job *found = find_job (job);
  GError *local = NULL;
  JsonObject *result = NULL;

  if (found != NULL)
    result = found->func (call, &local);
  else
    local = g_error_new (KX_ADMIN_ERROR, KX_ADMIN_ERROR_UNKNOWN, "There is no job %s", job);
  if (result == NULL)
    g_propagate_error (error, kx_admin_wrap (local));
  return result;
}

const char *
kx_admin_text (const KxAdminCall *call, const char *name)
{
  JsonNode *node = find_argument (call, name, JSON_NODE_VALUE);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node)
                                                                          : NULL;
}

gboolean
kx_admin_flag (const KxAdminCall *call, const char *name)
{
  JsonNode *node = find_argument (call, name, JSON_NODE_VALUE);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

JsonArray *
kx_admin_array (const KxAdminCall *call, const char *name)
{
  JsonNode *node = find_argument (call, name, JSON_NODE_ARRAY);

  return node != NULL ? json_node_get_array (node) : NULL;
}

const char *
kx_admin_word (const KxAdminCall *call, const char *msgid)
{
  return call->translate != NULL ? call->translate (msgid, call->translate_data) : msgid;
}

void
kx_admin_refuse (const KxAdminCall *call, GError **error, KxAdminError code, const char *msgid,
                 const char *name, const char *value)
{
  const char *pairs[] = { name, value };
  g_autofree char *text = kx_words_fill (kx_admin_word (call, msgid), pairs, value != NULL ? 1 : 0);

  g_set_error_literal (error, KX_ADMIN_ERROR, (gint) code, text);
}

gboolean
kx_admin_is_demo (KxStore *store, gboolean *ret_demo, GError **error)
{
  KxBook *reader = kx_store_take_reader (store, error);
  g_autofree char *mark = NULL;
  GError *local = NULL;

  if (reader == NULL)
    return FALSE;
  mark = kx_book_get_meta (reader, DEMO_MARK, &local);
  kx_store_give_reader (store, reader);
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  *ret_demo = mark != NULL;
  return TRUE;
}

static gboolean
mark (KxBook *book, gpointer data, GError **error)
{
  return kx_book_set_meta (book, DEMO_MARK, "1", error);
}

gboolean
kx_admin_mark_demo (KxStore *store, GError **error)
{
  return kx_store_write (store, mark, NULL, error);
}
