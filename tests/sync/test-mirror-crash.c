/* The program is killed in the middle of anything, again and again. What it said to be durable has to be
 * there, what was typed some seconds before too, and rows have to be those of the cursor. */
#include "core/entities/kx-agency.h"
#include "lib/kx-test-store.h"
#include "store/kx-row.h"
#include "store/kx-vault.h"
#include "sync/kx-test-profile.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define DRAFT "agency/new/1"
#define DRAFT_US (5 * G_USEC_PER_SEC)

static void
say (const char *what, const char *id, guint64 number)
{
  g_autofree char *line = g_strdup_printf ("%s %s %" G_GUINT64_FORMAT "\n", what, id, number);

  if (write (STDOUT_FILENO, line, strlen (line)) < 0)
    _exit (1);
}

static void
new_id (char *ret_id)
{
  kx_random_uuid ((KxTime){ g_get_real_time () / 1000 }, ret_id);
}

/* Ops of this process: the ids of the test's own generator are the same in each. */
static KxOp *
fresh (KxOp *op)
{
  char id[KX_UUID_TEXT_SIZE];

  new_id (id);
  g_free (op->id);
  op->id = g_strdup (id);
  return op;
}

/* The program in its first load. */
static int
run_load (const char *folder, const char *device)
{
  KxTestProfile self = { .service = kx_test_service_book_visit (folder) };

  self.actor = kx_test_actor ("user-one", KX_ROLE_INDEX_clerk, "370100");
  self.device = g_strdup (device);
  self.dir = g_build_filename (folder, "profile", NULL);
  kx_test_profile_open (&self);
  kx_test_profile_pull (&self, 100);
  say ("loaded", "-", 1);
  pause ();
  return 0;
}

/* The program: types, makes, changes and exchanges until it is killed. */
static int
run_work (const char *folder, const char *device)
{
  KxTestProfile self = { .service = kx_test_service_book_visit (folder) };

  self.actor = kx_test_actor ("user-one", KX_ROLE_INDEX_clerk, "370100");
  self.device = g_strdup (device);
  self.dir = g_build_filename (folder, "profile", NULL);
  kx_test_profile_open (&self);
  for (guint64 i = 1;; i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"count\":%" G_GUINT64_FORMAT "}", i),
                      *name = g_strdup_printf ("第%" G_GUINT64_FORMAT "家医院", i);
      char id[KX_UUID_TEXT_SIZE];

      new_id (id);
      kx_mirror_put_draft (self.mirror, DRAFT, text);
      say ("typed", "-", i);
      kx_test_profile_do (&self,
                          fresh (kx_test_agency_op (kx_schema_get (), id, KX_TEST_OFFICE, name, NULL)));
      say ("made", id, i);
      kx_test_profile_do (&self,
                          fresh (kx_test_patch_op (&kx_agency_entity, id, 0, kx_agency_f_address, name)));
      say ("changed", id, i);
      if (i % 3 == 0)
        kx_test_profile_exchange (&self);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  return 0;
}

/* What the child said before it died. */
typedef struct
{
  GPtrArray *made;     /* (element-type char*) ids */
  GHashTable *changed; /* (element-type char* char*) id: address */
  GArray *typed;       /* (element-type gint64) when each count was heard, from 1 on */
  gboolean loaded;
} Said;

static Said
said_new (void)
{
  return (Said){ g_ptr_array_new_with_free_func (g_free),
                 g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
                 g_array_new (FALSE, FALSE, sizeof (gint64)), FALSE };
}

static void
said_clear (Said *said)
{
  g_ptr_array_unref (said->made);
  g_hash_table_unref (said->changed);
  g_array_unref (said->typed);
}

static void
hear (Said *said, FILE *from)
{
  char line[200], what[20], id[40];
  guint64 number;

  while (fgets (line, sizeof line, from) != NULL)
    {
      if (line[strlen (line) - 1] != '\n' ||
          sscanf (line, "%19s %39s %" G_GUINT64_FORMAT, what, id, &number) != 3)
        continue; /* killed in the middle of a line */
      if (g_str_equal (what, "typed"))
        {
          gint64 now = g_get_monotonic_time ();

          g_array_append_val (said->typed, now);
        }
      else if (g_str_equal (what, "loaded"))
        said->loaded = TRUE;
      else if (g_str_equal (what, "made"))
        g_ptr_array_add (said->made, g_strdup (id));
      else
        g_hash_table_insert (said->changed, g_strdup (id),
                             g_strdup_printf ("第%" G_GUINT64_FORMAT "家医院", number));
    }
}

typedef struct
{
  GPid pid;
  guint ms;
} Killer;

static gpointer
kill_later (gpointer data)
{
  const Killer *killer = data;

  g_usleep ((gulong) killer->ms * 1000);
  kill (killer->pid, SIGKILL);
  return NULL;
}

/* Runs the child for `ms` and kills it; gives when. */
static gint64
run_and_kill (const KxTestProfile *self, const char *what, guint ms, Said *said)
{
  const char *argv[] = { "/proc/self/exe", what, self->service->folder, self->device, NULL };
  g_autoptr (GError) error = NULL;
  Killer killer = { .ms = ms };
  GThread *thread;
  FILE *from;
  int out = -1, status = 0;

  g_assert_true (g_spawn_async_with_pipes (NULL, (char **) argv, NULL,
                                           G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_LEAVE_DESCRIPTORS_OPEN, NULL,
                                           NULL, &killer.pid, NULL, &out, NULL, &error));
  g_assert_no_error (error);
  from = fdopen (out, "r");
  thread = g_thread_new ("killer", kill_later, &killer);
  hear (said, from);
  fclose (from);
  g_thread_join (thread);
  while (waitpid (killer.pid, &status, 0) < 0 && errno == EINTR)
    ;
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  return g_get_monotonic_time ();
}

static void
check_ops (KxTestProfile *self, const Said *said)
{
  GHashTableIter iter;
  gpointer id, address;

  for (guint i = 0; i < said->made->len; i++)
    {
      g_autofree char *name = kx_test_profile_text (self, said->made->pdata[i], kx_agency_f_name);

      g_assert_nonnull (name);
    }
  g_hash_table_iter_init (&iter, said->changed);
  while (g_hash_table_iter_next (&iter, &id, &address))
    {
      g_autofree char *found = kx_test_profile_text (self, id, kx_agency_f_address);

      g_assert_cmpstr (found, ==, address);
    }
}

/* The count that was typed last `DRAFT_US` before the end, or a later one. */
static void
check_draft (KxTestProfile *self, const Said *said, gint64 end, gint64 *ret_kept)
{
  g_autofree char *json = kx_mirror_dup_draft (self->mirror, DRAFT);
  gint64 kept = json != NULL ? g_ascii_strtoll (json + strlen ("{\"count\":"), NULL, 10) : 0, due = 0;

  for (guint i = 0; i < said->typed->len; i++)
    if (g_array_index (said->typed, gint64, i) < end - DRAFT_US)
      due = i + 1;
  g_assert_cmpint (kept, >=, due);
  *ret_kept = kept;
}

static void
round_of (KxTestProfile *self, guint ms)
{
  Said said = said_new ();
  gint64 end, kept;

  kx_test_profile_close (self);
  kx_test_service_book_close (self->service);
  end = run_and_kill (self, "--work", ms, &said);
  kx_test_service_book_open (self->service);
  kx_test_profile_open (self);
  g_assert_cmpuint (kx_mirror_get_salvaged (self->mirror), ==, 0);
  check_ops (self, &said);
  check_draft (self, &said, end, &kept);
  /* The sums of the service at the head tell whether the rows are those of the cursor. */
  kx_test_profile_exchange (self);
  kx_test_profile_assert_same (self);
  check_ops (self, &said);
  g_test_message ("%u ms: %u made, typed %u, kept %" G_GINT64_FORMAT, ms, said.made->len, said.typed->len,
                  kept);
  said_clear (&said);
}

static void
test_kill (void)
{
  g_autoptr (KxTestProfile) self = kx_test_profile_new ();

  for (guint i = 0; i < 20; i++)
    round_of (self, (guint) g_test_rand_int_range (20, 300));
}

static void
test_kill_late (void)
{
  g_autoptr (KxTestProfile) self = kx_test_profile_new ();

  round_of (self, 6500);
}

/* The first load, killed until it comes to its end. */
static void
test_kill_load (void)
{
  g_autoptr (KxTestProfile) self = kx_test_profile_new ();
  g_autoptr (KxActor) clerk = kx_test_actor ("user-x", KX_ROLE_INDEX_clerk, "370100");
  g_autoptr (GError) error = NULL;
  gboolean loaded = FALSE;
  guint kills = 0;

  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *id = kx_test_id (), *name = g_strdup_printf ("济南第%u康复医院", i);

      kx_test_service_apply (self->service, clerk,
                             kx_test_agency_op (kx_schema_get (), id, KX_TEST_OFFICE, name, NULL));
    }
  kx_test_profile_close (self);
  g_assert_true (kx_mirror_wipe (self->dir, &error));
  for (; !loaded; kills++)
    {
      Said said = said_new ();

      kx_test_service_book_close (self->service);
      run_and_kill (self, "--load", (guint) g_test_rand_int_range (20, 60 + (gint32) kills * 30), &said);
      kx_test_service_book_open (self->service);
      loaded = said.loaded;
      said_clear (&said);
      g_assert_cmpuint (kills, <, 200);
    }
  kx_test_profile_open (self);
  g_assert_cmpint (
      kx_test_profile_number (self, "SELECT count(*) FROM sqlite_master WHERE name = 'agency_order'"), ==, 1);
  kx_test_profile_pull (self, 100);
  kx_test_profile_assert_same (self);
  g_test_message ("loaded after %u kills", kills);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--work") == 0)
    return run_work (argv[2], argv[3]);
  if (argc == 4 && strcmp (argv[1], "--load") == 0)
    return run_load (argv[2], argv[3]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crash/a first load comes to its end", test_kill_load);
  g_test_add_func ("/crash/what was done is there after a kill", test_kill);
  g_test_add_func ("/crash/what was typed five seconds before is there after a kill", test_kill_late);
  return g_test_run ();
}
