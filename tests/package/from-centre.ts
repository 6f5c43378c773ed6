import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, type DemonstrationCentre, startDemonstrationCentre } from '../../build/demonstration-centre.ts';
import { repositoryRoot } from '../../build/runtime.ts';
import { KioskUpdates } from '../../src-main/contract/centre/updates.ts';
import { expect } from '../support/expect.ts';
import { installer } from '../support/installer.ts';
import { touch } from '../support/touch.ts';
import { openPage, UNIT, untilReady, withSwitch } from './kiosk-in-machine.ts';
import { type Bench, enterAsTechnician, ticket } from './life.ts';
import type { Machine } from './machine.ts';
import { must, type Proof } from './proof.ts';
import { isSettled, numberOf, update, versionOf, withRepository } from './updates-in-machine.ts';

const HEARD = '/var/lib/torn/allowed-version';
const EVENTS = '/var/lib/torn/log/events.jsonl';
const END_PATIENCE_MS = 10_000;
const HEARD_PATIENCE_MS = 120_000;

/** Proves an update, from an administrator's order at the centre to a new version at the kiosk and its result back at the centre. */
export const proveCentreUpdates = (proof: Proof, bench: Bench, deb: string): Promise<void> =>
  withRepository(bench, deb, async (repository, { sound, next }, make) => {
    const folder = mkdtempSync(join(tmpdir(), 'torn-updates-centre-'));
    const centre = await startDemonstrationCentre(folder);
    try {
      await withSwitch(bench.machine, `--centre=${centre.setting}`, async () => {
        await proof.promise('a kiosk of the package is paired with a centre by two people', () => pair(bench, centre));
        repository.offer([sound, next, make('9.3.0'), make('9.3.1')]);
        await proof.promise(
          'the version that the centre allows, and no newer one, comes; and the centre hears of it',
          () => updates(bench, centre),
        );
      });
    } finally {
      await centre.program.end(END_PATIENCE_MS);
      rmSync(folder, { recursive: true, force: true });
    }
  });

async function pair(bench: Bench, centre: DemonstrationCentre): Promise<string> {
  const { machine } = bench;
  const profile: unknown = JSON.parse(readFileSync(join(repositoryRoot, 'config/offices/demonstration.json'), 'utf8'));
  const published = await ask(centre, '/offices/demonstration/profiles', { profile, effectiveFrom: '2026-01-01' });
  must(published.status === 201, JSON.stringify(published));
  machine.must(`systemctl restart ${UNIT}`);
  await untilReady(machine);
  const { page, close } = await openPage(machine);
  const person = await enterAsTechnician(page);
  const { find, button } = installer(page);
  await touch(await find(button(person.t('do.pair'))));
  const read = async (where: string) => ((await page.locator(where).textContent()) ?? '').replaceAll(' ', '');
  const compared = { code: await read('.pairing-code'), fingerprint: await read('.pairing-fingerprint') };
  const place = { officeId: 'demonstration', slot: 1, name: 'quiosc de la prova' };
  const confirmed = await ask(centre, '/enrolments/confirm', { ...compared, ...place });
  must(confirmed.status === 201, JSON.stringify(confirmed));
  await expect(page.locator('.pairing-said')).toContainText(person.t('pairing.paired'));
  await person.close();
  await close();
  // The kiosk starts twice, first as an enrolled kiosk and then with the centre's profile. A touch between the starts
  // would be lost.
  await machine.until(`sed -n '/"profile-applied"/,$p' ${EVENTS} | grep -q '"core-started"'`);
  await untilReady(machine);
  return `slot 1; then ${await ticket(bench)}`;
}

async function updates(bench: Bench, centre: DemonstrationCentre): Promise<string> {
  const { machine } = bench;
  const [was, before] = [versionOf(machine), await ticket(bench)];
  await allow(machine, centre, was);
  const still = await update(machine);
  must(/nothing: no version newer than/.test(still) && versionOf(machine) === was, still);
  await allow(machine, centre, '9.3.0');
  await update(machine);
  await isSettled(machine);
  must(versionOf(machine) === '9.3.0', versionOf(machine));
  await untilReady(machine);
  const after = await ticket(bench);
  must(numberOf(after) === numberOf(before) + 1, `${before}, then ${after}`);
  const heard = async () => {
    const { kiosks } = KioskUpdates.parse((await ask(centre, '/updates')).answer);
    return kiosks.map(({ last }) => last && [last.from, last.to, last.result]);
  };
  await expect.poll(heard).toEqual([[was, '9.3.0', 'done']]);
  return `${was} stayed, then 9.3.0 and not 9.3.1; ${before}, then ${after}; the centre knows`;
}

/** Allows a version for this office at the centre, and waits until the kiosk knows this version. */
async function allow(machine: Machine, { url, token }: DemonstrationCentre, version: string): Promise<void> {
  const { status } = await fetch(`${url}/v1/cities/terrassa/admin/allowed-version`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ version, officeId: 'demonstration' }),
  });
  must(status === 204, `the centre answers ${status}`);
  await machine.until(`grep -qxF '${version}' ${HEARD}`, HEARD_PATIENCE_MS);
}
