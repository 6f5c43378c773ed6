import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { pinnedNode, repositoryRoot } from '../../../build/runtime.ts';
import { makeToken } from '../../../src-central/administration/access-tokens.ts';
import { stateQueues } from '../../../src-central/connectors/state-queues.ts';
import { readCentre } from '../../../src-central/connectors/zms/settings.ts';
import { OfficeQueue } from '../../../src-main/contract/centre/office-queues.ts';
import { OfficeId, ServiceId } from '../../../src-main/contract/shared/ids.ts';
import { officeAt, readerOf } from '../../support/city-office.ts';
import { demonstrationOffice } from '../../support/core-process.ts';
import { centreWhen, pairedCore } from '../../support/paired-core-in-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { OFFICE, startTestCentre, type TestCentre, terrassa } from '../../support/test-centre.ts';
import { startZms } from '../../support/zms/zms-at-the-wire.ts';

const postgres = sharedPostgres();
const execute = promisify(execFile);
const OURS = OfficeId.parse(OFFICE);

const connectorOf = (centre: TestCentre, officeId = OURS): Promise<string> =>
  makeToken(centre.database, terrassa, 'ZMS', centre.clock.ms, null, { role: 'connector', officeId });

/** Runs the connector once, as its system timer does. */
async function connect(
  centre: TestCentre,
  zmsUrl: string,
  token: string,
  queues: readonly object[],
  more: string[] = [],
) {
  const file = join(temporaryFolder(), 'queues.json');
  writeFileSync(file, JSON.stringify(queues));
  const program = join(repositoryRoot, 'src-central', 'connectors', 'zms', 'main.ts');
  const args = [program, '--queues', file, '--once', '--centre', `${centre.url}/terrassa`, ...more];
  const { stdout } = await execute(pinnedNode, args, { env: { ZMS_URL: zmsUrl, TORN_TOKEN: token } });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('queues that another system keeps', () => {
  it('reach the façade of that office’s kiosks if the profile says so, through a program with no other right', async () => {
    // The kiosk follows the centre's time, so the centre's clock must run.
    const clock = {
      get ms() {
        return Date.now();
      },
    };
    const centre = await startTestCentre(await postgres.newDatabase(), { clock });
    const demonstration = JSON.parse(readFileSync(demonstrationOffice, 'utf8')) as Record<string, unknown>;
    const profile = { ...demonstration, officeId: OFFICE, calledElsewhere: true };
    const draft = { profile, effectiveFrom: '2030-01-01' };
    expect((await centre.order('publishProfile', { officeId: OFFICE }, draft)).status).toBe(201);
    const file = join(temporaryFolder(), 'office.json');
    writeFileSync(file, JSON.stringify(profile));
    const { core } = await pairedCore(centre, { profile: file, deviceRoot: temporaryFolder() });
    await centreWhen(core, ({ clockOffsetMs }) => clockOffsetMs !== null);
    const queueOf = (serviceId: string) => {
      const { view } = core.view();
      if (view.screen !== 'services') throw new Error(view.screen);
      return view.choices.flatMap((choice) =>
        'queue' in choice && choice.serviceId === serviceId ? [choice.queue] : [],
      )[0];
    };
    const { sessionId, stateNo } = core.view();
    core.call('openEntry', { stamp: { sessionId, stateNo }, visitType: 'walk-in' });
    expect(queueOf('empadronament')).toBeNull();

    const { url, asked, stand } = await startZms();
    stand({ is: 'queue', waiting: 3, minutes: { from: 8, to: 15 } });
    const token = await connectorOf(centre);
    const said = await connect(centre, url, token, [
      { officeId: OFFICE, serviceId: 'empadronament', scope: 141 },
      { officeId: OFFICE, serviceId: 'no-such-service', scope: 141 },
    ]);
    expect(said.at(-1)).toMatchObject({ officeId: OFFICE, stated: 2, unknown: ['no-such-service'] });
    expect(asked).toHaveLength(1);
    await core.until(() => queueOf('empadronament') !== null);
    expect(queueOf('empadronament')).toEqual({ waiting: 3, minutes: { from: 8, to: 15 } });
    const place = { url: centre.url, cityId: terrassa, token };
    const empty = { serviceId: null, state: { waiting: 0, minutes: { from: 0, to: 0 } }, readAtMs: performance.now() };
    expect(await stateQueues(place, OURS, [empty])).toMatchObject({ ok: true });
    await core.until(() => queueOf('empadronament')?.waiting === 0);
    expect(queueOf('empadronament')).toEqual({ waiting: 0, minutes: { from: 0, to: 1 } });
  });

  it('expire when they are not stated again, and the later of two readings counts', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    await officeAt(centre, OFFICE).publish();
    const kiosk = await centre.enrol(1);
    const reader = readerOf(kiosk);
    const { cursor } = await reader.snapshot(centre);
    const heard = async () =>
      ((await reader.changesSince(centre, cursor)).queues ?? []).map((queue) => {
        const { serviceId, waiting } = OfficeQueue.parse(queue);
        return [serviceId, waiting];
      });
    const state = async (waiting: number, ageS = 0, serviceId: string | null = 'tramits') => {
      const body = { queues: [{ serviceId, state: { waiting, minutes: null, ageS } }] };
      expect((await centre.order('stateOfficeQueues', { officeId: OFFICE }, body)).status).toBe(200);
    };
    expect(await heard()).toEqual([]);
    await state(5);
    centre.clock.ms += 30_000;
    await state(6, 40);
    expect(await heard()).toEqual([['tramits', 5]]);
    await state(2, 0, null);
    expect(await heard()).toEqual([
      ['tramits', 2],
      ['consultes', 2],
    ]);
    centre.clock.ms += 60_000;
    await state(1, 0, 'consultes');
    centre.clock.ms += 29_999;
    expect(await heard()).toEqual([
      ['tramits', 2],
      ['consultes', 1],
    ]);
    centre.clock.ms += 1;
    expect(await heard()).toEqual([['consultes', 1]]);
    // After the clock was set back, the earlier states lie in the future and are ignored, and a new state counts.
    centre.clock.ms -= 3_600_000;
    expect(await heard()).toEqual([]);
    await state(4);
    expect(await heard()).toEqual([['tramits', 4]]);
    const rows = await centre.database.query<{ times: number }>(
      `SELECT sum(times)::int AS times, count(*)::int AS rows FROM audit WHERE what = 'stateOfficeQueues' AND result = 'done'`,
    );
    expect(rows).toEqual([{ times: 5, rows: 2 }]);
  });

  it('are stated by a connector for its own office only, which may read and change nothing else', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    await officeAt(centre, OFFICE).publish();
    await officeAt(centre, 'castell').publish();
    const token = await connectorOf(centre);
    const state = { waiting: 1, minutes: null, ageS: 0 };
    const body = { queues: [{ serviceId: null, state }] };
    const ask = (officeId: string, sent: unknown = body) =>
      centre.order('stateOfficeQueues', { officeId }, sent, token);
    expect((await ask(OFFICE)).status).toBe(200);
    expect((await ask('castell')).problem).toBe('wrong-office');
    const malformed = [
      { waiting: -1 },
      { waiting: 1_000 },
      { ageS: 91 },
      { minutes: { from: 5 } },
      { minutes: { from: 5, to: 5 } },
      { minutes: { from: 9, to: 8 } },
      { minutes: { from: 0, to: 301 } },
      { minutes: { from: 0, to: 2 ** 53 } },
    ].map((wrong) => ({ serviceId: null, state: { ...state, ...wrong } }));
    for (const queue of [...malformed, { serviceId: 'No service', state }, { serviceId: null }])
      expect((await ask(OFFICE, { queues: [queue] })).problem, JSON.stringify(queue)).toBe('malformed-request');
    expect((await ask(OFFICE, { queues: [] })).problem).toBe('malformed-request');
    for (const name of ['listKiosks', 'listAlarms', 'listAudit'] as const)
      expect((await centre.order(name, {}, undefined, token)).problem, name).toBe('wrong-role');
    expect((await centre.order('stateOfficeQueues', { officeId: 'nowhere' }, body)).problem).toBe('not-found');
  });

  it('wake the kiosks when the display changes, or after 25 s, and are refused when stated too often', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    await officeAt(centre, OFFICE).publish();
    const minutes = { from: 5, to: 10 };
    const state = async (waiting: number, more: Record<string, unknown> = {}) => {
      const queues = [{ serviceId: null, state: { waiting, minutes, ageS: 0, ...more } }];
      return centre.order('stateOfficeQueues', { officeId: OFFICE }, { queues });
    };
    const changedAt = async (): Promise<unknown> =>
      (
        await centre.database.query<{ at: string }>('SELECT changed_at AS at FROM office WHERE office_id = $1', [
          OFFICE,
        ])
      )[0]?.at;
    const wakes = async (waiting: number, more: Record<string, unknown> = {}): Promise<boolean> => {
      const before = await changedAt();
      expect((await state(waiting, more)).status).toBe(200);
      return (await changedAt()) !== before;
    };
    expect(await wakes(3)).toBe(true);
    centre.clock.ms += 10_000;
    expect(await wakes(3)).toBe(false);
    expect(await wakes(4)).toBe(true);
    expect(await wakes(4, { minutes: null })).toBe(true);
    expect(await wakes(4, { minutes: null })).toBe(false);
    centre.clock.ms += 24_999;
    expect(await wakes(4, { minutes: null })).toBe(false);
    centre.clock.ms += 1;
    expect(await wakes(4, { minutes: null })).toBe(true);
    for (let more = 0; more < 3; more += 1) expect((await state(more)).status).toBe(200);
    const refused = await state(9);
    expect([refused.status, refused.problem, refused.headers['retry-after']]).toEqual([429, 'too-many-tries', '10']);
    await officeAt(centre, 'castell').publish();
    const body = { queues: [{ serviceId: null, state: { waiting: 1, minutes, ageS: 0 } }] };
    expect((await centre.order('stateOfficeQueues', { officeId: 'castell' }, body)).status).toBe(200);
    // After the clock was set back, the earlier states lie in the future and are ignored, and a new state counts.
    centre.clock.ms -= 3_600_000;
    expect(await wakes(2)).toBe(true);
  });

  it('leave a service unknown if its own queue cannot be read, instead of showing the office’s other queue', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    await officeAt(centre, OFFICE).publish();
    const reader = readerOf(await centre.enrol(1));
    const { cursor } = await reader.snapshot(centre);
    const { url, stand, standAt } = await startZms();
    stand({ is: 'queue', waiting: 9, minutes: null });
    standAt('141', { is: 'refusing' });
    const queues = [
      { officeId: OFFICE, serviceId: 'tramits', scope: 141 },
      { officeId: OFFICE, scope: 142 },
    ];
    const said = await connect(centre, url, await connectorOf(centre), queues);
    expect(said.at(-1)).toMatchObject({ stated: 1, unknown: [] });
    const { queues: heard } = await reader.changesSince(centre, cursor);
    expect(heard).toMatchObject([{ serviceId: 'consultes', waiting: 9 }]);
  });

  it('are stated within limits, without old readings, and are sent again to a centre that did not answer', async () => {
    const centre = await startTestCentre(await postgres.newDatabase());
    await officeAt(centre, OFFICE).publish();
    const place = { url: centre.url, cityId: terrassa, token: await connectorOf(centre) };
    const [tramits, consultes] = ['tramits', 'consultes'].map((id) => ServiceId.parse(id));
    const queue = (
      serviceId = tramits ?? null,
      waiting = 1,
      minutes: { from: number; to: number } | null = null,
      readAtMs = 0,
    ) => ({
      serviceId,
      readAtMs,
      state: { waiting, minutes },
    });
    const stated = await stateQueues(
      place,
      OURS,
      [queue(tramits, 5_000, { from: 0, to: 900 }), queue(consultes, 1, null, -90_000)],
      () => 0,
    );
    expect(stated).toEqual({ ok: true, value: { stated: 1, unknown: [] } });
    const rows = await centre.database.query<{ states: object[] }>('SELECT states FROM office_queue');
    expect(rows[0]?.states).toMatchObject([{ serviceId: 'tramits', waiting: 999, minutes: null }]);
    expect(await stateQueues({ ...place, token: 'x'.repeat(43) }, OURS, [queue()], () => 0)).toEqual({
      ok: false,
      error: { kind: 'refused', reason: 'bad-token' },
    });
    await centre.stop();
    expect(await stateQueues(place, OURS, [queue()], () => 0)).toEqual({ ok: false, error: { kind: 'unreachable' } });
  });

  it.each(['http://torn.example/terrassa', 'https://torn.example', 'https://torn.example/Terrassa?x', 'torn', ''])(
    'are stated to no centre at %j',
    (address) => {
      expect(readCentre(address, 'secret').ok).toBe(false);
      expect(JSON.stringify(readCentre(address, 'secret'))).not.toContain('secret');
    },
  );
});
