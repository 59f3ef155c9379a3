/* Bytes as what a list is asked for, on a small store in memory: byte 0 names the collection, byte 1 the way:
 * a whole query, a cursor as it came, the inside of a cursor under a mark that fits. The answer is a page, a
 * refusal of the query or one of the cursor, never another error. */
#include "core/entities/kx-agency.h"
#include "core/entities/kx-office.h"
#include "db/kx-db-sqlite.h"
#include "server/kx-list-request.h"
#include "store/kx-apply.h"

#include <stdint.h>
#include <string.h>

#define OFFICE "0197b2a0-0000-7000-8000-000000000001"

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length);

static void
add (KxBook *book, KxRecord *row)
{
  g_autoptr (KxRecord) owned = row;
  g_autoptr (GError) error = NULL;

  kx_apply_bare (book, owned, (KxTime){ 1782864000000 }, &error);
  g_assert_no_error (error);
}

static void
add_agencies (KxBook *book)
{
  static const char *const names[] = { "南宁市第一人民医院", "济南泉城康复医院", "重庆路社区服务中心",
                                       "历下区人民医院" };

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *id = g_strdup_printf ("0197b2a0-0000-7000-8000-0000000001%02u", i);
      KxRecord *row = kx_record_new (&kx_agency_entity, id, "370100/agency");

      kx_agency_set_office (kx_agency (row), OFFICE);
      kx_agency_set_name (kx_agency (row), names[i % G_N_ELEMENTS (names)]);
      kx_agency_set_no_uscc_reason (kx_agency (row), "x");
      if (i % 3 != 0)
        kx_agency_set_beds (kx_agency (row), i * 7);
      if (i % 2 == 0)
        kx_agency_set_licence_valid_to (kx_agency (row), (KxDate){ 20260101 + (int) i });
      if (i % 4 == 0)
        kx_agency_set_scopes_offered (kx_agency (row), (KxCodes){ 1 + i });
      add (book, row);
    }
}

static KxBook *
make_book (void)
{
  g_autoptr (GError) error = NULL;
  KxDb *db = kx_db_sqlite_open (":memory:", KX_DB_SQLITE_WRITER, &error);
  KxBook *book = kx_book_new (db, kx_schema_get (), NULL);
  KxRecord *office = kx_record_new (&kx_office_entity, OFFICE, "370100/public");

  kx_book_set_up (book, (KxTime){ 1782864000000 }, FALSE, &error);
  g_assert_no_error (error);
  g_assert_true (kx_book_begin (book, &error));
  kx_office_set_name (kx_office (office), "济南市社会保险事业中心");
  kx_office_set_area (kx_office (office), "370100");
  add (book, office);
  add_agencies (book);
  g_assert_true (kx_book_commit (book, &error));
  return book;
}

static KxActor *
make_actor (void)
{
  KxActor *actor = kx_actor_new ("u", "u");

  for (int role = 0; role < KX_N_ROLES; role++)
    kx_actor_grant (actor, role, "370000");
  return actor;
}

/* The page, or NULL after a refusal of the cursor. */
static KxListPage *
run (KxBook *book, const KxListQuery *query)
{
  g_autoptr (GError) error = NULL;
  KxListPage *page = kx_list_run (book, query, &error);

  if (page == NULL)
    g_assert_error (error, KX_LIST_ERROR, KX_LIST_ERROR_CURSOR);
  else
    g_assert_cmpuint (page->records->len, <=, query->limit);
  return page;
}

static void
try_query (KxBook *book, const KxActor *actor, const KxEntity *entity, const char *text)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (KxHttpQuery) query = NULL;
  g_autoptr (KxProblem) problem = kx_http_query_parse (text, 8192, &query);
  KxListQuery list = { .actor = actor };
  g_autoptr (KxListPage) page = NULL;

  if (problem == NULL)
    problem = kx_list_request_read (entity, query, &list, texts);
  if (problem != NULL)
    {
      g_assert_cmpuint (kx_problem_get_status (problem) / 100, ==, 4);
      return;
    }
  page = run (book, &list);
  if (page != NULL && page->next != NULL)
    {
      g_autofree char *url = kx_list_request_next (entity->collection, query, page->next);

      g_assert_nonnull (strstr (url, "after="));
    }
}

/* A list whose first page has a next one, in an order that `how` chooses. */
static KxListQuery
choose_order (const KxActor *actor, const KxEntity *entity, uint8_t how)
{
  KxListQuery list = { .entity = entity, .actor = actor, .limit = 1, .descending = (how & 1) != 0 };

  list.sort = (int) (how >> 1) % ((int) entity->n_fields + 3) + KX_SORT_ID;
  if (list.sort >= 0 && !kx_list_request_sorts (&entity->fields[list.sort]))
    list.sort = KX_SORT_TITLE;
  if (how >= 240 && kx_list_request_searches (entity))
    {
      list.sort = KX_SORT_TITLE;
      list.q = "医院";
    }
  return list;
}

static void
try_cursor (KxBook *book, KxListQuery *list, const char *text)
{
  g_autoptr (KxListPage) page = NULL;

  list->after = text;
  page = run (book, list);
}

/* Puts `inside` in the place of a real cursor's parts, before the mark of the query. */
static void
try_inside (KxBook *book, KxListQuery *list, const char *inside)
{
  g_autoptr (KxListPage) first = run (book, list);
  g_autofree guint8 *bytes = NULL;
  g_autofree char *text = NULL, *made = NULL, *cursor = NULL;
  gsize size;
  char *mark;

  if (first->next == NULL)
    return;
  bytes = kx_base64url_decode (first->next, &size);
  text = g_strndup ((const char *) bytes, size);
  mark = strrchr (text, ',');
  made = g_strconcat ("[", inside, mark, NULL);
  cursor = kx_base64url_encode (made, strlen (made));
  try_cursor (book, list, cursor);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t length)
{
  static KxBook *book;
  static KxActor *actor;
  const KxSchema *schema = kx_schema_get ();
  const KxEntity *entity;
  g_autofree char *text = NULL;
  KxListQuery list;

  if (length < 3)
    return 0;
  if (book == NULL)
    {
      book = make_book ();
      actor = make_actor ();
    }
  entity = schema->entities[bytes[0] % schema->n_entities];
  text = g_strndup ((const char *) bytes + 3, length - 3);
  list = choose_order (actor, entity, bytes[2]);
  if (bytes[1] % 3 == 0)
    try_query (book, actor, entity, text);
  else if (bytes[1] % 3 == 1)
    try_cursor (book, &list, text);
  else
    try_inside (book, &list, text);
  return 0;
}
