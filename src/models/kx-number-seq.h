/* A long sequence of row numbers in which inserting anywhere is cheap, and so is a copy for another thread:
 * blocks of some thousand numbers, shared until one of those who share them writes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _KxNumberSeq KxNumberSeq;

KxNumberSeq *kx_number_seq_new (void);

/* Shares all blocks; either may then be changed, each by one thread at a time. */
KxNumberSeq *kx_number_seq_copy (const KxNumberSeq *seq);

void kx_number_seq_free (KxNumberSeq *seq);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxNumberSeq, kx_number_seq_free)

guint kx_number_seq_length (const KxNumberSeq *seq);

/* `position` must be below the length. */
gint64 kx_number_seq_get (const KxNumberSeq *seq, guint position);

/* Copies n numbers from `position` on, all of which must be there. */
void kx_number_seq_read (const KxNumberSeq *seq, guint position, guint n, gint64 *ret_numbers);

void kx_number_seq_append (KxNumberSeq *seq, const gint64 *numbers, guint n);

/* Takes `removed` numbers out at `position` and puts n in their place. */
void kx_number_seq_splice (KxNumberSeq *seq, guint position, guint removed, const gint64 *numbers, guint n);

/* FALSE when it is not there; looks at all of them. */
gboolean kx_number_seq_find (const KxNumberSeq *seq, gint64 number, guint *ret_position);

G_END_DECLS
