#include "server/kx-list-request.h"

#include "core/kx-check.h"
#include "server/kx-answer.h"

#include <string.h>

static KxProblem *
wrong (const char *code, const char *name, const char *message)
{
  KxProblem *problem = kx_problem_new (400, "wrong-query", N_ ("The query of the address is not right"));

  kx_problem_add_finding (problem, code, name, message);
  return problem;
}

/* "beds.gte" is the field beds and the test >=. */
static gboolean
split_name (const KxEntity *entity, const char *name, int *ret_field, KxTest *ret_test)
{
  static const struct
  {
    const char *ending;
    KxTest test;
  } endings[] = { { ".gte", KX_ABOVE }, { ".lte", KX_BELOW }, { ".null", KX_IS_NULL } };
  g_autofree char *base = g_strdup (name);

  *ret_test = KX_EQUALS;
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i].ending))
      {
        base[strlen (name) - strlen (endings[i].ending)] = '\0';
        *ret_test = endings[i].test;
      }
  *ret_field = kx_entity_field (entity, base);
  return *ret_field >= 0;
}

gboolean
kx_list_request_fits (const KxField *field, KxTest test)
{
  if (field->kind == KX_CONFIG || field->kind == KX_LONG_TEXT)
    return test == KX_IS_NULL;
  if (test == KX_ABOVE || test == KX_BELOW)
    return field->kind != KX_CODE && field->kind != KX_CODES && field->kind != KX_BOOLEAN &&
           field->kind != KX_REF && (field->flags & KX_SEALED) == 0;
  return TRUE;
}

gboolean
kx_list_request_sorts (const KxField *field)
{
  return (field->flags & KX_SEALED) == 0 && field->kind != KX_CONFIG;
}

gboolean
kx_list_request_searches (const KxEntity *entity)
{
  return kx_entity_flagged (entity, KX_SEARCHED) >= 0 && (entity->traits & KX_SEARCH_AS_PARENT) == 0;
}

static gboolean
read_value (const KxField *field, const char *text, KxTerm *term, GPtrArray *texts)
{
  char *clean = kx_field_is_text (field) ? kx_check_normalize (field, text) : g_strdup (text);

  g_ptr_array_add (texts, clean);
  if (field->kind == KX_CODES)
    {
      term->test = KX_CONTAINS;
      term->value.CODE = kx_field_code (field, clean, strlen (clean));
      return term->value.CODE >= 0;
    }
  return kx_value_from_text (field, clean, &term->value);
}

static KxProblem *
read_filter (const KxEntity *entity, const char *name, const char *value, KxListQuery *list, GPtrArray *texts)
{
  KxTerm term = { 0 };
  const KxField *field;
  int index;

  if (!split_name (entity, name, &index, &term.test))
    return wrong ("unknown-field", name, N_ ("There is no such field"));
  field = &entity->fields[index];
  if (!kx_list_request_fits (field, term.test))
    return wrong ("no-such-test", name, N_ ("This field cannot be compared in this way"));
  if (list->n_terms == KX_LIST_TERMS)
    return wrong ("too-many", name, N_ ("Too many conditions"));
  term.field = (guint) index;
  if (term.test == KX_IS_NULL ? !g_str_equal (value, "true") : !read_value (field, value, &term, texts))
    return wrong ("wrong-type", name, N_ ("The value has not the type or form of this field"));
  list->terms[list->n_terms++] = term;
  return NULL;
}

static KxProblem *
read_sort (const KxEntity *entity, const char *value, KxListQuery *list)
{
  const char *name = value + (*value == '-');
  int field = kx_entity_field (entity, name);

  list->descending = *value == '-';
  if (g_str_equal (name, "seq"))
    list->sort = KX_SORT_SEQ;
  else if (g_str_equal (name, "id"))
    list->sort = KX_SORT_ID;
  else if (field >= 0 && kx_list_request_sorts (&entity->fields[field]))
    list->sort = field;
  else
    return wrong ("unknown-field", "sort", N_ ("There is no such field to sort by"));
  return NULL;
}

static KxProblem *
read_limit (const char *value, KxListQuery *list)
{
  gint64 limit;

  if (!kx_answer_read_number (value, 1, KX_LIST_MOST, &limit))
    return wrong ("wrong-limit", "limit", N_ ("A page has 1 to 500 rows"));
  list->limit = (guint) limit;
  return NULL;
}

static KxProblem *
read_one (const KxEntity *entity, const char *name, const char *value, KxListQuery *list, GPtrArray *texts)
{
  if (g_str_equal (name, "q"))
    {
      g_ptr_array_add (texts, g_strdup (value));
      list->q = texts->pdata[texts->len - 1];
    }
  else if (g_str_equal (name, "after"))
    {
      g_ptr_array_add (texts, g_strdup (value));
      list->after = texts->pdata[texts->len - 1];
    }
  else if (g_str_equal (name, "sort"))
    return read_sort (entity, value, list);
  else if (g_str_equal (name, "limit"))
    return read_limit (value, list);
  else if (g_str_equal (name, "deleted"))
    {
      if (!g_str_equal (value, "true") && !g_str_equal (value, "false"))
        return wrong ("wrong-type", name, N_ ("The value has not the type or form of this field"));
      list->trashed = *value == 't';
    }
  else
    return read_filter (entity, name, value, list, texts);
  return NULL;
}

KxProblem *
kx_list_request_read (const KxEntity *entity, const KxHttpQuery *query, KxListQuery *ret_query,
                      GPtrArray *ret_texts)
{
  KxListQuery list = {
    .entity = entity, .actor = ret_query->actor, .sort = KX_SORT_TITLE, .limit = KX_LIST_DEFAULT
  };

  for (gsize i = 0; query != NULL && i < kx_http_query_size (query); i++)
    {
      KxProblem *problem = read_one (entity, kx_http_query_name_at (query, i),
                                     kx_http_query_value_at (query, i), &list, ret_texts);

      if (problem != NULL)
        return problem;
    }
  if (list.q != NULL && (list.sort != KX_SORT_TITLE || list.trashed || !kx_list_request_searches (entity)))
    return wrong ("no-such-search", "q",
                  N_ ("A search covers rows that are not deleted and has its own order; sort and deleted "
                      "cannot be given"));
  *ret_query = list;
  return NULL;
}

char *
kx_list_request_next (const char *collection, const KxHttpQuery *query, const char *cursor)
{
  GString *url = g_string_new ("/v1/");

  g_string_append_printf (url, "%s?", collection);
  for (gsize i = 0; query != NULL && i < kx_http_query_size (query); i++)
    if (!g_str_equal (kx_http_query_name_at (query, i), "after"))
      {
        g_autofree char *name = g_uri_escape_string (kx_http_query_name_at (query, i), NULL, FALSE);
        g_autofree char *value = g_uri_escape_string (kx_http_query_value_at (query, i), NULL, FALSE);

        g_string_append_printf (url, "%s=%s&", name, value);
      }
  g_string_append_printf (url, "after=%s", cursor);
  return g_string_free (url, FALSE);
}
