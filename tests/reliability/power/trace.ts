import { posix } from 'node:path';
import type { Image } from '../../support/image-folder.ts';
import { numberNodes, ROOT, type Step } from './disk.ts';

/** The system calls that change a file or make it durable, and the system calls that show which file a descriptor means. */
export const TRACED = [
  'open',
  'openat',
  'openat2',
  'creat',
  'lseek',
  'mmap',
  'dup',
  'dup2',
  'dup3',
  'fcntl',
  'write',
  'pwrite64',
  'writev',
  'pwritev',
  'pwritev2',
  'copy_file_range',
  'sendfile',
  'splice',
  'fsync',
  'fdatasync',
  'ftruncate',
  'truncate',
  'fallocate',
  'rename',
  'renameat',
  'renameat2',
  'unlink',
  'unlinkat',
  'mkdir',
  'mkdirat',
  'rmdir',
  'link',
  'linkat',
  'symlink',
  'symlinkat',
] as const;

/**
 * Files whose content is not needed: SQLite's shared index, which it rebuilds after a crash, and the reserve file
 * (`ballast`), which only takes up room.
 */
export const isContentless = (path: string): boolean => path.endsWith('-shm') || posix.basename(path) === 'ballast';

/** The trace has a call that this module does not understand, so images of the disk would be wrong. */
export class Untraceable extends Error {}

interface OpenFile {
  node: number;
  position: number;
  appends: boolean;
}

/** Returns how many of these bytes the file has at this offset; 0 if there is no such file. */
export type WrittenOf = (path: string, offset: number, bytes: Buffer) => number;

/** Turns the traces of programs that ran one after another on a folder into steps. */
export interface Tracer {
  readonly steps: readonly Step[];
  /**
   * Reads the complete output of `strace -f -y` for a program that has ended. `writtenOf` is asked about writes during
   * which the program was killed.
   */
  follow(trace: Buffer, writtenOf?: WrittenOf): void;
  /** Adds a printed line after the steps so far. */
  tell(line: string): void;
}

export function createTracer(root: string, start: Image): Tracer {
  const steps: Step[] = [];
  const contents = new Map<number, Buffer>();
  const lengths = new Map<number, number>();
  const nodes = new Map<string, number>([['', ROOT]]);
  const folders = new Set([ROOT]);
  const contentless = new Set<number>();
  let newest = ROOT;
  for (const [folder, name, node, bytes] of numberNodes(start)) {
    newest = node;
    nodes.set(join(pathOf(folder), name), node);
    if (bytes === null) folders.add(node);
    else {
      if (isContentless(name)) contentless.add(node);
      contents.set(node, Buffer.from(bytes));
      lengths.set(node, bytes.length);
    }
  }
  let open = new Map<number, OpenFile>();
  let said = Buffer.alloc(0);

  function pathOf(node: number): string {
    for (const [path, candidate] of nodes) if (candidate === node) return path;
    throw new Untraceable(`node ${node} has no name`);
  }

  /** The path within the folder, without a leading slash; `null`: the path is elsewhere. */
  function below(path: string): string | null {
    const whole = posix.normalize(path);
    if (whole === root) return '';
    return whole.startsWith(`${root}/`) ? whole.slice(root.length + 1) : null;
  }

  function place(path: string): { folder: number; name: string } {
    const folder = nodes.get(parentOf(path));
    if (folder === undefined) throw new Untraceable(`${path} lies in a folder that nobody made`);
    return { folder, name: posix.basename(path) };
  }

  function make(path: string, isFolder: boolean): number {
    newest += 1;
    nodes.set(path, newest);
    if (isFolder) folders.add(newest);
    else {
      if (isContentless(path)) contentless.add(newest);
      contents.set(newest, Buffer.alloc(0));
      lengths.set(newest, 0);
    }
    steps.push({ kind: 'make', ...place(path), node: newest, isFolder });
    return newest;
  }

  function resize(node: number, length: number): void {
    if (contentless.has(node)) return;
    const now = lengths.get(node) ?? 0;
    if (length < now) contents.get(node)?.fill(0, length, now);
    reserve(node, length);
    lengths.set(node, length);
    steps.push({ kind: 'resize', node, length });
  }

  function reserve(node: number, length: number): Buffer {
    const content = contents.get(node);
    if (!content) throw new Untraceable(`node ${node} is no file`);
    if (content.length >= length) return content;
    const grown = Buffer.alloc(Math.max(length, content.length * 2));
    content.copy(grown);
    contents.set(node, grown);
    return grown;
  }

  function write(node: number, offset: number, bytes: Buffer): void {
    if (bytes.length === 0 || contentless.has(node)) return;
    const end = offset + bytes.length;
    bytes.copy(reserve(node, end), offset);
    lengths.set(node, Math.max(lengths.get(node) ?? 0, end));
    steps.push({ kind: 'write', node, offset, bytes });
  }

  function writeOn(file: OpenFile, bytes: Buffer): void {
    const offset = file.appends ? (lengths.get(file.node) ?? 0) : file.position;
    write(file.node, offset, bytes);
    file.position = offset + bytes.length;
  }

  function say(bytes: Buffer): void {
    said = Buffer.concat([said, bytes]);
    for (let end = said.indexOf(0x0a); end !== -1; end = said.indexOf(0x0a)) {
      steps.push({ kind: 'told', line: said.subarray(0, end).toString('utf8') });
      said = said.subarray(end + 1);
    }
  }

  function remove(path: string): void {
    const node = nodes.get(path);
    if (node === undefined) throw new Untraceable(`${path} was removed and never made`);
    steps.push({ kind: 'remove', ...place(path), node });
    nodes.delete(path);
  }

  function rename(from: string, to: string): void {
    const node = nodes.get(from);
    if (node === undefined) throw new Untraceable(`${from} was renamed and never made`);
    const target = place(to);
    steps.push({ kind: 'rename', ...place(from), toFolder: target.folder, toName: target.name, node });
    for (const [path, moved] of [...nodes])
      if (path === from || path.startsWith(`${from}/`)) {
        nodes.delete(path);
        nodes.set(to + path.slice(from.length), moved);
      }
  }

  function fileOf(argument: string | undefined): OpenFile | null {
    const { fd = '', path = '' } = /^(?<fd>\d+)<(?<path>.*)>$/.exec(argument ?? '')?.groups ?? {};
    if (below(path.replace(/ \(deleted\)$/, '')) === null) return null;
    const file = open.get(Number(fd));
    if (!file) throw new Untraceable(`${argument} was never opened`);
    return file;
  }

  function perform({ name, args, returned, begunAt }: Call): void {
    const [first = '', second = '', third = ''] = args;
    const inside = (argument: string): string | null => below(text(argument));
    switch (name) {
      case 'open':
      case 'openat':
      case 'openat2':
      case 'creat': {
        const [path, flags] = name.startsWith('openat') ? [second, third] : [first, second];
        openFile(inside(path), name === 'creat' ? 'O_WRONLY|O_CREAT|O_TRUNC' : flags, returned);
        return;
      }
      case 'lseek': {
        const file = fileOf(first);
        if (file) file.position = returned;
        return;
      }
      case 'write':
      case 'writev': {
        const bytes = bytesOf(name, second);
        if (first.startsWith('1<')) say(bytes.subarray(0, returned));
        const file = fileOf(first);
        if (file) writeOn(file, bytes.subarray(0, returned));
        return;
      }
      case 'pwrite64':
      case 'pwritev':
      case 'pwritev2': {
        const file = fileOf(first);
        const bytes = bytesOf(name, second);
        if (file) write(file.node, Number(args[3]), bytes.subarray(0, returned));
        return;
      }
      case 'copy_file_range':
        copy(fileOf(first), second, fileOf(third), args[3] ?? '', returned);
        return;
      case 'sendfile':
        copy(fileOf(second), third, fileOf(first), 'NULL', returned);
        return;
      case 'fsync':
      case 'fdatasync': {
        const file = fileOf(first);
        if (file) steps.push({ kind: 'sync', node: file.node, before: begunAt });
        return;
      }
      case 'ftruncate': {
        const file = fileOf(first);
        if (file) resize(file.node, Number(second));
        return;
      }
      case 'fallocate': {
        const file = fileOf(first);
        if (!file) return;
        if (second !== '0') throw new Untraceable(`fallocate with ${second}`);
        const end = Number(third) + Number(args[3]);
        if (end > (lengths.get(file.node) ?? 0)) resize(file.node, end);
        return;
      }
      case 'rename':
      case 'renameat':
      case 'renameat2': {
        const [from, to] =
          name === 'rename' ? [inside(first), inside(second)] : [inside(second), inside(args[3] ?? '')];
        if (from === null && to === null) return;
        if (from === null || to === null) throw new Untraceable('a rename across the edge of the folder');
        rename(from, to);
        return;
      }
      case 'unlink':
      case 'unlinkat':
      case 'rmdir': {
        const path = inside(name === 'unlinkat' ? second : first);
        if (path !== null) remove(path);
        return;
      }
      case 'mkdir':
      case 'mkdirat': {
        const path = inside(name === 'mkdir' ? first : second);
        if (path !== null && path !== '') make(path, true);
        return;
      }
      case 'mmap': {
        const [, , protection = '', flags = '', file = ''] = args;
        const writes = protection.includes('PROT_WRITE') && flags.includes('MAP_SHARED');
        if (writes && !isContentless(file.slice(0, -1)) && fileOf(file))
          throw new Untraceable(`${file} is written through memory`);
        return;
      }
      case 'fcntl':
        if (!second.startsWith('F_DUPFD')) return;
        if (fileOf(first)) throw new Untraceable(`${name} on ${first}`);
        return;
      default:
        if ([first, second, third].some((argument) => argument.includes(root)))
          throw new Untraceable(`${name}(${args.join(', ').slice(0, 200)})`);
    }
  }

  function openFile(path: string | null, flags: string, fd: number): void {
    if (path === null) return;
    const known = nodes.get(path);
    const node = known ?? make(path, false);
    if (known !== undefined && !folders.has(node) && flags.includes('O_TRUNC') && (lengths.get(node) ?? 0) > 0)
      resize(node, 0);
    open.set(fd, { node, position: 0, appends: flags.includes('O_APPEND') });
  }

  function copy(from: OpenFile | null, fromAt: string, to: OpenFile | null, toAt: string, length: number): void {
    if (!to) return;
    if (!from || toAt !== 'NULL') throw new Untraceable('a copy from elsewhere, or to a place');
    const offset = fromAt === 'NULL' ? from.position : Number(/\d+/.exec(fromAt)?.[0]);
    const bytes = Buffer.from(contents.get(from.node)?.subarray(offset, offset + length) ?? []);
    if (fromAt === 'NULL') from.position += length;
    writeOn(to, bytes);
  }

  /**
   * Handles the write during which a program was killed, for which the trace has no result: the bytes that the file contains count as
   * written.
   */
  function performKilled(line: string, writtenOf: WrittenOf): void {
    const call = readCall(`${line.slice(0, line.lastIndexOf(' = '))} = 0`, steps.length, root);
    if (call === null || !WRITES.includes(call.name)) return;
    const [first, second = '', , at] = call.args;
    const file = fileOf(first);
    if (file === null || contentless.has(file.node)) return;
    const end = file.appends ? (lengths.get(file.node) ?? 0) : file.position;
    const offset = call.name.startsWith('p') ? Number(at) : end;
    const returned = writtenOf(pathOf(file.node), offset, bytesOf(call.name, second));
    perform({ ...call, returned });
  }

  return {
    steps,
    tell: (line) => void steps.push({ kind: 'told', line }),
    follow(trace, writtenOf = () => 0) {
      open = new Map();
      said = Buffer.alloc(0);
      const begun = new Map<string, { head: string; at: number }>();
      for (const line of linesOf(trace)) {
        const { process = '', rest = '' } = /^(?<process>\d+) +(?<rest>.*)$/s.exec(line)?.groups ?? {};
        if (rest.endsWith(' <unfinished ...>')) {
          begun.set(process, { head: rest.slice(0, -' <unfinished ...>'.length), at: steps.length });
          continue;
        }
        const tail = /^<\.\.\. \w+ resumed>(?<tail>.*)$/s.exec(rest)?.groups?.tail;
        const head = tail === undefined ? null : begun.get(process);
        if (tail !== undefined && !head) continue;
        if (head) begun.delete(process);
        const whole = head ? head.head + tail : rest;
        const call = readCall(whole, head ? head.at : steps.length, root);
        if (call) perform(call);
        else if (whole.endsWith(' = ?')) performKilled(whole, writtenOf);
      }
      for (const { head } of begun.values()) performKilled(`${head}) = ?`, writtenOf);
    },
  };
}

const WRITES = ['write', 'writev', 'pwrite64', 'pwritev', 'pwritev2'];

/** Decodes the bytes of a write: one string, or a list of them for the calls with a `v`. */
const bytesOf = (name: string, argument: string): Buffer =>
  name.includes('v') ? Buffer.concat(iovecs(argument)) : decode(argument);

interface Call {
  name: string;
  args: string[];
  returned: number;
  begunAt: number;
}

const join = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);
const parentOf = (path: string): string => {
  const parent = posix.dirname(path);
  return parent === '.' ? '' : parent;
};

/** The trace's lines as latin1, so that each character is one byte as strace wrote it. */
function* linesOf(trace: Buffer): Generator<string> {
  for (let start = 0; start < trace.length; ) {
    const found = trace.indexOf(0x0a, start);
    const end = found === -1 ? trace.length : found;
    yield trace.toString('latin1', start, end);
    start = end + 1;
  }
}

/** Parses a call; `null`: the call failed, never returned, or neither concerns the folder nor prints text. */
function readCall(line: string, begunAt: number, root: string): Call | null {
  const opening = line.indexOf('(');
  const closing = line.lastIndexOf(' = ');
  if (opening === -1 || closing === -1) return null;
  const name = line.slice(0, opening);
  if (!line.includes(root) && !line.startsWith('1<', opening + 1)) return null;
  const returned = Number.parseInt(line.slice(closing + 3), 10);
  if (!(returned >= 0)) return null;
  const inner = line.slice(opening + 1, line.lastIndexOf(')', closing));
  return { name, args: splitArguments(inner), returned, begunAt };
}

/** Splits a call's arguments at commas outside strings, brackets and paths. */
function splitArguments(text: string): string[] {
  const args: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else if (character === '[' || character === '{' || character === '<') depth += 1;
    else if (character === ']' || character === '}' || character === '>') depth -= 1;
    else if (character === ',' && depth === 0) {
      args.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  args.push(text.slice(start).trim());
  return args;
}

function endOfString(text: string, opening: number): number {
  for (let at = opening + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  throw new Untraceable('a string without an end');
}

const text = (argument: string): string => (argument.startsWith('"') ? decode(argument).toString('utf8') : '');

function iovecs(argument: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = argument.indexOf('"'); at !== -1; at = argument.indexOf('"', at)) {
    const end = endOfString(argument, at);
    found.push(decode(argument.slice(at, end + 1)));
    at = end + 1;
  }
  return found;
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, v: 11, f: 12, '"': 34, '\\': 92 };

/** Decodes a string in strace's output, which has C escapes with up to three octal digits. */
function decode(quoted: string): Buffer {
  const end = endOfString(quoted, 0);
  if (quoted.startsWith('...', end + 1)) throw new Untraceable('strace cut a string short');
  const bytes = Buffer.alloc(end);
  let length = 0;
  for (let at = 1; at < end; at += 1) {
    let code = quoted.charCodeAt(at);
    if (code === 92) {
      at += 1;
      const next = quoted[at] ?? '';
      const known = ESCAPES[next];
      if (known !== undefined) code = known;
      else {
        let digits = next;
        while (digits.length < 3 && /[0-7]/.test(quoted[at + 1] ?? '')) {
          at += 1;
          digits += quoted[at];
        }
        code = Number.parseInt(digits, 8);
      }
    }
    bytes[length] = code;
    length += 1;
  }
  return bytes.subarray(0, length);
}
