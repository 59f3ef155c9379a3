#include "desktop/record/kx-slip.h"

#include "core/entities/kx-approval.h"
#include "core/kx-approval.h"
#include "desktop/kx-gettext.h"
#include "desktop/record/kx-step.h"
#include "models/kx-display.h"

#include <string.h>

gboolean
kx_slip_can_ask (KxDesk *desk, const KxRecord *record, const KxTransition *step)
{
  return step->superiors != 0 && kx_entity_flagged (record->entity, KX_OFFICE) >= 0 &&
         kx_desk_may (desk, &kx_approval_entity, KX_OP_CREATE, NULL, record->space);
}

static gboolean
is_open (const KxRecord *slip)
{
  switch (kx_record_get (slip, kx_approval_f_state).CODE)
    {
    case kx_approval_state_prepared:
    case kx_approval_state_sent:
    case kx_approval_state_answered:
      return TRUE;
    case kx_approval_state_confirmed:
      return !kx_record_has (slip, kx_approval_f_used_on);
    default:
      return FALSE;
    }
}

KxRecord *
kx_slip_find (KxDesk *desk, const KxRecord *record, const KxTransition *step)
{
  g_autoptr (GPtrArray) slips = kx_desk_list (desk, &kx_approval_entity, kx_approval_f_owner, record->id);

  for (guint i = slips->len; i-- > 0;)
    {
      const KxRecord *slip = slips->pdata[i];

      if (is_open (slip) && g_strcmp0 (kx_record_get (slip, kx_approval_f_act).TEXT, step->action) == 0)
        return kx_record_copy (slip);
    }
  return NULL;
}

/* A text that a field takes: the longest beginning of whole characters. Takes `text`. */
static char *
fit (char *text, guint field)
{
  glong most = (glong) kx_approval_entity.fields[field].max;

  if (g_utf8_strlen (text, -1) > most)
    *g_utf8_offset_to_pointer (text, most) = '\0';
  return text;
}

/* What people entered, a line a fact. */
static void
add_facts (GString *facts, KxDesk *desk, const KxRecord *record)
{
  for (guint i = 0; i < record->entity->n_fields; i++)
    {
      const KxField *field = &record->entity->fields[i];
      g_autofree char *value = NULL;

      if (!kx_record_has (record, i) || (field->flags & (KX_SEALED | KX_OFFICE)) != 0 ||
          (int) i == record->entity->state || field->kind == KX_CONFIG)
        continue;
      value = field->kind == KX_REF ? kx_lookup_dup_title (kx_desk_get_lookup (desk),
                                                           kx_schema_entity (kx_schema_get (), field->target),
                                                           kx_record_get (record, i).REF)
                                    : kx_display_field (record, i);
      if (value != NULL && *value != '\0')
        /* Translators: a field, and what it says; a line of a slip. */
        g_string_append_printf (facts, _ ("%s: %s\n"), kx_display_label (field), value);
    }
}

/* What the record says, and below it how the step is meant to be taken. */
static char *
word_facts (KxDesk *desk, const KxRecord *record, const KxTransition *step, const KxRecord *arguments)
{
  GString *facts = g_string_new (NULL), *meant = g_string_new (NULL);

  add_facts (facts, desk, record);
  if (arguments != NULL)
    add_facts (meant, desk, arguments);
  if (meant->len > 0)
    /* Translators: a step; below it stand what it is given, a line each. On a slip. */
    g_string_append_printf (facts, _ ("Proposed for “%s”:\n%s"), _ (step->label), meant->str);
  g_string_free (meant, TRUE);
  if (facts->len > 0)
    g_string_truncate (facts, facts->len - 1);
  return fit (g_string_free (facts, FALSE), kx_approval_f_facts);
}

static char *
word_matter (const KxRecord *record, const KxTransition *step)
{
  g_autofree char *title = kx_display_title (record);

  return fit (kx_display_fill (N_ ("Request to decide: {step} ({record})"), "step", _ (step->label), "record",
                               title, NULL),
              kx_approval_f_matter);
}

/* What the way to a decision is has no place on the paper that asks for it. */
static char *
write_findings (KxDesk *desk, const KxRecord *record, const KxTransition *step, const KxRecord *arguments)
{
  static const char *const ways[] = { "online", "sent", KX_CODE_APPROVAL, KX_CODE_ROLE, NULL };
  g_autoptr (KxOp) op = kx_step_make_op (record, step, arguments, NULL);
  g_autoptr (KxDecision) tried = kx_step_try (desk, record, step, op);

  for (guint i = tried->findings->len; i-- > 0;)
    if (g_strv_contains (ways, ((const KxFinding *) tried->findings->pdata[i])->code))
      g_ptr_array_remove_index (tried->findings, i);
  return kx_approval_write_findings (tried->findings);
}

KxRecord *
kx_slip_make (KxDesk *desk, const KxRecord *record, const KxTransition *step, const KxRecord *arguments)
{
  KxRecord *row = kx_record_new (&kx_approval_entity, NULL, NULL);
  Kx_approval *slip = kx_approval (row);
  guint office = (guint) kx_entity_flagged (record->entity, KX_OFFICE);
  g_autofree char *matter = word_matter (record, step), *facts = word_facts (desk, record, step, arguments),
                  *findings = write_findings (desk, record, step, arguments);

  kx_approval_set_owner_entity (slip, record->entity->name);
  kx_approval_set_owner (slip, record->id);
  kx_approval_set_office (slip, kx_record_get (record, office).REF);
  kx_approval_set_act (slip, step->action);
  kx_approval_set_matter (slip, matter);
  if (*facts != '\0')
    kx_approval_set_facts (slip, facts);
  kx_approval_set_findings (slip, findings);
  return row;
}

gboolean
kx_slip_is_wanting (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const KxFinding *finding = findings->pdata[i];

      if (g_str_equal (finding->code, KX_CODE_APPROVAL) && finding->verdict != KX_HOLDS)
        return TRUE;
    }
  return FALSE;
}

GtkWidget *
kx_slip_button_new (void)
{
  GtkWidget *button = gtk_button_new_with_label ("");

  /* Its words name a state, which is long in some languages. */
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), TRUE);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  return button;
}

gboolean
kx_slip_button_show (GtkWidget *button, KxDesk *desk, const KxRecord *record, const KxTransition *step)
{
  g_autoptr (KxRecord) slip = kx_slip_find (desk, record, step);
  const KxEntity *entity = slip != NULL ? slip->entity : NULL;
  g_autofree char *words =
      slip != NULL ? kx_display_fill (N_ ("Open the approval slip ({state})"), "state",
                                      kx_display_code (&entity->fields[entity->state],
                                                       kx_record_get (slip, (guint) entity->state).CODE),
                                      NULL)
                   : g_strdup (_ ("Prepare an approval slip"));

  gtk_button_set_label (GTK_BUTTON (button), words);
  return slip != NULL;
}
