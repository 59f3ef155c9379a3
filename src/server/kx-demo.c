#include "server/kx-demo.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-import-record.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-person.h"
#include "core/entities/kx-user.h"
#include "core/kx-calendar.h"
#include "server/kx-demo-admission.h"
#include "server/kx-demo-agency.h"
#include "server/kx-demo-agreements.h"
#include "server/kx-demo-data.h"
#include "server/kx-demo-letters.h"
#include "server/kx-demo-paper.h"
#include "server/kx-demo-people.h"
#include "server/kx-demo-slips.h"
#include "server/kx-policies.h"
#include "store/kx-blob.h"

#include <string.h>

#define BY_HAND 20260120 /* agencies that no import brought */
#define POLICIES_LOADED 20251230
#define ATTACHED 20261116
#define BY_HAND_A_DAY 3

/* The file on one agency with all that belongs to it, as one work. */
static gboolean
enter_agency (KxDemoWork *f, guint index, const char *login, KxTime at, GError **error)
{
  kx_demo_add_agency (f, index);
  g_hash_table_add (f->entered, g_strdup (kx_demo_agencies[index].key));
  return kx_demo_do (f, login, at, error);
}

/* The first person whose role at this office includes entering agencies. */
static const char *
find_clerk (const char *office)
{
  for (guint i = 0; i < kx_demo_n_users; i++)
    if (kx_demo_users[i].roles == KX_ROLE (clerk) && strncmp (kx_demo_users[i].area, office, 4) == 0)
      return kx_demo_users[i].login;
  g_assert_not_reached ();
}

static void
add_import (KxDemoWork *f, const KxDemoImport *import)
{
  Kx_import_record *row = kx_import_record (kx_demo_add_row (f, &kx_import_record_entity, import->file_name));
  g_autofree char *sha256 = kx_sha256_hex (import->file_name, strlen (import->file_name));
  char office[KX_UUID_TEXT_SIZE];

  kx_demo_id ("office", import->office, office);
  kx_import_record_set_office (row, office);
  kx_import_record_set_subject (row, "agency");
  kx_import_record_set_file_name (row, import->file_name);
  kx_import_record_set_sha256 (row, sha256);
  kx_import_record_set_mapping (row,
                                "{\"机构名称\":\"name\",\"统一社会信用代码\":\"uscc\",\"床位数\":\"beds\"}");
}

static gboolean
finish_import (KxDemoWork *f, const KxDemoImport *import, const char *login, int minute, GError **error)
{
  char id[KX_UUID_TEXT_SIZE];
  KxRecord *fields;
  Kx_import_record *row;

  kx_demo_id ("import_record", import->file_name, id);
  fields = kx_record_new (&kx_import_record_entity, id, NULL);
  row = kx_import_record (fields);
  kx_import_record_set_rows_read (row, import->made + import->unchanged + import->refused);
  kx_import_record_set_rows_created (row, import->made);
  kx_import_record_set_rows_updated (row, 0);
  kx_import_record_set_rows_unchanged (row, import->unchanged);
  kx_import_record_set_rows_refused (row, import->refused);
  kx_demo_add_op (f, KX_OP_PATCH, &kx_import_record_entity, id, fields);
  if (!kx_demo_do (f, login, kx_demo_time (import->day, minute), error))
    return FALSE;
  kx_demo_add_op (f, KX_OP_ACTION, &kx_import_record_entity, id, NULL)->action = g_strdup ("finish");
  return kx_demo_do (f, login, kx_demo_time (import->day, minute + 1), error);
}

static gboolean
fill_import (KxDemoWork *f, const KxDemoImport *import, GError **error)
{
  const char *login = find_clerk (import->office);
  int made = 0;

  add_import (f, import);
  if (!kx_demo_do (f, login, kx_demo_time (import->day, 570), error))
    return FALSE;
  for (guint i = 0; i < kx_demo_n_agencies && made < import->made; i++)
    {
      const KxDemoAgency *agency = &kx_demo_agencies[i];

      if (!g_str_equal (agency->office, import->office) || g_hash_table_contains (f->entered, agency->key))
        continue;
      if (!enter_agency (f, i, login, kx_demo_time (import->day, 571), error))
        return FALSE;
      made++;
    }
  return finish_import (f, import, login, 572, error);
}

static gboolean
fill_agencies (KxDemoWork *f, GError **error)
{
  int by_hand = 0;

  for (guint i = 0; i < kx_demo_n_imports; i++)
    if (!fill_import (f, &kx_demo_imports[i], error))
      return FALSE;
  for (guint i = 0; i < kx_demo_n_agencies; i++)
    {
      KxDate day = kx_date_add_days ((KxDate){ BY_HAND }, by_hand / BY_HAND_A_DAY);

      if (g_hash_table_contains (f->entered, kx_demo_agencies[i].key))
        continue;
      if (!enter_agency (f, i, find_clerk (kx_demo_agencies[i].office),
                         kx_demo_time (day.ymd, 560 + by_hand % BY_HAND_A_DAY * 45), error))
        return FALSE;
      by_hand++;
    }
  return TRUE;
}

static gboolean
is_same_work (const KxDemoChange *a, const KxDemoChange *b)
{
  return a->day == b->day && a->minute == b->minute && g_str_equal (a->key, b->key);
}

static const char *
find_agency_name (const char *key)
{
  for (guint i = 0; i < kx_demo_n_agencies; i++)
    if (g_str_equal (kx_demo_agencies[i].key, key))
      return kx_demo_agencies[i].name;
  g_assert_not_reached ();
}

/* The lines from `first` up to `end` as one op; a name that goes stays as a former one. */
static void
add_changes (KxDemoWork *f, const KxDemoChange *first, const KxDemoChange *end)
{
  char id[KX_UUID_TEXT_SIZE];
  KxRecord *fields = NULL;
  KxOp *op;

  kx_demo_id ("agency", first->key, id);
  if (first->field == NULL)
    op = kx_demo_add_op (f, KX_OP_DELETE, &kx_agency_entity, id, NULL);
  else if (first->value == NULL)
    {
      fields = kx_record_new (&kx_reveal_entity, id, NULL);
      kx_reveal_set_field (kx_reveal (fields), first->field);
      op = kx_demo_add_op (f, KX_OP_ACTION, &kx_agency_entity, id, fields);
      op->action = g_strdup ("reveal");
    }
  else
    op = kx_demo_add_op (f, KX_OP_PATCH, &kx_agency_entity, id, kx_record_new (&kx_agency_entity, id, NULL));
  op->reason = g_strdup (first->reason);
  for (const KxDemoChange *change = first; op->kind == KX_OP_PATCH && change < end; change++)
    {
      int field = kx_entity_field (&kx_agency_entity, change->field);
      KxValue value;

      if (field < 0 || !kx_value_from_text (&kx_agency_entity.fields[field], change->value, &value))
        g_assert_not_reached ();
      kx_record_put (op->fields, (guint) field, value);
      if (field == kx_agency_f_name)
        kx_demo_add_former_name (f, change->key, find_agency_name (change->key), 0, change->day);
    }
}

static gboolean
fill_changes (KxDemoWork *f, GError **error)
{
  const KxDemoChange *end = kx_demo_changes + kx_demo_n_changes, *next;

  for (const KxDemoChange *change = kx_demo_changes; change < end; change = next)
    {
      for (next = change + 1; next < end && is_same_work (change, next);)
        next++;
      if (!kx_demo_admit_until (f, change->day, change->minute, error))
        return FALSE;
      add_changes (f, change, next);
      if (!kx_demo_do (f, change->login, kx_demo_time (change->day, change->minute), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fill_files (KxDemoWork *f, GError **error)
{
  for (guint i = 0; i < kx_demo_n_files; i++)
    {
      const KxDemoFile *file = &kx_demo_files[i];
      Kx_attachment *row = kx_attachment (kx_demo_add_row (f, &kx_attachment_entity, file->file_name));
      g_autofree char *sha256 = kx_sha256_hex (file->text, strlen (file->text));
      char id[KX_UUID_TEXT_SIZE];

      kx_demo_id ("agency", file->key, id);
      kx_attachment_set_owner_entity (row, "agency");
      kx_attachment_set_owner (row, id);
      kx_attachment_set_title (row, file->title);
      kx_attachment_set_file_name (row, file->file_name);
      kx_attachment_set_media_type (row, "text/plain");
      kx_attachment_set_size (row, (gint64) strlen (file->text));
      kx_attachment_set_sha256 (row, sha256);
      if (!kx_demo_do (f, file->login, kx_demo_time (ATTACHED, 560 + 15 * (int) i), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_empty (KxBook *book, gboolean *ret_empty, GError **error)
{
  const KxEntity *const entities[] = { &kx_office_entity, &kx_person_entity, &kx_user_entity,
                                       &kx_agency_entity };

  *ret_empty = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM \"%s\"", entities[i]->name);
      gint64 count;

      if (!kx_db_get_integer (book->db, sql, NULL, 0, &count, error))
        return FALSE;
      *ret_empty &= count == 0;
    }
  return TRUE;
}

/* Those of the program, as the service has them before: own values are judged by them. */
static gboolean
load_policies (KxDemoWork *f, GError **error)
{
  g_autofree char *folder = kx_policies_folder ();
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) packs = kx_policies_read (folder, faults, NULL);
  guint n;

  return packs == NULL || kx_policies_load (f->book, packs, kx_demo_time (POLICIES_LOADED, 480), &n, error);
}

static gboolean
fill_book (KxDemoWork *f, GError **error)
{
  return load_policies (f, error) && kx_demo_fill_people (f, error) && kx_demo_add_routes (f, error) &&
         fill_agencies (f, error) && kx_demo_take_over_agreements (f, error) &&
         kx_demo_take_over_paper (f, error) && fill_changes (f, error) &&
         kx_demo_admit_until (f, ATTACHED, 0, error) && fill_files (f, error) &&
         kx_demo_draw_up_agreements (f, error) && kx_demo_add_slips (f, error) &&
         kx_demo_issue_letters (f, error);
}

static gboolean
fill (KxBook *book, gpointer data, GError **error)
{
  g_auto (KxDemoWork) f;
  gboolean empty;

  kx_demo_work_init (&f, book);
  if (!check_empty (book, &empty, error))
    return FALSE;
  if (!empty)
    {
      g_set_error_literal (error, KX_STORE_ERROR, KX_STORE_ERROR_REFUSED,
                           "Demonstration data goes into an empty store only");
      return FALSE;
    }
  return fill_book (&f, error);
}

gboolean
kx_demo_is_empty (KxStore *store, gboolean *ret_empty, GError **error)
{
  KxBook *reader = kx_store_take_reader (store, error);
  gboolean right, empty;

  if (reader == NULL)
    return FALSE;
  right = check_empty (reader, &empty, error);
  kx_store_give_reader (store, reader);
  if (right)
    *ret_empty = empty;
  return right;
}

static gboolean
upload (KxStore *store, const KxActor *actor, const char *text, GError **error)
{
  g_autofree char *sha256 = kx_sha256_hex (text, strlen (text));
  g_autoptr (KxBlobUpload) upload = kx_blob_begin (store, actor, sha256, (gint64) strlen (text), error);

  return upload != NULL && kx_blob_append (upload, kx_blob_get_offset (upload), text, strlen (text), error) &&
         kx_blob_finish (upload, error);
}

gboolean
kx_demo_fill (KxStore *store, GError **error)
{
  g_autoptr (KxActor) system = kx_actor_new_system ();

  if (!kx_store_write (store, fill, NULL, error))
    return FALSE;
  for (guint i = 0; i < kx_demo_n_files; i++)
    if (!upload (store, system, kx_demo_files[i].text, error))
      return FALSE;
  return upload (store, system, kx_demo_scan, error);
}
