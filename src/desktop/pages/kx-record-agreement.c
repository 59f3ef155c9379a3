#include "desktop/pages/kx-record-agreement.h"

#include "core/entities/kx-suspension.h"
#include "core/kx-renewal.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-places.h"
#include "desktop/pages/kx-record-letter.h"
#include "desktop/pages/kx-record-page-private.h"
#include "desktop/record/kx-act.h"
#include "models/kx-display.h"
#include "models/kx-suspension-standing.h"

static void
begin_suspension (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRecordPage *self = data;
  g_autofree char *row = kx_place_new_row ("agreement", self->row_id);

  kx_record_page_open (self, &kx_suspension_entity, row);
}

static void
begin_renewal (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRecordPage *self = data;
  g_autofree char *row = kx_place_new_row ("previous", self->row_id);

  kx_record_page_open (self, &kx_agreement_entity, row);
}

static void
draw_up (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KxRecordPage *self = data;

  if (self->banner_state == KX_BANNER_KEPT)
    kx_record_page_take_draft (self);
  kx_record_page_assist (self, 1);
}

guint
kx_record_agreement_step_of (const KxFinding *finding)
{
  static const struct
  {
    const char *code;
    guint step;
  } steps[] = {
    { "no-payment", 3 },       { "way-of-payment", 3 },   { "other-share", 3 },
    { "no-deposit-table", 3 }, { "no-deposit", 3 },       { "share-needs-clause", 3 },
    { "clause-needed", 4 },    { "clauses-open", 4 },     { "clauses-missing", 4 },
    { "no-means", 4 },         { "detailed-clauses", 4 }, { "catalogue-upkeep", 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (g_str_equal (finding->code, steps[i].code))
      return steps[i].step;
  return 0;
}

const KxRecordItem kx_record_agreement_items[KX_RECORD_AGREEMENT_N_ITEMS] = {
  { N_ ("Draw it up step by step"), "page.draw-up" },
  { N_ ("_Renew…"), "page.renew" },
  { N_ ("Propose a _suspension…"), "page.new-suspension" },
};

const GActionEntry kx_record_agreement_actions[KX_RECORD_AGREEMENT_N_ACTIONS] = {
  { .name = "draw-up", .activate = draw_up },
  { .name = "renew", .activate = begin_renewal },
  { .name = "new-suspension", .activate = begin_suspension },
  { .name = "new-letter", .activate = kx_record_begin_letter },
};

/* Another follows it, and has not ended. */
static gboolean
is_followed (KxDesk *desk, const char *id)
{
  g_autoptr (GPtrArray) rows = kx_desk_list (desk, &kx_agreement_entity, kx_agreement_f_previous, id);

  for (guint i = 0; i < rows->len; i++)
    if (kx_record_get (rows->pdata[i], kx_agreement_f_state).CODE != kx_agreement_state_ended)
      return TRUE;
  return FALSE;
}

/* What runs, or ran until its term was over, and is followed by none is renewed. */
static void
show_renewal (KxRecordPage *self, const KxRecord *record)
{
  gboolean renewable = record != NULL && record->deleted_at.ms == 0 &&
                       (kx_agreement_runs (record) ||
                        (kx_record_get (record, kx_agreement_f_state).CODE == kx_agreement_state_ended &&
                         kx_record_get (record, kx_agreement_f_ending).CODE == kx_agreement_ending_expired));

  kx_page_set_action_enabled (
      KX_PAGE (self), "renew",
      renewable && kx_desk_may (self->desk, &kx_agreement_entity, KX_OP_CREATE, NULL, record->space) &&
          !is_followed (self->desk, record->id));
}

void
kx_record_agreement_show_actions (KxRecordPage *self, const KxRecord *record)
{
  gboolean runs = record != NULL && record->deleted_at.ms == 0 && kx_agreement_runs (record);

  kx_record_new_letter_show_actions (self, record);
  show_renewal (self, record);
  kx_page_set_action_enabled (
      KX_PAGE (self), "draw-up",
      self->assistant == NULL && record != NULL && record->deleted_at.ms == 0 &&
          kx_record_get (record, kx_agreement_f_state).CODE == kx_agreement_state_draft &&
          kx_desk_may (self->desk, &kx_agreement_entity, KX_OP_PATCH, NULL, record->space));
  kx_page_set_action_enabled (
      KX_PAGE (self), "new-suspension",
      runs && kx_desk_may (self->desk, &kx_suspension_entity, KX_OP_CREATE, NULL, record->space));
}

void
kx_record_suspension_add_chips (KxRecordPage *self, const KxRecord *record)
{
  const char *id = kx_record_get (record, kx_suspension_f_agreement).REF;
  g_autoptr (KxRecord) agreement = id != NULL ? kx_desk_get_row (self->desk, &kx_agreement_entity, id) : NULL;
  KxDate end = agreement != NULL ? kx_record_date (agreement, kx_agreement_f_ends_on) : (KxDate){ 0 };
  gboolean runs;
  g_autofree char *words = kx_suspension_standing_words (record, end, kx_display_today (), &runs);
  g_autofree char *state = kx_display_field (record, kx_suspension_f_state);

  /* The state has a chip already. */
  if (!g_str_equal (words, state))
    kx_record_page_add_chip (self, runs ? "media-playback-pause-symbolic" : NULL, words,
                             runs ? "warning" : NULL);
}

void
kx_record_agreement_begin_after (KxDesk *desk, const char *previous, KxRecord *beginning)
{
  g_autoptr (KxRecord) old = kx_desk_get_row (desk, &kx_agreement_entity, previous), draft = NULL;

  if (old == NULL)
    return;
  draft = kx_renewal_draft (old, NULL);
  kx_record_apply (beginning, draft);
}

void
kx_record_agreement_copy_parts (KxDesk *desk, GPtrArray *acts, const char *id, const KxRecord *fields)
{
  const char *previous = kx_record_get (fields, kx_agreement_f_previous).REF;
  const char *const *names = kx_renewal_parts ();

  for (guint k = 0; previous != NULL && names[k] != NULL; k++)
    {
      const KxEntity *entity = kx_schema_entity (kx_schema_get (), names[k]);
      int parent = entity != NULL ? kx_entity_flagged (entity, KX_PARENT) : -1;
      g_autoptr (GPtrArray) rows = NULL;

      if (parent < 0)
        continue;
      rows = kx_desk_list (desk, entity, (guint) parent, previous);
      for (guint i = 0; i < rows->len; i++)
        {
          g_autofree char *part = kx_act_new_id ();

          kx_act_create (acts, part, kx_renewal_copy_part (rows->pdata[i], id));
        }
    }
}
