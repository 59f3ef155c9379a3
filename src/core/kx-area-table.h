/* The administrative divisions of GB/T 2260, with their past: 省, 地市, 县. Compiled in from
 * data/divisions.tsv. */
#pragma once

#include "core/kx-date.h"

G_BEGIN_DECLS

/* The whole country, above all provinces. */
#define KX_AREA_COUNTRY_CODE "000000"

typedef enum
{
  KX_AREA_COUNTRY,
  KX_AREA_PROVINCE,
  KX_AREA_CITY,
  KX_AREA_COUNTY,
} KxAreaLevel;

typedef enum
{
  KX_AREA_PLAIN,
  KX_AREA_PLACEHOLDER, /* a line that only groups others: 市辖区, 县, 省直辖县级行政区划 */
  KX_AREA_ZONE,        /* a zone or like unit that statistics know, not GB/T 2260 */
} KxAreaKind;

/* One code with one name for one time. */
typedef struct
{
  char code[7];
  char parent[7];         /* "" for the country */
  const char *name;       /* 济南市 */
  const char *stem;       /* its short form, 济南; the name itself where it has none */
  const char *successors; /* codes that took over, parted by spaces; "" when unknown or still standing */
  KxAreaLevel level;
  KxAreaKind kind;
  KxDate from; /* first day; 0: long ago or unknown */
  KxDate to;   /* last day; 0: still standing */
} KxArea;

const KxArea *kx_area_table_lookup (const char *code);
const KxArea *kx_area_table_get_all (gsize *ret_n);
const KxArea *kx_area_table_lookup_on (const char *code, KxDate on);
const KxArea *kx_area_table_get_parent (const KxArea *area);
GPtrArray *kx_area_table_list_children (const char *code, KxDate on);
const KxArea *kx_area_table_get_successor (const KxArea *area);
GPtrArray *kx_area_table_find (const char *name, const char *within, KxDate on);

gboolean kx_area_existed (const KxArea *area, KxDate on);
gboolean kx_area_code_is_within (const char *code, const char *area);

G_END_DECLS
