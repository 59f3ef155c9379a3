#include "models/kx-conflict-list.h"

#include "core/entities/kx-conflict.h"
#include "models/kx-change-words.h"
#include "models/kx-display.h"
#include "models/kx-keyed-list.h"
#include "models/kx-mirror-reading.h"
#include "models/kx-row-read.h"
#include "store/kx-row.h"
#include "sync/kx-gettext.h"

#define MOST_CONFLICTS 500

struct _KxConflictItem
{
  GObject parent_instance;
  KxRecord *record;       /* owned; the conflict's row */
  const KxEntity *entity; /* of the row it is about; NULL: unknown here */
  int field;
  gboolean here;   /* that row is */
  gint64 base_seq; /* of that row as it stands */
  char *subject, *label, *theirs, *mine, *base, *their_author, *my_author, *sentence; /* owned */
};

static guint changed;

G_DEFINE_FINAL_TYPE (KxConflictItem, kx_conflict_item, G_TYPE_OBJECT)

static void
clear (KxConflictItem *self)
{
  g_clear_pointer (&self->record, kx_record_free);
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->theirs, g_free);
  g_clear_pointer (&self->mine, g_free);
  g_clear_pointer (&self->base, g_free);
  g_clear_pointer (&self->their_author, g_free);
  g_clear_pointer (&self->my_author, g_free);
  g_clear_pointer (&self->sentence, g_free);
}

static void
kx_conflict_item_finalize (GObject *object)
{
  clear (KX_CONFLICT_ITEM (object));
  G_OBJECT_CLASS (kx_conflict_item_parent_class)->finalize (object);
}

static void
kx_conflict_item_class_init (KxConflictItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kx_conflict_item_finalize;
  changed =
      g_signal_new ("changed", KX_TYPE_CONFLICT_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kx_conflict_item_init (KxConflictItem *self)
{
}

static const Kx_conflict *
conflict (KxConflictItem *self)
{
  return (const Kx_conflict *) self->record;
}

static const char *
key_of (gpointer item)
{
  return KX_CONFLICT_ITEM (item)->record->id;
}

/* A reading makes objects of its own each time, so what it made may be taken apart. */
static void
absorb (gpointer kept, gpointer newer)
{
  KxConflictItem *self = kept, *other = newer;
  gboolean differs = self->record->seq != other->record->seq || self->base_seq != other->base_seq ||
                     g_strcmp0 (self->subject, other->subject) != 0 ||
                     g_strcmp0 (self->sentence, other->sentence) != 0;

  clear (self);
  self->record = kx_record_copy (other->record);
  self->entity = other->entity;
  self->field = other->field;
  self->here = other->here;
  self->base_seq = other->base_seq;
  self->subject = g_strdup (other->subject);
  self->label = g_strdup (other->label);
  self->theirs = g_strdup (other->theirs);
  self->mine = g_strdup (other->mine);
  self->base = g_strdup (other->base);
  self->their_author = g_strdup (other->their_author);
  self->my_author = g_strdup (other->my_author);
  self->sentence = g_strdup (other->sentence);
  if (differs)
    g_signal_emit (self, changed, 0);
}

/* Of a deletion: which fields the other person had changed. */
static char *
label_changed (const KxEntity *entity, const char *names)
{
  g_auto (GStrv) each = g_strsplit (names != NULL ? names : "", " ", -1);
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; each[i] != NULL; i++)
    {
      int field = entity != NULL ? kx_entity_field (entity, each[i]) : -1;

      if (field >= 0)
        g_ptr_array_add (labels, (gpointer) kx_display_label (&entity->fields[field]));
    }
  return kx_display_join (labels);
}

static char *
word (KxConflictItem *self)
{
  if (self->field >= 0)
    return kx_display_fill (N_ ("“{field}” was changed by {theirs}, and without knowing of it by {mine}"),
                            "field", self->label, "theirs", self->their_author, "mine", self->my_author,
                            NULL);
  return kx_display_fill (N_ ("{theirs} changed it ({fields}) while {mine} deleted it"), "theirs",
                          self->their_author, "fields", self->label, "mine", self->my_author, NULL);
}

static KxConflictItem *
make_item (KxBook *book, KxRecord *record, const char *user)
{
  KxConflictItem *self = g_object_new (KX_TYPE_CONFLICT_ITEM, NULL);
  const KxField *field;
  g_autoptr (KxRecord) row = NULL;

  self->record = record;
  self->entity = kx_schema_entity (book->schema, kx_conflict_get_owner_entity (conflict (self)));
  self->field = -1;
  if (self->entity != NULL && kx_conflict_get_kind (conflict (self)) == kx_conflict_kind_field)
    self->field = kx_entity_field (self->entity, kx_conflict_get_field (conflict (self)));
  row = self->entity != NULL ? kx_row_get (book, self->entity, kx_conflict_get_owner (conflict (self)), NULL)
                             : NULL;
  self->here = row != NULL;
  self->base_seq = row != NULL ? row->seq : 0;
  self->subject = row != NULL ? kx_display_title (row) : g_strdup ("");
  field = self->field >= 0 ? &self->entity->fields[self->field] : NULL;
  self->label = field != NULL ? g_strdup (kx_display_label (field))
                              : label_changed (self->entity, kx_conflict_get_theirs (conflict (self)));
  self->theirs = field != NULL ? kx_change_words_value (book, field, kx_conflict_get_theirs (conflict (self)))
                               : g_strdup (_ ("The record stays, with what was changed"));
  self->mine = field != NULL ? kx_change_words_value (book, field, kx_conflict_get_mine (conflict (self)))
                             : g_strdup (_ ("The record is deleted"));
  self->base = field != NULL ? kx_change_words_value (book, field, kx_conflict_get_base (conflict (self)))
                             : g_strdup ("");
  self->their_author =
      kx_change_words_person (book, kx_conflict_get_their_author (conflict (self)), NULL, user);
  self->my_author = kx_change_words_person (book, kx_conflict_get_my_author (conflict (self)), NULL, user);
  self->sentence = word (self);
  return self;
}

const char *
kx_conflict_item_get_id (KxConflictItem *self)
{
  g_return_val_if_fail (KX_IS_CONFLICT_ITEM (self), NULL);
  return self->record->id;
}

const KxEntity *
kx_conflict_item_get_entity (KxConflictItem *self)
{
  g_return_val_if_fail (KX_IS_CONFLICT_ITEM (self), NULL);
  return self->entity;
}

const char *
kx_conflict_item_get_row (KxConflictItem *self)
{
  g_return_val_if_fail (KX_IS_CONFLICT_ITEM (self), NULL);
  return kx_conflict_get_owner (conflict (self));
}

const char *
kx_conflict_item_get_subject (KxConflictItem *self)
{
  g_return_val_if_fail (KX_IS_CONFLICT_ITEM (self), NULL);
  return self->subject;
}

int
kx_conflict_item_get_field (KxConflictItem *self)
{
  g_return_val_if_fail (KX_IS_CONFLICT_ITEM (self), -1);
  return self->field;
}

const char *
kx_conflict_item_get_label (KxConflictItem *self)
{
  g_return_val_if_fail (KX_IS_CONFLICT_ITEM (self), NULL);
  return self->label;
}

const char *
kx_conflict_item_get_theirs (KxConflictItem *self)
{
  g_return_val_if_fail (KX_IS_CONFLICT_ITEM (self), NULL);
  return self->theirs;
}

const char *
kx_conflict_item_get_mine (KxConflictItem *self)
{
  g_return_val_if_fail (KX_IS_CONFLICT_ITEM (self), NULL);
  return self->mine;
}

const char *
kx_conflict_item_get_base (KxConflictItem *self)
{
  g_return_val_if_fail (KX_IS_CONFLICT_ITEM (self), NULL);
  return self->base;
}

const char *
kx_conflict_item_get_theirs_text (KxConflictItem *self)
{
  g_return_val_if_fail (KX_IS_CONFLICT_ITEM (self), NULL);
  return kx_conflict_get_theirs (conflict (self));
}

const char *
kx_conflict_item_get_mine_text (KxConflictItem *self)
{
  g_return_val_if_fail (KX_IS_CONFLICT_ITEM (self), NULL);
  return kx_conflict_get_mine (conflict (self));
}

const char *
kx_conflict_item_get_their_author (KxConflictItem *self)
{
  g_return_val_if_fail (KX_IS_CONFLICT_ITEM (self), NULL);
  return self->their_author;
}

const char *
kx_conflict_item_get_my_author (KxConflictItem *self)
{
  g_return_val_if_fail (KX_IS_CONFLICT_ITEM (self), NULL);
  return self->my_author;
}

KxTime
kx_conflict_item_get_at (KxConflictItem *self)
{
  g_return_val_if_fail (KX_IS_CONFLICT_ITEM (self), (KxTime){ 0 });
  return kx_conflict_get_proposed_at (conflict (self));
}

gboolean
kx_conflict_item_can_keep_mine (KxConflictItem *self)
{
  g_return_val_if_fail (KX_IS_CONFLICT_ITEM (self), FALSE);
  return self->field < 0 || (self->entity->fields[self->field].flags & KX_SEALED) == 0;
}

const char *
kx_conflict_item_get_sentence (KxConflictItem *self)
{
  g_return_val_if_fail (KX_IS_CONFLICT_ITEM (self), NULL);
  return self->sentence;
}

/* The op that puts the chosen value in: a patch, or the deletion after all. NULL: `text` is no value of the
 * field.
 */
static KxOp *
make_value_op (KxConflictItem *self, KxMirror *mirror, const char *text)
{
  const char *row = kx_conflict_item_get_row (self);
  KxRecord *fields;
  KxOp *op;
  KxValue value;

  if (self->field < 0)
    op = kx_mirror_make_op (mirror, KX_OP_DELETE, self->entity, row, NULL);
  else
    {
      if (text != NULL && !kx_value_from_text (&self->entity->fields[self->field], text, &value))
        return NULL;
      fields = kx_record_new (self->entity, NULL, NULL);
      if (text != NULL)
        kx_record_put (fields, (guint) self->field, value);
      else
        kx_record_put_null (fields, (guint) self->field);
      op = kx_mirror_make_op (mirror, KX_OP_PATCH, self->entity, row, fields);
    }
  op->base = self->base_seq;
  return op;
}

/**
 * kx_conflict_item_make_ops:
 * @self: a conflict
 * @mirror: the mirror it comes from
 * @outcome: a code of the conflict's `outcome`
 * @edited: (nullable): of the outcome `edited` the other value
 *
 * What stands needs no change; another value is put in by the same act that closes the conflict, upon the row
 * as it stands now.
 *
 * Returns: (transfer full) (nullable) (element-type KxOp): the ops of one act; %NULL if the row is not here,
 * the text is no value of the field, or only a mask of the proposed value is known
 */
GPtrArray *
kx_conflict_item_make_ops (KxConflictItem *self, KxMirror *mirror, int outcome, const char *edited)
{
  g_autoptr (GPtrArray) ops = g_ptr_array_new_with_free_func ((GDestroyNotify) kx_op_free);
  KxRecord *arguments = kx_record_new (&kx_close_entity, NULL, NULL);
  KxOp *close = kx_mirror_make_op (mirror, KX_OP_ACTION, &kx_conflict_entity, self->record->id, arguments);
  KxOp *op;

  g_return_val_if_fail (KX_IS_CONFLICT_ITEM (self) && KX_IS_MIRROR (mirror), NULL);
  kx_close_set_outcome (kx_close (arguments), outcome);
  close->action = g_strdup ("close");
  close->base = self->record->seq;
  if (outcome != kx_conflict_outcome_keep_theirs)
    {
      gboolean mine = outcome == kx_conflict_outcome_keep_mine;

      op = self->here && (!mine || kx_conflict_item_can_keep_mine (self))
               ? make_value_op (self, mirror, mine ? kx_conflict_get_mine (conflict (self)) : edited)
               : NULL;
      if (op == NULL)
        {
          kx_op_free (close);
          return NULL;
        }
      g_ptr_array_add (ops, op);
    }
  g_ptr_array_add (ops, close);
  return g_steal_pointer (&ops);
}

/* The list. */

struct _KxConflictList
{
  GObject parent_instance;
  KxMirrorReading *reading; /* owned */
  KxKeyedList *items;       /* owned */
};

G_DEFINE_FINAL_TYPE (KxConflictList, kx_conflict_list, G_TYPE_OBJECT)

static void
kx_conflict_list_dispose (GObject *object)
{
  KxConflictList *self = KX_CONFLICT_LIST (object);

  g_clear_pointer (&self->reading, kx_mirror_reading_free);
  g_clear_object (&self->items);
  G_OBJECT_CLASS (kx_conflict_list_parent_class)->dispose (object);
}

static void
kx_conflict_list_class_init (KxConflictListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kx_conflict_list_dispose;
}

static void
kx_conflict_list_init (KxConflictList *self)
{
  self->items = kx_keyed_list_new (KX_TYPE_CONFLICT_ITEM, key_of, absorb);
}

static GPtrArray *
read_items (KxBook *book, const char *user, GError **error)
{
  g_autofree char *columns = kx_row_columns (&kx_conflict_entity, NULL);
  g_autofree char *sql = g_strdup_printf (
      "SELECT %s FROM conflict WHERE deleted_at = 0 AND state = 'open' ORDER BY proposed_at, id LIMIT %d",
      columns, MOST_CONFLICTS);
  g_autoptr (KxDbRows) rows = kx_db_query (book->db, sql, NULL, 0, error);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GError *local = NULL;

  if (rows == NULL)
    return NULL;
  while (kx_db_rows_next (rows, &local))
    g_ptr_array_add (items, make_item (book, kx_row_read (&kx_conflict_entity, rows, 0), user));
  if (local == NULL)
    return g_steal_pointer (&items);
  g_propagate_error (error, local);
  return NULL;
}

static void
take_items (GPtrArray *items, gpointer data)
{
  kx_keyed_list_set (((KxConflictList *) data)->items, items);
}

/**
 * kx_conflict_list_new:
 * @source: the mirror
 *
 * Returns: (transfer full): the conflicts that are open; they are being read, and followed
 */
KxConflictList *
kx_conflict_list_new (KxMirrorSource *source)
{
  static const char *const entities[] = { "conflict",   "agency",     "former_name",
                                          "credential", "attachment", NULL };
  KxConflictList *self;

  g_return_val_if_fail (KX_IS_MIRROR_SOURCE (source), NULL);
  self = g_object_new (KX_TYPE_CONFLICT_LIST, NULL);
  self->reading = kx_mirror_reading_new (source, entities, read_items, take_items, self);
  return self;
}

GListModel *
kx_conflict_list_get_model (KxConflictList *self)
{
  g_return_val_if_fail (KX_IS_CONFLICT_LIST (self), NULL);
  return G_LIST_MODEL (self->items);
}

GPtrArray *
kx_conflict_list_find (KxConflictList *self, const KxEntity *entity, const char *row)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (KX_IS_CONFLICT_LIST (self), found);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
    {
      g_autoptr (KxConflictItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (item->entity == entity && g_strcmp0 (kx_conflict_item_get_row (item), row) == 0)
        g_ptr_array_add (found, g_steal_pointer (&item));
    }
  return found;
}
