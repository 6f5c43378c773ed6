import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ask, type DemonstrationCentre, startDemonstrationCentre } from '../../build/demonstration-centre.ts';
import { repositoryRoot } from '../../build/runtime.ts';
import { localDateTime } from '../../src-main/domain/service-day.ts';
import { openStage } from '../demo/stage.ts';
import { asShown } from '../support/as-shown.ts';
import { expect } from '../support/expect.ts';
import { installer } from '../support/installer.ts';
import { technician } from '../support/technician.ts';
import { openPage, UNIT, untilReady } from './kiosk-in-machine.ts';
import type { Bench } from './life.ts';
import type { Machine } from './machine.ts';
import { must, type Proof } from './proof.ts';

const PIN = '508263';
const END_PATIENCE_MS = 10_000;
/** The folder for a picture of each step, for a person to look at. */
const PICTURES = join(repositoryRoot, 'dist', 'first-hour');
const SAMPLE = 'TIQUET DE MOSTRA: no és un torn';
/** A copy of the installed kiosk's data, which is put back after this part for the other parts of the proof. */
const ASIDE = '/srv/torn-aside';
const NODE = '/usr/lib/torn/app/resources/node/node';
const BEHIND = '/srv/clock/behind-ms';
const NEVER = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };

/**
 * Proves a technician's first hour with a new kiosk: without settings, with a display in portrait, an empty clock battery and a closed
 * office.
 */
export async function proveFirstHour(proof: Proof, bench: Bench): Promise<void> {
  const { machine, printer, elsewhere } = bench;
  const papersBefore = new Set(printer.papers);
  const folder = mkdtempSync(join(tmpdir(), 'torn-first-hour-'));
  const centre = await startDemonstrationCentre(folder);
  machine.must(`systemctl stop ${UNIT} && rm -rf ${ASIDE} && cp -a /var/lib/torn ${ASIDE}`);
  machine.must('find /var/lib/torn -mindepth 1 -delete');
  beginIn2019(machine);
  machine.must(`systemctl start ${UNIT}`);
  await untilReady(machine);
  try {
    await proof.promise('a first run by touch alone, upright, from 2019, to a sample on paper in a closed office', () =>
      setUp(bench, centre),
    );
    await proof.promise('the picture stays turned over a new start', async () => {
      machine.must(`systemctl restart ${UNIT}`);
      await untilReady(machine);
      const { page, close } = await openPage(machine);
      await expect.poll(() => isUpright(page)).toBe(true);
      await close();
      return machine.must('cat /run/torn/turn');
    });
    await proof.promise('root forgets the PIN, and the next technician chooses one', async () => {
      machine.must('/usr/lib/torn/bin/forget-pin');
      await untilReady(machine);
      const { page, close } = await openPage(machine);
      const person = installer(page);
      for (let count = 0; count < 5; count += 1) await person.touch(page.locator('.hidden-corner'));
      await expect(person.heading).toHaveText(asShown(person.t('pin.title.choose')));
      await close();
      return machine.must('ls /var/lib/torn | grep -c forget-pin || true');
    });
  } finally {
    machine.must(
      `systemctl stop ${UNIT} && mv ${NODE}.real ${NODE} && rm -f /usr/local/bin/date /usr/local/bin/timedatectl`,
    );
    machine.must(
      `find /var/lib/torn -mindepth 1 -delete && cp -a ${ASIDE}/. /var/lib/torn/ && systemctl start ${UNIT}`,
    );
    await untilReady(machine);
    for (const paper of printer.papers) if (!papersBefore.has(paper)) elsewhere.add(paper);
    await centre.program.end(END_PATIENCE_MS);
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Makes the core alone believe that it is 2019, because this machine shares its clock with the host: a module in its
 * Node subtracts the milliseconds in `BEHIND`. A stand-in for `date --set` sets them to 0 instead of setting the clock.
 */
function beginIn2019(machine: Machine): void {
  machine.write(BEHIND, String(Date.now() - Date.parse('2019-01-01T00:00:30Z')));
  machine.write(
    '/srv/clock/clock.mjs',
    `import { readFileSync } from 'node:fs';
const now = Date.now.bind(Date);
const behind = () => Number(readFileSync('${BEHIND}', 'utf8'));
Date.now = () => now() - behind();
globalThis.Date = class extends Date {
  constructor(...given) {
    if (given.length === 0) super(Date.now());
    else super(...given);
  }
};
`,
  );
  machine.write('/srv/clock/node', `#!/bin/sh\nexec ${NODE}.real --import /srv/clock/clock.mjs "$@"\n`);
  machine.write(
    '/usr/local/bin/date',
    `#!/bin/sh
case "$*" in *--set=*) echo 0 > ${BEHIND} && echo "$*" >> /srv/clock/set ;; *) exec /usr/bin/date "$@" ;; esac
`,
  );
  // The kiosk must see an unsynchronised clock, although the host's clock may be synchronised.
  machine.write('/usr/local/bin/timedatectl', '#!/bin/sh\necho no\n');
  machine.write('/etc/systemd/system/torn-clock.service.d/in-proof.conf', '[Service]\nReadWritePaths=/srv/clock\n');
  machine.must('chmod 755 /usr/local/bin/timedatectl && systemctl daemon-reload');
  machine.must(
    `chmod 755 /srv/clock /srv/clock/node /usr/local/bin/date && chmod 644 ${BEHIND} && mv ${NODE} ${NODE}.real && cp /srv/clock/node ${NODE}`,
  );
}

const isUpright = (page: Page): Promise<boolean> => page.evaluate(() => window.innerHeight > window.innerWidth);

async function setUp({ machine, printer }: Bench, centre: DemonstrationCentre): Promise<string> {
  const startedMs = performance.now();
  rmSync(PICTURES, { recursive: true, force: true });
  const stage = openStage(PICTURES);
  await publishClosedOffice(centre);
  const { page, close } = await openPage(machine);
  const person = installer(page);
  const { t, find, button, touch } = person;
  const { part } = technician(page);
  const picture = (name: string) => stage.picture({ page }, name);
  const type = async (text: string) => {
    for (const key of text) await touch(button(key));
  };

  await person.begin('Català');
  await person.choosePin(PIN);
  await person.at('panel');
  must(!(await isUpright(page)), 'the picture is upright already');
  await picture('before-the-turn');
  await touch(await find(button(t('firstRun.do.turn'))));
  await expect.poll(() => isUpright(page)).toBe(true);
  await picture('upright');
  await person.measures();

  await person.at('network');
  await find(part(t('clock.name')).filter({ hasText: '2019' }));
  await expect(await find(part(t('firstRun.net.centre')))).toHaveAttribute('data-level', 'attention');
  await picture('network-in-2019');
  await person.opensPad(t('firstRun.net.do.centre'), 'h');
  await type(centre.setting.split('#')[0] ?? '');
  await picture('address-typed');
  await touch(button(t('firstRun.net.keep.centre')));
  await find(part(t('firstRun.net.centre')).filter({ hasText: asShown(t('firstRun.net.centreSeen')) }));
  await picture('centre-seen');
  await person.opensPad(t('firstRun.net.do.clock'), '1');
  const { date, time } = localDateTime(Date.now(), 'Europe/Madrid');
  const [year, month, day] = date.split('-');
  await type(`${day}${month}${year}${time.replace(':', '')}`);
  await picture('clock-typed');
  await touch(button(t('firstRun.net.keep.clock')));
  await find(part(t('clock.name')).filter({ hasText: asShown(t('firstRun.net.clock.set')) }));
  await picture('clock-set');
  await person.looksAtNetwork();

  await person.at('pairing');
  await touch(await find(button(t('do.pair'))));
  const read = async (where: string) =>
    ((await (await find(page.locator(where))).textContent()) ?? '').replaceAll(' ', '');
  const compared = { code: await read('.pairing-code'), fingerprint: await read('.pairing-fingerprint') };
  await picture('pairing-code');
  const place = { officeId: 'demonstration', slot: 1, name: 'quiosc de la prova' };
  const confirmed = await ask(centre, '/enrolments/confirm', { ...compared, ...place });
  must(confirmed.status === 201, JSON.stringify(confirmed));

  await person.at('printer');
  await picture('paired-printer-wanted');
  await person.provesPrinter('127.0.0.1');
  await person.skip('scanner');
  await person.takesTicket();
  const paper = () => printer.papers.at(-1);
  await expect.poll(() => paper()?.lines ?? []).toContain(SAMPLE);
  await find(button(t('firstRun.inHand')));
  await picture('sample-printed');
  const sample = paper();
  if (sample) stage.keepPaper(sample, SAMPLE, 'sample');
  await person.confirmsTicket();
  await person.at('summary');
  await picture('summary');
  await person.opens();
  await expect(page.locator('[data-screen="closed"]')).toBeVisible();
  await picture('closed-office');
  await close();
  const starts = machine.must(
    `journalctl --unit=${UNIT} --output=cat _SYSTEMD_INVOCATION_ID=$(systemctl show -p InvocationID --value ${UNIT}) | grep -c core-started`,
  );
  must(Number(starts) <= 5, `${starts} starts of the core`);
  const set = machine.must('cat /srv/clock/set');
  const minutes = Math.round((performance.now() - startedMs) / 6_000) / 10;
  return `${person.touches()} touches in ${minutes} minutes, ${starts} starts of the core, clock ${set}; ${sample?.lines.join(' / ')}; pictures in ${PICTURES}`;
}

async function publishClosedOffice(centre: DemonstrationCentre): Promise<void> {
  const file = join(repositoryRoot, 'config/offices/demonstration.json');
  const office: object = JSON.parse(readFileSync(file, 'utf8')) as object;
  const profile = { ...office, hours: { week: NEVER } };
  const published = await ask(centre, '/offices/demonstration/profiles', { profile, effectiveFrom: '2026-01-01' });
  must(published.status === 201, JSON.stringify(published));
}
