#include "models/kx-test-import-desk.h"

#include "db/kx-db-sqlite.h"
#include "lib/kx-test-source.h"
#include "lib/kx-test-store.h"
#include "models/kx-test-import.h"

#include <glib/gstdio.h>

void
kx_test_import_desk_open (KxTestImportDesk *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->pair->book, kx_book_free);
  self->mirror = kx_mirror_open (self->dir, NULL, &error);
  g_assert_no_error (error);
}

void
kx_test_import_desk_close (KxTestImportDesk *self)
{
  kx_mirror_close (self->mirror);
  /* Answers to what was written last. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  kx_test_finalize (g_steal_pointer (&self->mirror));
  self->pair->book =
      kx_book_new (kx_db_sqlite_open (self->pair->path, KX_DB_SQLITE_WRITER, NULL), kx_schema_get (), NULL);
}

/* Puts the database where a mirror looks for it. */
static void
move_database (KxTestImportDesk *self)
{
  char *path = g_build_filename (self->dir, "mirror.db", NULL);

  g_clear_pointer (&self->pair->book, kx_book_free);
  g_assert_cmpint (g_mkdir (self->dir, 0700), ==, 0);
  g_assert_cmpint (g_rename (self->pair->path, path), ==, 0);
  g_free (self->pair->path);
  self->pair->path = path;
}

KxTestImportDesk *
kx_test_import_desk_new (void)
{
  KxTestImportDesk *self = g_new0 (KxTestImportDesk, 1);
  g_autoptr (KxActor) system = kx_actor_new_system ();

  self->service = kx_test_service_book_new ();
  kx_test_service_apply (self->service, system, kx_test_import_office_op ());
  self->pair = kx_test_mirror_new (self->service, "clerk", KX_ROLE_INDEX_clerk, "370000");
  kx_test_mirror_pull (self->pair, 1000);
  self->dir = g_build_filename (self->service->folder, "profile", NULL);
  move_database (self);
  kx_test_import_desk_open (self);
  return self;
}

void
kx_test_import_desk_free (KxTestImportDesk *self)
{
  if (self->mirror != NULL)
    kx_test_import_desk_close (self);
  kx_test_mirror_free (self->pair);
  kx_test_service_book_free (self->service);
  g_free (self->dir);
  g_free (self);
}
