// Usage: npm run image -- --deb FILE --prove [--only PART,…]. Makes a test image with keys of its own and installs it in a virtual machine
// without acceleration, where each start takes minutes. One line for each promise; exit code 1 if one was broken. TORN_IMAGE: an existing
// image, with its certificate beside it; TORN_NEWER: an image of a later commit with the same key, for the part `renew`.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pinnedNode, repositoryRoot } from '../../build/runtime.ts';
import { must, openProof } from '../package/proof.ts';
import { type Computer, layComputer } from './computer.ts';
import { changeByte, changeProgram } from './tamper.ts';

const ENV = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
const STARTED = 'ActiveState=active';
const QUESTION = /esborra i esdev/;
const OWN_CODE = /d.+aquest quiosc:/;
const LAST_GROUP = /teclegeu-ne l/;
const CODE = /\b([b-v]{6}-){5}[b-v]{6}\b/;
const SYSTEM = /roothash=[0-9a-f]{8}/;
const SLOT = ['-fw_cfg', 'name=opt/torn/slot,string=1'];
const DISK_SIZE = '12G';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } });
const [deb] = positionals;
if (deb === undefined) throw new Error('usage: prove.ts [--only stranger,tamper,unsent,recovery,renew] FILE.deb');
const wanted = values.only?.split(',') ?? ['stranger', 'tamper', 'unsent', 'recovery', 'renew'];
const newer = process.env.TORN_NEWER;

const work = mkdtempSync(join(tmpdir(), 'torn-image-proof-'));
const proof = openProof();
const seconds = (sinceMs: number): string => `${Math.round((performance.now() - sinceMs) / 1_000)} s`;

function imageAndCertificate(): { stick: string; certificate: string } {
  const made = process.env.TORN_IMAGE;
  if (made !== undefined) return { stick: made, certificate: `${made}.pem` };
  const [key, certificate, stick] = [join(work, 'db.key'), join(work, 'db.pem'), join(work, 'stick.img')];
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '3650', '-subj', '/CN=Torn test'];
  execFileSync('openssl', [...request, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  const program = join(repositoryRoot, 'build', 'image', 'main.ts');
  const words = [program, '--deb', deb ?? '', '--key', key, '--certificate', certificate, '--test', '--out', stick];
  if (spawnSync(pinnedNode, words, { stdio: 'inherit' }).status !== 0) throw new Error('no image was made');
  return { stick, certificate };
}

function emptyDisk(name: string): string {
  const file = join(work, name);
  execFileSync('truncate', ['--size', DISK_SIZE, file]);
  return file;
}

const copyOf = (disk: string, name: string): string => {
  const file = join(work, name);
  execFileSync('cp', ['--sparse=always', '--reflink=auto', disk, file]);
  return file;
};

/** Runs the installation, from the start of the USB stick until the computer is off again, and resolves to the recovery code. */
async function install(computer: Computer, stick: string, disk: string): Promise<string> {
  await computer.start([
    { file: stick, at: 'usb' },
    { file: disk, at: 'sata' },
  ]);
  await computer.until(QUESTION);
  computer.type('1');
  const [code = ''] = CODE.exec(await computer.until(CODE)) ?? [];
  await computer.until(LAST_GROUP);
  computer.type(code.slice(code.lastIndexOf('-') + 1));
  await computer.until('Traieu la mem');
  await turnOff(computer);
  return code;
}

/** Presses Enter at "per apagar", the last question of each program: a program discards keys that are typed before its question. */
async function turnOff(computer: Computer): Promise<void> {
  await computer.until('per apagar');
  computer.type('');
  await computer.ended();
}

try {
  const { stick, certificate } = imageAndCertificate();
  const computer = layComputer(join(work, 'computer'), certificate);
  const disk = emptyDisk('disk.img');
  let code = '';
  let system = '';
  const isInstalled = await proof.promise('from an empty disk to an installed one by one answer', async () => {
    const startedMs = performance.now();
    code = await install(computer, stick, disk);
    return `${seconds(startedMs)}; a recovery code of ${code.length} characters, shown once`;
  });
  if (isInstalled) {
    await proof.promise(
      'its first start opens the data by the TPM and reaches the kiosk, and shows no code',
      async () => {
        const startedMs = performance.now();
        await computer.start([{ file: disk, at: 'sata' }], SLOT);
        const said = await computer.until(STARTED);
        await computer.cutPower();
        const status = /torn-said: (.*)/.exec(said.slice(said.lastIndexOf('torn-said:')))?.[1] ?? '';
        must(!CODE.test(said), 'a recovery code was shown');
        system = SYSTEM.exec(status)?.[0] ?? '';
        must(status.includes('data: active keyboard: cat failed: none'), status);
        return `${seconds(startedMs)} from power on; ${status.trim()}`;
      },
    );
    if (wanted.includes('stranger')) await proveStranger(certificate, disk, code);
    if (wanted.includes('tamper')) await proveTampering(computer, disk);
    if (wanted.includes('unsent')) await proveUnsent(computer, stick, disk);
    if (wanted.includes('recovery')) await proveRecovery(computer, stick, disk, code);
    if (wanted.includes('renew') && newer !== undefined) await proveRenewal(computer, newer, disk, system);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function proveTampering(computer: Computer, disk: string): Promise<void> {
  for (const section of ['.linux', '.initrd', '.cmdline'])
    await proof.promise(`a changed byte in ${section} does not boot`, async () => {
      const changed = copyOf(disk, 'changed.img');
      const place = changeProgram(changed, section, join(work, 'kiosk.efi'));
      await computer.start([{ file: changed, at: 'sata' }]);
      const said = await computer.until(/Access [Dd]enied|Security [Vv]iolation/);
      await computer.cutPower();
      return `byte ${place}: ${
        /.*(Access [Dd]enied|Security [Vv]iolation)/
          .exec(said)?.[0]
          .replaceAll(/[^ -~]/g, '')
          .slice(-90) ?? ''
      }`;
    });
  await proof.promise('a changed byte in the system partition does not boot', async () => {
    const changed = copyOf(disk, 'changed.img');
    const place = changeByte(changed);
    await computer.start([{ file: changed, at: 'sata' }]);
    await computer.ended(1_800);
    must(!computer.said().includes('torn-said'), 'it booted');
    return `byte ${place}: it turned itself off`;
  });
  rmSync(join(work, 'changed.img'), { force: true });
}

async function proveStranger(certificate: string, disk: string, code: string): Promise<void> {
  await proof.promise('the disk in another machine does not open, and by the recovery code it does', async () => {
    const other = layComputer(join(work, 'other'), certificate);
    const moved = copyOf(disk, 'moved.img');
    await other.start([{ file: moved, at: 'sata' }]);
    await other.until(/Please enter .*(passphrase|recovery key)/);
    must(!other.said().includes(STARTED), 'the kiosk started');
    other.type(code);
    await other.until(STARTED);
    await other.cutPower();
    rmSync(moved);
    return 'it asked on the console, and the kiosk started after the code';
  });
}

async function proveUnsent(computer: Computer, stick: string, disk: string): Promise<void> {
  await proof.promise('a disk with an unsent journal is not erased', async () => {
    await computer.start([
      { file: stick, at: 'usb' },
      { file: disk, at: 'sata' },
    ]);
    await computer.until(QUESTION);
    computer.type('1');
    await computer.until(/el centre encara no t/);
    await turnOff(computer);
    const said = computer.said();
    must(!/S.+instal.+la\. No traieu/.test(said), 'it was erased');
    return (
      /Aquest disc t.*/
        .exec(said)?.[0]
        .replaceAll(/[^ -~]/g, '')
        .slice(0, 60) ?? ''
    );
  });
}

async function proveRecovery(computer: Computer, stick: string, disk: string, code: string): Promise<void> {
  await proof.promise('after a copy to a stick it may be erased', async () => {
    const memory = join(work, 'memory.img');
    execFileSync('truncate', ['--size', '64M', memory]);
    execFileSync('mkfs.vfat', [memory], { env: ENV, stdio: 'ignore' });
    // The entry that a person would choose in the boot menu is made the default in a copy of the disk.
    const once = copyOf(disk, 'once.img');
    writeLoader(once, 'timeout 0\neditor no\ndefault *@copy\n');
    await computer.start([
      { file: once, at: 'sata' },
      { file: memory, at: 'usb' },
    ]);
    await computer.until(OWN_CODE);
    computer.type(code);
    await computer.until(/Copiat i comparat/);
    await turnOff(computer);
    const listed = execFileSync('mdir', ['-i', memory, '-/', '-b'], { env: ENV, encoding: 'utf8' });
    must(/\.journal/.test(listed) && listed.includes('torn.db'), listed);
    await computer.start([
      { file: stick, at: 'usb' },
      { file: once, at: 'sata' },
    ]);
    await computer.until(QUESTION);
    computer.type('1');
    await computer.until(CODE);
    await computer.cutPower();
    rmSync(once);
    return listed.trim().replaceAll('\n', ' ');
  });
  await proof.promise('a factory reset keeps the journal', async () => {
    const once = copyOf(disk, 'once.img');
    writeLoader(once, 'timeout 0\neditor no\ndefault *@reset\n');
    await computer.start([{ file: once, at: 'sata' }]);
    await computer.until(/Escriviu/);
    computer.type('esborra');
    await computer.until(OWN_CODE);
    computer.type(code);
    await computer.until('El quiosc comen');
    await turnOff(computer);
    await computer.start([
      { file: stick, at: 'usb' },
      { file: once, at: 'sata' },
    ]);
    await computer.until(QUESTION);
    computer.type('1');
    await computer.until(/un diari desat/);
    await turnOff(computer);
    return 'the installer then found a kept journal and erased nothing';
  });
}

async function proveRenewal(computer: Computer, newStick: string, disk: string, before: string): Promise<void> {
  await proof.promise('a newer stick renews the kiosk, and the version before stays in the menu', async () => {
    const [stick, renewed] = [copyOf(newStick, 'newer.img'), copyOf(disk, 'renewed.img')];
    writeLoader(stick, 'timeout 0\neditor no\ndefault *@renew\n');
    await computer.start([
      { file: stick, at: 'usb' },
      { file: renewed, at: 'sata' },
    ]);
    await computer.until('Renovat.');
    await turnOff(computer);
    await computer.start([{ file: renewed, at: 'sata' }]);
    const now = SYSTEM.exec(await computer.until(STARTED))?.[0] ?? '';
    await computer.cutPower();
    must(now !== '' && now !== before, `it started ${now}`);
    const listed = execFileSync('mdir', ['-b', '-i', `${renewed}@@1M`, '::/EFI/Linux'], { env: ENV, encoding: 'utf8' });
    const programs = listed.trim().split('\n');
    must(programs.length === 2, listed);
    return `${before} became ${now}; ${programs.join(' ')}`;
  });
}

function writeLoader(disk: string, text: string): void {
  execFileSync('mcopy', ['-o', '-i', `${disk}@@1M`, '-', '::/loader/loader.conf'], { env: ENV, input: text });
}

const kept = proof.lines.filter(({ isKept }) => isKept).length;
console.log(`${kept} of ${proof.lines.length} promises kept`);
process.exitCode = kept === proof.lines.length ? 0 : 1;
