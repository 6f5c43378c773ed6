// Usage: npm run renew-screens. Renews the reference pictures, the hashes of all other screens and the sheets of the README.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { subjectOf } from './cases.ts';
import { REFERENCE_PICTURES, SHEETS } from './reference-pictures.ts';
import { HASH_FILE, hashesOf, PICTURE_SCALE, REFERENCES } from './references.ts';
import { type Place, sample } from './sample.ts';
import { openScreens } from './screens.ts';
import { lookAt } from './watching.ts';

const ACROSS = 5;
const SHEET_SCALE = 0.5;
const CELL = { width: 270, height: 480, gap: 18 } as const;

const screens = await openScreens();
async function take({ panel, one }: Place, scale: number): Promise<Buffer> {
  await screens.sizeTo(panel);
  await screens.page.evaluate((subject) => window.watch.show(subject), subjectOf(one, panel));
  return screens.picture({ scale });
}

async function sheetOf(pictures: readonly Place[]): Promise<Buffer> {
  const down = Math.ceil(pictures.length / ACROSS);
  const { width, height, gap } = CELL;
  const sheet = createCanvas(ACROSS * (width + gap) + gap, down * (height + gap) + gap);
  const pen = sheet.getContext('2d');
  pen.fillStyle = '#8a948e';
  pen.fillRect(0, 0, sheet.width, sheet.height);
  for (const [index, place] of pictures.entries()) {
    const image = await loadImage(await take(place, SHEET_SCALE));
    const [x, y] = [gap + (index % ACROSS) * (width + gap), gap + Math.floor(index / ACROSS) * (height + gap)];
    pen.drawImage(image, x, y, width, height);
  }
  return sheet.encode('png');
}

try {
  mkdirSync(REFERENCES, { recursive: true });
  for (const file of readdirSync(REFERENCES)) if (file.endsWith('.png')) rmSync(join(REFERENCES, file));
  // The first picture is taken twice, because a page scales its first picture differently.
  for (const first of REFERENCE_PICTURES.slice(0, 1)) await take(first, PICTURE_SCALE);
  for (const picture of REFERENCE_PICTURES)
    writeFileSync(join(REFERENCES, `${picture.name}.png`), await take(picture, PICTURE_SCALE));
  for (const { name, pictures } of SHEETS)
    writeFileSync(join(import.meta.dirname, `${name}.png`), await sheetOf(pictures));
  const seen: { place: Place; hash: string }[] = [];
  for (const place of sample()) {
    await screens.sizeTo(place.panel);
    seen.push({ place, hash: (await lookAt(screens, place.panel, place.one)).hash });
  }
  writeFileSync(HASH_FILE, `${JSON.stringify({ chromium: screens.chromium, hashes: hashesOf(seen) }, null, 2)}\n`);
  console.log(
    `${REFERENCE_PICTURES.length} pictures, ${SHEETS.length} sheets and ${seen.length} hashes in ${import.meta.dirname}`,
  );
} finally {
  await screens.close();
}
