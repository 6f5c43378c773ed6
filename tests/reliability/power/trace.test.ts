import { expect, test } from 'vitest';
import { createTracer, Untraceable } from './trace.ts';

const ROOT = '/kiosk';

function follow(...lines: string[]) {
  const tracer = createTracer(ROOT, new Map());
  tracer.follow(Buffer.from(`${lines.join('\n')}\n`, 'latin1'));
  return tracer.steps;
}
const OPEN = `7 openat(AT_FDCWD</>, "${ROOT}/a", O_RDWR|O_CREAT|O_CLOEXEC, 0644) = 5<${ROOT}/a>`;
const MADE = { kind: 'make', folder: 0, name: 'a', node: 1, isFolder: false };

test('bytes are read as strace writes them', () => {
  expect(follow(OPEN, `7 pwrite64(5<${ROOT}/a>, "a\\0\\3\\0012\\"\\\\,)\\n\\377", 11, 4096) = 11`)).toEqual([
    MADE,
    { kind: 'write', node: 1, offset: 4096, bytes: Buffer.from([97, 0, 3, 1, 50, 34, 92, 44, 41, 10, 255]) },
  ]);
});

test('a sync that another call overtakes covers only the writes before its beginning', () => {
  const steps = follow(
    OPEN,
    `7 fsync(5<${ROOT}/a> <unfinished ...>`,
    `8 pwrite64(5<${ROOT}/a>, "x", 1, 0) = 1`,
    '7 <... fsync resumed>) = 0',
  );
  expect(steps.at(-1)).toEqual({ kind: 'sync', node: 1, before: 1 });
});

test('failed calls are ignored, and printed text is split into lines', () => {
  expect(
    follow(
      OPEN,
      `7 write(5<${ROOT}/a>, "x", 1) = -1 ENOSPC (No space left on device)`,
      '7 write(1<pipe:[3]>, "{\\"id\\":1}\\n{\\"id\\"", 15) = 15',
      '7 write(1<pipe:[3]>, ":2}\\n", 4) = 4',
    ),
  ).toEqual([MADE, { kind: 'told', line: '{"id":1}' }, { kind: 'told', line: '{"id":2}' }]);
});

test.each([
  ['whole', 'three', 'three'],
  ['in part', 'th', 'th'],
  ['not at all', '', null],
])('a write during which the program was killed counts as the file has it: %s', (_, onDisk, counted) => {
  const append = `7 openat(AT_FDCWD</>, "${ROOT}/a", O_WRONLY|O_CREAT|O_APPEND|O_CLOEXEC, 0600) = 5<${ROOT}/a>`;
  const killed = [
    [`7 write(5<${ROOT}/a>, "three", 5) = ?`],
    [`7 write(5<${ROOT}/a>, "three", 5 <unfinished ...>`, '7 <... write resumed>) = ?'],
    [`7 write(5<${ROOT}/a>, "three", 5 <unfinished ...>`],
    [`7 pwrite64(5<${ROOT}/a>, "three", 5, 3) = ?`],
  ];
  for (const lines of killed) {
    const tracer = createTracer(ROOT, new Map());
    const trace = [append, `7 write(5<${ROOT}/a>, "two", 3) = 3`, ...lines, '7 +++ killed by SIGKILL +++', ''];
    const asked: unknown[] = [];
    tracer.follow(Buffer.from(trace.join('\n'), 'latin1'), (...question) => {
      asked.push(question);
      return onDisk.length;
    });
    expect(asked).toEqual([['a', 3, Buffer.from('three')]]);
    expect(tracer.steps.slice(2)).toEqual(
      counted === null ? [] : [{ kind: 'write', node: 1, offset: 3, bytes: Buffer.from(counted) }],
    );
  }
});

test('appended bytes come at the end, whatever was written elsewhere before', () => {
  const steps = follow(
    `7 openat(AT_FDCWD</>, "${ROOT}/a", O_WRONLY|O_CREAT|O_APPEND|O_CLOEXEC, 0600) = 5<${ROOT}/a>`,
    `7 write(5<${ROOT}/a>, "one", 3) = 3`,
    `7 ftruncate(5<${ROOT}/a>, 2) = 0`,
    `7 write(5<${ROOT}/a>, "two", 3) = 3`,
  );
  expect(steps.at(-1)).toMatchObject({ kind: 'write', offset: 2 });
});

test.each([
  [
    'a file written through memory',
    `7 mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, 5<${ROOT}/a>, 0) = 0x7f0000000000`,
  ],
  ['a second name', `7 link("${ROOT}/a", "${ROOT}/b") = 0`],
  ['a string that was cut short', `7 pwrite64(5<${ROOT}/a>, "xx"..., 900, 0) = 900`],
])('%s cannot be followed', (_, line) => {
  expect(() => follow(OPEN, line)).toThrow(Untraceable);
});
