import { describe, expect, it } from 'vitest';
import {
  incomplete,
  newRule,
  placeOfFault,
  type Rules,
  withRecipient,
} from '../../../../src-central/pages/alarms/rules-draft.ts';
import { ACTS, isRead, searchIn, searchText } from '../../../../src-central/pages/audit/search.ts';
import { nameTyped } from '../../../../src-central/pages/parts/name-typed.ts';
import { sinceWhen } from '../../../../src-central/pages/times.ts';
import { nextRing } from '../../../../src-central/pages/updates/rings.ts';
import { AlarmRules } from '../../../../src-main/contract/centre/alarms.ts';
import { AUTHORIZATION } from '../../../../src-main/contract/centre/authorization.ts';
import { KioskUpdates } from '../../../../src-main/contract/centre/updates.ts';

const idOf = (no: number): string => `0197f5a0-3c1e-7c4b-9a55-00000000000${no}`;

describe('the next stage of an update', () => {
  const saidAt = '2026-11-23T15:00:00.000Z';
  const stopped = { kioskId: idOf(1), at: saidAt, result: 'not-ready' };
  const cityWith = (versions: readonly string[], ring: object) =>
    KioskUpdates.parse({
      rings: [{ officeId: null, kioskId: null, version: '2', saidAt, stoppedBy: null, ...ring }],
      kiosks: versions.map((version, index) => ({
        kioskId: idOf(index),
        officeId: index < 2 ? 'a' : 'b',
        name: '',
        version,
        allowed: '1',
        last: null,
      })),
    });
  const nextOf = ({ rings: [ring], kiosks }: ReturnType<typeof cityWith>) => (ring ? nextRing(ring, kiosks) : null);

  it('is the office of a kiosk that runs the version, then the city, and none while a kiosk lacks the version or rolled it back', () => {
    const kiosk = { kioskId: idOf(0) };
    expect(nextOf(cityWith(['2', '1', '1'], kiosk))).toEqual({ version: '2', officeId: 'a' });
    expect(nextOf(cityWith(['1', '1', '1'], kiosk))).toBeNull();
    expect(nextOf(cityWith(['2', '1', '1'], { ...kiosk, stoppedBy: stopped }))).toBeNull();
    expect(nextOf(cityWith(['2', '2', '1'], kiosk))).toEqual({ version: '2' });
    expect(nextOf(cityWith(['2', '2', '1'], { officeId: 'a' }))).toEqual({ version: '2' });
    expect(nextOf(cityWith(['2', '1', '1'], { officeId: 'a' }))).toBeNull();
    expect(nextOf(cityWith(['2', '2', '2'], { officeId: 'a' }))).toBeNull();
    expect(nextOf(cityWith(['2', '2', '2'], {}))).toBeNull();
    expect(nextOf(cityWith(['2', '1', '1'], { ...kiosk, version: null }))).toBeNull();
  });
});

describe('a draft of the rules', () => {
  const team = { recipientId: 'equip', by: 'mail', address: 'a@exemple.cat', language: 'ca' } as const;
  const rules: Rules = AlarmRules.parse({ zone: 'Europe/Madrid', recipients: [team], rules: [] });
  const full: Rules = { ...rules, rules: [{ ...newRule(rules, 'Regla'), kinds: ['paper-out'] }] };

  it('keeps the recipients of the rules correct when a recipient is renamed or removed', () => {
    const renamed = withRecipient(full, 0, { ...team, recipientId: 'guardia' });
    expect(AlarmRules.safeParse(renamed).success).toBe(true);
    expect(renamed.rules[0]?.to).toEqual(['guardia']);
    const gone = withRecipient(full, 0, null);
    expect(gone.rules[0]?.to).toEqual([]);
    expect(incomplete(gone)).toEqual(['regla']);
    expect(newRule(full, 'Regla').ruleId).toBe('regla-2');
    expect(placeOfFault(full, '/body/rules/0/to')).toBe('regla');
    expect(placeOfFault(full, '/body/zone')).toBeNull();
  });

  it.each([
    ['Seu electrònica', 'seu-electronica'],
    ['  010 ', '010'],
    ['—', ''],
    [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
  ])('turns the name “%s” into one that the contract accepts', (typed, name) => expect(nameTyped(typed)).toBe(name));
});

it('a search of the audit is restored from the page’s address, without invalid days', () => {
  const search = { name: 'Maria Prova', office: 'oac-dido', what: 'makeToken', from: '2026-11-01', until: '' };
  expect(searchIn(new URLSearchParams(searchText(search)))).toEqual(search);
  expect(searchIn(new URLSearchParams('from=ahir&until=2026-02-31x')).from).toBe('');
  expect(searchText({ name: ' ', office: '', what: '', from: '', until: '' })).toBe('');
});

it('the audit can be searched for each operation that changes something', () => {
  const changing = Object.keys(AUTHORIZATION).filter((name) => !isRead(name));
  expect(ACTS).toEqual(expect.arrayContaining(changing));
});

describe('a time on the pages', () => {
  const nowMs = new Date(2026, 10, 24, 10, 24).getTime();
  const when = (day: number, hour: number) => sinceWhen(new Date(2026, 10, day, hour, 5).toISOString(), 'ca', nowMs);

  it('shows its hour today, and its day if it is past', () => {
    expect([when(24, 9), when(24, 23), when(23, 23), when(20, 9)]).toEqual([
      '9.05',
      '23.05',
      'ahir',
      '20\u00a0de\u00a0novembre',
    ]);
  });

  it('shows its hour and its day if it is after today', () => {
    expect([when(25, 0), when(25, 10), when(26, 9)]).toEqual([
      '0.05 (demà)',
      '10.05 (demà)',
      '9.05 (26\u00a0de\u00a0novembre)',
    ]);
  });
});
