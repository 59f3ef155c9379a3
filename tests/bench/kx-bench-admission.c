#include "bench/kx-bench-admission.h"

#include "core/entities/kx-admission-round.h"
#include "core/entities/kx-agreement.h"
#include "core/entities/kx-application-pause.h"
#include "core/entities/kx-application.h"
#include "core/entities/kx-approval.h"
#include "core/entities/kx-late-entry.h"
#include "core/entities/kx-objection.h"
#include "core/entities/kx-office.h"
#include "core/entities/kx-own-day.h"
#include "core/entities/kx-own-value.h"
#include "core/entities/kx-upward.h"
#include "core/kx-calendar.h"
#include "lib/kx-test-policy.h"
#include "store/kx-apply.h"

#include <stdio.h>

#define AGENCIES 5000
#define OFFICES 40
#define ROUNDS 200
#define DAYS_OFF 10
/* Of open applications, and of those that are over. */
#define OPEN_DAYS 120
#define ALL_DAYS 1000

static const KxDate today = { 20261125 };

/* What is being filled. */
typedef struct
{
  const KxBenchAgencies *bench; /* borrowed */
  KxBook *book;                 /* borrowed */
  guint rows;
} Fill;

/* Row `i` of a kind: `kind` keeps the ids of kinds apart. */
static void
make_id (guint kind, guint i, char ret_id[KX_UUID_TEXT_SIZE])
{
  g_snprintf (ret_id, KX_UUID_TEXT_SIZE, "0197b2b0-%04x-7%03x-8000-%012x", kind, i & 0xfff, i * 2654435761u);
}

enum
{
  OFFICE,
  ROUND,
  UPWARD,
  APPLICATION,
  PAUSE,
  OBJECTION,
  SLIP,
  LATE,
  AGREEMENT,
  OWN_VALUE,
  OWN_DAY,
  PACK
};

static const KxArea *
office_area (const Fill *self, guint office)
{
  return self->bench->areas->pdata[office % OFFICES * 71 % self->bench->areas->len];
}

/* An empty row `i` of a kind, of an office. */
static KxRecord *
begin (const Fill *self, const KxEntity *entity, guint kind, guint i, guint office)
{
  g_autofree char *space = g_strconcat (office_area (self, office)->code, "/", entity->drawer, NULL);
  char id[KX_UUID_TEXT_SIZE];

  make_id (kind, i, id);
  return kx_record_new (entity, id, space);
}

static void
end (Fill *self, KxRecord *record)
{
  g_autoptr (GError) error = NULL;

  self->book->seq++; /* each a change of its own, or a page of the feed would not end between them */
  if (!kx_apply_bare (self->book, record, (KxTime){ 1782864000000 }, &error))
    g_error ("%s", error->message);
  self->rows++;
  kx_record_free (record);
}

/* Sets a reference to row `i` of a kind. */
static void
refer (KxRecord *record, guint field, guint kind, guint i)
{
  char id[KX_UUID_TEXT_SIZE];

  make_id (kind, i, id);
  kx_record_put (record, field, (KxValue){ .REF = id });
}

static KxDate
days_ago (guint days)
{
  return kx_date_add_days (today, -(int) days);
}

static void
add_value (Fill *self, guint office, guint i, const char *parameter, int from, const char *value)
{
  KxRecord *record = begin (self, &kx_own_value_entity, OWN_VALUE, office * 16 + i, office);

  refer (record, kx_own_value_f_office, OFFICE, office);
  kx_own_value_set_parameter (kx_own_value (record), parameter);
  kx_own_value_set_from_on (kx_own_value (record), (KxDate){ from });
  kx_own_value_set_value (kx_own_value (record), value);
  kx_own_value_set_document (kx_own_value (record), "本办〔2024〕1号");
  end (self, record);
}

/* An office with terms of its own, which it changed once, and days that it was closed. */
static void
add_office (Fill *self, guint i)
{
  KxRecord *record = begin (self, &kx_office_entity, OFFICE, i, i);
  g_autofree char *name = g_strconcat (office_area (self, i)->name, "工伤保险经办机构", NULL);

  kx_office_set_name (kx_office (record), name);
  kx_office_set_area (kx_office (record), office_area (self, i)->code);
  end (self, record);
  add_value (self, i, 0, "acceptance_workdays", 20240101, "10");
  add_value (self, i, 1, "acceptance_workdays", 20260101, "5");
  add_value (self, i, 2, "supplement_workdays", 20240101, "15");
  add_value (self, i, 3, "assessment_days", 20240101, "60");
  add_value (self, i, 4, "objection_answer_workdays", 20240101, "7");
  for (guint d = 0; d < DAYS_OFF; d++)
    {
      record = begin (self, &kx_own_day_entity, OWN_DAY, i * DAYS_OFF + d, i);
      refer (record, kx_own_day_f_office, OFFICE, i);
      kx_own_day_set_day (kx_own_day (record), days_ago (d * 29 + i));
      kx_own_day_set_kind (kx_own_day (record), kx_own_day_kind_holiday);
      end (self, record);
    }
}

static void
add_pack (Fill *self, const char *name, guint i)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL),
                  *folder = g_path_get_dirname (program);
  g_autofree char *path = g_build_filename (folder, "..", "..", "data", "policies", name, NULL), *text = NULL;
  g_autoptr (GError) error = NULL;
  char id[KX_UUID_TEXT_SIZE];
  KxRecord *record;

  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  make_id (PACK, i, id);
  record = kx_test_pack_row (id, text);
  record->space = g_strdup ("000000/public");
  end (self, record);
}

/* A call with the request that its places rest on. */
static void
add_round (Fill *self, guint i)
{
  KxRecord *record = begin (self, &kx_upward_entity, UPWARD, i, i);
  g_autofree char *title = g_strdup_printf ("第%u批协议机构准入公告", i + 1);

  refer (record, kx_upward_f_office, OFFICE, i % OFFICES);
  kx_upward_set_kind (kx_upward (record), kx_upward_kind_request);
  kx_upward_set_subject (kx_upward (record), "关于增加协议机构名额的请示");
  kx_upward_set_addressed_to (kx_upward (record), "市人力资源和社会保障局");
  kx_upward_set_sent_on (kx_upward (record), days_ago (i * 4 + 20));
  kx_upward_set_result (kx_upward (record), i % 4 == 0 ? kx_upward_result_pending : kx_upward_result_granted);
  end (self, record);
  record = begin (self, &kx_admission_round_entity, ROUND, i, i);
  refer (record, kx_admission_round_f_office, OFFICE, i % OFFICES);
  refer (record, kx_admission_round_f_authority, UPWARD, i);
  kx_admission_round_set_title (kx_admission_round (record), title);
  kx_admission_round_set_state (kx_admission_round (record), (int) (i % kx_admission_round_state_n_codes));
  kx_admission_round_set_closes_on (kx_admission_round (record), days_ago (i * 4));
  end (self, record);
}

/* The first waits for what was asked for while that is the application's state; others are over. */
static void
add_pauses (Fill *self, guint i, guint office, gboolean stands, guint received)
{
  for (guint n = 0; n < 1 + i % 2; n++)
    {
      KxRecord *record = begin (self, &kx_application_pause_entity, PAUSE, i * 2 + n, office);
      Kx_application_pause *pause = kx_application_pause (record);

      refer (record, kx_application_pause_f_application, APPLICATION, i);
      kx_application_pause_set_kind (pause, n == 0 ? kx_application_pause_kind_supplement
                                                   : kx_application_pause_kind_other);
      kx_application_pause_set_from_on (pause, days_ago (received * (3 - n) / 4));
      if (n > 0 || !stands)
        kx_application_pause_set_until_on (pause, days_ago (received / 2));
      end (self, record);
    }
}

static void
add_objection (Fill *self, guint i, guint office, gboolean open, guint received)
{
  KxRecord *record = begin (self, &kx_objection_entity, OBJECTION, i, office);

  refer (record, kx_objection_f_application, APPLICATION, i);
  kx_objection_set_state (kx_objection (record),
                          open ? kx_objection_state_open : kx_objection_state_dismissed);
  kx_objection_set_received_on (kx_objection (record), days_ago (received / 4));
  kx_objection_set_objector (kx_objection (record), "某单位");
  kx_objection_set_grounds (kx_objection (record), "康复床位与申报材料不符");
  end (self, record);
}

static void
add_slip (Fill *self, guint i, guint office, guint received)
{
  KxRecord *record = begin (self, &kx_approval_entity, SLIP, i, office);
  int state = (int) (i / 4 % kx_approval_state_n_codes);

  refer (record, kx_approval_f_owner, APPLICATION, i);
  refer (record, kx_approval_f_office, OFFICE, office);
  kx_approval_set_owner_entity (kx_approval (record), "application");
  kx_approval_set_act (kx_approval (record), "admit");
  kx_approval_set_matter (kx_approval (record), "关于准予准入的审批");
  kx_approval_set_state (kx_approval (record), state);
  kx_approval_set_sent_on (kx_approval (record), days_ago (received / 3));
  if (state >= kx_approval_state_answered)
    kx_approval_set_answered_on (kx_approval (record), days_ago (received / 5));
  end (self, record);
}

static void
add_late_entry (Fill *self, guint i, guint office, guint received)
{
  KxRecord *record = begin (self, &kx_late_entry_entity, LATE, i, office);

  refer (record, kx_late_entry_f_owner, APPLICATION, i);
  refer (record, kx_late_entry_f_office, OFFICE, office);
  kx_late_entry_set_owner_entity (kx_late_entry (record), "application");
  kx_late_entry_set_act (kx_late_entry (record), "accept");
  kx_late_entry_set_event_on (kx_late_entry (record), days_ago (received * 3 / 4));
  kx_late_entry_set_entered_on (kx_late_entry (record), days_ago (received / 2));
  kx_late_entry_set_workdays (kx_late_entry (record), 12);
  end (self, record);
}

static void
add_agreement (Fill *self, guint i, guint office, const char *agency)
{
  KxRecord *record = begin (self, &kx_agreement_entity, AGREEMENT, i, office);
  Kx_agreement *agreement = kx_agreement (record);

  refer (record, kx_agreement_f_office, OFFICE, office);
  kx_agreement_set_agency (agreement, agency);
  kx_agreement_set_kind (agreement, kx_agreement_kind_rehabilitation);
  kx_agreement_set_state (agreement, i % 10 == 6 ? (int) (i / 10 % kx_agreement_state_n_codes)
                                                 : kx_agreement_state_signed);
  kx_agreement_set_starts_on (agreement, days_ago (i % 700));
  kx_agreement_set_ends_on (agreement, kx_date_add_days (days_ago (i % 700), 730));
  end (self, record);
}

/* The dates that its state tells of, each a part of the time since it was received. */
static void
set_dates (Kx_application *application, int state, guint i, guint received)
{
  kx_application_set_received_on (application, days_ago (received));
  if (state >= kx_application_state_accepted)
    kx_application_set_accepted_on (application, days_ago (received * 3 / 4));
  if (state > kx_application_state_assessing || (state == kx_application_state_assessing && i % 4 == 0))
    {
      kx_application_set_assessed_on (application, days_ago (received / 2));
      kx_application_set_assessment (application, kx_application_assessment_passed);
    }
  if (state == kx_application_state_publicity || state == kx_application_state_objection)
    kx_application_set_publicity_from (application, days_ago (received / 4));
  if (state == kx_application_state_publicity && i % 2 == 0)
    kx_application_set_publicity_until (application, days_ago (received / 8));
  if (state >= kx_application_state_admitted)
    kx_application_set_decided_on (application, days_ago (received / 8));
}

/* Of agency `i` of the 5,000, for as many times as it was done. */
static void
add_application (Fill *self, guint i)
{
  guint agencies = MIN (AGENCIES, self->bench->rows), stride = self->bench->rows / agencies;
  guint office = i % agencies % OFFICES, mixed = i * 2654435761u >> 8;
  KxRecord *record = begin (self, &kx_application_entity, APPLICATION, i, office);
  int state = (int) (i % kx_application_state_n_codes);
  guint received = mixed % (state < kx_application_state_admitted ? OPEN_DAYS : ALL_DAYS);
  g_autofree char *number = g_strdup_printf ("准入〔%u〕%05u号", 2024 + i % 3, i);
  char agency[KX_UUID_TEXT_SIZE];

  kx_bench_agencies_id (i % agencies * stride, agency);
  refer (record, kx_application_f_office, OFFICE, office);
  kx_application_set_agency (kx_application (record), agency);
  kx_application_set_number (kx_application (record), number);
  kx_application_set_state (kx_application (record), state);
  set_dates (kx_application (record), state, i, received);
  if (i % 2 == 0)
    refer (record, kx_application_f_round, ROUND, i / 2 % ROUNDS);
  end (self, record);
  if (i % 3 == 0 || state == kx_application_state_supplementing)
    add_pauses (self, i, office, state == kx_application_state_supplementing, received);
  if (i % 5 == 0 || state == kx_application_state_objection)
    add_objection (self, i, office,
                   state == kx_application_state_publicity || state == kx_application_state_objection,
                   received);
  if (i % 4 == 0)
    add_slip (self, i, office, received);
  if (i % 5 == 1)
    add_late_entry (self, i, office, received);
  if (state == kx_application_state_admitted)
    add_agreement (self, i, office, agency);
}

static void
add_all (Fill *self)
{
  static const char *const packs[] = { "CN.json", "SD.json", "ZB.json", "NN.json",
                                       "GD.json", "CZ.json", "HN.json" };

  for (guint i = 0; i < G_N_ELEMENTS (packs); i++)
    add_pack (self, packs[i], i);
  for (guint i = 0; i < OFFICES; i++)
    add_office (self, i);
  for (guint i = 0; i < ROUNDS; i++)
    add_round (self, i);
  for (guint i = 0; i < KX_BENCH_APPLICATIONS; i++)
    add_application (self, i);
}

void
kx_bench_admission_fill (const KxBenchAgencies *bench, const char *title)
{
  g_autoptr (KxBook) book = kx_bench_agencies_open (bench, TRUE);
  Fill self = { .bench = bench, .book = book };
  gint64 begin = g_get_monotonic_time (), there = 0;
  g_autoptr (GError) error = NULL;

  if (!kx_book_set_up (book, (KxTime){ 1782864000000 }, FALSE, &error) ||
      !kx_db_get_integer (book->db, "SELECT count(*) FROM application", NULL, 0, &there, &error))
    g_error ("%s", error->message);
  if (there > 0)
    return;
  if (!kx_book_begin (book, &error))
    g_error ("%s", error->message);
  add_all (&self);
  if (!kx_book_commit (book, &error))
    g_error ("%s", error->message);
  printf ("{\"name\":\"%s, loading admissions\",\"value\":%.1f,\"unit\":\"s\",\"rows\":%u}\n", title,
          (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC, self.rows);
  fflush (stdout);
}
