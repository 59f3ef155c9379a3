#include "models/kx-batch-letter.h"

struct _KxBatchLetter
{
  GObject parent_instance;
  char *agreement, *title;   /* owned */
  char *why, *blanks, *file; /* owned, or NULL */
  KxRecord *letter;          /* owned; NULL: it is left out */
  GBytes *template;          /* owned, or NULL */
};

G_DEFINE_FINAL_TYPE (KxBatchLetter, kx_batch_letter, G_TYPE_OBJECT)

static void
finalize (GObject *object)
{
  KxBatchLetter *self = KX_BATCH_LETTER (object);

  g_free (self->agreement);
  g_free (self->title);
  g_free (self->why);
  g_free (self->blanks);
  g_free (self->file);
  g_clear_pointer (&self->letter, kx_record_free);
  g_clear_pointer (&self->template, g_bytes_unref);
  G_OBJECT_CLASS (kx_batch_letter_parent_class)->finalize (object);
}

static void
kx_batch_letter_class_init (KxBatchLetterClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
}

static void
kx_batch_letter_init (KxBatchLetter *self)
{
}

KxBatchLetter *
kx_batch_letter_new (const char *agreement, const char *title)
{
  KxBatchLetter *self = g_object_new (KX_TYPE_BATCH_LETTER, NULL);

  self->agreement = g_strdup (agreement);
  self->title = g_strdup (title);
  return self;
}

const char *
kx_batch_letter_get_agreement (KxBatchLetter *self)
{
  return self->agreement;
}

const char *
kx_batch_letter_get_title (KxBatchLetter *self)
{
  return self->title;
}

const char *
kx_batch_letter_get_why (KxBatchLetter *self)
{
  return self->why;
}

void
kx_batch_letter_leave_out (KxBatchLetter *self, const char *why)
{
  g_free (self->why);
  self->why = g_strdup (why);
}

const KxRecord *
kx_batch_letter_get_letter (KxBatchLetter *self)
{
  return self->letter;
}

GBytes *
kx_batch_letter_get_template (KxBatchLetter *self)
{
  return self->template;
}

void
kx_batch_letter_take_letter (KxBatchLetter *self, KxRecord *letter, GBytes *template)
{
  g_clear_pointer (&self->letter, kx_record_free);
  g_clear_pointer (&self->template, g_bytes_unref);
  self->letter = letter;
  self->template = template != NULL ? g_bytes_ref (template) : NULL;
}

const char *
kx_batch_letter_get_blanks (KxBatchLetter *self)
{
  return self->blanks;
}

void
kx_batch_letter_take_blanks (KxBatchLetter *self, char *blanks)
{
  g_free (self->blanks);
  self->blanks = blanks;
}

const char *
kx_batch_letter_get_file (KxBatchLetter *self)
{
  return self->file;
}

void
kx_batch_letter_take_file (KxBatchLetter *self, char *name)
{
  g_free (self->file);
  self->file = name;
}
