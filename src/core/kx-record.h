/* A sparse row: the same type is a stored row, a patch, the arguments of an action and the values a change
 * replaced. */
#pragma once

#include "core/kx-entity.h"

G_BEGIN_DECLS

/* When a field last changed after the row was made, by which device and whom; seq 0: never. */
typedef struct
{
  gint64 seq;
  char *device; /* owned; NULL: plain REST */
  char *user;   /* owned; NULL: not known */
} KxStamp;

struct _KxRecord
{
  const KxEntity *entity;
  char *id, *space;                          /* owned */
  gint64 no;                                 /* the store's own short number of the row */
  gint64 seq;                                /* of its last change: base of an op, ETag of REST */
  char *created_by, *updated_by;             /* owned; ids of users */
  KxTime created_at, updated_at, deleted_at; /* deleted_at 0: not in the trash */
  guint64 has, null;                         /* bits by field: has a value here; has the value "none" here */
  KxStamp *stamps;                           /* owned; NULL or one a field */
  char *extra;      /* owned; an object of members that a newer program sent, or NULL */
  KxValue values[]; /* texts are owned */
};

/* `id` and `space` are copied and may be NULL. */
KxRecord *kx_record_new (const KxEntity *entity, const char *id, const char *space);

void kx_record_free (KxRecord *record);

KxRecord *kx_record_copy (const KxRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxRecord, kx_record_free)

gboolean kx_record_is (const KxRecord *record, const char *entity);

/* The field is mentioned and not null. */
gboolean kx_record_has (const KxRecord *record, guint field);

/* The field is mentioned, be it with a value or with null. */
gboolean kx_record_mentions (const KxRecord *record, guint field);

/* The value, or one of all zero bits when the field has none here. Texts are borrowed. */
KxValue kx_record_get (const KxRecord *record, guint field);

/* The value of a date field; 0 when it has none here. */
KxDate kx_record_date (const KxRecord *record, guint field);

/* Copies a text. A text that is NULL or empty and an empty set put null. */
void kx_record_put (KxRecord *record, guint field, KxValue value);

void kx_record_put_null (KxRecord *record, guint field);

/* Forgets the field: neither a value nor null. */
void kx_record_drop (KxRecord *record, guint field);

/* TRUE when both hold the same value, or neither holds one. */
gboolean kx_record_same (const KxRecord *a, const KxRecord *b, guint field);

/* Copies one field from `from` as it stands there: value, null or nothing. */
void kx_record_take (KxRecord *record, const KxRecord *from, guint field);

/* Puts every field that `patch` mentions. */
void kx_record_apply (KxRecord *record, const KxRecord *patch);

/* The canonical text of one field, NULL for null. Free with g_free(). */
char *kx_record_text (const KxRecord *record, guint field);

/* `device` and `user` are copied and may be NULL. */
void kx_record_stamp (KxRecord *record, guint field, gint64 seq, const char *device, const char *user);

/* The area part of a space, "370102" of "370102/agency". Free with g_free(). */
char *kx_space_area (const char *space);

/* The drawer part of a space, borrowed; "" for a private one such as visit/ID. */
const char *kx_space_drawer (const char *space);

G_END_DECLS
