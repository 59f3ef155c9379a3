/* What the demonstration store holds, as tables: invented offices, people and agencies of Shandong. No name,
 * number or code belongs to anyone. */
#pragma once

#include "core/kx-date.h"

G_BEGIN_DECLS

/* The area that is shown, and the city at its centre. */
#define KX_DEMO_PROVINCE "370000"
#define KX_DEMO_CITY "370100"
#define KX_DEMO_ZONE "370100-GX"

typedef struct
{
  const char *area; /* names the office in the other tables too */
  const char *name, *short_name, *address, *phone;
  int kind;
} KxDemoOffice;

/* Someone of an office with an account. The password is the sign-in name; `silent` ones have none and cannot
 * sign in: they are there as authors of history. */
typedef struct
{
  const char *login, *name, *post;
  const char *office, *area; /* of the office; in which the role is granted */
  guint32 roles;             /* bits of roles */
  gboolean silent;
} KxDemoUser;

typedef struct
{
  const char *key;    /* names the agency in the other tables: "jn01" */
  const char *office; /* its area */
  const char *county, *name, *short_name;
  int kind, level; /* level -1: none, for what is not a hospital */
  gboolean public;
  guint64 scopes, subspecialties; /* bits of codes */
  int beds, staff;
  int licence; /* last day, yyyymmdd; 0: not noted; -1: without end */
} KxDemoAgency;

/* A text of one agency. */
typedef struct
{
  const char *key, *text;
} KxDemoText;

typedef struct
{
  const char *key, *name;
  int from, until; /* yyyymmdd; 0: not noted */
} KxDemoFormerName;

/* One person changes one field, given by its canonical text; consecutive lines of one agency and moment are
 * saved together. Without a field the agency goes to the trash; with a field and no value a sealed value is
 * looked at. In the order of time. */
typedef struct
{
  int day, minute; /* yyyymmdd; of the day in Shandong */
  const char *key, *login, *field, *value, *reason;
} KxDemoChange;

typedef struct
{
  const char *office; /* its area */
  int day;
  gboolean works;
  const char *name;
} KxDemoDay;

/* What an office set itself where the documents name nothing. */
typedef struct
{
  const char *office; /* its area */
  const char *parameter, *value;
  int from;
  const char *document;
} KxDemoOwnValue;

/* The next `made` agencies of the office come with it. Rows read = made + unchanged + refused. In the order
 * of time. */
typedef struct
{
  const char *office; /* its area */
  const char *file_name;
  int day, made, unchanged, refused;
} KxDemoImport;

typedef struct
{
  const char *key, *login, *title, *file_name, *text;
} KxDemoFile;

extern const KxDemoOffice kx_demo_offices[];
extern const guint kx_demo_n_offices;
extern const KxDemoUser kx_demo_users[];
extern const guint kx_demo_n_users;
extern const KxDemoAgency kx_demo_agencies[];
extern const guint kx_demo_n_agencies;
extern const KxDemoText kx_demo_notes[], kx_demo_codeless[];
extern const guint kx_demo_n_notes, kx_demo_n_codeless;
extern const KxDemoFormerName kx_demo_former_names[];
extern const guint kx_demo_n_former_names;
extern const KxDemoChange kx_demo_changes[];
extern const guint kx_demo_n_changes;
extern const KxDemoDay kx_demo_days[];
extern const guint kx_demo_n_days;
extern const KxDemoOwnValue kx_demo_own_values[];
extern const guint kx_demo_n_own_values;
extern const KxDemoImport kx_demo_imports[];
extern const guint kx_demo_n_imports;
extern const KxDemoFile kx_demo_files[];
extern const guint kx_demo_n_files;

G_END_DECLS
