import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../../build/runtime.ts';
import { PARTS, readManual, textOfPart } from '../../manual/read-manual.ts';
import { DEVICE_FOLDERS } from '../../manual/tables.ts';
import { catalanSentences } from '../../manual/words.ts';

const sentences = catalanSentences();
const words = (html: string): number => html.replaceAll(/<[^>]+>/g, ' ').split(/\s+/).length;

describe('the manual', () => {
  test.each(PARTS)('names, in its part “%s”, only sentences and pictures that the program has', (part) => {
    const { title, faults, html } = readManual(textOfPart(part), sentences);
    expect({ title, faults }).toEqual({ title: expect.stringMatching(/\S/) as unknown, faults: [] });
    expect(html).not.toMatch(/\[\[|\{\{/);
  });

  test('changes with the word of a button, and names a word that was removed', () => {
    const key = 'staff:desk.do.next';
    const changed = new Map(sentences).set(key, 'Que passi el següent');
    expect(readManual(textOfPart('personal'), changed).html).toContain('<b class="word">Que passi el següent</b>');
    changed.delete(key);
    expect(readManual(textOfPart('personal'), changed).faults).toEqual([expect.stringContaining(key)]);
  });

  test('names a picture, a table and a placeholder that do not exist', () => {
    const { faults } = readManual('![x](page:none)\n\n[[staff:desk.do.call]]\n\n{{none}}\n\n[[staff]]', sentences);
    expect(faults).toEqual([
      'staff:desk.do.call: no such sentence, or a placeholder without a value',
      'none: no such table',
      'a sentence is not named as [[FILE:KEY]]: [[staff]]',
      'there is no title',
      'page:none: no such picture',
    ]);
  });

  test('says on one page which hardware to buy', () => {
    const page = textOfPart('maquinari').replaceAll(/\{\{\w+\}\}/g, '');
    expect(words(page)).toBeLessThanOrEqual(700);
  });
});

test.each(DEVICE_FOLDERS)('each profile of %s says where its values were seen', (folder) => {
  const path = join(repositoryRoot, 'config', folder);
  for (const file of readdirSync(path).filter((name) => name.endsWith('.json'))) {
    const { seen, toConfirm } = JSON.parse(readFileSync(join(path, file), 'utf8')) as Record<string, string[]>;
    expect(seen, file).toBeInstanceOf(Array);
    // A page of the manual that was seen on a real device has nothing left to confirm.
    if (seen?.includes('device')) expect(toConfirm, file).toEqual([]);
  }
});
