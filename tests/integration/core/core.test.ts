import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { initKioskStore } from '../../../src-main/core/kiosk-store.ts';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import {
  type CoreProcess,
  type CoreProcessOptions,
  demonstrationOffice,
  newRequestId,
  OFFICES,
  service,
  startCoreProcess,
} from '../../support/core-process.ts';
import { virtualProfile } from '../../support/printing.ts';
import { giveSlotTo } from '../../support/slot.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function start(options: Partial<CoreProcessOptions> = {}): CoreProcess {
  const core = startCoreProcess({ data: join(temporaryFolder(), 'data'), ...options });
  onTestFinished(async () => {
    core.child.kill('SIGKILL');
    await core.ended;
  });
  return core;
}

async function take(core: CoreProcess, requestId = newRequestId(), serviceId = 'empadronament'): Promise<TicketRecord> {
  const result = await core.call('takeTicket', { requestId, serviceId: service(serviceId), language: 'ca' });
  if (!result.ok) throw new Error(result.error.kind);
  return result.value as TicketRecord;
}

function office(change: (profile: Record<string, unknown>) => void): string {
  const profile = JSON.parse(readFileSync(demonstrationOffice, 'utf8')) as Record<string, unknown>;
  change(profile);
  const file = join(temporaryFolder(), 'office.json');
  writeFileSync(file, JSON.stringify(profile));
  return file;
}

describe('one intent is one ticket', () => {
  test('250 tickets over ten series, each requested ten times at once: every series is gapless, without repeats', async () => {
    const letters = [...'ABCDEFGHJK'];
    const core = start({
      profile: office((profile) => {
        profile.groups = [];
        profile.services = letters.slice(0, 6).map((series) => tenth(series));
        profile.groups = [{ groupId: 'more', name: { ca: 'Més' }, pictogram: 'more' }];
        profile.services = letters.map((series, index) =>
          index < 5 ? tenth(series) : { ...tenth(series), groupId: 'more' },
        );
      }),
    });
    const intents = letters.flatMap((series) =>
      Array.from({ length: 25 }, () => ({ requestId: newRequestId(), serviceId: `service-${series.toLowerCase()}` })),
    );
    const answers = await Promise.all(
      intents.map(({ requestId, serviceId }) =>
        Promise.all(Array.from({ length: 10 }, () => take(core, requestId, serviceId))),
      ),
    );
    for (const repeated of answers) expect(new Set(repeated.map(({ ticketId }) => ticketId)).size).toBe(1);
    const tickets = answers.flatMap(([first]) => (first ? [first] : []));
    expect(tickets).toHaveLength(250);
    expect(new Set(tickets.map(({ label }) => label)).size).toBe(250);
    for (const series of letters) {
      const numbers = tickets.filter((ticket) => ticket.series === series).map(({ number }) => number);
      expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
    }
  });

  test('an answered request gets the same answer after the core was killed', async () => {
    const data = join(temporaryFolder(), 'data');
    const first = start({ data });
    const ticket = await take(first);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = start({ data });
    expect(await take(second, ticket.requestId)).toMatchObject({ ticketId: ticket.ticketId, label: ticket.label });
    expect((await take(second)).number).toBe(ticket.number + 1);
  });

  test('the same request for another service or visit type is refused, and the first ticket is kept', async () => {
    const core = start();
    const { requestId, serviceId, visitType, ...ticket } = await take(core);
    expect(visitType).toBe('walk-in');
    for (const other of [{ serviceId: service('impostos-i-taxes') }, { visitType: 'appointment' as const }])
      expect(await core.call('takeTicket', { requestId, serviceId, language: 'ca', ...other })).toMatchObject({
        ok: false,
        error: { kind: 'request-reused' },
      });
    expect(await core.call('takeTicket', { requestId, serviceId, visitType, language: 'ca' })).toMatchObject({
      ok: true,
      value: { ticketId: ticket.ticketId },
    });
  });
});

const tenth = (series: string) => ({
  serviceId: `service-${series.toLowerCase()}`,
  series,
  name: { ca: `Servei ${series}` },
  pictogram: 'folder',
});

describe('the printing of a ticket', () => {
  test('ends printed, and the paper shows its number', async () => {
    const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: 2_000 });
    onTestFinished(() => printer.close());
    const core = start({ printer: `torn-virtual@tcp://127.0.0.1:${printer.port}` });
    await core.waitFor('printer', ({ value }) => value.condition === 'ready');
    const paper = new Promise<{ lines: readonly string[] }>((resolve) => printer.onPaper(resolve));
    const ticket = await take(core);
    expect((await paper).lines).toContain(ticket.label);
    await core.stop();
    expect(core.log()).toContain('"state":"printed"');
  });

  test('without a printer ends not-sent, and the ticket is valid', async () => {
    const core = start();
    const ticket = await take(core);
    expect(await core.call('getTicket', { requestId: ticket.requestId })).toMatchObject({
      ok: true,
      value: { label: ticket.label, print: { state: 'not-sent', cause: 'no-printer' } },
    });
  });
});

describe('a touch', () => {
  const view = async (core: CoreProcess) => (await core.waitFor('view')).value;

  test('meant for an earlier screen is refused and makes no ticket', async () => {
    const core = start();
    const { sessionId, stateNo } = await view(core);
    const stamp = { sessionId, stateNo };
    expect(await core.call('openEntry', { stamp, visitType: 'walk-in' })).toEqual({ ok: true, value: null });
    expect(
      await core.call('takeTicket', {
        stamp,
        requestId: newRequestId(),
        serviceId: service('empadronament'),
        visitType: 'walk-in',
        language: 'ca',
      }),
    ).toEqual({ ok: false, error: { kind: 'stale-command' } });
    expect(await core.call('getStatus', {})).toMatchObject({ ok: true, value: { ticketsToday: 0 } });
  });

  test('repeated after a lost answer still gets its ticket', async () => {
    const core = start();
    const { sessionId, stateNo } = await view(core);
    const intent = {
      stamp: { sessionId, stateNo },
      requestId: newRequestId(),
      serviceId: service('empadronament'),
      visitType: 'walk-in' as const,
      language: 'ca' as const,
    };
    const first = await core.call('takeTicket', intent);
    expect(await core.call('takeTicket', intent)).toMatchObject({
      ok: true,
      value: { label: first.ok ? (first.value as TicketRecord).label : 'none' },
    });
  });
});

describe('bad input gets a typed answer, and the core goes on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'torn-'));
  let core: CoreProcess;
  beforeAll(() => {
    core = startCoreProcess({ data: join(folder, 'data') });
  });
  afterAll(async () => {
    core.child.kill('SIGKILL');
    await core.ended;
    rmSync(folder, { recursive: true });
  });

  test.each([
    ['not JSON', 'junk', { id: null, kind: 'bad-message' }],
    ['no envelope', '[1,2]', { id: null, kind: 'bad-message' }],
    ['an unknown method', '{"id":901,"method":"fly","params":{}}', { id: 901, kind: 'unknown-method' }],
    ['a method of objects', '{"id":902,"method":"constructor","params":{}}', { id: 902, kind: 'unknown-method' }],
    ['missing parameters', '{"id":903,"method":"takeTicket","params":{}}', { id: 903, kind: 'bad-message' }],
    ['a field too many', '{"id":904,"method":"getStatus","params":{"x":1}}', { id: 904, kind: 'bad-message' }],
    ['a line of 70 kB', `{"id":905,"method":"${'x'.repeat(70_000)}"}`, { id: null, kind: 'bad-message' }],
  ])('%s', async (_, line, { id, kind }) => {
    const answer = await core.raw(line);
    expect(answer).toMatchObject({ id, result: { ok: false, error: { kind } } });
    expect((await core.call('getStatus', {})).ok).toBe(true);
  });

  test('an unknown service, and a service of another visit type', async () => {
    const requestId = newRequestId();
    const ask = (serviceId: string, visitType: 'walk-in' | 'appointment') =>
      core.call('takeTicket', { requestId, serviceId: service(serviceId), visitType, language: 'ca' });
    expect(await ask('no-such-service', 'walk-in')).toMatchObject({ ok: false, error: { kind: 'unknown-service' } });
    expect((await core.call('getTicket', { requestId })).ok).toBe(false);
  });

  test('a closed service', async () => {
    const closed = { span: { from: '01-01', to: '12-31' }, reason: { ca: 'Obres a l’oficina' } };
    const closedOffice = start({
      profile: office((profile) => Object.assign(profile.hours as object, { closures: [closed] })),
    });
    expect((await closedOffice.waitFor('view')).value.view).toMatchObject({
      screen: 'closed',
      reason: 'Obres a l’oficina',
    });
    const intent = { requestId: newRequestId(), serviceId: service('empadronament'), language: 'ca' } as const;
    expect(await closedOffice.call('takeTicket', intent)).toMatchObject({
      ok: false,
      error: { kind: 'service-closed' },
    });
  });

  test('typed text never appears in an answer or a log', async () => {
    const answer = await core.raw('{"id":1001,"method":"takeTicket","params":{"requestId":"12345678Z"}}');
    expect(JSON.stringify(answer)).not.toContain('12345678Z');
    expect(core.log()).not.toContain('12345678Z');
  });
});

describe('a core that cannot start gives the reason once and ends with code 2', () => {
  async function expectFault(core: CoreProcess, kind: string): Promise<string> {
    const { value } = await core.waitFor('fault');
    expect(value.kind).toBe(kind);
    expect((await core.ended).code).toBe(2);
    expect(core.log()).not.toMatch(/\n {4}at /);
    return value.detail;
  }

  test('no such profile', async () => {
    const detail = await expectFault(start({ profile: '/nowhere/office.json' }), 'profile-missing');
    expect(detail).toContain('/nowhere/office.json');
  });

  test('a profile that is not JSON, and one with a wrong value, whose place is named', async () => {
    const file = join(temporaryFolder(), 'office.json');
    writeFileSync(file, '{ "officeId": ');
    await expectFault(start({ profile: file }), 'profile-invalid');
    const wrong = office((profile) => Object.assign((profile.services as object[])[1] ?? {}, { series: 'O' }));
    expect(await expectFault(start({ profile: wrong }), 'profile-invalid')).toContain('services/1/series');
  });

  test('a printer whose profile does not exist', async () => {
    await expectFault(start({ printer: 'no-such-printer@tcp://127.0.0.1:9100' }), 'printer-profile-invalid');
  });

  test('wrong options', async () => {
    await expectFault(start({ printer: 'tcp:9100' }), 'bad-arguments');
    await expectFault(start({ args: ['--fast'] }), 'bad-arguments');
  });

  test('a data folder that another core owns, which goes on undisturbed', async () => {
    const data = join(temporaryFolder(), 'data');
    const first = start({ data });
    await first.waitFor('ready');
    expect(await expectFault(start({ data }), 'data-folder-in-use')).toContain(data);
    expect((await take(first)).label).toBe('A001');
  });

  test('a data folder that is a file', async () => {
    const file = join(temporaryFolder(), 'data');
    writeFileSync(file, 'not a folder');
    await expectFault(start({ data: file }), 'data-folder-not-writable');
    expect(readFileSync(file, 'utf8')).toBe('not a folder');
  });

  test('a data folder that may not be written', async () => {
    // /sys is the kernel's; even root can make no folder there.
    await expectFault(start({ data: '/sys/torn' }), 'data-folder-not-writable');
  });

  test('a database of a newer Torn, which keeps every ticket', async () => {
    const data = join(temporaryFolder(), 'data');
    const first = start({ data });
    await take(first);
    await first.stop();
    const file = join(data, 'torn.db');
    const database = new Database(file);
    database.pragma('user_version = 99');
    database.close();
    await expectFault(start({ data }), 'database-from-the-future');
    const after = new Database(file, { readonly: true });
    expect(after.prepare('SELECT count(*) FROM ticket').pluck().get()).toBe(1);
    after.close();
  });
});

describe('a kiosk without a slot', () => {
  test('sends people to the desk and gives no number', async () => {
    const core = start({ slot: null });
    expect((await core.waitFor('view')).value.view).toEqual({ screen: 'out-of-service', cause: 'no-slot' });
    expect(
      await core.call('takeTicket', { requestId: newRequestId(), serviceId: service('empadronament'), language: 'ca' }),
    ).toMatchObject({ ok: false, error: { kind: 'no-slot' } });
  });

  test('gets a slot once and keeps it', async () => {
    const data = join(temporaryFolder(), 'data');
    giveSlotTo(data, 3);
    const core = start({ data });
    expect((await take(core)).label).toBe('A600');
    await core.stop();
    const again = initKioskStore({ dataDir: data, journalDir: join(data, 'journal'), slot: 2 }, createSystemClock());
    expect(again).toMatchObject({ ok: false, error: { kind: 'slot-already-given' } });
  });

  test('is the result of losing both copies: no slot is guessed, and no file is thrown away', async () => {
    const data = temporaryFolder();
    writeFileSync(join(data, 'torn.db'), 'x'.repeat(8_192));
    const core = start({ data });
    expect((await core.waitFor('view')).value.view).toEqual({ screen: 'out-of-service', cause: 'no-slot' });
    const aside = readdirSync(data).find((name) => name.startsWith('damaged-'));
    expect(readFileSync(join(data, aside ?? '', 'torn.db'), 'utf8')).toBe('x'.repeat(8_192));
  });
});

test('a printer port that another program holds is named', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  onTestFinished(() => void other.close());
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(startVirtualPrinter({ profile: virtualProfile, transport: { kind: 'tcp', port } })).rejects.toThrow(
    /in use/,
  );
});

describe('every office’s profile starts a kiosk', () => {
  const files = readdirSync(OFFICES).filter((name) => name.endsWith('.json'));
  test.each(files)('%s', async (name) => {
    const core = start({ profile: join(OFFICES, name) });
    const { value } = await core.waitFor('view');
    expect(['idle', 'closed']).toContain(value.view.screen);
    expect(value.language).toBe('ca');
    await core.stop();
    expect((await core.ended).code).toBe(0);
  });
});
