import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { HALL_PICTURE_PATH } from '../../../src-main/calling/contract/paths.ts';
import { OfficeProfile } from '../../../src-main/contract/shared/office-profile.ts';
import { freePort } from '../../support/free-port.ts';
import { type KioskWithDesks, officeWithDesks, startKioskWithDesks } from '../../support/office-hub.ts';
import { pngPicture } from '../../support/png-picture.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const started: KioskWithDesks[] = [];
afterEach(async () => {
  for (const { core } of started.splice(0)) await core.stop();
});

const TEXT = { ca: 'Renoveu el carnet de la biblioteca', en: 'Renew your library card' };
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

test('a paired hall screen gets the picture of the profile without a centre; other browsers do not, and the feed only names it', async () => {
  const [port, picture] = [await freePort(), pngPicture()];
  const profile = officeWithDesks(temporaryFolder(), port);
  const office = JSON.parse(readFileSync(profile, 'utf8')) as Record<string, unknown>;
  const hallPicture = { png: picture.toString('base64'), text: TEXT };
  writeFileSync(profile, JSON.stringify({ ...office, hallPicture }));
  const kiosk = await startKioskWithDesks(temporaryFolder(), profile, port);
  started.push(kiosk);
  const [desk, hall] = [await kiosk.pair('desk', 'taula-1'), await kiosk.pair('hall')];
  const feed = await hall.hall();
  expect(feed).toMatchObject({ message: null, picture: { text: TEXT } });
  expect(JSON.stringify(feed)).not.toContain(hallPicture.png.slice(0, 40));
  const pathOf = (id: string) => `${HALL_PICTURE_PATH}?id=${id}`;
  const id = feed.picture?.id ?? '';
  const got = await hall.get(pathOf(id));
  expect(got).toMatchObject({
    status: 200,
    headers: { 'content-type': 'image/png', 'x-content-type-options': 'nosniff' },
  });
  expect(sha256(got.bytes)).toBe(sha256(picture));
  for (const wrong of [pathOf('ffffffff'), HALL_PICTURE_PATH]) expect((await hall.get(wrong)).status).toBe(404);
  expect((await kiosk.browser().get(pathOf(id))).status).toBe(401);
  expect((await desk.get(pathOf(id))).status).toBe(401);
});

test('an office has a message or a picture for its hall, not both', () => {
  const profile = JSON.parse(readFileSync(officeWithDesks(temporaryFolder(), 8_443), 'utf8')) as Record<
    string,
    unknown
  >;
  const hallPicture = { png: pngPicture().toString('base64'), text: TEXT };
  const hallMessage = { title: { ca: 'Renoveu el carnet' } };
  expect(OfficeProfile.safeParse({ ...profile, hallPicture }).success).toBe(true);
  const both = OfficeProfile.safeParse({ ...profile, hallPicture, hallMessage });
  expect(both.error?.issues.map(({ path }) => path.join('/'))).toEqual(['hallPicture']);
});
