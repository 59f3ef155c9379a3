/* A field of a form as its two files know it: what it does, and where its parts stand. */
#pragma once

#include "desktop/form/kx-field-entry.h"

G_BEGIN_DECLS

struct _KxFieldEntry
{
  GtkWidget parent_instance;

  const KxEntity *entity;
  guint index;
  KxLookup *lookup; /* owned */
  char *near;       /* owned */
  KxRecord *base;   /* owned; the field as the record has it, and what words it */

  GtkWidget *label, *body;               /* borrowed: children */
  GtkWidget *value, *value_box, *reveal; /* borrowed: in the body */
  GtkWidget *own, *found, *hints, *twos; /* borrowed: boxes in the body */
  KxEditor *editor;                      /* borrowed: in the body; NULL while read */
  KxTwoValues *two;                      /* borrowed: in its box */
  guint hide_timer;
  gboolean can_reveal;
  gboolean faulty; /* something wrong is shown: each key looks whether it still is */
};

/* Of the widget class. */
void kx_field_entry_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                             int *natural, int *minimum_baseline, int *natural_baseline);
void kx_field_entry_allocate (GtkWidget *widget, int width, int height, int baseline);

G_END_DECLS
