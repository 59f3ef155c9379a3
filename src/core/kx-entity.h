/* An entity: a kind of row, described once. The macros turn one line a field into an index, a table row and a
 * typed getter and setter; everything else (columns, JSON, OpenAPI, forms, import, search, history) walks the
 * table. */
#pragma once

#include "core/kx-field.h"

G_BEGIN_DECLS

typedef struct _KxLifecycle KxLifecycle;
typedef struct _KxRecord KxRecord;

#define KX_MAX_FIELDS 64
#define KX_MAX_ENTITIES 64

/* Bits of KxEntity.traits. */
enum
{
  KX_NATIONAL = 1 << 0,         /* all rows stand in the space of the whole country, 000000 */
  KX_SEARCH_AS_PARENT = 1 << 1, /* its searched texts find the row it belongs to */
  KX_LOCAL = 1 << 2             /* never synchronised to a desktop */
};

typedef struct
{
  const char *name, *collection; /* "former_name", "former-names" */
  const char *drawer;            /* with the area it makes the row's space, "370102/agency" */
  const char *label;             /* msgid */
  guint traits;
  const KxField *fields;
  guint n_fields;
  int state; /* index of the field that the lifecycle moves, -1: none */
  const KxLifecycle *lifecycle;
} KxEntity;

/* The entities a program knows, and the number of the newest field among them. */
typedef struct
{
  const KxEntity *const *entities;
  guint n_entities;
  guint version;
} KxSchema;

/* The entities of this program. */
const KxSchema *kx_schema_get (void);

/* NULL when there is none of that name. */
const KxEntity *kx_schema_entity (const KxSchema *schema, const char *name);

/* By the name of its collection in a URL. */
const KxEntity *kx_schema_collection (const KxSchema *schema, const char *collection);

/* Index of a field by name, or -1. */
int kx_entity_field (const KxEntity *entity, const char *name);

/* Index of the first field that has `flag`, or -1. */
int kx_entity_flagged (const KxEntity *entity, guint flag);

#define KX_VALUE_TYPE(K) __typeof__ (((KxValue *) 0)->K)
#define KX_FIELD_INDEX(e, f, K, flags_, since_, label_, ...) kx_##e##_f_##f,
#define KX_FIELD_ROW(e, f, K, flags_, since_, label_, ...)                                                   \
  { .name = #f, .label = label_, .kind = KX_##K, .flags = flags_, .since = since_, ##__VA_ARGS__ },
#define KX_FIELD_ACCESS(e, f, K, flags_, since_, label_, ...)                                                \
  G_GNUC_UNUSED static inline KX_VALUE_TYPE (K) kx_##e##_get_##f (const Kx_##e *x)                           \
  {                                                                                                          \
    return kx_record_get ((const KxRecord *) x, kx_##e##_f_##f).K;                                           \
  }                                                                                                          \
  G_GNUC_UNUSED static inline void kx_##e##_set_##f (Kx_##e *x, KX_VALUE_TYPE (K) value)                     \
  {                                                                                                          \
    kx_record_put ((KxRecord *) x, kx_##e##_f_##f, (KxValue){ .K = value });                                 \
  }
#define KX_CODE_INDEX(e, f, c, label_) kx_##e##_##f##_##c,
#define KX_CODE_ROW(e, f, c, label_) { #c, label_ },

/* Declares the numbers kx_ENTITY_FIELD_CODE of a list of codes. */
#define KX_DECLARE_CODES(e, f, CODES)                                                                        \
  enum                                                                                                       \
  {                                                                                                          \
    CODES (KX_CODE_INDEX) kx_##e##_##f##_n_codes                                                             \
  };                                                                                                         \
  G_STATIC_ASSERT (kx_##e##_##f##_n_codes <= 64);                                                            \
  extern const KxCodeName kx_##e##_##f##_codes[];

#define KX_DEFINE_CODES(e, f, CODES)                                                                         \
  const KxCodeName kx_##e##_##f##_codes[] = { CODES (KX_CODE_ROW){ NULL, NULL } };

/* Declares Kx_ENTITY, its field numbers kx_ENTITY_f_FIELD and kx_ENTITY_get_FIELD(), kx_ENTITY_set_FIELD(). A
 * getter of a field that is not there gives 0 or NULL; ask kx_record_has() where that matters. */
#define KX_DECLARE_ENTITY(e, FIELDS)                                                                         \
  typedef struct _Kx_##e Kx_##e;                                                                             \
  extern const KxEntity kx_##e##_entity;                                                                     \
  enum                                                                                                       \
  {                                                                                                          \
    FIELDS (KX_FIELD_INDEX) kx_##e##_n_fields                                                                \
  };                                                                                                         \
  G_STATIC_ASSERT (kx_##e##_n_fields <= KX_MAX_FIELDS);                                                      \
  FIELDS (KX_FIELD_ACCESS)                                                                                   \
  G_GNUC_UNUSED static inline Kx_##e *kx_##e (KxRecord *record)                                              \
  {                                                                                                          \
    g_assert (kx_record_is (record, #e));                                                                    \
    return (Kx_##e *) record;                                                                                \
  }

/* Defines the table; `more` are further members of KxEntity. */
#define KX_DEFINE_ENTITY(e, FIELDS, ...)                                                                     \
  static const KxField kx_##e##_fields[] = { FIELDS (KX_FIELD_ROW) };                                        \
  const KxEntity kx_##e##_entity = {                                                                         \
    .name = #e, .fields = kx_##e##_fields, .n_fields = kx_##e##_n_fields, .state = -1, __VA_ARGS__           \
  };

G_END_DECLS
