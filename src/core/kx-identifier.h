/* Numbers that carry a check of their own: credit codes, organization codes, resident ids, area codes. */
#pragma once

#include "core/kx-date.h"

G_BEGIN_DECLS

/* What is wrong; the rest of the result says where. */
typedef enum
{
  KX_IDENTIFIER_RIGHT,
  KX_IDENTIFIER_EMPTY,
  KX_IDENTIFIER_LENGTH,           /* too short or too long */
  KX_IDENTIFIER_CHARACTER,        /* a character that cannot stand at its place */
  KX_IDENTIFIER_CHECK,            /* the check character does not fit the others */
  KX_IDENTIFIER_BIRTH_DATE,       /* no such day */
  KX_IDENTIFIER_BORN_LATER,       /* a birth date after today */
  KX_IDENTIFIER_FIRST_GENERATION, /* a resident id of 15 digits, out of use since 2013 */
  KX_IDENTIFIER_N_FAULTS
} KxIdentifierFault;

/* What is unusual in a right number; never a reason to refuse it. */
typedef enum
{
  KX_IDENTIFIER_REGION_UNKNOWN = 1 << 0,     /* no division ever had the code it carries */
  KX_IDENTIFIER_REGION_PAST = 1 << 1,        /* that division no longer stands */
  KX_IDENTIFIER_ORGANIZATION_CHECK = 1 << 2, /* the GB 11714 part fails its own check */
  KX_IDENTIFIER_REGISTRAR_UNKNOWN = 1 << 3,  /* the first character names no registration authority */
} KxIdentifierWarnings;

typedef struct
{
  KxIdentifierFault fault;
  int place;      /* of the character that is wrong, counted from 1; 0: the whole */
  char character; /* that character if it is printable ASCII, or 0 */
  char hint;      /* what may have been meant, or 0; to be shown, never put in its place */
  KxIdentifierWarnings warnings;
} KxIdentifierResult;

char *kx_identifier_normalize (const char *text);
char *kx_identifier_normalize_area_code (const char *text);

KxIdentifierResult kx_identifier_check_credit_code (const char *code);
KxIdentifierResult kx_identifier_check_organization_code (const char *code);
KxIdentifierResult kx_identifier_check_resident_id (const char *id, KxDate today);
KxIdentifierResult kx_identifier_check_area_code (const char *code);

const char *kx_identifier_describe_fault (KxIdentifierFault fault);
const char *kx_identifier_describe_warning (KxIdentifierWarnings warning);

char *kx_identifier_mask_resident_id (const char *id);
char *kx_identifier_mask_phone (const char *phone);
char *kx_identifier_mask_account (const char *account);

G_END_DECLS
