#include "print/kx-docx.h"

#include "print/kx-docx-zip.h"

#include <string.h>

#define HEAD                                                                                                 \
  "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document "                              \
  "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
#define TAIL "<w:sectPr/></w:body></w:document>"
#define TYPES "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"

static void
add_part (GPtrArray *parts, const char *name, const void *bytes, gsize size)
{
  KxDocxPart *part = g_new0 (KxDocxPart, 1);

  *part = (KxDocxPart){ g_strdup (name), g_bytes_new (bytes, size), 1782864000 };
  g_ptr_array_add (parts, part);
}

static void
free_part (gpointer data)
{
  KxDocxPart *part = data;

  g_free (part->name);
  g_bytes_unref (part->bytes);
  g_free (part);
}

/* A document with this body, and parts beside it that nobody touches. */
static GBytes *
make (const char *body)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (free_part);
  g_autofree char *document = g_strconcat (HEAD, body, TAIL, NULL);
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  add_part (parts, "[Content_Types].xml", TYPES, strlen (TYPES));
  add_part (parts, "word/document.xml", document, strlen (document));
  add_part (parts, "word/media/seal.png", "\x89PNG\0\1\2{{agency.name}}", 22);
  add_part (parts, "docProps/empty.xml", "", 0);
  bytes = kx_docx_pack (parts, &error);
  g_assert_no_error (error);
  return bytes;
}

static KxDocxValues *
make_values (void)
{
  KxDocxValues *values = kx_docx_values_new ();

  kx_docx_values_set (values, "agency.name", "济南<示例>医院 & 分院");
  kx_docx_values_set (values, "matter", "第一行\n第二行");
  kx_docx_values_set (values, "number", "");
  return values;
}

static char *
fill_to_text (const char *body, const KxDocxValues *values)
{
  g_autoptr (GBytes) template = make (body), filled = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  filled = kx_docx_fill (template, values, &error);
  g_assert_no_error (error);
  text = kx_docx_dup_text (filled, &error);
  g_assert_no_error (error);
  return text;
}

static void
assert_filled (const char *body, const char *expected)
{
  g_autoptr (KxDocxValues) values = make_values ();
  g_autofree char *text = fill_to_text (body, values);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_a_field_is_replaced_where_it_stands (void)
{
  assert_filled ("<w:p><w:r><w:t>机构：{{agency.name}}。</w:t></w:r></w:p>",
                 "机构：济南<示例>医院 & 分院。\n");
  assert_filled ("<w:p><w:r><w:t>{{ agency.name }}与{{agency.name}}</w:t></w:r></w:p>",
                 "济南<示例>医院 & 分院与济南<示例>医院 & 分院\n");
}

/* As a word processor leaves it after somebody went over it. */
static void
test_a_field_in_pieces_is_one_field (void)
{
  assert_filled (
      "<w:p><w:r><w:t>甲{</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{agency</w:t></w:r>"
      "<w:proofErr w:type=\"spellEnd\"/><w:r><w:t>.na</w:t></w:r><w:r><w:t>me}}乙</w:t></w:r></w:p>",
      "甲济南<示例>医院 & 分院乙\n");
}

static void
test_what_is_no_field_stays (void)
{
  assert_filled ("<w:p><w:r><w:t>{{}} {{a b}} {agency.name} {{agency.name</w:t></w:r></w:p>",
                 "{{}} {{a b}} {agency.name} {{agency.name\n");
  assert_filled ("<w:p><w:r><w:t>{{nobody.knows}}</w:t></w:r></w:p>", "{{nobody.knows}}\n");
  /* A value is never taken for a field. */
  {
    g_autoptr (KxDocxValues) values = kx_docx_values_new ();
    g_autofree char *text = NULL;

    kx_docx_values_set (values, "a", "{{b}}");
    kx_docx_values_set (values, "b", "wrong");
    text = fill_to_text ("<w:p><w:r><w:t>{{a}}{{a}}</w:t></w:r></w:p>", values);
    g_assert_cmpstr (text, ==, "{{b}}{{b}}\n");
  }
}

static void
test_without_a_text_there_is_a_blank_for_the_hand (void)
{
  assert_filled ("<w:p><w:r><w:t>第{{number}}号</w:t></w:r></w:p>", "第　　　　　　号\n");
}

static char *
get_part (GBytes *document, const char *name)
{
  g_autoptr (GPtrArray) parts = kx_docx_unpack (document, NULL);

  for (guint i = 0; i < parts->len; i++)
    {
      KxDocxPart *part = parts->pdata[i];

      if (g_str_equal (part->name, name))
        return g_strndup (g_bytes_get_data (part->bytes, NULL), g_bytes_get_size (part->bytes));
    }
  return NULL;
}

static void
test_lines_are_kept_in_one_run (void)
{
  g_autoptr (KxDocxValues) values = make_values ();
  g_autoptr (GBytes) template =
      make ("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>事项：{{matter}}</w:t></w:r></w:p>");
  g_autoptr (GBytes) filled = kx_docx_fill (template, values, NULL);
  g_autofree char *xml = get_part (filled, "word/document.xml");

  g_assert_nonnull (strstr (xml,
                            "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">事项：第一行</w:t><w:br/>"
                            "<w:t xml:space=\"preserve\">第二行</w:t></w:r>"));
}

#define ROW                                                                                                  \
  "<w:tr><w:tc><w:p><w:r><w:t>{{guards.mark}}</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>"                 \
  "{{guards.sentence}}（{{agency.name}}）</w:t></w:r></w:p></w:tc></w:tr>"

static void
add_guard (KxDocxValues *values, const char *mark, const char *sentence)
{
  KxDocxValues *row = kx_docx_values_add_row (values, "guards");

  kx_docx_values_set (row, "mark", mark);
  kx_docx_values_set (row, "sentence", sentence);
}

static void
test_a_row_comes_once_for_each_of_its_list (void)
{
  g_autoptr (KxDocxValues) values = kx_docx_values_new ();
  g_autofree char *text = NULL;

  kx_docx_values_set (values, "agency.name", "甲");
  add_guard (values, "√", "材料齐全");
  add_guard (values, "×", "名额已满");
  text = fill_to_text ("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>头</w:t></w:r></w:p></w:tc></w:tr>" ROW
                       "</w:tbl><w:p><w:r><w:t>尾</w:t></w:r></w:p>",
                       values);
  g_assert_cmpstr (text, ==, "头\n√\n材料齐全（甲）\n×\n名额已满（甲）\n尾\n");
}

static void
test_a_list_without_rows_leaves_none (void)
{
  g_autoptr (KxDocxValues) values = kx_docx_values_new ();
  g_autofree char *with_head = NULL, *alone = NULL;

  kx_docx_values_set (values, "agency.name", "甲");
  kx_docx_values_add_list (values, "guards");
  with_head = fill_to_text (
      "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>头</w:t></w:r></w:p></w:tc></w:tr>" ROW "</w:tbl>", values);
  g_assert_cmpstr (with_head, ==, "头\n");
  /* A table needs a row. */
  alone = fill_to_text ("<w:tbl>" ROW "</w:tbl>", values);
  g_assert_nonnull (strstr (alone, "（甲）"));
}

/* Filling changes fields alone. */
static void
test_all_other_parts_stay_byte_for_byte (void)
{
  g_autoptr (KxDocxValues) values = make_values ();
  g_autoptr (GBytes) template = make ("<w:p><w:r><w:t>{{agency.name}}</w:t></w:r></w:p>"), filled = NULL;
  g_autoptr (GPtrArray) before = NULL, after = NULL;

  filled = kx_docx_fill (template, values, NULL);
  before = kx_docx_unpack (template, NULL);
  after = kx_docx_unpack (filled, NULL);
  g_assert_cmpuint (before->len, ==, after->len);
  for (guint i = 0; i < before->len; i++)
    {
      const KxDocxPart *one = before->pdata[i], *other = after->pdata[i];

      g_assert_cmpstr (one->name, ==, other->name);
      g_assert_cmpint (g_bytes_equal (one->bytes, other->bytes), ==,
                       !g_str_equal (one->name, "word/document.xml"));
    }
}

static void
test_what_lacks_is_named_before (void)
{
  g_autoptr (KxDocxValues) values = make_values ();
  g_autoptr (GBytes) template =
      make ("<w:p><w:r><w:t>{{number}}{{unknown}}{{agency.name}}{{unknown}}</w:t></w:r></w:p><w:tbl>" ROW
            "</w:tbl>");
  g_autoptr (GPtrArray) unknown = g_ptr_array_new_with_free_func (g_free),
                        empty = g_ptr_array_new_with_free_func (g_free), names = NULL;
  g_autoptr (GError) error = NULL;

  add_guard (values, "√", "");
  g_assert_true (kx_docx_check (template, values, unknown, empty, &error));
  g_assert_cmpuint (unknown->len, ==, 1);
  g_assert_cmpstr (unknown->pdata[0], ==, "unknown");
  g_assert_cmpuint (empty->len, ==, 2);
  g_assert_cmpstr (empty->pdata[0], ==, "number");
  g_assert_cmpstr (empty->pdata[1], ==, "guards.sentence");
  names = kx_docx_list_fields (template, &error);
  g_assert_cmpuint (names->len, ==, 5);
}

static void
test_headers_and_text_boxes_are_filled_too (void)
{
  g_autoptr (KxDocxValues) values = make_values ();
  g_autofree char *text = fill_to_text ("<w:p><w:r><w:t>外{{agency.name}}</w:t></"
                                        "w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>内{{agency.name}}"
                                        "</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>",
                                        values);

  g_assert_cmpstr (text, ==, "外济南<示例>医院 & 分院\n内济南<示例>医院 & 分院\n");
}

static void
refuse (GBytes *bytes, int code)
{
  g_autoptr (KxDocxValues) values = make_values ();
  g_autoptr (GError) error = NULL;

  g_assert_null (kx_docx_fill (bytes, values, &error));
  g_assert_error (error, KX_DOCX_ERROR, code);
}

static void
test_what_is_no_document_is_refused (void)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("no zip", 6), broken = make ("<w:p><w:r>{"), typed = NULL,
                     good = make ("<w:p/>"), cut = NULL;
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (free_part);
  static const char bomb[] = "<!DOCTYPE a [<!ENTITY b \"{{agency.name}}\">]><a>&b;</a>";

  refuse (text, KX_DOCX_ERROR_DAMAGED);
  refuse (broken, KX_DOCX_ERROR_DAMAGED);
  cut = g_bytes_new_from_bytes (good, 0, g_bytes_get_size (good) / 2);
  refuse (cut, KX_DOCX_ERROR_DAMAGED);
  add_part (parts, "word/document.xml", bomb, strlen (bomb));
  typed = kx_docx_pack (parts, NULL);
  refuse (typed, KX_DOCX_ERROR_DAMAGED);
  /* A workbook is no letter. */
  g_ptr_array_set_size (parts, 0);
  add_part (parts, "xl/workbook.xml", "<a/>", 4);
  {
    g_autoptr (GBytes) workbook = kx_docx_pack (parts, NULL);

    refuse (workbook, KX_DOCX_ERROR_DAMAGED);
  }
}

static void
test_any_bytes_are_safe (void)
{
  g_autoptr (KxDocxValues) values = make_values ();
  g_autoptr (GBytes) template =
      make ("<w:p><w:r><w:t>{{agency.name}}</w:t></w:r></w:p><w:tbl>" ROW "</w:tbl>");
  gsize size = g_bytes_get_size (template);

  add_guard (values, "√", "好");
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (template, NULL), size);
      g_autoptr (GBytes) changed = NULL, filled = NULL;
      g_autoptr (GError) error = NULL;

      for (int n = g_test_rand_int_range (1, 5); n > 0; n--)
        copy[g_test_rand_int_range (0, (int) size)] = (guint8) g_test_rand_int_range (0, 256);
      changed = g_bytes_new (copy, size);
      filled = kx_docx_fill (changed, values, &error);
      g_assert_true ((filled == NULL) == (error != NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/docx/where-it-stands", test_a_field_is_replaced_where_it_stands);
  g_test_add_func ("/docx/in-pieces", test_a_field_in_pieces_is_one_field);
  g_test_add_func ("/docx/no-field", test_what_is_no_field_stays);
  g_test_add_func ("/docx/blank", test_without_a_text_there_is_a_blank_for_the_hand);
  g_test_add_func ("/docx/lines", test_lines_are_kept_in_one_run);
  g_test_add_func ("/docx/rows", test_a_row_comes_once_for_each_of_its_list);
  g_test_add_func ("/docx/no-rows", test_a_list_without_rows_leaves_none);
  g_test_add_func ("/docx/other-parts", test_all_other_parts_stay_byte_for_byte);
  g_test_add_func ("/docx/lacks", test_what_lacks_is_named_before);
  g_test_add_func ("/docx/text-boxes", test_headers_and_text_boxes_are_filled_too);
  g_test_add_func ("/docx/refused", test_what_is_no_document_is_refused);
  g_test_add_func ("/docx/any-bytes", test_any_bytes_are_safe);
  return g_test_run ();
}
