import { describe, expect, it, onTestFinished } from 'vitest';
import { newSigningKey } from '../../../src-main/security/keys.ts';
import { signRequest } from '../../../src-main/security/signed-messages.ts';
import { openStream, type Stream } from '../../conformance/exchange.ts';
import { OFFICE, startCentral, type TestCentral, type TestKiosk } from '../../support/central.ts';
import { officeAt } from '../../support/city-office.ts';
import { postgresOfThisFile } from '../../support/postgres.ts';

const postgres = postgresOfThisFile();

async function follow(central: TestCentral, { key, path }: TestKiosk): Promise<Stream> {
  const request = { method: 'GET', url: `${central.url}${path('followHints')}`, headers: {}, body: null };
  const stream = await openStream({ ...request, headers: await signRequest(request, key, 'kiosk', 1) });
  onTestFinished(() => stream.close());
  // The comment it begins with: from here on it is followed.
  await stream.line(':');
  return stream;
}

async function startTwo() {
  const url = await postgres.newDatabase();
  const signingKey = newSigningKey();
  const here = await startCentral(url, { signingKey });
  const there = await startCentral(url, { signingKey });
  await officeAt(here, OFFICE).publish();
  return { here, there };
}

describe('a hint', () => {
  it('reaches a kiosk at another replica than the one where something changed', async () => {
    const { here, there } = await startTwo();
    const stream = await follow(there, await here.enrol(1));
    await officeAt(here, OFFICE).pause();
    expect(await stream.line('event:')).toBe('event: hint');
    expect(await stream.line('data:')).toBe('data:');
  });

  it('comes again with every change, and when a kiosk has been revoked', async () => {
    const { here, there } = await startTwo();
    const kiosk = await here.enrol(1);
    const stream = await follow(there, kiosk);
    const { pause, resume } = officeAt(here, OFFICE);
    for (const change of [pause, resume]) {
      await change();
      expect(await stream.line('event:')).toBe('event: hint');
    }
    await here.order('revokeKiosk', { kioskId: kiosk.kioskId }, { reason: 'prova' });
    expect(await stream.line('event:')).toBe('event: hint');
  });

  it('is for the kiosks of the office that changed', async () => {
    const { here, there } = await startTwo();
    const kiosk = await here.enrol(1);
    await officeAt(here, 'altra').publish();
    const other = await here.enrol(1, 'altra');
    // Hints of what was done before are over when the second one comes.
    const [stream, otherStream] = [await follow(there, kiosk), await follow(there, other)];
    for (const office of [OFFICE, 'altra']) await officeAt(here, office).pause();
    await Promise.all([stream.line('event: hint'), otherStream.line('event: hint')]);
    let came = 0;
    const next = stream.line('event: hint').then(() => {
      came += 1;
    });
    await officeAt(here, 'altra').pause();
    await otherStream.line('event: hint');
    expect(came).toBe(0);
    await officeAt(here, OFFICE).resume();
    await next;
  });

  it('comes on after the database was away', async () => {
    const { here, there } = await startTwo();
    const stream = await follow(there, await here.enrol(1));
    await postgres.kill();
    await postgres.start();
    await expect.poll(() => here.order('listKiosks', {}).then(({ status }) => status)).toBe(200);
    await officeAt(here, OFFICE).pause();
    expect(await stream.line('event:')).toBe('event: hint');
  });

  it('is refused to a stranger, and its stream ends with its replica', async () => {
    const { here, there } = await startTwo();
    const kiosk = await here.enrol(1);
    const refused = await there.signed({
      key: newSigningKey(),
      as: 'kiosk',
      method: 'GET',
      path: kiosk.path('followHints'),
      count: 1,
    });
    expect(refused.problem).toBe('unknown-key');
    const stream = await follow(there, kiosk);
    await there.stop();
    await stream.ended;
  });
});
