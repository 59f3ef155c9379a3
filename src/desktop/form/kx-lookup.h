/* What a form has to ask about other rows: their titles, which of them answer to what is typed, on which days
 * an office works, and what the documents that govern it list. The mirror answers (kx_mirror_lookup_new());
 * tests answer with a table. */
#pragma once

#include "core/kx-calendar.h"
#include "core/kx-policy.h"
#include "core/kx-record.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* One row found. */
typedef struct
{
  char *id;    /* what a reference holds; of an area: its code */
  char *title; /* what a person calls it */
  char *more;  /* what tells it from others of the same title, or NULL */
} KxFound;

KxFound *kx_found_new (const char *id, const char *title, const char *more);
void kx_found_free (KxFound *found);

#define KX_TYPE_LOOKUP (kx_lookup_get_type ())
G_DECLARE_INTERFACE (KxLookup, kx_lookup, KX, LOOKUP, GObject)

struct _KxLookupInterface
{
  GTypeInterface parent_interface;

  char *(*dup_title) (KxLookup *self, const KxEntity *entity, const char *id);
  void (*find_async) (KxLookup *self, const KxEntity *entity, const char *typed, guint limit,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
  GPtrArray *(*find_finish) (KxLookup *self, GAsyncResult *result, GError **error);
  KxCalendar *(*dup_calendar) (KxLookup *self, const char *office);                             /* optional */
  char **(*dup_listed) (KxLookup *self, const char *office, const char *area, KxPolicyKey key); /* optional */
};

/* NULL: not known here. Answers at once. `self` may be NULL. */
char *kx_lookup_dup_title (KxLookup *self, const KxEntity *entity, const char *id);

/* Finds rows by what was typed ("": the first ones), at most `limit`. */
void kx_lookup_find_async (KxLookup *self, const KxEntity *entity, const char *typed, guint limit,
                           GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);

/* (element-type KxFound) Free with g_ptr_array_unref(). */
GPtrArray *kx_lookup_find_finish (KxLookup *self, GAsyncResult *result, GError **error);

/* The working days by which the office of `record` counts; the national calendar where the record names no
 * office or nobody knows its days. Answers at once. `self` may be NULL. Free with kx_calendar_free(). */
KxCalendar *kx_lookup_dup_calendar (KxLookup *self, const KxRecord *record);

/* What the documents and own values that govern the office, or the area where no office is known yet, list
 * for a parameter. NULL: nothing, or nobody knows. Answers at once. `self`, `office` and `area` may be NULL.
 * Free with g_strfreev(). */
char **kx_lookup_dup_listed (KxLookup *self, const char *office, const char *area, KxPolicyKey key);

G_END_DECLS
