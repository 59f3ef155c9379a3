#include "print/kx-docx-compare.h"

#include "print/kx-docx.h"

#include <string.h>

#define MOST_PAIRS (16u * 1024 * 1024) /* of paragraphs that are held against each other */

typedef struct
{
  GPtrArray *before, *after; /* (element-type utf8) */
  GPtrArray *differences;
  guint from_before, from_after; /* behind what is settled */
} Comparison;

void
kx_docx_difference_free (KxDocxDifference *difference)
{
  g_free (difference->before);
  g_free (difference->after);
  g_free (difference);
}

/* Paragraphs that went and paragraphs that came at the same place are changes of one another, in their order.
 */
static void
add_stretch (Comparison *self, guint until_before, guint until_after)
{
  while (self->from_before < until_before || self->from_after < until_after)
    {
      KxDocxDifference *difference = g_new0 (KxDocxDifference, 1);

      if (self->from_before < until_before)
        difference->before = g_strdup (self->before->pdata[self->from_before++]);
      if (self->from_after < until_after)
        difference->after = g_strdup (self->after->pdata[self->from_after++]);
      g_ptr_array_add (self->differences, difference);
    }
}

static gboolean
is_same (const Comparison *self, guint i, guint j)
{
  return g_str_equal (self->before->pdata[i], self->after->pdata[j]);
}

/* The longest sequence of paragraphs that stayed, of what stands between the same beginnings and endings:
 * lengths[i][j] is that of the rest from i and j on. */
static void
compare_middle (Comparison *self, guint n, guint m)
{
  guint base_before = self->from_before, base_after = self->from_after, i = 0, j = 0;
  g_autofree guint *lengths = g_new0 (guint, (gsize) (n + 1) * (m + 1));

  for (guint a = n; a > 0; a--)
    for (guint b = m; b > 0; b--)
      lengths[(a - 1) * (m + 1) + b - 1] =
          is_same (self, base_before + a - 1, base_after + b - 1)
              ? lengths[a * (m + 1) + b] + 1
              : MAX (lengths[a * (m + 1) + b - 1], lengths[(a - 1) * (m + 1) + b]);
  while (i < n && j < m)
    if (is_same (self, base_before + i, base_after + j))
      {
        add_stretch (self, base_before + i, base_after + j);
        self->from_before = base_before + ++i;
        self->from_after = base_after + ++j;
      }
    else if (lengths[(i + 1) * (m + 1) + j] >= lengths[i * (m + 1) + j + 1])
      i++;
    else
      j++;
}

static void
compare (Comparison *self)
{
  guint n = self->before->len, m = self->after->len;

  while (self->from_before < n && self->from_after < m && is_same (self, self->from_before, self->from_after))
    self->from_before++, self->from_after++;
  while (n > self->from_before && m > self->from_after && is_same (self, n - 1, m - 1))
    n--, m--;
  if ((guint64) (n - self->from_before) * (m - self->from_after) <= MOST_PAIRS)
    compare_middle (self, n - self->from_before, m - self->from_after);
  add_stretch (self, n, m);
}

static void
free_difference (gpointer difference)
{
  kx_docx_difference_free (difference);
}

GPtrArray *
kx_docx_compare (GBytes *filled, GBytes *returned, GError **error)
{
  g_autoptr (GPtrArray) before = kx_docx_list_paragraphs (filled, error), after = NULL;
  Comparison comparison = { 0 };

  if (before == NULL)
    return NULL;
  after = kx_docx_list_paragraphs (returned, error);
  if (after == NULL)
    return NULL;
  comparison = (Comparison){ before, after, g_ptr_array_new_with_free_func (free_difference), 0, 0 };
  compare (&comparison);
  return comparison.differences;
}
