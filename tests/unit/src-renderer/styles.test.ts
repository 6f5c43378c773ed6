import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = join(import.meta.dirname, '../../../src-renderer/styles');
/** The technicians' style sheet needs no rules for right-to-left text, because staff read Catalan, Spanish or English. */
const ONLY_LEFT_TO_RIGHT = ['technician.css'];
/** Rules that are the same in both reading directions: the roof goes from edge to edge, and an arrow points at a place on the machine. */
const WITHOUT_SIDES = ['.roof {', '.stripe-arrow[data-direction'];

function sidesDiffer(value: string): boolean {
  const sides = value.match(/(?:[^\s(]|\((?:[^()]|\([^()]*\))*\))+/g) ?? [];
  return sides.length === 4 && sides[1] !== sides[3];
}

/** The rules of a style sheet that name left or right although they mean the start or end of a line. */
function sidesIn(css: string): string[] {
  const found: string[] = [];
  let rule = '';
  for (const line of css.split('\n')) {
    if (line.trimEnd().endsWith('{')) rule = line.trim();
    const [, property = '', value = ''] = /^\s*([\w-]+): ([^;]+);/.exec(line) ?? [];
    const isSide =
      /^(left|right)$|-(left|right)$/.test(property) && !property.startsWith('--')
        ? true
        : /^(left|right)$/.test(value) || (/^(padding|margin|inset)$/.test(property) && sidesDiffer(value));
    if (isSide && !WITHOUT_SIDES.some((beginning) => rule.startsWith(beginning))) found.push(`${rule} ${line.trim()}`);
  }
  return found;
}

describe('the styles of the screens', () => {
  for (const file of readdirSync(folder).filter((name) => !ONLY_LEFT_TO_RIGHT.includes(name)))
    it(`use start and end, not left and right, so that they work from right to left: ${file}`, () => {
      expect(sidesIn(readFileSync(join(folder, file), 'utf8'))).toEqual([]);
    });

  it('with a named side would be found', () => {
    expect(
      sidesIn('.row {\n  padding: 0 1rem 0 calc(1px + (2px));\n  margin-left: 1px;\n  text-align: right;\n}'),
    ).toHaveLength(3);
    expect(
      sidesIn('.row {\n  padding: 0 calc(1px + 2px) 1rem calc(1px + 2px);\n  margin-inline-start: 1px;\n}'),
    ).toEqual([]);
  });
});
