/* One row, alive: read again whenever it changes, with the names of what it refers to, and its children as
 * lists. */
#pragma once

#include "models/kx-row-list.h"

G_BEGIN_DECLS

/* Properties, read only and notified: "record" (pointer, const KxRecord), with each newer version, NULL while
 * loading and when it is gone; "loading" (gboolean), it has not been read yet; "missing" (gboolean), there is
 * no such row here; "error" (GError, boxed), why it could not be read. */
#define KX_TYPE_RECORD_MODEL (kx_record_model_get_type ())
G_DECLARE_FINAL_TYPE (KxRecordModel, kx_record_model, KX, RECORD_MODEL, GObject)

/* `id` is copied. Reading begins at once. */
KxRecordModel *kx_record_model_new (KxRowSource *source, const KxEntity *entity, const char *id);

/* Borrowed until the next notify::record. A row in the trash is given too: see its deleted_at. */
const KxRecord *kx_record_model_get_record (KxRecordModel *model);

gboolean kx_record_model_is_loading (KxRecordModel *model);
gboolean kx_record_model_is_missing (KxRecordModel *model);
const GError *kx_record_model_get_error (KxRecordModel *model);

/* Reads it once more, for the time after an error. */
void kx_record_model_reload (KxRecordModel *model);

/* What people call the row; "" while loading. Free with g_free(). */
char *kx_record_model_dup_title (KxRecordModel *model);

/* A field as people read it, references by title; "" without a value. Free with g_free(). */
char *kx_record_model_dup_text (KxRecordModel *model, guint field);

/* What the reference in `field` is called; NULL when there is none. Borrowed like the record. */
const char *kx_record_model_get_ref_title (KxRecordModel *model, guint field);

/* Who last changed it, as far as that is known here; NULL. Borrowed like the record. */
const char *kx_record_model_get_editor (KxRecordModel *model);

/* The living rows of `child` that belong to this one (former names, credentials, attachments), by title, as a
 * list that is made once and follows. Borrowed. `child` has a parent field of this kind, or of any kind. */
KxRowList *kx_record_model_get_children (KxRecordModel *model, const KxEntity *child);

G_END_DECLS
