import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { EXIT_START_ANEW, TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { ViewState } from '../../../src-main/session/contract/view-state.ts';
import { type CoreProcess, newRequestId, service, startCoreProcess } from '../../support/core-process.ts';
import { officeOfTwo, pairKiosks } from '../../support/office-of-kiosks.ts';
import { centreStatusWhen, pairingCode } from '../../support/paired-core.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { startTestCentre, type TestCentre } from '../../support/test-centre.ts';

const OFFICE = 'demonstration';
const postgres = sharedPostgres();

function copyOf(data: string): { putBack: () => void } {
  const copy = join(temporaryFolder(), 'copy');
  execFileSync('cp', ['-a', data, copy]);
  return {
    putBack() {
      rmSync(data, { recursive: true });
      execFileSync('cp', ['-a', copy, data]);
    },
  };
}

async function give(core: CoreProcess): Promise<TicketRecord> {
  const given = await core.call('takeTicket', {
    requestId: newRequestId(),
    serviceId: service('empadronament'),
    language: 'ca' as const,
  });
  if (!given.ok) throw new Error(JSON.stringify(given.error));
  return TicketRecord.parse(given.value);
}

const labels = async (core: CoreProcess, count: number): Promise<string[]> => {
  const all: string[] = [];
  for (let no = 0; no < count; no += 1) all.push((await give(core)).label);
  return all;
};

test('a kiosk whose disk was restored repeats no number that another kiosk of its office knows', async () => {
  const office = await officeOfTwo();
  const { one, other } = office;
  await pairKiosks(office);
  const before = await labels(one.kiosk().core, 3);
  await one.kill();
  const disk = copyOf(one.data);
  await one.start();
  const lost = await labels(one.kiosk().core, 14);
  const hall = await other.kiosk().pair('desk', 'taula-1');
  await hall.view(({ waiting }) => waiting.reduce((sum, { count }) => sum + count, 0) === 17);
  await one.kill();
  disk.putBack();
  await one.start();
  const after = await labels(one.kiosk().core, 3);
  expect(after.filter((label) => [...before, ...lost].includes(label))).toEqual([]);
  expect(new Set([...before, ...lost, ...after]).size).toBe(20);
});

async function pairedCore(centre: TestCentre) {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  await centre.makeOffice(OFFICE);
  const start = (url = centre.url) => startCoreProcess({ data, args: ['--centre', `${url}/terrassa`] });
  let core = start();
  onTestFinished(() => core.stop().then(() => undefined));
  await pairingCode(core);
  const { pairing } = await centreStatusWhen(core, (status) => status.pairing !== null);
  const body = { code: pairing?.code, fingerprint: pairing?.fingerprint, officeId: OFFICE, slot: 1, name: 'quiosc 1' };
  const { status } = await centre.order('confirmEnrolment', {}, body);
  if (status !== 201) throw new Error(`the centre answers ${status}`);
  // The core ends to restart with its new identity, perhaps before it could answer whether it is paired.
  expect((await core.ended).code).toBe(EXIT_START_ANEW);
  return {
    data,
    core: () => core,
    async kill() {
      core.child.kill('SIGKILL');
      await core.ended;
    },
    start(url?: string) {
      core = start(url);
      return core;
    },
  };
}

test('a kiosk whose disk was restored repeats no number that its centre has', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  const kiosk = await pairedCore(centre);
  await kiosk.kill();
  kiosk.start();
  const isSent = () =>
    centreStatusWhen(kiosk.core(), ({ unsent, clockOffsetMs }) => unsent === 0 && clockOffsetMs !== null);
  const before = await labels(kiosk.core(), 3);
  await isSent();
  await kiosk.kill();
  const disk = copyOf(kiosk.data);
  kiosk.start();
  const lost = await labels(kiosk.core(), 14);
  await isSent();
  await kiosk.kill();
  disk.putBack();
  kiosk.start();
  const after = await labels(kiosk.core(), 3);
  expect(after.filter((label) => [...before, ...lost].includes(label))).toEqual([]);
});

const NOWHERE = 'http://127.0.0.1:9';

test('numbers given twice after a restore, before the centre was reached, are announced to the staff, even after a restart', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  const kiosk = await pairedCore(centre);
  await kiosk.kill();
  kiosk.start();
  const isSent = () =>
    centreStatusWhen(kiosk.core(), ({ unsent, clockOffsetMs }) => unsent === 0 && clockOffsetMs !== null);
  await labels(kiosk.core(), 1);
  await isSent();
  const disk = await kiosk.kill().then(() => copyOf(kiosk.data));
  kiosk.start();
  const lost = await labels(kiosk.core(), 3);
  await isSent();
  await kiosk.kill();
  disk.putBack();
  kiosk.start(NOWHERE);
  const twice = await labels(kiosk.core(), 2);
  expect(twice).toEqual(lost.slice(0, 2));
  await kiosk.kill();
  kiosk.start();
  const noticed = async (): Promise<void> => {
    for (;;) {
      const view = await kiosk.core().call('getViewState', {});
      if (view.ok && ViewState.parse(view.value).storeNotice === 'number-clash') return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await noticed();
  await kiosk.kill();
  kiosk.start(NOWHERE);
  await noticed();
  expect(await labels(kiosk.core(), 1)).not.toContain(lost[2]);
});
