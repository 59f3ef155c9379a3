#pragma once

#include "core/kx-op.h"
#include "core/kx-role.h"
#include "store/kx-book.h"
#include "sync/kx-simulation.h"
#include "sync/kx-sync-machine.h"

G_BEGIN_DECLS

#define SIM_USERS 3
#define SIM_MOST_DEVICES 4

typedef struct
{
  char id[KX_UUID_TEXT_SIZE];
  KxActor *actor;       /* owned; as granted at the service */
  gboolean token_ended; /* the service answers 401 until the person signs in again */
} SimUser;

/* One change that a person handed over, and that may never be lost. */
typedef struct
{
  char *op, *row; /* owned */
  char *folded;   /* owned; the earlier op that it went into, or NULL */
  KxOpKind kind;
  const KxEntity *entity;
  KxRecord *fields;   /* owned, may be NULL */
  gboolean left;      /* a space was closed to its device afterwards */
  gboolean discarded; /* by the person, after a refusal */
} SimIntent;

typedef struct
{
  guint index, life; /* life rises with every kill: what was under way then is of no concern any more */
  SimUser *user;
  char *id;               /* owned; of the device */
  KxBook *book;           /* borrowed from the store of the simulation */
  KxSyncMachine *machine; /* owned */
  KxSyncWork *work;       /* owned; to be done, or NULL */
  GPtrArray *intents;     /* (element-type SimIntent) owned */
  gint64 clock;           /* how wrong this computer's clock is */
  char *generation;       /* owned; of the cursor */
  gint64 seq;             /* of the cursor */
  gboolean revoked;
  gboolean flipped, healing; /* a bit of the mirror is wrong; everything is pulled again */
} SimDevice;

/* A request or an answer under way. */
typedef struct
{
  SimDevice *device;
  guint life;
  KxSyncAsk *ask; /* owned; NULL: an answer */
  gboolean stray; /* a copy, whose answer nobody waits for */
  guint64 id;
  guint status;
  GBytes *body;  /* owned */
  GError *error; /* owned */
} SimMessage;

typedef struct
{
  guint32 seed;
  const KxSimulationOptions *options;
  KxSimulationReport *report;
  GRand *rand;   /* owned */
  gint64 ms;     /* monotonic */
  gint64 clock;  /* of the service, how wrong it is */
  guint trouble; /* per cent of exchanges that go wrong; 0: calm */
  guint64 ids;
  gboolean backed_up, restored; /* there is a backup; it took the place of the store */
  gboolean service_changed;     /* since it was looked at */

  KxBook *book; /* of the service; borrowed from the store of the simulation */
  SimUser users[SIM_USERS];
  GPtrArray *devices;  /* (element-type SimDevice) owned */
  GPtrArray *messages; /* (element-type SimMessage) owned */
} Simulation;

/* Chance. */
guint sim_below (Simulation *sim, guint n);
gboolean sim_chance (Simulation *sim, guint per_cent);
void sim_make_id (Simulation *sim, char ret_id[KX_UUID_TEXT_SIZE]);

KxTime sim_service_now (const Simulation *sim);
KxTime sim_device_now (const Simulation *sim, const SimDevice *device);

/* Ends the program with the seed and what is wrong. */
void sim_fail (const Simulation *sim, const char *format, ...) G_GNUC_PRINTF (2, 3) G_GNUC_NORETURN;
void sim_no_error (const Simulation *sim, const GError *error, const char *what);
void sim_say (const Simulation *sim, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* kx-simulation-store.c: the databases. A kill gives the book to go on with. `index`: of the device. */
KxBook *sim_store_take_service (const Simulation *sim);
KxBook *sim_store_take_mirror (const Simulation *sim, guint index);
void sim_store_give_back_service (const Simulation *sim, KxBook *book);
void sim_store_give_back_mirror (const Simulation *sim, guint index, KxBook *book);
KxBook *sim_store_kill_service (Simulation *sim, KxBook *book);
KxBook *sim_store_kill_mirror (Simulation *sim, guint index, KxBook *book);
void sim_store_back_up (const Simulation *sim, KxBook *book);
KxBook *sim_store_restore (const Simulation *sim, KxBook *book);

/* kx-simulation-service.c */
void sim_service_kill (Simulation *sim);
void sim_service_back_up (Simulation *sim);
void sim_service_restore (Simulation *sim);
void sim_service_tidy (Simulation *sim);
void sim_service_grant (Simulation *sim, SimUser *user);
void sim_service_edit (Simulation *sim);
void sim_service_register (Simulation *sim, SimDevice *device);
void sim_service_revoke (Simulation *sim, SimDevice *device);
void sim_service_serve (Simulation *sim, SimMessage *message);

/* kx-simulation-device.c */
SimDevice *sim_device_new (Simulation *sim, guint index);
void sim_device_free (gpointer device);
void sim_device_kill (Simulation *sim, SimDevice *device);
void sim_device_act (Simulation *sim, SimDevice *device);
void sim_device_work (Simulation *sim, SimDevice *device);
void sim_device_sign_in (Simulation *sim, SimDevice *device);
void sim_device_flip (Simulation *sim, SimDevice *device);
gboolean sim_device_settle (Simulation *sim, SimDevice *device);
KxSyncMoment sim_moment (Simulation *sim);

/* kx-simulation-check.c */
void sim_check_device (Simulation *sim, SimDevice *device, gboolean pulled);
void sim_check_wire (Simulation *sim, SimDevice *device, const char *lines, gsize length);
void sim_check_results (Simulation *sim, SimDevice *device, const char *lines);
void sim_check_end (Simulation *sim);
char *sim_tell_sums (Simulation *sim, SimDevice *device);
char *sim_digest (Simulation *sim);

void sim_message_free (SimMessage *message);

G_END_DECLS
