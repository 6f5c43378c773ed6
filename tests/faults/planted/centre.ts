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
    means: 'anybody may say by a header from which address they come',
    file: 'src-central/server/server.ts',
    snippet: 'options.behindProxy && hop === 0',
    replacement: 'options.behindProxy',
    noticedBy: ['tests/integration/central/sockets.test.ts'],
  },
  {
    means:
      'an open stream of wake-ups keeps its place among the requests in flight: two hundred kiosks, and all else is refused',
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
    means: 'a stranger takes all places by what anybody may ask',
    file: 'src-central/server/places.ts',
    snippet: 'caller === null ? admission.check(addressSubject(request.ip)) : admission.work();',
    replacement: 'admission.work();',
    noticedBy: [SHARES],
  },
  {
    means: 'a write to a stream that has just ended ends the replica',
    file: 'src-central/wake-ups/operations.ts',
    snippet: 'return !this.answer.writableEnded && !this.answer.destroyed;',
    replacement: 'return true;',
    noticedBy: ['tests/unit/src-central/wake-up-stream.test.ts'],
  },
  {
    means: 'a stream that has ended is followed for ever',
    file: 'src-central/wake-ups/operations.ts',
    snippet: '      watch.leave(stream);\n',
    replacement: '',
    noticedBy: [WAKE_UPS],
  },
  {
    means: 'offices are looked at for ever though nobody follows them',
    file: 'src-central/wake-ups/office-watch.ts',
    snippet: 'clearInterval(timer);',
    replacement: '',
    noticedBy: [WAKE_UPS],
  },
  {
    means: 'a city may be flooded with enrolments from many addresses',
    file: 'src-central/enrolment/open-enrolment.ts',
    snippet: "      [OF_CITY, ''],\n",
    replacement: '',
    noticedBy: [ENROLMENT],
  },
  {
    means: 'a key that is a kiosk already ends its second enrolment in a failure of the centre',
    file: 'src-central/enrolment/confirm-enrolment.ts',
    snippet: 'if ((await queries.query(CONFIRM_ENROLMENT.knownKey, [cityId, keyId])).length > 0)',
    replacement: 'if (cityId === keyId)',
    noticedBy: [ENROLMENT],
  },
  {
    means: 'one event may be larger than the contract says',
    file: 'src-central/ingest/read-item.ts',
    snippet:
      'if (payloadText.length > MAX_EVENT_BYTES / 4 && Buffer.byteLength(JSON.stringify(item)) > MAX_EVENT_BYTES)',
    replacement: 'if (payloadText.length > 4 * MAX_EVENT_BYTES)',
    noticedBy: ['tests/unit/src-central/read-item.test.ts'],
  },
  {
    means: 'a thief with a revoked kiosk fills the centre’s disk',
    file: 'src-central/ingest/quarantine.ts',
    // The snippet is text of a template literal in that file. It is split, so that its `${` is not taken for a template of this file.
    snippet: 'count(*) < $' + '{MOST_QUARANTINED}',
    replacement: 'count(*) >= 0',
    noticedBy: [REFUSALS],
  },
  {
    means: 'one ticket’s number at two kiosks raises no alarm when its id is the same',
    file: 'src-central/projections/number-clashes.ts',
    snippet: 'AND (ticket.ticket_id, ticket.kiosk_id) <> (item.ticket_id, $3::uuid) LIMIT 1',
    replacement: 'AND ticket.ticket_id <> item.ticket_id AND $3::uuid IS NOT NULL LIMIT 1',
    noticedBy: ['tests/integration/central/ingest.test.ts'],
  },
  {
    means: 'a change that comes while a snapshot is read is never announced',
    file: 'src-central/configuration/read-configuration.ts',
    snippet: 'cursor: writeCursor({ storeEpoch, changeSeq }),\n      storeEpoch,',
    replacement:
      'cursor: writeCursor({ storeEpoch, changeSeq: await lastChangeOf(centre, caller) }),\n      storeEpoch,',
    noticedBy: [CONFIGURATION, MEETINGS],
  },
  {
    means: 'two people who publish at once get one version’s number twice, or a failure',
    file: 'src-central/configuration/publish-profile.ts',
    snippet: "if (!(await lockOffice(queries, place))) return refuseMember('not-found', '/path/officeId', NO_OFFICE);",
    replacement: '',
    noticedBy: [MEETINGS, CONFIGURATION],
  },
  {
    means: 'a replica gives up while another one migrates for long',
    file: 'src-central/database/migrate.ts',
    snippet: '    await queries.query(MIGRATE.patience);\n',
    replacement: '',
    noticedBy: ['tests/integration/central/migrate.test.ts'],
  },
  {
    means: 'an appointment is changed by what was so before the locks: somebody had come meanwhile',
    file: 'src-central/appointments/book.ts',
    snippet: 'const found = held && (await findByReference(queries, caller, reference));',
    replacement: 'const found = held;',
    noticedBy: [APPOINTMENTS, MEETINGS],
  },
  {
    means: 'an appointment is cancelled in the moment in which its person checks in',
    file: 'src-central/appointments/book.ts',
    snippet: 'await lockOffice(queries, { cityId: caller.cityId, officeId: held.officeId });',
    replacement: '',
    noticedBy: [APPOINTMENTS, MEETINGS],
  },
  {
    means: 'nobody can see later who booked an appointment',
    file: 'src-central/appointments/book.ts',
    snippet: '  await recordAudit(queries, caller, what, booked, nowMs);\n',
    replacement: '',
    noticedBy: [APPOINTMENTS],
  },
  {
    means: 'kiosks go on believing codes by keys that no code needs any more',
    file: 'src-central/appointments/feed.ts',
    snippet: 'WHERE city_id = $1 AND needed_until > $2::timestamptz ORDER BY',
    replacement: 'WHERE city_id = $1 AND $2::timestamptz IS NOT NULL ORDER BY',
    noticedBy: [HELD_APPOINTMENTS],
  },
  {
    means: 'codes of a later appointment are not believed, for their key was needed until an earlier one',
    file: 'src-central/appointments/answer.ts',
    snippet:
      'DO UPDATE SET needed_until = EXCLUDED.needed_until\n    WHERE token_key.needed_until < EXCLUDED.needed_until',
    replacement: 'DO NOTHING',
    noticedBy: [HELD_APPOINTMENTS],
  },
  {
    means: 'somebody who may only look cancels tickets',
    file: 'src-main/contract/centre/authorization.ts',
    snippet: "voidTicket: { roles: ['operator', 'administrator'], ofSomeOffices",
    replacement: 'voidTicket: { roles: everybody, ofSomeOffices',
    noticedBy: [AUTHORIZATION],
  },
  {
    means: 'an administrator of one office reads what was done in the whole city',
    file: 'src-main/contract/centre/authorization.ts',
    snippet: "listAudit: { roles: ['administrator'], ofSomeOffices: 'none' }",
    replacement: "listAudit: { roles: ['administrator'], ofSomeOffices: 'filtered' }",
    noticedBy: [AUTHORIZATION],
  },
  {
    means: 'an appointment that a channel changed meanwhile has the hash of the number before',
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
    means: 'a booking whose code alone changes is unchanged, and its code opens nothing',
    file: 'src-central/appointments/book.ts',
    snippet: "'slowHash', 'codeHash', 'cancelledAt'",
    replacement: "'slowHash', 'cancelledAt'",
    noticedBy: [CHANNELS],
  },
  {
    means: 'a kiosk of another office is replaced, and revoked',
    file: 'src-central/enrolment/replace-kiosk.ts',
    snippet: 'if (old?.officeId !== officeId) return',
    replacement: 'if (old === undefined || officeId === undefined) return',
    noticedBy: [ENROLMENT],
  },
  {
    means: 'a stranger’s body is waited for, though nothing signs it',
    file: 'src-central/server/open-request.ts',
    snippet: 'if (isDigestMissing || !isCandidateSignature(received)) return',
    replacement: 'if (isDigestMissing && !isCandidateSignature(received)) return',
    noticedBy: [HEADS],
  },
  {
    means: 'a small body may be 4 kB of gzip that are four million brackets',
    file: 'src-central/server/body.ts',
    snippet: "(encoding === 'gzip' && operation.bounds.unpacked !== undefined)",
    replacement: "encoding === 'gzip'",
    noticedBy: [HEADS],
  },
  {
    means: 'gzip is unpacked beyond the bound of its operation',
    file: 'src-central/server/body.ts',
    snippet: '{ maxOutputLength: operation.bounds.unpacked }',
    replacement: '{ maxOutputLength: 1_000 + Number(operation.bounds.unpacked) }',
    noticedBy: [HEADS],
  },
  {
    means: 'brackets are parsed however deep they are nested',
    file: 'src-central/server/body.ts',
    snippet: 'if (depth > most) return true;',
    replacement: 'if (depth > most + 1) return true;',
    noticedBy: [HEADS],
  },
  {
    means: 'a body may be longer than its operation says',
    file: 'src-central/server/route.ts',
    snippet: 'bounds?.sent ?? NO_BODY_BYTES',
    replacement: 'bounds ? 1_048_576 : NO_BODY_BYTES',
    noticedBy: [HEADS],
  },
  {
    means: 'a replica whose connections are all at work says that its database is gone',
    file: 'src-central/server/answers.ts',
    snippet: "if (error instanceof StoreBusy) return { kind: 'overloaded' };",
    replacement: "if (error instanceof StoreBusy) return { kind: 'store-unreachable' };",
    noticedBy: [TROUBLE],
  },
  {
    means: 'a busy replica is taken out of the round, and its load falls on the others',
    file: 'src-central/health.ts',
    snippet: "if (error instanceof StoreBusy) return isOpen() ? 'ready' : 'starting';",
    replacement: "if (error instanceof StoreBusy) return 'store-unreachable';",
    noticedBy: [TROUBLE],
  },
  {
    means: 'a turn at the database that nobody waits for any more is kept for ever',
    file: 'src-central/database/turns.ts',
    snippet: '          queue.delete(begin);\n',
    replacement: '',
    noticedBy: [TROUBLE],
  },
  {
    means: 'a reference holds a DNI’s eight digits for months',
    file: 'src-main/contract/centre/appointments.ts',
    snippet: 'holdsNobody(text) && !hasDocumentForm(text)',
    replacement: 'holdsNobody(text) && hasDocumentForm !== undefined',
    noticedBy: ['tests/unit/src-main/contract/centre/appointments.test.ts'],
  },
  {
    means: 'of kiosks that come at once those beyond 511 are let in seconds later',
    file: 'src-central/server/server.ts',
    snippet: ', backlog: BACKLOG',
    replacement: '',
    noticedBy: ['tests/integration/central/many-at-once.test.ts'],
  },
  {
    means:
      'kiosks that come through one router are cut off after a restart, before the replica has read their requests',
    file: 'src-central/server/connections.ts',
    snippet: 'const CROWD_OF_ADDRESS = 64;',
    replacement: 'const CROWD_OF_ADDRESS = 8;',
    noticedBy: ['tests/unit/src-central/server/connections.test.ts'],
  },
  {
    means: 'whoever stole a kiosk compares numbers with the office’s key after its revocation',
    file: 'src-central/enrolment/revocations.ts',
    snippet: '  await distrustKeys(queries, keyring, place, nowMs, isLost);\n',
    replacement: '',
    noticedBy: ['tests/integration/central/revocation.test.ts'],
  },
  {
    means: 'an office’s kiosks go on comparing with hashes that a revocation has dropped',
    file: 'src-central/appointments/office-keys.ts',
    snippet: 'if (days.includes(serviceDay))',
    replacement: 'if (!days.includes(serviceDay))',
    noticedBy: ['tests/integration/central/revocation.test.ts'],
  },
  {
    means: 'one person with two tokens makes a kiosk forget its PIN',
    file: 'src-central/orders/confirm-order.ts',
    snippet: 'if (!(await areTwoPeople(queries, cityId, proposer, second)))',
    replacement: 'if (found.tokenId === caller.tokenId)',
    noticedBy: ['tests/integration/central/orders.test.ts'],
  },
  {
    means: 'a replica of the release before cannot enrol a kiosk, because its ON CONFLICT finds no key',
    file: 'src-central/database/migrations/0023-slot-key-for-both.ts',
    snippet: '`CREATE UNIQUE INDEX kiosk_by_any_slot ON kiosk (city_id, office_id, slot)`,',
    replacement:
      '`CREATE UNIQUE INDEX kiosk_by_any_slot ON kiosk (city_id, office_id, slot) WHERE NOT slot_given_again`,',
    noticedBy: ['tests/integration/central/ended-slots.test.ts'],
  },
];
