// Usage: npm run package -- --prove [--only PART]. Makes a test build's .deb, installs it in a clean Debian 13 with systemd as its first process, and tests
// its promises there. One line for each promise; exit code 1 if one was broken.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { layDebian, openArchives, whyNotHere } from './clean-debian.ts';
import { proveFirstHour } from './first-hour.ts';
import { proveCentreUpdates } from './from-centre.ts';
import { openBench, proveInstallation, proveLife, proveRemoval } from './life.ts';
import { proveLockdown } from './lockdown.ts';
import { machineIn } from './machine.ts';
import { proveNights } from './nights.ts';
import { openProof } from './proof.ts';
import { provePower, proveUpdates } from './updates.ts';
import { proveWeight } from './weight.ts';

/**
 * The parts in their order; a removal comes last, because it leaves a machine without a kiosk. The installation
 * always precedes them.
 */
const PARTS = {
  hour: proveFirstHour,
  weight: proveWeight,
  life: proveLife,
  nights: proveNights,
  lockdown: proveLockdown,
  update: proveUpdates,
  power: provePower,
  centre: proveCentreUpdates,
  removal: proveRemoval,
} as const;
const isPart = (name: string): name is keyof typeof PARTS => Object.hasOwn(PARTS, name);

const { positionals, values } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } });
const [deb] = positionals;
const wanted = values.only === undefined ? Object.keys(PARTS) : values.only.split(',');
if (deb === undefined || !wanted.every(isPart))
  throw new Error(`usage: prove.ts [--only ${Object.keys(PARTS).join(',')}] FILE.deb`);
const reason = whyNotHere();
if (reason !== null) throw new Error(`the package cannot be proven here: ${reason}`);

const work = mkdtempSync(join(tmpdir(), 'torn-proof-'));
const root = join(work, 'root');
const proof = openProof((text) => console.log(text));
try {
  layDebian(root);
  const archives = openArchives(work);
  const bench = await openBench(machineIn(root, archives.folder), deb);
  try {
    await proveInstallation(proof, bench);
    archives.keep();
    for (const name of wanted.filter(isPart)) await PARTS[name](proof, bench, deb);
  } finally {
    await bench.close();
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
const kept = proof.lines.filter(({ isKept }) => isKept).length;
console.log(`${kept} of ${proof.lines.length} promises kept; the package has ${statSync(deb).size} bytes`);
process.exitCode = kept === proof.lines.length ? 0 : 1;
