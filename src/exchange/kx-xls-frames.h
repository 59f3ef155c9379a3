/* How the process that reads old workbooks passes them back: a stream of frames, none of which is trusted.
 *
 * A frame is a type, a little-endian length of four bytes and as many bytes:
 *   B  date system: one byte, 1 for 1904            S  sheet: its name
 *   T  text cell: column (2), UTF-8                 N  number cell: column (2), IEEE 754 double (8)
 *   D  date cell: column (2), serial as double (8)  C  time of day: column (2), part of a day as double (8)
 *   R  end of a row: its number (4)                 E  failure: a KxSheetError (1)
 *   Z  the end; nothing may follow */
#pragma once

#include "exchange/kx-sheet.h"

G_BEGIN_DECLS

#define KX_XLS_FRAME_HEAD 5

typedef struct _KxXlsFrames KxXlsFrames;

KxXlsFrames *kx_xls_frames_new (const KxSheetLimits *limits);
void kx_xls_frames_free (KxXlsFrames *self);
gboolean kx_xls_frames_feed (KxXlsFrames *self, const guint8 *data, gsize size, GError **error);
KxWorkbook *kx_xls_frames_finish (KxXlsFrames *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxXlsFrames, kx_xls_frames_free)

G_END_DECLS
