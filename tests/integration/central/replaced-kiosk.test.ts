import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AuditEntries, CentreTickets, KioskHealths } from '../../../src-main/contract/centre/administration.ts';
import { CentreSetting } from '../../../src-main/contract/shared/office-profile.ts';
import { serviceDayOf } from '../../../src-main/domain/service-day.ts';
import type { FirstRunView } from '../../../src-main/technician/contract/first-run.ts';
import { type CoreInProcess, startCoreInProcess } from '../../support/core-in-process.ts';
import { newRequestId, service } from '../../support/core-process.ts';
import { networkTo } from '../../support/cuttable-network.ts';
import { createDeviceTree } from '../../support/device-tree.ts';
import { centreWhen, pairedCore } from '../../support/paired-core-in-process.ts';
import { sharedPostgres } from '../../support/postgres.ts';
import { TECHNICIAN_PIN, technicianAt } from '../../support/technician-at-screen.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { newEvents, OFFICE, startTestCentre, type TestCentre } from '../../support/test-centre.ts';

const postgres = sharedPostgres();

function takes(core: CoreInProcess): string {
  const taken = core.call('takeTicket', {
    requestId: newRequestId(),
    serviceId: service('empadronament'),
    language: 'ca',
  });
  if (!taken.ok) throw new Error(taken.error.kind);
  return (taken.value as { label: string }).label;
}

async function brokenKiosk(centre: TestCentre) {
  const deviceRoot = createDeviceTree().root;
  const { core, data } = await pairedCore(centre, { deviceRoot });
  const { kioskId } = await centreWhen(core, ({ lastContactMs }) => lastContactMs !== null);
  const known = takes(core);
  await centreWhen(core, ({ unsent }) => unsent === 0);
  await core.close();
  const alone = startCoreInProcess({ data, deviceRoot });
  const unknown = [takes(alone), takes(alone)];
  await alone.close();
  return { deviceRoot, data, kioskId: kioskId ?? '', known, unknown };
}

const stepOf = (core: CoreInProcess): FirstRunView => {
  const { view } = core.view();
  if (view.screen !== 'technician-first-run') throw new Error(view.screen);
  return view.step;
};

async function newKiosk(url: string) {
  const data = join(temporaryFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  const stickDir = temporaryFolder();
  const options = {
    data,
    stickDir,
    profile: null,
    deviceRoot: createDeviceTree().root,
    centre: CentreSetting.parse({ url, cityId: 'terrassa' }),
  };
  const core = startCoreInProcess(options);
  const { touch } = technicianAt(core);
  touch('beginFirstRun', { language: 'ca' });
  for (const step of ['repeat', null]) {
    touch('setPin', { pin: TECHNICIAN_PIN });
    await core.until(() => {
      const { view } = core.view();
      return step === null ? view.screen === 'technician-first-run' : 'step' in view && view.step === step;
    });
  }
  touch('endStep', { step: 'panel', end: 'skipped' });
  touch('endStep', { step: 'network', end: 'skipped' });
  expect(stepOf(core)).toMatchObject({ at: 'pairing', mayReplace: true });
  return { core, data, stickDir, touch, startAgain: () => startCoreInProcess(options) };
}

async function shownBy({ core, touch }: Awaited<ReturnType<typeof newKiosk>>) {
  expect(touch('startPairing', { replaces: true })).toMatchObject({ ok: true });
  const { pairing } = await centreWhen(core, (status) => status.pairing !== null);
  const { code, fingerprint, replaces } = pairing ?? {};
  expect(replaces).toBe(true);
  return { code, fingerprint, officeId: OFFICE, name: 'quiosc nou' };
}

const kiosksOf = async (centre: TestCentre) =>
  KioskHealths.parse((await centre.order('listKiosks', {})).body).kiosks.map(({ slot, revokedAt }) => [
    slot,
    revokedAt !== null,
  ]);

const labelsAt = async (centre: TestCentre) => {
  const serviceDay = serviceDayOf(Date.now(), 'Europe/Madrid');
  const path = `/v1/cities/terrassa/admin/offices/${OFFICE}/tickets?serviceDay=${serviceDay}`;
  const response = await fetch(`${centre.url}${path}`, { headers: { authorization: `Bearer ${centre.token}` } });
  return CentreTickets.parse(await response.json()).tickets.map(({ label, kioskId }) => ({ label, kioskId }));
};

const settles = (core: CoreInProcess, stage: string) =>
  core.until(() => {
    const step = stepOf(core);
    return step.at === 'replaced' && step.stage === stage;
  });

test('a kiosk replaces a broken one in one flow: the old one ends, the new one has its own numbers, and the old disk’s events reach the centre once', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  const old = await brokenKiosk(centre);
  const network = await networkTo(centre.url);
  const fresh = await newKiosk(network.url);
  const shown = await shownBy(fresh);
  const confirm = (more: Record<string, unknown>) => centre.order('confirmEnrolment', {}, { ...shown, ...more });
  expect((await confirm({ slot: 2 })).problem).toBe('malformed-request');
  expect((await confirm({ slot: 1, replaces: old.kioskId })).problem).toBe('slot-taken');
  expect(await kiosksOf(centre)).toEqual([[1, false]]);
  expect((await confirm({ slot: 2, replaces: old.kioskId })).status).toBe(201);
  expect(await kiosksOf(centre)).toEqual([
    [1, true],
    [2, false],
  ]);
  await centreWhen(fresh.core, ({ state }) => state === 'paired');
  // Between the centre's confirmation and the restart, the technician can give the kiosk no other slot.
  expect(stepOf(fresh.core).at).toBe('slot');
  expect(fresh.touch('takeSlot', { slot: 5 })).toMatchObject({ error: { kind: 'not-possible-here' } });
  await fresh.core.until(() => fresh.core.restarts() > 0);
  await fresh.core.close();

  const core = fresh.startAgain();
  const { touch } = technicianAt(core);
  await settles(core, 'open');
  expect(stepOf(core)).toMatchObject({ at: 'replaced', stage: 'open', slot: 1, name: 'quiosc 1' });
  expect(touch('endStep', { step: 'replaced', end: 'done' })).toMatchObject({ ok: false });
  touch('readPredecessor', {});
  await settles(core, 'not-there');
  cpSync(join(old.data, 'journal'), join(fresh.stickDir, 'copia', 'journal'), { recursive: true });
  // The disk is pulled out during reading. A folder in place of a segment makes that segment unreadable.
  const pulled = join(fresh.stickDir, 'copia', 'journal', '2026-01-01.journal');
  mkdirSync(pulled);
  touch('readPredecessor', {});
  await settles(core, 'gone');
  rmSync(pulled, { recursive: true });
  network.cut();
  touch('readPredecessor', {});
  await settles(core, 'not-sent');
  network.mend();
  await core.close();
  const again = fresh.startAgain();
  const technician = technicianAt(again);
  technician.touch('beginFirstRun', {});
  technician.touch('enterPin', { pin: TECHNICIAN_PIN });
  await technician.sees('technician-first-run');
  technician.touch('readPredecessor', {});
  await settles(again, 'sent');
  const tickets = await labelsAt(centre);
  expect(tickets.toSorted((a, b) => (a.label < b.label ? -1 : 1))).toEqual(
    [old.known, ...old.unknown].map((label) => ({ label, kioskId: old.kioskId })),
  );
  expect(technician.touch('endStep', { step: 'replaced', end: 'done' })).toMatchObject({ ok: true });
  expect(stepOf(again).at).toBe('printer');
  const audit = AuditEntries.parse((await centre.order('listAudit', {})).body).entries;
  expect(audit.find(({ what, object }) => what === 'confirmEnrolment' && object.replaces)).toMatchObject({
    object: { slot: 2, replaces: old.kioskId },
  });
});

test('an old kiosk that starts again learns that it was replaced, and gives no more numbers', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  const old = await brokenKiosk(centre);
  const fresh = await newKiosk(centre.url);
  const shown = await shownBy(fresh);
  await centre.order('confirmEnrolment', {}, { ...shown, slot: 2, replaces: old.kioskId });
  const { deviceRoot, data } = old;
  const start = () =>
    startCoreInProcess({ data, deviceRoot, centre: CentreSetting.parse({ url: centre.url, cityId: 'terrassa' }) });
  const core = start();
  await centreWhen(core, ({ state }) => state === 'revoked');
  expect(core.status().centre.trouble).toBe('kiosk-replaced');
  expect(() => takes(core)).toThrow('kiosk-revoked');
  expect(core.log.map(({ kind }) => kind)).toContain('kiosk-replaced');
  await core.close();
  const again = start();
  await centreWhen(again, ({ trouble }) => trouble === 'kiosk-replaced');
  const technician = technicianAt(again);
  technician.touch('openTechnician', {});
  await technician.choosePin();
  expect(again.view().view).toMatchObject({ warning: { about: 'centre', kind: 'kiosk-replaced' } });
});

test('a new kiosk that lost power before it learned its identity is paired once more; the old one has one successor', async () => {
  const centre = await startTestCentre(await postgres.newDatabase(), { clock: { ms: Date.now() } });
  const old = await brokenKiosk(centre);
  const network = await networkTo(centre.url);
  const fresh = await newKiosk(network.url);
  const shown = await shownBy(fresh);
  network.cut();
  expect((await centre.order('confirmEnrolment', {}, { ...shown, slot: 2, replaces: old.kioskId })).status).toBe(201);
  await fresh.core.close();
  network.mend();
  const core = fresh.startAgain();
  const technician = technicianAt(core);
  technician.touch('beginFirstRun', {});
  technician.touch('enterPin', { pin: TECHNICIAN_PIN });
  await technician.sees('technician-first-run');
  const once = await shownBy({ ...fresh, core, touch: technician.touch });
  expect((await centre.order('confirmEnrolment', {}, { ...once, slot: 3, replaces: old.kioskId })).status).toBe(201);
  await centreWhen(core, ({ state }) => state === 'paired');
  expect(await kiosksOf(centre)).toEqual([
    [1, true],
    [2, true],
    [3, false],
  ]);
  await core.until(() => core.restarts() > 0);
  await core.close();
  const last = fresh.startAgain();
  await centreWhen(last, ({ lastContactMs }) => lastContactMs !== null);
  expect(last.status().centre.slot).toBe(3);
  rmSync(fresh.stickDir, { recursive: true });
  technicianAt(last).touch('readPredecessor', {});
  await settles(last, 'unreadable');
  const another = await newKiosk(centre.url);
  const late = await shownBy(another);
  const refused = await centre.order('confirmEnrolment', {}, { ...late, slot: 4, replaces: old.kioskId });
  expect(refused.problem).toBe('already-replaced');
});

test('only a kiosk’s successor may send in its name, and only for an incarnation it had', async () => {
  const centre = await startTestCentre(await postgres.newDatabase());
  const [first, stranger] = [await centre.enrol(1), await centre.enrol(2)];
  const successor = await centre.enrol(3);
  const send = (kiosk: typeof stranger, incarnation: string, events: unknown[]) =>
    kiosk.upload(events, { upload: { incarnation }, path: kiosk.path('uploadReplaced') });
  expect((await send(stranger, first.incarnation, [newEvents().issued(1)])).problem).toBe('not-found');
  await centre.database.query('UPDATE kiosk SET replaces = $1::uuid WHERE kiosk_id = $2::uuid', [
    first.kioskId,
    successor.kioskId,
  ]);
  await centre.order('revokeKiosk', { kioskId: first.kioskId }, { reason: 'prova' });
  expect((await send(successor, stranger.incarnation, [newEvents().issued(1)])).problem).toBe('not-yours');
  const ticket = newEvents().issued(7);
  const sent = await send(successor, first.incarnation, [ticket]);
  expect(sent.body).toMatchObject({ items: [{ status: 'stored' }] });
  expect((await send(successor, first.incarnation, [ticket])).body).toMatchObject({ items: [{ status: 'duplicate' }] });
  const [kept] = await centre.database.query('SELECT kiosk_id::text AS id FROM ticket WHERE number = 7');
  expect(kept).toEqual({ id: first.kioskId });
});
