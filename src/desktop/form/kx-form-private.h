/* What the files of the form share. */
#pragma once

#include "desktop/form/kx-form-layout.h"
#include "desktop/form/kx-form-summary.h"
#include "desktop/form/kx-form.h"

G_BEGIN_DECLS

struct _KxForm
{
  GtkWidget parent_instance;

  const KxEntity *entity;
  KxFormLayout *layout; /* owned */
  KxRecord *record;     /* owned; NULL: a new row */
  KxRecord *beginning;  /* owned; NULL: none */
  GPtrArray *entries;   /* (element-type KxFieldEntry) borrowed elements, by field; NULL: not shown */
  GPtrArray *boxes;     /* (element-type GtkBox) borrowed elements, one a section */
  KxFormSummary *summary;
  gboolean editing, dirty;
  guint step;        /* of those of the layout; 0: all */
  guint64 undecided; /* bits of fields: neither mine nor theirs was chosen */
  guint64 needed;    /* bits of fields: shown as wanted */
  guint draft_timer;
};

/* NULL: the form does not show this field. */
KxFieldEntry *kx_form_entry_of (KxForm *self, guint field);

/* FALSE: it is only read. */
gboolean kx_form_may_edit (KxForm *self, guint field);

void kx_form_update_dirty (KxForm *self);

/* What waits to be kept is no longer waited for. */
void kx_form_forget_draft (KxForm *self);

G_END_DECLS
