import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { repositoryRoot } from '../../../build/runtime.ts';
import {
  type CoreProcess,
  type CoreProcessOptions,
  newRequestId,
  service,
  startCoreProcess,
} from '../../support/core-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const CONFIG = join(repositoryRoot, 'config');

function start(options: CoreProcessOptions): CoreProcess {
  const core = startCoreProcess({ slot: null, ...options });
  onTestFinished(async () => {
    core.child.kill('SIGKILL');
    await core.ended;
  });
  return core;
}

async function labelOf(core: CoreProcess): Promise<string> {
  const taken = await core.call('takeTicket', {
    requestId: newRequestId(),
    serviceId: service('empadronament'),
    language: 'ca',
  });
  if (!taken.ok) throw new Error(taken.error.kind);
  return (taken.value as { label: string }).label;
}

/** A kiosk that has issued A001 with its own copy of the configuration, which a test may damage. */
async function standing() {
  const folder = temporaryFolder();
  const [data, config] = [join(folder, 'data'), join(folder, 'config')];
  cpSync(CONFIG, config, { recursive: true, filter: (path) => !path.endsWith('.ts') });
  const profile = join(config, 'offices', 'demonstration.json');
  const more = { data, profile, args: ['--config', config] };
  const first = start({ ...more, slot: 1 });
  expect(await labelOf(first)).toBe('A001');
  await first.stop();
  return { data, config, profile, again: () => start(more) };
}

const spoil = (file: string, change: (text: string) => string) =>
  writeFileSync(file, change(readFileSync(file, 'utf8')));

type Harm = (office: { profile: string; config: string }) => void;

/** Kinds of damage to a profile, each with its message in the log. */
const HARMS: readonly (readonly [Harm, string])[] = [
  [({ profile }) => rmSync(profile), 'there is no such file'],
  [({ profile }) => spoil(profile, (text) => text.slice(0, 900)), 'is not valid JSON'],
  [
    ({ profile }) => spoil(profile, (text) => text.replace('"series": "B"', '"series": "O"')),
    'services/2/series: expected one or two capitals',
  ],
  [({ config }) => rmSync(join(config, 'calendars'), { recursive: true }), 'calendarId'],
  [({ profile }) => spoil(profile, (text) => text.replace('{', '{"screen":{"panel":"inch-99"},')), 'screen/panel'],
];

test('a kiosk with a damaged profile gives numbers by its last good copy, names the fault’s place, and takes the mended profile', async () => {
  const office = await standing();
  const sound = join(temporaryFolder(), 'config');
  cpSync(office.config, sound, { recursive: true });
  for (const [index, [harm, place]] of HARMS.entries()) {
    harm(office);
    const spoiled = office.again();
    expect(await labelOf(spoiled)).toBe(`A00${index + 2}`);
    expect(spoiled.log()).toContain('"event":"last-good-office"');
    expect(spoiled.log()).toContain(place);
    await spoiled.stop();
    cpSync(sound, office.config, { recursive: true });
  }
  const mended = office.again();
  expect(await labelOf(mended)).toBe('A007');
  expect(mended.log()).not.toContain('last-good-office');
});

test('a damaged copy is not used: the profile’s fault is reported, and the numbers continue', async () => {
  const office = await standing();
  const file = join(office.data, 'last-good-office');
  spoil(file, (text) => text.replace('Empadronament', 'Empadronamend'));
  const profile = readFileSync(office.profile, 'utf8');
  rmSync(office.profile);
  const refused = office.again();
  expect((await refused.waitFor('fault')).value.kind).toBe('profile-missing');
  expect((await refused.ended).code).toBe(2);
  writeFileSync(office.profile, profile);
  expect(await labelOf(office.again())).toBe('A002');
});
