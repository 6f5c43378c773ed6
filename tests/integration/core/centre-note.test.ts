import { X509Certificate } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { giveAddress } from '../../../src-central/address-command.ts';
import { noteFile } from '../../../src-main/contract/shared/centre-note.ts';
import { CityId } from '../../../src-main/contract/shared/ids.ts';
import { NO_KIOSK_FILE, readKioskFile, writeKioskFile } from '../../../src-main/technician/store/kiosk-file.ts';
import { startWireCentre } from '../../support/centre-at-the-wire.ts';
import { certify, newAuthority, newServerKey, pemOf } from '../../support/certificates.ts';
import { type CoreInProcess, startCoreInProcess } from '../../support/core-in-process.ts';
import { createDeviceTree, type DeviceTree } from '../../support/device-tree.ts';
import { enrolFolder } from '../../support/enrolled-folder.ts';
import { centreWhen } from '../../support/paired-core-in-process.ts';
import { technicianAt } from '../../support/technician-at-screen.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { plug, STICK } from '../../support/travelling-office.ts';

const DAY_MS = 86_400_000;
const HOLDS = { fromMs: Date.now() - DAY_MS, toMs: Date.now() + 90 * DAY_MS };
const city = newAuthority('Ajuntament de Prova CA');
const FINGERPRINT = new X509Certificate(city.certificate).fingerprint256.replaceAll(':', '');
const PROXY = 'http://proxy.exemple.cat:3128';

/** The file that the centre's command (`giveAddress`) writes to a USB stick, and the text of the QR code that it prints. */
function givenBy(authority: string | null, url = 'https://torn.exemple.cat') {
  const folder = temporaryFolder();
  const file = join(folder, 'authority.pem');
  if (authority !== null) writeFileSync(file, authority);
  const given = giveAddress({
    url,
    city: 'terrassa',
    proxy: PROXY,
    folder,
    ...(authority === null ? {} : { authority: file }),
  });
  if (!given.ok) throw new Error(given.error.detail);
  const code = given.value.split('\n').find((line) => line.startsWith('torn-centre:')) ?? '';
  return { code, file: readFileSync(join(folder, 'torn-centre.json'), 'utf8') };
}

function newData(): string {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  return data;
}

function atNetworkStep(data = newData(), tree: DeviceTree = createDeviceTree()) {
  const core = startCoreInProcess({ data, profile: null, deviceRoot: tree.root });
  const technician = technicianAt(core);
  if (core.view().view.screen === 'technician-welcome') {
    technician.does('beginFirstRun', { language: 'ca' });
    for (const step of ['pin', 'panel'] as const) technician.does('endStep', { step, end: 'skipped' });
  }
  const step = () => stepOf(core);
  return {
    core,
    data,
    tree,
    step,
    touch: technician.touch,
    does: technician.does,
    kept: () => readKioskFile(data).file,
    async looks() {
      technician.does('findCentreNote', {});
      await core.until(() => !step().note.isLooking);
      return step().note;
    },
  };
}

function stepOf(core: CoreInProcess) {
  const { view } = core.view();
  if (view.screen !== 'technician-first-run' || view.step.at !== 'network') throw new Error(view.screen);
  return view.step;
}

test('the file that the centre writes on a memory is shown, and used only after a touch', async () => {
  const at = atNetworkStep();
  plug(at.tree, [STICK, 'ro']);
  writeFileSync(join(at.tree.root, STICK, 'torn-centre.json'), givenBy(city.certificate).file);
  const { read } = await at.looks();
  expect(read).toMatchObject({
    url: 'https://torn.exemple.cat',
    cityId: 'terrassa',
    proxy: PROXY,
    authority: { name: 'Ajuntament de Prova CA', fingerprint: FINGERPRINT.toLowerCase() },
  });
  expect(at.kept().centre).toBeNull();
  const no = read?.no ?? 0;
  expect(at.touch('takeCentreNote', { no: no + 1 })).toMatchObject({ ok: false });
  expect(at.kept().centre).toBeNull();
  at.does('takeCentreNote', { no });
  expect(at.core.restarts()).toBe(1);
  expect(at.kept().centre).toMatchObject({ url: 'https://torn.exemple.cat', cityId: 'terrassa', proxy: PROXY });
  const [pem = ''] = at.kept().centre?.authorities ?? [];
  expect(new X509Certificate(pem).fingerprint256.replaceAll(':', '')).toBe(FINGERPRINT);
});

test('a memory without a note, with two, or with a manipulated or damaged one is reported, and no note is used', async () => {
  const at = atNetworkStep();
  expect((await at.looks()).trouble).toBe('no-stick');
  plug(at.tree, [STICK, 'ro']);
  const place = join(at.tree.root, STICK);
  const note = join(place, 'torn-centre.json');
  expect((await at.looks()).trouble).toBe('no-note');
  const { file } = givenBy(city.certificate);
  const leaf = certify(city, newServerKey(), HOLDS);
  const damaged: readonly [string, () => void][] = [
    ['cut off', () => writeFileSync(note, file.slice(0, -20))],
    ['of another version', () => writeFileSync(note, file.replace('"formatVersion": 1', '"formatVersion": 2'))],
    ['with a member more', () => writeFileSync(note, file.replace('{', '{"token":"x",'))],
    ['too large', () => writeFileSync(note, `${file}${' '.repeat(20_000)}`)],
    ['a certificate of no authority', () => writeFileSync(note, noteFile({ ...SETTING, authority: { pem: leaf } }))],
    ['no certificate', () => writeFileSync(note, noteFile({ ...SETTING, authority: { pem: 'x' } }))],
    ['a link', () => symlinkSync('/etc/hostname', note)],
  ];
  for (const [which, prepare] of damaged) {
    rmSync(note, { force: true });
    prepare();
    expect(await at.looks(), which).toEqual({ isLooking: false, trouble: 'not-a-note', read: null });
  }
  rmSync(note);
  for (const name of ['torn-centre.json', 'torn-centre-2.json']) writeFileSync(join(place, name), file);
  expect((await at.looks()).trouble).toBe('many-notes');
  expect(at.kept().centre).toBeNull();
  expect(at.core.restarts()).toBe(0);
});

const SETTING = { url: 'https://torn.exemple.cat', cityId: CityId.parse('terrassa'), proxy: null };

test('a scanned code of the centre is shown at the network step alone, and used after a touch', () => {
  const at = atNetworkStep();
  const { code } = givenBy(city.certificate);
  expect(at.core.pushes.find(({ push }) => push === 'ready')).toMatchObject({ value: { wedge: true } });
  at.core.call('scanned', { text: code });
  const { read } = at.step().note;
  expect(read).toMatchObject({ proxy: PROXY, authority: { name: null, fingerprint: FINGERPRINT.toLowerCase() } });
  at.core.call('scanned', { text: code });
  expect(at.step().note.read?.no).toBe(read?.no);
  expect(at.kept().centre).toBeNull();
  at.core.call('scanned', { text: 'https://torn.exemple.cat/terrassa' });
  expect(at.step().note).toMatchObject({ trouble: 'not-a-note', read: null });
  expect(at.touch('takeCentreNote', { no: read?.no ?? 0 })).toMatchObject({ ok: false });
  at.core.call('scanned', { text: code });
  at.does('takeCentreNote', { no: at.step().note.read?.no ?? 0 });
  expect(at.kept()).toMatchObject({
    centre: { url: 'https://torn.exemple.cat', authorities: [], proxy: PROXY },
    expectedAuthority: FINGERPRINT.toLowerCase(),
  });
  at.does('endStep', { step: 'network', end: 'skipped' });
  expect(at.core.call('scanned', { text: code })).toMatchObject({ ok: false });
});

test('the authority that a code names is trusted once the centre shows it; a different authority stops the technician', async () => {
  const key = newServerKey();
  const tls = { key: pemOf(key), cert: certify(city, key, HOLDS) + city.certificate };
  const centre = await startWireCentre({ tls });
  onTestFinished(() => centre.close());
  const startExpecting = (expectedAuthority: string) => {
    const data = newData();
    const access = { ...SETTING, url: centre.url, authorities: [], proxy: null };
    writeKioskFile(data, { ...NO_KIOSK_FILE, centre: access, expectedAuthority });
    return atNetworkStep(data);
  };
  const right = startExpecting(FINGERPRINT.toLowerCase());
  await centreWhen(right.core, ({ seen }) => seen);
  expect(right.kept().centre?.authorities).toHaveLength(1);
  expect(right.step().centre.authority).toBeNull();
  const wrong = startExpecting('0'.repeat(64));
  await centreWhen(wrong.core, ({ authority }) => authority !== null);
  expect(wrong.step().centre.authority).toMatchObject({ name: 'Ajuntament de Prova CA', isAnother: true });
  expect(wrong.touch('trustAuthority', { end: FINGERPRINT.slice(-16) })).toMatchObject({ ok: false });
  expect(wrong.kept().centre?.authorities).toEqual([]);
});

test('an authority is trusted by the end of its fingerprint, which the screen does not show', async () => {
  const key = newServerKey();
  const centre = await startWireCentre({
    tls: { key: pemOf(key), cert: certify(city, key, HOLDS) + city.certificate },
  });
  onTestFinished(() => centre.close());
  const data = newData();
  writeKioskFile(data, { ...NO_KIOSK_FILE, centre: { ...SETTING, url: centre.url, authorities: [], proxy: null } });
  const at = atNetworkStep(data);
  await centreWhen(at.core, ({ authority }) => authority !== null);
  expect(JSON.stringify(at.core.view()).toUpperCase()).not.toContain(FINGERPRINT.slice(-16));
  expect(at.step().centre.authority?.begins.toUpperCase()).toBe(FINGERPRINT.slice(0, -16));
  for (const end of ['0'.repeat(16), FINGERPRINT.slice(0, 16)])
    expect(at.touch('trustAuthority', { end })).toMatchObject({ error: { kind: 'certificate-differs' } });
  expect(at.kept().centre?.authorities).toEqual([]);
  at.does('trustAuthority', { end: FINGERPRINT.slice(-16) });
  expect(at.kept().centre?.authorities).toHaveLength(1);
});

test('an enrolled kiosk whose key cannot be read accepts no other centre', async () => {
  const centre = await startWireCentre();
  onTestFinished(() => centre.close());
  const data = newData();
  await enrolFolder(data, centre);
  const access = { url: centre.url, cityId: CityId.parse(centre.cityId), authorities: [], proxy: null };
  writeKioskFile(data, { ...NO_KIOSK_FILE, centre: access });
  for (const name of readdirSync(data).filter((one) => one.startsWith('torn-device-key')))
    writeFileSync(join(data, name), 'harmed');
  const at = atNetworkStep(data);
  await at.core.until(() => at.core.log.some(({ kind }) => kind === 'device-key-unreadable'));
  expect(at.core.status().centre.state).toBe('unpaired');
  expect(at.step().centre.canBeSet).toBe(false);
  for (const refused of [
    at.touch('setCentre', { address: 'https://elsewhere.exemple.cat/terrassa' }),
    at.touch('setProxy', { proxy: PROXY }),
    at.touch('findCentreNote', {}),
  ])
    expect(refused).toMatchObject({ ok: false, error: { kind: 'not-possible-here' } });
  expect(at.kept().centre?.url).toBe(centre.url);
});
