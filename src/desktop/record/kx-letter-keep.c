#include "desktop/record/kx-letter-keep.h"

#include "core/entities/kx-letter-print.h"
#include "core/entities/kx-letter-template.h"
#include "core/entities/kx-letter.h"
#include "desktop/kx-gettext.h"
#include "desktop/record/kx-act.h"
#include "desktop/record/kx-letter-draft.h"
#include "desktop/record/kx-letter-text.h"
#include "desktop/record/kx-outcome.h"
#include "models/kx-display.h"
#include "models/kx-letter-said.h"
#include "sync/kx-mirror-submit.h"

/* What is on its way into the letter's row; the window may be gone when it is there. */
typedef struct
{
  KxDesk *desk;     /* owned */
  GtkWidget *over;  /* weak */
  KxRecord *letter; /* owned */
  char *text; /* owned; what was typed then, and is no draft any more as soon as it is kept. NULL: not it */
} Keeping;

/* Takes `text`. */
static Keeping *
keeping_new (GtkWidget *over, KxDesk *desk, const KxRecord *letter, char *text)
{
  Keeping *keeping = g_new0 (Keeping, 1);

  keeping->desk = g_object_ref (desk);
  keeping->letter = kx_record_copy (letter);
  keeping->text = text;
  g_set_weak_pointer (&keeping->over, over);
  return keeping;
}

static void
keeping_free (Keeping *keeping)
{
  g_clear_weak_pointer (&keeping->over);
  kx_record_free (keeping->letter);
  g_object_unref (keeping->desk);
  g_free (keeping->text);
  g_free (keeping);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keeping, keeping_free)

static void
forget_draft (const Keeping *keeping)
{
  KxTime at;
  g_autoptr (GHashTable) typed = kx_letter_draft_read (keeping->desk, keeping->letter, &at);
  g_autofree char *text = typed != NULL ? kx_letter_said_write (typed) : NULL;

  if (text != NULL && g_str_equal (text, keeping->text))
    kx_letter_draft_put (keeping->desk, keeping->letter, NULL);
}

static void
take_kept (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Keeping) keeping = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);

  if (keeping->text != NULL && decision != NULL && decision->result == KX_APPLIED)
    forget_draft (keeping);
  if (keeping->over != NULL)
    kx_outcome_check (keeping->over, _ ("What the letter says was not kept"), decision, error);
}

void
kx_letter_keep (GtkWidget *over, KxDesk *desk, const KxRecord *letter, const KxRecord *template,
                GHashTable *said, GHashTable *typed)
{
  g_autofree char *text = kx_letter_said_write (said);
  g_autoptr (Keeping) keeping = keeping_new (over, desk, letter, kx_letter_said_write (typed));
  g_autoptr (KxRecord) now = kx_desk_get_row (desk, &kx_letter_entity, letter->id);
  g_autoptr (KxRecord) patch = kx_record_new (&kx_letter_entity, letter->id, NULL);
  GPtrArray *acts;

  if (now == NULL || kx_record_get (now, kx_letter_f_state).CODE != kx_letter_state_draft)
    return;
  kx_letter_set_said (kx_letter (patch), text);
  if (template != NULL)
    kx_letter_set_template_name (kx_letter (patch), kx_record_get (template, kx_letter_template_f_name).TEXT);
  acts = kx_act_new ();
  if (kx_act_change (acts, now, patch) > 0)
    {
      kx_mirror_submit_async (kx_desk_get_mirror (desk), acts, NULL, take_kept, g_steal_pointer (&keeping));
      return;
    }
  g_ptr_array_unref (acts);
  forget_draft (keeping);
}

void
kx_letter_log_print (GtkWidget *over, KxDesk *desk, const KxRecord *letter, int way, GFile *file)
{
  KxRecord *fields = kx_record_new (&kx_letter_print_entity, NULL, NULL);
  g_autofree char *id = kx_act_new_id (), *base = file != NULL ? g_file_get_basename (file) : g_strdup (""),
                  *name = g_filename_display_name (base);
  GPtrArray *acts = kx_act_new ();

  if (g_utf8_strlen (name, -1) > kx_letter_print_entity.fields[kx_letter_print_f_file_name].max)
    *g_utf8_offset_to_pointer (name, kx_letter_print_entity.fields[kx_letter_print_f_file_name].max) = '\0';
  kx_letter_print_set_letter (kx_letter_print (fields), letter->id);
  kx_letter_print_set_printed_on (kx_letter_print (fields), kx_display_today ());
  kx_letter_print_set_way (kx_letter_print (fields), way);
  if (file != NULL)
    kx_letter_print_set_file_name (kx_letter_print (fields), name);
  kx_act_create (acts, id, fields);
  kx_mirror_submit_async (kx_desk_get_mirror (desk), acts, NULL, take_kept,
                          keeping_new (over, desk, letter, NULL));
}
