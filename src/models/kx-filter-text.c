/* Filters as text for settings, and in words for people. */
#include "models/kx-filter.h"

#include "models/kx-display.h"
#include "sync/kx-gettext.h"

#include <stdlib.h>
#include <string.h>

#define TODAY "today"
#define MOST_DAYS 40000

/* By KxTest; KX_CONTAINS is told by its field being a set. */
static const char *const endings[KX_N_TESTS] = { "", ".lte", ".gte", "", ".null", ".in", ".within" };

static void
append_pair (GString *text, const char *name, const char *ending, const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, ",:", FALSE);

  g_string_append_printf (text, "%c%s%s=%s", strchr (text->str, '?') != NULL ? '&' : '?', name, ending,
                          escaped);
}

static char *
join_codes (const KxField *field, KxCodes codes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < kx_field_n_codes (field); i++)
    if (codes.bits >> i & 1)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", field->codes[i].name);
  return g_string_free (text, FALSE);
}

static char *
term_to_text (const KxField *field, const KxFilterTerm *term)
{
  if (term->from_today)
    return g_strdup_printf (TODAY "%+d", term->days);
  switch (term->test)
    {
    case KX_IS_NULL:
      return g_strdup ("true");
    case KX_CONTAINS:
      return g_strdup (field->codes[term->value.CODE].name);
    case KX_ONE_OF:
      return join_codes (field, term->value.CODES);
    case KX_EQUALS:
    case KX_BELOW:
    case KX_ABOVE:
    case KX_WITHIN:
    case KX_N_TESTS:
    default:
      return kx_value_to_text (field, term->value);
    }
}

static const char *
sort_name (const KxFilter *filter)
{
  switch (filter->sort)
    {
    case KX_SORT_TITLE:
      return "title";
    case KX_SORT_SEQ:
      return "seq";
    case KX_SORT_ID:
      return "id";
    default:
      return filter->entity->fields[filter->sort].name;
    }
}

/**
 * kx_filter_to_text:
 * @filter: a filter
 *
 * Returns: (transfer full): one line of ASCII from which kx_filter_from_text() makes the same filter
 */
char *
kx_filter_to_text (const KxFilter *filter)
{
  GString *text = g_string_new (filter->entity->name);

  for (guint i = 0; i < filter->terms->len; i++)
    {
      const KxFilterTerm *term = &g_array_index (filter->terms, KxFilterTerm, i);
      const KxField *field = &filter->entity->fields[term->field];
      g_autofree char *value = term_to_text (field, term);

      append_pair (text, field->name, endings[term->test], value);
    }
  if (filter->area != NULL)
    append_pair (text, "$area", "", filter->area);
  if (filter->q != NULL)
    append_pair (text, "$q", "", filter->q);
  if (filter->trashed)
    append_pair (text, "$trashed", "", "true");
  if (filter->sort != KX_SORT_TITLE || filter->descending)
    append_pair (text, "$sort", filter->descending ? ".down" : ".up", sort_name (filter));
  return g_string_free (text, FALSE);
}

static gboolean
read_codes (const KxField *field, const char *text, KxCodes *ret_codes)
{
  g_auto (GStrv) names = g_strsplit (text, ",", -1);

  ret_codes->bits = 0;
  for (guint i = 0; names[i] != NULL; i++)
    {
      int code = kx_field_code (field, names[i], strlen (names[i]));

      if (code < 0)
        return FALSE;
      ret_codes->bits |= G_GUINT64_CONSTANT (1) << code;
    }
  return names[0] != NULL;
}

static gboolean
read_days (const char *text, int *ret_days)
{
  char *end = NULL;
  long days;

  if (!g_str_has_prefix (text, TODAY) || (text[5] != '+' && text[5] != '-') || !g_ascii_isdigit (text[6]))
    return FALSE;
  days = strtol (text + 5, &end, 10);
  if (*end != '\0' || labs (days) > MOST_DAYS)
    return FALSE;
  *ret_days = (int) days;
  return TRUE;
}

static gboolean
read_value (KxFilter *filter, guint i, KxTest test, const char *text)
{
  const KxField *field = &filter->entity->fields[i];
  KxValue value = { 0 };
  int days;

  if ((field->flags & KX_SEALED) && test != KX_IS_NULL)
    return FALSE;
  if (field->kind == KX_DATE && test <= KX_ABOVE && read_days (text, &days))
    return kx_filter_put_from_today (filter, i, test, days);
  switch (test)
    {
    case KX_IS_NULL:
      return g_str_equal (text, "true") && kx_filter_put (filter, i, test, value);
    case KX_CONTAINS:
      value.CODE = kx_field_code (field, text, strlen (text));
      return value.CODE >= 0 && kx_filter_put (filter, i, test, value);
    case KX_ONE_OF:
      return field->kind == KX_CODE && read_codes (field, text, &value.CODES) &&
             kx_filter_put (filter, i, test, value);
    case KX_WITHIN:
      if (field->format != KX_FORMAT_AREA)
        return FALSE;
      G_GNUC_FALLTHROUGH;
    case KX_EQUALS:
    case KX_BELOW:
    case KX_ABOVE:
    case KX_N_TESTS:
    default:
      return kx_value_from_text (field, text, &value) && kx_filter_put (filter, i, test, value);
    }
}

static gboolean
read_sort (KxFilter *filter, const char *text, gboolean descending)
{
  int field = kx_entity_field (filter->entity, text);

  filter->descending = descending;
  if (g_str_equal (text, "title"))
    filter->sort = KX_SORT_TITLE;
  else if (g_str_equal (text, "seq"))
    filter->sort = KX_SORT_SEQ;
  else if (g_str_equal (text, "id"))
    filter->sort = KX_SORT_ID;
  else if (field >= 0)
    filter->sort = field;
  else
    return FALSE;
  return TRUE;
}

static gboolean
read_pair (KxFilter *filter, const char *name, const char *value)
{
  if (g_str_equal (name, "$area"))
    kx_filter_set_area (filter, value);
  else if (g_str_equal (name, "$q"))
    kx_filter_set_q (filter, value);
  else if (g_str_equal (name, "$trashed"))
    filter->trashed = g_str_equal (value, "true");
  else if (g_str_equal (name, "$sort.up") || g_str_equal (name, "$sort.down"))
    return read_sort (filter, value, g_str_has_suffix (name, ".down"));
  else
    {
      const char *dot = strchr (name, '.');
      g_autofree char *stem = g_strndup (name, dot != NULL ? (gsize) (dot - name) : strlen (name));
      int field = kx_entity_field (filter->entity, stem);
      KxTest test = KX_EQUALS;

      while (test < KX_N_TESTS && g_strcmp0 (endings[test], dot != NULL ? dot : "") != 0)
        test++;
      if (field < 0 || test == KX_N_TESTS)
        return FALSE;
      if (test == KX_EQUALS && filter->entity->fields[field].kind == KX_CODES)
        test = KX_CONTAINS;
      return read_value (filter, (guint) field, test, value);
    }
  return TRUE;
}

/**
 * kx_filter_from_text:
 * @schema: the kinds of rows
 * @text: what kx_filter_to_text() gave, perhaps of an older or newer program
 *
 * Returns: (transfer full): the filter, or %NULL with %KX_FILTER_ERROR_TEXT
 */
KxFilter *
kx_filter_from_text (const KxSchema *schema, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit_set (text, "?&", -1);
  const KxEntity *entity = parts[0] != NULL ? kx_schema_entity (schema, parts[0]) : NULL;
  g_autoptr (KxFilter) filter = entity != NULL ? kx_filter_new (entity) : NULL;
  gboolean read = filter != NULL && g_utf8_validate (text, -1, NULL);

  for (guint i = 1; read && parts[i] != NULL; i++)
    {
      char *equals = strchr (parts[i], '=');
      g_autofree char *value = equals != NULL ? g_uri_unescape_string (equals + 1, NULL) : NULL;

      read = value != NULL && g_utf8_validate (value, -1, NULL);
      if (read)
        {
          *equals = '\0';
          read = read_pair (filter, parts[i], value);
        }
    }
  if (read)
    return g_steal_pointer (&filter);
  g_set_error (error, KX_FILTER_ERROR, KX_FILTER_ERROR_TEXT, "Not a filter this program knows: %.200s", text);
  return NULL;
}

static char *
describe_date (const KxField *field, const KxFilterTerm *term)
{
  g_autofree char *days = g_strdup_printf ("%d", abs (term->days));

  if (!term->from_today)
    return kx_display_value (field, term->value);
  if (term->days == 0)
    return g_strdup (_ ("today"));
  return term->days > 0 ? kx_display_fill (N_ ("in {days} days"), "days", days, NULL)
                        : kx_display_fill (N_ ("{days} days ago"), "days", days, NULL);
}

static char *
describe_codes (const KxField *field, KxCodes codes)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; i < kx_field_n_codes (field); i++)
    if (codes.bits >> i & 1)
      g_ptr_array_add (labels, (gpointer) kx_display_code (field, (int) i));
  return kx_display_join (labels);
}

static char *
describe_term (const KxField *field, const KxFilterTerm *term)
{
  const char *label = kx_display_label (field);
  g_autofree char *value = NULL;

  switch (term->test)
    {
    case KX_IS_NULL:
      return kx_display_fill (N_ ("{field}: none given"), "field", label, NULL);
    case KX_CONTAINS:
      return kx_display_fill (N_ ("{field}: {value}"), "field", label, "value",
                              kx_display_code (field, term->value.CODE), NULL);
    case KX_ONE_OF:
      value = describe_codes (field, term->value.CODES);
      return kx_display_fill (N_ ("{field}: {value}"), "field", label, "value", value, NULL);
    case KX_BELOW:
      value = describe_date (field, term);
      return kx_display_fill (N_ ("{field}: at most {value}"), "field", label, "value", value, NULL);
    case KX_ABOVE:
      value = describe_date (field, term);
      return kx_display_fill (N_ ("{field}: at least {value}"), "field", label, "value", value, NULL);
    case KX_EQUALS:
    case KX_WITHIN:
    case KX_N_TESTS:
    default:
      value = describe_date (field, term);
      return kx_display_fill (N_ ("{field}: {value}"), "field", label, "value", value, NULL);
    }
}

static void
free_chip (gpointer data)
{
  KxFilterChip *chip = data;

  g_free (chip->text);
  g_free (chip);
}

static void
add_chip (GPtrArray *chips, char *text, int field)
{
  KxFilterChip *chip = g_new0 (KxFilterChip, 1);

  chip->text = text;
  chip->field = field;
  g_ptr_array_add (chips, chip);
}

/**
 * kx_filter_list_chips:
 * @filter: a filter
 *
 * Returns: (transfer full) (element-type KxFilterChip): its parts in words, in the order they were added, the
 *   area first and the search last
 */
GPtrArray *
kx_filter_list_chips (const KxFilter *filter)
{
  GPtrArray *chips = g_ptr_array_new_with_free_func (free_chip);

  if (filter->area != NULL)
    add_chip (chips, kx_display_area (filter->area, TRUE), KX_FILTER_AREA);
  for (guint i = 0; i < filter->terms->len; i++)
    {
      const KxFilterTerm *term = &g_array_index (filter->terms, KxFilterTerm, i);

      add_chip (chips, describe_term (&filter->entity->fields[term->field], term), (int) term->field);
    }
  if (filter->q != NULL)
    add_chip (chips, kx_display_fill (N_ ("“{text}”"), "text", filter->q, NULL), KX_FILTER_Q);
  return chips;
}

void
kx_filter_drop_chip (KxFilter *filter, int field)
{
  if (field == KX_FILTER_AREA)
    kx_filter_set_area (filter, NULL);
  else if (field == KX_FILTER_Q)
    kx_filter_set_q (filter, NULL);
  else
    kx_filter_drop (filter, (guint) field);
}

char *
kx_filter_describe (const KxFilter *filter)
{
  g_autoptr (GPtrArray) chips = kx_filter_list_chips (filter);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < chips->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " · " : "", ((KxFilterChip *) chips->pdata[i])->text);
  return g_strdup (chips->len > 0 ? text->str : _ ("All"));
}
