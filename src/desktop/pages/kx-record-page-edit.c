/* Editing the facts of a record: drafts, similar names, saving. */
#include "desktop/pages/kx-record-page-private.h"

#include "core/kx-check.h"
#include "desktop/form/kx-form-draft.h"
#include "desktop/form/kx-form-layout.h"
#include "desktop/kx-a11y.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-window.h"
#include "desktop/pages/kx-record-agreement.h"
#include "desktop/pages/kx-record-letter.h"
#include "desktop/preferences/kx-serve.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-outcome.h"
#include "models/kx-display.h"

#include <string.h>

/* Somebody types on: similar names are looked for when the keys rest for so long. */
#define SIMILAR_MS 300
#define MOST_SIMILAR 3
/* Shorter words are in too many names. */
#define LEAST_SIMILAR 3

static char *
dup_draft_key (KxRecordPage *self)
{
  return g_strdup_printf (self->fresh ? "%s/new/%s" : "%s/%s", self->kind->entity->name, self->row_id);
}

static void
put_draft (KxRecordPage *self, const char *json)
{
  g_autofree char *key = dup_draft_key (self);

  kx_mirror_put_draft (kx_desk_get_mirror (self->desk), key, json);
}

static void
keep_draft (KxRecordPage *self)
{
  g_autofree char *json = kx_form_dup_draft (self->form, self->row_id);

  put_draft (self, json);
}

void
kx_record_page_update_dirty (KxRecordPage *self)
{
  gboolean dirty = self->form != NULL && kx_form_get_dirty (self->form);

  for (guint i = 0; i < self->children->len; i++)
    dirty |= kx_child_list_get_dirty (self->children->pdata[i]);
  kx_page_set_dirty (KX_PAGE (self), dirty);
}

/* Similar names and the same code */

static void
open_similar (GtkButton *button, KxRecordPage *self)
{
  kx_record_page_open (self, self->kind->entity, g_object_get_data (G_OBJECT (button), "kx-id"));
}

static void
add_similar (KxRecordPage *self, GtkWidget *box, const KxFound *found)
{
  GtkWidget *button = gtk_button_new (), *label;
  g_autofree char *words =
      found->more != NULL ? g_strdup_printf ("%s · %s", found->title, found->more) : g_strdup (found->title);
  /* Translators: what a button does, and the record it opens. */
  g_autofree char *said = g_strdup_printf (_ ("%s: %s"), _ ("Open it"), words);

  label = gtk_label_new (words);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "form-summary-line");
  kx_a11y_set_label (button, said);
  g_object_set_data_full (G_OBJECT (button), "kx-id", g_strdup (found->id), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (open_similar), self);
  gtk_box_append (GTK_BOX (box), button);
}

/* What was looked for. */
typedef struct
{
  KxRecordPage *page; /* owned */
  guint field;
  char *typed;               /* owned, normalised */
  GCancellable *cancellable; /* owned; of the record that was shown */
} Search;

static void
search_free (Search *search)
{
  g_object_unref (search->page);
  g_object_unref (search->cancellable);
  g_free (search->typed);
  g_free (search);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Search, search_free)

static void
take_similar (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Search) search = data;
  KxRecordPage *self = search->page;
  g_autoptr (GPtrArray) found = kx_lookup_find_finish (KX_LOOKUP (source), result, NULL);
  gboolean code = search->field == self->kind->code;
  GtkWidget *box = NULL;
  guint n = 0;

  if (found == NULL || g_cancellable_is_cancelled (search->cancellable) || self->form == NULL)
    return;
  for (guint i = 0; i < found->len && n < MOST_SIMILAR; i++)
    {
      const KxFound *one = found->pdata[i];

      if (g_strcmp0 (one->id, self->row_id) == 0 || (code && g_strcmp0 (one->more, search->typed) != 0))
        continue;
      if (box == NULL)
        {
          GtkWidget *heading = gtk_label_new (code ? _ ("This code is in another record already:")
                                                   : _ ("Records with a similar name:"));

          box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
          gtk_label_set_xalign (GTK_LABEL (heading), 0);
          gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
          gtk_widget_add_css_class (box, "form-summary");
          gtk_box_append (GTK_BOX (box), heading);
        }
      add_similar (self, box, one);
      n++;
    }
  kx_field_entry_set_hint (kx_form_get_entry (self->form, search->field), box);
}

static void
look_for (KxRecordPage *self, guint field)
{
  KxFieldEntry *entry = kx_form_get_entry (self->form, field);
  g_autofree char *typed = kx_field_entry_dup_typed (entry);
  g_autofree char *clean = kx_check_normalize (&self->kind->entity->fields[field], typed);
  Search *search;

  if (!kx_field_entry_get_changed (entry) || g_utf8_strlen (clean, -1) < LEAST_SIMILAR)
    {
      kx_field_entry_set_hint (entry, NULL);
      return;
    }
  search = g_new0 (Search, 1);
  search->page = g_object_ref (self);
  search->field = field;
  search->typed = g_strdup (clean);
  search->cancellable = g_object_ref (self->cancellable);
  kx_lookup_find_async (kx_desk_get_lookup (self->desk), self->kind->entity, clean, MOST_SIMILAR + 1,
                        self->cancellable, take_similar, search);
}

static gboolean
look_for_similar (gpointer data)
{
  KxRecordPage *self = data;

  self->similar_timer = 0;
  look_for (self, self->kind->name);
  look_for (self, self->kind->code);
  return G_SOURCE_REMOVE;
}

static void
follow_change (KxRecordPage *self, guint field)
{
  kx_record_page_show_gaps (self);
  /* What runs on paper is copied from it as a whole. */
  if (self->assistant != NULL && !kx_record_page_has_steps (self))
    kx_record_page_end_assistant (self);
  kx_record_page_show_lacks (self);
  if (field != self->kind->name && field != self->kind->code)
    return;
  if (self->similar_timer != 0)
    g_source_remove (self->similar_timer);
  self->similar_timer = g_timeout_add (SIMILAR_MS, look_for_similar, self);
}

/* The form */

static void
choose (KxForm *form, guint field, int choice, KxRecordPage *self)
{
  kx_record_page_choose (self, field, (KxTwoChoice) choice);
}

/* The office whose file the given row is in; NULL: none is given. Free with g_free(). */
static char *
dup_given_office (KxRecordPage *self)
{
  int field = self->given_field != NULL ? kx_entity_field (self->kind->entity, self->given_field) : -1;
  const char *target = field >= 0 ? self->kind->entity->fields[field].target : NULL;
  const KxEntity *entity = target != NULL ? kx_schema_entity (kx_schema_get (), target) : NULL;
  int office = entity != NULL ? kx_entity_flagged (entity, KX_OFFICE) : -1;
  g_autoptr (KxRecord) row = office >= 0 ? kx_desk_get_row (self->desk, entity, self->given_id) : NULL;

  return row != NULL ? g_strdup (kx_record_get (row, (guint) office).REF) : NULL;
}

static void
put_beginning (KxRecordPage *self)
{
  g_autoptr (KxRecord) beginning = kx_record_new (self->kind->entity, NULL, NULL);
  g_autofree char *given = dup_given_office (self), *own = kx_desk_dup_office (self->desk);
  const char *office = given != NULL ? given : own;
  int field = kx_entity_flagged (self->kind->entity, KX_OFFICE);

  /* Where it follows from another row the service sets it. */
  if (office != NULL && field >= 0 && (self->kind->entity->fields[field].flags & KX_SERVICE_SETS) == 0)
    kx_record_put (beginning, (guint) field, (KxValue){ .REF = office });
  if (self->kind->begin != NULL)
    self->kind->begin (beginning);
  if (self->given_field != NULL && kx_entity_field (self->kind->entity, self->given_field) >= 0)
    kx_record_put (beginning, (guint) kx_entity_field (self->kind->entity, self->given_field),
                   (KxValue){ .REF = self->given_id });
  if (g_strcmp0 (self->given_field, "previous") == 0 && kx_record_is (beginning, "agreement"))
    kx_record_agreement_begin_after (self->desk, self->given_id, beginning);
  if (self->given_field != NULL && kx_record_is (beginning, "letter"))
    kx_record_letter_begin_about (self->desk, beginning);
  kx_form_set_beginning (self->form, beginning);
}

void
kx_record_page_set_up_form (KxRecordPage *self)
{
  const KxRecord *record = kx_record_page_get_record (self);
  g_autofree char *near = record != NULL ? kx_space_area (record->space) : NULL;
  const KxActor *actor = kx_mirror_get_actor (kx_desk_get_mirror (self->desk));

  if (near == NULL && actor != NULL && actor->roles->len > 0)
    near = g_strdup (g_array_index (actor->roles, KxRoleIn, 0).area);
  self->form = self->fresh ? kx_form_new_fresh (self->kind->entity, kx_desk_get_lookup (self->desk), near)
                           : kx_form_new (self->kind->entity, kx_desk_get_lookup (self->desk), near);
  kx_form_set_can_reveal (self->form, record != NULL && kx_desk_may (self->desk, self->kind->entity,
                                                                     KX_OP_ACTION, "reveal", record->space));
  g_signal_connect_swapped (self->form, "draft", G_CALLBACK (keep_draft), self);
  g_signal_connect_swapped (self->form, "notify::dirty", G_CALLBACK (kx_record_page_update_dirty), self);
  g_signal_connect_swapped (self->form, "changed", G_CALLBACK (follow_change), self);
  g_signal_connect_swapped (self->form, "reveal", G_CALLBACK (kx_record_page_reveal), self);
  g_signal_connect (self->form, "chosen", G_CALLBACK (choose), self);
  if (!self->fresh)
    return;
  put_beginning (self);
  kx_record_page_show_gaps (self);
}

void
kx_record_page_begin_edit (KxRecordPage *self)
{
  KxFieldEntry *paper = kx_record_page_get_paper (self);

  kx_record_page_go_to (self, NULL);
  kx_form_set_editing (self->form, TRUE);
  kx_record_page_show_actions (self);
  kx_form_focus (self->form, paper != NULL ? kx_field_entry_get_field (paper) : self->kind->first);
}

/* What a draft's banner says: when it was typed, and which sealed values have to be typed again. */
static char *
word_restored (const KxEntity *entity, const char *json, char **again)
{
  g_autoptr (KxFormDraft) draft = kx_form_draft_from_json (entity, json);
  g_autofree char *when = kx_display_time (draft->at), *names = g_strjoinv (", ", again);

  if (again[0] == NULL)
    /* Translators: a moment. */
    return g_strdup_printf (_ ("What you typed on %s was not saved; here it is again."), when);
  /* Translators: a moment, and the names of fields. */
  return g_strdup_printf (
      _ ("What you typed on %s was not saved; here it is again. To be typed once more: %s."), when, names);
}

void
kx_record_page_take_draft (KxRecordPage *self)
{
  g_autofree char *key = dup_draft_key (self), *json = NULL, *words = NULL;
  g_auto (GStrv) again = NULL;

  json = kx_mirror_dup_draft (kx_desk_get_mirror (self->desk), key);
  if (json == NULL || !kx_form_take_draft (self->form, json, &again))
    {
      if (self->banner_state == KX_BANNER_KEPT)
        kx_record_page_show_banner (self, KX_BANNER_NONE, NULL);
      return;
    }
  words = word_restored (self->kind->entity, json, again);
  kx_record_page_show_banner (self, KX_BANNER_RESTORED, words);
  kx_record_page_update_dirty (self);
  kx_record_page_show_actions (self);
}

void
kx_record_page_flush (KxRecordPage *self)
{
  if (self->form != NULL)
    kx_form_flush (self->form);
  for (guint i = 0; i < self->children->len; i++)
    kx_child_list_flush (self->children->pdata[i]);
}

void
kx_record_page_pause (KxRecordPage *self)
{
  gboolean dirty = kx_form_get_dirty (self->form);

  if (dirty)
    keep_draft (self);
  kx_record_page_end_assistant (self);
  if (self->fresh)
    {
      KxWindow *window = kx_page_get_window (KX_PAGE (self));

      /* There is nothing to read yet: the way back; the draft waits under Activity and in the next new one.
       */
      kx_form_set_editing (self->form, FALSE);
      kx_record_page_update_dirty (self);
      if (window != NULL)
        kx_window_back (window);
      return;
    }
  kx_form_set_editing (self->form, FALSE);
  kx_record_page_show_banner (self, dirty ? KX_BANNER_KEPT : KX_BANNER_NONE,
                              _ ("What you typed is not saved; it is kept as a draft."));
  kx_record_page_update_dirty (self);
  kx_record_page_show_actions (self);
  kx_record_page_show_conflicts (self);
}

/* The page may show another record by then. */
static void
come_back (gpointer page, const char *key)
{
  KxRecordPage *self = page;
  g_autofree char *own = self->form != NULL ? dup_draft_key (self) : NULL;

  if (g_strcmp0 (own, key) == 0)
    kx_record_page_take_draft (self);
}

void
kx_record_page_throw_draft (KxRecordPage *self)
{
  g_autofree char *key = dup_draft_key (self), *json = NULL;

  keep_draft (self);
  json = kx_mirror_dup_draft (kx_desk_get_mirror (self->desk), key);
  put_draft (self, NULL);
  kx_form_set_editing (self->form, FALSE);
  if (self->fresh && kx_record_page_has_steps (self))
    kx_record_page_assist (self, 1);
  else if (self->fresh)
    kx_record_page_begin_edit (self);
  kx_record_page_show_banner (self, KX_BANNER_NONE, NULL);
  kx_record_page_update_dirty (self);
  kx_record_page_show_actions (self);
  if (json != NULL)
    kx_outcome_offer_draft (GTK_WIDGET (self), self, kx_desk_get_mirror (self->desk), key, json, come_back);
}

/* Saving */

/* What is being saved, until the mirror has answered. */
typedef struct
{
  KxRecordPage *page; /* owned */
  char *row_id;       /* owned */
  KxRecord *before;   /* owned; what the changed fields had; NULL: a new record */
  gboolean paper;     /* a new one, that runs on paper already */
  guint then;         /* the step with which its drawing up goes on; 0: none */
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->page);
  g_clear_pointer (&saving->before, kx_record_free);
  g_free (saving->row_id);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

/* TRUE when one of the findings is to be looked at although the change went through. */
static gboolean
has_warnings (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    if (((KxFinding *) findings->pdata[i])->verdict == KX_WARNS)
      return TRUE;
  return FALSE;
}

/* Where it is drawn up step by step, the next one comes; TRUE: it does. */
static gboolean
go_on (KxRecordPage *self, guint step)
{
  if (step == 0)
    kx_record_page_end_assistant (self);
  else
    kx_record_page_assist (self, step);
  return step != 0;
}

static void
finish_saving (KxRecordPage *self, const Saving *saving, const KxDecision *decision)
{
  put_draft (self, NULL);
  kx_form_set_editing (self->form, FALSE);
  kx_record_page_show_banner (self, KX_BANNER_NONE, NULL);
  kx_record_page_update_dirty (self);
  if (saving->before == NULL)
    {
      g_autofree char *row_id = g_strdup (saving->row_id);
      const char *words =
          saving->paper ? _ ("Taken over from paper; another officer confirms it") : _ (self->kind->added);

      kx_outcome_offer_delete (GTK_WIDGET (self), self->desk, words, self->kind->entity, row_id);
      kx_record_page_show_at (self, row_id, saving->then);
      return;
    }
  kx_record_page_show_actions (self);
  if (go_on (self, saving->then))
    return;
  if (has_warnings (decision->findings))
    kx_form_show_findings (self->form, decision->findings);
  kx_outcome_offer_change (GTK_WIDGET (self), self->desk, _ ("Saved"), saving->row_id, saving->before);
}

/* What the service has decided is not taken back by a key. */
static void
show_served (KxRecordPage *self, const char *row_id, gboolean made, guint then)
{
  put_draft (self, NULL);
  kx_form_set_editing (self->form, FALSE);
  kx_record_page_show_banner (self, KX_BANNER_NONE, NULL);
  kx_record_page_update_dirty (self);
  kx_outcome_say (GTK_WIDGET (self), made ? _ (self->kind->added) : _ ("Saved"));
  if (made)
    {
      kx_record_page_show_at (self, row_id, then);
      return;
    }
  kx_record_page_show_actions (self);
  go_on (self, then);
}

/* What the service finds is said beside the fields. */
static void
take_served (KxRecordPage *self, const GError *error, gpointer data)
{
  const Saving *saving = data;
  g_autoptr (GPtrArray) findings = error != NULL ? kx_serve_list_findings (error) : NULL;
  g_autofree char *row_id = g_strdup (saving->row_id);

  if (self->form == NULL)
    return;
  self->saving = FALSE;
  kx_record_page_show_actions (self);
  if (findings != NULL && findings->len > 0)
    kx_form_show_findings (self->form, findings);
  else if (error == NULL)
    show_served (self, row_id, saving->before == NULL, saving->then);
  else if (kx_serve_failed (error))
    kx_outcome_check (GTK_WIDGET (self), _ ("This was not saved; what you typed stays"), NULL, error);
}

static void
take_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Saving) saving = data;
  KxRecordPage *self = saving->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);

  if (self->form == NULL || g_strcmp0 (self->row_id, saving->row_id) != 0)
    return;
  self->saving = FALSE;
  kx_record_page_show_actions (self);
  if (decision != NULL && decision->result == KX_REJECTED)
    kx_form_show_findings (self->form, decision->findings);
  else if (kx_outcome_check (GTK_WIDGET (self), _ ("This was not saved; what you typed stays"), decision,
                             error))
    finish_saving (self, saving, decision);
}

/* The first field for which nobody has chosen yet; -1: none. */
static int
find_undecided (KxRecordPage *self)
{
  for (guint i = 0; i < self->kind->entity->n_fields; i++)
    if (kx_form_is_undecided (self->form, i))
      return (int) i;
  return -1;
}

static KxRecord *
dup_before (const KxRecord *record, const KxRecord *patch)
{
  KxRecord *before = kx_record_new (record->entity, record->id, NULL);

  for (guint i = 0; i < record->entity->n_fields; i++)
    /* A mask is no value to come back to. */
    if (kx_record_mentions (patch, i) && (record->entity->fields[i].flags & KX_SEALED) == 0)
      {
        kx_record_take (before, record, i);
        if (!kx_record_mentions (before, i))
          kx_record_put_null (before, i);
      }
  return before;
}

static void
submit (KxRecordPage *self, KxRecord *patch, guint then)
{
  const KxRecord *record = kx_form_get_record (self->form);
  GPtrArray *acts = kx_act_new ();
  Saving *saving;
  gboolean paper = FALSE;

  if (record == NULL)
    {
      paper = kx_record_page_make (acts, self->row_id, patch);
      if (kx_record_is (patch, "agreement"))
        kx_record_agreement_copy_parts (self->desk, acts, self->row_id, patch);
    }
  else
    {
      kx_act_change (acts, record, patch);
      kx_record_page_close_conflicts (self, acts, patch);
    }
  saving = g_new0 (Saving, 1);
  saving->page = g_object_ref (self);
  saving->row_id = g_strdup (self->row_id);
  saving->paper = paper;
  saving->then = then;
  saving->before = record != NULL ? dup_before (record, patch) : NULL;
  self->saving = TRUE;
  kx_record_page_show_actions (self);
  if (kx_record_page_is_served (self, acts))
    kx_record_page_serve (self, acts, take_served, saving, (GDestroyNotify) saving_free);
  else
    kx_mirror_submit_async (kx_desk_get_mirror (self->desk), acts, NULL, take_saved, saving);
}

void
kx_record_page_save (KxRecordPage *self, guint then)
{
  g_autoptr (KxRecord) patch = NULL;
  int undecided;

  if (self->form == NULL || !kx_form_get_editing (self->form) || self->saving)
    return;
  undecided = find_undecided (self);
  if (undecided >= 0)
    {
      kx_outcome_say (GTK_WIDGET (self), _ ("Choose between the two values first"));
      kx_form_focus (self->form, (guint) undecided);
      return;
    }
  patch = kx_form_collect (self->form);
  if (patch == NULL)
    return;
  if ((patch->has | patch->null) == 0)
    {
      put_draft (self, NULL);
      kx_record_page_pause (self);
      return;
    }
  keep_draft (self); /* until the mirror has it */
  submit (self, patch, then);
}
