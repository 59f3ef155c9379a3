#include "models/kx-renewal-line.h"

#include "models/kx-display.h"
#include "sync/kx-gettext.h"

struct _KxRenewalLine
{
  GObject parent_instance;
  KxRecord *agreement; /* owned */
  GPtrArray *parts;    /* (element-type KxRecord) owned */
  char *agency, *why;  /* owned; why: or NULL */
  char *number, *said; /* owned; said: or NULL */
  char *made;          /* owned, or NULL */
  KxDate starts, ends, rectify_by;
  KxRenewalOutcome outcome;
};

static guint changed;

G_DEFINE_FINAL_TYPE (KxRenewalLine, kx_renewal_line, G_TYPE_OBJECT)

static void
finalize (GObject *object)
{
  KxRenewalLine *self = KX_RENEWAL_LINE (object);

  kx_record_free (self->agreement);
  g_ptr_array_unref (self->parts);
  g_free (self->agency);
  g_free (self->why);
  g_free (self->number);
  g_free (self->said);
  g_free (self->made);
  G_OBJECT_CLASS (kx_renewal_line_parent_class)->finalize (object);
}

static void
kx_renewal_line_class_init (KxRenewalLineClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
  changed =
      g_signal_new ("changed", KX_TYPE_RENEWAL_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_renewal_line_init (KxRenewalLine *self)
{
  self->number = g_strdup ("");
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_record_free);
}

KxRenewalLine *
kx_renewal_line_new (const KxRecord *agreement, const char *agency, const char *why)
{
  KxRenewalLine *self = g_object_new (KX_TYPE_RENEWAL_LINE, NULL);

  self->agreement = kx_record_copy (agreement);
  self->agency = g_strdup (agency);
  self->why = g_strdup (why);
  kx_renewal_next_term (agreement, &self->starts, &self->ends);
  return self;
}

const KxRecord *
kx_renewal_line_get_agreement (KxRenewalLine *self)
{
  return self->agreement;
}

const char *
kx_renewal_line_get_agency (KxRenewalLine *self)
{
  return self->agency;
}

const char *
kx_renewal_line_get_why (KxRenewalLine *self)
{
  return self->why;
}

char *
kx_renewal_line_dup_note (KxRenewalLine *self)
{
  g_autofree char *day = NULL;

  if (self->rectify_by.ymd == 0)
    return NULL;
  day = kx_date_format (self->rectify_by);
  return kx_display_fill (N_ ("With a rectification that is to be done by {day}"), "day", day, NULL);
}

void
kx_renewal_line_set_rectify_by (KxRenewalLine *self, KxDate day)
{
  self->rectify_by = day;
}

const char *
kx_renewal_line_get_number (KxRenewalLine *self)
{
  return self->number;
}

KxDate
kx_renewal_line_get_starts (KxRenewalLine *self)
{
  return self->starts;
}

KxDate
kx_renewal_line_get_ends (KxRenewalLine *self)
{
  return self->ends;
}

void
kx_renewal_line_set_number (KxRenewalLine *self, const char *number)
{
  if (g_str_equal (self->number, number))
    return;
  g_free (self->number);
  self->number = g_strdup (number);
  g_signal_emit (self, changed, 0);
}

static void
set_day (KxRenewalLine *self, KxDate *day, KxDate to)
{
  if (day->ymd == to.ymd)
    return;
  *day = to;
  g_signal_emit (self, changed, 0);
}

void
kx_renewal_line_set_starts (KxRenewalLine *self, KxDate day)
{
  set_day (self, &self->starts, day);
}

void
kx_renewal_line_set_ends (KxRenewalLine *self, KxDate day)
{
  set_day (self, &self->ends, day);
}

GPtrArray *
kx_renewal_line_get_parts (KxRenewalLine *self)
{
  return self->parts;
}

void
kx_renewal_line_take_parts (KxRenewalLine *self, GPtrArray *parts)
{
  g_ptr_array_unref (self->parts);
  self->parts = parts;
}

KxRenewalOutcome
kx_renewal_line_get_outcome (KxRenewalLine *self)
{
  return self->outcome;
}

const char *
kx_renewal_line_get_made (KxRenewalLine *self)
{
  return self->made;
}

void
kx_renewal_line_set_made (KxRenewalLine *self, const char *id)
{
  g_free (self->made);
  self->made = g_strdup (id);
}

const char *
kx_renewal_line_get_said (KxRenewalLine *self)
{
  return self->said;
}

void
kx_renewal_line_set_outcome (KxRenewalLine *self, KxRenewalOutcome outcome, const char *said)
{
  g_free (self->said);
  self->said = g_strdup (said);
  self->outcome = outcome;
  g_signal_emit (self, changed, 0);
}

KxRecord *
kx_renewal_line_draft (KxRenewalLine *self, const char *id)
{
  KxRecord *draft = kx_renewal_draft (self->agreement, id);
  Kx_agreement *row = kx_agreement (draft);

  kx_record_drop (draft, kx_agreement_f_starts_on);
  kx_record_drop (draft, kx_agreement_f_ends_on);
  if (*self->number != '\0')
    kx_agreement_set_number (row, self->number);
  if (self->starts.ymd != 0)
    kx_agreement_set_starts_on (row, self->starts);
  if (self->ends.ymd != 0)
    kx_agreement_set_ends_on (row, self->ends);
  if (self->rectify_by.ymd != 0)
    kx_agreement_set_rectify_by (row, self->rectify_by);
  return draft;
}
