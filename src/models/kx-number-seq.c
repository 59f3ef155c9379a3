#include "models/kx-number-seq.h"

#include <string.h>

#define BLOCK 4096

/* Shared by every sequence that holds a reference; written only by a sole holder. */
typedef struct
{
  gatomicrefcount refs;
  guint n;
  gint64 numbers[BLOCK];
} Block;

struct _KxNumberSeq
{
  GPtrArray *blocks; /* (element-type Block), none empty */
  guint length;
};

static Block *
block_new (const gint64 *numbers, guint n)
{
  Block *block = g_new (Block, 1);

  g_atomic_ref_count_init (&block->refs);
  block->n = n;
  memcpy (block->numbers, numbers, n * sizeof *numbers);
  return block;
}

static void
block_unref (gpointer data)
{
  Block *block = data;

  if (g_atomic_ref_count_dec (&block->refs))
    g_free (block);
}

/**
 * kx_number_seq_new:
 *
 * Returns: (transfer full): an empty sequence
 */
KxNumberSeq *
kx_number_seq_new (void)
{
  KxNumberSeq *seq = g_new0 (KxNumberSeq, 1);

  seq->blocks = g_ptr_array_new_with_free_func (block_unref);
  return seq;
}

KxNumberSeq *
kx_number_seq_copy (const KxNumberSeq *seq)
{
  KxNumberSeq *copy = kx_number_seq_new ();

  copy->length = seq->length;
  for (guint i = 0; i < seq->blocks->len; i++)
    {
      Block *block = seq->blocks->pdata[i];

      g_atomic_ref_count_inc (&block->refs);
      g_ptr_array_add (copy->blocks, block);
    }
  return copy;
}

void
kx_number_seq_free (KxNumberSeq *seq)
{
  g_ptr_array_unref (seq->blocks);
  g_free (seq);
}

guint
kx_number_seq_length (const KxNumberSeq *seq)
{
  return seq->length;
}

/* The block of a position and the place in it; past the end the number of blocks and 0. */
static guint
locate (const KxNumberSeq *seq, guint position, guint *ret_offset)
{
  guint i = 0;

  for (; i < seq->blocks->len; i++)
    {
      const Block *block = seq->blocks->pdata[i];

      if (position < block->n)
        break;
      position -= block->n;
    }
  *ret_offset = i < seq->blocks->len ? position : 0;
  return i;
}

gint64
kx_number_seq_get (const KxNumberSeq *seq, guint position)
{
  guint offset, block = locate (seq, position, &offset);

  g_return_val_if_fail (block < seq->blocks->len, 0);
  return ((const Block *) seq->blocks->pdata[block])->numbers[offset];
}

void
kx_number_seq_read (const KxNumberSeq *seq, guint position, guint n, gint64 *ret_numbers)
{
  guint offset, i = locate (seq, position, &offset);

  g_return_if_fail (position <= seq->length && n <= seq->length - position);
  for (; n > 0; i++, offset = 0)
    {
      const Block *block = seq->blocks->pdata[i];
      guint now = MIN (n, block->n - offset);

      memcpy (ret_numbers, block->numbers + offset, now * sizeof *ret_numbers);
      ret_numbers += now;
      n -= now;
    }
}

static void
insert_blocks (KxNumberSeq *seq, guint at, const gint64 *numbers, guint n)
{
  for (; n > 0; at++)
    {
      guint now = MIN (n, BLOCK);

      g_ptr_array_insert (seq->blocks, (gint) at, block_new (numbers, now));
      numbers += now;
      n -= now;
    }
}

void
kx_number_seq_append (KxNumberSeq *seq, const gint64 *numbers, guint n)
{
  kx_number_seq_splice (seq, seq->length, 0, numbers, n);
}

/* The block as one that may be written. */
static Block *
own (KxNumberSeq *seq, guint i)
{
  Block *block = seq->blocks->pdata[i];

  if (g_atomic_ref_count_compare (&block->refs, 1))
    return block;
  seq->blocks->pdata[i] = block_new (block->numbers, block->n);
  block_unref (block);
  return seq->blocks->pdata[i];
}

static void
remove_some (KxNumberSeq *seq, guint position, guint n)
{
  guint offset, i = locate (seq, position, &offset);

  while (n > 0)
    {
      Block *block = seq->blocks->pdata[i];
      guint now = MIN (n, block->n - offset);

      n -= now;
      if (now == block->n)
        {
          g_ptr_array_remove_index (seq->blocks, i);
          continue;
        }
      block = own (seq, i);
      memmove (block->numbers + offset, block->numbers + offset + now,
               (block->n - offset - now) * sizeof *block->numbers);
      block->n -= now;
      if (offset == block->n)
        {
          i++;
          offset = 0;
        }
    }
}

/* Puts the numbers before `position`: into the block there, or as blocks of their own. */
static void
insert_some (KxNumberSeq *seq, guint position, const gint64 *numbers, guint n)
{
  guint offset, i = locate (seq, position, &offset);
  Block *block;

  if (offset == 0 && i > 0)
    {
      i--; /* behind the numbers of the block before */
      offset = ((Block *) seq->blocks->pdata[i])->n;
    }
  block = i < seq->blocks->len ? seq->blocks->pdata[i] : NULL;
  if (block != NULL && n <= BLOCK - block->n)
    {
      block = own (seq, i);
      memmove (block->numbers + offset + n, block->numbers + offset,
               (block->n - offset) * sizeof *block->numbers);
      memcpy (block->numbers + offset, numbers, n * sizeof *numbers);
      block->n += n;
      return;
    }
  if (block != NULL && offset > 0 && offset < block->n)
    {
      block = own (seq, i);
      g_ptr_array_insert (seq->blocks, (gint) i + 1, block_new (block->numbers + offset, block->n - offset));
      block->n = offset;
    }
  insert_blocks (seq, i + (offset > 0 ? 1 : 0), numbers, n);
}

void
kx_number_seq_splice (KxNumberSeq *seq, guint position, guint removed, const gint64 *numbers, guint n)
{
  g_return_if_fail (position <= seq->length && removed <= seq->length - position);
  if (removed > 0)
    remove_some (seq, position, removed);
  if (n > 0)
    insert_some (seq, position, numbers, n);
  seq->length += n - removed;
}

gboolean
kx_number_seq_find (const KxNumberSeq *seq, gint64 number, guint *ret_position)
{
  guint position = 0;

  for (guint i = 0; i < seq->blocks->len; i++)
    {
      const Block *block = seq->blocks->pdata[i];

      for (guint k = 0; k < block->n; k++)
        if (block->numbers[k] == number)
          {
            *ret_position = position + k;
            return TRUE;
          }
      position += block->n;
    }
  return FALSE;
}
