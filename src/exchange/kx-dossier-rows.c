#include "exchange/kx-dossier-rows.h"

#include "core/entities/kx-agency.h"
#include "store/kx-row.h"
#include "store/kx-store.h"

#include <string.h>

#define MOST 1000000 /* rows of one kind: all */

/* A row on its way. */
typedef struct _Found Found;
struct _Found
{
  KxRecord *record; /* owned */
  Found *parent;    /* the row it belongs to; NULL: the agency alone */
  gboolean kept, dated;
};

typedef struct
{
  KxBook *book;
  KxReader *reader;
  const KxActor *actor;
  KxDate since;
  GHashTable *by_id; /* id -> Found, both borrowed */
  GPtrArray *all;    /* (element-type Found) owned; parents before their children */
  KxDossierRows *rows;
} Search;

static void
free_found (gpointer data)
{
  Found *found = data;

  g_clear_pointer (&found->record, kx_record_free);
  g_free (found);
}

static void
free_table (gpointer data)
{
  KxDossierTable *table = data;

  g_ptr_array_unref (table->records);
  g_free (table);
}

static KxDossierTable *
get_table (KxDossierRows *rows, const KxEntity *entity)
{
  KxDossierTable *table;

  for (guint i = 0; i < rows->tables->len; i++)
    if (((KxDossierTable *) rows->tables->pdata[i])->entity == entity)
      return rows->tables->pdata[i];
  table = g_new0 (KxDossierTable, 1);
  table->entity = entity;
  table->records = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  g_ptr_array_add (rows->tables, table);
  return table;
}

/* Whether a row says anything of the period: a day in it, or a change. */
static gboolean
touches (const Search *self, const KxRecord *record, gboolean *ret_dated)
{
  gboolean dated = FALSE,
           touched = self->since.ymd == 0 || kx_store_date_of (record->updated_at).ymd >= self->since.ymd;

  for (guint i = 0; i < record->entity->n_fields; i++)
    if (record->entity->fields[i].kind == KX_DATE && kx_record_has (record, i))
      {
        dated = TRUE;
        touched |= kx_record_date (record, i).ymd >= self->since.ymd;
      }
  *ret_dated = dated;
  return touched;
}

/* Takes `record`. */
static void
add_found (Search *self, KxRecord *record, Found *parent)
{
  Found *found;

  if (g_hash_table_contains (self->by_id, record->id))
    {
      kx_record_free (record);
      return;
    }
  if (!kx_actor_may_read (self->actor, record->space))
    {
      get_table (self->rows, record->entity)->hidden++;
      kx_record_free (record);
      return;
    }
  found = g_new0 (Found, 1);
  found->record = record;
  found->parent = parent;
  found->kept = touches (self, record, &found->dated) || record->entity == &kx_agency_entity ||
                (!found->dated && (parent == NULL || parent->kept));
  g_hash_table_insert (self->by_id, record->id, found);
  g_ptr_array_add (self->all, found);
}

static gboolean
fail (Search *self, GError **error)
{
  const GError *met = kx_row_reader_get_error (self->reader);

  if (met != NULL)
    g_propagate_error (error, g_error_copy (met));
  else
    g_set_error_literal (error, KX_STORE_ERROR, KX_STORE_ERROR_BROKEN, "The rows could not be read");
  return FALSE;
}

/* Rows whose field refers to the row `id`, living and in the trash. */
static gboolean
add_referring (Search *self, const KxEntity *entity, guint field, const char *id, Found *parent,
               GError **error)
{
  for (int trashed = 0; trashed < 2; trashed++)
    {
      KxQuery query = { .entity = entity, .n_terms = 1, .trashed = trashed };
      g_autoptr (GPtrArray) rows = NULL;

      query.terms[0] = (KxTerm){ .field = field, .value.REF = id };
      if (kx_reader_list (self->reader, &query, MOST, &rows) != KX_KNOWN)
        return fail (self, error);
      for (guint i = 0; i < rows->len; i++)
        add_found (self, kx_record_copy (rows->pdata[i]), parent);
    }
  return TRUE;
}

/* A second record's own second records too. */
static gboolean
add_agencies (Search *self, KxRecord *agency, GError **error)
{
  add_found (self, agency, NULL);
  for (guint i = 0; i < self->all->len; i++)
    {
      const Found *found = self->all->pdata[i];

      if (!add_referring (self, found->record->entity, kx_agency_f_alias_of, found->record->id, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* Rows of this kind that belong to one found before: by naming the agency, or as part of another row. */
static gboolean
add_entity (Search *self, const KxEntity *entity, GError **error)
{
  guint n = self->all->len;

  for (guint f = 0; f < entity->n_fields; f++)
    {
      const KxField *field = &entity->fields[f];
      gboolean names_agency = g_strcmp0 (field->target, kx_agency_entity.name) == 0;

      if (field->kind != KX_REF || (!names_agency && (field->flags & KX_PARENT) == 0))
        continue;
      for (guint i = 0; i < n; i++)
        {
          Found *owner = self->all->pdata[i];

          if ((g_str_equal (field->target, "*") ||
               g_str_equal (field->target, owner->record->entity->name)) &&
              !add_referring (self, entity, f, owner->record->id,
                              owner->record->entity == &kx_agency_entity ? NULL : owner, error))
            return FALSE;
        }
    }
  return TRUE;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(KxRecord *const *) a)->id, (*(KxRecord *const *) b)->id);
}

/* What belongs to a row that stays stays with it, and so does what that row belongs to. */
static void
sort_out (Search *self)
{
  for (guint i = self->all->len; i-- > 0;)
    {
      Found *found = self->all->pdata[i];

      if (found->kept && found->parent != NULL)
        found->parent->kept = TRUE;
    }
  for (guint i = 0; i < self->all->len; i++)
    {
      Found *found = self->all->pdata[i];
      KxDossierTable *table = get_table (self->rows, found->record->entity);

      if (found->kept || (!found->dated && found->parent != NULL && found->parent->kept))
        g_ptr_array_add (table->records, g_steal_pointer (&found->record));
      else
        table->older++;
    }
  for (guint i = 0; i < self->rows->tables->len; i++)
    g_ptr_array_sort (((KxDossierTable *) self->rows->tables->pdata[i])->records, compare_ids);
}

/* The record that stays; NULL: there is none that the person may read. */
static KxRecord *
find_agency (Search *self, const char *id, GError **error)
{
  const KxEntity *entity = kx_schema_entity (self->book->schema, kx_agency_entity.name);
  g_autoptr (KxRecord) record = kx_row_get (self->book, entity, id, error);

  for (guint steps = 0; record != NULL && kx_record_has (record, kx_agency_f_alias_of) && steps < 16; steps++)
    {
      KxRecord *stays =
          kx_row_get (self->book, entity, kx_record_get (record, kx_agency_f_alias_of).REF, error);

      if (stays == NULL)
        break;
      kx_record_free (record);
      record = stays;
    }
  return record != NULL && kx_actor_may_read (self->actor, record->space) ? g_steal_pointer (&record) : NULL;
}

KxDossierRows *
kx_dossier_rows_find (KxBook *book, const KxActor *actor, const char *agency, KxDate since, GError **error)
{
  g_autoptr (KxReader) reader = kx_row_reader_new (book);
  g_autoptr (KxDossierRows) rows = g_new0 (KxDossierRows, 1);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (free_found);
  Search self = { book, reader, actor, since, by_id, all, rows };
  GError *local = NULL;
  KxRecord *record;
  gboolean found;

  rows->tables = g_ptr_array_new_with_free_func (free_table);
  record = find_agency (&self, agency, &local);
  if (record == NULL)
    {
      if (local != NULL)
        g_propagate_error (error, local);
      return NULL;
    }
  rows->agency = g_strdup (record->id);
  found = add_agencies (&self, record, error);
  for (guint i = 0; found && i < book->schema->n_entities; i++)
    if (book->schema->entities[i] != &kx_agency_entity)
      found = add_entity (&self, book->schema->entities[i], error);
  if (!found)
    return NULL;
  sort_out (&self);
  return g_steal_pointer (&rows);
}

void
kx_dossier_rows_free (KxDossierRows *self)
{
  g_free (self->agency);
  g_ptr_array_unref (self->tables);
  g_free (self);
}

const KxRecord *
kx_dossier_rows_get_agency (const KxDossierRows *self)
{
  for (guint i = 0; i < self->tables->len; i++)
    {
      const KxDossierTable *table = self->tables->pdata[i];

      for (guint j = 0; j < table->records->len; j++)
        if (g_str_equal (((KxRecord *) table->records->pdata[j])->id, self->agency))
          return table->records->pdata[j];
    }
  return NULL;
}

char *
kx_dossier_dup_title (const KxRecord *record)
{
  static const guint flags[] = { KX_TITLE, KX_UNIQUE };

  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      int field = kx_entity_flagged (record->entity, flags[i]);

      if (field >= 0 && kx_record_has (record, (guint) field))
        return kx_record_text (record, (guint) field);
    }
  return g_strdup (record->id);
}
