import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openOfficeKiosks } from '../../../../../src-main/calling/store/office-kiosks.ts';
import { KioskId } from '../../../../../src-main/contract/shared/ids.ts';
import { KioskRevocation } from '../../../../../src-main/contract/shared/kiosk-revocation.ts';
import { writeCheckedFile } from '../../../../../src-main/storage/checked-file.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const [ONE, OTHER] = ['1'.repeat(43), '2'.repeat(43)];
const [CHECK, OTHER_CHECK] = ['111122223333', '444455556666'];

test('the digits of a paired kiosk are known after a restart, and removed with the kiosk', () => {
  const data = temporaryFolder();
  const kiosks = openOfficeKiosks(data);
  for (const [pin, check] of [
    [ONE, CHECK],
    [OTHER, OTHER_CHECK],
  ] as const)
    expect(kiosks.add(pin, check)).toMatchObject({ ok: true });
  const again = openOfficeKiosks(data);
  expect([ONE, OTHER].map(again.checkOf)).toEqual([CHECK, OTHER_CHECK]);
  expect(again.remove(ONE)).toMatchObject({ ok: true });
  const last = openOfficeKiosks(data);
  expect([last.all(), last.checkOf(ONE), last.checkOf(OTHER)]).toEqual([[OTHER], null, OTHER_CHECK]);
});

test('a kiosk that an older program paired, without digits, stays paired', () => {
  const data = temporaryFolder();
  writeCheckedFile(join(data, 'office-kiosks.json'), JSON.stringify({ version: 1, pins: [ONE] }));
  const kiosks = openOfficeKiosks(data);
  expect([kiosks.all(), kiosks.checkOf(ONE)]).toEqual([[ONE], null]);
  kiosks.add(ONE, CHECK);
  const again = openOfficeKiosks(data);
  expect([again.all(), again.checkOf(ONE)]).toEqual([[ONE], CHECK]);
});

const [NAME, OTHER_NAME] = [KioskId.parse(randomUUID()), KioskId.parse(randomUUID())];
const revocationOf = (kioskId: KioskId): KioskRevocation =>
  KioskRevocation.parse({
    kioskId,
    revokedAt: '2026-11-24T11:00:00.000Z',
    keyId: 'k'.repeat(43),
    signature: 's'.repeat(86),
  });

function twoKiosks(data = temporaryFolder()) {
  const kiosks = openOfficeKiosks(data);
  kiosks.add(ONE, CHECK);
  kiosks.add(OTHER, OTHER_CHECK);
  kiosks.name(ONE, NAME);
  kiosks.name(OTHER, OTHER_NAME);
  return { data, kiosks };
}

describe('a kiosk that the centre has revoked', () => {
  test('is dropped with its digits and cannot be paired again, also after a restart', () => {
    const { data, kiosks } = twoKiosks();
    expect(kiosks.revoke([revocationOf(NAME)])).toEqual({ ok: true, value: [ONE] });
    for (const now of [kiosks, openOfficeKiosks(data)]) {
      expect([now.all(), now.checkOf(ONE), now.checkOf(OTHER)]).toEqual([[OTHER], null, OTHER_CHECK]);
      expect(now.add(ONE, CHECK)).toEqual({ ok: false, error: { kind: 'kiosk-revoked' } });
      expect(now.revocations()).toEqual([revocationOf(NAME)]);
    }
  });

  test('is dropped once: the same revocation again drops no kiosk', () => {
    const { kiosks } = twoKiosks();
    kiosks.revoke([revocationOf(NAME)]);
    expect(kiosks.revoke([revocationOf(NAME)])).toEqual({ ok: true, value: [] });
    expect(kiosks.revoke([revocationOf(NAME), revocationOf(OTHER_NAME)])).toEqual({ ok: true, value: [OTHER] });
    expect(kiosks.revocations().map(({ kioskId }) => kioskId)).toEqual([NAME, OTHER_NAME]);
  });

  test('is dropped when its name is heard after the revocation', () => {
    const data = temporaryFolder();
    const kiosks = openOfficeKiosks(data);
    kiosks.add(ONE, CHECK);
    expect(kiosks.revoke([revocationOf(NAME)])).toEqual({ ok: true, value: [] });
    kiosks.name(ONE, OTHER_NAME);
    expect(kiosks.all()).toEqual([ONE]);
    kiosks.name(ONE, NAME);
    expect([kiosks.all(), openOfficeKiosks(data).all()]).toEqual([[], []]);
  });

  test('is remembered as one of two hundred; beyond that the earliest revocation is forgotten', () => {
    const { kiosks } = twoKiosks();
    const many = Array.from({ length: 201 }, () => revocationOf(KioskId.parse(randomUUID())));
    kiosks.revoke(many);
    expect(kiosks.revocations()).toEqual(many.slice(1));
  });
});

describe('the name of a kiosk', () => {
  test('is kept for a paired kiosk only, and only if it is valid', () => {
    const { data, kiosks } = twoKiosks();
    expect(kiosks.name('3'.repeat(43), NAME)).toEqual({ ok: true, value: null });
    expect(kiosks.name(ONE, 'no name')).toEqual({ ok: true, value: null });
    kiosks.add('3'.repeat(43), CHECK);
    // Neither call of `name` stored a name, so kiosk `ONE` still has `NAME`, and the revocation removes it.
    expect(openOfficeKiosks(data).revoke([revocationOf(NAME)])).toEqual({ ok: true, value: [ONE] });
  });

  test('is one of twenty at most; beyond that the earliest is forgotten', () => {
    const { kiosks } = twoKiosks();
    const names = Array.from({ length: 20 }, () => KioskId.parse(randomUUID()));
    for (const name of names) kiosks.name(ONE, name);
    expect(kiosks.revoke([revocationOf(NAME)])).toEqual({ ok: true, value: [] });
    const [first] = names;
    expect(kiosks.revoke(first === undefined ? [] : [revocationOf(first)])).toEqual({ ok: true, value: [ONE] });
  });
});

describe('the kiosks of an office', () => {
  const pinOf = (no: number) => String.fromCharCode(97 + no).repeat(43);

  test('are at most twelve: the thirteenth replaces the kiosk that was paired first', () => {
    const data = temporaryFolder();
    const kiosks = openOfficeKiosks(data);
    const pins = Array.from({ length: 12 }, (_, no) => pinOf(no));
    for (const pin of pins) kiosks.add(pin, CHECK);
    expect(kiosks.all()).toEqual(pins);
    // A kiosk that is paired again counts as the kiosk that was paired last.
    kiosks.add(pinOf(0), OTHER_CHECK);
    expect(kiosks.all()).toEqual([...pins.slice(1), pinOf(0)]);
    kiosks.add(pinOf(12), CHECK);
    expect(openOfficeKiosks(data).all()).toEqual([...pins.slice(2), pinOf(0), pinOf(12)]);
    expect([kiosks.checkOf(pinOf(1)), kiosks.checkOf(pinOf(0))]).toEqual([null, OTHER_CHECK]);
  });

  test('are all forgotten by a kiosk that was itself revoked, which keeps the revocations', () => {
    const { data, kiosks } = twoKiosks();
    kiosks.revoke([revocationOf(NAME)]);
    expect(kiosks.forgetAll()).toMatchObject({ ok: true });
    for (const now of [kiosks, openOfficeKiosks(data)])
      expect([now.all(), now.checkOf(OTHER), now.revocations().length]).toEqual([[], null, 1]);
    // The kiosks' names were forgotten too, so the revocation matches no kiosk and the same key may be paired again.
    expect(kiosks.add(ONE, CHECK)).toMatchObject({ ok: true });
  });

  test('are none if the file is damaged, and unchanged if the disk refuses', () => {
    const data = temporaryFolder();
    writeFileSync(join(data, 'office-kiosks.json'), '{"version":1,"pins":["x"]}');
    expect(openOfficeKiosks(data).all()).toEqual([]);
    const { data: gone, kiosks } = twoKiosks();
    rmSync(gone, { recursive: true });
    expect(kiosks.remove(ONE).ok).toBe(false);
    expect(kiosks.revoke([revocationOf(NAME)]).ok).toBe(false);
    expect([kiosks.all(), kiosks.revocations()]).toEqual([[ONE, OTHER], []]);
  });
});

test('the contest for a slot ends when its kiosk is unpaired, and not with another kiosk', () => {
  const { data, kiosks } = twoKiosks();
  const contest = { pin: ONE, check: CHECK, slot: 2 };
  expect(kiosks.contest()).toBeNull();
  kiosks.setContest(contest);
  kiosks.remove(OTHER);
  expect([kiosks.contest(), openOfficeKiosks(data).contest()]).toEqual([contest, contest]);
  kiosks.remove(ONE);
  expect([kiosks.contest(), openOfficeKiosks(data).contest()]).toEqual([null, null]);
});
