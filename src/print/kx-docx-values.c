#include "print/kx-docx-values.h"

struct _KxDocxValues
{
  GHashTable *left_out; /* (element-type utf8) owned; a set of names, which have a text "" */
  GHashTable *texts;    /* (element-type utf8 utf8) owned */
  GHashTable *lists;    /* (element-type utf8 GPtrArray) owned */
};

KxDocxValues *
kx_docx_values_new (void)
{
  KxDocxValues *self = g_new0 (KxDocxValues, 1);

  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->left_out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

void
kx_docx_values_free (KxDocxValues *self)
{
  g_hash_table_unref (self->texts);
  g_hash_table_unref (self->lists);
  g_hash_table_unref (self->left_out);
  g_free (self);
}

void
kx_docx_values_set (KxDocxValues *self, const char *name, const char *text)
{
  g_hash_table_replace (self->texts, g_strdup (name), g_strdup (text != NULL ? text : ""));
  g_hash_table_remove (self->left_out, name);
}

void
kx_docx_values_leave_out (KxDocxValues *self, const char *name)
{
  kx_docx_values_set (self, name, NULL);
  g_hash_table_add (self->left_out, g_strdup (name));
}

gboolean
kx_docx_values_is_left_out (const KxDocxValues *self, const char *name)
{
  return g_hash_table_contains (self->left_out, name);
}

void
kx_docx_values_add_list (KxDocxValues *self, const char *list)
{
  if (!g_hash_table_contains (self->lists, list))
    g_hash_table_insert (self->lists, g_strdup (list),
                         g_ptr_array_new_with_free_func ((GDestroyNotify) kx_docx_values_free));
}

KxDocxValues *
kx_docx_values_add_row (KxDocxValues *self, const char *list)
{
  KxDocxValues *row = kx_docx_values_new ();

  kx_docx_values_add_list (self, list);
  g_ptr_array_add (g_hash_table_lookup (self->lists, list), row);
  return row;
}

const char *
kx_docx_values_get (const KxDocxValues *self, const char *name)
{
  return g_hash_table_lookup (self->texts, name);
}

GPtrArray *
kx_docx_values_get_rows (const KxDocxValues *self, const char *list)
{
  return g_hash_table_lookup (self->lists, list);
}
