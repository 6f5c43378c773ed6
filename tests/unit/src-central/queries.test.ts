import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModule } from 'libpg-query';
import pg from 'pg';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { repositoryRoot } from '../../../build/runtime.ts';
import { ACCESS_TOKENS } from '../../../src-central/administration/access-tokens.ts';
import { ALARMS } from '../../../src-central/administration/alarms.ts';
import { ASKED_OF_STAFF } from '../../../src-central/administration/asked-of-staff.ts';
import { AUDIT } from '../../../src-central/administration/audit.ts';
import { AUDIT_LIST } from '../../../src-central/administration/audit-list.ts';
import { CITY_OVERVIEW } from '../../../src-central/administration/city-overview.ts';
import { KNOWN_CITY } from '../../../src-central/administration/known-city.ts';
import { TECHNICIAN_CODES } from '../../../src-central/administration/technician-codes.ts';
import { TOKEN_OPERATIONS } from '../../../src-central/administration/token-operations.ts';
import { VOID_TICKET } from '../../../src-central/administration/void-ticket.ts';
import { ALARM_LOOK } from '../../../src-central/alarms/look.ts';
import { ALARM_OPERATIONS } from '../../../src-central/alarms/operations.ts';
import { OUTBOX } from '../../../src-central/alarms/outbox.ts';
import { TROUBLES } from '../../../src-central/alarms/read-troubles.ts';
import { RESULT_OUTBOX } from '../../../src-central/alarms/result-messages.ts';
import { TOKEN_KEYS } from '../../../src-central/appointments/answer.ts';
import { RESULT_ROWS } from '../../../src-central/appointments/appointment-result.ts';
import { ATTENDANCE } from '../../../src-central/appointments/attendance.ts';
import { CHANNELS } from '../../../src-central/appointments/channels.ts';
import { ENCRYPT_KEYS } from '../../../src-central/appointments/encrypt-keys.ts';
import { FEED } from '../../../src-central/appointments/feed.ts';
import { FORGET_OVER } from '../../../src-central/appointments/forget-over.ts';
import { HASH_ANEW } from '../../../src-central/appointments/hash-anew.ts';
import { KEPT_APPOINTMENTS } from '../../../src-central/appointments/kept-appointment.ts';
import { OFFICE_KEYS } from '../../../src-central/appointments/office-keys.ts';
import { TELL_CHANGED } from '../../../src-central/appointments/tell-changed.ts';
import { BOOKING } from '../../../src-central/booking/create-booking.ts';
import { DESK_CALENDAR } from '../../../src-central/booking/desk-calendar.ts';
import { WAITING } from '../../../src-central/booking/freed-hours.ts';
import { KEPT_BOOKINGS } from '../../../src-central/booking/kept-bookings.ts';
import { OFFICE_STATE } from '../../../src-central/booking/office-state.ts';
import { PLACES } from '../../../src-central/booking/places.ts';
import { PLANS } from '../../../src-central/booking/plans.ts';
import { BOOKING_KEYS } from '../../../src-central/booking/secrets.ts';
import { VISITORS } from '../../../src-central/booking/visitors.ts';
import { READ_CITY } from '../../../src-central/city/read-city.ts';
import { READ_KIOSK } from '../../../src-central/city/read-kiosk.ts';
import { ALLOWED_VERSIONS } from '../../../src-central/configuration/allowed-versions.ts';
import { BOOKINGS_OUTSIDE } from '../../../src-central/configuration/bookings-outside.ts';
import { OFFICE_LIST } from '../../../src-central/configuration/list-offices.ts';
import { OFFICE_CHANGES } from '../../../src-central/configuration/office-changes.ts';
import { OFFICE_QUEUES } from '../../../src-central/configuration/office-queues.ts';
import { PROFILE_VERSIONS } from '../../../src-central/configuration/profile-versions.ts';
import { PROPOSALS } from '../../../src-central/configuration/proposals.ts';
import { CONFIGURATION } from '../../../src-central/configuration/read-configuration.ts';
import { SERVICE_PAUSES } from '../../../src-central/configuration/service-pauses.ts';
import { CONTACTS } from '../../../src-central/contacts/contacts.ts';
import { CONTACT_OUTBOX } from '../../../src-central/contacts/outbox.ts';
import { PERSONS } from '../../../src-central/contacts/person.ts';
import { PROOFS } from '../../../src-central/contacts/proofs.ts';
import { MIGRATE } from '../../../src-central/database/migrate.ts';
import { MIGRATIONS } from '../../../src-central/database/migrations/index.ts';
import { CONFIRM_ENROLMENT } from '../../../src-central/enrolment/confirm-enrolment.ts';
import { END_KIOSK } from '../../../src-central/enrolment/end-kiosk.ts';
import { FIND_ENROLMENT } from '../../../src-central/enrolment/find-enrolment.ts';
import { OPEN_ENROLMENT } from '../../../src-central/enrolment/open-enrolment.ts';
import { RATE_LIMIT } from '../../../src-central/enrolment/rate-limit.ts';
import { READ_ENROLMENT } from '../../../src-central/enrolment/read-enrolment.ts';
import { REPLACE_KIOSK } from '../../../src-central/enrolment/replace-kiosk.ts';
import { REVOCATIONS } from '../../../src-central/enrolment/revocations.ts';
import { REVOKE_KIOSK } from '../../../src-central/enrolment/revoke-kiosk.ts';
import { ROTATE_KEY } from '../../../src-central/enrolment/rotate-key.ts';
import { WAITING_ENROLMENT } from '../../../src-central/enrolment/waiting-enrolment.ts';
import { DAY_FIGURES } from '../../../src-central/figures/day-figures.ts';
import { KEPT_DAYS } from '../../../src-central/figures/kept-days.ts';
import { MONTH_FIGURES } from '../../../src-central/figures/month-figures.ts';
import { MONTH_WORDS } from '../../../src-central/figures/month-words.ts';
import { OFFICE_FIGURES } from '../../../src-central/figures/office-figures.ts';
import { FIGURES_SETTING } from '../../../src-central/figures/operations.ts';
import { TURN_OFFERS } from '../../../src-central/from-home/offers.ts';
import { TURN_REQUESTS } from '../../../src-central/from-home/requests.ts';
import { QUARANTINE } from '../../../src-central/ingest/quarantine.ts';
import { STORE_EVENTS } from '../../../src-central/ingest/store-events.ts';
import { UPLOAD } from '../../../src-central/ingest/upload.ts';
import { LIVE_OFFICES } from '../../../src-central/live/read-offices.ts';
import { OBSERVE } from '../../../src-central/observation/observe.ts';
import { OPEN_MONTHS } from '../../../src-central/open-data/catalogue.ts';
import { DIAGNOSTICS } from '../../../src-central/orders/diagnostics.ts';
import { ORDER_PROPOSALS, ORDERS } from '../../../src-central/orders/give-order.ts';
import { ORDERS_OF_KIOSK } from '../../../src-central/orders/tell-orders.ts';
import { DIRECTORY_PEOPLE } from '../../../src-central/people/directory-sign-in.ts';
import { INDEPENDENCE } from '../../../src-central/people/independence.ts';
import { INVITATIONS } from '../../../src-central/people/invitations.ts';
import { INVITE } from '../../../src-central/people/invite.ts';
import { KNOWN_DEVICES } from '../../../src-central/people/known-devices.ts';
import { PASSKEYS } from '../../../src-central/people/passkeys.ts';
import { PEOPLE } from '../../../src-central/people/people.ts';
import { RECOVERIES } from '../../../src-central/people/recoveries.ts';
import { SESSIONS } from '../../../src-central/people/sessions.ts';
import { SIGN_IN } from '../../../src-central/people/sign-in.ts';
import { FIND_TURN } from '../../../src-central/phone/find-turn.ts';
import { STATED_QUEUE } from '../../../src-central/phone/stated-queue.ts';
import { WORD_AFTER } from '../../../src-central/phone/word-after.ts';
import { CHECK_IN_CONFLICTS } from '../../../src-central/projections/check-in-conflicts.ts';
import { NUMBER_CLASHES } from '../../../src-central/projections/number-clashes.ts';
import { PROJECTION } from '../../../src-central/projections/projection.ts';
import { REBUILD } from '../../../src-central/projections/rebuild.ts';
import { TICKET_LIST } from '../../../src-central/projections/ticket-list.ts';
import { CENTRE } from '../../../src-central/replica-context.ts';
import { BLANKED_ROWS } from '../../../src-central/retention/blanked-rows.ts';
import { DUE_BOOKINGS } from '../../../src-central/retention/due-bookings.ts';
import { DUE_EVENTS } from '../../../src-central/retention/due-events.ts';
import { DUE_ROWS } from '../../../src-central/retention/due-rows.ts';
import { RETENTION_RUNS } from '../../../src-central/retention/retention-runs.ts';
import { ROUNDS } from '../../../src-central/rounds.ts';
import { CREDENTIALS } from '../../../src-central/server/credentials.ts';
import { TURN_WORDS } from '../../../src-central/turn-words/turn-words.ts';
import { OFFICE_WATCH } from '../../../src-central/wake-ups/office-watch.ts';
import { TWIN_DAY } from '../../../src-central/what-if/operations.ts';
import { cityShapeOf, planForAny, scansOfAllCities } from '../../support/city-plans.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { findMemory, findUnboundTables, findWideExists, nodesOf, statementsOf } from './city-queries.ts';
import { findUnspreadable } from './spread-queries.ts';

const room = join(repositoryRoot, 'src-central');
const sources = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const TEXTS: Readonly<Record<string, unknown>> = {
  ACCESS_TOKENS,
  ALARMS,
  ALARM_LOOK,
  ALARM_OPERATIONS,
  ALLOWED_VERSIONS,
  ASKED_OF_STAFF,
  ATTENDANCE,
  AUDIT,
  AUDIT_LIST,
  BLANKED_ROWS,
  BOOKING,
  BOOKINGS_OUTSIDE,
  BOOKING_KEYS,
  CENTRE,
  CHANNELS,
  CHECK_IN_CONFLICTS,
  CITY_OVERVIEW,
  CONFIGURATION,
  CONFIRM_ENROLMENT,
  CONTACTS,
  CONTACT_OUTBOX,
  CREDENTIALS,
  DAY_FIGURES,
  DESK_CALENDAR,
  DIAGNOSTICS,
  DIRECTORY_PEOPLE,
  DUE_BOOKINGS,
  DUE_EVENTS,
  DUE_ROWS,
  ENCRYPT_KEYS,
  END_KIOSK,
  FEED,
  FIGURES_SETTING,
  FIND_ENROLMENT,
  FIND_TURN,
  FORGET_OVER,
  HASH_ANEW,
  INDEPENDENCE,
  INVITATIONS,
  INVITE,
  KEPT_APPOINTMENTS,
  KEPT_BOOKINGS,
  KEPT_DAYS,
  KNOWN_CITY,
  KNOWN_DEVICES,
  LIVE_OFFICES,
  MIGRATE,
  MONTH_FIGURES,
  MONTH_WORDS,
  NUMBER_CLASHES,
  OBSERVE,
  OFFICE_CHANGES,
  OFFICE_FIGURES,
  OFFICE_KEYS,
  OFFICE_LIST,
  OFFICE_QUEUES,
  OFFICE_STATE,
  OFFICE_WATCH,
  OPEN_ENROLMENT,
  OPEN_MONTHS,
  ORDERS,
  ORDERS_OF_KIOSK,
  ORDER_PROPOSALS,
  OUTBOX,
  PASSKEYS,
  PEOPLE,
  PERSONS,
  PLACES,
  PLANS,
  PROFILE_VERSIONS,
  PROJECTION,
  PROOFS,
  PROPOSALS,
  QUARANTINE,
  RATE_LIMIT,
  READ_CITY,
  READ_ENROLMENT,
  READ_KIOSK,
  REBUILD,
  RECOVERIES,
  REPLACE_KIOSK,
  RESULT_OUTBOX,
  RESULT_ROWS,
  RETENTION_RUNS,
  REVOCATIONS,
  REVOKE_KIOSK,
  ROTATE_KEY,
  ROUNDS,
  SERVICE_PAUSES,
  SESSIONS,
  SIGN_IN,
  STATED_QUEUE,
  STORE_EVENTS,
  TECHNICIAN_CODES,
  TELL_CHANGED,
  TICKET_LIST,
  TOKEN_KEYS,
  TOKEN_OPERATIONS,
  TROUBLES,
  TURN_OFFERS,
  TURN_REQUESTS,
  TURN_WORDS,
  TWIN_DAY,
  UPLOAD,
  VISITORS,
  VOID_TICKET,
  WAITING,
  WAITING_ENROLMENT,
  WORD_AFTER,
};

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};
const migrations = MIGRATIONS.flat();
const queries = Object.entries(TEXTS).flatMap(([name, value]) => textsIn(value).map((sql) => ({ name, sql })));

beforeAll(() => loadModule());

const columnsOf = (table: { tableElts?: unknown }): string[] =>
  nodesOf(table.tableElts, 'ColumnDef').map(({ colname }) => String(colname));
const tables = () => migrations.flatMap((sql) => nodesOf(statementsOf(sql), 'CreateStmt'));
const nameOf = ({ relation }: Record<string, unknown>): string => String((relation as { relname: unknown }).relname);
const cityTables = () =>
  // A partition, and a table made LIKE another, have the columns of the other table.
  new Set(
    tables()
      .filter((table) => columnsOf(table).includes('city_id') || nodesOf(table, 'TableLikeClause').length > 0)
      .map(nameOf),
  );

describe('the centre’s queries', () => {
  it('are all in constants that this test reads', () => {
    const texts = sources.map((name) => ({ name, source: readFileSync(join(room, name), 'utf8') }));
    const literal = /\bquery(<[^;]*?>)?\(\s*[`'"](?!BEGIN|COMMIT|ROLLBACK)/;
    expect(texts.filter(({ source }) => literal.test(source)).map(({ name }) => name)).toEqual([]);
    const words = /[`'"]\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH)\s/;
    const constants = texts
      .filter(({ name, source }) => !name.includes('migrations') && words.test(source))
      .flatMap(({ name, source }) =>
        [...source.matchAll(/^export const ([A-Z_]+) = \{/gm)].map((match) => match[1] ?? name),
      );
    expect(constants.sort()).toEqual(Object.keys(TEXTS));
  });

  it('bind each of their tables to the given city, so that tables can be spread by city', () => {
    const known = cityTables();
    expect(known.size).toBeGreaterThan(15);
    const ofOne = queries.filter(({ sql }) => sql !== OFFICE_WATCH.changedOfMany);
    for (const { name, sql } of ofOne) expect(findUnboundTables(sql, known), `${name}: ${sql}`).toEqual([]);
  });

  it('include one that reads offices of several given cities, and changes nothing', () => {
    const sql = OFFICE_WATCH.changedOfMany;
    expect(findUnboundTables(sql, cityTables())).toEqual(['office is held to no city']);
    expect(statementsOf(sql).map((statement) => Object.keys(statement))).toEqual([['SelectStmt']]);
    expect(sql).toContain('FROM office WHERE city_id = ANY ($1::text[]) AND');
  });

  it('name the city in each EXISTS, so that none reads the rows of all cities', () => {
    const known = cityTables();
    const wide = queries.flatMap(({ name, sql }) => findWideExists(sql, known).map((words) => `${name}: ${words}`));
    expect(wide).toEqual([]);
  });

  it('can all run in a database spread by city', () => {
    const wrong = queries.flatMap(({ name, sql }) => findUnspreadable(sql).map((words) => `${name}: ${words}: ${sql}`));
    expect(wrong).toEqual([]);
  });

  it('rely on nothing that a connection or one machine would have to remember', () => {
    for (const sql of [...queries.map((query) => query.sql), ...migrations]) expect(findMemory(sql), sql).toEqual([]);
  });

  it('only add to the audit and count it up, and change or remove rows only when their retention ends', () => {
    const isAudit = (node: Record<string, unknown>) => /^(audit|technician_action)$/.test(nameOf(node));
    const ofAudit = (tag: string) =>
      queries.flatMap(({ name, sql }) =>
        nodesOf(statementsOf(sql), tag)
          .filter(isAudit)
          .map((node) => ({ name, node })),
      );
    const ends = [...ofAudit('UpdateStmt'), ...ofAudit('DeleteStmt')].map(({ name }) => name);
    expect(ends.filter((name) => name !== 'DUE_ROWS')).toEqual([]);
    const inserts = ofAudit('InsertStmt');
    expect(inserts).toHaveLength(3);
    for (const { name, node } of inserts) {
      const changed = nodesOf(nodesOf(node, 'onConflictClause'), 'ResTarget')
        .map((target) => target.name)
        .filter((column) => column !== undefined);
      expect(['times', 'last_at'], name).toEqual(expect.arrayContaining(changed));
    }
  });

  it('use tables that `operation/spread.sql` spreads by city, each after those it refers to', () => {
    const text = readFileSync(join(room, 'operation', 'spread.sql'), 'utf8');
    const named = (call: RegExp) => [...text.matchAll(call)].map(([, table = '']) => table);
    const spread = named(/create_distributed_table\('(\w+)', 'city_id'\)/g);
    const own = tables().filter((table) => nodesOf(table, 'partbound').length === 0 && table.partbound === undefined);
    const ofCities = cityTables();
    const names = own.map(nameOf);
    expect([...spread].sort()).toEqual(names.filter((name) => ofCities.has(name)).sort());
    expect(named(/create_reference_table\('(\w+)'\)/g).sort()).toEqual(
      [...names.filter((name) => !ofCities.has(name)), 'schema_version'].sort(),
    );
    for (const table of own)
      for (const { pktable, fk_attrs, pk_attrs } of nodesOf(table, 'Constraint').filter(
        ({ contype }) => contype === 'CONSTR_FOREIGN',
      )) {
        const other = String((pktable as { relname: unknown }).relname);
        expect(spread.indexOf(other), `${nameOf(table)} refers to ${other}`).toBeLessThan(
          spread.indexOf(nameOf(table)),
        );
        for (const columns of [fk_attrs, pk_attrs]) expect(nodesOf(columns, 'String')[0]?.sval).toBe('city_id');
      }
  });

  it('have keys and indexes that begin with the city', () => {
    for (const table of tables().filter((table) => columnsOf(table).includes('city_id'))) {
      const keys = nodesOf(table, 'Constraint').filter(
        ({ contype }) => contype === 'CONSTR_PRIMARY' || contype === 'CONSTR_UNIQUE',
      );
      expect(keys.length, nameOf(table)).toBeGreaterThan(0);
      for (const { keys: columns } of keys)
        expect(JSON.stringify(columns), nameOf(table)).toMatch(/^\[\{"String":\{"sval":"city_id"/);
    }
    const indexes = migrations.flatMap((sql) => nodesOf(statementsOf(sql), 'IndexStmt'));
    expect(indexes.length).toBeGreaterThan(0);
    for (const { idxname, indexParams } of indexes)
      expect(nodesOf(indexParams, 'IndexElem')[0]?.name, String(idxname)).toBe('city_id');
  });
});

describe('the check of queries', () => {
  it.each([
    ['SELECT pg_advisory_xact_lock(1)', 'pg_advisory_xact_lock'],
    ["SELECT nextval('a')", 'nextval'],
    ['NOTIFY hints', 'NotifyStmt'],
    ['SET search_path = a', 'VariableSetStmt'],
    ['CREATE TABLE a (b bigserial)', 'bigserial'],
    ['CREATE TEMP TABLE a (b int)', 'temporary table'],
    ['CREATE TABLE a (b int GENERATED ALWAYS AS IDENTITY)', 'CONSTR_IDENTITY'],
  ])('finds what a connection would remember in %s', (sql, found) => {
    expect(findMemory(sql)).toEqual([found]);
  });

  it('allows a setting that ends with its transaction', () => {
    expect(findMemory('SET LOCAL lock_timeout = 0')).toEqual([]);
  });

  const known = new Set(['event', 'ticket']);
  it.each([
    ['SELECT seq FROM event', 'event is held to no city'],
    ["SELECT seq FROM event WHERE city_id = ANY ('{a,b}')", 'event is held to no city'],
    ['SELECT seq FROM event WHERE city_id = ANY ($1)', 'event is held to no city'],
    ['SELECT seq FROM event WHERE city_id = $1 OR seq = 1', 'event is held to no city'],
    ['SELECT seq FROM event WHERE city_id <> $1 AND kiosk_id = $2', 'event is held to no city'],
    [
      'SELECT 1 FROM event JOIN ticket ON ticket.kiosk_id = event.kiosk_id WHERE event.city_id = $1',
      'ticket is held to no city',
    ],
    ['SELECT 1 WHERE EXISTS (SELECT 1 FROM ticket)', 'ticket is held to no city'],
    [
      'SELECT (SELECT max(number) FROM ticket WHERE ticket.kiosk_id = event.kiosk_id) FROM event WHERE city_id = $1',
      'ticket is held to no city',
    ],
    ['UPDATE ticket SET number = 1 WHERE ticket_id = $1', 'ticket is held to no city'],
    ['DELETE FROM ticket', 'ticket is held to no city'],
    ["INSERT INTO ticket (city_id, number) VALUES ('x', 1)", 'ticket gets a row of no given city'],
    ['INSERT INTO ticket (number) SELECT $1', 'ticket gets a row of no given city'],
    [
      'INSERT INTO ticket (city_id) VALUES ($1) ON CONFLICT DO NOTHING',
      'ticket does not name what its conflict is about',
    ],
    ['WITH mine AS (SELECT * FROM event) SELECT 1 FROM mine', 'event is held to no city'],
    ['SELECT seq FROM event WHERE city_id = $1 UNION ALL SELECT number FROM ticket', 'ticket is held to no city'],
    ['SELECT seq FROM event EXCEPT SELECT number FROM ticket WHERE city_id = $1', 'event is held to no city'],
    [
      'SELECT 1 FROM (SELECT 1 UNION SELECT 2 UNION SELECT number FROM ticket) AS item WHERE true',
      'ticket is held to no city',
    ],
    ['INSERT INTO ticket (city_id) SELECT $1 FROM event UNION SELECT $1', 'event is held to no city'],
    ["INSERT INTO ticket (city_id) SELECT $1 UNION SELECT 'x'", 'ticket gets a row of no given city'],
  ])('finds what is wrong in %s', (sql, wrong) => {
    expect(findUnboundTables(sql, known)).toEqual([wrong]);
  });

  it('finds an EXISTS that only the outer row binds to a city', () => {
    const among = (inside: string) =>
      `SELECT EXISTS (SELECT 1 FROM ticket AS t WHERE ${inside}) FROM event AS e WHERE e.city_id = $1`;
    expect(findWideExists(among('t.city_id = e.city_id'), known)).toEqual(['t is held to no city']);
    expect(findWideExists(among('t.city_id = $1 AND t.kiosk_id = e.kiosk_id'), known)).toEqual([]);
  });

  it('follows joins and outer queries', () => {
    const good = [
      'SELECT 1 FROM event AS e JOIN ticket AS t ON t.city_id = e.city_id WHERE e.city_id = $1',
      'SELECT seq FROM event WHERE city_id = $1 UNION SELECT number FROM ticket WHERE city_id = $1',
      'SELECT (SELECT max(t.number) FROM ticket AS t WHERE t.city_id = e.city_id) FROM event AS e WHERE e.city_id = $1',
      'INSERT INTO ticket (city_id, number) SELECT $1, item.n FROM unnest($2::int[]) AS item (n) ON CONFLICT (city_id, number) DO NOTHING',
    ];
    for (const sql of good) expect(findUnboundTables(sql, known), sql).toEqual([]);
  });
});

describe('PostgreSQL’s plans for the centre’s queries', () => {
  const postgres = sharedPostgres();

  async function scansOf(statements: readonly { name: string; sql: string }[], before = ''): Promise<string[]> {
    const client = new pg.Client({ connectionString: await postgres.newDatabase() });
    await client.connect();
    onTestFinished(() => client.end());
    await client.query(before);
    const known = await cityShapeOf(client);
    const found: string[] = [];
    for (const { name, sql } of statements)
      for (const scan of scansOfAllCities(await planForAny(client, sql), known)) found.push(`${name}: ${scan}: ${sql}`);
    return found;
  }

  it('use index conditions that name the city, and none reads rows of other cities', async () => {
    const planned = queries.filter(({ sql }) => /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/.test(sql));
    expect(planned.length).toBeGreaterThan(150);
    expect(await scansOf(planned)).toEqual([]);
  });

  it('are found if they read the rows of all cities', async () => {
    const wide = [
      'SELECT number FROM ticket WHERE ticket_id = $1::uuid',
      "SELECT number FROM ticket WHERE city_id || '' = $1",
      'SELECT 1 FROM kiosk JOIN ticket ON ticket.kiosk_id = kiosk.kiosk_id WHERE kiosk.city_id = $1',
      // PostgreSQL reads this one by two indexes, of which only one is limited to the city.
      'SELECT 1 FROM ticket WHERE (city_id = $1 AND ticket_id = $2::uuid) OR number = $3::int',
    ].map((sql) => ({ name: 'wide', sql }));
    const found = await scansOf(wide, 'CREATE INDEX by_number ON ticket (number)');
    expect(found.map((words) => /^wide: ticket by [^:]+: (.*)$/.exec(words)?.[1])).toEqual(wide.map(({ sql }) => sql));
  });
});

describe('a statement that a spread database refuses', () => {
  it.each([
    ['WITH RECURSIVE run (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM run) SELECT n FROM run', 'it is recursive'],
    ['WITH gone AS (DELETE FROM ticket WHERE city_id = $1 RETURNING 1) SELECT 1 FROM gone', 'a WITH changes rows'],
    ['UPDATE office SET changed_at = now() WHERE city_id = $1', 'now is asked while rows change'],
    [
      'UPDATE office SET changed_at = current_timestamp WHERE city_id = $1',
      'SVFOP_CURRENT_TIMESTAMP is asked while rows change',
    ],
    ['UPDATE office SET id = gen_random_uuid() WHERE city_id = $1', 'gen_random_uuid is asked while rows change'],
    [
      "UPDATE office SET changed_at = changed_at + interval '1 day' WHERE city_id = $1",
      'time is reckoned while rows change',
    ],
    ['DELETE FROM event WHERE city_id = $1 AND received_at::date < $2', 'time is reckoned while rows change'],
    ['UPDATE office SET city_id = $2 WHERE city_id = $1', 'a row gets another city'],
    [
      'INSERT INTO office (city_id) VALUES ($1) ON CONFLICT (city_id) DO UPDATE SET changed_at = clock_timestamp()',
      'clock_timestamp is asked while rows change',
    ],
  ])('is found in %s', (sql, wrong) => {
    expect(findUnspreadable(sql)).toEqual([wrong]);
  });

  it('is in none of the program’s queries', () => {
    for (const sql of [
      'UPDATE office SET changed_at = greatest($2::timestamptz, changed_at), n = n + 1 WHERE city_id = $1',
      'INSERT INTO office (city_id, since) SELECT $1, * FROM unnest($2::timestamptz[]) ON CONFLICT (city_id) DO NOTHING',
    ])
      expect(findUnspreadable(sql), sql).toEqual([]);
  });
});
