/* A desktop without a network: the mirror of a clerk of Shandong who has pulled the offices once. */
#pragma once

#include "sync/kx-mirror.h"
#include "sync/kx-test-pair.h"

G_BEGIN_DECLS

typedef struct
{
  KxTestService *service; /* owned */
  KxTestMirror *pair;     /* owned; reads and sends what the mirror's file has, while the mirror is closed */
  char *dir;              /* owned; the profile's folder */
  KxMirror *mirror;       /* owned; NULL: closed */
} KxTestImportDesk;

/* Beside the province's office, see KX_TEST_PROVINCE_OFFICE, there are those of kx_test_found(). */
KxTestImportDesk *kx_test_import_desk_new (void);
void kx_test_import_desk_free (KxTestImportDesk *self);

void kx_test_import_desk_open (KxTestImportDesk *self);

/* Nobody else may hold the mirror any more. */
void kx_test_import_desk_close (KxTestImportDesk *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KxTestImportDesk, kx_test_import_desk_free)

G_END_DECLS
