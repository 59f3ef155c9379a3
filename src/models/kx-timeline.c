#include "models/kx-timeline.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-conflict.h"
#include "core/entities/kx-credential.h"
#include "core/entities/kx-former-name.h"
#include "core/kx-approval.h"
#include "models/kx-display.h"
#include "models/kx-timeline-days.h"
#include "sync/kx-gettext.h"

struct _KxEvent
{
  GObject parent_instance;

  KxEventKind kind;
  KxEventTarget target;
  KxDate date;
  KxTime time;
  char *words, *who, *id; /* owned */
  const KxEntity *entity;
  const char *field; /* static: the name of a field of the entity */
  gboolean ahead;
};

G_DEFINE_FINAL_TYPE (KxEvent, kx_event, G_TYPE_OBJECT)

/* A timeline that is being made. */
typedef struct
{
  const KxTimelineRows *rows;
  KxDate today;
  GPtrArray *events; /* (element-type KxEvent) owned */
} Line;

static void
finalize (GObject *object)
{
  KxEvent *self = KX_EVENT (object);

  g_free (self->words);
  g_free (self->who);
  g_free (self->id);
  G_OBJECT_CLASS (kx_event_parent_class)->finalize (object);
}

static void
kx_event_class_init (KxEventClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static void
kx_event_init (KxEvent *self)
{
}

const char *
kx_event_kind_label (KxEventKind kind)
{
  static const char *const labels[] = {
    N_ ("The record itself"), N_ ("Credentials"),           N_ ("Names"), N_ ("Documents"), N_ ("Conflicts"),
    N_ ("Approval slips"),    N_ ("Agreements and matters")
  };

  return _ (labels[kind]);
}

const char *
kx_event_kind_icon (KxEventKind kind)
{
  static const char *const icons[] = { "document-edit-symbolic",    "application-certificate-symbolic",
                                       "format-text-rich-symbolic", "mail-attachment-symbolic",
                                       "dialog-warning-symbolic",   "emblem-ok-symbolic",
                                       "x-office-document-symbolic" };

  return icons[kind];
}

KxEventKind
kx_event_get_kind (KxEvent *self)
{
  g_return_val_if_fail (KX_IS_EVENT (self), KX_EVENT_RECORD);
  return self->kind;
}

KxDate
kx_event_get_date (KxEvent *self)
{
  g_return_val_if_fail (KX_IS_EVENT (self), (KxDate){ 0 });
  return self->date;
}

KxTime
kx_event_get_time (KxEvent *self)
{
  g_return_val_if_fail (KX_IS_EVENT (self), (KxTime){ 0 });
  return self->time;
}

const char *
kx_event_get_words (KxEvent *self)
{
  g_return_val_if_fail (KX_IS_EVENT (self), "");
  return self->words;
}

const char *
kx_event_get_who (KxEvent *self)
{
  g_return_val_if_fail (KX_IS_EVENT (self), "");
  return self->who;
}

gboolean
kx_event_is_ahead (KxEvent *self)
{
  g_return_val_if_fail (KX_IS_EVENT (self), FALSE);
  return self->ahead;
}

const KxEntity *
kx_event_get_entity (KxEvent *self)
{
  g_return_val_if_fail (KX_IS_EVENT (self), NULL);
  return self->entity;
}

const char *
kx_event_get_id (KxEvent *self)
{
  g_return_val_if_fail (KX_IS_EVENT (self), NULL);
  return self->id;
}

const char *
kx_event_get_field (KxEvent *self)
{
  g_return_val_if_fail (KX_IS_EVENT (self), NULL);
  return self->field;
}

KxEventTarget
kx_event_get_target (KxEvent *self)
{
  g_return_val_if_fail (KX_IS_EVENT (self), KX_EVENT_TO_HISTORY);
  return self->target;
}

static KxEvent *
add (Line *line, KxEventKind kind, const KxRecord *source, char *words)
{
  /* Of what other rows tell. */
  static const KxEventTarget targets[KX_EVENT_N_KINDS] = {
    [KX_EVENT_CREDENTIAL] = KX_EVENT_TO_PART,   [KX_EVENT_NAME] = KX_EVENT_TO_PART,
    [KX_EVENT_DOCUMENT] = KX_EVENT_TO_DOCUMENT, [KX_EVENT_CONFLICT] = KX_EVENT_TO_FIELD,
    [KX_EVENT_APPROVAL] = KX_EVENT_TO_PAGE,     [KX_EVENT_MATTER] = KX_EVENT_TO_PAGE,
  };
  gboolean own = g_strcmp0 (source->id, line->rows->record->id) == 0;
  KxEvent *event = g_object_new (KX_TYPE_EVENT, NULL);

  event->kind = kind;
  event->target = own ? KX_EVENT_TO_HISTORY : targets[kind];
  event->entity = source->entity;
  event->id = g_strdup (source->id);
  event->words = words;
  event->who = g_strdup ("");
  g_ptr_array_add (line->events, event);
  return event;
}

/* Takes `words`. Nothing where there was no such moment. */
static KxEvent *
add_at (Line *line, KxEventKind kind, const KxRecord *source, KxTime at, const char *user, char *words)
{
  KxEvent *event = add (line, kind, source, words);

  event->time = at;
  event->date = kx_display_date_of (at);
  if (user != NULL && line->rows->dup_person != NULL)
    {
      g_free (event->who);
      event->who = line->rows->dup_person (user, line->rows->data);
    }
  return event;
}

/* An event on the day that a field has. `before` and `after` are msgids with {name}: while the day is ahead,
 * and from then on. */
static void
add_day (Line *line, KxEventKind kind, const KxRecord *source, guint field, const char *name,
         const char *before, const char *after)
{
  KxDate day = kx_record_get (source, field).DATE;
  gboolean ahead = day.ymd > line->today.ymd;
  KxEvent *event;

  if (!kx_record_has (source, field))
    return;
  event = add (line, kind, source, kx_display_fill (ahead ? before : after, "name", name, NULL));
  event->date = day;
  event->ahead = ahead;
  event->field = source->entity->fields[field].name;
  if (event->target == KX_EVENT_TO_HISTORY)
    event->target = KX_EVENT_TO_FIELD;
}

static char *
word_fields (const KxRecord *record, GPtrArray *names)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; i < names->len; i++)
    {
      int field = kx_entity_field (record->entity, names->pdata[i]);

      if (field >= 0)
        g_ptr_array_add (labels, (gpointer) kx_display_label (&record->entity->fields[field]));
    }
  return kx_display_join (labels);
}

static char *
word_change (const KxRecord *record, const KxTimelineChange *change)
{
  static const struct
  {
    const char *kind, *words;
  } kinds[] = {
    { "create", N_ ("Record made") },
    { "delete", N_ ("Record deleted") },
    { "restore", N_ ("Record restored") },
    { "reveal", N_ ("Sealed value looked at: {fields}") },
  };
  g_autofree char *fields = word_fields (record, change->fields);
  const char *words = N_ ("Changed: {fields}");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (change->kind, kinds[i].kind) == 0)
      words = kinds[i].words;
  return kx_display_fill (words, "fields", fields, NULL);
}

static void
add_changes (Line *line)
{
  const KxRecord *record = line->rows->record;

  for (guint i = 0; i < line->rows->changes->len; i++)
    {
      const KxTimelineChange *change = &g_array_index (line->rows->changes, KxTimelineChange, i);
      KxEvent *event = add_at (line, KX_EVENT_RECORD, record, change->at, NULL, word_change (record, change));

      g_free (event->who);
      event->who = g_strdup (change->who != NULL ? change->who : "");
    }
}

/* What the row itself tells: when it was made, and its last change. */
static void
add_record (Line *line)
{
  const KxRecord *record = line->rows->record;

  if (line->rows->changes != NULL)
    {
      add_changes (line);
      return;
    }
  if (record->created_at.ms != 0)
    add_at (line, KX_EVENT_RECORD, record, record->created_at, record->created_by,
            g_strdup (_ ("Record made")));
  if (record->updated_at.ms > record->created_at.ms)
    add_at (line, KX_EVENT_RECORD, record, record->updated_at, record->updated_by,
            g_strdup (_ ("Changed last")));
}

static void
add_credential (Line *line, const KxRecord *credential)
{
  g_autofree char *kind = kx_display_field (credential, kx_credential_f_kind);
  g_autofree char *number = kx_display_field (credential, kx_credential_f_number);
  g_autofree char *name = *number != '\0' ? g_strdup_printf ("%s · %s", kind, number) : g_strdup (kind);

  add_day (line, KX_EVENT_CREDENTIAL, credential, kx_credential_f_issued_on, name,
           N_ ("To be issued: {name}"), N_ ("Issued: {name}"));
  add_day (line, KX_EVENT_CREDENTIAL, credential, kx_credential_f_valid_to, name, N_ ("Ends: {name}"),
           N_ ("Run out: {name}"));
  add_day (line, KX_EVENT_CREDENTIAL, credential, kx_credential_f_checked_on, name,
           N_ ("To be checked: {name}"), N_ ("Checked: {name}"));
}

static void
add_name (Line *line, const KxRecord *former)
{
  g_autofree char *name = kx_display_field (former, kx_former_name_f_name);

  add_day (line, KX_EVENT_NAME, former, kx_former_name_f_from_on, name, N_ ("To be called {name}"),
           N_ ("Called {name} from this day on"));
  add_day (line, KX_EVENT_NAME, former, kx_former_name_f_until_on, name, N_ ("Called {name} up to this day"),
           N_ ("Called {name} up to this day"));
}

static void
add_attachment (Line *line, const KxRecord *attachment)
{
  g_autofree char *title = kx_display_title (attachment);

  add_at (line, KX_EVENT_DOCUMENT, attachment, attachment->created_at, attachment->created_by,
          kx_display_fill (N_ ("File attached: {name}"), "name", title, NULL));
}

static void
add_conflict (Line *line, const KxRecord *conflict)
{
  const Kx_conflict *c = (const Kx_conflict *) conflict;
  const char *name = kx_conflict_get_field (c);
  int field = name != NULL ? kx_entity_field (line->rows->record->entity, name) : -1;
  const char *label =
      field >= 0 ? kx_display_label (&line->rows->record->entity->fields[field]) : _ ("deleted meanwhile");
  KxEvent *event = add_at (line, KX_EVENT_CONFLICT, conflict, kx_conflict_get_proposed_at (c),
                           kx_conflict_get_my_author (c),
                           kx_display_fill (N_ ("Two values: {name}"), "name", label, NULL));
  g_autofree char *outcome = kx_display_field (conflict, kx_conflict_f_outcome);

  event->field = field >= 0 ? line->rows->record->entity->fields[field].name : NULL;
  if (kx_conflict_get_state (c) != kx_conflict_state_closed)
    return;
  event =
      add_at (line, KX_EVENT_CONFLICT, conflict, conflict->updated_at, conflict->updated_by,
              kx_display_fill (N_ ("Settled: {name}: {outcome}"), "name", label, "outcome", outcome, NULL));
  event->field = field >= 0 ? line->rows->record->entity->fields[field].name : NULL;
}

/* Free with g_free(). */
static char *
dup_person (Line *line, const char *user)
{
  g_autofree char *name =
      user != NULL && line->rows->dup_person != NULL ? line->rows->dup_person (user, line->rows->data) : NULL;

  return name != NULL && *name != '\0' ? g_steal_pointer (&name) : g_strdup ("—");
}

/* Only what a second officer confirmed is an approval. */
static void
add_approval (Line *line, const KxRecord *slip)
{
  const Kx_approval *s = (const Kx_approval *) slip;
  g_autofree char *entered = NULL, *confirmed = NULL;
  g_autoptr (KxFinding) finding = NULL;
  KxEvent *event;

  if (slip->deleted_at.ms != 0 || kx_approval_get_state (s) != kx_approval_state_confirmed)
    return;
  entered = dup_person (line, kx_approval_get_registered_by (s));
  confirmed = dup_person (line, kx_approval_get_confirmed_by (s));
  finding = kx_approval_line (slip, entered, confirmed);
  event = add (line, KX_EVENT_APPROVAL, slip, kx_finding_fill (finding, _ (finding->message)));
  event->date = kx_approval_get_confirmed_on (s);
}

/* The days that follow from a row's own fields, as the table has them. */
static void
add_days (Line *line, const KxRecord *row)
{
  g_autofree char *name = kx_display_title (row);
  guint n;
  const KxTimelineDay *days = kx_timeline_days (&n);

  for (guint i = 0; i < n; i++)
    if (kx_timeline_day_tells (&days[i], row))
      add_day (line, KX_EVENT_MATTER, row, days[i].field, name, days[i].words, days[i].words);
}

static void
add_each (Line *line, GPtrArray *rows, void (*func) (Line *line, const KxRecord *row))
{
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    func (line, rows->pdata[i]);
}

/* Of one day, what has a moment comes after what only has the day. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const KxEvent *x = *(KxEvent *const *) a, *y = *(KxEvent *const *) b;

  if (x->date.ymd != y->date.ymd)
    return x->date.ymd > y->date.ymd ? -1 : 1;
  if (x->time.ms != y->time.ms)
    return x->time.ms > y->time.ms ? -1 : 1;
  return g_strcmp0 (x->words, y->words);
}

GPtrArray *
kx_timeline_new (const KxTimelineRows *rows, KxDate today)
{
  Line line = { rows, today, g_ptr_array_new_with_free_func (g_object_unref) };

  add_record (&line);
  if (rows->record->entity == &kx_agency_entity)
    add_day (&line, KX_EVENT_CREDENTIAL, rows->record, kx_agency_f_licence_valid_to, "",
             N_ ("The practice licence ends"), N_ ("The practice licence ran out"));
  add_days (&line, rows->record);
  add_each (&line, rows->others, add_days);
  add_each (&line, rows->credentials, add_credential);
  add_each (&line, rows->names, add_name);
  add_each (&line, rows->attachments, add_attachment);
  add_each (&line, rows->conflicts, add_conflict);
  add_each (&line, rows->approvals, add_approval);
  g_ptr_array_sort (line.events, compare);
  return line.events;
}
