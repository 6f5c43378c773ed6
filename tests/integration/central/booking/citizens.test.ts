import { expect, it } from 'vitest';
import { officeAt } from '../../../support/city-office.ts';
import { hoursOffice, planOf } from '../../../support/hours-office.ts';
import { sharedPostgres } from '../../../support/postgres.ts';
import { startTestCentre } from '../../../support/test-centre.ts';

const postgres = sharedPostgres();

/** Milliseconds for which the pages cache the list of offices. */
const LIST_LIVES_MS = 20_000;

it('the public listener has the pages of offices with a plan on the web, and of no other office', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { behindProxy: true });
  const ask = async (path: string, init: RequestInit = {}) => {
    centre.clock.ms += LIST_LIVES_MS;
    const answer = await fetch(`${centre.url}${path}`, { redirect: 'manual', ...init });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  await officeAt(centre, 'oac-sense-pla').publish();
  expect((await ask('/c/terrassa?lang=ca')).text).toContain('Aquí no donem cita per internet');

  const { publishPlan } = await hoursOffice(centre, 'oac-hores', planOf(2, { onWeb: false }));
  const hours = '/c/terrassa?errand=tramits&office=oac-hores&lang=ca';
  expect((await ask(hours)).status).toBe(404);
  expect((await publishPlan(planOf())).status).toBe(201);
  const shown = await ask(hours);
  expect(shown.status).toBe(200);
  expect(shown.headers.get('content-encoding')).toBe('gzip');
  expect(shown.headers.get('cache-control')).toBe('no-store');
  expect(shown.text).toContain('type="radio"');
  expect(shown.text).not.toContain('oac-sense-pla');
  // QR codes use capitals, and people may type them.
  expect((await ask('/C/TERRASSA?lang=ca')).status).toBe(200);

  const form = new URLSearchParams({ act: 'hold', form: 'x'.repeat(9_000) });
  expect((await ask('/c/terrassa', { method: 'POST', body: form })).status).toBe(413);
  const foreign = {
    method: 'POST',
    headers: { origin: 'https://other.example' },
    body: new URLSearchParams({ act: 'hold' }),
  };
  expect((await ask('/c/terrassa', foreign)).status).toBe(303);
  await publishPlan(planOf(2, { onWeb: false }));
  expect((await ask(hours)).status).toBe(404);
});
