/* How a letter would read, found beside the window: a template with pictures takes its time. */
#pragma once

#include "print/kx-letter.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *unknown; /* (element-type utf8) owned; fields of the template that nobody knows */
  GPtrArray *empty;   /* (element-type utf8) owned; fields that have no text */
  char *text;         /* owned; the filled document without its looks */
} KxLetterReading;

void kx_letter_reading_free (KxLetterReading *reading);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxLetterReading, kx_letter_reading_free)

/* `template` NULL: the program's own. Takes `values`. */
void kx_letter_reading_async (const KxLetterKind *kind, GBytes *template, KxDocxValues *values,
                              GAsyncReadyCallback callback, gpointer data);

/* NULL with the error of kx_letter_check() or kx_letter_fill(). */
KxLetterReading *kx_letter_reading_finish (GAsyncResult *result, GError **error);

G_END_DECLS
