import { describe, expect, onTestFinished, test } from 'vitest';
import { createCentreClient, type Question } from '../../../src-main/centre/wire/centre-client.ts';
import { createTrustedTime } from '../../../src-main/centre/wire/trusted-time.ts';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import { newSigningKey } from '../../../src-main/signing/keys.ts';
import { startWireCentre } from '../../support/centre-at-the-wire.ts';
import { certify, newAuthority, newServerKey, pemOf } from '../../support/certificates.ts';

const DAY_MS = 86_400_000;
const NOW = Date.now();
const HOLDS = { fromMs: NOW - DAY_MS, toMs: NOW + 90 * DAY_MS };
/** A validity far in the future, as today's is for a clock that says 1970. */
const OF_THE_FUTURE = { fromMs: NOW + 20 * 365 * DAY_MS, toMs: NOW + 21 * 365 * DAY_MS };
const OF_THE_PAST = { fromMs: NOW - 21 * 365 * DAY_MS, toMs: NOW - 20 * 365 * DAY_MS };
const inside = ({ fromMs, toMs }: typeof HOLDS): number => (fromMs + toMs) / 2;

const authority = newAuthority('Torn test authority');
const serverKey = newServerKey();
const centreKey = newSigningKey();
const kioskKey = newSigningKey();

interface Wishes {
  years: typeof HOLDS;
  host?: string;
  key?: typeof serverKey;
  by?: typeof authority;
  chain?: string;
  nowMs?: number;
  signingKey?: typeof centreKey;
  pin?: string | null;
}

async function meet({
  years,
  host,
  key = serverKey,
  by = authority,
  chain = '',
  nowMs = NOW,
  signingKey,
  pin = null,
}: Wishes) {
  const cert = certify(by, key, { ...years, ...(host === undefined ? {} : { host }) });
  const centre = await startWireCentre({ tls: { key: pemOf(key), cert: cert + chain }, key: signingKey ?? centreKey });
  centre.nowMs = () => nowMs;
  onTestFinished(() => centre.close());
  const { kioskId } = centre.enrol(kioskKey.publicKey, 1);
  const clock = createSystemClock();
  const time = createTrustedTime(clock, () => 0);
  let kept = pin;
  const client = createCentreClient({
    url: centre.url,
    clock,
    time,
    centreKeys: () => [centreKey.publicKey],
    pin: () => kept,
    keepPin(seen) {
      kept = seen;
    },
    onContact: () => {},
    authorities: [authority.certificate],
  });
  onTestFinished(() => client.close());
  let count = 0;
  const question = (): Question => {
    count += 1;
    return { params: { cityId: 'terrassa', kioskId }, signer: { key: kioskKey, tag: 'kiosk', count } };
  };
  const read = () => client.ask('readSnapshot', question());
  return { centre, read, time, pin: () => kept };
}

/** Resolves to the pin of the server's key, which the kiosk learns while its clock is right. */
async function learnPin(): Promise<string | null> {
  const { read, pin } = await meet({ years: HOLDS });
  expect(await read()).toMatchObject({ ok: true });
  return pin();
}

const REFUSED = { ok: false, error: { kind: 'central-certificate' } };

describe('a kiosk whose clock is wrong', () => {
  test.each([
    ['1970', OF_THE_FUTURE],
    ['2040', OF_THE_PAST],
  ])('reaches its centre from %s, by the key it knows and the centre’s signed time', async (_, years) => {
    const { read, centre, time } = await meet({ years, nowMs: inside(years), pin: await learnPin() });
    expect(await read()).toMatchObject({ ok: true });
    expect(centre.asked).toEqual(['readTime', 'readSnapshot']);
    expect(Math.abs((time.nowMs() ?? 0) - inside(years))).toBeLessThan(60_000);
    expect(await read()).toMatchObject({ ok: true });
    expect(centre.asked.filter((name) => name === 'readTime')).toHaveLength(1);
  });

  test('sends nothing to an unknown key', async () => {
    const pin = await learnPin();
    const { read, centre } = await meet({
      years: OF_THE_FUTURE,
      key: newServerKey(),
      nowMs: inside(OF_THE_FUTURE),
      pin,
    });
    expect(await read()).toMatchObject(REFUSED);
    expect(centre.asked).toEqual([]);
  });

  test('sends nothing to a centre that it has never reached', async () => {
    const { read, centre } = await meet({ years: OF_THE_FUTURE, nowMs: inside(OF_THE_FUTURE) });
    expect(await read()).toMatchObject(REFUSED);
    expect(centre.asked).toEqual([]);
  });

  test('refuses an unknown authority, even if the date is the reported fault', async () => {
    const wishes = { years: OF_THE_FUTURE, nowMs: inside(OF_THE_FUTURE), pin: await learnPin() };
    const { read, centre } = await meet({ ...wishes, by: newAuthority(authority.name) });
    expect(await read()).toMatchObject(REFUSED);
    expect(centre.asked).toEqual([]);
  });

  test('refuses a certificate signed with a server’s certificate, even if the date is the reported fault', async () => {
    const wishes = { years: OF_THE_FUTURE, nowMs: inside(OF_THE_FUTURE), pin: await learnPin() };
    const key = newServerKey();
    const certificate = certify(authority, key, { ...OF_THE_FUTURE, host: '127.0.0.1' });
    const { read, centre } = await meet({
      ...wishes,
      by: { key, certificate, name: '127.0.0.1' },
      chain: certificate,
    });
    expect(await read()).toMatchObject(REFUSED);
    expect(centre.asked).toEqual([]);
  });

  test('accepts no time that its centre has not signed', async () => {
    const wishes = { years: OF_THE_FUTURE, nowMs: inside(OF_THE_FUTURE), pin: await learnPin() };
    const { read, centre, time } = await meet({ ...wishes, signingKey: newSigningKey() });
    expect(await read()).toMatchObject(REFUSED);
    expect(centre.asked).toEqual(['readTime']);
    expect(time.nowMs()).toBeNull();
  });

  test('refuses a certificate that has expired by the centre’s own time', async () => {
    const { read, centre } = await meet({ years: OF_THE_PAST, nowMs: NOW, pin: await learnPin() });
    expect(await read()).toMatchObject(REFUSED);
    expect(centre.asked).toEqual(['readTime']);
  });

  test('refuses the right key under another host’s name', async () => {
    const wishes = { years: OF_THE_FUTURE, nowMs: inside(OF_THE_FUTURE), pin: await learnPin() };
    const { read, centre } = await meet({ ...wishes, host: 'elsewhere.example' });
    expect(await read()).toMatchObject(REFUSED);
    expect(centre.asked).toEqual([]);
  });
});

describe('a kiosk whose clock is right', () => {
  test('refuses an unknown authority, even with the known key', async () => {
    const { read, centre } = await meet({ years: HOLDS, by: newAuthority('Somebody'), pin: await learnPin() });
    expect(await read()).toMatchObject(REFUSED);
    expect(centre.asked).toEqual([]);
  });

  test('accepts a renewed key with a valid certificate, and remembers it', async () => {
    const before = await learnPin();
    const { read, pin } = await meet({ years: HOLDS, key: newServerKey(), pin: before });
    expect(await read()).toMatchObject({ ok: true });
    expect(pin()).not.toBe(before);
  });
});
