import type { Fault } from '../fault.ts';

const AUTHORIZATION = 'tests/integration/central/authorization.test.ts';
const APPOINTMENTS = 'tests/integration/central/appointments.test.ts';
const HELD_APPOINTMENTS = 'tests/integration/central/held-appointments.test.ts';
const CONFIGURATION = 'tests/integration/central/configuration.test.ts';
const ENROLMENT = 'tests/integration/central/enrolment.test.ts';
const WAKE_UPS = 'tests/integration/central/wake-ups.test.ts';
const REFUSALS = 'tests/integration/central/refusals.test.ts';
const SHARES = 'tests/integration/central/shares.test.ts';
const MEETINGS = 'tests/integration/central/meetings.test.ts';

const HEADS = 'tests/integration/central/heads.test.ts';
const CHANNELS = 'tests/integration/central/channels.test.ts';
const TROUBLE = 'tests/integration/central/trouble.test.ts';

export const CENTRE_FAULTS: readonly Fault[] = [
  {
    means: 'a client can choose its own network address by a header',
    file: 'src-central/server/server.ts',
    snippet: 'options.behindProxy && hop === 0',
    replacement: 'options.behindProxy',
    noticedBy: ['tests/integration/central/sockets.test.ts'],
  },
  {
    means: 'each open wake-up stream keeps a place for requests, so two hundred kiosks block all other requests',
    file: 'src-central/server/route.ts',
    snippet: '    place?.();\n',
    replacement: "    if (place) reply.raw.once('close', place);\n",
    noticedBy: [WAKE_UPS],
  },
  {
    means: 'a request that was cut while the database was slow keeps its place for ever',
    file: 'src-central/server/route.ts',
    snippet: 'if (reply.raw.closed || request.raw.destroyed) {',
    replacement: 'if (reply.raw.closed && !reply.raw.closed) {',
    noticedBy: [SHARES],
  },
  {
    means: 'a stranger takes all places with requests that need no authentication',
    file: 'src-central/server/places.ts',
    snippet: 'caller === null ? admission.check(addressSubject(request.ip)) : admission.work();',
    replacement: 'admission.work();',
    noticedBy: [SHARES],
  },
  {
    means: 'a write to a stream that has just ended crashes the replica',
    file: 'src-central/wake-ups/operations.ts',
    snippet: 'return !this.answer.writableEnded && !this.answer.destroyed;',
    replacement: 'return true;',
    noticedBy: ['tests/unit/src-central/wake-up-stream.test.ts'],
  },
  {
    means: 'the replica watches for ever for a stream that has ended',
    file: 'src-central/wake-ups/operations.ts',
    snippet: '      watch.leave(stream);\n',
    replacement: '',
    noticedBy: [WAKE_UPS],
  },
  {
    means: 'the replica polls for ever for offices that no stream follows',
    file: 'src-central/wake-ups/office-watch.ts',
    snippet: 'clearInterval(timer);',
    replacement: '',
    noticedBy: [WAKE_UPS],
  },
  {
    means: 'an attacker with many addresses can flood a city with enrolments',
    file: 'src-central/enrolment/open-enrolment.ts',
    snippet: "      [OF_CITY, ''],\n",
    replacement: '',
    noticedBy: [ENROLMENT],
  },
  {
    means: 'a second enrolment of a kiosk’s key ends with an internal error of the centre',
    file: 'src-central/enrolment/confirm-enrolment.ts',
    snippet: 'if ((await queries.query(CONFIRM_ENROLMENT.knownKey, [cityId, keyId])).length > 0)',
    replacement: 'if (cityId === keyId)',
    noticedBy: [ENROLMENT],
  },
  {
    means: 'one event may be larger than the contract allows',
    file: 'src-central/ingest/read-item.ts',
    snippet:
      'if (payloadText.length > MAX_EVENT_BYTES / 4 && Buffer.byteLength(JSON.stringify(item)) > MAX_EVENT_BYTES)',
    replacement: 'if (payloadText.length > 4 * MAX_EVENT_BYTES)',
    noticedBy: ['tests/unit/src-central/read-item.test.ts'],
  },
  {
    means: 'an attacker with a revoked kiosk can store more than 1,000 uploads in the quarantine',
    file: 'src-central/ingest/quarantine.ts',
    // The snippet is text of a template literal in that file. It is split, so that its `${` is not taken for a template of this file.
    snippet: 'count(*) < $' + '{MOST_QUARANTINED}',
    replacement: 'count(*) >= 0',
    noticedBy: [REFUSALS],
  },
  {
    means: 'two kiosks that give one number raise no alarm if their tickets have the same id',
    file: 'src-central/projections/number-clashes.ts',
    snippet: 'AND (ticket.ticket_id, ticket.kiosk_id) <> (item.ticket_id, $3::uuid) LIMIT 1',
    replacement: 'AND ticket.ticket_id <> item.ticket_id AND $3::uuid IS NOT NULL LIMIT 1',
    noticedBy: ['tests/integration/central/ingest.test.ts'],
  },
  {
    means: 'a change made while a snapshot is read is never announced',
    file: 'src-central/configuration/read-configuration.ts',
    snippet: 'cursor: writeCursor({ storeEpoch, changeSeq }),\n      storeEpoch,',
    replacement:
      'cursor: writeCursor({ storeEpoch, changeSeq: await lastChangeOf(centre, caller) }),\n      storeEpoch,',
    noticedBy: [CONFIGURATION, MEETINGS],
  },
  {
    means: 'two people who publish at once get the same version number, or an error',
    file: 'src-central/configuration/publish-profile.ts',
    snippet: "if (!(await lockOffice(queries, place))) return refuseMember('not-found', '/path/officeId', NO_OFFICE);",
    replacement: '',
    noticedBy: [MEETINGS, CONFIGURATION],
  },
  {
    means: 'a replica gives up its start while another replica runs a long migration',
    file: 'src-central/database/migrate.ts',
    snippet: '    await queries.query(MIGRATE.patience);\n',
    replacement: '',
    noticedBy: ['tests/integration/central/migrate.test.ts'],
  },
  {
    means: 'a channel changes an appointment although the citizen arrived just before the locks were taken',
    file: 'src-central/appointments/book.ts',
    snippet: 'const found = held && (await findByReference(queries, caller, reference));',
    replacement: 'const found = held;',
    noticedBy: [APPOINTMENTS, MEETINGS],
  },
  {
    means: 'an appointment is cancelled at the moment when its citizen checks in',
    file: 'src-central/appointments/book.ts',
    snippet: 'await lockOffice(queries, { cityId: caller.cityId, officeId: held.officeId });',
    replacement: '',
    noticedBy: [APPOINTMENTS, MEETINGS],
  },
  {
    means: 'the audit does not show who booked an appointment',
    file: 'src-central/appointments/book.ts',
    snippet: '  await recordAudit(queries, caller, what, booked, nowMs);\n',
    replacement: '',
    noticedBy: [APPOINTMENTS],
  },
  {
    means: 'kiosks still accept codes of keys that no appointment needs any more',
    file: 'src-central/appointments/feed.ts',
    snippet: 'WHERE city_id = $1 AND needed_until > $2::timestamptz ORDER BY',
    replacement: 'WHERE city_id = $1 AND $2::timestamptz IS NOT NULL ORDER BY',
    noticedBy: [HELD_APPOINTMENTS],
  },
  {
    means: 'kiosks refuse a later appointment’s code, because its key is kept only for an earlier appointment',
    file: 'src-central/appointments/answer.ts',
    snippet:
      'DO UPDATE SET needed_until = EXCLUDED.needed_until\n    WHERE token_key.needed_until < EXCLUDED.needed_until',
    replacement: 'DO NOTHING',
    noticedBy: [HELD_APPOINTMENTS],
  },
  {
    means: 'a person with a read-only role can cancel tickets',
    file: 'src-main/contract/centre/authorization.ts',
    snippet: "voidTicket: { roles: ['operator', 'administrator'], ofSomeOffices",
    replacement: 'voidTicket: { roles: everybody, ofSomeOffices',
    noticedBy: [AUTHORIZATION],
  },
  {
    means: 'an administrator of one office can read the audit of the whole city',
    file: 'src-main/contract/centre/authorization.ts',
    snippet: "listAudit: { roles: ['administrator'], ofSomeOffices: 'none' }",
    replacement: "listAudit: { roles: ['administrator'], ofSomeOffices: 'filtered' }",
    noticedBy: [AUTHORIZATION],
  },
  {
    means: 'an appointment that a channel changed meanwhile gets the hash of its previous document number',
    file: 'src-central/appointments/hash-anew.ts',
    snippet: 'AND document_hash = $4 RETURNING',
    replacement: 'AND $4::text IS NOT NULL RETURNING',
    noticedBy: ['tests/integration/central/number-hashes.test.ts'],
  },
  {
    means: 'a code that moves to another office keeps a hash that no kiosk there can compare',
    file: 'src-central/appointments/book.ts',
    snippet: 'const stays = document !== null || channelCode !== null;',
    replacement: 'const stays = document !== null;',
    noticedBy: [CHANNELS],
  },
  {
    means: 'a booking with a new code counts as unchanged, so kiosks do not accept the code',
    file: 'src-central/appointments/book.ts',
    snippet: "'slowHash', 'codeHash', 'cancelledAt'",
    replacement: "'slowHash', 'cancelledAt'",
    noticedBy: [CHANNELS],
  },
  {
    means: 'an enrolment in one office can replace and revoke a kiosk of another office',
    file: 'src-central/enrolment/replace-kiosk.ts',
    snippet: 'if (old?.officeId !== officeId) return',
    replacement: 'if (old === undefined || officeId === undefined) return',
    noticedBy: [ENROLMENT],
  },
  {
    means: 'the centre waits for the body of a stranger’s request although it has no signature',
    file: 'src-central/server/open-request.ts',
    snippet: 'if (isDigestMissing || !isCandidateSignature(received)) return',
    replacement: 'if (isDigestMissing && !isCandidateSignature(received)) return',
    noticedBy: [HEADS],
  },
  {
    means: 'an operation with a small body accepts 4 kB of gzip that contain four million brackets',
    file: 'src-central/server/body.ts',
    snippet: "(encoding === 'gzip' && operation.bounds.unpacked !== undefined)",
    replacement: "encoding === 'gzip'",
    noticedBy: [HEADS],
  },
  {
    means: 'the centre unpacks gzip beyond the limit of the operation',
    file: 'src-central/server/body.ts',
    snippet: '{ maxOutputLength: operation.bounds.unpacked }',
    replacement: '{ maxOutputLength: 1_000 + Number(operation.bounds.unpacked) }',
    noticedBy: [HEADS],
  },
  {
    means: 'a body nested one level too deep is parsed',
    file: 'src-central/server/body.ts',
    snippet: 'if (depth > most) return true;',
    replacement: 'if (depth > most + 1) return true;',
    noticedBy: [HEADS],
  },
  {
    means: 'a body may be longer than its operation allows',
    file: 'src-central/server/route.ts',
    snippet: 'bounds?.sent ?? NO_BODY_BYTES',
    replacement: 'bounds ? 1_048_576 : NO_BODY_BYTES',
    noticedBy: [HEADS],
  },
  {
    means: 'a replica whose connections are all busy reports that the database is unreachable',
    file: 'src-central/server/answers.ts',
    snippet: "if (error instanceof StoreBusy) return { kind: 'overloaded' };",
    replacement: "if (error instanceof StoreBusy) return { kind: 'store-unreachable' };",
    noticedBy: [TROUBLE],
  },
  {
    means: 'a busy replica counts as not ready, so its load goes to the other replicas',
    file: 'src-central/health.ts',
    snippet: "if (error instanceof StoreBusy) return isOpen() ? 'ready' : 'starting';",
    replacement: "if (error instanceof StoreBusy) return 'store-unreachable';",
    noticedBy: [TROUBLE],
  },
  {
    means: 'a request that gave up waiting for the database keeps its turn for ever',
    file: 'src-central/database/turns.ts',
    snippet: '          queue.delete(begin);\n',
    replacement: '',
    noticedBy: [TROUBLE],
  },
  {
    means: 'a booking’s reference can keep a DNI’s eight digits at the centre for months',
    file: 'src-main/contract/centre/appointments.ts',
    snippet: 'holdsNobody(text) && !hasDocumentForm(text)',
    replacement: 'holdsNobody(text) && hasDocumentForm !== undefined',
    noticedBy: ['tests/unit/src-main/contract/centre/appointments.test.ts'],
  },
  {
    means: 'kiosks beyond the 511th that connect at once are accepted seconds later',
    file: 'src-central/server/server.ts',
    snippet: ', backlog: BACKLOG',
    replacement: '',
    noticedBy: ['tests/integration/central/many-at-once.test.ts'],
  },
  {
    means:
      'kiosks behind one router lose their connections after a restart, before the replica has read their requests',
    file: 'src-central/server/connections.ts',
    snippet: 'const CROWD_OF_ADDRESS = 64;',
    replacement: 'const CROWD_OF_ADDRESS = 8;',
    noticedBy: ['tests/unit/src-central/server/connections.test.ts'],
  },
  {
    means: 'a thief can compare document numbers with the office’s key after the stolen kiosk was revoked',
    file: 'src-central/enrolment/revocations.ts',
    snippet: '  await distrustKeys(queries, keyring, place, nowMs, isLost);\n',
    replacement: '',
    noticedBy: ['tests/integration/central/revocation.test.ts'],
  },
  {
    means: 'kiosks of an office still compare with hashes that a revocation has dropped',
    file: 'src-central/appointments/office-keys.ts',
    snippet: 'if (days.includes(serviceDay))',
    replacement: 'if (!days.includes(serviceDay))',
    noticedBy: ['tests/integration/central/revocation.test.ts'],
  },
  {
    means: 'one person with two tokens can make a kiosk forget its PIN',
    file: 'src-central/orders/confirm-order.ts',
    snippet: 'if (!(await areTwoPeople(queries, cityId, proposer, second)))',
    replacement: 'if (found.tokenId === caller.tokenId)',
    noticedBy: ['tests/integration/central/orders.test.ts'],
  },
  {
    means: 'a replica of the previous release cannot enrol a kiosk, because its ON CONFLICT finds no key',
    file: 'src-central/database/migrations/0023-slot-key-for-both.ts',
    snippet: '`CREATE UNIQUE INDEX kiosk_by_any_slot ON kiosk (city_id, office_id, slot)`,',
    replacement:
      '`CREATE UNIQUE INDEX kiosk_by_any_slot ON kiosk (city_id, office_id, slot) WHERE NOT slot_given_again`,',
    noticedBy: ['tests/integration/central/ended-slots.test.ts'],
  },
];
