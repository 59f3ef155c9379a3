#include "exchange/kx-import-area.h"

#include "core/entities/kx-area.h"
#include "core/kx-area-table.h"
#include "core/kx-identifier.h"
#include "exchange/kx-import-text.h"

#include <string.h>

typedef struct
{
  char *code;         /* owned */
  KxFinding *finding; /* owned */
} Found;

struct _KxImportAreas
{
  char *area;
  KxReader *reader;
  const KxEntity *entity;
  GHashTable *found; /* question -> Found, both owned */
};

static void
found_free (gpointer data)
{
  Found *found = data;

  g_free (found->code);
  g_clear_pointer (&found->finding, kx_finding_free);
  g_free (found);
}

KxImportAreas *
kx_import_areas_new (const char *area, KxReader *reader, const KxEntity *entity)
{
  KxImportAreas *self = g_new0 (KxImportAreas, 1);

  self->area = g_strdup (area);
  self->reader = reader;
  self->entity = entity;
  self->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, found_free);
  return self;
}

void
kx_import_areas_free (KxImportAreas *self)
{
  g_hash_table_unref (self->found);
  g_free (self->area);
  g_free (self);
}

static void
say (Found *found, KxVerdict verdict, const char *code, const char *message, const char *text,
     const char *other)
{
  g_clear_pointer (&found->finding, kx_finding_free);
  found->finding = kx_finding_new (verdict, code, NULL, message);
  kx_finding_arg (kx_finding_arg (found->finding, "text", text), "areas", other);
}

/* "370302 淄博市 淄川区" */
static void
append_name (GString *names, const KxArea *area)
{
  const KxArea *parent = kx_area_table_get_parent (area);

  g_string_append_printf (names, "%s%s %s%s", names->len > 0 ? ", " : "", area->code,
                          parent != NULL && parent->level > KX_AREA_COUNTRY ? parent->name : "", area->name);
}

static void
find_zone (KxImportAreas *self, const char *text, const char *within, Found *found)
{
  KxQuery query = { .entity = self->entity, .n_terms = 1 };
  g_autoptr (GPtrArray) zones = NULL;

  if (self->reader == NULL)
    return;
  query.terms[0] = (KxTerm){ .field = kx_area_f_name, .value.TEXT = text };
  if (kx_reader_list (self->reader, &query, 20, &zones) != KX_KNOWN)
    return;
  for (guint i = 0; i < zones->len && found->code == NULL; i++)
    {
      const char *code = kx_record_get (zones->pdata[i], kx_area_f_code).TEXT;

      if (kx_area_code_is_within (code, within))
        found->code = g_strdup (code);
    }
}

/* One name, without names above it. TRUE when there is an answer, be it that the name is ambiguous. */
static gboolean
find_name (KxImportAreas *self, const char *text, const char *within, Found *found)
{
  g_autoptr (GPtrArray) areas = kx_area_table_find (text, within, (KxDate){ 0 });
  g_autoptr (GString) names = g_string_new (NULL);

  if (areas->len == 0)
    {
      find_zone (self, text, within, found);
      return found->code != NULL;
    }
  for (guint i = 0; i < areas->len; i++)
    append_name (names, areas->pdata[i]);
  if (areas->len == 1)
    found->code = g_strdup (((const KxArea *) areas->pdata[0])->code);
  else
    say (found, KX_FAILS, "ambiguous-area",
         N_ ("“{text}” may be any of {areas}: write the code, or the area above it as well"), text,
         names->str);
  return TRUE;
}

static gboolean find_path (KxImportAreas *self, const char *text, const char *within, Found *found);

/* Names from above to below, as in 山东省济南市历下区; the upper ones may lie above the office's area. */
static gboolean
find_parts (KxImportAreas *self, const char *text, const char *within, Found *found)
{
  for (const char *end = text + strlen (text); end > text; end = g_utf8_find_prev_char (text, end))
    {
      g_autofree char *upper = g_strndup (text, (gsize) (end - text));
      g_autoptr (GPtrArray) areas = NULL;

      if (*end == '\0' || g_utf8_strlen (upper, -1) < 2)
        continue;
      areas = kx_area_table_find (upper, KX_AREA_COUNTRY_CODE, (KxDate){ 0 });
      for (guint i = 0; i < areas->len; i++)
        {
          const KxArea *area = areas->pdata[i];
          const char *inner = kx_area_code_is_within (area->code, within) ? area->code : within;

          if ((inner == area->code || kx_area_code_is_within (within, area->code)) &&
              find_path (self, end, inner, found))
            return TRUE;
        }
    }
  return FALSE;
}

/* What follows the name of an area in an address; a misspelt area does not look so. */
static gboolean
looks_like_address (const char *text)
{
  return strpbrk (text, "0123456789") != NULL || strstr (text, "路") != NULL || strstr (text, "街") != NULL ||
         strstr (text, "号") != NULL || strstr (text, "镇") != NULL || strstr (text, "乡") != NULL;
}

static gboolean
find_path (KxImportAreas *self, const char *text, const char *within, Found *found)
{
  if (find_name (self, text, within, found) || find_parts (self, text, within, found))
    return TRUE;
  if (strlen (within) != 6 || strcmp (within, self->area) == 0 ||
      strcmp (within, KX_AREA_COUNTRY_CODE) == 0 || !looks_like_address (text))
    return FALSE;
  found->code = g_strdup (within);
  say (found, KX_WARNS, "area-and-more", N_ ("After the area, “{text}” was not read"), text, "");
  return TRUE;
}

static void
find_code (const char *text, Found *found)
{
  found->code = kx_identifier_normalize_area_code (text);
  if (kx_identifier_check_area_code (found->code).fault == KX_IDENTIFIER_RIGHT)
    return;
  g_clear_pointer (&found->code, g_free);
  say (found, KX_FAILS, "wrong-area-code", N_ ("“{text}” is no code of an area, which has 6 digits"), text,
       "");
}

/* An area above the office's own says nothing new: the office's stands for it. */
static gboolean
lies_above (KxImportAreas *self, const char *text)
{
  g_autoptr (GPtrArray) areas = kx_area_table_find (text, KX_AREA_COUNTRY_CODE, (KxDate){ 0 });

  for (guint i = 0; i < areas->len; i++)
    if (kx_area_code_is_within (self->area, ((const KxArea *) areas->pdata[i])->code))
      return TRUE;
  return FALSE;
}

static Found *
search (KxImportAreas *self, const char *text, const char *within, gboolean anywhere)
{
  Found *found = g_new0 (Found, 1);

  if (g_ascii_isdigit (*text))
    find_code (text, found);
  else if (kx_import_is_one_of (text,
                                "市本级 本级 市直 市级 市属 省本级 省直 省级 省属 全市 全省 区本级 县本级"))
    found->code = g_strdup (within);
  else if (find_path (self, text, within, found))
    return found;
  else if (lies_above (self, text))
    found->code = g_strdup (self->area);
  else if (!anywhere || !find_path (self, text, KX_AREA_COUNTRY_CODE, found))
    say (found, KX_FAILS, "unknown-area",
         anywhere ? N_ ("No area is called “{text}”")
                  : N_ ("No area within {areas} is called “{text}”; an agency outside is marked as such"),
         text, within);
  return found;
}

KxImportArea
kx_import_areas_find (KxImportAreas *self, const char *text, const char *city, gboolean anywhere)
{
  g_autofree char *folded = kx_import_fold (text);
  const char *within = city != NULL ? city : self->area;
  g_autofree char *question = g_strdup_printf ("%s %d %s", within, anywhere, folded);
  Found *found = g_hash_table_lookup (self->found, question);

  if (found == NULL)
    {
      found = search (self, folded, within, anywhere);
      g_hash_table_insert (self->found, g_steal_pointer (&question), found);
    }
  return (KxImportArea){ found->code, found->finding };
}
