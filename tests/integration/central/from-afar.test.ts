import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { challengeOf, isSolved } from '../../../src-central/citizens/puzzle.ts';
import { certificateSeenIn, PairingBegun } from '../../../src-main/calling/contract/pairing.ts';
import { HUB_PATHS } from '../../../src-main/calling/contract/paths.ts';
import type { HubState } from '../../../src-main/calling/ports/hub.ts';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { newRequestId, service } from '../../support/core-process.ts';
import { createHubBrowser, freePort, officeWithDesks } from '../../support/office-hub.ts';
import { centreWhen, pairedCore } from '../../support/paired-core-in-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { OFFICE, startTestCentre, type TestCentre } from '../../support/test-centre.ts';

const postgres = sharedPostgres();
const SERVICE = 'empadronament';
const PER_QUARTER = 3;
const TURNS = `/c/terrassa/${OFFICE}/turn`;

const wait = () => new Promise((resolve) => setTimeout(resolve, 40));

/** A phone with its own cookie, which follows redirects by hand. */
function phoneAt(centre: Pick<TestCentre, 'url'>) {
  let cookie = '';
  async function visit(path: string, init: RequestInit = {}) {
    const headers = { ...(cookie === '' ? {} : { cookie }), ...(init.headers as Record<string, string>) };
    const response = await fetch(`${centre.url}${path}`, { redirect: 'manual', ...init, headers });
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) [cookie = ''] = set.split(';');
    const text = await response.text();
    const words = text
      .replace(/<style>.*<\/style>/s, '')
      .replace(/<[^>]+>/g, ' ')
      .replaceAll('\u2060', '')
      .replace(/\s+/g, ' ');
    return { status: response.status, location: response.headers.get('location'), text, words };
  }
  const form = async (fields: Record<string, string> = {}): Promise<URLSearchParams> => {
    const { text } = await visit(TURNS);
    const [, signed = ''] = /name="form" value="([^"]+)"/.exec(text) ?? [];
    const [, bits = '0'] = /data-bits="(\d+)"/.exec(text) ?? [];
    let answer = 0;
    while (!isSolved(signed, Number(bits), String(answer))) answer += 1;
    expect(text).toContain(challengeOf(signed));
    return new URLSearchParams({ form: signed, answer: String(answer), service: SERVICE, lang: 'ca', ...fields });
  };
  const send = (fields: URLSearchParams, path = TURNS) =>
    visit(path, {
      ...{ method: 'POST', body: fields.toString() },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  return {
    visit,
    form,
    send,
    /** Follows the page until the office has answered; the address at which it then is. */
    async answered(from: string): Promise<string> {
      for (;;) {
        const { status, location, text } = await visit(from);
        if (status === 303 && location !== null) return location;
        if (!text.includes('Demanem')) return from;
        await wait();
      }
    },
  };
}

/** A kiosk with a desk, paired with a centre that knows its profile. */
async function officeWithTurns() {
  // The kiosk follows the centre's time, which must run here.
  const centre = await startTestCentre(await postgres.newDatabase(), {
    clock: {
      get ms() {
        return Date.now();
      },
    },
  });
  const port = await freePort();
  const profile = officeWithDesks(temporaryFolder(), port);
  const office = JSON.parse(readFileSync(profile, 'utf8')) as { ticket: object; checkIn: object };
  const whole = {
    ...office,
    ticket: { ...office.ticket, followPage: 'https://torn.example/T' },
    checkIn: { ...office.checkIn, ways: ['scan', 'locator'], attendanceProof: false },
    scanner: { kind: 'wedge' },
    fromHome: { share: 100, holdMinutes: 15, services: [{ serviceId: SERVICE, perQuarter: PER_QUARTER }] },
  };
  writeFileSync(profile, JSON.stringify(whole));
  const { core, data } = await pairedCore(centre, { profile, deviceRoot: temporaryFolder() });
  onTestFinished(() => core.close());
  await centreWhen(core, ({ clockOffsetMs }) => clockOffsetMs !== null);
  const published = { profile: { ...whole, officeId: OFFICE }, effectiveFrom: '2036-01-01' };
  const { status, body } = await centre.order('publishProfile', { officeId: OFFICE }, published);
  if (status >= 300) throw new Error(JSON.stringify(body));
  const asked = <Method extends Parameters<typeof core.call>[0]>(
    method: Method,
    params: Parameters<typeof core.call<Method>>[1],
  ): unknown => {
    const answer = core.call(method, params);
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    return answer.value;
  };
  while ((asked('getHub', {}) as HubState | null)?.isUp !== true) await wait();
  const desk = createHubBrowser(port, readFileSync(join(data, 'hub-certificate.pem'), 'utf8'));
  const { code, claim } = PairingBegun.parse((await desk.post(HUB_PATHS.beginPairing, { role: 'desk' })).body);
  const { fingerprint } = asked('getHub', {}) as HubState;
  asked('pairBrowser', { code, deskId: 'taula-1', seen: certificateSeenIn(fingerprint ?? '') });
  await desk.post(HUB_PATHS.claimPairing, { claim });
  const takeTicket = () =>
    asked('takeTicket', {
      ...{ requestId: newRequestId(), serviceId: service(SERVICE), language: 'ca' as const },
    }) as TicketRecord;
  return { centre, core, desk, asked, takeTicket };
}

test('a number asked for at home is the next of the office’s own line, and is called once its code is read at the kiosk', async () => {
  const { centre, core, desk, asked, takeTicket } = await officeWithTurns();
  const phone = phoneAt(centre);
  expect(takeTicket().label).toBe('A001');
  while ((await phone.visit(TURNS)).status !== 200) await wait();
  const { status, location } = await phone.send(await phone.form());
  expect(status).toBe(303);
  const page = await phone.answered(location ?? '');
  expect(page).toMatch(/^\/t\/terrassa\/[A-Z2-7]{26}$/);
  const coming = await phone.visit(page);
  expect(coming.words).toContain('A002');
  expect(coming.words).toContain('Veniu abans de les');
  expect(takeTicket().label).toBe('A003');

  const called = async () => {
    const answer = await desk.order({ kind: 'call-next' });
    if (answer.ok && answer.value.ticketId !== null)
      await desk.order({ kind: 'finish', ticketId: answer.value.ticketId as never });
    return answer.ok ? answer.value.number : answer.error.kind;
  };
  expect([await called(), await called(), await called()]).toEqual(['A001', 'A003', 'nobody-waits']);
  expect(takeTicket().label).toBe('A004');
  asked('scanned', { text: `HTTPS://TORN.EXAMPLE/T/${page.split('/').at(-1)}` });
  expect(core.view()).toMatchObject({ view: { result: 'already-checked-in', label: 'A002' } });
  expect([await called(), await called(), await called()]).toEqual(['A002', 'A004', 'nobody-waits']);
});
