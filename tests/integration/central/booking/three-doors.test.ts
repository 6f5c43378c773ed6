import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { z } from 'zod';
import { createKeyring, encryptionKeyOf } from '../../../../src-central/appointments/keyring.ts';
import { createReach } from '../../../../src-central/contacts/reach.ts';
import { Held, StaffBooked } from '../../../../src-main/contract/centre/booking.ts';
import type { ParamsOf, TouchMethod } from '../../../../src-main/session/contract/kiosk-api.ts';
import type { Screen, ScreenName } from '../../../../src-main/session/contract/view-state.ts';
import { newSigningKey } from '../../../../src-main/signing/keys.ts';
import { officeWithCheckIns } from '../../../support/booked-office.ts';
import { formIn, solved } from '../../../support/booking-forms.ts';
import { newRequestId, service, startCoreProcess } from '../../../support/core-process.ts';
import { networkTo } from '../../../support/cuttable-network.ts';
import { openKioskDevices } from '../../../support/kiosk-devices.ts';
import { centreStatusWhen, startPairing } from '../../../support/paired-core.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { startTestCentre, terrassa } from '../../../support/test-centre.ts';
import { startValid } from '../../../support/valid.ts';

const postgres = sharedPostgres();

const ORIGIN = 'https://cita.exemple.cat';
const HOME = `/c/${terrassa}`;
const OFFICE = 'demonstration';
const ERRAND = 'empadronament';
const DNI = '12345678Z';
const MINUTE_MS = 60_000;

function plan() {
  const day = [{ from: '00:00', to: '24:00', atOnce: 3 }];
  return {
    step: 5,
    services: [{ serviceId: ERRAND, minutes: 5 }],
    lines: [
      {
        lineId: 'taulells',
        services: [ERRAND],
        deskId: null,
        exceptions: [],
        week: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day },
      },
    ],
    ahead: { mostDays: 2, leastMinutes: 0 },
    shares: { walkIn: 5, sameDay: 0, telephone: 0, help: 0, unproven: 100 },
    mostOpen: 3,
    checksHolder: false,
  };
}

async function startOffice(folder: string) {
  const signingKey = newSigningKey();
  const valid = await startValid(`${ORIGIN}/c/identified`);
  const centre = await startTestCentre(await postgres.newDatabase(), {
    signingKey,
    keyring: createKeyring(encryptionKeyOf(randomBytes(32))),
    clock: { ms: Date.now() },
    citizens: {
      origin: ORIGIN,
      reach: createReach({ mailServer: null, textGateway: null, signingKey }),
      identification: valid.identification,
    },
  });
  const day = [{ from: '00:00', to: '24:00' }];
  const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day };
  const profile: unknown = JSON.parse(
    readFileSync(officeWithCheckIns(folder, { hours: { week, seasons: [], closures: [] } }), 'utf8'),
  );
  const officeId = OFFICE;
  const effectiveFrom = '2026-01-01';
  expect(await centre.order('publishProfile', { officeId }, { profile, effectiveFrom })).toMatchObject({
    problem: null,
  });
  expect(await centre.order('publishPlan', { officeId }, { plan: plan(), effectiveFrom })).toMatchObject({
    status: 201,
  });
  const cookies = new Map<string, string>();
  async function ask(path: string, fields: Record<string, string> | null = null) {
    const answer = await fetch(`${centre.url}${path}`, {
      method: fields === null ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(fields === null ? {} : { body: new URLSearchParams(fields) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      cookies.set(name, value);
    }
    return { text: await answer.text(), to: answer.headers.get('location') ?? '' };
  }
  return { centre, ask };
}

type Office = Awaited<ReturnType<typeof startOffice>>;

const linkIn = (text: string, part: string): string =>
  [...text.matchAll(/href="([^"]*)"/g)]
    .map(([, href = '']) => href.replaceAll('&amp;', '&'))
    .find((href) => href.includes(part)) ?? '';

const bookAtWeb = async ({ ask }: Office, isIdentified: boolean): Promise<string> => {
  let page = await ask((await ask(HOME, solved(await ask(`${HOME}?errand=${ERRAND}&lang=ca`)))).to);
  if (isIdentified) {
    const away = await ask(linkIn(page.text, '/identify?'));
    const back = await fetch(away.to, { redirect: 'manual' });
    page = await ask((await ask((back.headers.get('location') ?? '').slice(ORIGIN.length))).to);
  }
  return (await ask((await ask(HOME, formIn(page))).to)).text;
};

async function bookByTelephone({ centre }: Office): Promise<z.infer<typeof StaffBooked>> {
  const officeId = OFFICE;
  const start = new Date(Math.ceil((Date.now() + 6 * MINUTE_MS) / (5 * MINUTE_MS)) * 5 * MINUTE_MS).toISOString();
  const held = Held.parse((await centre.order('holdHour', { officeId }, { errands: [ERRAND], start })).body);
  const order = { hold: held.hold, documentNumber: null };
  return StaffBooked.parse((await centre.order('confirmHour', { officeId }, order)).body);
}

test('appointments booked on the web, by 010 and in the Seu are printed at a kiosk that has been offline since', async () => {
  const folder = temporaryFolder();
  const office = await startOffice(folder);
  const { centre } = office;
  const network = await networkTo(centre.url);
  const { printer, scanner, options } = await openKioskDevices();
  const run = () => {
    const core = startCoreProcess({
      data: join(folder, 'data'),
      slot: null,
      profile: join(folder, 'office.json'),
      printer: options.printer,
      args: ['--centre', `${network.url}/terrassa`, ...options.args],
    });
    onTestFinished(async () => {
      core.child.kill('SIGKILL');
      await core.ended;
    });
    return core;
  };
  const setUp = run();
  const { pairing } = await startPairing(setUp);
  const confirmation = {
    code: pairing?.code,
    fingerprint: pairing?.fingerprint,
    officeId: OFFICE,
    slot: 1,
    name: 'q1',
  };
  expect(await centre.order('confirmEnrolment', {}, confirmation)).toMatchObject({ status: 201 });
  await setUp.ended;

  const web = await bookAtWeb(office, false);
  const seu = await bookAtWeb(office, true);
  const telephone = await bookByTelephone(office);
  const webLocator = /class="locator"><bdi[^>]*>([^<]+)</.exec(web)?.[1]?.replace(/[^A-Z0-9]/g, '') ?? '';
  expect([webLocator.length, seu.includes('Ja teniu cita'), telephone.locator?.length]).toEqual([8, true, 8]);

  // This run stores the centre's profile and then ends to restart with that profile.
  await run().ended;
  const asked = network.count('/changes');
  const core = run();
  await core.waitFor('view', ({ value }) => value.view.screen === 'idle' && value.view.scans);
  await centreStatusWhen(core, ({ clockOffsetMs }) => clockOffsetMs !== null);
  await network.seen('/changes', asked + 1);
  network.cut();

  const stamp = () => {
    const last = core.pushes.findLast((push) => push.push === 'view');
    if (last?.push !== 'view') throw new Error('nothing was shown');
    return { sessionId: last.value.sessionId, stateNo: last.value.stateNo };
  };
  const touch = <M extends TouchMethod>(method: M, params: Omit<ParamsOf<M>, 'stamp'>) =>
    core.call(method, { stamp: stamp(), ...params } as unknown as ParamsOf<M>);
  const next = <N extends ScreenName>(screen: N) => {
    const before = stamp();
    return core
      .waitForNext(
        'view',
        ({ value: { view, sessionId, stateNo } }) =>
          view.screen === screen && (sessionId !== before.sessionId || stateNo !== before.stateNo),
      )
      .then(({ value }) => value.view as Extract<Screen, { screen: N }>);
  };
  const labels: string[] = [];
  async function arrive(act: () => Promise<unknown>): Promise<void> {
    const shown = next('take-ticket');
    await act();
    const { ticket } = await shown;
    expect(ticket).toMatchObject({ visitType: 'appointment', serviceId: ERRAND });
    labels.push(ticket.label);
    const idle = next('idle');
    await touch('finish', {});
    await idle;
  }
  const checkIn = async (method: 'locator' | 'document') => {
    await touch('openEntry', { visitType: 'appointment' });
    await touch('openCheckIn', { method });
  };
  await arrive(() => scanner.scan(telephone.qr));
  await arrive(async () => {
    await checkIn('locator');
    await touch('presentLocator', { requestId: newRequestId(), text: webLocator });
  });
  await arrive(async () => {
    await checkIn('document');
    await touch('chooseCheckInService', { requestId: newRequestId(), serviceId: service(ERRAND) });
    await touch('presentDocument', { requestId: newRequestId(), kind: 'dni', text: DNI });
  });
  expect(new Set(labels).size).toBe(3);
  expect(printer.papers).toHaveLength(3);
});
