import { expect, test } from 'vitest';
import { isPublicTurn, publicRows } from '../../../../src-main/domain/public-rows.ts';
import { isSensitiveService } from '../../../../src-main/domain/sensitive-service.ts';

const PROFILE = {
  services: [
    { serviceId: 'padro', sensitive: false },
    { serviceId: 'violencia', sensitive: true },
  ],
};

test.each([
  [['padro'], true],
  [['violencia'], false],
  [['padro', 'violencia'], false],
  [['violencia', 'padro'], false],
  // The profile is older than the ticket, so it lacks the ticket's service.
  [['unknown'], false],
  [['padro', 'unknown'], false],
] as const)('a turn of %s is public: %s', (serviceIds, isPublic) => {
  expect(isPublicTurn(PROFILE, serviceIds)).toBe(isPublic);
  const rows = publicRows(
    [{ serviceIds }],
    PROFILE,
    (turn) => turn.serviceIds,
    () => ({ number: 'A001' }),
  );
  expect(rows).toEqual(isPublic ? [{ number: 'A001' }] : []);
});

test('a service is sensitive if the profile says so, or does not know it', () => {
  const sensitive = (serviceId: string) => isSensitiveService(PROFILE, serviceId);
  expect(['padro', 'violencia', 'unknown'].map(sensitive)).toEqual([false, true, true]);
  expect(isSensitiveService({ services: [] }, 'padro')).toBe(true);
});

test('a turn without a service is public', () => {
  expect(isPublicTurn(PROFILE, [])).toBe(true);
});

test('the public gets the rows of the public turns, in their order, without empty rows', () => {
  const turns = [
    { number: 'A001', serviceIds: ['padro'] },
    { number: 'V001', serviceIds: ['violencia'] },
    { number: '', serviceIds: ['padro'] },
    { number: 'A002', serviceIds: ['padro'] },
  ];
  const asked: string[] = [];
  const rows = publicRows(
    turns,
    PROFILE,
    ({ serviceIds }) => serviceIds,
    ({ number }) => {
      asked.push(number);
      return number === '' ? null : { number };
    },
  );
  expect(rows).toEqual([{ number: 'A001' }, { number: 'A002' }]);
  // No row is made for a sensitive turn.
  expect(asked).not.toContain('V001');
});
