/* What is special about the kinds of records that come in by a table: agencies have former names; what runs
 * on paper already names its agency, and is taken over in the state it is in (存量接续). */
#pragma once

#include "core/kx-reader.h"

G_BEGIN_DECLS

typedef struct
{
  const KxEntity *entity;
  gboolean former_names;
  gboolean takes_over; /* each row ends with the action "take_over" */
  int agency;          /* index of the field that names the agency, -1: none */
  int state;           /* code of the state in which a row comes in that says nothing; of takes_over */
  int made;      /* code of the state in which a row is made and not taken over; -1: all are taken over */
  guint states;  /* bits: those in which it may come in */
  int start;     /* index of its first day, by which a row without a number is known; -1: none */
  int kind;      /* index of a code that all rows need, -1: none */
  int kind_code; /* what it is in a table that has no column of it */
} KxImportSubject;

/* Of an entity that comes in by tables as its columns say, all is 0 or -1. */
KxImportSubject kx_import_subject (const KxEntity *entity);

/* How a row names its agency; borrowed, either may be NULL. */
typedef struct
{
  const char *code, *name;
} KxImportAgencyKey;

/* What became of looking for it. */
typedef enum
{
  KX_IMPORT_AGENCY_FOUND,
  KX_IMPORT_AGENCY_UNKNOWN,
  KX_IMPORT_AGENCY_SEVERAL, /* of this name */
  KX_IMPORT_AGENCY_BROKEN   /* the store gave no answer */
} KxImportAgencyAnswer;

/* The office's agency of this code, else that of this name or short name. An institution's second record
 * gives the one that stays. */
KxImportAgencyAnswer kx_import_find_agency (KxReader *reader, const KxSchema *schema, const char *office,
                                            const KxImportAgencyKey *key, char **ret_id);

/* The record of this office that a row is which no number finds: the only one with this agency, `kind` and
 * first day (where the entity has them) that has no number; a row that has none itself may be one with a
 * number, if both name the same first day. NULL: none, or several. KX_KNOWN unless the store failed. */
KxAnswer kx_import_find_numberless (KxReader *reader, const KxImportSubject *subject, const char *office,
                                    const KxRecord *fields, KxRecord **ret_record);

G_END_DECLS
