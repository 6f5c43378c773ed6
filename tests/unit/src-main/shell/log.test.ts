import { expect, it } from 'vitest';
import { createLog } from '../../../../src-main/shell/log.ts';

it('the log writes a line per event, at the level of the catalogue', () => {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line));
  log.event('shell-started', { version: '0.1.0' });
  log.event('page-strayed');
  const read: unknown[] = lines.map((line) => JSON.parse(line));
  const time = expect.any(String);
  expect(read).toEqual([
    { time, level: 'info', event: 'shell-started', version: '0.1.0' },
    { time, level: 'error', event: 'page-strayed' },
  ]);
});
