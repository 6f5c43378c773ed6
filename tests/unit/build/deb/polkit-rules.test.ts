import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../../../../build/runtime.ts';

const RULES = join(repositoryRoot, 'build/deb/root/usr/share/polkit-1/rules.d/50-torn.rules');
const NM = 'org.freedesktop.NetworkManager';

type Rule = (action: { id: string }, subject: { user: string }) => string;

/** The answer that the package's polkit rules give to `user` for the action `id`. `isThere`: whether a technician has entered the PIN. */
function answer(id: string, user: string, isThere: boolean): string {
  const rules: Rule[] = [];
  const spawned: string[][] = [];
  runInNewContext(readFileSync(RULES, 'utf8'), {
    polkit: {
      Result: { YES: 'yes', NO: 'no', NOT_HANDLED: 'not-handled' },
      addRule: (rule: Rule) => void rules.push(rule),
      spawn(words: string[]) {
        spawned.push([...words]);
        if (!isThere) throw new Error('exited with 1');
        return '';
      },
    },
  });
  const [rule] = rules;
  if (rule === undefined || rules.length > 1) throw new Error(`${rules.length} rules`);
  const result = rule({ id }, { user });
  expect(spawned).toEqual(result === 'not-handled' ? [] : [['/usr/lib/torn/bin/technician-here']]);
  return result;
}

test('the kiosk’s user may set the network only while a technician is behind the PIN', () => {
  for (const action of ['network-control', 'settings.modify.system', 'wifi.scan']) {
    expect(answer(`${NM}.${action}`, 'torn', true)).toBe('yes');
    expect(answer(`${NM}.${action}`, 'torn', false)).toBe('no');
    expect(answer(`${NM}.${action}`, 'root', true)).toBe('not-handled');
  }
});

test('the rules decide no other action of the kiosk’s user', () => {
  for (const id of [
    `${NM}.settings.modify.hostname`,
    `${NM}.enable-disable-network`,
    'org.freedesktop.systemd1.manage-units',
  ])
    expect(answer(id, 'torn', true)).toBe('not-handled');
});
