#include "exchange/kx-import-headings.h"

#include "exchange/kx-import-subject.h"
#include "exchange/kx-import-text.h"

#include <string.h>

struct _KxImportHeadings
{
  const KxEntity *entity;
  const KxImportWords *words;
  GHashTable *titles; /* folded title -> KxImportMeaning, both owned */
};

static const struct
{
  const char *code;
  KxImportUse use;
} uses[] = {
  { KX_IMPORT_USE_IGNORED, KX_IMPORT_IGNORED },
  { KX_IMPORT_USE_PROVINCE, KX_IMPORT_PROVINCE },
  { KX_IMPORT_USE_CITY, KX_IMPORT_CITY },
  { KX_IMPORT_USE_FORMER_NAME, KX_IMPORT_FORMER_NAME },
  { KX_IMPORT_USE_AGENCY_CODE, KX_IMPORT_AGENCY_CODE },
  { KX_IMPORT_USE_AGENCY_NAME, KX_IMPORT_AGENCY_NAME },
  { KX_IMPORT_USE_STATE, KX_IMPORT_STATE },
};

gboolean
kx_import_takes_field (const KxField *field)
{
  return (field->flags & (KX_SERVICE_SETS | KX_OFFICE | KX_PARENT)) == 0 && field->kind != KX_REF &&
         field->kind != KX_CONFIG && field->kind != KX_TIME;
}

static KxImportMeaning
mean_field (const KxEntity *entity, guint field, guint rank)
{
  gboolean takes = kx_import_takes_field (&entity->fields[field]);
  KxImportSubject subject = kx_import_subject (entity);

  if (subject.takes_over && (int) field == subject.agency)
    return (KxImportMeaning){ KX_IMPORT_AGENCY_NAME, 0, rank };
  if (subject.takes_over && (int) field == entity->state)
    return (KxImportMeaning){ KX_IMPORT_STATE, 0, rank };
  return (KxImportMeaning){ takes ? KX_IMPORT_FIELD : KX_IMPORT_IGNORED, takes ? field : 0, rank };
}

/* A title that is known already keeps its meaning: labels come before synonyms. */
static void
add (KxImportHeadings *self, const char *title, KxImportMeaning meaning)
{
  char *folded = kx_import_fold (title);

  if (*folded == '\0' || g_hash_table_contains (self->titles, folded))
    g_free (folded);
  else
    g_hash_table_insert (self->titles, folded, g_memdup2 (&meaning, sizeof meaning));
}

static void
add_synonyms (KxImportHeadings *self)
{
  for (const KxImportTitles *row = kx_import_titles (self->entity); row->field != NULL; row++)
    {
      g_auto (GStrv) titles = g_strsplit (row->titles, " ", -1);
      KxImportMeaning meaning;

      if (!kx_import_headings_lookup_code (self, row->field, &meaning))
        continue;
      meaning.rank = row->rank;
      for (guint i = 0; titles[i] != NULL; i++)
        add (self, titles[i], meaning);
    }
}

KxImportHeadings *
kx_import_headings_new (const KxEntity *entity, const KxImportWords *words)
{
  KxImportHeadings *self = g_new0 (KxImportHeadings, 1);

  self->entity = entity;
  self->words = words;
  self->titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < entity->n_fields; i++)
    add (self, entity->fields[i].name, mean_field (entity, i, 0));
  /* Synonyms carry ranks that labels as general as "Name" ought to have. */
  add_synonyms (self);
  for (guint i = 0; i < entity->n_fields; i++)
    {
      add (self, kx_import_say (words, entity->fields[i].label), mean_field (entity, i, 0));
      add (self, entity->fields[i].label, mean_field (entity, i, 0));
    }
  if (kx_import_subject (entity).former_names)
    add (self, kx_import_say (words, N_ ("Former name")), (KxImportMeaning){ KX_IMPORT_FORMER_NAME, 0, 0 });
  return self;
}

void
kx_import_headings_free (KxImportHeadings *self)
{
  g_hash_table_unref (self->titles);
  g_free (self);
}

const KxEntity *
kx_import_headings_get_entity (const KxImportHeadings *self)
{
  return self->entity;
}

const KxImportWords *
kx_import_headings_get_words (const KxImportHeadings *self)
{
  return self->words;
}

gboolean
kx_import_headings_lookup (const KxImportHeadings *self, const char *title, KxImportMeaning *ret_meaning)
{
  g_autofree char *folded = kx_import_fold (title);
  const KxImportMeaning *found = g_hash_table_lookup (self->titles, folded);
  g_autofree char *bare = found == NULL ? kx_import_fold_without_brackets (title) : NULL;

  if (found == NULL && *bare != '\0')
    found = g_hash_table_lookup (self->titles, bare);
  if (found != NULL)
    *ret_meaning = *found;
  return found != NULL;
}

gboolean
kx_import_headings_lookup_code (const KxImportHeadings *self, const char *code, KxImportMeaning *ret_meaning)
{
  int field = kx_entity_field (self->entity, code);

  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    if (g_str_equal (uses[i].code, code))
      {
        *ret_meaning = (KxImportMeaning){ uses[i].use, 0, 0 };
        return TRUE;
      }
  if (field < 0)
    return FALSE;
  *ret_meaning = mean_field (self->entity, (guint) field, 0);
  return TRUE;
}

const char *
kx_import_headings_code (const KxImportHeadings *self, KxImportUse use, guint field)
{
  if (use == KX_IMPORT_FIELD)
    return self->entity->fields[field].name;
  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    if (uses[i].use == use)
      return uses[i].code;
  return NULL;
}
