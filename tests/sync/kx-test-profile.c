#include "sync/kx-test-profile.h"

#include "core/entities/kx-agency.h"
#include "lib/kx-test-store.h"

/* The mirror's book as the tests of books have it. */
static KxTestMirror
as_pair (KxTestProfile *self, KxBook *book)
{
  return (KxTestMirror){ self->service, book, self->actor, self->device, NULL };
}

static gboolean
register_device (KxBook *book, gpointer data, GError **error)
{
  KxTestMirror pair = as_pair (data, book);

  kx_test_mirror_register (&pair);
  return TRUE;
}

static gboolean
exchange (KxBook *book, gpointer data, GError **error)
{
  KxTestMirror pair = as_pair (data, book);

  kx_test_mirror_exchange (&pair, 500);
  return TRUE;
}

void
kx_test_profile_open (KxTestProfile *self)
{
  g_autoptr (GError) error = NULL;

  self->mirror = kx_mirror_open (self->dir, NULL, &error);
  g_assert_no_error (error);
}

void
kx_test_profile_close (KxTestProfile *self)
{
  if (self->mirror == NULL)
    return;
  kx_mirror_close (self->mirror);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&self->mirror);
}

KxTestProfile *
kx_test_profile_new (void)
{
  KxTestProfile *self = g_new0 (KxTestProfile, 1);
  g_autoptr (GError) error = NULL;

  self->service = kx_test_service_book_new ();
  self->actor = kx_test_actor ("user-one", KX_ROLE_INDEX_clerk, "370100");
  self->device = kx_test_id ();
  self->dir = g_build_filename (self->service->folder, "profile", NULL);
  kx_test_profile_open (self);
  g_assert_true (kx_mirror_write (self->mirror, KX_WRITE_BARE, register_device, self, &error));
  kx_mirror_set_actor (self->mirror, self->actor);
  kx_test_profile_exchange (self);
  return self;
}

void
kx_test_profile_free (KxTestProfile *self)
{
  kx_test_profile_close (self);
  kx_test_service_book_free (self->service);
  kx_actor_free (self->actor);
  g_free (self->device);
  g_free (self->dir);
  g_free (self);
}

void
kx_test_profile_exchange (KxTestProfile *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kx_mirror_write (self->mirror, KX_WRITE_BARE, exchange, self, &error));
  g_assert_no_error (error);
}

typedef struct
{
  KxTestProfile *self;
  guint limit;
} Pull;

static gboolean
pull (KxBook *book, gpointer data, GError **error)
{
  Pull *pull = data;
  KxTestMirror pair = as_pair (pull->self, book);

  kx_test_mirror_pull (&pair, pull->limit);
  return TRUE;
}

void
kx_test_profile_pull (KxTestProfile *self, guint limit)
{
  Pull data = { self, limit };

  g_assert_true (kx_mirror_write (self->mirror, KX_WRITE_BARE, pull, &data, NULL));
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

void
kx_test_profile_do (KxTestProfile *self, KxOp *op)
{
  GPtrArray *ops = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KxDecision) decision = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (ops, op);
  kx_mirror_submit_async (self->mirror, ops, NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  decision = kx_mirror_submit_finish (self->mirror, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (decision->result, !=, KX_REJECTED);
}

gint64
kx_test_profile_number (KxTestProfile *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  KxBook *book = kx_mirror_take_reader (self->mirror, &error);
  KxTestMirror pair = as_pair (self, book);
  gint64 number = kx_test_mirror_number (&pair, sql);

  kx_mirror_give_reader (self->mirror, book);
  return number;
}

char *
kx_test_profile_text (KxTestProfile *self, const char *agency, guint field)
{
  KxBook *book = kx_mirror_take_reader (self->mirror, NULL);
  KxTestMirror pair = as_pair (self, book);
  char *text = kx_test_mirror_text (&pair, &kx_agency_entity, agency, field);

  kx_mirror_give_reader (self->mirror, book);
  return text;
}

void
kx_test_profile_assert_same (KxTestProfile *self)
{
  KxBook *book = kx_mirror_take_reader (self->mirror, NULL);
  KxTestMirror pair = as_pair (self, book);

  kx_test_mirror_assert_same (&pair);
  kx_mirror_give_reader (self->mirror, book);
}
