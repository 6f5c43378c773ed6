import { describe, expect, it } from 'vitest';
import { readFromCore } from '../../../../src-main/shell/from-core.ts';

describe('a line of the core', () => {
  it('is accepted if it keeps to the contract', () => {
    expect(readFromCore('{"push":"heartbeat"}')).toEqual({ ok: true, value: { push: 'heartbeat' } });
    expect(readFromCore('{"id":3,"result":{"ok":false,"error":{"kind":"stale-command"}}}')).toEqual({
      ok: true,
      value: { id: 3, result: { ok: false, error: { kind: 'stale-command' } } },
    });
  });

  for (const [line, error] of [
    ['hello', { kind: 'not-json' }],
    ['"hello"', { kind: 'not-in-contract', where: 'string' }],
    ['null', { kind: 'not-in-contract', where: 'object' }],
    ['{"push":"weather"}', { kind: 'not-in-contract', where: 'push weather' }],
    ['{"push":"heartbeat","extra":1}', { kind: 'not-in-contract', where: 'push heartbeat' }],
    ['{"push":"view","value":{"name":"Maria Garcia"}}', { kind: 'not-in-contract', where: 'push view' }],
    ['{"id":-1,"result":{"ok":true,"value":1}}', { kind: 'not-in-contract', where: 'answer' }],
    ['{"id":1,"result":{"ok":false,"error":{"kind":"gone-fishing"}}}', { kind: 'not-in-contract', where: 'answer' }],
    ['{"hello":1}', { kind: 'not-in-contract', where: 'neither an answer nor a push' }],
  ] as const)
    it(`is refused, and only its kind is reported: ${line}`, () => {
      expect(readFromCore(line)).toEqual({ ok: false, error });
    });
});
