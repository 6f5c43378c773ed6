// Usage: npm run package -- --prove [--only PART]. Makes a test build's .deb, installs it in a clean Debian 13 with systemd as its first process, and tests
// its promises there. One line for each promise; exit code 1 if one was broken.
import { parseArgs } from 'node:util';
import { proveInDebian } from './clean-debian.ts';
import { proveFirstHour } from './first-hour.ts';
import { proveCentreUpdates } from './from-centre.ts';
import { openBench, proveInstallation, proveLife, proveRemoval } from './life.ts';
import { proveLockdown } from './lockdown.ts';
import { proveNights } from './nights.ts';
import { provePower, proveUpdates } from './updates.ts';
import { proveWeight } from './weight.ts';

/**
 * The parts in the sequence in which they run; a removal comes last, because it leaves a machine without a kiosk. The installation precedes
 * all of them.
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
await proveInDebian(deb, async (proof, machine, keepArchives) => {
  const bench = await openBench(machine, deb);
  try {
    await proveInstallation(proof, bench);
    keepArchives();
    for (const name of wanted.filter(isPart)) await PARTS[name](proof, bench, deb);
  } finally {
    await bench.close();
  }
});
