import { execFile } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { makeClient } from '../../../build/client/make-client.ts';
import { pinnedNode, repositoryRoot } from '../../../build/runtime.ts';
import { openPostgres } from '../../../src-central/database/postgres.ts';
import { startSandbox } from '../../../src-central/sandbox/sandbox.ts';
import { CentreTickets } from '../../../src-main/contract/centre/administration.ts';
import { AppointmentAnswer } from '../../../src-main/contract/centre/appointments.ts';
import { pathOf } from '../../../src-main/contract/centre/operations.ts';
import { serviceDayOf } from '../../../src-main/domain/service-day.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { COMPILED_STRICTLY, readmeProgram } from '../../support/readme-program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const postgres = sharedPostgres();
const execute = promisify(execFile);

async function start() {
  const database = openPostgres(await postgres.newDatabase(), { connections: 4, onTrouble: () => {} });
  const sandbox = await startSandbox({ database, host: '127.0.0.1', port: 0, logger: pino({ level: 'silent' }) });
  onTestFinished(sandbox.stop);
  const ask = async (token: string, path: string) => {
    const response = await fetch(`${sandbox.access.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return { status: response.status, body: (await response.json()) as unknown };
  };
  return { ...sandbox, ask };
}

it('the program of the client’s README compiles, and books, moves and cancels an appointment at the sandbox', async () => {
  const [{ access, ask }, folder] = [await start(), temporaryFolder()];
  const modules = join(folder, 'node_modules');
  makeClient(join(modules, 'torn-channel'));
  for (const name of ['openapi-fetch', 'openapi-typescript-helpers'])
    symlinkSync(join(repositoryRoot, 'node_modules', name), join(modules, name));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'torn-sandbox.json'), JSON.stringify(access));
  writeFileSync(join(folder, 'program.ts'), readmeProgram());
  const compiler = join(repositoryRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  const [, { stdout }] = await Promise.all([
    execute(pinnedNode, [compiler, ...COMPILED_STRICTLY, 'program.ts'], { cwd: folder }),
    execute(pinnedNode, ['program.ts'], { cwd: folder }),
  ]);
  const [booked, moved, cancelled] = stdout.trim().split('\n');
  expect(booked).toMatch(/^booked [0-9A-Z]{8} TORN1[A-Z2-7]+$/);
  expect(cancelled).toBe('cancelled cancelled');
  const path = pathOf('readAppointment', { cityId: access.cityId, reference: 'CITA-0001' });
  const kept = AppointmentAnswer.parse((await ask(access.channels.web ?? '', path)).body);
  expect(kept).toMatchObject({ state: 'cancelled', channelId: 'web', locator: booked?.split(' ')[1] });
  expect(moved).toBe(`moved ${kept.start}`);
  expect((await ask(access.channels['010'] ?? '', path)).status).toBe(404);
  const page = await fetch(`${access.url}/api`);
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/);
  expect(await page.text()).toContain('<article id="putAppointment">');
});

it('the sandbox’s kiosks give tickets that its city lists, and a viewer may not change anything', async () => {
  const { access, kiosks, ask } = await start();
  for (const kiosk of kiosks) for (let turn = 0; turn < 4; turn += 1) await kiosk.giveTurn();
  const [office] = access.offices;
  const place = { cityId: access.cityId, officeId: office?.officeId ?? '' };
  const day = serviceDayOf(Date.now(), 'Europe/Madrid');
  const { body } = await ask(access.tokens.viewer, `${pathOf('listTickets', place)}?serviceDay=${day}`);
  const { tickets } = CentreTickets.parse(body);
  expect(tickets.map(({ label }) => label).toSorted()).toEqual(['A001', 'A002', 'B001', 'C001']);
  expect(tickets.map(({ print }) => print)).toEqual(Array(4).fill('printed'));
  const channel = pathOf('putChannel', { cityId: access.cityId, channelId: 'web' });
  const refused = await fetch(`${access.url}${channel}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${access.tokens.viewer}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Web' }),
  });
  expect(refused.status).toBe(403);
});
