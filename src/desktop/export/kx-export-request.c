#include "desktop/export/kx-export-request.h"

#include "desktop/export/kx-export-words.h"
#include "models/kx-shown.h"

static void
clear (gpointer data)
{
  KxExportRequest *self = data;

  g_clear_object (&self->mirror);
  kx_actor_free (self->actor);
  g_ptr_array_unref (self->texts);
  g_strfreev (self->ids);
  g_array_unref (self->fields);
}

static const char *
keep (KxExportRequest *self, const char *text)
{
  char *copy = g_strdup (text);

  if (copy != NULL)
    g_ptr_array_add (self->texts, copy);
  return copy;
}

KxExportRequest *
kx_export_request_new (KxMirror *mirror, const KxListQuery *query, char **ids)
{
  KxExportRequest *self = g_atomic_rc_box_new0 (KxExportRequest);

  self->mirror = g_object_ref (mirror);
  self->actor = kx_actor_copy (query->actor != NULL ? query->actor : kx_mirror_get_actor (mirror));
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->ids = g_strdupv (ids);
  self->fields = g_array_new (FALSE, FALSE, sizeof (guint));
  self->query = *query;
  self->query.actor = self->actor;
  self->query.q = keep (self, query->q);
  self->query.after = NULL;
  for (guint i = 0; i < query->n_terms; i++)
    if (kx_field_is_text (&query->entity->fields[query->terms[i].field]))
      self->query.terms[i].value.TEXT = keep (self, query->terms[i].value.TEXT);
  return self;
}

KxExportRequest *
kx_export_request_ref (KxExportRequest *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kx_export_request_unref (KxExportRequest *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

guint
kx_export_request_get_n_ids (const KxExportRequest *self)
{
  return self->ids != NULL ? g_strv_length (self->ids) : 0;
}

GBytes *
kx_export_request_run (const KxExportRequest *self, KxExportFormat format, KxExportProgress progress,
                       gpointer data, GCancellable *cancellable, GError **error)
{
  KxExportOptions options = { .format = format,
                              .now = kx_mirror_now (self->mirror),
                              .fields = (const guint *) self->fields->data,
                              .n_fields = self->fields->len,
                              .has_shown = kx_shown_has,
                              .dup_shown = kx_shown_dup,
                              .today = kx_mirror_today (self->mirror),
                              .ids = (const char *const *) self->ids,
                              .parts = self->parts,
                              .progress = progress,
                              .progress_data = data,
                              .cancellable = cancellable };
  KxBook *book = kx_mirror_take_reader (self->mirror, error);
  GBytes *bytes;

  if (book == NULL)
    return NULL;
  bytes = kx_export_rows (book, &self->query, &options, kx_export_words (), error);
  kx_mirror_give_reader (self->mirror, book);
  return bytes;
}
