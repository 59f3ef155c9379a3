#include "models/kx-display.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-change-case.h"
#include "core/entities/kx-late-entry.h"
#include "core/entities/kx-route-step.h"
#include "core/kx-area-table.h"
#include "core/kx-take-over.h"
#include "core/kx-lifecycle.h"
#include "core/kx-calendar.h"
#include "db/kx-db.h"
#include "models/kx-zone-names.h"
#include "sync/kx-gettext.h"
#include "store/kx-store.h"

#include <gio/gio.h>
#include <stdarg.h>
#include <string.h>

#define OFFICE_HOURS 8 /* China's time is UTC+8 all year */

static GDateTime *
office_time (KxTime time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time.ms / 1000);

  return utc != NULL ? g_date_time_add_hours (utc, OFFICE_HOURS) : NULL;
}

/** kx_display_date_of: the office's date at @time; none for a time out of all bounds */
KxDate
kx_display_date_of (KxTime time)
{
  return kx_store_date_of (time);
}

/** kx_display_today: the office's date now */
KxDate
kx_display_today (void)
{
  return kx_display_date_of ((KxTime){ g_get_real_time () / 1000 });
}

char *
kx_display_error (const GError *error)
{
  const char *statement = error->domain == KX_DB_ERROR ? strstr (error->message, KX_DB_ERROR_IN) : NULL;

  if (statement == NULL)
    return g_strdup (error->message);
  g_debug ("%s", error->message);
  return g_strndup (error->message, (gsize) (statement - error->message));
}

const char *
kx_display_label (const KxField *field)
{
  static const struct
  {
    const char *label, *words;
  } named[] = {
    { "City or county (code)", N_ ("City or county") },
    { "Area (code)", N_ ("Area") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    if (field->format == KX_FORMAT_AREA && g_str_equal (field->label, named[i].label))
      return _ (named[i].words);
  return _ (field->label);
}

const char *
kx_display_code (const KxField *field, int code)
{
  return code >= 0 && (guint) code < kx_field_n_codes (field) ? _ (field->codes[code].label) : "";
}

char *
kx_display_date (KxDate date)
{
  return date.ymd != 0 ? kx_date_format (date) : g_strdup ("");
}

char *
kx_display_time (KxTime time)
{
  g_autoptr (GDateTime) local = time.ms != 0 ? office_time (time) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("");
}

/* The names from the city down, or the province alone. */
static char *
area_names (const KxArea *area, gboolean full)
{
  const KxArea *parent = kx_area_table_get_parent (area);
  g_autofree char *above = NULL;

  if (!full || parent == NULL || parent->level < KX_AREA_CITY)
    return g_strdup (area->name);
  above = area_names (parent, TRUE);
  return parent->kind == KX_AREA_PLACEHOLDER ? g_strdup (area->name) : g_strconcat (above, area->name, NULL);
}

/* Development zones and the like have no code of the standard: the office puts letters of its own behind the
 * code of the city they lie in, such as 370100-GX, and gives them a name. */
static char *
display_part (const char *code, gboolean full)
{
  const char *own = code != NULL ? strchr (code, '-') : NULL;
  char *known = own != NULL ? kx_zone_names_dup (code) : NULL;
  g_autofree char *city = own != NULL ? g_strndup (code, (gsize) (own - code)) : NULL;
  const KxArea *area = city != NULL ? kx_area_table_lookup (city) : NULL;
  g_autofree char *name = area != NULL ? area_names (area, full) : NULL;

  if (known != NULL)
    return known;
  return name != NULL ? g_strdup_printf ("%s-%s", name, own + 1) : NULL;
}

char *
kx_display_area (const char *code, gboolean full)
{
  const KxArea *area = code != NULL ? kx_area_table_lookup (code) : NULL;
  char *part = area == NULL ? display_part (code, full) : NULL;

  if (area != NULL)
    return area_names (area, full);
  return part != NULL ? part : g_strdup (code != NULL ? code : "");
}

char *
kx_display_join (GPtrArray *texts)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < texts->len; i++)
    {
      /* Translators: what stands between the parts of an enumeration */
      g_string_append (joined, i > 0 ? C_ ("enumeration", ", ") : "");
      g_string_append (joined, texts->pdata[i]);
    }
  return g_string_free (joined, FALSE);
}

static char *
display_codes (const KxField *field, KxCodes codes)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; i < kx_field_n_codes (field); i++)
    if (codes.bits >> i & 1)
      g_ptr_array_add (labels, (gpointer) kx_display_code (field, (int) i));
  return kx_display_join (labels);
}

char *
kx_display_value (const KxField *field, KxValue value)
{
  switch (field->kind)
    {
    case KX_CODE:
      return g_strdup (kx_display_code (field, value.CODE));
    case KX_CODES:
      return display_codes (field, value.CODES);
    case KX_BOOLEAN:
      return g_strdup (value.BOOLEAN ? _ ("Yes") : _ ("No"));
    case KX_DATE:
      return kx_display_date (value.DATE);
    case KX_TIME:
      return kx_display_time (value.TIME);
    case KX_TEXT:
      return field->format == KX_FORMAT_AREA ? kx_display_area (value.TEXT, TRUE) : g_strdup (value.TEXT);
    case KX_LONG_TEXT:
    case KX_REF:
    case KX_CONFIG:
    case KX_INTEGER:
    case KX_DECIMAL:
    case KX_N_KINDS:
    default:
      return kx_value_to_text (field, value);
    }
}

/* Some records name a kind of record, and a step of it. */
static const struct
{
  const KxEntity *entity;
  guint kind, act;
} naming[] = {
  { &kx_approval_entity, kx_approval_f_owner_entity, kx_approval_f_act },
  { &kx_late_entry_entity, kx_late_entry_f_owner_entity, kx_late_entry_f_act },
  { &kx_route_step_entity, kx_route_step_f_record_kind, kx_route_step_f_act },
};

/* What the program calls what a text of the record names; NULL: it is no name, or of nothing. */
static const char *
find_named (const KxRecord *record, guint field)
{
  const char *text =
      record->entity->fields[field].kind == KX_TEXT ? kx_record_get (record, field).TEXT : NULL;

  if (text != NULL && record->entity == &kx_change_case_entity && field == kx_change_case_f_field)
    {
      int watched = kx_entity_field (&kx_agency_entity, text);

      return watched >= 0 ? kx_display_label (&kx_agency_entity.fields[watched]) : NULL;
    }
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (naming); i++)
    {
      const char *kind =
          record->entity == naming[i].entity ? kx_record_get (record, naming[i].kind).TEXT : NULL;
      const KxEntity *of = kind != NULL ? kx_schema_entity (kx_schema_get (), kind) : NULL;
      const KxTransition *step;

      if (of == NULL || (field != naming[i].kind && field != naming[i].act))
        continue;
      if (field == naming[i].kind)
        return _ (of->label);
      step = kx_lifecycle_knows (of->lifecycle, KX_OP_ACTION, text);
      return step != NULL ? _ (step->label) : NULL;
    }
  return NULL;
}

int
kx_display_kind_field (const KxEntity *entity, guint field)
{
  for (guint i = 0; i < G_N_ELEMENTS (naming); i++)
    if (entity == naming[i].entity && field == naming[i].act)
      return (int) naming[i].kind;
  return -1;
}

char *
kx_display_field (const KxRecord *record, guint field)
{
  const char *named;

  if (!kx_record_has (record, field))
    return g_strdup ("");
  named = find_named (record, field);
  if (named != NULL)
    return g_strdup (named);
  return kx_display_value (&record->entity->fields[field], kx_record_get (record, field));
}

char *
kx_display_gaps (const KxEntity *entity, GArray *gaps)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; i < gaps->len; i++)
    {
      int field = g_array_index (gaps, KxTakeOverGap, i).field;

      g_ptr_array_add (labels, (gpointer) (field >= 0 ? kx_display_label (&entity->fields[field])
                                                      : _ ("Scan of the paper")));
    }
  return kx_display_join (labels);
}

char *
kx_display_title (const KxRecord *record)
{
  int title = kx_entity_flagged (record->entity, KX_TITLE);

  if (title >= 0 && kx_record_has (record, (guint) title))
    return kx_display_field (record, (guint) title);
  for (guint i = 0; i < record->entity->n_fields; i++)
    if (record->entity->fields[i].kind == KX_CODE && kx_record_has (record, i))
      return kx_display_field (record, i);
  return g_strdup (_ (record->entity->label));
}

static char *
remaining_words (KxDate date, KxDate today, int workdays)
{
  int n = ABS (workdays);

  if (date.ymd == today.ymd)
    return g_strdup (_ ("today"));
  if (date.ymd < today.ymd && n == 0)
    {
      guint days = (guint) ABS (kx_date_difference (date, today));

      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u day ago", "%u days ago", days), days);
    }
  if (date.ymd < today.ymd)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%d working day ago", "%d working days ago", (gulong) n), n);
  if (n == 0)
    return g_strdup (_ ("no working day left"));
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "in %d working day", "in %d working days", (gulong) n), n);
}

char *
kx_display_remaining (KxDate date, KxDate today, int workdays, gboolean provisional)
{
  g_autofree char *words = remaining_words (date, today, workdays);

  if (!provisional)
    return g_steal_pointer (&words);
  return kx_display_fill (N_ ("{remaining} (holidays not published yet)"), "remaining", words, NULL);
}

static void
append_argument (GString *filled, const char *name, gsize length, va_list arguments)
{
  const char *candidate;

  while ((candidate = va_arg (arguments, const char *)) != NULL)
    {
      const char *text = va_arg (arguments, const char *);

      if (strlen (candidate) == length && strncmp (candidate, name, length) == 0)
        {
          g_string_append (filled, text != NULL ? text : "");
          return;
        }
    }
  g_string_append_c (filled, '{');
  g_string_append_len (filled, name, (gssize) length);
  g_string_append_c (filled, '}');
}

char *
kx_display_fill (const char *msgid, ...)
{
  GString *filled = g_string_new (NULL);

  for (const char *at = _ (msgid); *at != '\0';)
    {
      const char *close = *at == '{' ? strchr (at, '}') : NULL;
      va_list arguments;

      if (close == NULL)
        {
          g_string_append_c (filled, *at++);
          continue;
        }
      va_start (arguments, msgid);
      append_argument (filled, at + 1, (gsize) (close - at - 1), arguments);
      va_end (arguments);
      at = close + 1;
    }
  return g_string_free (filled, FALSE);
}
