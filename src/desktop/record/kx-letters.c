#include "desktop/record/kx-letters.h"

#include "core/entities/kx-application.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-letter.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-route-step.h"
#include "core/kx-approval.h"
#include "desktop/export/kx-save-as.h"
#include "desktop/kx-gettext.h"
#include "desktop/record/kx-route-lines.h"
#include "models/kx-display.h"
#include "print/kx-approval-slip.h"
#include "print/kx-docx.h"
#include "print/kx-letter.h"

#include <string.h>

struct _KxRecordLetter
{
  const KxEntity *entity;
  guint states;     /* a set of bits: in which it is written */
  const char *item; /* msgid */
  const char *name; /* msgid; of the file, before the record's title */
  const char *template;
  KxDocxValues *(*read) (KxDesk *desk, const KxRecord *record); /* NULL: it is drawn up in the register */
};

/* Who writes: the name on letters, else that of the office. */
static const char *
name_of (const KxRecord *office)
{
  const char *name = office != NULL ? kx_record_get (office, kx_office_f_letter_name).TEXT : NULL;

  return name != NULL || office == NULL ? name : kx_record_get (office, kx_office_f_name).TEXT;
}

/* The approval slip */

static GArray *
make_lines (GPtrArray *route)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (KxSlipLine));

  for (guint i = 0; i < route->len; i++)
    {
      const KxRecord *step = route->pdata[i];
      KxSlipLine line = { kx_display_code (&kx_route_step_entity.fields[kx_route_step_f_line],
                                           kx_record_get (step, kx_route_step_f_line).CODE),
                          kx_record_get (step, kx_route_step_f_post).TEXT };

      g_array_append_val (lines, line);
    }
  return lines;
}

/* The title of what the slip is about; NULL: it is not here. */
static char *
dup_object (KxDesk *desk, const KxRecord *slip)
{
  const char *name = kx_record_get (slip, kx_approval_f_owner_entity).TEXT;
  const KxEntity *entity = name != NULL ? kx_schema_entity (kx_schema_get (), name) : NULL;

  return entity != NULL ? kx_lookup_dup_title (kx_desk_get_lookup (desk), entity,
                                               kx_record_get (slip, kx_approval_f_owner).REF)
                        : NULL;
}

static KxDocxValues *
read_slip (KxDesk *desk, const KxRecord *record)
{
  g_autoptr (KxRecord) office =
      kx_desk_get_row (desk, &kx_office_entity, kx_record_get (record, kx_approval_f_office).REF);
  const char *text = kx_record_get (record, kx_approval_f_findings).CONFIG;
  g_autoptr (GPtrArray) findings = text != NULL ? kx_approval_read_findings (text) : NULL,
                        route = kx_route_lines_list (desk, kx_record_get (record, kx_approval_f_office).REF,
                                                     kx_record_get (record, kx_approval_f_owner_entity).TEXT,
                                                     kx_record_get (record, kx_approval_f_act).TEXT);
  g_autoptr (GArray) lines = make_lines (route);
  g_autofree char *object = dup_object (desk, record),
                  *person = kx_desk_dup_person (desk, kx_record_get (record, kx_approval_f_prepared_by).REF);
  KxApprovalSlip slip = { .office = name_of (office),
                          .matter = kx_record_get (record, kx_approval_f_matter).TEXT,
                          .object = object,
                          .facts = kx_record_get (record, kx_approval_f_facts).LONG_TEXT,
                          .prepared_by = person,
                          .oa_number = kx_record_get (record, kx_approval_f_oa_number).TEXT,
                          .prepared_on = kx_display_date_of (record->created_at),
                          .findings = findings,
                          .lines = (const KxSlipLine *) (void *) lines->data,
                          .n_lines = lines->len };

  return kx_approval_slip_values (&slip);
}

static const KxRecordLetter kinds[] = {
  { &kx_approval_entity, ~0u, N_ ("Export the approval slip…"), N_ ("Approval slip"),
    KX_APPROVAL_SLIP_TEMPLATE, read_slip },
  { .entity = &kx_application_entity,
    .states = 1u << kx_application_state_supplementing,
    .item = N_ ("Draw up the notice for supplement…") },
};

const KxRecordLetter *
kx_letter_find (const KxEntity *entity)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].entity == entity)
      return &kinds[i];
  return NULL;
}

const char *
kx_letter_get_item (const KxRecordLetter *kind)
{
  return kind->item;
}

gboolean
kx_letter_is_open (const KxRecordLetter *kind, const KxRecord *record)
{
  guint state = (guint) kx_record_get (record, (guint) kind->entity->state).CODE;

  return record->deleted_at.ms == 0 && (kind->states >> state & 1) != 0;
}

gboolean
kx_letter_is_registered (const KxRecordLetter *kind)
{
  return kind->read == NULL;
}

gboolean
kx_letter_may (const KxRecordLetter *kind, KxDesk *desk, const KxRecord *record)
{
  return !kx_letter_is_registered (kind) ||
         kx_desk_may (desk, &kx_letter_entity, KX_OP_CREATE, NULL, record->space);
}

gboolean
kx_letter_follows (const KxRecordLetter *kind, const KxRecord *record, const KxTransition *step)
{
  return !kx_letter_is_open (kind, record) && step->to >= 0 && (kind->states >> step->to & 1) != 0;
}

/* Writing */

typedef struct
{
  const KxRecordLetter *kind;
  KxDocxValues *values; /* owned */
} Letter;

static void
letter_free (gpointer data)
{
  Letter *letter = data;

  kx_docx_values_free (letter->values);
  g_free (letter);
}

static GBytes *
make (gpointer data, GError **error)
{
  const Letter *letter = data;
  g_autofree char *path = kx_letter_dup_template (letter->kind->template), *text = NULL;
  g_autoptr (GBytes) template = NULL;
  gsize size;

  if (!g_file_get_contents (path, &text, &size, error))
    return NULL;
  template = g_bytes_new_take (g_steal_pointer (&text), size);
  return kx_docx_fill (template, letter->values, error);
}

/* What a file may be called: the title without what parts folders. */
static char *
dup_file_name (const KxRecordLetter *kind, const KxRecord *record)
{
  g_autofree char *title = kx_display_title (record);
  /* Translators: name of a file: what it is, and the record. */
  char *name = g_strdup_printf (_ ("%s, %s.docx"), _ (kind->name), title);

  return g_strdelimit (name, "/\\:", '-');
}

void
kx_letter_save (GtkWidget *over, KxDesk *desk, const KxRecordLetter *kind, const KxRecord *record,
                KxSaveDone done, gpointer data, GDestroyNotify free_data)
{
  const KxFileKind files[] = { { _ ("Word documents (docx)"), "*.docx" }, { NULL, NULL } };
  g_autofree char *name = dup_file_name (kind, record);
  Letter *letter = g_new (Letter, 1);
  const KxSaveWork work = { make, letter, letter_free, done, data, free_data };

  *letter = (Letter){ kind, kind->read (desk, record) };
  kx_save_as (over, _ ("Save a document"), name, files, &work);
}
