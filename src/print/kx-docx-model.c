#include "print/kx-docx-model.h"

#include "late/kx-late-xml.h"
#include "print/kx-docx-drawing.h"
#include "print/kx-docx-pictures.h"
#include "print/kx-docx-styles.h"
#include "print/kx-docx-zip.h"
#include "print/kx-docx.h"
#include "print/kx-gettext.h"

#include <string.h>

#define LINE_BREAK "\u2028"
#define DEPTH 64 /* of elements inside one another, tables in tables among them */

/* A field of the word processor, such as PAGE, while its parts go by: its instruction, then what it gave. */
typedef struct
{
  GString *instruction; /* NULL: none is open */
  guint depth;
  gboolean in_result, known;
} Field;

typedef struct
{
  KxDocxModel *model;
  KxDocxStyles *styles;
  KxDocxNumbering *numbering;
  GHashTable *numbers; /* (element-type xmlNode utf8) the numbers of paragraphs; NULL: nobody asks for them */
  KxDocxPictures *pictures;
  GHashTable *targets; /* (element-type utf8 utf8) parts by the ids that the part being read calls them */
  GPtrArray *parts;    /* (element-type KxDocxPart) */
  GPtrArray *docs;     /* (element-type xmlDoc) */
  Field field;
  guint depth;
} Parser;

static void
block_free (gpointer data)
{
  KxBlock *block = data;

  if (block->table != NULL)
    {
      g_ptr_array_unref (block->table->rows);
      g_free (block->table);
    }
  g_free (block->number);
  g_clear_pointer (&block->anchored, g_ptr_array_unref);
  g_array_unref (block->runs);
  g_free (block);
}

static void
cell_free (gpointer data)
{
  g_ptr_array_unref (((KxCell *) data)->blocks);
  g_free (data);
}

static void
row_free (gpointer data)
{
  g_ptr_array_unref (((KxRow *) data)->cells);
  g_free (data);
}

static GPtrArray *
new_blocks (void)
{
  return g_ptr_array_new_with_free_func (block_free);
}

static KxBlock *
add_block (GPtrArray *blocks)
{
  KxBlock *block = g_new0 (KxBlock, 1);

  block->runs = g_array_new (FALSE, FALSE, sizeof (KxRun));
  g_ptr_array_add (blocks, block);
  return block;
}

static gboolean
is_named (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && g_str_equal ((const char *) node->name, name);
}

/* Runs */

static void
add_run (Parser *self, KxBlock *block, KxRunKind kind, const char *text, const KxRunLooks *looks)
{
  g_autofree char *clean = g_strdup (text);
  KxRun run = { kind, NULL, *looks };

  if (looks->hidden || (self->field.in_result && self->field.known && kind == KX_RUN_TEXT))
    return;
  self->model->counts_pages |= kind == KX_RUN_PAGE_COUNT;
  run.text = g_string_chunk_insert (self->model->texts, g_strdelimit (clean, "\r\n", ' '));
  g_array_append_val (block->runs, run);
}

/* What a field's instruction gives, when it is one that is known here. */
static gboolean
find_field (const char *instruction, KxRunKind *ret_kind)
{
  g_autofree char *copy = g_strdup (instruction);
  const char *name = g_strstrip (copy);
  gsize length = strcspn (name, " \\");

  if (length == 4 && g_ascii_strncasecmp (name, "PAGE", length) == 0)
    *ret_kind = KX_RUN_PAGE_NUMBER;
  else if (length == 8 && g_ascii_strncasecmp (name, "NUMPAGES", length) == 0)
    *ret_kind = KX_RUN_PAGE_COUNT;
  else
    return FALSE;
  return TRUE;
}

static void
end_instruction (Parser *self, KxBlock *block, const KxRunLooks *looks)
{
  KxRunKind kind;

  if (self->field.instruction == NULL || self->field.in_result)
    return;
  self->field.known = find_field (self->field.instruction->str, &kind);
  if (self->field.known)
    add_run (self, block, kind, "", looks);
  self->field.in_result = TRUE;
}

static void
read_field_mark (Parser *self, const xmlNode *node, KxBlock *block, const KxRunLooks *looks)
{
  g_autofree char *type = kx_docx_attribute (node, "fldCharType");

  if (g_strcmp0 (type, "begin") == 0)
    {
      if (self->field.depth++ == 0)
        {
          self->field.instruction = g_string_new (NULL);
          self->field.in_result = self->field.known = FALSE;
        }
    }
  else if (g_strcmp0 (type, "separate") == 0 && self->field.depth == 1)
    end_instruction (self, block, looks);
  else if (g_strcmp0 (type, "end") == 0 && self->field.depth > 0 && --self->field.depth == 0)
    {
      end_instruction (self, block, looks);
      g_string_free (self->field.instruction, TRUE);
      self->field = (Field){ 0 };
    }
}

static gboolean
has_below (const xmlNode *node, const char *name, guint depth)
{
  for (const xmlNode *child = node->children; child != NULL && depth < DEPTH; child = child->next)
    if (is_named (child, name) || has_below (child, name, depth + 1))
      return TRUE;
  return FALSE;
}

static void
add_picture (KxDocxModel *model, KxBlock *block, const KxPicture *read, cairo_surface_t *surface,
             const KxRunLooks *looks)
{
  KxPicture *picture = g_memdup2 (read, sizeof *read);
  KxRun run = { KX_RUN_PICTURE, "", *looks, picture };

  picture->surface = cairo_surface_reference (surface);
  g_ptr_array_add (model->pictures, picture);
  if (!picture->is_anchored)
    g_array_append_val (block->runs, run);
  else
    {
      block->anchored = block->anchored != NULL ? block->anchored : g_ptr_array_new ();
      g_ptr_array_add (block->anchored, picture);
    }
}

/* A picture, or what is at least named. */
static void
read_drawing (Parser *self, const xmlNode *node, KxBlock *block, const KxRunLooks *looks)
{
  g_autofree char *id = NULL;
  KxPicture picture;
  gboolean whole;
  cairo_surface_t *surface = NULL;
  const char *part = NULL;

  if (looks->hidden)
    return;
  if (has_below (node, "txbxContent", 0))
    {
      self->model->unshown |= KX_UNSHOWN_TEXT_BOXES;
      return;
    }
  if (kx_docx_drawing_read (node, &picture, &id, &whole))
    part = g_hash_table_lookup (self->targets, id);
  if (part != NULL)
    surface = kx_docx_pictures_get (self->pictures, part);
  if (surface == NULL)
    {
      self->model->unshown |= KX_UNSHOWN_PICTURES;
      return;
    }
  add_picture (self->model, block, &picture, surface, looks);
  if (!whole)
    self->model->unshown |= KX_UNSHOWN_WRAPPING;
}

/* What is said first is for programs that know it; the rest says the same for others. */
static void
read_choice (Parser *self, const xmlNode *node, KxBlock *block, const KxRunLooks *looks)
{
  const xmlNode *drawing = kx_docx_child (kx_docx_child (node, "Choice"), "drawing");

  read_drawing (self, drawing != NULL ? drawing : node, block, looks);
}

static void
read_run_part (Parser *self, const xmlNode *node, KxBlock *block, const KxRunLooks *looks)
{
  static const struct
  {
    const char *name, *text;
  } signs[] = { { "tab", "\t" }, { "cr", LINE_BREAK }, { "noBreakHyphen", "\u2011" }, { "softHyphen", "" } };
  const char *name = (const char *) node->name;

  if (g_str_equal (name, "t") || g_str_equal (name, "instrText"))
    {
      xmlChar *text = xmlNodeGetContent (node);

      if (g_str_equal (name, "t"))
        add_run (self, block, KX_RUN_TEXT, (const char *) text, looks);
      else if (self->field.instruction != NULL && !self->field.in_result)
        g_string_append (self->field.instruction, (const char *) text);
      xmlFree (text);
    }
  else if (g_str_equal (name, "fldChar"))
    read_field_mark (self, node, block, looks);
  else if (g_str_equal (name, "br"))
    add_run (self, block, KX_RUN_TEXT, LINE_BREAK, looks);
  else if (g_str_equal (name, "drawing") || g_str_equal (name, "pict") || g_str_equal (name, "object"))
    read_drawing (self, node, block, looks);
  else if (g_str_equal (name, "AlternateContent"))
    read_choice (self, node, block, looks);
  else if (g_str_equal (name, "footnoteReference") || g_str_equal (name, "endnoteReference"))
    self->model->unshown |= KX_UNSHOWN_NOTES;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_equal (signs[i].name, name))
      add_run (self, block, KX_RUN_TEXT, signs[i].text, looks);
}

/* A page break parts the paragraph: what follows stands in one that begins a page. */
static KxBlock *
break_page (GPtrArray *blocks, KxBlock *block)
{
  KxBlock *next;

  if (block->runs->len == 0)
    {
      block->looks.break_before = TRUE;
      return block;
    }
  next = add_block (blocks);
  next->looks = block->looks;
  next->mark = block->mark;
  next->looks.break_before = TRUE;
  next->looks.first = next->looks.first_chars = 0;
  return next;
}

static KxBlock *
read_run (Parser *self, const xmlNode *run, GPtrArray *blocks, KxBlock *block, const KxRunLooks *of_paragraph)
{
  KxRunLooks looks = *of_paragraph;

  kx_docx_styles_apply_run (self->styles, kx_docx_child (run, "rPr"), &looks);
  for (const xmlNode *node = run->children; node != NULL; node = node->next)
    {
      g_autofree char *type =
          node->type == XML_ELEMENT_NODE && is_named (node, "br") ? kx_docx_attribute (node, "type") : NULL;

      if (g_strcmp0 (type, "page") == 0)
        block = break_page (blocks, block);
      else if (node->type == XML_ELEMENT_NODE)
        read_run_part (self, node, block, &looks);
    }
  return block;
}

static KxBlock *
read_inline (Parser *self, const xmlNode *parent, GPtrArray *blocks, KxBlock *block, const KxRunLooks *looks)
{
  for (const xmlNode *node = parent->children; node != NULL && self->depth < DEPTH; node = node->next)
    {
      g_autofree char *instruction = NULL;
      KxRunKind kind;

      if (node->type != XML_ELEMENT_NODE || is_named (node, "pPr") || is_named (node, "del") ||
          is_named (node, "moveFrom") || is_named (node, "sdtPr"))
        continue;
      instruction = is_named (node, "fldSimple") ? kx_docx_attribute (node, "instr") : NULL;
      self->depth++;
      if (is_named (node, "r"))
        block = read_run (self, node, blocks, block, looks);
      else if (instruction != NULL && find_field (instruction, &kind))
        add_run (self, block, kind, "", looks);
      else
        block = read_inline (self, node, blocks, block, looks);
      self->depth--;
    }
  return block;
}

/* Numbers */

static KxNumber *
new_number (const xmlNode *level, const char *text, const KxRunLooks *looks)
{
  g_autofree char *align = kx_docx_attribute (kx_docx_child (level, "lvlJc"), "val");
  const xmlNode *tabs = kx_docx_child (kx_docx_child (level, "pPr"), "tabs");
  KxNumber *number = g_new0 (KxNumber, 1);

  number->text = text;
  number->looks = *looks;
  if (align != NULL)
    number->align = g_str_equal (align, "center")                                ? KX_ALIGN_CENTER
                    : g_str_equal (align, "right") || g_str_equal (align, "end") ? KX_ALIGN_RIGHT
                                                                                 : KX_ALIGN_LEFT;
  for (const xmlNode *tab = tabs != NULL ? tabs->children : NULL; tab != NULL; tab = tab->next)
    {
      double stop = is_named (tab, "tab") ? kx_docx_points (tab, "pos", 0) : 0;

      if (stop > 0 && number->n_stops < KX_TAB_STOPS)
        number->stops[number->n_stops++] = stop;
    }
  return number;
}

/* The number stands before the text: as its first run, or, with a tabulator, beside it. In a paragraph that
 * is not set from the left there is no place for a tabulator to lead to, and a space of a character parts
 * them. */
static void
read_number (Parser *self, const xmlNode *paragraph, KxBlock *block)
{
  const xmlNode *level =
      kx_docx_numbering_get_level (self->numbering, block->looks.number, block->looks.level);
  g_autofree char *suffix = kx_docx_attribute (kx_docx_child (level, "suff"), "val"), *text = NULL,
                  *all = NULL;
  KxRunLooks looks = block->mark;
  gboolean known = FALSE, by_tab = suffix == NULL || g_str_equal (suffix, "tab");

  text = kx_docx_numbering_next (self->numbering, block->looks.number, block->looks.level, &known);
  if (!known)
    self->model->unshown |= KX_UNSHOWN_NUMBERING;
  looks.hidden = FALSE;
  kx_docx_styles_apply_run (self->styles, kx_docx_child (level, "rPr"), &looks);
  if (text == NULL || *text == '\0' || looks.hidden)
    return;
  all = g_strconcat (text, by_tab ? "　" : g_str_equal (suffix, "space") ? " " : "", NULL);
  if (self->numbers != NULL)
    g_hash_table_insert (self->numbers, (gpointer) paragraph, g_strdup (all));
  if (by_tab && (block->looks.align == KX_ALIGN_LEFT || block->looks.align == KX_ALIGN_BOTH))
    block->number = new_number (level, g_string_chunk_insert (self->model->texts, text), &looks);
  else
    {
      KxRun run = { KX_RUN_TEXT, NULL, looks };

      run.text = g_string_chunk_insert (self->model->texts, all);
      g_array_append_val (block->runs, run);
    }
}

/* Blocks */

static void
read_paragraph (Parser *self, const xmlNode *paragraph, GPtrArray *blocks)
{
  const xmlNode *properties = kx_docx_child (paragraph, "pPr");
  g_autofree char *style = kx_docx_attribute (kx_docx_child (properties, "pStyle"), "val");
  KxBlock *block = add_block (blocks);
  KxRunLooks looks;

  kx_docx_styles_get (self->styles, style, &block->looks, &looks);
  kx_docx_styles_apply (self->styles, properties, &block->looks);
  block->mark = looks;
  kx_docx_styles_apply_run (self->styles, kx_docx_child (properties, "rPr"), &block->mark);
  if (block->looks.number > 0)
    read_number (self, paragraph, block);
  if (kx_docx_child (properties, "sectPr") != NULL)
    self->model->unshown |= KX_UNSHOWN_SECTIONS;
  read_inline (self, paragraph, blocks, block, &looks);
}

static void read_blocks (Parser *self, const xmlNode *parent, GPtrArray *blocks);

static void
read_cell (Parser *self, const xmlNode *node, KxRow *row, GArray *grid, guint *column)
{
  const xmlNode *properties = kx_docx_child (node, "tcPr"), *merge = kx_docx_child (properties, "vMerge");
  g_autofree char *span = kx_docx_attribute (kx_docx_child (properties, "gridSpan"), "val"),
                  *valign = kx_docx_attribute (kx_docx_child (properties, "vAlign"), "val"),
                  *merges = kx_docx_attribute (merge, "val");
  KxCell *cell = g_new0 (KxCell, 1);

  cell->span = span != NULL ? (guint) CLAMP (g_ascii_strtoull (span, NULL, 10), 1, 64) : 1;
  for (guint i = 0; i < cell->span; i++)
    if (*column + i < grid->len)
      cell->width += g_array_index (grid, double, *column + i);
  *column += cell->span;
  if (cell->width <= 0)
    cell->width = MAX (kx_docx_points (kx_docx_child (properties, "tcW"), "w", 72), 18);
  cell->valign = g_strcmp0 (valign, "center") == 0 ? 1 : g_strcmp0 (valign, "bottom") == 0 ? 2 : 0;
  cell->continues = merge != NULL && g_strcmp0 (merges, "restart") != 0;
  cell->blocks = new_blocks ();
  g_ptr_array_add (row->cells, cell);
  read_blocks (self, node, cell->blocks);
}

static void
read_row (Parser *self, const xmlNode *node, KxTable *table, GArray *grid)
{
  const xmlNode *properties = kx_docx_child (node, "trPr"), *height = kx_docx_child (properties, "trHeight");
  g_autofree char *rule = kx_docx_attribute (height, "hRule");
  KxRow *row = g_new0 (KxRow, 1);
  guint column = 0;

  row->cells = g_ptr_array_new_with_free_func (cell_free);
  row->height = MAX (kx_docx_points (height, "val", 0), 0);
  row->exact = g_strcmp0 (rule, "exact") == 0;
  row->head = kx_docx_switch (kx_docx_child (properties, "tblHeader"), FALSE);
  row->whole = kx_docx_switch (kx_docx_child (properties, "cantSplit"), FALSE);
  g_ptr_array_add (table->rows, row);
  for (const xmlNode *cell = node->children; cell != NULL; cell = cell->next)
    if (is_named (cell, "tc"))
      read_cell (self, cell, row, grid, &column);
}

static void
read_table (Parser *self, const xmlNode *node, GPtrArray *blocks)
{
  const xmlNode *columns = kx_docx_child (node, "tblGrid");
  g_autoptr (GArray) grid = g_array_new (FALSE, FALSE, sizeof (double));
  KxBlock *block = add_block (blocks);

  kx_docx_styles_get (self->styles, NULL, &block->looks, &block->mark);
  block->table = g_new0 (KxTable, 1);
  block->table->rows = g_ptr_array_new_with_free_func (row_free);
  kx_docx_styles_apply_table (self->styles, kx_docx_child (node, "tblPr"), block->table);
  for (const xmlNode *column = columns != NULL ? columns->children : NULL; column != NULL;
       column = column->next)
    if (is_named (column, "gridCol"))
      {
        double width = MAX (kx_docx_points (column, "w", 72), 1);

        g_array_append_val (grid, width);
      }
  for (const xmlNode *row = node->children; row != NULL; row = row->next)
    if (is_named (row, "tr"))
      read_row (self, row, block->table, grid);
}

static void
read_blocks (Parser *self, const xmlNode *parent, GPtrArray *blocks)
{
  for (const xmlNode *node = parent->children; node != NULL && self->depth < DEPTH; node = node->next)
    {
      self->depth++;
      if (is_named (node, "p"))
        read_paragraph (self, node, blocks);
      else if (is_named (node, "tbl"))
        read_table (self, node, blocks);
      else if (is_named (node, "sdt") || is_named (node, "sdtContent") || is_named (node, "ins") ||
               is_named (node, "customXml"))
        read_blocks (self, node, blocks);
      self->depth--;
    }
}

/* Parts */

static xmlNode *
read_part (Parser *self, const char *name)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      const KxDocxPart *part = self->parts->pdata[i];
      gsize size;
      const char *data;
      xmlDoc *doc;

      if (!g_str_equal (part->name, name))
        continue;
      data = g_bytes_get_data (part->bytes, &size);
      doc = size > 0 ? xmlReadMemory (data, (int) size, name, NULL,
                                      XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)
                     : NULL;
      if (doc == NULL)
        return NULL;
      g_ptr_array_add (self->docs, doc);
      /* No word processor writes a document type. */
      return doc->intSubset == NULL ? xmlDocGetRootElement (doc) : NULL;
    }
  return NULL;
}

/* Takes what a part below word/ calls other parts. */
static void
read_targets (Parser *self, const char *name)
{
  g_autofree char *relations = g_strdup_printf ("word/_rels/%s.rels", name);
  const xmlNode *root = read_part (self, relations);

  g_hash_table_remove_all (self->targets);
  for (const xmlNode *node = root != NULL ? root->children : NULL; node != NULL; node = node->next)
    {
      g_autofree char *mode = NULL, *target = NULL;
      char *id;

      if (!is_named (node, "Relationship"))
        continue;
      id = kx_docx_attribute (node, "Id");
      target = kx_docx_attribute (node, "Target");
      mode = kx_docx_attribute (node, "TargetMode");
      if (id != NULL && target != NULL && g_strcmp0 (mode, "External") != 0)
        g_hash_table_replace (self->targets, id,
                              *target == '/' ? g_strdup (target + 1) : g_strconcat ("word/", target, NULL));
      else
        g_free (id);
    }
}

static void
read_edge (Parser *self, const xmlNode *reference, gboolean even_differs)
{
  g_autofree char *type = kx_docx_attribute (reference, "type"), *id = kx_docx_attribute (reference, "id");
  gboolean is_head = is_named (reference, "headerReference");
  guint which = g_strcmp0 (type, "first") == 0  ? KX_EDGE_FIRST
                : g_strcmp0 (type, "even") == 0 ? KX_EDGE_EVEN
                                                : KX_EDGE_ODD;
  GPtrArray **edges = is_head ? self->model->header : self->model->footer;
  g_autofree char *part = NULL;
  xmlNode *root;

  if ((which == KX_EDGE_FIRST && !self->model->first_differs) || (which == KX_EDGE_EVEN && !even_differs))
    return;
  read_targets (self, "document.xml");
  part = id != NULL ? g_strdup (g_hash_table_lookup (self->targets, id)) : NULL;
  root = part != NULL ? read_part (self, part) : NULL;
  if (root == NULL || edges[which] != NULL)
    return;
  edges[which] = new_blocks ();
  read_targets (self, part + (g_str_has_prefix (part, "word/") ? strlen ("word/") : 0));
  read_blocks (self, root, edges[which]);
  if (which == KX_EDGE_ODD && !even_differs)
    edges[KX_EDGE_EVEN] = g_ptr_array_ref (edges[KX_EDGE_ODD]);
}

static void
read_section (Parser *self, const xmlNode *section)
{
  const xmlNode *size = kx_docx_child (section, "pgSz"), *margins = kx_docx_child (section, "pgMar");
  g_autofree char *columns = kx_docx_attribute (kx_docx_child (section, "cols"), "num");
  const xmlNode *settings = read_part (self, "word/settings.xml");
  gboolean even_differs = kx_docx_switch (kx_docx_child (settings, "evenAndOddHeaders"), FALSE);
  KxDocxModel *model = self->model;

  model->first_differs = kx_docx_switch (kx_docx_child (section, "titlePg"), FALSE);
  model->width = CLAMP (kx_docx_points (size, "w", 595.3), 72, 1600);
  model->height = CLAMP (kx_docx_points (size, "h", 841.9), 72, 1600);
  model->top = CLAMP (kx_docx_points (margins, "top", 72), 0, model->height / 2 - 20);
  model->bottom = CLAMP (kx_docx_points (margins, "bottom", 72), 0, model->height / 2 - 20);
  model->left = CLAMP (kx_docx_points (margins, "left", 90), 0, model->width / 2 - 30);
  model->right = CLAMP (kx_docx_points (margins, "right", 90), 0, model->width / 2 - 30);
  model->header_at = CLAMP (kx_docx_points (margins, "header", 36), 0, model->height);
  model->tab_stop = MAX (kx_docx_points (kx_docx_child (settings, "defaultTabStop"), "val", 36), 1);
  model->footer_at = CLAMP (kx_docx_points (margins, "footer", 36), 0, model->height);
  if (columns != NULL && g_ascii_strtoull (columns, NULL, 10) > 1)
    model->unshown |= KX_UNSHOWN_SECTIONS;
  for (const xmlNode *node = section != NULL ? section->children : NULL; node != NULL; node = node->next)
    if (is_named (node, "headerReference") || is_named (node, "footerReference"))
      read_edge (self, node, even_differs);
}

static char *
dup_property (const xmlNode *properties, const char *name)
{
  xmlNode *node = kx_docx_child (properties, name);
  xmlChar *content = node != NULL ? xmlNodeGetContent (node) : NULL;
  char *text = content != NULL && *content != '\0' ? g_strdup ((const char *) content) : NULL;

  xmlFree (content);
  return text;
}

static void
picture_free (gpointer picture)
{
  cairo_surface_destroy (((KxPicture *) picture)->surface);
  g_free (picture);
}

static KxDocxModel *
new_model (void)
{
  KxDocxModel *model = g_new0 (KxDocxModel, 1);

  model->blocks = new_blocks ();
  model->texts = g_string_chunk_new (4096);
  model->pictures = g_ptr_array_new_with_free_func (picture_free);
  return model;
}

static void
free_doc (gpointer doc)
{
  xmlFreeDoc (doc);
}

static void
clear_parser (Parser *self)
{
  if (self->field.instruction != NULL)
    g_string_free (self->field.instruction, TRUE);
  g_clear_pointer (&self->styles, kx_docx_styles_free);
  g_clear_pointer (&self->numbering, kx_docx_numbering_free);
  g_clear_pointer (&self->pictures, kx_docx_pictures_free);
  g_clear_pointer (&self->targets, g_hash_table_unref);
  g_clear_pointer (&self->docs, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parser, clear_parser)

/* Reads what the paragraphs of the body rest on, and gives the body; NULL: the document is damaged. */
static xmlNode *
begin (Parser *self, KxDocxModel *model, GPtrArray *parts)
{
  *self = (Parser){ .model = model, .parts = parts, .docs = g_ptr_array_new_with_free_func (free_doc) };
  self->numbering = kx_docx_numbering_new (read_part (self, "word/numbering.xml"));
  self->styles = kx_docx_styles_new (read_part (self, "word/styles.xml"), self->numbering, model->texts);
  self->pictures = kx_docx_pictures_new (parts);
  self->targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  read_targets (self, "document.xml");
  return kx_docx_child (read_part (self, "word/document.xml"), "body");
}

KxDocxModel *
kx_docx_model_new (GBytes *document, GError **error)
{
  g_autoptr (KxDocxModel) model = new_model ();
  g_autoptr (GPtrArray) parts = kx_docx_unpack (document, error);
  g_auto (Parser) parser = { 0 };
  xmlNode *body, *properties;

  if (parts == NULL)
    return NULL;
  body = begin (&parser, model, parts);
  if (body == NULL)
    {
      g_set_error_literal (error, KX_DOCX_ERROR, KX_DOCX_ERROR_DAMAGED,
                           _ ("This is no docx document, or it is damaged"));
      return NULL;
    }
  properties = read_part (&parser, "docProps/core.xml");
  model->title = dup_property (properties, "title");
  model->language = dup_property (properties, "language");
  read_blocks (&parser, body, model->blocks);
  read_section (&parser, kx_docx_child (body, "sectPr"));
  return g_steal_pointer (&model);
}

static gboolean
is_of_words (const xmlNode *node)
{
  return node->ns != NULL && node->ns->href != NULL &&
         strstr ((const char *) node->ns->href, "/wordprocessingml/") != NULL;
}

/* The parser does not go deeper than a stack is. */
static void
list_numbers (const xmlNode *parent, GHashTable *numbers, GPtrArray *list)
{
  for (const xmlNode *node = parent->children; node != NULL; node = node->next)
    {
      const char *number = g_hash_table_lookup (numbers, node);

      if (node->type != XML_ELEMENT_NODE || is_named (node, "Fallback"))
        continue;
      if (is_named (node, "p") && is_of_words (node))
        g_ptr_array_add (list, g_strdup (number != NULL ? number : ""));
      list_numbers (node, numbers, list);
    }
}

GPtrArray *
kx_docx_model_list_numbers (GPtrArray *parts)
{
  g_autoptr (KxDocxModel) model = new_model ();
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  g_auto (Parser) parser = { 0 };
  xmlNode *body = begin (&parser, model, parts);

  if (body == NULL)
    return NULL;
  parser.numbers = numbers;
  read_blocks (&parser, body, model->blocks);
  list_numbers (body, numbers, list);
  return g_steal_pointer (&list);
}

void
kx_docx_model_free (KxDocxModel *self)
{
  g_ptr_array_unref (self->blocks);
  for (guint i = 0; i < KX_EDGES; i++)
    {
      g_clear_pointer (&self->header[i], g_ptr_array_unref);
      g_clear_pointer (&self->footer[i], g_ptr_array_unref);
    }
  g_string_chunk_free (self->texts);
  g_ptr_array_unref (self->pictures);
  g_free (self->title);
  g_free (self->language);
  g_free (self);
}
