// Usage: npm run machine -- [NAME...] [-t TITLE] | --whole [--out DIR]. Runs the product against the kernel's own devices in a virtual machine; NAMEs
// choose files of tests/machine/inside. --whole: the whole path of a ticket, with cables pulled and the power cut; writes its result to
// tests/machine/whole.json and its papers to DIR. Exit code 1 if a promise was broken.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pinnedNode, repositoryRoot } from '../../build/runtime.ts';
import { fetchKernel, packInitramfs, whyNotHere } from './kernel.ts';
import { type MachineOptions, startMachine } from './machine.ts';
import { proveWhole } from './whole.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    test: { type: 'string', short: 't', default: '' },
    whole: { type: 'boolean', default: false },
    out: { type: 'string', default: '.torn/machine' },
  },
});

async function runWhole(options: MachineOptions): Promise<boolean> {
  mkdirSync(values.out, { recursive: true });
  const promises = await proveWhole(options, values.out);
  for (const { promise, kept, seen } of promises) console.log(`${kept ? 'kept  ' : 'BROKEN'} ${promise}: ${seen}`);
  const result = { kernel: options.kernel.version, promises };
  writeFileSync(join(repositoryRoot, 'tests/machine/whole.json'), `${JSON.stringify(result, null, 2)}\n`);
  return promises.every(({ kept }) => kept);
}

async function runTests(options: MachineOptions): Promise<boolean> {
  const machine = await startMachine(options);
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/machine/inside/vitest.config.ts'];
  const words = [pinnedNode, ...vitest, ...positionals, '--testNamePattern', values.test];
  const code = await machine.run(words, (line) => console.log(line)).ended;
  await machine.cutPower();
  return code === 0;
}

const hindrance = whyNotHere();
if (hindrance !== null) {
  console.error(`Torn: the virtual machine cannot run here: ${hindrance}`);
  process.exit(1);
}

const work = mkdtempSync(join(tmpdir(), 'torn-machine-'));
const startedMs = performance.now();
try {
  const kernel = fetchKernel();
  const options = { kernel, initramfs: packInitramfs(kernel, work), work };
  if (!(await (values.whole ? runWhole(options) : runTests(options)))) process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
  console.error(`machine: ${Math.round((performance.now() - startedMs) / 1_000)} s`);
}
