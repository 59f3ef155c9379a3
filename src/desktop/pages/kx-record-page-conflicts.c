/* The conflicts of a record, each beside its field. */
#include "desktop/pages/kx-record-page-private.h"

#include "core/entities/kx-conflict.h"
#include "desktop/form/kx-words.h"
#include "desktop/kx-gettext.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-outcome.h"
#include "models/kx-display.h"

static const Kx_conflict *
conflict_at (KxRecordPage *self, guint i)
{
  return self->conflicts->pdata[i];
}

/* Index of the field a conflict is about; -1: the whole row. */
static int
field_of (KxRecordPage *self, const Kx_conflict *conflict)
{
  const char *name = kx_conflict_get_field (conflict);

  return name != NULL ? kx_entity_field (self->kind->entity, name) : -1;
}

/* The open conflict of the field (-1: over the deletion), or NULL. Borrowed. */
static const KxRecord *
find_conflict (KxRecordPage *self, int field)
{
  for (guint i = 0; self->conflicts != NULL && i < self->conflicts->len; i++)
    if (field_of (self, conflict_at (self, i)) == field)
      return self->conflicts->pdata[i];
  return NULL;
}

static void
read_conflicts (KxRecordPage *self)
{
  g_autoptr (GPtrArray) all =
      kx_desk_list (self->desk, &kx_conflict_entity, kx_conflict_f_owner, self->row_id);

  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  self->conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
  for (guint i = 0; i < all->len; i++)
    if (kx_conflict_get_state (all->pdata[i]) == kx_conflict_state_open)
      g_ptr_array_add (self->conflicts, kx_record_copy (all->pdata[i]));
}

static gboolean
may_close (KxRecordPage *self, const KxRecord *conflict)
{
  return kx_desk_may (self->desk, &kx_conflict_entity, KX_OP_ACTION, "close", conflict->space);
}

/* The names of fields, parted by blanks, as their labels. */
static char *
word_fields (const KxEntity *entity, const char *names)
{
  g_auto (GStrv) parts = g_strsplit (names != NULL ? names : "", " ", -1);
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    {
      int field = kx_entity_field (entity, parts[i]);

      if (field >= 0)
        g_ptr_array_add (labels, (gpointer) kx_display_label (&entity->fields[field]));
    }
  return kx_display_join (labels);
}

static KxTwoValues *
make_two (KxRecordPage *self, const KxRecord *record)
{
  const Kx_conflict *conflict = (const Kx_conflict *) record;
  int i = field_of (self, conflict);
  const KxField *field = i >= 0 ? &self->kind->entity->fields[i] : NULL;
  g_autofree char *mine = field != NULL ? kx_words_stored (field, kx_conflict_get_mine (conflict))
                                        : g_strdup (_ ("Delete the record"));
  g_autofree char *fields =
      field == NULL ? word_fields (self->kind->entity, kx_conflict_get_theirs (conflict)) : NULL;
  /* Translators: names of fields that were changed. */
  g_autofree char *theirs = field != NULL ? kx_words_stored (field, kx_conflict_get_theirs (conflict))
                                          : g_strdup_printf (_ ("Keep it, changed: %s"), fields);
  g_autofree char *base = field != NULL ? kx_words_stored (field, kx_conflict_get_base (conflict)) : NULL;
  g_autofree char *my_author = kx_desk_dup_person (self->desk, kx_conflict_get_my_author (conflict));
  g_autofree char *their_author = kx_desk_dup_person (self->desk, kx_conflict_get_their_author (conflict));
  g_autofree char *when = kx_display_time (kx_conflict_get_proposed_at (conflict));
  gboolean own = g_strcmp0 (kx_conflict_get_my_author (conflict), kx_desk_get_user (self->desk)) == 0;
  KxTwo two = { .mine = mine,
                .theirs = theirs,
                .base = base,
                .my_author = my_author,
                .their_author = their_author,
                .my_time = when,
                .of_others = !own };

  return kx_two_values_new (&two, field != NULL ? kx_display_label (field) : _ ("Deletion"), field != NULL,
                            may_close (self, record));
}

static void
choose_deletion (KxTwoValues *two, int choice, KxRecordPage *self)
{
  kx_record_page_choose (self, G_MAXUINT, (KxTwoChoice) choice);
}

static void
show_deletion (KxRecordPage *self)
{
  const KxRecord *conflict = find_conflict (self, -1);
  GtkWidget *child;
  KxTwoValues *two;

  while ((child = gtk_widget_get_first_child (self->deleted_box)) != NULL)
    gtk_box_remove (GTK_BOX (self->deleted_box), child);
  gtk_widget_set_visible (self->deleted_box, conflict != NULL);
  if (conflict == NULL)
    return;
  two = make_two (self, conflict);
  g_signal_connect (two, "chosen", G_CALLBACK (choose_deletion), self);
  gtk_box_append (GTK_BOX (self->deleted_box), GTK_WIDGET (two));
}

void
kx_record_page_show_conflicts (KxRecordPage *self)
{
  if (self->form == NULL || self->fresh)
    return;
  read_conflicts (self);
  for (guint i = 0; i < self->kind->entity->n_fields; i++)
    {
      KxFieldEntry *entry = kx_form_get_entry (self->form, i);
      const KxRecord *conflict = find_conflict (self, (int) i);

      /* What is being typed against what came just now goes before. */
      if (entry == NULL || kx_form_is_undecided (self->form, i))
        continue;
      if (conflict != NULL || kx_field_entry_get_two (entry) != NULL)
        kx_field_entry_set_two (entry, conflict != NULL ? make_two (self, conflict) : NULL);
    }
  show_deletion (self);
}

static void
add_close (GPtrArray *acts, const KxRecord *conflict, int outcome)
{
  KxRecord *arguments = kx_record_new (&kx_close_entity, NULL, NULL);

  kx_close_set_outcome (kx_close (arguments), outcome);
  kx_act_step (acts, conflict, "close", arguments);
}

void
kx_record_page_close_conflicts (KxRecordPage *self, GPtrArray *acts, const KxRecord *patch)
{
  for (guint i = 0; self->conflicts != NULL && i < self->conflicts->len; i++)
    {
      int field = field_of (self, conflict_at (self, i));
      g_autofree char *text = NULL;

      if (field < 0 || !kx_record_mentions (patch, (guint) field) ||
          !may_close (self, self->conflicts->pdata[i]))
        continue;
      text = kx_record_text (patch, (guint) field);
      add_close (acts, self->conflicts->pdata[i],
                 g_strcmp0 (text, kx_conflict_get_mine (conflict_at (self, i))) == 0
                     ? kx_conflict_outcome_keep_mine
                     : kx_conflict_outcome_edited);
    }
}

static void
take_closed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KxRecordPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);

  if (self->form != NULL &&
      kx_outcome_check (GTK_WIDGET (self), _ ("This was not settled; both values stay"), decision, error))
    kx_outcome_say (GTK_WIDGET (self), _ ("Settled; the other value stays in the history"));
}

/* The value that was proposed, put in the place of the one that stands. FALSE: it is no value. */
static gboolean
put_mine (KxRecordPage *self, GPtrArray *acts, const Kx_conflict *conflict)
{
  int field = field_of (self, conflict);
  const KxRecord *record = kx_record_page_get_record (self);
  g_autoptr (KxRecord) patch = kx_record_new (self->kind->entity, NULL, NULL);
  const char *mine = kx_conflict_get_mine (conflict);
  KxValue value;

  if (field < 0)
    {
      kx_act_delete (acts, record);
      return TRUE;
    }
  if (mine == NULL)
    kx_record_put_null (patch, (guint) field);
  else if (kx_value_from_text (&self->kind->entity->fields[field], mine, &value))
    kx_record_put (patch, (guint) field, value);
  else
    return FALSE;
  kx_act_change (acts, record, patch);
  return TRUE;
}

void
kx_record_page_choose (KxRecordPage *self, guint field, KxTwoChoice choice)
{
  const KxRecord *conflict = find_conflict (self, field == G_MAXUINT ? -1 : (int) field);
  gboolean sealed =
      field < self->kind->entity->n_fields && (self->kind->entity->fields[field].flags & KX_SEALED) != 0;
  GPtrArray *acts;

  if (conflict == NULL)
    return;
  /* Of a sealed value only the mask is known: it has to be typed. */
  if (choice == KX_TWO_EDIT || (sealed && choice == KX_TWO_MINE))
    {
      kx_record_page_begin_edit (self);
      kx_form_focus (self->form, field);
      return;
    }
  acts = kx_act_new ();
  if (choice == KX_TWO_MINE && !put_mine (self, acts, (const Kx_conflict *) conflict))
    {
      g_ptr_array_unref (acts);
      kx_outcome_say (GTK_WIDGET (self),
                      _ ("The proposed value cannot be read by this version; edit the field"));
      return;
    }
  add_close (acts, conflict,
             choice == KX_TWO_MINE ? kx_conflict_outcome_keep_mine : kx_conflict_outcome_keep_theirs);
  kx_mirror_submit_async (kx_desk_get_mirror (self->desk), acts, NULL, take_closed, g_object_ref (self));
}
