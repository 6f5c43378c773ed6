// Usage: npm run image -- --deb FILE --key FILE --certificate FILE [--source provider:pkcs11] [--overlay DIR]... [--mirror LINE]... [--archives DIR]
//                         [--language ca|es|en] [--out FILE] [--again] [--test]
//        npm run image -- --deb FILE --prove [--only PART]
// Makes the image of a USB stick that installs a kiosk, from Debian's packages and the kiosk's own; needs root. --key and --certificate sign
// the boot chain. --overlay copies a city's files over the system. --again makes it twice and compares the bytes. --test adds a serial
// console. --prove installs a test image, with keys of its own, in a virtual machine.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { WORKING_LANGUAGES } from '../../config/languages.ts';
import { messageOf } from '../../src-main/domain/result.ts';
import { commitVersion } from '../deb/commit-version.ts';
import { pinnedNode, repositoryRoot } from '../runtime.ts';
import { type ImageOrder, makeImage } from './make-image.ts';
import { whyNotHere } from './tools.ts';

const CACHE = process.env.TORN_CACHE ?? '/var/cache/torn';
const MIRRORS = [
  'deb http://deb.debian.org/debian trixie main',
  'deb http://deb.debian.org/debian-security trixie-security main',
];
const TEST_CONSOLE = ['console=tty0', 'console=ttyS0'];

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function makeAndSay(order: ImageOrder): Promise<string> {
  const startedMs = performance.now();
  const rootHash = await makeImage(order);
  const sum = await sha256(order.file);
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  console.log(`${order.file}: ${statSync(order.file).size} bytes, sha256 ${sum}, root hash ${rootHash}, ${seconds} s`);
  return sum;
}

try {
  const { values } = parseArgs({
    options: {
      deb: { type: 'string' },
      key: { type: 'string' },
      certificate: { type: 'string' },
      source: { type: 'string' },
      overlay: { type: 'string', multiple: true, default: [] },
      mirror: { type: 'string', multiple: true },
      archives: { type: 'string', default: join(CACHE, 'debian', 'image-archives') },
      language: { type: 'string', default: 'ca' },
      out: { type: 'string', default: join(repositoryRoot, 'dist', 'torn.img') },
      again: { type: 'boolean', default: false },
      test: { type: 'boolean', default: false },
      prove: { type: 'boolean', default: false },
      only: { type: 'string' },
    },
  });
  const reason = whyNotHere();
  if (reason !== null) throw new Error(reason);
  const language = WORKING_LANGUAGES.find((one) => one === values.language);
  if (language === undefined) throw new Error(`--language must be one of ${WORKING_LANGUAGES.join(', ')}`);
  if (values.deb === undefined) throw new Error('--deb FILE is missing: the package that npm run package makes');
  const deb = resolve(values.deb);
  if (values.prove) {
    const program = join(repositoryRoot, 'tests', 'image', 'prove.ts');
    const words = [program, ...(values.only === undefined ? [] : ['--only', values.only]), deb];
    process.exitCode = spawnSync(pinnedNode, words, { stdio: 'inherit' }).status ?? 1;
  } else {
    if (values.key === undefined || values.certificate === undefined)
      throw new Error('--key and --certificate are missing: they sign the boot chain');
    const { version, epoch } = commitVersion(repositoryRoot);
    const file = resolve(values.out);
    const work = mkdtempSync(`${file}.work-`);
    try {
      const order: ImageOrder = {
        deb,
        version,
        epoch,
        file,
        work,
        key: { key: values.key, certificate: values.certificate, source: values.source ?? null },
        archives: resolve(values.archives),
        mirrors: values.mirror ?? MIRRORS,
        overlays: [...values.overlay, ...(values.test ? [join(repositoryRoot, 'build', 'image', 'test-root')] : [])],
        language,
        words: values.test ? TEST_CONSOLE : [],
      };
      const first = await makeAndSay(order);
      if (values.again) {
        const second = await makeAndSay({ ...order, file: `${file}.again` });
        if (second !== first) throw new Error(`the second image has different bytes: ${file}.again`);
        rmSync(`${file}.again`);
        console.log('The second image has the same bytes.');
      }
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
} catch (error) {
  console.error(`Torn: the image was not made: ${messageOf(error)}`);
  process.exitCode = 1;
}
