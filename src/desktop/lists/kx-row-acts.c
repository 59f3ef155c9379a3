#include "desktop/lists/kx-row-acts.h"

#include "core/kx-wire-op.h"
#include "desktop/export/kx-copy.h"
#include "desktop/kx-format.h"
#include "desktop/kx-gettext.h"
#include "desktop/kx-window.h"
#include "models/kx-display.h"
#include "models/kx-row-read.h"
#include "sync/kx-profile.h"

struct _KxRowActs
{
  GObject parent_instance;

  KxMirror *mirror; /* owned */
  const KxEntity *entity;
  GtkWidget *owner; /* borrowed */
};

G_DEFINE_FINAL_TYPE (KxRowActs, kx_row_acts, G_TYPE_OBJECT)

gpointer
kx_row_acts_get_owner (KxRowActs *acts)
{
  return acts->owner;
}

static KxWindow *
get_window (KxRowActs *self)
{
  GtkRoot *root = gtk_widget_get_root (self->owner);

  return KX_IS_WINDOW (root) ? KX_WINDOW (root) : NULL;
}

static void
say (KxRowActs *self, const char *text)
{
  if (get_window (self) != NULL)
    kx_window_toast (get_window (self), text);
}

/* Rows that go to the trash or come back. Those that may not are found by halves: an act is done as a whole
 * or not at all. */
typedef struct
{
  KxRowActs *acts; /* owned */
  KxOpKind kind;
  guint pending;
  GPtrArray *moved, *stayed; /* (element-type utf8) owned: ids */
  char *refused;             /* owned; why the first one stayed */
  gboolean undoing;
} Moving;

static void
moving_free (Moving *moving)
{
  g_object_unref (moving->acts);
  g_ptr_array_unref (moving->moved);
  g_ptr_array_unref (moving->stayed);
  g_free (moving->refused);
  g_free (moving);
}

static void move (KxRowActs *self, KxOpKind kind, GPtrArray *ids, gboolean undoing);

/* The way back of a move that was done or undone. */
typedef struct
{
  KxRowActs *acts; /* owned */
  KxOpKind kind;
  GPtrArray *ids; /* owned */
} Back;

static void
back_free (gpointer data)
{
  Back *back = data;

  g_object_unref (back->acts);
  g_ptr_array_unref (back->ids);
  g_free (back);
}

static void
go_back (gpointer data)
{
  Back *back = data;

  move (back->acts, back->kind, back->ids, TRUE);
}

static void
go_again (gpointer data)
{
  Back *back = data;

  move (back->acts, back->kind, back->ids, FALSE);
}

static Back *
make_back (const Moving *moving)
{
  Back *back = g_new (Back, 1);

  *back = (Back){ g_object_ref (moving->acts), moving->kind == KX_OP_DELETE ? KX_OP_RESTORE : KX_OP_DELETE,
                  g_ptr_array_ref (moving->moved) };
  return back;
}

static char *
word_moved (const Moving *moving)
{
  guint n = moving->moved->len;
  g_autofree char *count = kx_format_count (n);

  if (moving->kind == KX_OP_DELETE)
    return g_strdup_printf (ngettext ("%s record moved to the trash", "%s records moved to the trash", n),
                            count);
  return g_strdup_printf (ngettext ("%s record restored", "%s records restored", n), count);
}

static char *
dup_title (KxRowActs *self, const char *id)
{
  KxBook *book = kx_mirror_take_reader (self->mirror, NULL);
  char *title = book != NULL ? kx_row_read_title (book, self->entity, id) : NULL;

  if (book != NULL)
    kx_mirror_give_reader (self->mirror, book);
  return title != NULL ? title : g_strdup (_ (self->entity->label));
}

/* "2 records moved to the trash; 1 not: First Hospital: why". */
static char *
word_stayed (const Moving *moving)
{
  g_autofree char *moved = word_moved (moving), *stayed = kx_format_count (moving->stayed->len);
  g_autofree char *title = dup_title (moving->acts, moving->stayed->pdata[0]);

  return kx_display_fill (moving->stayed->len == 1 ? N_ ("{moved}; {n} not: {name}: {reason}")
                                                   : N_ ("{moved}; {n} not, such as {name}: {reason}"),
                          "moved", moved, "n", stayed, "name", title, "reason", moving->refused, NULL);
}

static void
tell (Moving *moving)
{
  KxRowActs *self = moving->acts;
  g_autofree char *text = NULL;

  if (moving->moved->len == 0)
    {
      say (self, moving->refused);
      return;
    }
  text = moving->stayed->len > 0 ? word_stayed (moving) : word_moved (moving);
  if (get_window (self) == NULL)
    return;
  if (moving->undoing)
    {
      say (self, text);
      kx_window_offer_redo (get_window (self), go_again, make_back (moving), back_free);
    }
  else
    kx_window_toast_undo (get_window (self), text, go_back, make_back (moving), back_free);
}

/* The sentence of the finding that refused. */
static char *
word_refusal (const KxDecision *decision)
{
  for (guint i = 0; i < decision->findings->len; i++)
    {
      const KxFinding *finding = decision->findings->pdata[i];

      if (finding->verdict == KX_FAILS)
        return kx_finding_fill (finding, _ (finding->message));
    }
  return g_strdup (_ ("This cannot be done"));
}

/* One act of a move. */
typedef struct
{
  Moving *moving; /* until nothing is pending */
  GPtrArray *ids; /* (element-type utf8) owned */
} Part;

static void submit (Moving *moving, GPtrArray *ids, guint first, guint n);

static void
note (Part *part, GPtrArray *into)
{
  for (guint i = 0; i < part->ids->len; i++)
    g_ptr_array_add (into, g_strdup (part->ids->pdata[i]));
}

static void
on_moved (GObject *source, GAsyncResult *result, gpointer data)
{
  Part *part = data;
  Moving *moving = part->moving;
  guint half = part->ids->len / 2;
  g_autoptr (GError) error = NULL;
  g_autoptr (KxDecision) decision = kx_mirror_submit_finish (KX_MIRROR (source), result, &error);

  if (decision != NULL && decision->result != KX_REJECTED)
    note (part, moving->moved);
  else if (decision != NULL && half > 0)
    {
      submit (moving, part->ids, 0, half);
      submit (moving, part->ids, half, part->ids->len - half);
    }
  else
    {
      if (moving->refused == NULL)
        moving->refused = decision != NULL ? word_refusal (decision)
                                           : kx_display_fill (N_ ("Nothing was changed: {error}"), "error",
                                                              error->message, NULL);
      note (part, moving->stayed);
    }
  g_ptr_array_unref (part->ids);
  g_free (part);
  if (--moving->pending > 0)
    return;
  tell (moving);
  moving_free (moving);
}

static void
submit (Moving *moving, GPtrArray *ids, guint first, guint n)
{
  KxMirror *mirror = moving->acts->mirror;
  Part *part = g_new (Part, 1);
  GPtrArray *ops = g_ptr_array_new ();

  *part = (Part){ moving, g_ptr_array_new_with_free_func (g_free) };
  for (guint i = first; i < first + n; i++)
    {
      g_ptr_array_add (part->ids, g_strdup (ids->pdata[i]));
      g_ptr_array_add (ops,
                       kx_mirror_make_op (mirror, moving->kind, moving->acts->entity, ids->pdata[i], NULL));
    }
  moving->pending++;
  kx_mirror_submit_async (mirror, ops, NULL, on_moved, part);
}

static void
move (KxRowActs *self, KxOpKind kind, GPtrArray *ids, gboolean undoing)
{
  Moving *moving = g_new0 (Moving, 1);

  moving->acts = g_object_ref (self);
  moving->kind = kind;
  moving->moved = g_ptr_array_new_with_free_func (g_free);
  moving->stayed = g_ptr_array_new_with_free_func (g_free);
  moving->undoing = undoing;
  for (guint first = 0; first < ids->len; first += KX_WIRE_MOST_OPS)
    submit (moving, ids, first, MIN (KX_WIRE_MOST_OPS, ids->len - first));
}

void
kx_row_acts_delete (KxRowActs *acts, GPtrArray *ids)
{
  if (ids->len > 0)
    move (acts, KX_OP_DELETE, ids, FALSE);
}

void
kx_row_acts_restore (KxRowActs *acts, GPtrArray *ids)
{
  if (ids->len > 0)
    move (acts, KX_OP_RESTORE, ids, FALSE);
}

static void
copied (guint n, const char *problem, gpointer data)
{
  KxRowActs *self = data;
  g_autofree char *count = kx_format_count (n), *text = NULL;

  text = problem != NULL ? g_strdup (problem)
                         : g_strdup_printf (ngettext ("%s record copied", "%s records copied", n), count);
  say (self, text);
}

void
kx_row_acts_copy (KxRowActs *acts, GPtrArray *ids, const guint *fields, guint n_fields)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const KxListQuery query = { .entity = acts->entity };
  g_autoptr (KxExportRequest) request = NULL;
  g_auto (GStrv) chosen = NULL;

  for (guint i = 0; i < ids->len; i++)
    g_strv_builder_add (builder, ids->pdata[i]);
  chosen = g_strv_builder_end (builder);
  request = kx_export_request_new (acts->mirror, &query, chosen);
  g_array_append_vals (request->fields, fields, n_fields);
  kx_copy_rows (acts->owner, request, copied, g_object_ref (acts), g_object_unref);
}

void
kx_row_acts_copy_link (KxRowActs *acts, const char *id)
{
  KxProfile *profile = KX_IS_PAGE (acts->owner) ? kx_page_get_profile (KX_PAGE (acts->owner)) : NULL;
  g_autofree char *link =
      kx_link_make (profile != NULL ? kx_profile_get_url (profile) : NULL, acts->entity->name, id);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (acts->owner), link);
  say (acts, _ ("Link copied"));
}

KxRowActs *
kx_row_acts_new (KxMirror *mirror, const KxEntity *entity, GtkWidget *owner)
{
  KxRowActs *self = g_object_new (KX_TYPE_ROW_ACTS, NULL);

  self->mirror = g_object_ref (mirror);
  self->entity = kx_schema_entity (kx_mirror_get_schema (mirror), entity->name);
  self->owner = owner;
  return self;
}

static void
dispose (GObject *object)
{
  g_clear_object (&KX_ROW_ACTS (object)->mirror);
  G_OBJECT_CLASS (kx_row_acts_parent_class)->dispose (object);
}

static void
kx_row_acts_class_init (KxRowActsClass *class)
{
  G_OBJECT_CLASS (class)->dispose = dispose;
}

static void
kx_row_acts_init (KxRowActs *self)
{
}
