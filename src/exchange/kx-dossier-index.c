#include "exchange/kx-dossier-private.h"

#include "core/entities/kx-agency.h"
#include "core/entities/kx-attachment.h"
#include "core/kx-calendar.h"
#include "exchange/kx-sheet-write.h"

#include <string.h>

#define STYLE                                                                                                \
  "body{font-family:sans-serif;max-width:60em;margin:2em auto;padding:0 1em;line-height:1.5}"                \
  "table{border-collapse:collapse;width:100%}td,th{border:1px solid;padding:.25em .5em;text-align:left;"     \
  "vertical-align:top;overflow-wrap:anywhere}code{overflow-wrap:anywhere}"                                   \
  ":root{color-scheme:light dark}"

static void
append_escaped (GString *page, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);

  g_string_append (page, escaped);
}

static void
append_element (GString *page, const char *element, const char *text)
{
  g_string_append_printf (page, "<%s>", element);
  append_escaped (page, text);
  g_string_append_printf (page, "</%s>", element);
}

static void
append_link (GString *page, const char *part, const char *words)
{
  g_autofree char *address = g_uri_escape_string (part, "/", FALSE);

  g_string_append_printf (page, "<a href=\"%s\">", address);
  append_escaped (page, words);
  g_string_append (page, "</a>");
}

/* A row of two cells. */
static void
append_fact (GString *page, const char *label, const char *text)
{
  g_string_append (page, "<tr>");
  append_element (page, "th", label);
  append_element (page, "td", text);
  g_string_append (page, "</tr>\n");
}

static void
append_facts (KxDossier *self, GString *page)
{
  const KxRecord *agency = kx_dossier_rows_get_agency (self->rows);
  g_autofree char *time = kx_dossier_dup_time (self->now);
  g_autofree char *since = self->request->since.ymd != 0 ? kx_date_format (self->request->since) : NULL;
  g_autofree char *key =
      kx_base64url_encode (kx_store_get_vault (self->store)->sign_public, KX_PUBLIC_KEY_SIZE);

  g_string_append (page, "<table>\n");
  append_fact (page, kx_dossier_say (self, N_ ("Agency")), kx_record_get (agency, kx_agency_f_name).TEXT);
  append_fact (page, kx_dossier_say (self, N_ ("Unified social credit code")),
               kx_record_get (agency, kx_agency_f_uscc).TEXT);
  append_fact (page, kx_dossier_say (self, N_ ("Period")),
               since != NULL ? since : kx_dossier_say (self, N_ ("from the beginning")));
  append_fact (page, kx_dossier_say (self, N_ ("Put together at")), time);
  append_fact (page, kx_dossier_say (self, N_ ("Put together by")), self->request->actor->name);
  append_fact (page, kx_dossier_say (self, N_ ("Key of the signature")), key);
  g_string_append (page, "</table>\n");
}

/* How many rows of a kind are here, and how many are not and why. */
static void
append_count (KxDossier *self, GString *page, const KxDossierTable *table)
{
  g_autofree char *rows = g_strdup_printf ("%u", table->records->len);
  g_autofree char *older = g_strdup_printf ("%u", table->older);
  g_autofree char *hidden = g_strdup_printf ("%u", table->hidden);
  g_autofree char *json = g_strdup_printf (KX_DOSSIER_RECORDS "%s.json", table->entity->collection);
  g_autofree char *xlsx = g_strdup_printf (KX_DOSSIER_RECORDS "%s.xlsx", table->entity->collection);

  g_string_append (page, "<tr>");
  append_element (page, "td", kx_dossier_say (self, table->entity->label));
  append_element (page, "td", rows);
  append_element (page, "td", older);
  append_element (page, "td", hidden);
  g_string_append (page, "<td>");
  if (table->records->len > 0)
    {
      append_link (page, xlsx, "xlsx");
      g_string_append (page, " · ");
      append_link (page, json, "JSON");
    }
  g_string_append (page, "</td></tr>\n");
}

static void
append_header (KxDossier *self, GString *page, const char *const *titles, guint n)
{
  g_string_append (page, "<table>\n<tr>");
  for (guint i = 0; i < n; i++)
    append_element (page, "th", kx_dossier_say (self, titles[i]));
  g_string_append (page, "</tr>\n");
}

static void
append_counts (KxDossier *self, GString *page)
{
  static const char *const titles[] = { N_ ("Kind of record"), N_ ("Here"), N_ ("Over before the period"),
                                        N_ ("Not for this person"), N_ ("Files") };

  append_element (page, "h2", kx_dossier_say (self, N_ ("Records")));
  append_header (self, page, titles, G_N_ELEMENTS (titles));
  for (guint i = 0; i < self->rows->tables->len; i++)
    append_count (self, page, self->rows->tables->pdata[i]);
  g_string_append (page, "</table>\n");
  append_element (page, "p",
                  kx_dossier_say (self, N_ ("Identity numbers and other sealed values stand here as their "
                                            "masks, whoever put the file together.")));
}

static void
append_attachments (KxDossier *self, GString *page)
{
  static const char *const titles[] = { N_ ("Title"), N_ ("Belongs to"), N_ ("File") };

  append_element (page, "h2", kx_dossier_say (self, N_ ("Attachments and letters")));
  if (self->attachments->len == 0)
    {
      append_element (page, "p", kx_dossier_say (self, N_ ("None")));
      return;
    }
  append_header (self, page, titles, G_N_ELEMENTS (titles));
  for (guint i = 0; i < self->attachments->len; i++)
    {
      const KxDossierAttachment *attachment = self->attachments->pdata[i];
      const char *name = kx_record_get (attachment->record, kx_attachment_f_file_name).TEXT;
      g_autofree char *owner = attachment->owner != NULL ? kx_dossier_dup_title (attachment->owner) : NULL;
      g_autofree char *of =
          owner != NULL
              ? g_strdup_printf ("%s · %s", kx_dossier_say (self, attachment->owner->entity->label), owner)
              : NULL;

      g_string_append (page, "<tr>");
      append_element (page, "td", kx_record_get (attachment->record, kx_attachment_f_title).TEXT);
      append_element (page, "td", of);
      g_string_append (page, "<td>");
      if (attachment->part != NULL)
        append_link (page, attachment->part, name);
      else
        {
          append_escaped (page, name);
          append_element (page, "strong", kx_dossier_say (self, N_ (" (its bytes are not at the service)")));
        }
      g_string_append (page, "</td></tr>\n");
    }
  g_string_append (page, "</table>\n");
}

static void
append_log (KxDossier *self, GString *page)
{
  append_element (page, "h2", kx_dossier_say (self, N_ ("Changes")));
  g_string_append (page, "<p>");
  append_link (page, "log/history.xlsx", kx_dossier_say (self, N_ ("Who changed what, as a table")));
  g_string_append (page, " · ");
  append_link (page, "log/history.ndjson", "NDJSON");
  if (self->request->with_audit)
    {
      g_string_append (page, " · ");
      append_link (page, KX_DOSSIER_AUDIT, kx_dossier_say (self, N_ ("Entries of the audit trail")));
      g_string_append (page, " · ");
      append_link (page, KX_DOSSIER_HEAD, kx_dossier_say (self, N_ ("Its signed head")));
    }
  g_string_append (page, "</p>\n");
  if (!self->request->with_audit)
    append_element (page, "p",
                    kx_dossier_say (self, N_ ("Entries of the audit trail are not part of it: they are for "
                                              "auditors, leaders and supervisors.")));
}

static void
append_check (KxDossier *self, GString *page)
{
  append_element (page, "h2", kx_dossier_say (self, N_ ("Checking")));
  append_element (page, "p",
                  kx_dossier_say (self, N_ ("The file manifest.json lists every other part with its SHA-256 "
                                            "and is signed by the service. Either of these names what was "
                                            "changed, taken out or added:")));
  g_string_append (page, "<p><code>kangxied verify file FILE.zip</code></p>\n"
                         "<p><code>sha256sum -c SHA256SUMS</code></p>\n");
}

static gboolean
write_page (KxDossier *self, GError **error)
{
  const char *name = kx_record_get (kx_dossier_rows_get_agency (self->rows), kx_agency_f_name).TEXT;
  g_autoptr (GString) page = g_string_new ("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">"
                                           "<meta http-equiv=\"Content-Security-Policy\" "
                                           "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
                                           "<meta name=\"viewport\" content=\"width=device-width\">");

  append_element (page, "title", name);
  g_string_append (page, "<style>" STYLE "</style></head><body>\n");
  append_element (page, "h1", name);
  append_facts (self, page);
  append_counts (self, page);
  append_attachments (self, page);
  append_log (self, page);
  append_check (self, page);
  g_string_append (page, "</body></html>\n");
  return kx_zip_writer_add (self->zip, "index.html", page->str, page->len, error);
}

/* The kind of a row, what people call it, the part with its bytes, its id. */
static gboolean
add_row (KxDossier *self, KxSheetWriter *table, const KxRecord *record, const char *part, GError **error)
{
  g_autofree char *title = kx_dossier_dup_title (record), *time = kx_dossier_dup_time (record->updated_at);
  g_autofree char *json = g_strdup_printf (KX_DOSSIER_RECORDS "%s.json", record->entity->collection);
  const char *cells[] = { kx_dossier_say (self, record->entity->label),
                          title,
                          time,
                          record->deleted_at.ms != 0 ? kx_dossier_say (self, N_ ("in the trash")) : NULL,
                          part != NULL ? part : json,
                          record->id };

  return kx_sheet_writer_add_row (table, cells, error);
}

static const char *
find_part (KxDossier *self, const KxRecord *record)
{
  for (guint i = 0; record->entity == &kx_attachment_entity && i < self->attachments->len; i++)
    if (((KxDossierAttachment *) self->attachments->pdata[i])->record == record)
      return ((KxDossierAttachment *) self->attachments->pdata[i])->part;
  return NULL;
}

static gboolean
add_rows (KxDossier *self, KxSheetWriter *table, GError **error)
{
  for (guint i = 0; i < self->rows->tables->len; i++)
    {
      const KxDossierTable *of = self->rows->tables->pdata[i];

      for (guint j = 0; j < of->records->len; j++)
        if (!add_row (self, table, of->records->pdata[j], find_part (self, of->records->pdata[j]), error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
write_table (KxDossier *self, GError **error)
{
  static const char *const titles[] = { N_ ("Kind of record"), N_ ("Record"), N_ ("Last changed"),
                                        N_ ("State"),          N_ ("File"),   N_ ("Id") };
  g_autoptr (KxSheetWriter) table =
      kx_sheet_writer_new (KX_SHEET_OUT_XLSX, kx_dossier_say (self, N_ ("Records")));
  g_autoptr (GBytes) bytes = NULL;
  gconstpointer data;
  gsize size;

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    kx_sheet_writer_add_column (table, kx_dossier_say (self, titles[i]), NULL, KX_COLUMN_TEXT);
  bytes = add_rows (self, table, error) ? kx_sheet_writer_finish (table, error) : NULL;
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &size);
  return kx_zip_writer_add (self->zip, "index.xlsx", data, size, error);
}

gboolean
kx_dossier_write_index (KxDossier *self, GError **error)
{
  return write_table (self, error) && write_page (self, error);
}
