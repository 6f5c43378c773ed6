import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCheckedFile, writeCheckedFile } from '../../../../src-main/storage/checked-file.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('a file whose new content only half fits keeps its old content', () => {
  const file = join(temporaryFolder(), 'identity');
  writeCheckedFile(file, '"old"');
  // The process may write no file beyond 1 KiB, so the write that crosses the limit is cut off there, as on a full disk.
  const program = `
    import { writeCheckedFile } from '${join(import.meta.dirname, '../../../../src-main/storage/checked-file.ts')}';
    try { writeCheckedFile(process.argv[1], JSON.stringify('x'.repeat(2_000))); } catch { process.stdout.write('refused'); }`;
  const limited = ['-c', 'ulimit -f 1; exec "$0" --input-type=module -e "$1" "$2"', process.execPath, program, file];
  expect(spawnSync('bash', limited, { encoding: 'utf8' })).toMatchObject({ stdout: 'refused' });
  expect(readCheckedFile(file)).toBe('"old"');
});
