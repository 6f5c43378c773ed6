import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { nameOfCase } from './cases.ts';
import type { Place } from './sample.ts';

export const REFERENCES = join(import.meta.dirname, 'references');
export const HASH_FILE = join(REFERENCES, 'hashes.json');
export const PICTURE_SCALE = 1 / 3;

const Hashes = z.strictObject({
  /** The Chromium that drew the pictures. Another version breaks lines and draws edges differently. */
  chromium: z.string(),
  hashes: z.record(z.string(), z.record(z.string(), z.string())),
});
type Hashes = z.infer<typeof Hashes>;

export const readHashes = (): Hashes => Hashes.parse(JSON.parse(readFileSync(HASH_FILE, 'utf8')));

export function hashesOf(seen: readonly { place: Place; hash: string }[]): Hashes['hashes'] {
  const hashes: Hashes['hashes'] = {};
  for (const { place, hash } of seen)
    hashes[place.panel.panelId] = { ...hashes[place.panel.panelId], [nameOfCase(place.one)]: hash };
  return hashes;
}
