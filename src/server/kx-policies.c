#include "server/kx-policies.h"

#include "core/entities/kx-pack.h"
#include "server/kx-gettext.h"

#include <string.h>

#define SCHEMA "policy-pack.schema.json"

char *
kx_policies_folder (void)
{
  static const char *const places[] = { "../share/kangxie/policies", "../../data/policies" };
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *beside = program != NULL ? g_path_get_dirname (program) : g_strdup ("/");
  const char *given = g_getenv ("KANGXIE_POLICIES");

  if (given != NULL && *given != '\0')
    return g_strdup (given);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *place = g_build_filename (beside, places[i], NULL);

      if (g_file_test (place, G_FILE_TEST_IS_DIR))
        return g_canonicalize_filename (place, NULL);
    }
  return g_strdup (KX_POLICY_DIR);
}

static KxPolicyPack *
read_file (const char *folder, const char *name, GPtrArray *faults)
{
  g_autofree char *path = g_build_filename (folder, name, NULL), *text = NULL;
  g_autoptr (GError) error = NULL;
  KxPolicyPack *pack = NULL;
  gsize length;

  if (g_file_get_contents (path, &text, &length, &error))
    pack = kx_policy_pack_parse (text, length, &error);
  if (pack == NULL)
    g_ptr_array_add (faults, g_strdup_printf ("%s: %s", path, error->message));
  return pack;
}

static int
compare_codes (gconstpointer a, gconstpointer b)
{
  return strcmp (kx_policy_pack_get_code (*(KxPolicyPack *const *) a),
                 kx_policy_pack_get_code (*(KxPolicyPack *const *) b));
}

static gboolean
has_code (GPtrArray *packs, const char *code)
{
  for (guint i = 0; i < packs->len; i++)
    if (g_str_equal (kx_policy_pack_get_code (packs->pdata[i]), code))
      return TRUE;
  return FALSE;
}

/* Again and again, since others may build upon one that goes. */
static void
drop_baseless (GPtrArray *packs, GPtrArray *faults)
{
  for (guint i = 0; i < packs->len;)
    {
      const char *code = kx_policy_pack_get_code (packs->pdata[i]);
      const char *extends = kx_policy_pack_get_extends (packs->pdata[i]);

      i++;
      if (extends == NULL || has_code (packs, extends))
        continue;
      g_ptr_array_add (faults, g_strdup_printf ("%s.json: /extends: there is no pack %s", code, extends));
      g_ptr_array_remove_index (packs, i - 1);
      i = 0;
    }
}

GPtrArray *
kx_policies_read (const char *folder, GPtrArray *faults, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  GPtrArray *packs;
  const char *name;

  if (dir == NULL)
    return NULL;
  packs = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_policy_pack_unref);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      KxPolicyPack *pack = g_str_has_suffix (name, ".json") && !g_str_equal (name, SCHEMA)
                               ? read_file (folder, name, faults)
                               : NULL;

      if (pack != NULL)
        g_ptr_array_add (packs, pack);
    }
  g_ptr_array_sort (packs, compare_codes);
  drop_baseless (packs, faults);
  return packs;
}

static gboolean
is_loaded (KxBook *book, const char *hash, gboolean *ret_loaded, GError **error)
{
  gint64 n = 0;

  if (!kx_db_get_integer (book->db, "SELECT count(*) FROM pack WHERE hash = $1", &KX_ARG_TEXT (hash), 1, &n,
                          error))
    return FALSE;
  *ret_loaded = n > 0;
  return TRUE;
}

static KxOp *
make_op (const KxPolicyPack *pack)
{
  const char *row_parts[] = { "pack", kx_policy_pack_get_hash (pack) },
             *op_parts[] = { "load-pack", kx_policy_pack_get_hash (pack) };
  char row[KX_UUID_TEXT_SIZE], id[KX_UUID_TEXT_SIZE];
  KxRecord *fields;
  Kx_pack *given;

  kx_uuid_v8 (row_parts, G_N_ELEMENTS (row_parts), row);
  kx_uuid_v8 (op_parts, G_N_ELEMENTS (op_parts), id);
  fields = kx_record_new (&kx_pack_entity, row, NULL);
  given = kx_pack (fields);
  kx_pack_set_code (given, kx_policy_pack_get_code (pack));
  kx_pack_set_name (given, kx_policy_pack_get_name (pack));
  kx_pack_set_area (given, kx_policy_pack_get_area (pack));
  kx_pack_set_valid_from (given, kx_policy_pack_get_valid_from (pack));
  kx_pack_set_hash (given, kx_policy_pack_get_hash (pack));
  kx_pack_set_contents (given, kx_policy_pack_get_text (pack));
  if (kx_policy_pack_get_extends (pack) != NULL)
    kx_pack_set_extends (given, kx_policy_pack_get_extends (pack));
  if (kx_policy_pack_get_valid_to (pack).ymd != 0)
    kx_pack_set_valid_to (given, kx_policy_pack_get_valid_to (pack));
  return kx_op_new (KX_OP_CREATE, &kx_pack_entity, id, row, fields);
}

static gboolean
load_one (KxBook *book, const KxActor *system, const KxPolicyPack *pack, KxTime at, GError **error)
{
  g_autoptr (KxOp) op = make_op (pack);
  KxWork work = {
    .actor = system, .at = at, .today = kx_store_date_of (at), .ops = (KxOp *const *) &op, .n_ops = 1
  };
  g_autoptr (KxApplied) applied = NULL;

  op->at = at;
  applied = kx_apply (book, &work, error);
  if (applied == NULL)
    return FALSE;
  if (applied->accepted)
    return TRUE;
  g_set_error (error, KX_STORE_ERROR, KX_STORE_ERROR_REFUSED, "The policy pack %s was refused",
               kx_policy_pack_get_code (pack));
  return FALSE;
}

gboolean
kx_policies_load (KxBook *book, GPtrArray *packs, KxTime at, guint *ret_new, GError **error)
{
  g_autoptr (KxActor) system = kx_actor_new_system ();

  *ret_new = 0;
  for (guint i = 0; i < packs->len; i++)
    {
      gboolean loaded;

      if (!is_loaded (book, kx_policy_pack_get_hash (packs->pdata[i]), &loaded, error) ||
          (!loaded && !load_one (book, system, packs->pdata[i], at, error)))
        return FALSE;
      *ret_new += !loaded;
    }
  return TRUE;
}

typedef struct
{
  GPtrArray *packs;
  KxTime at;
  guint *ret_new;
} Loading;

static gboolean
load (KxBook *book, gpointer data, GError **error)
{
  Loading *loading = data;

  return kx_policies_load (book, loading->packs, loading->at, loading->ret_new, error);
}

gboolean
kx_policies_load_into (KxStore *store, GPtrArray *packs, guint *ret_new, GError **error)
{
  Loading loading = { packs, kx_store_now (store), ret_new };

  return kx_store_write (store, load, &loading, error);
}
