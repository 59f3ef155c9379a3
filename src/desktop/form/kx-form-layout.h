/* Which fields of an entity stand together in a form, and where each stands in it. */
#pragma once

#include "core/kx-entity.h"
#include "core/kx-policy.h"

G_BEGIN_DECLS

/* A part of a form. */
typedef struct
{
  const char *title;   /* msgid; NULL: the only part, without a heading */
  const guint *fields; /* indexes, in the order in which people read them */
  guint n_fields;
  gboolean rare; /* not there before one of its fields has a value */
  guint step;    /* of those in which a new row is drawn up (KxFormLayout.steps), from 1; 0: of none */
} KxFormSection;

typedef struct
{
  KxFormSection *sections; /* owned */
  guint n_sections;
  guint *own;          /* owned; the indexes of an entity that has no sections of its own */
  gboolean asks_state; /* of a new row: the first section is its state on paper */
  guint state;         /* that field */

  /* What an assistant calls the steps in which a new row is drawn up, msgids; the last may have no section:
   * what belongs to the row is added in it. */
  const char *const *steps;
  guint n_steps; /* 0: it is drawn up all at once */
} KxFormLayout;

/* The sections of `entity`, each field that a person may see exactly once: those of an agency and of an
 * agreement as their files order them, those of an office with its letterhead apart, those of other entities
 * in one. Fields that say to which row it belongs are left out. */
KxFormLayout *kx_form_layout_new (const KxEntity *entity);

/* The same for a row that is to be made. What may run on paper already (core/kx-take-over.h) is asked first
 * for the state that it is in there. */
KxFormLayout *kx_form_layout_new_fresh (const KxEntity *entity);

void kx_form_layout_free (KxFormLayout *layout);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxFormLayout, kx_form_layout_free)

/* The step in which `field` is given; 0: none. */
guint kx_form_layout_step_of (const KxFormLayout *layout, guint field);

/* TRUE for a field that nobody gives while the row is being made: the service or a later step fills it. */
gboolean kx_form_field_is_later (const KxEntity *entity, guint field);

/* TRUE for a text that enumerates what documents list, each in its own words: `ret_key` is the parameter with
 * the list. No codes stand for these words, as each province, and an office for itself, may have others. */
gboolean kx_form_field_is_listed (const KxEntity *entity, guint field, KxPolicyKey *ret_key);

/* TRUE for a field whose values need the whole width. */
gboolean kx_form_field_is_wide (const KxField *field);

/* A place in a grid. */
typedef struct
{
  guint row, column;
  gboolean wide; /* over all columns */
} KxFormCell;

/* Places `n` cells in `columns` columns in reading order; a wide one begins a row of its own. Returns the
 * number of rows. */
guint kx_form_place (const gboolean *wide, guint n, guint columns, KxFormCell *ret_cells);

G_END_DECLS
