#include "models/kx-letter-batch-read.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-attachment.h"
#include "core/entities/kx-letter-template.h"
#include "core/entities/kx-letter.h"
#include "core/kx-decide.h"
#include "core/kx-letter.h"
#include "core/kx-wire-op.h"
#include "models/kx-display.h"
#include "models/kx-letter-offer.h"
#include "models/kx-letter-read.h"
#include "models/kx-letter-said.h"
#include "models/kx-row-read.h"
#include "print/kx-letter.h"
#include "store/kx-row.h"
#include "store/kx-vault.h"
#include "sync/kx-gettext.h"

#include <string.h>

/* Letters of one kind about one agreement; more than that is looked at no further. */
#define MOST_ALIKE 100

void
kx_letter_order_clear (KxLetterOrder *order)
{
  g_clear_pointer (&order->title, g_free);
  g_clear_pointer (&order->said, g_hash_table_unref);
}

/* An office's own template, read once. */
typedef struct
{
  char *name;   /* owned; NULL: the program's own is taken */
  GBytes *file; /* owned; NULL with a name: it cannot be had, and `fault` says why */
  char *fault;  /* owned */
} Template;

static void
template_free (gpointer data)
{
  Template *template = data;

  g_free (template->name);
  g_clear_pointer (&template->file, g_bytes_unref);
  g_free (template->fault);
  g_free (template);
}

typedef struct
{
  const KxLetterRead *read;
  KxBook *book;
  KxReader *reader;
  GHashTable *templates; /* (element-type char* Template) by the id of the office */
  guint n_written;
} Work;

static void
load_file (Work *work, Template *template, const char *sha256)
{
  g_autofree char *path = kx_mirror_dup_blob_path (work->read->mirror, sha256);
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize size;

  if (g_file_get_contents (path, &bytes, &size, &error))
    template->file = g_bytes_new_take (bytes, size);
  else if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_hash_table_add (work->read->wanted, g_strdup (sha256));
      template->fault = g_strdup (_ ("The file of the office's own template is not on this computer"));
    }
  else
    template->fault = g_strdup (error->message);
}

static const Template *
find_template (Work *work, const KxRecord *letter)
{
  const char *office = kx_record_get (letter, kx_letter_f_office).REF;
  Template *template = g_hash_table_lookup (work->templates, office);
  g_autoptr (KxRecord) own = NULL, file = NULL;

  if (template != NULL)
    return template;
  template = g_new0 (Template, 1);
  own = kx_letter_read_own (work->book, letter, &file);
  if (own != NULL)
    {
      template->name = g_strdup (kx_record_get (own, kx_letter_template_f_name).TEXT);
      load_file (work, template, kx_record_get (file, kx_attachment_f_sha256).TEXT);
    }
  g_hash_table_insert (work->templates, g_strdup (office), template);
  return template;
}

static char *
dup_title (KxBook *book, const KxRecord *agreement)
{
  const char *number = kx_record_get (agreement, kx_agreement_f_number).TEXT;
  char *agency =
      kx_row_read_title (book, &kx_agency_entity, kx_record_get (agreement, kx_agreement_f_agency).REF);
  char *title;

  if (agency == NULL || number == NULL)
    return agency != NULL ? agency : g_strdup (number != NULL ? number : _ ("Agreement"));
  title = g_strdup_printf ("%s · %s", agency, number);
  g_free (agency);
  return title;
}

/* What the records around it offer, and in its place what the person says in all of them. */
static void
put_said (const Work *work, KxRecord *letter)
{
  g_autoptr (GHashTable) said = kx_letter_offer_read (work->book, letter, work->read->today);
  g_autofree char *text = NULL;
  GHashTableIter iter;
  gpointer name, words;

  g_hash_table_iter_init (&iter, work->read->order->said);
  while (g_hash_table_iter_next (&iter, &name, &words))
    g_hash_table_insert (said, g_strdup (name), g_strdup (words));
  if (g_hash_table_size (said) == 0)
    return;
  text = kx_letter_said_write (said);
  kx_letter_set_said (kx_letter (letter), text);
}

static KxRecord *
make_letter (const Work *work, const KxRecord *agreement)
{
  const KxLetterRead *read = work->read;
  g_autoptr (KxRecord) suspension = NULL;
  guint n;
  char id[KX_UUID_TEXT_SIZE];
  KxRecord *record;
  Kx_letter *letter;

  kx_random_uuid (kx_mirror_now (read->mirror), id);
  record = kx_record_new (&kx_letter_entity, id, NULL);
  letter = kx_letter (record);
  kx_letter_set_office (letter, kx_record_get (agreement, kx_agreement_f_office).REF);
  kx_letter_set_kind (letter, read->order->code);
  kx_letter_set_title (letter, read->order->title);
  kx_letter_set_agency (letter, kx_record_get (agreement, kx_agreement_f_agency).REF);
  kx_letter_set_agreement (letter, agreement->id);
  if (kx_letter_find_suspension (work->reader, agreement->id, read->order->code, &n, &suspension) ==
          KX_KNOWN &&
      suspension != NULL)
    kx_letter_set_suspension (letter, suspension->id);
  put_said (work, record);
  return record;
}

/* One about another suspension is another letter. */
static gboolean
is_alike (const KxRecord *letter, const KxRecord *other)
{
  const char *suspension = kx_record_get (letter, kx_letter_f_suspension).REF,
             *another = kx_record_get (other, kx_letter_f_suspension).REF;

  return kx_record_get (other, kx_letter_f_state).CODE != kx_letter_state_void &&
         (suspension == NULL || another == NULL || g_str_equal (suspension, another));
}

/* Such a letter that is there already; NULL: there is none. Free with g_free(). */
static char *
find_alike (Work *work, const KxRecord *letter)
{
  KxQuery query = { .entity = &kx_letter_entity,
                    .terms = { { .field = kx_letter_f_agreement,
                                 .value.REF = kx_record_get (letter, kx_letter_f_agreement).REF },
                               { .field = kx_letter_f_kind,
                                 .value.CODE = kx_record_get (letter, kx_letter_f_kind).CODE } },
                    .n_terms = 2 };
  g_autoptr (GPtrArray) rows = NULL;

  if (kx_reader_list (work->reader, &query, MOST_ALIKE, &rows) != KX_KNOWN)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      const char *number = kx_record_get (rows->pdata[i], kx_letter_f_number).TEXT;
      int state = kx_record_get (rows->pdata[i], kx_letter_f_state).CODE;

      if (!is_alike (letter, rows->pdata[i]))
        continue;
      return kx_display_fill (
          N_ ("It has such a letter already: {title}, {state}"), "title",
          number != NULL ? number : kx_record_get (rows->pdata[i], kx_letter_f_title).TEXT, "state",
          kx_display_code (&kx_letter_entity.fields[kx_letter_f_state], state), NULL);
    }
  return NULL;
}

/* Why it may not be drawn up, as the decision would say; NULL: it may. Free with g_free(). */
static char *
find_refusal (Work *work, const KxRecord *letter)
{
  g_autoptr (KxOp) op = kx_mirror_make_op (work->read->mirror, KX_OP_CREATE, &kx_letter_entity, letter->id,
                                           kx_record_copy (letter));
  KxScene scene = { .op = op, .on_device = TRUE };
  g_autoptr (KxDecision) decision = NULL;

  scene.schema = work->book->schema;
  scene.actor = work->read->actor;
  scene.today = work->read->today;
  scene.reader = work->reader;
  decision = kx_decide (&scene);
  for (guint i = 0; decision->result == KX_REJECTED && i < decision->findings->len; i++)
    {
      const KxFinding *finding = decision->findings->pdata[i];

      if (finding->verdict == KX_FAILS)
        return kx_finding_fill (finding, _ (finding->message));
    }
  return decision->result == KX_REJECTED ? g_strdup (_ ("This cannot be done")) : NULL;
}

/* What the letter leaves blank; NULL with `*ret_fault`: its template cannot be used. */
static char *
find_blanks (Work *work, const KxRecord *letter, GBytes *template, char **ret_fault)
{
  const KxLetterKind *kind = work->read->order->kind;
  g_autoptr (GHashTable) said = kx_letter_said_read (letter);
  g_autoptr (KxDocxValues) values = kx_letter_read_values (work->book, letter, said);
  g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) empty = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  kx_letter_put_said (values, kind, said);
  if (!kx_letter_check (kind, template, values, unknown, empty, &error))
    {
      *ret_fault =
          kx_display_fill (N_ ("The template cannot be used: {reason}"), "reason", error->message, NULL);
      return NULL;
    }
  return kx_letter_read_lacks (kind, unknown, empty);
}

static void
leave_out (KxBatchLetter *line, char *why)
{
  kx_batch_letter_leave_out (line, why);
  g_free (why);
}

/* The letter of a line, or why there is none. */
static void
fill_line (Work *work, KxBatchLetter *line, const KxRecord *agreement)
{
  g_autoptr (KxRecord) letter = make_letter (work, agreement);
  const Template *template = find_template (work, letter);
  char *why = find_alike (work, letter), *blanks = NULL;

  if (why == NULL && template->fault != NULL)
    why = g_strdup (template->fault);
  if (why == NULL && template->name != NULL)
    kx_letter_set_template_name (kx_letter (letter), template->name);
  if (why == NULL)
    why = find_refusal (work, letter);
  if (why == NULL && work->n_written == KX_WIRE_MOST_OPS)
    why = g_strdup (_ ("So many letters are not written at once: write these first, then the others"));
  if (why == NULL)
    blanks = find_blanks (work, letter, template->file, &why);
  if (why != NULL)
    {
      leave_out (line, why);
      return;
    }
  work->n_written++;
  kx_batch_letter_take_letter (line, g_steal_pointer (&letter), template->file);
  kx_batch_letter_take_blanks (line, blanks);
}

static KxBatchLetter *
read_line (Work *work, const char *id, GError **error)
{
  GError *local = NULL;
  g_autoptr (KxRecord) agreement = kx_row_get (work->book, &kx_agreement_entity, id, &local);
  g_autofree char *title = agreement != NULL ? dup_title (work->book, agreement) : g_strdup (_ ("Agreement"));
  KxBatchLetter *line;

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  line = kx_batch_letter_new (id, title);
  if (agreement == NULL)
    kx_batch_letter_leave_out (line, _ ("It is not on this computer any more"));
  else if (agreement->deleted_at.ms != 0)
    kx_batch_letter_leave_out (line, _ ("It is in the trash"));
  else
    fill_line (work, line, agreement);
  return line;
}

static int
compare_titles (gconstpointer a, gconstpointer b)
{
  KxBatchLetter *one = *(KxBatchLetter *const *) a, *two = *(KxBatchLetter *const *) b;
  int order = g_utf8_collate (kx_batch_letter_get_title (one), kx_batch_letter_get_title (two));

  return order != 0 ? order
                    : strcmp (kx_batch_letter_get_agreement (one), kx_batch_letter_get_agreement (two));
}

static GPtrArray *
read_lines (Work *work, GPtrArray *ids, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < ids->len; i++)
    {
      KxBatchLetter *line;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      line = read_line (work, ids->pdata[i], error);
      if (line == NULL)
        return NULL;
      g_ptr_array_add (lines, line);
    }
  g_ptr_array_sort (lines, compare_titles);
  return g_steal_pointer (&lines);
}

GPtrArray *
kx_letter_batch_read (const KxLetterRead *read, GPtrArray *ids, GCancellable *cancellable, GError **error)
{
  Work work = { .read = read, .book = kx_mirror_take_reader (read->mirror, error) };
  GPtrArray *lines;

  if (work.book == NULL)
    return NULL;
  work.reader = kx_row_reader_new (work.book);
  work.templates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, template_free);
  lines = read_lines (&work, ids, cancellable, error);
  g_hash_table_unref (work.templates);
  kx_row_reader_free (work.reader);
  kx_mirror_give_reader (read->mirror, work.book);
  return lines;
}
