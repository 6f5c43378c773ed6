// Usage: node tests/references/update.ts. Retakes the reference pictures; look at each one before you commit it.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printSlip } from '../support/slip.ts';
import { readPng, writeOneBitPng } from './picture.ts';
import { fileNameOf, PAPERS, REFERENCE_FOLDER, SAMPLES, shaper } from './samples.ts';

mkdirSync(REFERENCE_FOLDER, { recursive: true });
for (const name of readdirSync(REFERENCE_FOLDER)) rmSync(join(REFERENCE_FOLDER, name));
for (const sample of SAMPLES) {
  const [paper] = await printSlip([sample.document], PAPERS[sample.paper], shaper);
  if (paper === undefined) throw new Error(`${sample.name} did not print`);
  writeFileSync(join(REFERENCE_FOLDER, fileNameOf(sample)), writeOneBitPng(await readPng(paper.toPng())));
}
