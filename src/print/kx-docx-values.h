/* What is put into a docx template: texts by name, and lists of rows whose texts have names of their own. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _KxDocxValues KxDocxValues;

KxDocxValues *kx_docx_values_new (void);
void kx_docx_values_free (KxDocxValues *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxDocxValues, kx_docx_values_free)

/* "agency.name". A text of several lines keeps them; NULL is the same as an empty one. Copied. */
void kx_docx_values_set (KxDocxValues *self, const char *name, const char *text);

/* The field stands for nothing: no blank is left for it, and a paragraph that has nothing else goes. */
void kx_docx_values_leave_out (KxDocxValues *self, const char *name);

/* TRUE: kx_docx_values_leave_out() was the last that was said of it. */
gboolean kx_docx_values_is_left_out (const KxDocxValues *self, const char *name);

/* A list that may have no rows: its row of the template then goes. */
void kx_docx_values_add_list (KxDocxValues *self, const char *list);

/* One more row of a list; its texts are set as "name" and stand in the template as "list.name". Borrowed. */
KxDocxValues *kx_docx_values_add_row (KxDocxValues *self, const char *list);

/* NULL: there is no such name. */
const char *kx_docx_values_get (const KxDocxValues *self, const char *name);

/* (element-type KxDocxValues); NULL: there is no such list. Borrowed. */
GPtrArray *kx_docx_values_get_rows (const KxDocxValues *self, const char *list);

G_END_DECLS
