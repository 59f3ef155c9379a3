/* The choices of an import session: file, table, columns, where to and how. */
#include "models/kx-import-session-private.h"

#include "exchange/kx-import-subject.h"
#include "models/kx-display.h"
#include "models/kx-import-subjects.h"
#include "sync/kx-gettext.h"

static const struct
{
  const char *id, *label;
} encodings[] = {
  { "UTF-8", N_ ("UTF-8") },
  { "GB18030", N_ ("GB 18030 (also GBK and GB 2312)") },
  { "UTF-16LE", N_ ("UTF-16, little-endian") },
  { "UTF-16BE", N_ ("UTF-16, big-endian") },
}, delimiters[] = {
  { ",", N_ ("Comma (,)") },     { ";", N_ ("Semicolon (;)") }, { "\t", N_ ("Tab") },
  { "，", N_ ("Chinese comma (，)") }, { "|", N_ ("Vertical bar (|)") },
}, of_agencies[] = {
  { KX_IMPORT_USE_PROVINCE, N_ ("Province, to find the county by") },
  { KX_IMPORT_USE_CITY, N_ ("City, to find the county by") },
  { KX_IMPORT_USE_FORMER_NAME, N_ ("Former name") },
  { KX_IMPORT_USE_IGNORED, N_ ("Running number, not taken in") },
}, of_paper[] = {
  { KX_IMPORT_USE_AGENCY_NAME, N_ ("Agency, by its name") },
  { KX_IMPORT_USE_AGENCY_CODE, N_ ("Agency, by its credit code") },
  { KX_IMPORT_USE_STATE, N_ ("State in which it comes in") },
  { KX_IMPORT_USE_PROVINCE, N_ ("Province, to find the county by") },
  { KX_IMPORT_USE_CITY, N_ ("City, to find the county by") },
  { KX_IMPORT_USE_IGNORED, N_ ("Running number, not taken in") },
};

void
kx_import_session_fill_lists (KxImportSession *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    kx_import_choice_add (self->encodings, encodings[i].id, _ (encodings[i].label));
  for (guint i = 0; i < G_N_ELEMENTS (delimiters); i++)
    kx_import_choice_add (self->delimiters, delimiters[i].id, _ (delimiters[i].label));
  for (guint i = 0; kx_import_subjects_get (i) != NULL; i++)
    kx_import_choice_add (self->subjects, kx_import_subjects_get (i)->entity,
                          _ (kx_import_subjects_get (i)->label));
}

static void
fill_fields (KxImportSession *self, gboolean paper)
{
  g_list_store_remove_all (self->fields);
  kx_import_choice_add (self->fields, NULL, _ ("Not taken in"));
  for (guint i = 0; i < self->entity->n_fields; i++)
    {
      const KxField *field = &self->entity->fields[i];

      if (kx_import_takes_field (field))
        kx_import_choice_add (self->fields, field->name, kx_display_label (field));
    }
  for (guint i = 0; !paper && i < G_N_ELEMENTS (of_agencies); i++)
    kx_import_choice_add (self->fields, of_agencies[i].id, _ (of_agencies[i].label));
  for (guint i = 0; paper && i < G_N_ELEMENTS (of_paper); i++)
    kx_import_choice_add (self->fields, of_paper[i].id, _ (of_paper[i].label));
}

static void
fill_states (KxImportSession *self, const KxImportSubject *subject)
{
  const KxField *field = subject->takes_over ? &self->entity->fields[self->entity->state] : NULL;

  g_list_store_remove_all (self->states);
  for (guint i = 0; field != NULL && i < kx_field_n_codes (field); i++)
    if (subject->states >> i & 1)
      kx_import_choice_add (self->states, field->codes[i].name, _ (field->codes[i].label));
  g_free (self->state);
  self->state = field != NULL ? g_strdup (field->codes[subject->state].name) : NULL;
}

void
kx_import_session_take_subject (KxImportSession *self, const char *entity)
{
  const KxImportSubjectWords *words = kx_import_subjects_find (entity);
  const KxSchema *schema = self->target.kind->get_schema (self->target.place);
  KxImportSubject subject;

  /* What a later program may have kept is not known here: agencies come first. */
  if (words == NULL)
    words = kx_import_subjects_get (0);
  self->entity = kx_schema_entity (schema, words->entity);
  subject = kx_import_subject (self->entity);
  fill_fields (self, subject.takes_over);
  fill_states (self, &subject);
}

GListModel *
kx_import_session_get_subjects (KxImportSession *self)
{
  return G_LIST_MODEL (self->subjects);
}

const char *
kx_import_session_get_subject (KxImportSession *self)
{
  return self->entity->name;
}

GListModel *
kx_import_session_get_states (KxImportSession *self)
{
  return G_LIST_MODEL (self->states);
}

const char *
kx_import_session_get_state (KxImportSession *self)
{
  return self->state;
}

void
kx_import_session_set_state (KxImportSession *self, const char *state)
{
  g_return_if_fail (kx_import_choice_find (G_LIST_MODEL (self->states), state) != G_MAXUINT);
  if (g_strcmp0 (self->state, state) == 0)
    return;
  g_free (self->state);
  self->state = g_strdup (state);
  kx_import_session_forget_tried (self);
  kx_import_session_chose (self);
}

const char *
kx_import_session_get_file_name (KxImportSession *self)
{
  return self->file != NULL ? self->file->name : NULL;
}

guint64
kx_import_session_get_file_size (KxImportSession *self)
{
  return self->file != NULL ? self->file->size : 0;
}

gboolean
kx_import_session_get_is_text (KxImportSession *self)
{
  return self->file != NULL && self->file->bytes != NULL;
}

const char *
kx_import_session_get_earlier (KxImportSession *self)
{
  return self->earlier;
}

gboolean
kx_import_session_get_interrupted (KxImportSession *self)
{
  return self->interrupted;
}

GListModel *
kx_import_session_get_sheets (KxImportSession *self)
{
  return G_LIST_MODEL (self->sheets);
}

GListModel *
kx_import_session_get_encodings (KxImportSession *self)
{
  return G_LIST_MODEL (self->encodings);
}

GListModel *
kx_import_session_get_delimiters (KxImportSession *self)
{
  return G_LIST_MODEL (self->delimiters);
}

GListModel *
kx_import_session_get_preview (KxImportSession *self)
{
  return G_LIST_MODEL (self->preview);
}

GListModel *
kx_import_session_get_columns (KxImportSession *self)
{
  return G_LIST_MODEL (self->columns);
}

GListModel *
kx_import_session_get_fields (KxImportSession *self)
{
  return G_LIST_MODEL (self->fields);
}

GListModel *
kx_import_session_get_offices (KxImportSession *self)
{
  return G_LIST_MODEL (self->offices);
}

const char *
kx_import_session_get_sheet (KxImportSession *self)
{
  return self->sheet;
}

const char *
kx_import_session_get_other_sheets (KxImportSession *self)
{
  return self->others;
}

const char *
kx_import_session_get_encoding (KxImportSession *self)
{
  return self->encoding;
}

const char *
kx_import_session_get_delimiter (KxImportSession *self)
{
  return self->delimiter;
}

void
kx_import_session_set_sheet (KxImportSession *self, const char *name)
{
  if (g_strcmp0 (self->sheet, name) == 0)
    return;
  g_free (self->sheet);
  self->sheet = g_strdup (name);
  self->wished_header = 0;
  kx_import_session_look_again (self, TRUE);
  kx_import_session_chose (self);
}

void
kx_import_session_set_encoding (KxImportSession *self, const char *encoding)
{
  if (g_strcmp0 (self->encoding, encoding) == 0)
    return;
  kx_import_session_reopen (self, encoding, NULL);
  kx_import_session_chose (self);
}

void
kx_import_session_set_delimiter (KxImportSession *self, const char *delimiter)
{
  if (g_strcmp0 (self->delimiter, delimiter) != 0)
    {
      g_autofree char *encoding = g_strdup (self->encoding);

      kx_import_session_reopen (self, encoding, delimiter);
      kx_import_session_chose (self);
    }
}

guint
kx_import_session_get_header (KxImportSession *self, guint *ret_last)
{
  if (ret_last != NULL)
    *ret_last = self->last_header;
  return self->header;
}

void
kx_import_session_set_header (KxImportSession *self, guint number)
{
  if (number == self->header && number != 0)
    return;
  self->wished_header = number;
  kx_import_session_look_again (self, TRUE);
  kx_import_session_chose (self);
}

KxImportCounts
kx_import_session_get_counts (KxImportSession *self)
{
  return self->counts;
}

void
kx_import_session_take_from_others (KxImportSession *self, KxImportColumnItem *column, const char *code)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->columns)); i++)
    {
      g_autoptr (KxImportColumnItem) other = g_list_model_get_item (G_LIST_MODEL (self->columns), i);

      if (other != column && g_strcmp0 (kx_import_column_item_get_code (other), code) == 0)
        kx_import_column_item_set_code (other, NULL);
    }
}

void
kx_import_session_map (KxImportSession *self, KxImportColumnItem *column, const char *code)
{
  g_autofree char *copy = g_strdup (code);

  if (g_strcmp0 (kx_import_column_item_get_code (column), code) == 0)
    return;
  if (copy != NULL && !g_str_equal (copy, KX_IMPORT_USE_IGNORED))
    kx_import_session_take_from_others (self, column, copy);
  kx_import_column_item_set_code (column, copy);
  kx_import_session_look_again (self, FALSE);
  kx_import_session_chose (self);
}

void
kx_import_session_set_blank (KxImportSession *self, KxImportColumnItem *column, KxImportBlank blank)
{
  if (kx_import_column_item_get_blank (column) == blank)
    return;
  kx_import_column_item_set_blank (column, blank);
  kx_import_session_look_again (self, FALSE);
  kx_import_session_chose (self);
}

void
kx_import_session_set_dates (KxImportSession *self, KxImportColumnItem *column, KxImportDates dates)
{
  if (kx_import_column_item_get_dates (column) == dates)
    return;
  kx_import_column_item_set_dates (column, dates);
  kx_import_session_look_again (self, FALSE);
  kx_import_session_chose (self);
}

/* The field that a column of this meaning gives, -1: none. */
static int
find_given (KxImportSession *self, const char *code)
{
  if (code == NULL)
    return -1;
  if (g_str_equal (code, KX_IMPORT_USE_AGENCY_NAME) || g_str_equal (code, KX_IMPORT_USE_AGENCY_CODE))
    return kx_import_subject (self->entity).agency;
  return kx_entity_field (self->entity, code);
}

static guint64
list_fields (KxImportSession *self)
{
  guint64 fields = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->columns)); i++)
    {
      g_autoptr (KxImportColumnItem) item = g_list_model_get_item (G_LIST_MODEL (self->columns), i);
      int field = find_given (self, kx_import_column_item_get_code (item));

      if (field >= 0)
        fields |= G_GUINT64_CONSTANT (1) << field;
    }
  return fields;
}

char *
kx_import_session_dup_needed (KxImportSession *self)
{
  return kx_import_list_needed (self->entity, self->mode, list_fields (self), self->words);
}

/* The same of what runs on paper. */
static char *
dup_paper_key (const char *code, gboolean given, guint without)
{
  if (!given)
    return g_strdup_printf (_ ("Rows are known again by their agency: no column gives “%s”"), code);
  if (without == 0)
    return g_strdup_printf (_ ("Rows are known again by “%s”, which all of them have"), code);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Rows are known again by “%s”; %u row without it by its agency",
                   "Rows are known again by “%s”; %u rows without it by their agency", without),
      code, without);
}

char *
kx_import_session_dup_key (KxImportSession *self)
{
  int unique = kx_entity_flagged (self->entity, KX_UNIQUE);
  const char *code = unique >= 0 ? kx_import_say (self->words, self->entity->fields[unique].label) : "";
  guint n = self->counts.n_rows, without = n - self->counts.n_keyed;

  if (kx_import_subject (self->entity).takes_over)
    return dup_paper_key (code, unique >= 0 && (list_fields (self) >> unique & 1) != 0, without);
  if (unique < 0 || (list_fields (self) >> unique & 1) == 0)
    return g_strdup_printf (_ ("Rows are known again by their name and county: no column gives “%s”"), code);
  if (without == 0)
    return g_strdup_printf (_ ("Rows are known again by “%s”, which all of them have"), code);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Rows are known again by “%s”; %u row without it by name and county",
                   "Rows are known again by “%s”; %u rows without it by name and county", without),
      code, without);
}

const char *
kx_import_session_get_office (KxImportSession *self)
{
  return self->office;
}

void
kx_import_session_set_office (KxImportSession *self, const char *id)
{
  if (g_strcmp0 (self->office, id) == 0)
    return;
  g_free (self->office);
  self->office = g_strdup (id);
  /* Each office remembers its own columns. */
  kx_import_session_look_again (self, !self->whole_mapping);
  kx_import_session_chose (self);
}

KxImportMode
kx_import_session_get_mode (KxImportSession *self)
{
  return self->mode;
}

void
kx_import_session_set_mode (KxImportSession *self, KxImportMode mode)
{
  if (self->mode == mode)
    return;
  self->mode = mode;
  kx_import_session_forget_tried (self);
  kx_import_session_chose (self);
}

gboolean
kx_import_session_get_strict (KxImportSession *self)
{
  return self->strict;
}

void
kx_import_session_set_strict (KxImportSession *self, gboolean strict)
{
  if (self->strict == strict)
    return;
  self->strict = strict;
  kx_import_session_chose (self);
}
