/* The paragraphs and tables of a document with the looks that its styles give them, in points: what a page
 * needs to be laid out. Headers, footers and the measures of the page are those of its last section. */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* Looks of a run of text. */
typedef struct
{
  const char *east_asian, *latin; /* names of fonts; borrowed from the model */
  double size;
  double tracking; /* between characters */
  gboolean bold, italic, underlined, hidden;
} KxRunLooks;

/* What the place of a picture is reckoned from. */
typedef enum
{
  KX_FROM_TEXT, /* the column, or the paragraph */
  KX_FROM_MARGIN,
  KX_FROM_PAGE,
  KX_FROM_BEFORE, /* the margin at the left, or above */
  KX_FROM_BEHIND  /* the one at the right, or below */
} KxPictureOrigin;

typedef struct
{
  KxPictureOrigin origin;
  gboolean is_aligned;
  double offset; /* unless it is aligned */
  double part;   /* 0 at the beginning of where it is reckoned from, 1 at its end */
} KxPictureAxis;

typedef struct
{
  cairo_surface_t *surface; /* owned */
  double width, height;
  double crop_left, crop_top, crop_right, crop_bottom; /* parts of the picture that are not shown */
  gboolean is_anchored;                                /* stands at a place of its own, not in the line */
  gboolean is_behind;                                  /* the text */
  KxPictureAxis across, down;
} KxPicture;

/* What a run is: a text, a picture, or what is known only on the page. */
typedef enum
{
  KX_RUN_TEXT,
  KX_RUN_PICTURE,
  KX_RUN_PAGE_NUMBER,
  KX_RUN_PAGE_COUNT
} KxRunKind;

typedef struct
{
  KxRunKind kind;
  const char *text; /* borrowed from the model; U+2028 is a line break, \t a tabulator */
  KxRunLooks looks;
  const KxPicture *picture; /* of KX_RUN_PICTURE; borrowed from the model */
} KxRun;

typedef enum
{
  KX_ALIGN_LEFT,
  KX_ALIGN_CENTER,
  KX_ALIGN_RIGHT,
  KX_ALIGN_BOTH
} KxAlign;

typedef enum
{
  KX_LINES_AUTO, /* `line` times the height of the font */
  KX_LINES_LEAST,
  KX_LINES_EXACT
} KxLines;

typedef struct
{
  KxAlign align;
  double left, right;
  double first;       /* of the first line, beside `left`; negative: it hangs out */
  double first_chars; /* the same in characters of its own font, when not 0 */
  double right_chars, left_chars;
  double before, after;
  double line;
  KxLines lines;
  gboolean keep_next, break_before, is_title;
  guint number, level; /* w:numId and the level of the automatic number; `number` 0: none */
} KxParagraphLooks;

#define KX_TAB_STOPS 4

/* The automatic number of a paragraph, from which a tabulator leads to the text. */
typedef struct
{
  const char *text; /* borrowed from the model */
  KxRunLooks looks;
  KxAlign align; /* where the first line begins, it begins, has its middle, or ends */
  double stops[KX_TAB_STOPS];
  guint n_stops;
} KxNumber;

typedef struct _KxTable KxTable;

/* A paragraph, or a table. */
typedef struct
{
  KxTable *table; /* owned; NULL: a paragraph */
  KxParagraphLooks looks;
  KxRunLooks mark;  /* of the paragraph itself: how high it is without a text */
  KxNumber *number; /* owned or NULL; a number that no tabulator follows is a run */
  GArray *runs;     /* (element-type KxRun) */
  GPtrArray
      *anchored; /* pictures that have their place from it; (element-type KxPicture) borrowed, or NULL */
} KxBlock;

typedef struct
{
  double width;
  guint span;
  int valign;         /* 0 top, 1 middle, 2 bottom */
  gboolean continues; /* goes on with the cell above */
  GPtrArray *blocks;  /* (element-type KxBlock) */
} KxCell;

typedef struct
{
  GPtrArray *cells; /* (element-type KxCell) */
  double height;
  gboolean exact, head, whole; /* whole: not to be parted between pages */
} KxRow;

struct _KxTable
{
  GPtrArray *rows;                                                /* (element-type KxRow) */
  double top, left, bottom, right, between_rows, between_columns; /* widths of lines; 0: none */
  double margin_left, margin_right;
  KxAlign align;
};

/* What a page of this program does not show of a document. */
typedef enum
{
  KX_UNSHOWN_PICTURES = 1 << 0,
  KX_UNSHOWN_TEXT_BOXES = 1 << 1,
  KX_UNSHOWN_NUMBERING = 1 << 2,
  KX_UNSHOWN_NOTES = 1 << 3,
  KX_UNSHOWN_SECTIONS = 1 << 4, /* others than the last have their own measures, or there are columns */
  KX_UNSHOWN_WRAPPING = 1 << 5  /* text around pictures, and pictures that are turned */
} KxUnshown;

/* Which pages a header or a footer is for. */
enum
{
  KX_EDGE_ODD,
  KX_EDGE_EVEN,
  KX_EDGE_FIRST,
  KX_EDGES
};

typedef struct
{
  GPtrArray *blocks;                              /* (element-type KxBlock) */
  GPtrArray *header[KX_EDGES], *footer[KX_EDGES]; /* (element-type KxBlock) or NULL */
  gboolean first_differs;                         /* the first page has those of its own, or none */
  double width, height, top, right, bottom, left, header_at, footer_at;
  double tab_stop;        /* the distance of tabulators that are not set otherwise */
  char *title, *language; /* owned or NULL */
  guint unshown;          /* a set of KxUnshown */
  gboolean counts_pages;  /* somewhere stands how many pages there are */
  GStringChunk *texts;
  GPtrArray *pictures; /* (element-type KxPicture) */
} KxDocxModel;

/* NULL with an error of KX_DOCX_ERROR. */
KxDocxModel *kx_docx_model_new (GBytes *document, GError **error);
void kx_docx_model_free (KxDocxModel *self);

/* What the automatic numbers of the body read, with what parts them from the text: one for each of its
 * paragraphs in the order of the document, "" for none; what is said once more for older programs is left
 * out. `parts` are those of kx_docx_unpack(). (element-type utf8) Free with g_ptr_array_unref(). NULL: the
 * body cannot be read. */
GPtrArray *kx_docx_model_list_numbers (GPtrArray *parts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxDocxModel, kx_docx_model_free)

G_END_DECLS
